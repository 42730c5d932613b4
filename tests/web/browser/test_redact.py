"""The officer's work with hands on the keyboard: deciding, changing, marking, drawing; beside a colleague; and with
JavaScript off."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from draad.dossier import Dossier
from draad.dossier.redactions import RedactionFilter, RedactionView
from draad.records import short_id
from web.browser.conftest import Open, Serve, Site
from web.browser.proposed import addresses

READY = "() => globalThis.draad?.keys.has('a') && document.querySelector('[data-row][data-here]')"


@pytest.fixture
def desk(release: Path, serve: Serve, tmp_path: Path) -> Site:
    """A copy of the dossier, to work in as an officer."""
    return serve(Path(shutil.copytree(release, tmp_path / "dossier")), role="officer")


@pytest.fixture
def sit(desk: Site, watched: Open) -> Callable[..., Any]:
    """A tab with a document under review: ``sit("text")``, ``sit("pdf")``."""

    def at(which: str, **more: Any) -> Any:
        tab = watched(site=desk, **more).tab
        tab.goto(f"{desk.url}/lakken/document/{addresses(desk.place)[which]}")
        if more.get("java_script_enabled", True):
            tab.wait_for_function(READY)
        return tab

    return at


def held(site: Site, which: str = "text", **where: Any) -> list[RedactionView]:
    """What the store has of a document."""
    with Dossier.open(site.place) as dossier:
        document = dossier.resolve(addresses(site.place)[which], "document")
        return dossier.redactions(RedactionFilter(documents=(document,), **where))


def settled(tab: Any, status: str, count: int) -> None:
    """Waits until so many rows have a status."""
    tab.wait_for_function(
        "([status, count]) => document.querySelectorAll(`[data-row][data-status=${status}]`).length === count",
        arg=[status, count],
    )


def test_quick_fingers_decide_place_by_place_and_none_is_lost(desk: Site, sit: Callable[..., Any]) -> None:
    tab = sit("text")
    before = len(held(desk, statuses=("proposed",)))
    for _ in range(before - 1):
        tab.keyboard.press("a")
    tab.keyboard.press("r")
    settled(tab, "proposed", 0)
    settled(tab, "attention", 1)
    assert len(held(desk, statuses=("rejected",))) == 1
    assert tab.locator("[data-progress]").inner_text().startswith(f"{before} ")
    assert tab.evaluate("document.activeElement.closest('[data-row]').dataset.status") == "attention"


def test_everywhere_is_for_one_decision(desk: Site, sit: Callable[..., Any]) -> None:
    tab = sit("text")
    tab.keyboard.press("e")
    assert tab.locator("#bereik-overal").is_checked()
    tab.keyboard.press("a")
    tab.wait_for_selector("[data-row][data-status=accepted]", state="attached")
    assert tab.locator("#bereik-exemplaren").is_checked()
    assert {one.reach for one in held(desk, statuses=("accepted",))} == {"dossier"}


def test_the_ground_is_changed_and_the_last_is_taken_back(desk: Site, sit: Callable[..., Any]) -> None:
    tab = sit("text")
    tab.keyboard.press("g")
    tab.wait_for_selector("dialog[open]")
    tab.select_option("#c-grond", "woo 5.1.2.i")
    tab.fill("#c-notitie", "vraag na")
    tab.click("dialog [data-do=akkoord]")
    tab.wait_for_selector("[data-row][data-status=accepted]", state="attached")
    changed = held(desk, statuses=("accepted",))
    assert {(one.ground, one.note) for one in changed} == {("woo 5.1.2.i", "vraag na")}
    tab.keyboard.press("u")
    settled(tab, "accepted", 0)
    assert held(desk, statuses=("accepted",)) == []


def test_what_is_selected_is_withheld_to_the_letter(desk: Site, sit: Callable[..., Any]) -> None:
    tab = sit("text")
    words = tab.evaluate(
        """() => {
          const walk = document.createTreeWalker(document.querySelector("[data-lines]"), NodeFilter.SHOW_TEXT);
          const free = [];
          while (walk.nextNode()) {
            const node = walk.currentNode;
            if (node.parentElement.closest("[data-from]") && !node.parentElement.closest("[data-place], [data-long]"))
              if (node.data.trim().length > 14) free.push(node);
          }
          const node = free.at(-1);
          const range = document.createRange();
          range.setStart(node, 4);
          range.setEnd(node, 12);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
          return range.toString();
        }"""
    )
    tab.locator("[data-mark-this]").wait_for(state="visible")
    tab.keyboard.press("l")
    tab.wait_for_selector("dialog[open] #woorden")
    tab.locator("#w-bereik-plek").check()
    tab.click("dialog #woorden button[type=submit]")
    tab.wait_for_selector(".draad-flash")
    assert [one.text for one in held(desk, statuses=("accepted",)) if one.origin == "person"] == [words.strip()]


def test_a_box_is_drawn_on_the_page(desk: Site, sit: Callable[..., Any]) -> None:
    tab = sit("pdf")
    tab.wait_for_selector("[data-picture-page] rect.redact-box", state="attached")
    tab.keyboard.press("v")
    tab.wait_for_selector("[data-drawing]")
    area = tab.locator("[data-picture-page]").bounding_box()
    tab.mouse.move(area["x"] + 40, area["y"] + 200)
    tab.mouse.down()
    tab.mouse.move(area["x"] + 160, area["y"] + 240, steps=3)
    tab.mouse.up()
    tab.wait_for_selector("dialog[open] #vak")
    sides = [int(tab.input_value(f"#v-{side}")) for side in ("links", "boven", "rechts", "onder")]
    assert sides[0] < sides[2]
    assert sides[1] < sides[3]
    tab.click("dialog #vak button[type=submit]")
    tab.wait_for_selector(".draad-flash")
    assert [list(map(int, one.box)) for one in held(desk, "pdf") if one.box and one.who != "bram"] == [sides]


def test_a_colleague_who_was_first_is_shown_beside_what_one_wanted(desk: Site, sit: Callable[..., Any]) -> None:
    tab = sit("text")
    row = tab.evaluate("document.querySelector('[data-row][data-here]').dataset.row")
    with Dossier.open(desk.place, write=True) as dossier:
        one = dossier.redaction(row)
        dossier.decide([(one.id, one.version, {"status": "rejected"})], who="bram", reach="place")
    tab.keyboard.press("a")
    told = tab.wait_for_selector("[data-conflict-form]")
    assert "bram" in told.inner_text()
    told.query_selector("button[type=submit]").click()
    tab.wait_for_selector(f"#l-{row}[data-status=accepted]", state="attached")
    assert short_id(next(one.id for one in held(desk, statuses=("accepted",)) if short_id(one.id) == row)) == row


def test_deciding_and_adding_without_script(desk: Site, sit: Callable[..., Any]) -> None:
    tab = sit("text", java_script_enabled=False)
    tab.locator("[data-row][data-status=proposed] [data-do=akkoord]").first.click()
    assert len(held(desk, statuses=("accepted",))) >= 1
    tab.locator("[data-row][data-status=proposed] [data-change]").first.click()
    tab.select_option("#c-grond", "woo 5.1.2.i")
    tab.locator("main form button").first.click()
    assert "woo 5.1.2.i" in {one.ground for one in held(desk, statuses=("accepted",))}
    tab.wait_for_selector("[data-lines]")
    line, words = tab.evaluate(
        """() => {
          const lines = [...document.querySelectorAll("[data-lines] .draad-numbered__line")];
          const plain = lines.filter((one) => !one.querySelector("[data-place], [data-long]"));
          const long = plain.findLast((one) => one.querySelector(".draad-letters").textContent.trim().length > 20);
          return [long.id.slice(1), long.querySelector(".draad-letters").textContent.trim().slice(0, 12)];
        }"""
    )
    tab.locator("summary", has_text="Woorden lakken").click()
    tab.fill("#w-regel", line)
    tab.fill("#w-woorden", words)
    tab.locator("#w-bereik-plek").check()
    tab.locator("#woorden button[type=submit]").click()
    assert words.strip() in {one.text for one in held(desk, statuses=("accepted",))}


def test_a_second_look_by_keyboard(desk: Site, watched: Open) -> None:
    tab = watched(site=desk).tab
    tab.goto(f"{desk.url}/lakken/tweede-blik")
    tab.wait_for_function("() => globalThis.draad?.keys.has('x')")
    tab.keyboard.press("j")
    tab.keyboard.press("x")
    tab.keyboard.press("j")
    tab.keyboard.press("x")
    tab.get_by_role("button", name="Bevestig", exact=True).click()
    tab.wait_for_selector(".draad-flash")
    assert len(held(desk, "pdf", second=True)) == 2
