"""How a line is set among its neighbours, and which of its glyphs are blanks: what keeps its place when a gap changes.

A line set from the right or about its middle tells the width of a name by where it starts; a justified one by the
width of its blanks. What a line shares with those above and below it (its start, its end, its middle) is known before
anything goes, and shared places are no secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import pikepdf

NEAR = 6.0
"""Ems up and down that a line's neighbours lie in."""
SHARED = 0.04
"""Ems: two places nearer than this are one."""

Anchor = Literal["start", "end", "middle", "unknown"]


class Extent(NamedTuple):
    """A stretch of line without a column between: its base across, its size, and where its ink starts and ends."""

    base: float
    size: float
    start: float
    end: float


def anchor(own: Extent, every: Iterable[Extent]) -> tuple[Anchor, bool]:
    """What of a line keeps its place, and whether its end is shared too, so that its blanks may have been stretched."""
    near = [
        other
        for other in every
        if 0.3 * own.size < abs(other.base - own.base) <= NEAR * own.size
        and 0.75 <= other.size / (own.size or 1.0) <= 1.34
    ]
    close = SHARED * own.size
    starts = {i for i, other in enumerate(near) if abs(other.start - own.start) <= close}
    ends = {i for i, other in enumerate(near) if abs(other.end - own.end) <= close}
    middles = [other for other in near if abs(other.start + other.end - own.start - own.end) <= 2 * close]
    if starts & ends or len(starts) > len(ends):
        return "start", bool(ends)
    if len(ends) > len(starts):
        return "end", True
    return ("middle" if middles and not starts else "unknown"), bool(ends)


def extents(stretches: Iterable[Extent], column: float) -> list[Extent]:
    """Stretches of ink as lines cut at their columns (``column``: ems of white between two)."""
    found: list[Extent] = []
    line: list[Extent] = []

    def close() -> None:
        first = len(found)
        for one in sorted(line, key=lambda one: one.start):
            if len(found) > first and one.start - found[-1].end <= column * one.size:
                found[-1] = found[-1]._replace(end=max(found[-1].end, one.end))
            else:
                found.append(one)

    for one in sorted(stretches):
        if line and one.base - line[0].base > 0.3 * line[0].size:
            close()
            line = []
        line.append(one)
    close()
    return found


_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f]*)>")
_BLANK = {b"\x00\x20", b"\x00\xa0"}


def blanks(font: object) -> frozenset[bytes]:
    """The codes of a font that show a blank: by its ``ToUnicode``, and for one-byte codes 32."""
    if not isinstance(font, pikepdf.Dictionary):
        return frozenset((b" ",))
    table = font.get("/ToUnicode")
    plain = frozenset() if font.get("/Subtype") == "/Type0" else frozenset((b" ",))
    if not isinstance(table, pikepdf.Stream):
        return plain
    try:
        return _told(table.read_bytes()) or plain
    except pikepdf.PdfError:
        return plain


@lru_cache(maxsize=256)
def _told(table: bytes) -> frozenset[bytes]:
    found: set[bytes] = set()
    for section in _SECTION.finditer(table):
        step = 2 if section[1] == b"char" else 3
        tokens = [token[1] for token in _TOKEN.finditer(section[2])]
        for i in range(0, len(tokens) - step + 1, step):
            found.update(_blank_codes(tokens[i : i + step]))
    return frozenset(found)


def _blank_codes(row: Sequence[bytes]) -> Iterable[bytes]:
    if any(len(one) % 2 for one in row):
        return
    low, to = bytes.fromhex(row[0].decode()), bytes.fromhex(row[-1].decode())
    if len(row) == 2:
        if to in _BLANK:
            yield low
        return
    high, first = int.from_bytes(bytes.fromhex(row[1].decode()), "big"), int.from_bytes(low, "big")
    for wanted in (0x20, 0xA0):
        code = first + wanted - int.from_bytes(to, "big")
        if len(to) == 2 and first <= code <= high:
            yield code.to_bytes(len(low), "big")
