from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from draad.extract.places import Stretch, locate
from draad.records import Span

MARK = re.compile(r"\[5\.1\.2e\]|\(10\)\(2e\)")


def stretch(text: str, start: int = 0) -> Stretch:
    return Stretch(text, start, tuple((start + m.start(), start + m.end()) for m in MARK.finditer(text)))


def found(text: str, words: str, other: str, *more: str) -> list[str | None]:
    """What stands in the other copy for these words of the first."""
    own, there = stretch(text, 100), stretch(other, 7000)
    spans = [(100 + text.index(w), 100 + text.index(w) + len(w)) for w in (words, *more)]
    return [None if at is None else other[at[0] - 7000 : at[1] - 7000] for at in locate(own, spans, there)]


def test_an_identical_body_needs_no_search() -> None:
    text = "Dag,\nKun je bellen? Kun je bellen?"
    assert locate(stretch(text, 10), [(15, 29), (30, 44)], stretch(text, 500)) == [(505, 519), (520, 534)]


def test_line_breaks_quote_marks_and_hyphens_make_no_difference() -> None:
    text = "Dag,\n\nKun je de planning van de verbouwing sturen?\n\nGroet"
    quoted = "> Dag,\n>\n> Kun je de planning van de ver-\n> bouwing sturen?\n>\n> Groet"
    assert found(text, "Kun je de planning van de verbouwing sturen?", quoted) == [
        "Kun je de planning van de ver-\n> bouwing sturen?"
    ]


def test_each_copy_shows_its_own_marks() -> None:
    text = "Kan [5.1.2e] dit morgen nakijken met [5.1.2e]?"
    assert found(text, text, "Kan (10)(2e) dit morgen nakijken met (10)(2e)? Dank") == [
        "Kan (10)(2e) dit morgen nakijken met (10)(2e)?"
    ]


def test_punctuation_comes_along_where_it_is_the_same() -> None:
    text = 'Hij vroeg: "(kan dit morgen?)" en ging.'
    assert found(text, '"(kan dit morgen?)"', "> (kan dit\n> morgen?)") == ["kan dit\n> morgen"]
    assert found(text, "(kan dit morgen?)", "> (kan dit\n> morgen?)") == ["(kan dit\n> morgen?)"]


def test_words_within_words_are_no_match() -> None:
    assert found("Dat is 10.", "10", "Dat is 2010, of 10 dus") == ["10"]
    assert found("ja", "ja", "jaar na jaar") == [None]


def test_the_nth_answers_to_the_nth() -> None:
    text = "Is het klaar? Nee. Is het klaar? Ja."
    own, other = stretch(text), stretch(text.replace(" ", "\n"))
    second = text.rindex("Is")
    assert locate(own, [(second, second + 13)], other) == [(second, second + 13)]
    assert locate(own, [(second, second + 13)], stretch("Is het klaar? Nee.")) == [None]


def test_damage_by_ocr_is_allowed_between_what_is_found() -> None:
    text = "De zaal is te klein. Kun je de gemeente bellen over de planning? De zaal is besteld."
    damaged = "De zaal is te klein. Kun je de gerneente beIlen over de planning? De zaal is besteld."
    words = "Kun je de gemeente bellen over de planning?"
    assert found(text, words, damaged) == ["Kun je de gerneente beIlen over de planning?"]
    assert found(text, "De zaal is te klein.", damaged, words, "De zaal is besteld.")[1] is not None


def test_what_was_cut_off_is_not_found() -> None:
    text = "De zaal is te klein. Kun je de gemeente bellen over de planning?"
    assert found(text, "Kun je de gemeente bellen over de planning?", "De zaal is te klein. Kun je") == [None]
    assert found(text, "Kun je de gemeente bellen over de planning?", "") == [None]
    assert found("[5.1.2e]!", "[5.1.2e]!", "Dag [5.1.2e]!") == [None]


def test_few_letters_are_never_matched_by_likeness() -> None:
    assert found("Bel je morgen?", "Bel je morgen?", "Bol je morgen?") == [None]


@given(
    st.text("ab c.?\n>", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
    st.text("ab c.?\n>", max_size=60),
)
def test_whatever_is_found_lies_in_the_body_and_has_the_same_letters(text: str, ends: list[Span], other: str) -> None:
    spans = [(min(pair), max(pair)) for pair in ends if min(pair) < max(pair) <= len(text)]
    for (start, end), at in zip(spans, locate(stretch(text), spans, stretch(other, 9)), strict=True):
        if at is not None:
            assert 9 <= at[0] <= at[1] <= 9 + len(other)
            if text != other and end - start < 12:
                assert re.sub(r"\W", "", other[at[0] - 9 : at[1] - 9]) == re.sub(r"\W", "", text[start:end])


def test_hostile_text_costs_no_more_than_its_length() -> None:
    text = "a b " * 20_000 + "Kun je de gemeente bellen over de planning?"
    other = "b a " * 20_000 + "Kun je de gerneente beIlen over de planning?"
    spans = [(len(text) - 43, len(text)), (0, 40_000), (5, 900)]
    assert locate(stretch(text), spans, stretch(other))[0] is not None
    assert locate(stretch("a" * 150_001), [(0, 150_001)], stretch("aa " * 150_000)) == [None]
