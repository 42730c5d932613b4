"""Withholding what was not proposed: words that stand on a line, or a box on a page."""

from __future__ import annotations

import re

from draad.dossier.redactions import BoxSides, NewRedaction, RedactionFilter
from draad.dossier.views import DocumentView
from draad.errors import UsageError
from draad.records import Span, short_id
from draad.web.ask import Ask
from draad.web.pages.redact import forms
from draad.web.pages.redact.rows import places
from draad.web.respond import Answer, Redirect
from draad.web.routes import Param, Route

_SIDES = ("links", "boven", "rechts", "onder")
_LINES = 40
"""Lines over which words may go on from the line on which they begin."""
_POINTS = 20_000
"""The longest side of a page in points (ISO 32000-1, annex C: 14,400, and what is drawn beside it)."""


def add(ask: Ask) -> Answer:
    """Withholds words or a box, at once accepted. Raises UsageError where the words do not stand there."""
    view = ask.dossier.document(ask.path["id"])
    fields = {
        "kind": ask.values["soort"],
        "ground": ask.values["grond"] or "woo 5.1.2.e",
        "note": ask.values["notitie"] or "",
    }
    if ask.values["blz"] is not None:
        new = NewRedaction(view.id, page=ask.values["blz"], box=_box(ask, view), **{**fields, "kind": "box"})
    else:
        new = NewRedaction(view.id, span=_span(ask, view), **{**fields, "kind": fields["kind"] or "passage"})
    added = ask.dossier.add_redaction(new, who=ask.user.name, reach=forms.reach(ask))
    name = short_id(added[0])
    one = ask.dossier.redaction(added[0])
    line = one.lines[0] if one.lines else _line_of(view, one.page)
    back = ask.url("redact-document", id=short_id(view.id), regel=line, _anchor=f"l-{name}")
    flash = ("web.redact.told.added", {"count": places(ask.say, len(added))})
    return Redirect(back, flash, data={"id": name, "added": [short_id(number) for number in added]})


def _box(ask: Ask, view: DocumentView) -> BoxSides:
    """The sides of a box, whichever corner it was drawn from. Raises UsageError."""
    page = ask.values["blz"]
    if page not in {number for number, *_ in view.pages}:
        raise UsageError(ask.say("web.redact.add.no-page", page=page), ask.say("web.redact.add.no-page-cure"))
    left, top, right, bottom = (float(ask.values[side] or 0) for side in _SIDES)
    if left == right or top == bottom:
        raise UsageError(ask.say("web.redact.add.no-box"), ask.say("web.redact.add.no-box-cure"))
    return min(left, right), min(top, bottom), max(left, right), max(top, bottom)


def _line_of(view: DocumentView, page: int | None) -> int | None:
    """The first line of a page."""
    return next((view.first_line + top - 1 for number, top, _, _ in view.pages if number == page), None)


def _span(ask: Ask, view: DocumentView) -> Span:
    """The characters that are meant: those that were selected, or the words on the line that was typed."""
    text = ask.dossier.text(view.id)
    start, end, line, words = (ask.values[name] for name in ("begin", "eind", "regel", "woorden"))
    if start is not None and end is not None:
        start, end = min(start, end), max(start, end)
        words, line = text[start:end], line or 0
    if line is None or not (words or "").strip():
        raise UsageError(ask.say("web.redact.add.no-words"), ask.say("web.redact.add.no-words-cure"))
    if end is not None:
        return start, end
    ends = [-1, *(found.start() for found in re.finditer("\n", text)), len(text)]
    place = line - view.first_line
    if not 0 <= place < len(ends) - 1:
        raise UsageError(ask.say("web.redact.add.no-line", line=line), ask.say("web.redact.add.no-line-cure"))
    low, here, high = ends[place] + 1, ends[place + 1], ends[min(place + _LINES, len(ends) - 1)]
    sought = re.compile(r"\s+".join(re.escape(word) for word in words.split()), re.IGNORECASE)
    held = {one.span for one in ask.dossier.redactions(RedactionFilter(documents=(view.id,), statuses=("accepted",)))}
    found = [one.span() for one in sought.finditer(text, low, high) if one.start() < here]
    if not found:
        raise UsageError(ask.say("web.redact.add.not-there", line=line), ask.say("web.redact.add.not-there-cure"))
    return next((span for span in found if span not in held), found[0])


ROUTES = (
    Route(
        "/lakken/document/{id}", add, name="redact-add", summary="web.redact.about.add",
        method="POST", role="officer", scope="write",
        params=(
            Param("regel", "int", least=1, most=100_000_000), Param("woorden", length=4000),
            Param("begin", "int", least=0), Param("eind", "int", least=0),
            Param("blz", "int", least=1, most=1_000_000),
            *(Param(side, "int", least=0, most=_POINTS) for side in _SIDES),
            forms.REACH, *forms.PARAMS,
        ),
    ),
)  # fmt: skip
