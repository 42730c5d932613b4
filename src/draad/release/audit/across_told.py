"""From the store's views to copies as they are compared: which characters of a document are words, and which holes.

A hole is a mark that stands printed, or a redaction that was decided in the dossier and is not made yet: on documents
before release the decisions are what must agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from draad.dossier.codec import Lines, MarkCode
from draad.dossier.views import CopyView
from draad.records import Person, Span
from draad.release.audit.across_people import entry_of, hides, is_person
from draad.release.audit.across_records import Entry, Part, Token, Told
from draad.release.audit.across_words import Hole, tokens
from draad.split import lines as page

_APART = re.compile(r"[,;](?![^(]*\))")
_LINE = re.compile(r"[^\n]+")
_LABEL = re.compile(r"[\s*|#-]*[^\W\d_][\w .()-]{2,30}?[*]*(?::[*]*|\t|  )")
"""What a list is called, before its first entry: "Aanwezig", "Deelnemers:"."""
_MAILTO = re.compile(r"[\[<(]?mailto:", re.IGNORECASE)
_LEAST_HOLES = 3
_MOST_LINE = 20_000
"""Characters of a line that may be a list of people."""


def told(copy: CopyView, decided: Sequence[Hole] = ()) -> Told:
    """A copy as it is compared; ``decided``: the redactions of its document that were decided and not made yet."""
    marks = [(*mark.span, _code(mark.code), False) for mark in copy.marks]
    end = copy.body[1] if copy.body else copy.header[1]
    own = [hole for hole in decided if copy.header[0] <= hole[0] < end]
    holes = merged([*marks, *own])
    begin, text = copy.header[0], copy.header_text
    whole = text
    if copy.body and copy.body_lines:
        ends = copy.body_lines[0] - copy.header_lines[1]
        whole += "\n" * ends + " " * (copy.body[0] - copy.header[1] - ends) + copy.body_text
    people = {
        "from": _people(copy, [copy.sender] if copy.sender else [], holes),
        "to": _people(copy, copy.to or (), holes),
        "cc": _people(copy, copy.cc or (), holes),
    }
    return Told(
        copy=copy.id,
        document=copy.document,
        document_name=copy.document_name,
        n=copy.n,
        lines=Lines(whole, copy.header_lines[0], begin),
        header=copy.header,
        body=tokens(copy.body_text, copy.body[0], holes, _page_edges(copy, copy.body[0])) if copy.body else (),
        subject=_subject(copy, holes),
        people=people,  # type: ignore[arg-type]
        unknown=_unknown(copy),
        codes=Counter(code for _, _, code, _ in holes),
        blanked=not holes and (copy.sender is None or any(_nobody(one) for held in people.values() for one in held)),
    )


def _page_edges(copy: CopyView, begin: int) -> Iterator[Span]:
    """What a page break left within a body: numbers, stamps and the head beside them, unless that may name somebody."""
    yield from ((a, b) for a, b, kind in copy.parts if kind == "furniture")
    lines = page.Lines(copy.body_text)
    if not lines.page_ends:
        return
    for n in range(lines.count):
        head = lines.running_head(n, -1, 1)
        if (head or lines.page_end(n)) and not lines.blank(n):
            words = tokens(lines[n], 0, ())
            if not (head and is_person(words)):
                yield lines.starts[n] + begin, lines.end(n) + begin


def _code(code: MarkCode) -> str:
    return f"{code.law or '?'} {code.article}" if code.article else code.kind


def _nobody(entry: Entry) -> bool:
    """Whether an entry stands there and tells of nobody: ``<@minvws.nl>``."""
    return not entry.name and not entry.mailbox


def _unknown(copy: CopyView) -> frozenset[Part]:
    found: set[Part] = set()
    if not copy.to_known:
        found.add("to")
    if not copy.cc_known:
        found.add("cc")
    return frozenset(found)


def merged(holes: Iterable[Hole]) -> list[Hole]:
    """Holes in order, none over another: a printed mark before a decision, the longer before the shorter."""
    kept: list[Hole] = []
    for hole in sorted(holes, key=lambda one: (one[0], one[3], -one[1])):
        if hole[0] < hole[1] and (not kept or hole[0] >= kept[-1][1]):
            kept.append(hole)
    return kept


# ── headers ─────────────────────────────────────────────────────────────────────────────────────────────────


def _people(copy: CopyView, several: Sequence[Person], holes: Sequence[Hole]) -> tuple[Entry, ...]:
    """The entries of one line of a header, each found where it stands in it."""
    found: list[Entry] = []
    at = 0
    for person in several:
        span = _place(copy.header_text, person.text, at)
        if span is None:
            stand = _spelled(copy, person.text, holes)
        else:
            at = span[1]
            begin = copy.header[0]
            within = [hole for hole in holes if hole[0] < span[1] + begin and hole[1] > span[0] + begin]
            stand = tokens(copy.header_text[span[0] : span[1]], span[0] + begin, within)
        found.append(entry_of([token for token in stand if not _MAILTO.fullmatch(token.text)], person.domain))
    return tuple(found)


def _place(text: str, wanted: str, at: int) -> Span | None:
    """Where a value of a header stands in it, whatever its white space."""
    if not wanted:
        return None
    found = text.find(wanted, at)
    if found >= 0:
        return found, found + len(wanted)
    words = wanted.split()
    if not words or any(text.find(word, at) < 0 for word in words):
        return None  # a pattern is dear to make, and most values that don't stand there lack a word
    match = re.compile(r"[\s*]+".join(map(re.escape, words))).search(text, at)
    return match.span() if match else None


def _spelled(copy: CopyView, text: str, holes: Sequence[Hole]) -> tuple[Token, ...]:
    """The words of a value that is not found in its header; marks are known by their spelling, places by the header."""
    begin, end = copy.header
    spellings = {copy.header_text[a - begin : b - begin]: (code, own) for a, b, code, own in holes if a < end}
    found: list[Hole] = []
    for spelling, (code, own) in sorted(spellings.items(), key=lambda one: -len(one[0])):
        at = text.find(spelling) if spelling.strip() else -1
        while at >= 0:
            if all(at >= b or at + len(spelling) <= a for a, b, *_ in found):
                found.append((at, at + len(spelling), code, own))
            at = text.find(spelling, at + len(spelling))
    return tuple(token._replace(span=(begin, end)) for token in tokens(text, 0, found))


def _subject(copy: CopyView, holes: Sequence[Hole]) -> tuple[Token, ...]:
    if not copy.subject:
        return ()
    span = _place(copy.header_text, copy.subject, 0)
    if span is None:
        return _spelled(copy, copy.subject, holes)
    begin = copy.header[0]
    return tokens(copy.header_text[span[0] : span[1]], span[0] + begin, holes)


# ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────


def lists(text: str, holes: Sequence[Hole], barred: Sequence[Span] = ()) -> Iterator[tuple[Entry, ...]]:
    """Lines of a text that list people, mostly redacted, each as its entries; nothing within the spans ``barred``.

    A list has its entries parted by commas or semicolons; an entry that holds more than a name and where somebody
    works makes it a sentence.
    """
    ordered = merged(holes)
    at = 0
    for line in _LINE.finditer(text):
        start, end = line.span()
        while at < len(ordered) and ordered[at][1] <= start:
            at += 1
        within = at
        while within < len(ordered) and ordered[within][0] < end:
            within += 1
        if within - at < _LEAST_HOLES or end - start > _MOST_LINE or any(a < end and b > start for a, b in barred):
            continue
        entries = tuple(_entries(text, start, end, ordered[at:within]))
        if entries and all(hides(entry) or is_person(entry.name) or len(entry.name) <= 3 for entry in entries):
            yield entries


def _entries(text: str, start: int, end: int, holes: Sequence[Hole]) -> Iterator[Entry]:
    plain = list(text[start:end])
    for a, b, *_ in holes:  # "5.1, lid 2, sub e" is one mark, whatever stands in it
        for place in range(max(a, start), min(b, end)):
            plain[place - start] = "_"
    masked = "".join(plain)
    label = _LABEL.match(masked)
    at = label.end() if label else 0
    for cut in [*(m.start() for m in _APART.finditer(masked)), len(masked)]:
        stand = tokens(
            text[start + at : start + cut], start + at, [h for h in holes if start + at <= h[0] < start + cut]
        )
        if stand:
            yield entry_of(stand, None)
        at = cut + 1
