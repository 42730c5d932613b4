"""The first and last day of a term in EDTF, and durations of what recurs."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.extract.durations import after, duration
from draad.register.terms import bounds, recurring


@pytest.mark.parametrize(
    ("due", "first", "last"),
    [
        ("2020-12-08", date(2020, 12, 8), date(2020, 12, 8)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2020-06-01/2020-06-07", date(2020, 6, 1), date(2020, 6, 7)),
        ("../2020-06-01", None, date(2020, 6, 1)),
        ("/2020-06-01", None, date(2020, 6, 1)),
        ("2020-06-08/..", date(2020, 6, 8), None),
        ("2020-06/2020-08", date(2020, 6, 1), date(2020, 8, 31)),
        ("2020-06-08?", date(2020, 6, 8), date(2020, 6, 8)),
        ("2020-06-XX", date(2020, 6, 1), date(2020, 6, 30)),
        ("2020-XX", date(2020, 1, 1), date(2020, 12, 31)),
        ("202X", date(2020, 1, 1), date(2029, 12, 31)),
        ("2020-22", date(2020, 6, 1), date(2020, 8, 31)),
        ("2020-24", date(2020, 12, 1), date(2021, 2, 28)),
    ],
)
def test_bounds(due: str, first: date | None, last: date | None) -> None:
    assert bounds(due) == (first, last)


@pytest.mark.parametrize(
    "wrong",
    ["", "/", "../..", "2020-13", "2020-02-30", "2020-2-3", "2020-06-07/2020-06-01", "12020", "2020-06-01/x",
     "vrijdag", "2020-02-3X", "2020-XX-05", "2020-06-01\n", "2020-06-00", "2020-00"],
)  # fmt: skip
def test_what_is_no_date(wrong: str) -> None:
    assert bounds(wrong) is None


@pytest.mark.parametrize(
    ("every", "due", "begin", "end"),
    [
        ("P1W", None, date(2020, 5, 4), None),
        ("P1W", "../2020-09-01", date(2020, 5, 4), date(2020, 9, 1)),
        ("P2W", "2020-06-08/2020-08-31", date(2020, 6, 8), date(2020, 8, 31)),
        ("P1W", "2020-06", date(2020, 6, 1), date(2020, 6, 30)),
        ("P6W", "2020-06", date(2020, 6, 1), None),
        ("P1W", "2020-06-08", date(2020, 6, 8), None),
        ("P1W", "2020-06-08/..", date(2020, 6, 8), None),
    ],
)
def test_from_when_to_when_something_recurs(every: str, due: str | None, begin: date, end: date | None) -> None:
    assert recurring(every, due, "2020-05-04") == (begin, end)


def test_what_was_said_nobody_knows_when_has_no_beginning() -> None:
    assert recurring("P1W", None, None) == (None, None)


@given(st.text(alphabet="0123456789X-/.?~", max_size=24))
def test_any_text_has_bounds_in_order_or_none(text: str) -> None:
    found = bounds(text)
    assert found is None or found[0] is None or found[1] is None or found[0] <= found[1]


@pytest.mark.parametrize(("text", "months", "length"), [("P6W", 0, 42), ("P3M", 3, 0), ("P1Y6M", 18, 0), ("P1D", 0, 1)])
def test_durations(text: str, months: int, length: int) -> None:
    assert duration(text) == (months, length)


@pytest.mark.parametrize("wrong", ["", "P", "P0W", "PT1H", "6W", "P-1W", "P1W2", "P1.5M"])
def test_what_is_no_duration(wrong: str) -> None:
    assert duration(wrong) is None


def test_months_are_counted_from_the_start_each_time() -> None:
    monthly = duration("P1M")
    assert monthly is not None
    assert [after(date(2021, 1, 31), monthly, n) for n in (1, 2)] == [date(2021, 2, 28), date(2021, 3, 31)]
