"""Bundles: one file that holds several released documents one after the other.

Evidence that a header begins a new document, and does not go on with the chain above it, adds up: an export's own
header form, the top of a page, a moment later than the message at the head of the chain (a quotation can't be newer
than what quotes it), another subject, a document number of the inventory list in the margin.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rapidfuzz.fuzz import ratio

from draad.records import Document, Page
from draad.split import kinds
from draad.split.blocks import Block
from draad.split.inventory import inventory
from draad.split.lines import Lines
from draad.split.subjects import bare

_ENOUGH = 5
_CLOCK_DOUBT = 2 * 3600 + 300
"""Seconds by which a clock read in the wrong zone may seem later: two hours in summer."""
_FIRST_PAGE = re.compile(r"\b(?:pagina|page|pag\.?|blz\.?) ?1 (?:van|of) ?\d", re.IGNORECASE)
_MARGIN = 4
_MARGIN_WORDS = 4
_SUBJECT = 200
"""Characters of a subject that are compared."""
_SUBJECTS = 8
"""So many subjects of a chain are kept in mind."""
_MARGIN_TOP = 12
"""Lines at the top of a page within which a header makes the page a mail's."""


def cut(document: Document, lines: Lines, found: list[Block]) -> list[tuple[Document, int, int]]:
    """The documents of a bundle, each with its first line and the line behind its last, counted from 0."""
    if document.mail is not None or lines.count < 2:
        return [(document, 0, lines.count)]
    starts = _starts(document, lines, found)
    if not starts:
        return [(document, 0, lines.count)]
    edges = [0, *starts, lines.count]
    return [(_piece(document, lines, k, a, b), a, b) for k, (a, b) in enumerate(itertools.pairwise(edges))]


def _starts(document: Document, lines: Lines, found: list[Block]) -> list[int]:
    """Lines at which a later document begins, in order."""
    tops = {p.first_line - 1 for p in document.pages}
    known = sorted({*_by_margin(document, lines), *_stamped(lines, found), *_other_documents(document, lines, found)})
    starts = [*known, *_headers_that_begin(document, lines, found, known, tops)]
    kept: list[int] = []
    for start in sorted(s for s in set(starts) if 0 < s < lines.count):
        if not all(lines.furniture(i) for i in range(kept[-1] if kept else 0, start)):
            kept.append(start)
    return kept


def _headers_that_begin(
    document: Document, lines: Lines, found: list[Block], known: list[int], tops: set[int]
) -> Iterator[int]:
    """The lines at which a header begins a document, beside those that are ``known`` by other signs."""
    head: Block | None = None
    previous: Block | None = None
    piece = 0
    subjects: deque[str] = deque(maxlen=_SUBJECTS)
    for block in found:
        begin = _page_start(block.first, lines, tops)
        passed = bisect_right(known, block.first)
        if passed:
            piece = max(piece, known[passed - 1])
        if previous is None or head is None or piece > previous.last:
            if begin and begin > piece and _headed(document, lines, found, piece, begin):
                yield begin
                piece = begin
            head = None
        elif _evidence(block, head, previous, subjects, lines, tops) >= _ENOUGH:
            piece = begin if begin is not None and begin > previous.last else block.first
            yield piece
            head = None
        if head is None:
            head = block
            subjects.clear()
        if subject := bare(block.values.get("subject", ""))[0]:
            subjects.append(subject)
        previous = block


def _evidence(block: Block, head: Block, previous: Block, subjects: Iterable[str], lines: Lines, tops: set[int]) -> int:
    """How strongly a header says that a new document begins with it, and does not go on with the chain above."""
    if block.style == "intro" or block.separated or block.quote or block.beside:
        return 0
    score = 6 if block.style == "printed" else 0
    start = _page_start(block.first, lines, tops)
    if start is not None:
        score += 2
    score += 4 * (block.wide and head.wide)
    if block.style == head.style and _shape(block) == _shape(head) != _shape(previous):
        score += 1
    now, then, top = (b.sent.at if b.sent and b.sent.precision != "day" else None for b in (block, previous, head))
    if now is None or (then is None and top is None):
        score += 1
    elif top is not None and now > top + _CLOCK_DOUBT:
        score += 4
    elif then is not None and now > then + _CLOCK_DOUBT:
        score += 2
    else:
        score -= 2
    own = bare(block.values.get("subject", ""))[0]
    others = list(subjects)
    if own and others and not any(_alike(own, known) for known in others):
        score += 2
    return score


def _stamped(lines: Lines, found: list[Block]) -> set[int]:
    """Headers under a stamp (``Document 12``) whose number is another than that of the stamp before.

    One and the same number on every page is a running head.
    """
    if len(set(lines.stamps.values())) < 2:
        return set()
    heads = {b.first for b in found}
    starts: set[int] = set()
    before: str | None = None
    for i, number in sorted(lines.stamps.items()):
        below = next((k for k in range(i + 1, min(i + 9, lines.count)) if not lines.furniture(k)), None)
        if number != before and below in heads:
            starts.add(i)
        before = number
    return starts


def _alike(a: str, b: str) -> bool:
    """One subject, its copies damaged or cut short."""
    return a in b or b in a or ratio(a[:_SUBJECT], b[:_SUBJECT]) > 60


def _shape(block: Block) -> tuple[str, ...]:
    return tuple(f.name for f in block.fields)


def _page_start(line: int, lines: Lines, tops: set[int]) -> int | None:
    """The first line of the page that begins with ``line``, running heads and stamps apart; None in mid-page."""
    i = line - 1
    worded = 0
    while i >= 0 and line - i < 12:
        if i + 1 in tops:
            return i + 1
        if not tops and lines.page_end(i):
            return i if i in lines.stamps else i + 1
        if not lines.furniture(i):
            worded += 1
            if worded > 1 or len(lines[i].strip()) > 60:
                return None
        i -= 1
    return 0 if i < 0 else (i + 1 if i + 1 in tops else None)


def _headed(document: Document, lines: Lines, found: list[Block], piece: int, begin: int) -> bool:
    """Whether a header at the top of a page follows text that is a document of its own, from line ``piece`` on."""
    if not _worded(lines, piece, begin):
        return False
    return piece > 0 or kinds.kind(document, lines, found) != "mail"


def _worded(lines: Lines, first: int, last: int) -> bool:
    return sum(len(lines[i].strip()) for i in range(first, last) if not lines.furniture(i)) > 200


def _other_documents(document: Document, lines: Lines, found: list[Block]) -> set[int]:
    """Tops of pages at which a letter, report, list or note begins: by its own page count or by its form."""
    starts: set[int] = set()
    heads = [b.first for b in found]
    seen: set[str] = set()
    for page in document.pages:
        first, last = page.first_line - 1, min(page.last_line, lines.count)
        if first >= lines.count:
            break
        text = document.text[lines.starts[first] : lines.end(last - 1)]
        head = next((line.strip() for line in text.split("\n") if line.strip()), "")
        running = head in seen
        seen.add(head)
        if (
            first
            and not running
            and not any(first <= h < min(first + _MARGIN_TOP, last) for h in heads)
            and (_FIRST_PAGE.search(text) or kinds.opens(text))
        ):
            starts.add(first)
    return starts


def _by_margin(document: Document, lines: Lines) -> list[int]:
    """Pages where the number in the margin goes over to another one that the inventory list names."""
    if len(document.pages) < 3:
        return []
    listed = inventory(document, lines)
    known = {row.identifier for row in listed.rows if row.identifier} if listed else set()
    if len(known) < 2 or listed is None:
        return []
    list_end = max(row.line for row in listed.rows) - document.first_line
    pages = [p for p in document.pages if p.first_line - 1 > list_end]
    numbers = [_margin_number(page, lines, known) for page in pages]
    if not any(numbers):
        return []
    starts = [pages[0].first_line - 1]
    now = numbers[0]
    for page, number in zip(pages[1:], numbers[1:], strict=True):
        if number and number != now:
            starts.append(page.first_line - 1)
            now = number
    return starts


def _margin_number(page: Page, lines: Lines, known: set[str]) -> str | None:
    rows = [i for i in range(page.first_line - 1, min(page.last_line, lines.count)) if not lines.blank(i)]
    for i in [*rows[-_MARGIN:], *rows[:_MARGIN]]:
        tokens = lines[i].split()
        if len(tokens) > _MARGIN_WORDS:
            continue  # a row of the list, not a stamp
        for token in tokens:
            if token in known:
                return token
    return None


def _piece(document: Document, lines: Lines, k: int, first: int, last: int) -> Document:
    """Lines ``first`` to ``last`` (behind the end) as a document of their own.

    Whoever holds the whole source counts its parts anew, for a mailbox or attachments may follow.
    """
    end = lines.starts[last] - 1 if last < lines.count else len(document.text)
    return replace(
        document,
        part=document.part + k,
        name=document.name if k == 0 else f"{document.name}#{k + 1}",
        text=document.text[lines.starts[first] : end],
        first_line=document.first_line + first if document.media == "text" else 1,
        pages=tuple(
            Page(p.number, max(p.first_line - first, 1), min(p.last_line, last) - first, p.method)
            for p in document.pages
            if p.first_line <= last and p.last_line > first
        ),
        boxes=document.boxes[first:last],
        warnings=document.warnings if k == 0 else (),
    )
