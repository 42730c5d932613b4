"""Opening a workbook that people worked in: its sheets as rows of plain values, and what is wrong with one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from draad.errors import NoWorkbookError, UnsafeArchiveError

_LARGEST: Final = 1 << 29
"""Bytes of a workbook unpacked: a hundred thousand items take a tenth of this."""


class Problem(NamedTuple):
    """One thing that can't be taken in: where, what is wrong, what mends it."""

    where: str
    """``Acties!G7``, ``Acties, rij 7``, ``Acties, kolom E``; empty for the whole file."""
    said: str
    cure: str = ""
    conflict: bool = False
    """Somebody else changed the item since the export."""


def opened(data: bytes) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
    """Name and rows of each sheet. Raises NoWorkbookError for what is none, UnsafeArchiveError."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _LARGEST:
                raise UnsafeArchiveError("The workbook unpacks to more than 512 MB.", "Take out what is no item.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            yield sheet.title, sheet.iter_rows(values_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError, SyntaxError) as error:
        # What openpyxl raises for a workbook that is none; lxml's and ElementTree's errors are SyntaxErrors.
        raise NoWorkbookError(f"{type(error).__name__}: {error}") from error
