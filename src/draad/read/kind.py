"""What kind of file this is: by its content first, by the ending of its name where the content doesn't say."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["text", "pdf", "docx", "eml", "mbox", "msg", "html", "other"]

_ENDINGS: dict[str, Kind] = {
    "txt": "text",
    "text": "text",
    "md": "text",
    "markdown": "text",
    "pdf": "pdf",
    "docx": "docx",
    "docm": "docx",
    "eml": "eml",
    "mbox": "mbox",
    "mbx": "mbox",
    "msg": "msg",
    "htm": "html",
    "html": "html",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_MBOX_FROM = re.compile(rb"From \S+ .*\d{4}\s*\r?\n[!-9;-~]+:")
"""RFC 4155: ``From`` sender date, and under it a header field."""
_FIELD = re.compile(rb"[!-9;-~]+:[^\n]*\n")
"""RFC 5322, 2.2: a field name is printable ASCII without a colon or a blank."""
_MAIL_FIELDS = re.compile(
    rb"^(?:Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Content-Type|DKIM-Signature|X-[\w-]+)[ \t]*:",
    re.I | re.M,
)
_UNREAD = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\x00": "a picture",
    b"MM\x00*": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a rar archive",
    b"{\\rtf": "a rich text document",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}


def ending_of(name: str) -> str:
    """The ending in lower case, without its point; empty where there is none."""
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def stem_of(name: str) -> str:
    """The file name without folders and without its ending."""
    name = re.split(r"[/\\]", name)[-1]
    stem, point, ending = name.rpartition(".")
    return stem if point and stem and re.fullmatch(r"[A-Za-z0-9]{1,8}", ending) else name


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of a file by its first bytes and its name; ``other`` for what is not read."""
    ending = ending_of(name)
    start = data[:1024]
    if start[:8] == _OLE:
        return "msg" if ending in ("msg", "") or b"_\x00_\x00p\x00r\x00o\x00p\x00e\x00r\x00t" in data else "other"
    if start[:4] == _ZIP:
        return "docx" if ending in ("docx", "docm") or b"word/document.xml" in data else "other"
    if start.startswith(b"%PDF-") or (b"%PDF-" in start and not _FIELD.match(start) and start[:5] != b"From "):
        return "pdf"  # ISO 32000-1, annex H.3.4.1: it may stand anywhere in the first 1024 bytes; so it may in a mail
    named = _ENDINGS.get(ending)
    if named in ("pdf", "docx", "msg"):
        return named
    if start[:5] == b"From " and _MBOX_FROM.match(start):
        return "mbox"
    if named == "mbox":
        return "mbox"
    if named == "text" and ending in ("md", "markdown"):
        return "text"
    if named != "text" and any(start.startswith(magic) for magic in _UNREAD):
        return "other"
    if named in ("eml", "html"):
        return named
    return _text_or_mail(data[:8192], named, ending)


def _text_or_mail(start: bytes, named: Kind | None, ending: str) -> Kind:
    """A release printed to text begins with ``From:`` as well; only a machine's fields make it a mail file."""
    if _FIELD.match(start) and len(_MAIL_FIELDS.findall(start.split(b"\n\n", 1)[0].split(b"\r\n\r\n", 1)[0])) >= 2:
        return "eml"
    return named or ("text" if not ending or b"\x00" not in start else "other")


def describe(data: bytes, name: str) -> str:
    """For people: what a file that is not read seems to be."""
    known = next((words for magic, words in _UNREAD.items() if data.startswith(magic)), "")
    return known or (f"a .{ending_of(name)} file" if ending_of(name) else "of an unknown kind")
