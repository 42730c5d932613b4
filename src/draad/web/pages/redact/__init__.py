"""Review: what should be withheld of documents that are not released yet, decided on by the Woo officer on pages.

All of it is officers' data: it holds the words themselves (law 2). No word of them ever stands in an address, a title
or a cookie.
"""

from __future__ import annotations

from draad.web.pages.redact import adding, deciding, document, logbook, overview, pseudonyms, second, settings, visible

ROUTES = (
    *overview.ROUTES, *document.ROUTES, *deciding.ROUTES, *adding.ROUTES, *second.ROUTES, *visible.ROUTES,
    *pseudonyms.ROUTES, *settings.ROUTES, *logbook.ROUTES,
)  # fmt: skip
