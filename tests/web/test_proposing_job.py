"""Proposing anew in a process of its own: one at a time, and what stops it is told."""

from __future__ import annotations

import time
from pathlib import Path

from draad.web.jobs.proposing import Progress, Proposing


def ended(job: Proposing) -> Progress:
    """What came of it."""
    for _ in range(300):
        if job.progress.state != "running":
            return job.progress
        time.sleep(0.1)
    raise AssertionError("it never ended")


def test_a_folder_that_is_no_dossier_is_told(tmp_path: Path) -> None:
    job = Proposing(tmp_path)
    assert job.progress.state == "idle"
    assert job.start("anna")
    assert not job.start("bram")
    told = ended(job)
    assert (told.state, told.who, set(told.told)) == ("failed", "anna", {"code"})
    assert job.start("bram")
    job.close()


def test_a_child_that_is_stopped_is_told_and_none_begins_after_closing(tmp_path: Path) -> None:
    job = Proposing(tmp_path)
    job.start("anna")
    job.close()
    assert ended(job).state == "failed"
    assert not job.start("anna")
