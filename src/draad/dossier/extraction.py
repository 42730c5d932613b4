"""What ingest needs of the store to seek items: the work that is pending, the texts, and saving what was found."""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from draad.dossier import adding, proposals, ties
from draad.dossier.database import transaction
from draad.dossier.placing import Body, Texts, bodies_of
from draad.dossier.proposals import PendingDocument, Proposed, Unsought
from draad.dossier.splits import splits
from draad.dossier.ties import FigurePlace
from draad.extract.records import Tie
from draad.extract.tie_records import TieMessage
from draad.records import Split


class Extraction:
    """The side of a dossier that the step ``extract`` of an ingest works with. See ``Dossier.extraction``."""

    def __init__(self, con: sqlite3.Connection, file: Path) -> None:
        self._con = con
        self._file = file

    @property
    def reached(self) -> int:
        """The batch up to which items were sought; 0 where that never happened."""
        return proposals.extracted(self._con)

    def renew(self, finder: int) -> None:
        """Tells which version of the finder looks from now on; where it is another, all is to be looked at again."""
        if proposals.finder(self._con) != finder:
            with transaction(self._con, self._file):
                proposals.renew(self._con, finder)

    def unsought(self) -> dict[int, Unsought]:
        """Documents in which items could not be sought, by identifier."""
        return proposals.unsought(self._con)

    def is_behind(self) -> bool:
        """Whether something came in or changed in which items or ties were not yet sought, or that failed."""
        return proposals.is_behind(self._con)

    def pending(self) -> list[PendingDocument]:
        """What is to be looked at for items, by document."""
        return proposals.pending(self._con)

    def twins_of(self, likenesses: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
        """By likeness, the documents looked at before and their lengths."""
        return proposals.twins_of(self._con, likenesses)

    def splits(self, documents: Sequence[int]) -> Iterator[Split]:
        """Documents as ``split/`` took them apart, in the order given."""
        return splits(self._con, documents)

    def bodies(self, messages: Iterable[int]) -> dict[int, list[Body]]:
        """Where the bodies of all copies of these messages stand."""
        return bodies_of(self._con, messages)

    def texts(self) -> Texts:
        """Texts by document identifier, for who reads many."""
        return Texts(self._con)

    def documents(self) -> list[tuple[int, int]]:
        """All documents with the length of their texts, in the order of their identifiers."""
        query = "SELECT id, length(text) FROM documents JOIN texts USING (no) ORDER BY id"
        return [(identifier, length) for identifier, length in self._con.execute(query)]

    def threads_of_documents(self) -> dict[int, tuple[int, ...]]:
        """The conversations of which copies stand in each document."""
        query = """
            SELECT DISTINCT c.document, m.thread FROM woven w JOIN copies c ON c.id = w.copy
            JOIN messages m ON m.id = w.message ORDER BY c.document, m.thread"""
        made: dict[int, list[int]] = {}
        for document, thread in self._con.execute(query):
            made.setdefault(document, []).append(thread)
        return {document: tuple(threads) for document, threads in made.items()}

    def copies_of_messages(self) -> Iterator[list[tuple[int, int, int]]]:
        """For each message where its copies stand: message, document, ``n``. Neighbours share documents."""
        query = """
            SELECT w.message, c.document, c.n, min(c.document) OVER (PARTITION BY w.message) AS first
            FROM woven w JOIN copies c ON c.id = w.copy ORDER BY first, w.message, c.document, c.n"""
        held: list[tuple[int, int, int]] = []
        for message, document, n, _ in self._con.execute(query):
            if held and held[0][0] != message:
                yield held
                held = []
            held.append((message, document, n))
        if held:
            yield held

    def begin(self) -> int:
        """Begins a search for items: gives its batch number, and lets go of what was proposed in vanished messages."""
        with transaction(self._con, self._file):
            proposals.begin(self._con)
            return adding.next_batch(self._con)

    def save(self, found: Sequence[Proposed], number: int) -> None:
        """Saves what was found in some whole scopes; writes only what differs, and nothing over a person's work."""
        with transaction(self._con, self._file):
            for one in found:
                proposals.save(self._con, one, number)

    def threads_to_tie(self) -> list[int]:
        """Conversations in which something changed since items were last sought, or where that failed."""
        return ties.touched_threads(self._con, proposals.since(self._con), proposals.unsought(self._con))

    def conversations(self, threads: Sequence[int]) -> Iterator[list[TieMessage]]:
        """Conversations as ``extract.ties`` takes them, those without items left out."""
        return ties.conversations(self._con, threads)

    def save_ties(self, threads: Sequence[int], found: Iterable[Tie], number: int) -> int:
        """Makes the proposed links in these conversations equal to ``found``; gives how many differed."""
        with transaction(self._con, self._file):
            return ties.save(self._con, threads, found, number)

    def figures(self) -> list[FigurePlace]:
        """All figures where any came or went since items were last sought, else none."""
        return ties.figures(self._con, proposals.since(self._con))

    def save_figure_ties(self, found: Iterable[Tie], number: int) -> int:
        """Likewise for the ties between figures, over the whole dossier."""
        with transaction(self._con, self._file):
            return ties.save_figures(self._con, found, number)

    def finish(self, number: int, looked: Container[int], failed: Mapping[int, str]) -> None:
        """Notes that all up to batch ``number`` was looked at, and in which documents that failed and why."""
        with transaction(self._con, self._file):
            ties.drop_loose(self._con)
            proposals.finish(self._con, number, looked, failed)
