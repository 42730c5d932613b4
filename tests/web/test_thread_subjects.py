"""Conversations are called alike wherever they are listed."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from draad.dossier import Dossier
from draad.dossier.headers import HeaderView
from draad.show.grounds import BLOCK
from draad.show.threads.subjects import in_a_line, printed, subjects


def test_a_subject_is_shown_as_printed_with_marks_as_signs(generated: Path) -> None:
    with Dossier.open(generated) as dossier:
        code = next(iter(dossier.thread(dossier.threads()[0].id).messages)).representative.marks[0].code
    header = HeaderView("RE:  Input\nMail NAV-gesprek ██████ a.s.", None, None, (("██████", code),))
    assert in_a_line(printed(header)) == f"RE: Input Mail NAV-gesprek {BLOCK} a.s."


def test_without_a_subject_there_is_nothing_to_show() -> None:
    assert printed(None) == printed(HeaderView(None, None, None, ())) == []


def test_the_facet_of_searching_names_conversations_as_their_list_does(client: TestClient) -> None:
    listed = {one["id"]: in_a_line(one["subject"]) for one in client.get("/gesprekken.json").json()["threads"]}
    told = {facet["name"]: facet["options"] for facet in client.get("/zoeken.json?q=*").json()["facets"]}
    named = {one["value"]: one["text"] for one in told["thread"] if one["value"] in listed}
    assert named
    assert {key: text for key, text in named.items() if listed[key]} == {
        key: listed[key] for key in named if listed[key]
    }


def test_threads_that_are_no_more_are_left_out(generated: Path) -> None:
    with Dossier.open(generated) as dossier:
        thread = dossier.threads()[0].id
        assert set(subjects(dossier, [thread, 1])) == {thread}
