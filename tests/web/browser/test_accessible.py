"""Every page in both languages, light and dark, narrow and wide: no fault that axe-core knows (WCAG 2.2 A and AA)."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from web.browser.addresses import NOT_PAGES, WITH_ACCOUNTS, addresses
from web.browser.conftest import AXE, Site, Watched

# fmt: off
NAMES = (
    "dossier", "search", "search-empty", "search-nothing", "search-wrong", "threads", "thread", "message", "documents",
    "document", "document-of-pdf", "document-of-report", "register", "item", "item-edit", "item-new",
    "register-import", "due", "overdue", "rhythms", "unanswered", "signals", "plan", "week", "organisations",
    "organisation", "ingest", "help", "help-page", "accessibility", "error",
)
# fmt: on
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
Watch = Callable[..., Watched]


@pytest.fixture(scope="session")
def where(site: Site) -> dict[str, str]:
    return addresses(site)


def faults(tab: Any) -> list[str]:
    """What axe-core finds on the page as it stands: rule, and where."""
    tab.evaluate("() => document.fonts.ready.then(() => true)")
    if not tab.evaluate("typeof window.axe === 'object'"):
        tab.evaluate(AXE.read_text(encoding="utf-8"))
    found = tab.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
    return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"][:3]]


@pytest.mark.parametrize(
    ("english", "dark"), list(product((False, True), (False, True))), ids=["nl", "nl-dark", "en", "en-dark"]
)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_no_fault_that_axe_knows(
    site: Site, where: dict[str, str], watched: Watch, name: str, english: bool, dark: bool
) -> None:
    opened = watched(1440, dark, english, site.url)
    opened.tab.goto(site.url + where[name])
    found = faults(opened.tab)
    opened.tab.set_viewport_size({"width": 320, "height": 800})
    opened.tab.wait_for_timeout(50)
    found += [f"320: {one}" for one in faults(opened.tab)]
    wide = opened.tab.evaluate("document.documentElement.scrollWidth")
    assert found == []
    assert wide <= 320, "the page scrolls sideways"
    wrong = [one for one in opened.wrong if not (name in ("error", "search-wrong") and "status of 4" in one)]
    assert wrong == []


def test_no_page_is_forgotten(site: Site, where: dict[str, str]) -> None:
    patterns = {
        route.name: re.compile(re.sub(r"\{\w+(?::\w+)?\}", "[^/]+", route.path) + r"(\?.*)?")
        for route in site.room.routes
        if route.method == "GET" and route.name not in NOT_PAGES | WITH_ACCOUNTS
    }
    seen = {name for name, pattern in patterns.items() if any(pattern.fullmatch(one) for one in where.values())}
    assert set(patterns) - seen == set()
    assert set(where) == set(NAMES)
