"""One module a family of pages; each gives its ``ROUTES``."""

from __future__ import annotations

from types import ModuleType

from draad.web.pages import (
    account,
    admin,
    audit,
    document,
    documents,
    dossier,
    ingest,
    message,
    organisations,
    redact,
    register,
    release,
    search,
    settings,
    thread,
    threads,
)
from draad.web.pages import help as helping

ALL: tuple[ModuleType, ...] = (
    settings,
    dossier,
    search,
    threads,
    thread,
    message,
    documents,
    document,
    register,
    redact,
    audit,
    release,
    organisations,
    ingest,
    helping,
    account,
    admin,
)
"""Every family, in the order of the main navigation."""
