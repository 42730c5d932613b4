"""Bodies: their ends, and the parts that are no message text."""

from __future__ import annotations

import pytest
from split_texts import copies, of, only, spelled

HEAD = "Van: Jet\nVerzonden: maandag 16 maart 2020 17:00\nAan: Karel\nOnderwerp: Planning\n"
NEXT = "Van: Karel\nVerzonden: maandag 16 maart 2020 16:00\nAan: Jet\nOnderwerp: Planning\n\nKan dat?"


def body(below: str) -> str | None:
    text = f"{HEAD}{below}"
    return of(text, only(text).body)


def parts(below: str) -> list[tuple[str, str]]:
    text = f"{HEAD}\n{below}"
    found = only(text).parts
    return list(zip([p.kind for p in found], spelled(text, found), strict=True))


@pytest.mark.parametrize("above", ["", "\n\n\n", "---\n\n", "\n___\n", "\n3\n\n", "\n\f\n"])
@pytest.mark.parametrize("below", ["", "\n", "\n\n---\n", "\n\n12\n", "\n\nPagina 3 van 4\n", "\n\f\n\n"])
def test_a_body_has_no_blank_lines_rules_or_page_numbers_at_its_ends(above: str, below: str):
    assert body(f"{above}Dag Karel,\n\nDat is goed.{below}") == "Dag Karel,\n\nDat is goed."


@pytest.mark.parametrize("below", ["", "\n", "\n\n---\n\n", "3\n"])
def test_a_message_without_words_has_no_body(below: str):
    assert body(below) is None


def test_a_page_break_within_a_body_is_part_of_it():
    assert body("\nDag Karel,\n\n3\n\nDat is goed.\n") == "Dag Karel,\n\n3\n\nDat is goed."


def test_a_running_head_above_the_next_header_is_no_part_of_the_body():
    text = f"{HEAD}\nEen zin.\n\n1\nDossier Zorgplein\n\n{NEXT}\n\n2\nDossier Zorgplein\n\nEn nog iets."
    first, second = copies(text)
    assert of(text, first.body) == "Een zin."
    assert (of(text, second.body) or "").startswith("Kan dat?")


@pytest.mark.parametrize(
    "closing",
    [
        "Met vriendelijke groet,",
        "Met vriendelijke groeten",
        "Vriendelijke groet,",
        "Groet,",
        "Groeten,",
        "Gr.",
        "Mvg,",
        "Hoogachtend,",
        "Kind regards,",
        "Best regards",
        "Mit freundlichen Grüßen",
        "Cordialement,",
        "Hartelijke groet,",
        "**Met vriendelijke groet,**",
    ],
)
def test_a_signature_begins_with_its_closing(closing: str):
    assert parts(f"Dat is goed.\n\n{closing}\n\nJet Bakker\nTeam Zorgplein") == [
        ("signature", f"{closing}\n\nJet Bakker\nTeam Zorgplein")
    ]


@pytest.mark.parametrize("closing", ["Groet, Jet", "Groeten Jet", "Met vriendelijke groet, Jet Bakker", "Gr. 5.1.2.e"])
def test_a_closing_may_have_the_name_on_its_line(closing: str):
    assert parts(f"Dat is goed.\n\n{closing}") == [("signature", closing)]


@pytest.mark.parametrize(
    "line",
    [
        "Groeten uit het veld horen wij graag van de leden.",
        "De groet was vriendelijk.",
        "Best een goed plan, vinden wij hier op het team.",
    ],
)
def test_a_sentence_with_such_a_word_is_no_closing(line: str):
    assert parts(f"{line}\nDat is goed.") == []


@pytest.mark.parametrize(
    "line",
    [
        "Verstuurd vanaf mijn iPhone",
        "Verzonden vanaf mijn iPad",
        "Sent from my iPhone",
        "Verzonden met BlackBerry",
        "Outlook voor iOS downloaden",
        "Get Outlook for Android",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
    ],
)
def test_a_phone_says_so(line: str):
    assert parts(f"Dat is goed.\n\n{line}") == [("phone", line)]


def test_a_disclaimer_goes_on_to_the_end():
    notice = "Dit bericht kan informatie bevatten die niet voor u is bestemd.\n\nThis message may contain information."
    assert parts(f"Dat is goed.\n\n{notice}") == [("disclaimer", notice)]


def test_signature_phone_and_disclaimer_stand_apart():
    found = parts("Goed.\n\nGroet,\nJet\n\nVerstuurd vanaf mijn iPhone\n\nDisclaimer: zie onze site.")
    assert found == [
        ("signature", "Groet,\nJet"),
        ("phone", "Verstuurd vanaf mijn iPhone"),
        ("disclaimer", "Disclaimer: zie onze site."),
    ]


def test_parts_lie_in_their_body_in_order():
    text = f"{HEAD}\nGoed.\n\nGroet,\nJet\n\nVerstuurd vanaf mijn iPhone\n\n{NEXT}\n\nMvg,\nKarel\n"
    for copy in copies(text):
        assert copy.body is not None
        at = copy.body[0]
        for part in copy.parts:
            assert at <= part.span[0] < part.span[1] <= copy.body[1]
            at = part.span[1]


@pytest.mark.parametrize("mark", ["<sup>1</sup>", "[1]"])
def test_footnotes_behind_a_rule_at_the_end_are_no_words_of_the_last_message(mark: str):
    assert body(f"\nZie het plan{mark}.\n\n---\n\n{mark} Plan najaar, bladzijde vier.\n") == f"Zie het plan{mark}."


def test_page_numbers_within_a_body_are_furniture_and_figures_within_text_are_not():
    found = parts("Dag Karel,\n\nPagina 3 van 4\n\nDat is goed.\n\n5\n\nHet zijn er\n12\nin totaal.\n")
    assert found == [("furniture", "Pagina 3 van 4"), ("furniture", "5")]
