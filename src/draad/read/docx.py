"""Word documents: what a reader sees with all changes accepted, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from draad.errors import DamagedFileError, EmptyFileError
from draad.read.text import clean
from draad.records import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": "\t"}
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr", f"{_MC}Fallback"}
"""Deleted text, field codes, settings, and the second form of a drawing for old programs."""
_FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_PARTS = 50_000_000
"""Bytes of one XML part beyond which the file counts as a bomb."""


def read_docx(data: bytes, name: str, shown: str, source: str) -> Document:
    """The text of a docx: head, body, footnotes, foot.

    Raises:
        DamagedFileError: it can't be opened.
        EmptyFileError: no text is in it.
    """
    import docx

    try:
        _refuse_bomb(data)
        opened = docx.Document(BytesIO(data))
        lines = [*_edges(opened, "header"), *_blocks(opened.element.body, _Numbers(opened)), *_footnotes(opened)]
        lines += _edges(opened, "footer")
    except Exception as error:  # zipfile, lxml, KeyError: python-docx has no error class of its own for damage
        message = f"{shown} is no whole Word document: {error}."
        raise DamagedFileError(message, "Open it in a word processor and save it again.") from error
    text, count = clean(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n"))
    if not text.strip():
        raise EmptyFileError(f"{shown} holds no text.", "Leave it out.")
    warnings = (f"{count} control characters replaced",) if count else ()
    return Document(source, 0, name, shown, "docx", text, warnings=warnings)


def _refuse_bomb(data: bytes) -> None:
    import zipfile

    with zipfile.ZipFile(BytesIO(data)) as opened:
        for info in opened.infolist():
            if info.filename.endswith((".xml", ".rels")) and info.file_size > _PARTS:
                raise ValueError(f"{info.filename} unpacks to {info.file_size:,} bytes")


class _Numbers:
    """Counts numbered lists: what stands before a list paragraph."""

    def __init__(self, opened: Any) -> None:
        self._formats = dict(_number_formats(opened))
        self._styles = {style.style_id: style for style in opened.styles}
        self._counts: dict[tuple[str, int], int] = {}

    def before(self, paragraph: Any) -> str:
        found = paragraph.find(f"{_W}pPr/{_W}numPr")
        if found is None:
            return self._by_style(paragraph)
        level = int(_value(found.find(f"{_W}ilvl")) or 0)
        number = _value(found.find(f"{_W}numId")) or "0"
        if number == "0":
            return ""
        return self._count(number, level)

    def _by_style(self, paragraph: Any) -> str:
        style = self._styles.get(_value(paragraph.find(f"{_W}pPr/{_W}pStyle")) or "")
        name = (style.name or "") if style is not None else ""
        level = int(match[1]) - 1 if (match := re.search(r"(\d)$", name)) else 0
        if name.startswith("List Bullet"):
            return "  " * level + "- "
        return self._count(name, level, "decimal") if name.startswith("List Number") else ""

    def _count(self, number: str, level: int, form: str | None = None) -> str:
        form = form or self._formats.get((number, level), "bullet")
        if form in ("bullet", "none"):
            return "  " * level + "- "
        self._counts[number, level] = count = self._counts.get((number, level), 0) + 1
        for deeper in [key for key in self._counts if key[0] == number and key[1] > level]:
            del self._counts[deeper]
        letter = form.endswith("Letter") and count <= 26
        return "  " * level + (f"{chr(96 + count)}. " if letter else f"{count}. ")


def _number_formats(opened: Any) -> Iterator[tuple[tuple[str, int], str]]:
    try:
        root = opened.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):  # a document without lists has no such part
        return
    abstract = {_attribute(node, "abstractNumId"): node for node in root.iter(f"{_W}abstractNum")}
    for number in root.iter(f"{_W}num"):
        kind = abstract.get(_value(number.find(f"{_W}abstractNumId")) or "")
        for level in kind.iter(f"{_W}lvl") if kind is not None else ():
            form = _value(level.find(f"{_W}numFmt")) or "bullet"
            yield (_attribute(number, "numId"), int(_attribute(level, "ilvl") or 0)), form


def _attribute(node: Any, name: str) -> str:
    return str(node.get(f"{_W}{name}") or "")


def _value(node: Any) -> str | None:
    return None if node is None else node.get(f"{_W}val")


def _blocks(parent: Any, numbers: _Numbers) -> Iterator[str]:
    """Paragraphs and table rows below ``parent``, each a line; a blank line after a paragraph that had room."""
    for child in parent.iterchildren():
        if child.tag == f"{_W}p":
            text = _text(child)
            before = numbers.before(child) if text.strip() else ""
            yield before + text
            for box in child.iter(f"{_W}txbxContent"):
                if not any(above.tag == f"{_MC}Fallback" for above in box.iterancestors()):
                    yield from _blocks(box, numbers)
        elif child.tag == f"{_W}tbl":
            yield from _table(child, numbers)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml"):
            yield from _blocks(child, numbers)


def _table(table: Any, numbers: _Numbers) -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is not table:
            continue
        cells = [" ".join(filter(None, (line.strip() for line in _blocks(cell, numbers)))) for cell in _cells(row)]
        yield "\t".join(cell.replace("\n", " ").replace("\t", " ") for cell in cells).rstrip("\t")


def _cells(row: Any) -> Iterator[Any]:
    for child in row.iterchildren():
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _cells(child)


def _text(node: Any) -> str:
    """The text of one paragraph, text boxes apart."""
    pieces: list[str] = []
    for child in node.iterchildren():
        tag = child.tag
        if tag == f"{_W}t":
            pieces.append(child.text or "")
        elif tag in _BREAKS:
            pieces.append(_BREAKS[tag])
        elif tag not in _LEFT_OUT and tag != f"{_W}txbxContent" and isinstance(tag, str):
            pieces.append(_text(child))
    return "".join(pieces)


def _edges(opened: Any, which: str) -> list[str]:
    """Running heads or feet, each different one once."""
    found: list[str] = []
    for section in opened.sections:
        for kind in (f"first_page_{which}", which):
            edge = getattr(section, kind)
            if edge.is_linked_to_previous:
                continue
            text = "\n".join(filter(str.strip, (_text(p) for p in edge._element.iter(f"{_W}p"))))
            if text and text not in found:
                found.append(text)
    return [*found, ""] if which == "header" and found else ["", *found] if found else []


def _footnotes(opened: Any) -> list[str]:
    from docx.oxml import parse_xml

    for relation in opened.part.rels.values():
        if relation.reltype == _FOOTNOTES:
            root = parse_xml(relation.target_part.blob)
            notes = [_note(node) for node in root.iter(f"{_W}footnote")]
            return ["", *filter(None, notes)] if any(notes) else []
    return []


def _note(node: Any) -> str:
    text = " ".join(_text(p) for p in node.iter(f"{_W}p")).strip()
    return f"[{_attribute(node, 'id')}] {text}" if text else ""
