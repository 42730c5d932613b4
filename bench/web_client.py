"""Readers of the reading room, in a process of their own: asks for pages and tells what each took.

Reads its work as JSON from standard input (``Work``) and writes what came as JSON to standard output. HTTP/1.1 by hand
over one connection a reader, as a browser keeps one open: a client library would cost more than many a page.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any

_TIMEOUT = 30.0


@dataclass
class Work:
    """What the readers do."""

    host: str
    port: int
    pages: list[tuple[str, float, list[str]]]
    """Page, weight, addresses."""
    readers: int
    seconds: float
    think: float
    """Seconds that a reader looks at a page, on average."""
    seed: int = 1
    through: bool = False
    """Every address once instead, by two readers: warming up."""


@dataclass
class Seen:
    """What came for one page. Times in milliseconds."""

    client: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    bytes: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    slowest: tuple[float, str] = (0.0, "")

    def add(self, address: str, status: int, took: float, served: float | None, size: int) -> None:
        """One answer."""
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.bytes += size
        if status < 400:
            self.client.append(round(took, 2))
            if served is not None:
                self.server.append(served)
                self.slowest = max(self.slowest, (served, address))


class Reader:
    """One connection that asks for one page after another."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, address: str) -> tuple[int, float | None, int]:
        """Status, the server's own milliseconds where it tells them, bytes of the body."""
        if self._writer is None or self._writer.is_closing():
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        assert self._reader is not None
        head = (
            f"GET {address} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nAccept: text/html, application/json\r\n\r\n"
        )
        self._writer.write(head.encode())
        status, headers = await self._head(self._reader)
        size = await self._body(self._reader, headers)
        if headers.get("connection") == "close":
            self.close()
        timing = headers.get("server-timing", "")
        served = float(timing.split("dur=")[1].split(",")[0]) if "app;dur=" in timing else None
        return status, served, size

    async def _head(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.split(":", 1) for line in lines[1:] if ":" in line)
        return int(lines[0].split()[1]), {name.lower(): value.strip() for name, value in pairs}

    async def _body(self, reader: asyncio.StreamReader, headers: dict[str, str]) -> int:
        if headers.get("transfer-encoding") != "chunked":
            size = int(headers.get("content-length", 0))
            await reader.readexactly(size)
            return size
        total = 0
        while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
            await reader.readexactly(size + 2)
            total += size
        await reader.readexactly(2)
        return total

    def close(self) -> None:
        """Ends the connection."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None


async def _ask(reader: Reader, page: str, address: str, seen: dict[str, Seen]) -> None:
    told = seen.setdefault(page, Seen())
    began = time.perf_counter()
    try:
        status, served, size = await asyncio.wait_for(reader.get(address), _TIMEOUT)
    except (TimeoutError, OSError, asyncio.IncompleteReadError, ValueError) as error:
        reader.close()
        name = f"{type(error).__name__} {address}"
        told.errors[name] = told.errors.get(name, 0) + 1
    else:
        told.add(address, status, (time.perf_counter() - began) * 1000, served, size)


async def _browse(work: Work, number: int, until: float, seen: dict[str, Seen]) -> None:
    rng = random.Random(work.seed * 1000 + number)
    names = [page for page, _, _ in work.pages]
    weights = [weight for _, weight, _ in work.pages]
    addresses = {page: held for page, _, held in work.pages}
    reader = Reader(work.host, work.port)
    if work.think:
        await asyncio.sleep(rng.uniform(0, work.think))
    while time.perf_counter() < until:
        page = rng.choices(names, weights)[0]
        await _ask(reader, page, rng.choice(addresses[page]), seen)
        if work.think:
            await asyncio.sleep(rng.uniform(0.5, 1.5) * work.think)
    reader.close()


async def _go_through(work: Work, seen: dict[str, Seen]) -> None:
    left = [(page, address) for page, _, held in work.pages for address in held]

    async def one() -> None:
        reader = Reader(work.host, work.port)
        while left:
            await _ask(reader, *left.pop(), seen)
        reader.close()

    await asyncio.gather(one(), one())


async def _run(work: Work) -> dict[str, Any]:
    seen: dict[str, Seen] = {}
    began = time.perf_counter()
    if work.through:
        await _go_through(work, seen)
    else:
        until = began + work.seconds
        await asyncio.gather(*(_browse(work, number, until, seen) for number in range(work.readers)))
    return {"seconds": time.perf_counter() - began, "pages": {page: asdict(told) for page, told in seen.items()}}


def main() -> None:
    work = Work(**json.load(sys.stdin))
    json.dump(asyncio.run(_run(work)), sys.stdout)


if __name__ == "__main__":
    main()
