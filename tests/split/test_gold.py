"""The five seed documents, against what was found in them by hand."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from split_texts import SHARED, local, spelled

from draad.read import read_source
from draad.records import Copy, Document, Split
from draad.split import split, split_all
from draad.split.marks import find

SEEDS, GOLD = SHARED / "seeds", SHARED / "gold"
pytestmark = pytest.mark.skipif(
    not (GOLD / "messages.jsonl").exists() or not SEEDS.exists(),
    reason="the seeds and their gold stand in ../shared, outside this repository",
)


def gold() -> list[dict[str, Any]]:
    if not (GOLD / "messages.jsonl").exists():
        return []
    return [
        json.loads(line) for line in (GOLD / "messages.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def gold_report() -> dict[str, Any]:
    return dict(json.loads((GOLD / "report.json").read_text(encoding="utf-8")))


@cache
def seed(name: str) -> tuple[Document, Split]:
    [document] = read_source(SEEDS / f"{name}.txt")
    return document, split(document)


def copy_of(row: dict[str, Any]) -> tuple[Document, Copy]:
    document, found = seed(row["document"])
    return document, found.copies[row["n"]]


each = pytest.mark.parametrize("row", gold(), ids=lambda row: f"{row['document'][:3]}-{row['n']}")
names = sorted({row["document"] for row in gold()})


@pytest.mark.parametrize("name", names)
def test_there_are_as_many_copies_as_were_found_by_hand(name: str):
    assert len(seed(name)[1].copies) == sum(row["document"] == name for row in gold())


def test_there_are_twenty_four_in_all():
    assert sum(len(seed(name)[1].copies) for name in names) == 24


@each
def test_a_header_stands_on_its_lines(row: dict[str, Any]):
    document, copy = copy_of(row)
    assert list(document.lines_of(copy.header)) == row["header"]


@each
def test_a_body_stands_on_its_lines(row: dict[str, Any]):
    """The name that closes a last message, a mark and nothing else, was sometimes left out by hand."""
    document, copy = copy_of(row)
    if row["body"] is None:
        assert copy.body is None
        return
    assert copy.body is not None
    first, last = document.lines_of(copy.body)
    beyond = document.text.split("\n")[row["body"][1] : last]
    assert first == row["body"][0]
    assert last >= row["body"][1]
    assert all(not line.strip() or spelled(line, find(line)) == [line.strip()] for line in beyond)


@each
def test_a_moment_of_sending_is_read_with_its_zone(row: dict[str, Any]):
    assert local(copy_of(row)[1].sent) == row["sent"]


@each
def test_subject_and_domain_are_those_of_the_header(row: dict[str, Any]):
    _, copy = copy_of(row)
    assert copy.subject == row["subject"]
    assert (copy.sender.domain if copy.sender else None) == row["from_domain"]


@each
def test_addressees_are_counted_where_redaction_lets_them(row: dict[str, Any]):
    _, copy = copy_of(row)
    assert row["to"] is None or len(copy.to) == row["to"]
    assert row["cc"] is None or len(copy.cc) == row["cc"]


@each
def test_the_marks_are_those_counted_by_hand_give_or_take_one(row: dict[str, Any]):
    assert abs(len(copy_of(row)[1].marks) - row["marks"]) <= 1


@pytest.mark.parametrize("name", names)
def test_no_answer_comes_before_its_question(name: str):
    moments = [c.sent.at for c in seed(name)[1].copies if c.sent and c.sent.at is not None]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize("name", names)
def test_no_seed_is_a_bundle(name: str):
    assert len(split_all(seed(name)[0])) == 1


def test_the_report_gives_no_message_and_says_what_its_meeting_was():
    expected = gold_report()
    document, found = seed(expected["document"])
    assert (found.kind, found.copies) == ("report", ())
    report = found.report
    assert report is not None
    for key in ("title", "held", "start", "end", "place", "organisation"):
        assert getattr(report, key) == expected[key], key
    assert list(report.directorates) == expected["directorates_present"]
    assert [document.lines_of(p.span)[0] for p in report.points] == expected["points_lines"]
    assert len(report.points) == expected["points"]
