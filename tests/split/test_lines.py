"""Lines, and which of them are page furniture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.split.lines import Lines, clean


def test_lines_know_where_they_stand():
    lines = Lines("een\n\ndrie\n")
    assert lines.count == 4
    assert [lines[i] for i in range(4)] == ["een", "", "drie", ""]
    assert (lines.starts, lines.end(2), lines.at(6)) == ([0, 4, 5, 10], 9, 2)


@given(
    st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("\n\r\f\v\x1c\x85\u2028")), max_size=200)
)
def test_only_the_newline_ends_a_line_and_all_lines_together_are_the_text(text: str):
    lines = Lines(text)
    assert "\n".join(lines[i] for i in range(lines.count)) == text
    for i in range(lines.count):
        assert text[lines.starts[i] : lines.end(i)] == lines[i]
        assert lines.at(lines.starts[i]) == i


@pytest.mark.parametrize("line", ["", "   ", ">", "> > ", "|", "\xa0", "\f", "\ufeff"])
def test_a_line_with_a_quotation_prefix_alone_is_blank(line: str):
    assert Lines(line).blank(0)


@pytest.mark.parametrize("line", ["---", "_____", "* * *", "======", "> ———", "-"])
def test_a_line_of_strokes_is_a_rule(line: str):
    lines = Lines(line)
    assert lines.rule(0)
    assert lines.furniture(0)


@pytest.mark.parametrize(
    "line",
    [
        "12",
        "- 3 -",
        "pagina 3",
        "Pagina 3 van 12",
        "page 3 of 12",
        "3/12",
        "blz. 4",
        "(7)",
        "Document 12",
        "Doc. nr. 4",
        "bijlage 2",
    ],
)
def test_a_page_number_or_stamp_is_furniture(line: str):
    lines = Lines(f"Tekst.\n{line}\nTekst.")
    assert lines.furniture(1)
    assert lines.page_break(1)


@pytest.mark.parametrize(
    "line", ["Dag Jet,", "12 mensen kwamen.", "Tel. 070 1234567", "Aan: 3", "artikel 3", "regel 12"]
)
def test_words_are_no_furniture(line: str):
    assert not Lines(f"Tekst.\n{line}\nTekst.").furniture(1)


def test_a_stamp_gives_its_number():
    assert Lines("Document 12\nDag,\nDoc. nr. 4a").stamps == {0: "12", 2: "4a"}


def test_a_stamp_that_ocr_damaged_is_one_too():
    assert Lines("Docurnent 12\n").stamps == {0: "12"}


def test_a_running_head_stands_beside_page_numbers_more_than_once():
    lines = Lines("Een zin.\n1\nDossier Zorgplein\nNog een zin.\n2\nDossier Zorgplein\nDe laatste zin.")
    assert lines.furniture(2)
    assert lines.furniture(5)
    assert not lines.furniture(3)


def test_behind_a_page_break_the_text_goes_on():
    lines = Lines("Verzonden: maandag\n\n3\n\nDossier Zorgplein\n\nAan: Jet\n4\nDossier Zorgplein\n")
    assert lines.behind_page_break(1) == 6


def test_without_a_page_end_nothing_stands_behind_it():
    assert Lines("een\n\ntwee").behind_page_break(1) is None


@pytest.mark.parametrize(
    ("line", "prefix"),
    [
        ("Dag", (0, 0)),
        ("> Dag", (1, 0)),
        (">> Dag", (2, 0)),
        ("> > > Dag", (3, 0)),
        ("    Dag", (0, 4)),
        ("\tDag", (0, 8)),
    ],
)
def test_the_prefix_tells_depth_of_quotation_and_indentation(line: str, prefix: tuple[int, int]):
    assert Lines(line).prefix(0) == prefix


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("  Jet   Bakker ", "Jet Bakker"),
        ("**Jet**", "Jet"),
        ("** Jet", "Jet"),
        ("a\tb", "a b"),
        ("", ""),
        ("2 \\* 3", "2 * 3"),
    ],
)
def test_a_value_is_cleaned_of_bold_marks_and_gaps(value: str, read: str):
    assert clean(value) == read
