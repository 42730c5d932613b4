"""The public pages in a real browser: no fault that axe-core knows, on a telephone and on a desk, from disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_publish_package import published, settled

playwright = pytest.importorskip("playwright.sync_api", reason="playwright comes with the dev extra")
CHROMIUM = os.environ.get("DRAAD_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed (Debian: apt-get install chromium)"),
    pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm ci)"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as made:
        started = made.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def tab(browser: Any) -> Any:
    """A tab in which axe-core may run, whatever the pages allow."""
    return browser.new_context(bypass_csp=True).new_page()


@pytest.fixture(scope="module")
def package(decided: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("paginas")
    place = Path(shutil.copytree(decided, folder / "dossier"))
    settled(place)
    published(place, folder / "uitgave")
    return folder / "uitgave"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("wide", [320, 1440])
def test_the_pages_have_no_fault_that_axe_knows(package: Path, tab: Any, wide: int, scheme: str) -> None:
    tab.set_viewport_size({"width": wide, "height": 900})
    tab.emulate_media(color_scheme=scheme)
    for path in sorted(package.rglob("*.html")):
        tab.goto(path.as_uri())
        tab.evaluate(AXE.read_text(encoding="utf-8"))
        asked = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        found = tab.evaluate("asked => axe.run(asked)", asked)["violations"]
        assert [(path.name, one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= wide, path.name


def test_a_page_looks_as_it_should_from_disk_and_under_its_own_policy(package: Path, browser: Any) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((package / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('header')).backgroundColor") == "rgb(21, 66, 115)"
    page.click("text=Alle gesprekken")
    page.click("main li a")
    assert page.title().endswith("Sleutels en ramen")
    assert said == []
