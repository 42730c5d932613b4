"""Annotations and form fields: what is seen of them becomes part of the page, the rest goes.

Kept are links to web addresses that hold nothing withheld, and links within the file; of these nothing but the place
and the target. Redactions that another program marked and never applied become areas, so that they are applied here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from draad import matrices
from draad.release.remove import geometry
from draad.release.remove.keys import drop
from draad.release.remove.records import Area

_UNSEEN = {"/Text", "/Popup", "/FileAttachment", "/Sound", "/Link", "/Redact"}
"""Kinds of which readers draw a sign of their own, or nothing. All others show their look on the page, also those that
no reader knows (ISO 32000-1, 12.5.5): a form's values, stamps, the still of a film or of a model in 3D.
"""
_LINK_KEYS = {"/Type", "/Subtype", "/Rect", "/QuadPoints", "/Border", "/BS", "/C", "/A", "/Dest", "/StructParent", "/F"}
_PRINT = 4
"""Annotation flag (ISO 32000-1, table 165); PDF/A wants it on all."""
_HIDDEN = 0x01 | 0x02 | 0x20
"""Invisible, Hidden, NoView."""
_LONGEST_LABEL = 24


def unapplied(pdf: pikepdf.Pdf) -> list[Area]:
    """What redaction annotations mark that were never applied (ISO 32000-1, 12.5.6.23)."""
    return [
        area
        for number, page in enumerate(pdf.pages, 1)
        for one in _annotations(page)
        if one.get("/Subtype") == Name.Redact
        for area in _marked(number, page, one)
    ]


def _marked(number: int, page: pikepdf.Page, annotation: Dictionary) -> Iterator[Area]:
    matrix, _, _ = geometry.shown(page)
    label = str(annotation.get("/OverlayText", "")).strip()[:_LONGEST_LABEL]
    quads = annotation.get("/QuadPoints")
    points = geometry.numbers(quads, len(quads)) if isinstance(quads, Array) and len(quads) >= 8 else None
    if points:
        for at in range(0, len(points) - 7, 8):
            corners = [matrices.at(matrix, *points[at + n : at + n + 2]) for n in range(0, 8, 2)]
            yield Area(number, *geometry.bounds(corners), label)
    elif rect := geometry.numbers(annotation.get("/Rect"), 4):
        corners = geometry.corners(matrix, geometry.upright(rect))
        yield Area(number, *geometry.bounds(corners), label)


def flatten(pdf: pikepdf.Pdf, harmless: Callable[[int, geometry.Rect, str], bool]) -> int:
    """Makes what annotations show part of the pages and drops the rest; returns how many were dropped unseen.

    ``harmless`` is asked of each link: page, place as shown, address.
    """
    if not any("/Annots" in page.obj for page in pdf.pages):
        drop(pdf.Root, "/AcroForm")
        return 0
    kept: list[list[pikepdf.Object]] = []
    dropped = 0
    for number, page in enumerate(pdf.pages, 1):
        own = _annotations(page)
        links = [one for one in own if _is_kept(pdf, number, page, one, harmless)]
        seen = [one for one in own if _is_drawn(one)]
        dropped += len(own) - len(links) - len(seen)
        kept.append(list(links))
        if seen:
            page.obj[Name.Annots] = Array(seen)
        else:
            drop(page.obj, "/Annots")
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")
    for page, own_links in zip(pdf.pages, kept, strict=True):
        drop(page.obj, "/Annots")
        if own_links:
            page.obj[Name.Annots] = Array(own_links)
    drop(pdf.Root, "/AcroForm")
    return dropped


def _is_drawn(annotation: Dictionary) -> bool:
    """Whether it has a look of its own; one of a form field may be made by its value."""
    kind = str(annotation.get("/Subtype"))
    if kind in _UNSEEN or _flags(annotation) & _HIDDEN:
        return False
    return "/AP" in annotation or kind == "/Widget"


def _annotations(page: pikepdf.Page) -> list[Dictionary]:
    found = page.obj.get("/Annots")
    return [one for one in found if isinstance(one, Dictionary)] if isinstance(found, Array) else []


def _flags(annotation: Dictionary) -> int:
    flags = annotation.get("/F", 0)
    return int(flags) if isinstance(flags, int) else 0


def _is_kept(
    pdf: pikepdf.Pdf,
    number: int,
    page: pikepdf.Page,
    annotation: Dictionary,
    harmless: Callable[[int, geometry.Rect, str], bool],
) -> bool:
    """Whether this is a link that may stay; it is then stripped to its place and target."""
    rect = geometry.numbers(annotation.get("/Rect"), 4)
    if annotation.get("/Subtype") != Name.Link or rect is None or _flags(annotation) & _HIDDEN:
        return False
    matrix, _, _ = geometry.shown(page)
    place = geometry.bounds(geometry.corners(matrix, geometry.upright(rect)))
    target = _target(pdf, annotation)
    address = str(target.URI) if isinstance(target, Dictionary) else ""
    if target is None or not harmless(number, place, address):
        return False
    for key in set(annotation.keys()) - _LINK_KEYS | {"/A", "/Dest"}:
        drop(annotation, key)
    annotation[Name.F] = _PRINT
    annotation["/A" if isinstance(target, Dictionary) else "/Dest"] = target
    return True


def _target(pdf: pikepdf.Pdf, annotation: Dictionary) -> pikepdf.Object | None:
    """A new action to a web address, or a place in this file; None for anything else that a link may do."""
    action, place = annotation.get("/A"), annotation.get("/Dest")
    if isinstance(action, Dictionary) and action.get("/S") == Name.URI:
        address = str(action.get("/URI", ""))
        web = address.lower().startswith(("http://", "https://"))
        return Dictionary(S=Name.URI, URI=pikepdf.String(address)) if web else None
    if isinstance(action, Dictionary) and action.get("/S") == Name.GoTo:
        place = action.get("/D")
    if not isinstance(place, Array) or not len(place) or not isinstance(place[0], Dictionary):
        return None
    known = {page.obj.objgen for page in pdf.pages}
    return Array([place[0], Name.Fit]) if place[0].objgen in known else None
