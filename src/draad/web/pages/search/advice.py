"""What to ask where nothing was found: beginnings of words with ``*`` that do find something here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from math import ceil
from typing import NamedTuple

from draad.dossier.index import Index
from draad.dossier.inside import SHORTEST, beginnings, holding
from draad.dossier.search import search
from draad.dossier.tree import Node, Prefix, Word
from draad.errors import DraadError
from draad.web.ask import Ask
from draad.web.pages.search.narrow import conditions, together

MOST = 4
_WORDS = 2
"""Words of a query for which another beginning is sought."""


class Advice(NamedTuple):
    """A query that finds something, and how much."""

    query: str
    found: int


def advice(ask: Ask, node: Node) -> list[Advice]:
    """Queries like this one that find something; none where looking for them takes too long.

    A word is sought within longer words, then as the beginning of others, then with letters off its end.
    """
    index = ask.room.index()
    plain = [child for child in conditions(node) if isinstance(child, Word) and not child.field][:_WORDS]
    patience = ask.room.patience
    try:
        held = {word.text: patience.run(partial(holding, index, word.text)) for word in plain}
        views = ask.dossier.found(list({number for numbers in held.values() for number in numbers}))
        within = {
            text: beginnings(text, (views[number].body for number in numbers if number in views))
            for text, numbers in held.items()
        }
        return patience.run(lambda: list(islice(_fitting(index, node, plain, within), MOST)))
    except DraadError:
        return []  # the page without advice says how to go on, too


def _fitting(index: Index, node: Node, plain: Sequence[Word], within: Mapping[str, Sequence[str]]) -> Iterator[Advice]:
    """For each word longer words that hold it, and the longest beginning of it, two thirds at least, that finds any."""
    for word in plain:
        longer = (
            _tried(index, node, word, text) for text in within[word.text] if not text.startswith(word.text.lower())
        )
        yield from islice((one for one in longer if one.found), MOST - 1)
        least = max(SHORTEST, ceil(len(word.text) * 2 / 3))
        shorter = (word.text[:length] for length in range(len(word.text), least - 1, -1))
        tried = (_tried(index, node, word, text) for text in shorter)
        yield from islice((one for one in tried if one.found), 1)


def _tried(index: Index, node: Node, word: Word, text: str) -> Advice:
    """The query with a beginning in the place of a word, and what it finds."""
    query = together([Prefix(text) if child == word else child for child in conditions(node)])
    return Advice(query, search(index, query, limit=0, facets=False).total)
