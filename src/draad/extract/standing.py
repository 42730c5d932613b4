"""Standing sentences: what stands in every letter, decision and mail, and says nothing of this one.

The forms are data (``knowledge/standing.toml``): no wordings, but which words a sentence of the form holds at least,
and which it may hold at all. A sentence that speaks of anything else is none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from draad.extract.records import KINDS, Found, Kind, Sentence, Unit
from draad.fold import fold
from draad.knowledge import load

_WORD = re.compile(r"(?<!\d)[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PLACE_AND_DAY = re.compile(
    r"[*_]*(?:[A-ZÀ-Þ'’][^\W\d_'’-]*[ '’-]?){1,4}(?:aan den? [A-ZÀ-Þ][^\W\d_]+)?, ?(?:de )?"
    r"\d{1,2}(?:[ .][^\W\d_]{3,10}\.?[ ]|-\d{1,2}-)\d{4}[.*_ ]*\Z"
)
_LONGEST = 600
_SPARE, _LOOSE = 8, 3
"""One word in so many may be of something else; in a sentence behind one of the same form one in fewer."""
_LEAD = 2
"""Words of a line that only leads a list: ``besluiten:``."""
_EVERY = frozenset(KINDS)


class _Words(NamedTuple):
    exact: frozenset[str]
    begins: tuple[str, ...]

    def have(self, word: str) -> bool:
        return word in self.exact or word.startswith(self.begins)

    def meet(self, words: frozenset[str]) -> bool:
        """Whether one of some words is one of these."""
        return not self.exact.isdisjoint(words) or (bool(self.begins) and any(w.startswith(self.begins) for w in words))


class _Form(NamedTuple):
    name: str
    after: str | None
    """The form that the sentence before it must have."""
    needs: tuple[_Words, ...]
    words: _Words
    without: tuple[re.Pattern[str], ...]
    loose: bool
    """Whether a sentence right behind one of this form may hold more that is not the form's own."""


class _Announces(NamedTuple):
    opens: re.Pattern[str]
    verbs: frozenset[str]
    kinds: frozenset[str]


def _either(words: str) -> _Words:
    listed = frozenset(words.split())
    begins = frozenset(word for word in listed if word.endswith("*"))
    return _Words(listed - begins, tuple(sorted(word[:-1] for word in begins)))


@cache
def _forms() -> tuple[_Form, ...]:
    data = load("standing")
    common = data["common"]["words"]
    return tuple(
        _Form(
            form["name"],
            form.get("after"),
            tuple(_either(row) for row in form["needs"]),
            _either(f"{common} {form['words']}"),
            tuple(re.compile(one) for one in form.get("without", ())),
            bool(form.get("loose")),
        )
        for form in data["form"]
    )


@cache
def _announces() -> _Announces:
    data = load("standing")["announces"]
    opens = "|".join(re.escape(words) for words in sorted(data["opens"], key=len, reverse=True))
    return _Announces(re.compile(rf"(?:{opens})\b"), frozenset(data["verbs"].split()), frozenset(data["kinds"]))


class _Tells(NamedTuple):
    past: re.Pattern[str]
    kinds: frozenset[str]


@cache
def _tells() -> _Tells:
    """``… meldt dat … is geweest`` to the end of the sentence: a participle behind a verb of being or having."""
    data = load("standing")["tells"]
    verbs, being, done = ("|".join(data[key].split()) for key in ("verbs", "being", "done"))
    participle = rf"(?:{done}|(?:ge|be|ver|ont|her|\w{{2,5}}ge)\w{{2,}}(?:d|t|en))"
    ends = rf"(?:(?:{being})[ \n]+{participle}|{participle}[ \n]+(?:{being}))[.*_ ]*\Z"
    return _Tells(re.compile(rf"\b(?:{verbs})\b[^.:;?\n]{{0,30}}\bdat\b(?=[^:;?]*?\b{ends})"), frozenset(data["kinds"]))


def standing(unit: Unit) -> dict[int, frozenset[Kind]]:
    """By the number of each standing sentence the kinds of which it gives nothing. Never raises."""
    told: dict[int, frozenset[Kind]] = {}
    before: tuple[str, int] | None = None
    for n, sentence in enumerate(unit.sentences):
        if sentence.role == "turn" or sentence.span[1] - sentence.span[0] > _LONGEST:
            before = None
            continue
        words = unit.words(sentence.span)
        name = _name(words, before[0] if before and n - before[1] == 1 else None)
        before = (name, n) if name else None
        if name or _is_bare(words, sentence):
            told[n] = _EVERY
        elif kinds := _announced(words) or _told_of_past(words):
            told[n] = kinds
    return told


def silent(found: Found, told: dict[int, frozenset[Kind]]) -> bool:
    """Whether a finding stands in a sentence that, for its kind, only looks like one."""
    return found.kind in told.get(found.sentence, ())


def _name(words: str, before: str | None) -> str | None:
    """The form that a sentence has; ``before``: that of the one right before it."""
    low = fold(words)
    whole = frozenset(_WORD.findall(low))
    forms = [form for form in _forms() if all(row.meet(whole) for row in form.needs)]
    if not forms:
        return None
    same = len(low) == len(words)
    said = [(m.group(), same and m.start() > 0 and words[m.start()].isupper()) for m in _WORD.finditer(low)]
    for form in forms:
        if form.after and form.after != before:
            continue
        others = sum(1 for word, is_name in said if not is_name and not form.words.have(word))
        spare = _LOOSE if form.loose and before == form.name else _SPARE
        if others * spare <= len(said) - (spare - 1 if others else 0) and not any(o.search(low) for o in form.without):
            return form.name
    return None


def _is_bare(words: str, sentence: Sentence) -> bool:
    """A place and a day above or beneath a letter, or a word that leads a list: ``besluiten:``."""
    if sentence.role not in ("prose", "heading"):
        return False
    if words.rstrip("*_ ").endswith(":") and len(_WORD.findall(words)) <= _LEAD:
        return True
    return len(words) < 80 and _PLACE_AND_DAY.match(words) is not None


def _told_of_past(words: str) -> frozenset[Kind]:
    low = fold(words)
    return _tells().kinds if "dat" in low and _tells().past.search(low) else frozenset()  # type: ignore[return-value]


def _announced(words: str) -> frozenset[Kind]:
    known = _announces()
    low = fold(words[:200]).lstrip("*_ ")
    opened = known.opens.match(low)
    if opened and not known.verbs.isdisjoint(_WORD.findall(low[opened.end() :])[:4]):
        return known.kinds  # type: ignore[return-value]
    return frozenset()
