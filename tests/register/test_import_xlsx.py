"""A workbook that people worked in: what comes back, and what is refused and how it is said."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_items import item

from draad.dossier.views import ItemView
from draad.errors import DamagedFileError, UnsafeArchiveError
from draad.extract.records import KINDS
from draad.register.export.xlsx import Told, workbook
from draad.register.imports.plan import Plan
from draad.register.imports.xlsx import read
from draad.register.states import STATES
from draad.texts import texts

NL = texts("nl")
TODAY = date(2026, 3, 2)
"""A Monday."""


def exported(*items: ItemView, language: str = "nl") -> bytes:
    return workbook(texts(language), items, Told("d", TODAY))


def taken(data: bytes, *items: ItemView) -> Plan:
    held = {one.id: one for one in items}
    look = lambda ids: {number: held[number] for number in ids if number in held}  # noqa: E731
    return read(NL, data, look, lambda _: ("jan", "2026-03-01T10:00:00+00:00"), TODAY)


def mutated(data: bytes, change: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def where(sheet: Any, head: str) -> int:
    return [cell.value for cell in sheet[1]].index(head) + 1


def put(head: str, value: object, row: int = 2, sheet: str = "Acties") -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet].cell(row, where(book[sheet], head)).value = value

    return change


def changed(change: Callable[[Any], None], *items: ItemView) -> Plan:
    return taken(mutated(exported(*items), change), *items)


def edits(plan: Plan) -> list[dict[str, Any]]:
    return [dict(edit.changes) for edit in plan.edits]


def said(plan: Plan) -> list[str]:
    return [f"{problem.where}: {problem.said}" for problem in plan.problems]


# ── what comes back ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("head", "value", "changes"),
    [
        ("eigenaar", "MO; VNG", {"owner": ("MO", "VNG")}),
        ("eigenaar", None, {"owner": ()}),
        ("tegenpartij", "Tweede Kamer", {"counterparty": ("Tweede Kamer",)}),
        ("termijn", datetime(2026, 3, 6), {"due": "2026-03-06"}),
        ("termijn", "vrijdag", {"due": "2026-03-06"}),
        ("termijn", "uiterlijk 3 juni 2026", {"due": "../2026-06-03"}),
        ("termijn (EDTF)", "2026-06", {"due": "2026-06"}),
        ("ritme", "elke zes weken", {"every": "P6W"}),
        ("spoed", "ja", {"urgent": True}),
        ("nummer", 12, {"number": "12"}),
        ("notitie", "=1+1", {"note": "=1+1"}),
        ("labels", "wettelijk, kamer", {"tags": ("wettelijk", "kamer")}),
        ("soort", "Toezegging", {"kind": "commitment"}),
        ("stand", "nagekomen", {"status": "fulfilled"}),
        ("stand", "fulfilled", {"status": "fulfilled"}),
    ],
)
def test_a_changed_cell_is_a_change(head: str, value: object, changes: dict[str, Any]) -> None:
    def change(book: Any) -> None:
        put(head, value)(book)
        cell = book["Acties"].cell(2, where(book["Acties"], head))
        if isinstance(value, str):
            cell.data_type = "s"

    plan = changed(change, item(1))
    assert (edits(plan), plan.problems) == ([changes], [])


def test_accepting_a_proposal_and_filling_in_its_owner_in_one_go() -> None:
    one = item(1, status="proposed", owner=())

    def change(book: Any) -> None:
        put("stand", "open")(book)
        put("eigenaar", "VNG", sheet="Alles")(book)

    assert edits(changed(change, one)) == [{"status": "open", "owner": ("VNG",)}]


def test_from_one_end_to_another_and_a_remark_on_what_is_done() -> None:
    assert edits(changed(put("stand", "vervallen"), item(1, status="fulfilled"))) == [{"status": "dropped"}]
    assert edits(changed(put("notitie", "mooi"), item(1, status="fulfilled"))) == [{"note": "mooi"}]


def test_what_a_state_does_not_allow_is_told_with_its_cell() -> None:
    plan = changed(put("eigenaar", "VNG"), item(1, status="rejected"))
    assert plan.edits == []
    assert plan.problems[0].where == "Acties!E2"
    assert "afgewezen" in plan.problems[0].said


def test_a_proposal_can_not_be_made_of_what_is_open() -> None:
    assert said(changed(put("stand", "voorgesteld"), item(1))) == [
        "Acties!C2: een punt kan niet terug naar voorgesteld."
    ]


def test_nothing_changed_is_nothing_whatever_others_did() -> None:
    one = item(1)
    plan = taken(exported(one), replace(one, version=7, owner=("VNG",), status="fulfilled"))
    assert (plan.edits, plan.problems, plan.notices) == ([], [], [])


def test_the_same_file_twice_is_no_conflict() -> None:
    one = item(1)
    data = mutated(exported(one), put("eigenaar", "VNG"))
    after = replace(one, version=1, owner=("VNG",))
    assert (taken(data, after).edits, taken(data, after).problems) == ([], [])


def test_an_english_export_comes_back_in_a_dutch_session() -> None:
    data = mutated(exported(item(1), language="en"), put("status", "dropped", sheet="Actions"))
    assert edits(taken(data, item(1))) == [{"status": "dropped"}]


def test_words_with_other_line_ends_and_blanks_are_the_same_words() -> None:
    one = item(1, note="eerste\ntweede")
    plan = changed(put("notitie", "eerste_x000D_\r\ntweede \n"), one)
    assert edits(plan) == []


KNOWN_DUES = (
    None,
    "2020-06-05",
    "../2020-06-01",
    "2020-06-01/2020-06-07",
    "2020-06",
    "2020",
    "2020-06-08/..",
    "2020-06~",
)
NAMES = st.lists(st.text(min_size=1, max_size=12).filter(str.strip), max_size=3).map(tuple)


@st.composite
def an_item(draw: st.DrawFn, line: int) -> ItemView:
    return item(
        line,
        kind=draw(st.sampled_from(KINDS)),
        status=draw(st.sampled_from(STATES)),
        text=draw(st.text(min_size=1, max_size=60)),
        owner=draw(NAMES),
        counterparty=draw(NAMES),
        due=draw(st.sampled_from(KNOWN_DUES)),
        every=draw(st.sampled_from((None, "P6W", "P1D", "P1Y", "P1M3D"))),
        urgent=draw(st.booleans()),
        number=draw(st.none() | st.text(max_size=10)),
        note=draw(st.text(max_size=80)),
        tags=draw(NAMES),
        version=draw(st.integers(0, 9)),
        said=draw(st.sampled_from((None, "2020-06-01"))),
    )


@settings(max_examples=10, deadline=None)
@given(st.data(), st.sampled_from(("nl", "en")))
def test_out_and_back_changes_nothing(data: st.DataObject, language: str) -> None:
    """Whatever the words, also after a spreadsheet program saved the file in between."""
    items = [data.draw(an_item(line)) for line in range(1, data.draw(st.integers(1, 3)) + 1)]
    there = exported(*items, language=language)
    for file in (there, mutated(there, lambda _: None)):
        plan = taken(file, *items)
        assert (plan.edits, plan.additions, plan.problems, plan.notices) == ([], [], [], [])


# ── heads ───────────────────────────────────────────────────────────────────────────────────────────────────


def move_first_to_end(book: Any) -> None:
    for sheet in book.worksheets[:-1]:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for at, row in enumerate(rows, 1):
            for column, value in enumerate([*row[3:], *row[:3]], 1):
                cell = sheet.cell(at, column)
                cell.value = value
                cell.hyperlink = None


def test_moved_columns_are_no_problem() -> None:
    def change(book: Any) -> None:
        move_first_to_end(book)
        put("eigenaar", "VNG")(book)

    plan = changed(change, item(1), item(2))
    assert (edits(plan), plan.problems) == ([{"owner": ("VNG",)}], [])


def test_a_renamed_head_is_told_by_column_with_what_is_missing() -> None:
    def change(book: Any) -> None:
        book["Acties"].cell(1, where(book["Acties"], "termijn")).value = "termijnen"

    plan = changed(change, item(1))
    (problem,) = plan.problems
    assert problem.where == "Acties, kolom G"
    assert problem.said == "de kop 'termijnen' kent Draad niet. Bedoeld is misschien 'termijn'."
    assert "termijn" in problem.cure


def test_a_column_of_ones_own_is_skipped_and_said() -> None:
    def change(book: Any) -> None:
        book["Acties"].cell(1, 30).value = "mijn kolom"

    plan = changed(change, item(1))
    assert (plan.edits, plan.problems) == ([], [])
    assert [notice.where for notice in plan.notices] == ["Acties, kolom AD"]


def test_a_column_taken_out_leaves_what_stood_in_it() -> None:
    def change(book: Any) -> None:
        book["Acties"].delete_cols(where(book["Acties"], "notitie"))
        put("eigenaar", "VNG")(book)

    plan = changed(change, item(1, note="blijft"))
    assert (edits(plan), plan.problems) == ([{"owner": ("VNG",)}], [])
    assert "notitie" in plan.notices[0].said


def test_without_the_identifiers_every_row_is_told() -> None:
    def change(book: Any) -> None:
        book["Acties"].delete_cols(1)

    plan = changed(change, item(1), item(2, text="Tweede rij."))
    assert plan.edits == []
    told = said(plan)
    assert told[0].startswith("Acties: de kolom 'kenmerk' is weg")
    assert told[1:] == [
        'Acties, rij 2: deze rij heeft geen kenmerk: "Wij sturen de planning uiterlijk vrijdag aan de gemeenten."',
        'Acties, rij 3: deze rij heeft geen kenmerk: "Tweede rij."',
    ]


def test_without_the_versions_nothing_of_that_sheet_is_taken() -> None:
    def change(book: Any) -> None:
        put("eigenaar", "VNG")(book)
        book["Acties"].delete_cols(where(book["Acties"], "versie"))

    plan = changed(change, item(1))
    assert plan.edits == []
    assert "'versie'" in said(plan)[0]


def test_the_same_head_twice() -> None:
    def change(book: Any) -> None:
        book["Acties"].cell(1, 30).value = "Eigenaar"

    assert said(changed(change, item(1)))[0] == "Acties, kolom AD: de kop 'Eigenaar' staat er al."


def test_a_strange_sheet_is_left_alone() -> None:
    def change(book: Any) -> None:
        book.create_sheet("Vakantie")["A1"] = "wie"

    plan = changed(change, item(1))
    assert (plan.problems, [notice.where for notice in plan.notices]) == ([], ["Vakantie"])


# ── cells ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("head", "value", "cell", "words"),
    [
        ("stand", "klaar", "Acties!C2", "'klaar' is geen van de woorden"),
        ("stand", None, "Acties!C2", "'' is geen van de woorden"),
        ("soort", "taak", "Acties!B2", "'taak' is geen van de woorden"),
        ("termijn", "31 februari", "Acties!G2", "31 februari"),
        ("termijn", "ooit", "Acties!G2", "ooit"),
        ("termijn (EDTF)", "2020-13-01", "Acties!T2", "2020-13-01"),
        ("ritme", "af en toe", "Acties!I2", "af en toe"),
        ("spoed", "misschien", "Acties!J2", "'misschien'"),
        ("notitie", "x" * 10_001, "Acties!L2", "10000"),
        ("kenmerk", "0123456789abcdef", "Acties!A2", "0123456789abcdef"),
        ("kenmerk", "van mij", "Acties!A2", "van mij"),
        ("versie", "twee", "Acties!U2", "'twee' is geen versie"),
    ],
)
def test_what_can_not_be_read_is_told_with_its_cell(head: str, value: object, cell: str, words: str) -> None:
    plan = changed(put(head, value), item(1), item(2))
    assert plan.edits == []
    (problem,) = plan.problems
    assert problem.where == cell
    assert words in problem.said.replace(".", "") or words in problem.said


def test_two_cells_that_ask_for_different_things() -> None:
    def change(book: Any) -> None:
        put("eigenaar", "VNG")(book)
        put("eigenaar", "LNV", sheet="Alles")(book)

    plan = changed(change, item(1))
    assert [problem.where for problem in plan.problems] == ["Acties!E2"]
    assert "Alles!E2" in plan.problems[0].said


def test_a_date_and_an_edtf_that_differ() -> None:
    def change(book: Any) -> None:
        put("termijn", datetime(2026, 3, 6))(book)
        put("termijn (EDTF)", "2026-03-07")(book)

    assert [problem.where for problem in changed(change, item(1)).problems] == ["Acties!T2"]


def test_the_words_of_an_item_do_not_change() -> None:
    plan = changed(put("tekst", "iets anders"), item(1))
    assert (plan.edits, plan.problems) == ([], [])
    assert plan.notices[0].where == "Acties!D2"


def test_a_text_too_long_for_a_cell_comes_back_unchanged() -> None:
    long = item(1, text="woord " * 6_000, note="noot " * 8_000)
    assert taken(exported(long), long) == Plan(rows=2)


# ── conflicts ───────────────────────────────────────────────────────────────────────────────────────────────


def test_somebody_else_was_first() -> None:
    one = item(1)
    data = mutated(exported(one), put("eigenaar", "VNG"))
    plan = taken(data, replace(one, version=1, owner=("LNV",)))
    (problem,) = plan.problems
    assert problem.conflict
    assert problem.where == "Acties!E2"
    assert problem.said == "jan wijzigde dit punt op 2026-03-01 10:00, na de export. eigenaar: u VNG, nu LNV."


def test_a_conflict_in_one_row_leaves_the_others_as_edits() -> None:
    one, two = item(1), item(2)

    def change(book: Any) -> None:
        put("eigenaar", "VNG", 2)(book)
        put("eigenaar", "VNG", 3)(book)

    plan = taken(mutated(exported(one, two), change), replace(one, version=1), two)
    assert [edit.item.id for edit in plan.edits] == [two.id]
    assert len(plan.problems) == 1


# ── new rows ────────────────────────────────────────────────────────────────────────────────────────────────


def new_row(**cells: object) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        sheet = book["Acties"]
        for head, value in cells.items():
            sheet.cell(9, where(sheet, head)).value = value

    return change


def test_a_new_row_with_a_place_is_an_item() -> None:
    plan = changed(new_row(soort="actie", vindplaats="verslag:3", eigenaar="VNG", termijn="vrijdag"), item(1))
    (new,) = plan.additions
    assert (new.kind, new.place, dict(new.fields)) == ("action", "verslag:3", {"owner": ("VNG",), "due": "2026-03-06"})


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"soort": "actie", "tekst": "Bel de gemeente."}, "heeft een vindplaats nodig"),
        ({"soort": "actie", "vindplaats": "verslag"}, "heeft een vindplaats nodig"),
        ({"vindplaats": "verslag:3"}, "moet de soort er staan"),
        ({"soort": "taak", "vindplaats": "verslag:3"}, "'taak'"),
    ],
)
def test_a_new_row_without_place_or_kind_is_refused_and_why(cells: dict[str, object], words: str) -> None:
    plan = changed(new_row(**cells), item(1))
    assert plan.additions == []
    assert words in said(plan)[0]
    assert said(plan)[0].startswith(("Acties, rij 9", "Acties!B9"))


# ── files that are none ─────────────────────────────────────────────────────────────────────────────────────


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def broken(data: bytes) -> Sequence[bytes]:
    sheets = zipfile.ZipFile(io.BytesIO(data))
    torn = {name: sheets.read(name) for name in sheets.namelist()}
    torn["xl/workbook.xml"] = b"<workbook"
    return [b"", b"geen zip", data[: len(data) // 2], zipped(leeg=b""), zipped(**torn)]


@pytest.mark.parametrize("which", range(5))
def test_what_is_no_workbook(which: int) -> None:
    with pytest.raises(DamagedFileError):
        taken(broken(exported(item(1)))[which])


def test_a_workbook_of_somebody_else() -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    with pytest.raises(DamagedFileError, match="koppen"):
        taken(out.getvalue())


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("draad.office.opening._LARGEST", 1 << 20)
    with pytest.raises(UnsafeArchiveError):
        taken(zipped(bomb=bytes(2 << 20)))
