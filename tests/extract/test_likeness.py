"""A sentence is weighed as a whole: its words, what the cues found in it, its place and its times."""

from __future__ import annotations

import pytest
from bench.likeness import KINDS, proposed, score
from train_likeness import CORPUS, Row, rows, seen

from draad.extract.cues.patterns import grammar
from draad.extract.likeness import familiar, features, model, odds, telling, words
from draad.extract.score import border, least_border


def told(text: str, side: str = "in", point: bool = False) -> dict[str, float]:
    row = Row(frozenset(), frozenset(), point, side, text)
    return dict(zip(model().kinds, odds(seen(row), least_border()), strict=True))


def test_the_model_knows_the_kinds_that_words_can_tell():
    assert model().kinds == KINDS
    assert model().weights.shape == (len(model().rows) + 1, len(KINDS))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("question", "Kun jij de cijfers over april nog voor de lunch doorsturen?"),
        ("action", "Ik zoek dat vanmiddag uit en bel de regio."),
        ("signal", "Scholen in de regio melden dat leerlingen door het lerarentekort naar huis gaan."),
        ("decision", "Besloten is dat de proef niet wordt verlengd."),
        ("appointment", "Donderdag om tien uur komt de stuurgroep bijeen op het ministerie."),
        ("commitment", "De minister heeft de ouders toegezegd dat de bus blijft rijden."),
    ],
)
def test_a_clear_sentence_is_most_like_its_own_kind(kind: str, text: str):
    found = told(text)
    assert max(found, key=lambda k: found[k]) == kind
    assert found[kind] > border(kind, True)


@pytest.mark.parametrize(
    "text",
    [
        "De regeling is in het voorjaar gepubliceerd en telt vier hoofdstukken.",
        "Met die kanttekening kan ik mij goed vinden in de analyse.",
        "Vorig jaar verliep dat een stuk rustiger.",
    ],
)
def test_plain_prose_is_like_none(text: str):
    assert all(odds < border(kind, False) for kind, odds in told(text).items())


def test_what_was_on_a_day_that_is_past_is_no_appointment():
    """Counted from 18 November 2020."""
    for text, kinds in (
        ("Zie de set stukken bij de mail van 9 november 2020, 10.02 uur.", set()),
        ("Het overleg met de koepels staat gepland op 26 november 2020.", {"appointment"}),
    ):
        row = Row(frozenset(), frozenset(), False, "in", text)
        assert {item.kind for item in proposed(row)} == kinds


def test_names_numbers_marks_and_codes_are_one_word_each():
    assert words("De heer Bakker belt [5.1.2e] om 10.30 over VNG-zaken van het CAK") == (
        *("de", "heer", "<name>", "belt", "<mark>", "om", "<number>", "over", "<name>", "van", "het", "<code>"),
    )


def test_of_another_language_the_model_knows_too_little_to_speak():
    known, of = familiar("The ministry has been made aware of the complaint about herdbook registration")
    assert known < 0.45 * of


def test_the_word_that_spoke_most_stands_in_the_sentence():
    text = "Besloten is dat de proef niet wordt verlengd."
    assert telling(text, "decision") in words(text)


def test_what_is_weighed_is_what_was_trained():
    """``odds`` takes shortcuts; ``features`` is what the weights were fitted on."""
    row = Row(frozenset(), frozenset(), True, "report", "MO levert uiterlijk 3 december de cijfers aan bij de regio.")
    one, known = seen(row), model()
    plain = known.weights[-1] + sum(
        known.weights[known.rows[f]] * v for f, v in features(one).items() if f in known.rows
    )
    assert odds(one, -99) == pytest.approx(plain.tolist(), abs=1e-4)


def test_classes_are_those_of_the_cues():
    names = {f[1:].split(" ")[0] for f in model().rows if f[0] == "=" and f[1] != "="}
    assert names - set(grammar().lexicon.having) == set(), "the cues' classes changed: run scripts/train_likeness.py"


def test_sentences_that_were_only_ever_scored():
    """The held half of the corpus: of ten items seven are found, and of ten proposals seven are right."""
    data = rows(CORPUS.glob("held-*.tsv"))
    counted = score(data, [{item.kind for item in proposed(row)} for row in data]).values()
    right, wrong, missed = (sum(column) for column in zip(*counted, strict=True))
    assert right / (right + missed) >= 0.7
    assert right / (right + wrong) >= 0.7
