"""Stages that misbehave on demand, and dumps to compare, for the tests of the runner."""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from draad import read
from draad.dossier import Dossier
from draad.errors import DamagedFileError
from draad.read import ReadOptions
from draad.records import Document
from draad.run.stages import Stages, default_stages

KINDS = ("copies", "documents", "messages", "threads", "redactions", "items")


def mail(number: int, answer: str = "") -> str:
    """A small printed mail, all different; ``answer`` stands above what it answers."""
    head = (
        f"From: [5.1.2e]\nSent: Mon 2/15/2021 {number % 9 + 1}:{number % 60:02d}:07 AM\nTo: [5.1.2e]@straat.example\n"
    )
    body = f"{answer or 'Dag'},\n\nDe stalling nummer {number} is klaar op dag {number * 7}, zegt straat {number}.\n"
    return f"{head}Subject: {'RE: ' if answer else ''}Stalling {number}\n\n{body}"


def write_mails(folder: Path, count: int) -> list[Path]:
    """``count`` files, each a mail; the first is the same in all piles."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"mail{number:03d}.txt" for number in range(count)]
    for number, file in enumerate(files):
        file.write_text(mail(number), encoding="utf-8")
    return files


def dumped(dossier: Path) -> str:
    """All that a dossier gives to others, as one text."""
    with Dossier.open(dossier) as store:
        return "\n".join(
            json.dumps(row, ensure_ascii=False) for kind in KINDS for row in getattr(store, f"dump_{kind}")()
        )


def misbehaving(slow: float = 0.0, on_segfault: Callable[[], None] | None = None) -> Stages:
    """Draad's stages, but reading does what the file says: be damaged, crash the process, run out of memory."""

    def read_bytes(data: bytes, name: str, shown: str, source: str, options: ReadOptions) -> list[Document]:
        time.sleep(slow)
        if data.startswith(b"DAMAGED"):
            raise DamagedFileError(f"{shown} is damaged.", "Ask for it again.")
        if data.startswith(b"SEGFAULT"):
            faulthandler.disable()
            os.kill(os.getpid(), signal.SIGSEGV)
        if data.startswith(b"GREEDY"):
            raise MemoryError
        if data.startswith(b"STRANGE"):
            raise KeyError("a bug in a library")
        return read.read_bytes(data, name, shown, source, options)

    return replace(default_stages(), read=read_bytes)
