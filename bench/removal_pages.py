"""Letters of twenty pages, made up, with the places of the names in them: what the clock of removal runs on."""

from __future__ import annotations

import io
import random

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from draad.release.remove import Area

FIRST = ("Aaltje", "Bram", "Cornelia", "Dirk", "Evelien", "Floris", "Geertruida", "Hidde", "Ilse", "Jurriaan")
LAST = ("Abbring", "Boersma", "Colijn", "Duinker", "Elzinga", "Faber", "Grondsma", "Hoekman", "IJpma", "Jonkman")
TEXT = (
    "het overleg over de planning van volgende week gaat door en de stukken volgen nog voor de vergadering met de "
    "directie van het ministerie waar wij de voortgang van het programma bespreken zoals vorige maand is afgesproken"
)
WORDS = TEXT.split()
PAGES, LINES, SIZE = 20, 45, 10


def letter(number: int) -> tuple[bytes, list[Area]]:
    """A PDF of twenty full pages and eight names on each."""
    draw = random.Random(number)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    areas = []
    for page in range(1, PAGES + 1):
        canvas.setFont("Helvetica", SIZE)
        named = set(draw.sample(range(LINES), 8))
        for line in range(LINES):
            y = A4[1] - 60 - line * 16
            words = [draw.choice(WORDS) for _ in range(11)]
            start = 60.0
            if line in named:
                name = f"{draw.choice(FIRST)} {draw.choice(LAST)}"
                before = " ".join(words[:4]) + " "
                start += canvas.stringWidth(before, "Helvetica", SIZE)
                wide = canvas.stringWidth(name, "Helvetica", SIZE)
                areas.append(Area(page, start, A4[1] - y - 8, start + wide, A4[1] - y + 2, "5.1.2.e", "woo 5.1.2.e"))
                words[4:7] = [name]
            canvas.drawString(60, y, " ".join(words))
        canvas.showPage()
    canvas.save()
    return out.getvalue(), areas
