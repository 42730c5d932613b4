"""The server's process: uvicorn on one socket, until Ctrl-C."""

from __future__ import annotations

import ctypes
import gc
import logging
import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from draad.errors import UsageError
from draad.web.app import create_app, room_routes
from draad.web.room import Room, Settings
from draad.web.static import check_built

Tell = Callable[[str, Settings], None]
_M_ARENA_MAX = -8
"""Of glibc's malloc.h; other C libraries know no such setting."""
_CLOSE_WITHIN = 5
"""Seconds that pages get to finish when the server is stopped."""


def run(
    place: Path,
    settings: Settings,
    host: str,
    port: int,
    tls: tuple[Path, Path] | None,
    *,
    tell: Tell,
    browser: bool,
) -> None:
    """Serves a dossier. Raises UsageError where the port is taken, AssetsMissingError where the build is not whole."""
    check_built()
    _settle_memory()
    listening = _bound(host, port)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    room = Room(place, settings, room_routes())
    config = uvicorn.Config(
        create_app(room),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_CLOSE_WITHIN,
        ssl_certfile=str(tls[0]) if tls else None,
        ssl_keyfile=str(tls[1]) if tls else None,
    )
    shown = f"[{host}]" if ":" in host else host
    url = f"{'https' if tls else 'http'}://{shown}:{listening.getsockname()[1]}/"
    tell(url, settings)
    if browser:
        webbrowser.open(url)
    uvicorn.Server(config).run(sockets=[listening])


def _settle_memory() -> None:
    """A page is many small objects that die young and hold no cycles: looking for cycles a tenth as often saves a
    seventh of the work. Its threads share two heaps of glibc's, or each would keep what a large page took.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def _bound(host: str, port: int) -> socket.socket:
    """A socket of our own, so that a taken port is told in our words, and port 0 is known before the first page."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(found[0], found[1])
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(found[4])
    except OSError as error:
        raise UsageError(f"{host}:{port}: {error.strerror or error}", f"--port {port + 1}") from error
    return listening
