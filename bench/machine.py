"""What the figures were had on: versions, machine, day."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = ("quotequail", "mail-parser-reply", "email-thread-mcp", "dateparser", "pyarrow", "tantivy", "pypdfium2")
ROOT = Path(__file__).resolve().parents[1]


def describe() -> dict[str, Any]:
    """Versions, machine and day."""
    from draad import __version__

    packages = {"draad": __version__} | {name: told for name in PACKAGES if (told := _version(name))}
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": _commit(),
        "python": platform.python_version(),
        "packages": packages,
        "tesseract": _said("tesseract", "--version"),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "load": [round(figure, 1) for figure in os.getloadavg()],
        "system": f"{platform.system()} {platform.machine()}",
    }


def _commit() -> str:
    """The commit, and whether the code differs from it."""
    short = _said("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD") or "unknown"
    changed = _said("git", "-C", str(ROOT), "status", "--porcelain", "--", "src", "bench")
    return f"{short} with uncommitted changes" if changed else short


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _said(*command: str) -> str | None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return None
    return (done.stdout or done.stderr).split("\n")[0].strip() or None


def _processor() -> str:
    found = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return found[1] if found else platform.processor()


def keep(name: str, result: dict[str, Any]) -> Path:
    """Write the figures of a run to ``bench/out/NAME.json``; where they stand now."""
    out = ROOT / "bench" / "out" / f"{name}.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return out
