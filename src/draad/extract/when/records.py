"""What the time grammar takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from draad.records import Span
from draad.split.stamps import AMSTERDAM

Kind = Literal["day", "period", "until", "from", "rhythm", "urgency", "time"]


@dataclass(frozen=True, slots=True)
class Moment:
    """When the words were written: the moment of sending, or the date of the meeting.

    ``at`` is a day, or a moment; one with a zone counts as the day it is then in the Netherlands.
    ``certain`` is False where the moment is itself inferred; every due date that leans on it is then uncertain.
    """

    at: date | datetime
    certain: bool = True

    @property
    def day(self) -> date:
        """The calendar day in the Netherlands."""
        if not isinstance(self.at, datetime):
            return self.at
        return (self.at.astimezone(AMSTERDAM) if self.at.tzinfo else self.at).date()


@dataclass(frozen=True, slots=True)
class When:
    """One time expression as it stands in a text, and what it means by the calendar."""

    span: Span
    text: str
    due: str | None
    """EDTF level 1 (ISO 8601-2): ``2020-12-08``, ``2020-06``, ``2020``, ``2020-06-01/2020-06-07``, ``../2020-06-01``,
    ``2020-06-08/..``; None where the words give no date, or none can be known."""
    every: str | None = None
    """ISO 8601 duration of what recurs: ``P1D``, ``P6W``, ``P3M``."""
    urgent: bool = False
    kind: Kind = "day"
    at: str | None = None
    """Local time of day, ``17:00``."""
    how: tuple[str, ...] = ()
    """How the answer came about, in words for people."""
    certain: bool = True


class Days(NamedTuple):
    """A stretch of the calendar, both ends included; both None where it can't be known."""

    first: date | None
    last: date | None
    how: tuple[str, ...] = ()
    grain: Literal["day", "week", "month", "year", "vague"] = "day"
    """``month`` and ``year`` are whole ones, written ``2020-06`` and ``2020``; ``vague`` names no day at all."""
    certain: bool = True
    border: date | None = None
    """Where "before" and "after" it begin, if that is not its edge: 15 mei for *half mei*, its end for *eind mei*."""
    at: str | None = None
    whole: str | None = None
    """``week``, ``month`` … for a calendar period named as such: *voor volgende week* is for it, not before it."""

    def told(self, *how: str, certain: bool = True) -> Days:
        """The same stretch with more of its derivation."""
        return self._replace(how=(*self.how, *how), certain=self.certain and certain)


UNKNOWN = Days(None, None, grain="vague")
