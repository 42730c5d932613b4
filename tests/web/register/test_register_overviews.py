"""What comes back by itself, on pages: the same as the command line tells, and what was looked at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from draad.cli import run
from draad.dossier import Dossier, ItemFilter
from draad.web.pages.register import looks
from web.register.conftest import TODAY, Desk, Sit

PAGES = ("termijnen", "te-laat", "ritmes", "vragen", "signalen", "plan", "week")


def told_by_command(place: Path, name: str, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, object]]:
    """What ``draad register NAME`` gives."""
    capsys.readouterr()
    assert run(["register", name, str(place), "--today", TODAY.isoformat(), "--json", *more]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_is_a_page_in_both_languages_and_data(anna: Desk, path: str, language: str) -> None:
    anna.client.cookies.set("draad_taal", language)
    tree = anna.page(f"/register/{path}")
    assert tree.xpath("count(//h1)") == 1
    assert tree.xpath("//nav//a[@aria-current='page' and starts-with(@href, '/register/')]")
    data = anna.data(f"/register/{path}")
    assert data["today"] == TODAY.isoformat()


@pytest.mark.parametrize(
    ("path", "command"),
    [("te-laat", ["overdue"]), ("ritmes", ["rhythms"]), ("vragen?werkdagen=1", ["unanswered", "--days", "1"])],
)
def test_a_page_tells_the_same_items_as_the_command(
    anna: Desk, place: Path, path: str, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    shown = [entry["item"]["id"] for entry in anna.data(f"/register/{path}")["entries"]]
    told = told_by_command(place, command[0], capsys, *command[1:])
    assert sorted(shown) == sorted(str(row["id"]) for row in told)
    assert shown


def test_signals_and_plan_tell_the_same_as_the_commands(
    anna: Desk, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    themes = anna.data("/register/signalen")["entries"]
    assert [theme["organisation"] for theme in themes] == [
        row["organisation"] for row in told_by_command(place, "signals", capsys)
    ]
    windows = [window["due"] for plan in anna.data("/register/plan")["entries"] for window in plan["windows"]]
    assert sorted(windows) == sorted(str(row["due"]) for row in told_by_command(place, "plan", capsys))
    assert windows


def test_the_week_gathers_the_parts(anna: Desk, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts = {part["name"]: part["count"] for part in anna.data("/register/week")["parts"]}
    told = told_by_command(place, "week", capsys)[0]
    for name, key in (("overdue", "overdue"), ("this-week", "this_week"), ("broken", "broken"), ("new", "new")):
        assert parts[name] == len(told[key])  # type: ignore[arg-type]


def test_the_week_says_how_many_proposals_wait_and_leads_to_them(anna: Desk) -> None:
    waiting = anna.data("/register/week")["waiting"]
    assert waiting == anna.data("/register?stand=proposed")["total"] > 0
    (link,) = anna.page("/register/week?eigenaar=gemeente").xpath("//a[contains(., 'te beoordelen')]")
    assert link.xpath("string(span)") == str(len(anna.items("?stand=proposed&eigenaar=gemeente")))
    assert anna.data(link.get("href"))["chosen"] == {"stand": ["proposed"], "eigenaar": ["gemeente"]}


@pytest.mark.parametrize("path", PAGES)
def test_another_day_can_be_taken_for_today_and_goes_along(anna: Desk, path: str) -> None:
    tree, data = anna.page(f"/register/{path}?vandaag=2020-06-04"), anna.data(f"/register/{path}?vandaag=2020-06-04")
    assert data["today"] == data["reckoned"] == "2020-06-04"
    views = set(tree.xpath("//nav//a/@href"))
    assert {f"/register/{other}?vandaag=2020-06-04" for other in PAGES} <= views
    assert tree.xpath("//form//input[@name='vandaag']/@value") == ["2020-06-04"]
    assert tree.xpath("string(//a[.='Reken tot vandaag']/@href)") == f"/register/{path}"


def test_less_is_too_late_on_an_earlier_day(anna: Desk) -> None:
    late = [anna.data(f"/register/te-laat?vandaag=2020-06-{day:02}")["count"] for day in (2, 4, 8)]
    assert late == sorted(set(late))


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_far_days_are_reckoned_with_too(anna: Desk, day: str) -> None:
    for path in PAGES:
        assert anna.data(f"/register/{path}?vandaag={day}")["today"] == day


@pytest.mark.parametrize("day", ["1899-12-31", "9999-12-31", "gisteren"])
def test_a_day_too_far_off_is_refused_in_words(anna: Desk, day: str) -> None:
    assert anna.client.get(f"/register/week?vandaag={day}").status_code == 400


def test_what_was_decided_comes_into_the_overview(anna: Desk) -> None:
    late = anna.data("/register/te-laat")["entries"]
    assert late
    anna.act(anna.item(late[0]["item"]["id"]), "nagekomen")
    for _ in range(200):  # the old one is given while a thread makes the new one
        data = anna.data("/register/te-laat")
        if not data["stale"]:
            break
    assert late[0]["item"]["id"] not in [entry["item"]["id"] for entry in data["entries"]]


def test_an_overview_can_be_narrowed(anna: Desk) -> None:
    all_of_it = anna.data("/register/termijnen?weken=8")["count"]
    some = anna.data("/register/termijnen?weken=8&eigenaar=gemeente")
    assert 0 < some["count"] < all_of_it
    assert {name for entry in some["entries"] for name in entry["item"]["owner"]} == {"gemeente"}


def test_the_bound_is_said_where_there_are_more(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "TERMS", 1)
    tree = sit("anna").page("/register/te-laat")
    assert "nieuwste 1 van" in tree.text_content()


def test_half_the_items_are_the_newest_half(place: Path) -> None:
    with Dossier.open(place) as dossier:
        look = looks.Look(dossier, TODAY, ItemFilter())
        everything, some = look.pick(1000), look.pick(2)
    assert not everything.bounded
    assert some.bounded
    assert len(some.items) == 2
    assert some.total == everything.total


def test_what_was_said_after_the_day_is_not_seen(place: Path) -> None:
    with Dossier.open(place) as dossier:
        look = looks.Look(dossier, TODAY.replace(month=1), ItemFilter())
        assert look.pick(1000).items == []
