"""From a dossier on which everything was decided to the package: the order of the steps."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

from draad.release.inventory import forms, production, table
from draad.release.inventory.about import About
from draad.release.inventory.production import Problem
from draad.release.inventory.rows import Row, names_shown, rows
from draad.release.inventory.withheld import Withheld, withheld_in
from draad.release.publish import diwoo
from draad.release.publish.checks import UNDECIDED, Check, NotReadyError, checks
from draad.release.publish.files import FOLDER, Apply, ReadAnew, matched, placed, retold
from draad.release.publish.linking import Named
from draad.release.publish.package import making, write
from draad.release.publish.site import Site, pages
from draad.texts import Texts, texts
from draad.whole import HIDDEN

if TYPE_CHECKING:
    from draad.dossier import Dossier

DUMPS: Final = ("documents", "copies", "messages", "threads", "redactions")
"""What the data of the package holds; items are proposals for a register, and no part of what was released."""
README: Final = "LEESMIJ.txt"


@dataclass
class Published:
    """What a package holds."""

    rows: list[Row] = field(default_factory=list)
    files: int = 0
    """Released files."""
    unread: list[str] = field(default_factory=list)
    """Released files that could not be read anew: they are in the package, but in none of its pages."""
    problems: tuple[Problem, ...] = ()
    """Of the production report."""
    notes: list[Check] = field(default_factory=list)
    """To look at."""


def publish(
    dossier: Dossier,
    out: Path,
    *,
    apply: Apply,
    read_anew: ReadAnew,
    today: date,
    force: bool = False,
    context: bool = False,
    despite_open: bool = False,
    step: Callable[[str], None] = lambda _: None,
) -> Published:
    """Makes the package at ``out``: a folder, or a zip where it is named so.

    ``apply`` makes the released files, ``read_anew`` reads them into a dossier of their own, of which everything else
    is made. ``despite_open`` goes on though proposals, attention points or decisions that want a second look are open:
    what is open is not removed, and stands among what to look at. ``step`` is told where the work is: ``apply``,
    ``read``, ``write``, ``pack``.

    Raises:
        NotReadyError: something must be decided or changed first; nothing was written.
        UsageError: the place is taken.
    """
    withheld = withheld_in(dossier)
    listed = rows(dossier, withheld=withheld)
    found = checks(dossier, listed, withheld)
    if despite_open:
        found = [one._replace(severity="look") if one.key in UNDECIDED else one for one in found]
    if stops := [one for one in found if one.severity == "stop"]:
        raise NotReadyError.by(*stops)
    done = Published(notes=[one for one in found if one.severity == "look"])
    with making(out, today, force=force) as folder, _beside(folder) as scratch:
        step("apply")
        wanted = [row.document for row in listed if row.released]
        made = scratch / "gelakt"
        made.mkdir()
        files = placed(folder, apply(dossier, wanted, made), listed)
        step("read")
        read_anew(scratch / "dossier", folder / FOLDER)
        step("write")
        _fill(folder, scratch / "dossier", dossier, listed, files, today, context, done)
        step("pack")
    return done


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Where the work is done: on the disk of the package, gone with it."""
    with tempfile.TemporaryDirectory(prefix=HIDDEN, dir=folder.parent) as scratch:
        yield Path(scratch)


def _fill(
    folder: Path,
    place: Path,
    dossier: Dossier,
    listed: Sequence[Row],
    files: Mapping[str, tuple[int, ...]],
    today: date,
    context: bool,
    done: Published,
) -> None:
    """Everything beside the released files, of a dossier of these files and of what officers said."""
    from draad.dossier import Dossier as Stored

    say = texts("nl")  # what is published is Dutch, whatever language the officer works in
    settings = dossier.release_settings()
    about = About(settings, date.fromisoformat(settings.published) if settings.published else today)
    withheld = withheld_in(dossier)  # read anew: removal takes long, and somebody may have decided meanwhile
    with Stored.open(place) as fresh:
        same, named = matched(fresh, files, listed)
        told = retold(
            listed,
            fresh,
            same,
            withheld=withheld,
            judgements=dossier.judgements(),
            shown=names_shown(dossier),
            settings=settings,
        )
        _hold_back(told, withheld)
        done.rows, done.files = told, len(files)
        done.unread = sorted(PurePath(one.path).name for one in fresh.failures())
        downloads = _lists(folder, say, told, about, context, done)
        for name, data in _data(fresh):
            write(folder, name, data)
        for name, data in _metadata(told, files, about, say):
            write(folder, name, data)
        site = Site(fresh, told, _titled(named, told), about, say, downloads)
        for name, data in pages(site):
            write(folder, name, data)
    write(folder, README, readme(say, about, done).encode())


def _hold_back(told: Sequence[Row], withheld: Withheld) -> None:
    """The last look: nothing of the list tells what is withheld. Raises NotReadyError; the words are not repeated."""
    for row in told:
        if any(withheld.holds(text, row.document) for text in (row.title, row.sender, *row.to)):
            raise NotReadyError.by(Check("typed", "stop", {"number": row.number, "field": "title"}))


def _titled(named: Mapping[int, Named], told: Sequence[Row]) -> dict[int, Named]:
    titles = {row.number: row.title for row in told}
    return {identifier: one._replace(title=titles[one.number]) for identifier, one in named.items()}


def _lists(
    folder: Path, say: Texts, told: Sequence[Row], about: About, context: bool, done: Published
) -> list[tuple[str, str]]:
    """The list in three forms and the report for the platform; gives what the pages link to."""
    lists = [f"lijst/inventarislijst{ending}" for ending in forms.FORMS]
    for name, ending in zip(lists, forms.FORMS, strict=True):
        write(folder, name, forms.made(say, ending, told, about))
    report = production.report(told, about.today, context=context)
    done.problems = report.problems
    names = report_names(len(report.files))
    for name, data in zip(names, report.files, strict=True):
        write(folder, f"lijst/{name}", data)
    links = [(name, say("publish.heading")) for name in lists]
    return [*links, *((f"gegevens/{name}.jsonl", say(f"publish.data.{name}")) for name in DUMPS)]


def report_names(count: int) -> list[str]:
    """``productierapport.xlsx``, or of several ``productierapport-1.xlsx`` and on."""
    return ["productierapport.xlsx"] if count == 1 else [f"productierapport-{n}.xlsx" for n in range(1, count + 1)]


def _data(fresh: Dossier) -> Iterator[tuple[str, bytes]]:
    """The dumps of the released dossier; files are told as they stand in the package."""
    for name in DUMPS:
        lines = []
        for row in getattr(fresh, f"dump_{name}")():
            if "path" in row:
                row["path"] = f"{FOLDER}/{PurePath(row['path']).name}"
            lines.append(json.dumps(row, ensure_ascii=False) + "\n")
        yield f"gegevens/{name}.jsonl", "".join(lines).encode("utf-8", "replace")


def _metadata(
    told: Sequence[Row], files: Mapping[str, tuple[int, ...]], about: About, say: Texts
) -> Iterator[tuple[str, bytes]]:
    """DiWoo for each released file, and the sitemap where the address of the pages is known."""
    by_document = {row.document: row for row in told}
    published = about.today.isoformat()
    entries = []
    for name, documents in files.items():
        row = by_document[documents[0]]
        identifier = f"{row.matter}-{row.id}" if row.matter else row.id
        entry = diwoo.Entry(f"{FOLDER}/{name}", identifier, table.title(say, row), row.day or "")
        entries.append(entry)
        yield f"metadata/{row.id}.xml", diwoo.document(entry, about.settings, published)
    yield from diwoo.sitemaps(entries, about.settings, published).items()


def readme(say: Texts, about: About, done: Published) -> str:
    """What is in the package, for whoever opens it first."""
    facts = [f"{name}: {value}" for name, value in about.lines(say, done.rows)]
    parts = [say(f"publish.readme.{part}") for part in ("pages", "documents", "list", "report", "data", "metadata")]
    if not about.settings.base_url:
        parts.append(say("publish.readme.no-sitemap"))
    if done.unread:
        parts.append(say("publish.readme.unread", files=", ".join(done.unread)))
    lines = [about.heading(say), "", *facts, "", say("publish.readme.lead"), "", *(f"- {part}" for part in parts), ""]
    return "\n".join([*lines, say("publish.readme.hosting"), "", say("publish.readme.safe"), ""])
