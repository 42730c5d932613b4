"""The production report (productierapport) by which nl-rdo-woo-web takes a whole release in: its columns, its rules.

What the platform can't hold is said in *Toelichting*, so that nothing is lost without a word. Rules and values are
data (``knowledge/woo_publish.toml``), with their source. ``production_reader`` reads a report back by the same rules.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from draad.dossier.codec import read_mark_code
from draad.knowledge import load
from draad.office.cells import legal, put
from draad.office.workbooks import saved
from draad.release.inventory import table
from draad.release.inventory.rows import Row
from draad.texts import Texts, texts

_URL: Final = re.compile(r"https?://[^\s|]+\Z")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]+")


class Problem(NamedTuple):
    """Why the platform would refuse the report, or a row of it: a key under ``publish.problem`` and its values."""

    key: str
    values: Mapping[str, object]


class Report(NamedTuple):
    """The report as workbooks, one for every so many rows that the platform takes, and what it will stumble on."""

    files: tuple[bytes, ...]
    problems: tuple[Problem, ...]


def rules() -> dict[str, Any]:
    """What the platform accepts."""
    found: dict[str, Any] = load("woo_publish")["production"]
    return found


def report(rows: Sequence[Row], today: date, *, context: bool = False, most: int = 0) -> Report:
    """The report of a list. ``context`` heads the second column *Publicatiecontext*, as is wanted from 2027 on.

    ``most`` rows go in one file; 0 for as many as the platform takes.
    """
    say = texts("nl")  # the platform is Dutch, whoever works with Draad
    size = most or rules()["most_rows"]
    related = {row.number: row for row in rows}
    lines = [_line(say, row, related) for row in rows]
    heads = [rules()["context"] if context and head == "Matter" else head for head in rules()["headers"]]
    parts = [lines[at : at + size] for at in range(0, len(lines), size)] or [[]]
    return Report(tuple(_workbook(heads, part, today) for part in parts), tuple(problems(rows)))


def _line(say: Texts, row: Row, related: Mapping[str, Row]) -> dict[str, str | int]:
    law, told = rules(), list[str]()
    grounds = _grounds(say, row, told)
    day = row.day or ""
    if not day:
        told.append(say("publish.told.no-date"))
    links = [row.link] if row.link and _URL.match(row.link) and len(row.link) <= law["most_link"] else []
    if row.link and not links:
        told.append(say("publish.told.link", link=row.link))
    twins = [related[number] for number in row.doubles if number in related]
    if row.doubles:
        told.append(say("publish.told.doubles", numbers=", ".join(row.doubles)))
    return {
        "ID": row.id,
        "Matter": row.matter,
        "Family": row.family,
        "Email Thread ID": row.thread or "",
        "Document": _cut_bytes(_name(say, row), law["most_document"]),
        "File Type": file_type(row),
        "Datum": day,
        "Beoordeling": law["judgements"][row.judgement],
        "Opgeschort": law["suspended"] if row.suspended else "",
        "Beoordelingsgrond": law["separator"].join(grounds),
        "Toelichting": _remark(say, row, told),
        "Publieke Link": law["link_separator"].join(links),
        "Gerelateerd ID": f"{twins[0].matter}-{twins[0].id}" if twins else "",
        "Zaaknummer": row.matter,
    }


def file_type(row: Row) -> str:
    """The kind of file in the platform's words; mail is mail, however it was printed. Empty where it has none."""
    known = rules()["file_types"]
    if row.kind == "mail":
        return "email"
    return str(known["by_ending"].get(row.path_ending) or known["by_media"].get(row.media, ""))


def _grounds(say: Texts, row: Row, told: list[str]) -> list[str]:
    """The grounds that the platform has; the others, and marks without any, are told."""
    listed = rules()["grounds"]
    kept: dict[str, None] = {}
    other = []
    for code in row.grounds:
        article = read_mark_code(code).article or code
        article = listed["same"].get(article, article)
        if article in listed["known"]:
            kept[article] = None
        else:
            other.append(code if code.startswith("?") else f"{code.partition(' ')[0].capitalize()} {article}")
    if other:
        told.append(say("publish.told.grounds", grounds=", ".join(other)))
    if "duplicate" in row.silent:
        kept["dubbel"] = None
    if "scope" in row.silent:
        told.append(say("publish.silent.scope"))
    return list(kept)


def _remark(say: Texts, row: Row, told: Sequence[str]) -> str:
    """Explanation, remarks and what found no column; never begins as a link would, for that would be taken for one."""
    law = rules()
    text = " ".join(_flat(f"{one.rstrip('.')}.") for one in (row.explanation, row.remarks, *told) if one.strip())
    if text.startswith(law["remark_not_first"]):
        text = say("publish.told.see", text=text)
    most = law["most_remark"]
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _name(say: Texts, row: Row) -> str:
    """The title; of one that is nothing but blanks and control signs what an untitled document is called."""
    return _flat(table.title(say, row)) or _flat(table.title(say, replace(row, title="")))


def _flat(text: str) -> str:
    """On one line, with what no workbook holds made visible: that must come before anything is cut to its bytes."""
    return " ".join(legal(_CONTROL.sub(" ", text)).split())


def _cut_bytes(text: str, most: int) -> str:
    data = text.encode("utf-8", "replace")
    return text if len(data) <= most else data[: most - 3].decode("utf-8", "ignore").rstrip() + "…"


def _workbook(heads: Sequence[str], lines: Sequence[Mapping[str, str | int]], today: date) -> bytes:
    """One sheet, the heads in its first row; every cell but the two numbers is a text, days too."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Productierapport"
    for at, head in enumerate(heads, 1):
        sheet.cell(1, at).value = head
    for number, line in enumerate(lines, 2):
        for at, value in enumerate(line.values(), 1):
            cell = sheet.cell(number, at)
            put(cell, value)
            if isinstance(value, str) and value:
                cell.number_format = "@"
    sheet.freeze_panes = "A2"
    return saved(book, today)


def problems(rows: Sequence[Row]) -> Iterator[Problem]:
    """What the platform would refuse, or read otherwise than it is meant."""
    law = rules()
    if len(rows) > law["most_rows"]:
        parts = -(-len(rows) // law["most_rows"])
        yield Problem("rows", {"rows": len(rows), "most": law["most_rows"], "files": parts})
    twice = sorted({one for one, times in Counter((row.matter, row.id) for row in rows).items() if times > 1})
    for _, identifier in twice[:10]:
        yield Problem("same-id", {"id": identifier})
    for row in rows:
        if not re.fullmatch(law["id_form"], row.id):
            yield Problem("no-id", {"number": row.number})
    bad = {row.matter for row in rows if not _matter_fits(row.matter)}
    for matter in sorted(bad):
        yield Problem("matter", {"matter": matter})
    undated = sum(not row.day for row in rows)
    if undated:
        yield Problem("undated", {"count": undated})
    linkless = [row.number for row in rows if row.judgement == "already" and not row.link]
    if linkless:
        yield Problem("linkless", {"numbers": ", ".join(linkless[:10])})
    groundless = [
        row.number for row in rows if row.judgement in ("partly", "withheld") and not row.grounds + row.silent
    ]
    if groundless:
        yield Problem("groundless", {"numbers": ", ".join(groundless[:10])})


def _matter_fits(matter: str) -> bool:
    law = rules()
    return law["least_matter"] <= len(matter) <= law["most_matter"] and bool(re.fullmatch(law["matter_form"], matter))
