"""The lines of a document, and which of them are page furniture and no words of anybody."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from draad.fold import edits

_EDGE = " \t>|*_=-–—.·•~\\\xa0\ufeff\f"
_PAGE_LINE = re.compile(
    r"\n[ \t>|*_\-–—#\f\xa0]*+(?:([^\W\d_]{1,10}+)[. ]{0,2}+(nr|nummer)?+[.: ]{0,3}+)?+\(?+(\d{1,4}[a-z]?)\)?"
    r"([ \t]*(?:/|van|of|von|de|sur)[ \t]*\d{1,4})?[ \t>|*_\-–—.\xa0]*+(?=\n|\Z)",
    re.IGNORECASE,
)
_PRINT_FOOT = re.compile(
    r"\n[ \t]*(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4},? \d{1,2}[:.]\d{2}(?: ?[AP]M)?[ \t]{1,80}Gmail - |https?://mail\.google\.com/mail/"
    r"|\f|file:///|about:blank|https?://\S+\s+\d+/\d+\s*(?=\n)|\d{5,8}[ \t]+\d{4,6}(?=\n|\Z))"
)
_PREFIX = re.compile(r"[ \t|\xa0]*(?:>[ \t>|\xa0]*)?")
_NO_HEAD = re.compile(r"[.,!?:;]\Z|[@\d\[(<>█]")
_NO_RUNNING_HEAD = re.compile(r"[:@]")
_LONG_WORD = re.compile(r"[^\W\d_]{4}")
_PAGE_WORDS = frozenset({"pagina", "page", "seite", "pag", "blz", "p"})
_STAMP_WORDS = frozenset({"document", "bijlage", "nummer", "annex", "stuk", "doc", "nr"})


class Lines:
    """A text by its lines, counted from 0.

    Shared by the finders of one document, so that each line is looked at once.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.count = len(self.lines)
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]
        del self.starts[-1]
        self._furniture: dict[int, bool] = {}

    def end(self, i: int) -> int:
        """The offset just past the last character of line ``i``, its line end left out."""
        return self.starts[i] + len(self.lines[i])

    def __getitem__(self, i: int) -> str:
        return self.lines[i]

    def at(self, offset: int) -> int:
        """The line on which the character at ``offset`` stands."""
        return bisect_right(self.starts, offset) - 1

    def blank(self, i: int) -> bool:
        """Nothing on it, quotation prefix apart."""
        line = self.lines[i]
        return not line or not line.strip(" \t>|\xa0\f\ufeff\u200b")

    def rule(self, i: int) -> bool:
        """Blank or nothing but rule characters."""
        return not self.lines[i].strip(_EDGE)

    def furniture(self, i: int) -> bool:
        """Blank, a rule, a page number, a stamp, a running head or a print footer."""
        known = self._furniture.get(i)
        if known is None:
            line = self.lines[i]
            known = not line.strip(_EDGE) or i in self.page_ends or line.strip() in self.running_heads
            self._furniture[i] = known
        return known

    def page_end(self, i: int) -> bool:
        """A page number, a stamp, a print footer or a form feed."""
        return i in self.page_ends

    def page_break(self, i: int) -> bool:
        """A rule of three or more, or the end of a page: where one page may end and the next begin."""
        return i in self.page_ends or (self.rule(i) and len(self.lines[i].strip(" \t>|\xa0")) >= 3)

    @cached_property
    def _pages(self) -> tuple[frozenset[int], dict[int, str]]:
        ends: set[int] = set()
        stamps: dict[int, str] = {}
        text = "\n" + self.text
        for match in _PAGE_LINE.finditer(text):
            word = (match.group(1) or "").lower()
            if word in _STAMP_WORDS or (len(word) > 5 and edits(word, "document", 2) <= 2):
                stamps[self.at(match.start())] = match.group(3)
            elif not word or word in _PAGE_WORDS:
                ends.add(self.at(match.start()))
        ends.update(stamps)
        ends.update(self.at(match.start()) for match in _PRINT_FOOT.finditer(text))
        return frozenset(ends), stamps

    @property
    def page_ends(self) -> frozenset[int]:
        """The lines that hold a page number, a stamp (``Document 12``) or what a browser prints at a page's foot."""
        return self._pages[0]

    @property
    def stamps(self) -> dict[int, str]:
        """Lines with the number that a release stamps on a document, ``Document 12``, and that number."""
        return self._pages[1]

    @cached_property
    def running_heads(self) -> frozenset[str]:
        """Lines that stand beside a page number or print footer more than once with the same words."""
        seen: dict[str, set[int]] = {}
        for i in self.page_ends:
            for j in range(max(0, i - 2), min(self.count, i + 3)):
                words = self.lines[j].strip()
                if j != i and len(words) < 80 and not _NO_RUNNING_HEAD.search(words) and _LONG_WORD.search(words):
                    seen.setdefault(words, set()).add(j)
        return frozenset(words for words, places in seen.items() if len(places) > 1)

    def running_head(self, i: int, *steps: int) -> bool:
        """A short line alone beside a page number in one of the directions ``steps``: the head of a page."""
        if not self.page_ends:
            return False
        line = self.lines[i].strip(" \t>|*_")
        if not 8 < len(line) < 60 or _NO_HEAD.search(line):
            return False
        for step in steps:
            j = i + step
            if 0 <= j < self.count and self.blank(j):
                j += step
            if j in self.page_ends:
                return True
        return False

    def behind_page_break(self, i: int) -> int | None:
        """The first line behind a page break that begins at ``i``, its numbers and heads; None where none begins."""
        if not self.page_ends:
            return None
        j, broken = i, False
        while j < self.count and j - i < 9 and (self.furniture(j) or self.running_head(j, -1, 1)):
            broken = broken or j in self.page_ends
            j += 1
        return j if broken and j < self.count else None

    def prefix(self, i: int) -> tuple[int, int]:
        """Depth of ``>`` quotation and width of the indentation of line ``i``."""
        found = _PREFIX.match(self.lines[i])
        if not found or not found.end():
            return 0, 0
        head = found.group()
        return head.count(">"), len(head.expandtabs(8)) if ">" not in head else 0


def clean(value: str) -> str:
    """A header's value as people read it: no bold marks, no quotation prefix, white space single."""
    if "*" in value or "\\" in value:
        value = value.replace("**", "").replace("\\*", "*")
    return " ".join(value.split()).strip("* ")
