"""What kind of document a text is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from split_texts import taken

from draad.split.kinds import best, opens

MAIL = """\
Van: Jet <jet@minvws.nl>
Verzonden: maandag 16 maart 2020 17:00
Aan: Karel
Onderwerp: Planning

Dat is goed.
"""

REPORT = """\
Verslag overleg Zorgplein

Datum: 16 maart 2020
Aanwezig: Jet (MO), Karel (LZ)
Afwezig: Noor

1. Opening en mededelingen
2. Rondvraag
"""
LETTER = """\
> Retouradres Postbus 1 Den Haag

Gemeente Zuidwolde
t.a.v. het college

Ons kenmerk 123
Betreft vervoer

Geachte leden van het college,

Hierbij beantwoord ik uw vragen.
"""
DECISION = """\
Ministerie van Voorbeeld

Betreft: Besluit op uw Woo-verzoek

Geachte heer,

In uw verzoek om informatie vraagt u om stukken. Ik heb besloten deze openbaar te maken.
U kunt bezwaar maken.
"""
INVENTORY = """\
Bijlage 1: Inventarislijst

Nr.  Datum       Titel               Beoordeling
1    16-03-2020  Planning najaar     Deels openbaar
2    17-03-2020  RE: Planning        Geweigerd
"""
NOTE = "Memo\n\nAan: de directeur\nAanleiding\nHet plan.\n\nKernpunten\nEen en twee.\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (MAIL, "mail"),
        (REPORT, "report"),
        (LETTER, "letter"),
        (DECISION, "decision"),
        (INVENTORY, "inventory"),
        (NOTE, "note"),
        ("Zomaar een tekst.", "other"),
        ("", "other"),
        ("\n\n", "other"),
    ],
    ids=["mail", "report", "letter", "decision", "inventory", "note", "words", "empty", "blank"],
)
def test_a_document_is_known_by_its_top(text: str, kind: str):
    assert taken(text).kind == kind


@pytest.mark.parametrize("text", [REPORT, LETTER, DECISION, INVENTORY, NOTE])
def test_what_is_no_mail_gives_no_message(text: str):
    assert taken(text).copies == ()


@pytest.mark.parametrize("stamp", ["Document 12\n\n", "12\n\n", "---\n\n", "Doc. 4\nDossier Zorgplein\n\n"])
def test_a_stamp_above_a_mail_leaves_it_a_mail(stamp: str):
    found = taken(stamp + MAIL)
    assert (found.kind, len(found.copies)) == ("mail", 1)


def test_a_mail_that_speaks_of_a_report_is_a_mail():
    found = taken(MAIL.replace("Dat is goed.", "Verslag\n\nAanwezig: Jet\nAfwezig: Noor\nDatum overleg: morgen"))
    assert (found.kind, len(found.copies)) == ("mail", 1)


def test_a_report_that_quotes_a_mail_is_a_report():
    found = taken(REPORT + "\nTekst. " * 200 + "\n" + MAIL)
    assert (found.kind, found.copies) == ("report", ())
    assert found.report is not None


@pytest.mark.parametrize("text", [REPORT, DECISION, INVENTORY])
def test_a_page_with_a_title_opens_a_document(text: str):
    assert opens(text)


@pytest.mark.parametrize("text", ["", "Dat is goed.\n" * 20, MAIL])
def test_a_page_that_goes_on_opens_none(text: str):
    assert not opens(text)


@given(st.text(max_size=400))
def test_any_text_may_be_asked_for_its_kind(text: str):
    assert best(text) in (None, "report", "letter", "decision", "inventory", "note")
