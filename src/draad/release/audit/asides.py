"""What the bytes of a page's content say beside their instructions: comments, and strings of marked content.

A ``%`` begins a comment that runs to the end of the line (ISO 32000-1, 7.2.4); a property list may hold any string
(14.6.2). Nothing of either is drawn, and programs put there what they like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from draad.release.audit.outside import Said

_STRING_OR_COMMENT = re.compile(rb"\((?:[^()\\]|\\.)*\)|%([^\r\n]{3,400})", re.DOTALL)
_LIST = re.compile(rb"(<<(?:[^<>]|<[^<>]{0,2000}>){1,4000}>>)\s*(?:BDC|DP)(?!\S)")
_KNOWN: Final = frozenset(["/ActualText", "/Alt", "/E", "/Lang"])
"""Keys that are judged by themselves, or hold no words."""
_READABLE = 0.95
"""The share of a comment's bytes that are readable: an inline picture has ``%`` in its bytes as well."""
_MOST = 2000
"""Property lists of one stream that are looked at."""


def said(number: int, data: bytes) -> Iterator[Said]:
    """The comments and the strings of property lists in one stream of content. ``number``: of its page."""
    for match in _STRING_OR_COMMENT.finditer(data) if b"%" in data else ():
        text = match[1]
        if text and sum(31 < byte < 127 or byte > 160 for byte in text) >= _READABLE * len(text):
            yield Said("comment", "%", text.decode("utf-8", "replace"), number, rough=True)
    for raw in list(dict.fromkeys(match[1] for match in _LIST.finditer(data)))[:_MOST]:
        try:
            properties = pikepdf.Object.parse(raw)
        except (pikepdf.PdfError, ValueError):
            continue
        for key, text in _strings(properties):
            yield Said("replacement", f"BDC {key}", text, number)


def _strings(properties: Any) -> Iterator[tuple[str, str]]:
    """The other strings of a property list; a key that the format does not know is not named."""
    if not isinstance(properties, pikepdf.Dictionary):
        return
    for key, value in properties.items():
        if isinstance(value, pikepdf.String) and key not in _KNOWN and str(value).strip():
            yield key if key in ("/Contents", "/T", "/Title", "/Subtype") else "", str(value)
