"""The command line as a whole: help at once, plain errors, exit codes, pipes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from draad.cli import COMMANDS, run
from draad.commands.accounts import TOKENS, USERS
from draad.commands.register import MEMBERS
from draad.errors import ExitCode

HEAVY = {
    *("icalendar", "numpy", "openpyxl", "pyarrow", "pypdfium2", "tantivy", "rich", "PIL", "docx", "oxmsg", "lxml"),
    *("sklearn", "sqlite3", "argon2", "starlette", "uvicorn", "jinja2"),
}


def modules_after(*words: str) -> set[str]:
    """The top-level modules that a call of draad has imported."""
    code = f"import sys; from draad.cli import run; run({list(words)!r}); print('\\n' + ' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.splitlines()[-1].split()}


@pytest.mark.parametrize(
    "words",
    [["--help"], ["--version"], ["ingest", "--help"], ["thread", "--help"], ["register", "--help"]]
    + [["register", name, "--help"] for name in MEMBERS]
    + [["user", "add", "--help"], ["token", "add", "--help"], ["serve", "--help"]],
)
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    assert not modules_after(*words) & HEAVY


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_both_languages(call, command, language) -> None:
    answer = call(command, "--lang", language, "--help")
    assert answer.code == 0
    assert f"draad {command}" in answer.out


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("group", "command"),
    [
        *(("register", name) for name in MEMBERS),
        *(("user", name) for name in USERS),
        *(("token", name) for name in TOKENS),
    ],
)
def test_every_command_of_a_group_explains_itself_in_both_languages(call, group, command, language) -> None:
    answer = call(group, command, "--lang", language, "--help")
    assert answer.code == 0
    assert f"draad {group} {command}" in answer.out


def test_the_register_lists_its_commands(call) -> None:
    assert all(f"  {command} " in call("register", "--help").out for command in MEMBERS)


def test_the_group_lists_every_command(call) -> None:
    assert all(f"  {command} " in call("--help").out for command in COMMANDS)


def test_language_by_variable_and_by_option(call, monkeypatch) -> None:
    assert call("--help").out.startswith("Gebruik:")
    monkeypatch.setenv("DRAAD_LANG", "en")
    assert call("--help").out.startswith("Usage:")
    assert call("--lang", "nl", "--help").out.startswith("Gebruik:")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["register", "lst"], "Het commando lst bestaat niet. Bedoelde u: list?"),
        (["register", "list", ".", "--kind", "kleur"], "--kind kan alleen zijn: actie, toezegging,"),
        (["register", "list", ".", "--today", "morgen"], "morgen is geen dag."),
        (["register", "edit", ".", "12ab"], "Er is niets genoemd om te wijzigen."),
        (["shwo"], "Het commando shwo bestaat niet. Bedoelde u: show?"),
        (["show", "--jsn"], "De optie --jsn bestaat niet. Bedoelde u: --json?"),
        (["ingest"], "Er ontbreekt iets: STUKKEN…"),
        (["ingest", "nergens.pdf"], "Dit bestand of deze map bestaat niet: nergens.pdf."),
        (["ingest", ".", "--jobs", "0"], "--jobs moet minstens 1 zijn."),
        (["threads", ".", "--sort", "kleur"], "--sort kan alleen zijn: size, first, last, documents."),
        (["threads", ".", "--json", "--csv"], "Kies één uitvoer, niet meer tegelijk: --json, --csv."),
        (["show"], "Geen dossier genoemd, en hier staat er geen"),
        (["thread", "a", "b", "c"], "Het aantal woorden na draad thread klopt niet."),
        (["sample", "x", "--noise", "2"], "--noise moet een getal zijn van 0 tot en met 0.2."),
    ],
)
def test_wrong_words_are_one_sentence_and_exit_2(call, words, message) -> None:
    answer = call(*words)
    assert answer.code == ExitCode.usage
    assert answer.out == ""
    assert message in answer.err
    assert "→" in answer.err, "every error says what mends it"
    assert "Traceback" not in answer.err


def test_a_folder_that_is_no_dossier(call, tmp_path) -> None:
    answer = call("show", "-d", tmp_path)
    assert answer.code == ExitCode.dossier
    assert f"Dit is geen dossier: {tmp_path}" in answer.err


def test_an_unknown_thread(call, dossier) -> None:
    answer = call("thread", dossier, "ffffffffffffffff")
    assert answer.code == ExitCode.not_found
    assert "Niet gevonden in dit dossier" in answer.err


def test_ctrl_c_is_told_and_gives_130(call, monkeypatch, dossier) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("draad.commands.overview.opened", interrupted)
    answer = call("show", dossier)
    assert answer.code == ExitCode.interrupted
    assert "Gestopt" in answer.err


def test_a_full_disk_is_told_and_gives_8(call, monkeypatch, dossier) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("draad.commands.overview.opened", full)
    answer = call("show", dossier)
    assert answer.code == ExitCode.disk
    assert "De schijf is vol" in answer.err


def test_a_reader_that_closes_the_pipe_sees_no_traceback(dossier: Path) -> None:
    command = f"'{sys.executable}' -m draad dump '{dossier}' copies | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
    assert done.stderr == ""


def test_a_closed_pipe_in_the_middle_of_much_output(tmp_path: Path) -> None:
    """More than a pipe's buffer, so that writing really fails."""
    code = "from draad.commands.listing import write_json; import draad.cli as c\n"
    code += "c._invoke = lambda _: write_json({'n': n} for n in range(200_000))\nc.main()"
    read, write = os.pipe()
    with subprocess.Popen([sys.executable, "-c", code], stdout=write, stderr=subprocess.PIPE) as process:
        os.close(write)
        os.read(read, 100)
        os.close(read)
        _, error = process.communicate(timeout=30)
    assert process.returncode == 0
    assert error == b""


def test_output_in_a_pipe_has_no_colours(call, dossier) -> None:
    assert "\x1b" not in call("show", dossier).out


def test_python_dash_m() -> None:
    done = subprocess.run([sys.executable, "-m", "draad", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("draad ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(call, shell) -> None:
    answer = call("completion", shell)
    assert answer.code == 0
    assert "_DRAAD_COMPLETE" in answer.out


def test_completion_offers_the_commands() -> None:
    asked = {**os.environ, "_DRAAD_COMPLETE": "bash_complete", "COMP_WORDS": "draad th", "COMP_CWORD": "1"}
    code = "import sys; sys.argv = ['draad']; from draad.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=asked, check=False)
    assert {line.split(",")[1] for line in done.stdout.split()} == {"threads", "thread"}


def test_run_gives_the_exit_code(dossier: Path) -> None:
    assert run(["show", str(dossier)]) == 0
