"""The benchmark of the reading room draws its pages from the dossier, and its client reads what servers say."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bench import web, web_client, web_pages
from draad.dossier import Dossier
from draad.run.ingest import IngestOptions, ingest

DEMO = Path(__file__).parents[2] / "samples" / "demo"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("web-bench") / "dossier"
    ingest(made, sorted(DEMO.glob("*.txt")), IngestOptions(jobs=1))
    return made


def test_the_mix_holds_addresses_of_what_is_there(place: Path) -> None:
    with Dossier.open(place) as dossier:
        mix = {kind.page: kind for kind in web_pages.pages(dossier)}
        assert web_pages.pages(dossier) == web_pages.pages(dossier)
        for address in mix["thread"].addresses:
            assert dossier.thread(address.rpartition("/")[2]).messages
        for address in mix["message"].addresses:
            assert dossier.message(address.rpartition("/")[2]).copies
    assert {"dossier", "document", "search word", "register", "item", "organisation"} <= set(mix)
    assert all(kind.weight > 0 and kind.addresses for kind in mix.values())
    assert all(address.startswith("/") and " " not in address for kind in mix.values() for address in kind.addresses)


def test_percentiles_are_by_nearest_rank() -> None:
    assert web.percentiles([]) is None
    assert web.percentiles([5.0]) == {"p50": 5.0, "p95": 5.0, "max": 5.0}
    assert web.percentiles([float(n) for n in range(1, 101)]) == {"p50": 50.0, "p95": 95.0, "max": 100.0}


async def _served(answer: bytes, asked: list[bytes]) -> tuple[int, float | None, int]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    client = web_client.Reader("127.0.0.1", port)
    try:
        return await client.get("/dossier")
    finally:
        client.close()
        server.close()


def test_the_client_reads_a_body_of_known_length() -> None:
    asked: list[bytes] = []
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nServer-Timing: app;dur=12.5\r\n\r\nhallo"
    assert asyncio.run(_served(answer, asked)) == (200, 12.5, 5)
    assert asked[0].startswith(b"GET /dossier HTTP/1.1\r\nHost: 127.0.0.1:")


def test_the_client_reads_a_body_in_pieces() -> None:
    answer = b"HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    assert asyncio.run(_served(answer, [])) == (404, None, 5)


def test_an_answer_that_breaks_off_is_told_as_an_error() -> None:
    async def ask() -> dict[str, web_client.Seen]:
        seen: dict[str, web_client.Seen] = {}
        await web_client._ask(web_client.Reader("127.0.0.1", 9), "dossier", "/dossier", seen)
        return seen

    told = asyncio.run(ask())["dossier"]
    assert told.client == []
    assert sum(told.errors.values()) == 1


def test_pages_that_are_not_there_are_named_in_the_table() -> None:
    seen = web_client.Seen()
    seen.add("/register", 404, 3.0, 1.0, 10)
    found = {"seconds": 1.0, "pages": {"register": web_client.asdict(seen)}}
    table = web._table(web.summary(found))
    assert "1 × 404" in table
