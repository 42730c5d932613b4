"""By what rules a proposed item is right; the same for all tools.

A proposal finds a true item when its kind is right, their lines meet, and at least half of the words of the shorter one
stand in the other. Each counts once. Left over, a proposal is wrong, but for three that count neither way: one on a
passage of which readers may differ whether it is an item of that kind, one of another kind that is right too on an item
already found, and a second figure in a sentence whose figure was found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from bench.item_texts import Case, Row, Sentence, Told
from bench.score import ratio, share
from draad.sample.said import KINDS

Meets = Callable[[tuple[int, int], str, Told], bool]
_WORD = re.compile(r"\w+")
_ARTICLE = re.compile(r"^(?:de|het|een)\s+")


def words(text: str) -> Counter[str]:
    """The words of a text, each as often as it stands there."""
    return Counter(_WORD.findall(text.lower()))


def overlap(one: str, other: str) -> float:
    """The share of the shorter text's words that stand in the other."""
    mine, theirs = words(one), words(other)
    least = min(mine.total(), theirs.total())
    return (mine & theirs).total() / least if least else 0.0


def by_words(lines: tuple[int, int], text: str, told: Told) -> bool:
    """Whether a proposal stands on these words of these lines."""
    return by_lines(lines, text, told) and overlap(text, told.text) >= 0.5


def by_lines(lines: tuple[int, int], text: str, told: Told) -> bool:
    """Whether a proposal stands on these lines: for the gold, whose words are a paraphrase."""
    return lines[0] <= told.lines[1] and told.lines[0] <= lines[1]


def pairs(rows: list[Row], told: list[Told], meets: Meets) -> dict[int, int]:
    """Which proposal finds which true item, by index: own kinds first, then other kinds that are right too.

    Of several on one item it is the one with the right owners, and the most alike.
    """
    found: dict[int, int] = {}
    taken: set[int] = set()
    for lenient in (False, True):
        for n, row in enumerate(rows):
            if n in found:
                continue
            kinds = row["kinds"] if lenient else row["kinds"][:1]
            options = [
                p
                for p, one in enumerate(told)
                if p not in taken and one.kind in kinds and meets(tuple(row["lines"]), row["text"], one)
            ]
            if options:
                found[n] = max(options, key=lambda p: (bool(right_owners(row, told[p])), _alike(row, told[p])))
                taken.add(found[n])
    return found


def _alike(row: Row, told: Told) -> float:
    """How much of both texts is the same: of two proposals on one item the nearer one finds it."""
    mine, theirs = words(row["text"]), words(told.text)
    return (mine & theirs).total() / max((mine | theirs).total(), 1)


def excused(one: Told, rows: Iterable[Row], found: set[int], meets: Meets) -> bool:
    """Whether a proposal that found nothing counts neither way; ``rows`` in the order of ``found``'s numbers."""
    return any(
        one.kind in row["kinds"]
        and (not row["sure"] or (n in found and (one.kind == "figure" or one.kind != row["kinds"][0])))
        and meets(tuple(row["lines"]), row["text"], one)
        for n, row in enumerate(rows)
    )


def plain(name: str) -> str:
    """A name for comparing: small letters, no article."""
    return _ARTICLE.sub("", " ".join(name.lower().split()))


def same_name(one: str, other: str) -> bool:
    """Whether two names mean the same: one holds all words of the other."""
    mine, theirs = set(_WORD.findall(plain(one))), set(_WORD.findall(plain(other)))
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def right_owners(row: Row, told: Told) -> bool | None:
    """Whether the owners are right; None where the truth doesn't decide it."""
    if row["owner"] is None:
        return None
    allowed = [*row["owner"], *row["also"]]
    if not row["owner"]:
        return not told.owners
    known = all(any(same_name(owner, name) for name in allowed) for owner in told.owners)
    return known and len(told.owners) >= len(row["owner"])


@dataclass
class Tally:
    """Counts over many files."""

    meets: Meets = by_words
    true: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    hit_true: Counter[str] = field(default_factory=Counter)
    hit_told: Counter[str] = field(default_factory=Counter)
    tells: bool = False
    """Whether the tool tells owners or dates at all."""
    excused: int = 0
    outside: int = 0
    """Wrong proposals that stand on no sentence of the generator's: greetings, signatures, headers, furniture."""
    other_kind: int = 0
    """Wrong proposals that stand on a true item of another kind."""
    owners: Counter[str] = field(default_factory=Counter)
    due: Counter[str] = field(default_factory=Counter)
    every: Counter[str] = field(default_factory=Counter)
    templates: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    traps: Counter[str] = field(default_factory=Counter)
    """Sentences that only look like an item, by kind; and ``KIND!``: those taken for one of that kind."""
    misses: list[Row] = field(default_factory=list)
    faults: list[tuple[Told, str]] = field(default_factory=list)
    """Wrong proposals, each with the template on which it stands."""
    slips: list[tuple[str, Row, Told]] = field(default_factory=list)
    """Items found with a wrong owner, due date or rhythm."""

    def add(self, case: Case, proposals: Iterable[Told], only: Callable[[str], bool] | None = None) -> None:
        """Score one file; ``only``: items and proposals on sentences of templates whose name it accepts."""
        told = [one for one in proposals if case.scored(one)]
        self.tells |= any(one.owners or one.due or one.every for one in told)
        rows, sentences = case.rows, case.sentences
        if only:
            told = [one for one in told if only(_home(one, sentences, self.meets))]
            rows = [row for row in rows if only(row["template"])]
            sentences = [one for one in sentences if only(one.template)]
        sure = [row for row in rows if row["sure"]]
        found = pairs(sure, told, self.meets)
        for n, row in enumerate(sure):
            self._row(row, told[found[n]] if n in found else None)
        open_ = [row for row in rows if not row["sure"]]
        self._left(told, set(found.values()), [*sure, *open_], set(found), sentences)
        self._trapped(told, sentences)

    def _row(self, row: Row, one: Told | None) -> None:
        kind = row["kind"]
        self.true[kind] += 1
        self.templates[row["template"]] += 1
        if one is None:
            self.missed[row["template"]] += 1
            self.misses.append(row)
            return
        self.hit_true[kind] += 1
        self.told[one.kind] += 1
        self.hit_told[one.kind] += 1
        owners = right_owners(row, one)
        if owners is not None:
            self._note(self.owners, owners, "owner", row, one)
        for name, counts, said in (("due", self.due, one.due), ("every", self.every, one.every)):
            if name in row["unknown"]:
                continue
            if row[name] is None:
                counts["none"] += 1
                counts["invented"] += said is not None
            else:
                self._note(counts, said == row[name], name, row, one)

    def _note(self, counts: Counter[str], good: bool, what: str, row: Row, one: Told) -> None:
        counts["all"] += 1
        counts["right"] += good
        if not good:
            self.slips.append((what, row, one))

    def _left(
        self, told: list[Told], taken: set[int], rows: list[Row], found: set[int], sentences: list[Sentence]
    ) -> None:
        for p, one in enumerate(told):
            if p in taken:
                continue
            if excused(one, rows, found, self.meets):
                self.excused += 1
                continue
            home = _home(one, sentences, self.meets)
            self.told[one.kind] += 1
            self.wrong[home] += 1
            self.outside += not home
            self.other_kind += any(row["sure"] and self.meets(tuple(row["lines"]), row["text"], one) for row in rows)
            self.faults.append((one, home))

    def _trapped(self, told: list[Told], sentences: list[Sentence]) -> None:
        for sentence in sentences:
            group = sentence.template.split("/")[-2] if "/" in sentence.template else ""
            if group.endswith("_not"):
                kind = group.removesuffix("_not")
                self.traps[kind] += 1
                self.traps[f"{kind}!"] += any(
                    one.kind == kind and self.meets(sentence.lines, sentence.text, one) for one in told
                )

    def as_json(self) -> dict[str, Any]:
        """The figures; no word of any text."""
        kinds = {
            kind: {
                **_scores(self.hit_true[kind], self.true[kind], self.hit_told[kind], self.told[kind]),
                "true": self.true[kind],
                "told": self.told[kind],
                "traps": self.traps[kind],
                "trapped": self.traps[f"{kind}!"],
            }
            for kind in KINDS
        }
        hits = self.hit_true.total()
        return {
            **ratio(hits, self.told.total(), self.true.total())._asdict(),
            "true": self.true.total(),
            "told": self.told.total(),
            "tells": self.tells,
            "excused": self.excused,
            "outside": self.outside,
            "other_kind": self.other_kind,
            "kinds": kinds,
            "owners": {"right": share(self.owners["right"], self.owners["all"]), "of": self.owners["all"]},
            "due": _dates(self.due),
            "every": _dates(self.every),
        }


def _home(one: Told, sentences: list[Sentence], meets: Meets) -> str:
    """The template of the sentence on which a proposal stands; empty where it stands on none."""
    options = [s for s in sentences if meets(s.lines, s.text, one)]
    return max(options, key=lambda s: overlap(s.text, one.text)).template if options else ""


def _scores(hit_true: int, true: int, hit_told: int, told: int) -> dict[str, float]:
    """Recall over the true items of a kind, precision over the proposals of it."""
    precision, recall = share(hit_told, told), share(hit_true, true)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": precision, "recall": recall, "f1": f1}


def _dates(counts: Counter[str]) -> dict[str, float]:
    """How many of the dates were right, and how often one was given where there is none."""
    return {
        "right": share(counts["right"], counts["all"]),
        "of": counts["all"],
        "invented": counts["invented"] / counts["none"] if counts["none"] else 0.0,
        "of_none": counts["none"],
    }
