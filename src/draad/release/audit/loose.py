"""What stands in a PDF's bytes and belongs to nothing: objects that nothing refers to, or that no table lists any more,
comments between objects, and whatever was glued before or behind the file.

An editor that lets go of a page, a bookmark or a field and writes the rest leaves it lying there (ISO 32000-1, 7.5.4:
an object that is freed is not erased). No reader shows it; any search of the bytes finds it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pikepdf

from draad.release.audit import outside, revisions
from draad.release.audit.apart import Words, is_picture, prints, told_apart, words_of
from draad.release.audit.everywhere import Walk, readable, strings_of
from draad.release.audit.records import Finding, Severity, finding
from draad.release.audit.told import Shown

_MOST = 50
"""Streams of text that are looked at by themselves."""
_OBJECT = re.compile(rb"(?<![0-9])(\d{1,9})[ \t\r\n]+(\d{1,5})[ \t\r\n]+\Z")
_COMMENTS = re.compile(rb"endobj\s*((?:%[^\r\n]*[\r\n]+){1,50})")
_HEAD, _END = b"%PDF-", b"%%EOF"


class _Lost(NamedTuple):
    """Objects that belong to nothing, in the file that holds them."""

    pdf: pikepdf.Pdf
    objects: list[Any]


def findings(
    data: bytes, pdf: pikepdf.Pdf, walked: Walk, now: list[list[str]], shown: Shown, read: Words, password: str = ""
) -> list[Finding]:
    """Pages, text, pictures and strings among what belongs to nothing; a leak where they say what no page says."""
    loose = [
        obj
        for obj in pdf.objects
        if isinstance(obj, pikepdf.Object) and obj.objgen[0] and obj.objgen not in walked.reached
    ]
    found = _of(_Lost(pdf, loose), now, shown, read)
    with _unlisted(data, pdf, password) as lost:
        if lost.objects:
            found += _of(lost, now, shown, read)
    return found + list(_strays(data, shown))


def _of(lost: _Lost, now: list[list[str]], shown: Shown, read: Words) -> list[Finding]:
    texts = [obj for obj in lost.objects if prints(obj)]
    pictures = sum(1 for obj in lost.objects if is_picture(obj))
    pages = sum(1 for obj in lost.objects if _is_page(obj))
    found = _said(lost.objects, shown)
    if not texts and not pages and not pictures:
        return found
    known = {word for page in now for word in page}
    gone = [
        [word for word in words_of(lost.pdf, obj, read) if word not in known and len(word) > 1] for obj in texts[:_MOST]
    ]
    told, parts = told_apart(gone), {"texts": len(texts), "pictures": pictures}
    if told:
        return [_leftover("leak", "", told, pages=pages, **parts), *found]
    return [_leftover("check", "leftover-part", None, **parts), *found]


def _leftover(severity: Severity, detail: str, text: str | None, **counts: int) -> Finding:
    return finding("leftover", severity, where="objects", detail=detail, text=text, page=None, box=None, **counts)


def _is_page(obj: Any) -> bool:
    return isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == pikepdf.Name("/Page")


def _said(objects: Iterable[Any], shown: Shown) -> list[Finding]:
    """Strings of objects that belong to nothing: judged as titles, for most are."""
    said = {loose.text: loose for obj in objects for loose in strings_of(obj)}
    judged = (
        outside.judged(outside.Said("leftover", loose.where, loose.text, own=loose.own), shown)
        for loose in said.values()
    )
    return [one for one in judged if one]


# ── objects that no table lists ─────────────────────────────────────────────────────────────────────────────


class _unlisted:  # noqa: N801 - used as a function
    """The objects in the bytes that the table of the file does not list; with them open the file that holds them.

    Bytes of earlier states are for ``revisions``. A file whose tables are made unreadable is put together by qpdf from
    all objects that it finds, and so has these too.
    """

    def __init__(self, data: bytes, pdf: pikepdf.Pdf, password: str) -> None:
        before = revisions.states(data)
        self._data, self._pdf, self._from = data, pdf, len(before[-1]) if before else 0
        self._password = password
        self._made: pikepdf.Pdf | None = None

    def __enter__(self) -> _Lost:
        listed = {obj.objgen for obj in self._pdf.objects if isinstance(obj, pikepdf.Object)}
        missing = set(_numbers(self._data, self._from)) - listed - set(self._pdf.get_xref_table())
        if not missing:
            return _Lost(self._pdf, [])
        try:
            unlisted = self._data.replace(b"startxref", b"startxxxx")
            self._made = pikepdf.open(io.BytesIO(unlisted), password=self._password)
        except (pikepdf.PdfError, pikepdf.PasswordError, ValueError):
            return _Lost(self._pdf, [])
        made = self._made
        return _Lost(made, [obj for obj in made.objects if isinstance(obj, pikepdf.Object) and obj.objgen in missing])

    def __exit__(self, *_: object) -> None:
        if self._made is not None:
            self._made.close()


def _numbers(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    """The numbers of all objects that begin in the bytes."""
    at = data.find(b"obj", start)
    while at >= 0:
        head = _OBJECT.search(data, max(0, at - 24), at) if data[at - 3 : at] != b"end" else None
        if head:
            yield int(head[1]), int(head[2])
        at = data.find(b"obj", at + 3)


# ── bytes that are no part of the file ──────────────────────────────────────────────────────────────────────


def _strays(data: bytes, shown: Shown) -> Iterator[Finding]:
    """Words before the head, behind the end, and in comments between objects."""
    head, end = data.find(_HEAD), data.rfind(_END)
    places = [("< %PDF", data[: max(0, head)])]
    if end >= 0:
        places.append(("> %%EOF", data[end + len(_END) :]))
    comments = [match[1] for match in _COMMENTS.finditer(data)]
    places.append(("%", b"\n".join(one for one in comments if not one.startswith(_END))))
    for where, part in places:
        if not part.strip():
            continue
        text = "\n".join(readable(part[:1_000_000]))
        if one := outside.judged(outside.Said("leftover", where, text, rough=True), shown):
            yield one
