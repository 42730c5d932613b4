"""The bytes of a file that is attached to a mail, found again by the path that its document was given."""

from __future__ import annotations

from collections.abc import Iterator

from draad.read.envelope import MAX_DEPTH, Mail
from draad.read.kind import kind_of


def attached(data: bytes, name: str, shown: str, path: str) -> list[tuple[bytes, str]]:
    """Bytes and file name of what stands at ``path`` in the mail ``shown``; more than one where names are the same.

    Empty where nothing does, as for an attached mail, which has no bytes of its own.
    """
    return [found for where, *found in _all(data, name, shown, path, 0) if where == path]  # type: ignore[misc]


def _all(data: bytes, name: str, shown: str, path: str, depth: int) -> Iterator[tuple[str, bytes, str]]:
    kind = kind_of(data, name)
    if kind in ("eml", "mbox"):
        from draad.read.mail import mails_of, parse

        for n, one in enumerate(mails_of(data) if kind == "mbox" else [data], 1):
            yield from _of_mail(parse(one), shown if n == 1 else f"{shown}#{n}", path, depth)
    elif kind == "msg":
        from draad.read.msg import parse_msg

        yield from _of_mail(parse_msg(data, shown), shown, path, depth)


def _of_mail(mail: Mail, shown: str, path: str, depth: int) -> Iterator[tuple[str, bytes, str]]:
    for attachment in mail.attachments:
        inner = f"{shown}/{attachment.name}"
        if not path.startswith(inner) or depth >= MAX_DEPTH:
            continue
        if attachment.mail is not None:
            yield from _of_mail(attachment.mail, inner, path, depth + 1)
        else:
            yield inner, attachment.data, attachment.name
            yield from _all(attachment.data, attachment.name, inner, path, depth + 1)
