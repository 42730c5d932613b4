"""Make ``knowledge/likeness.json`` from the training half of ``bench/corpus``: ``python scripts/train_likeness.py``.

Needs scikit-learn. The held half is never read here; ``bench/likeness.py`` scores by it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from draad.extract.cues import judged
from draad.extract.explicit import explicit
from draad.extract.likeness import Seen, features
from draad.extract.records import Unit
from draad.extract.sentences import sentences
from draad.extract.times import Times
from draad.extract.units import folded
from draad.extract.weighing import seen_of
from draad.extract.when import Moment
from draad.records import Copy, Person, Report
from draad.split import marks

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "bench" / "corpus"
OUT = ROOT / "src" / "draad" / "knowledge" / "likeness.json"
KINDS = ("action", "commitment", "question", "signal", "decision", "appointment")
SCALE = 100
LEAST = 2
"""Times that a feature must stand in the corpus to be looked at."""
SLIGHT = 2
"""Hundredths under which a weight is left out."""
STRENGTH = 0.3
"""Of the fit: the inverse of its regularisation."""

_WAYS = {
    "in": ("minsenw.nl", "minsenw.nl"),
    "out": ("minsenw.nl", "koepelhuis.nl"),
    "from": ("koepelhuis.nl", "minsenw.nl"),
}


class Row(NamedTuple):
    """One labelled sentence; ``maybe`` are kinds on which careful readers may differ."""

    kinds: frozenset[str]
    maybe: frozenset[str]
    point: bool
    side: str
    text: str


def rows(paths: Iterable[Path]) -> list[Row]:
    """The rows of some files of the corpus."""
    found = []
    for path in sorted(paths):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            cells = line.split("\t")
            if len(cells) != 4:
                raise ValueError(f"{path}:{number} has {len(cells)} fields, not 4")
            labels, role, side, text = cells
            kinds = [] if labels == "-" else labels.split("+")
            sure = frozenset(kind for kind in kinds if not kind.endswith("?"))
            found.append(Row(sure, frozenset(k[:-1] for k in kinds if k.endswith("?")), role == "point", side, text))
    return found


def unit_of(row: Row) -> Unit:
    """A unit of one sentence, sent the way that its row tells."""
    text = f"- {row.text}" if row.point else row.text
    copy = report = None
    if row.side in _WAYS:
        sender, to = _WAYS[row.side]
        people = (Person("X", to),)
        copy = Copy(0, (0, 0), (0, len(text)), 0, None, None, "", "", Person("X", sender), people, (), True, True,
                    "quoted", (), (), marks.find(text))  # fmt: skip
    elif row.side == "report":
        report = Report()
    kind: Any = "mail" if copy else row.side
    span = (0, len(text))
    moment = Moment(date(2020, 11, 18))
    return Unit(text, kind, span, sentences(text, span, []), moment, copy, report, None, folded(text))


def seen(row: Row) -> Seen:
    """A row as the model sees it, with what the cues find in it."""
    unit = unit_of(row)
    told, codes = judged(unit)
    return seen_of(unit, [*told, *explicit(unit)], codes, Times(unit))


def vocabulary(data: list[dict[str, float]]) -> dict[str, int]:
    """Every feature that stands in at least ``LEAST`` rows."""
    counts = Counter(feature for row in data for feature in row)
    return {feature: n for n, feature in enumerate(sorted(f for f, count in counts.items() if count >= LEAST))}


def matrix(data: list[dict[str, float]], index: dict[str, int]) -> Any:
    """Rows by features, with their weights."""
    from scipy.sparse import csr_matrix

    cells = [(n, index[f], count) for n, row in enumerate(data) for f, count in row.items() if f in index]
    rows_of, columns, values = zip(*cells, strict=True)
    return csr_matrix((np.array(values, dtype=float), (rows_of, columns)), shape=(len(data), len(index)))


def fitted(table: Any, data: list[Row], kind: str) -> Any:
    """A model of one kind. A doubtful label counts for neither side."""
    from sklearn.linear_model import LogisticRegression

    sure = np.array([kind not in row.maybe for row in data])
    label = np.array([kind in row.kinds for row in data])[sure]
    return LogisticRegression(C=STRENGTH, max_iter=3000, solver="liblinear", random_state=0).fit(table[sure], label)


def main() -> None:
    """Train on all of ``train-*.tsv`` and write the weights."""
    data = rows(CORPUS.glob("train-*.tsv"))
    told = [features(seen(row)) for row in data]
    index = vocabulary(told)
    table = matrix(told, index)
    models = [fitted(table, data, kind) for kind in KINDS]
    weights = np.rint(np.column_stack([model.coef_[0] for model in models]) * SCALE).astype(int)
    kept = {feature: weights[n].tolist() for feature, n in index.items() if np.abs(weights[n]).max() >= SLIGHT}
    write(kept, [model.intercept_[0] for model in models])
    print(f"{len(data)} sentences, {len(kept)} features, {OUT.stat().st_size // 1024} kB")


def write(weights: dict[str, list[int]], bias: list[float]) -> None:
    """The file that ``extract/likeness.py`` reads: a feature a line, so that a change can be read."""
    head = {
        "about": "Weights of extract/likeness.py, from bench/corpus/train-*.tsv by scripts/train_likeness.py",
        "kinds": KINDS,
        "scale": SCALE,
        "bias": np.rint(np.array(bias) * SCALE).astype(int).tolist(),
    }
    lines = (f"{json.dumps(word, ensure_ascii=False)}:{json.dumps(row)}" for word, row in sorted(weights.items()))
    OUT.write_text(json.dumps(head)[:-1] + ',\n"weights":{\n' + ",\n".join(lines) + "\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
