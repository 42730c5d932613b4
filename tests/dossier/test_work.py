from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from store_pile import ANSWER, QUESTION

from draad.dossier import Dossier, ItemFilter, ItemView, NewItem
from draad.errors import ConflictError, NotFoundError, PlaceTakenError, UsageError
from draad.records import Span, short_id

BOTH = ANSWER + "\n" + QUESTION
AT = "2021-03-01T09:00:00+00:00"


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return start, start + len(words)


@pytest.fixture
def question(filled: Dossier) -> ItemView:
    """The question, as somebody pointed at it in the mail that stands alone."""
    place = span_of(QUESTION, "Wanneer is de stalling klaar?")
    new = NewItem("question", "vraag", place, owner=("Beheer",), due="2021-03", tags=("fiets",))
    return filled.add_items([new], who="an", at=AT)[0]


def test_an_item_that_a_person_adds_is_found_in_all_copies_of_its_message(filled: Dossier, question: ItemView) -> None:
    assert (question.origin, question.status, question.version) == ("person", "open", 1)
    assert (question.said, question.due_first, question.due_last) == ("2021-02-15", "2021-03-01", "2021-03-31")
    assert [(p.document_name, p.n, p.lines) for p in question.places] == [("antwoord", 1, (9, 9)), ("vraag", 0, (4, 4))]
    assert {p.text for p in question.places} == {"Wanneer is de stalling klaar?"}
    assert question.message == filled.message(question.message or 0).id
    assert filled.item(short_id(question.id)[:9]) == question


def test_an_item_needs_words_of_one_message(filled: Dossier) -> None:
    last = len(BOTH)
    for span in ((5, 5), (-3, 4), (4, last + 9), (BOTH.index("\n\n"), BOTH.index("\n\n") + 2)):
        with pytest.raises(UsageError, match="No words stand"):
            filled.add_items([NewItem("action", "antwoord", span)], who="an", at=AT)
    with pytest.raises(UsageError, match="not within the body of one message"):
        filled.add_items([NewItem("action", "antwoord", (3, last - 3))], who="an", at=AT)
    with pytest.raises(NotFoundError):
        filled.add_items([NewItem("action", "nergens", (0, 4))], who="an", at=AT)
    assert filled.items() == []


def test_blanks_around_what_was_pointed_at_are_no_part_of_it(filled: Dossier) -> None:
    start, end = span_of(QUESTION, "Wanneer is de stalling klaar?")
    (item,) = filled.add_items([NewItem("action", "vraag", (start - 1, end + 1))], who="an", at=AT)
    assert item.span == (start, end)


def test_two_items_of_a_kind_do_not_stand_at_one_place(filled: Dossier, question: ItemView) -> None:
    again = NewItem("question", "antwoord", span_of(BOTH, "stalling klaar"))
    with pytest.raises(PlaceTakenError, match=short_id(question.id)):
        filled.add_items([again], who="bo", at=AT)
    other = NewItem("signal", "antwoord", again.span)
    assert filled.add_items([other], who="bo", origin="import", at=AT)[0].origin == "import"


def test_adding_is_all_or_nothing(filled: Dossier) -> None:
    good = NewItem("action", "nota", (0, 4))
    with pytest.raises(UsageError):
        filled.add_items([good, NewItem("action", "nota", (0, 0))], who="an", at=AT)
    assert filled.items() == []


def test_a_change_is_written_and_told_in_the_log(filled: Dossier, question: ItemView) -> None:
    changes = {"status": "fulfilled", "owner": ["Beheer", "Gebouwen"], "due": "../2021-04-01", "urgent": True}
    changed = filled.change_item(question.id, 1, changes, who="bo", what="fulfil", at=AT)
    assert (changed.version, changed.status, changed.owner) == (2, "fulfilled", ("Beheer", "Gebouwen"))
    assert (changed.due_first, changed.due_last, changed.urgent) == (None, "2021-04-01", True)
    new, line = filled.item_changes(question.id)
    assert (new.who, new.what) == ("an", "new")
    assert (line.at, line.who, line.what, line.before["due"], line.after["due"]) == (
        *(AT, "bo", "fulfil"),
        *("2021-03", "../2021-04-01"),
    )
    assert set(line.before) == set(line.after) == set(changes)


def test_a_change_that_changes_nothing_leaves_no_trace(filled: Dossier, question: ItemView) -> None:
    same = filled.change_item(question.id, 1, {"status": "open", "tags": ["fiets"]}, who="bo", what="edit", at=AT)
    assert same == question
    assert len(filled.item_changes(question.id)) == 1


def test_of_two_who_change_one_item_the_second_is_told(filled: Dossier, question: ItemView) -> None:
    with Dossier.open(filled.layout.root) as hers, Dossier.open(filled.layout.root) as his:
        read = his.item(question.id)
        hers.change_item(question.id, question.version, {"note": "gebeld"}, who="an", what="edit", at=AT)
        with pytest.raises(ConflictError, match=rf"an, {AT[:16].replace('T', ' ')} UTC \(1 → 2\)"):
            his.change_item(read.id, read.version, {"status": "dropped"}, who="bo", what="drop", at=AT)
        assert his.item(read.id).note == "gebeld"
        assert his.item(read.id).status == "open"


def test_many_changes_are_all_or_nothing(filled: Dossier, question: ItemView) -> None:
    (other,) = filled.add_items([NewItem("action", "nota", (0, 4))], who="an", at=AT)
    edits = [(other.id, 1, {"note": "eerst"}), (question.id, 0, {"note": "dan"})]
    with pytest.raises(ConflictError):
        filled.change_items(edits, who="bo", what="edit", at=AT)
    assert filled.item(other.id) == other
    edits[1] = (question.id, 1, {"note": "dan"})
    assert [item.note for item in filled.change_items(edits, who="bo", what="edit", at=AT)] == ["eerst", "dan"]
    assert filled.change_items([], who="bo", what="edit", at=AT) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("text", "andere woorden"), ("status", "done"), ("kind", "wish"), ("due", "morgen"), ("due", "2021-02-30")),
        *(("every", "6 weken"), ("owner", ["", "Beheer"]), ("document", 3)),
    ],
)
def test_what_can_not_be_is_refused(filled: Dossier, question: ItemView, field: str, value: object) -> None:
    with pytest.raises(UsageError):
        filled.change_item(question.id, 1, {field: value}, who="bo", what="edit", at=AT)
    assert filled.item(question.id) == question


def test_an_item_that_is_gone_can_not_be_changed(filled: Dossier) -> None:
    with pytest.raises(NotFoundError):
        filled.change_item(12345, 0, {"note": "x"}, who="bo", what="edit", at=AT)


def test_filters(filled: Dossier, question: ItemView) -> None:
    nota = NewItem("action", "nota", (0, 4), owner=("VNG",), note="50% af", due="2021-05-01/..", status="proposed")
    (action,) = filled.add_items([nota], who="an", at=AT)

    def found(**where: object) -> list[str]:
        return [item.kind for item in filled.items(ItemFilter(**where))]  # type: ignore[arg-type]

    assert found() == ["action", "question"]
    assert found(kinds=["action"]) == found(owners=["vng"]) == found(statuses=["proposed"]) == ["action"]
    assert found(organisations=["Vng"]) == found(text="50%") == found(documents=[action.document]) == ["action"]
    assert found(organisations=["straat.example"]) == found(organisations=["STRAAT"]) == ["question"]
    assert found(organisations=["stra"]) == found(text="5_%") == []
    assert found(since="2021-02-15", until="2021-02-15") == found(tags=["fiets", "auto"]) == ["question"]
    assert found(due_since="2021-03-31", due_until="2021-03-31") == ["question"]
    assert found(due_since="2021-04-01") == ["action"]
    assert found(due_until="2021-04-30") == ["question"]
    assert found(messages=[question.message]) == found(threads=[question.thread]) == ["question"]
    assert found(ids=[action.id], kinds=["question"]) == []
    assert filled.count_items() == {("action", "proposed"): 1, ("question", "open"): 1}
    assert filled.count_items(ItemFilter(owners=["beheer"])) == {("question", "open"): 1}


def test_pages_and_orders(filled: Dossier, question: ItemView) -> None:
    filled.add_items([NewItem("action", "nota", (0, 4), due="2020-01-01")], who="an", at=AT)
    assert [item.kind for item in filled.items(sort="due")] == ["action", "question"]
    assert [item.kind for item in filled.items(sort="said")] == ["question", "action"]
    assert [item.kind for item in filled.items(limit=1, offset=1)] == ["question"]
    assert filled.items(limit=1)[0].places == ()
    assert len(filled.items(limit=1, offset=1, places=True)[0].places) == 2


def test_links_are_made_and_decided_by_people(filled: Dossier, question: ItemView) -> None:
    answer = NewItem("commitment", "antwoord", span_of(BOTH, "In mei."))
    (item,) = filled.add_items([answer], who="an", at=AT)
    link = filled.link_items("answers", item.id, short_id(question.id), who="an", at=AT)
    assert (link.status, link.who, link.place) == ("confirmed", "an", None)
    assert filled.item_links([question.id]) == filled.item_links([item.id]) == filled.item_links(status="confirmed")
    assert filled.decide_link(link.id, "rejected", who="bo", at=AT).who == "bo"
    assert filled.link_items("answers", item.id, question.id, who="cor", at=AT).status == "confirmed"
    assert [line.what for line in filled.item_changes(question.id)] == ["new", "link", "link", "link"]
    assert filled.item_links([1]) == []
    for kind, source, target in (("answers", item.id, item.id), ("knows", item.id, question.id)):
        with pytest.raises(UsageError):
            filled.link_items(kind, source, target, who="an", at=AT)
    with pytest.raises(NotFoundError):
        filled.decide_link(7, "confirmed", who="an", at=AT)


def test_the_filters_use_indexes(filled: Dossier) -> None:
    con = sqlite3.connect(filled.layout.database)
    plans = {
        "document": "SELECT id FROM items WHERE document = 1 ORDER BY start",
        "due": "SELECT id FROM items ORDER BY coalesce(due_last, due_first) IS NULL, coalesce(due_last, due_first), id",
        "score": "SELECT id FROM items ORDER BY score DESC, id",
        "said": "SELECT id FROM items ORDER BY said IS NULL, said, id",
    }
    for name, query in plans.items():
        plan = " ".join(row[3] for row in con.execute(f"EXPLAIN QUERY PLAN {query} LIMIT 50"))
        assert f"items_{name}" in plan, (name, plan)
        assert "TEMP B-TREE" not in plan
    con.close()


def test_data_of_an_added_item_is_readable_by_the_codec(question: ItemView) -> None:
    from draad.extract.codec import from_json, to_json

    item = from_json(question.data)
    assert to_json(item) == json.loads(json.dumps(question.data))
    assert item.copy == 0


def test_the_database_may_stand_on_a_path_with_blanks(tmp_path: Path) -> None:
    with Dossier.create(tmp_path / "mijn dossier 100%"):
        pass
    with Dossier.open(tmp_path / "mijn dossier 100%") as store:
        assert store.items() == []
