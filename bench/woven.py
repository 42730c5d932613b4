"""What no peer has: the same message, the same thread, the parent, what is new; through the whole of ingest.

Releases are written to disk, ingested, and the dossier's copies compared with the truth. Copies are paired by file and
first header line; what ingest missed or added shows in the figures for copies, not here.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any

from bench.score import share
from bench.weave_score import weaving
from draad.dossier import Dossier
from draad.run import ingest
from draad.sample import write_release

Rows = dict[Hashable, Mapping[str, object]]


def woven(folder: Path, seeds: Iterable[int], documents: int, noise: float) -> dict[str, Any]:
    """Weaving scored over several releases, each its own dossier."""
    told: Rows = {}
    true: Rows = {}
    kinds: list[tuple[str | None, str]] = []
    failed = 0
    for seed in seeds:
        out = folder / f"release-{seed}-{noise}"
        release = write_release(out, documents=documents, seed=seed, noise=noise)
        ingest(folder / f"dossier-{seed}-{noise}", [out])
        with Dossier.open(folder / f"dossier-{seed}-{noise}") as dossier:
            told |= _told(dossier, seed)
            found = {row["document"]: row["kind"] for row in dossier.dump_documents()}
            failed += len(dossier.failures())
        true |= _true(read_lines(release.truth / "copies.jsonl"), seed)
        kinds += _kinds(found, read_lines(release.truth / "documents.jsonl"))
    score = weaving(told, true)
    return {
        "failed": failed,
        "copies": len(true),
        "compared": len(set(told) & set(true)),
        "message": score.message._asdict(),
        "thread": score.thread._asdict(),
        "parent": score.parent,
        "new": score.new._asdict(),
        "kinds": share(sum(a == b for a, b in kinds), len(kinds)),
        "kinds_wrong": sorted({f"{b} taken for {a}" for a, b in kinds if a != b}),
        "cut": share(sum(a is not None for a, _ in kinds), len(kinds)),
    }


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The records of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _told(dossier: Dossier, seed: int) -> Rows:
    rows: Rows = {}
    for document in dossier.documents():
        for copy in dossier.copies(document.id):
            rows[seed, document.name.partition("#")[0], copy.header_lines[0]] = {
                "message": (seed, copy.message),
                "thread": (seed, copy.thread),
                "parent": None if copy.parent is None else (seed, copy.parent),
                "new": copy.elsewhere is None,
            }
    return rows


def _true(copies: list[dict[str, Any]], seed: int) -> Rows:
    return {
        (seed, row["document"].partition("#")[0], row["header"][0]): {
            "message": (seed, row["message"]),
            "thread": (seed, row["thread"]),
            "parent": row["parent"] and (seed, row["parent"]),
            "new": row["new"],
        }
        for row in copies
    }


def _kinds(found: dict[str, str], true: list[dict[str, Any]]) -> list[tuple[str | None, str]]:
    """The kind told, or None where no document of that name was cut out, beside the true one."""
    return [(found.get(row["document"]), row["kind"]) for row in true]
