"""The inventory list as a Word document: a landscape table, accessible (EN 301 549, chapter 10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from draad.office.cells import legal
from draad.office.word import saved, set_up
from draad.release.inventory import table
from draad.release.inventory.about import About
from draad.release.inventory.rows import Row
from draad.texts import Texts

if TYPE_CHECKING:
    from docx.document import Document as Word

_SHOWN: Final = (
    "number",
    "date",
    "time",
    "kind",
    "title",
    "sender",
    "to",
    "judgement",
    "grounds",
    "doubles",
    "remarks",
)
"""A page has room for these; ID and conversation stand in the workbook."""
_WIDTHS: Final = (1.2, 1.9, 1.2, 1.9, 5.0, 3.0, 3.2, 2.2, 1.8, 1.6, 4.2)
"""Centimetres; together the breadth of a landscape A4 between margins of 1.25 cm."""
_POINTS: Final = 8
_TWIPS: Final = 567
"""Twentieths of a point in a centimetre."""


def document(say: Texts, rows: Sequence[Row], about: About) -> bytes:
    """The list in the order given; the same rows on the same day give the same bytes."""
    from docx import Document

    made = Document()
    author = about.settings.organisation or "Draad"
    set_up(made, say.language, about.heading(say), about.today, author=author, landscape=True)
    made.add_heading(legal(about.heading(say)), level=0)
    told = (f"{name}: {value}" for name, value in about.lines(say, rows))
    made.add_paragraph(legal(" · ".join(told)))
    if rows:
        made.add_heading(say("publish.documents"), level=1)
        _table(made, [say(f"publish.column.{key}") for key in _SHOWN], _cells(say, rows), _WIDTHS)
    else:
        made.add_paragraph(say("publish.none"))
    if found := table.meanings(rows):
        made.add_heading(say("publish.grounds"), level=1)
        _table(made, [say("publish.article"), say("publish.protects")], [list(one) for one in found], (3.0, 18.0))
    return saved(made, about.today)


def _cells(say: Texts, rows: Sequence[Row]) -> list[list[str]]:
    made = []
    for row in rows:
        told = table.cells(say, row) | {"date": table.day(row.day)}
        made.append([str(told[key] or "") for key in _SHOWN])
    return made


def _table(made: Word, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    """A table with a head that is read as one and stands on every page; no cell is merged or left out.

    Written as XML at once: a library that makes cell after cell takes minutes for ten thousand documents.
    """
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    twips = [round(width * _TWIPS) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    lines = [_line(heads, twips, head=True), *(_line(row, twips) for row in rows)]
    made.element.body.insert_element_before(
        parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(twips)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
        ),
        "w:sectPr",
    )


def _line(texts: Sequence[str], widths: Sequence[int], *, head: bool = False) -> str:
    """``w:tblHeader``: the head, repeated on every page; ``w:cantSplit``: whole (ECMA-376, 17.4.49 and 17.4.6)."""
    cells = "".join(_cell(text, width, bold=head) for text, width in zip(texts, widths, strict=True))
    mark = "<w:cantSplit/><w:tblHeader/>" if head else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{mark}</w:trPr>{cells}</w:tr>"


def _cell(text: str, width: int, *, bold: bool) -> str:
    look = f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{2 * _POINTS}"/></w:rPr>'
    told = f'<w:t xml:space="preserve">{escape(legal(" ".join(text.split())))}</w:t>'
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:r>{look}{told}</w:r></w:p></w:tc>'
