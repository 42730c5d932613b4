"""What may be done with an item: its states, the actions between them, and the fields that an action may set.

``change`` and ``undo`` write nothing: they give the fields to write with ``Dossier.change_item``, which keeps what was
there in the log. So no path through the states loses anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal, NamedTuple, cast, get_args

from draad.dossier.views import ChangeView, ItemView
from draad.errors import UsageError
from draad.register.fields import FIELDS, read_fields
from draad.texts import spoken

State = Literal["proposed", "open", "fulfilled", "dropped", "superseded", "rejected"]
STATES: Final = cast("tuple[State, ...]", get_args(State))
Action = Literal["accept", "reject", "edit", "fulfil", "drop", "supersede", "reopen", "assign", "note", "tag"]

LIVE: Final[frozenset[str]] = frozenset(("proposed", "open"))
"""What still asks for something."""
_ENDED: Final = frozenset(STATES) - LIVE
_ANY: Final[frozenset[str]] = frozenset(STATES)
_ALL_FIELDS: Final = frozenset(FIELDS)
_REMARKS: Final = frozenset(("note", "tags"))

ADDED: Final = "new"
"""What the log calls that a person added an item."""


class Step(NamedTuple):
    """One action: from which states, to which (None: it stays), which fields it may set and which it must."""

    sources: frozenset[str]
    target: State | None
    may: frozenset[str] = _REMARKS
    must: frozenset[str] = frozenset()


ACTIONS: Final[Mapping[Action, Step]] = {
    "accept": Step(frozenset(("proposed",)), "open", _ALL_FIELDS),
    "reject": Step(LIVE, "rejected"),
    "edit": Step(LIVE, None, _ALL_FIELDS),
    "fulfil": Step(LIVE, "fulfilled"),
    "drop": Step(LIVE, "dropped"),
    "supersede": Step(LIVE, "superseded"),
    "reopen": Step(_ENDED, "open"),
    "assign": Step(LIVE, None, _REMARKS | {"owner", "due"}, frozenset(("owner",))),
    "note": Step(_ANY, None, frozenset(("note",)), frozenset(("note",))),
    "tag": Step(_ANY, None, frozenset(("tags",)), frozenset(("tags",))),
}
"""A proposal that turns out to be done, dropped or overtaken need not be accepted first."""


_COMMANDS: Final[Mapping[Action, str]] = {"note": "edit --note", "tag": "edit --tag"}
"""Actions that the command line calls otherwise than by their names."""


def allowed(status: str) -> tuple[Action, ...]:
    """The actions that an item in this state allows, in the order of ``ACTIONS``."""
    return tuple(action for action, step in ACTIONS.items() if status in step.sources)


def change(item: ItemView, action: str, *, today: date | None = None, **fields: Any) -> dict[str, Any]:
    """The fields to write for ``action`` on ``item``; empty where everything already is as asked.

    ``fields`` are those of ``fields.FIELDS``, as a person gives them: ``owner`` and ``counterparty`` and ``tags`` as a
    list or one text with commas or semicolons; ``due`` in EDTF or in words ("vrijdag", "3 juni 2026"), ``every`` as ISO
    8601 duration or in words ("elke zes weken"); None or an empty text clears a field. ``today`` is from when words
    count. What comes back is as the store keeps it: tuples, EDTF, ISO 8601.

    Raises UsageError: no such action; an action that this state does not allow (the message names those it does);
    a field that the action can't set, or misses; a value that can't be read.
    """
    step = ACTIONS.get(cast("Action", action))
    say = spoken()
    if step is None:
        raise UsageError(say("states.no-action", action=action, actions=_listed(ACTIONS)))
    if item.status not in step.sources:
        status = say.get(f"status.{item.status}", item.status)
        now = tuple(_COMMANDS.get(name, name) for name in allowed(item.status) if name != "assign")
        raise UsageError(say("states.not-now", action=action, status=status, actions=_listed(now)))
    for name in fields:
        if name not in step.may:
            raise UsageError(say("states.no-field", action=action, field=name, fields=_listed(sorted(step.may))))
    for name in sorted(step.must - fields.keys()):
        raise UsageError(say("states.missing", action=action, field=name))
    wanted = read_fields(fields, today)
    if step.target is not None:
        wanted["status"] = step.target
    return {name: value for name, value in wanted.items() if getattr(item, name) != value}


def undo(change: ChangeView) -> dict[str, Any]:
    """The fields that take a change back: what stood there before. To be written like any change, so the log grows.

    An item that was added is rejected: nothing is ever taken out of the register.
    Raises UsageError for a line of the log that changed no field of the item (a link, added evidence).
    """
    if change.what == ADDED:
        return {"status": "rejected"}
    known = {*FIELDS, "status"}
    back = {name: value for name, value in change.before.items() if name in known}
    if not back:
        say = spoken()
        raise UsageError(say("states.no-undo", what=say.get(f"what.{change.what}", change.what), at=change.at))
    return {name: tuple(value) if isinstance(value, list) else value for name, value in back.items()}


def may_undo(item: ItemView, change: ChangeView) -> bool:
    """True where the item still stands as ``change`` left it, so that taking it back overwrites nobody's later work."""
    now = {name: getattr(item, name, None) for name in change.after}
    return all(now[name] == (tuple(v) if isinstance(v, list) else v) for name, v in change.after.items())


def _listed(names: object) -> str:
    return ", ".join(cast("tuple[str, ...]", names))
