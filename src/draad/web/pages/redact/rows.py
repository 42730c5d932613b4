"""A redaction as the row of a page: plain values, which the template lays out and a program gets as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from draad.dossier.redactions import Reach, RedactionChange, RedactionView
from draad.errors import NoRedactionError
from draad.knowledge import load
from draad.records import RedactionKind, short_id
from draad.show.plain import cut, one_line
from draad.texts import Texts
from draad.web.routes import BadValueError

Row = dict[str, Any]
KINDS: tuple[str, ...] = get_args(RedactionKind)
STATUSES = ("proposed", "attention", "accepted", "rejected")
OPEN = ("proposed", "attention")
"""On which nobody decided yet."""
REACHES: Mapping[str, Reach] = {"exemplaren": "copies", "plek": "place", "overal": "dossier"}
"""By their names in forms, the usual one first."""
_SHOWN = 240
"""Characters of withheld words that a row shows; a passage may be a whole page."""
_AROUND = 60
"""Characters before and after them, on a page that does not show the text itself."""
_REFERENCE = re.compile(r"([0-9a-f]{16}):(\d{1,9})")


def row(say: Texts, view: RedactionView, label: str = "") -> Row:
    """One redaction; ``label`` is the pseudonym that will stand in its place, where there is one."""
    return {
        "id": short_id(view.id),
        "version": view.version,
        "document": view.document_name,
        "document_id": short_id(view.document),
        "lines": list(view.lines) if view.lines else None,
        "page": view.page,
        "box": list(view.box) if view.box else None,
        "span": list(view.span) if view.span else None,
        "kind": view.kind,
        "ground": view.ground,
        "status": view.status,
        "score": round(100 * view.score),
        "reasons": [reason(say, key, values) for key, values in view.reasons],
        "text": cut(one_line(view.text[: 4 * _SHOWN]), _SHOWN),
        "own": view.origin == "person",
        "note": view.note,
        "who": view.who,
        "at": view.at,
        "reach": view.reach,
        "second": view.second,
        "second_at": view.second_at,
        "label": label,
    }


def reopened(view: RedactionView) -> str:
    """The status of a place on which is to be decided anew."""
    return "attention" if view.kind == "opinion" else "proposed"


def reason(say: Texts, key: str, values: Mapping[str, Any]) -> str:
    """Why a place was proposed, in words; the bare key for one that this Draad does not know."""
    words = say.get(f"redact.reason.{key}", "")
    try:
        return words.format(**values) if words else key
    except (KeyError, IndexError, ValueError):
        return words


def places(say: Texts, number: int) -> str:
    """A number of places in words."""
    return say("web.redact.places.one") if number == 1 else say("web.redact.places.many", n=say.number(number))


def around(text: str, view: RedactionView) -> dict[str, str] | None:
    """The words before and after a place, on its own lines; None for a box."""
    if view.span is None:
        return None
    start, end = view.span
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    last = text.find("\n", end)
    return {"before": text[first:start], "after": text[end : min(len(text) if last < 0 else last, end + _AROUND)]}


def change(one: RedactionChange) -> Row:
    """A line of the log, with what became of what; the bookkeeping fields left out."""
    fields = [name for name in ("status", "kind", "ground", "note", "second") if name in one.after]
    return {
        "id": one.id,
        "act": one.act,
        "at": one.at,
        "who": one.who,
        "what": one.what,
        "redaction": short_id(one.redaction),
        "fields": [{"field": name, "before": one.before.get(name), "after": one.after[name]} for name in fields],
    }


def referred(name: str, given: str) -> tuple[int, int]:
    """The redaction and the version at which it was read, from ``id:version``. Raises BadValueError."""
    match = _REFERENCE.fullmatch(given)
    if match is None:
        raise BadValueError(f"{name}: {given[:60]!r}")
    number = int(match[1], 16)
    if number >= 1 << 63:
        raise NoRedactionError(match[1])
    return number, int(match[2])


def grounds() -> list[str]:
    """The grounds to choose from, as marks write them, in the order of the law: those of the Woo, and of the Wob."""
    known = load("marks")
    return [f"{law} {article}" for law in ("woo", "wob") for article in known[law]]
