"""Invented bodies: templates of ``data/text.toml`` filled from ``data/topics.toml``, of one word to sixty lines."""

from __future__ import annotations

from functools import cache
from random import Random

from draad.sample import inserts, personal, secrets
from draad.sample.lists import load
from draad.sample.people import Person
from draad.sample.said import Template, template
from draad.sample.slots import Scene, spoken


@cache
def templates(group: str) -> tuple[Template, ...]:
    """The templates of one group."""
    return tuple(template(f"{group}/{n}", entry) for n, entry in enumerate(load("text")[group], 1))


def _chosen(group: str, rng: Random, scene: Scene) -> Template:
    """A template of a group; not one that this message has, if that can be helped."""
    options = templates(group)
    for _ in range(4):
        chosen = rng.choice(options)
        if id(chosen) not in scene.used:
            break
    scene.used.add(id(chosen))
    return chosen


def sentence(group: str, rng: Random, scene: Scene, under: str | None = None) -> str:
    """One sentence of a group, its slots filled, marked with what it says."""
    return spoken(_chosen(group, rng, scene), rng, scene, under=under)


def tiny(rng: Random, scene: Scene) -> list[str]:
    """A message of one word or two."""
    scene.begin()
    return [spoken(rng.choice(templates("tiny")), rng, scene)]


_GROUPS = ("info", "info", "info", "opinion", "question", "request", "promise", "info", "opinion")


def _paragraph(rng: Random, scene: Scene) -> str:
    return " ".join(sentence(rng.choice(_GROUPS), rng, scene) for _ in range(rng.choice((1, 2, 2, 3, 4))))


def _bullets(rng: Random, scene: Scene) -> list[str]:
    sign = rng.choice(("- ", "- ", "* ", "• ", "1"))
    intro = _chosen("list_intro", rng, scene)
    lines = [spoken(intro, rng, scene), ""]
    for number in range(1, rng.randrange(3, 7)):
        lines.append((f"{number}. " if sign == "1" else sign) + sentence("bullet", rng, scene, intro.under))
        if rng.random() < 0.25:
            lines += [f"  {rng.choice('-o')} {sentence('sub_bullet', rng, scene)}" for _ in range(rng.randrange(1, 4))]
    return lines


def _letter(rng: Random, scene: Scene) -> list[str]:
    lines = [f"Uit de brief van {rng.choice(scene.topic['partij'])}:", "", "Geachte heer, mevrouw,", ""]
    for _ in range(rng.randrange(2, 5)):
        lines += [" ".join(sentence("letter", rng, scene) for _ in range(rng.randrange(1, 4))), ""]
    return [*lines, "Hoogachtend,", "", secrets.name(rng.choice(scene.names))]


def _debate(rng: Random, scene: Scene) -> list[str]:
    lines: list[str] = []
    for _ in range(rng.randrange(2, 5)):
        lines += [secrets.opened(rng.choice(scene.lists["debate_speaker"])), sentence("debate", rng, scene)]
    return lines


def _middle(rng: Random, scene: Scene, paragraphs: int) -> list[str]:
    lines: list[str] = []
    for _ in range(paragraphs):
        kind = rng.random()
        if kind < 0.74:
            block = [_paragraph(rng, scene)]
        elif kind < 0.90:
            block = _bullets(rng, scene)
        elif kind < 0.94:
            block = [rng.choice(scene.lists["heading"]), _paragraph(rng, scene)]
        elif kind < 0.97:
            block = _letter(rng, scene)
        else:
            block = _debate(rng, scene)
        lines += [*block, ""]
    return lines


def _greeting(rng: Random, scene: Scene, to: tuple[Person, ...]) -> list[str]:
    if rng.random() < 0.12:
        return []
    if len(to) == 1 and not to[0].shared:
        template = rng.choice(scene.lists["greeting"])
        line = template.replace("{naam}", secrets.name(to[0].first))
    else:
        line = rng.choice(scene.lists["greeting_many"])
    return [line, ""] if rng.random() < 0.8 else [line]


def _close(rng: Random, scene: Scene, sender: Person, full: bool) -> list[str]:
    lines: list[str] = []
    if rng.random() < 0.5 and full:
        lines += [sentence("closing_line", rng, scene), ""]
    chance = rng.random()
    if chance < 0.85:
        lines += [rng.choice(scene.lists["farewell"]), ""]
    lines += sender.signature if full and rng.random() < 0.75 else sender.signature[:1]
    if sender.phone_line and rng.random() < 0.7:
        lines += ["", sender.phone_line]
    elif rng.random() < 0.06:
        lines += ["", *rng.choice(scene.lists["disclaimer"])]
    return lines


def body(rng: Random, scene: Scene, sender: Person, to: tuple[Person, ...], kind: str) -> list[str]:
    """The lines of one message, secrets inside, no blank line at its ends; empty for a bare forward.

    What its sentences say is in ``scene.said`` afterwards.
    """
    size = rng.random()
    scene.begin()
    scene.sender = sender
    if kind == "forward" and size < 0.12:
        return []
    if kind != "new" and size < 0.18:
        lines = tiny(rng, scene)
        own = sender.first if scene.whole and sender.shared else secrets.name(sender.first)
        return lines if size < 0.1 else [*lines, "", own]
    lines = _greeting(rng, scene, to)
    if kind == "forward" and size < 0.7:
        full = False
        lines += [sentence("forward_line", rng, scene), ""]
    elif kind != "new" and size < 0.5:
        full = size < 0.3
        lines += [" ".join(sentence("short_reply", rng, scene) for _ in range(rng.randrange(1, 4))), ""]
    else:
        full = True
        paragraphs = 1 + int(rng.random() ** 3 * 9)
        lines += [sentence("opening", rng, scene), "", *_middle(rng, scene, paragraphs)]
    lines += inserts.more(scene)
    lines += personal.more(scene)
    return [*lines, *_close(rng, scene, sender, full), *inserts.notes(scene)]
