"""What proposals are scored on: unreleased generated releases, and real releases whose marks are filled again.

A real release is filled with invented names: each mark of a person in a header, salutation, signature, list or running
text gets a name, a local part or a number that fits its place. So the truth is made and not searched for. Nobody's name
is guessed (DESIGN.md, law 2): names are drawn by chance, half of them made of syllables that no list has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from bench.texts import SHARED
from draad.fold import fold
from draad.knowledge import load
from draad.records import Mark, Span
from draad.sample import generate, names, people, secrets
from draad.sample.noise import Noise
from draad.sample.persons import PersonTruth, locate
from draad.sample.truth import Part
from draad.split import marks

READ = Path(__file__).parent / "out" / "read"
PLACES = ("header", "salutation", "closing", "signature", "list", "running text")
PRIVATE = ("person", "mailbox", "phone")
"""The kinds of which enough occur to be held to a figure; the others are reported."""
_FIELD = re.compile(
    r"[\s>|*_]*(?:van|from|to|aan|cc|kopie|bcc|von|an|afzender|datum|verzonden|sent|onderwerp|subject)\b[*_ ]*:", re.I
)
_INTRO = re.compile(r"\b(?:schreef|geschreven|wrote|schrieb)\b|\[mailto:|<[^<>@\s]*@[\w.-]+>")
_GREETING = re.compile(r"[\s>*-]*(?:beste|hoi|dag|hallo|ha|hi|dear|geachte|goede\w+|lieve|hey)\b", re.I)
_CLOSING = re.compile(
    r"[\s>*]*(?:(?:met|kind|best|vriendelijke|hartelijke|beste|vr\.?) )?(?:(?:vriendelijke|hartelijke) )?"
    r"(?:(?:groet(?:en|jes)?|gr|mvg|hgr|regards|dank en groet)\b|hoogachtend)",
    re.I,
)
_PRESENT = re.compile(r"[\s>*]*(?:aanwezig|afwezig|deelnemers|present|afmelding)", re.I)
_BEFORE_DOMAIN = re.compile(r" {0,16}[\[(]?@")
_BEFORE_NUMBER = re.compile(
    r"(?:[0o][6e]|\+31[ 6()0-]*|\b0\d{1,2}|\b[TM]:?|tel\.?|telefoon:?|mobie\w*:?|phone:?)[ |+-]*$", re.I
)
_VERDICT = re.compile(r"\bopenbaar|buiten (?:verzoek|reikwijdte)|\d\.[a-i\d]\b", re.I)
_COLUMN = re.compile(r" {3}$|\t$")
"""A list of documents: its marks name grounds, nobody stood there."""
_SIGNED = 14
"""Lines beneath a closing that may be a signature."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Something of somebody: where, what, and whether it is to be withheld."""

    span: Span
    kind: str
    place: str
    public: bool
    listed: bool
    who: str


@dataclass(frozen=True, slots=True)
class Case:
    """One file."""

    name: str
    text: str
    truths: tuple[Truth, ...]
    real: bool


@cache
def _known() -> frozenset[str]:
    lists = load("redact_names")
    return frozenset(fold(word) for group in ("first", "last") for word in lists[group]["names"].split())


def in_lists(text: str) -> bool:
    """Whether any word of a name stands in a list that Draad has: the strictest sense of being outside all lists."""
    return any(fold(word) in _known() for word in re.findall(r"[^\W\d_][\w'-]+", text))


def places(lines: list[str]) -> list[str]:
    """The place that each line is: by its words alone, the same for every tool."""
    told, below, header = [], 99, False
    for line in lines:
        if _FIELD.match(line) or _INTRO.search(line):
            place, below, header = "header", 99, True
        elif header and (line.startswith((" ", "\t", ">")) or "@" in line) and line.strip():
            place = "header"
        elif _CLOSING.match(line) and len(line) < 60:
            place, below = "closing", 0
        elif _GREETING.match(line) and len(line) < 60:
            place, below = "salutation", 99
        elif _PRESENT.match(line):
            place = "list"
        elif below < _SIGNED and len(line) < 80:
            place = "signature"
        else:
            place = "running text"
        header = header and bool(line.strip())
        below += 1
        told.append(place)
    return told


def case(name: str, lines: list[str], persons: list[PersonTruth], real: bool) -> Case:
    """A file and its truths, in characters of its text."""
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    where = places(lines)
    truths = tuple(
        Truth(
            (starts[one.line - 1] + one.start, starts[one.line - 1] + one.end),
            one.kind,
            where[one.line - 1],
            one.public,
            in_lists(one.text),
            one.text,
        )
        for one in persons
    )
    return Case(name, "\n".join(lines) + "\n", truths, real)


def generated(documents: int, seed: int, noise: float) -> Iterator[Case]:
    """An unreleased release."""
    for file in generate(documents, seed, noise, whole=True):
        persons = [person for part in file.parts for person in part.persons]
        yield case(file.name, file.text.rstrip("\n").split("\n"), persons, False)


# ── real releases ───────────────────────────────────────────────────────────────────────────────────────────


def real(noise: float, seed: int = 1000) -> Iterator[Case]:
    """The seeds and the released PDFs, their marks filled; none where they are not at hand."""
    for name, text in _released():
        rng = Random(f"{seed}/{name}")
        signed = filled(text, rng)
        damage = Noise(noise, Random(f"{seed}/{name}/noise")) if noise else None
        lines = [damage.line(line) if damage else line for line in signed.split("\n")]
        part = Part("mail", 1, len(lines))
        lines = locate(lines, [part])
        if part.persons:
            yield case(name, lines, part.persons, True)


@cache
def _released() -> tuple[tuple[str, str], ...]:
    """Names and texts of the released documents; what OCR read is kept in ``bench/out`` for the next run."""
    from draad.read import read_source, sha256

    READ.mkdir(parents=True, exist_ok=True)
    found = []
    for path in sorted([*(SHARED / "seeds").glob("*.txt"), *(SHARED / "releases").glob("*.pdf")]):
        held = READ / f"{sha256(path.read_bytes())}.json"
        if not held.exists():
            texts = [(document.name, document.text) for document in read_source(path)]
            held.write_text(json.dumps(texts), encoding="utf-8")
        found += [(name, text) for name, text in json.loads(held.read_text(encoding="utf-8"))]
    return tuple(found)


def filled(text: str, rng: Random) -> str:
    """``text`` with its marks of persons filled and signed; other marks stay."""
    pieces: list[str] = []
    at = 0
    where = places(text.split("\n"))
    for run in _runs(text):
        begin, end = run[0].span[0], run[-1].span[1]
        place = where[text.count("\n", 0, begin)]
        made = _filling(text, begin, end, len(run), place, rng)
        if made:
            pieces += [text[at:begin], made]
            at = end
    return secrets.kept("".join([*pieces, text[at:]]))


def _runs(text: str) -> Iterator[list[Mark]]:
    """Marks of persons, those with nothing but a blank between them together: one name in several marks."""
    run: list[Mark] = []
    for mark in marks.find(text):
        person = mark.kind == "redacted" or (mark.article or "") in ("5.1.2.e", "10.2.e")
        if run and (not person or text[run[-1].span[1] : mark.span[0]] != " "):
            yield run
            run = []
        if person:
            run.append(mark)
    if run:
        yield run


def _filling(text: str, begin: int, end: int, count: int, place: str, rng: Random) -> str:
    """What fits a place, signed; nothing where a passage stood and not a name."""
    before, after = text[max(0, begin - 30) : begin].rpartition("\n")[2], text[end : end + 40].partition("\n")[0]
    first, last = _name(rng)
    if _BEFORE_DOMAIN.match(after):
        local = people.plain_ascii(f"{first[0]}.{last}".replace(" ", "")).lower()
        return secrets.local(local)
    if _BEFORE_NUMBER.search(before):
        begun = re.search(r"\d[ -]*$", before)
        return secrets.phone(f"{rng.randrange(10**8):08d}" if begun else people.phone_number(rng))
    by_first = place == "salutation" or (place == "signature" and bool(before.strip() or after.strip()))
    if by_first or (place == "signature" and count == 1 and rng.random() < 0.3):
        return secrets.name(first)
    if place in ("header", "list", "signature") or count > 1:
        return secrets.name(f"{first} {last}")
    if _COLUMN.search(before) or _VERDICT.search(before + after):
        return ""
    alone = not before.strip(" >*-") and not after.strip(" .*-")
    return "" if alone else secrets.name(first if rng.random() < 0.6 else f"{first} {last}")


def _name(rng: Random) -> tuple[str, str]:
    """A given name and a surname: of Draad's lists, or made of syllables."""
    if rng.random() < 0.5:
        return names.given(rng), names.surname(rng)
    lists = load("redact_names")
    first, last = (rng.choice(lists[group]["names"].split()).capitalize() for group in ("first", "last"))
    return first, rng.choice(("", "", "", "van ", "de ", "van der ")) + last
