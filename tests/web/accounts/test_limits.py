"""How long somebody waits after wrong passwords."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.web.accounts.limits import ADDRESS, KNOWN, NAME, Limit, network

LIMITS = st.sampled_from([NAME, KNOWN, ADDRESS])
FAILURES = st.integers(min_value=0, max_value=10**9)
SINCE = st.floats(min_value=0, max_value=10**9)


@given(LIMITS, FAILURES)
def test_nobody_is_kept_out_for_ever(limit: Limit, failures: int) -> None:
    assert limit.wait(failures, limit.most) == 0
    assert limit.wait(failures, 0) <= limit.most


@given(LIMITS, FAILURES, SINCE, SINCE)
def test_the_wait_only_runs_down(limit: Limit, failures: int, one: float, other: float) -> None:
    assert limit.wait(failures, max(one, other)) <= limit.wait(failures, min(one, other))


@given(LIMITS, FAILURES)
def test_more_failures_never_make_it_shorter(limit: Limit, failures: int) -> None:
    assert limit.wait(failures, 0) <= limit.wait(failures + 1, 0)


def test_a_typing_error_costs_nothing() -> None:
    assert NAME.wait(4, 0) == 0
    assert NAME.wait(5, 0) == 1


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_the_address_that_counts(address: str, counted: str) -> None:
    assert network(address) == counted
