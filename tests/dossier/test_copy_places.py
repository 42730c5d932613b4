"""Where copies stand is stored, so that a conversation with hundreds of copies reads no text but what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_pile import QUESTION, copy_id

from draad.dossier import Dossier
from draad.run.ingest import IngestOptions, ingest

TABLES = {
    "copy_places": "no",
    "copy_domains": "domain, role, copy",
    "mark_counts": "code",
}
LATER = (
    *("redactions", "redaction_log", "visible", "release_settings", "judgements", "pseudonyms"),
    *("spent_pseudonyms", "person_units"),
)
"""Tables of migrations after it."""
ADDED = ("items_span", "items_words", "items_newest", "items_copy", "items_every", "item_log_who")


def test_places_stand_in_order_of_documents(filled: Dossier) -> None:
    message = filled.message(copy_id(QUESTION, 0))
    (light,) = filled.messages([message.id], whole=False).values()
    assert [(place.document_name, place.n, place.lines, place.body_lines) for place in light.places] == [
        ("antwoord", 1, (6, 9), (9, 9)),
        ("vraag", 0, (1, 4), (4, 4)),
    ]


def test_a_conversation_read_light_is_the_same_conversation(filled: Dossier) -> None:
    (thread,) = filled.threads()
    whole, light = filled.thread(thread.id), filled.thread(thread.id, whole=False)
    assert [message.id for message in whole.messages] == [message.id for message in light.messages]
    for full, brief in zip(whole.messages, light.messages, strict=True):
        assert brief.representative == full.representative
        assert brief.copies == (full.representative,)
        assert [place.id for place in brief.places] == [copy.id for copy in full.copies]
        assert [place.lines[0] for place in brief.places] == [copy.header_lines[0] for copy in full.copies]


def test_places_of_copies_are_found_by_their_identifiers(filled: Dossier) -> None:
    wanted = copy_id(QUESTION, 0)
    assert filled.places([wanted])[wanted].document_name == "vraag"
    assert filled.places([1, 2]) == {}


def stored(dossier: Dossier) -> dict[str, list[tuple[object, ...]]]:
    return {t: dossier._con.execute(f"SELECT * FROM {t} ORDER BY {order}").fetchall() for t, order in TABLES.items()}


def test_a_dossier_of_the_form_before_gets_them_by_being_opened(filled: Dossier) -> None:
    """``filled`` is put back into form 2, as the migration before left it."""
    before = stored(filled)
    assert all(before.values())
    for table in (*TABLES, *LATER):
        filled._con.execute(f"DROP TABLE {table}")
    for index in ADDED:
        filled._con.execute(f"DROP INDEX {index}")
    filled._con.execute("PRAGMA user_version = 2")
    filled.close()
    with Dossier.open(filled.layout.root) as upgraded:
        assert stored(upgraded) == before
        assert upgraded.thread(upgraded.threads()[0].id, whole=False).size == 2


@pytest.fixture(scope="module")
def paged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier of a pdf, which has pages."""
    pdf = sorted((Path(__file__).parents[2] / "samples" / "demo").glob("*.pdf"))[:2]
    made = tmp_path_factory.mktemp("paged") / "dossier"
    ingest(made, pdf, IngestOptions(jobs=1))
    return made


def test_pages_are_those_of_the_document(paged: Path) -> None:
    with Dossier.open(paged) as dossier:
        seen = 0
        for document in dossier.documents():
            copies = dossier.copies(document.id)
            for identifier, place in dossier.places([copy.id for copy in copies]).items():
                line = place.lines[0] - document.first_line + 1
                assert identifier in {copy.id for copy in copies}
                assert place.page == next((n for n, a, b, _ in document.pages if a <= line <= b), None)
                seen += 1
        assert seen
