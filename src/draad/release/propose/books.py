"""Names as an address book writes them, the surname first."""

from __future__ import annotations

import re
from collections.abc import Iterator

INITIALS = r"(?:(?:[A-ZÀ-Þ]|Th|Ch|Chr|Ph|IJ)\.(?:[ -]|\n[ \t>|]{0,12}(?=[A-ZÀ-Þv]))?){1,5}"
"""The initials before a surname, those of two letters among them."""
_ENTRY = re.compile(
    r"(?<![\w@])[A-ZÀ-Þ][^\W\d_]{1,40}(?:['’-][^\W\d_]{1,40}){0,3}(?:[ ][A-ZÀ-Þ][^\W\d_]{1,40})?,[ ]"
    rf"(?:{INITIALS}[ ]?(?:(?:van|de|der|den|ter|ten|te|op|[Ee]l|[Aa]l|von|in|het)\b[ ]?|['’]t[ ]?){{0,3}}"
    r"(?:\([A-ZÀ-Þ][^\W\d_]{1,40}(?:[- ][^\W\d_]{1,40}){0,2}\))?"
    r"|(?:(?:van|de|der|den|ter|ten|el|von)[ ]|['’]t[ ]){1,3}[A-ZÀ-Þ][^\W\d_]{1,40}(?![^\W\d_]))"
)
"""As an address book writes it: ``Boogaard, A. van den (Anouk)``."""
_LISTED = re.compile(r"(?:[A-ZÀ-Þ]\.[ ]?|[A-ZÀ-Þ][^\W\d_]+[ ])(?:(?:van|de|der|den|ter|ten|[Ee]l|[Aa]l)[ ]){0,3}\Z")
"""Before the last word of a name that goes on from its initials or its given name."""
_CAPITALISED = re.compile(r"[ ]?[A-ZÀ-Þ][^\W\d_]")
_BEFORE = 40
"""Characters before a surname in which its initials stand."""


def entries(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Each entry in a stretch of the text and where it begins. ``S. el Amrani, A. Kuipers`` are two, and none."""
    for found in _ENTRY.finditer(text, start, end):
        before = max(start, found.start() - _BEFORE)
        if not (_LISTED.search(text, before, found.start()) and _CAPITALISED.match(text, found.end())):
            yield found.group().rstrip(), found.start()
