"""Sentences that hold items, and as many that look like it and hold none, set into a third of all messages.

Their templates stand in ``data/items.toml`` (seeds below 1000) and ``data/items_held.toml`` (seeds from 1000 on; only
for scoring). Each kind has a group of its own name and one that ends in ``_not``. An entry is a sentence, or a list of
lines that stand together: a plan, a table, a debate.
"""

from __future__ import annotations

from functools import cache
from random import Random
from typing import TYPE_CHECKING

from draad.sample.lists import load
from draad.sample.said import KINDS, Template, template
from draad.sample.slots import Scene, spoken
from draad.sample.times import Valued

if TYPE_CHECKING:
    from draad.sample.threads import Message

SHARE = 0.34
"""Of messages that get such sentences."""
SIZES = (1, 2, 2, 3, 3, 4)

Entry = tuple[Template, ...]
"""One sentence, or the lines of a block."""


@cache
def entries(bank: str, group: str) -> tuple[Entry, ...]:
    """The entries of one group of ``data/<bank>.toml``."""
    return tuple(
        tuple(template(f"{bank}/{group}/{n}", line) for line in (entry if isinstance(entry, list) else [entry]))
        for n, entry in enumerate(load(bank)[group], 1)
    )


def _drawn(scene: Scene, kind: str | None = None) -> Entry:
    """An entry of a kind (any, where none is named), or of what looks like it."""
    chance = scene.chance
    kind = kind or chance.choice(KINDS)
    return chance.choice(entries(scene.bank, kind if chance.random() < 0.5 else f"{kind}_not"))


def _lines(entry: Entry, scene: Scene) -> list[str]:
    """The lines of an entry; footnotes are kept for the end of the body."""
    values: dict[str, Valued] = {}
    lines = []
    for line in entry:
        if not line.pieces[0][0] and not line.pieces[0][1]:
            lines.append("")
            continue
        words = spoken(line, scene.chance, scene, values)
        (scene.feet if line.foot else lines).append(words)
    return lines


def more(scene: Scene) -> list[str]:
    """Paragraphs to add to a message, each with a blank line after it; none for two messages out of three."""
    return _paragraphs(scene) if scene.chance.random() < SHARE else []


def _paragraphs(scene: Scene) -> list[str]:
    chance, out, prose = scene.chance, list[str](), list[str]()
    form = chance.random()
    for _ in range(chance.choice(SIZES)):
        entry = _drawn(scene)
        lines = _lines(entry, scene)
        if len(lines) > 1:
            out += [*lines, ""]
        elif form < 0.5:
            prose += lines
        else:
            out += [*(f"- {line}" for line in lines), ""] if form > 0.85 else [*lines, ""]
    return [*out, " ".join(prose), ""] if prose else out


def points(scene: Scene) -> list[str]:
    """Points to add to a meeting report: single sentences only."""
    chance = scene.chance
    made: list[str] = []
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        entry = _drawn(scene)
        if len(entry) == 1:
            made += _lines(entry, scene)
    return made


def plant(message: Message, number: int) -> None:
    """Set entry ``number`` (from 1) of the group ``demo`` below a message's greeting, in a paragraph of its own."""
    topic = load("topics")["topic"][0]
    scene = Scene(topic, ("Noor",), message.at, chance=Random(f"{message.id}/plant"), sender=message.sender)
    scene.said = message.said
    lines = _lines(entries("items", "demo")[number - 1], scene)
    if "" in message.body[:2]:
        at = message.body.index("") + 1
        message.body[at:at] = [*lines, ""]
    else:
        message.body[1:1] = ["", *lines]


def notes(scene: Scene) -> list[str]:
    """The footnotes of this message, below a blank line, where it has any."""
    return ["", *scene.feet] if scene.feet else []
