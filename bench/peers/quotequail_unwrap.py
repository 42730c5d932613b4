"""quotequail: ``unwrap``, again on the message inside and on the text below, until nothing is wrapped any more.

A header begins on the first line that is not blank below ``text_top``: that is where quotequail looked; a rule of
underscores there, which it takes for a separator, is stepped over. To its good, two kinds of answers are unwrapped
further but count as no message found: ``quote`` (a ``>`` block without any header) and ``forward`` without a single
field (most often such a rule and nothing else).
"""

from __future__ import annotations

import re

import quotequail

from bench.peers import Findings, Found
from bench.peers.locate import Locator, plain

NAME = "quotequail"
PACKAGE = "quotequail"
SETTINGS = "unwrap(), repeated on text and text_bottom until None; all its languages are always on"
FIELDS = ("sent", "subject", "from_domain", "to", "cc")

Piece = dict[str, str]
_DOMAIN = re.compile(r"@\s?([\w-]+(?:\.[\w-]+)+)")
_HEADER = ("from", "date", "subject", "to")
_DEEPEST = 100


def run(text: str) -> list[tuple[str, Piece]]:
    """Each text that was unwrapped with what came of it, outermost first."""
    waiting = [text]
    made: list[tuple[str, Piece]] = []
    while waiting and len(made) < _DEEPEST:
        whole = waiting.pop()
        piece = quotequail.unwrap(whole)
        if piece is None:
            continue
        made.append((whole, piece))
        waiting += [piece[key] for key in ("text_bottom", "text") if piece.get(key) and piece[key] != whole]
    return made


def find(text: str) -> Findings:
    pieces, locator = run(text), Locator(text)
    copies: list[Found] = []
    after, opening = 0, not pieces
    for whole, piece in pieces:
        top = piece.get("text_top", "")
        first = _first(locator, whole, top, after)
        opening = opening or (not copies and bool(top))
        if first is None or not _is_message(piece):
            continue
        copies.append(Found(first, fields(piece)))
        after = first
    return Findings(copies, opening)


def _is_message(piece: Piece) -> bool:
    return piece["type"] == "reply" or (piece["type"] == "forward" and any(piece.get(name) for name in _HEADER))


def _first(locator: Locator, whole: str, top: str, after: int) -> int | None:
    """The line below the last line of ``top``, which is how ``whole`` begins."""
    begin = locator.first_line(whole, after)
    if begin is None:
        return None
    index = locator.numbers.index(begin) + sum(1 for line in top.split("\n") if plain(line))
    if index + 1 < len(locator.numbers) and not locator.lines[index].strip("_"):
        index += 1
    return locator.numbers[index] if index < len(locator.numbers) else None


def fields(piece: Piece) -> dict[str, object]:
    """The header as quotequail read it: words as printed."""
    domain = _DOMAIN.search(piece.get("from", ""))
    return {
        "sent": piece.get("date"),
        "subject": piece.get("subject"),
        "from_domain": domain[1].lower() if domain else None,
        "to": piece.get("to", ""),
        "cc": piece.get("cc", ""),
    }


def forget() -> None:
    """It keeps nothing."""
