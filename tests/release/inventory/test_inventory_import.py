"""Taking in a list of somebody else: heads, rows, matching, what differs, what stays."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pikepdf
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


def test_columns_that_nothing_is_taken_from_are_told() -> None:
    heads = ["Nr.", "Soort", "Datum", "Titel", "Grond(en) Woo", "Kleur", None]
    found = read(NL, book(heads, [1, "E-mail", "6 november 2023", "Sleutels", "5.1.2e", "rood", None]), "lijst.xlsx")
    assert found.left == ["Soort", "Kleur"]
    assert [(one.day, one.grounds) for one in found.rows] == [("2023-11-06", ("woo 5.1.2.e",))]


def test_numbers_given_twice_and_words_that_mean_nothing_are_told_with_their_cell() -> None:
    found = read(NL, book(HEADS, [1, None, "morgen", "x", "misschien", None, None], [1]), "lijst.xlsx").problems
    assert [(one.where, one.said) for one in found] == [
        ("Lijst!2", "“misschien” is geen beoordeling"), ("Lijst!2", "“morgen” is geen datum"),
        ("Lijst!3", "Nummer 1 staat op Lijst!2 en op Lijst!3."),
    ]  # fmt: skip


@pytest.mark.skipif(not RELEASES.is_dir(), reason="the real releases are not on this machine")
@pytest.mark.parametrize(
    ("name", "pages", "count", "judged", "whole"),
    [
        ("inventory-7p.pdf", slice(None), 93, 80, 90),
        ("decision-inventory-mails-46p.pdf", slice(3, 8), 20, 20, 20),  # the end of a letter, the list, and mails
    ],
)
def test_printed_lists_of_real_releases_are_read(name: str, pages: slice, count: int, judged: int, whole: int) -> None:
    out = io.BytesIO()
    with pikepdf.open(RELEASES / name) as pdf, pikepdf.new() as cut:
        cut.pages.extend(pdf.pages[pages])
        cut.save(out)
    found = read(NL, out.getvalue(), name).rows
    assert len(found) == count
    assert sum(one.judgement is not None for one in found) >= judged
    assert sum(len(one.title) > 5 and not one.title.startswith("http") for one in found) >= whole


# ── comparing ───────────────────────────────────────────────────────────────────────────────────────────────


TWINS = [
    row("1", title="Agenda", day="2020-06-01"),
    row("2", title="Planning", day="2020-06-03", time="09:00"),
    row("3", title="Planning", day="2020-06-03", time="09:00"),
    row("4", title="Verslag", day="2020-06-05"),
]  # fmt: skip
"""Of one message the dossier holds two copies: no list tells them apart but by their numbers."""


def own_list(documents: list[Any]) -> list[ListRow]:
    return [listing(one.number, title=one.title, day=one.day, time=one.time or "") for one in documents]


def matched(listed: list[ListRow], documents: list[Any]) -> dict[str, str]:
    return {one.number: document.number for one, document in compared(listed, documents, {}).matched}


def test_copies_on_our_own_list_are_told_apart_by_its_numbers() -> None:
    assert matched(own_list(TWINS), TWINS) == {one.number: one.number for one in TWINS}


def test_a_list_of_before_a_document_came_in_gives_no_copy_a_number() -> None:
    grown = [
        row("1", title="Brief", day="2020-05-01"),
        *(replace(one, number=str(int(one.number) + 1)) for one in TWINS),
    ]
    assert matched(own_list(TWINS), grown) == {"1": "2", "4": "5"}


def test_numbers_of_somebody_else_tell_no_copies_apart() -> None:
    turned = [replace(one, number=str(5 - int(one.number))) for one in own_list(TWINS)]
    assert matched(turned, TWINS) == {"4": "1", "1": "4"}


def test_titles_of_one_day_are_told_apart_by_time_sender_and_addressees() -> None:
    documents = [
        row("1", title="Planning", day="2020-06-03", time="09:00", sender="Anna", to=("Bea", "Cor")),
        row("2", title="Planning", day="2020-06-03", time="16:40", sender="Anna", to=("Bea",)),
        row("3", title="Planning", day="2020-06-03", time="16:40", sender="Anna", to=("Cor",)),
        row("4", title="Planning", day="2020-06-03", time="16:40", sender="Dirk", to=("Cor",)),
    ]
    listed = [
        listing("a", title="Planning", day="2020-06-03", time="16:40", sender="Anna", to="Cor"),
        listing("b", title="Planning", day="2020-06-03", time="09:00"),
        listing("c", title="Planning", day="2020-06-03", time="16:40", sender="Dirk"),
    ]
    assert matched(listed, documents) == {"a": "3", "b": "1", "c": "4"}


@pytest.mark.parametrize(
    ("cell", "told"),
    [("16:40", "16:40"), (time(16, 40), "16:40"), ("9.05 uur", "09:05"), (None, ""), ("17.06.2019", ""), ("25:10", "")],
)
def test_times_as_lists_write_them(cell: Any, told: str) -> None:
    found = read(NL, book([*HEADS, "Tijd"], [1, None, "3-6-2020", "x", None, None, None, cell]), "lijst.xlsx").rows
    assert found[0].time == told


def test_a_moment_in_the_cell_of_the_day_tells_the_time_too() -> None:
    assert said([1, None, datetime(2020, 6, 3, 16, 40), "x"])[0].time == "16:40"
    assert said([1, None, datetime(2020, 6, 3), "x"])[0].time == ""


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
