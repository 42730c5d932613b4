"""What a reader may choose about reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ReadOptions:
    """How to read. The defaults read everything and ask for nothing."""

    ocr: bool = True
    """Recognise pages without a usable text layer."""
    ocr_cache: Path | None = None
    """A folder in which recognised pages are kept by the hash of their picture; None keeps none."""
    languages: str = "nld+eng"
    """Tesseract's names of languages."""
    passwords: tuple[str, ...] = ()
    """Tried in order on encrypted PDFs."""
    dpi: int = 300
    """Dots per inch at which pages are recognised."""
    jobs: int = 1
    """Pages recognised at the same time."""
    on_page: Callable[[int, int], None] | None = None
    """Called with (pages done, pages in all) while a PDF is read."""
