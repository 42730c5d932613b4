"""A small ranker that learns from what people accepted and rejected in one dossier. It reorders and never hides.

Off until enough is decided. Training needs scikit-learn, which is loaded there and only there; what was learned is a
plain table of weights. Nothing is learned about who sent or received something: no sender, domain or name counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log
from typing import TYPE_CHECKING, Literal

from draad.errors import UsageError
from draad.fold import fold
from draad.records import stable_id

if TYPE_CHECKING:
    from draad.dossier.views import ItemView

ENOUGH = 20
"""Accepted and rejected proposals, of each, from which on something can be learned."""
ACCEPTED = frozenset(("open", "fulfilled", "dropped", "superseded"))
REJECTED = "rejected"

_BUCKETS = 512
_NEAR = 40
"""Characters on either side of the cue whose words count."""
_CERTAIN = 0.001
_DIGITS = 6
"""Decimals of a learned weight: what lies below is the solver's noise."""
_SLIGHT = 0.005
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Ranker:
    """What was learned: the weight of each feature, and from how many decisions."""

    weights: Mapping[str, float]
    bias: float
    accepted: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Contribution:
    """One thing that counted for (positive) or against an item."""

    source: Literal["extraction", "learned"]
    key: str
    """In the catalogue: ``reason.NAME`` of extraction, ``learned.NAME`` of the ranker."""
    weight: float
    values: Mapping[str, str] = field(default_factory=dict)
    """Fields of the text under ``key``: ``value`` is a word, a kind, a cue, or the catalogue key of a reason."""


def ready(items: Iterable[ItemView]) -> bool:
    """Whether enough of Draad's proposals were accepted and rejected to learn from."""
    counts = Counter(decided for item in items if (decided := _decided(item)) is not None)
    return counts[True] >= ENOUGH and counts[False] >= ENOUGH


def train(items: Iterable[ItemView]) -> Ranker:
    """Logistic regression over what was decided; the same items give the same ranker in any order.

    Raises UsageError as long as too little is decided (see :func:`ready`).
    """
    decided = sorted(
        ((item, verdict) for item in items if (verdict := _decided(item)) is not None), key=lambda pair: pair[0].id
    )
    if not ready(item for item, _ in decided):
        raise UsageError(
            f"too little is decided to learn from: {len(decided)} proposals",
            f"Accept {ENOUGH} and reject {ENOUGH} proposals first.",
        )
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    told = [dict(_features(item)) for item, _ in decided]
    verdicts = [verdict for _, verdict in decided]
    vectorizer = DictVectorizer(sort=True)
    table = vectorizer.fit_transform(told)
    table.indices, table.indptr = (
        table.indices.astype("int32"),
        table.indptr.astype("int32"),
    )  # liblinear takes no other
    # liblinear: its own solver, one thread, the same answer on every machine but for the last bits, which are rounded.
    model = LogisticRegression(C=0.5, solver="liblinear", class_weight="balanced", random_state=0, max_iter=1000)
    model.fit(table, verdicts)
    weights = {
        name: round(float(weight), _DIGITS)
        for name, weight in zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    }
    return Ranker(weights, round(float(model.intercept_[0]), _DIGITS), sum(verdicts), len(verdicts) - sum(verdicts))


def order(ranker: Ranker | None, items: Iterable[ItemView]) -> list[tuple[ItemView, float]]:
    """All items with their score between 0 and 1, the likeliest first; without a ranker by extraction's own score."""
    scored = [(item, item.score if ranker is None else _score(ranker, item)) for item in items]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0].id))


def why(ranker: Ranker | None, item: ItemView) -> list[Contribution]:
    """What counted for an item: first extraction's reasons, then what was learned; of each the heaviest first."""
    told = [
        Contribution("extraction", f"reason.{reason['name']}", float(reason["weight"]))
        for reason in item.data.get("reasons") or ()
    ]
    if ranker is not None:
        told += _learned(ranker, item)
    return sorted(told, key=lambda c: (c.source, -abs(c.weight), c.key, tuple(c.values.values())))


def _learned(ranker: Ranker, item: ItemView) -> Iterator[Contribution]:
    words = {_bucket(word): word for word in sorted(_words(item), reverse=True)}
    for name, value in _features(item):
        weight = round(ranker.weights.get(name, 0.0) * value, _DIGITS)
        if abs(weight) < _SLIGHT:
            continue
        feature, _, which = name.partition("=")
        if feature == "word":
            which = words[name]
        elif feature == "reason":
            which = f"reason.{which}"
        yield Contribution("learned", f"learned.{feature}", weight, {"value": which} if which else {})


def _decided(item: ItemView) -> bool | None:
    """True for an accepted proposal, False for a rejected one; None for what is open yet or was no proposal of ours."""
    if item.origin != "draad":
        return None
    return True if item.status in ACCEPTED else False if item.status == REJECTED else None


def _score(ranker: Ranker, item: ItemView) -> float:
    total = ranker.bias + sum(ranker.weights.get(name, 0.0) * value for name, value in _features(item))
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def _features(item: ItemView) -> list[tuple[str, float]]:
    """An item as names with values, each name once."""
    score = min(max(item.score, _CERTAIN), 1 - _CERTAIN)
    features = [("score", log(score / (1 - score))), (f"kind={item.kind}", 1.0), (f"cue={item.cue}", 1.0)]
    features += [(f"reason={name}", 1.0) for name in sorted({str(r["name"]) for r in item.data.get("reasons") or ()})]
    features += [("owner", 1.0)] * bool(item.owner)
    features += [("due", 1.0)] * bool(item.due or item.every or item.urgent)
    return features + [(bucket, 1.0) for bucket in sorted({_bucket(word) for word in _words(item)})]


def _words(item: ItemView) -> set[str]:
    """The words near the cue, folded. Marks and numbers are none."""
    text, low, high = item.text, 0, len(item.text)
    cue: Sequence[int] | None = item.data.get("cue_span")
    if cue and item.span[0] <= cue[0] < item.span[1]:
        low = max(0, cue[0] - item.span[0] - _NEAR)
        high = cue[1] - item.span[0] + _NEAR
    return {fold(word) for word in _WORD.findall(text[low:high])}


def _bucket(word: str) -> str:
    """The same on every machine; a fixed number of features, whatever the words."""
    return f"word={stable_id('word', word) % _BUCKETS:03d}"
