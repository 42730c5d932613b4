"""Items made by hand, for tests of what is exported and imported: each as ``Dossier.item`` gives it, with its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from draad.dossier.views import ItemView, PlaceView
from draad.records import stable_id
from draad.register.terms import bounds

TEXT = "Wij sturen de planning uiterlijk vrijdag aan de gemeenten."


def item(line: int = 1, **given: Any) -> ItemView:
    """An open action on line ``line`` of a report; ``due_first`` and ``due_last`` follow from ``due``."""
    found = bounds(given["due"]) if given.get("due") else None
    first, last = (day.isoformat() if day else None for day in found or (None, None))
    plain = ItemView(
        id=stable_id("test", line), kind="action", status="open", origin="draad", text=TEXT, owner=("MO",),
        counterparty=(), due=None, due_first=first, due_last=last, every=None, urgent=False, said="2020-06-01",
        number=None, note="", tags=(), score=0.8, cue="will_send", data={}, message=None, thread=None,
        document=stable_id("document", "x"), document_name="verslag", span=(100 * line, 100 * line + len(TEXT)),
        lines=(line, line), version=0,
    )  # fmt: skip
    view = replace(plain, **given)
    place = PlaceView(view.document, view.document_name, None, None, view.span, view.lines, None, view.text)
    return view if view.places else replace(view, places=(place,))
