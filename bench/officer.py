"""What an officer waits for: ``python -m bench.officer [--documents 600] [--accept 0.8]``.

A dossier of generated documents that were never released is ingested, then ``draad redact propose`` runs end to end in
a process of its own: pages of 2,500 characters a second by the wall clock and by the processor, its children and its
start included. Then, with proposals alone and again when so many of them were accepted, *Controle* and *Lakken* are
asked for by the officer, each for the first time in a process of its own: seconds, and in another how many queries.
Writes ``bench/out/officer.json``. ``--dump FILE`` writes what was proposed, to hold two versions of the rules side by
side; with ``--keep FOLDER`` the dossier stays, and is taken up again where it is there.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import machine, procs
from bench.proposal_tools import PAGE
from bench.report import markdown
from draad.dossier import Dossier
from draad.dossier.redactions import RedactionFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

VIEWS = ("/controle", "/lakken")
_HOST = "localhost"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--documents", type=int, default=600)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, help="processes that propose; one a core if not said")
    options.add_argument("--accept", type=float, default=0.8, help="share of the proposals that is accepted; 0: none")
    options.add_argument("--repeat", type=int, default=1, help="times that is proposed; the quickest counts")
    options.add_argument("--no-views", action="store_true", help="propose alone")
    options.add_argument("--dump", type=Path, metavar="FILE", help="what was proposed, one a line")
    options.add_argument("--keep", type=Path, metavar="FOLDER", help="where release and dossier are made, and stay")
    options.add_argument("--view", nargs=3, metavar=("PATH", "DOSSIER", "COUNT"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.view:
        json.dump(_view(chosen.view[0], Path(chosen.view[1]), count=chosen.view[2] == "count"), sys.stdout)
        return
    with tempfile.TemporaryDirectory(prefix="draad-bench-") as folder:
        place = chosen.keep or Path(folder)
        result = {"machine": machine.describe(), **run(_dossier(place, chosen.documents, chosen.seed), chosen)}
    out = machine.keep("officer", result)
    print(tables(result))
    print(f"\nwritten to {out}", file=sys.stderr)


def _dossier(folder: Path, documents: int, seed: int) -> Path:
    """The dossier of a pile that nobody redacted yet."""
    from draad.run import ingest
    from draad.sample import write_release

    made = folder / "dossier"
    if not made.exists():
        write_release(folder / "release", documents=documents, seed=seed, whole=True)
        outcome = ingest(made, [folder / "release"])
        if outcome.failed:
            sys.exit(f"{outcome.failed} files failed; these figures would be worth nothing.")
    return made


def run(place: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Proposing, and the first views before and after decisions."""
    with Dossier.open(place) as dossier:
        lengths = [length for _, length in dossier.extraction.documents()]
    runs = [_proposed(place, chosen.jobs) for _ in range(chosen.repeat)]
    if chosen.dump:
        _dump(place, chosen.dump)
    best = min(runs, key=lambda one: float(one["wall"]))
    result: dict[str, Any] = {"documents": len(lengths), "pages": sum(lengths) / PAGE, "propose": best, "runs": runs}
    result["views"] = {}
    if chosen.no_views:
        return result
    result["views"]["proposals alone"] = [_viewed(path, place) for path in VIEWS]
    if chosen.accept:
        result["accepted"], result["accept_seconds"] = _accept(place, chosen.accept)
        result["views"][f"{chosen.accept:.0%} accepted"] = [_viewed(path, place) for path in VIEWS]
    return result


def _proposed(place: Path, jobs: int | None) -> dict[str, Any]:
    """One ``draad redact propose``, from outside."""
    command = [sys.executable, "-m", "draad", "redact", "propose", str(place), "--json"]
    measured = procs.measure([*command, *(["--jobs", str(jobs)] if jobs else [])])
    if measured.said["failed"]:
        sys.exit(f"{len(measured.said['failed'])} documents failed; these figures would be worth nothing.")
    return vars(measured)


def _dump(place: Path, file: Path) -> None:
    """All proposals with all that the store holds of them, in their order."""
    with Dossier.open(place) as dossier, file.open("w", encoding="utf-8") as out:
        for one in dossier.redactions():
            told = [one.document_name, one.span, one.kind, one.ground, one.status, one.score, one.reasons]
            out.write(json.dumps([*told, one.value, one.twin, one.message, one.text], ensure_ascii=False) + "\n")


def _accept(place: Path, share: float) -> tuple[int, float]:
    """Accepts an even share of the proposals, each at its place alone, so that copies come to differ; how many, and
    the seconds it took."""
    with Dossier.open(place) as dossier:
        held = dossier.redactions(RedactionFilter(statuses=("proposed",)))
        taken = [one for n, one in enumerate(held) if int((n + 1) * share) > int(n * share)]
        began = time.perf_counter()
        dossier.decide([(one.id, one.version, {"status": "accepted"}) for one in taken], who="bench", reach="place")
        return len(taken), time.perf_counter() - began


# ── first views ─────────────────────────────────────────────────────────────────────────────────────────────


def _viewed(path: str, place: Path) -> dict[str, Any]:
    """A page asked for in a fresh process; its queries are counted in another, for counting costs time."""
    command = [sys.executable, "-m", "bench.officer", "--view", path, str(place)]
    timed = procs.measure([*command, "time"])
    return {**timed.said, "rss": timed.rss, "queries": procs.measure([*command, "count"]).said["queries"]}


def _view(path: str, place: Path, *, count: bool) -> dict[str, Any]:
    """In the child: the page, asked for twice."""
    from starlette.testclient import TestClient

    from draad.web.accounts.roles import local_user
    from draad.web.app import create_app, room_routes
    from draad.web.room import Room, Settings

    with _counted(count) as queries:
        settings = Settings(local=local_user("officer"), hosts=frozenset({_HOST}))
        client = TestClient(create_app(Room(place, settings, room_routes())), f"http://{_HOST}")
        seconds, processor, size = [], [], 0
        for _ in range(2):
            wall, cpu = time.perf_counter(), time.process_time()
            answer = client.get(path)
            seconds.append(time.perf_counter() - wall)
            processor.append(time.process_time() - cpu)
            size = len(answer.content)
            if answer.status_code != 200:
                sys.exit(f"{path} gave {answer.status_code}.")
            if len(seconds) == 1:
                asked = len(queries)
    return {
        "path": path,
        "first": seconds[0],
        "first_cpu": processor[0],
        "again": seconds[1],
        "queries": asked,
        "bytes": size,
    }


@contextmanager
def _counted(count: bool) -> Iterator[list[str]]:
    """The queries of all connections that are opened meanwhile; none where nobody counts."""
    queries: list[str] = []
    whole = sqlite3.connect

    def connect(*given: Any, **named: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = whole(*given, **named)
        made.set_trace_callback(queries.append)
        return made

    if count:
        sqlite3.connect = connect  # type: ignore[assignment]
    try:
        yield queries
    finally:
        sqlite3.connect = whole


def tables(result: dict[str, Any]) -> str:
    """What the terminal shows."""
    pages, best = result["pages"], result["propose"]
    rows = [["documents", "pages", "proposals", "wall, s", "CPU, s", "pages/s", "CPU, ms a page", "PSS MB"]]
    told = [str(result["documents"]), f"{pages:.0f}", str(best["said"]["proposals"] + best["said"]["attention"])]
    told += [f"{best['wall']:.2f}", f"{best['cpu']:.2f}", f"{pages / best['wall']:.1f}"]
    rows.append([*told, f"{1000 * best['cpu'] / pages:.1f}", f"{best['pss'] / 1e6:.0f}"])
    made = [markdown(rows)]
    if "accepted" in result:
        made.append(f"{result['accepted']} accepted in {result['accept_seconds']:.2f} s")
    seen = [["first view", "page", "s", "CPU, s", "queries", "again, s", "kB", "RSS MB"]]
    for state, views in result["views"].items():
        for one in views:
            times = [f"{one['first']:.2f}", f"{one['first_cpu']:.2f}", str(one["queries"]), f"{one['again']:.3f}"]
            seen.append([state, one["path"], *times, f"{one['bytes'] / 1000:.0f}", f"{one['rss'] / 1e6:.0f}"])
    return "\n\n".join([*made, markdown(seen)] if result["views"] else made)


if __name__ == "__main__":
    main()
