"""The columns of the inventory list and the cells of a row: shared by the workbook, the Word document and the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from draad.dossier.codec import read_mark_code
from draad.dossier.redactions import Judged
from draad.release.inventory.rows import Row
from draad.release.inventory.told import MOST
from draad.show.grounds import meaning
from draad.texts import Texts

Cell = str | date | None
JUDGED: Final[tuple[Judged, ...]] = ("public", "partly", "already", "withheld")


class Column(NamedTuple):
    """One column: its key under ``publish.column``, its width in characters."""

    key: str
    width: float
    wrap: bool = False


COLUMNS: Final = (
    Column("number", 8),
    Column("id", 10),
    Column("date", 12),
    Column("time", 8),
    Column("kind", 16, wrap=True),
    Column("title", 48, wrap=True),
    Column("sender", 24, wrap=True),
    Column("to", 28, wrap=True),
    Column("judgement", 18, wrap=True),
    Column("grounds", 16, wrap=True),
    Column("thread", 9),
    Column("doubles", 12, wrap=True),
    Column("remarks", 40, wrap=True),
)


def heads(say: Texts) -> list[str]:
    """The heads of the columns."""
    return [say(f"publish.column.{column.key}") for column in COLUMNS]


def cells(say: Texts, row: Row) -> dict[str, Cell]:
    """What stands in the columns for one document."""
    return {
        "number": row.number,
        "id": row.id,
        "date": date.fromisoformat(row.day) if row.day else None,
        "time": row.time or "",
        "kind": kind(say, row),
        "title": title(say, row),
        "sender": row.sender,
        "to": addressees(say, row.to),
        "judgement": judgement(say, row),
        "grounds": "; ".join(grounds(row)),
        "thread": str(row.thread) if row.thread else "",
        "doubles": ", ".join(row.doubles),
        "remarks": remarks(say, row),
    }


def kind(say: Texts, row: Row) -> str:
    """``e-mail``, ``verslag``; of an attachment that it is one."""
    word = say(f"publish.kind.{row.kind}")
    return say("publish.attachment", kind=word) if row.attached else word


def title(say: Texts, row: Row) -> str:
    """The name of the document; of one without any that may be told its kind and day."""
    if row.title:
        return row.title
    word = say(f"publish.kind.{row.kind}")
    return say("publish.untitled-day", kind=word, day=day(row.day)) if row.day else say("publish.untitled", kind=word)


def day(iso: str | None) -> str:
    """``15-02-2021``; nothing from nothing."""
    return f"{date.fromisoformat(iso):%d-%m-%Y}" if iso else ""


def addressees(say: Texts, names: Sequence[str]) -> str:
    """Addressees in one cell; of very many the first, and how many more."""
    told = "; ".join(names[:MOST])
    return say("publish.and-more", names=told, count=len(names) - MOST) if len(names) > MOST else told


def judgement(say: Texts, row: Row) -> str:
    """The judgement in words; that publication waits is said with it."""
    word = say(f"publish.judgement.{row.judgement}")
    return say("publish.suspended-too", judgement=word) if row.suspended else word


def grounds(row: Row) -> list[str]:
    """The articles with dots, ``5.1.2.e``."""
    return list(dict.fromkeys(read_mark_code(code).article or code for code in row.grounds))


def remarks(say: Texts, row: Row) -> str:
    """What an officer remarks and explains, where it is public already, and what lies outside the request."""
    silent = [say(f"publish.silent.{one}") for one in row.silent]
    link = say("publish.found-at", link=row.link) if row.link else ""
    return ". ".join(filter(None, (*silent, row.explanation.rstrip("."), row.remarks.rstrip("."), link)))


def meanings(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """The articles that the list names, with what each protects, in the order of the law."""
    found: dict[str, str] = {}
    for row in rows:
        for code in row.grounds:
            read = read_mark_code(code)
            if read.article:
                found.setdefault(read.article, meaning(read.law, read.article))
    return sorted(found.items(), key=lambda one: [piece.zfill(3) for piece in one[0].split(".")])
