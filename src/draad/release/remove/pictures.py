"""What picture files carry beside their pixels: cameras, programs and makers leave names, places and thumbnails."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, PdfError, Stream
from PIL import Image

_ALONE = {0x01, *range(0xD0, 0xD9)}
"""JPEG markers without a length (ITU-T T.81, table B.1)."""
_START_OF_SCAN, _END = 0xDA, 0xD9
_KEPT_SEGMENTS = {0xE0, 0xEE}
"""JFIF and Adobe's note on colours: without them a picture looks different."""
_COMMENT = 0xFE
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
"""The first marker that ends a scan: within one, FF is followed by nought or a restart (B.1.1.2)."""
_CODESTREAM = b"\xff\x4f\xff\x51"
"""How JPEG 2000 begins that is no file with boxes (ITU-T T.800, annex A)."""
_TEXT_BOXES = {b"xml ", b"uuid", b"uinf"}
"""Boxes of JPEG 2000 that hold no picture (ITU-T T.800, annex I)."""


def strip(image: Stream) -> None:
    """Takes such data out of a picture of a PDF that is JPEG or JPEG 2000, whatever it is wrapped in; others can't
    hold any.
    """
    found = image.get("/Filter")
    filters = list(found) if isinstance(found, Array) else [found]
    kind = filters[-1] if filters else None
    if not isinstance(kind, Name) or kind not in (Name.DCTDecode, Name.JPXDecode):
        return
    parms = image.get("/DecodeParms")
    each = list(parms) if isinstance(parms, Array) else [parms]
    try:
        data = _unwrapped(image, filters[:-1], each)
    except PdfError:
        return  # no reader can show it
    stripped = without_segments(data) if kind == Name.DCTDecode else without_boxes(data)
    if stripped is None:
        _draw_anew(image, data)
    elif stripped != data or len(filters) > 1:
        last = each[len(filters) - 1] if len(each) >= len(filters) else None
        image.write(stripped, filter=kind, decode_parms=last if isinstance(last, Dictionary) else None)


def _unwrapped(image: Stream, filters: Sequence[object], parms: Sequence[object]) -> bytes:
    """The bytes of the picture file itself; programs put them in ASCII 85 or compress them once more."""
    if not filters:
        return image.read_raw_bytes()
    with pikepdf.new() as alone:
        wrapped = alone.make_stream(image.read_raw_bytes(), Filter=Array(filters))
        kept = [Dictionary(dict(one.items())) if isinstance(one, Dictionary) else None for one in parms]
        if any(kept):
            wrapped[Name.DecodeParms] = Array(kept[: len(filters)])
        return wrapped.read_bytes()


def _draw_anew(image: Stream, data: bytes) -> None:
    """The pixels alone of a damaged picture: readers show what they can of it, and its makers' notes would stay.

    What can't be drawn here becomes one grey dot: nothing says that it holds no words.
    """
    held = {Name.DeviceGray: "L", Name.DeviceRGB: "RGB"}
    try:
        with Image.open(io.BytesIO(data)) as picture:
            mode = picture.mode if picture.mode in held.values() else "RGB"
            drawn = picture.convert(mode)
    except (OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError):
        drawn = Image.new("L", (1, 1), 128)
    for key in ("/Decode", "/SMaskInData", "/Intent"):
        if key in image:
            del image[key]
    image.ColorSpace = next(space for space, mode in held.items() if mode == drawn.mode)
    image.BitsPerComponent, (image.Width, image.Height) = 8, drawn.size
    image.write(zlib.compress(drawn.tobytes()), filter=Name.FlateDecode)


def without_segments(data: bytes) -> bytes | None:
    """A JPEG without application segments (Exif, XMP, IPTC) and comments; None where it can't be followed."""
    if data[:2] != b"\xff\xd8":
        return None
    kept, at = [data[:2]], 2
    while at + 2 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # fill bytes
            at += 1
            continue
        if marker == _END:
            return b"".join([*kept, data[at : at + 2]])  # what follows the picture goes too
        if marker not in _ALONE and at + 4 > len(data):
            return None  # cut short within a segment's head
        length = 0 if marker in _ALONE else struct.unpack(">H", data[at + 2 : at + 4])[0]
        end = at + 2 + length
        private = 0xE0 <= marker <= 0xEF and marker not in _KEPT_SEGMENTS
        if not private and marker != _COMMENT:
            kept.append(_plain_jfif(data[at:end]) if marker == 0xE0 else data[at:end])
        at = end
        if marker == _START_OF_SCAN:
            after = _AFTER_SCAN.search(data, at)
            if after is None:  # cut short: all that is left is the scan
                return b"".join([*kept, data[at:]])
            kept.append(data[at : after.start()])
            at = after.start()
    return None


def _plain_jfif(segment: bytes) -> bytes:
    """A JFIF segment without its thumbnail, and nothing for a JFIF extension, which is one."""
    if segment[4:9] != b"JFIF\0" or len(segment) < 18:
        return b""
    return segment[:2] + struct.pack(">H", 16) + segment[4:16] + b"\0\0"


def without_boxes(data: bytes) -> bytes | None:
    """A JPEG 2000 file without boxes that hold no picture; None where it can't be followed."""
    if data[:4] == _CODESTREAM:
        return data
    kept, at = [], 0
    while at + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if length == 1 and at + 16 <= len(data):
            length = struct.unpack(">Q", data[at + 8 : at + 16])[0]
        elif length == 0:
            length = len(data) - at
        if length < 8 or at + length > len(data):
            return None
        if kind not in _TEXT_BOXES:
            kept.append(data[at : at + length])
        at += length
    return b"".join(kept) if at == len(data) else None
