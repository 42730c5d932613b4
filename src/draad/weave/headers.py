"""What a blob keeps of a header beside its columns: how many addressees, and the clock as printed."""

from __future__ import annotations

import re
from typing import Any

from numpy.typing import NDArray

from draad.records import Copy

_CLOCK = re.compile(r"(?<![:;.])(\d\d?)[:;.](\d\d)(?!\d)(?::\d\d)?(?: ?([AaPp])\.?[Mm])?")
_ZONE = re.compile(r"\(?(?:GMT|UTC).*|[+~-]\d\d[:;.]?\d\d$", re.IGNORECASE)


def fill_headers(records: NDArray[Any], copies: list[Copy]) -> None:
    """What the header tells beside its columns: how many addressees, and the clock of a stamp without readable day."""
    known = [bool(copy.to) and copy.to_known for copy in copies]
    records["to"] = [min(len(copy.to), 255) if ok else 0 for copy, ok in zip(copies, known, strict=True)]
    records["cc"] = [
        min(len(copy.cc) + 1, 255) if ok and copy.cc_known else 0 for copy, ok in zip(copies, known, strict=True)
    ]
    records["clock"] = [clock(copy) for copy in copies]


def clock(copy: Copy) -> int:
    """Hour and minute of the stamp as printed, in minutes and one more, without its zone; 0: unreadable."""
    sent = copy.sent
    if sent is None:
        return 0
    if sent.at is not None and sent.precision != "day":
        return (sent.at // 60 + sent.offset) % 1440 + 1
    found = _CLOCK.findall(_ZONE.sub("", sent.text))
    if not found:
        return 0
    hour, minute, half = int(found[-1][0]), int(found[-1][1]), found[-1][2].lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute + 1 if hour < 24 and minute < 60 else 0
