"""Proposals for the pages of review: names in some documents, a point of attention, decisions of a colleague."""

from __future__ import annotations

import re
from pathlib import Path

from draad.dossier import Dossier
from draad.dossier.redactions import NewRedaction, RedactionFilter
from draad.dossier.views import DocumentView
from draad.records import Proposal, short_id

COLLEAGUE = "bram"
_NAME = re.compile(r"\b[A-Z][a-z]{4,}\b")
_MOST = 14
"""Proposals of one document."""


def propose(place: Path) -> None:
    """Puts proposals in a dossier and has a colleague decide on some."""
    with Dossier.open(place, write=True) as dossier:
        documents = chosen(dossier)
        dossier.put_proposals({one.id: _proposals(dossier.text(one.id)) for one in documents})
        of_pdf = dossier.redactions(RedactionFilter(documents=(documents[0].id,)))[:4]
        for number, one in enumerate(of_pdf):
            changes = {"status": "rejected" if number % 2 else "accepted", "note": "eerder besproken"}
            dossier.decide([(one.id, one.version, changes)], who=COLLEAGUE, reach="place")
        box = NewRedaction(documents[0].id, page=1, box=(60.0, 60.0, 220.0, 90.0), kind="box")
        dossier.add_redaction(box, who=COLLEAGUE)
        dossier.set_visible("Roos Lijster", "spokesperson", True, who=COLLEAGUE)


def chosen(dossier: Dossier) -> list[DocumentView]:
    """A PDF and some texts."""
    documents = dossier.documents()
    return [next(one for one in documents if one.pages), *(one for one in documents if not one.pages)][:4]


def _proposals(text: str) -> list[Proposal]:
    found = [one.span() for one in _NAME.finditer(text)][:_MOST]
    reasons = (("salutation", {"word": "Beste"}),)
    made = [
        Proposal(span, "person", "woo 5.1.2.e", 0.6 + 0.02 * number, reasons, text[slice(*span)])
        for number, span in enumerate(found)
    ]
    after = found[-1][1] + 1 if found else 0
    return [*made, Proposal((after, min(after + 40, len(text))), "opinion", "woo 5.2", 0.5, attention=True)]


def addresses(place: Path) -> dict[str, str]:
    """The documents under review, and one place."""
    with Dossier.open(place) as dossier:
        pdf, text, *_ = chosen(dossier)
        one = dossier.redactions()[0]
    return {"pdf": short_id(pdf.id), "text": short_id(text.id), "place": short_id(one.id)}
