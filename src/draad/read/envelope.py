"""What the mail formats share: a parsed mail becomes a document with a printed head, its attachments more of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from draad.errors import DraadError, InputError
from draad.read.kind import stem_of
from draad.read.options import ReadOptions
from draad.records import Address, Document, MailHead

MAX_DEPTH = 20
"""Mails attached to mails attached to mails."""


@dataclass(frozen=True)
class Attachment:
    """A file that came with a mail: its bytes, or a mail that is parsed already."""

    name: str
    data: bytes = b""
    mail: Mail | None = None


@dataclass(frozen=True)
class Mail:
    """One mail, parsed."""

    head: MailHead
    sent: str
    """The date as the mail prints it; empty where it has none."""
    body: str
    attachments: tuple[Attachment, ...] = ()
    warnings: tuple[str, ...] = field(default=())


ReadBytes = Callable[[bytes, str, str, str, ReadOptions], list[Document]]


def documents_of(
    mail: Mail, name: str, shown: str, source: str, options: ReadOptions, *, part: int = 0, depth: int = 0
) -> list[Document]:
    """The mail's own document, then those of its attachments; ``part`` is the first number to give out.

    An attachment that can't be read is told in a warning on the mail.
    """
    warnings = list(mail.warnings)
    attached: list[Document] = []
    for attachment in mail.attachments:
        try:
            found = _attached(attachment, name, shown, source, options, part + 1 + len(attached), depth)
        except DraadError as error:
            if not isinstance(error, InputError):
                raise
            warnings.append(f"attachment {attachment.name}: {error.message}")
            continue
        attached += [doc if doc.attached_to is not None else replace(doc, attached_to=part) for doc in found]
    text = print_head(mail) + "\n\n" + mail.body if mail.body else print_head(mail)
    own = Document(source, part, name, shown, "mail", text.strip("\n"), mail=mail.head, warnings=tuple(warnings))
    return [own, *attached]


def _attached(
    attachment: Attachment, name: str, shown: str, source: str, options: ReadOptions, part: int, depth: int
) -> list[Document]:
    inner_name, inner_shown = f"{name}+{stem_of(attachment.name)}", f"{shown}/{attachment.name}"
    if depth >= MAX_DEPTH:
        raise InputError(f"{inner_shown} is attached more than {MAX_DEPTH} mails deep.", "Give it by itself.")
    if attachment.mail is not None:
        return documents_of(attachment.mail, inner_name, inner_shown, source, options, part=part, depth=depth + 1)
    from draad.read import read_bytes

    found = read_bytes(attachment.data, attachment.name, inner_shown, source, options)
    return [
        replace(
            doc,
            part=part + doc.part,
            name=f"{name}+{doc.name}",
            attached_to=None if doc.attached_to is None else part + doc.attached_to,
        )
        for doc in found
    ]


def print_head(mail: Mail) -> str:
    """The head as a release would print it; what the mail doesn't have is left out."""
    head = mail.head
    fields = (
        ("From", print_address(head.sender) if head.sender else ""),
        ("Sent", mail.sent),
        ("To", "; ".join(map(print_address, head.to))),
        ("Cc", "; ".join(map(print_address, head.cc))),
        ("Subject", head.subject or ""),
        ("Attachments", "; ".join(head.attachments)),
    )
    return "\n".join(f"{field}: {one_line(value)}" for field, value in fields if value)


def print_address(address: Address) -> str:
    """``Naam <adres>``, or the one that there is."""
    if address.name and address.address and address.name != address.address:
        return f"{address.name} <{address.address}>"
    return address.address or address.name


def one_line(value: str) -> str:
    """Without line ends and runs of blanks."""
    return " ".join(value.split())
