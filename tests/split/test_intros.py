"""Introductions of quoted messages, whole, torn and damaged."""

from __future__ import annotations

import pytest
from split_texts import copies, of, taken, utc

HEAD = "Van: Jet\nVerzonden: dinsdag 16 maart 2021 10:00\nAan: Karel\nOnderwerp: RE: Planning\n\nDat is goed.\n\n"
BODY = "> Dag Jet, kan dat?"

# The introduction, the moment in UTC, the sender.
INTROS = [
    (
        "Op 6 dec. 2017 om 11:28 heeft Karel Visser <karel@rivm.nl> het volgende geschreven:",
        "2017-12-06 10:28",
        "Karel Visser <karel@rivm.nl>",
    ),
    ("Op 15 februari 2021 om 12:08 heeft Karel Visser het volgende geschreven:", "2021-02-15 11:08", "Karel Visser"),
    (
        "Op ma 15 feb. 2021 om 12:08 schreef Karel Visser <karel@rivm.nl>:",
        "2021-02-15 11:08",
        "Karel Visser <karel@rivm.nl>",
    ),
    ("Op 15-02-2021 om 12:08 schreef Karel Visser:", "2021-02-15 11:08", "Karel Visser"),
    ("Op 15-2-2021 12:08 schreef Karel Visser:", "2021-02-15 11:08", "Karel Visser"),
    ("Op maandag 15 februari 2021 12:08 schreef Karel Visser:", "2021-02-15 11:08", "Karel Visser"),
    (
        "Op 15 feb. 2021 om 12:08 heeft 5.1.2.e <5.1.2.e@rivm.nl> het volgende geschreven:",
        "2021-02-15 11:08",
        "5.1.2.e <5.1.2.e@rivm.nl>",
    ),
    ("Op 15 feb. 2021 om 12:08 heeft [redacted] het volgende geschreven:", "2021-02-15 11:08", "[redacted]"),
    ("Op 15 feb. 2021 om 12:08 heeft █████ het volgende geschreven:", "2021-02-15 11:08", "█████"),
    (
        "On 15 Feb 2021, at 12:08, Karel Visser <karel@rivm.nl> wrote:",
        "2021-02-15 11:08",
        "Karel Visser <karel@rivm.nl>",
    ),
    (
        "On Mon, Feb 15, 2021 at 12:08 PM Karel Visser <karel@rivm.nl> wrote:",
        "2021-02-15 11:08",
        "Karel Visser <karel@rivm.nl>",
    ),
    (
        "On Mon, 15 Feb 2021 at 12:08, Karel Visser <karel@rivm.nl> wrote:",
        "2021-02-15 11:08",
        "Karel Visser <karel@rivm.nl>",
    ),
    (
        "Am 15.02.2021 um 12:08 schrieb Karel Visser <karel@rivm.nl>:",
        "2021-02-15 11:08",
        "Karel Visser <karel@rivm.nl>",
    ),
    ("Am Mo., 15. Feb. 2021 um 12:08 Uhr schrieb Karel Visser:", "2021-02-15 11:08", "Karel Visser"),
    (
        "Le lun. 15 févr. 2021 à 12:08, Karel Visser <karel@rivm.nl> a écrit :",
        "2021-02-15 11:08",
        "Karel Visser <karel@rivm.nl>",
    ),
    ("Le 15 février 2021 à 12:08, Karel Visser a écrit :", "2021-02-15 11:08", "Karel Visser"),
    (
        "Karel Visser <karel@rivm.nl> schreef op 15 februari 2021 om 12:08:",
        "2021-02-15 11:08",
        "Karel Visser <karel@rivm.nl>",
    ),
    (">>> Karel Visser <karel@rivm.nl> 15-2-2021 12:08 >>>", "2021-02-15 11:08", "Karel Visser <karel@rivm.nl>"),
    (">>> Karel Visser 15-2-2021 12:08 >>>", "2021-02-15 11:08", "Karel Visser"),
    (
        ">>> On 15-2-2021 at 12:08, in message <60A1.0.GW.domain>, Karel Visser <karel@rivm.nl> wrote:",
        "2021-02-15 11:08",
        "Karel Visser <karel@rivm.nl>",
    ),
    (
        "Op 15-2-2021 om 12:08 is door Karel Visser <karel@rivm.nl> in bericht <60A1.0.GW> geschreven:",
        "2021-02-15 11:08",
        "Karel Visser <karel@rivm.nl>",
    ),
    ('>>> "Visser, Karel" 15-02-2021 12:08 >>>', "2021-02-15 11:08", '"Visser, Karel"'),
]


@pytest.mark.parametrize(("intro", "moment", "sender"), INTROS, ids=[i[0][:48] for i in INTROS])
def test_an_introduction_heads_a_message(intro: str, moment: str, sender: str):
    text = f"{HEAD}{intro}\n{BODY}\n"
    found = copies(text)
    assert len(found) == 2
    assert of(text, found[1].header) == intro
    assert (found[1].style, found[1].depth, utc(found[1].sent)) == ("intro", 1, moment)
    assert found[1].sender is not None
    assert found[1].sender.text == sender
    assert of(text, found[1].body) == BODY
    assert of(text, found[0].body) == "Dat is goed."


def wrapped(intro: str, width: int) -> str:
    lines: list[str] = [""]
    for word in intro.split(" "):
        if len(lines[-1]) + len(word) > width and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


TORN = [i for i in INTROS if not i[0].startswith((">>>", "Karel"))]


@pytest.mark.parametrize("width", [60, 40, 30])
@pytest.mark.parametrize(("intro", "moment", "sender"), TORN, ids=[i[0][:48] for i in TORN])
def test_a_narrow_column_tears_an_introduction_over_lines(intro: str, moment: str, sender: str, width: int):
    torn = wrapped(intro, width)
    text = f"{HEAD}{torn}\n{BODY}\n"
    found = copies(text)
    assert len(found) == 2
    assert of(text, found[1].header) == torn
    assert utc(found[1].sent) == moment
    assert of(text, found[1].body) == BODY


@pytest.mark.parametrize("prefix", ["> ", "> > ", ">> ", "    ", "                    "])
def test_an_introduction_may_be_quoted_or_indented(prefix: str):
    intro = "\n".join(prefix + line for line in wrapped(INTROS[0][0], 30).split("\n"))
    text = f"{HEAD}{intro}\n{prefix}Dag Jet\n"
    found = copies(text)
    assert (len(found), utc(found[1].sent)) == (2, "2017-12-06 10:28")


@pytest.mark.parametrize(
    "intro",
    [
        "Op 15 feb. 2021 om 12:08 heeft Karel Visser het volgende geschrcven:",
        "Op 15 feb. 2021 om 12:08 heeft Karel Visser het vo1gende geschreven:",
        "Op 15 feb. 2021 om l2:08 heeft Karel Visser het volgende geschreven:",
        "Op 15 feb. 2021 om 12:08 heeft Karel Visser het volgende geschreven;",
        "0p 15 feb. 2021 om 12:08 heeft Karel Visser het volgende geschreven:",
        "Op 15 feb. 2021 om 12:08 schrecf Karel Visser:",
    ],
)
def test_a_damaged_introduction_heads_a_message_all_the_same(intro: str):
    found = copies(f"{HEAD}{intro}\n{BODY}\n")
    assert [utc(c.sent) for c in found] == ["2021-03-16 09:00", "2021-02-15 11:08"]


def test_an_introduction_goes_on_behind_a_page_break():
    text = f"{HEAD}Op 15 feb. 2021 om 12:08 heeft Karel Visser\n\n3\n\nhet volgende geschreven:\n{BODY}\n"
    found = copies(text)
    assert [utc(c.sent) for c in found] == ["2021-03-16 09:00", "2021-02-15 11:08"]


def test_introductions_nest():
    text = f"{HEAD}{INTROS[1][0]}\n> Ja.\n>\n> {INTROS[2][0]}\n> > Nee.\n"
    assert [c.depth for c in copies(text)] == [0, 1, 2]


@pytest.mark.parametrize(
    "sentence",
    [
        "Op 15 februari 2021 om 12:08 is het overleg begonnen.",
        "Op 15 februari 2021 schreef de krant dat het goed ging.",
        "Op maandag spreken wij verder:",
        "Op de agenda staan drie punten:",
        "On Monday we will talk about the plan:",
        "Le plan est simple:",
        "Am Montag sprechen wir:",
        "Op 16 maart om 10:00 uur is er overleg, tot dan:",
        ">>> let op",
        "Op 3 punten hebben wij de volgende vragen:",
    ],
)
def test_a_sentence_that_begins_alike_heads_nothing(sentence: str):
    assert len(copies(f"{HEAD}{sentence}\nDag.\n")) == 1


def test_an_introduction_alone_makes_a_mail_of_a_text():
    assert taken(f"Dat is goed.\n\n{INTROS[0][0]}\n{BODY}\n").kind == "mail"
