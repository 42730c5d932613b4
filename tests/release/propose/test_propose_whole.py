"""Words that a printer or a program parted: soft hyphens, blanks of no width, accents apart, hyphens at line ends."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from proposed_texts import mail, people, proposals, split_of

from draad.release.propose.whole import Joints, whole

WHO = "Mirve Dokal-Zwytra"


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff"])
@pytest.mark.parametrize("at", [3, 8, 13])
def test_what_no_reader_sees_within_a_name_is_looked_through(sign: str, at: int) -> None:
    written = WHO[:at] + sign + WHO[at:]
    text = mail(f"Beste collega's,\n\nIk sprak mevrouw {written} gisteren.\n\nMet dank.")
    assert people(text) == [written]


def test_a_name_that_a_line_end_broke_is_one() -> None:
    text = "De commissie volgt het standpunt van de heer Dok-\nalveen en dat van mevrouw Zwy-\n> tra niet."
    assert [text[slice(*one.span)] for one in proposals(text)] == ["Dok-\nalveen", "Zwy-\n> tra"]


def test_a_hyphen_that_belongs_to_a_name_stays() -> None:
    text = "Dat is het standpunt van mevrouw Dokal-\nde Zwytra en van niemand anders."
    assert [text[slice(*one.span)] for one in proposals(text)] == ["Dokal-\nde Zwytra"]


def test_accents_apart_are_looked_through() -> None:
    written = unicodedata.normalize("NFD", "Renée Dokál")
    assert people(mail(f"Ik sprak mevrouw {written} gisteren.")) == [written]


@pytest.mark.parametrize("name", ["Łukasz Żurawski", "Đorđe Stanković", "Şule Yılmaz", "Nguyễn Thị Hạnh", "Öner Çelik"])
def test_letters_that_dutch_has_not_are_letters_of_names(name: str) -> None:
    assert people(mail(f"Ik sprak mevrouw {name} gisteren.")) == [name]


def test_blanks_that_do_not_break_are_blanks() -> None:
    text = mail(
        "Geachte\u00a0mevrouw\u00a0De\u00a0Zwytra\u2011Dokal,\n\nBel\u00a0mij op 06\u00a012\u00a034\u00a056\u00a078."
    )
    assert [one.kind for one in proposals(text)] == ["person", "phone"]


def test_a_document_of_whole_words_is_itself() -> None:
    split = split_of("Niets aan de hand in Zuid-\nHolland.")
    assert whole(split) == (split, None)


@given(st.text(alphabet="ab \n", max_size=60), st.lists(st.integers(0, 60), max_size=8))
def test_spans_go_there_and_back(text: str, places: list[int]) -> None:
    """Each character that stayed is found again at its place, whatever was taken out."""
    parted = text
    for at in sorted({at for at in places if at <= len(text)}, reverse=True):
        parted = parted[:at] + "\u00ad\u200b" + parted[at:]
    cuts = [(at, at + 1) for at, sign in enumerate(parted) if sign in "\u00ad\u200b"]
    joints = Joints(cuts)
    for at in range(len(text)):
        start, end = joints.back((at, at + 1))
        assert parted[start:end] == text[at]
        assert joints.within((start, end)) == (at, at + 1)
