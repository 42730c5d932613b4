"""The shape of a conversation: numbers in order of reading, who answers whom, and how far a branch stands in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from draad.dossier.views import MessageView

DEEPEST = 4
"""Steps to the right; what branches deeper stands no further in, for a telephone has 320 pixels."""


class Place(NamedTuple):
    """A message in its conversation."""

    n: int
    """From 1, in order of reading."""
    depth: int
    """Steps to the right: 0 on the main line."""
    parent: int | None
    """The number of what it answers; None where that is not in the conversation."""
    answers: tuple[int, ...]
    """The numbers of its answers."""


def places(messages: Sequence[MessageView]) -> dict[int, Place]:
    """Where each message stands; ``messages`` in order of reading.

    A line of answers is no branch: of several answers to one message the one from which most goes on keeps its
    place (of two alike the first), and every other stands a step further in.
    """
    number = {message.id: n for n, message in enumerate(messages, 1)}
    children: dict[int, list[int]] = {}
    for message in messages:
        if message.parent in number and message.parent is not None:
            children.setdefault(message.parent, []).append(message.id)
    weight = dict.fromkeys(number, 1)
    for message in reversed(messages):  # no answer stands before its question
        if message.parent in number and message.parent is not None:
            weight[message.parent] += weight[message.id]
    depth: dict[int, int] = {}
    for message in messages:
        above = message.parent if message.parent in number else None
        if above is None:
            depth[message.id] = 0
            continue
        main = max(children[above], key=lambda one: (weight[one], -number[one]))
        depth[message.id] = depth.get(above, 0) + (message.id != main)
    return {
        message.id: Place(
            number[message.id],
            min(depth[message.id], DEEPEST),
            number.get(message.parent) if message.parent is not None else None,
            tuple(sorted(number[one] for one in children.get(message.id, ()))),
        )
        for message in messages
    }
