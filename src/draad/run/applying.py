"""From decisions to files: everything that officers accepted is removed from the documents that are released.

The folder is made beside its place and renamed whole, so that a kill leaves no half package. Originals are read and
never changed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from draad import whole
from draad.dossier.database import translated
from draad.dossier.redactions import RedactionFilter
from draad.errors import DamagedFileError, LeakError, UndecidedError, UsageError
from draad.leftovers import sweep
from draad.read import ReadOptions
from draad.records import short_id
from draad.release.audit import Finding
from draad.release.making import Made, Released, Task, load, make, tasks
from draad.release.pseudonyms.drawing import NOBODY, Plan, draw, plan, without_unit

if TYPE_CHECKING:
    from draad.dossier import Dossier
    from draad.release.inventory.rows import Row

_HALF = ".half-"
_OLD = ".was-"
_MOST_NAMES = 10
"""Files that a message names."""

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""


@dataclass(frozen=True)
class ApplyOptions:
    """How to apply. The defaults refuse what a person should know of first."""

    despite_open: bool = False
    """Release though proposals wait for a decision, or decisions for a second look; what is open is not removed."""
    signed: bool = False
    """Go on with digitally signed files; their signatures are left out."""
    passwords: tuple[str, ...] = ()
    jobs: int | None = None
    """Processes; None for one a core, 1 for none beside this one."""
    languages: str = "nld+eng"
    """Of pages that are recognised anew."""
    force: bool = False
    """Replace a folder that an earlier run made."""


@dataclass
class Applied:
    """What became of a release."""

    files: list[Made] = field(default_factory=list)
    """In the order of their names."""
    left_out: dict[str, int] = field(default_factory=dict)
    """Documents of which no file was made, by why: ``withheld``, ``already``, ``suspended``."""

    @property
    def checks(self) -> list[tuple[str, Finding]]:
        """What a person should look at: file name and finding."""
        return [(made.name, one) for made in self.files for one in made.findings if one.severity == "check"]


class LeaksError(LeakError):
    """The leaks that stopped a release: ``found`` holds file name and finding of each."""

    def __init__(self, message: str, cure: str = "", found: Sequence[tuple[str, Finding]] = ()) -> None:
        super().__init__(message, cure)
        self.found = tuple(found)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.cure, self.found)


def apply(
    dossier: Dossier, out: Path, options: ApplyOptions = ApplyOptions(), progress: Progress | None = None
) -> Applied:
    """Makes a folder of the released files, and beside it ``<out>.manifest.json`` for the officer.

    The same decisions give the same bytes. What is withheld as a whole, public already or suspended is left out.

    Raises:
        UndecidedError: something waits for a decision or a second look.
        LeaksError: the audit found a leak in a result; nothing was written.
        UsageError: the place is taken.
        EncryptedFileError, SignedFileError, LayoutChangedError, NotRemovedError: of a source; nothing was written.
        DiskError: no room; nothing was written.
    """
    from draad.release.inventory.rows import rows

    listed = rows(dossier)
    refuse_open(dossier, options)
    _refuse_taken(out, options)
    done = Applied(left_out=_left_out(listed))
    with _whole(out) as half:
        done.files = made_in(dossier, [row.document for row in listed if row.released], half, options, progress, listed)
        manifest = _manifest(dossier, done, listed)
    beside = manifest_of(out)
    with translated(out):
        whole.write(beside, manifest.encode(), mode=0o600)
    return done


def released_files(
    dossier: Dossier, documents: Sequence[int], folder: Path, options: ApplyOptions = ApplyOptions()
) -> list[Released]:
    """The files of these documents, made in a folder of the caller's: what ``publish`` puts in its package.

    Raises as ``apply``.
    """
    refuse_open(dossier, options)
    return [Released(folder / made.name, made.documents) for made in made_in(dossier, documents, folder, options)]


def made_in(
    dossier: Dossier,
    documents: Sequence[int],
    folder: Path,
    options: ApplyOptions,
    progress: Progress | None = None,
    listed: Sequence[Row] | None = None,
) -> list[Made]:
    """Makes and audits the files of these documents in a folder; by name."""
    from draad.release.inventory.rows import rows

    read = ReadOptions(ocr_cache=dossier.layout.ocr, languages=options.languages, passwords=options.passwords)
    told = listed if listed is not None else rows(dossier)
    done: dict[str, tuple[Task, list[Made]]] = {}
    while True:
        known = plan(dossier) if dossier.release_settings().pseudonyms else NOBODY
        labels = draw(dossier, known)
        work = list(tasks(dossier, documents, told, read, options.signed, labels))
        waiting = [task for task in work if _key(task) not in done or done[_key(task)][0] != task]
        _worked(waiting, folder, options.jobs, done, progress)
        found = sorted((one for task in work for one in done[_key(task)][1]), key=lambda one: one.name)
        if not (untold := _untold(known, labels, found)):
            break
        without_unit(dossier, untold)
    dossier.note_printed(_printed(labels, found))
    leaks = [(one.name, finding) for one in found for finding in one.findings if finding.severity == "leak"]
    if leaks:
        for one in found:
            (folder / one.name).unlink(missing_ok=True)
        names = list(dict.fromkeys(name for name, _ in leaks))
        more = ", …" if len(names) > _MOST_NAMES else ""
        raise LeaksError(f"{len(leaks)} ({', '.join(names[:_MOST_NAMES])}{more})", "", leaks)
    return found


def _key(task: Task) -> str:
    return f"{task.source}/{task.parts[0].document.path}"


def _worked(
    work: Sequence[Task],
    folder: Path,
    jobs: int | None,
    done: dict[str, tuple[Task, list[Made]]],
    progress: Progress | None,
) -> None:
    """Works these tasks off, into ``done``."""
    total, count = sum(len(task.outputs) for task in work), 0
    with translated(folder):
        for task, made in _all(work, folder, jobs):
            done[_key(task)] = task, made
            count += len(made)
            if progress:
                progress(count, total)


def _untold(known: Plan, labels: Mapping[int, str], found: Sequence[Made]) -> list[int]:
    """Whose pseudonym names a unit that stands beside it nowhere: a box there was too small for more than its article.

    What was printed before stays; it stood beside it then.
    """
    said = {(document, page, label) for one in found for document in one.documents for page, label in one.labels}
    bearers = [one for one in known.persons if one.value in known.evidence and not (one.held and one.held.printed)]
    return [
        one.value
        for one in bearers
        if not any(
            (place.document, page, labels.get(one.value, "")) in said
            for place in known.evidence[one.value]
            for page in (0, place.page)
        )
    ]


def _printed(labels: Mapping[int, str], found: Sequence[Made]) -> list[int]:
    """Whose pseudonym stands in a file."""
    said = {label for one in found for _, label in one.labels}
    return [value for value, label in labels.items() if label in said]


def _all(work: Sequence[Task], folder: Path, jobs: int | None) -> Iterator[tuple[Task, list[Made]]]:
    """Works the tasks off, the largest first, over as many processes as there are cores."""
    order = sorted(work, key=lambda task: (-task.size, task.source))
    count = min(len(order), jobs or len(os.sched_getaffinity(0)))
    if count < 2:
        for task in order:
            yield task, make(task, folder)
        return
    from draad.run.pool import Pool, never

    load()

    def made(task: Task, _: Callable[[Any], None]) -> list[Made]:
        return make(task, folder)

    died: list[Task] = []
    with closing(Pool(count, made, lambda: None)) as pool:
        for event in pool.run(deque(order), never):
            if event.kind == "done":
                yield event.chunk, event.value
            elif event.kind == "died":
                died.append(event.chunk)
    for task in died:  # once more, and nothing beside it: a large file may have died of its neighbours
        with closing(Pool(1, made, lambda: None)) as pool:
            (event,) = pool.run(deque([task]), never)
        if event.kind == "died":
            raise DamagedFileError.said("ended-its-process", file=task.shown, reason=event.value)
        yield task, event.value


# ── what stands in the way ──────────────────────────────────────────────────────────────────────────────────


def refuse_open(dossier: Dossier, options: ApplyOptions) -> None:
    """Raises UndecidedError where something is open and nobody said to go on."""
    if options.despite_open:
        return
    open_ones = dossier.count_redactions(RedactionFilter(statuses=("proposed", "attention")))
    if count := sum(open_ones.values()):
        raise UndecidedError(f"{count}", "Decide on them, or go on with --despite-open.")
    if dossier.release_settings().second_needed:
        unseen = dossier.count_redactions(RedactionFilter(statuses=("accepted", "rejected"), second=False))
        if count := sum(unseen.values()):
            raise UndecidedError(f"{count}", "Have a second person look at them, or go on with --despite-open.")


def _refuse_taken(out: Path, options: ApplyOptions) -> None:
    if not out.exists() and not out.is_symlink():
        return
    ours = out.is_dir() and not out.is_symlink() and (manifest_of(out).is_file() or not any(out.iterdir()))
    if not ours or not (options.force or not any(out.iterdir())):
        raise UsageError.said("exists", place=out)


def manifest_of(out: Path) -> Path:
    """Where the officer's list of outputs and sources stands: beside the package, never in it."""
    return out.with_name(f"{out.name}.manifest.json")


def _left_out(listed: Iterable[Row]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in listed:
        if not row.released:
            why = row.judgement if row.judgement in ("withheld", "already") else "suspended"
            found[why] = found.get(why, 0) + 1
    return found


def _manifest(dossier: Dossier, done: Applied, listed: Sequence[Row]) -> str:
    """Internal: names of sources and identifiers of the dossier, which must not leave it."""
    numbers = {row.document: row.number for row in listed}
    files = [
        {
            "file": made.name,
            "sha256": made.sha256,
            "documents": [
                {"id": short_id(one), "name": view.name, "number": numbers[one], "source": view.source}
                for one in made.documents
                for view in [dossier.document(one)]
            ],
            "removed": made.removed,
            "images": list(made.rastered),
            "notes": [{"page": note.page, "key": note.key, **note.values} for note in made.notes],
            "checks": [{"page": one.page, "kind": one.kind} for one in made.findings if one.severity == "check"],
        }
        for made in done.files
    ]
    return json.dumps({"files": files, "left_out": done.left_out}, ensure_ascii=False, indent=1) + "\n"


# ── the disk ────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _whole(out: Path) -> Iterator[Path]:
    """A folder beside its place, which takes that place when all of it is done, and goes where anything fails.

    Until then it is its owner's alone: what is not audited yet may still hold what was to go.
    """
    half = out.with_name(f"{out.name}{_HALF}{os.getpid()}")
    with translated(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        sweep(out.parent, f"{out.name}{_HALF}", f"{out.name}{_OLD}", f"{whole.HIDDEN}{manifest_of(out).name}-")
        half.mkdir()
        usual = half.stat().st_mode
        half.chmod(0o700)
    try:
        yield half
        with translated(out):
            _synced(half)
            old = out.with_name(f"{out.name}{_OLD}{os.getpid()}")
            half.chmod(usual)
            whole.stand(half, out, old)
            shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise


def _synced(folder: Path) -> None:
    """What is written is on the disk before it gets its name: a machine may stop too."""
    for path in folder.iterdir():
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
