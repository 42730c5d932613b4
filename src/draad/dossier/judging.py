"""What holds for a release as a whole: its settings, the names that stay visible, judgements."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any, get_args

from draad.dossier.redactions import Judged, Judgement, ReleaseSettings, VisibleName
from draad.errors import ConflictError, UsageError
from draad.records import short_id

OFFICES = ("minister", "state-secretary", "member-of-parliament", "spokesperson", "top-official", "other")
_SIGNED = ("version", "who")
_DAYS = ("request_date", "published")
_LEAST = {"directorate_least": 2}
"""The least that numbers may be: a unit that one person bears is a name."""


def visible(con: sqlite3.Connection) -> list[VisibleName]:
    """The officer's changes to the list of those that stay visible, by name."""
    rows = con.execute("SELECT name, office, shown, who, at FROM visible ORDER BY name")
    return [VisibleName(name, office, bool(shown), who, at) for name, office, shown, who, at in rows]


def set_visible(con: sqlite3.Connection, name: str, office: str, shown: bool, *, who: str, at: str) -> None:
    """Puts a name on the list, or takes it off. Raises UsageError for an empty name or an unknown office."""
    name = " ".join(name.split())
    if not name:
        raise UsageError.said("name-without-letters")
    if office not in OFFICES:
        raise UsageError.said("office", value=office, known=", ".join(OFFICES))
    con.execute("INSERT OR REPLACE INTO visible VALUES (?, ?, ?, ?, ?)", (name, office, int(shown), who, at))
    _note(con, "visible", {"name": name, "office": office, "shown": shown}, who, at)


def forget_visible(con: sqlite3.Connection, name: str, *, who: str, at: str) -> None:
    """Takes back what an officer changed of a name: what Draad knows holds again."""
    con.execute("DELETE FROM visible WHERE name = ?", (name,))
    _note(con, "visible", {"name": name, "forgotten": True}, who, at)


def settings(con: sqlite3.Connection) -> ReleaseSettings:
    """The settings, each as it was set last."""
    stored = {key: json.loads(value) for key, value in con.execute("SELECT key, value FROM release_settings")}
    known = {one.name for one in fields(ReleaseSettings)}
    return ReleaseSettings(**{key: value for key, value in stored.items() if key in known})


def set_settings(con: sqlite3.Connection, changes: Mapping[str, Any], *, who: str, at: str) -> None:
    """Changes settings. Raises UsageError for one that does not exist or a value that can't be."""
    usual = asdict(ReleaseSettings())
    for key, value in changes.items():
        known = key in usual and type(value) is type(usual[key])
        if not known or (key in _LEAST and value < _LEAST[key]):
            raise UsageError.said("setting", field=key, value=repr(value), known=", ".join(usual))
        if key in _DAYS and value:
            _check_day(value)
        row = (key, json.dumps(value, ensure_ascii=False), who, at)
        con.execute("INSERT OR REPLACE INTO release_settings VALUES (?, ?, ?, ?)", row)
    _note(con, "release-settings", dict(changes), who, at)


def judgements(con: sqlite3.Connection) -> dict[int, Judgement]:
    """What officers said of documents; those of which nothing was said are left out."""
    rows = con.execute("SELECT document, fields, version, who FROM judgements")
    return {document: _judgement(json.loads(told), version, who) for document, told, version, who in rows}


def _judgement(told: dict[str, Any], version: int, who: str) -> Judgement:
    grounds = tuple(told.pop("grounds", ()))
    return Judgement(**told, grounds=grounds, version=version, who=who)


def judge(
    con: sqlite3.Connection, document: int, changes: Mapping[str, Any], *, who: str, at: str, version: int | None
) -> Judgement:
    """Changes what is said of a document; ``version`` is that which was read, None for whatever stands.

    Raises ConflictError, and UsageError for a field or a value that can't be.
    """
    query = "SELECT fields, version, who FROM judgements WHERE document = ?"
    row = con.execute(query, (document,)).fetchone()
    now = _judgement(json.loads(row[0]), row[1], row[2]) if row else Judgement()
    if version is not None and version != now.version:
        raise ConflictError(f"{short_id(document)}: {now.who} ({version} → {now.version})")
    known = {one.name: one for one in fields(Judgement) if one.name not in _SIGNED}
    for name, value in changes.items():
        right = isinstance(value, tuple | list) if name == "grounds" else type(value) is type(getattr(now, name, None))
        if name not in known or not right:
            raise UsageError.said("judged-field", field=name, value=repr(value), known=", ".join(known))
        if name == "judgement" and value not in ("", *get_args(Judged)):
            raise UsageError.said("judgement", value=value, known=", ".join(get_args(Judged)))
    given: dict[str, Any] = {name: tuple(value) if name == "grounds" else value for name, value in changes.items()}
    new = replace(now, **given, version=now.version + 1, who=who)
    told = {name: value for name, value in asdict(new).items() if name not in _SIGNED}
    written = (document, json.dumps(told, ensure_ascii=False), new.version, who, at)
    con.execute("INSERT OR REPLACE INTO judgements VALUES (?, ?, ?, ?, ?)", written)
    _note(con, "judge", {"document": short_id(document), **given}, who, at)
    return new


def _check_day(value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise UsageError.said("date", value=value) from None


def _note(con: sqlite3.Connection, what: str, detail: Mapping[str, Any], who: str, at: str) -> None:
    told = json.dumps(detail, ensure_ascii=False)
    con.execute("INSERT INTO log (at, who, what, detail) VALUES (?, ?, ?, ?)", (at, who, what, told))
