"""How words become terms: the pairs that must meet, and those that must not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.dossier import analysis


def dutch(text: str) -> set[str]:
    return {term for _, term in analysis.dutch_terms(text)}


@pytest.mark.parametrize(
    ("asked", "stands"),
    [
        ("dagbesteding", "dagbestedingen"),
        ("coordinatie", "coördinatie"),
        ("Coördinatie", "COORDINATIE"),
        ("toezegging", "toezeggingen"),
        ("client", "cliënten"),
        ("vraag", "vragen"),
        ("vergadering", "vergaderingen"),
    ],
)
def test_forms_of_one_word_give_the_same_terms(asked: str, stands: str) -> None:
    assert dutch(asked) == dutch(stands)


@pytest.mark.parametrize(
    ("part", "compound"),
    [
        ("dagbesteding", "dagbestedingslocatie"),
        ("locatie", "dagbestedingslocaties"),
        ("strategie", "vaccinatiestrategie"),
        ("organisatie", "cliëntenorganisaties"),
        ("kamer", "kamervragen"),
        ("subsidie", "subsidieaanvraag"),
        ("groep", "werkgroepen"),
    ],
)
def test_a_compound_gives_the_terms_of_its_parts(part: str, compound: str) -> None:
    assert dutch(part) < dutch(compound)


def test_the_parts_of_a_compound_share_its_place() -> None:
    assert [position for position, _ in analysis.dutch_terms("een dagbestedingslocatie")] == [0, 1, 1]


@pytest.mark.parametrize("word", ["zorgen", "ministers", "organisaties", "ouderen", "beleid", "rechten"])
def test_a_simple_word_is_not_cut(word: str) -> None:
    assert len(analysis.dutch_terms(word)) == 1


def test_every_listed_part_is_written_as_after_folding() -> None:
    assert [part for part in analysis.words().parts if analysis.exact_terms(part) != [part]] == []


def test_listed_forms_are_written_as_after_folding_and_stand_in_one_group() -> None:
    listed = analysis.words()
    for forms in [*listed.same.values(), *listed.apart.values()]:
        assert [analysis.exact_terms(form) for form in forms] == [[form] for form in forms]
    assert not set(listed.same) & set(listed.apart)


def test_decomposed_accents_soft_hyphens_and_zero_width_characters_break_no_word() -> None:
    assert analysis.exact_terms(unicodedata.normalize("NFD", "coördinatie")) == ["coordinatie"]
    assert analysis.exact_terms("dag\u00adbeste\u200bding") == ["dagbesteding"]


def test_half_surrogates_and_nuls_are_survived() -> None:
    assert analysis.exact_terms("goed \ud800 \x00 zo") == ["goed", "zo"]


def test_a_line_of_base64_is_no_word() -> None:
    assert analysis.exact_terms("a" * 5000 + " zorg") == ["zorg"]


LATIN = st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=60)


@given(LATIN)
def test_words_found_in_a_text_are_the_tokens_of_the_analysis(text: str) -> None:
    walked = [analysis.word_terms(match.group())[0] for match in analysis.TOKEN.finditer(text)]
    assert walked == analysis.exact_terms(text)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=30))
def test_the_analysis_is_blind_to_case_and_to_the_form_of_accents(text: str) -> None:
    assert analysis.exact_terms(unicodedata.normalize("NFD", text)) == analysis.exact_terms(text)
