"""Pixels under an area, overwritten in the image itself.

The image is decoded, the samples under the area get one flat value, and it is written anew: JPEG with its own tables,
everything else without loss. Its soft mask and stencil mask are treated alike, for a mask may bear the letters. What
can't be decoded raises ``UnsureError``: its page becomes an image.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import BytesIO
from math import ceil, floor, hypot
from typing import NamedTuple

import numpy as np
import pikepdf
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

from draad.matrices import Matrix
from draad.release.remove import geometry
from draad.release.remove.geometry import Rect
from draad.release.remove.keys import drop
from draad.release.remove.tree import UnsureError


class Hole(NamedTuple):
    """An area over an image: the image's matrix (unit square to page as shown) and the area on the page."""

    matrix: Matrix
    area: Rect


PLAIN = {"/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"}
COMPONENTS = {
    "/DeviceGray": 1,
    "/CalGray": 1,
    "/DeviceRGB": 3,
    "/CalRGB": 3,
    "/Lab": 3,
    "/DeviceCMYK": 4,
    "/Indexed": 1,
    "/Separation": 1,
}
SHORT = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK", "/I": "/Indexed"}
MOST = 400_000_000
"""Samples of one image; a larger one is not decoded here."""
COARSE = 3.0
"""Points: larger samples are parted before a hole is made in them; no scan has such."""
MOST_FINE = 4_000_000
"""Samples of an image after that."""
DROPPED = ("/Alternates", "/OPI", "/Metadata", "/PieceInfo", "/StructParent", "/Measure", "/PtData", "/AF")
"""Keys of an image that may hold or lead to the picture as it was."""


def holes(matrix: Matrix, areas: Sequence[Rect]) -> list[Hole]:
    """The areas that touch the unit square of an image with this matrix."""
    back = geometry.inverse(matrix)
    if back is None:
        return []
    unit = (0.0, 0.0, 1.0, 1.0)
    return [Hole(matrix, area) for area in areas if geometry.meet(geometry.bounds(geometry.corners(back, area)), unit)]


def _under(width: int, height: int, found: Sequence[Hole]) -> NDArray[np.bool_]:
    """Which samples lie under the holes; one that is only touched counts."""
    flat = np.zeros((height, width), dtype=bool)
    for m, area in found:
        back = geometry.inverse(m)
        if back is None:
            continue
        points = [(x * width, (1 - y) * height) for x, y in geometry.corners(back, area)]
        x0, y0, x1, y1 = geometry.bounds(points)
        rows = slice(max(0, floor(y0)), max(0, ceil(y1)))
        columns = slice(max(0, floor(x0)), max(0, ceil(x1)))
        if min(abs(m[1]) + abs(m[2]), abs(m[0]) + abs(m[3])) < 1e-4 * max(map(abs, m[:4])):
            flat[rows, columns] = True
            continue
        # a slanting image: a sample is a parallelogram of the page, which is touched by the area
        across, down = np.arange(width)[columns] + 0.5, np.arange(height)[rows] + 0.5
        u, v = across[None, :] / width, 1 - down[:, None] / height
        half_x = (abs(m[0]) / width + abs(m[2]) / height) / 2
        half_y = (abs(m[1]) / width + abs(m[3]) / height) / 2
        x, y = m[0] * u + m[2] * v + m[4], m[1] * u + m[3] * v + m[5]
        inside = (x > area[0] - half_x) & (x < area[2] + half_x) & (y > area[1] - half_y) & (y < area[3] + half_y)
        flat[rows, columns] |= inside
    return flat


def filters(image: pikepdf.Object) -> list[str]:
    """The names of an image's filters."""
    found = image.get("/Filter")
    if isinstance(found, pikepdf.Array):
        return [str(item) for item in found]
    return [str(found)] if isinstance(found, pikepdf.Name) else []


def _components(image: pikepdf.Object) -> int | None:
    space = image.get("/ColorSpace")
    if isinstance(space, pikepdf.Array) and len(space):
        name = str(space[0])
        if name == "/ICCBased" and isinstance(space[1], pikepdf.Stream):
            return int(space[1].get("/N", 0)) or None
        if name == "/DeviceN" and isinstance(space[1], pikepdf.Array):
            return len(space[1])
        return COMPONENTS.get(SHORT.get(name, name))
    if isinstance(space, pikepdf.Name):
        return COMPONENTS.get(SHORT.get(str(space), str(space)))
    return None


def _white(image: pikepdf.Object, bits: int, parts: int) -> list[int]:
    """The sample that prints nothing: white, or no ink."""
    top = (1 << bits) - 1
    space = image.get("/ColorSpace")
    name = str(space[0]) if isinstance(space, pikepdf.Array) and len(space) else str(space)
    name = SHORT.get(name, name)
    inked = name in ("/DeviceCMYK", "/Separation", "/DeviceN") or (name == "/ICCBased" and parts == 4)
    if name == "/Indexed":
        table = space[3] if isinstance(space, pikepdf.Array) else b""
        data = table.read_bytes() if isinstance(table, pikepdf.Stream) else bytes(table)
        step = 3
        light = [sum(data[i : i + step]) for i in range(0, len(data) - step + 1, step)]
        lightest = min(light.index(max(light)) if light else 0, top)
        return [top - lightest if _is_turned(image) else lightest]
    value = 0 if inked else top
    return [top - value if _is_turned(image) else value] * parts


def _is_turned(image: pikepdf.Object) -> bool:
    decode = image.get("/Decode")
    return isinstance(decode, pikepdf.Array) and len(decode) >= 2 and float(decode[0]) > float(decode[1])


def _painted(
    data: bytes, width: int, height: int, parts: int, bits: int, flat: NDArray[np.bool_], value: list[int]
) -> bytes:
    """Raw samples with the flat part overwritten."""
    row = (width * parts * bits + 7) // 8
    if len(data) < row * height:
        data = data.ljust(row * height, b"\0")
    grid = np.frombuffer(data[: row * height], dtype=np.uint8).reshape(height, row).copy()
    if bits in (8, 16):
        step = bits // 8
        cells = grid.reshape(height, width, parts, step)
        cells[flat] = np.array([[part >> 8 & 255, part & 255][2 - step :] for part in value], dtype=np.uint8)
        return cells.tobytes()
    rows = np.flatnonzero(flat.any(axis=1))
    if len(rows):
        some = np.unpackbits(grid[rows], axis=1)
        bitted = np.array([[part >> (bits - 1 - i) & 1 for i in range(bits)] for part in value], dtype=np.uint8)
        cells = some[:, : width * parts * bits].reshape(len(rows), width, parts, bits)
        cells[flat[rows]] = bitted
        some[:, : width * parts * bits] = cells.reshape(len(rows), -1)
        grid[rows] = np.packbits(some, axis=1)
    return grid.tobytes()


def _jpeg(image: pikepdf.Object, flat: NDArray[np.bool_]) -> bytes | None:
    """A grey or colour JPEG written anew with its own tables; None for another kind."""
    try:
        with Image.open(BytesIO(image.read_raw_bytes())) as picture:
            if picture.mode not in ("L", "RGB") or picture.size != (flat.shape[1], flat.shape[0]):
                return None
            tables = picture.quantization  # type: ignore[attr-defined]
            layers = getattr(picture, "layer", [])
            sampling = {(1, 1): 0, (2, 1): 1, (2, 2): 2}.get(tuple(layers[0][1:3]) if layers else (1, 1), 0)
            picture.load()
            pixels = np.asarray(picture).copy()
            mode = picture.mode
    except (OSError, ValueError, SyntaxError) as error:
        raise UnsureError("image") from error
    pixels[flat] = 0 if _is_turned(image) else 255
    out = BytesIO()
    Image.fromarray(pixels, mode).save(out, "JPEG", qtables=tables, subsampling=sampling if mode == "RGB" else 0)
    return out.getvalue()


def _by_pdfium(image: pikepdf.Object, width: int, height: int) -> tuple[NDArray[np.uint8], int]:
    """Any other filter, decoded by pdfium: samples of 8 bits and their number of components (1 or 3).

    The image stands alone in a new file, without masks; a bitonal one is read as grey, so that its samples are kept.
    """
    alone = pikepdf.new()
    copied = alone.copy_foreign(image) if image.is_indirect else alone.make_stream(image.read_raw_bytes(), dict(image))
    bitonal = (
        image.get("/BitsPerComponent") == 1
        or bool(image.get("/ImageMask", False))
        or filters(image)[-1:] == ["/JBIG2Decode"]
    )
    for key in ("/SMask", "/Mask", "/ImageMask", "/SMaskInData", *(("/Decode",) if bitonal else ())):
        if key in copied:
            del copied[key]
    if bitonal:
        copied.ColorSpace = pikepdf.Name.DeviceGray
        copied.BitsPerComponent = 1
    page = alone.add_blank_page(page_size=(max(3, width), max(3, height)))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=copied))
    page.Contents = alone.make_stream(b"q %d 0 0 %d 0 0 cm /I Do Q" % (width, height))
    out = BytesIO()
    alone.save(out)
    document = pdfium.PdfDocument(out.getvalue())
    try:
        objects = list(document[0].get_objects())
        if not objects:
            raise UnsureError("image")
        bitmap = objects[0].get_bitmap(render=False)
        pixels = bitmap.to_numpy()
        if pixels.shape[:2] != (height, width):
            raise UnsureError("image")
        pixels = np.array(pixels)
        if bitmap.format in (pdfium.raw.FPDFBitmap_BGR, pdfium.raw.FPDFBitmap_BGRx, pdfium.raw.FPDFBitmap_BGRA):
            return np.ascontiguousarray(pixels[:, :, 2::-1]), 3
        return pixels.reshape(height, width), 1
    except pdfium.PdfiumError as error:
        raise UnsureError("image") from error
    finally:
        document.close()


def _size(image: pikepdf.Object) -> tuple[int, int]:
    try:
        width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    except (TypeError, ValueError) as error:
        raise UnsureError("image") from error
    if width <= 0 or height <= 0 or width * height > MOST:
        raise UnsureError("image")
    return width, height


def _fresh(pdf: pikepdf.Pdf, image: pikepdf.Object, data: bytes, kept: str) -> pikepdf.Stream:
    """A new image with the old one's dictionary and new data."""
    made = pdf.make_stream(b"")
    for key, value in image.items():
        if key not in ("/Length", "/Filter", "/DecodeParms", *DROPPED):
            made[key] = value
    made.write(data, filter=pikepdf.Name(kept))
    return made


def blackened(pdf: pikepdf.Pdf, image: pikepdf.Object, found: Sequence[Hole]) -> pikepdf.Stream:
    """A copy of the image in which nothing is left under the areas. Raises ``UnsureError("image")``."""
    return _masks(pdf, image, _flattened(pdf, image, found), found)


def _flattened(pdf: pikepdf.Pdf, image: pikepdf.Object, found: Sequence[Hole]) -> pikepdf.Stream:
    image = _finer(pdf, image, found[0].matrix)
    width, height = _size(image)
    flat = _under(width, height, found)
    names = filters(image)
    stencil = bool(image.get("/ImageMask", False))
    if names == ["/DCTDecode"]:
        data = _jpeg(image, flat)
        if data is not None:
            return _fresh(pdf, image, data, "/DCTDecode")
    made = _lossless if set(names) <= PLAIN else _redecoded
    return made(pdf, image, flat, stencil=stencil)


def _finer(pdf: pikepdf.Pdf, image: pikepdf.Object, m: Matrix) -> pikepdf.Object:
    """The image with samples small enough to take the area alone out of it.

    A ground of one colour is often a single sample drawn as large as it shall be: it would go as a whole.
    """
    width, height = _size(image)
    sides = hypot(m[0], m[1]) / width, hypot(m[2], m[3]) / height
    across, down = (ceil(side) if side > COARSE else 1 for side in sides)
    stencil = bool(image.get("/ImageMask", False))
    parts = 1 if stencil else _components(image)
    bits = 1 if stencil else int(image.get("/BitsPerComponent", 8))
    mask = image.get("/SMask")
    tied = "/Matte" in image or (isinstance(mask, pikepdf.Stream) and "/Matte" in mask)
    plain = parts is not None and bits in (1, 2, 4, 8, 16) and set(filters(image)) <= PLAIN and not tied
    if across * down == 1 or not plain or width * height * across * down > MOST_FINE:
        return image
    row = (width * (parts or 1) * bits + 7) // 8
    try:
        data = image.read_bytes()[: row * height].ljust(row * height, b"\0")
    except pikepdf.PdfError as error:
        raise UnsureError("image") from error
    grid = np.unpackbits(np.frombuffer(data, dtype=np.uint8).reshape(height, row), axis=1)
    cells = grid[:, : width * (parts or 1) * bits].reshape(height, width, -1)
    packed = np.packbits(cells.repeat(down, 0).repeat(across, 1).reshape(height * down, -1), axis=1)
    made = _fresh(pdf, image, zlib.compress(packed.tobytes(), 6), "/FlateDecode")
    made.Width, made.Height = width * across, height * down
    return made


def _lossless(pdf: pikepdf.Pdf, image: pikepdf.Object, flat: NDArray[np.bool_], *, stencil: bool) -> pikepdf.Stream:
    height, width = flat.shape
    parts = 1 if stencil else _components(image)
    bits = 1 if stencil else int(image.get("/BitsPerComponent", 8))
    if parts is None or bits not in (1, 2, 4, 8, 16):
        raise UnsureError("image")
    try:
        data = image.read_bytes()
    except pikepdf.PdfError as error:
        raise UnsureError("image") from error
    value = _empty(image) if stencil else _white(image, bits, parts)
    return _fresh(pdf, image, zlib.compress(_painted(data, width, height, parts, bits, flat, value), 6), "/FlateDecode")


def _empty(image: pikepdf.Object) -> list[int]:
    """The sample of a stencil that paints nothing: 1, but for a turned ``/Decode`` (ISO 32000-1, 8.9.6.2)."""
    decode = image.get("/Decode")
    turned = isinstance(decode, pikepdf.Array) and len(decode) >= 1 and float(decode[0]) > 0.5
    return [0 if turned else 1]


def _redecoded(pdf: pikepdf.Pdf, image: pikepdf.Object, flat: NDArray[np.bool_], *, stencil: bool) -> pikepdf.Stream:
    height, width = flat.shape
    samples, parts = _by_pdfium(image, width, height)
    bitonal = stencil or image.get("/BitsPerComponent") == 1 or filters(image)[-1:] == ["/JBIG2Decode"]
    if bitonal:
        bits = samples > 127 if parts == 1 else samples[:, :, 0] > 127
        value = _empty(image) if stencil else _white(image, 1, 1)
        bits[flat] = bool(value[0])
        return _fresh(pdf, image, zlib.compress(np.packbits(bits, axis=1).tobytes(), 6), "/FlateDecode")
    samples[flat] = 255
    made = _fresh(pdf, image, zlib.compress(samples.tobytes(), 6), "/FlateDecode")
    made.ColorSpace = pikepdf.Name.DeviceRGB if parts == 3 else pikepdf.Name.DeviceGray
    made.BitsPerComponent = 8
    for key in ("/Decode", "/SMaskInData"):
        if key in made:
            del made[key]
    return made


def _masks(pdf: pikepdf.Pdf, image: pikepdf.Object, made: pikepdf.Stream, found: Sequence[Hole]) -> pikepdf.Stream:
    """The masks of an image get the same holes: opaque there, so that no letter's form is left in them."""
    for key in ("/SMask", "/Mask"):
        mask = image.get(key)
        if isinstance(mask, pikepdf.Stream):
            made[key] = _flattened(pdf, mask, found)
            drop(made[key], "/SMask", "/Mask")  # a mask has none of its own
    if isinstance(image.get("/Mask"), pikepdf.Array) and "/DCTDecode" in filters(image):
        # colours left out by number: they don't survive a second coding
        raise UnsureError("image")
    return made
