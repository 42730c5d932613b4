"""Names of people in running text, by a conditional random field: one witness among others, never a decision.

Method: Lafferty, McCallum & Pereira (2001), as python-crfsuite (Okazaki) has it. The model is trained by
``scripts/train_tagger.py`` on text written for Draad; ``knowledge/tagger.toml`` says of what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

import pycrfsuite

from draad.records import Span
from draad.release.propose.tagger_features import Line, features, lines, small_words

MODEL = "tagger.crfsuite"


class Tagged(NamedTuple):
    """A name that the tagger saw."""

    span: Span
    kind: Literal["person", "office"]
    """``office``: somebody who is named by a public office (minister, Kamerlid); see ``Tagger.tag_all``."""
    score: float
    """0..1: how sure it is of its least sure word."""


@cache
def _model() -> bytes:
    return (files("draad.knowledge") / MODEL).read_bytes()


class Tagger:
    """The trained model. The same text gives the same names; one instance a process."""

    def __init__(self, model: bytes | None = None) -> None:
        self._crf = pycrfsuite.Tagger()
        self._crf.open_inmemory(_model() if model is None else model)

    def tag(self, text: str, spans: Sequence[Span]) -> list[Tagged]:
        """Names of people within ``spans``, in order. A name that a line break parts is one span."""
        return [tagged for tagged in self.tag_all(text, spans) if tagged.kind == "person"]

    def tag_all(self, text: str, spans: Sequence[Span]) -> list[Tagged]:
        """As ``tag``, and those who appear in public by their office."""
        small = small_words(text)
        return [tagged for span in sorted(spans) for line in lines(text, span) for tagged in self._line(line, small)]

    def _line(self, line: Line, small: frozenset[str]) -> Iterator[Tagged]:
        if not any(word.text[0].isupper() for word in line.words):
            return
        labels = self._crf.tag(features(line, small))
        at = 0
        while at < len(labels):
            begin, label = at, labels[at]
            at += 1
            if label == "O":
                continue
            while at < len(labels) and labels[at] == f"I{label[1:]}":
                at += 1
            score = min(self._crf.marginal(labels[n], n) for n in range(begin, at))
            kind: Literal["person", "office"] = "office" if label.endswith("-PUB") else "person"
            yield Tagged((line.words[begin].start, line.words[at - 1].end), kind, round(score, 4))
