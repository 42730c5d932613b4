"""Where the walk puts letters is where pdfium puts them: to a tenth of a point, in every way of setting text."""

from __future__ import annotations

import ctypes
import io

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from stripped_pages import handmade, helvetica
from test_contents import WAYS, turned

from draad import matrices
from draad.release.remove.faces import Face, UnknownFaceError, face_of
from draad.release.remove.tree import UnsureError
from draad.release.remove.walk import Walker


def by_walk(data: bytes) -> list[tuple[float, float]]:
    """The pens of all glyphs in the page's own space."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        tree = Walker({}).page(pdf.pages[0], matrices.IDENTITY)
    return [
        matrices.at(show.matrix, piece.start, show.rise)
        for show in tree.shows
        for piece in show.pieces
        if piece.code.strip(b" \0")
    ]


def by_pdfium(data: bytes) -> list[tuple[float, float]]:
    found = []
    with pdfium.PdfDocument(data) as document:
        text = document[0].get_textpage()
        x, y = ctypes.c_double(), ctypes.c_double()
        for i in range(text.count_chars()):
            pdfium_c.FPDFText_GetCharOrigin(text, i, x, y)
            found.append((text.get_text_range(i, 1), x.value, y.value))
    return [(x, y) for letter, x, y in found if letter.strip()]


@pytest.mark.parametrize("way", [*WAYS, "slanting"])
def test_pens_stand_where_pdfium_has_them(way: str) -> None:
    data = turned(30) if way == "slanting" else WAYS[way]
    ours, theirs = sorted(by_walk(data)), sorted(by_pdfium(data))
    # of two-byte codes a blank is any code: those that pdfium has are all among ours
    assert len(theirs) > 20
    assert all(any(abs(a - x) < 0.1 and abs(b - y) < 0.1 for a, b in ours) for x, y in theirs)


def font(**more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Font, **more)


def test_the_standard_fonts_have_adobes_widths() -> None:
    face = face_of(helvetica().Font.F)
    assert [width for _, width, _ in face.split(b"Ai \xe9")] == [0.667, 0.222, 0.278, 0.556]
    assert [spaced for _, _, spaced in face.split(b"a b")] == [False, True, False]


@pytest.mark.parametrize("name", ["ArialMT", "ABCDEF+Courier", "TimesNewRoman,Bold"])
def test_names_that_stand_for_one_of_them(name: str) -> None:
    assert face_of(font(Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name(f"/{name}"))).split(b"a")[0][1] > 0


def test_a_font_without_widths_is_not_guessed() -> None:
    for unknown in (
        font(Subtype=pikepdf.Name.TrueType, BaseFont=pikepdf.Name.Onbekend),
        font(Subtype=pikepdf.Name.Type0),
        None,
    ):
        with pytest.raises(UnknownFaceError):
            face_of(unknown)


def composite(encoding: object, **more: object) -> Face:
    child = font(Subtype=pikepdf.Name.CIDFontType0, CIDSystemInfo=pikepdf.Dictionary(), **more)
    return face_of(font(Subtype=pikepdf.Name.Type0, Encoding=encoding, DescendantFonts=[child]))


def test_two_byte_codes_and_both_ways_of_writing_widths() -> None:
    face = composite(pikepdf.Name("/Identity-H"), DW=900, W=[65, [500, 600], 70, 72, 300])
    assert [round(width, 3) for _, width, _ in face.split(b"\0A\0B\0C\0F\0H\0I")] == [0.5, 0.6, 0.9, 0.3, 0.3, 0.9]


def test_codes_of_one_and_two_bytes_in_one_string() -> None:
    """Shift-JIS, as its standard table (ISO 32000-1, 9.7.5.2) cuts it."""
    face = composite(pikepdf.Name("/90ms-RKSJ-H"))
    assert [code for code, _, _ in face.split(b"A\x82\xa0B")] == [b"A", b"\x82\xa0", b"B"]


def test_a_table_of_codes_in_the_file_itself() -> None:
    pdf = pikepdf.new()
    table = pdf.make_stream(
        b"begincmap 2 begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange\n"
        b"2 begincidrange <41> <5a> 1 <8140> <8150> 100 endcidrange endcmap"
    )
    face = composite(table, DW=1000, W=[1, [250], 100, [750]])
    assert [(code, width) for code, width, _ in face.split(b"A\x81\x40B")] == [
        (b"A", 0.25),
        (b"\x81\x40", 0.75),
        (b"B", 1.0),
    ]


def test_a_range_over_all_codes_costs_nothing_and_single_codes_count() -> None:
    pdf = pikepdf.new()
    table = pdf.make_stream(
        b"begincmap 1 begincodespacerange <00000000> <ffffffff> endcodespacerange\n"
        b"1 begincidrange <00000000> <ffffffff> 0 endcidrange 1 begincidchar <00000041> 7 endcidchar endcmap"
    )
    face = composite(table, DW=1000, W=[7, [250]])
    assert [width for _, width, _ in face.split(b"\0\0\0A\xff\xff\xff\xff")] == [0.25, 1.0]


def test_a_table_built_on_another_is_not_guessed() -> None:
    with pytest.raises(UnknownFaceError):
        composite(pikepdf.new().make_stream(b"/GBK-EUC-H usecmap begincmap endcmap"))


@pytest.mark.parametrize("contents", [b"1 0 0 1 0 0 onbekend", b"BT (a) Tj ET q BT /F x Tf ET"])
def test_what_is_not_understood_is_said(contents: bytes) -> None:
    with (
        pikepdf.open(io.BytesIO(handmade(contents, helvetica))) as pdf,
        pytest.raises(UnsureError, match="syntax"),
    ):
        Walker({}).page(pdf.pages[0], matrices.IDENTITY)


def test_a_restore_too_many_is_forgiven_as_readers_do() -> None:
    data = handmade(b"Q Q BT /F 11 Tf 72 700 Td (Tekst) Tj ET Q", helvetica)
    assert len(by_walk(data)) == 5
