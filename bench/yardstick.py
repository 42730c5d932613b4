"""The yardstick: one ``re`` scan for split points over the same text as is ingested. What it takes is 1 u.

Two patterns, since one can be three times faster than the other; figures in u must say which.
"""

from __future__ import annotations

import re
import statistics
import time
from typing import Any, NamedTuple

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


class Times(NamedTuple):
    """Seconds by the wall clock and by the processor's."""

    wall: float
    cpu: float


PATTERNS = {"a": PLAIN, "b": FAST}


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


def described(text: str, before: dict[str, Times], after: dict[str, Times]) -> dict[str, Any]:
    """Both patterns with their time before and after, their mean (1 u) and their speed."""
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
