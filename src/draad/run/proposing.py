"""``draad redact propose``: the two passes over all documents, the copies of each message alike, and saving."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, NamedTuple, TypeVar

from draad.dossier import Dossier
from draad.records import Proposal, Split
from draad.release import propose
from draad.release.propose import CopyOf, Known, Seen
from draad.release.propose.loading import load
from draad.release.propose.offices import changed
from draad.run.pool import Pool, one_by_one

C = TypeVar("C", bound="tuple[Any, ...]")
R = TypeVar("R")

_CHUNK_DOCUMENTS = 16
_CHUNK_CHARACTERS = 1 << 17
"""A second of work at most, so that all processes end at about the same time."""
_CHUNK_MESSAGES = 128
_WORTH_A_POOL = 1 << 18
"""Characters; below this, forking costs more than it saves."""
_SPLITS_HELD = 64
_SAVED_AT_ONCE = 200
"""Documents in one transaction: short enough for a person who decides meanwhile."""

Report = Callable[[str, int, int], None]
"""Told the step (``collect``, ``propose``, ``align``), how much of it is done, of how much."""
Parts = dict[int, list[Proposal]]
"""Proposals of a document by the copy in which they stand, -1 for the rest."""


class Outcome(NamedTuple):
    """What was proposed."""

    documents: int
    proposals: int
    """Places proposed, points of attention left out."""
    attention: int
    failed: tuple[tuple[int, str], ...] = ()
    """Documents that could not be looked at, and why; what was proposed in them before stays (law 7)."""


def run(store: Dossier, jobs: int = 1, report: Report | None = None) -> Outcome:
    """Proposes anew in all documents of a dossier and saves it; what a person decided stays (law 5).

    Idempotent, and the same for any number of jobs and any order in which files came in.
    """
    return _Run(store, jobs, report or (lambda step, done, total: None)).run()


def base_of(store: Dossier) -> Known:
    """Who stays visible: Draad's list, the officer's changes to it, the settings."""
    changes = [(one.name, one.office, one.shown) for one in store.visible()]
    listed = changed(propose.listed(), changes)
    return propose.empty(listed, top_visible=store.release_settings().top_officials_visible)


class _Failed(NamedTuple):
    """Nothing came of a chunk."""

    reason: str


class _Run:
    def __init__(self, store: Dossier, jobs: int, report: Report) -> None:
        self.store = store
        self.jobs = jobs
        self.report = report
        self.failed: dict[int, str] = {}

    def run(self) -> Outcome:
        base = base_of(self.store)
        documents = self.store.extraction.documents()
        pooled = self.jobs > 1 and sum(length for _, length in documents) >= _WORTH_A_POOL
        if pooled:
            load()
        seen: list[Seen] = []
        for _, found in self._worked("collect", chunks(documents), _collecting(base), pooled):
            seen += found
        known = propose.merge(seen, base, self.store.extraction.threads_of_documents())
        seen.clear()
        parts: dict[int, Parts] = {}
        for _, made in self._worked("propose", chunks(documents), _proposing(known), pooled):
            parts.update(made)
        self._align(parts, pooled)
        return self._saved(parts)

    def _align(self, parts: dict[int, Parts], pooled: bool) -> None:
        work: deque[tuple[Any, ...]] = deque()
        held: list[tuple[list[CopyOf], dict[tuple[int, int], list[Proposal]]]] = []
        for places in self.store.extraction.copies_of_messages():
            copies = [CopyOf(*place) for place in places if place[1] in parts]
            found = {(one.document, one.n): parts[one.document].get(one.n, []) for one in copies}
            if any(found.values()):
                held.append((copies, found))
            if len(held) >= _CHUNK_MESSAGES:
                work.append(tuple(held))
                held = []
        if held:
            work.append(tuple(held))
        for _, made in self._worked("align", work, _aligning, pooled):
            for (document, n), proposals in made.items():
                parts[document][n] = proposals

    def _saved(self, parts: Mapping[int, Parts]) -> Outcome:
        proposals = attention = 0
        found: dict[int, list[Proposal]] = {}
        for document in sorted(parts):
            found[document] = propose.together(parts[document].values())
            attention += sum(one.attention for one in found[document])
            proposals += sum(not one.attention for one in found[document])
            if len(found) >= _SAVED_AT_ONCE:
                self.store.put_proposals(found)
                found = {}
        self.store.put_proposals(found)
        return Outcome(len(parts), proposals, attention, tuple(sorted(self.failed.items())))

    # ── processes ───────────────────────────────────────────────────────────────────────────────────────────

    def _worked(self, step: str, work: deque[C], do: Callable[[_Reader, C], R], pooled: bool) -> Iterator[tuple[C, R]]:
        """Each chunk with what came of it. A chunk that fails is cut into its pieces; a piece that fails is noted."""
        total, done = sum(map(len, work)), 0
        self.report(step, 0, total)
        for chunk, made in self._answers(work, do, pooled):
            if not isinstance(made, _Failed):
                done += len(chunk)
                self.report(step, done, total)
                yield chunk, made
            elif len(chunk) > 1:
                work.extendleft((one,) for one in reversed(chunk))  # type: ignore[misc] # a chunk of one
            else:
                done += 1
                self._note(chunk[0], made.reason)

    def _note(self, piece: Any, reason: str) -> None:
        documents = [piece] if isinstance(piece, int) else [one.document for one in piece[0]]
        for document in documents:
            self.failed.setdefault(document, reason)

    def _answers(self, work: deque[C], do: Callable[[_Reader, C], R], pooled: bool) -> Iterator[tuple[C, R | _Failed]]:
        if not pooled or len(work) < 2:
            reader = _Reader(self.store)
            while work:
                chunk = work.popleft()
                yield chunk, _tried(do, reader, chunk)
            return
        root, readers = self.store.layout.root, list[_Reader]()

        def in_child(chunk: C, _: Callable[[Any], None]) -> R | _Failed:
            if not readers:
                readers.append(_Reader(Dossier.open(root)))
            return _tried(do, readers[0], chunk)

        with closing(Pool(min(self.jobs, len(work)), in_child, self.store.detach)) as pool:
            for event in pool.run(work, one_by_one):
                if event.kind == "done":
                    yield event.chunk, event.value
                elif event.kind == "died":
                    yield event.chunk, _Failed(f"it ended its process ({event.value})")


def _tried(do: Callable[[_Reader, C], R], reader: _Reader, chunk: C) -> R | _Failed:
    try:
        return do(reader, chunk)
    except Exception as error:  # law 7: one strange document stops nothing
        return _Failed(f"{type(error).__name__}: {error}".removesuffix(": "))


class _Reader:
    """Documents as they were split, the last few kept."""

    def __init__(self, store: Dossier) -> None:
        self._store = store
        self._held: OrderedDict[int, Split] = OrderedDict()

    def splits(self, documents: Iterable[int]) -> dict[int, Split]:
        """These documents; no document of a call is let go of during it."""
        wanted = sorted(set(documents))
        missing = [one for one in wanted if one not in self._held]
        for document, split in zip(missing, self._store.extraction.splits(missing), strict=True):
            self._held[document] = split
        found = {one: self._held[one] for one in wanted}
        for one in wanted:
            self._held.move_to_end(one)
        while len(self._held) > _SPLITS_HELD:
            self._held.popitem(last=False)
        return found


def _collecting(base: Known) -> Callable[[_Reader, tuple[int, ...]], list[Seen]]:
    def collect(reader: _Reader, documents: tuple[int, ...]) -> list[Seen]:
        return [propose.collect(split, base) for split in reader.splits(documents).values()]

    return collect


def _proposing(known: Known) -> Callable[[_Reader, tuple[int, ...]], dict[int, Parts]]:
    def look(reader: _Reader, documents: tuple[int, ...]) -> dict[int, Parts]:
        found = reader.splits(documents)
        return {document: propose.parted(split, propose.propose(split, known)) for document, split in found.items()}

    return look


def _aligning(reader: _Reader, messages: tuple[Any, ...]) -> dict[tuple[int, int], list[Proposal]]:
    made: dict[tuple[int, int], list[Proposal]] = {}
    for copies, found in messages:
        made |= propose.aligned(copies, reader.splits(one.document for one in copies), found)
    return made


def chunks(documents: Sequence[tuple[int, int]]) -> deque[tuple[int, ...]]:
    """Documents with their lengths, in chunks of some hundred pages of text at most."""
    made: deque[tuple[int, ...]] = deque()
    held: list[int] = []
    size = 0
    for document, length in documents:
        held.append(document)
        size += length
        if len(held) >= _CHUNK_DOCUMENTS or size >= _CHUNK_CHARACTERS:
            made.append(tuple(held))
            held, size = [], 0
    if held:
        made.append(tuple(held))
    return made
