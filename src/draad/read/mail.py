"""Real mail: eml (RFC 5322, MIME) and mbox (RFC 4155).

The parser of the standard library is used with its old policy: the new one raises on headers that real mail has,
and takes seconds over a header of thousands of addresses. Headers are decoded here.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from draad.errors import EmptyFileError
from draad.read.envelope import Attachment, Mail, documents_of, one_line
from draad.read.html import html_to_text
from draad.read.options import ReadOptions
from draad.read.text import clean
from draad.records import Address, Document, MailHead

_BETWEEN = re.compile(rb"(?:\A|\n)(?=From \S+ [^\n]*\d{4}\s*?\n)")
"""A ``From`` line that gives a sender and a date; a sentence that begins with "From" has no year at its end."""
_ESCAPED = re.compile(rb"^>(>*From )", re.M)
_ID = re.compile(r"<[^<>\s]+>")
_SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
_TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}
_ENDINGS = {"text/plain": "txt", "text/html": "html", "application/pdf": "pdf", "message/rfc822": "eml"}
_SMALL_IMAGE = 100_000
"""Bytes up to which an attached picture counts as decoration (a logo in a signature)."""


def read_mails(data: bytes, name: str, shown: str, source: str, options: ReadOptions, *, mbox: bool) -> list[Document]:
    """Each mail with its attachments behind it.

    Raises:
        EmptyFileError: there is no mail in it.
    """
    documents: list[Document] = []
    raw = list(mails_of(data)) if mbox else [data]
    for n, one in enumerate(raw, 1):
        called = name if n == 1 else f"{name}#{n}"
        where = shown if n == 1 else f"{shown}#{n}"
        documents += documents_of(parse(one), called, where, source, options, part=len(documents))
    if not documents:
        raise EmptyFileError(f"{shown} holds no mail.", "Leave it out.")
    return documents


def mails_of(data: bytes) -> Iterator[bytes]:
    """The mails of an mbox, each as bytes."""
    data = data.replace(b"\r\n", b"\n")
    starts = [match.end() for match in _BETWEEN.finditer(data)] or [0]
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        one = data[start:end]
        if one.startswith(b"From "):
            one = one.partition(b"\n")[2]
        if one.strip():
            yield _ESCAPED.sub(rb"\1", one)


def parse(data: bytes) -> Mail:
    """One mail out of its bytes. Never raises on broken mail: what can't be understood is a warning."""
    message = email.message_from_bytes(data.lstrip(b"\r\n"), policy=email.policy.compat32)
    return _parse(message)


def _parse(message: Message, depth: int = 0) -> Mail:
    warnings = [f"broken MIME: {type(defect).__name__}" for part in message.walk() for defect in part.defects][:5]
    gathered = _Gathered(depth, warnings)
    gathered.take(message)
    body = "\n\n".join(piece for piece in gathered.texts if piece)
    sent = one_line(_header(message, "Date"))
    date = _iso(sent)
    if not date:
        warnings.append("no usable Date" if sent else "no Date")
    senders = _addresses(message, "From") or _addresses(message, "Sender")
    head = MailHead(
        message_id=next(iter(_ID.findall(_header(message, "Message-ID"))), None),
        in_reply_to=tuple(_ID.findall(_header(message, "In-Reply-To"))),
        references=tuple(_ID.findall(_header(message, "References"))),
        date=date,
        subject=one_line(_header(message, "Subject")) or None,
        sender=senders[0] if senders else None,
        to=_addresses(message, "To"),
        cc=_addresses(message, "Cc"),
        attachments=tuple(attachment.name for attachment in gathered.attachments),
    )
    return Mail(head, sent, body.strip("\n"), tuple(gathered.attachments), tuple(dict.fromkeys(warnings)))


class _Gathered:
    """Texts and attachments of one mail, in the order of its parts."""

    def __init__(self, depth: int, warnings: list[str]) -> None:
        self.texts: list[str] = []
        self.attachments: list[Attachment] = []
        self.warnings = warnings
        self._depth = depth

    def take(self, part: Message) -> None:
        kind = part.get_content_type()
        if kind == "message/rfc822":
            self._take_mail(part)
        elif kind == "multipart/alternative" and part.is_multipart():
            self._take_alternative(part)
        elif part.is_multipart():
            for child in _children(part):
                self.take(child)
        elif kind.startswith("multipart/"):
            self.texts.append(decode_text(_payload(part), part.get_content_charset()).strip("\n"))
        elif kind in _SIGNATURES:
            return
        elif kind in _TNEF:
            self.warnings.append("winmail.dat (Outlook's own format) was not opened: attachments may be in it")
        elif kind in ("text/plain", "text/html") and not _is_attached(part):
            self.texts.append(self._text(part))
        else:
            self._take_file(part, kind)

    def _text(self, part: Message) -> str:
        text = decode_text(_payload(part), part.get_content_charset())
        if part.get_content_type() == "text/html":
            return html_to_text(text)
        text, count = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
        if count:
            self.warnings.append(f"{count} control characters replaced")
        return text.strip("\n")

    def _take_alternative(self, part: Message) -> None:
        """The plain text if there is any, else the last form that gives one (RFC 2046: the best comes last)."""
        chosen: _Gathered | None = None
        for child in _children(part):
            tried = _Gathered(self._depth, self.warnings)
            tried.take(child)
            if child.get_content_type() == "text/plain" and "".join(tried.texts).strip():
                self.texts += tried.texts
                chosen = tried
                break
            if "".join(tried.texts).strip() or chosen is None:
                chosen = tried
        else:
            self.texts += chosen.texts if chosen else []
        for child in _children(part):
            if child.is_multipart():
                rest = _Gathered(self._depth, self.warnings)
                rest.take(child)
                self.attachments += rest.attachments

    def _take_mail(self, part: Message) -> None:
        children = _children(part)
        inner = children[0] if children else email.message_from_bytes(_payload(part))
        if self._depth > 50:
            self.warnings.append("mails attached to mails too deeply were left out")
            return
        mail = _parse(inner, self._depth + 1)
        name = _file_name(part) or f"{(mail.head.subject or 'bericht')[:80]}.eml"
        self.attachments.append(Attachment(_safe(name), mail=mail))

    def _take_file(self, part: Message, kind: str) -> None:
        data, name = _payload(part), _file_name(part)
        if kind.startswith("image/") and (part.get("Content-ID") or len(data) < _SMALL_IMAGE):
            return
        if name.lower() == "winmail.dat":
            self.warnings.append("winmail.dat (Outlook's own format) was not opened: attachments may be in it")
            return
        if not data and not name:
            return
        self.attachments.append(Attachment(_safe(name or f"bijlage.{_ENDINGS.get(kind, kind.split('/')[-1])}"), data))


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_file_name(part))


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (LookupError, ValueError, TypeError):  # RFC 2231 parameters with unknown charsets or broken parts
        return ""
    return one_line(decode_words(name))


def _safe(name: str) -> str:
    """An attachment's name is a label; it never becomes a path."""
    return re.sub(r"[\x00-\x1f/\\]+", "_", name).strip() or "bijlage"


def decode_text(data: bytes, charset: str | None) -> str:
    """``data`` in the charset that the mail states, if it really is; UTF-8 or CP1252 if it isn't."""
    stated = (charset or "").lower()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if stated not in ("", "utf-8", "us-ascii", "ascii", "iso-8859-1", "latin-1", "unknown-8bit"):
        try:
            return data.decode(stated)
        except (LookupError, UnicodeDecodeError, ValueError):
            return data.decode("cp1252", "replace")
    return data.decode("cp1252", "replace")


def _header(message: Message, name: str) -> str:
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return decode_words(raw)


def decode_words(raw: str) -> str:
    """Encoded words (RFC 2047) and bare 8-bit characters as text."""
    raw = _bare(raw)
    if "=?" not in raw:
        return clean(raw)[0]
    try:
        pieces = decode_header(raw)
    except (ValueError, LookupError):  # base64 that is none
        return clean(raw)[0]
    text = "".join(p if isinstance(p, str) else _bare(decode_text(p, c)) for p, c in pieces)
    return clean(text)[0]


def _bare(raw: str) -> str:
    if raw.isascii():
        return raw
    return decode_text(raw.encode("utf-8", "surrogateescape"), None)


def _addresses(message: Message, name: str) -> tuple[Address, ...]:
    raw = [_bare(str(value)) for key, value in message.raw_items() if key.lower() == name.lower()]
    found = (Address(one_line(decode_words(who)), address.strip()) for who, address in _pairs(raw))
    return tuple(address for address in found if address.name or address.address)


def _pairs(raw: list[str]) -> list[tuple[str, str]]:
    """Names and addresses; lists parted by semicolons, as Outlook exports them, are understood too."""
    text = ", ".join(one_line(value) for value in raw)
    if text.count(";") > text.count(",") and ":" not in text:
        text = text.replace(";", ",")
    pairs = [pair for pair in getaddresses([text]) if any(pair)]
    return pairs or [("", piece.strip()) for piece in text.split(",") if piece.strip()]


def _iso(sent: str) -> str | None:
    if not sent:
        return None
    try:
        moment = parsedate_to_datetime(sent)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
