"""The fields of an item that people may set, and how what they write becomes what the store keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from draad.errors import UsageError
from draad.extract.durations import duration
from draad.extract.records import KINDS
from draad.extract.when import Moment, When, find
from draad.register.terms import bounds
from draad.texts import spoken

LONGEST_NOTE: Final = 10_000
LONGEST_NAME: Final = 200
_BETWEEN = re.compile(r"\s*[;,]\s*")
_SOME_DAY: Final = date(2000, 1, 3)
"""Any day at all: to see whether words would give a date if only it were known from when they count."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def _bad(field: str, value: object, key: str, **more: object) -> UsageError:
    say = spoken()
    return UsageError(say(f"fields.{key}", field=say.get(f"field.{field}", field), value=value, **more))


def _text(field: str, value: object, longest: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _bad(field, value, "no-text")
    text = _CONTROL.sub(" ", value.replace("\r\n", "\n")).strip()
    if len(text) > longest:
        raise _bad(field, f"{text[:40]}…", "too-long", longest=longest)
    return text


def _names(field: str, value: object) -> tuple[str, ...]:
    """A list, or one text with commas or semicolons; each name once, in the order given."""
    parts: Iterable[object]
    if value is None:
        parts = ()
    elif isinstance(value, str):
        parts = _BETWEEN.split(value)
    elif isinstance(value, Iterable):
        parts = value
    else:
        raise _bad(field, value, "no-names")
    named = (" ".join(_text(field, part, LONGEST_NAME).split()) for part in parts)
    seen: dict[str, str] = {}
    for name in named:
        if name:
            seen.setdefault(name.casefold(), name)
    return tuple(seen.values())


def _only(text: str, today: date | None) -> When | None:
    """The one expression that the whole text is."""
    found = find(text, Moment(today) if today else None)
    return found[0] if len(found) == 1 and found[0].span == (0, len(text)) else None


def read_due(value: object, today: date | None = None) -> str | None:
    """A due date as EDTF: given as EDTF level 1, as a date, or in Dutch words that count from ``today``.

    Raises UsageError where it is none, names a day that does not exist, is a rhythm, or counts from an unknown day.
    """
    if isinstance(value, date):
        return value.isoformat()[:10]
    text = _text("due", value, LONGEST_NAME)
    if not text:
        return None
    if bounds(text) is not None:
        return text
    when = _only(text, today)
    if when is None:
        raise _bad("due", text, "due")
    if when.every:
        raise _bad("due", text, "due-recurs")
    if when.due is None:
        later = _only(text, _SOME_DAY) if today is None else None
        key = "due-from" if later and later.due else "due-none"
        raise _bad("due", text, key, how="; ".join(when.how))
    return when.due


def read_every(value: object) -> str | None:
    """A rhythm as ISO 8601 duration: given as such, or in Dutch words. Raises UsageError where it is none."""
    text = _text("every", value, LONGEST_NAME)
    if not text:
        return None
    if duration(text.upper()) is not None:
        return text.upper()
    when = _only(text, None)
    if when is None or when.every is None:
        raise _bad("every", text, "every")
    return when.every


def _kind(value: object) -> str:
    if value not in KINDS:
        raise _bad("kind", value, "kind", kinds=", ".join(KINDS))
    return str(value)


def _urgent(value: object) -> bool:
    if value is None or isinstance(value, bool):
        return bool(value)
    raise _bad("urgent", value, "no-bool")


_READERS: Final[Mapping[str, Callable[[Any, date | None], Any]]] = {
    "kind": lambda value, _: _kind(value),
    "owner": lambda value, _: _names("owner", value),
    "counterparty": lambda value, _: _names("counterparty", value),
    "due": read_due,
    "every": lambda value, _: read_every(value),
    "urgent": lambda value, _: _urgent(value),
    "number": lambda value, _: _text("number", value, LONGEST_NAME) or None,
    "note": lambda value, _: _text("note", value, LONGEST_NOTE),
    "tags": lambda value, _: _names("tags", value),
}
FIELDS: Final = tuple(_READERS)
"""What a person may set; ``status`` goes by actions alone, and the text is never changed (law 1)."""


def read_fields(fields: Mapping[str, Any], today: date | None = None) -> dict[str, Any]:
    """Each field as the store keeps it. Raises UsageError for a value that can't be read."""
    return {name: _READERS[name](value, today) for name, value in fields.items()}
