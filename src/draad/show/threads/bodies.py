"""A message's body as people read it: in paragraphs, what is no message text folded, each mark a piece of its own.

Every letter comes from one copy, in the order in which it stands there (laws 1 and 2). Left out are the printer's page
edges and the ``>`` of a quotation; white space is laid out anew, for its width may tell what was whited out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from draad.dossier.views import CopyView
from draad.show.grounds import sign
from draad.show.pieces import Said, pieces
from draad.show.plain import printable
from draad.show.threads import lines as ends

FOLDED = ("signature", "disclaimer", "phone", "footnote")
"""Parts that are shown when asked for."""
LONG = 6000
"""Characters of a body before the rest stands behind a fold: more than a screen or two."""
_REST = 1500
"""… where less than this would be left, nothing is folded."""
_QUOTATION = re.compile(r"(?: ?>)*")
_RULE = re.compile(r"\W+\Z")
_WIDE = re.compile(r"[^\S\n]+")
_END = re.compile(r" ?\n ?")


@dataclass(slots=True)
class _Line:
    """A line of the body, or what stands of it in one part."""

    number: int
    part: str | None
    cells: list[dict[str, Any]] = field(default_factory=list)
    text: str = ""


def body(copy: CopyView, said: Sequence[Said] = ()) -> list[dict[str, Any]]:
    """A copy's body as blocks, in order:

    - ``{"kind": "paragraph", "lines": [first, last], "pieces": […]}``;
    - ``{"kind": "fold", "part": "signature", "lines", "count": lines, "blocks": […]}``;
    - ``{"kind": "more", "lines", "count", "blocks": […]}``: the rest of a long body.

    A piece is ``{"kind": "text", "text"}``, ``{"kind": "mark", "text", "code"}`` or ``{"kind": "item", "ids",
    "begins", "pieces"}``: words that an item stands on; ``begins`` are the items that begin here.
    """
    if copy.body is None or copy.body_lines is None:
        return []
    cells = pieces(copy.body_text, copy.body, copy.marks, copy.parts, said, offset=copy.body[0])
    found = _without_quotation([line for line in _lines(cells, copy.body_lines[0]) if line.part != "furniture"])
    blocks: list[dict[str, Any]] = []
    for part, held in groupby(found, lambda line: line.part if line.part in FOLDED else None):
        paragraphs = list(_paragraphs(list(held), part))
        if part and paragraphs:
            blocks.append(_fold("fold", paragraphs) | {"part": part})
        else:
            blocks += paragraphs
    return _shortened(blocks)


def characters(blocks: Iterable[dict[str, Any]]) -> int:
    """How much text stands in blocks, open and folded."""
    return sum(
        characters(block["blocks"]) if "blocks" in block else sum(_length(piece) for piece in block["pieces"])
        for block in blocks
    )


def _length(piece: dict[str, Any]) -> int:
    return sum(_length(one) for one in piece["pieces"]) if "pieces" in piece else len(piece["text"])


def _lines(cells: Iterable[dict[str, Any]], first: int) -> Iterator[_Line]:
    """Cells dealt out over lines; a part that begins within a line begins one of its own."""
    line = _Line(first, None)
    for cell in cells:
        begins = [item["id"] for item in cell["items"] if item["begins"]]
        ids = [item["id"] for item in cell["items"]]
        for n, text in enumerate(cell["text"].split("\n")):
            if n:
                yield line
                line = _Line(line.number + 1, cell["part"])
            if not text:
                continue
            if line.part != cell["part"] and line.text.strip():
                yield line
                line = _Line(line.number, cell["part"])
            if text.strip():
                line.part = cell["part"]
            begun, begins = (begins, []) if text.strip() else ([], begins)
            line.cells.append({**cell, "text": text, "begins": begun, "ids": ids})
            line.text += text
    yield line


def _without_quotation(found: list[_Line]) -> list[_Line]:
    """Takes away the ``>`` that all of a quoted body carries; a ``>`` beyond that is the message's own.

    A stray line without one does not count; a body that is mostly unmarked stays as it is.
    """
    if not any(">" in line.text for line in found):
        return found
    depths = [_depth(line.text) for line in found if line.text.strip()]
    marked = [depth for depth in depths if depth]
    if not marked or len(marked) < 0.8 * len(depths):
        return found
    level = re.compile(rf"(?: ?>){{0,{min(marked)}}} ?")
    for line in found:
        if line.cells and line.text.lstrip().startswith(">"):
            line.cells[0]["text"] = level.sub("", line.cells[0]["text"], count=1)
            line.text = "".join(cell["text"] for cell in line.cells)
    return found


def _depth(line: str) -> int:
    prefix = _QUOTATION.match(line)
    return prefix[0].count(">") if prefix else 0


def _paragraphs(found: Sequence[_Line], part: str | None) -> Iterator[dict[str, Any]]:
    """Lines between blank ones, together; rules of dashes between parts are nobody's words."""
    widest = 0 if part == "signature" else ends.width([line.text for line in found])
    for blank, held in groupby(found, lambda line: not line.text.strip()):
        together = list(held)
        if blank or (len(together) == 1 and _is_rule(together[0])):
            continue
        made = _pieces(together, widest)
        if made:
            yield {"kind": "paragraph", "lines": [together[0].number, together[-1].number], "pieces": made}


def _is_rule(line: _Line) -> bool:
    return bool(_RULE.match(line.text.strip())) and not any(cell["mark"] for cell in line.cells)


def _pieces(found: Sequence[_Line], widest: int) -> list[dict[str, Any]]:
    """The pieces of one paragraph, ends of lines between them."""
    laid: list[dict[str, Any]] = []
    for n, line in enumerate(found):
        if n:
            soft = ends.broken(found[n - 1].text, line.text, widest)
            _add_end(laid, line, " " if soft else "\n")
        laid += line.cells
    return [piece for ids, cells in groupby(laid, lambda cell: cell["ids"]) for piece in _run(ids, list(cells))]


def _add_end(laid: list[dict[str, Any]], line: _Line, end: str) -> None:
    """An end of a line belongs to what goes on over it: an item, or one mark."""
    before, after = laid[-1], line.cells[0]
    same = before["ids"] == after["ids"]
    mark = before["mark"] if before["mark"] and before["start"] == after["start"] else None
    laid.append(
        {"text": end, "start": before["start"], "mark": mark, "ids": before["ids"] if same else [], "begins": []}
    )


def _run(ids: Sequence[str], cells: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pieces of cells that stand in the same items."""
    made: list[dict[str, Any]] = []
    for (mark, _), held in groupby(cells, lambda cell: (cell["mark"], cell["start"] if cell["mark"] else 0)):
        text = "".join(cell["text"] for cell in held)
        if mark:
            made.append({"kind": "mark", "text": sign(text), "code": mark})
        elif text:
            made.append({"kind": "text", "text": _blanks(text)})
    if not ids or not any(piece["kind"] == "mark" or piece["text"].strip() for piece in made):
        return made
    begins = [one for cell in cells for one in cell["begins"]]
    return [{"kind": "item", "ids": list(ids), "begins": begins, "pieces": made}]


def _blanks(text: str) -> str:
    """White space as one blank; how wide it was may tell what was whited out."""
    laid = _WIDE.sub(" ", printable(text))
    return _END.sub("\n", laid) if "\n" in laid else laid


def _fold(kind: str, blocks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    lines = [blocks[0]["lines"][0], blocks[-1]["lines"][1]]
    return {"kind": kind, "lines": lines, "count": lines[1] - lines[0] + 1, "blocks": list(blocks)}


def _shortened(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first screens of a long body, and the rest behind a fold; never less than one paragraph before it."""
    open_text = [0 if "blocks" in block else characters([block]) for block in blocks]
    if sum(open_text) <= LONG + _REST:
        return blocks
    shown = 0
    for n, length in enumerate(open_text):
        if n and shown + length > LONG:
            return [*blocks[:n], _fold("more", blocks[n:])]
        shown += length
    return blocks
