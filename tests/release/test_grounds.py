"""Grounds: their words, what became of those of the Wob, counting without measuring, rules that weigh on them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.cli import run
from draad.dossier import Dossier
from draad.knowledge import load
from draad.release.grounds import Marks, conversion, conversions, count, differ, in_woo, older_than, sort_of
from draad.run import IngestOptions, ingest
from draad.show.grounds import in_words
from draad.split.marks import find
from draad.texts import LANGUAGES, texts

WORDS = load("marks")
ALL = [f"{law} {article}" for law in ("woo", "wob") for article in WORDS[law]]


def marked(text: str, **more: str) -> Marks:
    """A document with its marks as split finds them."""
    found = [(mark.span, f"{mark.law} {mark.article}" if mark.article else mark.kind) for mark in find(text)]
    return Marks(1, "stuk", more.pop("kind", "mail"), text, found, **more)


# ── grounds are data ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("code", ALL)
def test_every_ground_has_words_and_is_of_one_sort(code: str) -> None:
    assert in_words(texts("nl"), code)[1]
    assert sort_of(code) != "none"
    assert sum(code in codes for codes in load("grounds")["sorts"].values()) == 1


def test_all_grounds_that_officers_use_are_there() -> None:
    woo = [f"5.1.1.{letter}" for letter in "abcde"] + [f"5.1.2.{letter}" for letter in "abcdefghi"]
    wob = [f"10.1.{letter}" for letter in "abcd"] + [f"10.2.{letter}" for letter in "abcdefg"]
    assert {*woo, "5.1.4", "5.1.5", "5.1.6", "5.1.7", "5.2", "5.4"} <= WORDS["woo"].keys()
    assert {*wob, "10.6", "10.7", "11.1"} == WORDS["wob"].keys()
    for kind in ("scope", "duplicate"):
        assert sort_of(kind) == "none"
        assert in_words(texts("nl"), kind)[0] != kind


# ── Wob → Woo ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_table_names_every_ground_of_the_wob_once_and_only_grounds_of_the_woo() -> None:
    assert [one.wob for one in conversions()] == sorted(WORDS["wob"], key=list(WORDS["wob"]).index)
    assert {article for one in conversions() for article in one.woo} <= WORDS["woo"].keys()
    for one in conversions():
        assert bool(one.woo) == (one.match != "none")
        assert one.match == "equal" or one.note
        for language in LANGUAGES:
            assert not one.note or f"marks.conversion.{one.note}" in texts(language)


def test_what_has_no_equal_says_so() -> None:
    assert conversion("10.6").match == "none"  # type: ignore[union-attr]
    assert conversion("10.2.g").match == "near"  # type: ignore[union-attr]
    assert conversion("5.1.2.e") is None


@pytest.mark.parametrize(
    ("one", "other", "different"),
    [
        ("woo 5.1.2.e", "wob 10.2.e", False),
        ("woo 5.2", "woo 5.2.1", False),
        ("woo 5.2.1", "wob 11.1", False),
        ("woo 5.1.2.i", "wob 10.2.g", False),
        ("woo 5.1.1.e", "wob 10.1.d", False),
        ("? 11.1", "wob 11.1", False),
        ("woo 5.1.2.e", "woo 5.1.2.i", True),
        ("wob 10.2.e", "wob 11.1", True),
        ("wob 10.6", "woo 5.1.5", True),
        ("redacted", "woo 5.1.2.e", False),
        ("block", "scope", False),
    ],
)
def test_grounds_differ_only_where_they_can_not_be_the_same(one: str, other: str, different: bool) -> None:
    assert differ(one, other) is different


@given(st.sampled_from([*ALL, "redacted", "block", "scope", "duplicate", "ground"]), st.sampled_from(ALL))
def test_differing_is_mutual_and_never_from_itself(one: str, other: str) -> None:
    assert differ(one, other) == differ(other, one)
    assert not differ(one, one)
    assert in_woo(other)


# ── counting ────────────────────────────────────────────────────────────────────────────────────────────────


def test_marks_are_counted_by_ground_document_and_line() -> None:
    text = "Beste 5.1.2.e,\n\nDe stukken gaan mee.\n\n[5.2.1]\n[5.2.1]\n\nGroet,\n5.1.2.e 5.1.2.e\n"
    counted = count([marked(text), marked("Niets.\n")])
    assert [(one.code, one.marks, one.documents, one.lines) for one in counted.grounds] == [
        ("woo 5.1.2.e", 3, 1, 2),
        ("woo 5.2.1", 2, 1, 2),
    ]
    first, second = counted.documents
    assert (first.marks, first.lines, first.marked, first.withheld) == (5, 6, 4, 3)
    assert (second.marks, second.lines, second.marked) == (0, 1, 0)
    assert counted.share == pytest.approx(4 / 7)


@given(st.integers(1, 40), st.integers(1, 40))
def test_how_long_a_mark_is_changes_no_figure(one: int, other: int) -> None:
    """Law 2: a mark is never measured."""
    text = "Beste {},\n\nZie het stuk van gisteren.\n\n{}\n"
    short, long = (count([marked(text.format("█" * size, "█" * size))]) for size in (one, other))
    assert short == long


def test_a_page_counts_as_withheld_where_it_holds_nothing_but_marks() -> None:
    text = "Een brief.\n5.1.2.e\n[5.2.1]\n\nSlot.\n\n\n"
    document = marked(text)._replace(pages=((1, 1, 2), (2, 3, 4), (3, 5, 5), (4, 6, 6)))
    (one,) = count([document]).documents
    assert (one.pages, one.withheld_pages) == (4, 1)


def test_a_mark_over_several_lines_counts_on_each_of_them() -> None:
    text = "Aan 5.1, lid 2,\nsub e\nSlot.\n"
    document = Marks(1, "a", "mail", text, [((4, 21), "woo 5.1.2.e")])
    (one,) = count([document]).documents
    assert (one.lines, one.marked, one.withheld) == (3, 2, 1)


# ── rules that weigh on grounds ─────────────────────────────────────────────────────────────────────────────

SECRET = "Beste 5.1.2.e,\n\n[5.2.1]\n\nNummer [5.1.1.e]\n"


def flags(**more: str) -> dict[str, tuple[str, ...]]:
    request = more.pop("request", "")
    (one,) = count([marked(more.pop("text", SECRET), **more)], request).documents
    return {flag.kind: flag.codes for flag in one.flags}


def test_old_information_asks_for_a_reason_for_relative_grounds_and_opinions() -> None:
    """Woo 5.3 names 5.1 lid 2 and 5 and 5.2; the absolute grounds of 5.1 lid 1 are not in it."""
    assert flags(day="2015-03-01", request="2021-06-01") == {"five-years": ("woo 5.1.2.e", "woo 5.2.1")}
    assert flags(day="2017-03-01", request="2021-06-01") == {}


def test_without_a_date_or_the_day_of_the_request_age_is_unknown() -> None:
    assert list(flags(request="2021-06-01")) == ["five-years-unknown"]
    assert list(flags(day="2015-03-01")) == ["five-years-unknown"]


@pytest.mark.parametrize(
    ("day", "asked", "older"),
    [
        ("2016-05-01", "2021-05-01", False),
        ("2016-05-01", "2021-05-02", True),
        ("2016-02-29", "2021-03-01", False),
        ("2016-02-29", "2021-03-02", True),
    ],
)
def test_five_years_are_over_on_the_day_after(day: str, asked: str, older: bool) -> None:
    assert older_than(date.fromisoformat(day), date.fromisoformat(asked), 5) is older


@given(st.dates(date(1960, 1, 1), date(2090, 1, 1)), st.dates(date(1960, 1, 1), date(2099, 1, 1)))
def test_any_two_days_can_be_compared(day: date, asked: date) -> None:
    if older_than(day, asked, 5):
        assert (asked - day).days > 5 * 365


def test_opinions_out_of_a_document_for_a_formal_decision_are_flagged() -> None:
    told = flags(text=f"NOTA TER BESLISSING\nAan de minister\n\n{SECRET}", day="2020-01-01", request="2021-01-01")
    assert told == {"formal": ("woo 5.2.1",)}
    assert flags(text=f"Memo\n\n{SECRET}", title="Beslisnota bij de brief", day="2020-01-01", request="2021-01-01")
    assert not flags(text="NOTA TER BESLISSING\n\nBeste 5.1.2.e,\n", day="2020-01-01", request="2021-01-01")


# ── the command ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = tmp_path_factory.mktemp("marks") / "release"
    given.mkdir()
    (given / "brief.txt").write_text(
        "Van: 5.1.2.e <5.1.2.e@gemeentezuidhoek.nl>\nVerzonden: woensdag 8 april 2015 16:47\nAan: 5.1.2.e\n"
        "Onderwerp: Beslisnota sloten\n\nBeste 5.1.2.e,\n\n[5.2.1]\n\nGroet\n",
        encoding="utf-8",
    )
    ingest(given.parent / "dossier", [given], IngestOptions(jobs=1))
    with Dossier.open(given.parent / "dossier", write=True) as dossier:
        dossier.set_release_settings({"request_date": "2021-01-01"}, who="an")
    return given.parent / "dossier"


def test_the_command_counts_by_ground_and_by_document(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["release", "marks", str(place), "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["ground"], row["marks"]) for row in rows] == [("woo 5.1.2.e", 4), ("woo 5.2.1", 1)]
    assert run(["release", "marks", str(place), "--documents", "--json"]) == 0
    (row,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (row["document"], row["day"], row["marks"]) == ("brief", "2015-04-08", 5)
    assert [flag["flag"] for flag in row["flags"]] == ["five-years", "formal"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_stand_in_both_languages(place: Path, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--documents", "--conversion", "--excel", "--csv"):
        words = [] if option == "--conversion" else [str(place)]
        assert run(["release", "marks", *words, option, "--lang", language]) == 0
        assert capsys.readouterr().out
