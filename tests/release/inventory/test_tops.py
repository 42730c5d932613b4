"""What letters, memos, reports and decisions say of themselves, and what of it a list may tell."""

from __future__ import annotations

import pytest

from draad.dossier.redactions import RedactionView, ReleaseSettings
from draad.records import DocumentKind, RedactionKind
from draad.release.inventory.facts import Fact
from draad.release.inventory.rows import Row, made
from draad.release.inventory.told import office
from draad.release.inventory.tops import Top, top
from draad.release.inventory.withheld import Withheld

LETTER = """\
                         gemeente Zuidhoek
Postbus 1, 1000 AA Zuidhoek

Mevrouw A. Roos
Singel 4

Datum            Uw kenmerk    Ons kenmerk      Behandeld door
21 maart 2023    -             Z-2023-004       J. de Wit
Onderwerp: stilleggen werk aan de Singel

Geachte mevrouw Roos,
"""
MEMO = """\
Memo
Aan:      wethouder Pieters
Van:      Anna Vos (team Vergunningen)
Datum:    17 maart 2023
Betreft:  risico's van de sloop voor
          de school

Aan de school is niets gevraagd.
"""


def said(text: str, kind: DocumentKind = "note") -> tuple[str | None, str | None]:
    found = top(text, kind)
    return (" ".join(found.title.text.split()) if found and found.title else None, found.day if found else None)


@pytest.mark.parametrize(
    ("text", "kind", "title", "day"),
    [
        (LETTER, "letter", "stilleggen werk aan de Singel", "2023-03-21"),
        (MEMO, "note", "risico's van de sloop voor de school", "2023-03-17"),
        ("Nota\nAan\tminister\nVan\tX\nDatum\t13 mei 2024\nOnderwerp\tPilot\n", "note", "Pilot", "2024-05-13"),
        ("Datum 3 april 2023\nBetreft Besluit op uw verzoek\n", "decision", "Besluit op uw verzoek", "2023-04-03"),
        ("Datum\n3 april 2023\nOnderwerp\nRamen\n", "letter", "Ramen", "2023-04-03"),
        ("Den Haag, 3 april 2023\nGeachte heer,\n", "letter", None, "2023-04-03"),
        ("Verslag overleg 13 mei 2024\nAanwezig: allen\n", "report", "Verslag overleg 13 mei 2024", "2024-05-13"),
        ("Besluit\n\nHet college besluit dit.\n\nZuidhoek, 28 maart 2023\n", "other", "Besluit", "2023-03-28"),
        ("Proces-verbaal van bevindingen\nOp 6 november zag ik\n", "other", "Proces-verbaal van bevindingen", None),
        ("Verslagen van dit jaar staan op de site.\n", "other", None, None),
        ("Van Rossem zei op 3 mei 2024 dat het kon.\nBetreft het dak, dan niet.\n", "other", None, None),
    ],
)  # fmt: skip
def test_subject_and_date_as_documents_print_them(text: str, kind: DocumentKind, title: str | None, day: str) -> None:
    assert said(text, kind) == (title, day)


def test_mail_and_registers_have_heads_of_their_own() -> None:
    assert top(MEMO, "mail") is None
    assert top("", "other") is None


def test_each_thing_is_found_at_its_place() -> None:
    for text in (LETTER, MEMO):
        found = top(text, "letter")
        assert found is not None
        for one in (found.title, found.date, found.sender, found.to):
            assert one is None or text[slice(*one.span)] == one.text


def test_a_long_text_without_line_ends_costs_little() -> None:
    assert top("Onderwerp " * 30_000, "other") is None
    assert top(" \t|*" * 60_000 + "\n" + "datum: " * 9, "other") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("minister De Vries", "minister"), ("de burgemeester", "burgemeester"), ("wethouder Bouwen", "wethouder"),
        ("gemeente Zuidhoek", "gemeente Zuidhoek"), ("gemeente Zuidhoek t.a.v. mevrouw Roos", "gemeente Zuidhoek"),
        ("provincie Veen, J. de Wit", "provincie Veen"), ("gemeente J. de Wit", ""), ("Anna Vos", ""),
        ("dhr. P. Roos, tel. 06-1", ""),
    ],
)  # fmt: skip
def test_people_are_told_by_function_or_organisation_alone(text: str, told: str) -> None:
    assert office(text) == told


# ── in the list ─────────────────────────────────────────────────────────────────────────────────────────────


def redaction(text: str, words: str, kind: RedactionKind = "person") -> RedactionView:
    at = text.index(words)
    return RedactionView(
        id=at, document=1, document_name="stuk", span=(at, at + len(words)), lines=None, page=None, box=None,
        kind=kind, ground="woo 5.1.2.e", status="accepted", score=1.0, reasons=(), text=words, value=None, twin=0,
        message=None, origin="person", note="", who="anna", at=None, reach="place", second="",
        second_at=None, version=1,
    )  # fmt: skip


def listed(text: str, kind: DocumentKind, *gone: RedactionView) -> Row:
    own = top(text, kind) or Top()
    title = " ".join(own.title.text.split()) if own.title else ""
    fact = Fact(
        1, "stuk 4", "x.pdf", "pdf", kind, 1, None, None, own.day, None, title, None, None, frozenset(), 1, {}, own
    )
    return made(
        [fact], inclusive=(), withheld=Withheld(gone), judgements={}, shown=frozenset(), settings=ReleaseSettings()
    )[0]


def test_a_letter_and_a_memo_are_listed_by_subject_day_and_office() -> None:
    row = listed(LETTER, "letter")
    assert (row.title, row.day, row.sender, row.to) == (
        "stilleggen werk aan de Singel", "2023-03-21", "gemeente Zuidhoek", (),
    )  # fmt: skip
    row = listed(MEMO, "note")
    assert (row.title, row.day, row.sender, row.to) == (
        "risico's van de sloop voor de school", "2023-03-17", "", ("wethouder",),
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["person", "passage"])
def test_nothing_that_is_withheld_at_the_top_is_told(kind: RedactionKind) -> None:
    passage = MEMO[MEMO.index("17 maart") : MEMO.index("school") + 6]
    row = listed(MEMO, "note", redaction(MEMO, passage, kind), redaction(MEMO, "wethouder Pieters"))
    assert (row.title, row.day, row.to) == ("", None, ())
    row = listed(MEMO, "note", redaction(MEMO, "sloop", "passage"))
    assert row.title == "risico's van de [5.1.2.e] voor de school"


def test_a_date_withheld_is_not_told() -> None:
    assert listed(LETTER, "letter", redaction(LETTER, "21 maart 2023", "birth")).day is None
