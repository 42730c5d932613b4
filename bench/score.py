"""How right a tool's findings are, by rules that are the same for all tools and lean to the peers' side.

Three places count as finding a copy, from strict to lenient: ``exact``, the line on which its header begins (its
separator line included); ``near``, one line above or below; ``within``, from two lines above to the header's last.
A prediction counts once, and so does a copy. A prediction inside the header of a copy that was found already (its
separator taken for one message and its fields for another) is set aside: it counts neither for nor against.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from bench.peers import Findings, Found
from bench.texts import Case, Piece, Truth
from bench.weave_score import Score

RULES = ("exact", "near", "within")
HEADER = ("sent", "subject", "from_domain", "to", "cc", "last")
"""What a whole header needs, as far as the tool gives it at all."""

_SIMILAR = 0.85


def places(truth: Truth, rule: str) -> tuple[int, int]:
    """First and last line that count as the beginning of a copy."""
    if rule == "exact":
        return truth.first, truth.first
    if rule == "near":
        return truth.first - 1, truth.first + 1
    return truth.first - 2, truth.last


def match(truths: list[Truth], found: list[Found], rule: str) -> dict[int, int]:
    """Which prediction is which copy: index of the copy to index of the prediction, both in order of the text."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for n, truth in enumerate(truths):
        first, last = places(truth, rule)
        options = [p for p, one in enumerate(found) if p not in taken and first <= one.first <= last]
        if options:
            pairs[n] = min(options, key=lambda p: abs(found[p].first - truth.first))
            taken.add(pairs[n])
    return pairs


def without_doubles(truths: list[Truth], found: list[Found]) -> list[Found]:
    """The predictions without those inside the header of a copy that another prediction found."""
    taken = set(match(truths, found, "within").values())
    inside = {line for truth in truths for line in range(truth.first - 2, truth.last + 1)}
    return [one for p, one in enumerate(found) if p in taken or one.first not in inside]


def given(case: Case, findings: Findings, pairs: dict[int, int]) -> bool:
    """Whether the first copy is a gift: the tool gave the text in which it stands as its opening piece."""
    truths = case.copies
    if not findings.opening or not truths or 0 in pairs:
        return False
    return not findings.copies or findings.copies[0].first > truths[0].first


def right(name: str, told: Any, true: Any) -> bool:
    """Whether one field of a header is right. What the print doesn't let be known is right whatever is told."""
    if name in ("to", "cc"):
        return true is None or _counted(told, true)
    if name == "subject":
        return _subject(told, true)
    if name == "sent":
        return _sent(told, true)
    if isinstance(told, range):
        return true in told
    return bool(told == true)


def _subject(told: str | None, true: str | None) -> bool:
    if not told or not true:
        return not told and not true
    return told == true or SequenceMatcher(None, told, true, autojunk=False).ratio() > _SIMILAR


def _sent(told: str | None, true: str | None) -> bool:
    """ISO with offset must be the same; ISO without, the clock as printed; other words must hold day and minute."""
    if told is None or true is None:
        return told == true
    moment = datetime.fromisoformat(true)
    try:
        mine = datetime.fromisoformat(told)
    except ValueError:
        return _printed(told, moment)
    if mine.tzinfo is not None or len(told) <= len("2020-12-08"):
        return told == true
    return mine.replace(second=0) == moment.replace(second=0, tzinfo=None)


def _printed(words: str, moment: datetime) -> bool:
    numbers = re.findall(r"\d+", words)
    hours = {moment.hour, moment.hour % 12 or 12}
    clock = any(
        int(a) in hours and int(b) == moment.minute for a, b in re.findall(r"(\d{1,2})\s?[:.u]\s?(\d{2})", words)
    )
    return clock and any(int(number) == moment.day for number in numbers)


def _counted(told: int | str | None, true: int) -> bool:
    """A count must agree; words as printed are right if any usual way of counting them agrees."""
    if isinstance(told, int):
        return told == true
    words = (told or "").strip()
    ways = {len([p for p in re.split(pattern, words) if p.strip()]) for pattern in (";", r",\s", r"[;,]\s")}
    return true in ways | {words.count("@"), words.count("<")}


@dataclass
class Tally:
    """Counts over many files, for one tool."""

    tool_fields: tuple[str, ...]
    files: int = 0
    failed: int = 0
    true: int = 0
    told: int = 0
    gifts: int = 0
    doubled: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    quoted_true: int = 0
    quoted_told: int = 0
    quoted_hits: int = 0
    right: Counter[str] = field(default_factory=Counter)
    whole: int = 0
    documents: int = 0
    documents_found: int = 0
    documents_whole: int = 0
    false_alarms: int = 0
    """Messages found in documents that hold none."""
    styles: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)

    def add(self, case: Case, findings: Findings) -> None:
        """Score one file."""
        truths = case.copies
        found = without_doubles(truths, findings.copies)
        self.doubled += len(findings.copies) - len(found)
        pairs = match(truths, found, "within")
        gift = given(case, findings, pairs)
        self.files += 1
        self.gifts += gift
        self.true += len(truths)
        self.told += len(found) + gift
        for rule in RULES:
            self.hits[rule] += len(match(truths, found, rule)) + gift
        self._quoted(truths, found, pairs)
        wholes = [n in pairs and self._header(truth, found[pairs[n]]) for n, truth in enumerate(truths)]
        for n, truth in enumerate(truths):
            self.styles[truth.style] += 1
            self.missed[truth.style] += n not in pairs and not (gift and n == 0)
        self._documents(case, found, pairs, gift, wholes)

    def _quoted(self, truths: list[Truth], found: list[Found], pairs: dict[int, int]) -> None:
        """The quoted copies alone: what stands for the printed ones is left out on both sides."""
        quoted = [n for n, truth in enumerate(truths) if truth.quoted]
        self.quoted_true += len(quoted)
        self.quoted_hits += sum(n in pairs for n in quoted)
        self.quoted_told += len(found) - sum(n in pairs for n, truth in enumerate(truths) if not truth.quoted)

    def _header(self, truth: Truth, one: Found) -> bool:
        """Whether all that the tool tells of a header is right, its first line (one off allowed) included."""
        bad = [n for n in self.tool_fields if not right(n, one.fields.get(n), truth.fields[n])]
        for name in self.tool_fields:
            self.right[name] += name not in bad
        for name in bad:
            self.wrong[f"{name} {truth.style}"] += 1
        whole = not set(bad) & set(HEADER) and abs(one.first - truth.first) <= 1
        self.whole += whole
        return whole

    def _documents(self, case: Case, found: list[Found], pairs: dict[int, int], gift: bool, wholes: list[bool]) -> None:
        """Document by document; what was found beside all copies counts against the document it stands in."""
        loose = [one.first for p, one in enumerate(found) if p not in pairs.values()]
        begins = [piece.first for piece in case.pieces]
        homes = Counter(max(bisect_right(begins, line) - 1, 0) for line in loose)
        at = 0
        for place, piece in enumerate(case.pieces):
            own = range(at, at + len(piece.copies))
            at += len(piece.copies)
            all_found = all(n in pairs or (gift and n == 0) for n in own) and not homes[place]
            self.documents += 1
            self.documents_found += all_found
            self.documents_whole += all_found and all(wholes[n] for n in own)
            self._blame(piece, homes[place])

    def _blame(self, piece: Piece, extras: int) -> None:
        self.extra[piece.kind] += extras
        if not piece.copies:
            self.false_alarms += extras

    def as_json(self) -> dict[str, Any]:
        """The figures."""
        return {
            "files": self.files,
            "failed": self.failed,
            "documents": self.documents,
            "copies": self.true,
            "told": self.told,
            "gifts": self.gifts,
            "doubled": self.doubled,
            **{rule: ratio(self.hits[rule], self.told, self.true)._asdict() for rule in RULES},
            "quoted": ratio(self.quoted_hits, self.quoted_told, self.quoted_true)._asdict(),
            "whole_header": share(self.whole, self.true),
            "fields": {name: share(self.right[name], self.true) for name in self.tool_fields},
            "documents_found": share(self.documents_found, self.documents),
            "documents_whole": share(self.documents_whole, self.documents),
            "false_alarms": self.false_alarms,
            "styles": dict(self.styles.most_common()),
            "missed": dict((+self.missed).most_common()),
            "wrong": dict((+self.wrong).most_common()),
            "extra": dict((+self.extra).most_common()),
        }


def ratio(hits: int, told: int, true: int) -> Score:
    """Precision, recall, F1; with nothing to find and nothing told, all are 1."""
    precision = hits / told if told else 1.0
    recall = hits / true if true else 1.0
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)


def share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def merged(tallies: Iterable[dict[str, Any]], key: str) -> dict[str, int]:
    """The counts of one kind over many results."""
    counts: Counter[str] = Counter()
    for tally in tallies:
        counts.update(tally[key])
    return dict(counts.most_common())
