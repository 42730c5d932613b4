"""Setting up on a machine that has little: what is missing is installed, or asked for in one sentence."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "grep", "printf", "env", "dirname")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs that is all a machine has: a shell and grep, no python3, no Tesseract, an ordinary user."""
    for name in TOOLS:
        found = shutil.which(name)
        assert found
        (tmp_path / name).symlink_to(found)
    put(tmp_path, "id", "echo 1000")
    return tmp_path


def put(machine: Path, name: str, script: str) -> None:
    file = machine / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


def set_up(machine: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(ROOT / "scripts" / "system-packages"), *words]
    return subprocess.run(command, env={"PATH": str(machine)}, capture_output=True, text=True, check=False)


ALL = "python3 python3-venv tesseract-ocr tesseract-ocr-eng tesseract-ocr-nld"


def test_without_apt_it_says_what_to_install(machine: Path) -> None:
    done = set_up(machine)
    assert done.returncode == 4
    assert ALL in done.stderr
    assert "there is no apt-get" in done.stderr


def test_without_root_or_sudo_it_says_what_to_ask_for(machine: Path) -> None:
    put(machine, "apt-get", "exit 9")
    done = set_up(machine)
    assert done.returncode == 4
    assert f"apt-get install --yes {ALL}" in done.stderr


@pytest.mark.parametrize("root", [True, False])
def test_as_root_or_with_sudo_it_installs_just_what_is_missing(machine: Path, root: bool) -> None:
    put(machine, "id", f"echo {0 if root else 1000}")
    put(machine, "sudo", 'echo "sudo $*"; "$@"')
    put(machine, "apt-get", 'echo "apt-get $*"')
    put(machine, "python3", "exit 0")
    put(machine, "tesseract", "echo List; echo eng")
    done = set_up(machine)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].endswith("-qq tesseract-ocr-nld")
    assert ("sudo " in done.stdout) is not root


def test_where_all_is_there_nothing_happens(machine: Path) -> None:
    put(machine, "python3", "exit 0")
    put(machine, "tesseract", "echo List; echo eng; echo nld")
    done = set_up(machine)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_chromium_and_poppler_are_for_tests_only(machine: Path) -> None:
    put(machine, "python3", "exit 0")
    put(machine, "tesseract", "echo List; echo eng; echo nld")
    assert "no apt-get here to install them: chromium poppler-utils" in set_up(machine, "test").stderr
    assert set_up(machine).returncode == 0
    put(machine, "chromium", "exit 0")
    assert "no apt-get here to install them: poppler-utils" in set_up(machine, "test").stderr
    put(machine, "pdftotext", "exit 0")
    assert set_up(machine, "test").returncode == 0


def test_npm_of_the_machine_is_used_where_it_is_new_enough(machine: Path) -> None:
    put(machine, "npm", 'test "$1" = --version && echo 10.2.1 || echo "npm $*" > "$ASKED"')
    asked = machine / "asked"
    command = ["/bin/sh", str(ROOT / "scripts" / "node-packages"), "--omit=dev"]
    done = subprocess.run(
        command, env={"PATH": str(machine), "ASKED": str(asked)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    words = asked.read_text(encoding="utf-8").split()
    assert words[:2] == ["npm", "ci"]
    assert {"--ignore-scripts", "--omit=optional", "--omit=dev"} <= set(words)


@pytest.mark.parametrize("version", ["9.2.0", ""])
def test_an_old_npm_or_none_gives_way_to_the_one_of_the_wheel(machine: Path, version: str) -> None:
    if version:
        put(machine, "npm", f"echo {version}")
    put(machine, "python", 'echo "pip: $*" >&2; exit 7')
    command = ["/bin/sh", str(ROOT / "scripts" / "node-packages")]
    done = subprocess.run(
        command, env={"PATH": str(machine), "BIN": str(machine)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 7
    assert "--require-hashes --no-deps -r requirements/node.txt" in done.stderr


@pytest.mark.parametrize("name", ["draad", "dev", "bench", "node"])
def test_every_package_of_a_lock_has_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    packages = [block for block in text.split("\n") if block and not block.startswith((" ", "#"))]
    assert packages
    assert all(re.match(r"[\w-]+==\S+ .*\\$", line) for line in packages), "one version, and a hash follows"


def test_the_locks_hold_what_the_project_asks_for() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {"draad": ["build"], "dev": ["build", "sample", "dev"], "bench": ["build", "sample", "dev", "bench"]}
    for name, held in wanted.items():
        lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
        locked = {line.split("==")[0] for line in lines}
        asked = [*project["dependencies"], *(package for extra in held for package in extras[extra])]
        names = {re.sub(r"[-_.]+", "-", line.split(">")[0]).lower() for line in asked}  # as PEP 503 has them
        assert names - locked == set()
