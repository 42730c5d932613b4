"""Fifteen kinds of leak and more, planted one by one by six producers, beside clean twins; Draad and its peers on them.

``python -m bench.leaks --seeds 1000-1003 --rows FILE`` makes the files, runs Draad, x-ray and pdf-redaction-check on
the same files in the same run, and keeps the results for ``bench.leaks_page``, which writes
``docs/leaks-accuracy.md``. Seeds 1 to 20 are for looking at; what is reported is blind. The peers are outside programs
with an environment of their own (``make peers``): where it is missing, Draad runs alone.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from pypdfium2 import PdfDocument

from bench.leak_beside import ALSO as ALSO_BESIDE
from bench.leak_beside import BESIDE
from bench.leak_makers import NATIVE, Chromium, Maker, makers
from bench.leak_papers import Paper, leaking, paper
from bench.leak_plants import KINDS, NO_PAGE, PLANTS, SHOWN, Ground, clean
from draad.release.audit import Finding, audit

ROOT = Path(__file__).parents[1]
PEERS = Path(os.environ.get("DRAAD_PEERS", ROOT / ".venv-peers" / "bin" / "python")).parent
ALL_KINDS = [*KINDS, *BESIDE]
NOT_FOR = {"tesseract": frozenset({"width", "no-ground", "thumbnail", "scan-width"})}
"""What the pixels of a scan by Tesseract hold is not planted again: boxes with labels there are not measured."""
ALSO: dict[str, set[str]] = {
    **ALSO_BESIDE,
    "under-annotation": {"redact-annotation"},
    "redact-annotation": {"under-annotation"},
    "ocr-layer": {"invisible", "under-box"},
    "layer": {"invisible"},
    "invisible": {"same-colour", "ocr-layer"},
    "tiny": {"same-colour"},
    "clipped": {"same-colour"},
    "under-picture": {"under-box", "picture-under-box"},
    "under-box": {"picture-under-box", "under-picture"},
}
"""Kinds under which the same leak may rightly be told."""


class Case(NamedTuple):
    """One file of the corpus. ``kind`` is empty for a clean twin, ``twin`` says of which kind."""

    seed: int
    producer: str
    twin: str
    kind: str
    page: int
    secret: str
    data: bytes


def cases(seed: int, producer: str, make: Maker, kinds: Sequence[str] = ALL_KINDS) -> Iterator[Case]:
    """The kinds by one producer for one seed, each with its clean twin."""
    for kind in kinds:
        if kind in NOT_FOR.get(producer, ()):
            continue
        rng = Random(f"{seed}/{producer}/{kind}")
        made = paper(rng)
        closed = make(made)
        bad = planted(kind, producer, make, made, closed, rng)
        twin = twin_of(kind, make, made, closed, rng)
        anywhere = kind in NO_PAGE or kind in BESIDE
        yield Case(seed, producer, kind, kind, 0 if anywhere else made.page, made.secret, bad)
        yield Case(seed, producer, kind, "", 0, made.secret, twin)


def twin_of(kind: str, make: Maker, made: Paper, closed: bytes, rng: Random) -> bytes:
    """The clean twin of a kind."""
    if kind == "scan-width":
        closed = make(_changed(made, dark=True, label=False))
    if kind in BESIDE:
        return BESIDE[kind](Ground(b"", closed, made, rng), False)
    return clean(kind, Ground(b"", closed, made, rng))


def planted(kind: str, producer: str, make: Maker, made: Paper, closed: bytes, rng: Random) -> bytes:
    """The paper with its leak: by the producer's own means where it has any, every other time."""
    if kind == "width":
        return make(_changed(made, fit=True))
    if kind == "no-ground":
        return make(_changed(made, dark=True, label=False))
    if kind in BESIDE:
        shown = make(_changed(made, dark=True, label=False, fit=True)) if kind == "scan-width" else b""
        return BESIDE[kind](Ground(shown, closed, made, rng), True)
    if kind in NATIVE[producer] and rng.random() < 0.5:
        leaky = copy.deepcopy(made)
        leaking(leaky).leak = kind
        native = make(leaky)
        if page := page_with(native, made.secret):  # a producer may leave out what is clipped: then nothing leaks
            made.page = page
            return native
    shown = b""
    if kind in SHOWN or kind == "attachment":
        open_ = copy.deepcopy(made)
        leaking(open_).leak = "shown"
        shown = make(open_)
        made.page = page_with(shown, made.secret) or made.page
    return PLANTS[kind](Ground(shown, closed, made, rng))


def page_with(data: bytes, name: str) -> int:
    """The page whose text holds the name, from 1; 0 where none does. Style sheets break pages where they like."""
    last = name.split()[-1]
    texts = [page.get_textpage().get_text_range() for page in PdfDocument(data)]
    return next((number for number, text in enumerate(texts, 1) if last in text), 0)


def _changed(made: Paper, **how: Any) -> Paper:
    made = copy.deepcopy(made)
    for slot in made.slots():
        for key, value in how.items():
            setattr(slot, key, value)
    return made


# ── programs ────────────────────────────────────────────────────────────────────────────────────────────────


def ours(case: Case) -> tuple[bool, bool, list[Finding]]:
    """Was anything told, was it this leak, and what."""
    found = [one for one in audit(case.data, "file.pdf") if one.severity != "note"]
    kinds = {case.kind, *ALSO.get(case.kind, ())}
    right = [
        one
        for one in found
        if one.kind in kinds and (not case.page or one.page in (case.page, None) or one.kind == "width")
    ]
    return bool(found), bool(right), found


def xray(path: Path) -> bool:
    done = subprocess.run([PEERS / "xray", path], capture_output=True, check=False, timeout=120)
    return bool(json.loads(done.stdout or b"{}"))


def redaction_check(path: Path, *told: str) -> bool:
    """Did it call the file unsafe? ``told``: the name that must not be there, which it asks for (``-s NAME``)."""
    command = [PEERS / "pdf-redaction-check", *told, path]
    return subprocess.run(command, capture_output=True, check=False, timeout=120).returncode != 0


class Row(NamedTuple):
    case: Case
    told: bool
    right: bool
    xray: bool | None
    check: bool | None
    check_told: bool | None
    found: list[Finding]
    pages: int = 0
    seconds: float = 0.0
    """Processor time of Draad on this file."""


def run(case: Case, peers: bool, folder: Path) -> Row:
    begun = time.process_time()
    told, right, found = ours(case)
    took, pages = time.process_time() - begun, len(PdfDocument(case.data))
    if not peers:
        return Row(case._replace(data=b""), told, right, None, None, None, found, pages, took)
    path = folder / f"{case.seed}-{case.producer}-{case.twin}-{case.kind or 'clean'}.pdf"
    path.write_bytes(case.data)
    with ThreadPoolExecutor(2) as pool:
        asked = (
            pool.submit(xray, path),
            pool.submit(redaction_check, path),
            pool.submit(redaction_check, path, "-s", case.secret),
        )
        row = Row(case._replace(data=b""), told, right, *(one.result() for one in asked), found, pages, took)
    path.unlink()
    return row


# ── running ─────────────────────────────────────────────────────────────────────────────────────────────────


def seeds_of(text: str) -> list[int]:
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def main() -> None:
    """Run the corpus and write the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.leaks")
    parser.add_argument("--seeds", type=seeds_of, default=seeds_of("1-1"))
    parser.add_argument("--producers", default="")
    parser.add_argument("--kinds", default="")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder for the files")
    parser.add_argument("--peer-seeds", type=seeds_of, help="the peers on these seeds only: each file starts each anew")
    parser.add_argument("--rows", type=Path, help="a file of results, for bench.leaks_page")
    asked = parser.parse_args()
    peers = not asked.no_peers and (PEERS / "xray").exists()
    chromium = (
        Chromium() if Path("/usr/bin/chromium").exists() and "chromium" in (asked.producers or "chromium") else None
    )
    rows: list[Row] = []
    begun = time.time()
    with tempfile.TemporaryDirectory() as folder:
        for producer, make in makers(chromium):
            if asked.producers and producer not in asked.producers.split(","):
                continue
            for seed in asked.seeds:
                for case in cases(seed, producer, make, asked.kinds.split(",") if asked.kinds else ALL_KINDS):
                    if asked.keep:
                        asked.keep.mkdir(parents=True, exist_ok=True)
                        (asked.keep / f"{seed}-{producer}-{case.twin}-{case.kind or 'clean'}.pdf").write_bytes(
                            case.data
                        )
                    row = run(case, peers and seed in (asked.peer_seeds or asked.seeds), Path(folder))
                    rows.append(row)
                    if asked.rows:  # at once, so that a run broken off keeps what it did
                        with asked.rows.open("a", encoding="utf-8") as out:
                            out.write(json.dumps(plain(row)) + "\n")
                    _tell(row)
    if chromium:
        chromium.close()
    print(summary(rows), f"{time.time() - begun:.0f} s", file=sys.stderr)


def plain(row: Row) -> dict[str, Any]:
    """A result as JSON keeps it; no word of a document is in it."""
    case = row.case
    told = [[one.kind, one.severity, one.page] for one in row.found]
    return {
        "seed": case.seed,
        "producer": case.producer,
        "twin": case.twin,
        "leak": bool(case.kind),
        "told": row.told,
        "right": row.right,
        "xray": row.xray,
        "check": row.check,
        "check_told": row.check_told,
        "found": told,
        "pages": row.pages,
        "seconds": row.seconds,
    }


def _tell(row: Row) -> None:
    """On standard error, what is not as it should be."""
    case = row.case
    if case.kind and not row.right:
        print("MISSED", case.seed, case.producer, case.kind, [one.kind for one in row.found], file=sys.stderr)
    if not case.kind and row.told:
        print(
            "FALSE",
            case.seed,
            case.producer,
            case.twin,
            [(f.kind, f.page, f.where) for f in row.found],
            file=sys.stderr,
        )


def summary(rows: list[Row]) -> str:
    leaks = [row for row in rows if row.case.kind]
    twins = [row for row in rows if not row.case.kind]
    count: Counter[str] = Counter()
    for row in leaks:
        count.update(ours=row.right, xray=bool(row.xray), check=bool(row.check))
    wrong: Counter[str] = Counter()
    for row in twins:
        wrong.update(ours=row.told, xray=bool(row.xray), check=bool(row.check))
    return f"leaks {len(leaks)} found {dict(count)}; twins {len(twins)} alarmed {dict(wrong)};"


if __name__ == "__main__":
    main()
