"""Figures by month as rows of a picture."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from draad.web.timeline import MOST_MONTHS, MOST_YEARS, bars

MONTH = st.builds(lambda year, month: f"{year:04d}-{month:02d}", st.integers(1, 9999), st.integers(1, 12))


@given(st.dictionaries(MONTH, st.integers(1, 500), min_size=1, max_size=30))
def test_bars_hold_every_message_and_never_more_than_can_be_seen(months: dict[str, int]) -> None:
    shown = bars(months, lambda period: f"/zoeken?q=op:{period}")
    assert sum(row["messages"] for row in shown["rows"]) == sum(months.values())
    assert len(shown["rows"]) <= max(MOST_MONTHS, MOST_YEARS)
    periods = [row["period"] for row in shown["rows"]]
    assert periods == sorted(set(periods))
    assert all(bool(row["url"]) == bool(row["messages"]) for row in shown["rows"])


def test_months_without_messages_stand_between() -> None:
    rows = bars({"2019-12": 1, "2020-02": 3}, lambda period: "")["rows"]
    assert [(row["period"], row["messages"]) for row in rows] == [("2019-12", 1), ("2020-01", 0), ("2020-02", 3)]


def test_long_time_is_shown_by_the_year() -> None:
    shown = bars({"1999-05": 1, "2019-12": 2, "2019-01": 1}, lambda period: period)
    assert shown["step"] == "year"
    assert (shown["rows"][0]["period"], shown["rows"][-1]["messages"], len(shown["rows"])) == ("1999", 3, 21)
