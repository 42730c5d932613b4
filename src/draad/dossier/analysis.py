"""The Dutch analysis: how a text becomes terms, the same wherever text is indexed, asked or highlighted.

Two analyses, both run by tantivy in Rust over cleaned text:

- *exact*: lower case, accents folded (``Coördinatie`` → ``coordinatie``). Phrases, prefixes, names.
- *dutch*: the same, then compounds cut into parts by our word list, then Snowball's Dutch stemmer (Kraaij and Pohlmann
  1994): ``dagbestedingslocaties`` gives ``dagbesteed`` and ``loceer`` at one position.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.metadata import version as version_of
from importlib.resources import files
from typing import Any, NamedTuple

import tantivy

LONGEST_WORD = 80
"""Words of this many bytes and more are no words (base64, rules of underscores): not indexed."""

_DROPPED = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]")
TOKEN = re.compile("[^\\W_]++(?:[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]++[^\\W_]*+)*+")
"""One word in a text as given: what, once cleaned, the analysers take as one token.

Runs of letters, for a letter at a time is eight times as slow; all are possessive, so that nothing is tried twice.
"""


class Words(NamedTuple):
    """What ``knowledge/compounds.toml`` says."""

    parts: tuple[str, ...]
    """Every form in which a part may stand in a compound."""
    same: dict[str, tuple[str, ...]]
    """A word → the forms that belong to it though their stems differ."""
    apart: dict[str, tuple[str, ...]]
    """A word → its only forms, because its stem is also another word's."""


@cache
def words() -> Words:
    """The word list, read once."""
    raw: dict[str, Any] = tomllib.loads((files("draad.knowledge") / "compounds.toml").read_text("utf-8"))
    bare = set(raw["bare"])
    bent = {f"{part}{ending}" for part in raw["parts"] if part not in bare for ending in ("s", "en", "es")}
    parts = bare.union(raw["parts"], bent)
    same = {form: tuple(group) for group in raw["same"] for form in group}
    apart = {form: tuple(group) for group in raw["apart"] for form in group}
    return Words(tuple(sorted(parts)), same, apart)


@cache
def version() -> str:
    """Changes whenever the analysis does, so that an index made by another analysis is known and made anew."""
    stated = repr(("2", version_of("tantivy"), LONGEST_WORD, words().parts))
    return hashlib.blake2b(stated.encode(), digest_size=4).hexdigest()


def _builder() -> tantivy.TextAnalyzerBuilder:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(LONGEST_WORD))
    return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())


@cache
def exact_analyzer() -> tantivy.TextAnalyzer:
    """Lower case and folding only."""
    return _builder().build()


@cache
def dutch_analyzer() -> tantivy.TextAnalyzer:
    """Lower case, folding, compound parts, stemming, in this order: list and stemmer both see folded words."""
    builder = _builder().filter(tantivy.Filter.split_compound(list(words().parts)))
    return builder.filter(tantivy.Filter.stemmer("dutch")).build()


def exact_name() -> str:
    """The name under which an index knows the exact analysis."""
    return f"draad_exact_{version()}"


def dutch_name() -> str:
    """The name under which an index knows the Dutch analysis."""
    return f"draad_dutch_{version()}"


def clean(text: str) -> str:
    """``text`` with accents in one character each (NFC), and without soft hyphens, zero-width characters and half
    surrogates, so that no tokenizer breaks a word on them."""
    if text.isascii():
        return text
    text = _DROPPED.sub("", unicodedata.normalize("NFC", text))
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text


def exact_terms(text: str) -> list[str]:
    """The exact terms of a text, in order."""
    return list(exact_analyzer().analyze(clean(text)))


def dutch_terms(text: str) -> list[tuple[int, str]]:
    """The Dutch terms of a text, each with its position; the parts of a compound share theirs."""
    return [(token.position, token.text) for token in dutch_analyzer().pre_tokenize(clean(text)).tokens]


@lru_cache(maxsize=1 << 16)
def word_terms(word: str) -> tuple[str, frozenset[str]]:
    """The exact term and the Dutch terms of one word of a text (a match of TOKEN)."""
    return "".join(exact_terms(word)), frozenset(term for _, term in dutch_terms(word))
