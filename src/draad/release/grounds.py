"""The marks that stand in documents, by ground and by document, and which rules of the law weigh on them.

What is counted are marks, lines and pages, never characters: a mark's length is the redactor's, and to measure it
would be the first step to guessing what stood there (DESIGN.md, law 2). So the *share* of a document is that of its
lines of text: those that hold a mark, and of them those that hold nothing else.

A flag never says that a refusal is wrong. It says that the law asks for a reason that stands in the decision, and
where it says so. What can't be decided (no date, no day of the request) is told as such (law 3).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple

from draad.fold import fold
from draad.knowledge import load
from draad.records import Span
from draad.split.marks import ground

Sort = Literal["absolute", "relative", "opinion", "other", "none"]
Match = Literal["equal", "near", "none"]
FlagKind = Literal["five-years", "five-years-unknown", "formal"]
FLAGS: tuple[FlagKind, ...] = ("five-years", "five-years-unknown", "formal")
_NO_WORD = re.compile(r"[\W_]*\Z")


class Conversion(NamedTuple):
    """What stands in the Woo in the place of a ground of the Wob."""

    wob: str
    """Article: ``10.2.e``."""
    woo: tuple[str, ...]
    """Articles, the nearest first; empty where nothing took its place."""
    match: Match
    note: str
    """Key of the sentence that says what changed, under ``marks.conversion``; empty where nothing did."""


@cache
def conversions() -> tuple[Conversion, ...]:
    """The table Wob → Woo, in the order of the Wob."""
    return tuple(
        Conversion(row["wob"], tuple(row["woo"]), row["match"], row.get("note", ""))
        for row in load("grounds")["conversion"]
    )


@cache
def _by_wob() -> Mapping[str, Conversion]:
    return {one.wob: one for one in conversions()}


def conversion(article: str) -> Conversion | None:
    """What became of one article of the Wob; None for what is none of its grounds."""
    return _by_wob().get(article)


def code_of(text: str) -> str | None:
    """A ground as the store writes it, however it was spelled: ``5.1.2e`` is ``woo 5.1.2.e``; None for what is none."""
    law, article = ground(text)
    return f"{law} {article}" if law and article and article in load("marks")[law] else None


def sort_of(code: str) -> Sort:
    """What sort of ground a mark's code names; ``none`` where it names none: ``redacted``, ``scope`` …

    A code without a law (``? 11.1``) is of the law in which such an article stands.
    """
    return _sorts().get(code.replace("? ", ""), "none")


@cache
def _sorts() -> Mapping[str, Sort]:
    found: dict[str, Sort] = {}
    for sort, codes in load("grounds")["sorts"].items():
        for code in codes:
            found[code] = found[code.partition(" ")[2]] = sort
    return found


def in_woo(code: str) -> tuple[str, ...]:
    """The grounds of the Woo that a code may mean, as codes: itself, or what took the place of one of the Wob.

    Empty where it names no ground. By this two marks of one passage are held against each other.
    """
    law, _, article = code.partition(" ")
    if not article:
        return ()
    known = _by_wob().get(article)
    if law == "woo" or known is None:
        return (f"woo {article}",)
    return tuple(f"woo {one}" for one in known.woo) or (f"wob {article}",)


def differ(one: str, other: str) -> bool:
    """Whether two codes name grounds that can't be the same.

    ``wob 10.2.e`` and ``woo 5.1.2.e`` are the same, and so are 5.2 and 5.2.1; one without a ground differs from none.
    """
    ours, theirs = set(map(_whole, in_woo(one))), set(map(_whole, in_woo(other)))
    return bool(ours and theirs) and not ours & theirs


def _whole(code: str) -> str:
    return "woo 5.2" if code == "woo 5.2.1" else code


# ── counting ────────────────────────────────────────────────────────────────────────────────────────────────


class Marks(NamedTuple):
    """One document to count in, as the store gives it (``dossier.marked``)."""

    id: int
    name: str
    kind: str
    text: str
    marks: Sequence[tuple[Span, str]]
    day: str | None = None
    title: str = ""
    pages: Sequence[tuple[int, int, int]] = ()


class Flag(NamedTuple):
    """A rule of the law that weighs on a document's marks."""

    kind: FlagKind
    article: str
    """Where it stands: ``Woo 5.3``."""
    codes: tuple[str, ...]
    """The grounds on which it weighs."""
    why: str = ""
    """For ``formal`` the word of the document by which it was known; for ``five-years`` the day."""


@dataclass(frozen=True, slots=True)
class InDocument:
    """What was withheld in one document."""

    id: int
    name: str
    kind: str
    day: str | None
    grounds: Mapping[str, int]
    """Marks by code, most first."""
    lines: int
    """Lines with text or a mark."""
    marked: int
    """… with a mark."""
    withheld: int
    """… with nothing but marks."""
    pages: int
    """Pages; 0 for a source without."""
    withheld_pages: int
    """… with nothing but marks, and one at least."""
    flags: tuple[Flag, ...] = ()

    @property
    def marks(self) -> int:
        """All marks."""
        return sum(self.grounds.values())

    @property
    def share(self) -> float:
        """The share of its lines in which something was withheld, 0 to 1."""
        return self.marked / self.lines if self.lines else 0.0


@dataclass(frozen=True, slots=True)
class OfGround:
    """One ground over all documents."""

    code: str
    sort: Sort
    marks: int
    documents: int
    lines: int
    """Lines with such a mark."""


@dataclass(frozen=True, slots=True)
class Counted:
    """All of it."""

    documents: tuple[InDocument, ...] = ()
    grounds: tuple[OfGround, ...] = field(default=())
    """Most marks first."""

    @property
    def lines(self) -> int:
        """Lines with text or a mark."""
        return sum(one.lines for one in self.documents)

    @property
    def marked(self) -> int:
        """… with a mark."""
        return sum(one.marked for one in self.documents)

    @property
    def withheld(self) -> int:
        """… with nothing but marks."""
        return sum(one.withheld for one in self.documents)

    @property
    def share(self) -> float:
        """The share of all lines in which something was withheld."""
        return self.marked / self.lines if self.lines else 0.0


def count(documents: Iterable[Marks], request: str = "") -> Counted:
    """Counts marks by ground and by document; ``request``: ISO date on which the Woo request came in, if known."""
    asked = date.fromisoformat(request) if request else None
    found: list[InDocument] = []
    marks: Counter[str] = Counter()
    within: Counter[str] = Counter()
    on_lines: Counter[str] = Counter()
    for document in documents:
        lines = _Lines(document)
        grounds = Counter(code for _, code in document.marks)
        marks.update(grounds)
        within.update(grounds.keys())
        on_lines.update(code for codes in lines.codes.values() for code in codes)
        found.append(_in_document(document, lines, grounds, _flags(document, grounds, asked)))
    every = (OfGround(code, sort_of(code), times, within[code], on_lines[code]) for code, times in marks.items())
    return Counted(tuple(found), tuple(sorted(every, key=lambda one: (-one.marks, one.code))))


class _Lines:
    """Which lines of a text hold words, and which marks."""

    def __init__(self, document: Marks) -> None:
        self.codes: dict[int, set[str]] = {}
        self.text: set[int] = set()
        """Lines with words outside marks."""
        pieces, at = [], 0
        number, seen = 0, 0
        for (start, end), code in document.marks:
            number, seen = number + document.text.count("\n", seen, start), start
            for line in range(number, number + document.text.count("\n", start, end) + 1):
                self.codes.setdefault(line, set()).add(code)
            if start >= at:
                pieces += [document.text[at:start], "\n" * document.text.count("\n", start, end)]
                at = end
        for line, words in enumerate("".join([*pieces, document.text[at:]]).split("\n")):
            if not _NO_WORD.match(words):
                self.text.add(line)

    @property
    def bare(self) -> set[int]:
        """Lines with nothing but marks."""
        return self.codes.keys() - self.text


def _in_document(document: Marks, lines: _Lines, grounds: Mapping[str, int], flags: tuple[Flag, ...]) -> InDocument:
    bare = lines.bare
    whole = 0
    for _, first, last in document.pages:
        own = range(first - 1, last)
        whole += any(line in bare for line in own) and not any(line in lines.text for line in own)
    return InDocument(
        id=document.id,
        name=document.name,
        kind=document.kind,
        day=document.day,
        grounds=dict(sorted(grounds.items(), key=lambda one: (-one[1], one[0]))),
        lines=len(lines.text | lines.codes.keys()),
        marked=len(lines.codes),
        withheld=len(bare),
        pages=len(document.pages),
        withheld_pages=whole,
        flags=flags,
    )


# ── rules that weigh on grounds ─────────────────────────────────────────────────────────────────────────────


def _flags(document: Marks, grounds: Iterable[str], asked: date | None) -> tuple[Flag, ...]:
    rules = load("grounds")
    five, formal = rules["five_years"], rules["formal"]
    codes = sorted(grounds)
    found: list[Flag] = []
    weighed = tuple(code for code in codes if sort_of(code) in five["sorts"])
    if weighed and (kind := _age(document.day, asked, five["years"])):
        found.append(Flag(kind, five["article"], weighed, document.day or ""))
    opinions = tuple(code for code in codes if sort_of(code) in formal["sorts"])
    if opinions and (word := _formal_word(document, formal)):
        found.append(Flag("formal", formal["article"], opinions, word))
    return tuple(found)


def _age(day: str | None, asked: date | None, years: int) -> FlagKind | None:
    """Whether information was older than so many years when it was asked for."""
    if day is None or asked is None:
        return "five-years-unknown"
    return "five-years" if older_than(date.fromisoformat(day), asked, years) else None


def older_than(day: date, asked: date, years: int) -> bool:
    """Whether a day lies more than so many years before another; 29 February counts to 1 March."""
    try:
        end = day.replace(year=day.year + years)
    except ValueError:
        end = date(day.year + years, 3, 1)
    return end < asked


def _formal_word(document: Marks, rule: Mapping[str, Any]) -> str:
    """The words by which a document calls itself one that was made for a formal decision; empty for none."""
    head = " ".join(fold(f"{document.title}\n{document.text[: rule['first_characters']]}").split())
    return next((word for word in rule["words"] if re.search(rf"(?<!\w){re.escape(fold(word))}(?!\w)", head)), "")
