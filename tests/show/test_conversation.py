"""Pieces of the conversation that are worth a test of their own; the whole stands in tests/commands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from draad.show.conversation import without_quotation


def test_the_quotation_that_all_lines_share_goes_and_the_rest_stays() -> None:
    lines = ["> Dag,", ">", "> > eerder gevraagd", "> antwoord"]
    assert without_quotation(lines) == ["Dag,", "", "> eerder gevraagd", "antwoord"]


def test_a_page_edge_in_the_middle_does_not_matter() -> None:
    lines = ["> een", "> twee", "> drie", "> vier", "Pagina 1 van 2", "> vijf"]
    assert without_quotation(lines) == ["een", "twee", "drie", "vier", "Pagina 1 van 2", "vijf"]


def test_answers_between_quoted_lines_keep_their_quotation() -> None:
    lines = ["> Komt het uit?", "Ja.", "> En morgen?", "Ook."]
    assert without_quotation(lines) == lines


@given(st.lists(st.text(alphabet="ab> ", max_size=12), max_size=8))
def test_no_word_is_ever_lost(lines: list[str]) -> None:
    words = [line.replace(">", "").split() for line in lines]
    assert [line.replace(">", "").split() for line in without_quotation(lines)] == words
