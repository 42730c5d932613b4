"""What proposes items: Draad, and the plain way, a list of words.

There is no Dutch peer: no package that we know of proposes actions, promises or decisions from Dutch text. What exists
for English meetings (action-item detection) is trained on English transcripts. So the word list stands in, which is
what a civil servant would search for by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bench.item_texts import Case, Told
from draad.extract import extract
from draad.records import Span, Split

_SENTENCE = re.compile(r"[^\s>][^\n.?!]*(?:\n(?!\s*(?:[-*•>]|\d+[.)]|$))[^\n.?!]+)*[.?!]?")
"""From a first letter to a stop; a line goes on in the next unless that is blank or a list item."""
_WORDS = {
    "action": ("actie", "zal ", "gaat ", "pakt op", "zorgt voor", "uiterlijk"),
    "commitment": ("toezeg", "toegezegd", "beloofd", "beloof"),
    "signal": ("signaal", "signalen", "zorgen over", "klacht", "meldt", "melden", "knelpunt"),
    "decision": ("besloten", "besluit", "akkoord", "vastgesteld", "afgesproken"),
    "appointment": ("overleg op", "vergader", "bijeenkomst", "afspraak", "gepland"),
}
_NUMBER = re.compile(r"€|%|\bprocent\b|\b\d{3,}\b")


def by_draad(case: Case) -> Iterator[Told]:
    """Draad's proposals."""
    for split in case.splits:
        document = split.document
        for item in extract(split):
            due = item.due
            yield Told(
                item.kind,
                document.lines_of(item.span),
                document.text[slice(*item.span)],
                tuple(party.name for party in item.owners),
                due.due if due else None,
                due.every if due else None,
            )


def by_words(case: Case) -> Iterator[Told]:
    """A sentence with a question mark is a question, one with "besloten" a decision, and so on."""
    for split in case.splits:
        for begin, end in _spans(split):
            for found in _SENTENCE.finditer(split.document.text, begin, end):
                for kind in _kinds(found[0]):
                    yield Told(kind, split.document.lines_of(found.span()), found[0])


def _spans(split: Split) -> Iterator[Span]:
    """Bodies, and the text of documents that are no mail."""
    if split.kind in ("decision", "inventory"):
        return
    yield from (copy.body for copy in split.copies if copy.body)
    if not split.copies:
        yield 0, len(split.document.text)


def _kinds(sentence: str) -> Iterator[str]:
    small = sentence.lower()
    if sentence.endswith("?"):
        yield "question"
    yield from (kind for kind, cues in _WORDS.items() if any(cue in small for cue in cues))
    if _NUMBER.search(sentence):
        yield "figure"
