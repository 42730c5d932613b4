"""The content says what a file is; the name only where the content doesn't."""

from __future__ import annotations

import pytest

from draad.read.kind import kind_of, stem_of

MAIL = b"Received: from a by b; x\nMIME-Version: 1.0\nFrom: a@b.nl\nSubject: x\n\nHallo\n"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n", "brief.txt", "pdf"),
        (b"\n\n%PDF-1.4\n", "zonder-ending", "pdf"),
        (b"PK\x03\x04....word/document.xml", "brief", "docx"),
        (b"PK\x03\x04....xl/workbook.xml", "lijst.xlsx", "other"),
        (b"From a@b.nl Mon Mar 16 16:09:30 2020\nFrom: a@b.nl\n\nx", "postvak", "mbox"),
        (MAIL, "bericht", "eml"),
        (MAIL + b"%PDF-1.7\n", "met-bijlage.eml", "eml"),
        (MAIL, "bericht.txt", "eml"),
        (b"From: [5.1.2e]\nSent: Mon 3/16/2020\nTo: [5.1.2e]\n\nHallo", "print.txt", "text"),
        (b"From: jan\n\nHallo", "bericht.eml", "eml"),
        (b"**From:** jan\n", "a.md", "text"),
        (b"gewone tekst", "zonder-ending", "text"),
        (b"<html><p>x</p></html>", "a.html", "html"),
        (b"\x89PNG\r\n\x1a\n", "plaatje.png", "other"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "brief.doc", "other"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "bericht.msg", "msg"),
    ],
)
def test_kinds(data, name, kind):
    assert kind_of(data, name) == kind


@pytest.mark.parametrize(
    ("name", "stem"),
    [("a.txt", "a"), ("map/b.c.pdf", "b.c"), ("d.d. 18-12-18", "d.d. 18-12-18"), (".txt", ".txt"), ("kaal", "kaal")],
)
def test_stems(name, stem):
    assert stem_of(name) == stem
