"""Writes ``docs/leaks-accuracy.md`` from results of ``bench.leaks``: ``python -m bench.leaks_page OUT ROWS…``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.leaks import ALL_KINDS

Rows = Sequence[dict[str, Any]]
PROGRAMS = (
    ("Draad", "right"),
    ("x-ray", "xray"),
    ("pdf-redaction-check", "check"),
    ("the same, told the name", "check_told"),
)
"""Each program and the key of its answer."""
HEAD = Path(__file__).with_name("leaks.md.in")


def read(paths: Iterable[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def share(rows: Rows, key: str) -> str:
    """How many of them, of those that the program was given."""
    given = [row for row in rows if row[key] is not None]
    return f"{sum(bool(row[key]) for row in given)}/{len(given)}" if given else "–"


def table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    return "\n".join(
        [
            "| " + " | ".join(heads) + " |",
            "|" + " --- |" * len(heads),
            *("| " + " | ".join(line) + " |" for line in lines),
        ]
    )


def page(rows: Rows) -> str:
    """The whole page."""
    leaks, twins = [row for row in rows if row["leak"]], [row for row in rows if not row["leak"]]
    producers = list(dict.fromkeys(row["producer"] for row in rows))
    same = [row for row in leaks if row["xray"] is not None]
    same_twins = [row for row in twins if row["xray"] is not None]
    summary = [
        ["Draad", share(leaks, "right"), share(twins, "told")],
        ["Draad, on the files that the others got", share(same, "right"), share(same_twins, "told")],
    ]
    summary += [[name, share(same, key), share(same_twins, key)] for name, key in PROGRAMS[1:]]
    per_kind = [
        [
            kind,
            *(
                share([row for row in leaks if (row["twin"], row["producer"]) == (kind, one)], "right")
                for one in producers
            ),
        ]
        for kind in ALL_KINDS
    ]
    beside = [
        [kind, *(share([row for row in same if row["twin"] == kind], key) for _, key in PROGRAMS)] for kind in ALL_KINDS
    ]
    alarms = [[one, share([row for row in twins if row["producer"] == one], "told")] for one in producers]
    pages, seconds = sum(row["pages"] for row in rows), sum(row["seconds"] for row in rows)
    seeds = sorted({row["seed"] for row in rows})
    return HEAD.read_text(encoding="utf-8").format(
        seeds=", ".join(map(str, seeds)),
        files=len(rows),
        summary=table(["program", "leaks found", "clean twins alarmed"], summary),
        kinds=table(["planted", *producers], per_kind),
        beside=table(["planted", *(name for name, _ in PROGRAMS)], beside),
        alarms=table(["producer", "clean twins alarmed"], alarms),
        pages=pages,
        speed=f"{pages / seconds:.1f}" if seconds else "–",
    )


def main() -> None:
    out, *rows = sys.argv[1:]
    Path(out).write_text(page(read(Path(row) for row in rows)), encoding="utf-8")


if __name__ == "__main__":
    main()
