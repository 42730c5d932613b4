"""What dead processes left goes; what lives, and what is somebody else's, stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from draad.leftovers import sweep


def dead() -> int:
    """The number of a process that is no more."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_only_what_dead_processes_left_under_this_name_goes(tmp_path: Path) -> None:
    gone, own = dead(), os.getpid()
    (tmp_path / f"uit[1].half-{gone}").mkdir()
    (tmp_path / f"uit[1].half-{gone}" / "een.pdf").write_bytes(b"%PDF")
    (tmp_path / f"uit[1].half-{gone}-ab.json").write_text("{}")
    stays = {f"uit[1].half-{own}", f"uit1.half-{gone}", "uit[1].half-", "uit[1].half-tien", "uit[1]"}
    for name in stays:
        (tmp_path / name).mkdir()
    sweep(tmp_path, "uit[1].half-")
    assert {path.name for path in tmp_path.iterdir()} == stays
