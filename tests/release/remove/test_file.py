"""One PDF from bytes to bytes: what had to go is nowhere in the result, whatever the file is like."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name

from draad.errors import DamagedFileError, EmptyFileError, EncryptedFileError, SignedFileError, UsageError
from draad.release.remove import Area, RemoveOptions, remove_pdf
from planted_files import HEIGHT, LINES, QUICK, SECRET, areas_of, changed, holds, keys_of, pdf, removed, text_of

KEPT = ("Van: Piet", "Aan:", "Onderwerp: overleg", "Beste collega, tot morgen.")


def test_the_word_is_gone_the_mark_is_there_and_the_rest_stays():
    made = removed(pdf()).data
    assert not holds(made)
    assert "5.1.2.e" in text_of(made)
    assert all(line in text_of(made) for line in KEPT)


def test_poppler_reads_the_mark_too(tmp_path):
    (tmp_path / "a.pdf").write_bytes(removed(pdf()).data)
    done = subprocess.run(["pdftotext", "-layout", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True)
    assert "Aan: 5.1.2.e" in " ".join(done.stdout.split())


def test_same_input_same_bytes():
    assert removed(pdf()).data == removed(pdf()).data


def test_the_source_is_only_read():
    data = pdf()
    before = bytes(data)
    removed(data)
    assert data == before


def test_nothing_to_remove_still_cleans_the_file():
    data = changed(pdf(["Openbaar"]), lambda one: one.docinfo.update({"/Author": SECRET}))
    made = remove_pdf(data, [], QUICK)
    assert not holds(made.data)
    assert "Openbaar" in text_of(made.data)


def test_names_of_different_length_leave_boxes_of_one_width():
    widths = set()
    for name in ("Bo", "Zwaluwstaart", "Jan-Willem van der Zwaluwstaarten"):
        made = removed(pdf([f"Aan: {name} en de rest"]), word=name).data
        page = pdfium.PdfDocument(made)[0]
        place = page.get_textpage().search("rest").get_next()
        widths.add(round(page.get_textpage().get_charbox(place[0])[0], 1))
    assert len(widths) == 1


# ── protected and odd files ─────────────────────────────────────────────────────────────────────────────────


def test_an_encrypted_page_becomes_an_image_though_pdfium_can_not_open_the_file():
    """Without ``%PDF-`` at its head only qpdf opens it; its repair is made with the password too."""
    data = pdf(password="geheim")
    areas = areas_of(data, password="geheim")
    headless = data.replace(b"%PDF-", b"%XXX-", 1)
    made = remove_pdf(headless, areas, replace(QUICK, passwords=("geheim",), images=(1,)))
    assert made.rastered == (1,)
    assert not holds(made.data, SECRET)


def test_encrypted_files_need_their_password():
    data = pdf(password="geheim")
    with pytest.raises(EncryptedFileError):
        remove_pdf(data, [], QUICK)
    with pytest.raises(EncryptedFileError, match="wrong"):
        remove_pdf(data, [], replace(QUICK, passwords=("fout",)))
    made = remove_pdf(data, areas_of(data, password="geheim"), replace(QUICK, passwords=("fout", "geheim")))
    assert not holds(made.data)
    assert "decrypted" in keys_of(made.notes)
    with pikepdf.open(io.BytesIO(made.data)) as one:
        assert not one.is_encrypted


def signed(one: pikepdf.Pdf) -> None:
    value = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=b"\x30" + SECRET.encode())
    field = one.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="Handtekening", V=value, Rect=Array([0, 0, 0, 0]), F=4
        )
    )
    one.pages[0].Annots = Array([field])
    one.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)


def test_signed_files_are_refused_until_somebody_says_so():
    data = changed(pdf(), signed)
    with pytest.raises(SignedFileError):
        removed(data)
    made = removed(data, replace(QUICK, signed=True))
    assert "signature" in keys_of(made.notes)
    assert not holds(made.data)


def test_a_file_cut_short_is_repaired_or_refused():
    whole = pdf()
    made = removed(whole[: whole.rindex(b"xref")])
    assert not holds(made.data)
    assert "repaired" in keys_of(made.notes)
    with pytest.raises(DamagedFileError):
        remove_pdf(b"%PDF-1.7\nniets", [], QUICK)


def test_a_file_without_pages_is_empty():
    file = io.BytesIO()
    pikepdf.new().save(file)
    with pytest.raises(EmptyFileError):
        remove_pdf(file.getvalue(), [], QUICK)


def test_an_earlier_revision_is_not_taken_along():
    first = pdf()
    made = removed(first)
    # the redacted text appended as a revision to the first: what a careless program would have saved
    grown = first + b"\n% later\n" + first[first.index(b"xref") :]
    assert holds(grown)
    assert not holds(remove_pdf(grown, areas_of(first), QUICK).data)
    assert made.data.count(b"%%EOF") == 1
    assert made.data.rstrip().endswith(b"%%EOF")


def test_a_hybrid_file_is_read_by_its_table_and_written_plain():
    data = pdf()
    at = data.rindex(b"trailer")
    hybrid = data[:at] + data[at:].replace(b"<<", b"<< /XRefStm 9 ", 1)
    made = remove_pdf(hybrid, areas_of(data), QUICK)
    assert not holds(made.data)
    assert "hybrid" in keys_of(made.notes)


def test_comments_after_the_end_are_gone():
    assert not holds(remove_pdf(pdf() + b"\n% door " + SECRET.encode() + b"\n", areas_of(pdf()), QUICK).data)


# ── places ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("crop", [None, (30, 300, 500, 830)])
def test_turned_and_cropped_pages(turn, crop):
    def turned(one: pikepdf.Pdf) -> None:
        one.pages[0].Rotate = turn
        if crop:
            one.pages[0].CropBox = Array(list(crop))

    data = changed(pdf(), turned)
    made = removed(data)
    assert not holds(made.data)
    assert "5.1.2.e" in "".join(text_of(made.data).split())
    assert "Van: Piet" in text_of(made.data)


def test_a_box_partly_outside_the_page_is_cut_and_one_wholly_outside_is_an_error():
    data = pdf()
    (area,) = areas_of(data)
    assert not holds(remove_pdf(data, [area._replace(x0=-500.0, x1=5000.0)], QUICK).data)
    with pytest.raises(UsageError):
        remove_pdf(data, [area._replace(x0=700.0, x1=800.0)], QUICK)
    with pytest.raises(UsageError):
        remove_pdf(data, [area._replace(page=2)], QUICK)


def test_overlapping_boxes_are_all_removed():
    data = pdf()
    (area,) = areas_of(data)
    both = [area, area._replace(x0=area.x0 - 20, label="5.1.2.i"), area._replace(y1=area.y1 + 14)]
    made = remove_pdf(data, both, QUICK)
    assert not holds(made.data)
    assert "Van: Piet" in text_of(made.data)


def test_only_the_pages_asked_for_are_given_out():
    data = pdf(["eerste Openbaar"], [f"tweede {SECRET}"], ["derde Openbaar"])
    made = remove_pdf(data, [], replace(QUICK, pages=(1, 3)))
    assert not holds(made.data)
    with pikepdf.open(io.BytesIO(made.data)) as one:
        assert len(one.pages) == 2
    areas = areas_of(data, "derde", "5.1.1.c")
    made = remove_pdf(data, areas, replace(QUICK, pages=(3,)))
    assert text_of(made.data).split() == ["5.1.1.c", "Openbaar"]


def test_a_thousand_pages():
    data = pdf(*([[f"bladzijde {n}", SECRET if n % 100 == 0 else "niets"] for n in range(1000)]))
    made = removed(data)
    assert not holds(made.data)
    with pikepdf.open(io.BytesIO(made.data)) as one:
        assert len(one.pages) == 1000


def test_a_big_file_grows_no_bigger():
    import os

    def heavy(one: pikepdf.Pdf) -> None:
        side = 3200
        picture = one.make_stream(
            os.urandom(side * side * 3), Type=Name.XObject, Subtype=Name.Image, Width=side, Height=side,
            ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
        )  # fmt: skip
        one.pages[0].Resources.XObject = Dictionary(Foto=picture)
        one.pages[0].contents_add(b"q 200 0 0 200 60 100 cm /Foto Do Q")

    data = changed(pdf(), heavy)
    assert len(data) > 30_000_000
    made = removed(data)
    assert len(made.data) < len(data) + 100_000
    assert not holds(made.data)


# ── images of pages ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def unproven(monkeypatch):
    """Contents that can't be followed, as C's walk would say."""
    from draad.release.remove import file
    from draad.release.remove.records import Stripped

    def strip(_pdf, areas):
        pages = {area.page for area in areas}
        return Stripped(dict.fromkeys(pages, False), dict.fromkeys(pages, "unsure"), tuple(areas))

    monkeypatch.setattr(file, "strip", strip)


def test_a_page_that_is_not_proven_becomes_an_image_with_the_mark_as_text(unproven):
    made = removed(pdf(LINES, ["tweede"]))
    assert made.rastered == (1,)
    assert not holds(made.data)
    assert "5.1.2.e" in text_of(made.data)
    assert "tweede" in text_of(made.data)
    assert {"rastered", "no-ocr"} <= keys_of(made.notes)


def test_the_image_is_blank_where_the_word_stood(unproven):
    data = pdf()
    (area,) = areas_of(data)
    made = remove_pdf(data, [area._replace(label="")], QUICK).data
    picture = pdfium.PdfDocument(made)[0].render(scale=4, grayscale=True).to_pil()
    inner = picture.crop(tuple(int(side * 4) + shift for side, shift in zip(area.box, (6, 6, -6, -6), strict=True)))
    assert inner.getextrema()[0] > 250


def test_the_text_under_the_image_is_recognised_after_blacking(unproven):
    made = removed(pdf(), RemoveOptions())
    assert made.rastered == (1,)
    assert not holds(made.data)
    assert "collega" in text_of(made.data)
    assert "5.1.2.e" in text_of(made.data)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_as_an_image_stands_as_it_was_shown(unproven, turn):
    data = changed(pdf(), lambda one: one.pages[0].__setattr__("Rotate", turn))
    before = pdfium.PdfDocument(data)[0].render(scale=0.5, grayscale=True).to_pil()
    made = removed(data).data
    after = pdfium.PdfDocument(made)[0]
    assert (round(after.get_width()), round(after.get_height())) == (595, 842)[:: 1 if turn == 180 else -1]
    assert before.size == after.render(scale=0.5, grayscale=True).to_pil().size
    assert "5.1.2.e" in text_of(made)


def test_an_image_of_print_is_small_and_keeps_colour_only_where_there_is_any(unproven):
    assert len(removed(pdf()).data) < 70_000

    def red(one: pikepdf.Pdf) -> None:
        one.pages[0].contents_add(b"1 0 0 rg 60 100 300 300 re f")

    made = removed(changed(pdf(), red)).data
    picture = pdfium.PdfDocument(made)[0].render(scale=1).to_pil().convert("RGB")
    assert picture.getpixel((100, int(HEIGHT - 200)))[0] > 200 > 100 > picture.getpixel((100, int(HEIGHT - 200)))[1]


def test_what_the_read_back_finds_makes_the_page_an_image(monkeypatch):
    """A removal that does nothing is noticed, whoever claims that it is proven."""
    from draad.release.remove import file
    from draad.release.remove.records import Stripped

    monkeypatch.setattr(file, "strip", lambda _pdf, areas: Stripped({a.page: True for a in areas}, {}, tuple(areas)))
    made = removed(pdf())
    assert made.rastered == (1,)
    assert not holds(made.data)


def test_an_area_without_text_is_a_box_and_no_more():
    made = remove_pdf(pdf(), [Area(1, 60, 300, 200, 330, "5.1.1.c", "woo 5.1.1.c")], QUICK)
    assert "5.1.1.c" in text_of(made.data)
    assert SECRET in text_of(made.data)
