"""The search index of a dossier: one entry for each message (its fullest copy) and each document that is no mail.

The index holds no text, only what finds it; all of it can be made again from the store. It remembers the number of the
last batch it holds, committed together with that batch's rows, so that after a crash the store knows what to replay.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import tantivy

from draad.dossier import analysis
from draad.dossier.compile import DUTCH, EXACT
from draad.dossier.values import ground_levels, month_of
from draad.errors import DiskError, DossierBusyError, DossierError

HEAP_BYTES = 50_000_000
"""Memory for the writer's threads together."""

THREADS = 2
"""Analysis is most of the work of indexing and runs in these, outside Python."""

_BATCH_NOTE = 1
_FARTHEST = 1 << 35
"""Moments further than this from 1970, a thousand years, are no moments."""
_ID_BITS = 24
"""The field ``order`` is the moment and, behind it, as many bits of the id: equal moments keep one order everywhere."""
_DOMAIN = re.compile(r"(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)


class IndexMissing(DossierError):  # noqa: N818 - a signal to make it anew
    """There is no index here, or a damaged one, or one of another version: make it anew from the store."""

    code = "index-missing"


@dataclass(frozen=True, slots=True)
class IndexRow:
    """What the index is told of one message or one document."""

    id: int
    kind: Literal["message", "document"]
    subject: str = ""
    """A document's title, where it has one."""
    body: str = ""
    sender: str = ""
    """The sender as printed, with the domain."""
    to: str = ""
    """Addressees and copies as printed, with their domains."""
    sent_at: int | None = None
    """Seconds since 1970-01-01T00:00Z; for a report the moment of the meeting."""
    soort: str = ""
    """records.DocumentKind of a document; empty for a message."""
    grounds: tuple[str, ...] = ()
    """``woo 5.1.2.e``, ``wob 10.2.g``: each ground printed in it."""
    thread: int | None = None
    name: str = ""
    """The names of the documents in which it stands, blanks between."""
    domain: str | None = None
    """The sender's domain; found in ``sender`` where not given."""


def _schema(ground_column: bool = True) -> tantivy.Schema:
    """The index's form; without ``ground_column`` as Draad made it before grounds were counted."""
    builder = tantivy.SchemaBuilder()
    for number in ("id", "at", "thread"):
        builder.add_integer_field(number, indexed=True, fast=True)
    for number in ("month", "order", "code"):
        builder.add_integer_field(number, fast=True)
    builder.add_integer_field("note", indexed=True)
    builder.add_integer_field("batch", fast=True)
    for field in EXACT.values():
        builder.add_text_field(field, tokenizer_name=analysis.exact_name(), index_option="position")
    for field in DUTCH.values():
        builder.add_text_field(field, tokenizer_name=analysis.dutch_name(), index_option="position")
    builder.add_text_field("kinds", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("grounds", tokenizer_name="raw", index_option="basic", fast=ground_column)
    for field in ("domain", "facet"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


@contextmanager
def translated() -> Iterator[None]:
    """Turns what tantivy raises, its panics included, into errors of ours.

    Raises DiskError for a full or failing disk, DossierBusyError for a second writer, IndexMissing for the rest.
    """
    try:
        yield
    except BaseException as error:
        if not isinstance(error, ValueError | OSError) and type(error).__name__ != "PanicException":
            raise
        said = str(error)
        if "LockBusy" in said:
            raise DossierBusyError.said("index-busy") from error
        if "os error 28" in said or "os error 5)" in said or "No space" in said:
            raise DiskError.said("index-disk", reason=said) from error
        raise IndexMissing.said("index-fault", reason=said) from error


class Index:
    """The index in one folder. Many may read while one writes; readers see what was committed when they refreshed."""

    def __init__(self, path: Path, index: tantivy.Index, write: bool, counts_grounds: bool = True) -> None:
        self.path = path
        self.schema = index.schema
        self.counts_grounds = counts_grounds
        """Whether grounds can be counted: not in an index of the form before, which the next ingest makes anew."""
        self._index = index
        self._stamp: tuple[int, int] | None = None
        self._writer = index.writer(HEAP_BYTES, THREADS) if write else None

    @classmethod
    def open(cls, path: Path, write: bool = False) -> Index:
        """The index in folder ``path``.

        To read: raises IndexMissing where there is none that can be used; one of the form before can. To write: any
        other than of today's form is begun anew, with ``batch`` 0, so that the replay from the store fills it. Raises
        DossierBusyError, DiskError.
        """
        if not write:
            if not (path / "meta.json").exists():
                raise IndexMissing.said("no-index", folder=path)
            try:
                return cls._opened(path, write)
            except IndexMissing:
                return cls._opened(path, write, counts_grounds=False)
        try:
            return cls._opened(path, write)
        except IndexMissing:
            shutil.rmtree(path, ignore_errors=True)
            return cls._opened(path, write)

    @classmethod
    def _opened(cls, path: Path, write: bool, counts_grounds: bool = True) -> Index:
        with translated():
            path.mkdir(parents=True, exist_ok=True)
            index = cls(path, _inner(path, counts_grounds), write, counts_grounds)
            _ = index.batch
            return index

    def searcher(self) -> tantivy.Searcher:
        """A view on the last commit, whoever made it."""
        with translated():
            meta = (self.path / "meta.json").stat()
            if (stamp := (meta.st_mtime_ns, meta.st_ino)) != self._stamp:
                self._refresh()
                self._stamp = stamp
            return self._index.searcher()

    def _refresh(self) -> None:
        if not self.counts_grounds:  # an ingest may have made it anew meanwhile
            with suppress(ValueError):
                inner = _inner(self.path, True)
                self._index, self.schema, self.counts_grounds = inner, inner.schema, True
        self._index.reload()

    @property
    def batch(self) -> int:
        """The number of the last batch committed; 0 for a new index."""
        searcher = self.searcher()
        with translated():
            found = searcher.search(tantivy.Query.term_query(self.schema, "note", _BATCH_NOTE), limit=1).hits
            values = searcher.fast_field_values("batch", [address for _, address in found])
        return int(values[0] or 0) if values else 0

    def replace(self, rows: Iterable[IndexRow], gone: Iterable[int] = ()) -> None:
        """Puts ``rows`` in the place of what has their ids, and takes out the ids in ``gone``; seen after commit."""
        writer = self._writing()
        for number in gone:
            with translated():
                writer.delete_documents_by_term("id", number)
        for row in rows:
            entry = _entry(row)
            with translated():
                writer.delete_documents_by_term("id", row.id)
                writer.add_document(entry)

    def commit(self, batch: int) -> None:
        """Makes all that was replaced visible and lasting, together with the batch's number: both or neither."""
        writer = self._writing()
        with translated():
            writer.delete_documents_by_term("note", _BATCH_NOTE)
            note = tantivy.Document()
            note.add_integer("note", _BATCH_NOTE)
            note.add_integer("batch", batch)
            writer.add_document(note)
            writer.commit()
        self._stamp = None

    def close(self) -> None:
        """Ends writing; what was not committed is forgotten."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            with translated():
                writer.rollback()
                writer.wait_merging_threads()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise ValueError("this index is open for reading only, or closed")
        return self._writer


def _inner(path: Path, ground_column: bool) -> tantivy.Index:
    """tantivy's index in this folder. Raises ValueError where there is one of another form."""
    inner = tantivy.Index(_schema(ground_column), str(path), reuse=True)
    inner.register_tokenizer(analysis.exact_name(), analysis.exact_analyzer())
    inner.register_tokenizer(analysis.dutch_name(), analysis.dutch_analyzer())
    inner.config_reader("manual")
    return inner


def _entry(row: IndexRow) -> tantivy.Document:
    entry = tantivy.Document()
    entry.add_integer("id", row.id)
    entry.add_integer("code", 0 if row.kind == "message" else 1)
    for value in (analysis.clean(row.subject), analysis.clean(row.body)):
        if value:
            entry.add_text("text", value)
            entry.add_text("text_nl", value)
    for field, value in (("subject", row.subject), ("subject_nl", row.subject), ("sender", row.sender)):
        entry.add_text(field, analysis.clean(value))
    entry.add_text("to", analysis.clean(row.to))
    entry.add_text("name", analysis.clean(row.name))
    entry.add_text("kinds", row.kind)
    if row.soort:
        entry.add_text("kinds", analysis.clean(row.soort))
    entry.add_text("facet", analysis.clean(row.soort) or row.kind)
    for level in {level for ground in row.grounds for level in ground_levels(ground)}:
        entry.add_text("grounds", analysis.clean(level))
    if row.thread is not None:
        entry.add_integer("thread", row.thread)
    if row.sent_at is not None and abs(row.sent_at) < _FARTHEST:
        entry.add_integer("at", row.sent_at)
        entry.add_integer("order", row.sent_at * (1 << _ID_BITS) + (row.id >> (63 - _ID_BITS)))
        entry.add_integer("month", month_of(row.sent_at))
    domain = row.domain or next(iter(_DOMAIN.findall(row.sender)[-1:]), None)
    if domain:
        entry.add_text("domain", analysis.clean(domain).lower())
    return entry
