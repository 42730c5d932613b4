"""Values in a query that have a form of their own: periods, grounds, thread identifiers."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
"""The clock of the people who wrote the mail: a day begins at its midnight, winter and summer."""


Relation = Literal["after", "before", "on"]


class ValueFormError(ValueError):
    """A value that can't be understood. The parser adds the place, the catalogue the words (``wrong.query-REASON``)."""

    def __init__(self, reason: str, value: str) -> None:
        super().__init__(f"{reason}: {value}")
        self.reason = reason
        """``date``, ``day``, ``ground``, ``thread``, ``kind``."""
        self.value = value


@dataclass(frozen=True, slots=True)
class Period:
    """A year, month or day in Amsterdam: ``start`` included, ``end`` not, in seconds since 1970-01-01T00:00Z."""

    text: str
    """ISO 8601: ``2021``, ``2021-02``, ``2021-02-15``."""
    start: int
    end: int


@cache
def _knowledge() -> dict[str, Any]:
    raw: dict[str, Any] = tomllib.loads((files("draad.knowledge") / "query.toml").read_text("utf-8"))
    raw["months"] = {word: int(number) for number, spelled in raw["months"].items() for word in spelled}
    return raw


_FORMS = [
    re.compile(form)
    for form in (
        r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?)?",
        r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})",
        r"(?P<m>\d{1,2})[-/](?P<y>\d{4})",
        r"(?:(?P<d>\d{1,2})[ -])?(?P<name>[a-z]+)\.?[ -](?P<y>\d{4})",
    )
]


def parse_period(text: str) -> Period:
    """A period as people write it, day before month. Raises ValueFormError."""
    plain = " ".join(text.lower().split())
    match = next((m for form in _FORMS if (m := form.fullmatch(plain)) and plain.isascii()), None)
    parts = match.groupdict() if match else {}
    month = _knowledge()["months"].get(parts["name"]) if parts.get("name") else _number(parts.get("m"))
    if not parts or (parts.get("name") and month is None):
        raise ValueFormError("date", text)
    try:
        return _period(int(parts["y"]), month, _number(parts.get("d")))
    except (ValueError, OverflowError) as error:
        raise ValueFormError("day", text) from error


def _number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _period(year: int, month: int | None, day: int | None) -> Period:
    start = datetime(year, 1 if month is None else month, 1 if day is None else day)
    if month and day:
        end, shown = start + timedelta(days=1), f"{year:04d}-{month:02d}-{day:02d}"
    elif month:
        end, shown = datetime(year + month // 12, month % 12 + 1, 1), f"{year:04d}-{month:02d}"
    else:
        end, shown = datetime(year + 1, 1, 1), f"{year:04d}"
    return Period(shown, _seconds(start), _seconds(end))


def _seconds(midnight: datetime) -> int:
    """A wall clock time in Amsterdam in seconds UTC; both ends of summer time are taken care of by the zone."""
    return int((midnight.replace(tzinfo=AMSTERDAM) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())


def month_of(at: int) -> int:
    """The month in Amsterdam, as ``year * 100 + month``, in which a moment (seconds UTC) falls."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at)
    local = moment.astimezone(AMSTERDAM)
    return local.year * 100 + local.month


_MISREAD_FIVE = re.compile(r"\bs(?=[1. ]{1,2}\d)")
_NUMBER_OR_LETTER = re.compile(r"\d+|[a-z]+")


def parse_ground(text: str) -> str:
    """Any spelling of a ground as law and article: ``(10)(2e)`` → ``wob 10.2.e``. Raises ValueFormError.

    A ground may be cut short (``5.1``): it then stands for all below it.
    """
    known = _knowledge()["grounds"]
    plain = _MISREAD_FIVE.sub("5", text.lower())
    pieces = [piece for piece in _NUMBER_OR_LETTER.findall(plain) if piece not in known["noise"]]
    law = pieces.pop(0) if pieces and pieces[0] in {"woo", "wob"} else None
    pieces = _spread(pieces, known["misread"])
    if law and not pieces:
        return str(law)
    number = int(pieces[0]) if pieces and pieces[0].isdigit() and len(pieces[0]) < 3 else 0
    meant = next((name for name in ("woo", "wob") if number in known[name]), None)
    letters = [i for i, piece in enumerate(pieces) if not piece.isdigit()]
    well_formed = len(pieces) <= 4 and letters in ([], [len(pieces) - 1]) and all(len(piece) <= 2 for piece in pieces)
    if meant is None or (law and law != meant) or not well_formed or not text.isascii():
        raise ValueFormError("ground", text)
    return f"{meant} {'.'.join(pieces)}"


def _spread(pieces: list[str], misread: dict[str, str]) -> list[str]:
    """Digits that ran together taken apart, ``512e`` → 5, 1, 2, e; ``102g`` → 10, 2, g; and ``(10)(26)`` → 10, 2, e."""
    if len(pieces) == 2 and pieces[0] == "10" and len(pieces[1]) == 2 and pieces[1][1] in misread:
        return ["10", pieces[1][0], misread[pieces[1][1]]]
    if not pieces or not pieces[0].isdigit() or len(pieces[0]) < 2 or pieces[0] in {"10", "11"}:
        return pieces
    run = pieces[0]
    head = 1 if run[0] == "5" else 2
    return [run[:head], *run[head:], *pieces[1:]]


def ground_levels(ground: str) -> list[str]:
    """A ground and all it falls under: ``woo``, ``woo 5``, ``woo 5.1``, ``woo 5.1.2``, ``woo 5.1.2.e``."""
    law, _, article = ground.partition(" ")
    pieces = article.split(".") if article else []
    return [law, *(f"{law} {'.'.join(pieces[: n + 1])}" for n in range(len(pieces)))]


def parse_thread(text: str) -> str:
    """The first digits of a thread's written identifier. Raises ValueFormError."""
    digits = text.strip().lower().rstrip("*")
    if not re.fullmatch(r"[0-9a-f]{1,16}", digits):
        raise ValueFormError("thread", text)
    return digits


def thread_range(digits: str) -> tuple[int, int]:
    """First and last number whose written form (records.short_id) begins with these digits."""
    room = 4 * (16 - len(digits))
    first = int(digits, 16) << room
    return first, first + (1 << room) - 1
