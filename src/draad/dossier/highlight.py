"""Where in a text the words of a query stand, and the passage to show of it.

A span found here quotes exactly the text's own characters: the text is walked word by word, and each word is put
through the same analysis as the index. Redaction marks are words like others; nothing is filled in (law 2).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal, NamedTuple

from draad.dossier import analysis
from draad.dossier.tree import And, Node, Or, Phrase, Prefix, TextField, Word
from draad.records import Span

SNIPPET_CHARACTERS = 240
FURTHEST = 100_000
"""A passage is looked for in this many characters of a text."""

MOST_SPANS = 40
"""A passage is chosen among this many places found, the first ones."""

_LEAD = 60


class Step(NamedTuple):
    """What one word of the text must be: its exact term, all of its Dutch terms, or the beginning of its exact term."""

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


class _Begun(dict[str, tuple[Chain, ...]]):
    """The chains that a word of a text may begin; worked out once for each word, and then as quick as a look-up is."""

    def __init__(self, work_out: Callable[[str], tuple[Chain, ...]]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> tuple[Chain, ...]:
        found = self[word] = self._work_out(word)
        return found


class Chains:
    """All chains looked for in one kind of text, found by the term with which they begin."""

    def __init__(self) -> None:
        self._by_exact: dict[str, list[Chain]] = {}
        self._by_dutch: dict[str, list[Chain]] = {}
        self._by_prefix: list[Chain] = []
        self.of_one_word = True
        """No chain has a second word."""
        self.begun = _Begun(self._starting_with)
        """By a word of a text, as it stands there: the chains that it may begin."""

    def __bool__(self) -> bool:
        return bool(self._by_exact or self._by_dutch or self._by_prefix)

    def add(self, chain: Chain) -> None:
        """Looks for this one too."""
        self.of_one_word = self.of_one_word and len(chain) == 1
        how, terms = chain[0]
        if how == "prefix":
            self._by_prefix.append(chain)
        elif how == "exact":
            for term in terms:
                self._by_exact.setdefault(term, []).append(chain)
        else:
            for term in terms[:1]:
                self._by_dutch.setdefault(term, []).append(chain)

    def _starting_with(self, word: str) -> tuple[Chain, ...]:
        exact, dutch = analysis.word_terms(word)
        begun = [*self._by_exact.get(exact, ()), *self._by_prefix]
        if not self._by_dutch.keys().isdisjoint(dutch):
            begun += [chain for term in dutch for chain in self._by_dutch.get(term, ())]
        if not begun:
            return ()
        return tuple(chain for chain in begun if chain[0].fits(exact, dutch))


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a text: its span, and the spans of the words found within it, all offsets into the whole text."""

    span: Span
    highlights: tuple[Span, ...]


class Highlighter:
    """Finds the words of one query in any number of texts. Words under a NOT are not shown."""

    def __init__(self, node: Node) -> None:
        self._chains: dict[TextField, Chains] = {"": Chains(), "subject": Chains()}
        self._collect(node)

    @property
    def has_words(self) -> bool:
        """Whether anything is looked for in bodies; not in a query of fields alone."""
        return bool(self._chains[""])

    def subject_spans(self, subject: str) -> tuple[Span, ...]:
        """The words found in a subject."""
        return tuple(_spans(subject, self._chains["subject"]))

    def body_spans(self, body: str) -> tuple[Span, ...]:
        """The words found in a body, in order, none overlapping."""
        return tuple(_spans(body, self._chains[""]))

    def variety(self, body: str) -> int:
        """How many different words or phrases of the query stand in a body, as it writes them; quicker than spans."""
        chains = self._chains[""]
        begun = chains.begun
        words = {word.lower() for word in analysis.TOKEN.findall(body) if begun[word]}
        if not words or chains.of_one_word:
            return len(words)
        return len({body[start:end].lower() for start, end in _spans(body, chains)})

    def varieties(self, bodies: Sequence[str]) -> list[int]:
        """The variety of each of many short texts. Most hold nothing that is asked for: those are passed over."""
        begun = self._chains[""].begun
        written = " ".join({word for body in bodies for word in body.split()})  # words stand in many texts
        asked = [word for word in set(analysis.TOKEN.findall(written)) if begun[word]]
        if not asked:
            return [0] * len(bodies)
        held = re.compile("|".join(map(re.escape, asked))).search
        return [self.variety(body) if held(body) else 0 for body in bodies]

    def snippet(self, body: str) -> Snippet:
        """The passage that shows most of the query; the beginning of the body where nothing stands in it."""
        spans = list(islice(_spans(body[:FURTHEST], self._chains[""]), MOST_SPANS))
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
        elif isinstance(node, Word | Phrase | Prefix) and node.field in self._chains:
            for chain in _chains_of(node):
                self._chains["subject"].add(chain)
                if not node.field:
                    self._chains[""].add(chain)


def _spans(text: str, chains: Chains) -> Iterator[Span]:
    """The spans of all chains in a text: in order, none overlapping, the longest chain where several begin."""
    if not chains:
        return
    done = 0
    for match in analysis.TOKEN.finditer(text):
        begun = chains.begun[match.group()]
        if begun and match.start() >= done:
            ends = [end for chain in begun if (end := _end(chain, text, match.end()))]
            if ends:
                done = max(ends)
                yield match.start(), done


def _end(chain: Chain, text: str, at: int) -> int:
    """Where a chain ends whose first word ends at ``at``; 0 where the words that follow are others."""
    for step in chain[1:]:
        match = analysis.TOKEN.search(text, at)
        if match is None or not step.fits(*analysis.word_terms(match.group())):
            return 0
        at = match.end()
    return at


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
    begin = start + len(inner) - len(inner.lstrip())
    return begin, max(begin, start + len(inner.rstrip()))


def _next_blank(body: str, start: int, end: int) -> int | None:
    found = [at for at in (body.find(" ", start, end), body.find("\n", start, end)) if at >= 0]
    return min(found) + 1 if found else None
