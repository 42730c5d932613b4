"""Tables of character codes that stand in a PDF itself: how its bytes are cut, and which character each code means.

The part of a CMap that a font's encoding needs (ISO 32000-1, 9.7.5.4; Adobe Technical Note 5014): code space ranges,
``cidrange`` and ``cidchar``. Ranges are kept as ranges: one over four thousand million codes costs nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_SECTION = re.compile(rb"begin(codespacerange|cidrange|cidchar)\b(.*?)\bend\1", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\d+)")

Range = tuple[int, int, int, int]
"""Length in bytes, first code, last code, character number of the first."""


@dataclass
class Codes:
    """A table: ``spaces`` cut strings into codes, ``ranges`` give their numbers."""

    spaces: list[tuple[int, int, int]] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    _known: dict[bytes, int] = field(default_factory=dict)

    def cut(self, data: bytes) -> list[bytes]:
        """The codes of a string; what lies in no code space is cut as the shortest codes are."""
        lengths = sorted({length for length, _, _ in self.spaces}) or [2]
        found, start = [], 0
        while start < len(data):
            length = next((n for n in lengths if self._valid(data[start : start + n], n)), lengths[0])
            found.append(data[start : start + length])
            start += length
        return found

    def _valid(self, code: bytes, length: int) -> bool:
        # each byte must lie in the range of its place, not the number as a whole
        return len(code) == length and any(
            n == length
            and all(a <= byte <= b for a, byte, b in zip(low.to_bytes(n), code, high.to_bytes(n), strict=True))
            for n, low, high in self.spaces
        )

    def number(self, code: bytes) -> int:
        """The character number of a code; 0, the character that is not defined, for one without."""
        if code not in self._known:
            value = int.from_bytes(code, "big")
            self._known[code] = next(
                (
                    cid + value - low
                    for n, low, high, cid in reversed(self.ranges)
                    if n == len(code) and low <= value <= high
                ),
                0,
            )
        return self._known[code]


def parse(data: bytes) -> Codes:
    """The table of a CMap stream."""
    found = Codes()
    for section in _SECTION.finditer(data):
        kind = section[1]
        tokens = [
            (bytes.fromhex(token[1].decode("ascii")) if token[2] is None else int(token[2]))
            for token in _TOKEN.finditer(section[2])
        ]
        step = 3 if kind == b"cidrange" else 2
        for i in range(0, len(tokens) - step + 1, step):
            _add(found, kind, tokens[i : i + step])
    return found


def _add(found: Codes, kind: bytes, row: list[bytes | int]) -> None:
    low, high = row[0], row[1] if kind != b"cidchar" else row[0]
    if not isinstance(low, bytes) or not isinstance(high, bytes) or len(low) != len(high) or not low:
        return
    first, last = int.from_bytes(low, "big"), int.from_bytes(high, "big")
    number = row[-1]
    if kind == b"codespacerange":
        found.spaces.append((len(low), first, last))
    elif isinstance(number, int):
        found.ranges.append((len(low), first, last, number))
