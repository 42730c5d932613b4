"""Writes docs/draad.svg: the demo's real output as a picture of a terminal, by rich's own export.

``BIN=.venv/bin python scripts/picture.py docs/draad.svg``. The fonts named in the SVG are the reader's own: rich's
template would fetch one from another host, and nothing here calls out.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

COLUMNS = 104
LINES_OF_THREAD = 40
HERE = Path(__file__).parents[1]


def said(*words: str) -> str:
    """What draad prints on a terminal, colours included."""
    code = "from draad.commands import overview\nfrom draad.cli import draad\n"
    code += f"overview.terminal_columns = lambda: {COLUMNS}\n"
    code += f"with draad.make_context('draad', {list(words)!r}, color=True) as ctx: draad.invoke(ctx)"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HERE).stdout


def main(target: Path) -> None:
    """Make the dossier of the demo and draw its summary and the beginning of its busiest thread."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder) / "demo")
        subprocess.run([sys.executable, "-m", "draad", "ingest", "samples/demo", "-d", place], check=True, cwd=HERE)
        summary = said("show", place)
        thread = re.search(r"draad thread \S+ (\w+)", summary)
        assert thread, summary
        conversation = said("thread", place, thread[1]).splitlines()
    for words, shown in (
        ("show demo", summary.splitlines()),
        (f"thread demo {thread[1]}", conversation[:LINES_OF_THREAD]),
    ):
        console.print(Text.assemble(("$ ", "bold green"), (f"draad {words}", "bold")))
        for line in shown:
            console.print(Text.from_ansi(line.replace(place, "demo")), no_wrap=True, overflow="ellipsis")
        console.print()
    svg = console.export_svg(title="draad")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)  # some viewers drop leading blanks without it
    target.write_text("\n".join(line.rstrip() for line in svg.splitlines()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
