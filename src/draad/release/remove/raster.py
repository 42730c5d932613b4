"""A page as an image: what is done where removal from the contents can't be proven.

The page is drawn, the areas are painted over in the pixels, and only then is the text recognised; so the layer of
invisible text can't hold what the picture no longer shows. The image is as small as its content allows: black and
white for print, grey or colour only where the page has them.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from draad.errors import MissingProgramError
from draad.read import ReadOptions
from draad.read._tesseract import RecognitionError
from draad.read.glyphs import turn_box
from draad.read.layout import BLOCK, Word
from draad.read.pdf import drawn_at, load_page
from draad.read.spots import askew
from draad.release.remove import lettering, overprint
from draad.release.remove.labels import numbers
from draad.release.remove.opening import RemoveOptions, for_pdfium
from draad.release.remove.records import Area, Note

_COLOURED = 24
"""A pixel whose channels differ by more has a colour; fewer than a thousandth of such pixels are specks."""
_MIDDLE, _MANY_MIDDLE = (64, 192), 0.08
"""Grey values that are neither ink nor paper; print has few of them, at the edges of letters."""
_THRESHOLD = 150
_QUALITY = 72
_NEAR, _SLIVER = 1.0, 0.5
"""Points: how far above or beneath an area a word's middle may be measured wrong; what is too narrow for a letter."""

Size = tuple[float, float]


class Sheets:
    """Draws pages of one file, whose bytes are those of the source."""

    def __init__(self, data: bytes, options: RemoveOptions) -> None:
        self._options = options
        self._pdf = for_pdfium(data, options.passwords)
        self._pdf.init_forms()

    def close(self) -> None:
        """Gives the file back."""
        self._pdf.close()

    def seen(self, number: int, areas: Sequence[Area]) -> tuple[list[bool], overprint.Grey | None, Size]:
        """Which areas lie over pictures; if any, the page's grey values as they are; its size in points."""
        page = load_page(self._pdf, number - 1)
        try:
            size, over, grey = page.get_size(), overprint.pictured(page, areas), None
            if any(over):
                # pixels as they are: smoothing them is most of the work, and makes edges no clearer
                drawn = page.render(scale=overprint.scale_of(size), grayscale=True, no_smoothimage=True)
                grey = np.asarray(drawn.to_pil().convert("L"))
            return over, grey, size
        finally:
            page.close()

    def draw(self, number: int) -> tuple[Any, Size]:
        """The page's pixels (height × width × 3), and its size in points."""
        page = self._pdf[number - 1]
        size = page.get_size()
        scale = drawn_at(size, self._options.dpi) / 72
        pixels = np.array(page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB"))
        page.close()
        return pixels, size


def whiten(pixels: Any, size: Size, areas: Sequence[Area]) -> None:
    """Makes the areas white in a page's pixels."""
    (width, height), (high, wide) = size, pixels.shape[:2]
    for area in areas:
        x0, x1 = (side / width * wide for side in (area.x0, area.x1))
        y0, y1 = (side / height * high for side in (area.y0, area.y1))
        pixels[max(0, int(y0) - 1) : max(0, int(y1) + 2), max(0, int(x0) - 1) : max(0, int(x1) + 2)] = 255


def replace_page(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    pixels: Any,
    size: Size,
    areas: Sequence[Area],
    options: RemoveOptions,
) -> list[Note]:
    """Puts the picture in the place of all that is on the page, with its text recognised anew and invisible.

    ``areas`` are white in ``pixels``: no recognised word reaches into them.
    The font of the text is named in the page's resources by whoever draws the labels.
    """
    width, height = size
    words, notes = _recognised(pixels, replace(options.read, dpi=drawn_at(size, options.dpi)))
    for key in set(page.obj.keys()) - {"/Type", "/Parent", "/UserUnit"}:
        del page.obj[key]
    page.obj[Name.MediaBox] = Array([0, 0, round(width, 3), round(height, 3)])
    page.obj[Name.CropBox] = page.obj.MediaBox
    page.obj[Name.Rotate] = 0
    page.obj[Name.Resources] = Dictionary(XObject=Dictionary(Sheet=_image(pdf, pixels)), Font=Dictionary())
    drawn = [b"/Artifact BMC q %s cm /Sheet Do Q EMC" % numbers(width, 0, 0, height, 0, 0)]
    page.obj[Name.Contents] = pdf.make_stream(b"\n".join([*drawn, *_hidden_text(_beside(words, areas), height)]))
    return notes


def _beside(words: Iterable[Word], areas: Sequence[Area]) -> Iterator[Word]:
    """The words with the part of their place that lies in an area cut off.

    Tesseract's places are wider than the ink: they reach over the white beside it, or over a gap between two words that
    it takes for one.
    """
    for word in words:
        middle, parts = (word.top + word.bottom) / 2, [(word.x0, word.x1)]
        for area in areas:
            if area.y0 - _NEAR <= middle <= area.y1 + _NEAR:
                cut = [((x0, min(x1, area.x0)), (max(x0, area.x1), x1)) for x0, x1 in parts]
                parts = [(x0, x1) for pair in cut for x0, x1 in pair if x1 - x0 > _SLIVER]
        if parts:
            x0, x1 = max(parts, key=lambda part: part[1] - part[0])
            yield word._replace(x0=x0, x1=x1)


def _image(pdf: pikepdf.Pdf, pixels: Any) -> pikepdf.Object:
    """The picture as a stream: one bit a pixel for print, else JPEG in grey or colour."""
    high, wide = pixels.shape[:2]
    common = {"Type": Name.XObject, "Subtype": Name.Image, "Width": wide, "Height": high}
    red, green, blue = (pixels[:, :, n].astype(np.int16) for n in range(3))
    if ((abs(red - green) > _COLOURED) | (abs(green - blue) > _COLOURED)).mean() > 0.001:
        return _jpeg(pdf, Image.fromarray(pixels), Name.DeviceRGB, common)
    grey = np.asarray(Image.fromarray(pixels).convert("L"))
    middle = (grey > _MIDDLE[0]) & (grey < _MIDDLE[1])
    if middle.mean() > _MANY_MIDDLE:
        return _jpeg(pdf, Image.fromarray(grey), Name.DeviceGray, common)
    bits = np.packbits(grey >= _THRESHOLD, axis=1).tobytes()
    stream = pdf.make_stream(zlib.compress(bits, 9), ColorSpace=Name.DeviceGray, BitsPerComponent=1, **common)
    stream[Name.Filter] = Name.FlateDecode
    return stream


def _jpeg(pdf: pikepdf.Pdf, picture: Image.Image, space: pikepdf.Name, common: dict[str, Any]) -> pikepdf.Object:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY)
    stream = pdf.make_stream(file.getvalue(), ColorSpace=space, BitsPerComponent=8, **common)
    stream[Name.Filter] = Name.DCTDecode
    return stream


def _recognised(pixels: Any, options: ReadOptions) -> tuple[list[Word], list[Note]]:
    from draad.read import ocr
    from draad.read.picture import open_grey, straightened_by

    if not options.ocr:
        return [], [Note(0, "no-ocr")]
    grey = open_grey(Image.fromarray(pixels).convert("L"))
    try:
        found = ocr.recognise(grey, options)
    except (MissingProgramError, RecognitionError):
        return [], [Note(0, "no-ocr")]
    words = [word for word in found.words if word.text != BLOCK]
    angle = straightened_by(np.ascontiguousarray(np.rot90(grey, -found.turn)), options.dpi)
    if not found.turn and not angle:
        return words, []
    high, wide = (side * 72 / options.dpi for side in pixels.shape[:2])
    return [_as_it_lies(word, angle, found.turn, (wide, high)) for word in words], []


def _as_it_lies(word: Word, angle: float, turn: int, size: Size) -> Word:
    """A word of the page as it was recognised, straightened and upright, where it stands on the page as it lies.

    Its middle is turned back: the box round a long word that is turned would be far higher than its print.
    """
    upright = size[::-1] if turn % 2 else size
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    if angle:
        there, level, _, _ = askew((x, y, x, y), angle, *upright)
        word = word._replace(x0=word.x0 + there - x, x1=word.x1 + there - x, base=word.base + level - y)
    if not turn:
        return word
    # a page that lies on its side: each word keeps its place, set upright in the box that it takes
    x0, y0, x1, y1 = turn_box((word.x0, word.top, word.x1, word.bottom), -turn % 4, *upright)
    return Word(word.text, x0, x1, y1, min(word.size, y1 - y0))


def _hidden_text(words: Iterable[Word], height: float) -> list[bytes]:
    """Invisible text (mode 3), each word as wide as it stands in the picture."""
    lines = [b"BT 3 Tr"]
    for word in words:
        natural = lettering.width(word.text) * word.size
        if natural <= 0 or word.size <= 0:
            continue
        stretch = 100 * (word.x1 - word.x0) / natural
        lines.append(
            b"%s %s Tf %s Tz 1 0 0 1 %s Tm %s Tj"
            % (
                lettering.FONT.encode(),
                numbers(word.size),
                numbers(max(1.0, stretch)),
                numbers(word.x0, height - word.base),
                lettering.encoded(word.text + " "),
            )
        )
    return [*lines, b"ET"]
