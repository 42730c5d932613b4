"""What people decided stays decided, whatever comes in later (law 5)."""

from __future__ import annotations

import pytest
from store_pile import ANSWER, QUESTION, batch_of, split_of, weave_by_body
from test_store_items import AT, WORDS, proposal, propose, save_ties

from draad.dossier import Dossier
from draad.errors import NotFoundError
from draad.extract.records import Tie


def test_two_touched_items_that_turn_out_to_be_one_keep_each_their_place(filled: Dossier) -> None:
    propose(filled, proposal(filled, WORDS, "vraag"), proposal(filled, WORDS, "antwoord"))
    for item in filled.items():
        filled.change_item(item.id, 0, {"note": item.document_name}, who="an", what="edit", at=AT)
    kept = filled.items(places=True)
    propose(filled, proposal(filled, WORDS, "vraag", "antwoord"))
    assert filled.items(places=True) == kept
    assert [[place.document_name for place in item.places] for item in kept] == [["antwoord"], ["vraag"]]


@pytest.mark.parametrize("decision", ["confirmed", "rejected"])
def test_a_decided_passage_is_not_proposed_anew_from_another_copy(store: Dossier, decision: str) -> None:
    store.add(batch_of(split_of(ANSWER + "\n" + QUESTION, "antwoord"), split_of(QUESTION, "vraag")))
    store.add(batch_of(split_of("Nota.\n", "nota"), split_of(f"Kop\n{ANSWER}", "los")))
    store.save_woven(weave_by_body(*store.copies_for_weaving()))
    propose(store, proposal(store, WORDS, "vraag", "antwoord"))
    (item,) = store.items()

    def answered_in(name: str) -> Tie:
        start = store.text(name).index("In mei.")
        copy = store.copies(name)[0]
        return Tie("answers", None, item.id, copy.message, copy.document, (start, start + 7), 0.7)

    save_ties(store, answered_in("antwoord"))
    (link,) = store.item_links()
    decided = store.decide_link(link.id, decision, who="an", at=AT)
    save_ties(store, answered_in("los"))
    assert store.item_links() == [decided]


def test_what_is_done_together_is_done_or_not_as_one(filled: Dossier) -> None:
    propose(filled, proposal(filled, WORDS, "vraag", "antwoord"))
    (item,) = filled.items()

    def fulfil_by_nothing(dossier: Dossier) -> None:
        with dossier.together():
            changed = dossier.change_item(item.id, 0, {"status": "fulfilled"}, who="an", what="fulfil", at=AT)
            assert dossier.item(item.id) == changed
            dossier.link_items("fulfils", "ffff", item.id, who="an", at=AT)

    with Dossier.open(filled.layout.root) as reader:
        with pytest.raises(NotFoundError):
            fulfil_by_nothing(reader)
        assert (reader.item(item.id).status, reader.item_changes(item.id)) == ("proposed", [])
