"""A black box under which the words were really removed gives a sign; tables, charts and ornament give none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image
from read_pages import A4, HEIGHT, text
from read_pages import read_drawn as read
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from draad.read import bars
from draad.read.layout import BLOCK, Rect
from draad.read.paint import Painted, Shape
from draad.records import Document

Draw = Callable[[Canvas], None]
BLACK, WHITE, BLUE = Color(0, 0, 0), Color(1, 1, 1), Color(0.08, 0.26, 0.45)
BODY = ["Geachte heer,", "", "Het stuk is vandaag besproken.", "Er is nog niets besloten."]


def at(x: float, y: float, said: str, colour: Color = BLACK) -> Draw:
    """``said`` with its baseline ``y`` points from the top."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.setFillColor(colour)
        canvas.drawString(x, HEIGHT - y, said)

    return draw


def box(x: float, y: float, width: float = 60, height: float = 14, colour: Color = BLACK) -> Draw:
    """A filled box that stands on a line whose baseline is ``y`` points from the top."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(colour)
        canvas.rect(x, HEIGHT - y - 3, width, height, fill=1, stroke=0)

    return draw


def stroke(canvas: Canvas) -> None:
    canvas.setLineWidth(13)
    canvas.line(86, HEIGHT - 56, 146, HEIGHT - 56)


def form(*draw: Draw) -> Draw:
    def page(canvas: Canvas) -> None:
        canvas.beginForm("vorm")
        for one in draw:
            one(canvas)
        canvas.endForm()
        canvas.doForm("vorm")

    return page


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (60, 14), (8, 8, 8))), 86, HEIGHT - 63, 60, 14)


def header(*name: Draw) -> Document:
    return read(at(60, 60, "Van:"), *name, at(150, 60, "<@minsenw.nl>"), at(60, 74, "Aan: de directie"))


HIDDEN = f"Van: {BLOCK} <@minsenw.nl>\nAan: de directie"


@pytest.mark.parametrize(
    "name", [box(86, 60), form(box(86, 60)), stroke, picture, box(86, 60, colour=Color(0.2, 0.2, 0.2))]
)
def test_a_name_in_a_header_that_was_removed_is_a_sign(name):
    document = header(name)
    assert document.text == HIDDEN
    assert document.warnings == ()


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_also_on_rotated_pages(rotate):
    document = read(at(60, 60, "Van:"), box(86, 60), at(60, 74, "Aan: de directie"), rotate=rotate)
    assert document.text == f"Van: {BLOCK}\nAan: de directie"


def test_a_name_amid_a_sentence_and_one_within_an_address():
    document = read(
        at(60, 60, "Gisteren heeft"), box(135, 60, 80), at(219, 60, "gebeld over het plan."),
        at(60, 74, "Mail:"), at(90, 74, "<"), box(97, 74, 30), at(127, 74, "@minwwv.nl>"),
    )  # fmt: skip
    assert document.text == f"Gisteren heeft {BLOCK} gebeld over het plan.\nMail: <{BLOCK}@minwwv.nl>"


def test_each_addressee_has_its_sign():
    names = [one for n in range(3) for one in (box(90 + 70 * n, 60, 60), at(151 + 70 * n, 60, ";"))]
    document = read(at(60, 60, "Aan:"), *names, at(60, 74, "Onderwerp: het plan"))
    assert document.text == f"Aan: {BLOCK}; {BLOCK}; {BLOCK};\nOnderwerp: het plan"


def test_boxes_that_touch_are_one_sign():
    assert header(box(86, 60, 30), box(116, 60, 20), box(120, 61, 26, 15)).text == HIDDEN


@pytest.mark.parametrize("height", [12, 40, 120])
def test_a_paragraph_is_one_sign_on_a_line_of_its_own_and_keeps_its_place(height):
    document = read(
        at(60, 60, "Geachte heer,"), box(60, 80 + height, 400, height), at(60, 110 + height, "Hoogachtend,")
    )
    assert document.text.split() == ["Geachte", "heer,", BLOCK, "Hoogachtend,"]
    line = document.text.split("\n").index(BLOCK)
    place = document.boxes[line]
    assert place is not None
    assert (place.x0, place.x1, round(place.y1 - place.y0)) == (60, 460, height)


def test_lines_of_a_paragraph_whose_boxes_touch_are_one_sign():
    lines = [box(60, 100 + 14 * n, 400 - 90 * (n == 2)) for n in range(3)]
    document = read(at(60, 60, "Geachte heer,"), *lines, at(60, 160, "Hoogachtend,"))
    assert document.text.count(BLOCK) == 1


def test_boxes_below_each_other_keep_their_own_lines():
    fields = [
        one
        for n, name in enumerate(("Van:", "Aan:", "Cc:"))
        for one in (at(60, 60 + 14 * n, name), box(120, 60 + 14 * n))
    ]
    lines = read(*fields).text.split("\n")
    assert [line.split() for line in lines] == [["Van:", BLOCK], ["Aan:", BLOCK], ["Cc:", BLOCK]]


def test_the_indentation_of_a_quotation_stays():
    document = read(text(BODY), at(90, 120, "Van:"), box(116, 120), at(90, 134, "Aan: de directie"), box(90, 148, 100))
    lines = document.text.split("\n")[-3:]
    assert [line.strip() for line in lines] == [f"Van: {BLOCK}", "Aan: de directie", BLOCK]
    assert len({len(line) - len(line.lstrip()) for line in lines}) == 1


def test_nothing_measures_what_was_removed():
    """Law 2: a wider box reads the same."""
    assert read(at(60, 60, "Van:"), box(86, 60, 30)).text == read(at(60, 60, "Van:"), box(86, 60, 180)).text


def table(canvas: Canvas) -> None:
    """A dark head with white words and an empty cell, rules, and a black cell within the grid."""
    canvas.setFillColor(BLACK)
    for n, word in enumerate(("Nr", "", "Datum")):
        canvas.setFillColor(BLACK)
        canvas.rect(60 + 80 * n, HEIGHT - 204, 79.5, 16, fill=1, stroke=0)
        canvas.setFillColor(WHITE)
        canvas.drawString(64 + 80 * n, HEIGHT - 200, word)
    canvas.setFillColor(BLACK)
    for n in range(4):
        canvas.line(60 + 80 * n, HEIGHT - 260, 60 + 80 * n, HEIGHT - 204)
        canvas.line(60, HEIGHT - 224 - 18 * min(n, 2), 300, HEIGHT - 224 - 18 * min(n, 2))
    canvas.drawString(64, HEIGHT - 238, "1")
    canvas.rect(140, HEIGHT - 242, 80, 18, fill=1, stroke=1)


def columns(canvas: Canvas) -> None:
    for n, height in enumerate((14, 33, 25)):
        canvas.drawString(50, HEIGHT - 240 + 12 * n, str(n))
        canvas.rect(80 + 50 * n, HEIGHT - 240, 34, height, fill=1, stroke=0)


def bars_on_an_axis(canvas: Canvas) -> None:
    canvas.line(120, HEIGHT - 260, 120, HEIGHT - 180)
    for n in range(3):
        canvas.drawString(70, HEIGHT - 200 - 24 * n, "Zeist")
        canvas.rect(120, HEIGHT - 203 - 24 * n, 40 + 30 * n, 14, fill=1, stroke=0)


def legend(canvas: Canvas) -> None:
    for n in range(3):
        canvas.rect(60, HEIGHT - 200 - 20 * n, 8, 8, fill=1, stroke=0)
        canvas.drawString(72, HEIGHT - 200 - 20 * n, "totaal")


def rules(canvas: Canvas) -> None:
    canvas.rect(60, HEIGHT - 120, 470, 4, fill=1, stroke=0)
    canvas.rect(60, HEIGHT - 90, 150, 1, fill=1, stroke=0)
    canvas.setLineWidth(6)
    canvas.line(60, HEIGHT - 130, 530, HEIGHT - 130)


def photograph(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.linear_gradient("L")), 300, HEIGHT - 92, 60, 14)


@pytest.mark.parametrize(
    "harmless",
    [
        table,
        columns,
        bars_on_an_axis,
        legend,
        rules,
        photograph,
        box(200, 88, colour=WHITE),
        box(300, 88, colour=BLUE),
        box(300, 88, colour=Color(0, 0, 0, alpha=0.3)),
        box(0, 130, A4[0], 14),
        box(300, 600),
        box(400, 95, 40, 45),
        box(50, 88, 6, 6),
        lambda canvas: canvas.rect(300, HEIGHT - 90, 60, 14, fill=0),
    ],
)
def test_what_is_no_redaction_gives_no_sign(harmless):
    assert BLOCK not in read(text(BODY), harmless).text


def test_a_dark_page_gives_no_sign():
    def page(canvas: Canvas) -> None:
        canvas.rect(0, 0, *A4, fill=1)
        canvas.rect(200, HEIGHT - 63, 60, 14, fill=1)

    assert BLOCK not in read(page, at(60, 60, "Geachte heer,", WHITE), at(300, 60, "dag", WHITE)).text


def test_a_label_on_the_box_stays_and_no_sign_is_added():
    document = read(at(60, 60, "Van:"), box(86, 60), at(90, 60, "5.1.2e", WHITE), at(60, 74, "Aan: de directie"))
    assert document.text == "Van: 5.1.2e\nAan: de directie"


def test_words_under_the_box_give_one_sign_only():
    document = read(at(60, 60, "Van: Jan de Wit"), box(86, 60), at(60, 74, "Aan: de directie"))
    assert document.text == f"Van: {BLOCK}\nAan: de directie"


def test_a_page_of_boxes_without_text_is_not_asked():
    assert read(box(86, 60)).text == ""


def test_a_drawing_of_many_dark_shapes_is_left_alone():
    shapes = [Shape(n, Rect(n, 10, n + 9, 20), dark=True) for n in range(300)]
    assert bars.possible(Painted(shapes=shapes[:5]), 800) == shapes[:5]
    assert bars.possible(Painted(shapes=shapes), 800) == []
