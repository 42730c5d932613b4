"""The words that stand beside a capitalised word in running text, and what they tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from draad.fold import fold
from draad.knowledge import load
from draad.release.propose import names
from draad.release.propose.lists import alternatives, words
from draad.release.propose.records import Reason

_BEFORE = 40
_AFTER = 24
_FAR = 90
"""Characters that are looked at on both sides."""
_SENTENCE = 150
_LEAST_ENGLISH = 3
_WORD = re.compile(r"[^\W\d_]+")
_GAP = r"\s(?:[ \t>|]{0,12})"
_SENTENCE_END = re.compile(
    r"(?:[.!?:;•]|\n[ \t>]*\n|\n[ \t>]*(?:[-*•o]|\d{1,2}[.)]))[ \t\n>*_\"'“(–-]*\Z|\A[\s>*_\"'“(•–-]*\Z"
)
_FOLLOWING = re.compile(
    r"\s?(?:(?:de|van|der|den|het)\s){0,2}([A-ZÀ-Þ][^\W\d_]+)(?:\s([A-ZÀ-Þ][^\W\d_]+))?"
    r"|[ ]((?!0)\d{1,4}[a-z]?)(?![\d:.-]\d)"
)
_PLACE_BEFORE = re.compile(r"[A-ZÀ-Þ][^\W\d_]+ (?:bij|aan|op|aan de|aan den) \Z")
_TOGETHER = re.compile(rf"[A-ZÀ-Þ][^\W\d_]+{_GAP}(?:en|&){_GAP}\Z")
_AND_OTHER = (
    rf"{_GAP}(?:en|&){_GAP}[A-ZÀ-Þ][^\W\d_]+(?:-[A-ZÀ-Þ][^\W\d_]+)?"
    rf"(?:{_GAP}(?:(?:van|de|der|den|ten|ter|op|['’]t){_GAP}){{0,3}}[A-ZÀ-Þ][^\W\d_]+(?:-[A-ZÀ-Þ][^\W\d_]+)?){{0,2}}"
)
_AND_I = re.compile(r"\s(?:en|&)\sik\b")
_I_AND = re.compile(r"\bik\sen\s\Z")
_OF = re.compile(r"([A-ZÀ-Þ][^\W\d_]+)\s(?:of|for|and)\s(?:the\s)?\Z")
_ASKED = re.compile(r"\s*[?!]")
_COMMA = re.compile(r",\s\Z")
_NUMBERED = re.compile(r"\s\((?:BSN|geb)")
_LINE_END = re.compile(r"[.!]?[ \t*_]*(?:\n|\Z)")
_LAST = re.compile(r"([^\W\d_]+)[^\w\s]{0,2}\s{1,2}[ \t>|]{0,12}\Z")
_SMALL = re.compile(r"([^\W\d_]+),?\s{1,2}\Z")
_CAPITALISED = re.compile(r"\s([A-ZÀ-Þ][^\W\d_]+)")
_ALONE = re.compile(r"[ \t]{0,3}(?:[,!]|\n|\Z)")
_GLUED = re.compile(r"\s?[&+/]|\s[A-ZÀ-Þ]|\s(?:aan|bij|op) (?:de|den|het|'t)\s")


class _Patterns(NamedTuple):
    title: re.Pattern[str]
    titles: frozenset[str]
    """The last words of titles, and of what stands before names: without one of them none is sought."""
    befores: frozenset[str]
    before: re.Pattern[str]
    weak_before: re.Pattern[str]
    after: re.Pattern[str]
    human: re.Pattern[str]
    plural: re.Pattern[str]
    with_other: re.Pattern[str]
    spoken: re.Pattern[str]
    weak: frozenset[str]
    no_person: frozenset[str]
    openers: frozenset[str]


@cache
def _patterns() -> _Patterns:
    data = load("redact")
    context = data["context"]
    weak = context["weak_before"]
    strong = [word for word in context["strong_before"] if word not in weak]
    return _Patterns(
        title=re.compile(rf"(?<!\w)((?i:{alternatives(data['titles']['words'])}))\s{{1,2}}[> ]{{0,12}}\Z"),
        titles=_last_words(data["titles"]["words"]),
        befores=_last_words([*strong, *weak]),
        before=re.compile(rf"(?<!\w)(?i:{alternatives(strong)}){_GAP}\Z"),
        weak_before=re.compile(rf"(?<!\w)(?i:{alternatives(weak)}){_GAP}\Z"),
        after=re.compile(rf"{_GAP}(?:{alternatives(context['strong_after'])})(?!\w)"),
        human=re.compile(rf"(?:\*\*)?{_GAP}(?:\*\*)?(?:{alternatives([*context['human'], *context['spoken']])})(?!\w)"),
        plural=re.compile(rf"{_GAP}(?:{alternatives(context['plural'])})\b"),
        with_other=re.compile(rf"{_AND_OTHER}{_GAP}({alternatives(context['plural'])})\b"),
        spoken=re.compile(rf"\b(?i:{alternatives(context['speaking'])})(?:\s\w{{1,12}}){{0,2}}\s(?:met|over)\s\Z"),
        weak=frozenset(weak),
        no_person=frozenset(context["no_person"]),
        openers=frozenset(context["openers"]),
    )


def _last_words(entries: Iterable[str]) -> frozenset[str]:
    return frozenset(found.group(1).lower() for entry in entries if (found := _LAST.search(f"{entry} ")))


def _last_word(before: str) -> str:
    found = _LAST.search(before[-_BEFORE:])
    return found.group(1).lower() if found else ""


def title(text: str, at: int) -> str:
    """The title before a place; empty where none stands."""
    if _last_word(text[max(0, at - _BEFORE) : at]) not in _patterns().titles:
        return ""
    found = _patterns().title.search(text, max(0, at - _BEFORE), at)
    return found.group(1) if found else ""


def at_start(text: str, at: int) -> bool:
    """Whether a sentence or a line of a list begins here, so that a capital tells nothing."""
    return _SENTENCE_END.search(text[max(0, at - 12) : at]) is not None


def is_greeted(text: str, start: int, end: int) -> bool:
    """Whether the word here stands alone behind a greeting: *Beste Storm,*."""
    return (
        _ALONE.match(text, end) is not None
        and _greeting().search(text, max(text.rfind("\n", 0, start) + 1, start - _BEFORE), start) is not None
    )


@cache
def _greeting() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[\s>|*_]))(?i:{alternatives(load('redact')['greetings']['words'])})[ \t]{{1,3}}\Z")


def is_weak(reason: Reason) -> bool:
    """Whether the word beside is one that stands before things as well."""
    return reason[1].get("word", "") in _patterns().weak


def near(text: str, start: int, end: int, *, strong: bool) -> Reason | None:
    """The words beside that tell of a person. ``strong``: only those that hardly stand beside anything else."""
    patterns = _patterns()
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    last = _last_word(before)
    if found := (last in patterns.befores and patterns.before.search(before)) or (
        last in ("met", "over") and patterns.spoken.search(before)
    ):
        return _told(found)
    if other := _TOGETHER.search(before):
        if plural := patterns.plural.match(after):
            return _told(plural)
        if found := patterns.before.search(before[: other.start()]):
            return _told(found)
    if after[1:3] in ("en", "& ") and (other := patterns.with_other.match(text, end, end + _FAR)):
        return "context", {"word": other.group(1)}
    if (and_i := _AND_I.match(after)) or (and_i := _I_AND.search(before)):
        return _told(and_i)
    if _COMMA.search(before):
        if asked := _ASKED.match(after):
            return _told(asked)
        if _LINE_END.match(after) and before[-3:-2].islower() and not names.is_code(text[start:end]):
            return "vocative-last", {}
    if found := _NUMBERED.match(after):
        return _told(found)
    verb = patterns.after.match(after)
    weak = patterns.weak_before.search(before) if last in patterns.befores else None
    if verb and (weak or not strong):
        return _told(verb)
    if human := patterns.human.match(after):
        return _told(human)
    if weak and (not strong or weak.group().strip().lower() in ("met", "via", "door", "aan", "volgens")):
        return _told(weak)
    return None


def _told(found: re.Match[str]) -> Reason:
    return "context", {"word": " ".join(found.group().lower().split()).lstrip("(>| ")}


def goes_on(text: str, end: int, last: str, *, surname: bool) -> bool:
    """Whether a name is part of another: a street, a foundation. ``surname``: its last word is known as one."""
    lists = words()
    if last.endswith(lists.behind_ends) and not surname:
        return True
    following = _FOLLOWING.match(text, end, end + 60)
    if not following:
        return False
    if following.group(3):
        return last.endswith(lists.place_ends) and not surname
    behind = [fold(word) for word in following.group(1, 2) if word]
    return any(word in lists.behind or word.endswith(lists.behind_ends) for word in behind)


def is_place(text: str, at: int) -> bool:
    """Whether the word here ends the name of a place: *Wijk bij Duurstede*."""
    return _PLACE_BEFORE.search(text[max(0, at - 30) : at]) is not None


def after_small(text: str, at: int) -> bool:
    """Whether a word in lower case stands before that no place, thing or organisation follows."""
    before = _SMALL.search(text[max(0, at - _BEFORE) : at])
    if before is None or not before.group(1).islower():
        return False
    word, lists = fold(before.group(1)), words()
    if word in _patterns().no_person or word in lists.organisation:
        return False
    return not (len(word) > 4 and word.endswith(lists.function_ends))


def is_english(text: str, at: int) -> bool:
    """Whether the words around are English, where a capital stands on things and units too."""
    english, dutch = _tongues()
    around = [word.lower() for word in _WORD.findall(text, max(0, at - _SENTENCE), at + _SENTENCE)]
    count = sum(word in english for word in around)
    return count >= _LEAST_ENGLISH and count > sum(word in dutch for word in around)


def is_unit(text: str, at: int) -> bool:
    """Whether the word here ends the English name of a unit or an office: *Director General for …*, *Ministry of …*."""
    found = _OF.search(text[max(0, at - _BEFORE) : at])
    return found is not None and fold(found.group(1)) not in words().firsts


@cache
def _tongues() -> tuple[frozenset[str], frozenset[str]]:
    data = load("redact")["english"]
    return frozenset(data["words"]), frozenset(data["dutch"])


def is_glued(text: str, end: int) -> bool:
    """Whether another name goes on behind: *Kwadrant & Peil*."""
    glued = _GLUED.match(text[end : end + 12])
    if glued is None or not (word := _CAPITALISED.match(text, end)):
        return glued is not None
    return fold(word.group(1)) not in _patterns().openers
