"""Real mail files (RFC 5322): Message-ID, In-Reply-To and References, quoted-printable text, attachments."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from draad.sample import dates
from draad.sample.people import Person
from draad.sample.threads import Message
from draad.sample.truth import Printed

_POLICY = SMTP.clone(max_line_length=240)
"""Long subjects stay on one line: folded at the colon they would come back with a blank before them."""
_WORDS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/>'
    "</Relationships>"
)


def message_id(message: Message) -> str:
    """The Message-ID that the sender's program gave."""
    digest = hashlib.blake2b(f"{message.id}/{message.at}".encode(), digest_size=10).hexdigest()
    return f"<{digest}@{message.sender.domain}>"


def _address(person: Person) -> Address:
    return Address(person.shown, person.local, person.domain)


def _ancestors(message: Message) -> list[Message]:
    above = []
    while message.parent is not None:
        message = message.parent
        above.append(message)
    return above[::-1]


def word_file(paragraphs: list[str]) -> bytes:
    """A small .docx of plain paragraphs; its bytes depend on nothing else."""
    body = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", _WORDS.format(body)),
        ):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return buffer.getvalue()


def _attach(mail: EmailMessage, message: Message) -> None:
    for name in message.attachments:
        if name.endswith(".docx"):
            kind = "vnd.openxmlformats-officedocument.wordprocessingml.document"
            mail.add_attachment(
                word_file([name, f"Bijlage bij {message.id}"]), maintype="application", subtype=kind, filename=name
            )
        else:
            mail.add_attachment(f"{name}\n", filename=f"{name}.txt")


def render(file: Printed) -> bytes:
    """The printed message of ``file`` as the mail that was sent, its chain quoted in the text."""
    message = file.mails[0]
    mail = EmailMessage(policy=_POLICY)
    mail["Message-ID"] = message_id(message)
    above = _ancestors(message)
    if above:
        mail["In-Reply-To"] = message_id(above[-1])
        mail["References"] = " ".join(message_id(m) for m in above)
    sent: datetime = dates.local(message.at)
    mail["Date"] = format_datetime(sent)
    mail["From"] = _address(message.sender)
    mail["To"] = [_address(p) for p in message.to]
    if message.cc:
        mail["Cc"] = [_address(p) for p in message.cc]
    mail["Subject"] = file.parts[0].copies[0].subject or ""
    mail.set_content(file.text, cte="quoted-printable")
    _attach(mail, message)
    if mail.is_multipart():
        mail.set_boundary(f"=_{hashlib.blake2b(file.seed.encode(), digest_size=12).hexdigest()}")
    return mail.as_bytes()
