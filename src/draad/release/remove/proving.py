"""Reading the result back: by pdfium, by pdfminer and in the decompressed streams.

Two things are asked of each page from which something was removed. In the boxes as they are drawn stands nothing but
their labels; and what stood in the areas occurs on the page no more often than outside them it did. A page that does
not pass becomes an image.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from urllib.parse import unquote

import numpy as np
import pypdfium2 as pdfium

from draad.read.glyphs import Glyph, glyphs_of, page_transform
from draad.release import readers
from draad.release.remove.records import Area

_LEAST = 3
"""Characters; shorter texts occur by chance."""
_TOKEN = re.compile(r"[^\W_][\w'’-]{2,}")
_WRAPPED = re.compile(r"[A-Za-z0-9+/_-]{8,}")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_URL_SAFE = str.maketrans("-_", "+/")
_LONG = 4
_EDGE = 0.4
"""Points by which a character's middle must lie within a box to count."""


def squeezed(text: str) -> str:
    """A text as it is compared: no blanks, no case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@dataclass
class Withheld:
    """What stood in the areas of a file, by page, as pdfium read it before anything was removed."""

    texts: dict[int, list[str]] = field(default_factory=dict)
    """Of each area that held text, without blanks, in small letters."""
    rest: dict[int, str] = field(default_factory=dict)
    """What stood outside the areas of the page, likewise."""
    letters: dict[int, Counter[str]] = field(default_factory=dict)
    """How often each letter and figure of a page stood in its areas for certain."""
    allowed: dict[int, Counter[str]] = field(default_factory=dict)
    """How often it may stand on the page afterwards."""
    held: set[Area] = field(default_factory=set)
    """The areas that held text, by page of the result."""
    tokens: set[str] = field(default_factory=set)
    phrases: set[str] = field(default_factory=set)

    def add(self, text: str) -> None:
        """Takes in words that are withheld."""
        text = unicodedata.normalize("NFKC", text)
        phrase = squeezed(text)
        if len(phrase) >= _LONG:
            self.phrases.add(phrase)
        for token in _TOKEN.findall(text):
            if len(token) >= _LONG or not token.islower():
                self.tokens.add(token.casefold())

    def tells(self, text: str) -> bool:
        """Whether a text that stands beside the pages (a bookmark, an address, a title) holds any of it.

        Addresses are read with their escapes undone, and what newsletters and sign-offs wrap in them opened.
        """
        text = unicodedata.normalize("NFKC", "\n".join([unquote(text), *_unwrapped(unquote(text))]))
        low = text.casefold()
        if self.tokens.intersection(token.casefold() for token in _TOKEN.findall(text)):
            return True
        tight = squeezed(low)
        return any(phrase in tight for phrase in self.phrases) or any(
            token in tight for token in self.tokens if len(token) > _LONG
        )


def _unwrapped(text: str) -> Iterator[str]:
    """Runs of an address that are Base64 (RFC 4648, either alphabet) or hexadecimal, as the text that they hold."""
    whole = _WRAPPED.findall(text)
    # a slash is of the alphabet, and parts a path
    for run in dict.fromkeys([*whole, *(part for one in whole for part in one.split("/"))]):
        if _HEX.fullmatch(run):
            yield _text(bytes.fromhex(run))
        with suppress(binascii.Error):
            plain = run.translate(_URL_SAFE)
            yield _text(base64.b64decode(plain + "=" * (-len(plain) % 4)))


def _text(data: bytes) -> str:
    wide = data[1::2].count(0) * 4 > len(data) or data[::2].count(0) * 4 > len(data)
    return data.replace(b"\0", b"").decode("latin-1") if wide else data.decode("utf-8", "replace")


def read_before(
    pdf: Any, load: Callable[[Any, int], Any], areas: Mapping[int, Sequence[Area]], own: Mapping[int, int]
) -> Withheld:
    """What stands in the areas of a file that pdfium opened.

    ``areas`` are by page of the source, ``own`` tells its number in the result; ``load`` opens a page, from 0, with
    what its annotations show.
    """
    withheld = Withheld()
    for source, boxes in sorted(areas.items()):
        page = load(pdf, source - 1)
        glyphs = glyphs_of(page)
        whole = _letters(_text_of(page))
        page.close()
        inside, sure = _within(glyphs, boxes)
        gone = {n for found in inside for n in found}
        number = own[source]
        for area, found in zip(boxes, inside, strict=True):
            text = _with_blanks([glyphs[n] for n in found])
            if text.strip():
                withheld.held.add(area._replace(page=number))
                withheld.add(text)
                withheld.texts.setdefault(number, []).append(squeezed(text))
        withheld.letters[number] = _letters("".join([glyphs[n].text for n in sure]))
        withheld.allowed[number] = whole - withheld.letters[number]
        withheld.rest[number] = squeezed("".join([glyph.text for n, glyph in enumerate(glyphs) if n not in gone]))
    return withheld


def _letters(text: str) -> Counter[str]:
    return Counter(char for char in squeezed(text) if char.isalnum())


def _within(glyphs: Sequence[Glyph], areas: Sequence[Area]) -> tuple[list[list[int]], list[int]]:
    """The numbers of the characters whose middle lies in each area, and of all that lie so far in one that no measure
    of their width can leave them out.
    """
    sides = chain.from_iterable([glyph[3:7] for glyph in glyphs])
    left, top, right, bottom = np.fromiter(sides, np.float64, 4 * len(glyphs)).reshape(-1, 4).T
    x, y, dx, dy = (left + right) / 2, (top + bottom) / 2, (right - left) / 4, (bottom - top) / 4
    inside, sure = [], np.zeros(len(glyphs), dtype=np.bool_)
    for x0, y0, x1, y1 in (area.box for area in areas):
        inside.append(np.flatnonzero((x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)).tolist())
        sure |= (x0 + dx <= x) & (x <= x1 - dx) & (y0 + dy <= y) & (y <= y1 - dy)
    return inside, np.flatnonzero(sure).tolist()


def _middle_in(glyph: Glyph, area: Area, edge: float) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    return area.x0 + edge <= x <= area.x1 - edge and area.y0 + edge <= y <= area.y1 - edge


def _with_blanks(glyphs: Sequence[Glyph]) -> str:
    """The characters with a blank wherever they don't adjoin."""
    text = ""
    for n, glyph in enumerate(glyphs):
        before = glyphs[n - 1] if n else None
        if before and (glyph.x0 - before.x1 > 0.15 * (glyph.y1 - glyph.y0) or abs(glyph.y - before.y) > 2):
            text += " "
        text += glyph.text
    return text


def failing(data: bytes, withheld: Withheld, drawn: dict[int, list[Area]], rastered: set[int]) -> dict[int, str]:
    """The pages of the result that do not pass, each with the key of the reason (``apply.why``).

    ``drawn`` are the boxes by page of the result; ``rastered`` the pages whose text was recognised, which may read
    otherwise than the source did.
    """
    found: dict[int, str] = {}
    pdf = pdfium.PdfDocument(data)
    try:
        for number, boxes in sorted(drawn.items()):
            page = pdf[number - 1]
            if _seems_left(page, boxes):
                glyphs = glyphs_of(page)
                if any(_left_in(glyphs, box, boxes) for box in boxes):
                    found[number] = "still-in-box"
            if number not in rastered:
                text = _text_of(page)
                if _too_many(number, text, withheld, boxes) or _too_many_letters(number, text, withheld, boxes):
                    found[number] = "still-on-page"
            page.close()
    finally:
        pdf.close()
    others = [number for number in drawn if number not in found and number not in rastered]
    for number, mined in _mined(data, others):
        if mined is None or _too_many(number, mined, withheld, drawn[number]):
            found[number] = "proof" if mined is None else "still-mined"
    return found


def read_otherwise(data: bytes, numbers: Collection[int]) -> dict[int, str]:
    """Of these pages of the result those on which pdfminer reads more than pdfium, with the key of the reason."""
    if not numbers:
        return {}
    pdf = pdfium.PdfDocument(data)

    def held(number: int) -> list[str]:
        page = pdf[number - 1]
        try:
            return [glyph.text for glyph in glyphs_of(page)]
        finally:
            page.close()

    try:
        return dict.fromkeys(readers.unread(data, numbers, held), "readers")
    finally:
        pdf.close()


def _text_of(page: Any) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_range())
    finally:
        text.close()


def _seems_left(page: Any, boxes: Sequence[Area]) -> bool:
    """Whether pdfium finds more in a box than its label. Quick, and it counts characters that only touch the box."""
    a, b, c, d, e, f = page_transform(page)
    det = a * d - b * c
    text = page.get_textpage()
    try:
        for box in boxes:
            x = [(d * (u - e) - c * (v - f)) / det for u in (box.x0, box.x1) for v in (box.y0, box.y1)]
            y = [(a * (v - f) - b * (u - e)) / det for u in (box.x0, box.x1) for v in (box.y0, box.y1)]
            found = squeezed(str(text.get_text_bounded(min(x), min(y), max(x), max(y))))
            if found != squeezed(box.label):
                return True
    finally:
        text.close()
    return False


def _left_in(glyphs: Sequence[Glyph], box: Area, boxes: Sequence[Area]) -> bool:
    text = squeezed("".join(glyph.text for glyph in glyphs if _middle_in(glyph, box, _EDGE)))
    for label in sorted((squeezed(other.label) for other in boxes if _touch(box, other)), key=len, reverse=True):
        text = text.replace(label, "", 1) if label else text
    # of a label that is wider than its box, or that of an overlapping one, a part stands in this one
    return not any(text in squeezed(other.label) for other in boxes if _touch(box, other)) and bool(text)


def _touch(a: Area, b: Area) -> bool:
    return a.x0 <= b.x1 and b.x0 <= a.x1 and a.y0 <= b.y1 and b.y0 <= a.y1


def _too_many(number: int, text: str, withheld: Withheld, boxes: Sequence[Area]) -> bool:
    now, rest = squeezed(text), withheld.rest.get(number, "")
    labels = [squeezed(box.label) for box in boxes]
    for own in set(withheld.texts.get(number, ())):
        if len(own) < _LEAST:
            continue
        allowed = rest.count(own) + sum(label.count(own) for label in labels)
        if now.count(own) > allowed:
            return True
    return False


def _too_many_letters(number: int, text: str, withheld: Withheld, boxes: Sequence[Area]) -> bool:
    """Whether a letter of what stood in the areas is still there: one that was measured wrong stays beside its box."""
    labels = sum((_letters(box.label) for box in boxes), Counter())
    extra = _letters(text) - labels - withheld.allowed.get(number, Counter())
    return bool(extra & withheld.letters.get(number, Counter()))


def _mined(data: bytes, numbers: Sequence[int]) -> Iterator[tuple[int, str | None]]:
    """The characters of pages as pdfminer gives them, in the order of the contents; None for one it can't read."""
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    from draad.release.remove.mining import BROKEN, Letters

    if not numbers:
        return
    manager = PDFResourceManager()
    device = Letters(manager)
    interpreter = PDFPageInterpreter(manager, device)
    wanted = sorted(number - 1 for number in numbers)
    # closed by hand: parser and document of pdfminer hold each other, and the file with them
    with io.BytesIO(data) as file:
        for number, page in zip(wanted, PDFPage.get_pages(file, set(wanted)), strict=True):
            device.begin()
            try:
                interpreter.process_page(page)
            except BROKEN:
                yield number + 1, None
            else:
                yield number + 1, device.text
