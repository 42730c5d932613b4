"""Hits as the store tells them: the words of one copy, where they stand, and the items that were found in them."""

from __future__ import annotations

from draad.dossier import Dossier, NewItem
from draad.dossier.items import ItemFilter

AT = "2021-03-01T09:00:00+00:00"


def test_a_message_is_told_by_its_representative_alone(filled: Dossier) -> None:
    messages = filled.messages([message.id for t in filled.threads() for message in filled.thread(t.id).messages])
    found = filled.found(list(messages))
    assert found.keys() == messages.keys()
    for identifier, view in found.items():
        message, best = messages[identifier], messages[identifier].representative
        assert (view.document, view.document_name) == (best.document, best.document_name)
        assert (view.subject, view.body, view.sender) == (best.subject or "", best.body_text, best.sender.text)
        assert (view.line, view.body_line) == (best.header_lines[0], best.body_lines[0])
        assert (view.sent, view.sent_at, view.thread) == (message.sent, message.sent_at, message.thread)


def test_a_document_that_is_no_mail_is_told_whole(filled: Dossier) -> None:
    note = filled.document("nota")
    view = filled.found([note.id])[note.id]
    assert (view.kind, view.document_name, view.body, view.line, view.thread) == (
        "note", "nota", "Nota over fietsen.\n", 1, None,
    )  # fmt: skip


def test_what_is_no_more_is_left_out(filled: Dossier) -> None:
    assert filled.found([12345, filled.document("nota").id]).keys() == {filled.document("nota").id}
    assert filled.found([]) == {}


def test_the_line_of_a_place_counts_as_people_do(filled: Dossier) -> None:
    (thread,) = filled.threads()
    question = filled.thread(thread.id).messages[0]
    view = filled.found([question.id])[question.id]
    assert view.line_of(0) == view.body_line
    assert view._replace(body="een\ntwee\ndrie").line_of(9) == view.body_line + 2


def test_a_message_stands_in_the_document_of_its_representative(filled: Dossier) -> None:
    messages = filled.messages([message.id for t in filled.threads() for message in filled.thread(t.id).messages])
    assert filled.found_in(list(messages)) == {m.id: m.representative.document for m in messages.values()}


def test_items_are_found_by_their_message_or_by_a_document_that_is_no_mail(filled: Dossier) -> None:
    note, mail = filled.document("nota"), filled.document("vraag")
    start = filled.text("vraag").index("Wanneer")
    filled.add_items(
        [NewItem("action", note.id, (10, 17)), NewItem("question", mail.id, (start, start + 7))], who="Bo", at=AT
    )
    held = {item.kind: item for item in filled.items(ItemFilter())}
    message = held["question"].message
    assert message is not None
    assert [(i.text, i.owner) for i in filled.item_texts([message], [])] == [("Wanneer", message)]
    assert [(i.text, i.owner) for i in filled.item_texts([], [note.id])] == [("fietsen", note.id)]
    assert filled.item_texts([], [mail.id]) == []


def test_rejected_items_are_not_found(filled: Dossier) -> None:
    note = filled.document("nota")
    (item,) = filled.add_items([NewItem("action", note.id, (10, 17))], who="Bo", at=AT)
    filled.change_item(item.id, item.version, {"status": "rejected"}, who="Bo", what="reject", at=AT)
    assert filled.item_texts([], [note.id]) == []
