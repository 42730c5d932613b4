"""The log of all items together."""

from __future__ import annotations

from store_pile import QUESTION

from draad.dossier import Dossier, NewItem

AT = "2021-03-01T09:00:00+00:00"


def test_the_log_goes_back_from_the_newest_by_person_and_kind(filled: Dossier) -> None:
    start = QUESTION.index("Wanneer")
    (item,) = filled.add_items([NewItem("question", "vraag", (start, start + 8))], who="an", at=AT)
    for version, (who, what) in enumerate((("bo", "note"), ("an", "note"), ("cy", "tag")), start=1):
        filled.change_item(item.id, version, {"note": f"n{version}"}, who=who, what=what, at=AT)
    lines = filled.work_log()
    assert [(one.change.who, one.change.what) for one in lines] == [
        ("cy", "tag"), ("an", "note"), ("bo", "note"), ("an", "new"),
    ]  # fmt: skip
    assert {one.item for one in lines} == {item.id}
    assert filled.work_log(before=lines[1].id) == lines[2:]
    assert filled.work_log(who="an", what="note") == lines[1:2]
    assert filled.work_log(limit=1) == lines[:1]
    assert filled.workers() == ["an", "bo", "cy"]


def test_of_nothing_there_is_no_log(filled: Dossier) -> None:
    assert filled.work_log() == []
    assert filled.workers() == []
