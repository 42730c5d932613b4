"""What a viewer does not show is not read: text under something painted over it (law 2), and only that text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw
from read_pages import A4, HEIGHT, text
from read_pages import read_drawn as read
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

from draad.read import covers
from draad.read.glyphs import Glyph
from draad.read.layout import BLOCK, GAP, Rect
from draad.read.paint import Painted, Shape, Text
from draad.records import Document

Draw = Callable[[Canvas], None]
WORDS = "Van: Jan de Wit en Piet"
SECOND = "Aan: de directie"
PLACE = (84, HEIGHT - 64, 56, 14)
"""x, y, width, height: over "Jan de Wit", under no other word."""
BLACK, WHITE, GREY = Color(0, 0, 0), Color(1, 1, 1), Color(0.8, 0.8, 0.8)
words = text([WORDS, SECOND])
hidden, whole = f"Van: {BLOCK} en Piet\n{SECOND}", f"{WORDS}\n{SECOND}"


def box(colour: Color = BLACK, place: tuple[float, float, float, float] = PLACE) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(colour)
        canvas.rect(*place, fill=1, stroke=0)

    return draw


def label(said: str, colour: Color = WHITE) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(colour)
        canvas.setFont("Helvetica", 7)
        canvas.drawString(90, HEIGHT - 60, said)

    return draw


def form(*draw: Draw) -> Draw:
    """The drawing as a Form XObject, moved there and back."""

    def page(canvas: Canvas) -> None:
        canvas.beginForm("vorm")
        canvas.translate(40, -50)
        for one in draw:
            one(canvas)
        canvas.endForm()
        canvas.translate(-40, 50)
        canvas.doForm("vorm")

    return page


def picture(colour: tuple[int, int, int, int]) -> Draw:
    image = ImageReader(Image.new("RGBA", (40, 10), colour))
    return lambda canvas: canvas.drawImage(image, *PLACE, mask="auto")


def annotation(kind: str, *, colour: tuple[float, ...] | None = None, said: str | None = None) -> Draw:
    """An annotation without a drawn form of its own."""
    x, y, width, height = PLACE
    corners = [x, y + height, x + width, y + height, x, y, x + width, y]
    entries = {
        "Type": PDFName("Annot"),
        "Subtype": PDFName(kind),
        "Rect": PDFArray([x, y, x + width, y + height]),
        "QuadPoints": PDFArray(corners),
    }
    if colour is not None:
        entries["IC" if kind == "Square" else "C"] = PDFArray(list(colour))
    if said is not None:
        entries["OverlayText"] = PDFString(said)
    return lambda canvas: canvas._addAnnotation(PDFDictionary(entries))


def marker(canvas: Canvas) -> None:
    canvas.setLineWidth(13)
    canvas.line(90, HEIGHT - 57, 134, HEIGHT - 57)


def clipped(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(*PLACE)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.rect(0, 0, *A4, fill=1)


def underline(canvas: Canvas) -> None:
    canvas.rect(84, HEIGHT - 62, 56, 1, fill=1)
    canvas.line(84, HEIGHT - 57, 140, HEIGHT - 57)


@pytest.mark.parametrize(
    "cover",
    [
        box(),
        box(Color(0.1, 0, 0.3)),
        box(Color(0, 0, 0, alpha=0.96)),
        form(box()),
        form(box(GREY), box()),
        picture((20, 20, 20, 255)),
        clipped,
        annotation("Redact"),
        annotation("Square", colour=(0, 0, 0)),
        annotation("Highlight", colour=(0, 0, 0)),
    ],
)
def test_words_under_a_cover_are_not_read(cover):
    document = read(words, cover)
    assert document.text == hidden
    assert document.warnings == ("places with text under what was painted over it: 1; it is left out (page 1)",)


def test_a_marker_is_a_thick_line():
    assert "Wit" not in read(words, marker).text
    assert BLOCK in read(words, marker).text


def test_words_in_a_form_under_a_cover_are_not_read():
    assert read(form(words), box()).text == hidden


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_also_on_rotated_pages(rotate):
    assert read(words, box(), rotate=rotate).text == hidden
    assert read(words, form(box()), rotate=rotate).text == hidden


def test_a_white_cover_leaves_a_gap_of_fixed_width():
    assert read(words, box(WHITE)).text == f"Van: {GAP} en Piet\n{SECOND}"


def test_a_line_that_is_wholly_white_is_blank_and_has_no_place():
    document = read(words, text(["derde"], y=88), box(WHITE, (50, HEIGHT - 78, 300, 13)))
    assert document.text == f"{WORDS}\n\nderde"
    assert document.boxes[1] is None


def test_nothing_measures_what_is_hidden():
    """Law 2: longer words under the same box, and a wider box, read the same."""

    def page(name: str, width: float) -> Document:
        return read(text([f"Van: {name}"]), box(place=(84, HEIGHT - 64, width, 14)))

    short, long = page("Jo", 150), page("Johannes van den Berg", 150)
    assert (short.text, short.boxes) == (long.text, long.boxes)
    assert page("Jo", 30).text == short.text


@pytest.mark.parametrize("colour", [BLACK, WHITE, GREY])
def test_a_label_printed_on_the_cover_stands_for_it(colour):
    document = read(words, box(colour), label("5.1.2e", WHITE if colour == BLACK else BLACK))
    assert document.text == f"Van: 5.1.2e en Piet\n{SECOND}"
    assert document.warnings


def test_the_words_that_a_redaction_annotation_wants_stand_for_it():
    assert read(words, annotation("Redact", said="5.1.2e")).text == f"Van: 5.1.2e en Piet\n{SECOND}"


def test_what_is_drawn_above_a_redaction_annotation_does_not_lift_it():
    place = Rect(0, 0, 50, 20)
    redaction, frame = Shape(5, place, certain=True), Shape(9, place)
    painted = Painted({1: Text(2, None, inkless=False)}, [redaction, frame])
    glyph = Glyph("a", 10, 15, 10, 5, 18, 18, 0, generated=False, owner=1, ink=Rect(10, 7, 17, 15))
    assert covers._under([glyph], painted) == [(glyph, [redaction])]


def test_a_text_annotation_is_a_label_too():
    def free(canvas: Canvas) -> None:
        x, y, width, height = PLACE
        canvas.freeTextAnnotation("10.2.e", DA="/Helv 8 Tf", Rect=[x, y, x + width, y + height])

    assert read(words, box(), free).text == f"Van: 10.2.e en Piet\n{SECOND}"


def test_one_box_over_two_lines_gives_a_sign_on_each():
    assert read(words, box(place=(84, HEIGHT - 80, 56, 32))).text == f"Van: {BLOCK} en Piet\nAan: {BLOCK}"


def test_boxes_that_touch_are_one_sign():
    x, y, _, height = PLACE
    assert read(words, box(place=(x, y, 30, height)), box(place=(x + 29, y, 27, height))).text == hidden


@pytest.mark.parametrize(
    "harmless",
    [
        box(Color(1, 1, 0, alpha=0.4)),
        box(Color(1, 1, 0, alpha=0.7)),
        picture((255, 255, 0, 60)),
        picture((0, 0, 0, 0)),
        underline,
        annotation("Highlight", colour=(1, 1, 0)),
        annotation("Square"),
        lambda canvas: canvas.rect(*PLACE, fill=0),
        box(place=(300, 300, 100, 20)),
    ],
)
def test_what_hides_nothing_changes_nothing(harmless):
    document = read(words, harmless)
    assert (document.text, document.warnings) == (whole, ())


def test_shading_below_the_words_hides_nothing():
    document = read(box(GREY), box(WHITE, (50, 50, 500, 700)), words)
    assert (document.text, document.warnings) == (whole, ())


def scanned(canvas: Canvas, *, below: bool) -> None:
    """A scan with a hidden layer; the first name was blacked out on the picture only, after it was recognised."""
    image = Image.new("L", (1190, 1684), 250)
    draw = ImageDraw.Draw(image)
    draw.rectangle((168, 100, 280, 128), fill=5)
    draw.rectangle((120, 140, 124, 160), fill=5)
    if not below:
        canvas.drawImage(ImageReader(image), 0, 0, *A4)
    lines = canvas.beginText(60, HEIGHT - 60)
    lines.setFont("Helvetica", 11)
    lines.setTextRenderMode(0 if below else 3)
    for line in (WORDS, SECOND):
        lines.textLine(line)
    canvas.drawText(lines)
    if below:
        canvas.drawImage(ImageReader(image), 0, 0, *A4)


@pytest.mark.parametrize("below", [False, True])
def test_a_hidden_layer_is_read_but_where_its_picture_is_black(below):
    assert read(lambda canvas: scanned(canvas, below=below)).text == hidden
