"""Workbooks and Word files: what every list that Draad gives out or takes in has in common.

Knows nothing of dossiers, registers or releases: bytes and cells in, bytes and cells out.
"""

from __future__ import annotations

from typing import Final

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""Media types (IANA)."""
