"""pdfminer's reading of a page as bare letters: what its own converters do, without places."""

from __future__ import annotations

from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined

BROKEN = (TypeError, ValueError, KeyError, IndexError, AttributeError, RecursionError, AssertionError)
"""What pdfminer raises on parts of a page that are not what they should be, besides errors of its own."""


class Letters(PDFTextDevice):
    """Collects each character that a page shows, in the order of its contents."""

    def __init__(self, manager: Any) -> None:
        super().__init__(manager)
        self._found: list[str] = []

    def begin(self) -> None:
        """A new page."""
        self._found = []

    @property
    def text(self) -> str:
        """The letters of the page so far."""
        return "".join(self._found)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Takes the operand of ``Tj`` or ``TJ``."""
        font = textstate.font
        if font is None:
            return
        for piece in seq:
            if isinstance(piece, bytes):
                for code in font.decode(piece):
                    try:
                        self._found.append(font.to_unichr(code))
                    except PDFUnicodeNotDefined:
                        continue  # what has no letter can't be read
