"""Letters that stand nowhere any more are gone from the embedded fonts; those that still stand somewhere are whole."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as ReportlabFont
from stripped_pages import A4, DEJAVU, assert_stays, drawn, handmade, letters, places, saved, typed

from draad.release.remove.contents import strip
from draad.release.remove.fonts import forget
from draad.release.remove.records import Area, Note

needs_font = pytest.mark.skipif(not DEJAVU.exists(), reason="DejaVu Sans is not installed (fonts-dejavu-core)")
LINES = ["Beste Quirinus, dank voor uw brief", "Tot ziens"]


def by_reportlab(lines: list[str]) -> bytes:
    pdfmetrics.registerFont(ReportlabFont("Body", str(DEJAVU)))

    def draw(canvas: pdfium.PdfDocument) -> None:
        canvas.setFont("Body", 11)
        for number, line in enumerate(lines):
            canvas.drawString(72, 700 - 20 * number, line)

    return drawn(draw)


def forgotten(data: bytes, areas: list[Area]) -> tuple[bytes, list[Note]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        done = strip(pdf, areas)
        assert all(done.proven.values())
        notes = forget(pdf, done.letters)
        return saved(pdf), notes


def drawing(data: bytes) -> np.ndarray:  # type: ignore[type-arg]
    with pdfium.PdfDocument(data) as document:
        return np.asarray(document[0].render(scale=2).to_pil().convert("L"))


def fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing]


def outlines(data: bytes) -> int:
    """The glyphs with an outline in all fonts of the file."""
    count = 0
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for descriptor in fonts(pdf):
            table = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))["glyf"]
            count += sum(table[name].numberOfContours != 0 for name in table.keys())  # noqa: SIM118 - a table, no dict
    return count


def spoken(data: bytes) -> str:
    """Every letter that the fonts' ``/ToUnicode`` speak of."""
    from pdfminer.cmapdb import CMapParser, FileUnicodeMap

    found = ""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and isinstance(thing.get("/ToUnicode"), pikepdf.Stream):
                table = FileUnicodeMap()
                CMapParser(table, io.BytesIO(thing.ToUnicode.read_bytes())).run()
                found += "".join(table.cid2unichr.values())
    return found


@needs_font
@pytest.mark.parametrize("make", [typed, by_reportlab])
def test_letters_that_only_the_name_had_are_gone_from_the_font(make: Callable[[list[str]], bytes]) -> None:
    """Of ``Quirinus`` the letters Q alone stands nowhere else."""
    data = make(LINES)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        done = strip(pdf, places(data, "Quirinus"))
        without = saved(pdf)
        notes = forget(pdf, done.letters)
        result = saved(pdf)
    assert notes == []
    assert outlines(result) == outlines(data) - 1
    assert "Q" in spoken(without)
    assert "Q" not in spoken(result)
    assert set("BesteTotziensdankvoorbrief") <= set(spoken(result))


@needs_font
@pytest.mark.parametrize("make", [typed, by_reportlab])
def test_the_page_looks_the_same_and_reads_the_same(make: Callable[[list[str]], bytes]) -> None:
    data = make(LINES)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        done = strip(pdf, places(data, "Quirinus"))
        before = saved(pdf)
        forget(pdf, done.letters)
        after = saved(pdf)
    assert (drawing(before) == drawing(after)).all()
    assert_stays(after, "dank voor uw brief", readers=("pdftotext", "pdfminer", "pdfium"))
    assert letters(before) == letters(after)


@needs_font
def test_a_letter_that_stands_on_another_page_stays() -> None:
    from fpdf import FPDF

    maker = FPDF(unit="pt", format="A4")
    maker.add_font("Body", fname=str(DEJAVU))
    for words in ("Beste Quirinus, dank", "Qua vorm"):
        maker.add_page()
        maker.set_font("Body", size=11)
        maker.text(72, 90, words)
    data = bytes(maker.output())
    result, _ = forgotten(data, places(data, "Quirinus"))
    assert "Q" in spoken(result)
    assert "u" in spoken(result)


@needs_font
def test_a_base_letter_stays_while_a_letter_made_of_it_stands() -> None:
    data = typed(["e is weg", "één"])
    result, _ = forgotten(data, places(data, "e is weg"))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        strip(pdf, places(data, "e is weg"))
        before = saved(pdf)
    assert (drawing(before) == drawing(result)).all()


def compact_font() -> bytes:
    """A small CFF font with A, B and Q as blocks."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.t2CharStringPen import T2CharStringPen

    names = [".notdef", "A", "B", "Q"]
    strings = {}
    for i, name in enumerate(names):
        pen = T2CharStringPen(600, None)
        pen.moveTo((50, 0))
        for x, y in ((500, 0), (500, 100 * (i + 3)), (50, 100 * (i + 3))):
            pen.lineTo((x, y))
        pen.closePath()
        strings[name] = pen.getCharString()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({65: "A", 66: "B", 81: "Q"})
    builder.setupCFF("Blok", {}, strings, {})
    return bytes(builder.font.getTableData("CFF "))


def test_a_compact_font_loses_its_letter() -> None:
    def resources(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
        program = pdf.make_stream(compact_font())
        program.Subtype = pikepdf.Name.Type1C
        descriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name.Blok, Flags=32, FontFile3=program, CharSet="/A/B/Q",
            FontBBox=[0, 0, 600, 700], Ascent=700, Descent=-100, ItalicAngle=0, CapHeight=700, StemV=80,
        )  # fmt: skip
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Blok, FirstChar=65, LastChar=81,
            Widths=[600] * 17, Encoding=pikepdf.Name.WinAnsiEncoding, FontDescriptor=pdf.make_indirect(descriptor),
        )  # fmt: skip
        return pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))

    data = handmade(b"BT /F 10 Tf 72 700 Td (ABQQBA) Tj ET", resources)
    result, notes = forgotten(data, places(data, "QQ"))
    assert notes == []
    with pikepdf.open(io.BytesIO(result)) as pdf:
        font = pdf.pages[0].Resources.Font.F
        program = CFFFontSet()
        program.decompile(io.BytesIO(font.FontDescriptor.FontFile3.read_bytes()), None)
        assert [len(program[0].CharStrings[name].bytecode) > 3 for name in "ABQ"] == [True, True, False]
        assert "/CharSet" not in font.FontDescriptor
        assert [int(font.Widths[i]) for i in (0, 1, 16)] == [600, 600, 0]


def test_drawn_letters_lose_their_procedure() -> None:
    def resources(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3, FontBBox=[0, 0, 500, 700],
            FontMatrix=[0.001, 0, 0, 0.001, 0, 0], FirstChar=97, LastChar=98, Widths=[600, 600],
            CharProcs=pikepdf.Dictionary(
                {f"/{letter}": pdf.make_stream(b"600 0 0 0 500 700 d1 0 0 500 700 re f") for letter in "ab"}
            ),
            Encoding=pikepdf.Dictionary(Differences=[97, pikepdf.Name.a, pikepdf.Name.b]),
        )  # fmt: skip
        return pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))

    data = handmade(b"BT /F 10 Tf 100 700 Td (aabb) Tj ET", resources)
    result, _ = forgotten(data, [Area(1, 112, 130, 124, 145)])
    with pikepdf.open(io.BytesIO(result)) as pdf:
        font = pdf.pages[0].Resources.Font.F
        assert list(font.CharProcs.keys()) == ["/a"]
        assert "/b" not in [str(item) for item in font.Encoding.Differences]


@needs_font
@pytest.mark.parametrize("damage", [b"", b"\0\1\0\0 geen font", None])
def test_a_font_that_cannot_be_cut_keeps_its_letters_and_a_note_says_so(damage: bytes | None) -> None:
    data = typed(LINES)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (descriptor,) = fonts(pdf)
        program = descriptor.FontFile2.read_bytes() if damage is None else damage
        descriptor.FontFile2.write(program[:900])
        broken = saved(pdf)
    areas = places(data, "Quirinus")
    _, notes = forgotten(broken, areas)
    assert notes == [Note(0, "subset")]


@needs_font
def test_a_range_that_no_font_has_is_not_spelt_out_and_long_letters_are_kept() -> None:
    data = typed(LINES)
    for said, left in (
        (b"begincmap 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap", ""),
        (b"begincmap 2 beginbfchar <0003> <00660069> <0004> <D83DDE00> endbfchar endcmap", "fi\U0001f600"),
    ):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                    thing.ToUnicode = pdf.make_stream(said)
            changed = saved(pdf)
        result, _ = forgotten(changed, places(data, "Quirinus"))
        assert spoken(result) == left


def test_nothing_removed_nothing_done(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=A4)
        assert forget(pdf, {}) == []
