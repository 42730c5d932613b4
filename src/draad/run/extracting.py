"""The step after weaving: seek items in what came in or changed, save them, and tie them together."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from typing import Any, NamedTuple, TypeVar

from draad.dossier import Dossier
from draad.dossier.proposals import PendingDocument, Proposed, Unsought
from draad.extract.records import Tie
from draad.records import Document, Split
from draad.run.pool import Pool, one_by_one
from draad.run.seeker import Quest, Seeker, Tied, Twins, died_of, likeness, tied
from draad.run.stages import Stages

C = TypeVar("C")
R = TypeVar("R")

_CHUNK_DOCUMENTS = 64
_CHUNK_CHARACTERS = 1 << 20
_CHUNKS_A_WORKER = 4
_WORTH_A_POOL = 1 << 18
"""Characters; below this, forking costs more than it saves."""
_SAVED_AT_ONCE = 1_000
"""Proposals in one transaction: short enough for a person who saves meanwhile."""
_THREADS_AT_ONCE = 200

_WORDS = "Kun je de planning voor 1 juni sturen?\n"
_FIRST = Split(Document("", 0, "", "", "text", _WORDS), "note", rest=((0, len(_WORDS)),))
"""A document that makes a finder read what it knows."""

Report = Callable[[int, int], None]
"""Told how many documents are done, of how many."""


class Extracted(NamedTuple):
    """What the step did."""

    items: int
    """More items than before."""
    links: int
    """Links written or taken away."""
    failed: tuple[Unsought, ...]
    """Documents in which items could not be sought. The next run tries them again (law 7)."""


class _Died(NamedTuple):
    """A worker ended before it was done with a chunk: once that may be chance, twice it is the chunk."""

    reason: str


def extract(store: Dossier, stages: Stages, jobs: int, report: Report) -> Extracted | None:
    """Brings items and links up to the store; None where there was nothing to do.

    Idempotent: what was reached is noted with the last commit only, so a run that is broken off begins this step anew
    and arrives at the same.
    """
    store.extraction.renew(stages.finder)
    if not store.extraction.is_behind():
        return None
    return _Step(store, stages, jobs, report).run()


class _Step:
    def __init__(self, store: Dossier, stages: Stages, jobs: int, report: Report) -> None:
        self.store = store
        self.source = store.extraction
        self.stages = stages
        self.jobs = jobs
        self.report = report
        self.looked: set[int] = set()
        self.failed: dict[int, str] = {}

    def run(self) -> Extracted:
        before = sum(self.store.count_items().values())
        threads = self.source.threads_to_tie()
        number = self.source.begin()
        pending = self.source.pending()
        self.looked.update(self.source.unsought())  # also where nothing is left to look at: another copy came first
        pooled = self.jobs > 1 and sum(document.length for document in pending) >= _WORTH_A_POOL
        quests = quests_of(self.store, pending, self.jobs)
        self._save(self._found(quests, pooled), number)
        links = self._tie(threads, number, pooled) + self._tie_figures(number)
        self.source.finish(number, self.looked, self.failed)
        return Extracted(sum(self.store.count_items().values()) - before, links, tuple(self.source.unsought().values()))

    # ── items ───────────────────────────────────────────────────────────────────────────────────────────────

    def _found(self, quests: Sequence[Quest], pooled: bool) -> Iterator[Proposed]:
        seen: set[int] = set()
        total = len({one for quest in quests for one in quest.documents})
        extract = self.stages.extract
        self.report(0, total)
        if pooled:
            with suppress(Exception):
                extract(_FIRST, None)  # reads all knowledge, once, before the workers that share it are forked

        def seek(reader: Dossier, quest: Quest) -> Proposed:
            return Seeker(reader, extract).seek(quest)

        for quest, found in self._worked(deque(quests), seek, pooled, Quest.parts):
            self.looked.update(quest.documents)
            seen.update(quest.documents)
            self.report(len(seen), total)
            yield quest.failed(found.reason) if isinstance(found, _Died) else found

    def _save(self, found: Iterable[Proposed], number: int) -> None:
        held: list[Proposed] = []
        for one in found:
            self.failed.update(one.failed)
            held.append(one)
            if sum(len(each.proposals) for each in held) >= _SAVED_AT_ONCE:
                self.source.save(held, number)
                held = []
        self.source.save(held, number)

    # ── ties ────────────────────────────────────────────────────────────────────────────────────────────────

    def _tie(self, threads: Sequence[int], number: int, pooled: bool) -> int:
        ties, changed = self.stages.ties, 0
        most = _THREADS_AT_ONCE
        work = deque(tuple(threads[start : start + most]) for start in range(0, len(threads), most))

        def tie(reader: Dossier, some: tuple[int, ...]) -> Tied:
            return tied(reader, some, ties)

        for some, found in self._worked(work, tie, pooled, one_by_one):
            if isinstance(found, _Died):
                found = died_of(self.store, some, found.reason)
            changed += self.source.save_ties(some, found.ties, number)
            self.looked.update(found.looked)
            self.failed.update(found.failed)
        return changed

    def _tie_figures(self, number: int) -> int:
        """Ties between figures reach over conversations, so they are sought over all whenever any figure changed."""
        figures = self.source.figures()
        if not figures:
            return 0
        at = {one.id: one for one in figures}
        found = self.stages.tie_figures([(one.id, one.item, one.text) for one in figures])
        ties = [
            Tie(kind, source, target, at[source].message, at[source].document, at[source].span, score, reasons)
            for kind, source, target, score, reasons in found
        ]
        return self.source.save_figure_ties(ties, number)

    # ── processes ───────────────────────────────────────────────────────────────────────────────────────────

    def _worked(
        self, chunks: deque[C], work: Callable[[Dossier, C], R], pooled: bool, pieces: Callable[[C], Iterable[C]]
    ) -> Iterator[tuple[C, R | _Died]]:
        """Each chunk, or what it was cut into, with what came of it. Workers read with their own connection."""
        if not pooled or not chunks:
            while chunks:
                chunk = chunks.popleft()
                yield chunk, work(self.store, chunk)
            return
        root = self.store.layout.root
        readers: list[Dossier] = []

        def in_child(chunk: C, _: Callable[[Any], None]) -> R:
            if not readers:
                readers.append(Dossier.open(root))
            return work(readers[0], chunk)

        with closing(Pool(min(self.jobs, len(chunks)), in_child, self.store.detach)) as pool:
            for event in pool.run(chunks, pieces):
                if event.kind == "done":
                    yield event.chunk, event.value
                elif event.kind == "died":
                    yield event.chunk, _Died(f"it ended its process ({event.value})")


# ── what to look at ─────────────────────────────────────────────────────────────────────────────────────────


def quests_of(store: Dossier, pending: Sequence[PendingDocument], jobs: int) -> list[Quest]:
    """The work in chunks, each of whole scopes, of about a megabyte of text."""
    groups = _twins(store, [document for document in pending if document.whole])
    pieces = [(Quest(mails=(document,)), document.length) for document in pending if document.messages]
    pieces += [(Quest(twins=(twins,)), length) for twins, length in groups]
    most = min(_CHUNK_DOCUMENTS, -(-len(pieces) // (jobs * _CHUNKS_A_WORKER)) or 1)
    return list(_chunked(pieces, most))


def _chunked(pieces: Iterable[tuple[Quest, int]], most: int) -> Iterator[Quest]:
    held: list[Quest] = []
    size = 0
    for quest, length in pieces:
        held.append(quest)
        size += length
        if size >= _CHUNK_CHARACTERS or len(held) >= most:
            yield _together(held)
            held, size = [], 0
    if held:
        yield _together(held)


def _together(quests: Sequence[Quest]) -> Quest:
    return Quest(
        tuple(mail for quest in quests for mail in quest.mails), tuple(one for quest in quests for one in quest.twins)
    )


def _twins(store: Dossier, whole: Sequence[PendingDocument]) -> list[tuple[Twins, int]]:
    """Pending documents that are no mail, together with those stored before that print the same."""
    alike: dict[int, dict[int, int]] = {}
    for document, split in zip(whole, store.extraction.splits([one.id for one in whole]), strict=True):
        alike.setdefault(likeness(split), {})[document.id] = document.length
    for like, known in store.extraction.twins_of(alike).items():
        alike[like].update(known)
    return [(Twins(like, tuple(sorted(held))), sum(held.values())) for like, held in alike.items()]
