"""The box that stands where something was removed: white, a thin border, the ground in it as real text.

A label is a marked-content sequence ``/Span`` whose ``ActualText`` is the mark (ISO 32000-1, 14.9.4), so that
``pdftotext``, pdfium and a screen reader all give ``5.1.2.e``.
"""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Name

from draad.release.remove import geometry, lettering
from draad.release.remove.keys import copied
from draad.release.remove.records import Area

_BORDER = 0.4
"""Points."""
_LARGEST, _SMALLEST = 9.0, 1.5
"""Type sizes of labels, in points."""
_LEGIBLE = 4.0
"""Points. The smallest print of real documents; a longer label than fits at this size gives way to its article."""
_OF_HEIGHT = 0.72
"""A label is no larger than this part of its box's height."""
_AIR = 1.0
"""Points kept free at the sides of a label."""
_IN = 1.0
"""Points by which a box may stand out of the one that it lies in."""


def draw(page: pikepdf.Page, areas: Sequence[Area], font: pikepdf.Object, mcids: Sequence[int | None]) -> None:
    """Draws the boxes of one page, above all else that is on it; ``mcids`` ties each to the structure tree, or not."""
    _name_font(page, font)  # also where no box is: the hidden text of an image needs it
    matrix, width, height = geometry.shown(page)
    back = geometry.inverse(matrix)
    if back is None or not areas:
        return
    drawn = [b"q %s cm" % numbers(*back)]
    for area, mcid in zip(areas, mcids, strict=True):
        drawn += _box(_within(area, width, height), mcid)
    drawn.append(b"Q")
    balance(page)
    page.contents_add(b"\n".join(drawn))


def fitting(area: Area) -> Area:
    """The box with the label that can be read in it: a pseudonym that would be too small gives way to its article.

    To be asked of the boxes *as drawn*: where the words behind could move, a box is as wide as its label needs, and
    what stands in it tells nothing of what stood there.
    """
    article = area.ground.partition(" ")[2]
    if not article or len(article) >= len(area.label) or _set(area)[0] >= _LEGIBLE:
        return area
    return area._replace(label=article)


def joined(areas: Sequence[Area]) -> list[Area]:
    """The areas, but for those that lie in another: these give it their labels, as in a text (``plain.merged``).

    A name in a passage that goes for another ground would have its box, and its label, over the label of the passage.
    """
    found: list[Area] = []
    for area in sorted(areas, key=lambda one: (one.x1 - one.x0) * (one.y1 - one.y0), reverse=True):
        for n, other in enumerate(found):
            if other.page == area.page and geometry.within(area.box, other.box, _IN, _IN):
                told = dict.fromkeys([*other.label.split("; "), *area.label.split("; ")])
                found[n] = other._replace(label="; ".join(filter(None, told)), ground=other.ground or area.ground)
                break
        else:
            found.append(area)
    return sorted(found)


def balance(page: pikepdf.Page) -> None:
    """Puts what is on a page between ``q`` and ``Q``, so that what follows begins in the page's own space."""
    depth = 0
    for operation in pikepdf.parse_content_stream(page):
        operator = str(operation.operator)
        depth = depth + 1 if operator == "q" else max(0, depth - 1) if operator == "Q" else depth
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q " * (depth + 1))


def numbers(*values: float) -> bytes:
    """Numbers as a content stream has them."""
    return b" ".join(f"{value:.3f}".rstrip("0").rstrip(".").encode() or b"0" for value in values)


def _name_font(page: pikepdf.Page, font: pikepdf.Object) -> None:
    resources = page.obj.get("/Resources") or geometry.inherited(page, "/Resources")
    # A copy: pages may share their resources, and one of them may have the name for something else.
    own = copied(resources)
    fonts = copied(own.get("/Font"))
    fonts[lettering.FONT] = font
    own.Font = fonts
    page.obj[Name.Resources] = own


def _within(area: Area, width: float, height: float) -> Area:
    return area._replace(
        x0=min(max(area.x0, 0.0), width),
        y0=min(max(area.y0, 0.0), height),
        x1=max(min(area.x1, width), 0.0),
        y1=max(min(area.y1, height), 0.0),
    )


def _box(area: Area, mcid: int | None) -> list[bytes]:
    """The operators of one box, in the space of the page as shown: y runs down, so text is set upside down."""
    x0, y0, x1, y1 = area.box
    wide, high = x1 - x0, y1 - y0
    if wide <= 0 or high <= 0:
        return []
    inset = min(_BORDER, wide / 4, high / 4)
    edge = numbers(x0 + inset / 2, y0 + inset / 2, wide - inset, high - inset)
    frame = b"/Artifact BMC 1 g %s re f 0 G %s w %s re S EMC" % (numbers(x0, y0, wide, high), numbers(inset), edge)
    return [frame, *_label(area, mcid)] if area.label.strip() else [frame]


def _label(area: Area, mcid: int | None) -> list[bytes]:
    x0, y0, x1, y1 = area.box
    length = lettering.width(area.label)
    size, along = _set(area)
    rise = lettering.capital_height() * size / 2
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    half = length * size / 2
    place = (0.0, -1.0, -1.0, 0.0, x + rise, y + half) if along else (1.0, 0.0, 0.0, -1.0, x - half, y + rise)
    told = b"/ActualText " + lettering.utf16(area.label) + (b" /MCID %d" % mcid if mcid is not None else b"")
    return [
        b"/Span << %s >> BDC" % told,
        b"BT 0 g 0 Tr 0 Tc 0 Tw 100 Tz 0 Ts %s %s Tf" % (lettering.FONT.encode(), numbers(size)),
        b"%s Tm %s Tj ET EMC" % (numbers(*place), lettering.encoded(area.label)),
    ]


def _set(area: Area) -> tuple[float, bool]:
    """The type size of a label, and whether it runs along a box that is higher than it is wide."""
    wide, high = area.x1 - area.x0, area.y1 - area.y0
    length = lettering.width(area.label)
    upright, turned = _size(length, wide, high), _size(length, high, wide)
    along = turned > 1.5 * upright and high > 2 * wide
    return (turned if along else upright), along


def _size(length: float, wide: float, high: float) -> float:
    return max(_SMALLEST, min(_LARGEST, _OF_HEIGHT * high, (wide - 2 * _AIR) / length))
