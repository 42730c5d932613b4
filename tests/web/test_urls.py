"""Addresses: whatever stands in them comes back out of them."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from draad.web.ask import Ask
from draad.web.respond import Redirect
from draad.web.routes import Route
from draad.web.urls import Urls


def _nowhere(_ask: Ask) -> Redirect:
    return Redirect("/")


ROUTE = Route("/document/{id}/deel", _nowhere, name="part", summary="")
URLS = Urls([ROUTE])


def test_an_address_is_its_path_its_query_and_its_anchor() -> None:
    assert URLS.url("part", id="8f14", regel=25, _anchor="r25") == "/document/8f14/deel?regel=25#r25"
    assert URLS.url("part", id="nota a/b", q="wie & wat", leeg=None, niets=[], geen=()) == (
        "/document/nota%20a%2Fb/deel?q=wie+%26+wat"
    )


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
        st.lists(st.text(st.characters(exclude_categories=["Cs"])) | st.integers(), min_size=1, max_size=2),
    ),
)
def test_what_was_asked_comes_back(name: str, asked: dict[str, list[str | int]]) -> None:
    asked.pop("id", None), asked.pop("_anchor", None)
    at = urlsplit(
        URLS.changed(ROUTE, {"id": name}, {one: [str(v) for v in values] for one, values in asked.items()}, {})
    )
    assert unquote(at.path) == f"/document/{name}/deel"
    given = [(one, str(value)) for one, values in asked.items() for value in values]
    assert parse_qsl(at.query, keep_blank_values=True) == given
