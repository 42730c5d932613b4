"""The action list and the commitment list as a Word document: a table, and under it each item with its evidence.

Accessible (EN 301 549, 10.x): headings by style, a title, the language set, header rows marked and repeated, no cell
merged or left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from draad.dossier.views import ItemView, PlaceView
from draad.office.cells import legal
from draad.office.word import saved, set_up
from draad.records import short_id
from draad.register import words
from draad.texts import Texts

if TYPE_CHECKING:
    from docx.document import Document as Word

ListKind = Literal["actions", "commitments"]
KINDS: Final[dict[ListKind, str]] = {"actions": "action", "commitments": "commitment"}
_HEADS: Final = ("docx.number", "sheet.text", "sheet.owner", "sheet.due", "sheet.status")
_WIDTHS: Final = (1.2, 7.4, 4.1, 3.4, 2.4)
"""Centimetres of the columns; together the breadth of an A4 with its margins of a usual kind."""


def document(
    say: Texts, items: Sequence[ItemView], kind: ListKind, dossier: str, today: date, chosen: str = ""
) -> bytes:
    """The list of the items of its kind, in the order given. ``chosen`` tells in words what was asked for."""
    from docx import Document

    listed = [item for item in items if item.kind == KINDS[kind]]
    made = Document()
    set_up(made, say.language, say(f"docx.{kind}"), today)
    made.add_heading(say(f"docx.{kind}"), level=0)
    told = say("docx.told", count=say.count("item", len(listed)), day=words.day(say, today), dossier=dossier)
    made.add_paragraph(legal(told))
    if chosen:
        made.add_paragraph(legal(say("docx.filtered", filter=chosen)))
    if listed:
        made.add_heading(say("docx.overview"), level=1)
        _table(made, say, listed)
        made.add_heading(say("docx.evidence"), level=1)
        for number, item in enumerate(listed, 1):
            _evidence(made, say, number, item)
    else:
        made.add_paragraph(say("docx.none"))
    return saved(made, today)


def _table(made: Word, say: Texts, items: Sequence[ItemView]) -> None:
    from docx.shared import Cm

    table = made.add_table(rows=1, cols=len(_HEADS), style="Table Grid")
    table.autofit = False
    for cell, key in zip(table.rows[0].cells, _HEADS, strict=True):
        cell.paragraphs[0].add_run(say(key)).bold = True
    _mark_as_head(table.rows[0])
    for number, item in enumerate(items, 1):
        row = table.add_row()
        told = (str(number), item.text, _owner(say, item), _term(say, item), words.status(say, item.status))
        for cell, text in zip(row.cells, told, strict=True):
            cell.text = legal(" ".join(text.split()))
        _keep_whole(row)
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)  # w:gridCol: LibreOffice goes by it, Word by the cells
        for cell in column.cells:
            cell.width = Cm(width)


def _mark_as_head(row: Any) -> None:
    """``w:tblHeader`` (ECMA-376, 17.4.49): read aloud as the head, and repeated on every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_whole(row: Any) -> None:
    """``w:cantSplit`` (ECMA-376, 17.4.6): a row is not torn by the end of a page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _evidence(made: Word, say: Texts, number: int, item: ItemView) -> None:
    """One item: its facts, the words of its own place, and where else it stands: without words, for another copy may
    show what this one hides (law 2)."""
    made.add_heading(f"{number}. {legal(_short(item.text))}", level=2)
    facts = [_owner(say, item), _term(say, item), words.status(say, item.status), short_id(item.id)]
    if item.number:
        facts.insert(0, item.number)
    made.add_paragraph(legal(" · ".join(facts)))
    if item.note:
        made.add_paragraph(legal(say("docx.note", note=item.note)))
    for place in item.places:
        paragraph = made.add_paragraph(style="List Bullet")
        own = item.is_own(place)
        paragraph.add_run(legal(_cited(say, place)) + (": " if own else "")).bold = True
        if own:
            paragraph.add_run(legal(f"“{place.text}”")).italic = True


def _cited(say: Texts, place: PlaceView) -> str:
    first, last = place.lines
    lines = say("document.line" if first == last else "document.lines", first=first, last=last)
    if place.page:
        return say("docx.in-document-page", document=place.document_name, page=place.page, lines=lines)
    return say("docx.in-document", document=place.document_name, lines=lines)


def _owner(say: Texts, item: ItemView) -> str:
    return ", ".join(item.owner) or say("docx.no-owner")


def _term(say: Texts, item: ItemView) -> str:
    return ", ".join(filter(None, (words.term(say, item.due), words.rhythm(say, item.every)))) or say("docx.no-due")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 90 else text[:89].rstrip() + "…"
