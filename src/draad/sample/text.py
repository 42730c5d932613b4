"""Invented bodies: templates of ``data/text.toml`` filled from ``data/topics.toml``, of one word to sixty lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

from draad.sample import dates, secrets
from draad.sample.lists import load
from draad.sample.people import Person, phone_number

_SLOT = re.compile(r"\{(\w+)\}")
Compiled = tuple[tuple[str, str], ...]
"""(literal, slot) pairs; the last slot is empty."""


@cache
def _templates(group: str) -> tuple[Compiled, ...]:
    """The templates of one group, cut into literals and slots."""
    return tuple(_compiled(template) for template in load("text")[group])


@dataclass(slots=True)
class Scene:
    """What a thread's sentences draw on: its topic, its people, the day on which they are written."""

    topic: dict[str, Any]
    names: tuple[str, ...]
    at: int = 0
    used: set[int] = field(default_factory=set)
    """Templates that this message has used already: nobody says the same twice."""
    lists: dict[str, Any] = field(default_factory=lambda: load("text"))


def _day(rng: Random, scene: Scene) -> str:
    return rng.choice(("morgen", "vanmiddag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "overmorgen"))


def _written(rng: Random, at: int) -> str:
    t = dates.local(at)
    form = rng.randrange(4)
    if form == 0:
        return f"{t.day} {dates.NL_MONTHS[t.month - 1]} {t.year}"
    if form == 1:
        return f"{t:%d-%m-%Y}"
    return f"{t.day} {dates.NL_MONTHS[t.month - 1]}"


def _day_to_come(rng: Random, scene: Scene) -> str:
    return _written(rng, scene.at + rng.randrange(2, 70) * 86400)


def _day_gone_by(rng: Random, scene: Scene) -> str:
    return _written(rng, scene.at - rng.randrange(1, 90) * 86400)


def _amount(rng: Random, scene: Scene) -> str:
    if rng.random() < 0.4:
        return f"€ {rng.randrange(1, 90)},{rng.randrange(1, 10)} miljoen"
    return f"€ {rng.randrange(1, 999)}.{rng.randrange(1000):03d},{rng.choice(('-', '00', '50'))}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _address(rng: Random, scene: Scene) -> str:
    organisation = rng.choice(load("organisations")["organisation"])
    return f"{organisation['street']} {rng.randrange(1, 512)}{rng.choice(('', '', 'a', 'e', '-2'))}"


def _organisation(rng: Random, scene: Scene) -> str:
    called: str = rng.choice(load("organisations")["organisation"])["called"]
    return called


def _link(rng: Random, scene: Scene) -> str:
    organisation = rng.choice(load("organisations")["organisation"])
    return f"www.{organisation['domain']}/{rng.choice(scene.topic['woord']).replace(' ', '-')}"


_FILL: dict[str, Callable[[Random, Scene], str]] = {
    "zaak": lambda rng, s: rng.choice(s.topic["zaak"]),
    "Zaak": lambda rng, s: _capital(rng.choice(s.topic["zaak"])),
    "partij": lambda rng, s: rng.choice(s.topic["partij"]),
    "Partij": lambda rng, s: _capital(rng.choice(s.topic["partij"])),
    "woord": lambda rng, s: rng.choice(s.topic["woord"]),
    "persoon": lambda rng, s: secrets.name(rng.choice(s.names)),
    "Persoon": lambda rng, s: secrets.name(rng.choice(s.names)),
    "org": _organisation,
    "Org": lambda rng, s: _capital(_organisation(rng, s)),
    "gemeente": lambda rng, s: rng.choice(s.lists["gemeente"]),
    "stuk": lambda rng, s: rng.choice(s.lists["stuk"]),
    "overleg": lambda rng, s: rng.choice(s.lists["overleg"]),
    "wet": lambda rng, s: rng.choice(s.lists["wet"]),
    "Gemeente": lambda rng, s: rng.choice(s.lists["gemeente"]),
    "dag": _day,
    "datum": _day_to_come,
    "toen": _day_gone_by,
    "tijd": lambda rng, s: f"{rng.randrange(8, 18)}{rng.choice(':.:')}{rng.randrange(0, 60, 5):02d} uur",
    "bedrag": _amount,
    "getal": lambda rng, s: str(rng.randrange(3, 2400)),
    "klein": lambda rng, s: str(rng.randrange(2, 40)),
    "procent": lambda rng, s: f"{rng.randrange(2, 99)}{rng.choice(('%', '%', ' procent', ',5%'))}",
    "telefoon": lambda rng, s: secrets.phone(phone_number(rng)),
    "link": _link,
    "adres": _address,
    "termijn": lambda rng, s: rng.choice(
        ("twee weken", "een maand", "tien werkdagen", "drie weken", "een kwartaal", "zes weken", "een halfjaar")
    ),
    "ritme": lambda rng, s: rng.choice(("week", "twee weken", "maand", "zes weken", "dinsdag", "vrijdag", "ochtend")),
    "jaar": lambda rng, s: str(rng.randrange(2015, 2024)),
}


def _compiled(template: str) -> Compiled:
    parts = [*_SLOT.split(template), ""]
    return tuple(zip(parts[::2], parts[1::2], strict=True))


def filled(template: str, rng: Random, scene: Scene, own: dict[str, str]) -> str:
    """A template with its slots filled, those of ``own`` first."""
    out = []
    for literal, slot in _compiled(template):
        out.append(literal)
        if slot:
            out.append(own[slot] if slot in own else _FILL[slot](rng, scene))
    return "".join(out)


def sentence(group: str, rng: Random, scene: Scene) -> str:
    """One sentence of a group, its slots filled; not one that this message has, if that can be helped."""
    templates, out = _templates(group), []
    for _ in range(4):
        template = rng.choice(templates)
        if id(template) not in scene.used:
            break
    scene.used.add(id(template))
    for literal, slot in template:
        out.append(literal)
        if slot:
            out.append(_FILL[slot](rng, scene))
    return "".join(out)


_GROUPS = ("info", "info", "info", "opinion", "question", "request", "promise", "info", "opinion")


def _paragraph(rng: Random, scene: Scene) -> str:
    return " ".join(sentence(rng.choice(_GROUPS), rng, scene) for _ in range(rng.choice((1, 2, 2, 3, 4))))


def _bullets(rng: Random, scene: Scene) -> list[str]:
    sign = rng.choice(("- ", "- ", "* ", "• ", "1"))
    lines = [sentence("list_intro", rng, scene), ""]
    for number in range(1, rng.randrange(3, 7)):
        lines.append((f"{number}. " if sign == "1" else sign) + sentence("bullet", rng, scene))
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
        lines += [rng.choice(scene.lists["debate_speaker"]), sentence("debate", rng, scene)]
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
    """The lines of one message, secrets inside, no blank line at its ends; empty for a bare forward."""
    size = rng.random()
    scene.used.clear()
    if kind == "forward" and size < 0.12:
        return []
    if kind != "new" and size < 0.18:
        lines = [rng.choice(scene.lists["tiny"])]
        return lines if size < 0.1 else [*lines, "", secrets.name(sender.first)]
    lines = _greeting(rng, scene, to)
    if kind == "forward" and size < 0.7:
        return [*lines, sentence("forward_line", rng, scene), "", *_close(rng, scene, sender, False)]
    if kind != "new" and size < 0.5:
        return [
            *lines,
            " ".join(sentence("short_reply", rng, scene) for _ in range(rng.randrange(1, 4))),
            "",
            *_close(rng, scene, sender, size < 0.3),
        ]
    paragraphs = 1 + int(rng.random() ** 3 * 9)
    lines += [sentence("opening", rng, scene), "", *_middle(rng, scene, paragraphs)]
    return [*lines, *_close(rng, scene, sender, True)]
