"""Pseudonyms as they are stored: drawn by lot, kept, and never given to a second person.

``value`` is that of redactions: equal for one person in the whole dossier. All of it is officers' data: nothing that
leaves the dossier may hold a value beside a label (law 2).
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Collection, Mapping

from draad.dossier.redactions import Pseudonym


def held(con: sqlite3.Connection) -> dict[int, Pseudonym]:
    """All that were drawn, by value."""
    rows = con.execute("SELECT value, label, printed FROM pseudonyms")
    return {value: Pseudonym(label, bool(printed)) for value, label, printed in rows}


def drawn(con: sqlite3.Connection, values: Collection[int]) -> dict[int, str]:
    """The labels that were drawn before for these values; the others are left out."""
    query = "SELECT value, label FROM pseudonyms WHERE value IN (SELECT value FROM json_each(?))"
    return dict(con.execute(query, (json.dumps(sorted(values)),)))


def draw(con: sqlite3.Connection, groups: Mapping[int, str]) -> dict[int, str]:
    """A label for each value, by the group it belongs to: ``medewerker MO 3``.

    Numbers are drawn by lot among those that are free, so that neither the order of names nor that of documents tells
    who is who; once drawn they stay for this dossier.
    """
    known = dict(con.execute("SELECT value, label FROM pseudonyms"))
    taken = set(known.values()) | {label for (label,) in con.execute("SELECT label FROM spent_pseudonyms")}
    lot = secrets.SystemRandom()
    new = sorted(value for value in groups if value not in known)
    lot.shuffle(new)
    sizes: dict[str, int] = {}
    for group in groups.values():
        sizes[group] = sizes.get(group, 0) + 1
    for value in new:
        group = groups[value]
        known[value] = _lot(group, sizes[group], taken, lot)
        taken.add(known[value])
        con.execute("INSERT INTO pseudonyms (value, label) VALUES (?, ?)", (value, known[value]))
    return {value: known[value] for value in groups}


def _lot(group: str, size: int, taken: set[str], lot: secrets.SystemRandom) -> str:
    most = size
    while True:
        free = [label for number in range(1, most + 1) if (label := f"{group} {number}") not in taken]
        if free:
            return lot.choice(free)
        most += size


def let_go(con: sqlite3.Connection, values: Collection[int], *, who: str, at: str) -> int:
    """Takes the labels of these values back; one that was printed is never drawn again. Gives how many there were."""
    listed = json.dumps(sorted(values))
    of_them = "FROM pseudonyms WHERE value IN (SELECT value FROM json_each(?))"
    con.execute(f"INSERT OR IGNORE INTO spent_pseudonyms SELECT label {of_them} AND printed", (listed,))
    count = con.execute(f"DELETE {of_them}", (listed,)).rowcount
    if count:
        _note(con, "pseudonyms-let-go", {"count": count}, who, at)
    return count


def note_printed(con: sqlite3.Connection, values: Collection[int]) -> None:
    """Notes that the labels of these values stand in files that were made: they hold from now on."""
    listed = json.dumps(sorted(values))
    con.execute("UPDATE pseudonyms SET printed = 1 WHERE value IN (SELECT value FROM json_each(?))", (listed,))


def units(con: sqlite3.Connection) -> dict[int, str]:
    """The units that officers chose, by value; empty for none."""
    return dict(con.execute("SELECT value, unit FROM person_units"))


def set_unit(con: sqlite3.Connection, value: int, unit: str | None, *, who: str, at: str) -> None:
    """Keeps what an officer says of somebody's unit: empty for none, None for what the rule gives."""
    if unit is None:
        con.execute("DELETE FROM person_units WHERE value = ?", (value,))
    else:
        con.execute("INSERT OR REPLACE INTO person_units VALUES (?, ?, ?, ?)", (value, unit, who, at))
    _note(con, "person-unit", {"unit": unit}, who, at)


def _note(con: sqlite3.Connection, what: str, detail: Mapping[str, object], who: str, at: str) -> None:
    told = json.dumps(detail, ensure_ascii=False)
    con.execute("INSERT INTO log (at, who, what, detail) VALUES (?, ?, ?, ?)", (at, who, what, told))
