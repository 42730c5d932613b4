from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from draad.dossier import Dossier
from draad.errors import DossierBusyError

HOLD = """
import sys
from draad.dossier import Dossier
held = Dossier.create(sys.argv[1])
print("held", flush=True)
input()
"""


def test_a_second_writer_hears_who_is_writing_and_since_when(tmp_path: Path) -> None:
    with Dossier.create(tmp_path / "d"):
        with pytest.raises(DossierBusyError, match=rf"process {os.getpid()}, since 20\d\d-"):
            Dossier.open(tmp_path / "d", write=True)
        with Dossier.open(tmp_path / "d") as reader:
            assert reader.counts().copies == 0
    Dossier.open(tmp_path / "d", write=True).close()


def test_the_lock_ends_with_a_killed_process(tmp_path: Path) -> None:
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "d")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert held.stdout is not None
    assert held.stdout.readline() == "held\n"
    with pytest.raises(DossierBusyError, match=f"process {held.pid}"):
        Dossier.create(tmp_path / "d")
    held.kill()
    held.communicate()
    Dossier.create(tmp_path / "d").close()
