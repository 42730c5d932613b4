"""What stands in the way of publishing, and what an officer should look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from draad.dossier.redactions import RedactionFilter, ReleaseSettings
from draad.errors import DraadError, ExitCode
from draad.release.inventory import production
from draad.release.inventory.production import Problem
from draad.release.inventory.rows import Row, rows
from draad.release.inventory.withheld import Withheld, withheld_in
from draad.release.publish.diwoo import publisher
from draad.texts import Texts, texts

if TYPE_CHECKING:
    from draad.dossier import Dossier

_MOST = 10
"""Numbers of documents that a check names."""
UNDECIDED: Final = frozenset(("proposed", "attention", "second"))
"""Checks that stop until somebody decided, or until an officer chooses to go on without."""


class Check(NamedTuple):
    """One of them: a key under ``publish.check`` and its values."""

    key: str
    severity: Literal["stop", "look"]
    values: Mapping[str, object]


class NotReadyError(DraadError):
    """Something stands in the way of publishing; the message names it."""

    exit_code = ExitCode.some_failed
    code = "release-not-ready"
    stops: Sequence[Check] = ()

    @classmethod
    def by(cls, *stops: Check) -> NotReadyError:
        """What stands in the way, each told by its own sentence."""
        error = cls()
        error.stops = stops
        error.message = error.detail(texts("en"))
        return error

    def detail(self, say: Texts) -> str:
        """The sentences of all that stands in the way."""
        return " ".join(say(f"publish.check.{one.key}", **one.values) for one in self.stops)


def checks(dossier: Dossier, listed: Sequence[Row] | None = None, withheld: Withheld | None = None) -> list[Check]:
    """All that there is to say before publishing; what stops it comes first.

    ``listed`` and ``withheld`` are given by whoever has them at hand.
    """
    held = withheld_in(dossier) if withheld is None else withheld
    told = rows(dossier, withheld=held) if listed is None else listed
    settings = dossier.release_settings()
    problems = list(production.problems(told))
    found = [
        *_undecided(dossier, settings),
        *_typed(told, settings, held),
        *_pseudonyms(dossier),
        *_numbers(told),
        *_list(told, problems),
        *_settings(settings, problems),
    ]
    return sorted(found, key=lambda one: one.severity != "stop")


def _undecided(dossier: Dossier, settings: ReleaseSettings) -> Iterator[Check]:
    counted = dossier.count_redactions(RedactionFilter())
    if open_ones := counted.get("proposed", 0):
        yield Check("proposed", "stop", {"count": open_ones})
    if attention := counted.get("attention", 0):
        yield Check("attention", "stop", {"count": attention})
    if settings.second_needed and (waiting := sum(dossier.count_redactions(RedactionFilter(second=False)).values())):
        yield Check("second", "stop", {"count": waiting})


def _typed(told: Sequence[Row], settings: ReleaseSettings, withheld: Withheld) -> Iterator[Check]:
    """Words that people typed and that would tell what is withheld; the words themselves are not repeated here."""
    fields = ("title", "explanation", "remarks", "link", "number", "matter")
    hinted = []
    for row in told:
        typed = [name for name in fields if withheld.holds(str(getattr(row, name)), row.document)]
        if typed and (row.own_title or typed != ["title"]):
            yield Check("typed", "stop", {"number": row.number, "field": typed[0]})
        elif any(withheld.hinted(str(getattr(row, name))) for name in fields):
            hinted.append(row.number)
    if hinted:  # a surname alone, or in other capitals: it may as well be a common word
        yield Check("hinted", "look", {"count": len(hinted), "numbers": _some(hinted)})
    if any(withheld.holds(text, 0) for text in (settings.title, settings.matter, settings.organisation)):
        yield Check("typed-settings", "stop", {})


def _pseudonyms(dossier: Dossier) -> Iterator[Check]:
    """What was printed and tells now what is hidden."""
    from draad.release.pseudonyms.drawing import telling

    if labels := telling(dossier):
        yield Check("pseudonym", "stop", {"count": len(labels), "labels": _some(labels)})


def _numbers(told: Sequence[Row]) -> Iterator[Check]:
    for identifier, times in Counter(row.id for row in told).items():
        if times > 1 or not identifier:
            yield Check("same-number", "stop", {"id": identifier, "count": times})


def _list(told: Sequence[Row], problems: Sequence[Problem]) -> Iterator[Check]:
    for problem in problems:
        if problem.key not in ("same-id", "no-id", "matter"):
            yield Check(problem.key, "look", problem.values)
    groups = {
        "untitled": [row.number for row in told if not row.title],
        "suspended": [row.number for row in told if row.suspended],
    }
    for key, numbers in groups.items():
        if numbers:
            yield Check(key, "look", {"count": len(numbers), "numbers": _some(numbers)})


def _settings(settings: ReleaseSettings, problems: Sequence[Problem]) -> Iterator[Check]:
    if any(problem.key == "matter" for problem in problems):
        yield Check("matter", "look", {"matter": settings.matter or "–"})
    name, uri = publisher(settings)
    if not name:
        yield Check("organisation", "look", {})
    elif not uri:
        yield Check("publisher", "look", {"organisation": name})
    if not settings.base_url:
        yield Check("base-url", "look", {})


def _some(numbers: Sequence[str]) -> str:
    return ", ".join(numbers[:_MOST]) + (" …" if len(numbers) > _MOST else "")
