"""Pairing copies where no lines tell which is which."""

from __future__ import annotations

from typing import Any

from bench.scans import aligned, score, worth


def copy(sent: str | None, subject: str | None = "Loket", **more: Any) -> dict[str, Any]:
    made = {"document": "stuk", "sent": sent, "subject": subject, "from": None, "to": [], "cc": []}
    return {**made, **more}


def true(sent: str | None, subject: str | None = "Loket") -> dict[str, Any]:
    return {**copy(sent, subject), "from_domain": None, "to": None, "cc": None, "style": "outlook_nl"}


NOON, ONE, TWO = (f"2021-03-04T{hour}:08:00+01:00" for hour in (12, 13, 14))


def test_the_same_minute_is_the_same_copy_in_whatever_zone_it_is_written() -> None:
    assert worth(copy("2021-03-04T11:08:30+00:00", None), true(NOON))


def test_a_moment_that_ocr_damaged_needs_the_subject() -> None:
    assert worth(copy("2021-03-04T12:03:00+01:00"), true(NOON))
    assert not worth(copy("2021-03-04T12:03:00+01:00", "Iets anders"), true(NOON))
    assert not worth(copy("2019-11-04T10:03:00+01:00"), true(NOON))
    assert worth(copy(None), true(NOON))


def test_pairs_keep_the_order_of_both_sides() -> None:
    assert aligned([copy(TWO), copy(NOON)], [true(TWO), true(ONE), true(NOON)]) == [(0, 0), (1, 2)]
    crossed = aligned([copy(NOON, "a"), copy(TWO, "b")], [true(TWO, "b"), true(NOON, "a")])
    assert len(crossed) == 1


def test_all_found_is_one_and_a_missed_copy_is_told_by_its_style() -> None:
    rows = {"stuk": [true(TWO), true(NOON)]}
    assert score({"stuk": [copy(TWO), copy(NOON)]}, rows)["found"]["f1"] == 1.0
    missing = score({"stuk": [copy(TWO)]}, rows)
    assert missing["found"] == {"precision": 1.0, "recall": 0.5, "f1": 2 / 3}
    assert missing["missed"] == {"outlook_nl": 1}
