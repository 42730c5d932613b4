"""Dutch time expressions: where they stand in a text, and which day, period or rhythm they mean.

The rules, each with its source, stand in ``docs/dates.md``; the words in ``knowledge/when.toml``. One scan makes tokens
of the words of time (``tokens``); a grammar over them (``phrase``, ``ranges``, ``points``, ``periods``, ``clock``,
``rhythm``) reads the longest expression at each place.
"""

from __future__ import annotations

from draad.extract.when.lexicon import how
from draad.extract.when.phrase import Node, expressions
from draad.extract.when.reader import Reader, day_of
from draad.extract.when.records import Kind, Moment, When
from draad.extract.when.tokens import Token, scan

__all__ = ["Kind", "Moment", "When", "find"]

_ALONE = frozenset(
    ("relative", "weekday", "adverb", "month", "quarter_name", "feast", "season", "unknown_period", "urgency", "vague",
     "rhythm", "date", "pair", "clock", "ordinal")
)  # fmt: skip
"""Kinds that may be a whole expression; a token of another kind begins one only with a token right after it."""
_NEVER = frozenset(("mark", "number_context", "back"))
"""Kinds that begin no expression."""
_LONGEST = 40
"""Tokens of the longest expression: the grammar sees no more of a text at once, so that it is read in linear time."""


def find(text: str, moment: Moment | None) -> list[When]:
    """The time expressions of ``text``, in order, none within another.

    ``moment`` is when the text was written; without one, what must be counted from it has ``due`` None and keeps its
    text. Impossible dates (31 februari) likewise. Never raises; the same text and moment give the same answer.
    """
    found: list[When] = []
    words = scan(text)
    day = day_of(moment) if words else None
    i, count = 0, len(words)
    while i < count:
        token = words[i]
        if token.kind in _NEVER:
            i += 1
            continue
        if token.kind not in _ALONE and (i + 1 == count or words[i + 1].gap):
            i += 1
            continue
        if token.kind == "wish":
            i += 1 + _is_wish(words, i)
            continue
        first = i - 1 if i and not token.gap else i
        reader = Reader(text, words[first : i + _LONGEST], day, day)
        nodes = expressions(reader, i - first)
        found.extend(_when(reader, node, moment) for node in nodes)
        i = first + max((node.end for node in nodes), default=i + 1 - first)
    return found


def _is_wish(words: list[Token], i: int) -> bool:
    """*fijne zondag*, *goed weekend*; but *goed morgen te bellen* is no wish."""
    after = words[i + 1] if i + 1 < len(words) else None
    if after is None or after.gap:
        return False
    return str(words[i].value).endswith("e") or bool(after.value == "weekend")


def _when(reader: Reader, node: Node, moment: Moment | None) -> When:
    words = reader.tokens[node.start : node.end]
    start, end = words[0].start, words[-1].end
    told, certain = node.days.how, node.days.certain
    if any(word.mended for word in words):
        told, certain = (*told, how("mended")), False
    if moment is not None and not moment.certain and node.due and how("date") not in told:
        told, certain = (*told, how("uncertain_moment")), False
    return When(
        span=(start, end),
        text=reader.text[start:end],
        due=node.due,
        every=node.every,
        urgent=node.urgent,
        kind=node.kind,
        at=node.days.at,
        how=told,
        certain=certain,
    )
