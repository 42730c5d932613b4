"""The register by the command line: real dossiers, real runs, and everything that may go wrong in them."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pytest

from draad.commands.register import options
from draad.dossier import Dossier, ItemView, NewItem
from draad.errors import ExitCode
from draad.extract.records import KINDS, TieKind
from draad.register.states import STATES
from draad.run import IngestOptions, ingest

REPORT = """\
Verslag overleg sleutels

Datum: 4 juni 2020
Aanwezig: gemeente, provincie

1. De gemeente stuurt de planning voor vrijdag 12 juni.
2. Er wordt elke zes weken gesproken met de schilders.
3. De lift doet het niet, melden de huurders.
4. De planning is op 11 juni gestuurd.
"""
WORK = {
    "action": "De gemeente stuurt de planning voor vrijdag 12 juni.",
    "commitment": "Er wordt elke zes weken gesproken met de schilders.",
    "signal": "De lift doet het niet, melden de huurders.",
}


@pytest.fixture(scope="module")
def made(pile: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier of two mails and a report, with five items in it and whatever extraction proposes besides."""
    folder = tmp_path_factory.mktemp("register")
    for name in ("antwoord.txt", "vraag.txt"):
        shutil.copy(pile / name, folder / name)
    (folder / "verslag.txt").write_text(REPORT, encoding="utf-8")
    place = folder / "dossier"
    ingest(place, [folder], IngestOptions(jobs=1))
    with sqlite3.connect(place / "draad.sqlite") as con:  # the tests' own items alone
        for table in ("items", "item_parties", "evidence", "item_links", "item_log"):
            con.execute(f"DELETE FROM {table}")
    con.close()
    with Dossier.open(place) as dossier:
        dossier.add_items(_items(dossier), who="test", at="2020-06-05T10:00:00+00:00")
    return place


def _items(dossier: Dossier) -> list[NewItem]:
    def at(document: str, words: str) -> tuple[int, int]:
        start = dossier.text(document).index(words)
        return start, start + len(words)

    ask = "Wanneer kunnen wij de sleutels van het buurthuis ophalen?"
    due = {"action": {"due": "../2020-06-12", "owner": ("MO",)}, "commitment": {"every": "P6W"}, "signal": {}}
    report = [
        NewItem(kind, "verslag", at("verslag", words), status="proposed", **due[kind])  # type: ignore[arg-type]
        for kind, words in WORK.items()
    ]
    return [*report, NewItem("question", "antwoord", at("antwoord", ask), due="../2020-06-04")]


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    """A copy to work in."""
    return Path(shutil.copytree(made, tmp_path / "dossier"))


@pytest.fixture
def items(place: Path) -> dict[str, ItemView]:
    with Dossier.open(place) as dossier:
        return {item.kind: item for item in dossier.items(places=True)}


def ref(item: ItemView) -> str:
    return f"{item.id:016x}"[:10]


def now(place: Path, item: ItemView) -> ItemView:
    with Dossier.open(place) as dossier:
        return dossier.item(item.id)


def rows(answer: Any) -> list[dict[str, Any]]:
    assert answer.code == 0, answer.err
    return [json.loads(line) for line in answer.out.splitlines()]


def test_the_words_of_options_are_those_of_the_register() -> None:
    assert options.KIND_NAMES == KINDS
    assert options.STATUS_NAMES == STATES
    assert set(options.TIE_NAMES) == set(get_args(TieKind))


# ── list and show ───────────────────────────────────────────────────────────────────────────────────────────


def test_list_as_a_table(call, place) -> None:
    answer = call("register", "list", place, "--today", "2020-06-03")
    assert answer.out.splitlines()[0].split() == [
        "kenmerk", "soort", "stand", "termijn", "eigenaar", "tekst", "document",
    ]  # fmt: skip
    assert "uiterlijk 12 juni 2020  MO" in answer.out
    assert "verslag:6" in answer.out
    assert "4 punten; stand op 3 juni 2020." in answer.err


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (["--kind", "actie"], {"action"}),
        (["--kind", "Acties", "--kind", "question"], {"action", "question"}),
        (["--owner", "mo"], {"action"}),
        (["--status", "open"], {"question"}),
        (["--due-until", "5 juni 2020"], {"question"}),
        (["--due-since", "2020-06-05", "--due-until", "2020-06-30"], {"action"}),
        (["--since", "2020-06-02"], {"action", "commitment", "signal"}),
        (["--until", "1 juni 2020"], {"question"}),
        (["--organisation", "MO"], {"action"}),
        (["--text", "lift"], {"signal"}),
        (["--thread", "antwoord:24"], {"question"}),
        (["--tag", "niets"], set()),
        (["--due-until", "vrijdag", "--today", "2020-06-03"], {"question"}),
        (["--limit", "1", "--sort", "due"], {"question"}),
    ],
)
def test_filters(call, place, words, kinds) -> None:
    assert {row["kind"] for row in rows(call("register", "list", place, *words, "--json"))} == kinds


def test_nothing_found_is_said(call, place) -> None:
    assert call("register", "list", place, "--text", "xyzzy").out == "Geen punten die hieraan voldoen.\n"


def test_the_dossier_may_be_given_in_every_way(call, place, monkeypatch) -> None:
    wanted = call("register", "list", place, "--json").out
    assert call("register", "list", "-d", place, "--json").out == wanted
    monkeypatch.chdir(place.parent)
    assert call("register", "list", "--json").out == wanted
    monkeypatch.setenv("DRAAD_DOSSIER", str(place))
    assert call("register", "list", "--json").out == wanted


def test_show_gives_the_words_in_their_place(call, place, items) -> None:
    shown = call("register", "show", place, ref(items["question"])).out
    assert "» Wanneer kunnen wij de sleutels" in shown
    assert "De schilder begint op vrijdag" in shown, "a few lines around it"
    assert "antwoord:24" in shown
    assert "vraag:8" in shown, "every copy of the message in which it stands"
    assert "toegevoegd" in shown


def test_show_is_of_one_copy_and_fills_no_mark(call, place, items) -> None:
    shown = call("register", "show", place, ref(items["question"])).out
    assert "5.1.2e" in shown
    assert "(10)(2e)" not in shown


def test_why_of_what_a_person_added(call, place, items) -> None:
    assert "test voegde dit punt toe" in call("register", "why", place, ref(items["action"])).out


def test_why_tells_what_counted(call, place, items) -> None:
    told = {"cue_span": [0, 7], "reasons": [{"name": "cue-asks-outright", "weight": 1.5, "span": [0, 7]}]}
    with sqlite3.connect(place / "draad.sqlite") as con:
        con.execute("UPDATE items SET origin = 'draad', data = ? WHERE kind = 'action'", (json.dumps(told),))
    con.close()
    answer = call("register", "why", place, ref(items["action"])).out
    assert "gevonden aan: “Verslag”" in answer
    assert "+1,5" in answer


# ── deciding ────────────────────────────────────────────────────────────────────────────────────────────────


def test_accept_several_at_once(call, place, items) -> None:
    answer = call(
        "register", "accept", place, ref(items["action"]), ref(items["signal"]), "--who", "jan", "--note", "x"
    )
    assert answer.code == 0
    assert {now(place, items[kind]).status for kind in ("action", "signal")} == {"open"}
    assert now(place, items["action"]).note == "x"
    assert "2 punten bijgewerkt" in answer.err


def test_all_or_nothing_where_one_does_not_allow_it(call, place, items) -> None:
    answer = call("register", "accept", place, ref(items["action"]), ref(items["question"]))
    assert answer.code == ExitCode.usage
    assert f"{ref(items['question'])}: accept kan niet: dit punt is open." in answer.err
    assert now(place, items["action"]).status == "proposed"


@pytest.mark.parametrize(
    ("command", "status"),
    [("reject", "rejected"), ("fulfil", "fulfilled"), ("drop", "dropped"), ("supersede", "superseded")],
)
def test_the_ends_and_back(call, place, items, command, status) -> None:
    item = items["question"]
    assert call("register", command, place, ref(item)).code == 0
    assert now(place, item).status == status
    assert call("register", "reopen", place, ref(item)).code == 0
    assert now(place, item).status == "open"


def test_edit_in_dutch_words(call, place, items) -> None:
    words = ["--owner", "VNG", "--owner", "LNV", "--due", "vrijdag", "--every", "elke zes weken", "--urgent"]
    words += ["--number", "TZ1", "--tag", "kamer", "--kind", "toezegging", "--counterparty", "Tweede Kamer"]
    (row,) = rows(call("register", "edit", place, ref(items["question"]), *words, "--today", "2020-06-03", "--json"))
    assert (row["owner"], row["due"], row["every"], row["urgent"]) == (["VNG", "LNV"], "2020-06-05", "P6W", True)
    assert (row["number"], row["tags"], row["kind"]) == ("TZ1", ["kamer"], "commitment")
    call("register", "edit", place, ref(items["question"]), "--owner", "", "--due", "", "--no-urgent", "--tag", "")
    after = now(place, items["question"])
    assert (after.owner, after.due, after.urgent, after.tags) == ((), None, False, ())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--due", "31 februari 2021"], "31 februari 2021"),
        (["--due", "ooit"], "ooit is geen datum of periode"),
        (["--every", "soms"], "soms is geen ritme"),
        (["--kind", "taak"], "--kind kan alleen zijn: actie"),
        ([], "Er is niets genoemd om te wijzigen."),
    ],
)
def test_edits_that_can_not_be(call, place, items, words, said) -> None:
    answer = call("register", "edit", place, ref(items["question"]), *words)
    assert answer.code == ExitCode.usage
    assert said in answer.err


def test_a_remark_on_what_is_done(call, place, items) -> None:
    call("register", "fulfil", place, ref(items["question"]))
    assert call("register", "edit", place, ref(items["question"]), "--note", "mooi").code == 0
    assert call("register", "edit", place, ref(items["question"]), "--tag", "af").code == 0
    assert call("register", "edit", place, ref(items["question"]), "--owner", "VNG").code == ExitCode.usage


def test_an_unknown_item(call, place) -> None:
    assert call("register", "show", place, "ffffffffffffffff").code == ExitCode.not_found
    assert call("register", "accept", place, "zz").code == ExitCode.not_found


def test_undo_goes_back_step_by_step(call, place, items) -> None:
    item = items["question"]
    call("register", "edit", place, ref(item), "--owner", "VNG", "--who", "jan")
    call("register", "fulfil", place, ref(item), "--by", "verslag:9", "--who", "jan")
    assert call("register", "undo", place, "--who", "jan").code == 0
    assert (now(place, item).status, now(place, item).owner) == ("open", ("VNG",))
    with Dossier.open(place) as dossier:
        assert [link.status for link in dossier.item_links([item.id])] == ["rejected"]
    assert call("register", "undo", place, "--who", "jan").code == 0
    assert now(place, item).owner == ()
    assert call("register", "undo", place, "--who", "jan").code == ExitCode.not_found


def test_undo_undoes_nobody_elses_work(call, place, items) -> None:
    call("register", "edit", place, ref(items["question"]), "--owner", "VNG", "--who", "jan")
    call("register", "edit", place, ref(items["question"]), "--owner", "LNV", "--who", "piet")
    answer = call("register", "undo", place, "--who", "jan")
    assert answer.code == ExitCode.busy
    assert "Iemand anders wijzigde dit punt intussen" in answer.err
    assert now(place, items["question"]).owner == ("LNV",)


# ── links ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_fulfilled_by_a_place(call, place, items) -> None:
    call("register", "fulfil", place, ref(items["action"]), "--by", "verslag:9")
    shown = call("register", "show", place, ref(items["action"])).out
    assert "nagekomen door verslag:9 4. De planning is op 11 juni gestuurd." in shown


@pytest.mark.parametrize("by", ["verslag:99", "verslag:2", "vraag:1", "nergens:1", "ffff"])
def test_a_place_that_is_none_changes_nothing(call, place, items, by) -> None:
    answer = call("register", "fulfil", place, ref(items["action"]), "--by", by)
    assert answer.code in (ExitCode.usage, ExitCode.not_found)
    assert now(place, items["action"]).status == "proposed"


def test_undo_takes_back_all_links_of_one_command(call, place, items) -> None:
    target = ref(items["commitment"])
    made = [
        rows(call("register", "link", place, ref(items[kind]), "fulfils", target, "--json"))[0]["id"]
        for kind in ("action", "signal")
    ]
    call("register", "unlink", place, *made, "--who", "jan")
    assert call("register", "undo", place, "--who", "jan").code == 0
    with Dossier.open(place) as dossier:
        assert [link.status for link in dossier.item_links()] == ["confirmed", "confirmed"]


def test_undo_of_a_link_undoes_nobody_elses_decision(call, place, items) -> None:
    one, other = ref(items["action"]), ref(items["commitment"])
    (link,) = rows(call("register", "link", place, one, "fulfils", other, "--who", "jan", "--json"))
    call("register", "unlink", place, link["id"], "--who", "an")
    answer = call("register", "undo", place, "--who", "jan")
    assert answer.code == ExitCode.busy
    with Dossier.open(place) as dossier:
        (stands,) = dossier.item_links()
        assert (stands.status, stands.who) == ("rejected", "an")


def test_a_user_without_a_name_is_known_by_his_number(call, place, items, monkeypatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr("getpass.getuser", nobody)
    monkeypatch.setattr("os.getuid", lambda: 12345)
    assert call("register", "accept", place, ref(items["action"])).code == 0
    with Dossier.open(place) as dossier:
        assert dossier.item_changes(items["action"].id)[-1].who == "uid 12345"


def test_linking_confirming_and_rejecting(call, place, items) -> None:
    one, other = ref(items["commitment"]), ref(items["action"])
    (link,) = rows(call("register", "link", place, one, "herhaalt", other, "--json"))
    assert (link["kind"], link["status"]) == ("repeats", "confirmed")
    assert "[afgewezen]" in call("register", "unlink", place, link["id"][:8]).out
    assert "[bevestigd]" in call("register", "link", place, link["id"][:8]).out
    (link,) = rows(call("register", "link", place, "verslag:9", "answers", other, "--json"))
    assert (link["source"], link["document"]) == (None, "verslag")


def test_links_that_can_not_be(call, place, items) -> None:
    one = ref(items["action"])
    assert call("register", "link", place, one, "herhaalt", "verslag:9").code == ExitCode.usage
    assert call("register", "link", place, one, "herhaalt", one).code == ExitCode.usage
    assert call("register", "unlink", place, "abcdef").code == ExitCode.not_found


# ── what comes back by itself ───────────────────────────────────────────────────────────────────────────────


def test_overdue_by_week_in_working_days(call, place) -> None:
    answer = call("register", "overdue", place, "--today", "2020-06-16")
    assert "week 23 (1 juni 2020 t/m 7 juni 2020)" in answer.out
    assert "8 werkdagen te laat · vraag · uiterlijk 4 juni 2020" in answer.out
    assert "2 werkdagen te laat · actie · MO" in answer.out
    assert "Stand op 16 juni 2020." in answer.err
    (row,) = rows(call("register", "overdue", place, "--today", "2020-06-16", "--owner", "MO", "--json"))
    assert (row["days"], row["reason"]) == (2, "follow.late")


def test_due_within_so_many_working_days(call, place) -> None:
    assert len(rows(call("register", "due", place, "--today", "2020-06-03", "--days", "1", "--json"))) == 1
    assert len(rows(call("register", "due", place, "--today", "2020-06-04", "--days", "7", "--json"))) == 2
    assert "over 1 werkdag" in call("register", "due", place, "--today", "2020-06-03").out


def test_what_was_said_after_the_day_did_not_exist_yet(call, place) -> None:
    before = call("register", "week", place, "--today", "2020-06-03")
    assert "schilders" not in before.out
    assert "3 punten van na deze dag tellen niet mee." in before.err
    # The answer of 2 June had not come on the first.
    assert "vraag" not in call("register", "unanswered", place, "--today", "2020-06-01", "--days", "1").out
    [asked] = rows(call("register", "unanswered", place, "--today", "2020-06-01", "--days", "0", "--json"))
    assert asked["state"] == "silent"


def test_a_line_of_the_list_stays_a_line_in_a_pipe(call, place) -> None:
    with Dossier.open(place) as dossier:
        [item] = [i for i in dossier.items() if i.kind == "action"]
        names = tuple(f"directie {n}" for n in range(20))
        dossier.change_item(item.id, item.version, {"owner": names}, who="t", what="edit", at="2020-06-06T10:00:00")
    lines = call("register", "list", place).out.splitlines()
    assert max(map(len, lines)) < 220
    assert any("directie 0, directie 1," in line and "…" in line for line in lines)
    assert "directie 19" in call("register", "list", place, "--csv").out


def test_a_link_of_no_known_kind_is_told_the_kinds(call, place, items) -> None:
    ends = [f"{items[kind].id:016x}" for kind in ("signal", "action")]
    answer = call("register", "link", place, ends[0], "herhaald-door", ends[1])
    assert answer.code == ExitCode.usage
    assert "herhaalt" in answer.err


def test_what_can_not_be_done_now_is_told_by_the_commands_that_can(call, place, items) -> None:
    action = f"{items['action'].id:016x}"
    call("register", "reject", place, action)
    answer = call("register", "fulfil", place, action)
    assert "Nu kan: reopen, edit --note, edit --tag." in answer.err


def test_a_rhythm_that_was_missed(call, place) -> None:
    answer = call("register", "rhythms", place, "--today", "2020-12-15")
    assert "gezegd op 4 juni 2020; in dit dossier niet teruggezien; 4 keer uitgebleven" in answer.out


def test_a_question_that_was_answered_by_mail_and_one_that_was_not(call, place, items) -> None:
    answer = call("register", "unanswered", place, "--today", "2020-06-30")
    assert "Wanneer kunnen wij de sleutels" in answer.out
    assert "Er kwam bericht terug; of dat een antwoord is, is onduidelijk: 1" in answer.out
    assert "1 juni 2020 · na 1 werkdag" in answer.out
    assert "→ antwoord:" in answer.out
    call("register", "link", place, "antwoord:8", "answers", ref(items["question"]))
    assert "Geen punten" in call("register", "unanswered", place, "--today", "2020-06-30").out


def test_signals_plan_and_week(call, place) -> None:
    assert "in dit dossier is niet te zien dat er iets op volgde" in call("register", "signals", place).out
    plan = call("register", "plan", place, "--today", "2020-06-08").out
    assert "│" in plan or "┿" in plan
    assert "uiterlijk 12 juni 2020" in plan
    week = call("register", "week", place, "--today", "2020-06-08").out
    assert week.startswith("Weekoverzicht, week 24")
    assert "Te laat: 1" in week
    assert "Deze week: 1" in week


@pytest.mark.parametrize("command", ["week", "due", "overdue", "rhythms", "unanswered", "signals", "plan"])
def test_overviews_repeat_and_speak_english(call, place, command) -> None:
    words = ["register", command, place, "--today", "2020-06-20"]
    assert call(*words).out == call(*words).out
    assert "\x1b" not in call(*words, "--lang", "en").out
    rows(call(*words, "--json"))


# ── out and back ────────────────────────────────────────────────────────────────────────────────────────────


def change(file: Path, edit: Callable[[Any], None]) -> None:
    book = openpyxl.load_workbook(file)
    edit(book)
    book.save(file)


def set_owner(row: int, owner: str, sheet: str = "Alles") -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        heads = [cell.value for cell in book[sheet][1]]
        book[sheet].cell(row, heads.index("eigenaar") + 1).value = owner

    return edit


@pytest.fixture
def sheet(call, place, tmp_path) -> Path:
    file = tmp_path / "register.xlsx"
    assert call("register", "export", place, file).code == 0
    return file


@pytest.mark.parametrize(
    ("count", "words"),
    [
        ("3 punten", ["r.xlsx"]),
        ("3 punten", ["r.csv"]),
        ("3 punten", ["r.json"]),
        ("3 punten", ["r.ics"]),
        ("1 punt", ["r.docx", "--form", "docx-actions"]),
    ],
)
def test_every_export_and_the_same_bytes_each_time(call, place, tmp_path, words, count, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = []
    for _ in range(2):
        answer = call(
            "register", "export", place, *words, "--today", "2020-06-03", "--force", "--status", "voorgesteld"
        )
        assert answer.code == 0
        assert f"{count} in r." in answer.err
        made.append(Path(words[0]).read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("name", "told"), [("r.docx", "--form"), ("r.pdf", "docx-actions"), ("nergens/r.xlsx", "nergens")]
)
def test_an_export_that_can_not_be_made_says_what_can(call, place, tmp_path, name, told) -> None:
    answer = call("register", "export", place, tmp_path / name)
    assert answer.code == ExitCode.usage
    assert told in answer.err


def test_a_file_that_is_there_is_not_overwritten(call, place, sheet) -> None:
    before = sheet.read_bytes()
    answer = call("register", "export", place, sheet, "--kind", "actie")
    assert answer.code == ExitCode.usage
    assert "bestaat al" in answer.err
    assert sheet.read_bytes() == before
    assert call("register", "export", place, "register.docx").code == ExitCode.usage


def test_export_to_a_pipe(place: Path) -> None:
    words = [sys.executable, "-m", "draad", "register", "export", str(place), "-", "--form", "json"]
    done = subprocess.run(words, capture_output=True, check=True)
    assert len(done.stdout.splitlines()) == 4


def _places(sheet: Path) -> list[str]:
    page = openpyxl.load_workbook(sheet)["Alles"]
    at = [cell.value for cell in page[1]].index("vindplaats") + 1
    return [page.cell(row, at).hyperlink.target for row in range(2, page.max_row + 1)]


def test_places_lead_to_the_file_that_stands_under_the_folder_of_the_workbook(call, made) -> None:
    file = made.parent / "register.xlsx"
    assert call("register", "export", made, file, "--force").code == 0
    assert set(_places(file)) == {"verslag.txt", "antwoord.txt"}
    assert all((file.parent / name).is_file() for name in _places(file))


def test_a_workbook_tells_nothing_of_folders_beside_its_own(sheet) -> None:
    assert set(_places(sheet)) == {"verslag.txt", "antwoord.txt"}


def test_lines_and_cells_in_csv(call, place, items) -> None:
    call("register", "edit", place, ref(items["signal"]), "--note", "=1+1")
    told = list(csv.DictReader(io.StringIO(call("register", "list", place, "--csv").out)))
    (row,) = [row for row in told if row["kind"] == "signal"]
    assert (row["note"], row["lines"]) == ("'=1+1", "8")


def test_out_and_back_changes_nothing(call, place, sheet) -> None:
    answer = call("register", "import", place, sheet)
    assert answer.code == 0
    assert "Niets te wijzigen" in answer.err


def test_a_corrected_sheet_comes_back_with_a_log(call, place, items, sheet) -> None:
    change(sheet, set_owner(2, "VNG"))
    assert "Er is niets gewijzigd" in call("register", "import", place, sheet, "--dry-run").err
    answer = call("register", "import", place, sheet, "--who", "jan")
    assert "eigenaar: – → VNG" in answer.out
    with Dossier.open(place) as dossier:
        (changed,) = [item for item in dossier.items() if item.owner == ("VNG",)]
        assert (dossier.item_changes(changed.id)[-1].who, dossier.item_changes(changed.id)[-1].what) == (
            "jan",
            "import",
        )
    assert call("register", "undo", place, "--who", "jan").code == 0
    assert now(place, changed).owner == ()


def test_the_second_of_two_editors_is_told_and_nothing_is_half_imported(call, place, items, sheet) -> None:
    def both(book: Any) -> None:
        set_owner(2, "VNG")(book)
        set_owner(3, "VNG")(book)

    change(sheet, both)
    with Dossier.open(place) as dossier:
        second = dossier.items()[1]
    call("register", "edit", place, ref(second), "--owner", "LNV", "--who", "piet")
    answer = call("register", "import", place, sheet)
    assert answer.code == ExitCode.busy
    assert "Alles!E3: piet wijzigde dit punt" in answer.err
    assert "u VNG, nu LNV" in answer.err
    with Dossier.open(place) as dossier:
        assert all("VNG" not in item.owner for item in dossier.items())
    partly = call("register", "import", place, sheet, "--partly")
    assert partly.code == ExitCode.some_failed
    with Dossier.open(place) as dossier:
        assert [item.owner for item in dossier.items()][:2] == [("VNG",), ("LNV",)]


def test_a_sheet_without_identifiers_is_refused_row_by_row(call, place, sheet) -> None:
    def edit(book: Any) -> None:
        set_owner(2, "VNG")(book)
        book["Acties"].delete_cols(1)

    change(sheet, edit)
    answer = call("register", "import", place, sheet)
    assert answer.code == ExitCode.bad_input
    assert "Acties, rij 2: deze rij heeft geen kenmerk" in answer.err
    assert "Het bestand is niet teruggehaald" in answer.err
    with Dossier.open(place) as dossier:
        assert all("VNG" not in item.owner for item in dossier.items())


def new_row(place_of: str, kind: str = "besluit") -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        heads = [cell.value for cell in book["Alles"][1]]
        book["Alles"].cell(9, heads.index("soort") + 1).value = kind
        book["Alles"].cell(9, heads.index("vindplaats") + 1).value = place_of

    return edit


def test_a_new_row_becomes_an_item_at_its_place(call, place, sheet) -> None:
    change(sheet, new_row("verslag:9"))
    answer = call("register", "import", place, sheet)
    assert "1 punt toegevoegd" in answer.err
    with Dossier.open(place) as dossier:
        (new,) = [item for item in dossier.items() if item.kind == "decision"]
    assert (new.text, new.status) == ("4. De planning is op 11 juni gestuurd.", "open")


def test_undo_of_an_import_that_only_adds_rejects_what_it_added_and_then_goes_on(call, place, items, sheet) -> None:
    call("register", "edit", place, ref(items["question"]), "--owner", "VNG", "--who", "jan")
    change(sheet, new_row("verslag:9"))
    call("register", "import", place, sheet, "--who", "jan")
    assert call("register", "undo", place, "--who", "jan").code == 0
    with Dossier.open(place) as dossier:
        (new,) = [item for item in dossier.items() if item.kind == "decision"]
        log = [(line.who, line.what) for line in dossier.item_changes(new.id)]
    assert (new.status, log) == ("rejected", [("jan", "new"), ("jan", "undo")])
    assert call("register", "undo", place, "--who", "jan").code == 0
    assert now(place, items["question"]).owner == ()


def test_undo_of_an_import_leaves_what_somebody_made_of_it_since(call, place, sheet) -> None:
    change(sheet, new_row("verslag:9"))
    call("register", "import", place, sheet, "--who", "jan")
    with Dossier.open(place) as dossier:
        (new,) = [item for item in dossier.items() if item.kind == "decision"]
    call("register", "edit", place, ref(new), "--owner", "VNG", "--who", "piet")
    assert call("register", "undo", place, "--who", "jan").code == ExitCode.busy
    assert now(place, new).status == "open"


def test_a_row_that_lost_its_identifier_is_told_by_its_row_and_the_rest_comes_in(call, place, items, sheet) -> None:
    change(sheet, new_row("verslag:6", "actie"))
    answer = call("register", "import", place, sheet)
    assert answer.code == ExitCode.bad_input
    assert f"Op deze plaats staat al een punt van deze soort: {items['action'].id:016x}" in answer.err
    assert call("register", "import", place, sheet, "--partly").code == ExitCode.some_failed


def test_the_sheet_of_another_dossier_is_told_row_by_row_and_what_mends_it_once(call, place, sheet) -> None:
    with sqlite3.connect(place / "draad.sqlite") as con:
        for table in ("items", "item_parties", "evidence", "item_log"):
            con.execute(f"DELETE FROM {table}")
    con.close()
    answer = call("register", "import", place, sheet)
    assert answer.code == ExitCode.bad_input
    assert answer.err.count("staat niet in dit dossier: ") == 8  # four on Alles, four on the sheets of their kinds
    assert answer.err.count("Hoort het bestand bij dit dossier?") == 1


def test_a_file_that_is_no_workbook_is_named_as_such(call, place, tmp_path) -> None:
    (tmp_path / "register.csv").write_text("kenmerk;soort")
    answer = call("register", "import", place, tmp_path / "register.csv")
    assert answer.code == ExitCode.bad_input
    assert "Dit is geen Excelbestand" in answer.err


def test_who_did_nothing_has_nothing_to_undo(call, place) -> None:
    answer = call("register", "undo", place, "--who", "klaas")
    assert answer.code == ExitCode.not_found
    assert "klaas" in answer.err
    assert "--who" in answer.err


@pytest.mark.parametrize("where", ["verslag:99", "nergens:1"])
def test_a_new_row_at_no_place_is_refused(call, place, sheet, where) -> None:
    change(sheet, new_row(where))
    answer = call("register", "import", place, sheet)
    assert answer.code == ExitCode.bad_input
    assert "Alles, rij 9" in answer.err


def test_what_is_no_workbook(call, place, tmp_path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"geen zip")
    answer = call("register", "import", place, tmp_path / "x.xlsx")
    assert answer.code == ExitCode.bad_input
    assert call("register", "import", place, tmp_path / "weg.xlsx").code == ExitCode.usage


def test_an_item_is_edited_while_another_process_ingests(call, place, items) -> None:
    """The ingest holds the write lock of the dossier; a person's work does not need it."""
    code = (
        "import sys; from draad.dossier import Dossier; d = Dossier.open(sys.argv[1], write=True);"
        " print('held', flush=True); sys.stdin.read(); d.close()"
    )
    words = [sys.executable, "-c", code, str(place)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert call("register", "edit", place, ref(items["action"]), "--owner", "VNG").code == 0
        assert call("register", "accept", place, ref(items["signal"])).code == 0
        other.stdin.close()
    assert now(place, items["action"]).owner == ("VNG",)


def test_an_ingest_afterwards_leaves_a_persons_work(call, place, items, tmp_path) -> None:
    call("register", "edit", place, ref(items["action"]), "--owner", "VNG")
    call("register", "reject", place, ref(items["signal"]))
    (tmp_path / "nieuw.txt").write_text(REPORT.replace("sleutels", "ramen"), encoding="utf-8")
    ingest(place, [tmp_path / "nieuw.txt"], IngestOptions(jobs=1))
    assert now(place, items["action"]).owner == ("VNG",)
    assert now(place, items["signal"]).status == "rejected"


# ── the Tweede Kamer ────────────────────────────────────────────────────────────────────────────────────────

FIRST = {
    "Id": "a", "Nummer": "TZ202006-001", "Aanmaakdatum": "2020-06-01T10:00:00+02:00", "Status": "Openstaand",
    "Functie": "Minister voor Voorbeelden", "DatumNakoming": "0001-01-01T00:00:00Z",
    "Tekst": "De minister zegt toe uiterlijk 1 juli 2020 te schrijven over de sleutels.",
}  # fmt: skip
SECOND = {
    "Id": "b", "Nummer": "TZ202006-002", "Status": "Voldaan", "DatumNakoming": "2020-06-20T00:00:00+02:00",
    "Tekst": "De minister schrijft over de ramen.", "IsHerhalingVan": [{"Id": "a"}],
}  # fmt: skip


def kamer(folder: Path, *entries: dict[str, Any]) -> Path:
    file = folder / f"tk{len(list(folder.glob('tk*')))}.json"
    file.write_text(json.dumps({"value": entries}), encoding="utf-8")
    return file


def commitments(place: Path) -> dict[str, ItemView]:
    with Dossier.open(place) as dossier:
        return {item.number: item for item in dossier.items(places=True) if item.number}


def test_commitments_become_items_that_point_at_their_line(call, place, tmp_path) -> None:
    answer = call("register", "import", place, kamer(tmp_path, FIRST, SECOND), "--tk")
    assert answer.code == 0, answer.err
    assert "1 verband gelegd" in answer.err
    held = commitments(place)
    first, second = held["TZ202006-001"], held["TZ202006-002"]
    assert (first.text, first.due, first.said) == (FIRST["Tekst"], "../2020-07-01", "2020-06-01")
    assert (first.owner, first.counterparty) == (("Minister voor Voorbeelden",), ("Tweede Kamer",))
    assert (first.status, second.status, second.note) == ("open", "fulfilled", "Nagekomen op 2020-06-20")
    assert (first.document_name, first.lines, second.lines) == ("tk0", (1, 1), (2, 2))
    with Dossier.open(place) as dossier:
        assert dossier.document("tk0").kind == "register"
        assert dossier.original(dossier.document("tk0").source).is_file()
        (link,) = dossier.item_links([first.id])
        assert (link.kind, link.source, link.target) == ("repeats", second.id, first.id)
        assert [item.number for item in dossier.items() if item.document_name == "tk0"] == [first.number, second.number]


def test_a_second_import_changes_nothing_and_a_newer_file_brings_the_state_up_to_date(call, place, tmp_path) -> None:
    file = kamer(tmp_path, FIRST, SECOND)
    call("register", "import", place, file, "--tk")
    before = commitments(place)
    assert "Niets te wijzigen" in call("register", "import", place, file, "--tk").err
    assert commitments(place) == before
    call("register", "import", place, kamer(tmp_path, {**FIRST, "Status": "Voldaan"}), "--tk")
    assert commitments(place)["TZ202006-001"].status == "fulfilled"


def test_what_a_person_decided_stays(call, place, tmp_path) -> None:
    call("register", "import", place, kamer(tmp_path, FIRST), "--tk")
    call("register", "drop", place, ref(commitments(place)["TZ202006-001"]), "--who", "jan")
    answer = call("register", "import", place, kamer(tmp_path, {**FIRST, "Status": "Voldaan"}), "--tk")
    assert "jan zette dit op vervallen; de Kamer zegt Voldaan" in answer.err
    assert commitments(place)["TZ202006-001"].status == "dropped"


def test_odd_entries_are_told(call, place, tmp_path) -> None:
    odd = [{**FIRST, "Status": "Onderweg"}, {**SECOND, "Verwijderd": True}, FIRST]
    answer = call("register", "import", place, kamer(tmp_path, *odd), "--tk")
    assert "TZ202006-001: de status 'Onderweg' kent Draad niet" in answer.err
    assert "TZ202006-002: de Kamer heeft deze toezegging verwijderd" in answer.err
    assert "staat twee keer" in answer.err
    assert list(commitments(place)) == ["TZ202006-001"]


def test_a_file_that_is_none_makes_no_document(call, place, tmp_path) -> None:
    (tmp_path / "tk.json").write_text("{}")
    assert call("register", "import", place, tmp_path / "tk.json", "--tk").code == ExitCode.bad_input
    with Dossier.open(place) as dossier:
        assert len(dossier.documents()) == 3


def test_a_file_that_was_ingested_as_an_ordinary_document(call, place, tmp_path) -> None:
    file = kamer(tmp_path, FIRST)
    ingest(place, [file], IngestOptions(jobs=1))
    with Dossier.open(place) as dossier:
        known = any(view.name == "tk0" for view in dossier.documents())
    answer = call("register", "import", place, file, "--tk")
    assert answer.code == (ExitCode.bad_input if known else 0)


def test_a_file_of_which_nothing_is_taken_makes_no_document(call, place, tmp_path) -> None:
    call("register", "import", place, kamer(tmp_path, FIRST), "--tk")
    again = kamer(tmp_path, FIRST, {**SECOND, "Verwijderd": True})
    assert "Niets te wijzigen" in call("register", "import", place, again, "--tk").err
    with Dossier.open(place) as dossier:
        assert [view.name for view in dossier.documents() if view.kind == "register"] == ["tk0"]


def test_half_a_character_is_told_and_nothing_is_made(call, place, tmp_path) -> None:
    answer = call("register", "import", place, kamer(tmp_path, FIRST, {**SECOND, "Tekst": "ramen \ud83d"}), "--tk")
    assert answer.code == ExitCode.bad_input
    assert "Entry 2: Tekst holds half a character" in answer.err
    with Dossier.open(place) as dossier:
        assert len(dossier.documents()) == 3


def test_a_dossier_that_is_being_ingested_into_is_busy_for_new_documents(call, place, tmp_path) -> None:
    with Dossier.open(place, write=True):
        answer = call("register", "import", place, kamer(tmp_path, FIRST), "--tk")
    assert answer.code == ExitCode.busy


def test_a_workbook_can_be_read_by_a_machine_without_draad(sheet) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheet.read_bytes()))
    assert len(book.sheetnames) == 9


def test_what_a_dossier_taught_orders_its_proposals_and_says_so(call, place, items, monkeypatch) -> None:
    assert "Er is nog niets geleerd" not in call("register", "why", place, ref(items["action"])).out, "no proposal"
    with sqlite3.connect(place / "draad.sqlite") as con:
        con.execute("UPDATE items SET origin = 'draad'")
    con.close()
    assert "Er is nog niets geleerd" in call("register", "why", place, ref(items["action"])).out
    monkeypatch.setattr("draad.register.ranker.ENOUGH", 1)
    call("register", "reject", place, ref(items["signal"]))
    assert "Geleerd van 1 aangenomen en 1 afgewezen" in call("register", "why", place, ref(items["action"])).out
    ordered = rows(call("register", "list", place, "--sort", "score", "--json"))
    assert len(ordered) == 4, "nothing is hidden"
