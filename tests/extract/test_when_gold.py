"""Due dates and rhythms of the seeds, against what was found in them by hand."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from draad.extract.when import Moment, find

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the seeds stand beside the repository, and are not here")


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SHARED / "gold" / name).read_text(encoding="utf-8").splitlines()]


def _moment(document: str, line: int) -> Moment | None:
    """The moment of sending of the message whose body holds the line, or the day of the meeting."""
    report = json.loads((SHARED / "gold" / "report.json").read_text(encoding="utf-8"))
    if document == report["document"]:
        return Moment(date.fromisoformat(report["held"]))
    for message in _lines("messages.jsonl"):
        body = message["body"]
        if message["document"] == document and body and body[0] <= line <= body[1] and message["sent"]:
            return Moment(datetime.fromisoformat(message["sent"]))
    return None


def _found(item: dict[str, Any]) -> set[str | None]:
    text = (SHARED / "seeds" / f"{item['document']}.txt").read_text(encoding="utf-8").split("\n")
    first, last = item["lines"]
    moment = _moment(item["document"], first)
    answers = find("\n".join(text[first - 1 : last]), moment)
    heading = [a for a in find("\n".join(text[max(0, first - 9) : first - 1]), moment) if a.kind in ("until", "from")]
    return {a.due for a in (*answers, *heading)} | {a.every for a in answers}


def test_due_dates_and_rhythms_of_the_gold() -> None:
    """A heading over a list ("Periode tot 1 juni") gives its points their date, so lines above count for bounds."""
    asked = [(item, item[key]) for item in _lines("items.jsonl") for key in ("due", "every") if item[key]]
    wrong = [(i["document"][:3], i["lines"], value) for i, value in asked if value not in _found(i)]
    assert len(asked) >= 30
    assert len(wrong) <= 0.05 * len(asked), wrong
