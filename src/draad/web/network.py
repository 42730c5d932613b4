"""A picture of who writes to whom: places on a plane for a handful of parties, the same for the same figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import cos, pi, sin, sqrt
from typing import Any, NamedTuple

WIDE, HIGH = 860, 460
"""The picture's own units; it scales with the page."""
_ACROSS, _DOWN = 205, 175
"""Half the axes of the oval on which the parties stand: room is left beside it for names."""
_LEAST, _MOST = 1.0, 9.0
"""Width of a line."""
_SMALL, _LARGE = 5.0, 15.0
"""Radius of a party's dot."""
MOST_LINES = 28
"""More would be a ball of wool."""
LONGEST = 24
"""Letters of a name; more would leave the picture."""


class Node(NamedTuple):
    """One party of the picture."""

    name: str
    label: str
    """A short name."""
    messages: int
    url: str


def picture(nodes: Sequence[Node], pairs: Mapping[tuple[str, str], int], middle: str = "") -> dict[str, Any]:
    """Places, sizes and lines for an SVG of ``WIDE`` by ``HIGH``; with ``middle`` one party in the centre.

    Parties that write to each other most stand beside each other. A line's width and a dot's area follow the messages.
    """
    ties = tied((node.name for node in nodes), pairs)
    around = _order([node for node in nodes if node.name != middle], ties)
    # Nobody stands right below one in the centre, whose name is there.
    turned = 0.5 if middle and len(around) % 2 == 0 else 0.0
    places = {name: _on_oval(n + turned, len(around)) for n, name in enumerate(around)}
    if middle:
        places[middle] = (WIDE / 2, HIGH / 2)
    most = max((node.messages for node in nodes), default=1) or 1
    widest = max(ties.values(), default=1)
    lines = sorted(ties.items(), key=lambda one: (-one[1], one[0]))[:MOST_LINES]
    return {
        "wide": WIDE,
        "high": HIGH,
        "lines": [_line(pair, times, places, widest) for pair, times in reversed(lines)],
        "nodes": [_dot(node, places[node.name], most, node.name == middle) for node in nodes],
    }


def tied(names: Iterable[str], pairs: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Messages between each two of these parties, both ways together; what one sends to itself is left out."""
    known = set(names)
    found: dict[tuple[str, str], int] = {}
    for (sender, to), times in pairs.items():
        if sender != to and sender in known and to in known:
            pair = (sender, to) if sender < to else (to, sender)
            found[pair] = found.get(pair, 0) + times
    return found


def _order(nodes: Sequence[Node], ties: Mapping[tuple[str, str], int]) -> list[str]:
    """Around the oval: each time the one that has most to do with the last placed."""
    left = [node.name for node in nodes]
    order: list[str] = []
    while left:
        last = order[-1] if order else ""
        best = max(left, key=lambda name: (ties.get((min(last, name), max(last, name)), 0), -left.index(name)))
        left.remove(best)
        order.append(best)
    return order


def _on_oval(n: float, of: int) -> tuple[float, float]:
    turn = 2 * pi * n / max(of, 1) - pi / 2
    return WIDE / 2 + _ACROSS * cos(turn), HIGH / 2 + _DOWN * sin(turn)


def _line(pair: tuple[str, str], times: int, places: Mapping[str, tuple[float, float]], widest: int) -> dict[str, Any]:
    (ax, ay), (bx, by) = places[pair[0]], places[pair[1]]
    # Bent towards the centre, so that lines between neighbours stay clear of each other.
    cx, cy = (ax + bx) / 2 * 0.6 + WIDE / 2 * 0.4, (ay + by) / 2 * 0.6 + HIGH / 2 * 0.4
    width = _LEAST + (_MOST - _LEAST) * sqrt(times / widest)
    path = f"M{ax:.1f} {ay:.1f}Q{cx:.1f} {cy:.1f} {bx:.1f} {by:.1f}"
    return {"from": pair[0], "to": pair[1], "messages": times, "path": path, "width": round(width, 1)}


def _dot(node: Node, place: tuple[float, float], most: int, middle: bool) -> dict[str, Any]:
    x, y = place
    radius = _SMALL + (_LARGE - _SMALL) * sqrt(node.messages / most)
    beside = 0 if middle or abs(x - WIDE / 2) < 12 else 1 if x > WIDE / 2 else -1
    below = 1 if y >= HIGH / 2 else -1
    return {
        "name": node.name,
        "label": node.label,
        "messages": node.messages,
        "url": node.url,
        "x": round(x, 1),
        "y": round(y, 1),
        "radius": round(radius, 1),
        "anchor": {0: "middle", 1: "start", -1: "end"}[beside],
        "label_x": round(x + beside * (radius + 6), 1),
        "label_y": round(y + 5 if beside else y + below * (radius + 11) + 5, 1),
        "middle": middle,
    }
