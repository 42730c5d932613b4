"""Pages that readers read differently: fonts whose tables some readers refuse."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from fpdf import FPDF

from draad.read import ReadOptions
from draad.release.audit import AuditOptions, audit
from draad.release.readers import counts_agree, doubted
from draad.release.remove import Area, RemoveOptions, remove_pdf

DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
QUICK = RemoveOptions(read=ReadOptions(ocr=False))
GOOD = b"2 beginbfchar\n<0001> <0041>\n<0002> <0042>\nendbfchar\n1 beginbfrange <03> <04> [<0043> <0044>] endbfrange"


def typed(*lines: str) -> bytes:
    """A page whose codes say nothing without the table of its font."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.add_page()
    pdf.add_font("Body", fname=str(DEJAVU))
    pdf.set_font("Body", size=11)
    for n, line in enumerate(lines):
        pdf.text(72, 90 + 22 * n, line)
    return bytes(pdf.output())


def miscounted(data: bytes, count: str = "2") -> bytes:
    """The same, with tables that say another number of entries than they have: pdfium drops them, others don't."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one:
                table = re.sub(rb"\d+ begin(bf\w+)", count.encode() + rb" begin\1", one.ToUnicode.read_bytes())
                one.ToUnicode = pdf.make_stream(table)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


@pytest.mark.parametrize(
    "table",
    [
        GOOD.replace(b"2 begin", b"3 begin"),
        GOOD.replace(b"2 begin", b"-2 begin"),
        GOOD.replace(b"2 begin", b"begin"),
        GOOD.replace(b"endbfchar", b""),
        GOOD.replace(b"endbfchar", b"endbfrange"),
        GOOD[:-9],
    ],
)
def test_a_table_whose_counts_do_not_agree_is_doubted(table: bytes) -> None:
    assert counts_agree(GOOD)
    assert not counts_agree(table)


def test_a_long_table_is_looked_at_in_one_pass() -> None:
    assert not counts_agree(b"x" * 300_000 + b" beginbfchar " + b"<" * 300_000)


def unread(data: bytes) -> list[int | None]:
    return [one.page for one in audit(data, "stuk.pdf", AuditOptions()) if one.kind == "unread"]


@pytest.mark.parametrize("count", ["2", "500", "0"])
def test_the_audit_tells_of_letters_that_it_could_not_read(count: str) -> None:
    data = typed("Gesprek met Quirijn Zwaluwstaart")
    assert unread(data) == []
    assert unread(miscounted(data, count)) == [1]


def test_a_doubted_font_that_all_read_alike_is_no_finding() -> None:
    data = typed("Gesprek")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one:
                one.ToUnicode = pdf.make_stream(one.ToUnicode.read_bytes() + b"\nbeginbfchar endbfchar")
        out = io.BytesIO()
        pdf.save(out)
        assert doubted(pdf) == [1]
    made = unread(out.getvalue())
    reads = pdfium.PdfDocument(out.getvalue())[0].get_textpage().get_text_range()
    assert made == ([] if "Gesprek" in reads else [1])


@pytest.mark.parametrize("areas", [[], [Area(1, 60, 120, 200, 140, "5.1.2.e", "woo 5.1.2.e")]])
def test_at_release_such_a_page_becomes_an_image_and_the_rest_stays(areas: list[Area]) -> None:
    data = miscounted(typed("Gesprek met Quirijn Zwaluwstaart"))
    made = remove_pdf(data, areas, QUICK)
    assert made.rastered == (1,)
    assert "readers" in [note.values.get("why") for note in made.notes]
    assert unread(made.data) == []
    assert remove_pdf(typed("Gesprek met Quirijn Zwaluwstaart"), areas, QUICK).rastered == ()


def without_widths() -> bytes:
    """A line in a font that gives no width for its codes: to pdfium all its letters stand on one place."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            FirstChar=32,
            LastChar=34,
            Widths=[600, 600, 600],
        )
        pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        pdf.pages[0].Contents = pdf.make_stream(b"BT /F 12 Tf 60 650 Td (Zwaluwstaart) Tj ET")
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def test_letters_that_stand_on_one_another_are_told() -> None:
    assert unread(without_widths()) == [1]
    made = remove_pdf(without_widths(), [], replace(QUICK, unread=(1,)))
    assert made.rastered == (1,)
    assert unread(made.data) == []


def test_ligatures_are_letters_of_one_shape() -> None:
    data = typed("nanana nananana")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one:
                one.ToUnicode = pdf.make_stream(one.ToUnicode.read_bytes().replace(b"<006E>", b"<00660069>"))
        out = io.BytesIO()
        pdf.save(out)
    assert "fiafia" in pdfium.PdfDocument(out.getvalue())[0].get_textpage().get_text_range()
    assert unread(out.getvalue()) == []
