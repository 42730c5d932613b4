"""A page as an image: what is recognised on it stays out of the areas that are white."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from stripped_pages import drawn

from draad.read import ReadOptions
from draad.read.layout import Word
from draad.release.remove import Area, RemoveOptions, remove_pdf
from draad.release.remove.raster import _beside

AREA = Area(1, 100, 50, 200, 62, "5.1.2.e", "woo 5.1.2.e")


def word(x0: float, x1: float, base: float = 60) -> Word:
    return Word("woord", x0, x1, base, 10)


def test_a_word_beside_an_area_keeps_its_place() -> None:
    words = [word(60, 99), word(201, 240), word(120, 180, base=80)]
    assert list(_beside(words, [AREA])) == words


def test_a_word_that_reaches_into_an_area_is_cut_off_at_its_side() -> None:
    assert list(_beside([word(90, 104), word(195, 230)], [AREA])) == [word(90, 100), word(200, 230)]


def test_two_words_taken_for_one_over_an_area_stand_at_its_longer_side() -> None:
    assert list(_beside([word(60, 220)], [AREA])) == [word(60, 100)]


def test_a_speck_read_as_a_letter_within_an_area_is_no_word() -> None:
    assert not list(_beside([word(195.8, 200.3)], [AREA]))


places = st.floats(0, 400)


@given(st.lists(st.tuples(places, st.floats(1, 200), st.floats(20, 90)), max_size=8))
def test_no_word_ever_reaches_into_an_area(several: list[tuple[float, float, float]]) -> None:
    areas = [AREA, AREA._replace(x0=210, x1=260), AREA._replace(y0=70, y1=80)]
    for found in _beside([word(x, x + wide, base) for x, wide, base in several], areas):
        middle = (found.top + found.bottom) / 2
        assert not any(a.y0 <= middle <= a.y1 and found.x0 < a.x1 and found.x1 > a.x0 for a in areas)


def askew(angle: float) -> bytes:
    """A scan of a page that lay askew on the glass."""

    def lines(canvas: Canvas) -> None:
        for n in range(30):
            canvas.drawString(60, 780 - 22 * n, f"Regel {n} van een bladzijde over dijken en kades langs de rivier")

    picture = pdfium.PdfDocument(drawn(lines))[0].render(scale=200 / 72, grayscale=True).to_pil().convert("L")
    file = io.BytesIO()
    picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255).save(file, "PDF", resolution=200)
    return file.getvalue()


@pytest.mark.parametrize("angle", [-1.5, 2.0])
def test_the_words_of_a_page_that_lies_askew_stand_on_its_print(angle: float) -> None:
    """The page is straightened before it is recognised; the image in the file is not."""
    data = askew(angle)
    made = remove_pdf(data, [], RemoveOptions(images=(1,), read=ReadOptions()))
    page = pdfium.PdfDocument(made.data)[0]
    grey = np.asarray(page.render(scale=2, grayscale=True).to_pil().convert("L"))
    high, places = page.get_height(), []
    layer = page.get_textpage()
    for n in range(layer.count_chars()):
        if layer.get_text_range(n, 1).isalpha():
            x0, y0, x1, y1 = layer.get_charbox(n)
            places.append(grey[int(2 * (high - y1)) : int(2 * (high - y0)) + 1, int(2 * x0) : int(2 * x1) + 1])
    assert len(places) > 1000
    inked = [place.size > 0 and place.min() < 128 for place in places]
    assert np.mean(inked) > 0.97
