"""What the tests of extraction share: texts as mails and reports, taken apart, and their sentences and items."""

from __future__ import annotations

from pathlib import Path

from draad.extract import extract
from draad.extract.records import Item, Sentence, Unit
from draad.extract.units import units
from draad.records import Document, Split
from draad.split import split

SHARED = Path(__file__).parents[2].parent / "shared"

HEADER = """Van: Jansen <jansen@minabc.nl>
Verzonden: dinsdag 2 juni 2020 10:15
Aan: De Vries <devries@minabc.nl>
Onderwerp: planning

"""
REPORT = """Verslag

Betreft: Overleg vervoer
Datum: 2 juni 2020
Plaats: Den Haag
Aanwezig: A (FIN), B (OW), C (BZ)

"""


def taken(text: str) -> Split:
    return split(Document("0" * 64, 0, "stuk", "stuk.txt", "text", text))


def mail(body: str) -> Split:
    """A message of Tuesday 2 June 2020."""
    return taken(HEADER + body)


def unit(body: str) -> Unit:
    [only] = units(mail(body))
    return only


def report(points: str) -> Unit:
    [only] = units(taken(REPORT + points))
    return only


def said(one: Unit) -> list[str]:
    """The words of each sentence, white space single."""
    return [" ".join(one.words(s.span).split()) for s in one.sentences]


def sentences(body: str) -> list[str]:
    return said(unit(body))


def roles(body: str) -> list[tuple[str, str]]:
    one = unit(body)
    return [(s.role, " ".join(one.words(s.span).split())) for s in one.sentences]


def sentence(one: Unit, words: str) -> Sentence:
    return next(s for s in one.sentences if words in one.words(s.span))


def items(body: str) -> list[tuple[str, str]]:
    found = mail(body)
    return [(i.kind, words(found, i)) for i in extract(found)]


def words(found: Split, item: Item) -> str:
    return " ".join(found.document.text[slice(*item.span)].split())
