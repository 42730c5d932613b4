"""Items beside messages: those of the shown copy, as the whole item tells them."""

from __future__ import annotations

from test_store_items import AT, WORDS, proposal, propose

from draad.dossier import Dossier, ItemFilter


def test_items_stand_where_the_shown_copy_has_them(filled: Dossier) -> None:
    propose(filled, proposal(filled, WORDS, "vraag", "antwoord", due="2021-05"))
    (item,) = filled.items(ItemFilter(), places=True)
    assert item.message is not None
    best = filled.message(item.message).representative
    here = [place for place in item.places if place.copy == best.id]
    (said,) = filled.said([item.message])[item.message]
    assert (said.id, said.kind, said.status, said.due, said.every) == (item.id, item.kind, item.status, "2021-05", None)
    assert (said.owner, said.urgent) == (item.owner, item.urgent)
    assert said.spans == tuple(place.span for place in here)
    assert said.own == item.is_own(here[0])


def test_what_a_person_rejected_is_left_out(filled: Dossier) -> None:
    propose(filled, proposal(filled, WORDS, "vraag", "antwoord"))
    (item,) = filled.items()
    filled.change_item(item.id, item.version, {"status": "rejected"}, who="an", what="reject", at=AT)
    assert filled.said([item.message or 0]) == {}
