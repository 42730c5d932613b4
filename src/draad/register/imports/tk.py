"""The Tweede Kamer's commitments (*toezeggingen*) as its open data gives them: a JSON file that the user fetched.

The fields stand in ``knowledge/tk.toml`` and ``docs/register.md``. A commitment can't stand in a register without
evidence: the file itself becomes a source of the dossier, its document has one line a commitment, and the item is the
words of the commitment on that line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from draad.errors import InputError
from draad.extract.when import Moment, find
from draad.knowledge import load
from draad.records import Document, Span, Split
from draad.split.stamps import AMSTERDAM

COUNTERPARTY: Final = "Tweede Kamer"
_BETWEEN: Final = " | "
_HALF: Final = re.compile("[\ud800-\udfff]")
"""Half of a pair of UTF-16, which JSON can write and UTF-8 can't hold (RFC 8259, section 8.2)."""


class TieTo(NamedTuple):
    """That one commitment repeats, changes or completes another; ``to`` tells from which of the two it was said."""

    kind: str
    other: str
    """The other's ``Id``."""
    to: bool


@dataclass(frozen=True, slots=True)
class Commitment:
    """One *toezegging*, in our words."""

    id: str
    number: str
    """``TZ202603-130``; its ``Id`` where it has none."""
    text: str
    role: str
    """By function, ``Minister van …``; empty where that is not given."""
    name: str
    ministry: str
    activity: str
    status: str
    """Of our states; ``status_text`` is the Kamer's own word."""
    status_text: str
    known: bool
    """False for a word of *Status* that is not in our knowledge."""
    made: str | None
    """ISO date."""
    fulfilled: str | None
    """ISO date on which it was fulfilled."""
    letters: tuple[str, ...]
    """What it was fulfilled with: number and subject of each letter."""
    to: tuple[str, ...]
    """Parliamentary groups to which it was made; persons are left out (law 2)."""
    remarks: str
    deleted: bool
    ties: tuple[TieTo, ...]


def parse(data: bytes) -> list[Commitment]:
    """All commitments of a file: an OData answer (``value``), a list, one object, or JSON lines.

    Raises InputError where it is none of these, or an entry has no identifier or holds half a character.
    """
    entries = _entries(data)
    made = [_commitment(entry, at) for at, entry in enumerate(entries, 1)]
    if not made:
        raise InputError("The file holds no commitments.", "Ask for the entity Toezegging and save its whole answer.")
    return made


def _entries(data: bytes) -> list[Any]:
    text = data.decode("utf-8-sig", "replace")
    try:
        whole = json.loads(text)
    except ValueError:
        try:
            whole = [json.loads(line) for line in text.splitlines() if line.strip()]
        except ValueError as error:
            raise InputError(f"This is no JSON ({error}).", "Save the answer of the open data as it came.") from None
    if isinstance(whole, dict):
        whole = whole.get("value", [whole])
    if not isinstance(whole, list):
        raise InputError("This JSON holds no list of commitments.", "Save the answer of the open data as it came.")
    return whole


def _commitment(entry: Any, at: int) -> Commitment:
    known = load("tk")
    if not isinstance(entry, dict):
        raise InputError(f"Entry {at} is no object.", "Save the answer of the open data as it came.")
    fields = {key.lower(): value for key, value in entry.items()}
    for name, value in entry.items():
        if _HALF.search(json.dumps(value, ensure_ascii=False)):
            raise InputError(
                f"Entry {at}: {_HALF.sub('�', name)} holds half a character (a lone surrogate), which is no text.",
                "Save the answer of the open data as it came, in UTF-8.",
            )

    def given(name: str) -> Any:
        return fields.get(known["fields"][name].lower())

    identifier, number = _plain(given("id")), _plain(given("number"))
    text = _plain(given("text"))
    if not (identifier or number):
        raise InputError(f"Entry {at} has neither Id nor Nummer.", "Ask for the entity Toezegging.")
    status = _plain(given("status"))
    return Commitment(
        id=identifier or number,
        number=number or identifier,
        text=text,
        role=_plain(given("role")),
        name=_plain(given("name")),
        ministry=_plain(given("ministry")),
        activity=_plain(given("activity")),
        status=known["status"].get(status.lower(), "open"),
        status_text=status,
        known=status.lower() in known["status"],
        made=_day(given("made")),
        fulfilled=_day(given("fulfilled")),
        letters=tuple(_letters(given("letters"))),
        to=tuple(dict.fromkeys(_groups(given("to")))),
        remarks=_plain(given("remarks")),
        deleted=given("deleted") is True,
        ties=tuple(_ties(fields)),
    )


def _plain(value: Any) -> str:
    """One line; what stands between ours would be taken for a border of fields."""
    return " ".join(str(value).replace("|", "/").split()) if isinstance(value, (str, int)) else ""


def _day(value: Any) -> str | None:
    """The day in the Netherlands; None for none, and for year 1, which the service writes where there is no date."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return None
    if moment.year == load("tk")["none"]["year"]:
        return None
    return (moment.astimezone(AMSTERDAM) if moment.tzinfo else moment).date().isoformat()


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield {key.lower(): inner for key, inner in one.items()}


def _letters(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield _plain(value)
    for one in _objects(value):
        parts = (_plain(one.get("documentnummer") or one.get("id")), _plain(one.get("onderwerp") or one.get("titel")))
        if told := " ".join(part for part in parts if part):
            yield told


def _groups(value: Any) -> Iterator[str]:
    for one in _objects(value):
        for group in _objects(one.get("fractie") or []):
            if short := _plain(group.get("afkorting") or group.get("naamnl")):
                yield short


def _ties(fields: Mapping[str, Any]) -> Iterator[TieTo]:
    for name, tie in load("tk")["links"].items():
        for other in _objects(fields.get(name.lower()) or []):
            if identifier := _plain(other.get("id") or other.get("nummer")):
                yield TieTo(tie["kind"], identifier, tie["to"])


# ── the document ────────────────────────────────────────────────────────────────────────────────────────────


def line(one: Commitment) -> tuple[str, Span]:
    """The line of a commitment, and where in it its own words stand."""
    promised = one.role or one.ministry
    who = f"{promised} ({one.name})" if one.name and promised else promised or one.name
    before = _BETWEEN.join(part for part in (one.number, one.made or "", who) if part) + _BETWEEN
    after = [f"Status: {one.status_text}"] if one.status_text else []
    after += [f"Activiteit: {one.activity}"] if one.activity else []
    after += [f"Nagekomen: {one.fulfilled}"] if one.fulfilled else []
    after += [f"Kamerbrief: {letter}" for letter in one.letters]
    after += [f"Notities: {one.remarks}"] if one.remarks else []
    words = one.text or one.number
    return _BETWEEN.join([before[: -len(_BETWEEN)], words, *after]), (len(before), len(before) + len(words))


def text_of(commitments: Sequence[Commitment]) -> tuple[str, list[Span]]:
    """The text of the document, and the span of the words of each commitment in it."""
    lines, spans, at = [], [], 0
    for one in commitments:
        words, (start, end) = line(one)
        lines.append(words)
        spans.append((at + start, at + end))
        at += len(words) + 1
    return "\n".join(lines) + "\n", spans


def read(data: bytes, name: str, path: str, source: str) -> list[Document]:
    """The document of a file, for the stage *read*. Raises InputError."""
    text, _ = text_of(parse(data))
    return [Document(source=source, part=0, name=name, path=path, media="text", text=text)]


def split(document: Document) -> list[Split]:
    """The document taken apart, for the stage *split*: a list that holds no message and is not sought for items."""
    return [Split(document=document, kind="register", rest=((0, len(document.text)),))]


# ── the items ───────────────────────────────────────────────────────────────────────────────────────────────


def owner(one: Commitment) -> tuple[str, ...]:
    """Who promised, by function or ministry."""
    promised = one.role or one.ministry
    return (promised,) if promised else ()


def due(one: Commitment) -> str | None:
    """The term, as its words tell against the day on which it was made; None where they name none, or more than one."""
    moment = Moment(date.fromisoformat(one.made)) if one.made else None
    told = {when.due for when in find(one.text, moment) if when.due and not when.every}
    return told.pop() if len(told) == 1 else None


def note(one: Commitment) -> str:
    """When and with what it was fulfilled, where the data tell."""
    if one.status != "fulfilled" or not (one.fulfilled or one.letters):
        return ""
    told = " ".join(filter(None, ("Nagekomen", f"op {one.fulfilled}" if one.fulfilled else "")))
    return f"{told} met {'; '.join(one.letters)}" if one.letters else told
