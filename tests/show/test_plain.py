"""Printing what strangers wrote, safely and in columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from draad.commands.listing import _harmless
from draad.show.plain import cut, one_line, printable, table, width


def test_an_escape_sequence_in_a_subject_does_not_reach_the_terminal() -> None:
    assert printable("\x1b[2Jweg\u202e") == "\\x1b[2Jweg\\u202e"


@given(st.text())
def test_printable_leaves_no_control_character_but_line_end_and_tab(text: str) -> None:
    assert not any((ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 for c in printable(text))


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


@given(st.text(max_size=60), st.integers(1, 40))
def test_cut_fits(text: str, columns: int) -> None:
    assert width(cut(one_line(text), columns)) <= columns


def test_wide_and_combining_characters_count_as_they_show() -> None:
    assert width("日本") == 4
    assert width("e\u0301") == 1


def test_columns_stand_under_each_other_and_numbers_to_the_right() -> None:
    rows = [["a", "1"], ["bbb", "20"]]
    assert table(["x", "n"], rows, None, frozenset({1})) == ["x     n", "a     1", "bbb  20"]


def test_on_a_narrow_terminal_the_widest_column_gives_way() -> None:
    lines = table(["id", "onderwerp"], [["1234", "een heel lang onderwerp"]], 20, frozenset())
    assert lines[1] == "1234  een heel lang…"


def test_two_wide_columns_give_way_together_and_the_line_fits() -> None:
    lines = table(["id", "eigenaar", "tekst"], [["1234", "o" * 60, "t" * 70]], 60, frozenset())
    assert width(lines[1]) <= 60
    assert min(lines[1].count("o"), lines[1].count("t")) > 20


def test_a_formula_in_a_subject_is_text_in_excel() -> None:
    assert _harmless('=HYPERLINK("x")') == '\'=HYPERLINK("x")'
    assert _harmless(-3) == -3
