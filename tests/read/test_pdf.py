"""PDFs with a text layer, good and bad, and what is wrong with a file said in words."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest
from read_pages import HEIGHT, pdf, text

from draad.errors import DamagedFileError, EmptyFileError, EncryptedFileError
from draad.read import ReadOptions, read_bytes

MAIL = [
    "Van: Jan de Wit",
    "Verzonden: maandag 16 maart 2020 17:00",
    "Aan: Piet",
    "",
    "Hallo,",
    "",
    "    dit was geciteerd",
]


def read(data: bytes, **options):
    (document,) = read_bytes(data, "brief.pdf", "map/brief.pdf", "0" * 64, ReadOptions(ocr=False, **options))
    return document


def test_lines_and_indentation():
    assert read(pdf(text(MAIL))).text.split("\n") == MAIL


def test_the_document_says_where_it_comes_from():
    document = read(pdf(text(MAIL)))
    assert (document.name, document.path, document.media) == ("brief", "map/brief.pdf", "pdf")


def test_each_line_keeps_its_page_and_box():
    document = read(pdf(text(["een", "twee"]), text(["drie"])))
    assert [(p.number, p.first_line, p.last_line, p.method) for p in document.pages] == [
        (1, 1, 2, "layer"),
        (2, 3, 3, "layer"),
    ]
    assert len(document.boxes) == len(document.text.split("\n"))
    box = document.boxes[1]
    assert box.page == 1
    assert box.x0 == pytest.approx(60, abs=1)
    assert box.y0 < 74 < box.y1


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_rotated_pages_read_the_same_and_boxes_follow(rotate):
    document = read(pdf(text(MAIL), rotate=rotate))
    assert document.text.split("\n") == MAIL
    width, height = (HEIGHT, 596) if rotate % 180 else (596, HEIGHT)
    assert all(0 <= b.x0 < b.x1 <= width and 0 <= b.y0 < b.y1 <= height for b in document.boxes if b)


def test_a_stamp_along_the_side_stays_out_of_the_lines():
    def page(canvas):
        text(MAIL)(canvas)
        canvas.rotate(90)
        canvas.drawString(300, -580, "OPENBAAR GEMAAKT")

    lines = read(pdf(page)).text.split("\n")
    assert lines[: len(MAIL)] == MAIL
    assert lines[-1] == "OPENBAAR GEMAAKT"


def test_content_in_any_order():
    def page(canvas):
        for n in (4, 2, 0, 1, 3):
            canvas.drawString(60, HEIGHT - 60 - 14 * n, f"regel {n}")

    assert read(pdf(page)).text == "\n".join(f"regel {n}" for n in range(5))


def test_a_label_in_its_box_joins_its_line_and_hides_the_width_of_the_box():
    def page(width):
        def draw(canvas):
            canvas.setFont("Helvetica", 10)
            canvas.drawString(60, HEIGHT - 60, "Van: <")
            canvas.setFillGray(0.7)
            canvas.rect(89, HEIGHT - 63, width, 12, fill=1)
            canvas.setFillGray(0)
            canvas.setFont("Helvetica", 7)
            canvas.drawString(92, HEIGHT - 58, "10.2.e")
            canvas.setFont("Helvetica", 10)
            canvas.drawString(90 + width, HEIGHT - 60, "@rvo.nl>")

        return draw

    assert read(pdf(page(40))).text == read(pdf(page(180))).text == "Van: <10.2.e@rvo.nl>"


def test_a_label_in_an_annotation_is_read():
    def page(canvas):
        text(["Aan:"])(canvas)
        canvas.freeTextAnnotation("10.2.e", DA="/Helv 8 Tf", Rect=[92, HEIGHT - 64, 140, HEIGHT - 50])

    assert read(pdf(page)).text == "Aan: 10.2.e"


def test_a_page_without_anything_has_its_line():
    document = read(pdf(text(["een"]), lambda canvas: None, text(["drie"])))
    assert document.text == "een\n\ndrie"
    assert [page.method for page in document.pages] == ["layer", "none", "layer"]
    assert document.page_of(document.text.index("drie")) == 3


def test_encrypted_without_with_wrong_and_with_right_password():
    data = pdf(text(MAIL), password="geheim")
    with pytest.raises(EncryptedFileError, match="needs a password"):
        read(data)
    with pytest.raises(EncryptedFileError, match="password is wrong"):
        read(data, passwords=("fout",))
    assert read(data, passwords=("fout", "geheim")).text.startswith("Van: Jan")


def test_no_pages():
    file = io.BytesIO()
    pdfium.PdfDocument.new().save(file)
    with pytest.raises(EmptyFileError, match=r"map/brief\.pdf has no page"):
        read(file.getvalue())


@pytest.mark.parametrize("keep", [10, 200])
def test_cut_short(keep):
    with pytest.raises(DamagedFileError, match=r"map/brief\.pdf is no whole PDF"):
        read(pdf(text(MAIL))[:keep])


def test_two_hundred_pages_are_told_one_by_one():
    seen = []
    document = read(pdf(*[text([f"bladzijde {n}"]) for n in range(200)]), on_page=lambda n, of: seen.append((n, of)))
    assert seen == [(n, 200) for n in range(201)]
    assert document.pages[-1].number == document.pages[-1].last_line == 200


def test_a_page_of_many_words_needs_no_more_steps_a_word(monkeypatch):
    """Twice the rows, about twice the comparisons: nothing in the layout compares all rows with all."""
    from draad.read import layout

    def comparisons(rows: int) -> int:
        calls = []
        real = layout._one_line
        monkeypatch.setattr(layout, "_one_line", lambda a, b: (calls.append(1), real(a, b))[1])
        layout.lay_out([layout.Word(f"w{n}", 50, 60, 12.0 * n, 10) for n in range(rows)])
        monkeypatch.setattr(layout, "_one_line", real)
        return len(calls)

    assert comparisons(2000) < 2.1 * comparisons(1000)
