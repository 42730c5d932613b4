"""Separator lines: what announces a quoted or forwarded message and belongs to the header beneath it."""

from __future__ import annotations

import re
from functools import cache

from draad.fold import edits, fold
from draad.knowledge import load

_EDGE = re.compile(r"^[\s>|*_\-–—=•~]*|[\s>|*_\-–—=:;•~]*$")


@cache
def _separators() -> frozenset[str]:
    return frozenset(map(fold, load("headers")["separators"]["words"]))


def separator(line: str) -> bool:
    """``-----Oorspronkelijk bericht-----``, ``Begin doorgestuurd bericht:`` and their kin."""
    if not 8 < len(line) < 90:
        return False
    core = fold(_EDGE.sub("", line)).replace("’", "'").rstrip(" .:;")
    if core in _separators():
        return True
    ends = line.lstrip(" >|*")[:6], line.rstrip(" *")[-6:]
    dashed = all("--" in end or "-~-" in end or "~--" in end for end in ends)
    if len(core) < 12 or not (dashed or line.rstrip(" *").endswith((":", ";"))):
        return False
    share = 3 if dashed else 6
    return any(
        edits(core, known, len(known) // share) <= len(known) // share
        or (known.endswith(("by", "door")) and core.startswith(known))
        for known in _separators()
        if len(known) > 12
    )
