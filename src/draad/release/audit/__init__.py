"""Leaks: what a file that looks redacted still holds, and what differs between copies."""

from __future__ import annotations

from draad.errors import UnsupportedFileError
from draad.read.kind import describe, kind_of
from draad.release.audit.records import AuditOptions, Finding

__all__ = ["AuditOptions", "Finding", "audit"]


def audit(data: bytes, name: str, options: AuditOptions = AuditOptions()) -> list[Finding]:  # noqa: B008 - frozen
    """What a file still holds that it does not show, leaks first; an empty list where nothing was found.

    ``name`` tells the kind where the content does not, and is named in errors.

    Raises:
        EncryptedFileError: none of the passwords opens it.
        DamagedFileError: it is cut short or broken.
        UnsupportedFileError: it is of a kind that Draad does not read.
    """
    kind = kind_of(data, name)
    if kind == "pdf":
        from draad.release.audit.pdf import audit_pdf

        return audit_pdf(data, name, options)
    if kind == "other":
        raise UnsupportedFileError(f"{name} is {describe(data, name)}; Draad does not read that.", "Make a PDF of it.")
    from draad.release.audit.papers import audit_paper

    return audit_paper(data, name, kind, options)
