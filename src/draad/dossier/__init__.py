"""The only place that stores: originals by hash, one SQLite database, the search index, the log."""

from __future__ import annotations

from draad.dossier.batch import Batch, FailureRow, Place, Seen
from draad.dossier.listing import DocumentFilter, Neighbour, ThreadFilter
from draad.dossier.picking import ItemFilter
from draad.dossier.redactions import (
    Judgement,
    NewRedaction,
    RedactionChange,
    RedactionFilter,
    RedactionView,
    ReleaseSettings,
    VisibleName,
)
from draad.dossier.store import Dossier
from draad.dossier.views import (
    ChangeView,
    CopyPlace,
    CopyView,
    Counts,
    DocumentView,
    FailureView,
    ItemView,
    LinkView,
    MarkView,
    MessageView,
    PlaceView,
    ThreadView,
)
from draad.dossier.work import NewItem

__all__ = [
    "Batch",
    "ChangeView",
    "CopyPlace",
    "CopyView",
    "Counts",
    "DocumentFilter",
    "DocumentView",
    "Dossier",
    "FailureRow",
    "FailureView",
    "ItemFilter",
    "ItemView",
    "Judgement",
    "LinkView",
    "MarkView",
    "MessageView",
    "Neighbour",
    "NewItem",
    "NewRedaction",
    "Place",
    "PlaceView",
    "RedactionChange",
    "RedactionFilter",
    "RedactionView",
    "ReleaseSettings",
    "Seen",
    "ThreadFilter",
    "ThreadView",
    "VisibleName",
]
