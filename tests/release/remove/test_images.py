"""Pixels under an area are overwritten in the image itself, whatever it is coded in; the rest of it stays as it was."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from numpy.typing import NDArray
from PIL import Image
from stripped_pages import A4, handmade, helvetica, saved, stripped

from draad.release.remove.images import filters
from draad.release.remove.records import Area

WIDE, HIGH = 90, 60
"""Odd on purpose: rows of 1, 2 and 4 bits that end within a byte."""
AREA = Area(1, 140, 842 - 580, 200, 842 - 540, "5.1.2.e")
"""The image stands at (100, 500), two points to a pixel: here columns 20 to 50, rows 20 to 40."""
UNDER = (slice(20, 40), slice(20, 50))
Make = Callable[[pikepdf.Pdf], pikepdf.Stream]


def page(make: Make, matrix: str = "180 0 0 120 100 500") -> bytes:
    return handmade(
        f"q {matrix} cm /I Do Q".encode(), lambda pdf: pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=make(pdf)))
    )


def noise(parts: int = 1) -> NDArray[np.uint8]:
    """A picture in which no two neighbours are alike."""
    rng = np.random.default_rng(5)
    return rng.integers(0, 200, (HIGH, WIDE, parts), dtype=np.uint8)


def image(
    pdf: pikepdf.Pdf, data: bytes, space: object, bits: int = 8, kept: str = "/FlateDecode", **more: object
) -> pikepdf.Stream:
    made = pdf.make_stream(b"")
    made.Type, made.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    made.Width, made.Height, made.BitsPerComponent = WIDE, HIGH, bits
    if space is not None:
        made.ColorSpace = space
    for key, value in more.items():
        made[f"/{key}"] = value
    made.write(data, filter=pikepdf.Name(kept))
    return made


def coded(kind: str, mode: str, **options: object) -> bytes:
    out = io.BytesIO()
    array = noise(3 if mode == "RGB" else 1).squeeze()
    picture = Image.fromarray(array)
    if mode == "1":
        picture = Image.fromarray((array > 100).astype(np.uint8) * 255).convert("1")
    picture.save(out, kind, **options)
    return out.getvalue()


def strip_of_tiff() -> tuple[bytes, bool]:
    """Group 4 data, and whether a one in it is black."""
    data = coded("TIFF", "1", compression="group4")
    with Image.open(io.BytesIO(data)) as tiff:
        start, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
        return data[start : start + length], tiff.tag_v2[262] == 1


def fax(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    data, black_is_one = strip_of_tiff()
    made = image(pdf, data, pikepdf.Name.DeviceGray, 1, "/CCITTFaxDecode")
    made.DecodeParms = pikepdf.Dictionary(K=-1, Columns=WIDE, Rows=HIGH, BlackIs1=black_is_one)
    return made


def jbig2(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    """A page and one generic region in MMR coding, which is Group 4 (ITU-T T.88, 6.2.6 and 7.4)."""

    def segment(number: int, kind: int, data: bytes) -> bytes:
        return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data

    sheet = struct.pack(">IIIIBH", WIDE, HIGH, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", WIDE, HIGH, 0, 0, 0, 1) + strip_of_tiff()[0]
    return image(pdf, segment(0, 48, sheet) + segment(1, 38, region), pikepdf.Name.DeviceGray, 1, "/JBIG2Decode")


def packed(bits: int, parts: int = 1) -> bytes:
    levels = noise(parts) >> (8 - bits)
    flat = np.unpackbits(levels.reshape(HIGH, -1, 1), axis=2)[:, :, 8 - bits :].reshape(HIGH, -1)
    return zlib.compress(np.packbits(flat, axis=1).tobytes())


PALETTE = bytes(range(48))
KINDS: dict[str, Make] = {
    "grey": lambda pdf: image(pdf, zlib.compress(noise().tobytes()), pikepdf.Name.DeviceGray),
    "colour": lambda pdf: image(pdf, zlib.compress(noise(3).tobytes()), pikepdf.Name.DeviceRGB),
    "four inks": lambda pdf: image(pdf, zlib.compress(noise(4).tobytes()), pikepdf.Name.DeviceCMYK),
    "sixteen bits": lambda pdf: image(pdf, zlib.compress(noise(2).tobytes()), pikepdf.Name.DeviceGray, 16),
    "one bit": lambda pdf: image(pdf, packed(1), pikepdf.Name.DeviceGray, 1),
    "two bits": lambda pdf: image(pdf, packed(2), pikepdf.Name.DeviceGray, 2),
    "four bits, colour": lambda pdf: image(pdf, packed(4, 3), pikepdf.Name.DeviceRGB, 4),
    "palette": lambda pdf: image(
        pdf, packed(4), pikepdf.Array([pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, 15, PALETTE]), 4
    ),
    "stencil": lambda pdf: image(pdf, packed(1), None, 1, ImageMask=True),
    "JPEG": lambda pdf: image(pdf, coded("JPEG", "L", quality=95), pikepdf.Name.DeviceGray, 8, "/DCTDecode"),
    "JPEG, colour": lambda pdf: image(pdf, coded("JPEG", "RGB", quality=90), pikepdf.Name.DeviceRGB, 8, "/DCTDecode"),
    "JPEG 2000": lambda pdf: image(pdf, coded("JPEG2000", "RGB"), pikepdf.Name.DeviceRGB, 8, "/JPXDecode"),
    "fax": fax,
    "JBIG2": jbig2,
}


def pictured(data: bytes) -> NDArray[np.uint8]:
    """The image as pdfium decodes it from the file, in grey."""
    with pdfium.PdfDocument(data) as document:
        found = next(iter(document[0].get_objects()))
        picture = found.get_bitmap(render=True).to_pil().convert("L")
        return np.asarray(picture.resize((WIDE, HIGH), Image.Resampling.NEAREST))


def only(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The one image of the first page."""
    (found,) = pdf.pages[0].Resources.XObject.values()
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_under_the_area_and_the_rest_is_as_it_was(kind: str) -> None:
    data = page(KINDS[kind])
    result, done = stripped(data, [AREA])
    assert done.proven == {1: True}
    before, after = pictured(data).astype(int), pictured(result).astype(int)
    inner = after[22:38, 22:48]
    lossy = kind.startswith("JPEG") and "2000" not in kind
    assert np.ptp(inner) <= (16 if lossy else 0)
    outside = np.ones((HIGH, WIDE), dtype=bool)
    outside[18:42, 18:52] = False
    difference = np.abs(before - after)[outside]
    assert difference.mean() < (3 if lossy else 0.5)


@pytest.mark.parametrize("kind", KINDS)
def test_the_image_that_was_is_not_in_the_file(kind: str) -> None:
    data = page(KINDS[kind])
    result, _ = stripped(data, [AREA])
    with pikepdf.open(io.BytesIO(data)) as pdf:
        raw = only(pdf).read_raw_bytes()
    assert raw in data
    assert raw not in result


@pytest.mark.parametrize(
    "matrix", ["0 120 -180 0 280 500", "-180 0 0 -120 280 620", "180 0 0 -120 100 620", "200 80 -60 100 160 480"]
)
def test_turned_mirrored_and_slanting_images(matrix: str) -> None:
    """Every pixel under the area, as the page is drawn, is flat."""
    data = page(KINDS["grey"], matrix)
    result, done = stripped(data, [AREA])
    assert done.proven == {1: True}
    with pdfium.PdfDocument(result) as document:
        sheet = np.asarray(document[0].render(scale=2).to_pil().convert("L"))
    under = sheet[round(AREA.y0 * 2) + 2 : round(AREA.y1 * 2) - 2, round(AREA.x0 * 2) + 2 : round(AREA.x1 * 2) - 2]
    assert under.min() >= 250
    assert np.ptp(under) <= 1


def test_masks_get_the_same_holes() -> None:
    def make(pdf: pikepdf.Pdf) -> pikepdf.Stream:
        made = KINDS["grey"](pdf)
        made.SMask = pdf.make_indirect(image(pdf, zlib.compress(noise().tobytes()), pikepdf.Name.DeviceGray))
        return made

    result, _ = stripped(page(make), [AREA])
    with pikepdf.open(io.BytesIO(result)) as pdf:
        found = only(pdf)
        mask = np.frombuffer(found.SMask.read_bytes(), dtype=np.uint8).reshape(HIGH, WIDE)
    assert set(mask[UNDER].flat) == {255}
    assert len(set(mask.flat)) > 100


def test_an_image_drawn_twice_is_overwritten_only_where_the_area_lies() -> None:
    data = handmade(
        b"q 180 0 0 120 100 500 cm /I Do Q q 180 0 0 120 100 100 cm /I Do Q",
        lambda pdf: pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=pdf.make_indirect(KINDS["grey"](pdf)))),
    )
    result, _ = stripped(data, [AREA])
    with pdfium.PdfDocument(result) as document:
        sheet = np.asarray(document[0].render(scale=1).to_pil().convert("L"))
    upper, lower = sheet[265:300, 145:195], sheet[665:700, 145:195]
    assert upper.min() == 255
    assert lower.std() > 20


def test_an_image_in_the_contents_themselves() -> None:
    rows = noise().squeeze()
    data = handmade(
        b"q 180 0 0 120 100 500 cm BI /W %d /H %d /CS /G /BPC 8 /F /AHx ID " % (WIDE, HIGH)
        + rows.tobytes().hex().encode()
        + b"> EI Q BT /F 9 Tf 72 700 Td (Tekst) Tj ET",
        helvetica,
    )
    result, done = stripped(data, [AREA])
    assert done.proven == {1: True}
    assert rows[25].tobytes()[25:45].hex() not in result.decode("latin-1")
    left = pictured(result)
    assert np.ptp(left[UNDER]) == 0
    assert (left[:15] == rows[:15]).all()


def test_other_versions_of_an_image_go_with_it() -> None:
    def make(pdf: pikepdf.Pdf) -> pikepdf.Stream:
        made = KINDS["grey"](pdf)
        made.Alternates = pikepdf.Array([pikepdf.Dictionary(Image=pdf.make_indirect(KINDS["colour"](pdf)))])
        made.Metadata = pdf.make_stream(b"<x>Vexelaar</x>")
        return made

    result, _ = stripped(page(make), [AREA])
    with pikepdf.open(io.BytesIO(result)) as pdf:
        assert not {"/Alternates", "/Metadata"} & set(only(pdf).keys())
        assert filters(only(pdf)) == ["/FlateDecode"]
    assert b"Vexelaar" not in result


def test_an_image_that_cannot_be_read_makes_the_page_an_image() -> None:
    for make in (
        lambda pdf: image(pdf, b"geen JPEG", pikepdf.Name.DeviceGray, 8, "/DCTDecode"),
        lambda pdf: image(pdf, b"geen fax", pikepdf.Name.DeviceGray, 8, "/JPXDecode"),
        lambda pdf: image(pdf, zlib.compress(b"x"), pikepdf.Name("/Onbekend")),
    ):
        _, done = stripped(page(make), [AREA])
        assert (done.proven, done.why) == ({1: False}, {1: "image"})


def test_an_image_without_an_area_on_it_is_the_same_to_the_byte() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=A4)
    pdf.pages[0].Contents = pdf.make_stream(b"q 180 0 0 120 100 500 cm /I Do Q BT /F 9 Tf 72 700 Td (Tekst) Tj ET")
    pdf.pages[0].Resources = helvetica(XObject=pikepdf.Dictionary(I=pdf.make_indirect(KINDS["JPEG"](pdf))))
    data = saved(pdf)
    result, done = stripped(data, [Area(1, 70, 130, 100, 146)])
    assert done.proven == {1: True}
    with pikepdf.open(io.BytesIO(result)) as after, pikepdf.open(io.BytesIO(data)) as before:
        assert only(after).read_raw_bytes() == only(before).read_raw_bytes()
