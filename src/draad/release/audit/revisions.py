"""What earlier states of a PDF still hold (ISO 32000-1, 7.5.6: an update is written behind what was there).

Each earlier state ends at its own ``%%EOF`` and is a whole PDF: it is opened and compared. Besides, objects that
nothing refers to any more may still hold a page: an editor that only let go of it left it in the file.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from draad.release.audit import outside
from draad.release.audit.records import Finding, finding
from draad.release.audit.told import words

_END = re.compile(rb"%%EOF[ \t]*\r?\n?")
_LINEAR = re.compile(rb"/Linearized\b.{0,400}?/L\s+(\d+)", re.DOTALL)
_MOST = 50
"""Earlier states that are opened; a file with more was saved by a program that never tidies up."""
_PRINTS = re.compile(rb"(?:\)|>|\])\s*(?:Tj|TJ|'|\")")

Words = Callable[[bytes], list[list[str]]]
"""The words of each page of a PDF, hidden ones included."""


def states(data: bytes) -> list[bytes]:
    """The earlier states of the file, oldest first; none for a file that was written at once.

    The first part of a linearized file (annex F) ends in a ``%%EOF`` of its own and is no earlier state.
    """
    ends = [match.end() for match in _END.finditer(data)]
    linear = _LINEAR.search(data[:1024])
    if linear:
        whole = int(linear[1])
        ends = [end for end in ends if end >= min(whole, len(data)) - 2]
    return [data[:end] for end in ends[:-1] if end < len(data) - 16][-_MOST:]


def findings(data: bytes, pdf: pikepdf.Pdf, now: list[list[str]], read: Words) -> list[Finding]:
    """What an earlier state holds that this one does not. ``now``: the words of its pages."""
    found: list[Finding] = []
    for n, state in enumerate(states(data), 1):
        try:
            with pikepdf.open(io.BytesIO(state)) as before:
                found.append(_compare(n, state, before, pdf, now, read))
        except (pikepdf.PdfError, ValueError):
            continue  # what can't be opened as a PDF by itself is no state of it
    return found + list(_leftovers(pdf, now, read))


def _compare(n: int, state: bytes, before: pikepdf.Pdf, pdf: pikepdf.Pdf, now: list[list[str]], read: Words) -> Finding:
    """The one finding on an earlier state: words, strings or pictures that are gone, or nothing but its presence."""
    gone: list[str] = []
    first: int | None = None
    pages = read(state)
    whole: Counter[str] = Counter(word for page in now for word in page)
    for number, page in enumerate(pages, 1):
        same = Counter(now[number - 1]) if len(pages) == len(now) else whole
        lost = Counter(page) - same
        if lost and first is None:
            first = number
        gone += [word for word in page if word in lost]
    place = f"%%EOF {n}"
    if gone:
        return finding("revision", "leak", page=first, where=place, text=" ".join(gone), words=len(gone))
    here = {said.text for said in outside.strings(pdf)}
    strings = [said.text for said in outside.strings(before) if said.text not in here and said.kind != "metadata"]
    strings += [
        said.text for said in outside.strings(before) if said.kind == "metadata" and said.text not in here and said.own
    ]
    if strings:
        told = "\n".join(strings)
        return finding("revision", "leak", where=place, detail="revision-strings", text=told, words=len(words(told)))
    pictures = len(_pictures(before) - _pictures(pdf))
    if pictures:
        return finding("revision", "leak", where=place, detail="revision-pictures", count=pictures)
    return finding("revision", "note", where=place, detail="revision-same", size=len(state))


def _pictures(pdf: pikepdf.Pdf) -> set[int]:
    return {hash(obj.read_raw_bytes()) for obj in pdf.objects if _is_picture(obj)}


def _is_picture(obj: Any) -> bool:
    return isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == pikepdf.Name("/Image")


# ── leftovers ───────────────────────────────────────────────────────────────────────────────────────────────


def _leftovers(pdf: pikepdf.Pdf, now: list[list[str]], read: Words) -> Iterator[Finding]:
    """Pages, text and pictures among the objects that nothing refers to; a leak where they say what no page says."""
    reached = _reached(pdf)
    loose = [
        obj for obj in pdf.objects if isinstance(obj, pikepdf.Object) and obj.objgen[0] and obj.objgen not in reached
    ]
    texts = [obj for obj in loose if _prints(obj)]
    pictures = sum(1 for obj in loose if _is_picture(obj) and not obj.get("/ImageMask", False))
    pages = sum(1 for obj in loose if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == pikepdf.Name("/Page"))
    if not texts and not pages and not pictures:
        return
    known = {word for page in now for word in page}
    gone = [word for obj in texts[:_MOST] for word in _words_of(pdf, obj, read) if word not in known and len(word) > 1]
    if gone:
        told = " ".join(gone)
        yield finding("leftover", "leak", where="objects", text=told, texts=len(texts), pages=pages, pictures=pictures)
    else:
        yield finding("leftover", "check", where="objects", detail="leftover-part", texts=len(texts), pictures=pictures)


def _words_of(pdf: pikepdf.Pdf, content: Any, read: Words) -> list[str]:
    """The words of a stream that no page draws, with the fonts that it has or that a page has under the same names."""
    used = set(re.findall(rb"/([^\s/<>\[\]()]+)\s+[-+\d.]+\s+Tf", content.read_bytes()))
    own = content.get("/Resources")
    for resources in [own] if own is not None else [page.resources for page in pdf.pages if "/Resources" in page]:
        fonts = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
        if not isinstance(fonts, pikepdf.Dictionary) or any(f"/{font.decode('latin-1')}" not in fonts for font in used):
            continue
        with pikepdf.new() as alone:
            page = alone.add_blank_page(page_size=(2000, 2000))
            page.obj.Resources = pikepdf.Dictionary(Font=alone.copy_foreign(pdf.make_indirect(fonts)))
            page.obj.Contents = alone.make_stream(content.read_bytes())
            out = io.BytesIO()
            alone.save(out)
        return [word for words in read(out.getvalue()) for word in words]
    return []


def _prints(obj: Any) -> bool:
    if not isinstance(obj, pikepdf.Stream) or _is_picture(obj) or obj.get("/Type") in _NO_CONTENT:
        return False
    try:
        return bool(_PRINTS.search(obj.read_bytes()))
    except (pikepdf.PdfError, ValueError):
        return False


_NO_CONTENT = {pikepdf.Name("/XRef"), pikepdf.Name("/ObjStm"), pikepdf.Name("/Metadata")}


def _reached(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    """The objects that the trailer leads to."""
    reached: set[tuple[int, int]] = set()
    todo: list[Any] = [pdf.trailer]
    while todo:
        obj = todo.pop()
        if obj.objgen[0]:
            if obj.objgen in reached:
                continue
            reached.add(obj.objgen)
        if isinstance(obj, pikepdf.Array):
            todo += [value for value in obj if isinstance(value, pikepdf.Object)]
        elif isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
            todo += [value for value in obj.values() if isinstance(value, pikepdf.Object)]
    return reached
