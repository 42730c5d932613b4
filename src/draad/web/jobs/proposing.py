"""Proposing anew, asked for on a page: one child process at a time, and how far it is.

Nothing is kept of it on disk: proposing can be repeated, and what people decided stays whatever becomes of it.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

log = logging.getLogger("draad.web")

State = Literal["idle", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is, or what came of it last."""

    state: State = "idle"
    who: str = ""
    at: float = 0.0
    step: str = ""
    """``wait`` (another process writes), or a step of ``run.proposing``."""
    done: int = 0
    total: int = 0
    told: dict[str, Any] = field(default_factory=dict)
    """At the end: ``documents``, ``proposals``, ``attention``, ``failed`` in figures, or the ``code`` of an error."""


class Proposing:
    """Runs it. One at a time: who asks while it runs is told how far that one is."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._lock = threading.Lock()
        self._now = Progress()
        self._child: subprocess.Popen[str] | None = None
        self._closed = False

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return self._now

    def start(self, who: str) -> bool:
        """Begins, unless it runs; whether it began."""
        with self._lock:
            if self._closed or self._now.state == "running":
                return False
            self._now = Progress("running", who, time.time())
        threading.Thread(target=self._work, name="proposing", daemon=True).start()
        return True

    def close(self) -> None:
        """Stops. What was saved stays: documents are proposed for whole."""
        with self._lock:
            self._closed = True
            if self._child:
                self._child.terminate()

    def _work(self) -> None:
        end: dict[str, Any] = {}
        try:
            # -P: no module is taken from the folder in which the server happens to have been started.
            command = [sys.executable, "-P", "-m", "draad.web.jobs.proposing_child", str(self._place.resolve())]
            child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            with self._lock:
                self._child = child
                if self._closed:
                    child.terminate()
            for line in child.stdout or ():
                told = json.loads(line)
                if "end" in told:
                    end = told
                else:
                    self._now = replace(self._now, **{"done": 0, "total": 0, **told})
            child.wait()
        except (OSError, ValueError):
            log.exception("proposing could not be run")
        how = end.pop("end", "failed")
        with self._lock:
            self._child = None
            told = end or {"code": "killed"}
            self._now = replace(self._now, state="done" if how == "done" else "failed", told=told)
