"""How a body is cut into sentences, list items, headings, rows and turns of speech."""

from __future__ import annotations

import re

import pytest
from extract_texts import mail, roles, said, sentence, sentences, unit
from hypothesis import given
from hypothesis import strategies as st

from draad.extract.sentences import sentences as cut
from draad.extract.units import units

WORD = re.compile(r"[^\W_]+")


def test_a_wrapped_paragraph_reads_on_over_its_lines():
    body = (
        "Wij hebben de aanvraag van de vervoerders gisteren in het\noverleg besproken en komen er op terug. Het\n"
        "Langeveld wordt niet meegenomen."
    )
    assert sentences(body) == [
        "Wij hebben de aanvraag van de vervoerders gisteren in het overleg besproken en komen er op terug.",
        "Het Langeveld wordt niet meegenomen.",
    ]


def test_lines_that_their_writer_ended_are_sentences_without_a_stop():
    assert sentences("Zie bijlage\nKun jij hier vandaag nog naar kijken?\nDank alvast") == [
        "Zie bijlage",
        "Kun jij hier vandaag nog naar kijken?",
        "Dank alvast",
    ]


def test_a_sentence_that_a_page_tore_apart_reads_on_where_it_goes_on_in_small_letters():
    assert sentences(
        "De gemeenten hebben in het overleg van mei gevraagd\n\nom een ruimere termijn voor de aanvraag."
    ) == ["De gemeenten hebben in het overleg van mei gevraagd om een ruimere termijn voor de aanvraag."]


@pytest.mark.parametrize(
    "text",
    [
        "Dit is m.b.t. de brief van dhr. Smit t.a.v. de regio.",
        "We spreken a.s. Dinsdag over nr. 3 en art. 5 van de wet.",
        "Op 6 dec. 2017 is de eerste versie gestuurd.",
        "Er zijn ca. 1.400 aanvragen, bijv. Utrecht en o.a. Zwolle.",
        "Stuur het naar post@vervoer.nl of kijk op www.vervoer.nl/plan.html voor meer.",
        "Het overleg begint om 10.30 uur in zaal 2.04.",
        "De heer H. de Boer en mw. drs. A.B. Vos zijn er.",
        "Zoals 5.1.2.e en (10)(2e) en 10.2.e al schreven is het klaar.",
        "Dat wordt nu onderzocht... zoiets doen?",
        "Het plan (zie onder!) is klaar.",
        "Vergelijk versie 2. 3 is nog niet af",
    ],
)
def test_one_sentence_stays_one(text: str):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Het is af. Morgen gaat het weg.", 2),
        ("Het is af.Morgen gaat het weg.", 2),
        ("Klopt dit?Laat het weten!", 2),
        ("Het is klaar. 5.1.2e stuurt het morgen.", 2),
        ("Het ging om vervoer, zorg etc. De rest komt later.", 2),
        ("dat is prima. ik bel je morgen.", 2),
        ("Het was in 2020. 12 gemeenten deden mee.", 2),
        ("Prima!! Gaat dat lukken?? Graag horen we het.", 3),
        ('Zij zei: "Dat kan niet." Daarna ging ze weg.', 2),
    ],
)
def test_two_sentences_are_two(text: str, count: int):
    assert len(sentences(text)) == count


@pytest.mark.parametrize("bullet", ["-", "*", "•", "–", "1.", "1)", "a.", "a)", "o", "- o", "(1)"])
def test_a_list_item_is_a_point_without_its_bullet(bullet: str):
    assert roles(f"Er is nog het volgende te doen in deze zaak.\n\n{bullet} Vervoerders bellen over de planning") == [
        ("prose", "Er is nog het volgende te doen in deze zaak."),
        ("point", "Vervoerders bellen over de planning"),
    ]


def test_items_have_their_depth_and_share_a_block_with_their_own_sentences_only():
    one = unit("- Eerst dit. En dat ook.\n  - Daarna zus\n  - En zo\n- Ten slotte weer iets anders\n")
    assert [(s.level, s.block) for s in one.sentences] == [(0, 0), (0, 0), (1, 1), (1, 2), (0, 3)]


def test_a_mark_behind_a_stop_does_not_begin_the_next_sentence():
    body = "Wij tellen de stoelen. (actie MO) Daarna gaan de tafels aan de kant. (Zie de bijlage.) Tot morgen."
    assert sentences(body) == [
        "Wij tellen de stoelen.",
        "(actie MO)",
        "Daarna gaan de tafels aan de kant.",
        "(Zie de bijlage.)",
        "Tot morgen.",
    ]


def test_a_number_at_the_head_of_a_wrapped_line_is_no_bullet():
    assert (
        sentences(
            "Dit staat met zoveel woorden in het besluit en dan vooral in artikel\n3. De rest volgt daaruit vanzelf."
        )[-1]
        == "De rest volgt daaruit vanzelf."
    )


@pytest.mark.parametrize(
    "line",
    ["## Stand van zaken", "**Stand van zaken**", "Actiepunten:", "Periode tot 1 juni", "Week 23", "Vervolgstappen"],
)
def test_a_heading_stands_above_what_follows(line: str):
    one = unit(f"Hierbij het overzicht zoals afgesproken.\n\n{line}\n\n- Zaal huren\n- Sprekers vragen\n")
    heading = sentence(one, line.strip("#*: "))
    assert heading.role == "heading"
    assert heading.heading is None
    at = one.sentences.index(heading)
    assert [s.heading for s in one.sentences[at + 1 :]] == [at, at]


@pytest.mark.parametrize(
    "line", ["**Graag reactie voor vrijdag**", "Kun je aanleveren:", "**Dit lijkt verstandig.**", "Zie onderstaande"]
)
def test_what_speaks_to_somebody_or_ends_with_a_stop_is_no_heading(line: str):
    one = unit(f"Beste collega,\n\n{line}\n\n- Zaal huren\n")
    assert sentence(one, line.strip("*").rstrip(":")).role == "prose" or line == "Zie onderstaande"


def test_a_row_of_a_table_is_one_sentence_and_the_rule_beneath_its_head_is_none():
    body = "Actielijst:\n\n| Actie | Eigenaar | Termijn |\n|---|---|---|\n| Zaal huren. En eten. | FIN | 1 juli |\n"
    assert roles(body) == [
        ("heading", "Actielijst:"),
        ("row", "Actie | Eigenaar | Termijn"),
        ("row", "Zaal huren. En eten. | FIN | 1 juli"),
    ]
    assert [role for role, _ in roles("Wat\tWie\tWanneer\nZaal huren\tFIN\t1 juli\n")] == ["row", "row"]
    assert [role for role, _ in roles("Wat       Wie     Wanneer\nZaal huren     FIN    1 juli\n")] == ["row", "row"]


DEBATE = """Uit het debat:

Mevrouw **Bakker** (Partij A):
Kan de minister dat uitzoeken? Graag voor de zomer.
**Minister Vos:**
Zeker.

**De voorzitter:** Dank u wel.
De heer Mulder (Partij B): Ik heb nog een vraag.
"""


def test_a_turn_of_speech_has_its_speaker_and_not_his_name_in_its_words():
    one = unit(DEBATE)
    turns = [(one.words(s.speaker).replace("*", ""), one.words(s.span)) for s in one.sentences if s.speaker]
    assert turns == [
        ("Mevrouw Bakker (Partij A)", "Kan de minister dat uitzoeken?"),
        ("Mevrouw Bakker (Partij A)", "Graag voor de zomer."),
        ("Minister Vos", "Zeker."),
        ("De voorzitter", "Dank u wel."),
        ("De heer Mulder (Partij B)", "Ik heb nog een vraag."),
    ]
    assert {s.role for s in one.sentences if s.speaker} == {"turn"}


def test_a_sentence_about_a_minister_is_no_turn():
    assert [role for role, _ in roles("De minister heeft het volgende gezegd: wij wachten nog even af.")] == ["prose"]


@pytest.mark.parametrize(
    "line",
    [
        "Beste Anna,",
        "Geachte mevrouw [5.1.2e],",
        "Hoi",
        "Dag allemaal!",
        "Beste leden van de werkgroep,",
        "Verzonden vanaf Outlook",
        "Postbus 20350",
        "2511 VX Den Haag",
        "https://www.vervoer.nl/plan",
        "T 070 340 79 11",
        "Automatisch antwoord: planning",
    ],
)
def test_what_is_no_text_gives_no_sentence(line: str):
    assert sentences(f"{line}\n\nDe zaal is gehuurd voor dinsdag.\n") == ["De zaal is gehuurd voor dinsdag."]


@pytest.mark.parametrize(
    "foot",
    [
        "Denk aan het milieu voor u print",
        "Dit bericht kan vertrouwelijk zijn.\nMeld het ons.",
        "Groet,\n\nAnna\nFIN",
        "---\n\nAnna\nT 070 340 79 11",
    ],
)
def test_nor_does_what_stands_beneath_it(foot: str):
    assert sentences(f"De zaal is gehuurd voor dinsdag.\n\n{foot}\n") == ["De zaal is gehuurd voor dinsdag."]


def test_a_postscript_beneath_a_signature_is_text():
    assert sentences("De zaal is gehuurd.\n\nGroet,\n\nAnna\n\nPS: kun jij de sprekers bellen?\n\nFIN\n") == [
        "De zaal is gehuurd.",
        "PS: kun jij de sprekers bellen?",
    ]


@pytest.mark.parametrize(
    "text", ["Kun je mij bellen op 070 340 79 11?", "Dag van de zorg is op 10 november.", "Mevrouw De Wit is ziek."]
)
def test_what_only_looks_like_it_stays(text: str):
    assert sentences(text) == [text]


def test_a_salutation_before_the_text_on_its_line_is_left_out():
    assert sentences("Beste Anna, vorige week spraken we elkaar.") == ["vorige week spraken we elkaar."]


def test_emphasis_at_the_ends_falls_away_and_within_stays():
    assert sentences("**Kun je dit nog voor vrijdag doen?** _Dank!_ De **hele** lijst.") == [
        "Kun je dit nog voor vrijdag doen?",
        "Dank!",
        "De **hele** lijst.",
    ]


FOREIGN = {
    "italics": "*Wij vragen u met klem om een ruimere termijn voor alle vervoerders in de regio.*",
    "quotation marks": "“Wij vragen u om een ruimere termijn.\n\nWij wachten op uw antwoord.”",
    "a letter of its own": "Geachte minister,\n\nWij vragen u om een ruimere termijn.",
    "announced": "Hieronder de tekst van de brief:\n\nWij vragen u om een ruimere termijn.",
    "quoted lines": "> Wij vragen u om een ruimere termijn.",
}


@pytest.mark.parametrize("how", FOREIGN)
def test_words_of_another_are_told_apart(how: str):
    one = unit(f"Dit kregen wij gisteren binnen.\n\n{FOREIGN[how]}\n")
    assert not sentence(one, "kregen wij").foreign
    assert sentence(one, "Wij vragen").foreign


def test_holes_cut_a_sentence_and_give_no_words():
    text = "Dit is een zin die over de bladzijde\nPagina 2\nheen loopt tot hier."
    hole = (text.index("Pagina"), text.index("heen"))
    found = cut(text, (0, len(text)), [hole])
    assert [text[slice(*s.span)] for s in found] == ["Dit is een zin die over de bladzijde", "heen loopt tot hier."]


PIECES = st.sampled_from(
    [
        "De zaal is af. ",
        "Beste Anna,\n",
        "\n\n",
        "\n",
        "- ",
        "  - o ",
        "1. ",
        "* ",
        "**",
        "*",
        "# ",
        "| a | b |\n",
        "\t",
        "    ",
        "> ",
        "---\n",
        "Minister Vos: ",
        "5.1.2e ",
        "(10)(2e)",
        "?",
        ". ",
        "...",
        "Groet,\n",
        "m.b.t. ",
        "Week 23\n",
        "Actiepunten:\n",
        "“",
        "”",
        "é",
        "İ",
        "\xa0",
        "\r",
        "kun je dat doen",
        "Tel. 070 1234567\n",
        ":",
        ";",
    ]
)


@given(
    st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 30)), max_size=3),
)
def test_spans_are_in_order_apart_and_clean_whatever_the_text(text: str, holes: list[tuple[int, int]]):
    cut_out = [(a, min(len(text), a + n)) for a, n in holes if a < len(text)]
    found = cut(text, (0, len(text)), cut_out)
    at = 0
    for one in found:
        begin, end = one.span
        assert at <= begin < end <= len(text)
        assert text[begin:end] == text[begin:end].strip(" \t\n>|*_")
        assert WORD.search(text[begin:end])
        assert all(end <= a or b <= begin for a, b in cut_out if a < b)
        at = end
    assert found == cut(text, (0, len(text)), cut_out)
    assert all(s.heading is None or found[s.heading].role == "heading" for s in found)


PROSE = st.lists(
    st.sampled_from(
        [
            "De zaal is af. ",
            "dit m.b.t. 5.1.2e ",
            "Kun je dat doen? ",
            "\n\n",
            "\n",
            "- ",
            "\n1. ",
            "**",
            "want ",
            "Er zijn 1.400 mensen. ",
            "\n> ",
        ]
    ),
    max_size=30,
).map("".join)


@given(PROSE)
def test_every_word_of_running_text_stands_in_one_sentence(text: str):
    inside = [m.group() for s in cut(text, (0, len(text))) for m in WORD.finditer(text, *s.span)]
    bullets = re.sub(r"(?m)^[ >*]*(?:-[ *]+)*1\. ?", " ", text)
    assert [w for w in inside if w != "1"] == [w for w in WORD.findall(bullets) if w != "1"]


@pytest.mark.parametrize(
    "text",
    [
        "." * 90_000,
        "?! " * 30_000,
        "a." * 40_000,
        "- " * 40_000,
        "Minister " * 40_000,
        "De heer " + "(" * 90_000,
        "*" * 90_000,
        "| " * 40_000,
        "> " * 40_000,
        "1. " * 30_000,
        "„" + "a\n\n" * 30_000,
        "ps: " * 30_000,
        "\n- a" * 20_000,
        "a" * 90_000 + ",",
        "Beste " + "a " * 40_000,
        "  - a\n" * 20_000,
        "Groet\n" * 20_000,
        " " * 90_000,
        "5.1.2.e " * 40_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_text_is_cut_without_end(text: str):
    found = cut(text, (0, len(text)))
    assert all(0 <= s.span[0] < s.span[1] <= len(text) for s in found)
    assert units(mail(text)) is not None


def test_said_is_the_text_itself():
    body = "Het plan is af. Morgen gaat het weg."
    one = unit(body)
    assert " ".join(said(one)) == body
    assert one.folded == one.words(one.span).lower()


def test_a_signature_that_no_closing_opens_is_no_text():
    """Beneath a blank line, with two addresses among its short lines."""
    body = (
        "De cijfers komen maandag.\n\n[5.1.2e]\nAfdeling Toezicht\nTeam Markt\nRijksdienst voor Waterkwaliteit\n"
        "Kanaalweg 12 3526 KL Utrecht\nWerkzaam op maandag en dinsdag.\nE [5.1.2e]@rwk.nl"
    )
    assert [body[one.span[0] : one.span[1]] for one in cut(body, (0, len(body)))] == ["De cijfers komen maandag."]
