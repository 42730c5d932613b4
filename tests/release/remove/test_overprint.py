"""Boxes over print in pixels: a letter at the edge goes as a whole, and widths are of a grid where there is white."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from stripped_pages import DEJAVU

from draad.read import ReadOptions
from draad.release.remove import Area, RemoveOptions, remove_pdf
from draad.release.remove.overprint import STEP, fit

SCALE = 3
SIZE = (400.0, 100.0)
FONT = ImageFont.truetype(str(DEJAVU), 11 * SCALE)
QUICK = RemoveOptions(read=ReadOptions(ocr=False))


def printed(text: str, x: float = 40, y: float = 40, size: tuple[float, float] = SIZE) -> np.ndarray:
    """A page of pixels with one line on it."""
    picture = Image.new("L", tuple(round(side * SCALE) for side in size), 255)
    ImageDraw.Draw(picture).text((x * SCALE, y * SCALE), text, fill=0, font=FONT)
    return np.asarray(picture)


def place(text: str, of: str, x: float = 40, y: float = 40) -> tuple[float, float, float, float]:
    """Where words of a printed line stand, to the pixel."""
    start = x * SCALE + FONT.getlength(of[: of.index(text)])
    x0, y0, x1, y1 = FONT.getbbox(text)
    return (start + x0) / SCALE, y + y0 / SCALE, (start + x1) / SCALE, y + y1 / SCALE


def area(x0: float, y0: float, x1: float, y1: float) -> Area:
    return Area(1, x0, y0, x1, y1, "5.1.2.e", "woo 5.1.2.e")


def fitted(grey: np.ndarray, *areas: Area, size: tuple[float, float] = SIZE):
    return fit(grey, size, areas, [True] * len(areas))


LINE = "Wij vroegen Hannah Visser of zij komt."


def rest(grey: np.ndarray, areas: list[Area]) -> int:
    """Dark pixels outside the boxes, between the words round a name of ``LINE``."""
    left = grey.copy()
    for one in areas:
        left[int(one.y0 * SCALE) : int(np.ceil(one.y1 * SCALE)), int(one.x0 * SCALE) : int(np.ceil(one.x1 * SCALE))] = (
            255
        )
    x0, _, _, _ = place("Hannah", LINE)
    x1, _, _, _ = place("of", LINE)
    return int((left[:, int((x0 - 1) * SCALE) : int((x1 - 1) * SCALE)] < 150).sum())


@settings(deadline=None, max_examples=40)
@given(st.tuples(*[st.floats(0, 2.5)] * 4))
def test_of_a_name_whose_letters_the_box_cuts_nothing_is_left(short: tuple[float, float, float, float]) -> None:
    grey = printed(LINE)
    x0, y0, x1, y1 = place("Hannah Visser", LINE)
    found = fitted(grey, area(x0 + short[0], y0 + short[1], x1 - short[2], y1 - short[3] / 2))
    assert rest(grey, found.areas) == 0
    assert not found.cut
    (box,) = found.areas
    assert box.x0 > place("vroegen", LINE)[2]
    assert box.x1 < place("of", LINE)[0]


def test_a_letter_of_the_next_word_that_the_box_touches_stays() -> None:
    grey = printed(LINE)
    x0, y0, _, y1 = place("Hannah Visser", LINE)
    o = place("of", LINE)[0]
    asked = area(x0 - 1, y0 - 1, o + 1.5, y1 + 1)
    assert fitted(grey, asked).areas == [asked]


def test_a_rule_under_the_name_is_no_letter() -> None:
    picture = Image.fromarray(printed(LINE))
    x0, y0, x1, y1 = place("Hannah Visser", LINE)
    ImageDraw.Draw(picture).line([(60, (y1 + 1) * SCALE), (1100, (y1 + 4) * SCALE)], fill=0, width=3)
    asked = area(x0 - 1, y0 - 1, x1 + 1, y1 + 4)
    found = fitted(np.asarray(picture), asked)
    assert found.areas == [asked]
    assert not found.cut


def signed(size: tuple[float, float]) -> np.ndarray:
    """A page with a flourish that is larger than a letter."""
    picture = Image.fromarray(printed("Ons kenmerk", size=size))
    ImageDraw.Draw(picture).line([(630, 250), (800, 40), (930, 270), (1150, 60)], fill=0, width=14, joint="curve")
    return np.asarray(picture)


def test_what_is_too_large_for_a_letter_is_told_and_not_taken_in() -> None:
    asked = area(205, 10, 330, 98)
    found = fitted(signed(SIZE), asked)
    assert found.areas == [asked]
    assert found.cut
    assert all(one.x0 >= 330 for one in found.cut)


def test_a_box_with_white_beside_it_gets_a_width_of_the_grid() -> None:
    widths = set()
    for name in ("Ann", "Bram", "Ko Vis"):
        line = f"Aan: {name}"
        x0, y0, x1, y1 = place(name, line)
        found = fitted(printed(line), area(x0 - 0.5, y0 - 1, x1 + 0.5, y1 + 1))
        assert not found.tells
        widths.add(round(found.areas[0].x1 - found.areas[0].x0, 3))
    assert widths == {STEP}


def test_a_box_between_words_keeps_its_width_and_that_is_told() -> None:
    x0, y0, x1, y1 = place("Hannah Visser", LINE)
    asked = area(x0 - 0.5, y0 - 1, x1 + 0.5, y1 + 1)
    found = fitted(printed(LINE), asked)
    assert found.areas == [asked]
    assert found.tells


def test_a_widened_box_never_reaches_another() -> None:
    grey = printed("Ann")
    x0, y0, x1, y1 = place("Ann", "Ann")
    left, right = area(x0, y0, x1, y1), area(x1 + 20, y0, x1 + 20 + STEP, y1)
    found = fitted(grey, left, right)
    assert found.areas[0].x1 < found.areas[1].x0 or found.areas[0] == left


def scanned(grey: np.ndarray) -> bytes:
    """A PDF with a picture of a page."""
    file, out = io.BytesIO(), io.BytesIO()
    Image.fromarray(grey).save(file, "PNG")
    canvas = Canvas(out, pagesize=A4)
    canvas.drawImage(ImageReader(file), 0, 0, *A4)
    canvas.save()
    return out.getvalue()


def shown(data: bytes) -> np.ndarray:
    return np.asarray(pdfium.PdfDocument(data)[0].render(scale=SCALE, grayscale=True).to_pil().convert("L"))


@pytest.mark.parametrize("short", [0.7, 1.4, 2.4])
def test_the_last_letter_of_a_name_on_a_scan_goes_as_a_whole(short: float) -> None:
    grey = printed(LINE, size=A4)
    x0, y0, x1, y1 = place("Hannah Visser", LINE)
    made = remove_pdf(scanned(grey), [area(x0 + short, y0, x1 - short, y1)], QUICK)
    before, behind = int((place("vroegen", LINE)[2] + 1) * SCALE), int((place("of", LINE)[0] - 1) * SCALE)
    dark = np.flatnonzero((shown(made.data) < 150)[:, before:behind].any(axis=0))
    box = (dark[-1] - dark[0]) / SCALE  # the border of the box is the outermost ink
    assert box >= x1 - x0 - 0.7
    assert not made.cut
    assert {note.key for note in made.notes} >= {"width"}


def test_a_name_with_white_behind_it_on_a_scan_tells_no_width() -> None:
    x0, y0, x1, y1 = place("Ann", "Aan: Ann")
    made = remove_pdf(scanned(printed("Aan: Ann", size=A4)), [area(x0, y0, x1, y1)], QUICK)
    assert "width" not in {note.key for note in made.notes}


def test_what_could_not_be_taken_in_is_told_with_its_place() -> None:
    data, asked = scanned(signed(A4)), area(205, 10, 330, 98)
    (told, *_) = remove_pdf(data, [asked], QUICK).cut
    assert told.page == 1
    assert told.x0 >= 329
    assert not remove_pdf(data, [asked, area(329, 5, 390, 99)], QUICK).cut
