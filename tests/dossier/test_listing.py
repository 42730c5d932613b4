"""Documents and conversations by the page: filtered, in order, with neighbours and totals."""

from __future__ import annotations

import pytest
from store_pile import ANSWER, QUESTION, batch_of, split_of, weave_by_body

from draad.dossier import DocumentFilter, Dossier, ThreadFilter, listing
from draad.errors import NotFoundError, UsageError


@pytest.fixture
def piled(filled: Dossier) -> Dossier:
    """Beside ``filled``: a note in another source with the name of the first, and one with signs that LIKE knows."""
    filled.add(batch_of(split_of("Nota over brommers.\n", "nota"), split_of("Nota.\n", "100%_zeker")))
    return filled


def names(found: list[object]) -> list[str]:
    return [one.name.partition("~")[0] for one in found]  # type: ignore[attr-defined]


def test_documents_come_in_order_of_name_by_the_page(piled: Dossier) -> None:
    everything = piled.documents()
    assert names(list(everything)) == ["100%_zeker", "antwoord", "nota", "nota", "vraag"]
    assert [d for n in range(0, 6, 2) for d in piled.documents(limit=2, offset=n)] == everything


def test_documents_of_one_name_are_told_apart(piled: Dossier) -> None:
    two = [document.name for document in piled.documents(DocumentFilter(text="nota"))]
    assert len(set(two)) == 2
    assert all(name.startswith("nota~") for name in two)


def test_documents_by_length_and_by_arrival(piled: Dossier) -> None:
    lengths = [document.length for document in piled.documents(sort="length")]
    assert lengths == sorted(lengths, reverse=True)
    assert set(names(list(piled.documents(sort="added", limit=2)))) == {"nota", "100%_zeker"}


@pytest.mark.parametrize("few", [0, 100])
def test_documents_are_filtered_by_kind_and_by_name(piled: Dossier, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "FEW", few)
    assert names(list(piled.documents(DocumentFilter(kinds=["mail"])))) == ["antwoord", "vraag"]
    assert names(list(piled.documents(DocumentFilter(text="%_")))) == ["100%_zeker"]
    assert names(list(piled.documents(DocumentFilter(text="NOTA", kinds=["note"])))) == ["nota", "nota"]
    assert piled.documents(DocumentFilter(media=["pdf"])) == []


def test_documents_are_counted_by_kind(piled: Dossier) -> None:
    assert piled.count_documents() == {"note": 3, "mail": 2}
    assert piled.count_documents(DocumentFilter(text="o")) == {"note": 2, "mail": 1}


def test_each_document_has_its_neighbours(piled: Dossier) -> None:
    row = piled.documents()
    around = [piled.neighbours(document.id) for document in row]
    assert [None if a is None else a.id for a, _ in around] == [None, *(d.id for d in row[:-1])]
    assert [None if b is None else b.id for _, b in around] == [*(d.id for d in row[1:]), None]
    assert [a.name for a, _ in around if a] == [d.name for d in row[:-1]]
    with pytest.raises(NotFoundError):
        piled.neighbours("geen")


def test_later_parts_of_a_source_are_neighbours(store: Dossier) -> None:
    store.add(batch_of(split_of(QUESTION, "a"), split_of(ANSWER, "b")))
    first, second = store.documents()
    assert store.neighbours(first.id) == (None, listing.Neighbour(second.id, "b"))


@pytest.mark.parametrize("few", [0, 100])
@pytest.mark.parametrize(
    ("where", "found"),
    [
        (ThreadFilter(), 1),
        (ThreadFilter(text="fietsen"), 1),
        (ThreadFilter(text="f_etsen"), 0),
        (ThreadFilter(since="2021-02-15"), 1),
        (ThreadFilter(since="2021-02-16"), 0),
        (ThreadFilter(until="2021-02-14"), 0),
        (ThreadFilter(until="2021-02-15"), 1),
        (ThreadFilter(domain="Straat.example"), 1),
        (ThreadFilter(domain="plein.example"), 0),
    ],
)
def test_conversations_are_filtered(
    filled: Dossier, where: ThreadFilter, found: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "FEW", few)
    assert len(filled.threads(where=where)) == filled.count_threads(where) == found
    assert filled.threads(where=where, offset=1) == []


def test_a_day_that_is_none_is_refused(filled: Dossier) -> None:
    with pytest.raises(UsageError):
        filled.threads(where=ThreadFilter(since="gisteren"))


def test_a_new_weaving_changes_nothing_of_the_lists(piled: Dossier) -> None:
    before = piled.threads("size")
    piled.save_woven(weave_by_body(*piled.copies_for_weaving()))
    assert [thread.id for thread in piled.threads("size")] == [thread.id for thread in before]
