"""The production report, read back by a strict reader: every rule of the platform is a test."""

from __future__ import annotations

import io
import string
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from draad.release.inventory.production import problems, report, rules
from draad.release.inventory.production_reader import Entry, ProductionReportError, read
from draad.release.inventory.rows import Row

TODAY = date(2026, 3, 1)
HEADS = [
    "ID", "Matter", "Family", "Email Thread ID", "Document", "File Type", "Datum", "Beoordeling", "Opgeschort",
    "Beoordelingsgrond", "Toelichting", "Publieke Link", "Gerelateerd ID", "Zaaknummer",
]  # fmt: skip


def row(number: str = "1", **told: Any) -> Row:
    plain = Row(
        document=int("".join(filter(str.isdigit, number)) or 0), name="geheim.msg", subject="geheim", number=number,
        id=number, day="2020-06-01", time="16:40", kind="mail", attached=False, media="text", path_ending="txt",
        pages=0, title="Sleutels", own_title=False, sender="", to=(), judgement="public", own_judgement=False,
        grounds=(), silent=(), suspended=False, thread=1, family=1, doubles=(), explanation="", remarks="", link="",
        matter="2026-017", version=0,
    )  # fmt: skip
    return replace(plain, **told)


def told(*rows: Row) -> list[Entry]:
    return read(report(rows, TODAY).files[0])


def cells(one: Row) -> dict[str, Any]:
    sheet = load_workbook(io.BytesIO(report([one], TODAY).files[0])).worksheets[0]
    heads, values = list(sheet.iter_rows(values_only=True))
    return dict(zip(heads, values, strict=True))


def changed(key: str, value: object) -> bytes:
    """A right report of one row with one cell made wrong."""
    book = load_workbook(io.BytesIO(report([row()], TODAY).files[0]))
    book.worksheets[0].cell(2, HEADS.index(key) + 1).value = value  # type: ignore[assignment]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# ── what is written ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_heads_are_exactly_those_of_the_platform() -> None:
    sheet = load_workbook(io.BytesIO(report([row()], TODAY).files[0])).worksheets[0]
    assert [cell.value for cell in sheet[1]] == HEADS == rules()["headers"]


def test_from_2027_the_second_column_can_be_called_publication_context() -> None:
    data = report([row()], TODAY, context=True).files[0]
    assert load_workbook(io.BytesIO(data)).worksheets[0]["B1"].value == "Publicatiecontext"
    assert read(data)[0].matter == "2026-017"


@pytest.mark.parametrize(
    ("kind", "media", "ending", "type_"),
    [
        ("mail", "text", "txt", "email"), ("mail", "pdf", "pdf", "email"), ("report", "pdf", "pdf", "pdf"),
        ("letter", "docx", "docx", "doc"), ("other", "text", "html", "html"), ("note", "text", "txt", "note"),
    ],
)  # fmt: skip
def test_mail_is_email_and_all_else_of_the_list(kind: str, media: str, ending: str, type_: str) -> None:
    assert told(row(kind=kind, media=media, path_ending=ending))[0].file_type == type_
    assert type_ in rules()["file_types"]["known"]


def test_a_day_is_text_in_iso_form() -> None:
    assert cells(row())["Datum"] == "2020-06-01"
    assert isinstance(cells(row())["Datum"], str)


def test_an_unknown_day_stays_empty_and_is_said() -> None:
    found = told(row(day=None))[0]
    assert (found.day, found.remark) == (None, "De datum is niet bekend.")
    assert [one.key for one in problems([row(day=None)])] == ["undated"]


@pytest.mark.parametrize(
    ("judged", "words"),
    [
        ("public", "Openbaar"), ("partly", "Deels openbaar"), ("already", "Reeds openbaar"),
        ("withheld", "Niet openbaar"),
    ],
)  # fmt: skip
def test_judgements_are_exactly_the_four(judged: Any, words: str) -> None:
    assert told(row(judgement=judged))[0].judgement == words


def test_grounds_are_dotted_and_only_from_its_list_and_the_others_are_said() -> None:
    found = told(row(grounds=("woo 5.1.2.e", "woo 5.2.1", "woo 5.1.6", "wob 11.1", "wob 10.2.f", "? 12.3")))[0]
    assert found.grounds == ("5.1.2.e", "5.2", "11.1")
    assert found.remark == "Ook gelakt op grond van Woo 5.1.6, Wob 10.2.f, ? 12.3."


def test_double_has_a_ground_of_its_own_and_out_of_scope_has_none() -> None:
    found = told(row(silent=("duplicate", "scope")))[0]
    assert found.grounds == ("dubbel",)
    assert found.remark == "Deels buiten de reikwijdte van het verzoek."


def test_families_and_threads_are_numbers_from_one() -> None:
    one = cells(row(family=3, thread=2))
    assert (one["Family"], one["Email Thread ID"]) == (3, 2)
    assert told(row(thread=None))[0].thread is None


def test_suspended_is_yes_or_nothing() -> None:
    assert cells(row(suspended=True))["Opgeschort"] == "yes"
    assert cells(row())["Opgeschort"] is None


def test_a_double_refers_to_the_document_number_of_its_original() -> None:
    found = told(row("1"), row("2", doubles=("1",)))
    assert found[1].related == ("2026-017-1",)
    assert found[1].remark == "Alles staat ook in document 1."


def test_a_link_that_is_none_is_said_in_words() -> None:
    assert told(row(link="https://x.nl/1", judgement="already"))[0].links == ("https://x.nl/1",)
    assert told(row(link="bij de balie"))[0].remark == "Te vinden op bij de balie."


def test_a_remark_never_begins_as_a_link_would_and_is_no_longer_than_it_may_be() -> None:
    assert told(row(remarks="http is een protocol"))[0].remark.startswith("Zie http")
    assert len(told(row(explanation="a" * 3000))[0].remark) == 1000


def test_a_name_is_cut_by_bytes() -> None:
    assert len(told(row(title="é" * 400))[0].document.encode()) <= 500


@pytest.mark.parametrize("title", ["\x01", " \t", "\ufffe" * 400])
def test_a_name_of_signs_that_no_sheet_holds_is_still_a_name(title: str) -> None:
    assert told(row(title=title))[0].document


def test_more_rows_than_the_platform_takes_become_several_files_and_that_is_said() -> None:
    many = [row(str(n)) for n in range(1, 8)]
    made = report(many, TODAY, most=3)
    assert [[entry.id for entry in read(data)] for data in made.files] == [["1", "2", "3"], ["4", "5", "6"], ["7"]]
    assert rules()["most_rows"] == 50_000
    told_of = [one for one in problems([row()] * 50_001) if one.key == "rows"]
    assert told_of[0].values == {"rows": 50_001, "most": 50_000, "files": 2}


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ([row("1"), row("1")], "same-id"), ([row("", matter="2026-017")], "no-id"), ([row(matter="")], "matter"),
        ([row(matter="2026 017")], "matter"), ([row(judgement="already")], "linkless"),
        ([row(judgement="partly")], "groundless"),
    ],
)  # fmt: skip
def test_what_the_platform_would_stumble_on_is_told(rows: list[Row], key: str) -> None:
    assert [one.key for one in report(rows, TODAY).problems] == [key]


def test_no_cell_is_a_formula() -> None:
    odd = row(title="=1+1", remarks="@cmd", explanation="+1")
    sheet = load_workbook(io.BytesIO(report([odd], TODAY).files[0])).worksheets[0]
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}
    assert cells(odd)["Document"] == "=1+1"


def test_the_same_list_gives_the_same_bytes() -> None:
    assert report([row()], TODAY).files == report([row()], TODAY).files


WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=1200)


@given(
    st.builds(
        row,
        number=st.text(string.digits, min_size=1, max_size=4),
        title=WORDS,
        explanation=WORDS,
        remarks=WORDS,
        link=st.one_of(st.just(""), WORDS, st.just("https://voorbeeld.nl/a?b=c")),
        judgement=st.sampled_from(("public", "partly", "already", "withheld")),
        grounds=st.lists(st.sampled_from(("woo 5.1.2.e", "woo 5.1.7", "wob 10.6", "? 5.4", "block")), max_size=4).map(
            tuple
        ),
        day=st.one_of(st.none(), st.dates(date(1990, 1, 1)).map(date.isoformat)),
        kind=st.sampled_from(("mail", "report", "other")),
    )
)
def test_whatever_stands_on_the_list_the_strict_reader_takes_it(one: Row) -> None:
    entry = told(one)[0]
    assert (entry.id, entry.matter) == (one.id, one.matter)
    assert (entry.day.isoformat() if entry.day else None) == one.day


# ── the strict reader ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("ID", "1/2"), ("ID", ""), ("ID", 7), ("Matter", "x"), ("Matter", "a b"), ("Family", 0), ("Family", "1"),
        ("Family", 1.5), ("Email Thread ID", -1), ("Document", ""), ("Document", "a" * 501), ("File Type", "mail"),
        ("Datum", date(2020, 6, 1)), ("Datum", "01-06-2020"), ("Datum", "2020-13-01"), ("Beoordeling", "openbaar"),
        ("Beoordeling", "Geweigerd"), ("Beoordeling", None), ("Opgeschort", "ja"), ("Beoordelingsgrond", "5.1.2e"),
        ("Beoordelingsgrond", "5.1.2.e, 5.2"), ("Toelichting", "a" * 1001), ("Toelichting", "http://x.nl"),
        ("Publieke Link", "geen adres"),
    ],
)  # fmt: skip
def test_the_reader_refuses_what_the_platform_refuses(key: str, wrong: object) -> None:
    with pytest.raises(ProductionReportError, match="row 2"):
        read(changed(key, wrong))


def test_the_reader_refuses_other_heads_and_the_same_id_twice() -> None:
    book = load_workbook(io.BytesIO(report([row()], TODAY).files[0]))
    book.worksheets[0]["E1"].value = "Naam"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(ProductionReportError, match="heads"):
        read(out.getvalue())
    with pytest.raises(ProductionReportError, match="twice"):
        read(report([row("1"), row("1")], TODAY).files[0])
