"""Takes the pictures of the README: pages of the demo dossier in Chromium, into docs/pictures/.

``BIN=.venv/bin python scripts/screens.py [docs/pictures]``. Widths and the day are fixed, so that the same pages give
the same pictures; each is a PNG of few colours, small enough for a repository.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from socket import create_server
from typing import Any

import uvicorn
from PIL import Image
from playwright.sync_api import sync_playwright

from draad.dossier import Dossier
from draad.records import short_id
from draad.web.accounts.roles import local_user
from draad.web.app import create_app, room_routes
from draad.web.room import Room, Settings

HERE = Path(__file__).parents[1]
WIDE, HIGH = 1440, 900
MOST = 150_000
"""Bytes of one picture."""
TODAY = date(2020, 5, 29)
"""A day in the demo's time: some terms are near, some are past."""
COLOURS = 64


@contextmanager
def served(place: Path) -> Iterator[str]:
    """A reading room on loopback; gives its address."""
    user = replace(local_user("team"), name="redactie")
    room = Room(place, Settings(local=user, today=TODAY), room_routes())
    listening = create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(room), log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


def shown(place: Path) -> dict[str, str]:
    """By name of the picture, its address: the busiest conversation, a PDF with an item of it lit, the register."""
    with Dossier.open(place) as dossier:
        thread = dossier.threads("size", 1)[0]
        paged = {one.id for one in dossier.documents() if one.pages}
        item = next(one for one in dossier.items() if one.document in paged and one.kind == "action")
    return {
        "gesprek": f"/gesprek/{short_id(thread.id)}",
        "document": f"/document/{short_id(item.document)}?regel={item.lines[0]}#r{item.lines[0]}",
        "register": "/register",
    }


def taken(tab: Any, address: str) -> bytes:
    """The page as one sees it when it has come to rest, as a PNG of few colours."""
    tab.goto(address, wait_until="networkidle")
    if tab.locator("[data-picture]").count():
        tab.wait_for_selector("[data-picture-page] canvas")
    tab.evaluate("document.fonts.ready.then(() => true)")
    picture = Image.open(BytesIO(tab.screenshot())).convert("RGB")
    out = BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main(target: Path) -> None:
    """Makes the demo's dossier, serves it, takes its pictures. Raises SystemExit for a picture that is too large."""
    chromium = os.environ.get("DRAAD_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "voorbeeld"
        command = [sys.executable, "-m", "draad", "ingest", "samples/demo", "-d", str(place)]
        subprocess.run(command, check=True, cwd=HERE)
        with served(place) as url, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            window = {"width": WIDE, "height": HIGH}
            tab = browser.new_page(viewport=window, color_scheme="light", locale="nl-NL", reduced_motion="reduce")
            for name, address in shown(place).items():
                data = taken(tab, url + address)
                if len(data) > MOST:
                    raise SystemExit(f"{name}: {len(data)} bytes, more than {MOST}")
                (target / f"{name}.png").write_bytes(data)
                print(f"{target / name}.png: {len(data) // 1000} kB, {re.sub('[?#].*', '', address)}", file=sys.stderr)
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else HERE / "docs" / "pictures"))
