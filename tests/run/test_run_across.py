"""Files held against each other: the dossier made for it holds everything, so nothing of it may stay."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
from pathlib import Path

import pytest

from draad.run import across

MAIL = "Van: Piet\nVerzonden: maandag 16 maart 2020 17:00\nAan: Kees\nOnderwerp: Zaak\n\nTot morgen bij de balie.\n"


def _killed(files: list[Path], folder: str) -> None:
    tempfile.tempdir = folder
    across.findings = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment, misc]
    across.across_files(files, jobs=1)


def test_what_a_killed_run_left_is_its_owners_alone_and_goes_with_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    files = [tmp_path / "een.txt", tmp_path / "twee.txt"]
    for file in files:
        file.write_text(MAIL, encoding="utf-8")
    process = multiprocessing.get_context("spawn").Process(target=_killed, args=(files, str(scratch)))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    (left,) = scratch.iterdir()
    assert left.stat().st_mode & 0o077 == 0
    assert across.across_files(files, jobs=1) == []
    assert list(scratch.iterdir()) == []
