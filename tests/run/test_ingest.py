from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from run_pile import dumped, mail, misbehaving, write_mails

from draad.dossier import Dossier
from draad.dossier.index import Index
from draad.dossier.weaving import Woven
from draad.errors import DiskError, DossierBusyError, DraadError, IngestInterruptedError
from draad.run import IngestOptions, Progress, ingest
from draad.run.ingest import chunked
from draad.run.stages import default_stages
from draad.run.worker import Task
from draad.sample.release import write_release

ONE, TWO = IngestOptions(jobs=1), IngestOptions(jobs=2)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated release of 40 documents with threads, copies, reports."""
    folder = tmp_path_factory.mktemp("release") / "in"
    write_release(folder, documents=40, seed=11)
    return folder


@pytest.fixture(scope="module")
def whole(release: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What an uninterrupted run in one process makes of it."""
    dossier = tmp_path_factory.mktemp("whole") / "d"
    ingest(dossier, [release], ONE)
    return dumped(dossier)


def test_a_pile_becomes_a_dossier(release: Path, tmp_path: Path) -> None:
    outcome = ingest(tmp_path / "d", [release], TWO)
    assert (outcome.found, outcome.read, outcome.failed) == (40, 40, 0)
    with Dossier.open(tmp_path / "d") as store:
        counts = store.counts()
        assert counts.copies == outcome.copies > counts.messages > counts.threads > 0
        assert 0 < counts.repeated < 1
        for document in store.documents():
            assert store.original(document.source).is_file()
        assert Index.open(store.layout.index).batch == store.batch


def test_order_and_number_of_workers_change_nothing(release: Path, whole: str, tmp_path: Path) -> None:
    files = sorted(release.iterdir())
    for seed in (1, 2):
        shuffled = random.Random(seed).sample(files, len(files))
        ingest(tmp_path / str(seed), [release / file.name for file in shuffled], TWO)
        assert dumped(tmp_path / str(seed)) == whole


def test_bit_by_bit_is_as_good_as_all_at_once(release: Path, whole: str, tmp_path: Path) -> None:
    files = random.Random(3).sample(sorted(release.iterdir()), 40)
    for part in (files[:7], files[7:30], files[30:]):
        ingest(tmp_path / "d", part, ONE)
    assert dumped(tmp_path / "d") == whole


def test_a_second_run_opens_nothing(release: Path, tmp_path: Path) -> None:
    ingest(tmp_path / "d", [release], ONE)
    before = dumped(tmp_path / "d")

    def unread(*_: object) -> list[object]:
        raise AssertionError("a file was read again")

    outcome = ingest(tmp_path / "d", [release], ONE, stages=replace(default_stages(), read=unread))  # type: ignore[arg-type]
    assert (outcome.found, outcome.unchanged, outcome.read, outcome.changed) == (40, 40, 0, None)
    assert dumped(tmp_path / "d") == before


def test_the_same_files_elsewhere_are_known_by_their_bytes(tmp_path: Path) -> None:
    write_mails(tmp_path / "een", 3)
    write_mails(tmp_path / "twee", 3)
    ingest(tmp_path / "d", [tmp_path / "een"], ONE)
    outcome = ingest(tmp_path / "d", [tmp_path / "twee"], ONE)
    assert (outcome.known, outcome.read) == (3, 0)


def test_twins_in_one_run_give_one_document_with_the_smallest_name(tmp_path: Path) -> None:
    for name in ("b/brief.txt", "a/zwerver.txt", "c/aantekening.txt"):
        (tmp_path / "in" / name).parent.mkdir(parents=True)
        (tmp_path / "in" / name).write_text(mail(1))
    dumps = set()
    for jobs, order in ((1, "abc"), (2, "cba"), (1, "bca")):
        dossier = tmp_path / f"d{jobs}{order}"
        ingest(dossier, [tmp_path / "in" / folder for folder in order], IngestOptions(jobs=jobs))
        dumps.add(dumped(dossier))
    assert len(dumps) == 1
    assert '"document": "zwerver"' in dumps.pop()


def test_members_of_archives_are_read_and_skipped_like_files(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bundel.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"map/mail{number}.txt", mail(number))
    assert ingest(tmp_path / "d", [tmp_path / "bundel.zip"], TWO).read == 3
    assert ingest(tmp_path / "d", [tmp_path / "bundel.zip"], TWO).unchanged == 3


def test_a_dossier_does_not_read_itself(tmp_path: Path) -> None:
    write_mails(tmp_path, 2)
    for _ in range(2):
        outcome = ingest(tmp_path / "dossier", [tmp_path], ONE)
        assert outcome.found == 2


def test_failures_are_listed_with_their_reason_and_tried_again(tmp_path: Path) -> None:
    files = write_mails(tmp_path / "in", 4)
    files[1].write_text("DAMAGED")
    (tmp_path / "in" / "broken.zip").write_bytes(b"PK\x03\x04 cut short")
    outcome = ingest(tmp_path / "d", [tmp_path / "in"], TWO, stages=misbehaving())
    assert (outcome.read, outcome.failed) == (3, 2)
    with Dossier.open(tmp_path / "d") as store:
        failures = {Path(failure.path).name: failure for failure in store.failures()}
        assert failures["mail001.txt"].cure == "Ask for it again."
        assert failures["broken.zip"].code == "damaged"
        assert store.counts().failures == 2
    assert ingest(tmp_path / "d", [tmp_path / "in"], TWO, stages=misbehaving()).failed == 2
    files[1].write_text(mail(1))
    ingest(tmp_path / "d", [files[1]], TWO)
    with Dossier.open(tmp_path / "d") as store:
        assert [Path(failure.path).name for failure in store.failures()] == ["broken.zip"]


def test_a_file_that_kills_its_process_is_the_only_one_lost(tmp_path: Path) -> None:
    files = write_mails(tmp_path / "in", 12)
    files[5].write_text("SEGFAULT")
    outcome = ingest(tmp_path / "d", [tmp_path / "in"], TWO, stages=misbehaving())
    assert (outcome.read, outcome.failed) == (11, 1)
    with Dossier.open(tmp_path / "d") as store:
        (failure,) = store.failures()
    assert (Path(failure.path).name, failure.code) == ("mail005.txt", "killed")
    assert "SIGSEGV" in failure.message


def test_a_failure_is_forgotten_when_its_file_is_gone(tmp_path: Path) -> None:
    files = write_mails(tmp_path / "in", 2)
    files[0].write_text("DAMAGED")
    (tmp_path / "in-other").mkdir()
    (tmp_path / "in-other" / "b.txt").write_text("DAMAGED TOO")
    ingest(tmp_path / "d", [tmp_path / "in", tmp_path / "in-other"], ONE, stages=misbehaving())
    files[0].unlink()
    ingest(tmp_path / "d", [f"{tmp_path / 'in'}/"], ONE, stages=misbehaving())
    with Dossier.open(tmp_path / "d") as store:
        assert [Path(failure.path).name for failure in store.failures()] == ["b.txt"]


def test_a_file_name_that_is_no_unicode_is_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    Path(os.fsdecode(bytes(tmp_path / "in") + b"/caf\xe9.txt")).write_text(mail(1))
    for unchanged in (0, 1):
        assert ingest(tmp_path / "d", [tmp_path / "in"], ONE).unchanged == unchanged
    assert '"document": "caf�"' in dumped(tmp_path / "d")


def test_weaving_that_is_ended_says_so_and_is_done_again(release: Path, whole: str, tmp_path: Path) -> None:
    def killed(*_: object) -> Woven:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    with pytest.raises(DraadError, match=r"Weaving was ended \(SIGKILL\)"):
        ingest(tmp_path / "d", [release], TWO, stages=replace(default_stages(), weave=killed))
    assert ingest(tmp_path / "d", [release], TWO).unchanged == 40
    assert dumped(tmp_path / "d") == whole


def test_progress_tells_every_step(release: Path, tmp_path: Path) -> None:
    told: list[Progress] = []
    ingest(tmp_path / "d", [release], TWO, told.append)
    assert list(dict.fromkeys(progress.step for progress in told)) == [
        "find",
        "read",
        "weave",
        "store",
        "extract",
        "index",
    ]
    assert told[1] == Progress("read", 0, 40), "how much there is, before the first of it is done"
    assert [p for p in told if p.step == "read"][-1][1:3] == (40, 40)


def test_two_at_once_is_one_too_many(tmp_path: Path) -> None:
    write_mails(tmp_path / "in", 1)
    with Dossier.create(tmp_path / "d"), pytest.raises(DossierBusyError, match="is being written by process"):
        ingest(tmp_path / "d", [tmp_path / "in"], ONE)


def test_an_index_that_fell_behind_or_is_lost_is_made_up(release: Path, tmp_path: Path) -> None:
    ingest(tmp_path / "d", [release], ONE)
    with Index.open(tmp_path / "d" / "index") as index:
        entries = index.searcher().num_docs
    shutil.rmtree(tmp_path / "d" / "index")
    ingest(tmp_path / "d", [release], ONE)
    with Index.open(tmp_path / "d" / "index") as index:
        assert index.searcher().num_docs == entries


def test_an_index_ahead_of_a_database_that_was_put_back_is_made_anew(tmp_path: Path) -> None:
    files = write_mails(tmp_path / "in", 4)
    ingest(tmp_path / "d", files[:2], ONE)
    shutil.copy(tmp_path / "d" / "draad.sqlite", tmp_path / "older.sqlite")
    ingest(tmp_path / "d", files, ONE)
    shutil.copy(tmp_path / "older.sqlite", tmp_path / "d" / "draad.sqlite")
    ingest(tmp_path / "d", files[:2], ONE)
    with Index.open(tmp_path / "d" / "index") as index, Dossier.open(tmp_path / "d") as store:
        assert index.batch == store.batch
        assert index.searcher().num_docs == 2 + 1  # the messages, and the note of the batch


def test_chunks_hold_no_more_than_so_many_files() -> None:
    tasks = [Task(str(number), str(number), ("in.zip",), None) for number in range(300)]
    chunks = list(chunked(tasks))
    assert [task for chunk in chunks for task in chunk.tasks] == tasks
    assert max(len(chunk.tasks) for chunk in chunks) <= 128


# ── failures for real ───────────────────────────────────────────────────────────────────────────────────────

CHILD = """
import sys
sys.path.insert(0, {tests!r})
from run_pile import misbehaving
from draad.run import IngestOptions, ingest
ingest(sys.argv[1], [sys.argv[2]], IngestOptions(jobs=2), stages=misbehaving(slow=float(sys.argv[3])))
"""


def start(dossier: Path, pile: Path, slow: float = 0.01) -> subprocess.Popen[bytes]:
    code = CHILD.format(tests=str(Path(__file__).parent))
    command = [sys.executable, "-c", code, str(dossier), str(pile), str(slow)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_killed_at_any_moment_and_resumed_it_is_the_same(release: Path, whole: str, tmp_path: Path) -> None:
    moments = random.Random(5)
    dossier, killed = tmp_path / "d", 0
    for _ in range(4):
        child = start(dossier, release)
        _wait_until(partial(_is_at_work, child, dossier))
        time.sleep(moments.uniform(0.0, 0.4))
        killed += child.poll() is None
        child.kill()
        child.communicate()
    assert killed
    ingest(dossier, [release], TWO)
    assert dumped(dossier) == whole
    assert list((dossier / "tmp").iterdir()) == []


@pytest.mark.parametrize("step", ["read", "weave", "store", "extract", "index"])
def test_killed_at_each_step_and_resumed_it_is_the_same(step: str, release: Path, whole: str, tmp_path: Path) -> None:
    def die(progress: Progress) -> None:
        if progress.step == step:
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        ingest(tmp_path / "d", [release], ONE, die)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    ingest(tmp_path / "d", [release], ONE)
    assert dumped(tmp_path / "d") == whole
    with Index.open(tmp_path / "d" / "index") as index, Dossier.open(tmp_path / "d") as store:
        assert index.batch == store.batch


def test_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    write_mails(tmp_path / "in", 200)
    child = start(tmp_path / "d", tmp_path / "in", slow=0.02)
    _wait_until(lambda: len(_children(child.pid)) == 2)
    workers = _children(child.pid)
    child.kill()
    child.communicate()
    _wait_until(lambda: all(not Path(f"/proc/{pid}").exists() or _is_zombie(pid) for pid in workers))


def _is_at_work(child: subprocess.Popen[bytes], dossier: Path) -> bool:
    return ((dossier / "tmp").exists() and bool(_children(child.pid))) or child.poll() is not None


def _wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.01)


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_keeps_what_it_has(number: signal.Signals, release: Path, whole: str, tmp_path: Path) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.step == "weave":
            os.kill(os.getpid(), number)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
    try:
        with pytest.raises(IngestInterruptedError, match="what was read is kept"):
            ingest(tmp_path / "d", [release], TWO, interrupt)
    finally:
        signal.signal(signal.SIGINT, before)
    with Dossier.open(tmp_path / "d") as store:
        assert store.counts().sources == 40
    ingest(tmp_path / "d", [release], TWO)
    assert dumped(tmp_path / "d") == whole


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, for real."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def _fill(ballast: Path, leave: int) -> None:
    free = os.statvfs(ballast.parent)
    with suppress(OSError):  # others may write meanwhile
        ballast.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - leave)))


@pytest.mark.parametrize("leave", [0, 60_000])
@pytest.mark.parametrize("step", ["read", "weave", "store", "extract", "index"])
def test_a_disk_that_fills_ends_the_run_and_room_resumes_it(
    step: str, leave: int, small_disk: Path, release: Path, whole: str
) -> None:
    ballast = small_disk / "ballast"

    def fill(progress: Progress) -> None:
        if progress.step == step:
            _fill(ballast, leave)

    with pytest.raises(DiskError) as caught:
        ingest(small_disk / "d", [release], TWO, fill)
    assert "Make room" in caught.value.cure
    ballast.unlink()
    ingest(small_disk / "d", [release], TWO)
    assert dumped(small_disk / "d") == whole


def test_a_disk_that_is_full_from_the_start(small_disk: Path, release: Path, whole: str) -> None:
    for leave in (0, 8_000, 200_000):
        _fill(small_disk / "ballast", leave)
        with pytest.raises(DiskError):
            ingest(small_disk / "d", [release], TWO)
        (small_disk / "ballast").unlink()
    ingest(small_disk / "d", [release], TWO)
    assert dumped(small_disk / "d") == whole
