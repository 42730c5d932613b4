"""Bundles: several released documents in one file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from split_texts import document, paged, utc

from draad.records import Document, MailHead
from draad.split import cut, split, split_all


def printed(day: int, subject: str, words: str = "Dat is goed.") -> str:
    moment = f"Mon 3/{day}/2020 4:09"
    head = f"To: Visser, K.[k.visser@rivm.nl]\nFrom: Bakker, J.\nSent: {moment}:30 PM\nSubject: {subject}\n"
    return f"{head}Received: {moment}:31 PM\n\n{words}\n"


def wide(day: int, subject: str, words: str = "Dat is goed.") -> str:
    fields = [
        ("Van:", "Bakker, J. <jet@minvws.nl>"),
        ("Verzonden:", f"{day}-3-2020 16:09"),
        ("Aan:", "Visser, K. <karel@rivm.nl>"),
        ("Onderwerp:", subject),
    ]
    return "\n".join(f"{name:<20}{value}" for name, value in fields) + f"\n\n{words}\n"


def quoted(day: int, subject: str, words: str = "Kan dat?") -> str:
    head = f"Van: Visser, K. <karel@rivm.nl>\nVerzonden: {day}-3-2020 10:00\nAan: Bakker, J. <jet@minvws.nl>\n"
    return f"{head}Onderwerp: {subject}\n\n{words}\n"


LETTER = """\
> Retouradres Postbus 1 Den Haag

Ministerie van Voorbeeld
Betreft: Besluit op uw Woo-verzoek

Geachte heer,

In uw verzoek om informatie van 1 februari vraagt u om stukken over het najaar. Ik heb besloten deze
openbaar te maken, met uitzondering van de namen van medewerkers. De motivering vindt u hieronder.

U kunt bezwaar maken tegen dit besluit binnen zes weken na verzending.
"""
LIST = """\
Bijlage 1: Inventarislijst

Nr.  Documentnr.  Titel                  Datum       Beoordeling
1    123401       Planning najaar        16-03-2020  Deels openbaar
2    123402       Vervoer van leden      17-03-2020  Deels openbaar
"""


def names(pieces: list[Document]) -> list[str]:
    return [p.name for p in pieces]


def test_two_prints_one_after_the_other_are_two_documents():
    pieces = cut(document(printed(9, "Planning najaar") + printed(16, "Vervoer van leden")))
    assert names(pieces) == ["stuk", "stuk#2"]
    assert [p.text.split("\n")[3] for p in pieces] == ["Subject: Planning najaar", "Subject: Vervoer van leden"]


def test_two_prints_with_values_in_a_column_are_two_documents():
    pieces = cut(document(wide(9, "Planning najaar") + wide(16, "Vervoer van leden")))
    assert [p.text.split("\n")[3].split()[-1] for p in pieces] == ["najaar", "leden"]


def test_a_quoted_chain_is_one_document():
    text = printed(16, "RE: Planning") + quoted(15, "RE: Planning") + quoted(14, "Planning") + quoted(13, "Planning")
    assert len(cut(document(text))) == 1
    assert len(split(document(text)).copies) == 4


def test_a_quoted_chain_over_pages_is_one_document():
    text = [printed(16, "RE: Planning"), quoted(15, "RE: Planning"), quoted(14, "Planning")]
    assert len(cut(paged(*text))) == 1


@pytest.mark.parametrize("between", ["-----Oorspronkelijk bericht-----\n", "Begin doorgestuurd bericht:\n\n"])
def test_what_a_separator_announces_is_quoted_even_with_a_later_clock(between: str):
    assert len(cut(document(printed(9, "FW: Planning") + between + quoted(16, "Vervoer van leden")))) == 1


def test_each_print_keeps_its_own_chain():
    text = printed(9, "RE: Planning") + quoted(8, "Planning") + printed(16, "RE: Vervoer") + quoted(15, "Vervoer")
    pieces = split_all(document(text))
    assert [[utc(c.sent) for c in p.copies] for p in pieces] == [
        ["2020-03-09 16:09", "2020-03-08 09:00"],
        ["2020-03-16 16:09", "2020-03-15 09:00"],
    ]
    assert [[c.depth for c in p.copies] for p in pieces] == [[0, 1], [0, 1]]


def test_numbered_stamps_begin_documents():
    text = "Document 1\n" + quoted(9, "Planning") + "\nDocument 2\n" + quoted(8, "Planning")
    pieces = cut(document(text))
    assert [p.text.split("\n")[0] for p in pieces] == ["Document 1", "Document 2"]


def test_the_same_stamp_on_every_page_begins_none():
    text = "Document 1\n" + printed(16, "RE: Planning") + "\nDocument 1\n" + quoted(15, "Planning")
    assert len(cut(document(text))) == 1


def test_the_parts_of_a_text_file_keep_the_lines_of_the_file():
    first = printed(9, "Planning")
    pieces = cut(document(first + printed(16, "Vervoer van leden")))
    assert [p.first_line for p in pieces] == [1, first.count("\n") + 1]
    assert pieces[1].line_of(0) == pieces[1].first_line


def test_the_parts_of_a_pdf_keep_their_pages_and_count_lines_from_one():
    pieces = cut(paged(printed(9, "Planning") + "\n1", printed(16, "Vervoer van leden")))
    assert [[p.number for p in piece.pages] for piece in pieces] == [[1], [2]]
    assert [piece.first_line for piece in pieces] == [1, 1]
    assert pieces[1].page_of(0) == 2
    assert pieces[1].pages[0].first_line == 1


def test_a_letter_its_list_and_the_mails_behind_it_are_apart():
    pieces = cut(paged(LETTER, LIST, printed(9, "Planning najaar"), printed(16, "Vervoer van leden")))
    kinds = [split(p).kind for p in pieces]
    assert kinds[-2:] == ["mail", "mail"]
    assert kinds[0] == "decision"
    assert [p.pages[0].number for p in pieces][-2:] == [3, 4]


def test_parts_are_documents_of_their_own():
    whole = document(printed(9, "Planning") + printed(16, "Vervoer van leden"))
    pieces = cut(whole)
    assert len({p.id for p in pieces}) == 2
    assert {p.source for p in pieces} == {whole.source}
    assert pieces[0].part == whole.part


@pytest.mark.parametrize("text", ["", "\n", "Dag.", printed(9, "Planning"), LETTER, LIST])
def test_what_is_no_bundle_stays_itself(text: str):
    whole = document(text)
    assert cut(whole) == [whole]


def test_a_real_mail_is_never_cut():
    mail = Document("0" * 64, 0, "stuk", "stuk.eml", "mail", printed(9, "Een") + printed(16, "Twee"), mail=MailHead())
    assert cut(mail) == [mail]


PIECES = [
    printed(9, "Planning"),
    printed(16, "Vervoer"),
    wide(9, "Planning"),
    wide(12, "Vervoer"),
    quoted(8, "Planning"),
    "Document 1\n",
    "Document 2\n",
    "\n",
    "\f\n",
    "3\n",
    LETTER,
    LIST,
    "Dag.\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.booleans())
def test_the_parts_of_a_bundle_together_are_the_bundle(pieces: list[str], as_pdf: bool):
    whole = paged(*pieces) if as_pdf and pieces else document("".join(pieces))
    parts = cut(whole)
    assert "\n".join(p.text for p in parts) == whole.text
    at = 1
    for part in parts:
        if whole.media == "text":
            assert part.first_line == at
        at += part.text.count("\n") + 1
    assert names(parts) == [whole.name, *(f"{whole.name}#{k}" for k in range(2, len(parts) + 1))]


@given(st.lists(st.sampled_from(PIECES), max_size=8))
def test_splitting_in_one_go_gives_the_parts_that_cutting_gives(pieces: list[str]):
    """Their headers may differ by what the whole tells of running heads, and a part alone doesn't."""
    whole = document("".join(pieces))
    apart, at_once = [split(p) for p in cut(whole)], split_all(whole)
    assert [s.document for s in at_once] == [s.document for s in apart]
    assert split_all(whole) == at_once
    assert [c.header[0] for s in at_once for c in s.copies if c.n == 0] == [
        c.header[0] for s in apart for c in s.copies if c.n == 0
    ]


def test_a_list_that_names_more_documents_than_follow_it_says_so():
    def told(*prints: str) -> tuple[str, ...]:
        (listed,) = [s for s in split_all(paged(LETTER, LIST, *prints)) if s.kind == "inventory"]
        return listed.warnings

    assert told(printed(9, "Planning"), printed(16, "Vervoer")) == ()
    assert told(printed(9, "Planning")) == ("the list names 2 documents, 1 follow it in this file",)
