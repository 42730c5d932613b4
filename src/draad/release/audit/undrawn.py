"""Text and pictures that the file leads to and that no page draws.

A form that no content calls, the other state of a button, a hidden annotation, a hidden template, a page that was taken
out of the tree while a bookmark still leads to it: none is on a page, all are in the file. Patterns, soft masks and the
glyphs of a Type 3 font may hold text too (ISO 32000-1, 8.7.3, 11.6.5.3, 9.6.5); whether that is seen only drawing would
tell, and no reader gives it as text, so a person must look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf

from draad.release.audit.apart import Words, is_form, is_picture, prints, told_apart, words_of
from draad.release.audit.contents import data_of
from draad.release.audit.everywhere import Stream, Walk
from draad.release.audit.outside import HIDDEN
from draad.release.audit.records import Finding, finding

_DO = re.compile(rb"/([^\s()<>\[\]{}/%]+)\s+Do(?!\S)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_MOST = 200
"""Streams of one file that are looked at by themselves."""
_SMALL = 32
"""Pixels: smaller pictures are bullets and lines."""
_PERHAPS = frozenset(["/Pattern", "/SMask", "/Mask", "/Group", "/CharProcs"])
"""Ways by which text is drawn without being a page's text."""

_PLACES = "Pattern, SMask, CharProcs"

_Key = tuple[int, int]


def findings(pdf: pikepdf.Pdf, walked: Walk, now: list[list[str]], read: Words) -> list[Finding]:
    """What is in the file and on no page. ``now``: the words that each page holds."""
    drawn = _drawn(pdf)
    streams = _by_way([one for one in walked.streams if one.obj.objgen not in drawn], walked)
    known = {word for page in now for word in page}
    hidden: list[list[str]] = []
    perhaps: list[list[str]] = []
    for content, resources in _contents(walked.pages):
        hidden.append(_unknown(words_of(pdf, content, read, resources), known))
    for obj, way in [one for one in streams if _may_print(one.obj, one.way)][:_MOST]:
        (perhaps if way in _PERHAPS else hidden).append(_unknown(words_of(pdf, obj, read), known))
    found = []
    if any(hidden):
        count = sum(map(len, hidden))
        found.append(finding("undrawn", "leak", where="objects", text=told_apart(hidden), words=count))
    if any(perhaps):
        words, count = told_apart(perhaps), sum(map(len, perhaps))
        found.append(finding("undrawn", "check", where=_PLACES, detail="undrawn-perhaps", text=words, words=count))
    pictures = sum(1 for obj, way in streams if not way and is_picture(obj) and not _is_small(obj))
    if pictures:
        found.append(finding("undrawn", "check", where="objects", detail="undrawn-pictures", count=pictures))
    return found


def _by_way(streams: Iterable[Stream], walked: Walk) -> list[Stream]:
    """The streams with the way that says most: one that is listed in a page's resources may be a mask all the same, and
    what a mask draws is drawn by it.
    """
    named = [one._replace(way=one.way or walked.also.get(one.obj.objgen, "")) for one in streams]
    within: set[_Key] = set()
    for obj, way in named:
        if way and is_form(obj):
            _call(obj.read_bytes(), obj.get("/Resources"), None, within)
    return [one._replace(way="/Group") if one.obj.objgen in within and not one.way else one for one in named]


def _may_print(obj: Any, way: str) -> bool:
    return (is_form(obj) or "/PatternType" in obj or way == "/CharProcs") and prints(obj)


def _unknown(words: Iterable[str], known: set[str]) -> list[str]:
    return [word for word in words if len(word) > 1 and word not in known]


def _is_small(picture: Any) -> bool:
    return min(int(picture.get("/Width", 0)), int(picture.get("/Height", 0))) < _SMALL


def _contents(pages: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """The contents of pages with their resources, where they print."""
    for page in pages:
        contents = page.get("/Contents")
        for content in contents if isinstance(contents, pikepdf.Array) else [contents]:
            if isinstance(content, pikepdf.Stream) and prints(content):
                yield content, page.get("/Resources")


# ── what pages draw ─────────────────────────────────────────────────────────────────────────────────────────


def _drawn(pdf: pikepdf.Pdf) -> set[_Key]:
    """The forms and pictures that pages and annotations that are shown call, by object."""
    drawn: set[_Key] = set()
    for page in pdf.pages:
        if "/Resources" in page and "/Contents" in page and "/XObject" in page.resources:
            _call(data_of(page), page.resources, page.resources, drawn)
        for annotation in page.obj.get("/Annots", []):
            for form in _look(annotation):
                drawn.add(form.objgen)
                _call(form.read_bytes(), form.get("/Resources"), None, drawn)
    return drawn


def _call(data: bytes, resources: Any, above: Any, drawn: set[_Key]) -> None:
    """Take in what content draws, by the names that it calls; what it draws may draw in its turn."""
    own = resources if isinstance(resources, pikepdf.Dictionary) else above
    named = own.get("/XObject") if isinstance(own, pikepdf.Dictionary) else None
    if not isinstance(named, pikepdf.Dictionary):
        return
    called = {_name(match[1]) for match in _DO.finditer(data)}
    if not called <= set(named.keys()):
        called = set(named.keys())  # a name that can't be read may be any
    for name in called:
        obj = named[name]
        if not isinstance(obj, pikepdf.Stream) or obj.objgen in drawn:
            continue
        drawn.add(obj.objgen)
        if is_form(obj):
            _call(obj.read_bytes(), obj.get("/Resources"), own, drawn)


def _name(raw: bytes) -> str:
    return "/" + _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), raw).decode("utf-8", "replace")


def _look(annotation: Any) -> Iterator[Any]:
    """The form that an annotation is shown by: none where it is hidden, else its normal one in its present state."""
    if not isinstance(annotation, pikepdf.Dictionary) or int(annotation.get("/F", 0)) & HIDDEN:
        return
    looks = annotation.get("/AP")
    normal = looks.get("/N") if isinstance(looks, pikepdf.Dictionary) else None
    if isinstance(normal, pikepdf.Dictionary) and not isinstance(normal, pikepdf.Stream):
        normal = normal.get(str(annotation.get("/AS", "/Off")))
    if isinstance(normal, pikepdf.Stream):
        yield normal
