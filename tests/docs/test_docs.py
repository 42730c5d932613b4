"""The docs say what is so."""

from __future__ import annotations

import re
import runpy
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from draad.cli import COMMANDS
from draad.commands.accounts import TOKENS, USERS
from draad.commands.register import MEMBERS
from draad.errors import ExitCode
from draad.texts import texts

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
MEMBERS_OF_GROUPS = [
    f"{group} {name}"
    for group, members in {"register": MEMBERS, "user": USERS, "token": TOKENS}.items()
    for name in members
]
STATUSES = {"now", "register", "reading room", "release", "cluster"}


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_the_page_of_commands_is_the_live_help() -> None:
    page = runpy.run_path(str(ROOT / "scripts" / "commands_page.py"))["page"]
    assert page() == read("commands.md"), "run: make docs"


@pytest.mark.parametrize("command", [*COMMANDS, *MEMBERS_OF_GROUPS])
def test_every_command_and_option_is_documented(command: str) -> None:
    from draad.cli import draad

    section = re.split(rf"^## draad {command}$", read("commands.md"), flags=re.M)[1].split("\n## ")[0]
    found: click.Command = draad
    for word in command.split():
        assert isinstance(found, click.Group)
        member = found.get_command(click.Context(found), word)
        assert member is not None
        found = member
    assert all(name in section for param in found.params for name in param.opts if name.startswith("-"))


def test_every_error_is_explained_under_its_own_sentence() -> None:
    page = read("errors.md")
    sentences = {t for key, t in texts("nl").entries.items() if re.fullmatch(r"error\..*\.what", key)}
    assert {sentence for sentence in sentences if f"### {sentence}\n" not in page} == set()


def test_every_exit_code_is_explained() -> None:
    rows = re.findall(r"^\| (\d+) \|", read("errors.md"), flags=re.M)
    assert {int(row) for row in rows} == {int(code) for code in ExitCode}


def scope_rows() -> list[tuple[str, str]]:
    """(what serves it, status) of every row of the table."""
    lines = [line for line in read("scope.md").splitlines() if line.startswith("|")][2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [(row[3], row[4]) for row in cells]


def test_every_module_that_scope_names_exists() -> None:
    modules = {name for serves, _ in scope_rows() for name in re.findall(r"`(draad(?:\.\w+)+)`", serves)}
    assert modules
    assert {name for name in modules if find_spec(name) is None} == set()


def test_scope_has_a_known_status_in_every_row_and_a_module_for_what_works_now() -> None:
    for serves, status in scope_rows():
        assert status in STATUSES
        assert status != "now" or serves


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert "://" not in target, "pages refer to what stands in this folder"
        assert (page.parent / target).exists(), target


def test_every_dependency_has_its_reason() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    table = read("design.md").split("## Dependencies")[1].split("## Why not")[0]
    assert {name for line in wanted if (name := re.split(r"[<>=]", line)[0]) not in table} == set()


def test_every_folder_stands_in_the_developers_tree() -> None:
    folders = {path.parent.name for path in (ROOT / "src" / "draad").glob("*/__init__.py")}
    assert {name for name in folders if f"`{name}/`" not in read("developers.md")} == set()


@pytest.mark.parametrize("dump", ["copies", "documents", "messages", "threads", "redactions"])
def test_every_field_of_a_dump_is_documented(dump: str, tmp_path: Path) -> None:
    from draad.dossier import Dossier
    from draad.run import IngestOptions, ingest

    heads = "Van: a@x.nl\nVerzonden: maandag 1 juni 2020 16:40\nAan: b@y.nl\nOnderwerp: Proef\n"
    (tmp_path / "brief.txt").write_text(f"{heads}\nDag 5.1.2e,\n\nTot morgen.\n", encoding="utf-8")
    ingest(tmp_path / "d", [tmp_path / "brief.txt"], IngestOptions(jobs=1))
    with Dossier.open(tmp_path / "d") as dossier:
        row = next(iter(getattr(dossier, f"dump_{dump}")()))
    line = next(line for line in read("developers.md").splitlines() if line.startswith(f"| `{dump}`"))
    assert {field for field in row if f"`{field}`" not in line} == set()


def test_query_words_of_the_page_are_those_of_the_language() -> None:
    import tomllib

    query = tomllib.loads((ROOT / "src" / "draad" / "knowledge" / "query.toml").read_text("utf-8"))
    page = read("zoeken.md")
    assert {words[0] for words in query["fields"].values() if f"`{words[0]}:`" not in page} == set()


def test_no_registry_is_named_anywhere() -> None:
    """An organisation installs from its own mirror; the repo says nothing of whose."""
    asked = re.compile(r"--(?:extra-)?index-url|--find-links")
    files = [*PAGES, *ROOT.glob("requirements/*.txt"), ROOT / "Makefile", ROOT / "pyproject.toml", *ROOT.glob(".ci/*")]
    assert [file.name for file in files if asked.search(file.read_text(encoding="utf-8"))] == []
    assert [file.name for file in ROOT.glob("requirements/*.txt") if "://" in file.read_text(encoding="utf-8")] == []


def test_the_licence_is_the_eupl() -> None:
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
