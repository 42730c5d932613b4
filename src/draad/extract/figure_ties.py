"""The same figure in several places, and figures that contradict each other: by keys and grouping, never all pairs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import combinations
from typing import NamedTuple

from draad.extract.figures import share
from draad.extract.records import Figure, Item, Reason, TieKind
from draad.fold import fold
from draad.knowledge import load

_KEY_WORDS = 6
"""Words of a figure that make keys: the longest, for these tell most."""
_CONFLICTS = 8
"""Other values for the same words beyond which the words say too little to call it a conflict."""
_ROUND = Decimal("0.15")
"""How far a ratio, which is rounded, may be from the share that it stands for."""


class FigureTie(NamedTuple):
    """Two items whose figures are the same, or say of the same thing another number."""

    kind: TieKind
    """``same`` or ``conflicts``."""
    source: int
    target: int
    """The item that was said first, by date and then by identifier."""
    score: float
    reasons: tuple[Reason, ...]


class _Row(NamedTuple):
    id: int
    order: tuple[str, int]
    value: str
    unit: str
    words: frozenset[str]
    when: str | None
    said: str | None


def tie_figures(items: Sequence[tuple[int, Item, str]]) -> list[FigureTie]:
    """Ties between figures: item identifier, item, and the words of its span; other kinds are passed over.

    *Same*: equal value and unit, and two words of what is counted in common (all, where there is but one). *Conflicts*:
    all words equal and the period too (where none is told: said in the same month), but another value. Every item is
    tied to the first that was said, so ties grow with the items and not with their pairs. Same answer in any order.
    """
    rows = sorted((row for row in map(_row, items) if row), key=lambda row: row.order)
    root = _same(rows)
    ties = [
        FigureTie("same", row.id, rows[root[n]].id, _score(row, rows[root[n]]), _same_reasons(row, rows[root[n]]))
        for n, row in enumerate(rows)
        if root[n] != n and row.id != rows[root[n]].id
    ]
    return sorted([*ties, *_conflicts(rows, root)], key=lambda tie: (tie.kind, tie.source, tie.target))


_WORD = re.compile(r"[^\W\d_]{3,}")


@cache
def _light() -> frozenset[str]:
    return frozenset(load("figures")["words"]["skip"])


def _row(entry: tuple[int, Item, str]) -> _Row | None:
    number, item, text = entry
    if item.figure is None:
        return None
    words = _words(item.figure, text)
    if not words:
        return None
    unit = "share" if share(item.figure.value, item.figure.unit) is not None else item.figure.unit or ""
    return _Row(number, (item.said or "9999", number), item.figure.value, unit, words, item.figure.when, item.said)


def _words(figure: Figure, text: str) -> frozenset[str]:
    """What is counted and of whom, each word without its ending; of the whole text where neither is known."""
    told = " ".join(filter(None, (figure.counts, figure.of))) or text
    return frozenset(_stem(word) for word in _WORD.findall(fold(told)) if word not in _light())


def _stem(word: str) -> str:
    """Plural and singular alike: *scholen*, *school*; enough for a key, no more."""
    for ending in ("en", "s", "e", "n"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return re.sub(r"([aeou])\1", r"\1", word)


def _keys(row: _Row) -> Iterator[tuple[str, ...]]:
    words = sorted(row.words, key=lambda w: (-len(w), w))[:_KEY_WORDS]
    told = [str(part) for part in (row.unit, _rounded(row))]
    if len(row.words) == 1:
        yield (*told, words[0])
    for a, b in combinations(sorted(words), 2):
        yield (*told, a, b)


def _rounded(row: _Row) -> str:
    """The value by which the same is found; a share by its part of one, so that ``1/4`` is ``25%``."""
    part = share(row.value, {"share": "%"}.get(row.unit, row.unit))
    return row.value if part is None else str(round(part, 4).normalize())


def _same(rows: Sequence[_Row]) -> list[int]:
    """For each row the first one with which it is the same, by way of keys in common."""
    parent = list(range(len(rows)))

    def find(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    first: dict[tuple[str, ...], dict[str | None, int]] = defaultdict(dict)
    for n, row in enumerate(rows):
        for key in _keys(row):
            seen = first[key]
            like = seen.get(row.when, seen.get(None) if row.when else next(iter(seen.values()), None))
            if like is None:
                seen[row.when] = n
                continue
            a, b = find(like), find(n)
            parent[max(a, b)] = min(a, b)
    return [find(n) for n in range(len(rows))]


def _score(a: _Row, b: _Row) -> float:
    common = len(a.words & b.words) / max(1, len(a.words | b.words))
    return round(0.5 + 0.3 * common + (0.2 if a.when is not None and a.when == b.when else 0.0), 3)


def _same_reasons(a: _Row, b: _Row) -> tuple[Reason, ...]:
    period = [Reason("figures-same-period", 0.5)] if a.when is not None and a.when == b.when else []
    return (Reason("figures-same-words", 1.5), *period)


def _conflicts(rows: Sequence[_Row], root: Sequence[int]) -> Iterable[FigureTie]:
    """Of each group with the same words and period: each other value, where it was first said, against the first."""
    groups: dict[tuple[str, frozenset[str], str], list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        if len(row.words) > 1:
            groups[row.unit, row.words, row.when or f"said {(row.said or '')[:7]}"].append(n)
    for members in groups.values():
        values: dict[str, int] = {}
        for n in members:
            values.setdefault(rows[n].value, n)
        (_, head), *others = values.items()
        if len(others) > _CONFLICTS:
            continue
        for _, n in others:
            if root[n] != root[head] and not _near(rows[n], rows[head]) and rows[n].id != rows[head].id:
                period = [Reason("figures-same-period", 0.5)] if rows[n].when else []
                reasons = (Reason("figures-other-value", 1.0), *period)
                yield FigureTie("conflicts", rows[n].id, rows[head].id, 0.8 if rows[n].when else 0.6, reasons)


def _near(a: _Row, b: _Row) -> bool:
    """*1 op de 9* and *10,7%* do not contradict each other; *10%* and *11%* do."""
    if ("/" in a.value) == ("/" in b.value) or a.unit != "share":
        return False
    x, y = share(a.value, "%"), share(b.value, "%")
    return x is not None and y is not None and abs(x - y) <= _ROUND * max(x, y)
