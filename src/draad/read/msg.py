"""Outlook's .msg files (MS-OXMSG), by python-oxmsg."""

from __future__ import annotations

import email.parser
from datetime import UTC
from email.message import Message as Headers
from typing import Any

from draad.errors import DamagedFileError
from draad.read.envelope import Attachment, Mail, documents_of
from draad.read.html import html_to_text
from draad.read.mail import _ID, _addresses, _header, _iso, _safe
from draad.read.options import ReadOptions
from draad.read.text import clean
from draad.records import Address, Document, MailHead

_RECIPIENT_TYPE, _DISPLAY_NAME, _SMTP = 0x0C15, 0x3001, 0x39FE
_MESSAGE_ID, _IN_REPLY_TO, _REFERENCES = 0x1035, 0x1042, 0x1039
_CONTENT_ID = 0x3712
"""Property numbers of MS-OXPROPS."""


def read_msg(data: bytes, name: str, shown: str, source: str, options: ReadOptions) -> list[Document]:
    """The mail with its attachments behind it.

    Raises:
        DamagedFileError: it is no whole .msg file.
    """
    return documents_of(parse_msg(data, shown), name, shown, source, options)


def parse_msg(data: bytes, shown: str) -> Mail:
    """The mail itself. Raises DamagedFileError where it is no whole .msg file."""
    from oxmsg import Message

    try:
        return _mail(Message.load(data))
    except Exception as error:  # oxmsg and olefile raise anything from struct.error to AttributeError on damage
        message = f"{shown} is no whole .msg file: {error or type(error).__name__}."
        raise DamagedFileError(message, "Save the mail from Outlook again.") from error


def _mail(message: Any) -> Mail:
    headers = email.parser.HeaderParser().parsestr(message.properties.str_prop_value(0x007D) or "")
    warnings: list[str] = []
    attachments = tuple(_attachments(message, warnings))
    moment = message.sent_date
    sent = _header(headers, "Date") or (
        moment.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000") if moment else ""
    )
    if not sent:
        warnings.append("no Date")
    head = MailHead(
        message_id=_one_id(message, headers, _MESSAGE_ID, "Message-ID"),
        in_reply_to=tuple(_ID.findall(_property(message, _IN_REPLY_TO) or _header(headers, "In-Reply-To"))),
        references=tuple(_ID.findall(_property(message, _REFERENCES) or _header(headers, "References"))),
        date=_iso(sent),
        subject=clean(message.subject)[0].strip() or None,
        sender=_sender(message, headers),
        to=_recipients(message, headers, 1, "To"),
        cc=_recipients(message, headers, 2, "Cc"),
        attachments=tuple(attachment.name for attachment in attachments),
    )
    return Mail(head, sent, _body(message), attachments, tuple(warnings))


def _property(message: Any, number: int) -> str:
    return str(message.properties.str_prop_value(number) or "")


def _one_id(message: Any, headers: Headers, number: int, name: str) -> str | None:
    return next(iter(_ID.findall(_property(message, number) or _header(headers, name))), None)


def _body(message: Any) -> str:
    text = message.body or ""
    if not text.strip() and message.html_body:
        return html_to_text(message.html_body)
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))[0].strip("\n\x00")


def _sender(message: Any, headers: Headers) -> Address | None:
    stated = _addresses(headers, "From")
    if stated:
        return stated[0]
    name = _property(message, 0x0C1A) or _property(message, 0x0042)
    address = _property(message, 0x5D01) or _property(message, 0x0C1F)
    return Address(name, address if "@" in address else "") if name or address else None


def _recipients(message: Any, headers: Headers, kind: int, name: str) -> tuple[Address, ...]:
    stated = _addresses(headers, name)
    if stated:
        return stated
    found = []
    for recipient in message.recipients:
        if (recipient.properties.int_prop_value(_RECIPIENT_TYPE) or 1) & 0xF == kind:
            address = recipient.properties.str_prop_value(_SMTP) or recipient.email_address or ""
            found.append(Address(recipient.name or "", address if "@" in address else ""))
    return tuple(found)


def _attachments(message: Any, warnings: list[str]) -> list[Attachment]:
    found = []
    for attachment in message.attachments:
        name = _safe(attachment.file_name or attachment.properties.str_prop_value(_DISPLAY_NAME) or "bijlage")
        if attachment.properties.str_prop_value(_CONTENT_ID) and (attachment.mime_type or "").startswith("image/"):
            continue
        data = attachment.file_bytes
        if data is None:
            warnings.append(f"attachment {name}: a mail or object inside the mail, which was not opened")
            continue
        found.append(Attachment(name, data))
    return found
