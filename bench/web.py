"""The reading room under fifty readers: ``python bench/web.py [DOSSIER] [--seconds 60] [--ingest FOLDER]``.

Starts ``draad serve`` on a dossier (without one: on a generated release of ``--documents``), goes once through all
addresses that will be asked for, then lets readers in a process of their own take pages by the mix of ``web_pages.py``.
Times are the server's own (``Server-Timing: app``) and the readers'; memory is PSS over all processes of the server.
With ``--ingest`` a second round runs while another process ingests these files, which changes the dossier: give a copy.
Writes ``bench/out/web.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import machine
from bench.procs import Sampler, cpu
from bench.report import markdown
from bench.web_client import Work
from bench.web_pages import Kind, pages
from draad.dossier import Dossier

HOST = "127.0.0.1"
_START_WITHIN = 60.0


@dataclass
class Started:
    """A server that answers. Times in seconds from the start of its process."""

    process: subprocess.Popen[bytes]
    port: int
    listening: float
    first_page: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("dossier", type=Path, nargs="?")
    options.add_argument("--documents", type=int, default=1_000, help="of the release, where no dossier is given")
    options.add_argument("--readers", type=int, default=50)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--think", type=float, default=1.0, help="seconds a reader looks at a page; 0: none at all")
    options.add_argument("--role", default="officer")
    options.add_argument("--ingest", type=Path, nargs="+", help="files that another process ingests in a second round")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="draad-bench-") as folder:
        dossier = chosen.dossier or _generated(Path(folder), chosen.documents, chosen.seed)
        result = {"machine": machine.describe(), **run(dossier, chosen)}
    out = machine.keep("web", result)
    print(report(result))
    print(f"\nwritten to {out}", file=sys.stderr)


def _generated(folder: Path, documents: int, seed: int) -> Path:
    from draad.run import ingest
    from draad.sample import write_release

    write_release(folder / "release", documents=documents, seed=seed)
    ingest(folder / "dossier", [folder / "release"])
    return folder / "dossier"


def run(place: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """One round, or two with an ingest, of readers on one server."""
    with Dossier.open(place) as dossier:
        counts, mix = dossier.counts(), pages(dossier, chosen.seed)
        items = sum(dossier.count_items().values())
    with server(place, chosen.role) as started:
        sampler = Sampler(started.process.pid, 0.5)
        sampler.start()
        warm = _read(started, mix, chosen, through=True)
        quiet = _read(started, mix, chosen)
        busy = _read_beside_ingest(started, mix, chosen, place) if chosen.ingest else None
        sampler.stop()
    return {
        "dossier": {"messages": counts.messages, "copies": counts.copies, "threads": counts.threads, "items": items},
        "readers": chosen.readers,
        "think": chosen.think,
        "start": {"listening": started.listening, "first_page": started.first_page},
        "memory": {"pss": sampler.pss, "rss": sampler.rss, "processes": sampler.processes},
        "first_time": summary(warm),
        "rounds": {"quiet": summary(quiet), **({"ingest": summary(busy)} if busy else {})},
    }


# ── the server ──────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def server(place: Path, role: str) -> Iterator[Started]:
    """``draad serve`` on a free port, ended by its own Ctrl-C."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "draad", "serve", str(place), "--port", str(port), "--role", role, "--no-open"]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        listening = _wait(process, began, lambda: _connects(port))
        first = _wait(process, began, lambda: _answers(f"http://{HOST}:{port}/dossier"))
        yield Started(process, port, listening, first)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], began: float, ready: Any) -> float:
    while time.perf_counter() < began + _START_WITHIN:
        if process.poll() is not None:
            sys.exit(f"draad serve ended with {process.returncode}")
        if ready():
            return time.perf_counter() - began
        time.sleep(0.005)
    process.kill()
    sys.exit(f"draad serve gave no page within {_START_WITHIN:.0f} s")


def _connects(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex((HOST, port)) == 0


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=_START_WITHIN) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        return error.code == 404  # a page that is not there yet: the table says so
    except OSError:
        return False


# ── the readers ─────────────────────────────────────────────────────────────────────────────────────────────


def _read(started: Started, mix: list[Kind], chosen: argparse.Namespace, through: bool = False) -> dict[str, Any]:
    held = [(kind.page, kind.weight, list(kind.addresses)) for kind in mix]
    work = Work(HOST, started.port, held, chosen.readers, chosen.seconds, chosen.think, chosen.seed, through)
    client = Path(__file__).with_name("web_client.py")
    before = cpu(started.process.pid)
    done = subprocess.run(
        [sys.executable, str(client)], input=json.dumps(asdict(work)).encode(), stdout=subprocess.PIPE, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return {**found, "cpu": cpu(started.process.pid) - before}


def _read_beside_ingest(started: Started, mix: list[Kind], chosen: argparse.Namespace, place: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "draad", "ingest", *map(str, chosen.ingest), "-d", str(place), "--jobs", "1"]
    with Path(os.devnull).open("w") as nothing:
        ingest = subprocess.Popen(command, stdout=nothing, stderr=nothing)
        try:
            found = _read(started, mix, chosen)
            found["ingest_lasted"] = ingest.poll() is None
        finally:
            ingest.terminate()
            ingest.wait()
    return found


# ── figures ─────────────────────────────────────────────────────────────────────────────────────────────────


def summary(found: dict[str, Any]) -> dict[str, Any]:
    """Figures by page and over all, times in milliseconds."""
    by_page = {page: _figures(told) for page, told in sorted(found["pages"].items())}
    every = {name: [one for told in found["pages"].values() for one in told[name]] for name in ("client", "server")}
    answered = sum(sum(told["statuses"].values()) for told in found["pages"].values())
    return {
        "seconds": found["seconds"],
        "requests": answered,
        "per_second": answered / found["seconds"],
        "cpu_per_request": 1000 * found.get("cpu", 0.0) / max(1, answered),
        "server": percentiles(every["server"]),
        "client": percentiles(every["client"]),
        "pages": by_page,
        **({"ingest_lasted": found["ingest_lasted"]} if "ingest_lasted" in found else {}),
    }


def _figures(told: dict[str, Any]) -> dict[str, Any]:
    wrong = {status: n for status, n in told["statuses"].items() if int(status) >= 400}
    return {
        "requests": sum(told["statuses"].values()),
        "server": percentiles(told["server"]),
        "client": percentiles(told["client"]),
        "kilobytes": told["bytes"] / 1000 / max(1, sum(told["statuses"].values())),
        "slowest": told["slowest"],
        "wrong": wrong,
        "errors": told["errors"],
    }


def percentiles(times: list[float]) -> dict[str, float] | None:
    """Median, 95th percentile (nearest rank) and longest; None where nothing was measured."""
    if not times:
        return None
    ordered = sorted(times)
    at = {"p50": 0.50, "p95": 0.95}
    ranks = {name: ordered[max(0, -(-int(len(ordered) * share * 100) // 100) - 1)] for name, share in at.items()}
    return {**ranks, "max": ordered[-1]}


def report(result: dict[str, Any]) -> str:
    """Tables of each round, and what the server took."""
    dossier, start = result["dossier"], result["start"]
    lines = [
        f"{dossier['messages']:,} messages, {dossier['copies']:,} copies, {dossier['items']:,} items; "
        f"{result['readers']} readers, {result['think']} s a page",
        f"start: listening {start['listening']:.2f} s, first page {start['first_page']:.2f} s; "
        f"memory {result['memory']['pss'] / 1e6:.0f} MB (PSS, {result['memory']['processes']} processes)",
    ]
    for name, found in (("every address once, cold", result["first_time"]), *result["rounds"].items()):
        cost = f"{found['per_second']:.1f} a second, {found['cpu_per_request']:.0f} ms of processor each"
        lines += ["", f"{name}: {found['requests']} requests, {cost}", "", _table(found)]
    return "\n".join(lines)


def _table(found: dict[str, Any]) -> str:
    head = ["page", "requests", "server p50", "p95", "max", "client p95", "kB", "wrong"]
    rows = [_row("all", {**found, "wrong": {}, "errors": {}, "kilobytes": 0.0})]
    rows += [_row(page, told) for page, told in found["pages"].items()]
    return markdown([head, *rows])


def _row(page: str, told: dict[str, Any]) -> list[str]:
    served, asked = told["server"], told["client"]
    wrong = [f"{n} × {status}" for status, n in told["wrong"].items()]
    wrong += [f"{n} × {error}" for error, n in told["errors"].items()]
    times = [f"{served[name]:.0f}" if served else "–" for name in ("p50", "p95", "max")]
    client = f"{asked['p95']:.0f}" if asked else "–"
    return [page, str(told["requests"]), *times, client, f"{told['kilobytes']:.0f}", ", ".join(wrong)]


if __name__ == "__main__":
    main()
