"""The keyboard alone: everything can be reached, one sees where one is, nothing holds one, single letters stay out of
the way of who is writing. And every control has a name for who does not see it."""

from __future__ import annotations

from typing import Any

import pytest

from web.browser.addresses import NAMES, Place
from web.browser.conftest import Open, Site

REACHABLE = """() => {
  const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const within = document.querySelector("dialog[open]") ?? document;
  const radios = new Set();
  return [...within.querySelectorAll(kinds)].filter((one) => {
    if (one.disabled || one.tabIndex < 0 || !one.checkVisibility({visibilityProperty: true})) return false;
    if (one.type !== "radio") return true;
    const seen = radios.has(one.name);
    radios.add(one.name);
    return !seen;
  }).map((one, number) => { one.dataset.reach = number; return one.outerHTML.slice(0, 110); });
}"""
"""What can have the focus, in the order in which it stands in the page; each gets its number."""
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const ring = (at) => {
    const style = getComputedStyle(at);
    if (at.matches("circle")) return parseFloat(style.strokeWidth) >= 4;
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const seen = [one, one.parentElement, ...one.children, ...(one.labels ?? [])].some(ring);
  const box = one.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {number: Number(one.dataset.reach ?? -1), seen: Boolean(seen), inside, html: one.outerHTML.slice(0, 110)};
}"""
KEYS = "globalThis.draad?.keys.has('j')"
"""The page's script has told of its keys."""
MOST = 130
"""Steps on one page: what comes after is more of the same list."""
NAMED = {
    "button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "listbox", "spinbutton", "slider",
    "switch", "tab", "menuitem", "DisclosureTriangle", "Date", "region", "dialog", "navigation", "img",
}  # fmt: skip
"""Roles that must have a name in Chromium's tree of what is read out."""


@pytest.mark.parametrize("name", NAMES)
def test_tab_comes_by_everything_in_order_and_is_seen(where: dict[str, Place], kept: Open, name: str) -> None:
    opened = kept(where[name].who)
    tab = opened.tab
    tab.set_viewport_size({"width": 1440, "height": 900})
    where[name].visit(tab, opened.url)
    tab.evaluate("document.activeElement?.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)")
    reachable = tab.evaluate(REACHABLE)
    # Where one starts is where the address points or where the page put the focus; so: round and round.
    came = []
    dates = tab.locator("input[type=date]:visible").count()
    for _ in range(min(len(reachable) + 3 * dates, MOST)):
        tab.keyboard.press("Tab")
        came.append(tab.evaluate(FOCUSED))
    stood = _stops([one for one in came if one])
    assert [one["html"] for one in stood if not one["seen"]] == [], "the focus is not seen"
    assert [one["html"] for one in stood if not one["inside"]] == [], "the focus is out of sight"
    numbers = [one["number"] for one in stood]
    assert -1 not in numbers, [one["html"] for one in stood if one["number"] < 0]
    start = numbers[0]
    expected = [(start + step) % len(reachable) for step in range(len(numbers))]
    assert numbers == expected, [
        reachable[wanted] for wanted, got in zip(expected, numbers, strict=True) if wanted != got
    ][:3]
    assert len(stood) >= min(len(reachable), MOST - 3 * dates) - 1


def _stops(came: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One stop for a date, which has one for day, month, year and the leaf that opens; the last draws its own ring."""
    stops: list[dict[str, Any]] = []
    for one in came:
        if stops and stops[-1]["number"] == one["number"]:
            stops[-1]["seen"] |= one["seen"]
        else:
            stops.append(one)
    return stops


@pytest.mark.parametrize("name", NAMES)
def test_every_control_has_a_name(where: dict[str, Place], kept: Open, name: str) -> None:
    opened = kept(where[name].who)
    where[name].visit(opened.tab, opened.url)
    session = opened.tab.context.new_cdp_session(opened.tab)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    held = [one for one in nodes if not one.get("ignored") and one.get("role", {}).get("value") in NAMED]
    nameless = [one["role"]["value"] for one in held if not one.get("name", {}).get("value", "").strip()]
    assert held
    assert nameless == []


def test_the_skip_link_leads_to_the_content(site: Site, watched: Open) -> None:
    tab = watched().tab
    tab.goto(f"{site.url}/register")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == "#inhoud"
    assert tab.locator(".draad-skip").bounding_box()["y"] >= 0
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "inhoud"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('main') !== null")


def test_the_help_of_keys_closes_and_gives_the_focus_back(site: Site, watched: Open) -> None:
    tab = watched().tab
    tab.goto(f"{site.url}/register")
    opener = tab.locator("[data-keys-open]")
    opener.focus()
    tab.keyboard.press("Enter")
    assert tab.locator("dialog[open] h2").is_visible()
    for _ in range(6):
        tab.keyboard.press("Tab")
        assert tab.evaluate(
            "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
        )
    tab.keyboard.press("Escape")
    assert tab.locator("dialog[open]").count() == 0
    assert tab.evaluate("document.activeElement.hasAttribute('data-keys-open')")


def test_letters_stay_letters_where_one_writes(site: Site, watched: Open) -> None:
    tab = watched().tab
    tab.goto(f"{site.url}/register")
    tab.wait_for_function(KEYS)
    box = tab.locator("main ~ aside [name=woorden], aside [name=woorden]").first
    box.focus()
    tab.keyboard.type("jaar?")
    assert box.input_value() == "jaar?"
    assert tab.locator("dialog[open]").count() == 0
    assert tab.locator("tr[data-here]").count() == 0


def test_letters_can_be_switched_off_and_stay_so(site: Site, watched: Open) -> None:
    tab = watched().tab
    tab.goto(f"{site.url}/register")
    tab.wait_for_function(KEYS)
    tab.keyboard.press("?")
    tab.locator("[data-keys-on]").focus()
    tab.keyboard.press("Space")
    tab.keyboard.press("Escape")
    tab.keyboard.press("j")
    tab.reload()
    tab.wait_for_function(KEYS)
    tab.keyboard.press("j")
    tab.keyboard.press("?")
    assert tab.locator("tr[data-here]").count() == 0
    assert tab.locator("dialog[open]").count() == 0
    tab.locator("[data-keys-open]").click()
    tab.locator("[data-keys-on]").check()
    tab.keyboard.press("Escape")
    tab.keyboard.press("j")
    assert tab.locator("tr[data-here]").count() == 1


def test_a_mark_tells_its_ground_on_focus_and_closes_with_escape(
    site: Site, where: dict[str, Place], watched: Open
) -> None:
    tab = watched().tab
    tab.goto(site.url + where["thread"].path)
    mark = tab.locator(".draad-redaction").first
    mark.focus()
    tip = mark.locator(".draad-redaction__tip")
    assert tip.is_visible()
    assert tip.inner_text().strip()
    tab.keyboard.press("Escape")
    assert not tip.is_visible()


def test_a_reference_that_stands_open_closes_with_escape(site: Site, where: dict[str, Place], watched: Open) -> None:
    tab = watched().tab
    tab.goto(site.url + where["thread"].path)
    opener: Any = tab.locator(".draad-cite > summary").first
    opener.focus()
    opener.click(modifiers=["Shift"])
    assert tab.locator(".draad-cite[open]").count() == 1
    tab.keyboard.press("Escape")
    assert tab.locator(".draad-cite[open]").count() == 0
    assert tab.evaluate("document.activeElement.matches('.draad-cite > summary')")
