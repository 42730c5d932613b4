"""``draad audit``: what files that look redacted still hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from draad import whole
from draad.commands.base import command
from draad.commands.listing import form_options, tell, usage_cure
from draad.commands.place import dossier_option, opened
from draad.commands.progress import progress_bars
from draad.errors import DiskError, ExitCode, UsageError
from draad.show.failures import reason
from draad.show.plain import printable
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.release.audit.across_records import Across, Place
    from draad.release.audit.records import AuditOptions
    from draad.release.audit.report import Audited

REPORTS = (".html", ".xlsx", ".json")


@command("audit")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="STUKKEN…")
@click.option("--show-values", is_flag=True)
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), metavar="BESTAND")
@click.option("--strict", is_flag=True)
@click.option("--across/--no-across", default=None)
@dossier_option
@click.option("--no-ground", type=click.Choice(("check", "note", "off")), default="check")
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N")
@click.option("--password", multiple=True, metavar="WACHTWOORD")
@click.option("--no-ocr", is_flag=True)
@form_options(listing=False)
def audit(
    files: tuple[Path, ...],
    show_values: bool,
    report: Path | None,
    strict: bool,
    across: bool | None,
    place: Path | None,
    no_ground: Literal["check", "note", "off"],
    jobs: int | None,
    password: tuple[str, ...],
    no_ocr: bool,
    as_json: bool,
) -> int:
    """Audit files; exit code 10 when one holds a leak, 9 when one could not be audited."""
    from draad.release.audit.records import AuditOptions
    from draad.release.audit.report import json_lines, lines, total

    _check(files, report, place)
    options = AuditOptions(values=show_values, passwords=password, no_ground=no_ground, ocr=not no_ocr)
    audited = audit_all(files, options, jobs) if files else []
    audited = joined(audited, across_all(files, place, across, show_values, jobs))
    say = spoken()
    if as_json:
        click.echo(json_lines(audited), nl=False)
    else:
        for line in lines(say, audited):
            click.echo(printable(line))
        tell(total(say, audited))
    _tell_unread(files, options)
    if report:
        write_report(report, audited)
        tell(say("audit.written", path=report))
    return int(exit_code(audited, strict))


def _tell_unread(files: tuple[Path, ...], options: AuditOptions) -> None:
    """Says so where scans could not be looked at as closely as was asked."""
    if files and options.ocr:
        from draad.release.audit.retried import is_possible

        if not is_possible(options):
            tell(spoken()("audit.no-tesseract"))


def joined(audited: list[Audited], more: list[Audited]) -> list[Audited]:
    """What was found of documents, with the files in which those stand; a document of no file stands by itself."""
    held = {Path(one.name).stem: n for n, one in enumerate(audited)} | {one.name: n for n, one in enumerate(audited)}
    made = list(audited)
    for one in more:
        n = held.get(one.name.partition("#")[0])
        if n is None:
            made.append(one)
        else:
            made[n] = made[n]._replace(findings=(*made[n].findings, *one.findings))
    return made


def across_all(
    files: tuple[Path, ...], place: Path | None, wanted: bool | None, values: bool, jobs: int | None
) -> list[Audited]:
    """What differs between copies: in a dossier, and in files where there are several or it was asked for."""
    from draad.release.audit.across_dossier import findings
    from draad.release.audit.across_report import as_audited
    from draad.run.across import across_files
    from draad.run.auditing import find

    found = []
    if place:
        with opened(place) as dossier:
            found += findings(dossier, values=values)
    paths = find(files)
    if paths and (len(paths) > 1 if wanted is None else wanted):
        found += told_apart(across_files(paths, jobs), paths)
    return as_audited(spoken(), found)


def told_apart(found: list[Across], paths: list[Path]) -> list[Across]:
    """Files of one name (``a/1.pdf``, ``b/1.pdf``) by their paths, where a dossier tells them apart by their hash."""
    import hashlib

    stems = Counter(path.stem for path in paths)
    shared = [(path, hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths if stems[path.stem] > 1]
    if not shared:
        return found

    def named(place: Place) -> Place:
        name, _, digest = place.document_name.rpartition("~")
        stem, sign, part = name.partition("#")
        for path, own in shared:
            if digest and path.stem == stem and own.startswith(digest):
                return place._replace(document_name=f"{path}{sign}{part}")
        return place

    return [replace(one, shown=tuple(map(named, one.shown)), hidden=tuple(map(named, one.hidden))) for one in found]


def _check(files: tuple[Path, ...], report: Path | None, place: Path | None) -> None:
    """All that can be known before any work. Raises UsageError."""
    say = spoken()
    if not files and place is None:
        raise UsageError(say("usage.words", command="draad audit"), usage_cure())
    for path in files:
        if not path.exists():
            raise UsageError(say("usage.no-such-file", path=path), say("usage.no-such-file-cure"))
    if report and report.suffix.lower() not in REPORTS:
        raise UsageError(say("audit.bad-report", path=report), say("audit.bad-report-cure"))
    if report and any(report.resolve() == path.resolve() for path in files):
        raise UsageError(say("audit.own-report", path=report), say("audit.own-report-cure"))


def audit_all(files: tuple[Path, ...], options: AuditOptions, jobs: int | None) -> list[Audited]:
    """Every file with what was found in it, in the order given; one that can't be audited is told with its reason.

    Raises UsageError where there is nothing to audit.
    """
    from draad.release.audit.report import Audited
    from draad.run.auditing import audit_files, find

    say = spoken()
    paths = find(files)
    if not paths:
        raise UsageError(say("audit.nothing-to-audit", path=files[0]), say("audit.nothing-to-audit-cure"))
    with progress_bars() as advance:
        results = audit_files(
            paths, options, jobs, (lambda done, all_: advance("audit", done, all_)) if advance else None
        )
    return [
        one if isinstance(one, Audited) else Audited(str(one[0]), (), reason(say, one[1].code, one[1].message))
        for one in results
    ]


def write_report(path: Path, audited: list[Audited]) -> None:
    """The report in the form that the file's ending asks for. Raises DiskError."""
    from draad.release.audit.report import json_lines, page, workbook

    say = spoken()
    match path.suffix.lower():
        case ".xlsx":
            data = workbook(say, audited)
        case ".json":
            data = json_lines(audited).encode()
        case _:
            data = page(say, audited).encode()
    try:
        whole.write(path, data)
    except OSError as error:
        raise DiskError(f"{path} can't be written: {error.strerror}.") from error


def exit_code(audited: list[Audited], strict: bool) -> ExitCode:
    """10 for a leak, and with ``strict`` for a point to check; 9 where a file could not be audited."""
    counts = [one.counts for one in audited]
    if any(count["leak"] or (strict and count["check"]) for count in counts):
        return ExitCode.leak
    return ExitCode.some_failed if any(one.failed for one in audited) else ExitCode.ok
