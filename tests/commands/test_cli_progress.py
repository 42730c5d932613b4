"""Bars on a terminal, silence in a pipe."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from draad.commands.progress import progress_bars


def test_there_is_nobody_to_see_bars_in_a_pipe() -> None:
    with progress_bars() as advance:
        assert advance is None


def test_on_a_terminal_bars_tell_how_far_it_is_and_go_away(tmp_path: Path) -> None:
    code = "from draad.commands.progress import progress_bars\n"
    code += "with progress_bars() as advance:\n    advance('read', 3, 12)\n    advance('weave', 0, 0)\n"
    try:
        main, side = pty.openpty()
    except OSError as error:
        pytest.skip(f"this machine gives out no terminals: {error}")
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    subprocess.run([sys.executable, "-c", code], stderr=side, stdin=side, env=environment, check=True)
    os.close(side)
    seen = os.read(main, 65536).decode()
    os.close(main)
    assert "bestanden lezen" in seen
    assert "3/12" in seen
    assert "\x1b[2K" in seen, "the lines are cleared at the end"
