"""What Word files, mails and texts hold beside what a reader sees."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import OxmlElement

from draad.errors import DamagedFileError, UnsupportedFileError
from draad.release.audit import AuditOptions, audit


def word(*, hidden: str = "", deleted: str = "", author: str = "", shaded: str = "") -> bytes:
    made = docx.Document()
    made.core_properties.author = author
    paragraph = made.add_paragraph("Gesprek met 5.1.2.e over de planning ")
    if hidden:
        paragraph.add_run(hidden).font.hidden = True
    if shaded:
        run = paragraph.add_run(shaded)
        run.font.highlight_color = docx.enum.text.WD_COLOR_INDEX.BLACK
    if deleted:
        gone, run, text = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
        text.text = deleted
        run.append(text)
        gone.append(run)
        paragraph._p.append(gone)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def kinds(data: bytes, name: str) -> list[tuple[str, str]]:
    return [(one.kind, one.severity) for one in audit(data, name)]


def test_a_clean_word_file_gives_nothing() -> None:
    assert kinds(word(author="Ministerie van Financiën"), "stuk.docx") == []


@pytest.mark.parametrize(
    ("what", "kind"),
    [("hidden", "hidden-text"), ("deleted", "tracked-change"), ("shaded", "under-box"), ("author", "metadata")],
)
def test_what_a_word_file_keeps_is_told(what: str, kind: str) -> None:
    data = word(**{what: "Anna Brug"})
    assert kinds(data, "stuk.docx") == [(kind, "leak")]
    assert [one.shown for one in audit(data, "stuk.docx")] == [None]
    assert [one.shown for one in audit(data, "stuk.docx", AuditOptions(values=True))] == ["Anna Brug"]


def test_a_comment_in_markdown_is_told_with_its_line() -> None:
    found = audit(b"# Verslag\n\nGesprek met 5.1.2.e\n<!-- dit is Anna Brug -->\n", "verslag.md")
    assert [(one.kind, one.where) for one in found] == [("comment", "line 4")]
    assert kinds(b"# Verslag\n\nGesprek met 5.1.2.e\n", "verslag.md") == []


def test_a_field_that_no_mail_program_shows_is_told() -> None:
    head = (
        b"From: b@x.nl\nTo: c@y.nl\nSubject: Plan\nMessage-ID: <1@x.nl>\nMIME-Version: 1.0\nContent-Type: text/plain\n"
    )
    assert ("metadata", "leak") in kinds(b"Bcc: Anna Brug <anna.brug@z.nl>\n" + head + b"\nDag,\n", "mail.eml")
    assert [kind for kind, _ in kinds(head + b"\nDag,\n", "mail.eml") if kind != "metadata"] == []


def test_what_is_not_read_says_so() -> None:
    with pytest.raises(UnsupportedFileError):
        audit(b"\x89PNG\r\n\x1a\n", "foto.png")
    with pytest.raises(DamagedFileError):
        audit(b"PK\x03\x04niets", "stuk.docx")
