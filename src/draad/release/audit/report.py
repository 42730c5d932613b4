"""What was audited, told: as lines for the screen, as an accessible page, as a workbook and as JSON lines."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any, NamedTuple

from draad.office.cells import put
from draad.release.audit.records import SEVERITIES, Finding
from draad.texts import Texts

_COLUMNS = ("file", "severity", "kind", "page", "place", "where", "found", "cure")
_WIDTHS = {
    "file": 34,
    "severity": 12,
    "kind": 30,
    "page": 10,
    "place": 30,
    "where": 26,
    "found": 60,
    "cure": 60,
    "value": 40,
}
_BOXES = ("redact-annotation", "no-ground", "width")


class Audited(NamedTuple):
    """One file with what was found in it; ``failed`` says why it could not be audited."""

    name: str
    findings: tuple[Finding, ...] = ()
    failed: str = ""

    @property
    def counts(self) -> Counter[str]:
        """Findings by severity."""
        return Counter(one.severity for one in self.findings)


_FEW = 5
"""Clean files that are named one by one."""


def sentence(say: Texts, one: Finding) -> str:
    """What was found, in words."""
    values = dict(one.values)
    if "words" in values:
        values["words"] = say.count("hidden-word", int(values["words"]))
    if one.kind in _BOXES and "count" in values:
        values["boxes"] = say.count("box", int(values["count"]))
    numbers = {key: say.number(value) if isinstance(value, int) else value for key, value in values.items()}
    return say(one.detail, **numbers)


def place(say: Texts, one: Finding) -> str:
    """Where on the page; empty where it has no place there."""
    if one.box is None:
        return ""
    x0, y0, x1, y1 = (say.number(round(side)) for side in one.box[1:])
    return say("audit.place", x0=x0, x1=x1, y0=y0, y1=y1)


def counted(say: Texts, counts: Counter[str]) -> str:
    """How many there are of each severity, those of which there are none left out."""
    return ", ".join(say.count(severity, counts[severity]) for severity in SEVERITIES if counts[severity])


def total(say: Texts, audited: Sequence[Audited]) -> str:
    """All files together, in a sentence or two."""
    counts = sum((one.counts for one in audited), Counter[str]())
    done = [one for one in audited if not one.failed]
    told = say(
        "audit.all",
        files=say.count("audited", len(done)),
        leaks=say.count("leak", counts["leak"]),
        checks=say.count("check", counts["check"]),
        notes=say.count("note", counts["note"]),
    )
    failed = len(audited) - len(done)
    return f"{told} {say('audit.some-failed', files=say.count('audited', failed))}" if failed else told


def lines(say: Texts, audited: Sequence[Audited]) -> Iterator[str]:
    """For the screen: file by file, and at the end once for each kind what mends it; many clean files on one line."""
    clean = [file for file in audited if not file.failed and not file.findings]
    for file in audited:
        if file.failed:
            yield say("audit.failed", file=file.name, reason=file.failed)
            continue
        if not file.findings:
            if len(clean) <= _FEW:
                yield say("audit.clean", file=file.name)
            continue
        yield say("audit.head", file=file.name, counts=counted(say, file.counts))
        for one in file.findings:
            where = [say("audit.page", page=one.page)] if one.page else []
            where += [part for part in (place(say, one), one.where) if part]
            told = f"{say(f'audit.severity.{one.severity}')}: {sentence(say, one)}"
            yield f"  {told} ({'; '.join(where)})" if where else f"  {told}"
            if one.shown is not None:
                yield f"      {say('audit.value', value=one.shown)}"
    if len(clean) > _FEW:
        yield say("audit.all-clean", count=say.number(len(clean)))
    kinds = dict.fromkeys((one.kind, one.cure) for file in audited for one in file.findings)
    if kinds:
        yield ""
        yield f"{say('audit.cures')}:"
        yield from (f"  {say(f'audit.kind.{kind}')}: {say(cure)}" for kind, cure in kinds)


# ── forms ───────────────────────────────────────────────────────────────────────────────────────────────────


def rows(say: Texts, audited: Iterable[Audited], columns: Sequence[str]) -> Iterator[list[Any]]:
    """One row a finding, with a cell for each column."""
    for file in audited:
        for one in file.findings:
            cells = {
                "file": file.name,
                "severity": say(f"audit.severity.{one.severity}"),
                "kind": say(f"audit.kind.{one.kind}"),
                "page": one.page,
                "place": place(say, one),
                "where": one.where,
                "found": sentence(say, one),
                "cure": say(one.cure),
                "value": one.shown or "",
            }
            yield [cells[column] for column in columns]


def _columns(audited: Iterable[Audited]) -> tuple[str, ...]:
    told = any(one.shown is not None for file in audited for one in file.findings)
    return (*_COLUMNS, "value") if told else _COLUMNS


def json_lines(audited: Iterable[Audited]) -> str:
    """One object a finding, and one for each file that could not be audited; keys in a fixed order.

    ``{"file", "kind", "severity", "page", "box": [x0, y0, x1, y1] or null, "where", "detail", "values", "cure"}``, with
    ``"shown"`` only where the hidden words were asked for; ``{"file", "failed"}`` for a file that was not audited.
    """
    out = []
    for file in audited:
        if file.failed:
            out.append({"file": file.name, "failed": file.failed})
        for one in file.findings:
            row: dict[str, Any] = {
                "file": file.name,
                "kind": one.kind,
                "severity": one.severity,
                "page": one.page,
                "box": list(one.box[1:]) if one.box else None,
                "where": one.where,
                "detail": one.detail.removeprefix("audit.found."),
                "values": dict(one.values),
                "cure": one.cure.removeprefix("audit.cure."),
            }
            out.append(row | ({"shown": one.shown} if one.shown is not None else {}))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in out)


_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem;
  color: #111; background: #fff }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere }
th { background: #eef2f7 } .warn { border: 2px solid #a40000; padding: .5rem 1rem } .scroll { overflow-x: auto }
"""


def page(say: Texts, audited: Sequence[Audited]) -> str:
    """One accessible HTML page that needs nothing else: headings, tables with captions and heads (WCAG 2.2 AA)."""
    columns = _columns(audited)
    title = escape(say("audit.report.title"))
    parts = [
        f'<!doctype html>\n<html lang="{say.language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1>",
        f"<p>{escape(say('audit.report.told'))}</p>",
    ]
    if "value" in columns:
        parts.append(f'<p class="warn"><strong>{escape(say("audit.report.with-values"))}</strong></p>')
    parts.append(f"<p>{escape(total(say, audited))}</p>")
    summary = [[one.name, counted(say, one.counts) or say("audit.nothing")] for one in audited if not one.failed]
    parts.append(_table(say("audit.report.summary"), [say("audit.report.file"), say("audit.report.found")], summary))
    failed = [[one.name, one.failed] for one in audited if one.failed]
    if failed:
        parts.append(_table(say("audit.report.failed"), [say("audit.report.file"), say("audit.report.reason")], failed))
    found = list(rows(say, audited, columns))
    if found:
        heads = [say(f"audit.report.{column}") for column in columns]
        parts.append(_table(say("audit.report.findings"), heads, found))
    return "\n".join([*parts, "</main></body></html>\n"])


def _table(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    label = escape(name)
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape('' if cell is None else str(cell))}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    region = f'<div class="scroll" role="region" aria-label="{label}" tabindex="0">'
    table = f"<table><caption>{label}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    return f"<h2>{label}</h2>{region}{table}</div>"


def workbook(say: Texts, audited: Sequence[Audited]) -> bytes:
    """A workbook with a sheet of findings and a sheet of files; no cell is computed (OWASP, "CSV Injection")."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    columns = _columns(audited)
    sheet = book.worksheets[0]
    sheet.title = say("audit.report.findings")
    _fill(sheet, [say(f"audit.report.{column}") for column in columns], rows(say, audited, columns))
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS[column]
    files = book.create_sheet(say("audit.report.summary"))
    told = [[one.name, one.failed or counted(say, one.counts) or say("audit.nothing")] for one in audited]
    _fill(files, [say("audit.report.file"), say("audit.report.found")], told)
    files.column_dimensions["A"].width, files.column_dimensions["B"].width = 50, 60
    for one in book.worksheets:
        one.freeze_panes = "A2"
        for cell in one[1]:
            cell.font = Font(bold=True)
        for row in one.iter_rows(min_row=2):
            for cell in row:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    book.properties.title = say("audit.report.title")
    book.properties.creator = "Draad"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    for y, row in enumerate([heads, *rows], 1):
        for x, value in enumerate(row, 1):
            put(sheet.cell(y, x), value)
