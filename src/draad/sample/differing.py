"""Releases redacted evenly, but for differences between copies that were planted, with the truth of each of them.

The usual generator lets every document have its own redactor, as releases do: one leaves a name, one leaves out a
sentence. Here all hands do the same (each in its own spelling: figures, blocks, white), and then a wanted number of
places are left open, hidden, or given another ground in one copy alone. What is true is read off the print: each secret
and each sentence that may go carries a number until the lines are settled, so a place that a cut or a lost separator
took away is not in the truth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, Literal

from draad.sample import secrets
from draad.sample.marks import Redactor, passage_mark, sentences
from draad.sample.people import Person
from draad.sample.secrets import LOCAL, MARK, NAME, PHONE

if TYPE_CHECKING:
    from draad.sample.printing import Sheet
    from draad.sample.truth import Part, Printed

Order = Literal["show", "hide", "ground"]
State = Literal["shown", "hidden", "white"]
"""``white``: withheld without a trace, so that nobody can say that it was."""
Key = tuple[str, str]
"""What it is and which: ``("body", "3")`` the third secret of a body, ``("header", person)``, ``("passage", line)``."""
Orders = Mapping[tuple[int, Key], Order]
"""What a file's redactor is to do otherwise, by the copy's place in the file and the key."""

AT = "\ue034"
"""Before a secret or a sentence, with two characters that number it."""
_NUMBERED = re.compile(f"{AT}(.)(.)")
_BASE, _EACH = 0xF000, 0x400
_KINDS = {NAME: "name", LOCAL: "mailbox", PHONE: "phone"}
_CATEGORIES = (("5.2.1", "11.1"), ("5.1.1.c", "10.1.c"))
"""Grounds of a passage, each in the Woo and in the Wob: the same in all copies, whichever law a redactor used."""
_WITHHELD = 0.05
_LONG = 60
_WEIGHTS = {"name": 6, "header": 4, "mailbox": 2, "phone": 2, "passage": 3, "ground": 2, "lone": 2}
_LEAST = 3
"""Redacted people beside whom one in the open is alone."""


@dataclass(slots=True)
class Seen:
    """A secret or a sentence as one copy treats it."""

    message: str
    """Empty in a document that is no mail."""
    ordinal: int
    key: Key
    kind: str
    state: State
    ground: str = ""
    """Of a passage: which of ``_CATEGORIES``; empty where the mark names none."""
    line: int = 0
    """0: it did not come to stand on paper."""
    document: str = ""


class Evenly(Redactor):
    """A redactor who does as all others do, but for its orders."""

    def __init__(self, rng: Random, none: bool = False, whole: bool = False) -> None:
        super().__init__(rng, none, whole)
        self.even(rng)
        self.orders: Orders = {}
        self.seen: list[Seen] = []
        self._ordinal, self._message, self._part, self._count = -1, "", "paper", 0
        self._open = False

    def even(self, rng: Random) -> None:
        """Nothing is left to chance but spelling."""
        if not self.none:
            self.hidden = 1.0
        self.passages = 0.0

    def turn(self, message: str = "") -> None:
        """Another copy begins."""
        super().turn(message)
        self._ordinal, self._message, self._part, self._count = self._ordinal + 1, message, "subject", 0

    def _ordered(self, key: Key) -> Order | None:
        return self.orders.get((self._ordinal, key))

    def _note(self, key: Key, kind: str, state: State, ground: str = "") -> str:
        number = len(self.seen)
        self.seen.append(Seen(self._message, self._ordinal, key, kind, state, ground))
        return f"{AT}{chr(_BASE + number // _EACH)}{chr(_BASE + number % _EACH)}"

    # ── people in headers ───────────────────────────────────────────────────────────────────────────────────

    def hides_person(self, person: Person, rng: Random) -> bool:
        """Whether somebody in a header goes: everybody but shared mailboxes and who is to be left."""
        self._open = self._ordered(("header", str(person.key))) == "show"
        return not (self.none or person.shared or self._open)

    def signed(self, person: Person, text: str) -> str:
        """Somebody in a header as printed, numbered."""
        if person.shared or not text or self.none:
            return text
        state: State = "shown" if self._open else "hidden" if MARK in text else "white"
        return self._note(("header", str(person.key)), "header", state) + text

    # ── text ────────────────────────────────────────────────────────────────────────────────────────────────

    def _secret(self, match: re.Match[str]) -> str:
        if match[1] not in _KINDS or self.none:
            return super()._secret(match)
        key = (self._part, str(self._count))
        self._count += 1
        kind = _KINDS[match[1]] if self._part != "subject" else "name"
        if self._ordered(key) == "show":
            return self._note(key, kind, "shown") + match[2]
        mark = self.mark()
        return self._note(key, kind, "hidden" if mark else "white") + mark

    def body(self, lines: list[str]) -> list[str]:
        """A body: a sentence here and there goes, the same in all copies."""
        if self._message:
            self._part, self._count = "body", 0
        return [self._line(n, line) for n, line in enumerate(lines)]

    def _line(self, number: int, line: str) -> str:
        parts = sentences(line) if self._message and len(line) > _LONG and not self.none else []
        if len(parts) < 2:
            return self.hide(line)
        chance = Random(f"{self._message}/{number}")
        able = [n for n, part in enumerate(parts) if part.count(" ") > 1] or [
            0
        ]  # "1." is no sentence that anybody withholds
        which, category = chance.choice(able), chance.randrange(len(_CATEGORIES))
        key = ("passage", str(number))
        order = self._ordered(key)
        gone = (chance.random() < _WITHHELD or order == "hide") and order != "show"
        if order == "ground":
            category = 1 - category
        out = []
        for n, part in enumerate(parts):
            if n == which and gone:
                self._count += len(secrets.SECRET.findall(part))
                mark, named = passage_mark(self.family, _CATEGORIES[category])
                ground = str(category) if named else ""
                out.append(self._note(key, "passage", "hidden" if mark else "white", ground) + mark)
            elif n == which:
                out.append(self._note(key, "passage", "shown") + self.hide(part))
            elif part:
                out.append(self.hide(part))
        return " ".join(piece for piece in out if piece)

    # ── on paper ────────────────────────────────────────────────────────────────────────────────────────────

    def finish(self, sheet: Sheet, parts: list[Part]) -> None:
        """Takes the numbers out of the lines, and keeps where each stood."""
        for number, line in enumerate(sheet.lines, 1):
            if AT in line:
                for found in _NUMBERED.finditer(line):
                    self.seen[(ord(found[1]) - _BASE) * _EACH + ord(found[2]) - _BASE].line = number
                sheet.lines[number - 1] = _NUMBERED.sub("", line)
        for part in parts:
            for copy in part.copies:
                copy.subject = _NUMBERED.sub("", copy.subject) or None if copy.subject else None


# ── what is planted ─────────────────────────────────────────────────────────────────────────────────────────


def places(file: Printed, redactor: Evenly) -> list[Seen]:
    """What came to stand on a file's paper, with the document in which it stands."""
    found = []
    for seen in redactor.seen:
        if seen.line:
            part = next((p for p in file.parts if p.first <= seen.line <= p.last), file.parts[-1])
            seen.document = part.document
            found.append(seen)
    return found


def orders(files: Mapping[str, list[Seen]], wanted: int, rng: Random) -> dict[str, dict[tuple[int, Key], Order]]:
    """What to do otherwise in which file, so many times in all; ``files``: what stands where, by the plan's order."""
    made: dict[str, dict[tuple[int, Key], Order]] = {}
    taken: set[str] = set()
    choices = _choices(files)
    for options in choices.values():
        rng.shuffle(options)
    for _ in range(wanted):
        kinds = [kind for kind, options in choices.items() if options]
        while kinds:
            kind = rng.choices(kinds, [_WEIGHTS[one] for one in kinds])[0]
            order, seen, what = choices[kind].pop()
            if (seen.message or seen.document) not in taken:
                taken.add(seen.message or seen.document)
                made.setdefault(order, {})[seen.ordinal, seen.key] = what
                break
            kinds = [one for one, options in choices.items() if options]
    return made


def _choices(files: Mapping[str, list[Seen]]) -> dict[str, list[tuple[str, Seen, Order]]]:
    found: dict[str, list[tuple[str, Seen, Order]]] = {kind: [] for kind in _WEIGHTS}
    for several in _by_key((order, seen) for order, held in files.items() for seen in held).values():
        hidden = [(order, seen) for order, seen in several if seen.state == "hidden"]
        shown = [(order, seen) for order, seen in several if seen.state == "shown"]
        kind = several[0][1].kind
        if several[0][1].message and len(hidden) > 1:
            found[kind] += [(order, seen, "show") for order, seen in hidden]
            named = [(order, seen) for order, seen in hidden if seen.ground]
            if kind == "passage" and len(named) > 1:
                found["ground"] += [(order, seen, "ground") for order, seen in named]
        elif kind == "passage" and len(shown) > 1:
            found[kind] += [(order, seen, "hide") for order, seen in shown]
    for order, held in files.items():
        for seen in held:
            beside = _beside(seen, held)
            listed = seen.kind == "header" or (seen.kind == "name" and not seen.message)
            if listed and seen.state == "hidden" and beside > _LEAST:
                found["lone"].append((order, seen, "show"))
    return found


def _by_key(several: Iterable[tuple[str, Seen]]) -> dict[tuple[str, Key], list[tuple[str, Seen]]]:
    found: dict[tuple[str, Key], list[tuple[str, Seen]]] = {}
    for order, seen in several:
        found.setdefault((seen.message or f"{seen.document}/{seen.ordinal}", seen.key), []).append((order, seen))
    return found


def _beside(seen: Seen, held: Iterable[Seen]) -> int:
    """How many people are redacted in the same header, or on the same line of a paper."""
    same = (one for one in held if one is not seen and one.state == "hidden" and one.kind in ("header", "name"))
    if seen.kind == "header":
        return sum(one.kind == "header" and one.ordinal == seen.ordinal for one in same)
    return sum(one.line == seen.line and not one.message for one in same)


# ── what is true ────────────────────────────────────────────────────────────────────────────────────────────


def truth(files: Iterable[list[Seen]]) -> Iterator[dict[str, Any]]:
    """The lines of ``differences.jsonl``, read off what stands on paper.

    ``document`` and ``line`` are of the copy that differs from the others, ``others`` those of the others; ``kind`` is
    ``name``, ``mailbox``, ``phone``, ``header`` (somebody in a header), ``passage``, ``ground`` (two grounds for one
    passage) or ``lone`` (a name in a list that is redacted otherwise); ``shown``: whether that copy shows it.
    """
    held = list(files)
    for several in _by_key(("", seen) for file in held for seen in file).values():
        every = [seen for _, seen in several]
        shown = [seen for seen in every if seen.state == "shown"]
        hidden = [seen for seen in every if seen.state == "hidden"]
        if every[0].message and shown and hidden:
            odd, rest = (shown, hidden) if len(shown) <= len(hidden) else (hidden, shown)
            yield _record(odd, rest, every[0].kind, odd is shown)
        grounds = sorted({seen.ground for seen in hidden if seen.ground})
        if len(grounds) > 1:
            groups = [[seen for seen in hidden if seen.ground == ground] for ground in grounds]
            odd, rest = sorted(groups, key=len)
            yield _record(odd, rest, "ground", False)
    yield from _lone(held)


def _lone(files: Iterable[list[Seen]]) -> Iterator[dict[str, Any]]:
    every = [seen for file in files for seen in file]
    hidden = {(seen.message, seen.key) for seen in every if seen.state == "hidden" and seen.message}
    told: dict[tuple[str, Key], list[Seen]] = {}
    for file in files:
        for seen in file:
            if seen.state != "shown" or (seen.message, seen.key) in hidden or seen.kind not in ("header", "name"):
                continue
            if (seen.kind == "header" or not seen.message) and _beside(seen, file) >= _LEAST:
                told.setdefault((seen.message or seen.document, seen.key), []).append(seen)
    for several in told.values():
        yield _record(several, [], "lone", True)


def _record(odd: list[Seen], rest: list[Seen], kind: str, shown: bool) -> dict[str, Any]:
    return {
        "document": odd[0].document,
        "line": odd[0].line,
        "message": odd[0].message or None,
        "kind": kind,
        "shown": shown,
        "places": [[seen.document, seen.line] for seen in odd],
        "others": [[seen.document, seen.line] for seen in rest],
    }
