"""Verbatim debate in a mail: what members ask, and what those in office affirm and promise."""

from __future__ import annotations

import pytest
from extract_texts import unit

from draad.extract.debate import debate
from draad.extract.records import Found, Unit


def found(text: str) -> tuple[Unit, list[Found]]:
    one = unit("Uit het debat van gisteren:\n\n" + text)
    return one, debate(one)


def told(one: Unit, items: list[Found], kind: str) -> list[str]:
    return [" ".join(one.words(f.span).replace("*", "").split()) for f in items if f.kind == kind]


ASKED = """**Mevrouw Bakker (Partij A):**
Kan de minister de Kamer hierover informeren?
**Minister Vos:**
"""


@pytest.mark.parametrize(
    "yes",
    ["Zeker.", "Ja.", "Ja, dat zeg ik toe.", "Dat doen we.", "Dat zal ik doen.", "Ja, zeker. Dat doen we absoluut."],
)
def test_a_bare_yes_is_a_promise_together_with_its_question(yes: str):
    one, items = found(ASKED + yes)
    [promise] = [f for f in items if f.kind == "commitment"]
    assert one.words(promise.span).startswith("Kan de minister")
    assert one.words(promise.span).endswith(yes)
    assert [p.name for p in promise.owners or ()] == ["Minister Vos"]
    assert [p.name for p in promise.counterparties or ()] == ["Partij A"]
    assert {r.name for r in promise.reasons} == {"debate_affirms", "debate_question"}


def test_a_yes_to_a_question_further_up_stands_alone_and_names_its_place():
    one, items = found(
        "Mevrouw Bakker (Partij A):\nKan dat in een brief? Het is nodig.\nMinister Vos:\nZeker. Verder niets.\n"
    )
    [promise] = [f for f in items if f.kind == "commitment"]
    assert one.words(promise.span) == "Zeker."
    [place] = [r.span for r in promise.reasons if r.name == "debate_question"]
    assert place
    assert one.words(place) == "Kan dat in een brief?"


def test_a_yes_to_what_the_chair_repeats_counts():
    _, items = found(
        "Mevrouw Bakker (Partij A): Dat is niet duidelijk.\n"
        "De voorzitter: De vraag was of dat in de brief komt.\nMinister Vos: Zeker.\n"
    )
    [promise] = [f for f in items if f.kind == "commitment"]
    assert [p.name for p in promise.counterparties or ()] == ["Partij A"]


@pytest.mark.parametrize(
    "no",
    ["Nee.", "Dat begrijp ik heel goed.", "Dat doe ik niet.", "Dat kan ik niet toezeggen.", "Daar ga ik niet over."],
)
def test_what_is_no_yes_promises_nothing(no: str):
    one, items = found(ASKED + no)
    assert told(one, items, "commitment") == []


@pytest.mark.parametrize(
    "promise",
    [
        "Ik zal de Kamer daar voor de zomer over informeren.",
        "Daar kom ik in een brief op terug.",
        "Ik zeg toe dat er een overzicht komt.",
        "Voor de zomer krijgt de Kamer een overzicht.",
        "Dan stuur ik de Kamer een overzicht.",
    ],
)
def test_a_promise_in_so_many_words(promise: str):
    one, items = found(f"Staatssecretaris De Wit:\nHet is ingewikkeld. {promise} Tot zover.\n")
    assert told(one, items, "commitment") == [promise]


def test_a_day_on_which_the_speaker_does_something_is_a_promise_and_another_an_appointment():
    one, items = found(
        "Minister Vos: Op 12 juni geven we een schets van de planning. De scholen gaan op 15 juni weer open. "
        "Op 1 mei gingen ze dicht.\n"
    )
    assert told(one, items, "commitment") == ["Op 12 juni geven we een schets van de planning."]
    assert told(one, items, "appointment") == ["De scholen gaan op 15 juni weer open."]


@pytest.mark.parametrize(
    ("asked", "owner"),
    [
        ("Kan de minister dat uitzoeken?", "minister"),
        ("Ik vraag het kabinet om dat wel te doen.", "kabinet"),
        ("Hoe gaat dat dan in de praktijk?", "Wethouder Smit"),
    ],
)
def test_what_a_member_asks_is_a_question_to_who_is_named_or_answers(asked: str, owner: str):
    one, items = found(f"De heer Mulder (Partij B): Het is wat. {asked}\nWethouder Smit: Dat weet ik niet.\n")
    assert told(one, items, "question") == [asked]
    [question] = [f for f in items if f.kind == "question"]
    assert [p.name for p in question.owners or ()] == [owner]
    assert [(p.name, p.kind) for p in question.counterparties or ()] == [("Partij B", "role")]


def test_a_member_without_a_party_is_not_named():
    _, items = found("De heer Mulder: Kan de minister dat uitzoeken?\n")
    assert [f.counterparties for f in items] == [None]


def test_where_nobody_is_named_to_speak_there_is_no_debate():
    assert debate(unit("De minister zei: zeker. Kan de minister dat uitzoeken?")) == []


def test_hostile_turns_end():
    one = unit("Minister Vos: zal ik " * 3000 + "\n" + "Minister Vos: op 3 juni\n" * 2000)
    assert len(debate(one)) < 4000
