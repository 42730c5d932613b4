"""The register: everything asked, promised and agreed, followed to the end on pages."""

from __future__ import annotations

from draad.web.pages.register import adding, bulk, deciding, item, linking, listing

ROUTES = (*listing.ROUTES, *bulk.ROUTES, *adding.ROUTES, *item.ROUTES, *linking.ROUTES, *deciding.ROUTES)
"""Addresses with a word where others have an identifier come first."""
