"""Two texts beside each other: what one shows and the other hides, and what gives no alarm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.release.audit.across_records import Token
from draad.release.audit.across_shown import is_told, sort_of
from draad.release.audit.across_words import gaps, tokens
from draad.split.marks import find

BEFORE = "De stukken voor het overleg van morgen gaan hierbij, zoals wij afspraken met"
AFTER = "van de afdeling, die de lijst met sloten nog aanvult voor het einde van deze week."


def words(text: str) -> tuple[Token, ...]:
    """A text with its marks as holes."""
    holes = [(*m.span, f"{m.law} {m.article}" if m.article else m.kind, False) for m in find(text)]
    return tokens(text, 0, holes)


def told(one: str, other: str, **more: tuple[bool, bool]) -> list[str]:
    """What either shows where the other hides, in order."""
    a, b = words(one), words(other)
    found = []
    for gap in gaps(a, b, **more):
        if gap.shows != "neither":
            side = a[gap.a0 : gap.a1] if gap.shows == "a" else b[gap.b0 : gap.b1]
            found.append(" ".join(token.text for token in side if not token.hole))
    return found


def around(middle: str) -> str:
    return f"{BEFORE} {middle} {AFTER}"


NAMES = ["Hidde", "José", "Hidde van Zonneveld", "h.zonneveld@gemeentezuidhoek.nl", "06 1234 5678"]
MARKS = ["5.1.2.e", "[redacted]", "█████", "(10)(2e)", "[GELAKT: 5.1.2e]", "5.1, lid 2, sub e"]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("shown", NAMES)
def test_what_one_copy_hides_and_another_shows_is_found(mark: str, shown: str) -> None:
    hidden = mark + shown[shown.index("@") :] if "@" in shown else mark
    assert told(around(shown), around(hidden)) == [shown.partition("@")[0]]
    assert told(around(hidden), around(shown)) == [shown.partition("@")[0]]


def test_a_passage_is_found_whole_with_the_names_in_it() -> None:
    shown = "Ik vind met 5.1.2.e dat dit plan niet deugt en dat wij ermee moeten stoppen."
    assert told(around(shown), around("[5.2.1]")) == [shown.replace("5.1.2.e ", "")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (around("5.1.2.e"), around("[redacted]")),
        (around("5.1.2.e 5.1.2.e"), around("(10)(2e)")),
        (around("5.1.2.e"), around("")),
        (around("5.1.2.e"), around("S.1.2e")),
        (around("[redacted]"), around("[redaeted")),
        (around("[GELAKT: 5.1.2e]"), around("[GEAKT: 5:1.2e]")),
        (around("5.1, lid 2, sub e"), around("5.1, ld 2, sub e")),
        (around("5.1.2.e"), around("5.1.2.e").replace("overleg", "ovcrleg").replace("aanvult", "aanvuIt")),
        (around("5.1.2.e"), around("5.1.2.e").replace("de afdeling", "deafdeling")),
        ("\n".join(f"> {line}" for line in around("5.1.2.e").split(", ")), around("5.1.2.e")),
        (around("5.1.2.e"), f"{BEFORE} 5.1.2.e"),
        (f"{BEFORE} 5.1.2.e\n\nPagina 2 van 3", f"{BEFORE} 5.1.2.e"),
        (f"{BEFORE} 5.1.2.e\n\n1 Bron: het eigen onderzoek", f"{BEFORE} 5.1.2.e"),
        ("Groet,\n\n5.1.2.e", "Groet,\n\n"),
        (around("Hidde"), around("Hidde")),
        ("", "5.1.2.e"),
    ],
)
def test_spelling_white_out_misreading_and_cuts_are_no_difference(one: str, other: str) -> None:
    assert told(one, other) == []
    assert told(other, one) == []


def test_what_stands_behind_a_name_that_was_whited_out_is_not_taken_for_it() -> None:
    signed = "Met vriendelijke groet,\n\n5.1.2.e"
    whited = (
        "Met vriendelijke groet,\n\nDirectie Gebouwen\nGemeente Zuidhoek\nStadhuisplein\nZuidhoek\nNederland\nEuropa"
    )
    assert told(signed, whited, blanked=(False, True)) == []


def test_grounds_of_one_passage_are_told_beside_each_other() -> None:
    (gap,) = gaps(words(around("[5.2.1]")), words(around("[5.1.2i]")))
    assert gap.shows == "neither"


def test_two_names_apart_are_two_differences() -> None:
    shown = "Beste Hidde, hierbij de lijst van de sloten die wij vorige week bespraken. Groet, Marijke"
    hidden = shown.replace("Hidde", "5.1.2.e").replace("Marijke", "5.1.2.e")
    assert told(shown, hidden) == ["Hidde,", "Marijke"]


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Hidde van Zonneveld", "name"),
        ("h.zonneveld", "mailbox"),
        ("+31 6 12345678", "phone"),
        ("Dit plan deugt niet volgens mij", "passage"),
    ],
)
def test_what_is_shown_is_of_a_sort(text: str, sort: str) -> None:
    assert sort_of(words(text)) == sort


def test_a_stray_letter_tells_nothing() -> None:
    assert not is_told(words("e ,"), ())
    assert is_told(words("Bo"), ())


texts = st.lists(
    st.sampled_from(
        ["de", "lijst", "van", "sloten", "gaat", "mee", "5.1.2.e", "█████", "Hidde", "(10)(2e)", "\n", "> "]
    ),
    max_size=40,
).map(" ".join)


@given(texts, texts)
def test_any_two_texts_can_be_compared_and_places_stand_in_them(one: str, other: str) -> None:
    a, b = words(one), words(other)
    for gap in gaps(a, b):
        assert 0 <= gap.a0 <= gap.a1 <= len(a)
        assert 0 <= gap.b0 <= gap.b1 <= len(b)
        assert gap.shows == "neither" or any(not t.hole for t in (a if gap.shows == "a" else b))


@given(texts)
def test_a_text_never_differs_from_itself(text: str) -> None:
    assert [gap for gap in gaps(words(text), words(text)) if gap.shows != "neither"] == []


@given(texts)
def test_every_word_stands_where_it_says(text: str) -> None:
    for token in words(text):
        assert text[slice(*token.span)] == token.text


def test_hostile_texts_end() -> None:
    """The work grows with the texts; these would not end otherwise."""
    long = "a " * 60_000 + "5.1.2.e " + "b " * 60_000
    assert told(long, long.replace("5.1.2.e", "Hidde")) == ["Hidde"]
    told("5.1.2.e " * 3_000, "Hidde " * 3_000)
    tokens("@" * 100_000, 0, ())
    tokens("((" * 50_000, 0, ())
