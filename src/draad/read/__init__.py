"""The read stage: opens any file and gives its documents, whole. ``split`` takes them apart.

The libraries for PDF, mail and Office are loaded when a file needs them: a pile of text files needs none.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from draad.errors import InputError, UnsupportedFileError
from draad.read.expand import Failure, Limits, expand
from draad.read.given import Given
from draad.read.kind import describe, kind_of, stem_of
from draad.read.options import ReadOptions
from draad.read.text import decode
from draad.records import Document

__all__ = ["Failure", "Given", "Limits", "ReadOptions", "expand", "read_given", "read_source"]


def read_source(path: str | Path, options: ReadOptions | None = None) -> list[Document]:
    """The documents in one file on disk; see ``read_given``."""
    return read_given(Given(Path(path), str(path)), options or ReadOptions())


def read_given(given: Given, options: ReadOptions) -> list[Document]:
    """The documents in one file: one, but for a mail with attachments and an mbox.

    Raises:
        InputError: it can't be read; the narrow class says why.
        MissingProgramError: a page needs OCR and Tesseract or a language of it is not installed.
    """
    data = given.data()
    return read_bytes(data, given.name, given.shown, sha256(data), options)


def sha256(data: bytes) -> str:
    """The hash of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_bytes(data: bytes, name: str, shown: str, source: str, options: ReadOptions) -> list[Document]:
    """As ``read_given``, for bytes at hand; ``source`` is the hash of the file that they came in."""
    kind = kind_of(data, name)
    if kind == "text":
        text, warnings = decode(data, shown)
        return [Document(source, 0, stem_of(name), shown, "text", text, warnings=warnings)]
    if kind == "other":
        message = f"{shown} is {describe(data, name)}; Draad does not read that."
        raise UnsupportedFileError(message, "Make a PDF of it, or leave it out.")
    try:
        return _read_rich(kind, data, name, shown, source, options)
    except RecursionError as error:
        raise InputError(f"{shown} is nested too deeply.", "Leave it out.") from error


def _read_rich(kind: str, data: bytes, name: str, shown: str, source: str, options: ReadOptions) -> list[Document]:
    if kind == "pdf":
        from draad.read.pdf import read_pdf

        return [read_pdf(data, stem_of(name), shown, source, options)]
    if kind == "docx":
        from draad.read.docx import read_docx

        return [read_docx(data, stem_of(name), shown, source)]
    if kind == "html":
        from draad.read.html import read_html

        return [read_html(data, stem_of(name), shown, source)]
    if kind == "msg":
        from draad.read.msg import read_msg

        return read_msg(data, stem_of(name), shown, source, options)
    from draad.read.mail import read_mails

    return read_mails(data, stem_of(name), shown, source, options, mbox=kind == "mbox")
