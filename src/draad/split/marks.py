"""Redaction marks: where a document says that something was withheld, and on what ground.

A mark's spelling is kept as printed; nothing here measures it or links it to a person (law 2). Spellings are those
of released documents, whole or damaged by OCR. Figures that only look like a ground (house numbers, amounts, dates,
references to the law) are told apart by their borders and by the word before them.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from draad.fold import edits, fold
from draad.knowledge import load
from draad.records import Mark, MarkKind, Span

_Law = Literal["woo", "wob"]

# The first character is consumed by a set, so that the scan runs at the speed of a search for it.
_SCAN = re.compile(
    r"[\[({15█■▮▇](?:"
    r"(?<=[█■▮▇])[█■▮▇]*"
    r"|(?<=\()1[01]\) ?\([0-9][0-9a-io]?\)?"
    r"|(?<=\()5\) ?\(1\) ?\([12]\)? ?\(?[a-i]\)"
    r"|(?<=[\[{])[ ]?[^\W\d_][^\[\](){}\n]{3,40}[\]}]"
    r"|(?<=[\[({])[ ]?(?:5|1[01])[ .,/]{0,3}[0-9a-z][0-9a-z .,/;]{0,24}?[\])}]"
    r"|(?<=1)[01]\) ?\([0-9][0-9a-io]?\)?"
    r"|(?<=5)(?: ?\. ?1 ?\.? ?[12] ?\.? ?[a-i]|1[12][a-i]| 1 [12] [a-i])(?!\w)"
    r"|(?<=5)\.1,? ?(?:lid|eerste lid|tweede lid) ?[12]?,? ?(?:sub|onder|aanhef en onder) ?[a-i](?!\w)"
    r"|(?<=1)0(?:\. ?[12] ?\.? ?[a-g]|02[a-g]|2[a-g]| [12] [a-g]|\.[12] [a-g])(?!\w)"
    r"|(?<=1)0,? ?(?:lid|eerste lid|tweede lid) ?[12]?,? ?(?:sub|onder|aanhef en onder) ?[a-g](?!\w)"
    r"|(?<=5)\.(?:1\.[4-7]|2(?:\.1)?|4)(?![\w.,]\w|\w)"
    r"|(?<=1)1\.1(?![\w.,]\w|\w)"
    r"|(?<=1)0\.[67](?![\w.,]\w|\w)"
    r")"
)
_CORE = re.compile(r"[^a-z0-9]+")
_NOISY = re.compile(
    # what stands before is looked at behind the first character: a pattern that begins with a set runs fastest
    r"[15sSlI§|iO0\[({](?<![\w€$.,+\-/].)(?=\S{0,7}\d)(?:(?<=[\[({])[15sSlI§|iO0])?"
    r"[0-9sSlI|iOoZz§.,:;()/·\- ]{1,9}[a-i06oOc©e?]?[\])>}]?"
)
_OCR = str.maketrans({"l": "1", "i": "1", "|": "1", "!": "1", "s": "5", "§": "5", "o": "0", "z": "2", "©": "e"})
_ALONE = re.compile(r"[ \t>|*_\-()\[\]{}.\xa0\f]*\Z")
_DATE_LIKE = re.compile(r"\d{1,2}[-./:]\d{1,2}(?:[-./]\d{2,4})?\Z|\d+\Z|\d+e\Z")
_COUNTED = re.compile(
    r"\s*(?:%|‰|°|miljoen|mln|miljard|mld|procent|euro|eur|uur|fte|kg|km|m2|ha|punt|keer|x\b)", re.IGNORECASE
)
_NEAR = 200
"""Characters on each side within which a line is looked at."""
_SLASHED = re.compile(r"\(1[01]/[0-9][0-9a-g]?\)")
_BRACKETS = "[({"


class _Words(NamedTuple):
    citations: frozenset[str]
    streets: tuple[str, ...]
    withheld: frozenset[str]
    standing: re.Pattern[str]
    duplicate: frozenset[str]
    phrases: tuple[str, ...]


@cache
def _words() -> _Words:
    data = load("marks")

    def either(words: list[str]) -> str:
        return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))

    alone = [*data["scope"]["words"], *data["duplicate"]["words"]]
    return _Words(
        citations=frozenset(data["citations"]["words"]),
        streets=tuple(data["streets"]["endings"]),
        withheld=frozenset(data["withheld"]["words"]),
        standing=re.compile(rf"(?<![^\W_])(?:{either(alone)})(?![^\W_])", re.IGNORECASE),
        duplicate=frozenset(data["duplicate"]["words"]),
        phrases=tuple(sorted(set(alone))),
    )


@lru_cache(maxsize=4096)
def ground(spelling: str) -> tuple[_Law | None, str | None]:
    """Law and article that a mark's spelling names: ``(10)(2e)`` is Wob 10.2.e; unknown is None."""
    core = _CORE.sub("", fold(spelling).replace("eerste lid", "lid 1").replace("tweede lid", "lid 2"))
    core = re.sub(r"^(?:woo|wob|art(?:ikel)?|gelakt|redacted)+|lid|sub|aanhef|en(?=onder)|onder", "", core)
    if len(core) == 4 and core[:3] in ("102", "101") and core[3] in "06o":
        core = core[:3] + "e"
    if found := re.match(r"51([12])([a-i])", core):
        return "woo", f"5.1.{found[1]}.{found[2]}"
    if found := re.match(r"10([12])([a-g])", core):
        return "wob", f"10.{found[1]}.{found[2]}"
    if core in ("52", "521"):
        return "woo", "5.2.1" if core == "521" else "5.2"
    if re.fullmatch(r"51[4-7]|54", core):
        return "woo", ".".join(core)
    if re.fullmatch(r"10[67]|111", core):
        return "wob", f"{core[:2]}.{core[2]}"
    return None, None


def find(text: str) -> tuple[Mark, ...]:
    """All marks in ``text``, in order, none over another."""
    found, doubtful = _scan(text)
    found.extend(_standing(text))
    if found:
        found.extend(_mark(text, b, e) for b, e in doubtful)
        found.extend(_damaged(text, found))
    found.sort(key=lambda m: m.span)
    return _apart(found)


def exact(value: str) -> list[Span]:
    """The spans of the marks in a header's value, those that OCR damaged left out."""
    return [m.span for m in _scan(value)[0]]


def _scan(text: str) -> tuple[list[Mark], list[Span]]:
    """Marks of a spelling that is sure, and the spans of those that only count beside others."""
    found: list[Mark] = []
    doubtful: list[Span] = []
    at, refused = 0, True
    while refused:
        refused = False
        for match in _SCAN.finditer(text, at):
            begin, end = match.span()
            mark = _judge(text, begin, end)
            if mark is None:
                # what is refused may hold a mark: "(zie 5.1.2e)"
                at, refused = begin + 1, True
                break
            if mark == "doubtful":
                doubtful.append((begin, end))
            elif isinstance(mark, Mark):
                found.append(mark)
    return found, doubtful


def _apart(marks: list[Mark]) -> tuple[Mark, ...]:
    kept: list[Mark] = []
    for mark in marks:
        if not kept or mark.span[0] >= kept[-1].span[1]:
            kept.append(mark)
    return tuple(kept)


def _mark(text: str, begin: int, end: int) -> Mark:
    law, article = ground(text[begin:end])
    return Mark((begin, end), "ground", law, article)


def _judge(text: str, begin: int, end: int) -> Mark | Literal["doubtful"] | None:
    """A candidate of the scan: a mark, one that only counts beside others, or nothing."""
    spelling = text[begin:end]
    reading = _reading(spelling)
    if reading is None or reading == "doubtful":
        return reading
    if not reading.bare:
        return Mark((begin, end), reading.kind, reading.law, reading.article)
    before = text[max(0, begin - 24) : begin]
    edge = before[-1:]
    if edge.isdigit() or (edge and edge in "€$.,:-/+" and (edge in "€$" or before[-2:-1].isdigit())):
        return None
    if edge.isalpha() and not reading.dotted:
        return None
    line_before = before[before.rfind("\n") + 1 :]
    if line_before.strip() and (_cited(line_before) or line_before.rstrip(" ,").lower().endswith(_words().streets)):
        return None
    if reading.short:
        if _stands_alone(text, begin, end):
            return Mark((begin, end), "ground", reading.law, reading.article)
        return "doubtful" if line_before.strip(" \t>|") and not _COUNTED.match(text, end) else None
    if reading.glued:
        return "doubtful"
    return Mark((begin, end), "ground", reading.law, reading.article)


class _Reading(NamedTuple):
    """What a spelling says by itself, wherever it stands."""

    kind: MarkKind
    law: _Law | None = None
    article: str | None = None
    bare: bool = False
    """Without brackets: what stands before it decides whether it is a mark."""
    dotted: bool = False
    """Written with dots or brackets, so that a letter may touch it."""
    short: bool = False
    """Two or three figures without a letter, ``11.1``: a mark only where it stands alone or beside others."""
    glued: bool = False
    """Without any dot, ``512e``: a mark only beside others."""


@lru_cache(maxsize=8192)
def _reading(spelling: str) -> _Reading | Literal["doubtful"] | None:
    first = spelling[0]
    if first in "█■▮▇":
        return _Reading("block")
    if first in _BRACKETS:
        return _bracketed(spelling)
    dotted = (
        spelling.count(".") + spelling.count(")") >= 2
        or "lid" in spelling
        or (spelling[-1] in "abcdefghi" and "." in spelling)
    )
    short = spelling in ("11.1", "10.6", "10.7") or (first == "5" and spelling[-1].isdigit())
    glued = not any(c in ".) " for c in spelling)
    return _Reading("ground", *ground(spelling), bare=True, dotted=dotted, short=short, glued=glued)


def _bracketed(spelling: str) -> _Reading | Literal["doubtful"] | None:
    inner = fold(spelling[1:-1]).strip()
    if inner[:1].isalpha():
        word = re.split(r"[:;.,\d]", inner, maxsplit=1)[0].strip()
        law, article = ground(inner[len(word) :]) if any(c.isdigit() for c in inner) else (None, None)
        if _withheld(word):
            return _Reading("ground" if article else "redacted", law, article)
        if word in ("woo", "wob") and article:
            return _Reading("ground", law, article)
        if spelling[0] == "[" and _words().standing.fullmatch(inner):
            return _Reading("duplicate" if inner in _words().duplicate else "scope")
        return None
    if _SLASHED.fullmatch(spelling):
        return "doubtful"
    law, article = ground(spelling)
    if article is None:
        return None
    if spelling[0] != "(" or ")(" in spelling.replace(" ", ""):
        return _Reading("ground", law, article)
    if not spelling.rstrip(" )")[-1].isalpha() and article in ("11.1", "10.6", "10.7", "5.4", "5.2"):
        return "doubtful"
    return None  # brackets of the sentence around a mark: the mark inside is found by itself


def _cited(before: str) -> bool:
    """Whether the words right before a number make it a reference to the law, a version or a table."""
    words = before.lower().rsplit(None, 2)[-2:]
    if not words:
        return False
    last = words[-1].strip(".,:;()[]*\"'")
    return last in _words().citations or last.endswith("§") or f"{words[0]} {last}" in _words().citations


@lru_cache(maxsize=4096)
def _withheld(word: str) -> bool:
    return word in _words().withheld or (
        len(word) > 5 and any(edits(word, w, 2) <= 2 for w in ("redacted", "gelakt", "weggelakt"))
    )


def _stands_alone(text: str, begin: int, end: int) -> bool:
    """Nothing but rules and brackets on its line, or a wide gap on both sides as a table or a box leaves it."""
    left = text[max(0, begin - _NEAR) : begin].rpartition("\n")[2]
    right = text[end : end + _NEAR].partition("\n")[0]
    if _ALONE.match(left) and _ALONE.match(right):
        return True
    return (not left.strip() or left.endswith("   ")) and (not right.strip() or right.startswith("   "))


def _standing(text: str) -> list[Mark]:
    """``buiten verzoek``, ``dubbel``: words that are a mark only where they stand by themselves."""
    words = _words()
    folded = text.lower()
    marks: list[Mark] = []
    if len(folded) != len(text):
        return marks
    for phrase in words.phrases:
        at = folded.find(phrase)
        while at >= 0:
            match = words.standing.match(text, at)
            if match:
                begin, end = match.span()
                starred = text[begin - 1 : begin] in ("*", "_") and text[end : end + 1] in ("*", "_")
                if starred or _stands_alone(text, begin, end):
                    kind: MarkKind = "duplicate" if match.group().lower() in words.duplicate else "scope"
                    marks.append(Mark((begin, end), kind))
            at = folded.find(phrase, at + 1)
    return marks


def _damaged(text: str, known: list[Mark]) -> list[Mark]:
    """Marks within one edit of a spelling that this document uses, once what OCR confuses is made equal."""
    cores = {_core(text[m.span[0] : m.span[1]]) for m in known if m.kind == "ground"}
    cores = {c for c in cores if len(c) in (3, 4)}
    if not cores:
        return []
    marks = []
    for match in _NOISY.finditer(_masked(text, known)):
        begin, _end = match.span()
        token = match.group().rstrip(" .,:;-")
        if "(" not in token:
            token = token.rstrip(")")
        if _near(text, begin, begin + len(token), token, cores):
            marks.append(_mark(text, begin, begin + len(token)))
    return marks


def _masked(text: str, known: list[Mark]) -> str:
    """The text with the marks already found blanked out, at the same offsets."""
    pieces, at = [], 0
    for begin, end in sorted(m.span for m in known):
        if begin >= at:
            pieces += [text[at:begin], "\n" * (end - begin)]
            at = end
    return "".join([*pieces, text[at:]])


@lru_cache(maxsize=8192)
def _core(spelling: str) -> str:
    return _CORE.sub("", fold(spelling)).translate(_OCR)


def _near(text: str, begin: int, end: int, token: str, cores: set[str]) -> bool:
    core = _core(token.replace("©", "e").replace("|", "1").replace("§", "5"))
    if len(core) < 3 or _DATE_LIKE.match(token.strip("[](){}<>")):
        return False
    if not any(c in ".,:()[]" for c in token) and token[0] not in "sS":
        return False
    if text[end : end + 1].isalnum() or _cited(text[max(0, begin - 24) : begin]):
        return False
    if core in cores:
        return True
    letters = any(c.isalpha() for c in token) or "(" in token or "[" in token
    return letters and any(edits(core, c, 1) <= 1 for c in cores if len(c) == 4)
