"""Papers for the corpus of leaks: what stands on them, drawn by seed and known to the letter.

A paper is lines of pieces. A piece is words, or a slot: a place where a name stood. In a clean twin every slot is a
box of one width with its ground printed in it; in a planted one, one slot of the same paper leaks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

FIRST = [
    "Anouk",
    "Bram",
    "Cato",
    "Daan",
    "Esmée",
    "Floris",
    "Gerda",
    "Hugo",
    "Ilse",
    "Joris",
    "Karlijn",
    "Lars",
    "Merel",
    "Niek",
    "Olga",
    "Pim",
    "Roos",
    "Siem",
    "Tess",
    "Wout",
]
LAST = [
    "Aldersloot",
    "Brantjes",
    "Coudewater",
    "Dijkmeule",
    "Eekhorst",
    "Faberij",
    "Grootveen",
    "Hazelaerts",
    "Iemhof",
    "Jongstra",
    "Kerkwijk",
    "Lindenhaeghe",
    "Meulenbelt",
    "Noordkamp",
    "Oosterling",
    "Pasveer",
    "Quirijns",
    "Ruigrok",
    "Staphorsius",
    "Tienhoven",
    "Uiterdijk",
    "Veldhoen",
    "Wezenaar",
    "Zonderwijk",
]
PARTICLES = ["", "", "", "van ", "de ", "van der ", "ter "]
SUBJECTS = [
    "de planning",
    "het vaccinatieplan",
    "de begroting",
    "het convenant",
    "de opvang",
    "de monitor",
    "het protocol",
]
LINES = [
    "Zoals besproken volgt hierbij de stand van zaken over {s}.",
    "De cijfers over de afgelopen maand zijn nog niet compleet.",
    "Wij stellen voor om {s} in de volgende vergadering te bespreken.",
    "De gemeenten hebben aangegeven dat de uitvoering tijd vraagt.",
    "Graag horen wij voor het einde van de week of dit akkoord is.",
    "In de bijlage staat een overzicht van de openstaande punten.",
    "Er is afgesproken dat de directie een voorstel voorbereidt.",
    "De kosten blijven binnen het beschikbare budget van dit jaar.",
]
SLOTTED = [
    ("Gesprek met ", " over {s} van vorige week."),
    ("Volgens ", " is {s} bijna gereed."),
    ("De vraag van ", " wordt nog beantwoord."),
    ("Graag contact opnemen met ", " van de directie."),
    ("Namens ", " sturen wij deze stukken toe."),
]
GROUNDS = ["5.1.2.e", "5.1.2e", "10.2.e"]
WIDE = 132.0
"""Points: the one width of all boxes; the longest name fits."""
SIZE = 10.5


@dataclass
class Slot:
    """A place where a name stood. ``fit``: its box is as wide as the name."""

    name: str
    ground: str
    dark: bool
    label: bool = True
    fit: bool = False
    leak: str = ""
    """What is planted here; empty for a slot that is properly closed."""


@dataclass
class Paper:
    """One document: pages of lines of pieces."""

    title: str
    pages: list[list[list[str | Slot]]]
    table: list[tuple[str, str]]
    secret: str
    """The name that leaks, or that would in the clean twin."""
    page: int
    """Of the slot that may leak, from 1."""
    dark_band: bool = True
    author: str = "Ministerie van Volksgezondheid"
    more: dict[str, str] = field(default_factory=dict)

    def slots(self) -> list[Slot]:
        return [piece for page in self.pages for line in page for piece in line if isinstance(piece, Slot)]


def name(rng: Random) -> str:
    return f"{rng.choice(FIRST)} {rng.choice(PARTICLES)}{rng.choice(LAST)}"


def paper(rng: Random) -> Paper:
    """A paper of one to three pages with three slots or more; the same for the same state of ``rng``."""
    subject = rng.choice(SUBJECTS)
    ground, dark = rng.choice(GROUNDS), rng.random() < 0.5
    pages: list[list[list[str | Slot]]] = []
    for _ in range(rng.randint(1, 3)):
        lines: list[list[str | Slot]] = [
            [rng.choice(LINES).format(s=rng.choice(SUBJECTS))] for _ in range(rng.randint(9, 15))
        ]
        for _ in range(rng.randint(3, 5)):
            before, after = rng.choice(SLOTTED)
            lines.insert(
                rng.randint(0, len(lines)),
                [before, Slot(name(rng), ground, dark), after.format(s=rng.choice(SUBJECTS))],
            )
        pages.append(lines)
    made = Paper(
        f"Stand van zaken {subject}",
        pages,
        [
            (f"Punt {n}", rng.choice(["akkoord", "loopt", "vervalt", "nog te bespreken"]))
            for n in range(1, rng.randint(3, 6))
        ],
        "",
        1,
        rng.random() < 0.6,
    )
    slot = rng.choice(made.slots())
    made.secret = slot.name
    made.page = next(n for n, page in enumerate(pages, 1) for line in page if any(piece is slot for piece in line))
    for one in made.slots():  # the secret stands in one place only
        while one is not slot and set(one.name.split()) & set(slot.name.split()):
            one.name = name(rng)
    made.more["slot"] = str(made.slots().index(slot))
    return made


def leaking(made: Paper) -> Slot:
    """The slot that may leak."""
    return made.slots()[int(made.more["slot"])]
