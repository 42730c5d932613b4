"""What fills the slots of a template: words of the thread's topic, people, dates and amounts, with what they mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from draad.sample import dates, secrets, times
from draad.sample.lists import load
from draad.sample.people import Person, phone_number
from draad.sample.said import LEAD, Fact, Said, Template, fact, marked
from draad.sample.times import Valued


@dataclass(slots=True)
class Scene:
    """What a thread's sentences draw on: its topic, its people, the day on which they are written."""

    topic: dict[str, Any]
    names: tuple[str, ...]
    at: int = 0
    used: set[int] = field(default_factory=set)
    """Templates that this message has used already: nobody says the same twice."""
    lists: dict[str, Any] = field(default_factory=lambda: load("text"))
    bank: str = "items"
    """Which file the sentences with items are drawn from: ``items`` or ``items_held``."""
    chance: Random = field(default_factory=Random)
    """Decides on those sentences; apart, so that the rest of a release is what it was without them."""
    whole: bool = False
    """Whether sentences about private people and public offices are set in."""
    private: Random = field(default_factory=Random)
    """Decides on those."""
    sender: Person | None = None
    said: list[Said] = field(default_factory=list)
    """The sentences of the message or paper that is being written, by number."""
    feet: list[str] = field(default_factory=list)
    """Its footnotes, until its end is written."""

    def begin(self) -> None:
        """Another message."""
        self.used.clear()
        self.said, self.feet = [], []

    def say(self, words: str, template: str, facts: tuple[Fact, ...]) -> str:
        """``words`` marked as a sentence of this message."""
        self.said.append(Said(template, facts))
        return marked(len(self.said) - 1, words)


def bank(seed: int) -> str:
    """The file of items that a seed draws on: what rules are written by is not what they are scored by."""
    return "items" if seed < 1000 else "items_held"


_DAYS = ("morgen", "vanmiddag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "overmorgen")


def _day(rng: Random, scene: Scene) -> Valued:
    word, today = rng.choice(_DAYS), times.today(scene.at)
    ahead = {"vanmiddag": 0, "morgen": 1, "overmorgen": 2}.get(word)
    if ahead is None:
        return Valued(word, str(times.next_weekday(today, dates.NL_DAYS.index(word))))
    return Valued(word, str(today + timedelta(ahead)))


def _written(rng: Random, at: int) -> Valued:
    t = dates.local(at)
    form = rng.randrange(4)
    if form == 0:
        words = f"{t.day} {dates.NL_MONTHS[t.month - 1]} {t.year}"
    elif form == 1:
        words = f"{t:%d-%m-%Y}"
    else:
        words = f"{t.day} {dates.NL_MONTHS[t.month - 1]}"
    return Valued(words, str(t.date()))


def _amount(rng: Random, scene: Scene) -> str:
    if rng.random() < 0.4:
        return f"€ {rng.randrange(1, 90)},{rng.randrange(1, 10)} miljoen"
    return f"€ {rng.randrange(1, 999)}.{rng.randrange(1000):03d},{rng.choice(('-', '00', '50'))}"


def _address(rng: Random, scene: Scene) -> str:
    organisation = rng.choice(load("organisations")["organisation"])
    return f"{organisation['street']} {rng.randrange(1, 512)}{rng.choice(('', '', 'a', 'e', '-2'))}"


def _organisation(rng: Random, scene: Scene) -> Valued:
    chosen = rng.choice(load("organisations")["organisation"])
    return Valued(chosen["called"], f"{chosen['name']}|{chosen['short']}|{chosen['domain']}")


def _directorate(rng: Random, scene: Scene) -> str:
    """A part of the sender's own organisation, by its short name; of the largest one where there is no sender."""
    organisations = load("organisations")["organisation"]
    own = scene.sender.organisation if scene.sender else None
    chosen = next((o for o in organisations if o["name"] == own), organisations[0])
    short: str = rng.choice(chosen["department"])["short"]
    return short


def _link(rng: Random, scene: Scene) -> str:
    organisation = rng.choice(load("organisations")["organisation"])
    return f"www.{organisation['domain']}/{rng.choice(scene.topic['woord']).replace(' ', '-')}"


_PERIODS = {"twee weken": 14, "drie weken": 21, "zes weken": 42}
_RHYTHMS = {"week": "P1W", "twee weken": "P2W", "maand": "P1M", "zes weken": "P6W", "dinsdag": "P1W", "vrijdag": "P1W"}


def _period(rng: Random, scene: Scene) -> Valued:
    """A stretch of time; its value is the day on which it ends, for those whose end needs no choice."""
    words = rng.choice(
        ("twee weken", "een maand", "tien werkdagen", "drie weken", "een kwartaal", "zes weken", "een halfjaar")
    )
    days = _PERIODS.get(words)
    return Valued(words, str(times.today(scene.at) + timedelta(days)) if days else None)


def _rhythm(rng: Random, scene: Scene) -> Valued:
    words = rng.choice(("week", "twee weken", "maand", "zes weken", "dinsdag", "vrijdag", "ochtend"))
    return Valued(words, _RHYTHMS.get(words))


_FILL: dict[str, Callable[[Random, Scene], str | Valued]] = {
    "zaak": lambda rng, s: rng.choice(s.topic["zaak"]),
    "partij": lambda rng, s: rng.choice(s.topic["partij"]),
    "woord": lambda rng, s: rng.choice(s.topic["woord"]),
    "persoon": lambda rng, s: secrets.name(rng.choice(s.names)),
    "org": _organisation,
    "directie": _directorate,
    "gemeente": lambda rng, s: rng.choice(s.lists["gemeente"]),
    "stuk": lambda rng, s: rng.choice(s.lists["stuk"]),
    "overleg": lambda rng, s: rng.choice(s.lists["overleg"]),
    "wet": lambda rng, s: rng.choice(s.lists["wet"]),
    "dag": _day,
    "datum": lambda rng, s: _written(rng, s.at + rng.randrange(2, 70) * 86400),
    "toen": lambda rng, s: _written(rng, s.at - rng.randrange(1, 90) * 86400),
    "tijd": lambda rng, s: f"{rng.randrange(8, 18)}{rng.choice(':.:')}{rng.randrange(0, 60, 5):02d} uur",
    "bedrag": _amount,
    "getal": lambda rng, s: str(rng.randrange(3, 2400)),
    "klein": lambda rng, s: str(rng.randrange(2, 40)),
    "veel": lambda rng, s: f"{rng.randrange(1, 60)}.{rng.randrange(1000):03d}",
    "procent": lambda rng, s: f"{rng.randrange(2, 99)}{rng.choice(('%', '%', ' procent', ',5%'))}",
    "telefoon": lambda rng, s: secrets.phone(phone_number(rng)),
    "link": _link,
    "adres": _address,
    "termijn": _period,
    "ritme": _rhythm,
    "jaar": lambda rng, s: str(rng.randrange(2015, 2024)),
    "wanneer": lambda rng, s: times.deadline(rng, s.at),
    "moment": lambda rng, s: times.moment(rng, s.at),
    "vanaf": lambda rng, s: times.onset(rng, s.at),
    "telkens": lambda rng, s: times.rhythm(rng, s.at),
}


def value(slot: str, rng: Random, scene: Scene) -> Valued:
    """Words for a slot and what they mean. ``Partij`` is ``partij`` with a capital, ``partij2`` is drawn anew."""
    made = _FILL[slot.rstrip("0123456789").lower()](rng, scene)
    made = Valued(made, made) if isinstance(made, str) else made
    return Valued(made.text[:1].upper() + made.text[1:], made.value) if slot[0].isupper() else made


def filled(template: Template, rng: Random, scene: Scene, values: dict[str, Valued]) -> str:
    """A template's words, its slots filled; what they mean is added to ``values``.

    Lines of one block share ``values``: what stands in its heading can be due of what stands beneath. Sentences with
    items begin with a capital whatever slot they begin with.
    """
    out = []
    for literal, slot in template.pieces:
        out.append(literal)
        if slot:
            values[slot] = made = value(slot, rng, scene)
            out.append(made.text)
    words = "".join(out)
    return words[:1].upper() + words[1:] if template.name.startswith("items") else words


def spoken(
    template: Template, rng: Random, scene: Scene, values: dict[str, Valued] | None = None, under: str | None = None
) -> str:
    """A template as a sentence of this message, marked; ``under``: what a list's introduction lets it be read as."""
    values = {} if values is None else values
    words = filled(template, rng, scene, values)
    facts = tuple(fact(rule, {**values, **_lowered(values)}) for rule in template.rules)
    if under and not any(under in one.kinds for one in facts):
        facts += (Fact((under,), False),)
    lead = LEAD.match(words)
    cut = lead.end() if lead else 0
    return words[:cut] + scene.say(words[cut:], template.name, facts)


def _lowered(values: dict[str, Valued]) -> dict[str, Valued]:
    """Slots with a capital under their own names, so that a label needn't care where its slot stands."""
    return {name.lower(): made for name, made in values.items() if name[0].isupper()}
