"""A document's text cut into pieces that a template can lay out: what is a mark, what a signature, what an item.

No letter is added, lost or moved: the pieces joined are the text that stands there (law 1). A mark is one piece, with
its spelling as printed and its code; nothing else is known of it (law 2).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from draad.dossier.codec import MarkCode
from draad.dossier.views import MarkView
from draad.records import Span


class Said(NamedTuple):
    """An item where it stands in this text."""

    span: Span
    id: str
    """As addresses write it."""
    kind: str
    status: str


def code_text(code: MarkCode) -> str:
    """A mark's code as the filters ``ground`` and ``meaning`` take it: ``woo 5.1.2.e``, or its kind."""
    return f"{code.law or '?'} {code.article}" if code.article else code.kind


def pieces(
    text: str,
    span: Span,
    marks: Sequence[MarkView] = (),
    parts: Sequence[tuple[int, int, str]] = (),
    items: Sequence[Said] = (),
    *,
    offset: int = 0,
) -> list[dict[str, Any]]:
    """The text of a span in pieces, in order: ``"".join(piece["text"])`` is exactly that text.

    All spans count in characters of the document; ``text`` begins at its character ``offset``, so that a copy's
    ``body_text`` can be given with ``offset=body[0]``. A piece is ``{"text", "start", "mark", "part", "items"}``:

    - ``mark``: code of the mark that the piece is, or None. A mark is never cut up.
    - ``part``: ``signature``, ``disclaimer``, ``phone``, ``furniture``, ``footnote`` … or None.
    - ``items``: ``{"id", "kind", "status", "begins"}`` of the items that stand here; ``begins`` is true once an item,
      at its first piece that is no mark: there the link stands.
    """
    low, high = max(span[0], offset), min(span[1], offset + len(text))
    if low >= high:
        return []
    barred = _apart(mark for mark in marks if mark.span[0] < high and mark.span[1] > low)
    cuts = _cuts((low, high), [mark.span for mark in barred], [(a, b) for a, b, _ in parts], [i.span for i in items])
    cells: list[dict[str, Any]] = [
        {"text": text[a - offset : b - offset], "start": a, "mark": None, "part": None, "items": []}
        for a, b in pairwise(cuts)
    ]
    for mark in barred:
        for cell in _under(cells, cuts, mark.span):
            cell["mark"] = code_text(mark.code)
    for start, end, kind in parts:
        for cell in _under(cells, cuts, (start, end)):
            cell["part"] = cell["part"] or kind
    for item in items:
        begins = True
        for cell in _under(cells, cuts, item.span):
            free = cell["mark"] is None and bool(cell["text"].strip())
            told = {"id": item.id, "kind": item.kind, "status": item.status, "begins": begins and free}
            cell["items"].append(told)
            begins = begins and not free
    return cells


def by_line(cells: Sequence[dict[str, Any]], first_line: int) -> list[dict[str, Any]]:
    """Pieces dealt out over lines: ``{"line": number, "pieces": […]}``; line ends themselves are left out.

    ``first_line`` is the number of the line on which the first piece begins. A mark that goes over a line end stands
    on both lines; the later piece has ``"goes_on": True``.
    """
    lines: list[dict[str, Any]] = [{"line": first_line, "pieces": []}]
    for cell in cells:
        if "\n" not in cell["text"]:
            lines[-1]["pieces"].append(cell)
            continue
        start = cell["start"]
        for n, text in enumerate(cell["text"].split("\n")):
            if n:
                lines.append({"line": lines[-1]["line"] + 1, "pieces": []})
            if text:
                lines[-1]["pieces"].append(
                    _later(cell, text, start) if start > cell["start"] else {**cell, "text": text}
                )
            start += len(text) + 1
    return lines


def _later(cell: dict[str, Any], text: str, start: int) -> dict[str, Any]:
    """What stands of a piece on a later line."""
    items = [{**item, "begins": False} for item in cell["items"]]
    return {**cell, "text": text, "start": start, "items": items, "goes_on": True}


def _apart(marks: Iterable[MarkView]) -> list[MarkView]:
    """Marks in order, none over another: where two overlap, the one that begins first stays."""
    kept: list[MarkView] = []
    for mark in sorted(marks, key=lambda one: one.span):
        if mark.span[0] < mark.span[1] and (not kept or mark.span[0] >= kept[-1].span[1]):
            kept.append(mark)
    return kept


def _cuts(bounds: Span, marks: Sequence[Span], *others: Sequence[Span]) -> list[int]:
    """Where pieces begin and end: at every end of a span, but nowhere inside a mark."""
    low, high = bounds
    wanted = {low, high, *(at for span in marks for at in span if low < at < high)}
    starts = [start for start, _ in marks]
    for at in (at for spans in others for span in spans if span[0] < span[1] for at in span if low < at < high):
        before = bisect_left(starts, at) - 1
        if before < 0 or at >= marks[before][1]:
            wanted.add(at)
    return sorted(wanted)


def _under(cells: list[dict[str, Any]], cuts: list[int], span: Span) -> list[dict[str, Any]]:
    """The cells that a span touches."""
    if span[0] >= span[1]:
        return []
    return cells[max(0, bisect_right(cuts, span[0]) - 1) : bisect_left(cuts, span[1])]
