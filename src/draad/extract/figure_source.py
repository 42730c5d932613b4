"""Where a figure comes from: the footnote at its number, clause or list, or the words of the running text."""

from __future__ import annotations

import re
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


def source_of(unit: Unit, index: int, number: Span) -> Source | None:
    """The source of a number in sentence ``index``: its footnote, the words beside it, or those above its list."""
    sentence = unit.sentences[index].span
    noted = _by_marker(unit, number[1], sentence[1] + _REACH) or _in_words(unit, sentence)
    if noted:
        return noted
    if index + 1 < len(unit.sentences):
        following = unit.sentences[index + 1].span
        if _BEGINS_WITH_SOURCE.match(unit.text, following[0], following[1]):
            return _made(unit.text, following)
    for above, _ in leaders(unit, index):
        span = unit.sentences[above].span
        noted = _by_marker(unit, span[0], span[1] + _REACH) or _in_words(unit, span)
        if noted:
            return noted
    return None


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
_NOTE = re.compile(rf"(?:\A|\n)[ \t>*]{{0,8}}(?:{_SUP}|\[(\d{{1,3}})\]|([{_RAISED}]{{1,3}}))[ \t:.]{{0,4}}(?=[^\s(])")
_BARE_NOTE = re.compile(r"(?:\A|\n)[ \t>*]{0,8}(\d{1,3})[).]?[ \t]{1,4}(?=\S)")


def _number(match: re.Match[str]) -> str:
    found = next(group for group in match.groups() if group is not None)
    return found.translate(_PLAIN)


def _by_marker(unit: Unit, start: int, end: int) -> Source | None:
    """The footnote to which the first marker between two offsets points, as far as it can be found."""
    marker = _MARKER.search(unit.text, start, end)
    if marker is None:
        return None
    noted = _notes(unit.text)
    if unit.copy is not None:
        noted = noted + tuple(
            n for part in unit.copy.parts if part.kind == "footnote" for n in _bare(unit.text, part.span)
        )
    for number in _readings(_number(marker)):
        places = sorted(span for n, span in noted if n == number and span[0] > marker.end())
        if places:
            return _made(unit.text, places[0])
    return None


def _readings(number: str) -> list[str]:
    """What a marker may have been: itself, or a number whose brackets were read as ones: ``11`` for ``[1]``."""
    forms = [number]
    if len(number) > 1:
        forms += [number[1:]] * (number[0] == "1") + [number[:-1]] * (number[-1] == "1")
    if len(number) > 2 and number[0] == number[-1] == "1":
        forms.append(number[1:-1])
    return [form for form in dict.fromkeys(forms) if form.strip("0")]


_Note = tuple[str, Span]


@lru_cache(maxsize=4)
def _notes(text: str) -> tuple[_Note, ...]:
    """All footnotes of a document by their number, in order, with the span of their words."""
    return tuple((_number(m), _note_span(text, m.end(), len(text))) for m in _NOTE.finditer(text))


def _bare(text: str, within: Span) -> list[_Note]:
    """The footnotes of a stretch that is known to hold them, whose numbers stand without marks."""
    part = text[within[0] : within[1]]
    spans = ((m[1], within[0] + m.end()) for m in _BARE_NOTE.finditer(part))
    return [(number, _note_span(text, at, within[1])) for number, at in spans]


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
