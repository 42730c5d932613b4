"""Plain text and Markdown: find the encoding, keep the lines as the file has them."""

from __future__ import annotations

import codecs
import re

from draad.errors import EmptyFileError, UnsupportedFileError

_LOOK = 1 << 16
_SLICE = 1 << 20
"""Bytes that are decoded at a time."""
_SOMETHING = re.compile(rb"[^\x00 \t\r\n\f\xef\xbb\xbf]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff]")
_CONTROL_BYTES = bytes(b for b in range(32) if b not in b"\t\n\r\f")
_ENDS = str.maketrans({"\x85": "\n"})
"""The C1 "next line", which old mainframe exports use; all other controls are noise."""


def decode(data: bytes, shown: str) -> tuple[str, tuple[str, ...]]:
    """The text in ``data`` and warnings about it; ``shown`` names the file in errors.

    Line ends become ``\\n``, form feeds stay, each other control character becomes one U+FFFD, so that offsets
    and lines still count. Encodings: a byte order mark, UTF-16 without one (by its zero bytes), UTF-8, and CP1252
    for what is none of these. Linear. Done in slices, so that at the worst the file and its text stand in memory
    together; Python keeps a text in one, two or four bytes a character, by its widest one.

    Raises:
        EmptyFileError: there is nothing in it.
        UnsupportedFileError: it is no text.
    """
    if not _SOMETHING.search(data):
        raise EmptyFileError(f"{shown} is empty.", "Leave it out.")
    encoding = _encoding(data)
    _refuse_binary(data, encoding, shown)
    warnings: list[str] = []
    text, count = _whole(data, encoding, "strict")
    if text is None:
        encoding, said = _damaged(data, encoding)
        warnings.append(f"not clean UTF-8; read as {said}")
        text, count = _whole(data, encoding, "replace")
    if count:
        warnings.append(f"{count} control characters replaced")
    return text or "", tuple(warnings)


def _whole(data: bytes, encoding: str, errors: str) -> tuple[str | None, int]:
    """The text without its byte order mark and how many controls were replaced; None where it doesn't decode."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    text, count, held = "", 0, ""
    for at in range(0, len(data), _SLICE):
        last = at + _SLICE >= len(data)
        try:
            piece = held + decoder.decode(data[at : at + _SLICE], last)
        except UnicodeDecodeError:
            return None, 0
        if not text:
            piece = piece.removeprefix("\ufeff")
        held = "\r" if piece.endswith("\r") and not last else ""  # its line feed may begin the next slice
        piece, found = clean(_one_line_end(piece.removesuffix(held)))
        text += piece  # CPython lets the one text grow in its place; a list of pieces would hold it twice
        count += found
    return text, count


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def clean(text: str) -> tuple[str, int]:
    """``text`` with each control character replaced by U+FFFD, and how many there were."""
    if "\x85" in text:
        text = text.translate(_ENDS)
    return _CONTROLS.subn("\ufffd", text) if _CONTROLS.search(text) else (text, 0)


def _encoding(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return _zero_bytes(data[:_LOOK]) or "utf-8"


def _zero_bytes(start: bytes) -> str | None:
    """UTF-16 without a mark: western text has a zero in every other byte, nearly always the same one."""
    if len(start) < 4 or b"\x00" not in start:
        return None
    even, odd, half = start[::2].count(0), start[1::2].count(0), len(start) // 2
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _refuse_binary(data: bytes, encoding: str, shown: str) -> None:
    start = data[:_LOOK]
    if encoding.startswith("utf-16"):
        return
    controls = len(start) - len(start.translate(None, _CONTROL_BYTES))
    if controls > 8 and controls > 0.05 * len(start):
        raise UnsupportedFileError(
            f"{shown} holds no text but binary data.", "Give it its true ending, or leave it out."
        )


def _damaged(data: bytes, encoding: str) -> tuple[str, str]:
    """The encoding to read broken text in, and its name: a few broken bytes in UTF-8 are damage, many mean CP1252."""
    if encoding.startswith("utf-16"):
        return encoding, encoding
    start = data[:_LOOK].decode("utf-8", "replace") if data[:_LOOK].isascii() is False else ""
    good = sum(1 for c in start if ord(c) > 127 and c != "\ufffd")
    if encoding == "utf-8-sig" or good > 4 * start.count("\ufffd"):
        return encoding, "UTF-8 with damage"
    return "cp1252", "CP1252"
