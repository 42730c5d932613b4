"""What to ask where nothing was found: beginnings of words with ``*`` that do find something here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
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
_SHORTER = 4
"""Letters that are taken off the end of a word, one after the other."""


class Advice(NamedTuple):
    """A query that finds something, and how much."""

    query: str
    found: int


def advice(ask: Ask, node: Node) -> list[Advice]:
    """Queries like this one that find something; none where looking for them takes too long.

    A word is sought as the beginning of others, then with letters off its end, then within longer words.
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
    """For each word the longest beginning of it that finds something, and longer words that hold it."""
    for word in plain:
        shorter = (word.text[: len(word.text) - n] for n in range(_SHORTER + 1))
        tried = (_tried(index, node, word, text) for text in shorter if len(text) >= SHORTEST)
        yield from islice((one for one in tried if one.found), 1)
        longer = (
            _tried(index, node, word, text) for text in within[word.text] if not text.startswith(word.text.lower())
        )
        yield from islice((one for one in longer if one.found), MOST - 1)


def _tried(index: Index, node: Node, word: Word, text: str) -> Advice:
    """The query with a beginning in the place of a word, and what it finds."""
    query = together([Prefix(text) if child == word else child for child in conditions(node)])
    return Advice(query, search(index, query, limit=0, facets=False).total)
