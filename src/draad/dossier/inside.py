"""Words that hold what was searched for as a part: ``ligplaatsvergunning`` for ``vergunning``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import tantivy

from draad.dossier import analysis
from draad.dossier.compile import EXACT
from draad.dossier.index import Index, translated

SHORTEST = 4
"""Letters: fewer stand in too many words for any of them to be meant."""
_LOOKED_AT = 20


def holding(index: Index, part: str) -> list[int]:
    """Messages and documents with a word in which ``part`` stands: some, for their words to be looked at.

    The list of terms is gone through from end to end. Raises IndexMissing.
    """
    terms = analysis.exact_terms(part)
    if len(terms) != 1 or len(terms[0]) < SHORTEST:
        return []
    with translated():
        searcher = index.searcher()
        query = tantivy.Query.regex_query(index.schema, EXACT[""], f".*{terms[0]}.*")
        found = searcher.search(query, limit=_LOOKED_AT, count=False).hits
        return [int(number or 0) for number in searcher.fast_field_values("id", [address for _, address in found])]


def beginnings(part: str, texts: Iterable[str]) -> list[str]:
    """How the words in these texts begin that hold ``part``, up to its end; most frequent first."""
    terms = analysis.exact_terms(part)
    if len(terms) != 1:
        return []
    counts: Counter[str] = Counter()
    for text in texts:
        for word in analysis.exact_terms(text):
            at = word.find(terms[0])
            if at >= 0:
                counts[word[: at + len(terms[0])]] += 1
    return sorted(counts, key=lambda one: (-counts[one], one))
