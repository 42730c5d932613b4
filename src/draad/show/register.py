"""``draad register show`` and its like: one item with its words in their place, its links, its log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from click import style

from draad.records import short_id
from draad.register import words
from draad.show.moments import local
from draad.show.plain import cut, one_line, printable
from draad.texts import Texts

if TYPE_CHECKING:
    from draad.dossier.views import ChangeView, ItemView, LinkView, PlaceView

SHORT = 10
"""Digits of an identifier in lists: enough to be unique, and a beginning is enough to name an item."""
AROUND = 2
"""Lines shown before and after the words of an item."""
_LABEL = 13


def name(identifier: int) -> str:
    """How lists name an item."""
    return short_id(identifier)[:SHORT]


def due(say: Texts, item: ItemView) -> str:
    """The term of an item in few words, with its rhythm and its urgency."""
    parts = [words.term(say, item.due), words.rhythm(say, item.every), say("register.urgent") if item.urgent else ""]
    return ", ".join(part for part in parts if part)


def names(given: Sequence[str]) -> str:
    """Owners or the like in one cell."""
    return ", ".join(given)


def labelled(label: str, value: str) -> str:
    """A label and its value on one line."""
    return f"  {style(f'{label:<{_LABEL}}', dim=True)} {value}"


def context(place: PlaceView, text: str) -> Iterator[str]:
    """The lines of a document around a place, numbered, with the words themselves set off.

    ``text`` is that of the document in which ``place`` stands, and of no other (law 2). The words are marked by their
    colour on a terminal and by ``»`` before each of their lines everywhere.
    """
    start, end = place.span
    begin = start
    for _ in range(AROUND + 1):
        begin = text.rfind("\n", 0, begin)
        if begin < 0:
            break
    begin += 1
    number = place.lines[0] - text.count("\n", begin, start)
    at = begin
    for line in text[begin : _after(text, end)].split("\n"):
        here = at < end and at + len(line) > start
        shown = _marked(line, max(0, start - at), max(0, end - at)) if here else printable(line)
        yield f"  {number:>6} {'»' if here else ' '} {shown}".rstrip()
        at += len(line) + 1
        number += 1


def _after(text: str, end: int) -> int:
    """Where the last shown line ends."""
    for _ in range(AROUND + 1):
        at = text.find("\n", end)
        if at < 0:
            return len(text)
        end = at + 1
    return end - 1


def _marked(line: str, start: int, end: int) -> str:
    before, words_, after = line[:start], line[start:end], line[end:]
    return printable(before) + style(printable(words_), bold=True, fg="yellow") + printable(after)


def _derived(say: Texts, item: ItemView) -> Iterator[str]:
    """The term: in words, as EDTF, and how it followed from the text."""
    told: Mapping[str, Any] = item.data.get("due") or {}
    shown = due(say, item)
    if not shown and not told:
        return
    edtf = f" ({item.due})" if item.due else ""
    yield labelled(say("field.due"), f"{shown or say('register.no-due')}{edtf}")
    if told.get("text"):
        how = "; ".join(told.get("how") or ())
        said = say("register.derived", text=one_line(told["text"]), how=how or say("register.as-written"))
        yield labelled("", said if told.get("certain", True) else f"{said} {say('register.uncertain')}")
        if told.get("due") != item.due:
            yield labelled("", say("register.due-changed"))


def _facts(say: Texts, item: ItemView) -> Iterator[str]:
    rows = [
        ("kind", words.kind(say, item.kind)),
        ("status", words.status(say, item.status)),
        ("owner", names(item.owner) or say("register.no-owner")),
        ("counterparty", names(item.counterparty)),
    ]
    for key, value in rows:
        if value:
            yield labelled(say(f"field.{key}"), printable(value))
    yield from _derived(say, item)
    for key, value in (("number", item.number or ""), ("tags", names(item.tags)), ("note", item.note)):
        if value:
            yield labelled(say(f"field.{key}"), one_line(value))
    if item.said:
        yield labelled(say("register.said"), words.day(say, date.fromisoformat(item.said)))


def places(say: Texts, item: ItemView) -> Iterator[str]:
    """Everywhere the item stands, as people cite it."""
    for place in item.places:
        page = f", {say('document.page', number=place.page)}" if place.page else ""
        yield f"  {printable(words.cited(place.document_name, place.lines))}{page}"


def links(say: Texts, item: ItemView, found: Sequence[LinkView], texts_of: Mapping[int, str]) -> Iterator[str]:
    """The links of an item, each with its own name, from this item's side."""
    for link in found:
        outward = link.source == item.id
        other = link.target if outward else link.source
        kind = say.get(f"{'tie' if outward else 'tied'}.{link.kind}", link.kind)
        state = say.get(f"link-status.{link.status}", link.status)
        if other is not None:
            what = f"{name(other)} {cut(one_line(texts_of.get(other, '')), 60)}"
        elif link.place:
            cited = words.cited(link.place.document_name, link.place.lines)
            what = f"{printable(cited)} {cut(one_line(link.place.text), 60)}"
        else:
            what = ""
        yield f"  {style(name(link.id), fg='cyan')}  {kind} {what}".rstrip() + f"  [{state}]"


def link_line(say: Texts, link: LinkView, texts_of: Mapping[int, str]) -> str:
    """A link on one line, with both its ends."""
    if link.source is not None:
        source = f"{name(link.source)} {cut(one_line(texts_of.get(link.source, '')), 40)}"
    else:
        source = words.cited(link.place.document_name, link.place.lines) if link.place else ""
    target = f"{name(link.target)} {cut(one_line(texts_of.get(link.target, '')), 40)}"
    state = say.get(f"link-status.{link.status}", link.status)
    kind = say.get(f"tie.{link.kind}", link.kind)
    return f"{style(name(link.id), fg='cyan')}  {printable(source)}  {kind}  {target}  [{state}]"


def _value(say: Texts, field: str, value: object) -> str:
    match field, value:
        case "status", str():
            return words.status(say, value)
        case "kind", str():
            return words.kind(say, value)
        case _, list() | tuple():
            return ", ".join(map(str, value)) or "–"
        case _, bool():
            return say("sheet.yes" if value else "sheet.no")
    return one_line(str(value)) if value not in (None, "") else "–"


def _changed(say: Texts, change: ChangeView) -> str:
    """What a line of the log changed; of a link, which and what it is now."""
    if "link" in change.after:
        kind, state = (str(change.after.get(key, "")) for key in ("kind", "status"))
        told = (str(change.after["link"])[:SHORT], say.get(f"tie.{kind}", kind), say.get(f"link-status.{state}", state))
        return " ".join(told)
    return ", ".join(
        f"{say.get(f'field.{field}', field)}: {_value(say, field, change.before.get(field))}"
        f" → {_value(say, field, value)}"
        for field, value in change.after.items()
        if value not in (change.before.get(field), None, "", [], False) or field in change.before
    )


def moment(at: str) -> str:
    """A moment of the log, kept in UTC, as the clock here showed it: ``2026-06-03 14:05``."""
    return local(int(datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp())).strftime("%Y-%m-%d %H:%M")


def log(say: Texts, changes: Sequence[ChangeView]) -> Iterator[str]:
    """Who did what when, and what it was before."""
    for change in changes:
        fields = _changed(say, change)
        what = say.get(f"what.{change.what}", change.what)
        yield f"  {moment(change.at)}  {printable(change.who)}  {what}  {fields}".rstrip()


def page(
    say: Texts,
    item: ItemView,
    text: str,
    found: Sequence[LinkView],
    texts_of: Mapping[int, str],
    changes: Sequence[ChangeView],
) -> list[str]:
    """The whole page of one item. ``text`` is that of the document of its own place."""
    title = say("register.title", kind=words.kind(say, item.kind).capitalize(), id=short_id(item.id))
    lines = [style(title, bold=True), ""]
    if item.places:
        lines += [*context(own_place(item), text), ""]
    lines += _facts(say, item)
    sections = (
        ("register.places", list(places(say, item))),
        ("register.links", list(links(say, item, found, texts_of))),
        ("register.log", list(log(say, changes))),
    )
    for key, told in sections:
        if told:
            lines += ["", style(say(key), bold=True), *told]
    return lines


def own_place(item: ItemView) -> PlaceView:
    """The place after which the item is shown: its own, or the first."""
    return item.own_place or item.places[0]
