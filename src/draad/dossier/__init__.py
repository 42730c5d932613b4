"""The only place that stores: originals by hash, one SQLite database, the search index, the log."""

from __future__ import annotations

from draad.dossier.batch import Batch, FailureRow, Place, Seen
from draad.dossier.store import Dossier
from draad.dossier.views import (
    CopyView,
    Counts,
    DocumentView,
    FailureView,
    MarkView,
    MessageView,
    ThreadView,
)

__all__ = [
    "Batch",
    "CopyView",
    "Counts",
    "DocumentView",
    "Dossier",
    "FailureRow",
    "FailureView",
    "MarkView",
    "MessageView",
    "Place",
    "Seen",
    "ThreadView",
]
