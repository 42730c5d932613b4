"""The outside program Tesseract: is it there, with which languages, and one call of it. Nobody else calls it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache

from draad.errors import DraadError, MissingProgramError

OLDEST = (4, 1)
"""The first with the LSTM engine as default and stable ``tsv`` output."""
_CURE = "Install it: apt-get install tesseract-ocr tesseract-ocr-nld"


class RecognitionError(DraadError):
    """Tesseract failed on one page; the page is given without text and the document says so."""

    code = "recognition"


@cache
def version() -> str:
    """The version that is installed, as it prints it.

    Raises:
        MissingProgramError: it isn't installed, or is older than ``OLDEST``.
    """
    if shutil.which("tesseract") is None:
        raise MissingProgramError("Tesseract is not installed, and a page needs OCR.", _CURE)
    printed = _run(["tesseract", "--version"], b"", 30).decode("utf-8", "replace")
    found = re.search(r"tesseract\s+v?(\d+)\.(\d+)\S*", printed)
    if not found or (int(found[1]), int(found[2])) < OLDEST:
        raise MissingProgramError(f"Tesseract is too old: {printed.splitlines()[:1]}.", _CURE)
    return found[0].split()[1]


@cache
def languages() -> frozenset[str]:
    """The languages that are installed."""
    printed = _run(["tesseract", "--list-langs"], b"", 30).decode("utf-8", "replace")
    return frozenset(printed.split("\n")[1:]) - {""}


def check(wanted: str) -> None:
    """Raise ``MissingProgramError`` unless Tesseract is there with all ``wanted`` languages (``nld+eng``)."""
    version()
    missing = [name for name in wanted.split("+") if name not in languages()]
    if missing:
        packages = " ".join(f"tesseract-ocr-{name.replace('_', '-')}" for name in missing)
        message = f"Tesseract lacks the language {', '.join(missing)}."
        raise MissingProgramError(message, f"Install it: apt-get install {packages}")


def recognise(png: bytes, *, wanted: str, mode: int, dpi: int, timeout: float, signs: str = "") -> str:
    """The words on a picture as Tesseract's ``tsv`` table; with ``signs``, of those characters only.

    Raises:
        RecognitionError: it failed or took longer than ``timeout`` seconds.
    """
    command = ["tesseract", "-", "-", "-l", wanted, "--psm", str(mode), "--dpi", str(dpi)]
    if signs:
        command += ["-c", f"tessedit_char_whitelist={signs}"]
    return _run([*command, "-c", "tessedit_do_invert=0", "tsv"], png, timeout).decode("utf-8", "replace")


def quarter_turns(png: bytes, *, dpi: int, timeout: float) -> int:
    """By how many quarter turns clockwise the picture must be turned to stand upright; 0 when that isn't clear."""
    try:
        printed = _run(["tesseract", "-", "-", "--psm", "0", "--dpi", str(dpi)], png, timeout).decode(
            "utf-8", "replace"
        )
    except RecognitionError:
        return 0
    angle = re.search(r"Rotate: (\d+)", printed)
    sure = re.search(r"Orientation confidence: ([\d.]+)", printed)
    return int(angle[1]) // 90 % 4 if angle and sure and float(sure[1]) > 2 else 0


def _run(command: list[str], data: bytes, timeout: float) -> bytes:
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=timeout, env=environment, check=False)
    except subprocess.TimeoutExpired as error:
        raise RecognitionError(f"Tesseract took longer than {timeout:.0f} seconds.", "Try a lower --dpi.") from error
    except OSError as error:
        raise RecognitionError(f"Tesseract can't be started: {error}.", _CURE) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RecognitionError(f"Tesseract failed: {said[-1] if said else done.returncode}.", "Run draad doctor.")
    return done.stdout
