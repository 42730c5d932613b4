"""Items in words for people: kinds, states, terms and rhythms, in Dutch or English. For screens and exports alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from draad.dossier.views import ItemView
from draad.extract.durations import duration
from draad.register.terms import bounds
from draad.texts import Texts


def kind(say: Texts, name: str) -> str:
    """``action`` → ``actie``."""
    return say.get(f"item.{name}", name)


def status(say: Texts, name: str) -> str:
    """``fulfilled`` → ``nagekomen``."""
    return say.get(f"status.{name}", name)


def day(say: Texts, at: date) -> str:
    """``2 juni 2020``."""
    return f"{at.day} {say(f'month.{at.month}')} {at.year}"


def single_day(due: str | None) -> date | None:
    """The day of a term that is one day, neither uncertain nor approximate; None for every other term."""
    if due is None or len(due) != len("2020-06-01"):
        return None
    found = bounds(due)
    return found[0] if found and found[0] == found[1] else None


def term(say: Texts, due: str | None) -> str:
    """A term as people say it: ``2 juni 2020``, ``uiterlijk 1 juni 2020``, ``1 juni 2020 t/m 7 juni 2020``.

    What is not plainly one of these (``2020-06~``) stays EDTF; no term is nothing.
    """
    found = bounds(due) if due else None
    if due is None or found is None:
        return due or ""
    first, last = found
    if first is None or last is None:
        known = first or last
        assert known is not None, "EDTF has no interval that is open at both ends"
        return say("term.from" if first else "term.until", day=day(say, known))
    if "/" in due:
        return say("term.between", first=day(say, first), last=day(say, last))
    if due.isdecimal():
        return due
    if due.replace("-", "").isdecimal():
        whole = len(due) == len("2020-06") and first.day == 1 and first.month == last.month
        return f"{say(f'month.{first.month}')} {first.year}" if whole else day(say, first) if first == last else due
    return due


def rhythm(say: Texts, every: str | None) -> str:
    """A rhythm as people say it: ``P6W`` → ``elke 6 weken``; what is mixed (``P1Y6M``) stays ISO 8601."""
    found = duration(every) if every else None
    if every is None or found is None or (found.months and found.days):
        return every or ""
    if found.months:
        unit, number = ("year", found.months // 12) if found.months % 12 == 0 else ("month", found.months)
    else:
        unit, number = ("week", found.days // 7) if found.days % 7 == 0 else ("day", found.days)
    return say(f"term.every-{unit}") if number == 1 else say("term.every", count=say.count(unit, number))


def place(item: ItemView) -> str:
    """Where an item stands, as people cite it: ``document:line``."""
    return f"{item.document_name}:{item.lines[0]}"


def cited(document: str, lines: tuple[int, int]) -> str:
    """A place with its lines: ``verslag:12`` or ``verslag:12-14``."""
    first, last = lines
    return f"{document}:{first}" if first == last else f"{document}:{first}-{last}"


def chosen(say: Texts, given: Mapping[str, object]) -> str:
    """The filters of a list in words, by the names of ``ItemFilter``; empty for everything."""
    shown = []
    for name, value in given.items():
        if value:
            values = value if isinstance(value, (list, tuple)) else [value]
            family = {"kinds": "item", "statuses": "status"}.get(name, "")
            said = ", ".join(say.get(f"{family}.{one}", str(one)) for one in values)
            shown.append(f"{say(f'filter.{name}')} {said}")
    return "; ".join(shown)
