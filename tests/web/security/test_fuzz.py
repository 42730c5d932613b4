"""Wild queries over all addresses, made from the API's own description: no fault of ours, and nothing leaked.

Schemathesis makes what fits the description and what does not: other types, far too large, strange letters. The same
queries come at every run; ``DRAAD_FUZZ=50`` asks fifty times as many new ones.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from starlette.testclient import TestClient

import draad
from draad.web.app import room_routes
from draad.web.openapi import description
from draad.web.room import Room, Settings
from draad.web.routes import Route
from web.security.security_room import HOSTS, SECRET, Visit

QUERIES = 1000
TIMES = int(os.environ.get("DRAAD_FUZZ", "1"))
ROUTES = {route.name: route for route in room_routes()}


class _Described:
    """As much of a room as its description asks."""

    routes = room_routes()
    settings = Settings(local=None, hosts=HOSTS)


def _open(told: dict[str, Any]) -> dict[str, Any]:
    """The description without its lock: wild tokens have a test of their own, here all queries are to come in."""
    return {
        **{name: part for name, part in told.items() if name != "security"},
        "components": {"schemas": told["components"]["schemas"]},
    }


SCHEMA = schemathesis.openapi.from_dict(_open(description(_Described())))  # type: ignore[arg-type]
OPERATIONS: dict[str, Any] = {
    found.ok().definition.raw["operationId"]: found.ok() for found in SCHEMA.get_all_operations()
}
GETS = [name for name, operation in OPERATIONS.items() if operation.method == "get"]
POSTS = [name for name, operation in OPERATIONS.items() if operation.method == "post"]
EACH = -(-QUERIES // len(GETS)) * TIMES
Examples = Callable[[Route], list[str]]
INSIDE = re.compile(
    r"Traceback|File \"|line \d+, in |site-packages|sqlite3|jinja2\.|UnicodeDecodeError|" + re.escape(SECRET)
)
OFFICERS = re.compile(r'"alarm":|"hides":|"alarms":\["|"officer":true')
"""Keys and values that only officers get; ``test_security_officer`` sees to it that they do get them."""


def queries(name: str) -> st.SearchStrategy[Any]:
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    found = [OPERATIONS[name].as_strategy(generation_mode=mode) for mode in modes if _can(name, mode)]
    return st.one_of(found)


def _can(name: str, mode: GenerationMode) -> bool:
    """Whether anything could be wrong at all: an address that takes nothing has no wrong query."""
    operation = OPERATIONS[name]
    return mode == GenerationMode.POSITIVE or bool(operation.query or operation.path_parameters or operation.body)


def ask(client: TestClient, case: Any, path: str = "") -> Any:
    """Sends a query: to the address that was made up, or to one that is there."""
    told = case.as_transport_kwargs(base_url="http://testserver", headers={})
    sent = {"params": told.get("params"), "json": told.get("json"), "content": told.get("data")}
    given = {name: value for name, value in sent.items() if value is not None}
    return client.request(case.method, path or case.formatted_path, follow_redirects=False, **given)


def look(answer: Any, place: Path, route: Route, *, officer: bool = False) -> None:
    """Nothing that an answer may hold for somebody who is no officer."""
    assert answer.status_code < 500, answer.text
    text = answer.text
    assert not INSIDE.search(text), text
    for inside in (str(place.parent), str(Path(draad.__file__).parent)):
        assert inside not in text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "content-security-policy" in answer.headers
    if route.json and answer.headers["content-type"].startswith("application/json"):
        assert isinstance(json.loads(text), dict)
        assert "<" not in text
        assert officer or not OFFICERS.search(text)


FUZZ = settings(
    max_examples=EACH, deadline=None, database=None, derandomize=TIMES == 1, suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("name", GETS)
def test_wild_queries(people: dict[str, TestClient], examples: Examples, hostile: Path, name: str) -> None:
    route = ROUTES[name]
    there = [f"{url}.json" if route.json else url for url in examples(route)[:10]]
    paths = st.sampled_from([*there, ""]) if "{" in route.path else st.just("")

    @FUZZ
    @given(queries(name), paths)
    def asked(case: Any, path: str) -> None:
        look(ask(people["team"], case, path), hostile, route)

    asked()


@pytest.mark.parametrize("name", POSTS)
def test_wild_work_without_a_form_of_ours(people: dict[str, TestClient], hostile: Path, name: str) -> None:
    @settings(FUZZ, max_examples=10 * TIMES)
    @given(queries(name))
    def asked(case: Any) -> None:
        for who in ("anyone", "team"):
            answer = ask(people[who], case)
            look(answer, hostile, ROUTES[name])
            assert answer.status_code in (400, 401, 403, 404, 413, 415)

    asked()


def test_there_are_a_thousand_queries() -> None:
    assert EACH * len(GETS) >= QUERIES


# ── the description itself ──────────────────────────────────────────────────────────────────────────────────────


def test_the_description_is_whole_and_valid(room: Room, visit: Visit) -> None:
    told = visit().get("/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    SCHEMA.validate()
    described = {one["operationId"] for path in told["paths"].values() for one in path.values()}
    assert {route.name for route in room.routes if route.json} - {"broken"} <= described
    for path in told["paths"].values():
        for one in path.values():
            assert one["summary"]
            assert one["summary"] != one["operationId"], "its text is missing"


def test_the_description_needs_no_account_and_tells_nothing_of_the_dossier(visit: Visit, hostile: Path) -> None:
    answer = visit().get("/openapi.json")
    assert answer.status_code == 200
    assert hostile.name not in answer.text
    assert str(hostile.parent) not in answer.text
