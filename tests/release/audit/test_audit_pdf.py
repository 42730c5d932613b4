"""Bad PDFs, and what only looks like a leak."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.errors import DamagedFileError, DraadError, EncryptedFileError
from draad.release.audit import AuditOptions, Finding, audit

FONT = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>"


def page_of(content: str, **root: Any) -> bytes:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Resources = pikepdf.Object.parse(b"<<" + FONT + b">>")
        page.obj.Contents = pdf.make_stream(content.encode("cp1252"))
        for key, value in root.items():
            pdf.Root[f"/{key}"] = value
        return saved(pdf)


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def written(text: str, x: float = 60, y: float = 700, before: str = "") -> str:
    return f"{before} BT /F1 11 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET "


def kinds(data: bytes) -> list[tuple[str, str]]:
    return [(one.kind, one.severity) for one in audit(data, "stuk.pdf")]


def test_a_plain_page_gives_nothing() -> None:
    assert audit(page_of(written("Verslag van het overleg over de planning")), "stuk.pdf") == []


def test_white_print_on_a_dark_band_is_seen() -> None:
    assert kinds(page_of("0.1 0.2 0.4 rg 0 690 595 30 re f " + written("Voortgang", before="1 g"))) == []


def test_highlighted_words_are_seen() -> None:
    assert kinds(page_of("1 1 0 rg 50 695 300 16 re f " + written("Belangrijk voor de raad", before="0 g"))) == []


def test_print_twice_in_one_place_is_no_hidden_text() -> None:
    again = written("Voortgang", before="1 g") + written("Voortgang", before="0 g")
    assert kinds(page_of(again)) == []


def test_a_word_under_a_box_is_a_leak_with_its_place() -> None:
    found = audit(page_of(written("Gesprek met Anna Brug") + "0 g 118 696 70 14 re f"), "stuk.pdf")
    assert [(one.kind, one.severity, one.page) for one in found] == [("under-box", "leak", 1)]
    assert found[0].box is not None
    assert 110 < found[0].box.x0 < found[0].box.x1 < 195


def test_a_label_printed_on_the_box_does_not_pass_for_the_word_under_it() -> None:
    label = "BT /F1 8 Tf 1 g 1 0 0 1 130 699 Tm (5.1.2.e) Tj ET"
    assert ("under-box", "leak") in kinds(page_of(written("Gesprek met Anna Brug") + "0 g 118 696 70 14 re f " + label))


def test_print_of_no_size_is_told_though_no_viewer_gives_it_a_place() -> None:
    assert kinds(page_of(written("Voortgang") + "BT /F1 0 Tf 60 500 Td (Anna Brug) Tj ET")) == [("tiny", "leak")]


def test_a_bookmark_that_fills_a_mark_is_a_leak_and_one_of_ordinary_words_is_none() -> None:
    with pikepdf.open(io.BytesIO(page_of(written("Gesprek met 5.1.2.e over de planning")))) as pdf:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Bijlage 3", 0))
        assert kinds(saved(pdf)) == []
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Gesprek met Anna over de planning", 0))
        assert kinds(saved(pdf)) == [("bookmark", "leak")]


@pytest.mark.parametrize("author", ["Ministerie van Financiën", "Microsoft Office Word", "PDF24 Creator", ""])
def test_an_author_that_is_no_person_is_no_leak(author: str) -> None:
    with pikepdf.open(io.BytesIO(page_of(written("Voortgang")))) as pdf:
        pdf.docinfo["/Author"] = author
        assert kinds(saved(pdf)) == []


@pytest.mark.parametrize("author", ["Anna Brug", "Brug, A. (Anna)", "A.B. van der Brug", "a.brug@voorbeeld.nl"])
def test_an_author_that_is_a_person_is_a_leak(author: str) -> None:
    with pikepdf.open(io.BytesIO(page_of(written("Voortgang")))) as pdf:
        pdf.docinfo["/Author"] = author
        assert kinds(saved(pdf)) == [("metadata", "leak")]


def test_a_linearized_file_has_no_earlier_version() -> None:
    with pikepdf.open(io.BytesIO(page_of(written("Voortgang")))) as pdf:
        assert kinds(saved(pdf, linearize=True)) == []


def test_boxes_of_one_width_or_on_a_grid_tell_nothing_and_fitted_ones_do() -> None:
    def boxes(widths: list[float]) -> bytes:
        lines = ""
        for n, width in enumerate(widths):
            y = 700 - 24 * n
            lines += written("Gesprek met", y=y) + f"q 1 g 0 G 130 {y - 3} {width} 13 re B Q "
            lines += f"BT /F1 7 Tf 0 g 1 0 0 1 134 {y} Tm (5.1.2.e) Tj ET " + written("over de planning", 340, y)
        return page_of(lines)

    assert kinds(boxes([80, 80, 80, 80])) == []
    assert kinds(boxes([40, 80, 120, 80, 160])) == []
    assert kinds(boxes([51.3, 74.8, 66.1, 93.7, 60.2])) == [("width", "check")]


def test_boxes_that_are_larger_as_a_whole_tell_the_size_of_the_print() -> None:
    def boxes(sizes: list[tuple[float, float]]) -> bytes:
        lines = ""
        for n, (width, height) in enumerate(sizes):
            y = 740 - 40 * n
            lines += written("Gesprek met", y=y) + f"q 1 g 0 G 130 {y - 3} {width} {height} re B Q "
            lines += f"BT /F1 6 Tf 0 g 1 0 0 1 132 {y} Tm (5.1.2.e) Tj ET "
        return page_of(lines)

    assert kinds(boxes([(30.8, 9.8), (32.2, 10.5), (46.5, 14.2), (39.1, 12.4)])) == []
    assert kinds(boxes([(30.8, 9.8), (52.2, 10.5), (86.5, 14.2), (39.1, 12.4)])) == [("width", "check")]


def test_a_bar_without_a_ground_counts_as_the_setting_says() -> None:
    data = page_of(written("Gesprek met") + "0 g 125 697 70 12 re f " + written("over de planning", 200))
    assert kinds(data) == [("no-ground", "check")]
    assert [one.severity for one in audit(data, "stuk.pdf", AuditOptions(no_ground="note"))] == ["note"]
    assert audit(data, "stuk.pdf", AuditOptions(no_ground="off")) == []


def test_a_page_let_go_of_is_found_in_the_file() -> None:
    with pikepdf.open(io.BytesIO(page_of(written("Voortgang")))) as pdf:
        body = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
    at = body.rindex(b"\nxref")
    stream = b"99 0 obj\n<</Length 44>>stream\nBT /F1 11 Tf 60 500 Td (Anna Brug) Tj ET    \nendstream\nendobj\n"
    start = at + 1
    table = body[start:].replace(b"trailer", b"99 1\n%010d 00000 n \ntrailer" % start).replace(b"/Size 5", b"/Size 100")
    end = table.rindex(b"startxref")
    whole = body[:start] + stream + table[:end] + b"startxref\n%d\n%%%%EOF\n" % (start + len(stream))
    assert [one.kind for one in audit(whole, "stuk.pdf")] == ["leftover"]


def test_an_encrypted_file_needs_its_password() -> None:
    with pikepdf.open(io.BytesIO(page_of(written("Anna Brug", before="1 g")))) as pdf:
        locked = saved(pdf, encryption=pikepdf.Encryption(owner="baas", user="lezer"))
    with pytest.raises(EncryptedFileError):
        audit(locked, "stuk.pdf")
    assert kinds_of(audit(locked, "stuk.pdf", AuditOptions(passwords=("mis", "lezer")))) == ["same-colour"]


def kinds_of(found: list[Finding]) -> list[str]:
    return [one.kind for one in found]


def test_a_damaged_file_says_so() -> None:
    with pytest.raises(DamagedFileError):
        audit(b"%PDF-1.7\nniets", "stuk.pdf")


@settings(max_examples=25, deadline=None)
@given(at=st.integers(0, 900), junk=st.binary(min_size=1, max_size=12))
def test_broken_bytes_end_in_findings_or_in_an_error_of_ours(at: int, junk: bytes) -> None:
    data = bytearray(page_of(written("Gesprek met Anna Brug") + "0 g 118 696 70 14 re f"))
    data[at : at + len(junk)] = junk
    with suppress(DraadError):
        assert all(isinstance(one, Finding) for one in audit(bytes(data), "stuk.pdf"))
