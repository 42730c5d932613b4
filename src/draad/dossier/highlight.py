"""Where in a text the words of a query stand, and the passage to show of it.

A span found here quotes exactly the text's own characters: the text is walked word by word, and each word is put
through the same analysis as the index. Redaction marks are words like others; nothing is filled in (law 2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from draad.dossier import analysis
from draad.dossier.query import And, Node, Not, Or, Phrase, Prefix, TextField, Word
from draad.records import Span

SNIPPET_CHARACTERS = 240
FURTHEST = 100_000
"""A passage is looked for in this many characters of a text."""

_LEAD = 60


class Step(NamedTuple):
    """What one word of the text must be: its exact term, one of its Dutch terms, or the beginning of its exact term."""

    how: Literal["exact", "dutch", "prefix"]
    terms: tuple[str, ...]

    def fits(self, exact: str, dutch: frozenset[str]) -> bool:
        """Whether a word with this exact term and these Dutch terms will do."""
        if self.how == "exact":
            return exact in self.terms
        if self.how == "prefix":
            return exact.startswith(self.terms)
        return dutch.issuperset(self.terms)


Chain = tuple[Step, ...]
"""Words that must follow each other."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a text: its span, and the spans of the words found within it, all offsets into the whole text."""

    span: Span
    highlights: tuple[Span, ...]


class Highlighter:
    """Finds the words of one query in any number of texts. Words under a NOT are not shown."""

    def __init__(self, node: Node) -> None:
        self._chains: dict[TextField, list[Chain]] = {"": [], "subject": []}
        self._collect(node)
        self._seen: dict[tuple[TextField, str], tuple[str, frozenset[str], tuple[Chain, ...]]] = {}

    def subject_spans(self, subject: str) -> tuple[Span, ...]:
        """The words found in a subject."""
        return tuple(self._spans(subject, "subject"))

    def body_spans(self, body: str) -> tuple[Span, ...]:
        """The words found in a body, in order, none overlapping."""
        return tuple(self._spans(body, ""))

    def snippet(self, body: str) -> Snippet:
        """The passage that shows most of the query; the beginning of the body where nothing stands in it."""
        spans = self._spans(body[:FURTHEST], "")
        best, most, right = 0, 0, 0
        for left, span in enumerate(spans):
            while right < len(spans) and spans[right][1] <= span[0] + SNIPPET_CHARACTERS - _LEAD:
                right += 1
            variety = len({body[a:b].lower() for a, b in spans[left:right]}) * 100 + right - left
            if variety > most:
                best, most = left, variety
        start, end = _window(body, spans[best][0] if spans else 0)
        return Snippet((start, end), tuple((a, b) for a, b in spans if start <= a and b <= end))

    def _collect(self, node: Node) -> None:
        if isinstance(node, And | Or):
            for child in node.children:
                self._collect(child)
        elif isinstance(node, Word | Phrase | Prefix) and node.field in self._chains and not isinstance(node, Not):
            chains = _chains_of(node)
            self._chains["subject"] += chains
            if not node.field:
                self._chains[""] += chains

    def _spans(self, text: str, field: TextField) -> list[Span]:
        if not self._chains[field]:
            return []
        tokens = list(analysis.token_spans(text))
        found: list[Span] = []
        for at, (start, end) in enumerate(tokens):
            if found and start < found[-1][1]:
                continue
            for chain in self._word(text[start:end], field)[2]:
                if self._follows(chain, text, tokens, at, field):
                    found.append((start, tokens[at + len(chain) - 1][1]))
                    break
        return found

    def _follows(self, chain: Chain, text: str, tokens: list[Span], at: int, field: TextField) -> bool:
        if at + len(chain) > len(tokens):
            return False
        for step, (start, end) in zip(chain[1:], tokens[at + 1 : at + len(chain)], strict=True):
            exact, dutch, _ = self._word(text[start:end], field)
            if not step.fits(exact, dutch):
                return False
        return True

    def _word(self, word: str, field: TextField) -> tuple[str, frozenset[str], tuple[Chain, ...]]:
        """A word's terms and the chains that may begin with it, worked out once for each word."""
        if (known := self._seen.get((field, word))) is not None:
            return known
        exact = "".join(analysis.exact_terms(word))
        dutch = frozenset(term for _, term in analysis.dutch_terms(word))
        chains = tuple(chain for chain in self._chains[field] if chain[0].fits(exact, dutch))
        self._seen[field, word] = (exact, dutch, chains)
        return exact, dutch, chains


def _chains_of(node: Word | Phrase | Prefix) -> list[Chain]:
    exact = analysis.exact_terms(node.text)
    if not exact:
        return []
    if isinstance(node, Phrase):
        return [tuple(Step("exact", (term,)) for term in exact)]
    if isinstance(node, Prefix):
        return [(*(Step("exact", (term,)) for term in exact[:-1]), Step("prefix", (exact[-1],)))]
    listed = analysis.words()
    if len(exact) == 1 and exact[0] in listed.apart:
        return [(Step("exact", listed.apart[exact[0]]),)]
    if len(exact) == 1 and exact[0] in listed.same:
        return [(Step("dutch", tuple(t for _, t in analysis.dutch_terms(form))),) for form in listed.same[exact[0]]]
    places: dict[int, list[str]] = {}
    for position, term in analysis.dutch_terms(node.text):
        places.setdefault(position, []).append(term)
    return [tuple(Step("dutch", tuple(terms)) for _, terms in sorted(places.items()))]


def _window(body: str, first: int) -> Span:
    """A passage around ``first``, widened or narrowed to whole words, without blanks at its ends."""
    start = max(0, first - _LEAD)
    if start and (blank := _next_blank(body, start, first)) is not None:
        start = blank
    end = min(len(body), start + SNIPPET_CHARACTERS)
    if end < len(body) and (cut := max(body.rfind(" ", start, end), body.rfind("\n", start, end))) > first:
        end = cut
    inner = body[start:end]
    return start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip()) if inner.strip() else start


def _next_blank(body: str, start: int, end: int) -> int | None:
    found = [at for at in (body.find(" ", start, end), body.find("\n", start, end)) if at >= 0]
    return min(found) + 1 if found else None
