"""Adding batches to the store: idempotent, whole or not at all, the same in any order."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from draad.dossier.batch import Batch, FailureRow, Place
from draad.schema import COPIES, DOCUMENTS

_APART = {"text", "boxes"}
DOCUMENT_COLUMNS = tuple(name for name in DOCUMENTS.names if name not in _APART)
COPY_COLUMNS = tuple(name for name in COPIES.names if name != "features")
_SLICE = 2_000
"""Rows of a batch that are Python objects at one time."""

_PLACES = """
    INSERT INTO copy_places
    SELECT c.no, d.first_line + newlines(t.text, c.header_start),
           d.first_line + newlines(t.text, max(c.header_start, c.header_end - 1)),
           d.first_line + newlines(t.text, c.body_start),
           d.first_line + newlines(t.text, max(c.body_start, c.body_end - 1)),
           c.header_end - c.header_start + coalesce(c.body_end - c.body_start, 0)
    FROM copies c JOIN documents d ON d.id = c.document JOIN texts t ON t.no = d.no WHERE c.no >= ?
"""
_SENDERS = """
    INSERT OR IGNORE INTO copy_domains SELECT sender_domain, 'sender', id FROM copies
    WHERE no >= ? AND sender_domain IS NOT NULL
"""
_ADDRESSEES = """
    INSERT OR IGNORE INTO copy_domains SELECT json_extract(value, '$.domain'), '{role}', c.id
    FROM copies c, json_each(c."{role}") WHERE c.no >= ? AND json_extract(value, '$.domain') IS NOT NULL
"""
"""What pages ask of copies all the time (migration 003)."""


def quoted(names: Iterable[str]) -> str:
    """Column names for SQL: ``to`` and ``references`` are words of SQL as well."""
    return ", ".join(f'"{name}"' for name in names)


def next_batch(con: sqlite3.Connection) -> int:
    """The number of the batch now being written."""
    con.execute("UPDATE meta SET value = value + 1 WHERE key = 'batch'")
    return int(con.execute("SELECT value FROM meta WHERE key = 'batch'").fetchone()[0])


class Added(NamedTuple):
    """What a batch brought: its number, and how many rows were new."""

    batch: int
    sources: int
    documents: int
    copies: int


def add_batch(con: sqlite3.Connection, batch: Batch) -> Added:
    """Writes a batch inside an open transaction."""
    number = next_batch(con)
    fresh = _new_sources(con, batch.places)
    documents = copies = 0
    if batch.documents is not None and fresh:
        new = _only(batch.documents, "source", fresh)
        documents = _add_documents(con, new, number)
        if batch.copies is not None:
            copies = _add_copies(con, _only(batch.copies, "document", new.column("id")))
        con.execute("UPDATE meta SET value = ? WHERE key = 'added'", (number,))
    _add_places(con, batch.places, fresh, number)
    _add_failures(con, batch.failures, number)
    return Added(number, len(fresh), documents, copies)


def forget_failures(con: sqlite3.Connection, under: Sequence[str], until: int) -> None:
    """Takes failures up to batch ``until`` off the list, for files in the folders or archives ``under``.

    For after a run that met everything there again: what did not fail anew was mended or taken away.
    """
    con.executemany(
        "DELETE FROM failures WHERE batch <= ? AND (path = ? OR substr(path, 1, length(?)) = ?)",
        ((until, path, f"{path}/", f"{path}/") for path in (one.rstrip("/") for one in under)),
    )


def rows_of(batch: pa.RecordBatch | pa.Table, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Rows for ``executemany``, a slice at a time, made column by column."""
    for start in range(0, batch.num_rows, _SLICE):
        part = batch.slice(start, _SLICE)
        yield from zip(*(part.column(name).to_pylist() for name in columns), strict=True)


def insert(con: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Bulk insert."""
    holes = ", ".join("?" * len(columns))
    con.executemany(f"INSERT INTO {table} ({quoted(columns)}) VALUES ({holes})", rows)


def _new_sources(con: sqlite3.Connection, places: Sequence[Place]) -> list[str]:
    met = json.dumps(list(dict.fromkeys(place.source for place in places)))
    query = "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT sha256 FROM sources) ORDER BY key"
    return [row[0] for row in con.execute(query, (met,))]


def _only(batch: pa.RecordBatch, column: str, values: list[str] | pa.Array) -> pa.RecordBatch:
    wanted = pc.is_in(batch.column(column), value_set=pa.array(values))
    return batch if pc.all(wanted).as_py() else batch.filter(wanted)


def _first_free(con: sqlite3.Connection, table: str) -> int:
    return int(con.execute(f"SELECT coalesce(max(no), -1) + 1 FROM {table}").fetchone()[0])


def _with(rows: pa.RecordBatch, **extra: pa.Array) -> pa.Table:
    table = pa.Table.from_batches([rows])
    for name, column in extra.items():
        table = table.append_column(name, column)
    return table


def _add_documents(con: sqlite3.Connection, documents: pa.RecordBatch, number: int) -> int:
    count, first = documents.num_rows, _first_free(con, "documents")
    table = _with(
        documents,
        no=pa.array(range(first, first + count), pa.int64()),
        length=pc.utf8_length(documents.column("text")),
        batch=pa.array([number] * count, pa.int64()),
    )
    columns = ("no", "length", "batch", *DOCUMENT_COLUMNS)
    insert(con, "documents", columns, rows_of(table, columns))
    insert(con, "texts", ("no", "text", "boxes"), rows_of(table, ("no", "text", "boxes")))
    _count_marks(con, "documents", first)
    return int(count)


def _add_copies(con: sqlite3.Connection, copies: pa.RecordBatch) -> int:
    first = _first_free(con, "copies")
    table = _with(copies, no=pa.array(range(first, first + copies.num_rows), pa.int64()))
    columns = ("no", *COPY_COLUMNS)
    insert(con, "copies", columns, rows_of(table, columns))
    con.executemany("INSERT INTO features (no, data) VALUES (?, ?)", rows_of(table, ("no", "features")))
    for query in (_PLACES, _SENDERS, _ADDRESSEES.format(role="to"), _ADDRESSEES.format(role="cc")):
        con.execute(query, (first,))
    _count_marks(con, "copies", first)
    return int(copies.num_rows)


def _count_marks(con: sqlite3.Connection, table: str, first: int) -> None:
    con.execute(
        "INSERT INTO mark_counts SELECT json_extract(mark.value, '$[2]'), count(*)"
        f" FROM {table} t, json_each(t.marks) AS mark WHERE t.no >= ? GROUP BY 1"
        " ON CONFLICT (code) DO UPDATE SET times = times + excluded.times",
        (first,),
    )


def _add_places(con: sqlite3.Connection, places: Sequence[Place], fresh: Sequence[str], number: int) -> None:
    con.executemany("INSERT OR IGNORE INTO places VALUES (?, ?)", ((p.path, p.source) for p in places))
    con.executemany("DELETE FROM failures WHERE path = ?", ((p.path,) for p in places))
    con.executemany(
        "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)",
        ((p.seen.path, p.path, p.seen.size, p.seen.mtime_ns, p.seen.inode) for p in places if p.seen),
    )
    # The first place of new bytes is the one under which they were read.
    con.executemany(
        "INSERT OR IGNORE INTO sources VALUES (?, ?, ?, ?, ?)",
        ((p.source, p.path, p.name, p.size, number) for p in places),
    )
    for place in _met_before(places, fresh):
        path, name = con.execute("SELECT path, name FROM sources WHERE sha256 = ?", (place.source,)).fetchone()
        if place.path < path:
            _rename(con, place, path, name, number)


def _met_before(places: Sequence[Place], fresh: Sequence[str]) -> Iterator[Place]:
    """Places of sources that had a place before them, in the store or in this batch."""
    first = set(fresh)
    for place in places:
        if place.source in first:
            first.remove(place.source)
        else:
            yield place


def _rename(con: sqlite3.Connection, place: Place, old_path: str, old_name: str, number: int) -> None:
    """Gives a source's documents the names that follow from its smallest path, whichever path was met first."""
    con.execute("UPDATE sources SET path = ?, name = ? WHERE sha256 = ?", (place.path, place.name, place.source))
    rows = con.execute("SELECT id, name, path FROM documents WHERE source = ?", (place.source,)).fetchall()
    for identifier, name, path in rows:
        con.execute(
            "UPDATE documents SET name = ?, path = ?, batch = ? WHERE id = ?",
            (_moved(name, old_name, place.name), _moved(path, old_path, place.path), number, identifier),
        )
    # The index holds the names, and weaving reads documents of one moment in the order of their names.
    con.execute(
        "UPDATE messages SET batch = ? WHERE id IN (SELECT message FROM woven JOIN copies ON copies.id = copy"
        " JOIN documents d ON d.id = document WHERE d.source = ?)",
        (number, place.source),
    )
    con.execute("UPDATE meta SET value = ? WHERE key = 'added'", (number,))


def _moved(text: str, old: str, new: str) -> str:
    return new + text[len(old) :] if text.startswith(old) else text


def _add_failures(con: sqlite3.Connection, failures: Sequence[FailureRow], number: int) -> None:
    con.executemany(
        "INSERT OR REPLACE INTO failures (path, source, code, message, cure, batch) VALUES (?, ?, ?, ?, ?, ?)",
        ((*failure, number) for failure in failures),
    )
