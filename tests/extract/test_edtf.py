from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.extract.edtf import bounds


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        (None, None, None),
        ("2020-12-08", "2020-12-08", "2020-12-08"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("2020-06-01/2020-06-07", "2020-06-01", "2020-06-07"),
        ("2020-11/2021-02", "2020-11-01", "2021-02-28"),
        ("../2020-06-01", None, "2020-06-01"),
        ("2020-06-08/..", "2020-06-08", None),
        ("/2020-06", None, "2020-06-30"),
        ("2020-06-08/", "2020-06-08", None),
        ("2020-06-08~", "2020-06-08", "2020-06-08"),
        ("2020-06?/2020-07%", "2020-06-01", "2020-07-31"),
        ("2020-21", "2020-03-01", "2020-05-31"),
        ("2020-24", "2020-12-01", "2021-02-28"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2020-06-XX", "2020-06-01", "2020-06-30"),
        ("2020-XX-XX", "2020-01-01", "2020-12-31"),
        ("2020-06-01T17:00:00+02:00", "2020-06-01", "2020-06-01"),
    ],
)
def test_the_first_and_last_day_of_an_edtf_expression(text: str | None, first: str | None, last: str | None) -> None:
    assert bounds(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        *("", "morgen", "1-6-2020", "2020-13", "2020-02-30", "2021-02-29", "2020-00-01", "2020-6-1", "../..", "/"),
        *("2020-06-07/2020-06-01", "2020/2021/2022", "2020-XX-05", "2X20", "٢٠٢٠-٠٦", "0000"),
    ],
)
def test_what_is_no_edtf_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        bounds(text)


@given(st.text("0123456789-/.XT?~", max_size=24))
def test_bounds_are_in_order_or_refused(text: str) -> None:
    try:
        first, last = bounds(text)
    except ValueError:
        return
    assert first is None or last is None or first <= last
    assert first or last
