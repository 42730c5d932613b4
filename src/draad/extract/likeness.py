"""How much a sentence is like sentences that people labelled: a linear model over its words and what the cues found.

Cues (``cues/``) know what Dutch says for certain, and why; this knows what is usual, and weighs it all together. The
corpus was written for Draad (``bench/corpus``, labelled by ``docs/punten.md``); the weights stand in
``knowledge/likeness.json``, made by ``scripts/train_likeness.py``: logistic regression, each kind against the rest.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any, NamedTuple, cast, get_args

import numpy as np

from draad.extract.cues.patterns import grammar
from draad.extract.edtf import bounds
from draad.extract.records import Found, Kind
from draad.extract.when import Kind as TimeKind
from draad.extract.when import When

_TOKEN = re.compile(
    r"\[[^\[\]\n]{1,40}\]|█+|\(1[01]\)\(\w{1,2}\)|\b5\.[12][.\w]*|\d[\d.,:/-]*|[^\W\d_]+(?:['’-][^\W\d_]+)*|[?!:;%€]"
)
_STEM = 5
"""Letters of a word that stand for its family: unseen forms of a verb are met by them."""
_LONGEST = 60
"""Words of a sentence that are looked at."""
_MOST_SUM = 4
_TIMELESS = "@timeless"
_TIMES = (*(f"@{kind}" for kind in get_args(TimeKind)), "@every", "@undated", "@to-come", "@past", _TIMELESS)
"""All that ``_of_times`` may tell."""
_LENGTH = 6.0
"""What words, and classes of words, count for together: a long sentence is no surer than a short one."""


class Model(NamedTuple):
    """What was learned, in log-odds."""

    kinds: tuple[Kind, ...]
    rows: dict[str, int]
    """Feature → its row of ``weights``."""
    weights: np.ndarray
    """Features × kinds, float64; the last row is the bias."""


class Seen(NamedTuple):
    """One sentence as the model sees it."""

    text: str
    codes: str
    """A character for each word (``cues.lexicon``); none where there is politeness alone."""
    place: tuple[str, ...]
    """Where it stands: ``in``, ``out``, ``from``, ``report``, ``letter``; ``point``."""
    found: tuple[Found, ...]
    whens: Callable[[], Sequence[When]]
    """Its time expressions; dear, so read only where they can decide."""
    day: str | None
    """ISO day of the unit's moment."""


@cache
def model() -> Model:
    """The model that Draad carries."""
    data = json.loads((resources.files("draad.knowledge") / "likeness.json").read_text(encoding="utf-8"))
    scale = data["scale"]

    rows = {word: row for row, word in enumerate(data["weights"])}
    weights = np.array([*data["weights"].values(), data["bias"]], np.float64) / scale
    return Model(tuple(cast(list[Kind], data["kinds"])), rows, weights)


@lru_cache(maxsize=16)
def words(text: str) -> tuple[str, ...]:
    """The words of a sentence as the model knows them: numbers, marks, abbreviations and names as one word each."""
    first, *rest = _TOKEN.findall(text)[:_LONGEST] or [""]
    return (_word(first, False), *[_word(token, True) for token in rest]) if first else ()


@lru_cache(maxsize=65536)
def _word(token: str, inside: bool) -> str:
    first = token[0]
    if first in "[(█" or token.startswith("5."):
        return "<mark>"
    if first.isdigit():
        return "<number>"
    if token.isupper() and 1 < len(token) <= 6:
        return "<code>"
    return "<name>" if inside and first.isupper() else token.lower()


def _of_word(word: str) -> tuple[str, ...]:
    """A word and its beginning. (Pairs of words add nothing to pairs of classes.)"""
    return (word, f"{word[:_STEM]}-") if len(word) > _STEM else (word,)


def _of_ends(told: Sequence[str]) -> tuple[str, ...]:
    """The first word and the last one, as such."""
    return (f"^{told[0]}", f"{told[-1]}$") if told else ()


def _of_finds(found: Iterable[Found]) -> set[str]:
    """Which cues found what, with which reasons, and how strongly."""
    told = set()
    for one in found:
        total = sum(reason.weight for reason in one.reasons)
        told |= {f"#{one.cue}", f"#{one.kind}", f"#{one.kind} {min(_MOST_SUM, int(total))}"}
        told.update(f"#{one.kind} {reason.name}" for reason in one.reasons)
    return told


def _of_times(whens: Iterable[When], day: str | None) -> set[str]:
    """Whether a time stands in it, and whether it is to come."""
    told = set()
    for when in whens:
        told.add(f"@{when.kind}")
        if when.every:
            told.add("@every")
        start = (when.due or "").strip("./")[:10]
        if not start or day is None:
            told.add("@undated")
        else:
            told.add("@to-come" if start >= day[: len(start)] else "@past")
    return told or {_TIMELESS}


def is_over(seen: Seen) -> bool:
    """Whether all times of a sentence are past: what is told of a mail of last week is no appointment."""
    whens = seen.whens()
    return bool(whens) and seen.day is not None and all(_is_past(when, seen.day) for when in whens)


def _is_past(when: When, day: str) -> bool:
    last = bounds(when.due)[1]
    return last is not None and not when.every and last < day


def _of_class(code: str) -> tuple[str, ...]:
    return tuple(f"={name}" for name in _classes().get(code, ()))


def _of_pair(first: str, second: str) -> tuple[str, ...]:
    known = _classes()
    return tuple(
        f"={a} {b}" for a in known.get(first, ()) for b in known.get(second, ()) if a[0] != "=" and b[0] != "="
    )


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    """The classes that each character of the lexicon stands for."""
    found: dict[str, list[str]] = {}
    for name, codes in grammar().lexicon.having.items():
        for code in codes:
            found.setdefault(code, []).append(name)
    return {code: tuple(sorted(names)) for code, names in found.items()}


def _scale(features: int) -> float:
    return _LENGTH / math.sqrt(max(1, features))


def _of_place(seen: Seen) -> set[str]:
    return {f"@{one}" for one in seen.place} | _of_finds(seen.found)


def features(seen: Seen) -> dict[str, float]:
    """All that the model looks at in a sentence, each with its weight; by these it is trained."""
    told = words(seen.text)
    of_words = {*_of_ends(told), *(name for word in told for name in _of_word(word))}
    found = dict.fromkeys(of_words, _scale(len(told)))
    found.update(dict.fromkeys(_of_place(seen) | _of_times(seen.whens(), seen.day), 1.0))
    codes, pairs = set(seen.codes), set(pairwise(seen.codes))
    classes = Counter(name for code in codes for name in _of_class(code))
    classes.update(name for pair in pairs for name in _of_pair(*pair))
    scale = _scale(len(codes) + len(pairs))
    found.update((name, count * scale) for name, count in classes.items())
    return found


def odds(seen: Seen, least: float) -> tuple[float, ...]:
    """For each kind of ``model().kinds`` the log-odds that the sentence holds an item of it: ``features``, weighed.

    Its times are left out where nothing was found and they can lift no kind above ``least``.
    """
    known, told = _table(), words(seen.text)
    of_words = {row for word in told for row in _rows_of_word(word)}
    of_words.update(_rows(_of_ends(told)))
    # In one order always: sums of floats depend on it, and sets of strings differ from process to process.
    codes, pairs = dict.fromkeys(seen.codes), dict.fromkeys(pairwise(seen.codes))
    rows = [known.bias, *sorted(_rows(_of_place(seen)))]
    at_words = len(rows)
    rows += [known.nothing, *sorted(of_words)]
    at_classes = len(rows)
    rows += [known.nothing, *map(_sum_of, codes), *[_sum_of(*pair) for pair in pairs]]
    parts = np.add.reduceat(known.rows[rows], (0, at_words, at_classes))
    sums = parts[0] + _scale(len(told)) * parts[1] + _scale(len(codes) + len(pairs)) * parts[2]
    if seen.found or (sums + _most_by_time() > least).any():
        sums = sums + known.rows[sorted(_rows(_of_times(seen.whens(), seen.day)))].sum(0)
    return tuple(sums.tolist())


@cache
def _most_by_time() -> Any:
    """The most that times can add to each kind."""
    return np.maximum(model().weights[_rows(_TIMES)], 0).sum(0)


def _rows(names: Iterable[str]) -> list[int]:
    rows = model().rows
    return [rows[name] for name in names if name in rows]


@lru_cache(maxsize=65536)
def _rows_of_word(word: str) -> tuple[int, ...]:
    return tuple(_rows(_of_word(word)))


class _Table:
    """The model's weights, and beneath them a row for each class of word, or pair of them, added up as it is met."""

    def __init__(self) -> None:
        weights = model().weights
        self.bias = len(weights) - 1
        self.nothing = len(weights)
        self.rows = np.concatenate([weights, np.zeros((4096, weights.shape[1]))])
        self.known: dict[tuple[str, str], int] = {}

    def add(self, pair: tuple[str, str], weights: np.ndarray) -> int:
        """The row of a pair that is new."""
        row = self.known[pair] = self.nothing + 1 + len(self.known)
        if row == len(self.rows):
            self.rows = np.concatenate([self.rows, np.zeros_like(self.rows)])
        self.rows[row] = weights
        return row


@cache
def _table() -> _Table:
    return _Table()


def _sum_of(first: str, second: str = "") -> int:
    """The row of a word's classes, or of a pair's."""
    table = _table()
    row = table.known.get((first, second))
    if row is None:
        names = _of_pair(first, second) if second else _of_class(first)
        row = table.add((first, second), model().weights[_rows(names)].sum(0))
    return row


def familiar(text: str) -> tuple[int, int]:
    """How many words of a sentence the model knows, of how many; signs, numbers, names and marks apart."""
    rows = model().rows
    plain = [word for word in words(text) if word[0].isalpha()]
    return sum(word in rows for word in plain), len(plain)


def telling(text: str, kind: Kind) -> str | None:
    """The word of a sentence that spoke most for a kind, as the model knows it; None where none did."""
    known = model()
    column = known.kinds.index(kind)
    plain = (word for word in words(text) if word in known.rows and word[0] != "<")
    best = max(((known.weights[known.rows[word], column], word) for word in plain), default=(0.0, ""))
    return best[1] if best[0] > 0 else None
