"""What a later message of a conversation answers, fulfils, repeats and changes."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.extract.passages import MOST_PASSAGES, passages
from draad.extract.records import Due, Item, Kind, Party, Tie
from draad.extract.tie_records import TieMessage
from draad.extract.ties import ties
from draad.texts import texts

MINISTRY, UNION = "minvws.nl", "vng.nl"


def said(
    number: int, text: str, *found: tuple[Kind, str], parent: int | None = None, sender: str | None = MINISTRY
) -> TieMessage:
    """A message with the items whose words are given: item 12 is the second of message 1."""
    items = []
    for n, (kind, words) in enumerate(found, start=1):
        start = text.index(words)
        due = Due(None, None, False, words, (start, start + 1)) if kind == "appointment" else None
        item = Item(kind=kind, span=(start, start + len(words)), copy=0, cue="t", cue_span=(start, start + 1), due=due)
        items.append((number * 10 + n, item))
    return TieMessage(
        id=number, parent=parent, sender=sender, addressees=(), at=number * 3600, document=number + 900, text=text,
        span=(0, len(text)), parts=(), items=tuple(items),
    )  # fmt: skip


def told(*messages: TieMessage) -> list[tuple[str, str, int]]:
    """Kind, words of the source, and target of each tie."""
    by_id = {m.id: m for m in messages}
    return [(t.kind, by_id[t.message or 0].text[t.span[0] : t.span[1]], t.target) for t in ties(messages)]


def reasons(found: Tie) -> set[str]:
    return {reason.name for reason in found.reasons}


ASKED = "Hoeveel aanvragen voor het jongerenloket zijn er binnen?"
QUESTION = said(1, f"Beste collega,\n{ASKED}", ("question", ASKED), sender=UNION)
PROMISED = "Ik stuur jullie vrijdag de tarieven van de vervoerders."
PROMISE = said(1, f"Dag,\n{PROMISED}", ("commitment", PROMISED))


def test_a_sentence_of_a_reply_with_the_words_of_the_question_answers_it() -> None:
    reply = said(2, "Dag! Voor het jongerenloket zijn 412 aanvragen ontvangen. Groet", parent=1)
    assert told(QUESTION, reply) == [("answers", "Voor het jongerenloket zijn 412 aanvragen ontvangen.", 11)]
    [tie] = ties([QUESTION, reply])
    assert {"tie-words", "tie-reply", "tie-other-side", "tie-fits"} <= reasons(tie)
    assert (tie.message, tie.document, tie.source) == (2, 902, None)


@pytest.mark.parametrize(
    "text",
    [
        "Dank voor je bericht, ik kom erop terug.",
        "Weet jij hoeveel aanvragen er voor het jongerenloket binnen zijn?",
        "De wethouder was tevreden over de bijeenkomst in Zwolle.",
    ],
)
def test_thanks_the_question_passed_on_and_other_subjects_answer_nothing(text: str) -> None:
    assert told(QUESTION, said(2, text, parent=1)) == []


def test_the_same_words_elsewhere_in_the_conversation_are_no_answer() -> None:
    beside = said(2, "Voor het jongerenloket zijn 412 aanvragen ontvangen.", parent=None)
    assert told(QUESTION, beside) == []


@pytest.mark.parametrize("opening", ["Ja, doe ik.", "Prima", "Helaas, dat lukt me niet meer.", "Is goed hoor"])
def test_a_reply_that_opens_with_yes_or_no_answers_the_one_question(opening: str) -> None:
    asked = "Kun je de zaal in Utrecht vastleggen?"
    first = said(1, asked, ("question", asked))
    [(kind, words, target)] = told(first, said(2, f"{opening}\nGroet", parent=1))
    assert (kind, target) == ("answers", 11)
    assert words.startswith(opening.rstrip("."))


def test_yes_to_two_questions_or_to_an_open_one_is_too_little() -> None:
    two = "Kun je de zaal vastleggen? Wil je ook de griffie bellen?"
    first = said(1, two, ("question", "Kun je de zaal vastleggen?"), ("question", "Wil je ook de griffie bellen?"))
    assert told(first, said(2, "Ja, prima.", parent=1)) == []
    assert told(QUESTION, said(2, "Ja, prima.", parent=1)) == []


def test_yes_to_a_question_that_begins_with_what_is_no_answer() -> None:
    asked = "Wat zullen we doen met de zaal?"
    assert told(said(1, asked, ("question", asked)), said(2, "Ja.", parent=1)) == []


def test_one_word_in_common_is_enough_only_with_another_sign() -> None:
    words = "Wij bellen de provincie."
    first = said(1, words, ("action", words))
    assert [kind for kind, *_ in told(first, said(2, "De provincie is gebeld."))] == ["fulfils"]
    assert told(first, said(2, "De provincie is gebeld.", sender=UNION)) == []


def test_answers_said_to_stand_below_in_red_answer_all_questions() -> None:
    two = "Kun je de zaal vastleggen? Wie belt de griffie?"
    first = said(1, two, ("question", "Kun je de zaal vastleggen?"), ("question", "Wie belt de griffie?"))
    reply = said(2, "Zie hieronder in rood.", parent=1)
    assert [(kind, target) for kind, _, target in told(first, reply)] == [("answers", 11), ("answers", 12)]


def test_words_right_under_a_quoted_question_answer_it() -> None:
    reply = said(2, f"> {ASKED}\nDat zijn er ruim vierhonderd.\n\nGroet", parent=1)
    first, *_ = ties([QUESTION, reply])
    assert "tie-quoted" in reasons(first)
    assert reply.text[slice(*first.span)] == "Dat zijn er ruim vierhonderd."


@pytest.mark.parametrize(
    "text",
    [
        "Hierbij zoals toegezegd de tarieven van de vervoerders.",
        "Bijgevoegd de tarieven van de vervoerders.",
        "De tarieven van de vervoerders zijn gisteren verstuurd.",
        "Ik heb de tarieven van de vervoerders zojuist gemaild, en bel morgen.",
        "De tarieven van alle vervoerders stuur ik als bijlage mee: bijgevoegd de tarieven.",
    ],
)
def test_what_is_said_to_be_done_fulfils_the_promise(text: str) -> None:
    assert [(kind, target) for kind, _, target in told(PROMISE, said(2, text))] == [("fulfils", 11)]


@pytest.mark.parametrize(
    "text",
    [
        "De tarieven van de vervoerders zijn nog niet verstuurd.",
        "De tarieven van de vervoerders worden morgen verstuurd.",
        "Zodra de tarieven van de vervoerders zijn verstuurd, bel ik.",
        "Zijn de tarieven van de vervoerders al verstuurd?",
        "De tarieven van de vervoerders zijn gisteren besproken.",
        "De uitnodiging is gisteren verstuurd.",
        "Hierbij de foto's van de excursie.",
        "De tarieven van de vervoerders moeten nog worden verstuurd.",
    ],
)
def test_what_is_put_off_denied_asked_or_about_something_else_fulfils_nothing(text: str) -> None:
    assert [kind for kind, *_ in told(PROMISE, said(2, text)) if kind == "fulfils"] == []


def test_who_was_to_see_to_it_did_so_once_it_is_done() -> None:
    words = "Wij zorgen dat de folder bij de apotheken komt."
    first = said(1, words, ("commitment", words))
    assert [kind for kind, *_ in told(first, said(2, "De folder is bij alle apotheken geplaatst."))] == ["fulfils"]


def test_sending_what_was_asked_for_answers_the_question() -> None:
    asked = "Graag ontvang ik de notulen van de stuurgroep."
    first = said(1, asked, ("question", asked), sender=UNION)
    assert told(first, said(2, "Bijgevoegd de notulen van de stuurgroep.", parent=1)) == [
        ("answers", "Bijgevoegd de notulen van de stuurgroep.", 11)
    ]


def test_the_side_that_was_to_do_it_counts() -> None:
    text = "De tarieven van de vervoerders zijn gisteren verstuurd."
    [own] = ties([PROMISE, said(2, text)])
    [others] = ties([PROMISE, said(2, text, sender=UNION)])
    assert own.score > others.score
    assert "tie-same-side" in reasons(own) - reasons(others)
    owned = replace(PROMISE.items[0][1], owners=(Party(UNION, "domain"),))
    [by_owner] = ties([replace(PROMISE, items=((11, owned),)), said(2, text, sender=UNION)])
    assert "tie-same-side" in reasons(by_owner)


def test_a_question_asked_again_repeats_the_first() -> None:
    again = "Nogmaals: hoeveel aanvragen zijn er voor het jongerenloket?"
    assert told(QUESTION, said(2, again, ("question", again), sender=UNION)) == [("repeats", again, 11)]
    [tie] = ties([QUESTION, said(2, again, ("question", again), sender=UNION)])
    assert tie.source == 21


def test_another_question_on_the_same_subject_repeats_nothing() -> None:
    other = "Wie beheert de website van het jongerenloket?"
    assert told(QUESTION, said(2, other, ("question", other), sender=UNION)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Het overleg met de wethouders wordt verplaatst naar maandag 8 juni.",
        "Het overleg met de wethouders gaat niet door.",
        "Het overleg met de wethouders gaat donderdag toch niet door.",
        "Het overleg met de wethouders is een week later.",
        "We spreken de wethouders niet donderdag maar vrijdag in het overleg.",
    ],
)
def test_a_meeting_that_is_moved_changes_the_appointment(text: str) -> None:
    planned = "Donderdag om tien uur is het overleg met de wethouders."
    first = said(1, planned, ("appointment", planned))
    assert told(first, said(2, text, parent=1)) == [("changes", text, 11)]


def test_what_moves_without_a_date_or_in_another_subject_changes_nothing() -> None:
    planned = "Donderdag om tien uur is het overleg met de wethouders."
    first = said(1, planned, ("appointment", planned))
    assert told(first, said(2, "De verhuizing wordt verplaatst naar maandag.", parent=1)) == []


def test_nothing_is_tied_to_what_comes_later_or_stands_in_the_same_message() -> None:
    early = said(1, "Bijgevoegd de tarieven van de vervoerders.")
    assert told(early, said(2, PROMISED, ("commitment", PROMISED))) == []
    both = f"{PROMISED} Bijgevoegd de tarieven van de vervoerders."
    assert told(said(1, both, ("commitment", PROMISED))) == []


def test_signatures_and_what_else_is_no_text_are_left_out() -> None:
    text = "Groet\nBijgevoegd de tarieven van de vervoerders."
    reply = replace(said(2, text), parts=((6, len(text)),))
    assert told(PROMISE, reply) == []


def test_marks_tie_nothing() -> None:
    asked = "Kan [redacted] van (10)(2e) met 5.1.2e bellen over 5.1.2.e?"
    first = said(1, asked, ("question", asked))
    reply = said(2, "[redacted] van (10)(2e) heeft 5.1.2e over 5.1.2.e gesproken.", parent=1)
    assert told(first, reply) == []


@given(st.randoms(use_true_random=False))
def test_any_order_of_messages_gives_the_same(rng: random.Random) -> None:
    messages = [
        QUESTION,
        said(2, "Voor het jongerenloket zijn 412 aanvragen ontvangen.", parent=1),
        said(3, PROMISED, ("commitment", PROMISED), parent=2),
        said(4, "Zoals beloofd bijgaand de tarieven van de vervoerders.", parent=3),
    ]
    mixed = list(messages)
    rng.shuffle(mixed)
    assert ties(mixed) == ties(messages)
    assert len(ties(messages)) == 2


WORDS = st.sampled_from(
    [
        "hierbij",
        "de tarieven",
        "vervoerders",
        "niet",
        "maar",
        "ja",
        "verstuurd",
        "is",
        "?",
        ". ",
        "> ",
        "\n",
        "maandag 3",
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)


@settings(max_examples=60)
@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_every_tie_has_both_places_in_the_text_the_source_later(bodies: list[str]) -> None:
    messages = [
        said(n, body, *[("question", body)] if n % 2 else [("action", body)], parent=n - 1 or None)
        for n, body in enumerate(bodies, start=1)
    ]
    for tie in ties(messages):
        assert tie.message is not None
        assert tie.message > tie.target // 10
        source = messages[tie.message - 1]
        assert source.text[tie.span[0] : tie.span[1]].strip()
        assert tie.document == source.document
        assert 0 < tie.score < 1
        assert tie.reasons


@pytest.mark.parametrize(
    "evil", ["a " * 150_000, "\n " * 150_000, ". " * 150_000, ".\n" * 100_000, ".)" * 150_000, "> \n" * 90_000]
)
def test_hostile_texts_take_no_time_worth_speaking_of(evil: str) -> None:
    assert told(QUESTION, said(2, evil, parent=1)) == []
    assert len(passages(evil, (0, len(evil)), ())) <= MOST_PASSAGES


def test_a_circle_of_replies_ends() -> None:
    circle = [
        replace(QUESTION, parent=2),
        said(2, "Voor het jongerenloket 412 aanvragen.", parent=3),
        said(3, "Ja", parent=2),
    ]
    assert [t.kind for t in ties(circle)] == ["answers"] or ties(circle) == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_reason_has_its_words(language: str) -> None:
    from draad.knowledge import load

    counted = set(load("ties")["weigh"]) - {"least", "few", "half", "word", "words_most"} | {"words"}
    assert all(f"reason.tie-{name.replace('_', '-')}" in texts(language) for name in counted)
