"""Words as classes: each word of a text becomes one character that stands for the set of classes it belongs to.

A sentence is then a short string, and a rule over classes a regular expression over that string (``patterns``):
thirty rules on a sentence cost what one would over the letters. Classes, endings and verbs stand in
``knowledge/cue_words.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from draad.fold import fold
from draad.knowledge import load

_L = "A-Za-zÀ-ÖØ-öø-ɏ"
TOKEN = re.compile(
    rf"[{_L}](?:\.[{_L}](?![{_L}]))+"  # s.v.p.
    rf"|[{_L}]+(?:['’-][{_L}]+)*"
    r"|\b\d{1,2}\.\d(?:\.\d)?\.?[ ]?[a-z]\b|\d+(?:[-–./:,]\d+)*"  # 5.1.2e
    r"|[?;:,–\"“”„]|\(1[01]\)[ ]?\(\w{1,2}\)?|[()]"  # (10)(2e)
    rf"|['’][sS](?![{_L}])|\[[^\[\]\n]{{1,40}}\]|█+"  # [redacted]
)
"""Tokens: redaction marks, abbreviations with dots, words, numbers, and the punctuation that parts clauses."""

_FIRST = 0xE000
_MARK = "[(█0123456789"
_LEAST_MENDED = 6
_MISREAD = (
    ("rn", "m"),
    ("q", "g"),
    ("c", "e"),
    ("ii", "n"),
    ("li", "h"),
    ("vv", "w"),
    ("1", "l"),
    ("0", "o"),
    ("l", "i"),
)
"""What OCR reads for what stands there, in cue words of six letters and more."""


class Lexicon(NamedTuple):
    """``codes``: word → character. ``having``: class → the characters of all sets that hold it."""

    codes: dict[str, str]
    exact: dict[str, str]
    """Names that count in this spelling alone: ``VNG``, ``MO``."""
    endings: dict[int, dict[str, str]]
    """By length, longest first: ending → character."""
    having: dict[str, str]
    particles: frozenset[str]
    """Of separable verbs; class ``TASK3+uit`` is a form that means this only with its particle."""


def _verb_forms(group: str, line: str) -> Iterable[tuple[str, str]]:
    """Words and classes of one verb: ``uit|werken werk gewerkt`` gives werkt (``TASK3+uit``), uitwerkt (``TASK3``) …

    The classes: 1 for the stem (*ik werk*, *Werk …!*), 3 with t, I for infinitive and plural, P for participle, D for
    past.
    """
    infinitive, stem, participle, *past = line.split()
    particle, _, infinitive = infinitive.rpartition("|")
    third = stem if stem.endswith("t") else stem + ("at" if stem in ("ga", "sta") else "t")
    third = "doet" if stem == "doe" else third
    forms = [("1", stem), ("3", third), ("I", infinitive), *(("D", word) for word in past)]
    for mark, word in forms:
        if particle:
            yield word, f"{group}{mark}+{particle}"
        yield particle + word, group + mark
    yield particle + participle, group + "P"
    if particle:
        yield particle + "te" + infinitive, group + "I"


def _classes(literals: Iterable[str]) -> dict[str, set[str]]:
    known: dict[str, Any] = load("cue_words")
    found: dict[str, set[str]] = {}
    for name, words in known["classes"].items():
        for word in words.split():
            found.setdefault(word, set()).add(name)
    for group, lines in known["verbs"].items():
        for line in lines:
            for word, name in _verb_forms(group, line):
                found.setdefault(word, set()).add(name)
    for word in [*literals, *_closed()]:
        found.setdefault(word, set()).add("=" + word)
    return found


def _ending(word: str, endings: dict[str, set[str]]) -> set[str]:
    """The classes of the longest ending that a word has."""
    for at in range(len(word)):
        if word[at:] in endings:
            return endings[word[at:]]
    return set()


_SHAPES = ("ABBR", "NAME", "NUM", "DATE", "MARK", "WORD", "PART", "INF", ",", ";", ":", "?", "(", ")", "–", "QUOTE")


def _all_words(literals: Iterable[str], endings: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    """Each known word with all its classes: its own, its ending's, and the shape of a verb that stands in no list."""
    found = {}
    for word, classes in _classes(literals).items():
        if all(name.startswith("=") or name in _NOUNS for name in classes):
            classes |= _ending(word, endings)
        if not classes & _NO_VERBS and word not in _closed():
            classes |= {_verb_shape(word)} - {"WORD"}
        found[word] = frozenset(classes)
    return found


def build(literals: Iterable[str]) -> Lexicon:
    """The lexicon with all words that rules name as such."""
    endings: dict[str, set[str]] = {}
    for name, ends in load("cue_words")["endings"].items():
        for end in ends.split():
            endings.setdefault(end, set()).add(name)
    words = _all_words(literals, endings)
    exact = {n: frozenset(c) for n, c in _names().items() if c != {"WORD"} or n.lower() not in words}
    shapes = {frozenset((shape,)) for shape in _SHAPES}
    sets = {*words.values(), *map(frozenset, endings.values()), *exact.values(), *shapes}
    chars = {classes: chr(_FIRST + n) for n, classes in enumerate(sorted(sets, key=_by_class))}
    having: dict[str, str] = {}
    for classes, char in chars.items():
        for name in classes:
            having[name] = having.get(name, "") + char
    by_length: dict[int, dict[str, str]] = {}
    for end in sorted(endings, key=len, reverse=True):
        by_length.setdefault(len(end), {})[end] = chars[frozenset(endings[end])]
    return Lexicon(
        codes={word: chars[c] for word, c in words.items()} | {shape: chars[frozenset((shape,))] for shape in _SHAPES},
        exact={name: chars[c] for name, c in exact.items()},
        endings=by_length,
        having=having,
        particles=frozenset(name.partition("+")[2] for name in having if "+" in name[1:]),
    )


def _by_class(classes: frozenset[str]) -> tuple[bool, list[str], list[str]]:
    """Sets of the same classes stand together, whatever their words: a class is then a few ranges of characters."""
    words = sorted(name for name in classes if name[0] == "=")
    shared = sorted(classes - set(words), key=lambda name: (_OF_MANY.get(name, 1), name))
    return not shared, shared, words


_OF_MANY = {"INF": 2, "PART": 2}
"""Classes by looks say least of where a set should stand."""


_SHORTEST_PARTICIPLE = 5
_PARTICIPLE = re.compile(
    r"(?:aan|achter|af|bij|door|in|mee|na|neer|om|op|over|rond|samen|terug|toe|uit|vast|voor|weg)?ge\w"
)
"""*gestuurd*, *afgeleverd*: of separable verbs too."""


def _verb_shape(word: str) -> str:
    """Participle or infinitive by its looks, for verbs that stand in no list."""
    if len(word) > _SHORTEST_PARTICIPLE and _PARTICIPLE.match(word) and word.endswith(("d", "t", "en")):
        return "PART"
    return "INF" if word.endswith("en") and len(word) > 4 else "WORD"


@cache
def _closed() -> frozenset[str]:
    """Words that look like verb forms and are none."""
    return frozenset(load("cue_words")["no_verbs"]["words"].split())


_PUBLIC = frozenset(("state", "inspectorate", "regulator", "agency", "advice"))
"""Groups of organisations that bring advice and reports; all others are the outside world."""


def _names() -> dict[str, set[str]]:
    """Organisations and directorates of one word, as knowledge has them; capitals that name none are plain words."""
    known = load("organisations")
    found: dict[str, set[str]] = {}
    for group, entries in known["organisations"].items():
        for entry in entries:
            for name in (entry["name"], *entry.get("aliases", ())):
                if TOKEN.fullmatch(name) and name[0].isalpha():
                    found.setdefault(name, set()).add("PUBLICBODY" if group in _PUBLIC else "OUTSIDE")
    for ministry in known["ministry"]:
        for name in (*ministry.get("aliases", ()), *ministry.get("codes", ())):
            if TOKEN.fullmatch(name):
                found.setdefault(name, set()).add("ABBR")
    return {**found, **{name: {"WORD"} for name in known["codes"]["never"] if name not in found}}


_NOUNS = frozenset(("OUTSIDE", "EVENT", "GROUP", "ROLE", "BODY", "PUBLICBODY", "POLITIC", "PAPER", "CHAMBER"))
_NO_VERBS = frozenset(
    ("OUTSIDE", "EVENT", "GROUP", "ROLE", "BODY", "UNIT", "PAPER", "WORRY", "ANSWER", "FINITE", "DET", "NOT", "TIME")
)


def _shape(raw: str, shapes: frozenset[str]) -> str:
    """The class of a word or sign that stands in no list, by how it looks."""
    first = raw[0]
    if raw == "[]":
        return "MARK"
    if first in _MARK and not raw.isdecimal() and len(raw) > 1:
        return "MARK" if first in "[(█" or raw[-1].isalpha() or raw[-1] == ")" else "DATE"
    if first.isdecimal():
        return "NUM"
    if not first.isalpha():
        return raw if raw in shapes else "QUOTE"
    if first.isupper():
        return "ABBR" if sum(map(str.isupper, raw)) > 1 and len(raw) < 8 else "NAME"
    return "WORD" if raw in _closed() else _verb_shape(raw)


_SIGNS = frozenset(_SHAPES)


def reader(lexicon: Lexicon) -> Any:
    """The function that gives a word's character."""
    codes, exact, endings = lexicon.codes, lexicon.exact, lexicon.endings

    def known(word: str) -> str | None:
        found = codes.get(word)
        if found is not None:
            return found
        for length, ends in endings.items():
            if len(word) >= length and word[-length:] in ends:
                return ends[word[-length:]]
        return None

    @lru_cache(maxsize=65536)
    def code(raw: str) -> str:
        word = raw.lower().replace("’", "'").rstrip(".")
        found = exact.get(raw) or codes.get(word) or known(word) or known(fold(word))
        if found is None and len(word) >= _LEAST_MENDED and word.isalnum():
            found = next((codes[w] for w in _mended(word) if w in codes), None)
        return found or codes[_shape(raw, _SIGNS)]

    return code


def _mended(word: str) -> Iterable[str]:
    """What a misread word may have been."""
    for wrong, right in _MISREAD:
        at = word.find(wrong)
        while at >= 0:
            yield word[:at] + right + word[at + len(wrong) :]
            at = word.find(wrong, at + 1)


@cache
def government() -> frozenset[str]:
    """Domains of the State's own organisations."""
    return frozenset(load("cue_words")["government"]["domains"])


def is_government(domain: str) -> bool:
    """Whether a mail domain is a ministry's or another organisation of the State."""
    return domain in government() or bool(re.fullmatch(r"(?:[\w-]+\.)*min\w{2,8}\.nl", domain))
