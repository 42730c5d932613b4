"""Scans on which the ground is printed in white on what was blacked out, with the layer that somebody recognised."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw
from read_pages import HEIGHT, pdf, scan, text
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from draad.read import ReadOptions, blackened, labels, read_bytes
from draad.read.layout import BLOCK
from draad.read.printed import find
from draad.split import marks

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
LETTER = [
    "Van:",
    "Verzonden: maandag 6 november 2023 08:15",
    "Aan:",
    "Onderwerp: De planning van de brug",
    "",
    "Beste",
    "Morgen spreken wij over de kosten van het onderzoek.",
    "De gemeente wil voor het einde van het jaar een besluit nemen.",
]
PLACES = {0: (95, 90), 2: (95, 70), 5: (98, 40)}
"""Line of a box: its left side and width."""


def boxes(label: str = "5.1.2e", colour: tuple[float, float, float] = (0, 0, 0)) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for line, (x, width) in PLACES.items():
            y = HEIGHT - 60 - 14 * line
            canvas.setFillColorRGB(*colour)
            canvas.rect(x, y - 3, width, 13, stroke=0, fill=1)
            canvas.setFillColorRGB(1, 1, 1)
            canvas.setFont("Helvetica", 7.5)
            canvas.drawCentredString(x + width / 2, y, label)
            canvas.setFillColorRGB(0, 0, 0)

    return draw


def page(*draw: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    def drawn(canvas: Canvas) -> None:
        for one in draw:
            one(canvas)

    return drawn


def layered(picture_of: bytes, layer: list[str], *, angle: float = 0.0) -> bytes:
    """The first page as a picture, with these lines recognised on it."""
    import pypdfium2

    image = pypdfium2.PdfDocument(scan(picture_of, angle=angle))[0].render(scale=200 / 72).to_pil()

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(image), 0, 0, *A4)
        lines = canvas.beginText(60, HEIGHT - 60)
        lines.setFont("Helvetica", 11)
        lines.setTextRenderMode(3)
        lines.setLeading(14)
        for line in layer:
            lines.textLine(line)
        canvas.drawText(lines)

    return pdf(draw)


def read(data: bytes, *, ocr: bool = True) -> str:
    (document,) = read_bytes(data, "a.pdf", "a.pdf", "0" * 64, ReadOptions(ocr=ocr))
    return document.text


SEEN = [
    "Van: BEEEEGEN:",
    LETTER[1],
    "Aan: MEEECE.",
    LETTER[3],
    "",
    "Beste EEN",
    *LETTER[6:],
]
"""What recognition makes of the letter with boxes."""


@needs_tesseract
@pytest.mark.parametrize("label", ["5.1.2e", "5.1.2.i", "10.2.e", "(10)(2e)"])
def test_the_ground_printed_on_a_black_box_stands_in_its_place(label):
    found = read(layered(pdf(page(text(LETTER), boxes(label))), SEEN)).splitlines()
    assert [found[0], found[2], found[5]] == [f"Van: {label}", f"Aan: {label}", f"Beste {label}"]
    assert found[6:] == LETTER[6:]


@needs_tesseract
@pytest.mark.parametrize("angle", [-1.3, 0.8])
def test_a_page_that_lies_askew_has_its_boxes_too(angle):
    assert len(marks.find(read(layered(pdf(page(text(LETTER), boxes())), SEEN, angle=angle)))) == 3


@needs_tesseract
@pytest.mark.parametrize("colour", [(0.1, 0.1, 0.45), (0.45, 0.08, 0.1)])
def test_dark_colours_are_as_black(colour):
    assert read(layered(pdf(page(text(LETTER), boxes(colour=colour))), SEEN)).count("5.1.2e") == 3


@needs_tesseract
def test_a_ground_without_a_letter_gets_brackets_for_its_box():
    assert [mark.article for mark in marks.find(read(layered(pdf(page(text(LETTER), boxes("5.2"))), SEEN)))] == [
        "5.2"
    ] * 3


def test_without_recognition_a_sign_stands_there():
    found = read(layered(pdf(page(text(LETTER), boxes())), SEEN), ocr=False)
    assert found.count(BLOCK) == 3
    assert "EE" not in found


def test_what_the_layer_still_says_of_a_black_place_is_not_shown():
    """The layer was made before; a short box over one word is seen as well as a long one."""
    named = ["Van: Wim de Zwart", LETTER[1], "Aan: Anna Bos", LETTER[3], "", "Beste Anna", *LETTER[6:]]
    found = read(layered(pdf(page(text(LETTER), boxes(""))), named), ocr=False)
    assert found.splitlines()[:6:5] == [f"Van: {BLOCK}", f"Beste {BLOCK}"]
    assert not any(name in found for name in ("Wim", "Zwart", "Anna", "Bos"))


@needs_tesseract
def test_words_on_the_dark_head_of_a_table_stay():
    def table(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.1, 0.1, 0.25)
        canvas.rect(60, HEIGHT - 63 - 14 * 9, 400, 13, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.setFont("Helvetica", 10)
        for x, word in ((64, "Nummer"), (160, "Omschrijving"), (300, "Bedrag")):
            canvas.drawString(x, HEIGHT - 60 - 14 * 9, word)
        canvas.setFillColorRGB(0, 0, 0)

    drawn = pdf(page(text(LETTER), table))
    layer = [*LETTER, "", "Nummer                    Omschrijving                    Bedrag"]
    for found in (read(layered(drawn, layer)), read(scan(drawn, dpi=300))):
        assert BLOCK not in found
        assert all(word in found for word in ("Nummer", "Omschrijving", "Bedrag"))


@needs_tesseract
def test_own_recognition_reads_the_ground_too():
    found = read(scan(pdf(page(text(LETTER), boxes()))))
    assert found.count("5.1.2e") == 3
    assert BLOCK not in found


def test_a_barcode_a_square_code_and_a_frame_are_no_boxes():
    import numpy as np

    image = Image.new("L", (1200, 800), 255)
    draw = ImageDraw.Draw(image)
    for n in range(40):
        draw.rectangle((100 + 9 * n, 100, 103 + 9 * n, 180), fill=0)
    draw.rectangle((100, 300, 156, 356), fill=0)  # the corner of a QR code
    draw.rectangle((108, 308, 148, 348), fill=255)
    draw.rectangle((116, 316, 140, 340), fill=0)
    draw.rectangle((400, 300, 900, 360), outline=0, width=5)
    assert find(np.asarray(image, dtype=np.uint8), 200) == []


@pytest.mark.parametrize("angle", [-1.5, 2.0])
def test_a_point_of_a_page_that_lies_askew_is_where_the_page_set_level_has_it(angle):
    """Turned the wrong way, words stand a line beside the box that hides them, and stay."""
    grey = np.full((400, 400), 255, dtype=np.uint8)
    grey[200:203, 100:103] = 0
    ys, xs = np.nonzero(blackened._turned(grey, angle) < 128)
    place = blackened._Place(200, 200, math.sin(math.radians(angle)), math.cos(math.radians(angle)))
    assert place.level(101.5, 201.5) == pytest.approx((xs.mean() + 0.5, ys.mean() + 0.5), abs=0.7)
    assert place.back(*place.level(101.5, 201.5)) == pytest.approx((101.5, 201.5))


@pytest.mark.parametrize(
    "place",
    [(55, 60, 490, HEIGHT - 250), (50, 60, 495, HEIGHT - 130), (60, 300, 110, 380)],
    ids=["most of a page", "all of a page but its head", "a column of names"],
)
def test_a_passage_blacked_out_in_one_piece_has_its_sign(place):
    """However high it is: only something as narrow as the ribbon of a logo may be one."""

    def draw(canvas: Canvas) -> None:
        text(LETTER)(canvas)
        canvas.rect(*place, stroke=0, fill=1)

    assert BLOCK in read(layered(pdf(draw), LETTER), ocr=False)


def ribbon(canvas: Canvas) -> None:
    """At the head of a letter: an upright dark band with a light drawing low in it, slices of it above and below."""
    left, top = 285, HEIGHT - 200
    canvas.rect(left, top - 95, 34, 95, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.circle(left + 17, top - 76, 8.5, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.circle(left + 17, top - 76, 5, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(left + 4, top - 82, 26, 3, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)


@pytest.mark.parametrize("angle", [0.0, 0.8])
def test_the_black_ribbon_of_a_logo_is_no_mark(angle):
    drawn = pdf(page(text(LETTER), boxes(""), ribbon))
    assert read(layered(drawn, SEEN, angle=angle), ocr=False).count(BLOCK) == len(PLACES)


@needs_tesseract
def test_nor_is_it_one_where_draad_recognises_the_page_itself():
    found = read(scan(pdf(page(text(LETTER), boxes(""), ribbon))))
    assert found.count(BLOCK) == len(PLACES)


@pytest.mark.parametrize("label", ["", "5.1.2e"])
@pytest.mark.parametrize("gap", [0.0, 0.5])
def test_names_blacked_out_below_each_other_are_no_ribbon(label, gap):
    """Touching, of one width or ragged, higher together than wide; with labels there is light in each."""

    def draw(canvas: Canvas) -> None:
        for line in range(len(names)):
            y, width = HEIGHT - 63 - 14 * line, 44 + 9 * (line % 3)
            canvas.rect(60, y, width, 14 - gap, stroke=0, fill=1)
            canvas.setFillColorRGB(1, 1, 1)
            canvas.setFont("Helvetica", 7.5)
            canvas.drawCentredString(60 + width / 2, y + 4, label)
            canvas.setFillColorRGB(0, 0, 0)

    names = ["Anna Bos", "Wim Smit", "Els Vos"] * 3
    others = [14 * " " + "heeft ingestemd met het voorstel van de gemeente" for _ in names]
    found = read(
        layered(pdf(page(text(others), draw)), [a + b[8:] for a, b in zip(names, others, strict=True)]), ocr=False
    )
    assert found.count(BLOCK) == len(names)
    assert not any(name in found for name in ("Bos", "Smit", "Vos"))


@pytest.mark.parametrize(
    ("said", "ground"),
    [
        ("5.1.2e", "5.1.2e"),
        ("9.1.2.e", "5.1.2.e"),
        ("5.1.21", "5.1.2i"),
        ("5.2", "[5.2]"),
        ("12.1.2e", ""),
        ("5.1.24", ""),
    ],
)
def test_what_counts_as_a_ground_on_a_box(said, ground):
    table = "\n".join(["", "\t".join(["5", "1", "1", "1", "1", "1", "40", "20", "90", "60", "90", said])])
    piece = Image.new("L", (60, 20), 255)
    ImageDraw.Draw(piece).rectangle((20, 6, 40, 14), fill=0)
    import numpy as np

    (told,) = labels.on_dark([np.asarray(piece, dtype=np.uint8)], lambda sheet, signs: table)
    assert told.ground == ground
