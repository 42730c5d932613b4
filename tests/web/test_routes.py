"""What an address takes: wrong values are told, never a fault of ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from draad.web.routes import PAGE, BadValueError, Param


@given(st.text(alphabet="-+0123456789٣² _.e", max_size=20))
def test_a_number_is_read_or_refused(text: str) -> None:
    param = Param("n", "int")
    try:
        value = param.read([text])
    except BadValueError:
        return
    assert value is None or -(10**17) < value < 10**17


@pytest.mark.parametrize("text", ["--5", "-", "²", "1_0", "+1", "1e3"])
def test_what_only_looks_like_a_number_is_refused(text: str) -> None:
    with pytest.raises(BadValueError):
        PAGE.read([text])


@pytest.mark.parametrize(
    "url",
    [
        "/documenten?pagina=--5",
        "/document/ffffffffffffffff",
        "/gesprekken?tot=9999-12-31",
        "/gesprekken?van=0001-01-01",
    ],
)
def test_the_ends_of_numbers_and_days_are_no_fault(url: str, client: TestClient) -> None:
    assert client.get(url).status_code in (200, 400, 404)
