"""Every page in both languages, narrow and wide, and in the dark: no fault that axe-core knows (WCAG 2.2 A and AA)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from web.browser.addresses import NAMES, NOT_PAGES, Place
from web.browser.conftest import AXE, Open, Site

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""All that can be otherwise in the dark: the page is the same, only its colours change, and these in no language."""


def faults(tab: Any, rules: list[str] | None = None) -> list[str]:
    """What axe-core finds on the page as it stands: rule, and where."""
    if not tab.evaluate("typeof window.axe === 'object'"):
        tab.evaluate(AXE.read_text(encoding="utf-8"))
    chosen = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
    found = tab.evaluate("chosen => axe.run({runOnly: chosen, resultTypes: ['violations']})", chosen)
    return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"][:3]]


@pytest.mark.parametrize("english", [False, True], ids=["nl", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_no_fault_that_axe_knows(where: dict[str, Place], kept: Open, name: str, english: bool) -> None:
    opened = kept(where[name].who, english=english)
    tab = opened.tab
    tab.emulate_media(color_scheme="light")
    tab.set_viewport_size({"width": 1440, "height": 900})
    where[name].visit(tab, opened.url)
    assert tab.get_attribute("html", "lang") == ("en" if english else "nl")
    found = faults(tab)
    if not english:
        tab.emulate_media(color_scheme="dark")
        found += [f"dark: {one}" for one in faults(tab, OF_COLOUR)]
    tab.set_viewport_size({"width": 320, "height": 800})
    tab.evaluate("() => new Promise(requestAnimationFrame)")
    wide = tab.evaluate("document.documentElement.scrollWidth")
    if not english:
        found += [f"320, dark: {one}" for one in faults(tab, OF_COLOUR)]
        tab.emulate_media(color_scheme="light")
    found += [f"320: {one}" for one in faults(tab)]
    assert found == []
    assert wide <= 320, "the page scrolls sideways"
    assert opened.unexpected(name) == []


def test_no_page_is_forgotten(site: Site, where: dict[str, Place]) -> None:
    patterns = {
        route.name: re.compile(re.sub(r"\{\w+(?::\w+)?\}", "[^/]+", route.path) + r"(\?.*|#.*)?")
        for route in site.room.routes
        if route.method == "GET" and route.name not in NOT_PAGES
    }
    seen = {name for name, pattern in patterns.items() if any(pattern.fullmatch(one.path) for one in where.values())}
    assert set(patterns) - seen == set()
    assert set(where) == set(NAMES)
