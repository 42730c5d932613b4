"""Split: one document taken apart into the messages that stand in it, or known as no mail.

``cut`` parts a bundle into its documents; ``split`` finds the header blocks of one document, the bodies beneath
them, and the redaction marks. Pure functions of the record given.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from draad.records import Copy, Document, Mark, Part, Person, Sent, Span, Split
from draad.split import blocks, bodies, bundle, chats, gmail, intros, kinds, marks, notes
from draad.split.blocks import Block
from draad.split.ends import attachments
from draad.split.inventory import inventory
from draad.split.lines import Lines
from draad.split.people import domain_of, people
from draad.split.report import about, report
from draad.split.stamps import as_utc, iso
from draad.split.subjects import WILDCARD, bare

__all__ = ["cut", "headers", "iso", "split", "split_all"]

_CHAIN_SLACK = 3 * 60
"""Seconds by which clocks of sender and receiver may differ before the order of a chain is in doubt."""


def headers(document: Document) -> tuple[Lines, list[Block]]:
    """The lines of a document and its header blocks, in order."""
    lines = Lines(document.text)
    found = blocks.find(document.text, lines)
    for finder in (notes.find, gmail.find, intros.find):
        found += finder(document.text, lines, found)
        found.sort(key=lambda b: b.first)
    gmail.close(found)
    if document.mail is None and (talk := chats.find(document.text, lines)):
        # A chat that is quoted in a mail is words of that mail; what stands in a chat is words of the chat.
        found = found if found and found[0].first < talk[0].first else talk
    return lines, found


def cut(document: Document) -> list[Document]:
    """A bundle as its documents; any other document as itself."""
    return [piece for piece, _, _ in bundle.cut(document, *headers(document))]


def split(document: Document) -> Split:
    """Take one document apart: copies with header and body, or a report, letter, decision, inventory or note."""
    return _split(document, *headers(document))


def split_all(document: Document) -> list[Split]:
    """``cut`` and ``split`` in one go, each header sought once: what a run over many files calls."""
    lines, found = headers(document)
    pieces = bundle.cut(document, lines, found)
    if len(pieces) == 1:
        return [_split(document, lines, found)]
    firsts = [b.first for b in found]
    splits = []
    for piece, first, last in pieces:
        own = found[bisect_left(firsts, first) : bisect_left(firsts, last)]
        splits.append(_split(piece, Lines(piece.text), [b.moved(first, lines.starts[first]) for b in own]))
    return _counted(splits)


def _counted(splits: list[Split]) -> list[Split]:
    """A bundle with a warning on its inventory list where the list names more or fewer documents than follow it."""
    for k, one in enumerate(splits):
        listed = len(one.inventory.rows) if one.inventory else 0
        follow = len(splits) - k - 1
        if listed and follow and listed != follow:
            told = f"the list names {listed} documents, {follow} follow it in this file"
            splits[k] = replace(one, warnings=(*one.warnings, told))
    return splits


def _split(document: Document, lines: Lines, found: list[Block]) -> Split:
    kind = kinds.kind(document, lines, found)
    if kind in ("report", "inventory", "decision"):
        found = []
    all_marks = marks.find(document.text) if kind != "inventory" else ()
    copies = _copies(document, lines, found, all_marks)
    inside = {m.span for c in copies for m in c.marks}
    return Split(
        document=document,
        kind=kind,
        copies=copies,
        rest=_rest(copies, len(document.text)),
        marks=tuple(m for m in all_marks if m.span not in inside),
        report=report(document, lines) if kind == "report" else about(lines) if kind in ("note", "letter") else None,
        inventory=inventory(document, lines) if kind in ("inventory", "decision") else None,
    )


def _copies(document: Document, lines: Lines, found: list[Block], all_marks: tuple[Mark, ...]) -> tuple[Copy, ...]:
    stamps = _in_order(found)
    depths = _depths(found)
    copies: list[Copy] = []
    at = 0
    for n, block in enumerate(found):
        header = block.span(lines)
        last = found[n + 1].first - 1 if n + 1 < len(found) else lines.count - 1
        if block.until is not None:
            last = min(last, block.until)
        if n + 1 == len(found):
            last = bodies.without_footnotes(lines, block.last + 1, last)
        extent = bodies.extent(lines, block.last + (block.inline is None), last)
        body = _body(block, lines, extent) if extent else None
        end = (body or header)[1]
        while at < len(all_marks) and all_marks[at].span[0] < header[0]:
            at += 1
        begin = at
        while at < len(all_marks) and all_marks[at].span[0] < end:
            at += 1
        own = all_marks[begin:at]
        parts = bodies.parts(lines, *extent) if extent and body else ()
        copies.append(_copy(document, n, block, header, body, depths[n], stamps[n], own, parts, lines))
    return tuple(copies)


def _body(block: Block, lines: Lines, extent: tuple[int, int]) -> Span | None:
    """The characters of a body; behind the header on its last line where the message begins there."""
    begin, end = bodies.span_of(lines, *extent)
    if block.inline is not None:
        begin = max(begin, block.inline)
        shown = lines.text[begin:end]
        begin += len(shown) - len(shown.lstrip())
    return (begin, end) if begin < end else None


def _copy(
    document: Document,
    n: int,
    block: Block,
    header: Span,
    body: Span | None,
    depth: int,
    sent: Sent | None,
    own: tuple[Mark, ...],
    parts: tuple[Part, ...],
    lines: Lines,
) -> Copy:
    values = block.values
    subject = values.get("subject") or None
    core, prefix = bare(_wild(values.get("subject", "")))
    to, to_known = people(values.get("to", ""), block.commas)
    cc, cc_known = people(values.get("cc", ""), block.commas)
    sender = values.get("from", "")
    return Copy(
        n=n,
        header=header,
        body=body,
        depth=depth,
        sent=sent,
        subject=subject,
        bare=core,
        prefix=prefix,
        sender=Person(sender, domain_of(sender)) if sender.strip("'\" .,;*|") else None,
        to=to,
        cc=cc,
        to_known=to_known,
        cc_known=cc_known,
        style="mail" if document.mail and n == 0 else block.style,
        parts=parts,
        attachments=attachments(values.get("attachments"), block.fields[-1], block.last, lines),
        marks=own,
    )


def _wild(subject: str) -> str:
    """The subject with each mark as a wildcard, so that no spelling of a mark becomes part of a key."""
    for begin, end in reversed(marks.exact(subject)):
        subject = f"{subject[:begin]} {WILDCARD} {subject[end:]}"
    return subject


def _in_order(found: list[Block]) -> list[Sent | None]:
    """The moments of a chain, that of the print checked against the message that it quotes.

    A print's own clock that, read as local, comes before the question, is UTC where that puts it behind; a
    moment that no reading mends is kept as printed.
    """
    stamps = [b.sent for b in found]
    if len(stamps) < 2:
        return stamps
    top, beneath = stamps[0], stamps[1]
    if found[1].beside:
        return stamps
    if top is None or top.at is None or top.zone != "local" or top.certainty != "form":
        return stamps
    if beneath is None or beneath.at is None or beneath.precision == "day":
        return stamps
    if top.at < beneath.at - _CHAIN_SLACK:
        moved = as_utc(top)
        if moved.at is not None and moved.at >= beneath.at - _CHAIN_SLACK:
            stamps[0] = moved
    return stamps


def _depths(found: list[Block]) -> list[int]:
    """Depth of quotation: a chain goes down by one a message; fewer ``>`` than before comes back up.

    The messages of a chat or of a printed conversation stand side by side: all of them at 0.
    """
    depths: list[int] = []
    open_levels: list[tuple[int, int]] = []
    for n, block in enumerate(found):
        if n == 0 or block.beside:
            depths.append(0)
            open_levels = [(block.quote, 0)]
            continue
        depth = depths[-1] + 1
        if block.quote < found[n - 1].quote:
            while open_levels and open_levels[-1][0] > block.quote:
                open_levels.pop()
            depth = open_levels[-1][1] + 1 if open_levels else 1
        depths.append(depth)
        open_levels.append((block.quote, depth))
    return depths


def _rest(copies: tuple[Copy, ...], length: int) -> tuple[Span, ...]:
    """What no header or body covers, so that no character of a document is lost."""
    rest: list[Span] = []
    at = 0
    for copy in copies:
        for span in (copy.header, copy.body):
            if span is None:
                continue
            if span[0] > at:
                rest.append((at, span[0]))
            at = max(at, span[1])
    if at < length:
        rest.append((at, length))
    return tuple(rest)
