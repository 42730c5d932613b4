"""``draad release marks``: what was withheld, by ground and by document, and which rules of the law weigh on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from draad.commands.base import command
from draad.commands.listing import Column, Row, form_of, form_options, tell, write
from draad.commands.place import dossier_option, opened, split_words
from draad.texts import Texts, spoken

if TYPE_CHECKING:
    from draad.release.grounds import Counted, Flag

_MOST_WORDS = 60


def _ground_rows(counted: Counted) -> Iterator[Row]:
    from draad.release.grounds import conversion
    from draad.show.grounds import in_words

    say = spoken()
    for one in counted.grounds:
        became = conversion(one.code.partition(" ")[2])
        label, meaning = in_words(say, one.code)
        yield {
            "ground": one.code,
            "label": label,
            "meaning": meaning,
            "sort": one.sort,
            "marks": one.marks,
            "documents": one.documents,
            "lines": one.lines,
            "woo": list(became.woo) if became else None,
            "match": became.match if became else None,
        }


def _document_rows(counted: Counted) -> Iterator[Row]:
    from draad.records import short_id

    for one in counted.documents:
        yield {
            "document": one.name,
            "id": short_id(one.id),
            "kind": one.kind,
            "day": one.day,
            "marks": one.marks,
            "grounds": dict(one.grounds),
            "lines": one.lines,
            "marked": one.marked,
            "withheld": one.withheld,
            "share": round(one.share, 4),
            "pages": one.pages,
            "withheld_pages": one.withheld_pages,
            "flags": [_flag(flag) for flag in one.flags],
        }


def _flag(flag: Flag) -> dict[str, object]:
    return {"flag": flag.kind, "article": flag.article, "grounds": list(flag.codes), "why": flag.why}


def _ground_columns(say: Texts) -> list[Column]:
    return [
        Column("ground", lambda row: str(row["label"])),
        Column("meaning", most=_MOST_WORDS),
        Column("sort", lambda row: say(f"marks.sort.{row['sort']}")),
        Column("marks", number=True),
        Column("documents", number=True),
        Column("lines", number=True),
        Column("woo", lambda row: _became(say, row)),
        Column("match", in_table=False),
    ]


def _became(say: Texts, row: Row) -> str:
    if row["match"] is None:
        return ""
    articles = ", ".join(row["woo"]) if isinstance(row["woo"], list) else ""
    return say(f"marks.match.{row['match']}", woo=articles)


def _document_columns(say: Texts) -> list[Column]:
    return [
        Column("document"),
        Column("kind", lambda row: say.get(f"kind.{row['kind']}", str(row["kind"]))),
        Column("day", lambda row: str(row["day"] or say("moment.none"))),
        Column("marks", number=True),
        Column("share", lambda row: _share(say, row["share"]), number=True),
        Column("withheld", number=True),
        Column("flags", lambda row: _flags(say, row), written=lambda row: _flags(say, row)),
        Column("grounds", in_table=False),
        *(Column(key, in_table=False) for key in ("lines", "marked", "pages", "withheld_pages", "id")),
    ]


def _share(say: Texts, share: Any) -> str:
    return f"{say.number(round(100 * share, 1))}%"


def _flags(say: Texts, row: Row) -> str:
    flags: Any = row["flags"]
    return "; ".join(say(f"marks.flag.{flag['flag']}") for flag in flags)


def _conversion_rows() -> Iterator[Row]:
    from draad.release.grounds import conversions
    from draad.show.grounds import meaning

    say = spoken()
    for one in conversions():
        told = say(f"marks.conversion.{one.note}") if one.note else ""
        yield {
            "wob": one.wob,
            "meaning": meaning("wob", one.wob),
            "woo": list(one.woo),
            "match": one.match,
            "note": told,
        }


def _conversion_columns(say: Texts) -> list[Column]:
    return [
        Column("wob"),
        Column("meaning", most=_MOST_WORDS),
        Column("woo", lambda row: _became(say, row)),
        Column("match", in_table=False),
        Column("note"),
    ]


@command("marks", "release")
@click.argument("words", nargs=-1, metavar="[DOSSIER]")
@dossier_option
@click.option("--documents", "by_document", is_flag=True)
@click.option("--conversion", is_flag=True)
@form_options()
def marks(words: tuple[str, ...], place: Path | None, by_document: bool, conversion: bool, **flags: bool) -> None:
    """Count marks."""
    form = form_of(**flags)
    say = spoken()
    if conversion:
        write(form, _conversion_columns(say), _conversion_rows())
        return
    from draad.release.grounds import Marks, count

    place, _ = split_words(words, place, 0)
    with opened(place) as dossier:
        request = dossier.release_settings().request_date
        counted = count((Marks(*_given(one)) for one in dossier.marked()), request)
    if by_document:
        write(form, _document_columns(say), _document_rows(counted))
    else:
        write(form, _ground_columns(say), _ground_rows(counted))
    if form == "table":
        _tell(say, counted, request)


def _given(one: Any) -> tuple[Any, ...]:
    return one.id, one.name, one.kind, one.text, one.marks, one.day, one.title, one.pages


def _tell(say: Texts, counted: Counted, request: str) -> None:
    """What holds of all of it, and which rules of the law weigh on how many documents."""
    from draad.release.grounds import FLAGS

    told = {"marked": say.count("line", counted.marked), "lines": say.number(counted.lines)}
    tell(say("marks.total", share=_share(say, round(counted.share, 4)), withheld=say.number(counted.withheld), **told))
    for kind in FLAGS:
        number = sum(any(flag.kind == kind for flag in one.flags) for one in counted.documents)
        if number:
            tell(say(f"marks.told.{kind}", documents=say.count("document", number), request=request))
