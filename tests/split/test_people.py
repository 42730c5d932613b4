"""Addressees, as far as redaction leaves them to be told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.split.people import domain_of, people

COUNTED = [
    ("", 0),
    (";", 0),
    ("Bakker, J. (Jet)", 1),
    ("Jansen, P.", 1),
    ("Bakker, J. (Jet); Visser, K.", 2),
    ("Bakker, J. (Jet); Visser, K.;", 2),
    ("Bakker, J.; Visser, K.; Postbus Zorgplein", 3),
    ("jet@minvws.nl, karel@rivm.nl", 2),
    ("Jet Bakker <jet@minvws.nl>, Karel Visser <karel@rivm.nl>", 2),
    ("'Jet Bakker' <jet@minvws.nl>; 'Karel' <karel@rivm.nl>", 2),
    ('"Bakker, Jet" <jet@minvws.nl>', 1),
    ('"Bakker, Jet" <jet@minvws.nl>, "Visser, Karel" <karel@rivm.nl>', 2),
    ("Bakker, Jet <jet@minvws.nl>, Visser, Karel <karel@rivm.nl>", 2),
    ("Jet Bakker, Karel Visser, Noor de Wit", 3),
    ("Team Zorgplein", 1),
    # marks: one stands for one, however it is spelled
    ("5.1.2.e", 1),
    ("5.1.2.e; 5.1.2.e", 2),
    ("[redacted]; [redacted]; [redacted]", 3),
    ("[ 5.1, lid 2, sub e ]@minvws.nl", 1),
    ("5.1, lid 2, sub e; 5.1, lid 2, sub e", 2),
    ("5.1, lid 2, sub e <5.1, lid 2, sub e@minvws.nl>", 1),
    ("(10)(2e) <(10)(2e)@minvws.nl>; (10)(2e)", 2),
    ("█████; ████ <████@rivm.nl>", 2),
    # mailto, as Outlook and Markdown write it
    ("Jet Bakker [mailto:jet@minvws.nl]", 1),
    ("Jet Bakker [mailto:jet@minvws.nl]; Karel <mailto:karel@rivm.nl>", 2),
    ("jet@minvws.nl (mailto:jet@minvws.nl)", 1),
]


@pytest.mark.parametrize(("value", "count"), COUNTED, ids=[v or "empty" for v, _ in COUNTED])
def test_addressees_are_counted(value: str, count: int):
    found, known = people(value)
    assert len(found) == count
    assert known or "mailto:" in value


@pytest.mark.parametrize(("value", "count"), COUNTED, ids=[v or "empty" for v, _ in COUNTED])
def test_no_addressee_holds_a_separator_at_its_ends(value: str, count: int):
    assert all(p.text == p.text.strip(" ;\t") and p.text for p in people(value)[0])


@pytest.mark.parametrize(
    "value",
    [
        "5.1.2.e @minvws.nl 5.1.2.e @rivm.nl",
        "████@minvws.nl ████@minvws.nl",
        "(10)(2e)@minvws.nl> (10)(2e)@rivm.nl> Jet",
    ],
)
def test_addresses_without_a_separator_have_an_unknown_number(value: str):
    assert people(value)[1] is False


def test_clients_that_write_given_names_first_part_addressees_by_every_comma():
    assert [p.text for p in people("Jet, Karel, Noor", commas=True)[0]] == ["Jet", "Karel", "Noor"]
    assert [p.text for p in people("Bakker, J., Karel Visser", commas=True)[0]] == ["Bakker, J.", "Karel Visser"]


def test_addressees_keep_their_order_and_their_words():
    found, _ = people("Bakker, J. (Jet) <j.bakker@minvws.nl>; Karel; postbus@rivm.nl")
    assert [(p.text, p.domain) for p in found] == [
        ("Bakker, J. (Jet) <j.bakker@minvws.nl>", "minvws.nl"),
        ("Karel", None),
        ("postbus@rivm.nl", "rivm.nl"),
    ]


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("jet@minvws.nl", "minvws.nl"),
        ("Jet <jet@MinVWS.nl>", "minvws.nl"),
        ("[redacted]@minvws.nl", "minvws.nl"),
        ("5.1.2.e@post.rivm.nl", "post.rivm.nl"),
        ("█████@rijksoverheid.nl>", "rijksoverheid.nl"),
        ("jet@minvws. nl", "minvws.nl"),
        ("jet@ minvws.nl", "minvws.nl"),
        ("jet@minvws,nl", "minvws.nl"),
        ("jet©minvws.nl", "minvws.nl"),
        ("jet@minvws", None),
        ("jet@[redacted]", None),
        ("Jet Bakker", None),
        ("om 17.00 uur", None),
        ("", None),
    ],
)
def test_a_domain_survives_where_the_name_does_not(text: str, domain: str | None):
    assert domain_of(text) == domain


@given(st.text(max_size=200), st.booleans())
def test_any_value_gives_people_whose_words_stand_in_it(value: str, commas: bool):
    found, _ = people(value, commas)
    if "mailto:" not in value.lower():
        assert all(p.text and p.text in value for p in found)


@given(
    st.lists(st.sampled_from(["jet@minvws.nl", "5.1.2.e", "Bakker, J.", "[redacted]@rivm.nl", "█████"]), max_size=30)
)
def test_semicolons_part_exactly(entries: list[str]):
    assert tuple(p.text for p in people("; ".join(entries))[0]) == tuple(entries)
