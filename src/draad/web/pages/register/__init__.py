"""The register: everything asked, promised and agreed, followed to the end on pages."""

from __future__ import annotations

from draad.web.pages.register import (
    adding,
    bulk,
    deciding,
    exporting,
    importing,
    item,
    linking,
    listing,
    logbook,
    overviews,
)

ROUTES = (
    *listing.ROUTES, *overviews.ROUTES, *exporting.ROUTES, *importing.ROUTES, *bulk.ROUTES, *adding.ROUTES,
    *logbook.ROUTES,
    *item.ROUTES, *linking.ROUTES, *deciding.ROUTES,
)  # fmt: skip
"""Addresses with a word where others have an identifier come first."""

warm = overviews.warm
