"""What a first view of each page costs: bytes over the wire, things that jump, requests that leave the server."""

from __future__ import annotations

from typing import Any

import pytest

from web.browser.addresses import NAMES, Place
from web.browser.conftest import Open

MOST = 300_000
"""Bytes of a first view, with nothing in the browser's cache: the page, its styles, scripts and fonts."""
OF_PDF = ("/assets/pdf/", "/pdf")
"""A page image beside the text comes on top of that: pdf.js, and the bytes of the PDF itself."""
MOST_OF_PDF = 1_200_000
SHIFTS = """
    window.shifted = [];
    new PerformanceObserver((list) => {
      for (const one of list.getEntries()) {
        if (one.hadRecentInput) continue;
        const moved = one.sources.map((source) => source.node?.outerHTML?.slice(0, 120) ?? "");
        window.shifted.push([one.value, moved]);
      }
    }).observe({type: "layout-shift", buffered: true});
"""


LOADS = 3
"""Times that a page is opened until it stands still. On a busy machine the header was seen to move by some pixels:
the letters may come in the last moment in which the browser still takes them (``font-display: optional``)."""
STILL = 0.001
"""A shift less than this is nobody's (web.dev calls .1 good)."""


@pytest.mark.parametrize("width", [1440, 320])
@pytest.mark.parametrize("name", NAMES)
def test_a_first_view_is_light_and_stands_still(where: dict[str, Place], watched: Open, name: str, width: int) -> None:
    shifts = []
    for _ in range(LOADS):
        opened = watched(where[name].who, width=width)
        sizes = _listen(opened.tab)
        opened.tab.add_init_script(SHIFTS)
        opened.tab.goto(opened.url + where[name].path)
        opened.tab.wait_for_timeout(150)  # what scripts ask for and put in place
        shifts.append(opened.tab.evaluate("window.shifted"))
        page = sum(size for address, size in sizes.items() if not _of_pdf(address))
        assert 0 < page <= MOST, sizes
        assert sum(sizes.values()) - page <= MOST_OF_PDF, sizes
        assert opened.unexpected(name) == []
        if sum(value for value, _ in shifts[-1]) < STILL:
            return
    raise AssertionError(shifts)


def _of_pdf(address: str) -> bool:
    return any(part in address for part in OF_PDF[:1]) or address.endswith(OF_PDF[1])


def _listen(tab: Any) -> dict[str, int]:
    """Bytes by address, as the browser counts them on the wire."""
    asked: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session = tab.context.new_cdp_session(tab)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda one: asked.__setitem__(one["requestId"], one["request"]["url"]))

    def came(one: dict[str, Any]) -> None:
        address = asked.get(one["requestId"], "")
        sizes[address] = sizes.get(address, 0) + int(one["encodedDataLength"])

    session.on("Network.loadingFinished", came)
    return sizes
