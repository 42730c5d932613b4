"""The words of time, read from ``knowledge/when.toml`` and multiplied: number words, parts of the day, rhythms."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from draad.fold import edits
from draad.knowledge import load

Word = tuple[str, Any]
"""Kind and value of a word."""

_MENDABLE = re.compile("[mdwvzjfason][^\\W\\d_]{6,9}")
_TENS = 20


class Lexicon(NamedTuple):
    """``words`` by single word, ``phrases`` by first word: patterns with what they mean, longest first."""

    words: dict[str, Word]
    phrases: dict[str, list[tuple[re.Pattern[str], Word]]]
    numbers: frozenset[str]
    """Lumps such as ``24/7`` that are no time."""
    how: dict[str, str]


def _numbers(table: dict[str, int]) -> dict[str, int]:
    """Number words to ninety-nine, and honderd: eenentwintig, tweeëndertig."""
    ones = {word: n for word, n in table.items() if n < 10}
    tens = {word: n for word, n in table.items() if _TENS <= n < 100}
    made = {
        f"{one}{join}{ten}": n + m
        for one, n in ones.items()
        for ten, m in tens.items()
        for join in (("ën", "en") if one.endswith("e") else ("en",))
    }
    return {**table, **made}


def _rhythms(stems: dict[str, str], numbers: dict[str, int]) -> dict[str, str]:
    """wekelijks, wekelijkse, zeswekelijks, driemaandelijkse …"""
    made = {}
    for stem, every in stems.items():
        unit = every[-1]
        for word, n in {"": 1, **{w: n for w, n in numbers.items() if 1 < n <= 18}}.items():
            made[f"{word}{stem}"] = made[f"{word}{stem}e"] = f"P{n}{unit}"
    return made


def _parted(table: dict[str, int], parts: list[str]) -> dict[str, int]:
    """maandag, maandagochtend; morgen, morgenmiddag."""
    return {f"{word}{part}": value for word, value in table.items() for part in ("", *parts)}


def _single(known: dict[str, Any]) -> dict[str, Word]:
    numbers = _numbers(known["number"])
    parts = known["parts"]["words"]
    tables: dict[str, dict[str, Any]] = {
        "weekday": _parted(known["weekday"], parts),
        "adverb": {f"'s {word}s": n for word, n in known["weekday"].items()},
        "relative": {
            **known["relative"],
            **_parted({w: known["relative"][w] for w in ("morgen", "overmorgen", "gister", "gisteren")}, parts),
        },
        "number": numbers,
        "rhythm": {**_rhythms(known["rhythm"], known["number"]), **known["rhythm_word"]},
        "word": {**{word: word for word in known["glue"]["words"]}, **known["glue_short"]},
        "number_context": {word: word for word in known["nothing"]["before"]},
    }
    for kind in (
        "weekday_short",
        "month",
        "month_short",
        "ordinal",
        "unit",
        "half",
        "quarter_name",
        "edge",
        "times",
        "quarter_hour",
    ):
        tables[kind] = known[kind]
    for kind in ("coming", "next", "this", "last", "back", "urgency", "vague", "wish", "unknown_period"):
        tables[kind] = {word: word for word in known[kind]["words"]}
    tables["direction"] = known["direction"]
    tables["relative_phrase"] = known["relative_phrase"]
    tables["nothing"] = {word: word for word in known["nothing"]["words"]}
    for kind in ("feast", "season"):
        tables[kind] = {name: entry for entry in known[kind] for name in entry["names"]}
    words: dict[str, Word] = {}
    for kind, table in tables.items():
        for word, value in table.items():
            words.setdefault(word, ("relative" if kind == "relative_phrase" else kind, value))
    return words


@cache
def lexicon() -> Lexicon:
    """All words and phrases. Built once."""
    known = load("when")
    words = _single(known)
    phrases: dict[str, list[tuple[re.Pattern[str], Word]]] = {}
    for phrase in sorted((w for w in words if " " in w), key=len, reverse=True):
        pattern = r"\s+".join(map(re.escape, phrase.split())) + r"(?!\w)"
        phrases.setdefault(phrase.split()[0], []).append((re.compile(pattern, re.IGNORECASE), words.pop(phrase)))
    return Lexicon(words, phrases, frozenset(known["nothing"]["numbers"]), known["how"])


@lru_cache(maxsize=32768)
def mended(word: str) -> Word | None:
    """A long name of a weekday or month with one misread letter (``donderdaa``, ``septernber``), else None.

    Only where no other Dutch word is as near: seven letters and more, none lost at the end (``maandags`` is no Monday).
    Of the other words only ``q`` read for ``g`` and ``rn`` for ``m`` are mended (``volqende``, ``rnorgen``).
    """
    plain = word.replace("q", "g").replace("rn", "m")
    if plain != word and plain in lexicon().words:
        return lexicon().words[plain]
    if not _MENDABLE.fullmatch(word):
        return None
    known = load("when")
    for kind in ("weekday", "month"):
        for name, value in known[kind].items():
            if len(name) >= 7 and (
                word.replace("rn", "m") == name or (len(word) == len(name) and edits(word, name, 1) == 1)
            ):
                return kind, value
    return None


def how(key: str, **values: object) -> str:
    """A sentence of a derivation, from ``when.toml``."""
    sentence = lexicon().how[key]
    return sentence.format(**values) if values else sentence
