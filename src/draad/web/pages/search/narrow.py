"""A query made narrower by a click, and wider again: what is clicked stands in the query, so that all can see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from draad.dossier.tree import And, Dated, Everything, Ground, InThread, Kind, Node, Not, Phrase, Prefix, Word

Conditions = tuple[Node, ...]


class Chip(NamedTuple):
    """One condition of a query that can be taken off."""

    condition: Node
    query: str
    """The query without it; empty where nothing is left."""


def conditions(node: Node) -> Conditions:
    """What must hold, each by itself; none for everything."""
    if isinstance(node, Everything):
        return ()
    return tuple(node.children) if isinstance(node, And) else (node,)


def together(children: Sequence[Node]) -> str:
    """The query that asks for all of these; empty for none."""
    if not children:
        return ""
    return str(children[0] if len(children) == 1 else And(tuple(children)))


def narrowed(node: Node, condition: Node) -> str:
    """The query that asks for this too. A period takes the place of a longer one around it."""
    kept = [child for child in conditions(node) if not _holds(child, condition)]
    return together([*kept, condition])


def widened(node: Node, condition: Node) -> str:
    """The query without this condition."""
    return together([child for child in conditions(node) if child != condition])


def has(node: Node, condition: Node) -> bool:
    """Whether the query asks for this already."""
    return condition in conditions(node)


def chips(node: Node) -> list[Chip]:
    """The conditions other than words to find: those stand in the box for all to see."""
    return [
        Chip(child, widened(node, child))
        for child in conditions(node)
        if isinstance(child, Dated | Kind | Ground | InThread | Not)
        or (isinstance(child, Word | Phrase | Prefix) and child.field)
    ]


def _holds(outer: Node, inner: Node) -> bool:
    if outer == inner:
        return True
    return (
        isinstance(outer, Dated)
        and isinstance(inner, Dated)
        and outer.relation == inner.relation == "on"
        and outer.period.start <= inner.period.start
        and inner.period.end <= outer.period.end
    )
