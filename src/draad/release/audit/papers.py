"""The audit of files that are no PDF: text and Markdown, Word, mail. What stands in them beside what a reader sees.

A text file shows all that it holds, but for signs without a width and words in Markdown's comments. A Word file keeps
deleted words, comments, hidden runs, its makers' names and what was embedded (ISO/IEC 29500-1); a mail its headers,
its other form and its attachments (RFC 5322, RFC 2046).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from draad.errors import DamagedFileError
from draad.release.audit.outside import Said, judged, xmp_strings
from draad.release.audit.records import AuditOptions, Finding, finding
from draad.release.audit.told import Shown, names, words

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_UNSEEN_SIGNS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]{3,}")
_PART = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$")
_DELETED = re.compile(r"<w:delText(?:\s[^<>]*)?>([^<]*)</w:delText>")
_RUN = re.compile(r"<w:r(?:\s[^<>]*)?>(.*?)</w:r>", re.DOTALL)
_VANISH = re.compile(r"<w:(?:vanish|webHidden)(?:\s+w:val=\"(?:true|1|on)\")?\s*/>")
_WHITE = re.compile(r"<w:color\s[^<>]*w:val=\"(?:F[A-F0-9]){3}\"", re.IGNORECASE)
_BLACKED = re.compile(r"<w:(?:highlight\s+w:val=\"black\"|shd\s[^<>]*w:fill=\"000000\")")
_TEXT = re.compile(r"<w:t(?:\s[^<>]*)?>([^<]*)</w:t>")
_MOST = 64 * 1024 * 1024
"""Bytes of one unpacked part: more is no document."""


def audit_paper(data: bytes, name: str, kind: str, options: AuditOptions) -> list[Finding]:
    """The findings on a file that is no PDF. Raises DamagedFileError."""
    if kind == "docx":
        found = _word(data, name)
    elif kind == "eml":
        found = _mail(data)
    else:
        found = _text(data.decode("utf-8", "replace"))
    return found if options.values else [one._replace(shown=None) for one in found]


def _text(text: str) -> list[Finding]:
    """Comments of Markdown and HTML, and runs of signs that have no width."""
    shown = Shown(_COMMENT.sub("", text).splitlines())
    found = []
    for match in _COMMENT.finditer(text):
        if missing := shown.missing(match[1]):
            line = text.count("\n", 0, match.start()) + 1
            found.append(finding("comment", "leak", where=f"line {line}", text=match[1].strip(), words=len(missing)))
    for match in _UNSEEN_SIGNS.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        found.append(finding("invisible", "check", where=f"line {line}", detail="no-width", count=len(match[0])))
    return found


# ── Word ────────────────────────────────────────────────────────────────────────────────────────────────────


def _word(data: bytes, name: str) -> list[Finding]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {
                info.filename: archive.read(info)
                for info in archive.infolist()
                if info.file_size <= _MOST and info.filename.startswith(("word/", "docProps/"))
            }
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
        raise DamagedFileError(f"{name} is no whole Word file: {error}.", "Ask for it again.") from error
    texts = {part: data.decode("utf-8", "replace") for part, data in parts.items() if part.endswith(".xml")}
    body = {part: xml for part, xml in texts.items() if _PART.search(part) and "comments" not in part}
    shown = Shown([line for xml in body.values() for line in _visible(xml)])
    found = [one for part, xml in body.items() for one in _runs(part, xml)]
    for part, xml in texts.items():
        if "comments" in part and (text := " ".join(_TEXT.findall(xml)).strip()):
            found.append(finding("comment", "leak", where=part, text=text, words=len(words(text))))
        elif part.startswith("docProps/"):
            said = (
                Said("metadata", f"{part} {key}", text, own=_own(key), maker=_own(key), titled=key == "dc:title")
                for key, text in xmp_strings(xml.encode())
            )
            found += [one for each in said if (one := judged(each, shown))]
    embedded = [part for part in parts if part.startswith("word/embeddings/")]
    found += [finding("attachment", "check", where=part, size=len(parts[part]), words=0) for part in embedded]
    return found


def _own(key: str) -> bool:
    return key in ("dc:creator", "cp:lastModifiedBy")


def _visible(xml: str) -> Iterator[str]:
    """The text of each paragraph as it is shown: without hidden runs."""
    for paragraph in xml.split("</w:p>"):
        yield "".join(
            text
            for match in _RUN.finditer(paragraph)
            if not _VANISH.search(match[1])
            for text in _TEXT.findall(match[1])
        )


def _runs(part: str, xml: str) -> Iterator[Finding]:
    """Words that were deleted with changes tracked, hidden, white, or under black shading."""
    deleted = " ".join(text for text in _DELETED.findall(xml) if text.strip())
    if deleted:
        yield finding("tracked-change", "leak", where=part, text=deleted, words=len(words(deleted)))
    kinds: dict[str, list[str]] = {"hidden-text": [], "same-colour": [], "under-box": []}
    for match in _RUN.finditer(xml):
        text = "".join(_TEXT.findall(match[1]))
        if not text.strip():
            continue
        if _VANISH.search(match[1]):
            kinds["hidden-text"].append(text)
        elif _BLACKED.search(match[1]) and not _WHITE.search(match[1]):
            kinds["under-box"].append(text)
        elif _WHITE.search(match[1]) and not _BLACKED.search(match[1]) and "w:shd" not in xml:
            kinds["same-colour"].append(text)
    for kind, texts in kinds.items():
        if texts:
            told = " ".join(texts)
            yield finding(kind, "leak", where=part, text=told, words=len(words(told)))  # type: ignore[arg-type]


# ── mail ────────────────────────────────────────────────────────────────────────────────────────────────────

_SHOWN_FIELDS = {"from", "to", "cc", "subject", "date", "reply-to"}


def _mail(data: bytes) -> list[Finding]:
    """Fields that no mail program shows and that name somebody, the other form of the text, and attachments."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    shown = Shown([*_fields_shown(message), *_body(message).splitlines()])
    found = []
    for key, value in message.items():
        text = str(value)
        if key.lower() not in _SHOWN_FIELDS and names(text):
            said = Said(
                "metadata", f"header {key}", text, own=key.lower() in ("bcc", "sender", "x-sender", "return-path")
            )
            if one := judged(said, shown):
                found.append(one)
    for n, part in enumerate(message.walk(), 1):
        if part.get_content_type() == "text/html" and (html := _content(part)):
            missing = shown.missing(re.sub(r"<style.*?</style>|<[^<>]*>", " ", html, flags=re.DOTALL))
            if missing:
                found.append(finding("hidden-text", "check", where=f"part {n} text/html", words=len(missing)))
        elif part.get_filename() or part.get_content_disposition() == "attachment":
            size = len(part.get_payload(decode=True) or b"")
            found.append(
                finding("attachment", "check", where=f"part {n}", text=part.get_filename(), size=size, words=0)
            )
    return found


def _fields_shown(message: EmailMessage) -> Iterator[str]:
    for key in _SHOWN_FIELDS:
        yield from (str(value) for value in message.get_all(key, []))


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    return _content(part) if part is not None else ""


def _content(part: object) -> str:
    payload = part.get_payload(decode=True)  # type: ignore[attr-defined]
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
