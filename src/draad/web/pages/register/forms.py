"""What people type about an item: the fields of a form, what stands in them, and what they mean for the register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from draad.dossier.views import ItemView
from draad.errors import UsageError
from draad.extract.records import KINDS
from draad.register import words
from draad.register.fields import LONGEST_NOTE, read_due, read_every
from draad.texts import Texts
from draad.web.ask import Ask
from draad.web.routes import Param

FIELDS: Mapping[str, str] = {
    "soort": "kind",
    "eigenaar": "owner",
    "tegenpartij": "counterparty",
    "termijn": "due",
    "ritme": "every",
    "spoed": "urgent",
    "nummer": "number",
    "notitie": "note",
    "labels": "tags",
}
"""Names in forms, and those of ``register.fields``."""

PARAMS = (
    Param("soort", "choice", KINDS),
    Param("eigenaar"),
    Param("tegenpartij"),
    Param("termijn"),
    Param("ritme"),
    Param("spoed", "flag", default=False),
    Param("nummer"),
    Param("notitie", length=LONGEST_NOTE + 1),
    Param("labels"),
    Param("velden", "list", tuple(FIELDS)),
)
"""``velden`` names the fields that a form holds: one of them that is empty is emptied, another stays as it is."""


def given(ask: Ask) -> dict[str, Any]:
    """The fields to set, by the names of ``register.fields``, as they were typed."""
    held = ask.values["velden"]
    named = held or [name for name in FIELDS if ask.values[name] not in (None, False)]
    return {FIELDS[name]: ask.values[name] for name in named}


def typed(ask: Ask, item: ItemView) -> dict[str, Any]:
    """What stands in a form that was sent: what was typed, and for what it did not hold what the item has."""
    return {**filled(ask.say, item), **{name: ask.values[name] or "" for name in ask.values["velden"]}}


def filled(say: Texts, item: ItemView) -> dict[str, Any]:
    """What stands in the form of an item: words that read back as what they stand for."""
    return {
        "soort": item.kind,
        "eigenaar": ", ".join(item.owner),
        "tegenpartij": ", ".join(item.counterparty),
        "termijn": due_words(say, item.due),
        "ritme": _every_words(say, item.every),
        "spoed": item.urgent,
        "nummer": item.number or "",
        "notitie": item.note,
        "labels": ", ".join(item.tags),
    }


def due_words(say: Texts, due: str | None) -> str:
    """A term as a person may type it: in words where these say exactly as much, else as EDTF."""
    told = words.term(say, due)
    try:
        return told if read_due(told) == due else due or ""
    except UsageError:
        return due or ""


def _every_words(say: Texts, every: str | None) -> str:
    told = words.rhythm(say, every)
    try:
        return told if read_every(told) == every else every or ""
    except UsageError:
        return every or ""
