"""What the store gives to ``weave/`` and takes back: all copies out, what changed in."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import pyarrow as pa

from draad.dossier.adding import insert, next_batch, quoted, rows_of
from draad.dossier.clocks import keep_withheld
from draad.schema import COPIES, DOCUMENTS, WOVEN_COPIES, WOVEN_MESSAGES, WOVEN_THREADS

WEAVING_COPIES = pa.schema(
    [
        COPIES.field(name)
        for name in (
            *("id", "document", "n", "depth", "body_start", "body_end"),
            *("sent_at", "sent_offset", "zone", "certainty", "precision"),
            *("bare", "prefix", "sender_domain", "domains", "message_key", "references", "features"),
        )
    ]
)
"""What weaving looks at, and no more: of a million copies every column costs memory."""
WEAVING_DOCUMENTS = pa.schema([DOCUMENTS.field(name) for name in ("id", "name")])
_SLICE = 2_000


class Woven(Protocol):
    """What ``weave.weave`` returns, in the schemas of ``schema.py``."""

    @property
    def copies(self) -> pa.Table:
        """One row a copy: its message, and where it stands elsewhere."""

    @property
    def messages(self) -> pa.Table:
        """One row a message."""

    @property
    def threads(self) -> pa.Table:
        """One row a thread."""


class Changed(NamedTuple):
    """How many rows of each table were written or removed."""

    copies: int
    messages: int
    threads: int


def read_table(con: sqlite3.Connection, query: str, schema: pa.Schema) -> pa.Table:
    """The answer of a query as Arrow, a slice at a time, so that few rows are Python objects at once."""
    cursor = con.execute(query)
    batches = []
    while rows := cursor.fetchmany(_SLICE):
        columns = zip(*rows, strict=True)
        arrays = [_column(values, field.type) for values, field in zip(columns, schema, strict=True)]
        batches.append(pa.RecordBatch.from_arrays(arrays, schema=schema))
    return pa.Table.from_batches(batches, schema=schema)


def _column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_boolean(kind):
        return pa.array(values, pa.int8(), from_pandas=False).cast(kind)
    return pa.array(values, kind)


def copies_for_weaving(con: sqlite3.Connection) -> tuple[pa.Table, pa.Table]:
    """All copies (without what only people read) and all documents (without text), in no order that means anything.

    Not sorted: that would hold all columns twice, and weaving does not depend on the order of rows.
    """
    own = quoted(field.name for field in WEAVING_COPIES if field.name != "features")
    copies = f"SELECT {own}, data FROM copies JOIN features USING (no)"
    documents = f"SELECT {quoted(WEAVING_DOCUMENTS.names)} FROM documents"
    return read_table(con, copies, WEAVING_COPIES), read_table(con, documents, WEAVING_DOCUMENTS)


def save_woven(con: sqlite3.Connection, woven: Woven) -> Changed:
    """Makes the stored messages and threads equal to ``woven``, inside an open transaction.

    Only rows that differ are written, so that adding ten files to ten thousand touches little; what changed
    carries the batch number for the search index, what vanished goes to ``gone``.
    """
    number = next_batch(con)
    _incoming(con, "incoming_messages", woven.messages, WOVEN_MESSAGES)
    _incoming(con, "incoming_woven", woven.copies, WOVEN_COPIES)
    _incoming(con, "incoming_threads", woven.threads, WOVEN_THREADS)
    keep_withheld(con)
    con.execute(
        "INSERT OR REPLACE INTO gone SELECT id, ? FROM messages WHERE id NOT IN (SELECT id FROM incoming_messages)",
        (number,),
    )
    con.execute(f"CREATE TEMP TABLE touched AS {_TOUCHED}")
    changed = Changed(
        _take_over(con, "woven", "copy", WOVEN_COPIES, None),
        _take_over(con, "messages", "id", WOVEN_MESSAGES, number),
        _take_over(con, "threads", "id", WOVEN_THREADS, number),
    )
    con.execute("UPDATE messages SET batch = ? WHERE batch < ? AND id IN (SELECT * FROM touched)", (number, number))
    con.execute("DROP TABLE temp.touched")
    con.execute("DELETE FROM gone WHERE id IN (SELECT id FROM messages)")
    con.execute("UPDATE meta SET value = ? WHERE key = 'woven'", (number,))
    return changed


# Messages that gained or lost a copy: the index names the documents in which a message stands.
_TOUCHED = """
    SELECT i.message FROM incoming_woven i LEFT JOIN woven o USING (copy) WHERE o.message IS NOT i.message
    UNION SELECT o.message FROM woven o LEFT JOIN incoming_woven i USING (copy) WHERE o.message IS NOT i.message
"""


def _incoming(con: sqlite3.Connection, name: str, table: pa.Table, schema: pa.Schema) -> None:
    key, *rest = schema.names
    con.execute(f"DROP TABLE IF EXISTS temp.{name}")
    con.execute(f"CREATE TEMP TABLE {name} ({key} INTEGER PRIMARY KEY, {quoted(rest)})")
    insert(con, name, schema.names, rows_of(table.sort_by(key), schema.names))


def _take_over(con: sqlite3.Connection, name: str, key: str, schema: pa.Schema, number: int | None) -> int:
    incoming = f"incoming_{name}"
    removed = con.execute(f"DELETE FROM {name} WHERE {key} NOT IN (SELECT {key} FROM {incoming})").rowcount
    rest = schema.names[1:]
    new, old = (", ".join(f"{alias}.{column}" for column in rest) for alias in ("i", "o"))
    batch = "" if number is None else f", {number}"
    written = con.execute(
        f"INSERT OR REPLACE INTO {name} SELECT i.*{batch} FROM {incoming} i LEFT JOIN {name} o USING ({key})"
        f" WHERE o.{key} IS NULL OR ({new}) IS NOT ({old}) ORDER BY {key}"
    ).rowcount
    con.execute(f"DROP TABLE temp.{incoming}")
    return removed + written
