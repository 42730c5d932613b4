"""What a page answers, and how that becomes bytes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.responses import FileResponse, Response

_LEAST_TO_PACK = 1400
"""Bytes: what fits one packet gains nothing."""
_PACKED = 3
"""zlib's level: twice the speed of the usual one for a tenth more bytes."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its data, and the template that lays it out. For a program the data is the answer."""

    template: str
    data: Mapping[str, Any]
    title: str
    part: str | None = None
    """The template of the piece that htmx asks for."""
    status: int = 200
    crumbs: Sequence[tuple[str, str]] = ()
    """The way here: (words, address)."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Further headers, such as ``Cache-Control: no-store`` for what is shown once."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """To another page: after work (303), or because it moved for good (301)."""

    url: str
    flash: tuple[str, Mapping[str, Any]] | None = None
    """What to tell there: the key of a text and its values."""
    undo: bool = False
    """Whether what was done can be taken back from there."""
    status: int = 303
    data: Mapping[str, Any] = field(default_factory=dict)
    """What a program gets of the work."""
    cookies: Mapping[str, str | None] = field(default_factory=dict)
    """Cookies to set; None takes one away."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file to keep. Never shown by the browser, whatever is in it."""

    data: bytes | Path
    name: str
    media: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Inline:
    """Bytes for our own scripts, such as the PDF for pdf.js; sandboxed, should somebody open it by itself."""

    data: bytes | Path
    media: str


Answer = Page | Redirect | Download | Inline


def as_json(data: object, status: int = 200) -> Response:
    """Data as JSON in UTF-8; ``<`` and the like are escaped, so that no browser ever takes it for a page."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign, escape in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(sign, escape)
    return Response(text.encode("utf-8", "backslashreplace"), status, media_type="application/json")


def as_html(text: str, status: int = 200) -> Response:
    """A page."""
    return Response(text.encode("utf-8", "replace"), status, media_type="text/html")


def as_file(answer: Download | Inline) -> Response:
    """A file, to keep or for our own scripts."""
    headers = {"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, no-cache"}
    if isinstance(answer, Download):
        headers["Content-Disposition"] = disposition(answer.name)
    if isinstance(answer.data, Path):
        return FileResponse(answer.data, media_type=answer.media, headers=headers)
    return Response(answer.data, media_type=answer.media, headers=headers)


def disposition(name: str) -> str:
    """``Content-Disposition`` by RFC 6266: a plain name for old programs, the whole one beside it."""
    whole = "".join(c for c in name if c.isprintable() and c not in '/\\:*?"<>|').strip(". ")[:180] or "draad"
    plain = "".join(c if c.isascii() and c not in "%;'" else "_" for c in whole)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(whole, safe='')}"


def packed(response: Response, accepts: str) -> Response:
    """The answer as gzip where the browser takes that and it pays; with the time of packing left out of the bytes."""
    body = getattr(response, "body", b"")
    if len(body) < _LEAST_TO_PACK or "gzip" not in accepts or "content-encoding" in response.headers:
        return response
    if not str(response.media_type).startswith(("text/", "application/json")):
        return response
    response.body = gzip.compress(bytes(body), _PACKED, mtime=0)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.body))
    response.headers.add_vary_header("Accept-Encoding")
    return response
