"""Addresses of people, health of people, opinions: what needs the words around it, and a person to judge it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from draad.fold import fold
from draad.knowledge import load
from draad.records import Span
from draad.release.propose.lists import WRAP, alternatives, words
from draad.release.propose.records import Found, Reason

_WRAP = r"(?:[ \xa0]{1,2}|[ ]?\n[ \t>|]{0,12})"
_POSTCODE = re.compile(
    rf"(?<![\w.])[1-9]\d{{3}}(?:{_WRAP})?(?!SA|SD|SS)[A-Z]{{2}}(?![\w-])"
    rf"(?:,?{_WRAP}(?:huis)?(?:nummer|nr\.?){_WRAP}?\d{{1,5}}(?:[ -]?(?:\d{{1,4}}|[a-z]{{1,3}}\b))?"
    rf"|,?{_WRAP}[A-Z'][^\W\d_]+"
    rf"(?:(?:{_WRAP}(?:aan|den|de|der|op|bij|van|het|'t|ter|en)\b){{1,3}}(?:{_WRAP}|-)[A-Z'][^\W\d_]+"
    rf"|[ -][A-Z'][^\W\d_]+){{0,2}})?"
)
_STREET = re.compile(
    rf"[A-Z0-9À-Þ'][\w.'’-]{{1,40}}"
    rf"(?:{_WRAP}(?:van|de|der|den|het|ter|ten|op|'t|[A-Z0-9À-Þ][\w.'’-]{{0,30}})){{0,5}}"
    rf"{_WRAP}\d{{1,5}}(?:[ -]?(?!in\b|te\b)[a-zA-Z]{{1,3}}\b)?(?:[-/ ]\d{{1,4}})?"
    rf"[ \t]*(?:\n[ \t>|]{{0,12}})?(?:[,|]|(?:in|te)\b)?[ \t]*(?:\n[ \t>|]{{0,12}})?\Z"
)
_BEHIND = re.compile(
    rf"{_WRAP}?:?{_WRAP}?(?:(?:in|te){_WRAP}[A-ZÀ-Þ'][^\W\d_]{{1,40}}(?:[- ][A-ZÀ-Þ][^\W\d_]{{1,40}}){{0,2}},{_WRAP})?"
    rf"(?:(?:aan|op|in|te)\b{_WRAP})?(?:(?:de|het|den)\b{_WRAP})?"
    rf"([A-ZÀ-Þ'][\w.'’-]{{1,40}}(?:{_WRAP}(?:van|de|der|den|het|ter|ten|op|'t|[A-ZÀ-Þ][\w.'’-]{{0,30}})){{0,4}})"
    rf"{_WRAP}(\d{{1,4}})(?!\d)(?:[ -]?(?!in\b|te\b|is\b|en\b)[a-zA-Z]{{1,3}}\b)?"
    rf"(?:,?{_WRAP}(?:in|te){_WRAP}[A-ZÀ-Þ][^\W\d_]+)?"
)
_BOX = re.compile(r"(?:postbus|antwoordnummer|p\.?o\.? ?box)\b", re.IGNORECASE)
"""Where mail is fetched, and nobody lives."""
_SCRIBBLE = re.compile(
    r"\b(?:[Pp]ara(?:af|fen)|[Gg]ezien(?: door)?|[Aa]kkoord(?: door)?|[Gg]eparafeerd(?: door)?|w\.g\.|[Hh]andtekening)"
    r"[ \t]*:?\s{1,3}([A-Z][a-z]{0,3}(?:\.?[A-Z]){1,3}\.?)(?![\w])"
)
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|\Z)|\n")
_LONGEST = 600
"""Characters of a sentence that is looked at for an opinion."""
_BEFORE, _AFTER = 110, 60
"""Characters around a word of illness within which the one stands who is ill."""
_AHEAD = 90
"""Characters before a postcode in which its street and number stand."""
_NEAR_LINES = 5
_SHE = re.compile(r"\b(?:zij|ze|die)[ ]{1,2}\Z")
"""Before a verb in the singular this is one person; elsewhere it may be several (*zij hebben*)."""
_SINGULAR = ("heeft ", "had ", "is ", "was ", "kreeg ")


@cache
def _home() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives(load('redact')['cues']['home'])})", re.IGNORECASE)


@cache
def _health() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load("redact")["health"]
    one = data["before"] + "(?:" + "|".join(data["patterns"]) + ")"
    return re.compile(rf"\b{one.replace(' ', WRAP)}\b"), re.compile(rf"\b(?:{alternatives(data['own'])})\b")


@cache
def _opinion() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in load("redact")["opinions"]["patterns"]))


def addresses(text: str, people: Sequence[Span]) -> Iterator[Found]:
    """Postcode, with the street and house number before it, where somebody lives; not where an organisation sits."""
    starts = [start for start, _ in people]
    for found in _POSTCODE.finditer(text):
        told = _home().search(text, max(0, found.start() - _AHEAD), found.start())
        if not told and not _person_above(text, starts, people, found.start()):
            continue
        begin = max(0, found.start() - _AHEAD)
        street = _STREET.search(text[begin : found.start()])
        start = begin + street.start() if street else found.start()
        if street and _BOX.match(street.group()):
            continue
        number = street is not None or any(c.isdigit() for c in found.group()[4:])
        around = _since_name(text, starts, people, start) or _lines_around(text, start, found.end())
        if not told and (not number or _is_office(around)):
            continue
        reason: Reason = ("home" if told else "address", {})
        value = fold("".join(found.group().split())[:6]) + _house(street)
        yield Found((start, found.end()), "address", 0.92 if told else 0.7, (reason,), value=value)


def streets(text: str) -> Iterator[Found]:
    """Street and house number behind a word that tells where somebody lives, where no postcode follows."""
    for told in _home().finditer(text):
        if street := _BEHIND.match(text, told.end()):
            value = f"{fold(street.group(1))} {street.group(2)}"
            yield Found((street.start(1), street.end()), "address", 0.8, (("home", {}),), value=value)


def _house(street: re.Match[str] | None) -> str:
    numbers = re.findall(r"\d+", street.group()) if street else []
    return f" {numbers[-1]}" if numbers else ""


def _lines_around(text: str, start: int, end: int) -> str:
    first, last = start, end
    for _ in range(_NEAR_LINES):
        first = max(0, text.rfind("\n", 0, max(0, first - 1)))
        last = text.find("\n", last + 1) if text.find("\n", last + 1) >= 0 else len(text)
        if start - first > 400 or last - end > 400:
            break
    return text[max(first, start - 400) : min(last, end + 400)]


def _is_office(lines: str) -> bool:
    known = words()
    parts = {fold(part) for part in re.findall(r"[^\W\d_]+(?:\.[^\W\d_]\.?)?", lines)}
    return (
        bool(parts & known.organisation)
        or any(part.startswith(("ministerie", "gemeente", "stichting")) for part in parts)
        or any(part.isupper() and fold(part) in known.organisations for part in re.findall(r"\b[A-Z]{2,8}\b", lines))
    )


def _person_above(text: str, starts: Sequence[int], people: Sequence[Span], at: int) -> bool:
    place = bisect_left(starts, at) - 1
    return place >= 0 and at - people[place][1] < 120 and text.count("\n", people[place][1], at) <= 3


def _since_name(text: str, starts: Sequence[int], people: Sequence[Span], at: int) -> str:
    """What stands between a name and the address behind it in the same sentence; empty where they are apart.

    Only this tells whose address it is: a letter on a complaint names offices all around. Bars part the pieces of a
    signature, where the address is the office's.
    """
    place = bisect_left(starts, at) - 1
    if place < 0 or at - people[place][1] > _AHEAD:
        return ""
    between = text[people[place][1] : at]
    apart = "\n" in between or "|" in between or re.search(r"[.!?] +[A-Z]", between)
    return "" if apart else between


def scribbles(text: str) -> Iterator[Found]:
    """Initials and signatures by the words before them: ``Paraaf: WVD``, ``gezien door AK``."""
    for found in _SCRIBBLE.finditer(text):
        said = fold(found.group(1))
        if said not in words().organisations and said not in _top():
            yield Found(found.span(1), "signature", 0.85, (("paraph", {}),))


@cache
def _top() -> frozenset[str]:
    """Abbreviations of offices that stay visible: *akkoord DG*."""
    return frozenset(map(fold, load("public_office")["words"]["top"]))


@cache
def _abbreviated() -> tuple[str, ...]:
    return tuple(load("redact")["health"]["abbreviations"])


def health(text: str, low: str, people: Sequence[Span]) -> Iterator[Found]:
    """Words of illness in a sentence that tells them of one person, the writer included."""
    cue, own = _health()
    starts = [start for start, _ in people]
    for found in cue.finditer(low):
        last = found.group().split()[-1]
        if last in _abbreviated() and not text[found.end() - len(last) : found.end()].isupper():
            continue
        begin = max(low.rfind("\n\n", 0, found.start()), found.start() - _BEFORE, 0)
        blank = low.find("\n\n", found.end(), found.end() + _AFTER)
        stop = blank if blank >= 0 else found.end() + _AFTER
        at = bisect_left(starts, begin)
        named = at < len(starts) and starts[at] < stop
        she = found.group().startswith(_SINGULAR) and _SHE.search(low[max(0, found.start() - 8) : found.start()])
        if named or she or own.search(low, begin, found.start()):
            yield Found(found.span(), "health", 0.6 if named else 0.5, (("health", {"word": found.group().lower()}),))


def opinions(text: str, low: str, spans: Sequence[Span], covered: str = "") -> Iterator[Found]:
    """Sentences in which a writer says what he thinks: points for a person to look at, never more.

    ``covered``: the text with blocks for marks; a sentence that is for the most part marks has nothing to withhold.
    """
    cue = _opinion()
    for start, end in spans:
        for a, b in _sentences(text, start, end):
            told = cue.search(low, a, b)
            if told and not _is_mark(covered[a:b] or text[a:b], told.group()):
                reason: Reason = ("opinion", {"word": " ".join(told.group().split())})
                yield Found((a, b), "opinion", 0.5, (reason,), attention=True)


def _is_mark(sentence: str, cue: str) -> bool:
    """Whether a sentence holds little but a mark or the words of one, the cue apart: *Volgens mij dubbel*."""
    shown = re.sub(re.escape(cue), "", sentence, count=1, flags=re.IGNORECASE)
    bare = _standing().sub(lambda found: "█" * len(found.group()), shown)
    signs = "".join(bare.split())
    return "█" in signs and 2 * signs.count("█") >= len(signs)


@cache
def _standing() -> re.Pattern[str]:
    data = load("marks")
    phrases = [*data["scope"]["words"], *data["duplicate"]["words"]]
    return re.compile(rf"(?<!\w)(?:{alternatives(phrases)})(?!\w)", re.IGNORECASE)


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Sentences of a line, quotation signs and bullets left out."""
    at = start
    for stop in [*_SENTENCE_END.finditer(text, start, end), None]:
        last = stop.end() if stop and stop.group() != "\n" else stop.start() if stop else end
        while at < last and text[at] in " \t>|*_-•":
            at += 1
        if 3 < last - at <= _LONGEST:
            yield at, at + len(text[at:last].rstrip())
        at = stop.end() if stop else end
