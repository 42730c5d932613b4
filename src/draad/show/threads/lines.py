"""Which ends of lines the printer made, and which the writer.

A print breaks a line where the next word did not fit. Such an end is laid out as a blank, so that a text reads well on
a telephone too; every other end of a line was meant and stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LEAST, _MOST = 50, 160
"""Characters of the widest line in a text that a printer broke; shorter ones were broken by hand."""
_NEAR = 0.88
"""Letters are not all as wide: a line is full from this part of the widest one on."""
_BEGINS = re.compile(r"\s*(?:[-–—*•·o▪>|#_=]|\(?\d{1,3}[.)]|[a-z][.)]\s|\S{1,24}:(?:\s|$))")
"""What begins a line of its own: a bullet, a number, a rule, a label."""


def width(lines: Sequence[str]) -> int:
    """The width at which a printer broke these lines; 0 where none did.

    Three full lines at least must show it, and no line may be far wider than they are.
    """
    lengths = sorted((len(line.rstrip()) for line in lines), reverse=True)
    if len(lengths) < 3 or not _LEAST <= lengths[0] <= _MOST:
        return 0
    return lengths[0] if lengths[2] >= _NEAR * lengths[0] else 0


def broken(line: str, following: str, widest: int) -> bool:
    """Whether the end of ``line`` is the printer's: the first word of the following one would not have fitted."""
    if not widest or not line.strip() or _BEGINS.match(following):
        return False
    word = following.split(maxsplit=1)[:1]
    return bool(word) and len(line.rstrip()) + 1 + len(word[0]) > _NEAR * widest
