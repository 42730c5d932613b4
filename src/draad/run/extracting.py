"""The step after weaving: seek items in what came in or changed, save them, and tie them together."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from typing import Any, NamedTuple

from draad.dossier import Dossier
from draad.dossier.proposals import PendingDocument, Proposed
from draad.extract.records import Tie
from draad.records import Document, Split
from draad.run.pool import Pool
from draad.run.seeker import Quest, Seeker, Twins, likeness, tied
from draad.run.stages import Stages

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
    failed: int
    """Documents in which items could not be sought."""


def extract(store: Dossier, stages: Stages, jobs: int, report: Report) -> Extracted | None:
    """Brings items and links up to the store; None where there was nothing to do.

    Idempotent: what was reached is noted with the last commit only, so a run that is broken off begins this step anew
    and arrives at the same.
    """
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
        self.failed: dict[int, str] = {}

    def run(self) -> Extracted:
        before = sum(self.store.count_items().values())
        threads = self.source.threads_to_tie()
        number = self.source.begin()
        pending = self.source.pending()
        quests = quests_of(self.store, pending, self.jobs)
        self._save(self._found(quests, pending), number)
        links = self._tie(threads, number)
        looked = {document for quest in quests for document in quest.documents}
        self.source.finish(number, looked, self.failed)
        return Extracted(sum(self.store.count_items().values()) - before, links, len(self.failed))

    # ── items ───────────────────────────────────────────────────────────────────────────────────────────────

    def _found(self, quests: Sequence[Quest], pending: Sequence[PendingDocument]) -> Iterator[Proposed]:
        total, done = sum(len(quest.documents) for quest in quests), 0
        size = sum(document.length for document in pending)
        self.report(0, total)
        for quest, found in self._work(deque(quests), size):
            if not quest.attempt:
                done += len(quest.documents)
                self.report(done, total)
            yield found

    def _work(self, quests: deque[Quest], size: int) -> Iterator[tuple[Quest, Proposed]]:
        if self.jobs == 1 or len(quests) < 2 or size < _WORTH_A_POOL:
            seeker = Seeker(self.store, self.stages.extract)
            for quest in quests:
                yield quest, seeker.seek(quest)
            return
        root, extract = self.store.layout.root, self.stages.extract
        own: list[Seeker] = []

        def work(quest: Quest, _: Callable[[Any], None]) -> Proposed:
            if not own:
                own.append(Seeker(Dossier.open(root), extract))
            return own[0].seek(quest)

        with suppress(Exception):
            extract(_FIRST, None)  # reads all knowledge, once, before the workers that share it are forked
        gc.freeze()  # so that collecting in the children does not copy the pages they share with us
        pool = Pool(min(self.jobs, len(quests)), work, self.store.detach)
        gc.unfreeze()
        with closing(pool):
            for event in pool.run(quests):
                if event.kind == "done":
                    yield event.chunk, event.value
                elif event.kind == "died":
                    yield from self._after_death(event.chunk, event.value, quests)

    def _after_death(self, quest: Quest, how: str, quests: deque[Quest]) -> Iterator[tuple[Quest, Proposed]]:
        """Tries what killed a worker piece by piece; a piece that kills twice has failed."""
        parts = list(quest.parts())
        if quest.attempt:
            yield quest, quest.failed(f"it ended its process ({how})")
        elif parts:
            quests.extendleft(reversed(parts))

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

    def _tie(self, threads: Sequence[int], number: int) -> int:
        changed = 0
        for start in range(0, len(threads), _THREADS_AT_ONCE):
            some = threads[start : start + _THREADS_AT_ONCE]
            changed += self.source.save_ties(some, tied(self.store, some, self.stages.ties), number)
        return changed + self._tie_figures(number)

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
