"""Where a figure comes from: the footnote at its number, clause or list, or the words of the running text."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache
from typing import NamedTuple

from draad.extract.leaders import leaders
from draad.extract.records import Unit
from draad.knowledge import load
from draad.records import Span

_REACH = 12
"""Characters behind a sentence in which its marker may still stand."""
_LINES = 3
_WORDS = 9


class Source(NamedTuple):
    """The text that tells where a number comes from, and its place in the document."""

    text: str
    span: Span


class Sources(NamedTuple):
    """All that a sentence tells of sources, gathered once for all its figures."""

    noted: tuple[Source | None, ...]
    """Of each marker in the sentence, in order; None where its note is not found."""
    markers: tuple[int, ...]
    """Where each begins."""
    around: Source | None
    """What the words of the sentence name, or else what leads its list."""

    def of(self, number: Span) -> Source | None:
        """The source of one number: its own marker goes before the words."""
        at = bisect_left(self.markers, number[1])
        own = self.noted[at] if at < len(self.noted) else None
        return own or self.around


def sources_of(unit: Unit, index: int) -> Sources:
    """The sources that sentence ``index`` knows: its footnotes, its words, those of what leads the list."""
    sentence = unit.sentences[index].span
    end = _end(unit.text, sentence[1])
    marked = _SIGN.search(unit.text, sentence[0], end)
    markers = list(_MARKER.finditer(unit.text, sentence[0], end)) if marked else []
    around = _in_words(unit, sentence) or _beneath(unit, index)
    if around is None:
        around = next((found for above, _ in leaders(unit, index) if (found := _above(unit, above))), None)
    return Sources(tuple(_noted(unit, m) for m in markers), tuple(m.start() for m in markers), around)


def _end(text: str, end: int) -> int:
    """A little behind a sentence, on its own line: a marker may stand behind the full stop."""
    line_end = text.find("\n", end, end + _REACH)
    return line_end if line_end >= 0 else end + _REACH


def _beneath(unit: Unit, index: int) -> Source | None:
    """A sentence right behind that says nothing but the source: *Bron: CBS.*"""
    if index + 1 == len(unit.sentences):
        return None
    following = unit.sentences[index + 1].span
    return _made(unit.text, following) if _BEGINS_WITH_SOURCE.match(unit.text, *following) else None


def _above(unit: Unit, index: int) -> Source | None:
    span = unit.sentences[index].span
    marker = _MARKER.search(unit.text, span[0], _end(unit.text, span[1]))
    return (_noted(unit, marker) if marker else None) or _in_words(unit, span)


_BEGINS_WITH_SOURCE = re.compile(r"[\s(*_]*bron\s?:", re.IGNORECASE)


def _made(text: str, span: Span) -> Source:
    words = text[span[0] : span[1]]
    start = span[0] + len(words) - len(words.lstrip(" \t\n(*_"))
    end = span[1] - (len(words) - len(words.rstrip(" \t\n)*_.,;:")))
    return Source(" ".join(text[start:end].split()), (start, max(start, end)))


# ── footnotes ────────────────────────────────────────────────────────────────────────────────────────────────

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_RAISED, "0123456789")
_SUP = r"<sup>\s?\[?(\d{1,3})[\])]?\s?</sup>"
_MARKER = re.compile(
    rf"{_SUP}|\[(\d{{1,2}})\](?![(\d])|(?<!m)([{_RAISED}]{{1,3}})|(?<=[^\W\d_%])(\d{{1,2}})\)|(?<=%)(\d)\)"
)
_SIGN = re.compile(rf"[<\[){_RAISED}]")
"""What every marker holds."""
_NOTE = re.compile(rf"(?:\A|\n)[ \t>*]{{0,8}}(?:{_SUP}|\[(\d{{1,3}})\]|([{_RAISED}]{{1,3}}))[ \t:.]{{0,4}}(?=[^\s(])")
_BARE_NOTE = re.compile(r"(?:\A|\n)[ \t>*]{0,8}(\d{1,3})[).]?[ \t]{1,4}(?=\S)")


def _number(match: re.Match[str]) -> str:
    found = next(group for group in match.groups() if group is not None)
    return found.translate(_PLAIN)


def _noted(unit: Unit, marker: re.Match[str]) -> Source | None:
    """The footnote to which a marker points, the nearest one behind it, as far as it can be found."""
    parts = tuple(part.span for part in unit.copy.parts if part.kind == "footnote") if unit.copy else ()
    noted = _notes(unit.text, parts)
    for number in _readings(_number(marker)):
        places = noted.get(number, [])
        at = bisect_left(places, (marker.end(), 0))
        if at < len(places):
            return _made(unit.text, places[at])
    return None


def _readings(number: str) -> list[str]:
    """What a marker may have been: itself, or a number whose brackets were read as ones: ``11`` for ``[1]``."""
    forms = [number]
    if len(number) > 1:
        forms += [number[1:]] * (number[0] == "1") + [number[:-1]] * (number[-1] == "1")
    if len(number) > 2 and number[0] == number[-1] == "1":
        forms.append(number[1:-1])
    return [form for form in dict.fromkeys(forms) if form.strip("0")]


@lru_cache(maxsize=4)
def _notes(text: str, parts: tuple[Span, ...]) -> dict[str, list[Span]]:
    """The words of all footnotes of a document, by number, in order; those in ``parts`` need no marks."""
    found: dict[str, list[Span]] = {}
    for match in _NOTE.finditer(text):
        found.setdefault(_number(match), []).append(_note_span(text, match.end(), len(text)))
    for start, end in parts:
        for match in _BARE_NOTE.finditer(text[start:end]):
            found.setdefault(match[1], []).append(_note_span(text, start + match.end(), end))
    return {number: sorted(set(places)) for number, places in found.items()}


def _note_span(text: str, start: int, limit: int) -> Span:
    """From the first word of a note to its end: a blank line, the next note, or three lines on."""
    end = start
    for _ in range(_LINES):
        line_end = text.find("\n", end + 1, limit)
        if line_end < 0:
            return start, limit
        end = line_end
        following = text[end + 1 : end + 9].lstrip(" \t>*")
        if not following or following[0] in "\n[<" + _RAISED or following[0].isdigit():
            break
    return start, end


# ── running text ─────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _phrase() -> re.Pattern[str]:
    words = sorted(load("figures")["source"]["words"], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


@cache
def _ends() -> frozenset[str]:
    known = load("figures")
    return frozenset((*known["verb"]["words"], *known["source_end"]["words"]))


_TOKEN = re.compile(r"[^\s,;()]+|[,;()]")


def _in_words(unit: Unit, sentence: Span) -> Source | None:
    """*volgens het RIVM*, *uit onderzoek van het Nivel (blijkt)*, *(bron: CBS)*."""
    found = _phrase().search(unit.text, *sentence)
    if found is None:
        return None
    end, known = found.end(), found[0].lower()
    for count, token in enumerate(_TOKEN.finditer(unit.text, found.end(), sentence[1])):
        word = token[0]
        if word in ";()" or (word == "," and not known.startswith("bron")) or count >= _WORDS:
            break
        if not known.startswith("bron") and (word.lower() in _ends() or word[0].isdigit()):
            break
        end = token.end()
        if word.endswith(".") and len(word) > 4:
            break
    source = _made(unit.text, (found.start(), end))
    return source if source.span[1] > found.end() else None
