"""In what was released before, nothing is proposed where a mark stands, nor of what is no person's."""

from __future__ import annotations

import pytest
from proposed_texts import mail, people, split_of, told

from draad.release.propose import propose_all
from draad.release.propose.mailboxes import is_domain

ADDRESSES = [
    ("E [5.1.2e]@voorbeeld.nl", []),
    ("E 5.1.2e @voorbeeld.nl", []),
    ("Ik hoorde dat ze (10)(2e) @voorbeeld.nl", []),
    ("E 1U.2.e@voorbeeld.nl", []),
    ("J @voorbeeld.nl", []),
    ("Mail (10)(2e) @voorbeeld.nl (10)(2e) @kwadrant.nl", []),
    ("Mail voorbeeld.nl @kwadrant.nl", []),
    ("Mail t.wrouwel @voorbeeld.nl of 5.1.2e@voorbeeld.nl", ["t.wrouwel"]),
]


@pytest.mark.parametrize(("line", "expected"), ADDRESSES)
def test_where_a_mark_stands_for_a_local_part_nothing_is_left(line: str, expected: list[str]) -> None:
    found = [
        words for kind, words in told(mail(f"Beste allen,\n\nDe heer 5.1.2e belde.\n\n{line}\n")) if kind == "mailbox"
    ]
    assert found == expected


def test_a_word_before_a_blank_is_a_local_part_where_it_was_seen_as_one() -> None:
    text = mail("Beste allen,\n\nMail naar twrouwel @voorbeeld.nl.")
    assert told(text) == []
    other = mail("Dank.", to="Tsjebba Wrouwel <twrouwel@voorbeeld.nl>")
    assert told(text, other) == [("mailbox", "twrouwel")]


@pytest.mark.parametrize(("text", "expected"), [("kwadrant-peil.fr", True), ("a.kuipers", False), ("Anouk.nl", False)])
def test_a_bare_domain(text: str, expected: bool) -> None:
    assert is_domain(text) is expected


def test_a_bare_domain_is_nobody() -> None:
    assert told(mail("Dank.", cc="kwadrant-peil.fr")) == []


BODIES = [
    "This is the answer of the board on the Renewal of the Agreement, as we wrote to Quarterlies with our letter.",
    "Zij is lid van de Chamber of Whistledown en werkt daar.",
    "Dit is besproken met KwP en daarna door KwP bevestigd.",
    "Met vriendelijke groet,\n\n5.1.2e\n5.1.2e\nCooperative KWP",
]


@pytest.mark.parametrize("body", BODIES)
def test_units_and_companies_are_nobody(body: str) -> None:
    assert people(mail(f"Beste allen,\n\n{body}\n")) == []


def test_the_name_of_a_field_is_nobodys_initials() -> None:
    text = mail("Beste Carel,\n\nDank.", to="Carel Cornelisse <c.cornelisse@voorbeeld.nl>", cc="Loket")
    assert "CC" not in [words for _, words in told(text)]


@pytest.mark.parametrize(
    ("body", "count"), [("Volgens mij buiten verzoek", 0), ("Volgens mij is dit plan te duur.", 1)]
)
def test_a_sentence_that_is_a_mark_is_no_point_of_attention(body: str, count: int) -> None:
    found = propose_all([split_of(mail(f"Beste allen,\n\n{body}\n"))])[0]
    assert len([one for one in found if one.attention]) == count
