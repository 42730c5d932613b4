from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_pile import ANSWER, QUESTION, batch_of, split_of, weave_by_body

from draad.dossier import Dossier, ItemView, NewItem, PlaceView, proposals
from draad.dossier.database import migrate, migrations
from draad.dossier.proposals import Place, Proposal, Proposed
from draad.dossier.proposals import proposal as made
from draad.dossier.splits import splits
from draad.errors import NoItemError
from draad.extract.records import Due, Item, Kind, Party, Reason, Tie
from draad.records import Report, Split, short_id

AT = "2021-03-01T09:00:00+00:00"
WORDS = "Wanneer is de stalling klaar?"
BOTH = ANSWER + "\n" + QUESTION


def proposal(store: Dossier, words: str, *documents: str, kind: Kind = "question", due: str | None = None) -> Proposal:
    """What extraction and the search in the other copies would give for these words, the first document its own."""
    places, message, n = [], None, None
    for name in documents:
        text, view = store.text(name), store.document(name)
        start = text.index(words)
        copy = next((c for c in store.copies(name) if c.body and c.body[0] <= start < c.body[1]), None)
        if not places and copy:
            message, n = copy.message, copy.n
        places.append(Place(view.id, copy.id if copy else None, start, start + len(words)))
    span = (places[0].start, places[0].end)
    told = Due(due, None, False, words, span) if due else None
    owner = (Party("Beheer", "directorate"),)
    return made(Item(kind, span, n, "cue", span, owner, due=told, score=0.5), words, message, places)


def propose(store: Dossier, *proposals: Proposal, failed: dict[int, str] | None = None) -> None:
    """One whole search in all messages and in the note."""
    source = store.extraction
    number = source.begin()
    messages = tuple(message.id for thread in store.threads() for message in store.thread(thread.id).messages)
    note = store.document("nota").id
    source.save([Proposed(messages, ((note, 1),), proposals)], number)
    source.finish(number, {note}, failed or {})


@pytest.fixture
def proposed(filled: Dossier) -> ItemView:
    propose(filled, proposal(filled, WORDS, "vraag", "antwoord", due="2021-05"))
    (item,) = filled.items()
    return item


def test_a_proposal_is_one_item_with_all_its_places(filled: Dossier, proposed: ItemView) -> None:
    item = filled.item(proposed.id)
    assert (item.status, item.origin, item.version, item.owner) == ("proposed", "draad", 0, ("Beheer",))
    assert (item.due, item.due_first, item.due_last) == ("2021-05", "2021-05-01", "2021-05-31")
    assert (item.document_name, item.text) == ("vraag", WORDS)
    assert [(p.document_name, p.n, p.text) for p in item.places] == [("antwoord", 1, WORDS), ("vraag", 0, WORDS)]
    assert item.data["due"]["text"] == WORDS


def test_an_item_is_known_by_the_smallest_name_of_its_places_and_by_the_others(
    filled: Dossier, proposed: ItemView
) -> None:
    con = sqlite3.connect(filled.layout.database)
    names = [row[0] for row in con.execute("SELECT id FROM evidence")]
    con.close()
    assert proposed.id == min(names)
    assert {filled.item(short_id(name)).id for name in names} == {proposed.id}
    with pytest.raises(NoItemError):
        filled.item("0000000000000000")


def test_the_same_search_again_writes_nothing(filled: Dossier, proposed: ItemView) -> None:
    filled._con.execute("CREATE TEMP TRIGGER t1 BEFORE INSERT ON main.items BEGIN SELECT raise(ABORT, 'written'); END")
    filled._con.execute("CREATE TEMP TRIGGER t2 BEFORE DELETE ON main.items BEGIN SELECT raise(ABORT, 'removed'); END")
    filled._con.execute("CREATE TEMP TRIGGER t3 BEFORE UPDATE ON main.evidence BEGIN SELECT raise(ABORT, 'moved'); END")
    propose(filled, proposal(filled, WORDS, "vraag", "antwoord", due="2021-05"))
    assert filled.items() == [proposed]


def test_what_is_no_longer_derived_goes_and_what_changed_changes(filled: Dossier, proposed: ItemView) -> None:
    propose(filled, proposal(filled, WORDS, "vraag", "antwoord", due="2021-06"))
    assert [item.due for item in filled.items()] == ["2021-06"]
    propose(filled)
    assert filled.items() == []
    con = sqlite3.connect(filled.layout.database)
    for table in ("evidence", "item_parties"):
        assert con.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    con.close()


def test_what_a_person_touched_stays_as_it_is(filled: Dossier, proposed: ItemView) -> None:
    kept = filled.change_item(proposed.id, 0, {"status": "open", "due": "2022"}, who="an", what="accept", at=AT)
    propose(filled, proposal(filled, WORDS, "vraag", "antwoord", due="2021-06"))
    assert filled._items([kept.id]) == filled.items(places=True) == [kept]
    propose(filled)
    assert filled.items(places=True) == [kept]


def test_a_touched_item_gains_the_places_that_are_found_later(filled: Dossier) -> None:
    propose(filled, proposal(filled, WORDS, "vraag"))
    (item,) = filled.items()
    filled.change_item(item.id, 0, {"status": "open"}, who="an", what="accept", at=AT)
    propose(filled, proposal(filled, WORDS, "antwoord", "vraag"))
    (now,) = filled.items(places=True)
    assert (now.id, now.version, now.document_name) == (item.id, 1, "vraag")
    assert [place.document_name for place in now.places] == ["antwoord", "vraag"]


def test_a_rejected_place_is_not_proposed_again_though_the_words_differ(filled: Dossier, proposed: ItemView) -> None:
    filled.change_item(proposed.id, 0, {"status": "rejected"}, who="an", what="reject", at=AT)
    propose(filled, proposal(filled, "de stalling klaar?", "vraag", "antwoord"))
    assert [item.status for item in filled.items()] == ["rejected"]
    propose(filled, proposal(filled, "de stalling klaar?", "vraag", kind="action"))
    assert sorted(item.kind for item in filled.items()) == ["action", "question"]


def test_an_item_whose_kind_was_changed_does_not_come_back_under_its_old_kind(
    filled: Dossier, proposed: ItemView
) -> None:
    filled.change_item(proposed.id, 0, {"kind": "action"}, who="an", what="edit", at=AT)
    propose(filled, proposal(filled, WORDS, "vraag", "antwoord"))
    propose(filled, proposal(filled, WORDS, "vraag", "antwoord", kind="action"))
    assert [(item.kind, item.version) for item in filled.items()] == [("action", 1)]


def test_an_item_that_a_person_added_takes_in_the_proposal(filled: Dossier) -> None:
    start = filled.text("vraag").index("stalling klaar")
    (own,) = filled.add_items([NewItem("question", "vraag", (start, start + 14), note="zelf")], who="an", at=AT)
    propose(filled, proposal(filled, WORDS, "antwoord", "vraag"))
    assert filled.items(places=True) == [own]


def test_an_item_stays_with_its_message_when_messages_merge(filled: Dossier, proposed: ItemView) -> None:
    kept = filled.change_item(proposed.id, 0, {"status": "open"}, who="an", what="accept", at=AT)
    copies = [copy.id for name in ("antwoord", "vraag") for copy in filled.copies(name)]
    woven = weave_by_body(*filled.copies_for_weaving())
    one = min(copies)
    merged = woven.copies.set_column(1, "message", pa.array([one] * len(copies)))
    kept_rows = [identifier == one for identifier in woven.messages["id"].to_pylist()]
    filled.save_woven(woven._replace(copies=merged, messages=woven.messages.filter(pa.array(kept_rows))))
    propose(filled, proposal(filled, WORDS, "vraag", "antwoord"))
    assert filled.item(kept.id).message == one


def test_a_document_in_which_the_search_failed_says_so_until_it_is_mended(filled: Dossier) -> None:
    note = filled.document("nota").id
    propose(filled, failed={note: "KeyError: 'x'"})
    propose(filled, failed={note: "KeyError: 'x'"})
    assert filled.document("nota").warnings == ("items could not be sought: KeyError: 'x'",)
    propose(filled)
    assert filled.document("nota").warnings == ()


def test_dump_of_items_is_what_the_design_says(filled: Dossier, proposed: ItemView) -> None:
    propose(
        filled,
        proposal(filled, WORDS, "vraag", "antwoord", due="2021-05"),
        proposal(filled, "Nota over fietsen.", "nota", kind="signal"),
    )
    note, question = (json.loads(json.dumps(row)) for row in filled.dump_items())
    assert (note["document"], note["message"], note["places"][0]["n"]) == ("nota", None, None)
    assert list(question)[:10] == [
        *("document", "kind", "lines", "span", "text", "owner", "due", "every", "status", "message"),
    ]
    start = QUESTION.index(WORDS)
    assert question["document"] == "vraag"
    assert (question["lines"], question["span"], question["text"]) == ([4, 4], [start, start + len(WORDS)], WORDS)
    assert (question["owner"], question["due"], question["status"]) == (["Beheer"], "2021-05", "proposed")
    assert question["message"] == short_id(proposed.message or 0)
    assert [place["document"] for place in question["places"]] == ["antwoord", "vraag"]


# ── links ───────────────────────────────────────────────────────────────────────────────────────────────────


def tie(store: Dossier, target: ItemView, kind: str = "answers", source: int | None = None) -> Tie:
    answer = store.copies("antwoord")[0]
    span = answer.body or (0, 0)
    reason = Reason("tie-words", 0.4, span)
    return Tie(kind, source, target.id, answer.message, answer.document, span, 0.8, (reason,))  # type: ignore[arg-type]


def save_ties(store: Dossier, *ties: Tie) -> int:
    return store.extraction.save_ties([thread.id for thread in store.threads()], ties, 9)


def test_ties_are_proposed_with_the_place_of_their_source(filled: Dossier, proposed: ItemView) -> None:
    assert save_ties(filled, tie(filled, proposed)) == 1
    (link,) = filled.item_links([proposed.id])
    assert link.place is not None
    assert (link.status, link.kind, link.place.text, link.place.n) == ("proposed", "answers", "In mei.", 0)
    assert link.reasons[0]["name"] == "tie-words"
    assert save_ties(filled, tie(filled, proposed)) == 0
    assert save_ties(filled) == 1
    assert filled.item_links() == []


@pytest.mark.parametrize("decision", ["confirmed", "rejected"])
def test_a_link_that_a_person_decided_on_is_never_changed(filled: Dossier, proposed: ItemView, decision: str) -> None:
    save_ties(filled, tie(filled, proposed))
    (link,) = filled.item_links()
    decided = filled.decide_link(link.id, decision, who="an", at=AT)
    save_ties(filled, tie(filled, proposed)._replace(score=0.1))
    save_ties(filled)
    assert filled.item_links() == [decided]
    propose(filled)
    assert filled.item(proposed.id).version == 1


def test_proposed_links_of_items_that_are_gone_go_too(filled: Dossier, proposed: ItemView) -> None:
    save_ties(filled, tie(filled, proposed))
    propose(filled)
    assert filled.item_links() == []


def test_what_tying_looks_at(filled: Dossier, proposed: ItemView) -> None:
    threads = [thread.id for thread in filled.threads()]
    ((question, answer),) = filled.extraction.conversations(threads)
    assert (question.parent, answer.parent) == (None, question.id)
    assert (question.sender, question.at, question.offset) == ("straat.example", 1613383680, 60)
    assert question.span is not None
    ((identifier, item),) = question.items
    assert identifier == proposed.id
    assert question.text[slice(*item.span)] == WORDS
    filled.change_item(proposed.id, 0, {"status": "rejected"}, who="an", what="reject", at=AT)
    assert list(filled.extraction.conversations(threads)) == []


# ── the work that is pending, older dossiers, documents made again ──────────────────────────────────────────


def test_what_came_in_or_changed_is_pending(filled: Dossier, proposed: ItemView) -> None:
    assert not filled.extraction.is_behind()
    assert filled.extraction.pending() == []
    filled.add(batch_of(split_of("Een tweede nota.\n", "nota2"), split_of(ANSWER, "los")))
    filled.save_woven(weave_by_body(*filled.copies_for_weaving()))
    assert filled.extraction.is_behind()
    assert {one.id: (one.whole, len(one.messages)) for one in filled.extraction.pending()} == {
        filled.document("nota2").id: (True, 0),
        filled.message(filled.copies("los")[0].message or 0).representative.document: (False, 1),
    }


def test_a_dossier_of_the_first_form_is_brought_to_the_newest_and_is_behind(filled: Dossier, tmp_path: Path) -> None:
    old, first = tmp_path / "oud", tmp_path / "first"
    old.mkdir()
    first.mkdir()
    (first / "001_first.sql").write_text(
        next(f for f in migrations().iterdir() if f.name.startswith("001")).read_text()
    )
    con = sqlite3.connect(old / "draad.sqlite", isolation_level=None)
    migrate(con, old / "draad.sqlite", first)
    con.execute("ATTACH ? AS new", (str(filled.layout.database),))
    for table in ("sources", "documents", "texts", "copies", "woven", "messages", "threads"):
        con.execute(f"INSERT INTO {table} SELECT * FROM new.{table}")
    con.close()
    with Dossier.open(old) as store:
        assert not store.is_extracted()
        assert store.items() == []
        assert sum(len(one.messages) + one.whole for one in store.extraction.pending()) == 3  # messages and the note
    shutil.rmtree(old)


def test_where_items_could_not_be_sought_they_are_pending_until_they_were(filled: Dossier) -> None:
    source = filled.extraction
    propose(filled)
    assert (source.is_behind(), source.pending(), source.threads_to_tie()) == (False, [], [])
    note, mail = filled.document("nota").id, filled.document("antwoord").id
    propose(filled, failed={note: "vreemd", mail: "ook vreemd"})
    assert source.is_behind()
    assert {one.id: one.whole for one in source.pending()} == {note: True, mail: False}
    assert source.threads_to_tie() == [filled.threads()[0].id]
    told = {identifier: (one.document, one.reason) for identifier, one in source.unsought().items()}
    assert told == {note: ("nota", "vreemd"), mail: ("antwoord", "ook vreemd")}
    source.finish(source.begin(), {note, mail}, {})
    assert (source.is_behind(), source.pending(), source.unsought()) == (False, [], {})


def test_another_finder_is_to_look_at_everything_until_it_did(filled: Dossier) -> None:
    source = filled.extraction
    source.renew(1)
    everything = source.pending()
    propose(filled)
    source.renew(1)
    assert not source.is_behind()
    source.renew(2)
    source.renew(2)
    assert (source.is_behind(), source.pending(), source.reached > 0) == (True, everything, True)
    propose(filled)
    assert (source.is_behind(), source.pending()) == (False, [])


def test_what_stands_in_a_report_is_found_by_its_document(filled: Dossier) -> None:
    asked: list[str] = []
    con = sqlite3.connect(filled.layout.database)
    con.set_trace_callback(asked.append)
    list(proposals._stored(con, Proposed((), ((filled.document("nota").id, 1),), ())))
    con.set_trace_callback(None)
    plan = [row[3] for row in con.execute(f"EXPLAIN QUERY PLAN {asked[0]}")]
    con.close()
    assert any("items_document (document=?)" in step for step in plan)


def test_an_empty_dossier_lacks_nothing(store: Dossier) -> None:
    assert store.is_extracted()
    assert list(store.dump_items()) == []
    assert store.count_items() == {}


def test_documents_are_made_again_as_they_were_split(filled: Dossier) -> None:
    report = Report("Overleg", "2021-02-15", "2021-02-15T10:00:00+01:00", None, "zaal 2", "VNG")
    text = "Verslag\nNiets.\n"
    told = Split(split_of(text, "verslag").document, "report", (), ((0, len(text)),), report=report)
    filled.add(batch_of(told))
    wanted = {"antwoord": split_of(BOTH, "antwoord"), "vraag": split_of(QUESTION, "vraag"), "verslag": told}
    found = splits(filled._con, [split.document.id for split in wanted.values()])
    assert list(found) == list(wanted.values())


# ── what must always hold ───────────────────────────────────────────────────────────────────────────────────

found = st.tuples(st.sampled_from(["question", "action"]), st.integers(0, 24), st.integers(1, 20))
rounds = st.lists(st.tuples(st.lists(found, max_size=5), st.none() | st.integers(0, 9)), min_size=1, max_size=4)


def _proposed(store: Dossier, kind: Kind, start: int, length: int) -> Proposal:
    return proposal(store, WORDS[start : start + length], "vraag", "antwoord", kind=kind)


def _apart(wanted: list[tuple[Kind, int, int]]) -> list[tuple[Kind, int, int]]:
    """In order, none over another of its kind: as extraction gives them."""
    kept: list[tuple[Kind, int, int]] = []
    for kind, start, length in sorted(wanted, key=lambda one: one[1]):
        if all(other != kind or first + size <= start for other, first, size in kept):
            kept.append((kind, start, length))
    return kept


@given(rounds)
@settings(max_examples=25, deadline=None)
def test_whatever_is_proposed_a_persons_work_stays_and_every_item_has_a_place(
    rounds: list[tuple[list[tuple[Kind, int, int]], int | None]],
) -> None:
    with TemporaryDirectory() as folder, Dossier.create(Path(folder) / "d") as store:
        store.add(batch_of(split_of(BOTH, "antwoord"), split_of(QUESTION, "vraag"), split_of("Nota.\n", "nota")))
        store.save_woven(weave_by_body(*store.copies_for_weaving()))
        kept: dict[int, ItemView] = {}
        for wanted, chosen in rounds:
            propose(store, *(_proposed(store, *one) for one in _apart(wanted)))
            items = store.items(places=True)
            for item in items:
                assert item.places
                assert all(place.text == store.text(place.document)[slice(*place.span)] for place in item.places)
                if item.id in kept:
                    assert replace(item, places=()) == replace(kept[item.id], places=())
                    assert set(kept[item.id].places) <= set(item.places)
            assert set(kept) <= {item.id for item in items}
            own = [(i.kind, p) for i in items if i.id in kept for p in i.places]
            free = [(i.kind, p) for i in items if i.id not in kept for p in i.places]
            assert not [1 for k, p in own for kind, q in free if (k, p.document) == (kind, q.document) and _meet(p, q)]
            if chosen is not None and items:
                item = items[chosen % len(items)]
                if item.id not in kept:
                    store.change_item(item.id, 0, {"status": "rejected"}, who="an", what="reject", at=AT)
                    kept[item.id] = store.item(item.id)


def _meet(one: PlaceView, other: PlaceView) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]
