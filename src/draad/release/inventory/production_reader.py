"""A strict reader of production reports: it takes what nl-rdo-woo-web takes, and no more.

Written after the platform's rules (``knowledge/woo_publish.toml``) and not after our writer, to hold the one against
the other; and for an officer who corrected a report by hand and wants to know whether it will be taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from draad.errors import InputError
from draad.knowledge import load
from draad.office.opening import opened

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_URL = re.compile(r"https?://[^\s/|]+\.[^\s|]+|https?://[^\s|]+/[^\s|]*")


class Entry(NamedTuple):
    """One document as the platform understands its row."""

    id: str
    matter: str
    family: int | None
    thread: int | None
    document: str
    file_type: str
    day: date | None
    judgement: str
    suspended: bool
    grounds: tuple[str, ...]
    remark: str
    links: tuple[str, ...]
    related: tuple[str, ...]
    cases: tuple[str, ...]


class ProductionReportError(InputError):
    """A production report that the platform would refuse; the message names the row and the rule."""

    code = "production-report"


def read(data: bytes) -> list[Entry]:
    """The rows of a report. Raises ProductionReportError at the first that breaks a rule, NoWorkbookError."""
    law = load("woo_publish")["production"]
    _name, rows = next(opened(data))
    heads = [str(value) if value is not None else "" for value in next(rows, ())]
    second = {law["context"]: "Matter"}
    if [second.get(head, head) for head in heads] != law["headers"]:
        raise _refused(1, f"heads {heads}")
    found: list[Entry] = []
    seen: set[tuple[str, str]] = set()
    for number, values in enumerate(rows, 2):
        entry = _entry(number, dict(zip(law["headers"], values, strict=True)), law)
        if (entry.matter, entry.id) in seen:
            raise _refused(number, f"ID {entry.id} stands twice")
        seen.add((entry.matter, entry.id))
        found.append(entry)
        if len(found) > law["most_rows"]:
            raise _refused(number, f"more than {law['most_rows']} rows")
    return found


def _refused(row: int, what: str) -> ProductionReportError:
    return ProductionReportError(f"row {row}: {what}", "Correct that cell, or make the report anew.")


def _entry(number: int, cells: Mapping[str, Any], law: Mapping[str, Any]) -> Entry:
    identifier = _text(number, cells, "ID", law["id_form"], law["most_id"])
    matter = _text(number, cells, "Matter", law["matter_form"], law["most_matter"])
    if len(matter) < law["least_matter"]:
        raise _refused(number, "Matter is too short")
    document = _text(number, cells, "Document")
    if not document or len(document.encode()) > law["most_document"]:
        raise _refused(number, "Document is empty or too long")
    remark = _text(number, cells, "Toelichting")
    if len(remark) > law["most_remark"] or remark.startswith(law["remark_not_first"]):
        raise _refused(number, "Toelichting is too long, or would be taken for a link")
    judgement = _text(number, cells, "Beoordeling")
    if judgement not in law["judgements"].values():
        raise _refused(number, f"Beoordeling {judgement!r}")
    suspended = _text(number, cells, "Opgeschort")
    if suspended not in ("", law["suspended"]):
        raise _refused(number, f"Opgeschort {suspended!r}")
    file_type = _text(number, cells, "File Type")
    if file_type and file_type not in law["file_types"]["known"]:
        raise _refused(number, f"File Type {file_type!r}")
    return Entry(
        identifier,
        matter,
        _number(number, cells, "Family"),
        _number(number, cells, "Email Thread ID"),
        document,
        file_type,
        _day(number, cells),
        judgement,
        bool(suspended),
        _grounds(number, cells, law),
        remark,
        _links(number, cells, law),
        _each(_text(number, cells, "Gerelateerd ID"), ";"),
        _each(_text(number, cells, "Zaaknummer"), ";"),
    )


def _text(number: int, cells: Mapping[str, Any], key: str, form: str = "", most: int = 32_767) -> str:
    value = cells[key]
    if value is None:
        value = ""
    if not isinstance(value, str):
        raise _refused(number, f"{key} is no text")
    if len(value) > most or (form and not re.fullmatch(form, value)):
        raise _refused(number, f"{key} {value[:60]!r}")
    return value


def _number(number: int, cells: Mapping[str, Any], key: str) -> int | None:
    value = cells[key]
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _refused(number, f"{key} {value!r}")
    return value


def _day(number: int, cells: Mapping[str, Any]) -> date | None:
    text = _text(number, cells, "Datum")
    if not text:
        return None
    if not _DAY.fullmatch(text):
        raise _refused(number, f"Datum {text!r}")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _refused(number, f"Datum {text!r}") from None


def _grounds(number: int, cells: Mapping[str, Any], law: Mapping[str, Any]) -> tuple[str, ...]:
    found = _each(_text(number, cells, "Beoordelingsgrond"), ";")
    for ground in found:
        if ground not in law["grounds"]["known"]:
            raise _refused(number, f"Beoordelingsgrond {ground!r}")
    return found


def _links(number: int, cells: Mapping[str, Any], law: Mapping[str, Any]) -> tuple[str, ...]:
    found = _each(_text(number, cells, "Publieke Link"), law["link_separator"])
    for link in found:
        if len(link) > law["most_link"] or not _URL.fullmatch(link):
            raise _refused(number, f"Publieke Link {link[:60]!r}")
    return found


def _each(text: str, separator: str) -> tuple[str, ...]:
    return tuple(one for one in (piece.strip() for piece in text.split(separator)) if one)
