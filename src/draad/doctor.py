"""Looking a machine and a dossier over: each thing that Draad needs as one finding.

Every finding names what was looked at, how it stands (``ok``, ``warn``: works for now, ``bad``: something won't work),
the bare facts, and the key of the text that says what to do.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from draad.errors import DraadError, ExitCode

if TYPE_CHECKING:
    from draad.dossier import Dossier

PACKAGES = (
    "anyio",
    "argon2-cffi",
    "click",
    "fonttools",
    "httptools",
    "icalendar",
    "jinja2",
    "markdown-it-py",
    "markupsafe",
    "numpy",
    "openpyxl",
    "pdfminer.six",
    "pikepdf",
    "pillow",
    "pyarrow",
    "pypdfium2",
    "python-crfsuite",
    "python-docx",
    "python-multipart",
    "python-oxmsg",
    "rapidfuzz",
    "rich",
    "scikit-learn",
    "starlette",
    "tantivy",
    "tzdata",
    "uvicorn",
)
"""What ``pyproject.toml`` asks for; a test keeps the two alike."""
LANGUAGES = {"nld": "tesseract-ocr-nld", "eng": "tesseract-ocr-eng"}
"""Tesseract's languages that Draad reads with, and the Debian package of each."""
OLDEST_SQLITE = (3, 38)
"""JSON functions are built in from 3.38.0 on (https://www.sqlite.org/releaselog/3_38_0.html)."""
LOW_DISK = 2 * 1024**3
"""Bytes: a scan of 200 pages takes about a gigabyte while it is read."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    what: str
    state: Literal["ok", "warn", "bad"]
    detail: str
    cure: str = ""
    values: dict[str, object] = field(default_factory=dict)
    exit_code: ExitCode = ExitCode.other

    def row(self) -> dict[str, Any]:
        """As a JSON object."""
        return {"what": self.what, "state": self.state, "detail": self.detail}


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("python", "ok", f"{version} ({sys.executable})")


def _packages() -> Finding:
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding("packages", "bad", ", ".join(found), "doctor.packages-missing", {"names": ", ".join(missing)})
    return Finding("packages", "ok", ", ".join(found))


def _tesseract() -> list[Finding]:
    from draad.read import _tesseract

    gone = ExitCode.missing_program
    try:
        version, languages = _tesseract.version(), _tesseract.languages()
    except DraadError as error:
        return [Finding("tesseract", "bad", error.message, "doctor.tesseract-missing", exit_code=gone)]
    shown = ", ".join(language for language in LANGUAGES if language in languages) or "–"
    findings = [Finding("tesseract", "ok", version)]
    missing = [package for language, package in LANGUAGES.items() if language not in languages]
    if missing:
        values: dict[str, object] = {"packages": " ".join(missing)}
        return [*findings, Finding("languages", "bad", shown, "doctor.languages-missing", values, gone)]
    return [*findings, Finding("languages", "ok", shown)]


def _nearest(place: Path) -> Path:
    place = place.absolute()
    return next(folder for folder in (place, *place.parents) if folder.exists())


def _sqlite(place: Path) -> Finding:
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return Finding("sqlite", "bad", version, "doctor.sqlite-old", {"version": version}, ExitCode.dossier)
    try:
        with tempfile.TemporaryDirectory(dir=_nearest(place), prefix=".draad-doctor-") as folder:
            con = sqlite3.connect(Path(folder) / "wal.sqlite")
            mode = con.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            con.close()
    except (OSError, sqlite3.Error) as error:
        return Finding("sqlite", "warn", f"{version}; {error}", "doctor.not-writable", {"place": _nearest(place)})
    if mode != "wal":
        return Finding("sqlite", "bad", f"{version}, {mode}", "doctor.wal-failed", exit_code=ExitCode.dossier)
    return Finding("sqlite", "ok", f"{version}, WAL")


def _disk(place: Path) -> Finding:
    folder = _nearest(place)
    free = shutil.disk_usage(folder).free
    detail = f"{free / 1024**3:.1f} GB · {folder}"
    if free < LOW_DISK:
        return Finding("disk", "warn", detail, "doctor.disk-low", {"place": folder})
    return Finding("disk", "ok", detail)


def machine_findings(place: Path) -> list[Finding]:
    """What the machine has; ``place`` is where dossiers are to stand."""
    return [_python(), _packages(), *_tesseract(), _sqlite(place), _disk(place)]


def _database(dossier: Dossier) -> Finding:
    file = dossier.layout.database
    try:
        with sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True) as con:
            form = con.execute("PRAGMA user_version").fetchone()[0]
            complaint = con.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        complaint, form = str(error), "?"
    if complaint != "ok":
        return Finding("database", "bad", complaint, "doctor.database-damaged", exit_code=ExitCode.dossier)
    return Finding("database", "ok", f"{file}, {file.stat().st_size / 1024**2:.1f} MB, v{form}")


def _index(dossier: Dossier) -> Finding:
    from draad.dossier.index import Index

    values: dict[str, object] = {"place": dossier.layout.root}
    try:
        with Index.open(dossier.layout.index) as index:
            held = index.batch
    except DraadError as error:
        return Finding("index", "bad", error.message, "doctor.index-behind", values, ExitCode.dossier)
    if held != dossier.batch or dossier.needs_weaving():
        return Finding("index", "warn", f"{held} ≠ {dossier.batch}", "doctor.index-behind", values)
    return Finding("index", "ok", f"{held} = {dossier.batch}")


def _originals(dossier: Dossier) -> Finding:
    sources = dossier.known_sources()
    missing = sorted(source for source in sources if not dossier.original(source).is_file())
    if missing:
        detail = f"{len(missing)}: {missing[0][:12]}…"
        return Finding("originals", "bad", detail, "doctor.originals-missing", exit_code=ExitCode.dossier)
    return Finding("originals", "ok", str(len(sources)))


def dossier_findings(dossier: Dossier) -> list[Finding]:
    """How a dossier is: its database whole, its index as far as its database, its originals there."""
    return [_database(dossier), _index(dossier), _originals(dossier)]
