"""What forms of the review hold: the reach of a decision, a ground, a kind, a note, the way back."""

from __future__ import annotations

from typing import Any

from draad.dossier.redactions import Reach
from draad.web.ask import Ask
from draad.web.pages.redact.rows import KINDS, REACHES, grounds
from draad.web.routes import Param

LONGEST_NOTE = 2000
REACH = Param("bereik", "choice", tuple(REACHES), default="exemplaren")
FIELDS = {"grond": "ground", "soort": "kind", "notitie": "note"}
"""Names in forms, and those of the store."""
PARAMS = (
    Param("grond", "choice", tuple(grounds())),
    Param("soort", "choice", KINDS),
    Param("notitie", length=LONGEST_NOTE),
    Param("velden", "list", tuple(FIELDS)),
)
"""``velden`` names the fields that a form holds: a note that is empty there is emptied, elsewhere it stays."""


def reach(ask: Ask) -> Reach:
    """How far a decision goes."""
    return REACHES[ask.values[REACH.name]]


def given(ask: Ask) -> dict[str, Any]:
    """The fields that a form sets, by the names of the store."""
    held = ask.values["velden"]
    named = held or [name for name in FIELDS if ask.values[name] is not None]
    return {FIELDS[name]: ask.values[name] or "" for name in named if ask.values[name] or name == "notitie"}


def crumbs(ask: Ask) -> tuple[tuple[str, str], ...]:
    """The way to a page under the overview."""
    return ((ask.say("web.redact.title"), ask.url("redact")),)
