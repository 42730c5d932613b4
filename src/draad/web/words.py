"""Words, dates and numbers on pages: the templates and what they can call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from draad.register import words
from draad.show import grounds, moments
from draad.texts import Texts
from draad.web.layout import Layout

TEMPLATES = Path(__file__).parent / "templates"


def environment(**names: Any) -> Layout:
    """Templates with everything escaped, and nothing taken for granted: a missing value is a fault of ours."""
    made = Layout(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=400,
    )
    made.globals.update(names, flashed=with_values)
    made.filters.update(
        moment=_moment, day=_day, period=_period, term=_term, every=_every, number=_number, percent=_percent,
        count=_count, ground=_ground, meaning=_meaning, sign=grounds.sign, word=_word,
    )  # fmt: skip
    return made


def _say(context: Context) -> Texts:
    say: Texts = context["say"]
    return say


def seconds(at: str | int | float) -> int:
    """A moment as seconds since 1970, from that or from ISO 8601 with an offset."""
    return int(at) if isinstance(at, (int, float)) else int(datetime.fromisoformat(at).timestamp())


@pass_context
def _moment(context: Context, at: str | int | None, day_only: bool = False) -> str:
    """``ma 15 februari 2021, 12:08``; the word for unknown where there is none."""
    return moments.moment(_say(context), None if at is None else seconds(at), day_only=day_only)


@pass_context
def _day(context: Context, at: str | int | None) -> str:
    """``15 februari 2021``, from a moment or an ISO date; nothing from nothing."""
    if at is None:
        return ""
    if isinstance(at, str) and len(at) == len("2021-02-15"):
        return words.day(_say(context), date.fromisoformat(at))
    return moments.day(_say(context), seconds(at))


@pass_context
def _period(context: Context, bounds: tuple[int | None, int | None]) -> str:
    return moments.period(_say(context), *bounds)


@pass_context
def _term(context: Context, due: str | None) -> str:
    """EDTF in words."""
    return words.term(_say(context), due)


@pass_context
def _every(context: Context, every: str | None) -> str:
    """An ISO 8601 duration as a rhythm in words."""
    return words.rhythm(_say(context), every)


@pass_context
def _number(context: Context, value: float) -> str:
    return _say(context).number(value)


@pass_context
def _percent(context: Context, share: float, digits: int = 0) -> str:
    return f"{_say(context).number(round(100 * share, digits) if digits else round(100 * share))} %"


@pass_context
def _count(context: Context, number: int, noun: str) -> str:
    """``3|count("message")`` → ``3 berichten``."""
    return _say(context).count(noun, number)


@pass_context
def _ground(context: Context, code: str) -> str:
    """A mark's code as people write it: ``Woo 5.1.2.e``."""
    return grounds.in_words(_say(context), code)[0]


@pass_context
def _meaning(context: Context, code: str) -> str:
    """What a mark's code means: ``eerbiediging van de persoonlijke levenssfeer``; empty where it has no ground."""
    return grounds.in_words(_say(context), code)[1]


@pass_context
def _word(context: Context, value: str, family: str) -> str:
    """A value of the data in words: ``"mail"|word("kind")``; the value itself where there are none."""
    return _say(context).get(f"{family}.{value}", value)


def with_values(say: Texts, told: tuple[str, Mapping[str, Any]]) -> str:
    """A text by its key and values; one that is not there (a cookie of an older Draad) is nothing."""
    key, values = told
    try:
        return say(key, **values) if key in say else ""
    except (KeyError, IndexError, ValueError):
        return ""
