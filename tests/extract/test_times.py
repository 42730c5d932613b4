"""Which times are read of a unit: those of the sentence, the part or the stretch that is asked for."""

from __future__ import annotations

import pytest
from extract_units import unit
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.extract.records import Unit
from draad.extract.times import Times
from draad.extract.when.lexicon import lexicon
from draad.extract.when.tokens import may_tell, tokens_of


def told(of: Unit, words: str) -> list[str]:
    """The expressions in the stretch of a unit that these words are."""
    at = of.text.index(words)
    return [when.text for when in Times(of).within((at, at + len(words)))]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("# Week 12\nDonderdag bellen we de gemeente over de planning.", "Week 12", "Donderdag"),
        ("Planning van de week:\n- week 12\n- donderdag 3 juni bellen", "week 12", "donderdag 3 juni"),
        ("Dat doen wij op vrijdag\n\n3 juni is te laat voor ons.", "vrijdag", "3 juni"),
    ],
)
def test_what_two_sentences_say_is_never_one_time(text: str, first: str, second: str) -> None:
    of = unit(text)
    assert told(of, text) == [first, second]


def test_a_line_that_is_wrapped_parts_no_time() -> None:
    text = "Wij verwachten de reactie van alle gemeenten uiterlijk op vrijdag\n3 juni, zodat het nog op tijd mee kan."
    assert told(unit(text), text) == ["uiterlijk op vrijdag\n3 juni"]


def test_the_part_of_a_sentence_has_the_times_within_it() -> None:
    of = unit("Op maandag 2 maart bellen wij en op dinsdag 3 maart mailen wij.")
    assert told(of, "op dinsdag 3 maart mailen wij") == ["dinsdag 3 maart"]
    assert told(of, "maart mailen wij") == ["maart"]  # read too far for this part: its own words count


def test_each_sentence_is_read_once() -> None:
    of = unit("Graag voor vrijdag. Of anders maandag.")
    times = Times(of)
    span = of.sentences[0].span
    assert times.within(span) is times.within(span)


WORDS = sorted({*lexicon().words, *lexicon().phrases, "korte", "termijn", "mogelijk", "snel", "donderdaa", "volqende"})


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.sampled_from([*WORDS, "1", "3", "12", "2021", "3e", "10.30", "8/12", "2x", ".", ",", "de", "brief", "\n"]),
        max_size=6,
    ).map(" ".join)
)
def test_what_is_passed_over_holds_no_word_of_time(text: str) -> None:
    if not may_tell(text):
        assert tokens_of(text) == []
