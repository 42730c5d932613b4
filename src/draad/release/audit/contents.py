"""Text that a page's content says beside what it prints: replacement text within it, and print of no size.

Marked content may carry ``ActualText``, ``Alt`` and ``E`` (ISO 32000-1, 14.9): what a reader copies, searches and
hears in place of the glyphs. PDFium gives that text as if it stood there, so that pages are looked at without it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pikepdf

from draad.release.audit import outside
from draad.release.audit.asides import said as asides_of
from draad.release.audit.records import Finding, finding
from draad.release.audit.told import Shown, only_marks

_KEYS = ("/ActualText", "/Alt", "/E")
_ASKED = re.compile(rb"/(?:ActualText|Alt|E)\b")
_FLAT = re.compile(rb"(?:^|[\s\]/])(?:0*\.?0+\s+T[fz]|(?:[-+]?0*\.?0+\s+){4}\S+\s+\S+\s+(?:Tm|cm))(?=[\s\[(<])")
"""A type size, a width or a matrix of nought: nothing is printed, and no viewer gives a place."""
_MOST_FORMS = 2000


class Replacement(NamedTuple):
    """One string that stands in place of glyphs."""

    page: int
    key: str
    text: str


def replacements(pdf: pikepdf.Pdf) -> list[Replacement]:
    """All of them, by page."""
    found = []
    for number, stream, resources in _streams(pdf):
        properties = resources.get("/Properties") if isinstance(resources, pikepdf.Dictionary) else None
        if isinstance(properties, pikepdf.Dictionary):
            found += [one for value in properties.values() for one in _of(number, value)]
        if not _ASKED.search(data_of(stream)):
            continue
        for operands, operator in instructions_of(stream):
            if operator in ("BDC", "DP") and len(operands) == 2:
                found += _of(number, operands[1])
    return found


def instructions_of(stream: Any) -> Iterator[tuple[Any, str]]:
    """The operands and the operator of each instruction of a content stream; nothing of one that is broken."""
    try:
        return _pairs(pikepdf.parse_content_stream(stream))
    except pikepdf.PdfError:
        return iter(())


def _pairs(instructions: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    return ((one.operands, str(one.operator)) for one in instructions)


def _of(number: int, properties: Any) -> list[Replacement]:
    if not isinstance(properties, pikepdf.Dictionary):
        return []
    return [
        Replacement(number, key, str(properties[key]))
        for key in _KEYS
        if isinstance(properties.get(key), pikepdf.String) and str(properties[key]).strip()
    ]


def _streams(pdf: pikepdf.Pdf) -> Iterator[tuple[int, Any, Any]]:
    """The content of each page and of the forms that it draws, with their resources; a form shared by pages once."""
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pdf.pages, 1):
        resources = page.resources if "/Resources" in page else pikepdf.Dictionary()
        if "/Contents" in page:
            yield number, page, resources
        todo: list[Any] = [resources]
        todo += [form for annotation in page.obj.get("/Annots", []) for form in _appearances(annotation)]
        while todo and len(seen) < _MOST_FORMS:
            one = todo.pop()
            if isinstance(one, pikepdf.Stream):
                if one.objgen in seen:
                    continue
                seen.add(one.objgen)
                own = one.get("/Resources", pikepdf.Dictionary())
                yield number, one, own
                one = own
            forms = one.get("/XObject") if isinstance(one, pikepdf.Dictionary) else None
            if isinstance(forms, pikepdf.Dictionary):
                todo += [form for form in forms.values() if _is_form(form)]


def data_of(content: Any) -> bytes:
    """The bytes of a form, or of a page whose content may stand in several parts that are one (7.8.2)."""
    if isinstance(content, pikepdf.Page):
        parts = content.obj["/Contents"]
        streams = list(parts) if isinstance(parts, pikepdf.Array) else [parts]
        return b"\n".join(part.read_bytes() for part in streams if isinstance(part, pikepdf.Stream))
    return bytes(content.read_bytes())


def _is_form(obj: Any) -> bool:
    return isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == pikepdf.Name("/Form")


def _appearances(annotation: Any) -> list[Any]:
    looks = annotation.get("/AP") if isinstance(annotation, pikepdf.Dictionary) else None
    if not isinstance(looks, pikepdf.Dictionary):
        return []
    found = []
    for look in looks.values():
        states = (
            list(look.values())
            if not isinstance(look, pikepdf.Stream) and isinstance(look, pikepdf.Dictionary)
            else [look]
        )
        found += [form for form in states if _is_form(form)]
    return found


def without_replacements(pdf: pikepdf.Pdf) -> bytes:
    """The file with all replacement text within content taken out, for looking at what the glyphs say."""
    out = io.BytesIO()
    pdf.save(out)
    out.seek(0)
    with pikepdf.open(out) as bare:
        for _, stream, resources in list(_streams(bare)):
            properties = resources.get("/Properties") if isinstance(resources, pikepdf.Dictionary) else None
            for value in properties.values() if isinstance(properties, pikepdf.Dictionary) else ():
                _strip(value)
            if not _ASKED.search(data_of(stream)):
                continue
            instructions = pikepdf.parse_content_stream(stream)
            for operands, operator in _pairs(instructions):
                if operator == "BDC" and len(operands) == 2:
                    _strip(operands[1])
            written = pikepdf.unparse_content_stream(instructions)
            if isinstance(stream, pikepdf.Page):
                stream.obj.Contents = bare.make_stream(written)
            else:
                stream.write(written)
        saved = io.BytesIO()
        bare.save(saved)
        return saved.getvalue()


def _strip(properties: Any) -> None:
    if isinstance(properties, pikepdf.Dictionary):
        for key in _KEYS:
            if key in properties:
                del properties[key]


def findings(pdf: pikepdf.Pdf, replaced: list[Replacement], shown: Shown) -> list[Finding]:
    """Replacement text with words that no page shows, and print of no size."""
    found = []
    for one in replaced:
        unseen = one.key == "/ActualText" and not outside.is_ligature(one.text)
        titled = one.key == "/Alt"
        said = outside.Said("replacement", f"BDC {one.key}", one.text, one.page, unseen=unseen, titled=titled)
        if not only_marks(one.text) and (told := outside.judged(said, shown)):
            found.append(told)
    flat: dict[int, int] = {}
    asides: dict[tuple[str, str], outside.Said] = {}
    for number, stream, _ in _streams(pdf):
        data = data_of(stream)
        for said in asides_of(number, data):
            asides.setdefault((said.where, said.text), said)
        if _FLAT.search(data) and (count := _printed_flat(stream)):
            flat[number] = flat.get(number, 0) + count
    found += [finding("tiny", "leak", page=number, words=count) for number, count in flat.items()]
    return found + [told for said in asides.values() if (told := outside.judged(said, shown))]


def _printed_flat(stream: Any) -> int:
    """How many strings are printed while the type size, the width or the text matrix is nought."""
    size, width, matrix, room, count = 1.0, 100.0, 1.0, 1.0, 0
    saved: list[tuple[float, float, float]] = []
    for operands, operator in instructions_of(stream):
        name = operator
        if name == "q":
            saved.append((size, width, room))
        elif name == "Q" and saved:
            size, width, room = saved.pop()
        elif name == "Tf" and len(operands) == 2:
            size = float(operands[1])
        elif name == "Tz" and operands:
            width = float(operands[0])
        elif name == "BT":
            matrix = 1.0
        elif name in ("Tm", "cm") and len(operands) == 6:
            a, b, c, d = (float(value) for value in list(operands)[:4])
            if name == "Tm":
                matrix = a * d - b * c
            else:
                room *= a * d - b * c
        elif name in ("Tj", "TJ", "'", '"') and not (size and width and matrix and room) and _has_text(operands):
            count += 1
    return count


def _has_text(operands: Any) -> bool:
    parts = operands[-1] if len(operands) else ""
    strings = (
        [part for part in parts if isinstance(part, pikepdf.String)] if isinstance(parts, pikepdf.Array) else [parts]
    )
    return any(bytes(part).strip(b" \x00") for part in strings if isinstance(part, pikepdf.String))
