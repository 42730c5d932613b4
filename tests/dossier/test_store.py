from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_pile import ANSWER, QUESTION, batch_of, copy_id, split_of, weave_by_body

from draad import weave
from draad.dossier import Batch, Dossier, FailureRow, Place, Seen
from draad.dossier.weaving import WEAVING_COPIES, WEAVING_DOCUMENTS
from draad.errors import NotFoundError
from draad.records import Split, short_id

BOTH = ANSWER + "\n" + QUESTION
KINDS = ("copies", "documents", "messages", "threads", "redactions")


def dumped(store: Dossier) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for kind in KINDS for row in getattr(store, f"dump_{kind}")())


def test_adding_the_same_batch_twice_adds_nothing(filled: Dossier) -> None:
    before = dumped(filled)
    filled.add(batch_of(split_of(BOTH, "antwoord"), split_of(QUESTION, "vraag")))
    assert not filled.needs_weaving()
    assert dumped(filled) == before


def test_a_batch_with_old_and_new_files_adds_the_new(filled: Dossier) -> None:
    filled.add(batch_of(split_of(QUESTION, "vraag"), split_of(ANSWER, "los antwoord")))
    assert filled.needs_weaving()
    assert filled.counts().copies == 4
    assert [d.name for d in filled.documents()] == ["antwoord", "los antwoord", "nota", "vraag"]


def test_the_name_is_that_of_the_smallest_path_whatever_came_first(tmp_path: Path) -> None:
    split = split_of(QUESTION, "vraag")
    moved = split_of(QUESTION, "aanvraag", "a/aanvraag.txt")
    seen = []
    for number, order in enumerate([(split, moved), (moved, split)]):
        with Dossier.create(tmp_path / str(number)) as store:
            for one in order:
                store.add(batch_of(one))
            store.save_woven(weave_by_body(*store.copies_for_weaving()))
            seen.append(dumped(store))
            assert store.document("aanvraag").path == "a/aanvraag.txt"
    assert seen[0] == seen[1]


def test_a_new_name_reaches_the_index_of_all_messages_in_the_document(filled: Dossier) -> None:
    batch = filled.batch
    source = split_of(QUESTION, "vraag").document.source
    filled.add(Batch(places=(Place("a/eerste.txt", source, 1, "eerste"),)))
    assert filled.needs_weaving()
    rows, gone = filled.index_pending(batch)
    assert [row.name for row in rows] == ["antwoord eerste"]
    assert gone == []


PILE = [
    split_of(BOTH, "antwoord"),
    split_of(QUESTION, "vraag"),
    split_of(QUESTION, "aanvraag", "a/aanvraag.txt"),
    split_of("Nota over fietsen.\n", "nota"),
    split_of("Een andere nota.\n", "nota", "elders/nota.md"),
]


@given(st.lists(st.lists(st.sampled_from(PILE), max_size=4), max_size=5), st.permutations(PILE))
@settings(max_examples=20, deadline=None)
def test_any_order_any_batches_any_repetition_give_the_same(batches: list[list[Split]], last: list[Split]) -> None:
    seen = []
    for order in ([*batches, last], [PILE]):
        with TemporaryDirectory() as folder, Dossier.create(Path(folder) / "d") as store:
            for splits in order:
                once = list({split.document.source: split for split in reversed(splits)}.values())
                twins = [s.document for s in splits if s not in once]
                places = tuple(Place(d.path, d.source, len(d.text), d.name) for d in twins)
                store.add(batch_of(*once, places=places))
            store.save_woven(weave_by_body(*store.copies_for_weaving()))
            seen.append(dumped(store))
    assert seen[0] == seen[1]


def test_two_sources_of_one_name_are_told_apart_by_their_hash(filled: Dossier) -> None:
    filled.add(batch_of(split_of("Een andere nota.\n", "nota", "elders/nota.md")))
    names = [d.name for d in filled.documents() if d.name.startswith("nota")]
    assert len(names) == 2
    for name in names:
        document = filled.document(name)
        assert name == f"nota~{document.source[:6]}"
    assert {row["document"] for row in filled.dump_documents()} >= set(names)
    with pytest.raises(NotFoundError, match=r"^nota: nota~"):
        filled.document("nota")


def test_only_what_differs_is_written_when_woven_again(filled: Dossier) -> None:
    assert filled.save_woven(weave_by_body(*filled.copies_for_weaving())) == (0, 0, 0)
    batch = filled.batch
    filled.add(batch_of(split_of(ANSWER, "los antwoord")))
    changed = filled.save_woven(weave_by_body(*filled.copies_for_weaving()))
    assert changed.threads == 1
    rows, _ = filled.index_pending(batch)
    assert {row.name for row in rows} == {"antwoord los antwoord"}


def test_messages_that_are_no_more_are_to_be_forgotten_by_the_index(filled: Dossier) -> None:
    batch = filled.batch
    woven = weave_by_body(*filled.copies_for_weaving())
    one = woven.messages.slice(0, 1)
    lost = woven.messages.column("id")[1].as_py()
    filled.save_woven(woven._replace(messages=one))
    assert filled.index_pending(batch)[1] == [lost]
    filled.save_woven(woven)
    assert filled.index_pending(batch)[1] == []


def test_the_index_can_be_made_anew_from_nothing(filled: Dossier) -> None:
    rows = list(filled.index_pending(0)[0])
    assert sorted((row.kind, row.name, row.body) for row in rows) == [
        ("document", "nota", "Nota over fietsen.\n"),
        ("message", "antwoord", "In mei."),
        ("message", "antwoord vraag", "Wanneer is de stalling klaar?"),
    ]
    assert {row.grounds for row in rows if row.kind == "message"} == {("woo x.2.e",), ("wob x.2.e",)}
    assert list(filled.index_pending(filled.batch)[0]) == []


def test_weaving_gets_the_columns_that_it_looks_at(filled: Dossier) -> None:
    copies, documents = filled.copies_for_weaving()
    assert copies.schema == WEAVING_COPIES
    assert documents.schema == WEAVING_DOCUMENTS
    assert set(weave.COLUMNS) <= set(copies.schema.names)
    assert set(copies.column("features").to_pylist()) == {b"%016d" % n for n in (0, 1)}


def test_a_failure_is_listed_until_the_file_can_be_read(store: Dossier) -> None:
    row = FailureRow("map/vraag.txt", "ab" * 32, "damaged", "It is broken.", "Mend it.")
    store.add(Batch(failures=(row,)))
    assert [(failure.path, failure.code) for failure in store.failures()] == [("map/vraag.txt", "damaged")]
    assert row.source not in store.known_sources()
    store.add(batch_of(split_of(QUESTION, "vraag")))
    assert store.failures() == []


def test_a_file_is_seen_while_nothing_about_it_changes(store: Dossier) -> None:
    seen = Seen("/map/vraag.txt", 70, 1, 2)
    split = split_of(QUESTION, "vraag")
    place = Place(split.document.path, split.document.source, 70, "vraag", seen)
    assert not store.is_seen(seen, place.path)
    store.add(replace(batch_of(split), places=(place,)))
    assert store.is_seen(seen, place.path)
    assert not store.is_seen(seen._replace(mtime_ns=3), place.path)
    assert not store.is_seen(seen, "elders/vraag.txt")


def test_counts(filled: Dossier) -> None:
    counts = filled.counts()
    assert counts.documents == {"mail": 2, "note": 1}
    assert (counts.sources, counts.copies, counts.messages, counts.threads) == (3, 3, 2, 1)
    assert counts.marks == {"woo x.2.e": 2, "wob x.2.e": 1}
    question, answer = len(QUESTION) - 3, len(ANSWER) - 3
    assert counts.repeated == pytest.approx(question / (2 * question + answer))
    assert (counts.first, counts.last, counts.unreleased) == (1613383680, 1613387280, 1)


def test_a_thread_is_read_in_order_with_every_message_once(filled: Dossier) -> None:
    (listed,) = filled.threads()
    thread = filled.thread(listed.id)
    assert [m.representative.body_text for m in thread.messages] == ["Wanneer is de stalling klaar?", "In mei."]
    question = thread.messages[0]
    assert [(c.document_name, c.n, c.header_lines) for c in question.copies] == [
        ("antwoord", 1, (6, 7)),
        ("vraag", 0, (1, 2)),
    ]
    assert question.copies[0].sender is not None
    assert question.copies[0].cc is None


def test_an_identifier_may_be_shortened_and_an_old_one_still_leads_there(filled: Dossier) -> None:
    copies = [copy_id(BOTH, 0), copy_id(BOTH, 1), copy_id(QUESTION, 0)]
    question = min(copies[1:])
    for copy in copies[1:]:
        assert filled.resolve(short_id(copy)) == question
        assert filled.message(short_id(copy)[:8]).id == question
        assert filled.thread(short_id(copy).upper()).id == min(copies)
    assert filled.resolve("vraag", "document") == filled.document("vraag").id
    for wrong in ("ffffffffffffffff", "no such thing", ""):
        with pytest.raises(NotFoundError):
            filled.resolve(wrong)


def test_a_prefix_that_begins_several_is_refused(filled: Dossier) -> None:
    firsts = {short_id(copy_id(BOTH, n))[0] for n in (0, 1)}
    filled_range = [digit for digit in "01234567" if digit not in firsts]
    with pytest.raises(NotFoundError):
        filled.document(f"{filled_range[0]}0000000000000")


def test_dump_of_copies_is_what_the_design_says(filled: Dossier) -> None:
    rows = list(filled.dump_copies())
    question, thread = (
        min(copy_id(BOTH, 1), copy_id(QUESTION, 0)),
        min(copy_id(BOTH, 0), copy_id(BOTH, 1), copy_id(QUESTION, 0)),
    )
    assert [(row["document"], row["n"]) for row in rows] == [("antwoord", 0), ("antwoord", 1), ("vraag", 0)]
    assert json.loads(json.dumps(rows[1])) == {
        "document": "antwoord",
        "n": 1,
        "header": [6, 7],
        "body": [9, 9],
        "sent": "2021-02-15T11:08:00+01:00",
        "sent_text": "15 feb 2021 12:08",
        "subject": "Fietsenstalling",
        "from": {"text": "[5.1.2e]", "domain": "straat.example"},
        "to": [{"text": "beheer", "domain": None}],
        "cc": [],
        "marks": 1,
        "message": short_id(question),
        "thread": short_id(thread),
        "parent": None,
    }


def test_dump_of_redactions_shows_the_spelling_and_nothing_else(filled: Dossier) -> None:
    assert [(r["document"], r["n"], r["lines"], r["text"], r["law"]) for r in filled.dump_redactions()] == [
        ("antwoord", 0, (1, 1), "(10)(2e)", "wob"),
        ("antwoord", 1, (6, 6), "[5.1.2e]", "woo"),
        ("vraag", 0, (1, 1), "[5.1.2e]", "woo"),
    ]


def test_dump_of_messages_names_all_copies(filled: Dossier) -> None:
    question = next(row for row in filled.dump_messages() if row["parent"] is None)
    assert question["copies"] == [{"document": "antwoord", "n": 1}, {"document": "vraag", "n": 0}]
    assert question["released"] is False
    (thread,) = filled.dump_threads()
    assert thread["messages"][0] == question["message"]


def test_a_dump_shows_one_state_though_somebody_writes(filled: Dossier) -> None:
    rows = iter(filled.dump_copies())
    first = next(iter(rows))
    filled.add(batch_of(split_of(ANSWER, "aanvulling")))
    assert [row["document"] for row in (first, *rows)] == ["antwoord", "antwoord", "vraag"]


def test_a_dossier_not_yet_woven_can_be_read(store: Dossier) -> None:
    store.add(batch_of(split_of(QUESTION, "vraag")))
    assert [row["message"] for row in store.dump_copies()] == [None]
    assert store.copies("vraag")[0].message is None
    assert store.counts().repeated == 0
