"""The conversation model: who writes to whom, when, in reply to what, and what stays quoted beneath."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

from draad.sample import dates, secrets, slots, text
from draad.sample.lists import load
from draad.sample.people import Person
from draad.sample.said import Said
from draad.sample.slots import Scene

FIRST_MOMENT, LAST_MOMENT = 1_451_606_400, 1_672_531_200
"""Threads begin between 2016 and 2022, in UTC seconds."""


@dataclass(slots=True)
class Message:
    """One message as it was sent."""

    id: str
    thread: str
    parent: Message | None
    sender: Person
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    at: int
    subject: str
    kind: str
    """new, reply, forward."""
    body: list[str]
    attachments: tuple[str, ...]
    style: str
    """How its sender's program writes the header above what it quotes."""
    prefix: str
    """What stands before each line that it quotes."""
    keeps: int
    """How many messages stay quoted beneath it."""
    trims: int = 0
    """Lines that its sender left of the message quoted beneath it; 0 for all."""
    skew: int = 0
    """Seconds between the sender's clock and the receiver's, for copies quoted by others."""
    said: list[Said] = field(default_factory=list)
    """What its sentences say, by the number that marks them in ``body``."""
    children: list[Message] = field(default_factory=list)


@cache
def clients() -> dict[str, dict[str, Any]]:
    """Mail programs by name."""
    return {client["name"]: client for client in load("clients")["client"]}


@cache
def styles() -> dict[str, dict[str, Any]]:
    """Header styles by name."""
    return {style["name"]: style for style in load("clients")["style"]}


_EXTENSIONS = ("docx", "pdf", "xlsx", "pptx", "docx")


def _attachments(rng: Random, scene: Scene) -> tuple[str, ...]:
    if rng.random() > 0.14:
        return ()
    names = []
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        stem = (
            rng.choice(scene.topic["subject"])
            if rng.random() < 0.5
            else rng.choice(scene.lists["stuk"]).split(" ", 1)[-1]
        )
        names.append(
            f"{stem.replace('/', '-').replace(':', '')} {rng.choice(('v2', 'def', 'concept', '3.0', ''))}".strip()
            + f".{rng.choice(_EXTENSIONS)}"
        )
    return tuple(names)


def _gap(rng: Random) -> int:
    """Seconds between a message and its answer: minutes mostly, at times weeks."""
    chance = rng.random()
    if chance < 0.5:
        return rng.randrange(60, 5400)
    if chance < 0.8:
        return rng.randrange(5400, 100_000)
    if chance < 0.95:
        return rng.randrange(100_000, 700_000)
    return rng.randrange(700_000, 3_000_000)


def _subject(rng: Random, parent: Message, kind: str, client: dict[str, Any], scene: Scene) -> str:
    prefix: str = rng.choice(client["re"] if kind == "reply" else client["fw"])
    if rng.random() < 0.02:
        return f"{rng.choice(scene.topic['subject'])} (was: {parent.subject})"
    base = parent.subject
    if base.lower().startswith(prefix.lower().strip()) or (
        rng.random() < 0.6 and base.lower().startswith(("re:", "antw:"))
    ):
        base = base.split(":", 1)[1].strip()
    return prefix + base


def _recipients(
    rng: Random, people: list[Person], sender: Person, parent: Message | None, kind: str
) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    others = [p for p in people if p is not sender]
    if parent is not None and kind == "reply":
        to: list[Person] = [parent.sender]
        if rng.random() < 0.45:
            everyone = [p for p in (*parent.to, *parent.cc) if p is not sender and p is not parent.sender]
            return (parent.sender, *everyone[:1]), tuple(everyone[1:])
        return tuple(to), tuple(rng.sample(others, 1)) if rng.random() < 0.2 else ()
    circular = len(others) >= 30 and parent is None
    size = len(others) - 3 if circular else min(len(others), rng.choice((1, 1, 1, 2, 2, 3, 4)))
    to = rng.sample(others, size)
    rest = [p for p in others if p not in to]
    return tuple(to), tuple(rng.sample(rest, min(len(rest), rng.choice((0, 0, 0, 1, 1, 2, 3)))))


def _quoting(rng: Random, client: dict[str, Any], kind: str) -> tuple[str, str]:
    style = rng.choice(client["forward" if kind == "forward" else "reply"])
    return style, rng.choice(styles()[style].get("prefixes", ("",)))


def _keeps(rng: Random) -> int:
    chance = rng.random()
    return 99 if chance < 0.86 else rng.randrange(0, 4)


def _start(rng: Random) -> int:
    return dates.working_moment(rng.randrange(FIRST_MOMENT, LAST_MOMENT), rng.random())


@dataclass(slots=True)
class _Plot:
    rng: Random
    seed: int
    thread: str
    people: list[Person]
    scene: Scene
    messages: list[Message] = field(default_factory=list)

    def add(self, parent: Message | None, sender: Person, kind: str, at: int, body: list[str] | None = None) -> Message:
        rng, client = self.rng, clients()[sender.client]
        to, cc = _recipients(rng, self.people, sender, parent, kind)
        self.scene.at = at
        self.scene.chance = Random(f"{self.seed}/{self.thread}/{len(self.messages)}/items")
        self.scene.private = Random(f"{self.seed}/{self.thread}/{len(self.messages)}/personal")
        subject = (
            rng.choice(self.scene.topic["subject"])
            if parent is None
            else _subject(rng, parent, kind, client, self.scene)
        )
        style, prefix = _quoting(rng, client, kind)
        message = Message(
            f"{self.thread}.{len(self.messages):02d}",
            self.thread,
            parent,
            sender,
            to,
            cc,
            at,
            subject,
            kind,
            text.body(rng, self.scene, sender, to, kind) if body is None else body,
            _attachments(rng, self.scene),
            style,
            prefix,
            _keeps(rng),
            rng.randrange(2, 9) if rng.random() < 0.03 else 0,
            rng.choice((0, 0, 0, 0, 0, 0, 60, -60)),
            self.scene.said,
        )
        if parent is not None:
            parent.children.append(message)
        self.messages.append(message)
        return message


_SUBJECT_TAILS = ("", "week", "dossier", "nr.", "versie", "ronde", "d.d. 3 mei", "bijlage")


def _opening_subject(rng: Random, subject: str, names: tuple[str, ...]) -> str:
    chance = rng.random()
    if chance < 0.06:
        return f"SPOED {subject}"
    if chance < 0.11:
        return f"{subject} - gesprek {secrets.name(rng.choice(names))}"
    if chance < 0.5:
        return " ".join(f"{subject} {rng.choice(_SUBJECT_TAILS)} {rng.randrange(2, 900)}".split())
    return subject


def _next(plot: _Plot) -> None:
    """One more message: an answer to the last, to an earlier one, or a forward; at times twins in one minute."""
    rng = plot.rng
    parent = plot.messages[-1] if rng.random() < 0.75 else rng.choice(plot.messages)
    kind = "forward" if rng.random() < 0.22 else "reply"
    answering = [p for p in (*parent.to, *parent.cc) if p is not parent.sender] or plot.people
    sender = rng.choice(answering)
    at = dates.working_moment(parent.at + _gap(rng), rng.random())
    if kind == "reply" and len(answering) > 1 and rng.random() < 0.05:
        word = text.tiny(rng, plot.scene)
        for twin in rng.sample(answering, 2):
            plot.add(parent, twin, "reply", at - at % 60 + rng.randrange(60), list(word))
        return
    plot.add(parent, sender, kind, at)


def _guest(rng: Random, number: int, people: list[Person], members: list[Person]) -> Person:
    """Somebody whose program has its turn in this thread, so that rare programs occur in small releases too."""
    names = tuple(clients())
    wanted = names[number % len(names)]
    return rng.choice([p for p in people if p.client == wanted and p not in members] or members[1:2])


def conversation(seed: int, number: int, people: list[Person], whole: bool = False) -> list[Message]:
    """Thread ``number`` of a release: its messages in the order of writing; ``whole`` as in ``planning.blocks``."""
    rng = Random(f"{seed}/thread/{number}")
    size = 3 + min(int(rng.expovariate(0.55)), 9) if rng.random() < 0.96 else rng.randrange(30, 61)
    members = rng.sample(people, size)
    members[1] = _guest(rng, number, people, members)
    topic = rng.choice(load("topics")["topic"])
    names = tuple(p.first for p in members if not p.shared) or ("Anouk",)
    scene = Scene(topic, names, bank=slots.bank(seed), whole=whole)
    plot = _Plot(rng, seed, f"t{number:06d}", members, scene)
    first = plot.add(None, members[0], "new", _start(rng))
    first.subject = _opening_subject(rng, first.subject, scene.names)
    length = 1 + min(int(rng.expovariate(0.28)), 13)
    while len(plot.messages) < length:
        _next(plot)
    return plot.messages
