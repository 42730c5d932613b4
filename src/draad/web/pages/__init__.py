"""One module a family of pages; each gives its ``ROUTES``."""

from __future__ import annotations

from types import ModuleType

from draad.web.pages import settings

ALL: tuple[ModuleType, ...] = (settings,)
"""Every family, in the order of the main navigation."""
