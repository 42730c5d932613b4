"""The released files in their places, and the documents that were read in them anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from draad.dossier.redactions import Judgement, ReleaseSettings
from draad.dossier.views import DocumentView
from draad.release.inventory.facts import Fact, facts
from draad.release.inventory.rows import Row, made
from draad.release.inventory.withheld import Withheld
from draad.release.publish.linking import Named

if TYPE_CHECKING:
    from draad.dossier import Dossier
    from draad.release.making import Released

FOLDER = "documenten"


Apply = Callable[["Dossier", Sequence[int], Path], Iterable["Released"]]
"""As ``run.applying.released_files``: makes the released files of these documents in a folder.

What can't be made safe is an error, and stops all.
"""
ReadAnew = Callable[[Path, Path], None]
"""Reads the files of a folder into a new dossier: (dossier, folder)."""


def placed(folder: Path, released: Iterable[Released], listed: Sequence[Row]) -> dict[str, tuple[int, ...]]:
    """Moves the files to ``documenten/``, named after the first document in each; gives what stands in which file."""
    ids = {row.document: row.id for row in listed}
    target = folder / FOLDER
    target.mkdir()
    found: dict[str, tuple[int, ...]] = {}
    for one in released:
        name = f"{ids[one.documents[0]]}{one.path.suffix.lower()}"
        shutil.move(one.path, target / name)
        found[name] = one.documents
    return found


def matched(
    fresh: Dossier, files: Mapping[str, tuple[int, ...]], listed: Sequence[Row]
) -> tuple[dict[int, int], dict[int, Named]]:
    """For documents read anew: which of the dossier each is, and how the package names it.

    The parts of a file are matched in order. Where reading anew finds other parts than there were, only a file of one
    document can be told apart; the others stay what they are: parts of that file.
    """
    parts: dict[str, list[DocumentView]] = {}
    for view in sorted(fresh.documents(), key=lambda view: (view.source, view.part)):
        parts.setdefault(PurePath(view.path).name, []).append(view)
    rank = {row.document: n for n, row in enumerate(listed)}
    same: dict[int, int] = {}
    named: dict[int, Named] = {}
    for name, views in parts.items():
        documents = files[name]
        alike = len(views) == len(documents)
        for n, view in enumerate(views):
            original = documents[n] if alike else documents[0]
            row = listed[rank[original]]
            if alike or n == 0:
                same[view.id] = original
            identifier = row.id if alike or n == 0 else f"{row.id}.{n + 1}"
            named[view.id] = Named(row.number, identifier, row.title, f"{FOLDER}/{name}", rank[original])
    return same, named


def retold(
    listed: Sequence[Row],
    fresh: Dossier,
    same: Mapping[int, int],
    *,
    withheld: Withheld,
    judgements: Mapping[int, Judgement],
    shown: frozenset[str],
    settings: ReleaseSettings,
) -> list[Row]:
    """The list with everything that it tells of a document read from its released file; its numbers stay.

    Of what is not released only what officers said, the kind and the day are told.
    """
    read = {same[fact.document]: fact for fact in facts(fresh) if fact.document in same}
    mails = {row.family: row.document for row in listed if not row.attached}
    told = [_fact(row, read.get(row.document), mails.get(row.family) if row.attached else None) for row in listed]
    inclusive = {same[one] for thread in fresh.threads() for one in thread.inclusive if one in same}
    decided = {
        row.document: replace(
            judgements.get(row.document, Judgement()), number=row.number, judgement=row.judgement, grounds=row.grounds
        )
        for row in listed
    }
    again = made(
        told,
        inclusive=inclusive,
        withheld=withheld.in_words(),
        judgements=decided,
        shown=shown,
        settings=settings,
    )
    before = {row.document: row for row in listed}
    return [_completed(one, before[one.document]) for one in again]


def _completed(row: Row, before: Row) -> Row:
    """With what the released file can't tell: marks without a ground, and a name for what has no subject."""
    return replace(row, silent=before.silent, title=row.title or (before.title if before.released else ""))


def _fact(row: Row, read: Fact | None, attached: int | None) -> Fact:
    """What a list may be made of: of the released file, or nearly nothing."""
    if read is None:
        return Fact(
            row.document, "", f"x.{row.path_ending}", row.media, row.kind, row.pages, attached, None, row.day, row.time,
            "", None, None, frozenset(), row.document, {},
        )  # fmt: skip
    return replace(
        read,
        document=row.document,
        name="",
        path=f"x.{row.path_ending}",
        media=row.media,
        kind=row.kind,
        attached_to=attached,
    )
