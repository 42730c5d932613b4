"""The yardstick: one ``re`` scan for split points over the same text as is ingested. What it takes is 1 u.

What one scan costs depends on what it finds: a pattern without quotation marks, bold and indentation is fast and misses
half of the split points of a release. So four are timed, each with the share of true headers on whose first line it
matches; figures in u must say by which.
"""

from __future__ import annotations

import json
import re
import statistics
import time
from pathlib import Path
from typing import Any, NamedTuple

from draad.knowledge import load

PLAIN = re.compile(
    r"^(?:Van|Verzonden|Verstuurd|Datum|Aan|CC|Kopie|Onderwerp|Betreft|From|Sent|Date|To|Subject"
    r"|Von|Gesendet|An|Betreff|De|Envoyé|À|Objet)\s*:"
    r"|^(?:Op|On|Am|Le)\b.*\b(?:schreef|geschreven|wrote|schrieb|écrit)\b"
    r"|^-{2,}\s*(?:Oorspronkelijk bericht|Original Message|Ursprüngliche Nachricht|Message d'origine)",
    re.MULTILINE | re.IGNORECASE,
)
"""(a) What somebody would write: names of header fields in four languages and the introducing verbs, at line start."""

FAST = re.compile(r"\n(?:Van|From|Von|De|Op|On|Am|Le|-----)")
"""(b) The fast form: a literal line end before, case kept, only what a header begins with."""


_PREFIX = r"^[ \t>|*_]*"
_SHORT = (
    r"van|verzonden|datum|aan|cc|kopie|onderwerp|from|sent|date|to|subject|von|gesendet|an|betreff|de|envoyé|à|objet"
)
WHOLE = re.compile(
    rf"{_PREFIX}(?:(?:{_SHORT})[ \t*]*:|(?:op|on|am|le)\b.*\d|>>> |begin "
    r"|-{2,}[ -]*(?:oorspronkelijk|original|ursprüngliche|message|forwarded|doorgestuurd))",
    re.MULTILINE | re.IGNORECASE,
)
"""(c) The shortest we know that finds every split point: behind ``>``, indentation and bold."""


def _words() -> re.Pattern[str]:
    known = load("headers")
    names = sorted({name for names in known["roles"].values() for name in names}, key=len, reverse=True)
    fields, separators = ("|".join(map(re.escape, words)) for words in (names, known["separators"]["words"]))
    return re.compile(
        rf"{_PREFIX}(?:(?:{fields})[ \t*]*:|(?:op|on|am|le)\b[^\n]*\d|>>> |(?:-{{2,}}[ -]*)?(?:{separators}))",
        re.MULTILINE | re.IGNORECASE,
    )


class Times(NamedTuple):
    """Seconds by the wall clock and by the processor's."""

    wall: float
    cpu: float


PATTERNS = {"a": PLAIN, "b": FAST, "c": WHOLE, "d": _words()}
"""(d) All the words of ``knowledge/headers.toml``, as they stand: cue words in one alternation, whatever their case."""
_LOOKED_AT = 2_000
"""Files over which it is counted what a pattern finds."""


def seconds(text: str, passes: int = 3) -> dict[str, Times]:
    """What one scan by each pattern takes: median of the passes."""
    taken: dict[str, list[Times]] = {name: [] for name in PATTERNS}
    for _ in range(passes):
        for name, pattern in PATTERNS.items():
            wall, cpu = time.perf_counter(), time.process_time()
            for _match in pattern.finditer(text):
                pass
            taken[name].append(Times(time.perf_counter() - wall, time.process_time() - cpu))
    return {name: Times(*map(statistics.median, zip(*times, strict=True))) for name, times in taken.items()}


def found(release: Path, truth: Path) -> dict[str, float]:
    """The share of the true headers of a release on whose first line each pattern matches."""
    firsts: dict[str, set[int]] = {}
    for line in (truth / "copies.jsonl").read_text(encoding="utf-8").splitlines():
        copy = json.loads(line)
        firsts.setdefault(copy["document"].split("#")[0], set()).add(copy["header"][0])
    hits, headers = dict.fromkeys(PATTERNS, 0), 0
    for path in sorted(release.iterdir())[:_LOOKED_AT]:
        lines = (f"\n{line}" for line in path.read_text(encoding="utf-8").split("\n"))
        wanted = firsts.get(path.stem, set())
        headers += len(wanted)
        for number, line in enumerate(lines, 1):
            if number in wanted:
                for name, pattern in PATTERNS.items():
                    hits[name] += pattern.search(line) is not None
    return {name: count / max(1, headers) for name, count in hits.items()}


def described(text: str, before: dict[str, Times], after: dict[str, Times]) -> dict[str, Any]:
    """All patterns with their time before and after, their mean (1 u) and their speed."""
    size = len(text.encode()) / 1e6
    return {
        name: {
            "pattern": pattern.pattern,
            "flags": "MULTILINE|IGNORECASE" if pattern.flags & re.MULTILINE else "none",
            "before": before[name].wall,
            "after": after[name].wall,
            "u": (before[name].wall + after[name].wall) / 2,
            "u_cpu": (before[name].cpu + after[name].cpu) / 2,
            "mb_per_second": 2 * size / (before[name].wall + after[name].wall),
        }
        for name, pattern in PATTERNS.items()
    }
