"""Mail and Word as pages: tagged, claiming PDF/A, with marks in the line."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.release.remove import lettering, pdfa
from draad.release.remove.paper import paper
from draad.release.remove.plain import Cut
from planted_files import holds, keys_of, text_of

MAIL = "From: Jan de Wit <jan@voorbeeld.nl>\nTo: Piet\n\nBeste Piet,\n\n    Jan de Wit belde over de begroting.\nGroet"


def cuts(word: str, label: str = "5.1.2.e") -> list[Cut]:
    found, at = [], MAIL.find(word)
    while at >= 0:
        found.append(Cut((at, at + len(word)), label))
        at = MAIL.find(word, at + 1)
    return found


def test_words_give_way_to_marks():
    made = paper(MAIL, cuts("Jan de Wit"), "Mail")
    assert not holds(made.data, "Jan de Wit")
    assert text_of(made.data).count("5.1.2.e") == 2
    assert "belde over de begroting" in text_of(made.data)


def test_it_claims_pdf_a_and_has_title_language_and_structure():
    data = paper(MAIL, [], "Mail & bijlage").data
    with pikepdf.open(io.BytesIO(data)) as one:
        assert pdfa.problems(one) == []
        assert b"<pdfaid:part>2</pdfaid:part>" in one.Root.Metadata.read_bytes()
        assert b"Mail &amp; bijlage" in one.Root.Metadata.read_bytes()
        assert str(one.docinfo.Title) == "Mail & bijlage"
        assert str(one.Root.Lang) == "nl-NL"
        assert one.Root.MarkInfo.Marked
        assert [str(kid.S) for kid in one.Root.StructTreeRoot.K.K] == ["/P", "/P", "/P"]


def test_a_mark_is_an_element_that_is_said():
    data = paper("Aan: Jan en Piet", [Cut((5, 8), "medewerker MO 3")], "Mail").data
    with pikepdf.open(io.BytesIO(data)) as one:
        (paragraph,) = one.Root.StructTreeRoot.K.K
        span = paragraph.K[1]
        assert (str(span.S), str(span.ActualText)) == ("/Span", "medewerker MO 3")


@pytest.mark.parametrize("word", ["Bo", "Zwaluwstaart van der Meerenhoven"])
def test_the_length_of_what_stood_there_is_not_to_be_seen(word):
    text = f"Aan: {word} en Piet\nop de begroting"
    other = paper(text.replace(word, "Jan"), [Cut((5, 8), "5.1.2.e")], "Mail")
    assert paper(text, [Cut((5, 5 + len(word)), "5.1.2.e")], "Mail").data == other.data


def test_long_lines_wrap_and_long_words_break():
    words = " ".join(f"woord{n}" for n in range(200))
    assert text_of(paper(words, [], "x").data).split() == words.split()
    endless = "a" * 3000
    assert "".join(text_of(paper(endless, [], "x").data).split()) == endless


def test_many_lines_take_many_pages_and_a_paragraph_goes_on():
    data = paper("\n".join(f"regel {n}" for n in range(200)), [], "x").data
    with pikepdf.open(io.BytesIO(data)) as one:
        assert len(one.pages) == 4
        (paragraph,) = one.Root.StructTreeRoot.K.K
        assert len(paragraph.K) == 4
    assert "regel 199" in text_of(data)


def test_letters_that_the_font_lacks_are_said_and_noted():
    made = paper("Beste 你好,", [], "x")
    assert "letters" in keys_of(made.notes)
    with pikepdf.open(io.BytesIO(made.data)) as one:
        assert str(one.Root.StructTreeRoot.K.K[0].K[1].ActualText) == "你好"


def test_same_text_same_bytes():
    assert paper(MAIL, cuts("Jan"), "x").data == paper(MAIL, cuts("Jan"), "x").data


@given(st.text(max_size=80))
@settings(max_examples=40, deadline=None)
def test_any_text_makes_a_file_that_opens(text):
    data = paper(text, [], text).data
    with pikepdf.open(io.BytesIO(data)) as one:
        assert one.pages
        assert pdfa.problems(one) == []


def test_the_font_tells_its_letters_and_widths():
    assert lettering.width("") == 0
    assert lettering.width("ii") < lettering.width("WW")
    assert all(lettering.holds(c) for c in "Aé€ŵ█Ωж–“”")
    assert not lettering.holds("你")
