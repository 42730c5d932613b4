"""Taking in a list of somebody else: heads, rows, matching, what differs, what stays."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from test_production_report import row

from draad.dossier import Dossier
from draad.dossier.redactions import Judgement
from draad.release.inventory import production, rows, xlsx
from draad.release.inventory.about import About
from draad.release.inventory.compare import compared
from draad.release.inventory.reading import InventoryListError, ListRow, day_in, grounds_in, read
from draad.texts import texts

NL = texts("nl")
RELEASES = Path(__file__).parents[3].parent / "shared" / "releases"


def book(*lines: list[Any], above: int = 0) -> bytes:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Lijst"
    for _ in range(above):
        sheet.append(["Bijlage 2 bij besluit"])
    for line in lines:
        sheet.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


HEADS = ["Nr.", "ID", "Datum", "Documentnaam", "Beoordeling", "Artikel Woo", "Opmerkingen"]


def said(*lines: list[Any], above: int = 0) -> list[ListRow]:
    return read(NL, book(HEADS, *lines, above=above), "lijst.xlsx").rows


def listing(number: str, **told: Any) -> ListRow:
    return ListRow(where=f"Lijst!{number}", number=number, **told)


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_heads_are_found_below_a_title_and_by_any_of_their_names() -> None:
    found = said([1, 42954, datetime(2019, 6, 5), "Agenda.docx", "deels openbaar", "5.1.2e; 5.2", "let op"], above=4)
    assert found == [
        ListRow(
            "Lijst!6", "1", "42954", "2019-06-05", "Agenda.docx", "partly", ("woo 5.1.2.e", "woo 5.2"), "let op"
        )
    ]  # fmt: skip


def test_what_stands_behind_a_judgement_is_a_remark() -> None:
    found = said([1, None, None, "x", "deels openbaar, deels buiten reikwijdte verzoek", "10.2.e", None])[0]
    assert (found.judgement, found.remarks) == ("partly", "deels buiten reikwijdte verzoek")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("17-6-2019 11:13", "2019-06-17"),
        ("2019-06-17", "2019-06-17"),
        ("17‐06‐2019", "2019-06-17"),
        ("31-2-2019", None),
    ],
)
def test_days_as_lists_write_them(text: str, iso: str | None) -> None:
    assert day_in(text) == iso


def test_grounds_in_any_spelling() -> None:
    assert grounds_in("5.1.2e / 10.2.e;11.1 en 2019") == ("woo 5.1.2.e", "wob 10.2.e", "wob 11.1")


def test_a_list_of_our_own_and_a_production_report_come_back_as_they_went(decided: Path) -> None:
    with Dossier.open(decided) as dossier:
        ours, settings = rows(dossier), dossier.release_settings()
    for data in (
        xlsx.workbook(NL, ours, About(settings, date(2026, 3, 1))),
        production.report(ours, date(2026, 3, 1)).files[0],
    ):
        back = read(NL, data, "lijst.xlsx")
        assert back.problems == []
        assert [(one.number, one.day, one.judgement) for one in back.rows] == [
            (one.number, one.day, one.judgement) for one in ours
        ]


def test_a_workbook_without_heads_says_which_it_knows() -> None:
    with pytest.raises(InventoryListError, match="geen rij met koppen"):
        read(NL, book(["a", "b"], [1, 2]), "lijst.xlsx")


def test_numbers_given_twice_and_words_that_mean_nothing_are_told_with_their_cell() -> None:
    found = read(NL, book(HEADS, [1, None, "morgen", "x", "misschien", None, None], [1]), "lijst.xlsx").problems
    assert [(one.where, one.said) for one in found] == [
        ("Lijst!2", "“misschien” is geen beoordeling"), ("Lijst!2", "“morgen” is geen datum"),
        ("Lijst!3", "Nummer 1 staat op Lijst!2 en op Lijst!3."),
    ]  # fmt: skip


@pytest.mark.skipif(not RELEASES.is_dir(), reason="the real releases are not on this machine")
@pytest.mark.parametrize(
    ("name", "count", "judged", "whole"),
    [("inventory-7p.pdf", 93, 80, 90), ("decision-inventory-mails-46p.pdf", 20, 20, 20)],
)
def test_printed_lists_of_real_releases_are_read(name: str, count: int, judged: int, whole: int) -> None:
    found = read(NL, (RELEASES / name).read_bytes(), name).rows
    assert len(found) == count
    assert sum(one.judgement is not None for one in found) >= judged
    assert sum(len(one.title) > 5 and not one.title.startswith("http") for one in found) >= whole


# ── comparing ───────────────────────────────────────────────────────────────────────────────────────────────


def test_rows_are_matched_by_number_by_file_by_title_and_by_likeness() -> None:
    documents = [
        row("1", name="a", title="Verslag overleg"), row("2", name="42954", title="x"),
        row("3", name="c", title="RE: Planning ramen.msg", day="2020-06-03"),
        row("4", name="d", title="Sleutels van het buurthuis aan de Singel", day="2020-06-04"),
    ]  # fmt: skip
    listed = [
        listing("9", title="Iets anders"),
        listing("10", identifier="42954"),
        listing("11", title="Planning ramen", day="2020-06-03"),
        listing("12", title="Sleutels van het buurthuis aan de Singe1", day="2020-06-04"),
        listing("13", title="Bestaat niet", day="2020-06-04"),
    ]
    found = compared(listed, documents, {1: Judgement(number="9")})
    assert [(one.number, document.number) for one, document in found.matched] == [
        ("9", "1"), ("10", "2"), ("11", "3"), ("12", "4"),
    ]  # fmt: skip
    assert [one.number for one in found.without_document] == ["13"]
    assert found.without_row == []


def test_a_title_that_stands_twice_is_no_match_without_its_day() -> None:
    documents = [row("1", title="Agenda", day="2020-06-01"), row("2", title="Agenda", day="2020-06-02")]
    assert compared([listing("7", title="Agenda")], documents, {}).matched == []
    found = compared([listing("7", title="Agenda", day="2020-06-02")], documents, {})
    assert [document.number for _, document in found.matched] == ["2"]


def test_what_differs_is_told_and_what_an_officer_said_stays_unless_asked() -> None:
    documents = [row("1", title="Sleutels", judgement="withheld", own_judgement=True)]
    held = {1: Judgement(number="1", judgement="withheld", remarks="bezwaar")}
    listed = [listing("1", title="Sleutels buurthuis", day="2020-06-09", judgement="partly", remarks="geen")]
    kept = compared(listed, documents, held)
    assert [(one.field, one.theirs, one.ours, one.own) for one in kept.differences] == [
        ("date", "2020-06-09", "2020-06-01", False), ("title", "Sleutels buurthuis", "Sleutels", False),
        ("judgement", "partly", "withheld", True), ("remarks", "geen", "bezwaar", True),
    ]  # fmt: skip
    assert kept.changes == {1: {"title": "Sleutels buurthuis"}}
    taken = compared(listed, documents, held, overwrite=True)
    assert taken.changes == {1: {"title": "Sleutels buurthuis", "judgement": "partly", "remarks": "geen"}}


def test_a_list_that_was_taken_over_changes_nothing_the_second_time(outgoing: Path) -> None:
    listed = said([7, None, "8-6-2020", "Verslag buurthuizen", "niet openbaar", "5.2", None])
    with Dossier.open(outgoing) as dossier:
        dossier.judge("verslag", {"number": "7"}, who="anna")
        first = compared(listed, rows(dossier), dossier.judgements())
        for document, changes in first.changes.items():
            dossier.judge(document, changes, who="anna")
        again = compared(listed, rows(dossier), dossier.judgements())
    assert first.changes
    assert again.changes == {}
