"""The judge of text: language passes, what a bad recognition left behind doesn't."""

from __future__ import annotations

import pytest

from draad.read.layer import better, decide, judge

PROSE = (
    "Geachte mevrouw,\n\nHierbij ontvangt u de stukken voor het overleg van donderdag. De gemeente vraagt om een "
    "reactie op het plan, voor 1 juni. Graag hoor ik of u daarbij kunt zijn.\n\nMet vriendelijke groet,\n\n"
    "Please find attached the notes of our meeting; we would like to hear from you before the end of the week.\n"
)
RUBBISH = "1111.1111 11111 il.1l Ill1 §~ ^ rq|xz wv-kqj |||| zxq vbnq ;: .l.l ~~ qpxv bdfgk 11l1l zzkq xxvw jqk\n" * 4


def test_prose_passes_and_rubbish_fails():
    assert judge(PROSE).score > 0.95
    assert judge(RUBBISH).score < 0.5


def test_a_header_of_marks_and_addresses_passes():
    text = "Van: 10.2.e\nVerzonden: dinsdag 4 augustus 2020 18:07\nAan: 5.1.2.e <5.1.2.e@minvws.nl>; █████\nCC:\n" * 5
    assert judge(text).score > 0.9


def test_a_layer_without_punctuation_is_stripped():
    bare = "".join(c for c in PROSE * 2 if c not in ".,:;@/-()")
    assert judge(bare).stripped
    assert not judge(PROSE * 2).stripped


@pytest.mark.parametrize(
    ("text", "picture", "strokes", "hidden", "verdict"),
    [
        (PROSE, 0.0, 0, False, "layer"),
        (PROSE, 1.0, 0, True, "layer"),
        (RUBBISH, 1.0, 0, True, "ocr"),
        ("", 1.0, 0, False, "ocr"),
        ("pagina 3", 0.9, 0, False, "ocr"),
        ("pagina 3", 0.0, 0, False, "layer"),
        ("", 0.0, 900, False, "ocr"),
        ("", 0.0, 0, False, "none"),
    ],
)
def test_where_to_take_the_text_from(text, picture, strokes, hidden, verdict):
    assert decide(judge(text), picture=picture, strokes=strokes, hidden=hidden) == verdict


def test_a_worse_recognition_does_not_replace_the_layer():
    assert not better(judge(RUBBISH), judge(PROSE))
    assert not better(judge(PROSE[:60]), judge(RUBBISH + PROSE))
    assert better(judge(PROSE), judge(RUBBISH))
    assert better(judge(PROSE), judge(""))
