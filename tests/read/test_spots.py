"""From a span of the text back to boxes on the page: exactly those characters, wherever they stand."""

from __future__ import annotations

import io
import random
from dataclasses import replace

import numpy as np
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_pages import HEIGHT, pdf, scan, text
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from draad.errors import LayoutChangedError
from draad.read import ReadOptions, read_bytes
from draad.read.glyphs import glyphs_of
from draad.read.spots import spots
from draad.records import Document
from draad.split import cut

NO_OCR = ReadOptions(ocr=False)
MAIL = [
    "Van: Jan de Wit",
    "Verzonden: maandag 16 maart 2020 17:00",
    "Aan: Piet Jansen; Klaas Vaak",
    "",
    "Beste Piet, kun je Jan bellen?",
    "    dit was geciteerd                     in twee kolommen",
]


def read(data: bytes, options: ReadOptions = NO_OCR) -> Document:
    (document,) = read_bytes(data, "brief.pdf", "map/brief.pdf", "0" * 64, options)
    return document


def within(data: bytes, boxes) -> str:
    """The characters whose middle lies in the boxes, blanks left out, in the order of the page."""
    pdf_in = pdfium.PdfDocument(data)
    found = ""
    for number, page in enumerate(pdf_in, 1):
        own = [box for box in boxes if box.page == number]
        for glyph in glyphs_of(page):
            x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
            if not glyph.text.isspace() and any(b.x0 <= x <= b.x1 and b.y0 <= y <= b.y1 for b in own):
                found += glyph.text
    pdf_in.close()
    return found


def bare(text: str) -> str:
    return "".join(text.split())


PAGES = pdf(text(MAIL), text(["Tweede bladzijde, van Jan", "en nog een regel"]))
ROTATED = {turn: pdf(text(MAIL), rotate=turn) for turn in (90, 180, 270)}


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_the_boxes_of_a_span_hold_its_characters_and_no_others(data):
    document = read(PAGES)
    a = data.draw(st.integers(0, len(document.text) - 1))
    b = data.draw(st.integers(a + 1, len(document.text)))
    (boxes,) = spots(PAGES, document, [(a, b)], NO_OCR)
    assert within(PAGES, boxes) == bare(document.text[a:b])


@pytest.mark.parametrize("turn", ROTATED)
def test_boxes_follow_the_turn_of_the_page(turn):
    document = read(ROTATED[turn])
    at = document.text.index("Jansen")
    (boxes,) = spots(ROTATED[turn], document, [(at, at + 6)], NO_OCR)
    assert within(ROTATED[turn], boxes) == "Jansen"


def test_a_crop_box_moves_the_origin():
    import pikepdf

    with pikepdf.open(io.BytesIO(PAGES)) as changed:
        changed.pages[0].cropbox = pikepdf.Array([30, 300, 500, 830])
        file = io.BytesIO()
        changed.save(file)
    data = file.getvalue()
    document = read(data)
    at = document.text.index("Klaas")
    (boxes,) = spots(data, document, [(at, at + 10)], NO_OCR)
    assert within(data, boxes) == "KlaasVaak"


def test_a_stamp_along_the_side_has_its_own_direction():
    def page(canvas):
        text(MAIL)(canvas)
        canvas.rotate(90)
        canvas.drawString(300, -580, "Gelezen door Jansen")

    data = pdf(page)
    document = read(data)
    at = document.text.rindex("Jansen")
    (boxes,) = spots(data, document, [(at, at + 6)], NO_OCR)
    assert within(data, boxes) == "Jansen"
    assert boxes[0].y1 - boxes[0].y0 > boxes[0].x1 - boxes[0].x0


def test_words_printed_twice_for_bold_have_one_box():
    def page(canvas):
        for shift in (0, 0.3):
            canvas.drawString(60 + shift, HEIGHT - 60, "Jan de Wit")

    data = pdf(page)
    document = read(data)
    assert document.text == "Jan de Wit"
    (boxes,) = spots(data, document, [(0, 3)], NO_OCR)
    assert len(boxes) == 1
    assert within(data, boxes) == "Jan"


def test_a_span_over_lines_has_a_box_a_line_and_one_over_a_gap_leaves_the_gap():
    document = read(PAGES)
    at = document.text.index("Piet Jansen")
    (boxes,) = spots(PAGES, document, [(at, document.text.index("bellen"))], NO_OCR)
    assert len(boxes) == 2
    at = document.text.index("geciteerd")
    (boxes,) = spots(PAGES, document, [(at, document.text.index("in twee") + 2)], NO_OCR)
    assert len(boxes) == 2


def test_blanks_have_no_box():
    document = read(PAGES)
    at = document.text.index("\n\n")
    assert spots(PAGES, document, [(at, at + 2)], NO_OCR) == [[]]


def test_a_document_out_of_a_bundle_knows_its_pages():
    mails = [[line.replace("16 maart", f"{day} maart") for line in MAIL] for day in (16, 17, 18)]
    heads = [f"From: Jan\nSent: Mon 3/{d}/2020 4:09:30 PM\nTo: Piet\nSubject: Zaak {d}".split("\n") for d in (2, 3, 4)]
    data = pdf(*(text([*head, "", *mail]) for head, mail in zip(heads, mails, strict=True)))
    pieces = cut(read(data))
    assert len(pieces) == 3
    at = pieces[1].text.index("Klaas")
    (boxes,) = spots(data, pieces[1], [(at, at + 5)], NO_OCR)
    assert [box.page for box in boxes] == [2]
    assert within(data, boxes) == "Klaas"


def test_a_file_that_reads_otherwise_is_an_error_and_no_silent_miss():
    document = read(PAGES)
    other = pdf(text([line.replace("Klaas", "Karel") for line in MAIL]), text(["Tweede"]))
    at = document.text.index("Jansen")
    with pytest.raises(LayoutChangedError, match="page 1"):
        spots(other, document, [(at, at + 6)], NO_OCR)
    with pytest.raises(LayoutChangedError):
        spots(PAGES, replace(document, boxes=(None,) * len(document.boxes)), [(at, at + 6)], NO_OCR)


def test_recognised_pages_come_out_of_the_cache(tmp_path, monkeypatch):
    data = scan(pdf(text(MAIL, size=12, step=18)))
    options = ReadOptions(ocr_cache=tmp_path)
    document = read(data, options)
    assert document.pages[0].method == "ocr"
    at = document.text.index("Jansen")

    def fail(*_args, **_options):
        raise AssertionError("recognised anew")

    monkeypatch.setattr("draad.read.ocr._recognise", fail)
    whole, part = spots(data, document, [(at, at + 6), (at, at + 3)], options)
    layer = pdf(text(MAIL, size=12, step=18))
    assert "Jansen" in within(layer, whole)
    assert "Jan" in within(layer, part)
    assert part[0].x1 - part[0].x0 < whole[0].x1 - whole[0].x0


def test_many_spans_in_any_order_keep_their_order():
    document = read(PAGES)
    words = [document.text.index(word) for word in ("bellen", "Jan de", "regel", "maandag")]
    random.Random(3).shuffle(words)
    found = spots(PAGES, document, [(at, at + 5) for at in words], NO_OCR)
    assert [within(PAGES, boxes) for boxes in found] == [bare(document.text[at : at + 5]) for at in words]


def test_a_page_too_large_to_be_drawn_as_asked_keeps_its_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a plan of A1 at 300 dots an inch: it is drawn smaller, and what is recognised stands where it stood."""
    monkeypatch.setattr("draad.read.pdf._MAX_PIXELS", 3_000_000)
    document = read(scan(pdf(text(MAIL, size=12, step=18))), ReadOptions())
    assert document.pages[0].method == "ocr"
    lines = document.text.split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith("Van:"))
    box = document.boxes[first]
    whole = read(pdf(text(MAIL, size=12, step=18)))
    expected = whole.boxes[0]
    assert box is not None
    assert expected is not None
    assert abs(box.x0 - expected.x0) < 3
    assert abs(box.y0 - expected.y0) < 5


def name_alone(canvas: Canvas) -> None:
    """The name of ``MAIL`` where ``text(MAIL, size=12, step=18)`` prints it, and nothing else."""
    canvas.setFont("Helvetica", 12)
    canvas.drawString(60 + stringWidth("Aan: ", "Helvetica", 12), HEIGHT - 60 - 2 * 18, "Piet Jansen")


def left_of(data: bytes, boxes) -> int:
    """How many dark pixels of a page the boxes leave."""
    (page,) = pdfium.PdfDocument(data)
    grey = np.asarray(page.render(scale=2, grayscale=True).to_pil().convert("L")).copy()
    assert (grey < 110).any()
    for box in boxes:
        grey[round(2 * box.y0) : round(2 * box.y1), round(2 * box.x0) : round(2 * box.x1)] = 255
    return int((grey < 110).sum())


def recognised(data: bytes, short: float) -> bytes:
    """A scan with a layer in which each word is ``short`` of its print, as in what Tesseract makes."""
    picture = io.BytesIO()
    (page,) = pdfium.PdfDocument(data)
    page.render(scale=3).to_pil().save(picture, "PNG")
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    words: dict[tuple[float, float], str] = {}
    glyphs, start = glyphs_of(page), None
    for glyph in glyphs:
        if glyph.text.isspace():
            start = None
            continue
        start = start or (glyph.x, glyph.y)
        words[start] = words.get(start, "") + glyph.text
    for (x, y), word in words.items():
        layer = canvas.beginText(x, HEIGHT - y)
        layer.setFont("Helvetica", 12)
        layer.setTextRenderMode(3)
        layer.setHorizScale(100 * short)
        layer.textOut(word + " ")
        canvas.drawText(layer)
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("angle", [-1.5, 0.8, 2.0])
def test_on_a_scan_that_lies_askew_the_boxes_lie_on_the_print(angle: float) -> None:
    """The page is straightened before it is recognised; places are told of the page as it lies."""
    data = scan(pdf(text(MAIL, size=12, step=18)), angle=angle)
    document = read(data, ReadOptions())
    assert document.pages[0].method == "ocr"
    at = document.text.index("Piet Jansen")
    (boxes,) = spots(data, document, [(at, at + 11)], ReadOptions())
    assert left_of(scan(pdf(name_alone), angle=angle), boxes) == 0


def test_in_the_layer_of_somebody_else_a_word_goes_as_far_as_its_print() -> None:
    """Tesseract counts the blank behind a word among its characters, so that its layer ends each word too soon."""
    data = recognised(pdf(text(MAIL, size=12, step=18)), short=0.85)
    document = read(data)
    at = document.text.index("Piet Jansen")
    (boxes,) = spots(data, document, [(at, at + 11)], NO_OCR)
    assert left_of(pdf(name_alone), boxes) == 0
    assert left_of(data, boxes) > 1000
