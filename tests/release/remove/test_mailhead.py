"""The head of a released mail in Dutch, and what is withheld still at its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.read.envelope import print_head
from draad.read.mail import parse
from draad.release.remove.mailhead import dutch
from draad.release.remove.plain import Cut, merged, without

MAIL = """\
From: Anna Vos <anna@voorbeeld.nl>
Sent: Mon, 13 May 2024 23:14:05 +0000
To: Piet Roos; Kees
Cc: Bea
Subject: Sent: ramen
Attachments: plan.pdf

Sent: dit is tekst
From: ook
"""


def cut(words: str, label: str = "5.1.2.e") -> Cut:
    at = MAIL.index(words)
    return Cut((at, at + len(words)), label)


def test_labels_and_moment_are_dutch_and_the_text_stays() -> None:
    text, cuts = dutch(MAIL, [])
    assert cuts == []
    assert text.split("\n") == [
        "Van: Anna Vos <anna@voorbeeld.nl>", "Verzonden: dinsdag 14 mei 2024 01:14", "Aan: Piet Roos; Kees", "CC: Bea",
        "Onderwerp: Sent: ramen", "Bijlagen: plan.pdf", "", "Sent: dit is tekst", "From: ook", "",
    ]  # fmt: skip


def test_what_is_withheld_is_withheld_at_its_new_place() -> None:
    text, cuts = dutch(MAIL, [cut("Anna Vos"), cut("Roos"), cut("ramen"), cut("tekst")])
    assert [text[slice(*one.span)] for one in cuts] == ["Anna Vos", "Roos", "ramen", "tekst"]
    assert "Van: [5.1.2.e] <" in without(text, cuts)


@pytest.mark.parametrize("words", ["23:14:05", "13 May", "Sent: Mon, 13 May 2024 23:14:05 +0000", "+0000"])
def test_of_a_moment_withheld_in_part_nothing_is_reckoned(words: str) -> None:
    text, cuts = dutch(MAIL, [cut(words)])
    assert "dinsdag" not in text
    assert [text[slice(*one.span)] for one in cuts] == [words]


@given(st.lists(st.tuples(st.integers(0, len(MAIL)), st.integers(0, len(MAIL))), max_size=6))
def test_every_cut_keeps_its_words(places: list[tuple[int, int]]) -> None:
    cuts = [Cut((min(pair), max(pair)), "x") for pair in places if pair[0] != pair[1]]
    text, moved = dutch(MAIL, cuts)
    assert [text[slice(*one.span)] for one in moved] == [MAIL[slice(*one.span)] for one in sorted(cuts)]
    gone = set()
    for one in merged(cuts):
        gone |= set(MAIL[slice(*one.span)].split())
    kept = without(MAIL, cuts).split()
    assert [word for word in without(text, moved).split() if word in gone and word not in kept] == []


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("Fri, 29 Mar 2024 12:00:00 +0100", "vrijdag 29 maart 2024 12:00"),
        ("Sun, 31 Mar 2024 00:59:00 +0000", "zondag 31 maart 2024 01:59"),
        ("Sun, 31 Mar 2024 01:00:00 +0000", "zondag 31 maart 2024 03:00"),
        ("Sun, 31 Dec 2023 18:30:00 -0500", "maandag 1 januari 2024 00:30"),
        ("Mon, 1 Jul 2024 10:00:00 -0000", "maandag 1 juli 2024 12:00"),
        ("2024-07-01T10:00:00+00:00", "maandag 1 juli 2024 12:00"),
        ("Fri, 31 Dec 9999 23:59:00 -0100", "Fri, 31 Dec 9999 23:59:00 -0100"),
        ("gisteren", "gisteren"),
    ],
)
def test_moments_on_the_clock_of_the_netherlands(sent: str, told: str) -> None:
    assert dutch(f"Sent: {sent}\n\nx", [])[0] == f"Verzonden: {told}\n\nx"


def test_a_text_without_a_head_is_left_alone() -> None:
    for text in ("", "Beste Anna,\n\nFrom: x", "Van: Anna\nSent: Mon, 1 Jul 2024 10:00:00 +0000", "From: a\nFrom: b"):
        assert dutch(text, [])[0] in (text, "Van: a\nFrom: b")


def test_it_knows_every_label_that_the_reader_prints() -> None:
    mail = parse(
        b"From: a@b.nl\nTo: c@d.nl\nCc: e@f.nl\nDate: Mon, 1 Jul 2024 10:00:00 +0200\nSubject: s\n"
        b'Content-Type: application/pdf\nContent-Disposition: attachment; filename="x.pdf"\n\nx\n'
    )
    english = print_head(mail)
    labels = [line.partition(":")[0] for line in dutch(english, [])[0].split("\n")]
    assert labels == ["Van", "Verzonden", "Aan", "CC", "Onderwerp", "Bijlagen"]
    assert len(english.split("\n")) == len(labels)
