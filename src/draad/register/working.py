"""What people do with the items of an open dossier, for the command line and the pages alike: decide, take back, point.

All that bears one moment is one work: it is written whole or not at all, and taken back at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from draad.errors import ConflictError, NothingToUndoError, UsageError
from draad.records import short_id
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import Dossier, ItemView
    from draad.dossier.work import Edit
    from draad.records import Span

SHOWN = 10
"""Digits of an identifier in a message: enough to be unique."""


def now() -> str:
    """The moment for the log. With microseconds, so that what was done at once can be told from the next."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def edits(
    items: Iterable[ItemView], action: str, *, today: date, fields: Callable[[ItemView], dict[str, Any]]
) -> list[Edit]:
    """What ``action`` writes in each item. Raises UsageError that names the first item that does not allow it."""
    from draad.register import states

    made: list[Edit] = []
    for item in items:
        try:
            changes = states.change(item, action, today=today, **fields(item))
        except UsageError as error:
            error.at_place(short_id(item.id)[:SHOWN])
            raise
        made.append((item.id, item.version, changes))
    return made


def change_all(
    dossier: Dossier,
    refs: Iterable[str],
    action: str,
    *,
    who: str,
    today: date,
    at: str,
    fields: Callable[[ItemView], dict[str, Any]],
) -> list[ItemView]:
    """Take one action on items: all of them, or none where one does not allow it.

    All that bears the same moment ``at`` is taken back at once by ``take_back``.
    Raises NotFoundError, ConflictError, and UsageError that names the item.
    """
    items = {item.id: item for item in map(dossier.item, refs)}.values()
    return dossier.change_items(edits(items, action, today=today, fields=fields), who=who, what=action, at=at)


def take_back(dossier: Dossier, who: str) -> list[ItemView]:
    """Put back what stood there before the last thing that ``who`` did.

    Raises NotFoundError where there is nothing, ConflictError where somebody changed an item or link since, UsageError
    for what can't be taken back.
    """
    from draad.register import states

    work, say = dossier.last_work(who), spoken()
    if not work:
        raise NothingToUndoError(who)
    back, links, moment = [], {}, now()
    for identifier, change in work:
        item = dossier.item(identifier)
        if change.what == "link":
            link = int(change.after["link"], 16)
            if change.after["status"] not in [one.status for one in dossier.item_links([item.id]) if one.id == link]:
                raise ConflictError(say("register.changed-since", id=short_id(link)[:SHOWN], at=change.at))
            links[link] = change.before.get("status", "rejected")
            continue
        if not states.may_undo(item, change):
            raise ConflictError(say("register.changed-since", id=short_id(identifier)[:SHOWN], at=change.at))
        back.append((identifier, item.version, states.undo(change)))
    with dossier.together():
        changed = dossier.change_items(back, who=who, what="undo", at=moment)
        for link, status in links.items():
            dossier.decide_link(link, status, who=who, at=moment, what="undo")
    return changed or [dossier.item(identifier) for identifier in dict.fromkeys(identifier for identifier, _ in work)]


def place_at(dossier: Dossier, ref: str) -> tuple[int, Span] | None:
    """The document and the span of the words on a line, for ``document:line`` or ``document:first-last``.

    None where ``ref`` does not have that form. Raises NotFoundError for an unknown document, UsageError for a line that
    it does not have, or that is empty.
    """
    name, colon, numbers = ref.rpartition(":")
    first, _, last = numbers.partition("-")
    if not (colon and first.isdecimal() and (not last or last.isdecimal())):
        return None
    view, text = dossier.document(name), dossier.text(name)
    lines = text.split("\n")
    begin, end = int(first) - view.first_line, int(last or first) - view.first_line
    if not 0 <= begin <= end < len(lines) or not any(line.strip() for line in lines[begin : end + 1]):
        raise UsageError(spoken()("register.no-line", place=ref), spoken()("register.no-line-cure"))
    start = sum(len(line) + 1 for line in lines[:begin])
    words = "\n".join(lines[begin : end + 1])
    lead = len(words) - len(words.lstrip())
    return view.id, (start + lead, start + lead + len(words.strip()))
