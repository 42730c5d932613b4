"""A filter gives the same items in the same order, whether few are looked up or an index is walked past many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_pile import ANSWER, QUESTION, batch_of, copy_id, split_of, weave_by_body

from draad.dossier import Dossier, ItemFilter, picking
from draad.dossier.picking import ItemSort

KINDS, STATUSES = ("question", "action", "signal"), ("proposed", "open", "rejected")
DAYS = (None, "2021-02-01", "2021-02-15", "2021-03-01")
NAMES = ("VNG", "vng.nl", "straat.example", "¤")
WORDS = ("Wanneer klaar?", "In mei.", "100% zeker", "fiets_pad")
SORTS: tuple[ItemSort, ...] = get_args(ItemSort)


def rows() -> list[dict[str, Any]]:
    """Sixty items, of which every field takes each of its values with many of the others."""
    made = []
    for n in range(60):
        asked = n % 2 == 0
        made.append(
            {
                "id": 1_000 + n * 7919 % 60,
                "kind": KINDS[n % 3],
                "status": STATUSES[n // 3 % 3],
                "copy": copy_id(QUESTION if asked else ANSWER + "\n" + QUESTION, 0),
                "document": "vraag" if asked else "antwoord",
                "start": n % 5,
                "text": WORDS[n % 4],
                "said": DAYS[n // 2 % 4],
                "first": DAYS[n // 5 % 4],
                "last": DAYS[n // 7 % 4],
                "every": "P6W" if n % 11 == 0 else None,
                "score": n % 9 / 10,
                "owners": [NAMES[n % 4]] if n % 3 else [],
            }
        )
    return made


ROWS = rows()


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dossier]:
    with Dossier.create(tmp_path_factory.mktemp("picking") / "d") as store:
        store.add(batch_of(split_of(ANSWER + "\n" + QUESTION, "antwoord"), split_of(QUESTION, "vraag")))
        store.save_woven(weave_by_body(*store.copies_for_weaving()))
        documents = {document.name: document.id for document in store.documents()}
        with store._writer() as con:
            for row in ROWS:
                message = con.execute("SELECT message FROM woven WHERE copy = ?", (row["copy"],)).fetchone()[0]
                con.execute(
                    'INSERT INTO items (id, kind, status, origin, message, document, copy, start, "end", text, said,'
                    " owner, counterparty, due_first, due_last, every, urgent, score, cue, data, batch)"
                    " VALUES (?, ?, ?, 'draad', ?, ?, ?, ?, 9, ?, ?, '[]', '[]', ?, ?, ?, 0, ?, '', '{}', 1)",
                    (
                        *(row["id"], row["kind"], row["status"], message, documents[row["document"]], row["copy"]),
                        *(row["start"], row["text"], row["said"], row["first"], row["last"], row["every"]),
                        row["score"],
                    ),
                )
                for name in row["owners"]:
                    con.execute("INSERT INTO item_parties VALUES (?, 'owner', ?)", (row["id"], name))
        yield store


def some(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=2)


FILTERS = st.builds(
    ItemFilter,
    kinds=some(*KINDS),
    statuses=some(*STATUSES),
    owners=some("vng", "¤"),
    organisations=some("vng", "straat", "straat.example", "nowhere"),
    since=st.sampled_from(DAYS),
    until=st.sampled_from(DAYS),
    due_since=st.sampled_from(DAYS),
    due_until=st.sampled_from(DAYS),
    text=st.sampled_from([None, "klaar", "%", "_", "IN ME"]),
    every=st.booleans(),
    ids=st.lists(st.sampled_from([1_001, 1_033, 1]), max_size=3),
)


def passes(row: dict[str, Any], where: ItemFilter) -> bool:
    last, first = row["last"] or row["first"], row["first"] or row["last"]
    owners = {name.casefold() for name in row["owners"]}
    tests = (
        not where.kinds or row["kind"] in where.kinds,
        not where.statuses or row["status"] in where.statuses,
        not where.owners or owners & {name.casefold() for name in where.owners},
        # every copy was sent from straat.example
        not where.organisations
        or owners & {name.casefold() for name in where.organisations}
        or {"straat", "straat.example"} & set(where.organisations),
        where.since is None or (row["said"] or "") >= where.since,
        where.until is None or (row["said"] or "9") <= where.until,
        where.due_since is None or (last or "") >= where.due_since,
        where.due_until is None or (first or "9") <= where.due_until,
        where.text is None or where.text.casefold() in row["text"].casefold(),
        not where.every or row["every"],
        not where.ids or row["id"] in where.ids,
    )
    return all(tests)


def key(row: dict[str, Any], sort: ItemSort) -> tuple[Any, ...]:
    last = row["last"] or row["first"]
    keys: dict[str, tuple[Any, ...]] = {
        "document": (row["document"], row["start"], row["kind"], row["id"]),
        "due": (last is None, last or "", row["id"]),
        "score": (-row["score"], row["id"]),
        "said": (row["said"] is None, row["said"] or "", row["id"]),
    }
    return keys[sort]


def expected(where: ItemFilter, sort: ItemSort) -> list[int]:
    found = [row for row in ROWS if passes(row, where)]
    if sort == "newest":
        found.sort(key=lambda row: (row["said"] or "", row["id"]), reverse=True)
    elif sort == "latest":
        found.sort(key=lambda row: (row["last"] or row["first"] or "", row["id"]), reverse=True)
    else:
        found.sort(key=lambda row: key(row, sort))
    return [row["id"] for row in found]


@pytest.mark.parametrize("few", [0, 20, 1_000])
@given(where=FILTERS, sort=st.sampled_from(SORTS), limit=st.sampled_from([None, 7]), offset=st.sampled_from([0, 3]))
def test_every_way_of_answering_gives_the_same_page(
    dossier: Dossier, few: int, where: ItemFilter, sort: ItemSort, limit: int | None, offset: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(picking, "FEW", few)
        wanted = expected(where, sort)[offset:][:limit]
        assert picking.page(dossier._con, where, sort, limit, offset) == wanted


@pytest.mark.parametrize("few", [0, 20, 1_000])
@given(where=FILTERS)
def test_and_the_same_counts(dossier: Dossier, few: int, where: ItemFilter) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(picking, "FEW", few)
        wanted = Counter((row["kind"], row["status"]) for row in ROWS if passes(row, where))
        assert dossier.count_items(where) == wanted


def test_within_a_snapshot_a_filter_is_looked_up_once(dossier: Dossier) -> None:
    asked: list[str] = []
    dossier._con.set_trace_callback(lambda query: asked.append(query) if "items_words" in query else None)
    where = ItemFilter(text="klaar")
    with dossier.snapshot():
        assert len(dossier.items(where)) == sum(dossier.count_items(where).values()) == 15
        assert len(dossier.items(where, limit=5, sort="newest")) == 5
    assert len(asked) == 1
    assert len(dossier.items(where)) == 15
    assert len(asked) == 2
    dossier._con.set_trace_callback(None)


def test_a_change_is_seen_by_the_next_snapshot(dossier: Dossier) -> None:
    where, row = ItemFilter(text="fietsbel"), ROWS[0]

    def becomes(text: str) -> int:
        with dossier._writer() as con:
            con.execute("UPDATE items SET text = ? WHERE id = ?", (text, row["id"]))
        with dossier.snapshot():
            return sum(dossier.count_items(where).values())

    assert becomes("een fietsbel") == 1
    assert becomes(row["text"]) == 0
