"""Redaction annotations that were set and never applied (ISO 32000-1, 12.5.6.23): the words are still there."""

from __future__ import annotations

import pikepdf

from draad.records import Box
from draad.release.audit.records import Finding, finding


def findings(pdf: pikepdf.Pdf) -> list[Finding]:
    """One finding a page, with how many there are and the place of the first."""
    found = []
    for number, page in enumerate(pdf.pages, 1):
        own = [
            one
            for one in page.obj.get("/Annots", [])
            if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == pikepdf.Name("/Redact")
        ]
        if own:
            found.append(
                finding("redact-annotation", "leak", page=number, box=_box(page, own[0], number), count=len(own))
            )
    return found


def _box(page: pikepdf.Page, annotation: pikepdf.Dictionary, number: int) -> Box | None:
    """The annotation's rectangle on an upright page; a turned page gives none, its number says enough."""
    try:
        left, bottom, right, top = (float(side) for side in annotation["/Rect"])
        x0, _, _, y1 = (float(side) for side in page.cropbox)
    except (KeyError, ValueError, TypeError):
        return None
    if int(page.obj.get("/Rotate", 0)) % 360:
        return None
    return Box(number, *(round(side, 1) for side in (left - x0, y1 - top, right - x0, y1 - bottom)))
