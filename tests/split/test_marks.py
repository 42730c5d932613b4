"""Redaction marks: every spelling that releases use, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from split_texts import spelled

from draad.knowledge import load
from draad.split.marks import exact, find, ground

WOO_E = ("ground", "woo", "5.1.2.e")
WOB_E = ("ground", "wob", "10.2.e")

SURE = [
    ("5.1.2e", *WOO_E),
    ("5.1.2.e", *WOO_E),
    ("5.1 .2e", *WOO_E),
    ("5.1. 2e", *WOO_E),
    ("5.1, lid 2, sub e", *WOO_E),
    ("5.1 lid 2 sub e", *WOO_E),
    ("5.1, tweede lid, onder e", *WOO_E),
    ("5.1.2.i", "ground", "woo", "5.1.2.i"),
    ("5.1.1.c", "ground", "woo", "5.1.1.c"),
    ("5.1.2 b", "ground", "woo", "5.1.2.b"),
    ("[5.1.2.e]", *WOO_E),
    ("[ 5.1.2.e ]", *WOO_E),
    ("{5.1.2.e}", *WOO_E),
    ("[Woo 5.1.2.e]", *WOO_E),
    ("10.2.e", *WOB_E),
    ("10.2 e", *WOB_E),
    ("10.2e", *WOB_E),
    ("10 2 e", *WOB_E),
    ("10.2.g", "ground", "wob", "10.2.g"),
    ("10.2.d", "ground", "wob", "10.2.d"),
    ("10.1.c", "ground", "wob", "10.1.c"),
    ("10, lid 2, sub e", *WOB_E),
    ("(10)(2e)", *WOB_E),
    ("(10)(2g)", "ground", "wob", "10.2.g"),
    ("(10)(26)", *WOB_E),
    ("(10)(20)", *WOB_E),
    ("(10)(2e", *WOB_E),
    ("10)(2e)", *WOB_E),
    ("(10) (2e)", *WOB_E),
    ("(11)(1)", "ground", "wob", "11.1"),
    ("11)(1)", "ground", "wob", "11.1"),
    ("[redacted]", "redacted", None, None),
    ("[Redacted]", "redacted", None, None),
    ("[redactcd]", "redacted", None, None),
    ("[gelakt]", "redacted", None, None),
    ("[GELAKT: 5.1.2e]", *WOO_E),
    ("[GELAKT: 10.2.g]", "ground", "wob", "10.2.g"),
    ("[geanonimiseerd]", "redacted", None, None),
    ("[onleesbaar gemaakt]", "redacted", None, None),
    ("█", "block", None, None),
    ("██████", "block", None, None),
    ("■■■", "block", None, None),
]


@pytest.mark.parametrize(("mark", "kind", "law", "article"), SURE, ids=[c[0] for c in SURE])
def test_a_mark_names_its_law_and_article(mark: str, kind: str, law: str | None, article: str | None):
    text = f"Ik sprak {mark} gisteren."
    found = find(text)
    assert spelled(text, found) == [mark]
    assert (found[0].kind, found[0].law, found[0].article) == (kind, law, article)


@pytest.mark.parametrize("mark", [c[0] for c in SURE])
def test_a_mark_alone_on_its_line_is_one_mark(mark: str):
    text = f"Dag,\n{mark}\nGroet"
    assert spelled(text, find(text)) == [mark]


# Spellings so bare that they count only in a document that holds a sure one.
BESIDE = [
    ("512e", "5.1.2.e", "5.1.2.e"),
    ("s12e", "5.1.2.e", "5.1.2.e"),
    ("5.1.2.©", "5.1.2.e", "5.1.2.e"),
    ("5.I.2.e", "5.1.2.e", "5.1.2.e"),
    ("S.1.2.e", "5.1.2.e", "5.1.2.e"),
    ("102e", "10.2.e", "10.2.e"),
    ("1002e", "(10)(2e)", "10.2.e"),
    ("(10/20)", "(10)(2e)", None),
    ("(1O)(2e)", "(10)(2e)", "10.2.e"),
]


@pytest.mark.parametrize(("damaged", "sure", "article"), BESIDE, ids=[c[0] for c in BESIDE])
def test_a_damaged_mark_counts_beside_a_sure_one(damaged: str, sure: str, article: str | None):
    text = f"Aan {sure} en {damaged} van het team"
    found = find(text)
    assert spelled(text, found) == [sure, damaged]
    if article:
        assert found[1].article in (article, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dag,\n\nbuiten verzoek\n\nGroet", "scope"),
        ("Dag,\n\n*buiten reikwijdte*\n\nGroet", "scope"),
        ("Dag,\nBuiten reikwijdte verzoek\nGroet", "scope"),
        ("Dag,\n[buiten verzoek]\nGroet", "scope"),
        ("Zie *dubbel* hier", "duplicate"),
        ("Dag,\ndubbel\nGroet", "duplicate"),
    ],
)
def test_words_that_stand_by_themselves_say_that_something_was_left_out(text: str, kind: str):
    assert [m.kind for m in find(text)] == [kind]


LOOK_ALIKES = [
    # houses and rooms
    "Kerkstraat 512e",
    "Dorpsstraat 102e",
    "Laan van Meerdervoort 512",
    "Postbus 512",
    "kamer 10.2",
    "kamer 5.1",
    "zaal 11",
    "Nieuwegracht 10 2 hoog",
    "huisnummer 10a",
    # amounts and figures
    "€ 10.200",
    "€ 5.120,00",
    "€10.2 miljoen",
    "10.2 miljoen",
    "5.2%",
    "5.2 procent",
    "5,1 fte",
    "11.1 uur",
    "102 euro",
    "512 mensen",
    "5.120 eenheden",
    "10.2 mld",
    # dates and times
    "10-2-2020",
    "10.2.2020",
    "5.1.2021",
    "5/12/2020",
    "11-1",
    "10:20",
    "10.20 uur",
    "11.10 uur",
    "11.1.2021",
    "5.12 uur",
    # versions and numbering
    "versie 5.1",
    "versie 10.2",
    "v5.1.2",
    "paragraaf 5.1",
    "paragraaf 5.2",
    "tabel 10.6",
    "hoofdstuk 11.1",
    "punt 10)",
    "(1) en (2)",
    "(10 personen)",
    "(5 stuks)",
    "192.168.10.2",
    "1.5.1.2",
    # telephone and account numbers
    "070 5121020",
    "06-10251112",
    "(070) 512 10 20",
    "NL10INGB0005121020",
    # references to the law
    "artikel 5.1",
    "artikel 5.1.2.e van de Woo",
    "artikel 10.2.e van de Wob",
    "art. 10.2.e",
    "artikel 5.1, lid 2, sub e",
    "op grond van 5.1.2.e",
    "artikel 11.1 Wob",
    # words
    "[bijlage]",
    "[concept]",
    "[1]",
    "(zie bijlage)",
    "dubbel zoveel",
    "dat is dubbel werk",
    "dit valt buiten het verzoek dat wij kregen",
    "een dubbele afspraak",
    "5e verdieping",
    "10e editie",
    "2e kamer",
    "102e dag",
]


@pytest.mark.parametrize("words", LOOK_ALIKES)
def test_what_only_looks_like_a_mark_is_none(words: str):
    text = f"Wij noemden {words} in ons overleg."
    assert spelled(text, find(text)) == []


@pytest.mark.parametrize(
    "words",
    ["Kerkstraat 512e", "€ 10.200", "10:20", "10-2-2020", "artikel 5.1.2.e", "070 5121020", "11.10 uur", "versie 5.1"],
)
def test_a_look_alike_is_none_beside_a_sure_mark_either(words: str):
    text = f"Wij spraken 5.1.2.e en (10)(2e) over {words} in ons overleg."
    assert spelled(text, find(text)) == ["5.1.2.e", "(10)(2e)"]


def test_a_mark_within_the_brackets_of_a_sentence_stands_without_them():
    text = "Dat zei hij (zie 5.1.2.e) gisteren."
    assert spelled(text, find(text)) == ["5.1.2.e"]


def test_marks_stand_in_addresses():
    text = "Aan: 5.1.2.e <5.1.2.e@minvws.nl>; [redacted]@rivm.nl"
    assert spelled(text, find(text)) == ["5.1.2.e", "5.1.2.e", "[redacted]"]


def test_marks_that_touch_are_apart():
    text = "(10)(2e)(10)(2e) en [redacted][redacted]"
    assert spelled(text, find(text)) == ["(10)(2e)", "(10)(2e)", "[redacted]", "[redacted]"]


def test_the_spans_of_a_value_leave_damaged_marks_out():
    value = "gesprek 5.1.2.e en 512e"
    assert [value[a:b] for a, b in exact(value)] == ["5.1.2.e"]


@pytest.mark.parametrize(("law", "article"), [(law, a) for law in ("woo", "wob") for a in load("marks")[law]])
def test_every_ground_of_the_law_is_read_from_its_own_number(law: str, article: str):
    assert ground(article) == (law, article)


@pytest.mark.parametrize("spelling", ["", "[redacted]", "5.1", "10.2", "12.3.e", "█"])
def test_a_mark_without_ground_has_none(spelling: str):
    assert ground(spelling) == (None, None)


PIECES = [
    "5.1.2.e",
    "(10)(2e)",
    "[redacted]",
    "512e",
    "s12e",
    "(",
    ")",
    "[",
    "]",
    "10",
    ".",
    " ",
    "\n",
    "█",
    "dubbel",
    "€",
    "é",
    "İ",
    "ß",
    "(11)(1)",
    "artikel ",
    "\x00",
    "\u202e",
]


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
def test_marks_lie_in_the_text_in_order_and_apart(text: str):
    found = find(text)
    at = 0
    for mark in found:
        assert at <= mark.span[0] < mark.span[1] <= len(text)
        at = mark.span[1]
    assert find(text) == found
