"""Items as text: the words in their place, terms in weeks, a plan on a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from click import unstyle
from hypothesis import given
from hypothesis import strategies as st

from draad.dossier.views import ItemView, PlaceView
from draad.register.follow import overdue
from draad.register.plan import plan
from draad.show import overviews
from draad.show.register import context, log
from draad.texts import texts

NL = texts("nl")
TEXT = "een\ntwee\ndrie\nvier\nvijf\nzes\nzeven"


def an_item(number: int, due: str, **fields: Any) -> ItemView:
    last = due.removeprefix("../")
    plain = ItemView(
        id=number, kind="action", status="open", origin="draad", text=f"Punt {number}.", owner=("MO",), counterparty=(),
        due=due, due_first=None if due.startswith("..") else last, due_last=last, every=None, urgent=False, said=None,
        number=None, note="", tags=(), score=0.5, cue="x", data={}, message=None, thread=None, document=1,
        document_name="stuk", span=(0, 8), lines=(number, number), version=0,
    )  # fmt: skip
    return replace(plain, **fields)


def shown(words: str, text: str = TEXT, first_line: int = 1) -> list[str]:
    start = text.index(words)
    first = text.count("\n", 0, start) + first_line
    place = PlaceView(
        1, "stuk", None, None, (start, start + len(words)), (first, first + words.count("\n")), None, words
    )
    return [unstyle(line) for line in context(place, text)]


@pytest.mark.parametrize(
    ("words", "numbers", "marked"),
    [
        ("een", [1, 2, 3], [1]),
        ("vier", [2, 3, 4, 5, 6], [4]),
        ("vier\nvijf", [2, 3, 4, 5, 6, 7], [4, 5]),
        ("zeven", [5, 6, 7], [7]),
        (TEXT, [1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_the_words_with_two_lines_around_them(words: str, numbers: list[int], marked: list[int]) -> None:
    lines = shown(words)
    assert [int(line[:8]) for line in lines] == numbers
    assert [int(line[:8]) for line in lines if "»" in line] == marked


def test_a_later_part_of_a_file_keeps_the_files_own_numbers() -> None:
    assert shown("vier", first_line=101)[0].split() == ["102", "twee"]


def test_an_escape_sequence_does_not_act() -> None:
    assert shown("b\x1b[2J", "a\nb\x1b[2J\nc")[1].endswith("b\\x1b[2J")


@given(st.text(alphabet="ab\n", min_size=1, max_size=60), st.data())
def test_any_words_are_found_on_their_own_lines(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first = text.count("\n", 0, start) + 1
    last = first + text.count("\n", start, end - 1)
    lines = list(context(PlaceView(1, "x", None, None, (start, end), (first, last), None, text[start:end]), text))
    numbers = [int(unstyle(line)[:8]) for line in lines]
    assert numbers == list(range(max(1, first - 2), max(1, first - 2) + len(numbers)))
    assert set(range(first, last + 1)) <= set(numbers)


def test_a_log_line_shows_what_changed_and_nothing_empty() -> None:
    from draad.dossier.views import ChangeView

    new = ChangeView("2026-03-01T10:00:00", "jan", "new", {}, {"status": "open", "note": "", "owner": []})
    edit = ChangeView("2026-03-01T10:05:00", "jan", "edit", {"owner": ["MO"]}, {"owner": []})
    assert [unstyle(line).split("  ", 3)[-1].strip() for line in log(NL, [new, edit])] == [
        "toegevoegd  stand: – → open", "gewijzigd  eigenaar: MO → –",
    ]  # fmt: skip


def test_by_week_in_order_with_what_people_accepted_first() -> None:
    items = [an_item(1, "2026-03-06"), an_item(2, "2026-03-03", status="proposed"), an_item(3, "2026-02-27")]
    lines = [unstyle(line) for line in overviews.by_week(NL, overdue(items, date(2026, 3, 9)), None)]
    assert [line for line in lines if line.startswith("week")] == [
        "week 9 (23 februari 2026 t/m 1 maart 2026)", "week 10 (2 maart 2026 t/m 8 maart 2026)",
    ]  # fmt: skip
    assert [line.split("Punt ")[1][0] for line in lines if "Punt" in line] == ["3", "1", "2"]


def test_a_plan_on_one_line_with_today() -> None:
    found = plan([an_item(1, "../2026-03-01"), an_item(2, "2026-04-01"), an_item(3, "2026-05-01")], date(2026, 4, 1))
    bars = [
        unstyle(line)[:40] for line in overviews.plan(NL, found, date(2026, 4, 1), None) if "━" in line or "┿" in line
    ]
    assert len(bars) == 3
    assert bars[0][0] == "━"
    assert "┿" in bars[1]
    assert bars[2][-1] == "━"


def test_each_document_has_a_time_line_of_its_own() -> None:
    there = {"document": 2, "document_name": "ander"}
    items = [an_item(1, "2020-03-01"), an_item(2, "2020-03-21"), an_item(3, "2026-01-05", **there)]
    lines = [unstyle(line) for line in overviews.plan(NL, plan(items, date(2026, 1, 5)), date(2026, 1, 5), None)]
    assert lines[0] == "stuk"
    assert lines[1].split("  ")[0] == "1 maart 2020"
    assert lines[1].endswith("21 maart 2020")
    assert lines[lines.index("ander") + 1].count("2026") == 2


def test_a_long_quotation_is_cut_and_keeps_its_place() -> None:
    long = an_item(7, "2026-03-02", text="woord " * 500)
    for room in (None, 80):
        quoted = [unstyle(line) for line in overviews.entry(NL, long, (), room)][1]
        assert quoted.endswith("… (stuk:7)")
        assert len(quoted) <= (room or 200)


def test_nothing_to_tell_is_said() -> None:
    for page in (overviews.by_week(NL, [], None), overviews.plan(NL, [], date(2026, 1, 1), None)):
        assert list(page) == ["Geen punten die hieraan voldoen."]
