"""How proposals are scored: what is fully covered, what is proposed that is nobody's, who should stay visible."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bench.proposal_texts import PLACES, PRIVATE, Case, Truth
from draad.records import Span

_DOMAIN = re.compile(r"@[\w.-]*")


class Told(NamedTuple):
    """One proposal of a tool."""

    span: Span
    kind: str


@dataclass(slots=True)
class Tally:
    """Counts of one tool over many files. A truth counts as found if each of its letters and digits is covered."""

    found: Counter[tuple[str, ...]] = field(default_factory=Counter)
    of: Counter[tuple[str, ...]] = field(default_factory=Counter)
    told: int = 0
    wrong: int = 0
    public: int = 0
    public_of: int = 0
    persons: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)
    missed: list[tuple[Case, Truth]] = field(default_factory=list)
    faults: list[tuple[Case, Told]] = field(default_factory=list)
    shown: list[tuple[Case, Truth]] = field(default_factory=list)

    def add(self, case: Case, proposals: Iterable[Told]) -> None:
        """One file."""
        told = list(proposals)
        covered = _covered(case.text, [one.span for one in told])
        own = _covered(case.text, [truth.span for truth in case.truths if not truth.public])
        for truth in case.truths:
            if truth.public:
                self._public(case, truth, covered)
            else:
                self._private(case, truth, covered)
        for one in told:
            self.told += 1
            if not _right(case.text, one, own):
                self.wrong += 1
                self.faults.append((case, one))

    def _private(self, case: Case, truth: Truth, covered: bytearray) -> None:
        whole = all(covered[at] for at in range(*truth.span) if case.text[at].isalnum())
        if truth.kind == "person":
            self.persons.add(truth.who)
            if not truth.listed:
                self.outside.add(truth.who)
        keys = [("kind", truth.kind)]
        if truth.kind == "person":
            keys += [("place", truth.place), ("listed", "in a list" if truth.listed else "outside all lists")]
        for key in keys:
            self.of[key] += 1
            self.found[key] += whole
        if not whole:
            self.missed.append((case, truth))

    def _public(self, case: Case, truth: Truth, covered: bytearray) -> None:
        self.public_of += 1
        if any(covered[at] for at in range(*truth.span)):
            self.public += 1
            self.shown.append((case, truth))

    def share(self, *key: str) -> float | None:
        """Share found; None where there was nothing to find."""
        return self.found[key] / self.of[key] if self.of[key] else None

    @property
    def precision(self) -> float:
        """Share of the proposals that are somebody's."""
        return 1 - self.wrong / self.told if self.told else 0.0

    def as_json(self) -> dict[str, Any]:
        """Figures without texts."""
        kinds = [*PRIVATE, *sorted({key[1] for key in self.of if key[0] == "kind"} - set(PRIVATE))]
        return {
            "told": self.told,
            "wrong": self.wrong,
            "precision": self.precision,
            "public": self.public,
            "public_of": self.public_of,
            "persons": len(self.persons),
            "outside": len(self.outside),
            "kinds": {kind: [self.share("kind", kind), self.of["kind", kind]] for kind in kinds},
            "places": {place: [self.share("place", place), self.of["place", place]] for place in PLACES},
            "listed": {
                key: [self.share("listed", key), self.of["listed", key]] for key in ("in a list", "outside all lists")
            },
        }


def _covered(text: str, spans: Iterable[Span]) -> bytearray:
    made = bytearray(len(text))
    for begin, end in spans:
        made[begin:end] = b"\1" * (end - begin)
    return made


def _right(text: str, one: Told, own: bytearray) -> bool:
    """Whether a proposal is somebody's: at least half of its letters and digits; an address may hold its domain."""
    domains = {n for found in _DOMAIN.finditer(text, *one.span) for n in range(*found.span())}
    letters = [n for n in range(*one.span) if text[n].isalnum() and n not in domains]
    return bool(letters) and sum(own[n] for n in letters) * 2 >= len(letters)
