"""Redactions that are not made yet, and what is said of documents for a release: a part of ``Dossier``.

All of it is officers' data: it holds the words that are to be withheld (law 2).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from draad.dossier import judging, pseudonyms, redaction_rows, redaction_work
from draad.dossier.database import translated
from draad.dossier.reading import Ref, find_document
from draad.dossier.redaction_work import Edit
from draad.dossier.redactions import (
    Judgement,
    NewRedaction,
    Pseudonym,
    Reach,
    RedactionChange,
    RedactionFilter,
    RedactionView,
    ReleaseSettings,
    VisibleName,
)
from draad.dossier.writing import Writing
from draad.records import Proposal

_ALL = RedactionFilter()


class Redacting(Writing):
    """Reading, and a person's work, which needs no write lock; each call is one transaction."""

    # ── reading ─────────────────────────────────────────────────────────────────────────────────────────────

    def redactions(
        self, where: RedactionFilter = _ALL, *, limit: int | None = None, offset: int = 0
    ) -> list[RedactionView]:
        """Proposed and decided redactions, in order of document and place, with the words that stand there."""
        with translated(self.layout.database):
            return redaction_rows.redactions(self._con, where, limit, offset)

    def redacted_spans(self, where: RedactionFilter = _ALL) -> dict[int, list[tuple[int, int, str]]]:
        """Begin, end and ground of redactions of words, by document; quick, for it tells nothing else of them."""
        with translated(self.layout.database):
            return redaction_rows.spans(self._con, where)

    def count_redactions(self, where: RedactionFilter = _ALL) -> dict[str, int]:
        """How many a filter lets through, by status."""
        with translated(self.layout.database):
            return redaction_rows.count(self._con, where)

    def redacted_documents(self) -> list[tuple[int, str, dict[str, int]]]:
        """Documents that have redactions, in order of name: identifier, name, how many there are of each status."""
        with translated(self.layout.database):
            return redaction_rows.documents(self._con)

    def tally_redactions(self) -> dict[tuple[str, str, str], int]:
        """How many there are of each kind, ground and status."""
        with translated(self.layout.database):
            return redaction_rows.tally(self._con)

    def redaction(self, ref: Ref) -> RedactionView:
        """One of them, by its identifier or a unique beginning of it. Raises NoRedactionError, AmbiguousError."""
        with translated(self.layout.database):
            identifier = redaction_rows.find(self._con, ref)
            return redaction_rows.by_id(self._con, [identifier])[identifier]

    def redactions_by_id(self, identifiers: Iterable[int]) -> dict[int, RedactionView]:
        """Those of these identifiers that there are."""
        with translated(self.layout.database):
            return redaction_rows.by_id(self._con, identifiers)

    def redaction_log(
        self, *, redaction: int | None = None, who: str | None = None, before: int | None = None, limit: int = 50
    ) -> list[RedactionChange]:
        """What was done, newest first: with one redaction, by one person, before a line of the log, or all of it."""
        with translated(self.layout.database):
            return redaction_rows.changes(self._con, redaction, who, before, limit)

    # ── working ─────────────────────────────────────────────────────────────────────────────────────────────

    def put_proposals(self, found: Mapping[int, Sequence[Proposal]]) -> int:
        """Makes these the proposals of these documents; gives how many were written.

        What nobody touched is replaced, what a person decided stays. A new place of a passage on which was decided for
        all its copies, or for the whole dossier, is decided alike.
        """
        with self._writer() as con:
            return redaction_work.put(con, found, at=_now())

    def decide(self, edits: Sequence[Edit], *, who: str, reach: Reach = "copies", at: str | None = None) -> list[int]:
        """Changes status, ground, kind or note of redactions that were read as their versions: all, or none.

        ``reach`` says where else it holds: in all copies of the message (as it should), at this place alone, or
        wherever the same value stands. Gives all rows that changed. Raises ConflictError, NoRedactionError, UsageError.
        """
        with self._writer() as con:
            return redaction_work.decide(con, edits, who=who, reach=reach, at=at or _now())

    def add_redaction(
        self, new: NewRedaction, *, who: str, reach: Reach = "copies", at: str | None = None
    ) -> list[int]:
        """Withholds words or a box that a person marked; gives the rows, its own first. Raises UsageError."""
        with self._writer() as con:
            return redaction_work.add(con, new, who=who, reach=reach, at=at or _now())

    def second_look(self, identifiers: Iterable[int], *, who: str, at: str | None = None) -> list[int]:
        """Notes that a second person looked at decisions and agrees. Raises UsageError for one's own decision."""
        with self._writer() as con:
            return redaction_work.second_look(con, identifiers, who=who, at=at or _now())

    def undo_redactions(self, who: str, *, at: str | None = None) -> list[int]:
        """Takes back what somebody did last; gives the rows. Raises NothingToUndoError, ConflictError."""
        with self._writer() as con:
            return redaction_work.undo(con, who=who, at=at or _now())

    # ── the release as a whole ──────────────────────────────────────────────────────────────────────────────

    def visible(self) -> list[VisibleName]:
        """What officers changed of the list of names that stay visible."""
        with translated(self.layout.database):
            return judging.visible(self._con)

    def set_visible(self, name: str, office: str, shown: bool, *, who: str) -> None:
        """Puts a name on that list, or takes it off. Raises UsageError."""
        with self._writer() as con:
            judging.set_visible(con, name, office, shown, who=who, at=_now())

    def forget_visible(self, name: str, *, who: str) -> None:
        """Takes back what was changed of a name: what Draad knows holds again."""
        with self._writer() as con:
            judging.forget_visible(con, name, who=who, at=_now())

    def release_settings(self) -> ReleaseSettings:
        """What holds for the release as a whole."""
        with translated(self.layout.database):
            return judging.settings(self._con)

    def set_release_settings(self, changes: Mapping[str, Any], *, who: str) -> ReleaseSettings:
        """Changes some of it. Raises UsageError."""
        with self._writer() as con:
            judging.set_settings(con, changes, who=who, at=_now())
            return judging.settings(con)

    def judgements(self) -> dict[int, Judgement]:
        """What officers said of documents as a whole; the others are left out."""
        with translated(self.layout.database):
            return judging.judgements(self._con)

    def judge(self, document: Ref, changes: Mapping[str, Any], *, who: str, version: int | None = None) -> Judgement:
        """Changes what is said of a document that was read as ``version``. Raises ConflictError, UsageError."""
        with self._writer() as con:
            held = find_document(con, document)
            return judging.judge(con, held, changes, who=who, at=_now(), version=version)

    # ── pseudonyms ──────────────────────────────────────────────────────────────────────────────────────────

    def pseudonyms(self, groups: Mapping[int, str]) -> dict[int, str]:
        """For each value of a redaction a label in its group, ``medewerker MO 3``: drawn by lot once, then kept."""
        with self._writer() as con:
            return pseudonyms.draw(con, groups)

    def drawn_pseudonyms(self, values: Collection[int]) -> dict[int, str]:
        """The labels that were drawn before for these values; the others are left out."""
        with translated(self.layout.database):
            return pseudonyms.drawn(self._con, values)

    def held_pseudonyms(self) -> dict[int, Pseudonym]:
        """All labels that were drawn, by value, and whether each stood in a file that was made."""
        with translated(self.layout.database):
            return pseudonyms.held(self._con)

    def let_go_pseudonyms(self, values: Collection[int], *, who: str) -> int:
        """Takes the labels of these values back, to be drawn anew; gives how many there were."""
        with self._writer() as con:
            return pseudonyms.let_go(con, values, who=who, at=_now())

    def note_printed(self, values: Collection[int]) -> None:
        """Notes that the labels of these values stand in files that were made."""
        with self._writer() as con:
            pseudonyms.note_printed(con, values)

    def person_units(self) -> dict[int, str]:
        """The unit that an officer chose for somebody, by value; empty for none."""
        with translated(self.layout.database):
            return pseudonyms.units(self._con)

    def set_person_unit(self, value: int, unit: str | None, *, who: str) -> None:
        """Chooses a unit for somebody: empty for none, None for what the rule gives."""
        with self._writer() as con:
            pseudonyms.set_unit(con, value, unit, who=who, at=_now())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
