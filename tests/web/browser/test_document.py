"""One document in a browser: a line is chosen and cited, a fold opens, the picture stands beside the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from draad.dossier import Dossier
from draad.records import short_id
from web.browser.conftest import Site, Watched

Watch = Callable[..., Watched]


@pytest.fixture
def pdf(site: Site) -> str:
    """A PDF with some pages."""
    with Dossier.open(site.place) as store:
        view = max((one for one in store.documents() if one.media == "pdf"), key=lambda one: len(one.pages))
    return f"{site.url}/document/{short_id(view.id)}"


def chosen(tab: Any) -> list[str]:
    found: list[str] = tab.eval_on_selector_all(".draad-numbered__line--chosen", "lines => lines.map(line => line.id)")
    return found


def test_a_click_chooses_a_line_and_shift_a_range(site: Site, watched: Watch, pdf: str) -> None:
    seen = watched(site=site)
    seen.tab.goto(f"{pdf}?toon=alles")
    seen.tab.click("#r3 .draad-numbered__number")
    seen.tab.wait_for_selector("[data-chosen='3-3']")
    seen.tab.click("#r5 .draad-numbered__number", modifiers=["Shift"])
    seen.tab.wait_for_selector("[data-chosen='3-5']")
    assert chosen(seen.tab) == ["r3", "r4", "r5"]
    assert seen.tab.url.endswith("regel=3-5#r3-r5")
    assert f"{pdf}?regel=3-5#r3" in seen.tab.inner_text(".draad-cited__text")
    seen.tab.reload()
    seen.tab.wait_for_load_state("networkidle")
    assert chosen(seen.tab) == ["r3", "r4", "r5"]
    assert seen.wrong == []


def test_an_anchor_opens_the_fold_it_points_into(site: Site, watched: Watch) -> None:
    with Dossier.open(site.place) as store:
        held = store.tallies([view.id for view in store.documents()])
        document = next(key for key, tally in held.items() if tally.repeated)
        line = next(copy for copy in store.copies(document) if copy.elsewhere is not None).header_lines[0]
    seen = watched(site=site)
    seen.tab.goto(f"{site.url}/document/{short_id(document)}#r{line}")
    seen.tab.wait_for_selector(f"#r{line}", state="visible")
    assert chosen(seen.tab) == [f"r{line}"]
    assert seen.wrong == []


def test_the_picture_is_a_picture_alone_and_follows_the_text(site: Site, watched: Watch, pdf: str) -> None:
    seen = watched(site=site)
    seen.tab.goto(f"{pdf}?toon=alles")
    seen.tab.wait_for_selector("[data-picture-page] canvas", timeout=30_000)
    assert seen.tab.inner_text("[data-picture-page]").strip() == ""
    assert seen.tab.eval_on_selector_all(
        "[data-picture-page] *", "all => [...new Set(all.map(one => one.localName))]"
    ) == [
        "canvas",
        "svg",
    ]
    seen.tab.click("[data-box] >> nth=0 >> .draad-numbered__number")
    seen.tab.wait_for_selector("[data-picture-page] rect", state="attached")
    first = seen.tab.inner_text("[data-page-now]")
    seen.tab.click("[data-page-on]")
    seen.tab.wait_for_function("first => document.querySelector('[data-page-now]').textContent !== first", arg=first)
    assert seen.wrong == []


def test_a_click_on_the_picture_chooses_the_line_there(site: Site, watched: Watch, pdf: str) -> None:
    seen = watched(site=site)
    seen.tab.goto(f"{pdf}?toon=alles")
    seen.tab.wait_for_selector("[data-picture-page] canvas", timeout=30_000)
    place = seen.tab.evaluate("""() => {
        const svg = document.querySelector("[data-picture-page] svg");
        const [, x0, y0, x1, y1] = document.getElementById("r4").dataset.box.split(",").map(Number);
        const area = svg.getBoundingClientRect(), all = svg.viewBox.baseVal;
        const across = (x0 + x1) / 2 / all.width, down = (y0 + y1) / 2 / all.height;
        return [area.left + across * area.width, area.top + down * area.height];
    }""")
    seen.tab.mouse.click(*place)
    seen.tab.wait_for_selector("[data-chosen='4-4']")
    assert chosen(seen.tab) == ["r4"]


def test_on_a_narrow_screen_nothing_is_loaded_before_it_is_asked_for(site: Site, watched: Watch, pdf: str) -> None:
    seen = watched(width=320, site=site)
    asked: list[str] = []
    seen.tab.on("request", lambda request: asked.append(request.url))
    seen.tab.goto(pdf)
    seen.tab.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/pdf" in url and "pdf-view" not in url]
    seen.tab.click("[data-picture-switch]")
    seen.tab.wait_for_selector("[data-picture-page] canvas", timeout=30_000)
    assert seen.wrong == []


def test_the_picture_is_made_larger_and_stays_so_while_paging(site: Site, watched: Watch, pdf: str) -> None:
    seen = watched(site=site)
    seen.tab.goto(f"{pdf}?toon=alles")
    seen.tab.wait_for_selector("[data-picture-page] canvas", timeout=30_000)
    wide = "document.querySelector('[data-picture-page] canvas').width"
    before = seen.tab.evaluate(wide)
    assert " van " in seen.tab.inner_text("[data-page-now]")
    seen.tab.keyboard.press("+")
    seen.tab.click("[data-zoom-in]")
    seen.tab.wait_for_function(f"before => {wide} > 1.4 * before", arg=before)
    assert seen.tab.inner_text("[data-zoom-now]") == "150%"
    seen.tab.click("[data-page-on]")
    seen.tab.wait_for_function("!document.querySelector('[data-page-now]').textContent.includes(' 1 ')")
    assert seen.tab.evaluate(wide) > 1.4 * before
    seen.tab.keyboard.press("-")
    assert seen.tab.inner_text("[data-zoom-now]") == "125%"
    assert seen.wrong == []


@pytest.mark.parametrize(("width", "opener"), [(1440, "[data-picture-full]"), (320, "[data-picture-switch]")])
def test_the_picture_opens_by_itself_and_escape_leads_back(
    site: Site, watched: Watch, pdf: str, width: int, opener: str
) -> None:
    seen = watched(width=width, site=site)
    seen.tab.goto(pdf)
    seen.tab.click(opener)
    seen.tab.wait_for_selector("dialog[open] canvas", timeout=30_000)
    at = seen.tab.evaluate("scrollY")
    seen.tab.keyboard.press("+")
    assert seen.tab.inner_text("dialog [data-zoom-now]") == "125%"
    seen.tab.keyboard.press("Escape")
    seen.tab.wait_for_selector("dialog[open]", state="detached")
    assert seen.tab.evaluate("selector => document.activeElement.matches(selector)", opener)
    assert seen.tab.evaluate("scrollY") == at
    assert seen.wrong == []


def test_facts_are_a_fold_where_room_is_scarce_alone(site: Site, watched: Watch, pdf: str) -> None:
    for width, folded in ((320, True), (1440, False)):
        seen = watched(width=width, site=site)
        seen.tab.goto(pdf)
        assert seen.tab.is_visible(".draad-document__facts > summary") == folded
        facts = seen.tab.locator(".draad-document__facts dt").first
        assert facts.evaluate("one => one.checkVisibility({contentVisibilityAuto: true})") != folded


def test_without_script_all_of_it_is_there(site: Site, watched: Watch, pdf: str) -> None:
    seen = watched(site=site, java_script_enabled=False)
    seen.tab.goto(pdf)
    seen.tab.click("summary:has-text('citeren')")
    seen.tab.fill("input[name=regel]", "3-4")
    seen.tab.click("form[data-cite] button")
    assert chosen_without_script(seen.tab) == ["r3", "r4"]
    assert "regels 3–4" in seen.tab.inner_text(".draad-cited__text")


def chosen_without_script(tab: Any) -> list[str]:
    return [line.get_attribute("id") for line in tab.query_selector_all(".draad-numbered__line--chosen")]
