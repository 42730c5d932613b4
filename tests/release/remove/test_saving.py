"""The bytes of a result."""

from __future__ import annotations

import io
import zlib

import pikepdf
from pikepdf import Dictionary, Name
from pypdfium2 import PdfDocument

from draad.release.remove.saving import saved


def ending_in_return(start: bytes) -> bytes:
    """Content whose compressed form ends in a carriage return: the last byte of zlib's is that of Adler's sum."""
    for blanks in range(256):
        made = start + b" " * (blanks % 32) + b"\n" * (blanks // 32) + b"\t" * (blanks % 7)
        if (1 + sum(made)) & 0xFF == 0x0D:
            return made
    raise AssertionError


def test_no_stream_ends_in_a_carriage_return() -> None:
    content = ending_in_return(b"q 1 0 0 1 0 0 cm Q")
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].Contents = pdf.make_stream(content)
    pdf.Root.Spare = pdf.make_stream(
        zlib.compress(content), Filter=Name.FlateDecode, DecodeParms=Dictionary(Predictor=1)
    )
    data = saved(pdf)
    assert b"\r\nendstream" not in data
    with pikepdf.open(io.BytesIO(data)) as again:
        assert again.pages[0].Contents.read_bytes() == content
        assert again.pages[0].Contents.read_raw_bytes().endswith(b"\r ")
        assert again.Root.Spare.read_bytes() == content
        assert again.Root.Spare.DecodeParms.Predictor == 1
        assert not again.check_pdf_syntax()
    PdfDocument(data)[0].render(scale=0.1)


def test_other_streams_stay_as_they_are() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].Contents = pdf.make_stream(b"q Q\n")
    with pikepdf.open(io.BytesIO(saved(pdf))) as again:
        assert again.pages[0].Contents.read_raw_bytes() == zlib.compress(b"q Q\n")
