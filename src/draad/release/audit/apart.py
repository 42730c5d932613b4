"""A stream of content looked at by itself: has it text, which words, is it a picture."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

import pikepdf

Words = Callable[[bytes], list[list[str]]]
"""The words of each page of a PDF, hidden ones included."""

_PRINTS = re.compile(rb"(?:\)|>|\])\s*(?:Tj|TJ|'|\")")
_FONT = re.compile(rb"/([^\s/<>\[\]()]+)\s+[-+\d.]+\s+Tf")
_NO_CONTENT: Final = {pikepdf.Name("/XRef"), pikepdf.Name("/ObjStm"), pikepdf.Name("/Metadata")}
_SIDE = 2000
"""Points: the page on which a stream is looked at; what it prints elsewhere still counts as its text."""


def is_picture(obj: Any) -> bool:
    """Is it an image that is no stencil?"""
    return (
        isinstance(obj, pikepdf.Stream)
        and obj.get("/Subtype") == pikepdf.Name("/Image")
        and not obj.get("/ImageMask", False)
    )


def is_form(obj: Any) -> bool:
    """Is it a form XObject?"""
    return isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == pikepdf.Name("/Form")


def prints(obj: Any) -> bool:
    """Is it a stream that prints text?"""
    if not isinstance(obj, pikepdf.Stream) or obj.get("/Subtype") == pikepdf.Name("/Image"):
        return False
    if obj.get("/Type") in _NO_CONTENT:
        return False
    try:
        return bool(_PRINTS.search(obj.read_bytes()))
    except (pikepdf.PdfError, ValueError):
        return False


def words_of(pdf: pikepdf.Pdf, content: Any, read: Words, resources: Any = None) -> list[str]:
    """The words of a stream, with the fonts that it has, or that it is given, or that a page has under those names."""
    data = content.read_bytes()
    used = [f"/{name.decode('latin-1')}" for name in set(_FONT.findall(data))]
    own = content.get("/Resources", resources)
    for fonts in _fonts(pdf, own):
        if all(name in fonts for name in used):
            return [word for words in read(_alone(pdf, data, fonts)) for word in words]
    return []


def told_apart(places: Iterable[Sequence[str]]) -> str:
    """The words of several places, kept apart: a file may hold several copies of a message, and what one shows of
    a name is never set beside what another shows (DESIGN.md, law 2).
    """
    return " | ".join(" ".join(words) for words in places if words)


def _fonts(pdf: pikepdf.Pdf, own: Any) -> Iterator[pikepdf.Dictionary]:
    """The fonts that may be meant: its own, else those of each page."""
    places = [own] if own is not None else [page.resources for page in pdf.pages if "/Resources" in page]
    for resources in places:
        fonts = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
        if isinstance(fonts, pikepdf.Dictionary):
            yield fonts


def _alone(pdf: pikepdf.Pdf, data: bytes, fonts: pikepdf.Dictionary) -> bytes:
    """A file of one page that draws nothing but this."""
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(_SIDE, _SIDE))
        page.obj.Resources = pikepdf.Dictionary(Font=made.copy_foreign(pdf.make_indirect(fonts)))
        page.obj.Contents = made.make_stream(data)
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()
