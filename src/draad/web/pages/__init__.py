"""One module a family of pages; each gives its ``ROUTES``."""

from __future__ import annotations

from types import ModuleType

from draad.web.pages import help as helping
from draad.web.pages import account, admin, ingest, settings

ALL: tuple[ModuleType, ...] = (settings, ingest, helping, account, admin)
"""Every family, in the order of the main navigation."""
