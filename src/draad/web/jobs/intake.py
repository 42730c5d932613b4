"""The piles that browsers sent: kept on disk until they are in, taken in one after another, told of meanwhile."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import secrets
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Literal

from draad import whole
from draad.dossier.database import translated
from draad.dossier.files import Layout
from draad.errors import DossierError, NotFoundError, UsageError
from draad.web.ask import Upload

log = logging.getLogger("draad.web")

MOST_KEPT = 50
"""Piles that are told of; of older ones the ingest's own log says what came."""
SUFFIXES = (".pdf", ".docx", ".txt", ".md", ".html", ".htm", ".eml", ".mbox", ".msg", ".zip")
"""What may be sent. What a file really is, ``read/`` finds out by its bytes; it is never run or shown as it is."""
_LONGEST_NAME = 150
_TOLD = 5
"""Refused files that an error names."""
_CHUNK = 1 << 20
_LOOK = 0.2
"""Seconds between two looks at a pile that another server takes in."""
_HALF = 24 * 3600
"""Seconds after which a folder of files without a pile is nobody's."""

State = Literal["waiting", "running", "done", "failed", "stopped"]


class WrongTypeError(UsageError):
    """Nothing was sent but files of kinds that can't be taken in; the message names them."""

    code = "wrong-type"


class NothingSentError(UsageError):
    """A form without files."""

    code = "nothing-sent"


@dataclass
class Job:
    """One pile."""

    id: str
    who: str
    at: float
    files: list[tuple[str, int]]
    """Name and bytes of each."""
    state: State = "waiting"
    step: str = ""
    done: int = 0
    total: int = 0
    told: dict[str, Any] = field(default_factory=dict)
    """What came of it: counts, or the code and the message of what stopped it. From the start ``refused``: the names
    of files that were sent along and left out, for their kind is not read; only where there are any."""

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ("done", "failed", "stopped")


class Intake:
    """Takes piles in. One at a time: a dossier has one writer."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._folder = Layout(place).uploads
        self._sweep()
        self._lock = threading.Condition()
        self._jobs: dict[str, Job] = {job.id: job for job in self._kept()}
        self._child: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def jobs(self) -> list[Job]:
        """The piles, newest first."""
        with self._lock:
            return sorted(self._jobs.values(), key=lambda job: -job.at)

    def job(self, identifier: str) -> Job:
        """One pile. Raises NotFoundError."""
        with self._lock:
            if identifier not in self._jobs:
                raise NotFoundError(identifier[:40])
            return self._jobs[identifier]

    def take(self, uploads: Iterable[Upload], who: str) -> Job:
        """Keeps files that a browser sent and has them taken in; those of a kind that is not read are left out.

        Raises WrongTypeError where none is left, NothingSentError, DiskError.
        """
        uploads = list(uploads)
        if not uploads:
            raise NothingSentError("")
        names = _own_names([upload.name for upload in uploads])
        refused = [_plain(upload.name) for name, upload in zip(names, uploads, strict=True) if name is None]
        good = [(name, upload) for name, upload in zip(names, uploads, strict=True) if name is not None]
        if not good:
            raise WrongTypeError(_listed(refused))
        if not Layout(self._place).database.is_file():
            raise DossierError(f"{self._place} is no dossier any more.", "Look whether its folder was moved.")
        identifier = secrets.token_hex(8)
        folder = self._folder / identifier / "files"
        try:
            with translated(folder.parent):
                folder.mkdir(parents=True, mode=0o700)
                files = [(name, _write(folder / name, upload)) for name, upload in good]
        except BaseException:
            shutil.rmtree(folder.parent, ignore_errors=True)
            raise
        job = Job(identifier, who, time.time(), files, told={"refused": refused} if refused else {})
        with self._lock:
            self._jobs[job.id] = job
            self._save(job)
            self._forget()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="intake", daemon=True)
                self._thread.start()
            self._lock.notify_all()
        return job

    def close(self) -> None:
        """Stops; a pile that was begun is taken in again when the room opens next (an ingest can be broken off)."""
        with self._lock:
            self._closed = True
            self._lock.notify_all()
            if self._child:
                self._child.terminate()
        if self._thread:
            self._thread.join(10)

    # ── in the thread ───────────────────────────────────────────────────────────────────────────────────────

    def resume(self) -> None:
        """Goes on with piles that wait since the room was last open."""
        with self._lock:
            if self._thread is None and any(not job.over for job in self._jobs.values()):
                self._thread = threading.Thread(target=self._work, name="intake", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            with self._lock:
                while not self._closed and not (waiting := self._waiting()):
                    self._lock.wait()
                if self._closed:
                    return
                job = waiting[0]
                job.state = "running"
            try:
                with self._claimed(job) as ours:
                    if ours:
                        self._run(job)
            except Exception:
                log.exception("the pile %s could not be taken in", job.id)
                self._end(job, "failed", {"code": "fault", "message": ""})

    @contextmanager
    def _claimed(self, job: Job) -> Iterator[bool]:
        """Whether a pile is ours to take in; waits while another server of this dossier does so, and tells its end.

        The lock ends with the server, even when that is killed: then the pile is taken in again.
        """
        with (self._folder / job.id / "lock").open("w") as handle:
            while not _locked(handle):
                if self._closed:
                    yield False
                    return
                time.sleep(_LOOK)
            told = self._told(self._folder / job.id / "job.json")
            if told is not None and told.over:
                job.state, job.told = told.state, told.told
            yield not job.over

    def _waiting(self) -> list[Job]:
        return sorted((job for job in self._jobs.values() if job.state == "waiting"), key=lambda job: job.at)

    def _run(self, job: Job) -> None:
        files = self._folder / job.id / "files"
        # -P: no module is taken from the folder in which the server happens to have been started.
        command = [sys.executable, "-P", "-m", "draad.web.jobs.child", str(self._place.resolve()), str(files)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        with self._lock:
            self._child = child
        end: dict[str, Any] = {}
        for line in child.stdout or ():
            told = json.loads(line)
            if "end" in told:
                end = told
            else:
                job.step, job.done, job.total = told["step"], told.get("done", 0), told.get("total", 0)
        child.wait()
        with self._lock:
            self._child = None
            if self._closed:
                return
        how = end.pop("end", "failed")
        self._end(job, "done" if how == "done" else "failed", end or {"code": "killed", "message": ""})

    def _end(self, job: Job, state: State, told: dict[str, Any]) -> None:
        with self._lock:
            left_out = {"refused": job.told["refused"]} if "refused" in job.told else {}
            job.state, job.told = state, {**told, **left_out}
            try:
                self._save(job)
            except OSError:  # a full disk must not end the thread that takes in all piles to come
                log.exception("the end of the pile %s could not be noted", job.id)
        shutil.rmtree(self._folder / job.id / "files", ignore_errors=True)

    # ── on disk ─────────────────────────────────────────────────────────────────────────────────────────────

    def _save(self, job: Job) -> None:
        path = self._folder / job.id / "job.json"
        whole.write(path, json.dumps(asdict(job), ensure_ascii=False).encode())

    def _kept(self) -> Iterable[Job]:
        """Piles of before. One that was being taken in when the server stopped begins anew: ingest can be repeated."""
        for path in self._folder.glob("*/job.json"):
            job = self._told(path)
            if job is None:
                continue
            job.files = [(name, size) for name, size in job.files]
            if not job.over:
                job.state = "waiting" if (path.parent / "files").is_dir() else "stopped"
            yield job

    @staticmethod
    def _told(path: Path) -> Job | None:
        """What a file tells of its pile; None where that can't be read."""
        try:
            return Job(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            log.warning("%s can't be read and is left alone", path)
            return None

    def _sweep(self) -> None:
        """Removes what was half-written when a server was killed: no pile ever tells of it. Another server of this
        dossier may be writing one just now, so only what is a day old."""
        for folder in self._folder.glob("*/"):
            with suppress(OSError):
                if not (folder / "job.json").exists() and time.time() - folder.stat().st_mtime > _HALF:
                    shutil.rmtree(folder, ignore_errors=True)

    def _forget(self) -> None:
        over = sorted((job for job in self._jobs.values() if job.over), key=lambda job: -job.at)
        for job in over[MOST_KEPT:]:
            del self._jobs[job.id]
            shutil.rmtree(self._folder / job.id, ignore_errors=True)


def _locked(handle: IO[str]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _clean(name: str) -> str:
    """What a file is called: no folders, nothing unprintable."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in bare if c.isprintable() and c not in '<>:"|?*').strip(". ") or "bestand"


def _plain(name: str) -> str:
    """The same, no longer than can be told."""
    clean = _clean(name)
    return clean if len(clean) <= _LONGEST_NAME else f"{clean[:_LONGEST_NAME]}…"


def _listed(names: list[str]) -> str:
    """Names in one line; of many the first few."""
    return ", ".join(names[:_TOLD]) + (f" … (+{len(names) - _TOLD})" if len(names) > _TOLD else "")


def _own_names(given: Iterable[str]) -> list[str | None]:
    """Names under which files are kept, no two alike; None for a file of a kind that is not read."""
    taken: set[str] = set()
    names: list[str | None] = []
    for name in given:
        stem, dot, suffix = _clean(name).rpartition(".")
        if not dot or f".{suffix.lower()}" not in SUFFIXES:
            names.append(None)
            continue
        stem = stem.encode()[:_LONGEST_NAME].decode(errors="ignore")
        number, tried = 1, f"{stem}.{suffix}"
        while tried.casefold() in taken:
            number += 1
            tried = f"{stem} ({number}).{suffix}"
        taken.add(tried.casefold())
        names.append(tried)
    return names


def _write(path: Path, upload: Upload) -> int:
    """The file on disk, readable by us alone; gives its bytes."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        upload.file.seek(0)
        shutil.copyfileobj(upload.file, out, _CHUNK)
        return out.tell()
