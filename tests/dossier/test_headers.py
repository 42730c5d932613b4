"""Headers for lists: what the fullest copy of a message prints above its body, read without that body."""

from __future__ import annotations

from draad.dossier import Dossier


def test_a_header_is_that_of_the_copy_that_represents_the_message(filled: Dossier) -> None:
    (thread,) = filled.threads()
    messages = filled.thread(thread.id).messages
    headers = filled.headers([message.id for message in messages])
    for message in messages:
        best = message.representative
        own = [mark for mark in best.marks if best.header[0] <= mark.span[0] < best.header[1]]
        text = filled.text(best.document)
        header = headers[message.id]
        assert (header.subject, header.sender, header.to) == (best.subject, best.sender, best.to)
        assert header.marks == tuple((text[slice(*mark.span)], mark.code) for mark in own)


def test_messages_that_are_no_more_are_left_out(filled: Dossier) -> None:
    assert filled.headers([1, 2]) == {}


def test_a_document_is_known_by_the_newest_message_in_it_that_has_a_subject(filled: Dossier) -> None:
    documents = filled.documents()
    known = filled.titles([document.id for document in documents])
    assert set(known) == {document.id for document in documents}
    for document in documents:
        told = [copy for copy in filled.copies(document.id) if copy.subject and copy.subject.strip()]
        newest = max(told, key=lambda copy: (copy.sent_at is not None, copy.sent_at or 0, -copy.n), default=None)
        view = known[document.id]
        assert view.subject == (newest.subject if newest else None)
        assert view.title == (document.report["title"] if document.report else None)
        if newest:
            own = [mark for mark in newest.marks if newest.header[0] <= mark.span[0] < newest.header[1]]
            text = filled.text(document.id)
            assert view.marks == tuple((text[slice(*mark.span)], mark.code) for mark in own)


def test_documents_that_are_no_more_are_left_out(filled: Dossier) -> None:
    assert filled.titles([1, 2]) == {}
