"""Releases as PDF and as scans, through the reader and OCR. Lines don't exist there: copies are paired in order.

A true and a found copy of one file may be paired if they have the same minute of sending, or if their subjects are
alike and their moments differ in two characters at most or can't be compared. The most pairs that keep the order on
both sides count as found, so that no copy is found twice and none in another's place.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Literal

from bench.score import ratio, right, share
from bench.woven import read_lines
from draad.dossier import Dossier
from draad.run import ingest
from draad.sample import write_release

_ALIKE = 0.7
_SLIPS = 2
_PAIR = 1 << 20
"""More than any number of right minutes together, so that no pair is given up for one."""


def paged(folder: Path, documents: int, seed: int, form: Literal["pdf", "scan"]) -> dict[str, Any]:
    """Copies of a release of PDFs, ``scan``: pictures of pages only."""
    out = folder / f"release-{form}-{seed}"
    release = write_release(out, documents=documents, seed=seed, format=form)
    ingest(folder / f"dossier-{form}-{seed}", [out])
    with Dossier.open(folder / f"dossier-{form}-{seed}") as dossier:
        told = _by_file(dossier.dump_copies())
        failures = len(dossier.failures())
    true = _by_file(read_lines(release.truth / "copies.jsonl"))
    return {"files": documents, "failed": failures, **score(told, true)}


def _by_file(rows: Any) -> dict[str, list[dict[str, Any]]]:
    files: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        files[row["document"].partition("#")[0]].append(row)
    return files


def score(told: dict[str, list[dict[str, Any]]], true: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Copies found over all files, and how many fields of those are right."""
    hits = 0
    fields: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for name in sorted(set(told) | set(true)):
        pairs = aligned(told.get(name, []), true.get(name, []))
        hits += len(pairs)
        found = {right_index for _, right_index in pairs}
        for index, row in enumerate(true.get(name, [])):
            missed[row["style"]] += index not in found
        for left, right_index in pairs:
            _fields(told[name][left], true[name][right_index], fields)
    said, wanted = (sum(map(len, side.values())) for side in (told, true))
    return {
        "copies": wanted,
        "told": said,
        "found": ratio(hits, said, wanted)._asdict(),
        "fields": {name: share(count, wanted) for name, count in fields.items()},
        "missed": {style: count for style, count in sorted(missed.items()) if count},
    }


def _fields(told: dict[str, Any], true: dict[str, Any], fields: Counter[str]) -> None:
    sender = told["from"] or {}
    mine = {"sent": told["sent"], "subject": told["subject"], "from_domain": sender.get("domain")}
    mine |= {"to": len(told["to"]), "cc": len(told["cc"])}
    for name, value in mine.items():
        fields[name] += right(name, value, true[name])


def aligned(told: Sequence[dict[str, Any]], true: Sequence[dict[str, Any]]) -> list[tuple[int, int]]:
    """The longest list of pairs that keeps the order of both sides; of those, the one with most moments right."""
    best = [[0] * (len(true) + 1) for _ in range(len(told) + 1)]
    for i in range(len(told) - 1, -1, -1):
        for j in range(len(true) - 1, -1, -1):
            paired = worth(told[i], true[j]) and worth(told[i], true[j]) + best[i + 1][j + 1]
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    pairs, i, j = [], 0, 0
    while i < len(told) and j < len(true):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return pairs


def worth(told: dict[str, Any], true: dict[str, Any]) -> int:
    """What pairing these two is worth: 0 where they can't be the same, a little more with the same minute."""
    if _minute(told["sent"]) is not None and _minute(told["sent"]) == _minute(true["sent"]):
        return _PAIR + 1
    if told["sent"] and true["sent"] and _slips(told["sent"], true["sent"]) > _SLIPS:
        return 0
    if not told["subject"] or not true["subject"]:
        return 0 if told["subject"] or true["subject"] else _PAIR
    a, b = (re.sub(r"\W", "", row["subject"]).lower() for row in (told, true))
    return _PAIR if SequenceMatcher(None, a, b, autojunk=False).ratio() >= _ALIKE else 0


def _minute(sent: str | None) -> int | None:
    return int(datetime.fromisoformat(sent).timestamp()) // 60 if sent and "T" in sent else None


def _slips(a: str, b: str) -> int:
    """Characters in which two moments, written to the minute, differ."""
    return sum(x != y for x, y in zip(a[:16].ljust(16), b[:16].ljust(16), strict=True))
