"""What photographs carry beside their pixels: EXIF with its thumbnail, XMP, comments (JPEG, JPEG 2000), and the
thumbnails of pages. A thumbnail is made once; when something is blacked out afterwards it still shows what was there.

JPEG: ITU-T T.81, annex B; EXIF: CIPA DC-008; XMP in JPEG: ISO 16684-3; XMP in JPEG 2000: a ``uuid`` box.
"""

from __future__ import annotations

import io
import struct
import warnings
from typing import Any, NamedTuple

import numpy as np
import pikepdf
from numpy.typing import NDArray
from PIL import Image

from draad.release.audit.everywhere import Walk
from draad.release.audit.outside import Said, judged, xmp_strings
from draad.release.audit.records import Finding, finding
from draad.release.audit.sight import Grey
from draad.release.audit.told import Shown

_WORDS = {0x010E, 0x013B, 0x8298, 0x9286, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F, 0xA430, 0xFDE8}
"""EXIF fields for people: description, artist, copyright, comments, Windows' title and author, owner of the camera."""
_MAKER = {0x013B, 0x9C9D, 0xA430}
_EXIF, _XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""The UUID of XMP in JPEG 2000."""
_SIDE = 48
"""Pixels of the small pictures that are compared."""
_UNLIKE = 60.0
"""Grey values by which a patch must differ from all patches round its place: making a picture smaller does less."""
_PRINT, _PAPER, _PATCHES = 232.0, 252.0, 2
"""A patch of print in a thumbnail, one with nothing in it nor round it, and how many of them are no accident."""
_BLACK = 80.0
_MOST_BYTES = 64 * 1024 * 1024


class _Told(NamedTuple):
    """What one photograph carries."""

    strings: list[tuple[str, str, bool]]
    """The field, the text, whether it holds a person."""
    thumbnail: bytes


def findings(walked: Walk, shown: Shown) -> list[Finding]:
    """What photographs say that no page does, and thumbnails that show another picture than their own."""
    found: list[Finding | None] = []
    for obj, _ in walked.streams:
        data = _photograph(obj)
        if not data:
            continue
        told = _jpeg(data) if data[:2] == b"\xff\xd8" else _jpeg2000(data)
        place = f"{obj.objgen[0]} 0 R"
        found += [
            judged(Said("metadata", f"{place} {key}", text, own=own, maker=own), shown)
            for key, text, own in told.strings
        ]
        if told.thumbnail and _differ(_opened(told.thumbnail), _opened(data), drawn=False):
            found.append(finding("thumbnail", "check", where=place, detail="thumbnail-differs", count=1))
    return [one for one in found if one]


def _photograph(obj: Any) -> bytes:
    """The file that a photograph is, as it stands in the PDF; empty for pictures that carry nothing."""
    filters = obj.get("/Filter")
    last = filters[-1] if isinstance(filters, pikepdf.Array) and len(filters) else filters
    if last not in (pikepdf.Name("/DCTDecode"), pikepdf.Name("/JPXDecode")):
        return b""
    raw = obj.read_raw_bytes()
    if raw[:2] != b"\xff\xd8" and raw[4:8] != b"jP  ":
        return b""
    return raw if len(raw) <= _MOST_BYTES else b""


def _jpeg(data: bytes) -> _Told:
    """The comments and the application's segments before the picture."""
    strings: list[tuple[str, str, bool]] = []
    thumbnail, at = b"", 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (0xDA, 0xD9):
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        part = data[at + 4 : at + 2 + size]
        if marker == 0xFE:
            strings.append(("COM", _decoded(part), False))
        elif marker == 0xE1 and part.startswith(_EXIF):
            more, thumbnail = _exif(part[len(_EXIF) :])
            strings += more
        elif marker == 0xE1 and part.startswith(_XMP):
            strings += [(key, text, key == "dc:creator") for key, text in xmp_strings(part[len(_XMP) :])]
        at += 2 + max(2, size)
    return _Told(strings, thumbnail)


def _jpeg2000(data: bytes) -> _Told:
    at = data.find(_BOX)
    if at < 4:
        return _Told([], b"")
    end = data.find(b"</x:xmpmeta>", at)
    return _Told([(key, text, key == "dc:creator") for key, text in xmp_strings(data[at + 16 : end])], b"")


def _exif(data: bytes) -> tuple[list[tuple[str, str, bool]], bytes]:
    """The words and the thumbnail of an EXIF segment; nothing of a broken one."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None:
        return [], b""
    try:
        return _directories(data, order)
    except (struct.error, IndexError):
        return [], b""


def _directories(data: bytes, order: str) -> tuple[list[tuple[str, str, bool]], bytes]:
    found: list[tuple[str, str, bool]] = []
    places = {0x0201: 0, 0x0202: 0}
    todo, seen = [struct.unpack_from(f"{order}I", data, 4)[0]], set()
    while todo:
        at = todo.pop()
        if not at or at in seen:
            continue
        seen.add(at)
        count = struct.unpack_from(f"{order}H", data, at)[0]
        for n in range(min(count, 512)):
            tag, _, size, value = struct.unpack_from(f"{order}HHII", data, at + 2 + 12 * n)
            if tag in places:
                places[tag] = value
            elif tag == 0x8769:
                todo.append(value)
            elif tag in _WORDS:
                start = value if size > 4 else at + 2 + 12 * n + 8
                text = _text(tag, data[start : start + min(size, 4000)])
                if text:
                    found.append((f"EXIF {tag:04X}", text, tag in _MAKER))
        following = at + 2 + 12 * count
        if following + 4 <= len(data):
            todo.append(struct.unpack_from(f"{order}I", data, following)[0])
    start, size = places[0x0201], places[0x0202]
    return found, data[start : start + size] if start and size else b""


def _text(tag: int, raw: bytes) -> str:
    if tag >= 0x9C9B and tag <= 0x9C9F:
        return raw.decode("utf-16-le", "replace").strip("\0 ")
    if tag == 0x9286:
        raw = raw[8:]  # the name of the character set
    return _decoded(raw)


def _decoded(raw: bytes) -> str:
    """Text of which nobody wrote down in which set: UTF-8 where it is, else Windows'."""
    try:
        return raw.decode("utf-8").strip("\0 ")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace").strip("\0 ")


# ── thumbnails ──────────────────────────────────────────────────────────────────────────────────────────────


def with_thumbnail(pdf: pikepdf.Pdf) -> frozenset[int]:
    """The numbers of the pages that have one."""
    return frozenset(n for n, page in enumerate(pdf.pages, 1) if "/Thumb" in page.obj)


def of_pages(pdf: pikepdf.Pdf, drawn: dict[int, Grey]) -> list[Finding]:
    """Thumbnails of pages that show something else than their page. ``drawn``: pages as they are shown, by number."""
    found = []
    for number, page in enumerate(pdf.pages, 1):
        thumbnail = page.obj.get("/Thumb")
        if not isinstance(thumbnail, pikepdf.Stream) or number not in drawn:
            continue
        thumbnail.Subtype = pikepdf.Name("/Image")  # a thumbnail needs not say so, pikepdf asks it
        try:
            small = pikepdf.PdfImage(thumbnail).as_pil_image().convert("L")
        except (pikepdf.PdfError, ValueError, NotImplementedError, OSError, KeyError):
            continue
        if _differ(small, Image.fromarray(drawn[number]), drawn=True):
            found.append(
                finding("thumbnail", "check", page=number, where="/Thumb", detail="thumbnail-differs", count=1)
            )
    return found


def _opened(data: bytes) -> Image.Image | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
            image.draft("L", (256, 256))
            return image.convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _differ(one: Image.Image | None, other: Image.Image | None, *, drawn: bool) -> bool:
    """Shows the thumbnail, ``one``, something that the other does not? Only where both are of one shape: a crop is
    another picture. Either a patch is of another grey, or the thumbnail has print where the other is empty. ``drawn``:
    the other is a page of print, no photograph.
    """
    if one is None or other is None or min(*one.size, *other.size) < _SIDE:
        return False
    shape = (one.width / one.height) / (other.width / other.height)
    if not 0.93 < shape < 1.07:
        return False
    small, large = _small(one), _small(other)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(large, 1, mode="edge"), (3, 3))
    darkest, lightest = around.min(axis=(2, 3)), around.max(axis=(2, 3))
    if drawn:  # print made small is darker or lighter by who makes it, so only paper and black count
        unlike = (small > _PRINT - _UNLIKE) & (lightest < _BLACK)
    else:
        unlike = (small < darkest - _UNLIKE) | (small > lightest + _UNLIKE)
    printed = (small < _PRINT) & (darkest > _PAPER)
    return int((unlike | printed).sum()) >= _PATCHES


def _small(image: Image.Image) -> NDArray[np.float64]:
    return np.asarray(image.resize((_SIDE, _SIDE), Image.Resampling.BOX), dtype=np.float64)
