"""Removing for real: a PDF, a text or a mail from which areas or words are gone, and everything that could tell them.

Order of work on a PDF: open → hidden layers out, annotations into the pages → contents stripped → the rest of the file
cleaned → labels drawn → written → read back. A page that can't be proven empty in its areas becomes an image.
"""

from __future__ import annotations

from draad.release.remove.file import remove_pdf
from draad.release.remove.opening import RemoveOptions
from draad.release.remove.records import Area, Note, Removed, Stripped

__all__ = ["Area", "Note", "RemoveOptions", "Removed", "Stripped", "remove_pdf"]
