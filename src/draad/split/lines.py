"""The lines of a document, and which of them are page furniture and no words of anybody."""

from __future__ import annotations

import re
from functools import cached_property

from draad.fold import edits

_RULE = re.compile(r"[ \t>|*_=\-–—.·•~\\\xa0\ufeff]*\Z")
_PAGE_NUMBER = re.compile(
    r"[ \t>|*_\-–—#\f\xa0]*"
    r"(?:(?:pagina|page|seite|pag|blz|p)[ .:]*)?\(?\d{1,4}\)?(?:[ \t]*(?:/|van|of|von|de|sur)[ \t]*\d{1,4})?"
    r"[ \t>|*_\-–—.\xa0]*\Z",
    re.IGNORECASE,
)
_PRINT_FOOT = re.compile(r"[ \t\f]*(?:file:///|about:blank|https?://\S+\s+\d+/\d+\s*\Z|\d{5,8}[ \t]+\d{4,6}\Z)")
_PREFIX = re.compile(r"[ \t|\xa0]*(?:>[ \t>|\xa0]*)?")
_FORM_FEED = "\f"
_STAMP = re.compile(r"[\s*#_|]*([a-z]{2,10})[. ]*(?:nr|nummer)?[.: ]*(\d{1,4}[a-z]?)[\s*_|]*\Z", re.IGNORECASE)
_NO_HEAD = re.compile(r"[.,!?:;]\Z|[@\d\[(<>█]")
_LONG_WORD = re.compile(r"[^\W\d_]{4}")
_STAMP_WORDS = ("document", "bijlage", "nummer", "annex", "stuk", "doc", "nr")


class Lines:
    """A text by its lines, counted from 0.

    Shared by the finders of one document, so that each line is looked at once.
    """

    def __init__(self, text: str, starts: list[int]) -> None:
        self.text = text
        self.starts = starts
        self.count = len(starts)
        self._furniture: dict[int, bool] = {}

    def end(self, i: int) -> int:
        """The offset just past the last character of line ``i``, its line end left out."""
        return self.starts[i + 1] - 1 if i + 1 < self.count else len(self.text)

    def __getitem__(self, i: int) -> str:
        return self.text[self.starts[i] : self.end(i)]

    def at(self, offset: int) -> int:
        """The line on which the character at ``offset`` stands."""
        from bisect import bisect_right

        return bisect_right(self.starts, offset) - 1

    def blank(self, i: int) -> bool:
        """Nothing on it, quotation prefix apart."""
        return not self[i].strip(" \t>|\xa0\f\ufeff\u200b")

    def furniture(self, i: int) -> bool:
        """Blank, a rule, a page number, a running head or a print footer."""
        known = self._furniture.get(i)
        if known is None:
            known = self._furniture[i] = self._is_furniture(i)
        return known

    def _is_furniture(self, i: int) -> bool:
        line = self[i]
        if len(line) < 60 and (_RULE.match(line) or _PAGE_NUMBER.match(line)):
            return True
        if _RULE.match(line) or _PRINT_FOOT.match(line) or stamp_number(line) is not None:
            return True
        return line.strip() in self.running_heads

    @cached_property
    def running_heads(self) -> frozenset[str]:
        """Lines that stand beside a page number or print footer more than once with the same words."""
        seen: dict[str, int] = {}
        for i in range(self.count):
            if not _page_end(self[i]):
                continue
            near = {self[j].strip() for j in range(max(0, i - 2), min(self.count, i + 3)) if j != i}
            for words in near:
                if len(words) < 80 and ":" not in words and "@" not in words and _LONG_WORD.search(words):
                    seen[words] = seen.get(words, 0) + 1
        return frozenset(words for words, times in seen.items() if times > 1)

    def rule(self, i: int) -> bool:
        """Blank or nothing but rule characters."""
        return bool(_RULE.match(self[i]))

    def page_break(self, i: int) -> bool:
        """A rule, a page number or a print footer: where one page ends and the next begins."""
        return _page_break(self[i])

    def page_end(self, i: int) -> bool:
        """A page number, a print footer or a form feed."""
        return _page_end(self[i])

    def running_head(self, i: int, *steps: int) -> bool:
        """A short line alone beside a page number that stands in one of the directions ``steps``: the head of a page."""
        line = self[i].strip(" \t>|*_")
        if not 8 < len(line) < 60 or _NO_HEAD.search(line):
            return False
        for step in steps:
            j = i + step
            if 0 <= j < self.count and self.blank(j):
                j += step
            if 0 <= j < self.count and self.page_end(j):
                return True
        return False

    def behind_page_break(self, i: int) -> int | None:
        """The first line behind a page break that begins at ``i``, its numbers and heads; None where none begins."""
        j, broken = i, False
        while j < self.count and j - i < 9 and (self.furniture(j) or self.running_head(j, -1, 1)):
            broken = broken or self.page_end(j)
            j += 1
        return j if broken and j < self.count else None

    def prefix(self, i: int) -> tuple[int, int]:
        """Depth of ``>`` quotation and width of the indentation of line ``i``."""
        line = self[i]
        found = _PREFIX.match(line)
        if not found or not found.end():
            return 0, 0
        head = found.group()
        return head.count(">"), len(head.expandtabs(8)) if ">" not in head else 0


def _page_end(line: str) -> bool:
    """A page number, a print footer or a form feed: no bare rule, which messages use too."""
    if not line or line.isspace():
        return False
    if line[0] == _FORM_FEED:
        return True
    if len(line) >= 160 or _RULE.match(line):
        return False
    return bool(_PAGE_NUMBER.match(line) or _PRINT_FOOT.match(line)) or stamp_number(line) is not None


def _page_break(line: str) -> bool:
    return _page_end(line) or (bool(_RULE.match(line)) and len(line.strip(" \t>|\xa0")) >= 3)


def stamp_number(line: str) -> str | None:
    """The number with which a release stamps a document: ``Document 12``, ``Doc. nr. 4``; None for any other line."""
    found = _STAMP.match(line) if len(line) < 40 else None
    if not found:
        return None
    word = found.group(1).lower()
    return found.group(2) if word in _STAMP_WORDS or (len(word) > 5 and edits(word, "document", 2) <= 2) else None


def clean(value: str) -> str:
    """A header's value as people read it: no bold marks, no quotation prefix, white space single."""
    if "*" in value or "\\" in value:
        value = value.replace("**", "").replace("\\*", "*")
    return " ".join(value.split()).strip("* ")
