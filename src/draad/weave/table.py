"""The columns of copies that weaving looks at, as arrays in order of copy id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from draad.weave.features import FEATURE, Ints

Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]

NEVER = -(2**62)
"""Stands for "no moment known"; far enough from all moments that no difference comes near zero."""
COLUMNS = (
    *("id", "document", "n", "depth", "body_start", "body_end"),
    *("sent_at", "sent_offset", "zone", "certainty", "precision"),
    *("bare", "prefix", "sender_domain", "domains", "message_key", "references", "features"),
)
"""The columns of ``schema.COPIES`` that weaving looks at; ``body_length`` may stand for body_start and body_end."""
MARK = "¤"
"""Stands for a redaction in a bare subject."""
_BITMAP = 509
_NUMBER = re.compile(r"\w*\d\w*")
_LETTERS_FOR_DIGITS = str.maketrans("oilsbz", "011582")
CERTAINTY = {"unknown": 0, "chain": 1, "form": 2, "stated": 3}
PRECISION = {"day": 0, "minute": 1, "second": 2}
PREFIX = {"": 0, "re": 1, "fw": 2}


def counted(value: str) -> list[str]:
    """The numbers in a folded subject: words at least half of digits, letters that stand for digits read as those."""
    return [word.translate(_LETTERS_FOR_DIGITS) for word in _NUMBER.findall(value) if _numeric(word)]


def uncounted(value: str) -> list[str]:
    """The other words of it."""
    return [word for word in value.split() if not _numeric(word)]


def _numeric(word: str) -> bool:
    return 2 * sum(char.isdigit() for char in word) >= len(word)


@dataclass(frozen=True)
class Words:
    """A column of strings: ``codes`` into ``values``, −1 for null and for the empty string."""

    codes: Codes
    values: list[str]

    @cached_property
    def _shown(self) -> list[str]:
        return [value.replace(MARK, "").replace(" ", "") for value in self.values]

    @cached_property
    def marked(self) -> Flags:
        """Whether each value holds a mark; False for code −1."""
        return np.array([MARK in value for value in self.values] + [False])

    @cached_property
    def letters(self) -> Ints:
        """How many letters each value shows; 0 for code −1."""
        return np.array([len(value) for value in self._shown] + [0], dtype=np.int64)

    @cached_property
    def counted(self) -> Ints:
        """A number a value that is equal where the numbers in it are; 0 where there are none, and for code −1."""
        known: dict[tuple[str, ...], int] = {(): 0}
        found = (tuple(counted(value)) for value in self.values)
        return np.array([*(known.setdefault(one, len(known)) for one in found), 0], dtype=np.int64)

    @cached_property
    def uncounted(self) -> Ints:
        """A number a value that is equal where its other words are; −1 for code −1 and where a mark hides some."""
        known: dict[tuple[str, ...], int] = {}
        found = (None if MARK in value else tuple(uncounted(value)) for value in self.values)
        codes = (-1 if one is None else known.setdefault(one, len(known)) for one in found)
        return np.array([*codes, -1], dtype=np.int64)

    @cached_property
    def trigrams(self) -> NDArray[np.uint8]:
        """A bitmap of the trigrams of each value, without blanks (OCR loses and adds them) and marks."""
        text = "".join(f"  {value} " for value in self._shown)
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        owner = np.repeat(np.arange(len(self.values)), self.letters[:-1] + 3)
        bitmap = np.zeros((len(self.values) + 1, (_BITMAP + 7) // 8), dtype=np.uint8)
        if len(points):
            grams = points[:-2] * np.uint32(0x9E3779B1) ^ points[1:-1] * np.uint32(0x85EBCA6B) ^ points[2:]
            bit = ((grams * np.uint32(0xC2B2AE35)) % np.uint32(_BITMAP)).astype(np.int64)
            inside = np.flatnonzero(owner[:-2] == owner[2:])
            octet = (1 << (bit[inside] & 7)).astype(np.uint8)
            np.bitwise_or.at(bitmap, (owner[inside], bit[inside] >> 3), octet)
        return bitmap


@dataclass(frozen=True)
class Rows:
    """All copies, one a place, sorted by id: whatever the order in which they came, the arrays are the same."""

    id: Ints
    document: Ints
    n: Codes
    depth: Codes
    at: Ints
    """Seconds since 1970, ``NEVER`` where unknown."""
    offset: Codes
    unsure: Flags
    """The zone is a guess: the moment may be an hour or two off."""
    certainty: Codes
    precision: Codes
    prefix: Codes
    bare: Words
    sender: Words
    domains: Words
    key: Words
    references: Words
    length: Ints
    features: NDArray[Any]

    def __len__(self) -> int:
        return len(self.id)

    @cached_property
    def minute(self) -> Ints:
        """Minutes since 1970; ``NEVER`` where no minute is known."""
        minute = self.at // 60
        minute[~self.timed] = NEVER
        return minute

    @cached_property
    def timed(self) -> Flags:
        """A minute of sending is known."""
        timed: Flags = (self.at != NEVER) & (self.precision > 0)
        return timed

    @cached_property
    def _order(self) -> tuple[Ints, Ints]:
        """The copy beneath each copy that it quotes, and the copy above that quotes it; −1 where there is none."""
        return neighbours(self.document, self.n, self.depth)

    @property
    def below(self) -> Ints:
        """The copy that this one quotes, in its document; −1: none."""
        return self._order[0]

    @property
    def above(self) -> Ints:
        """The copy that quotes this one, in its document; −1: none."""
        return self._order[1]


def rows(copies: pa.Table) -> Rows:
    """Take the columns out of a table of copies, each id once, in order of id.

    Each column is put in order by itself: a sorted table beside the given one would hold everything twice.
    """
    ids, order = np.unique(_numbers(copies, "id", 0), return_index=True)

    def number(name: str, missing: int = 0) -> Ints:
        return _numbers(copies, name, missing)[order]

    def text(name: str) -> Words:
        return _words(copies, name, order)

    def coded(name: str, values: dict[str, int]) -> Codes:
        words = text(name)
        known = np.array([values.get(value, 0) for value in words.values] + [0], dtype=np.int32)
        return known[words.codes]

    at = number("sent_at", NEVER)
    zone = coded("zone", {"utc": 1, "local": 1, "offset": 1})
    certainty = coded("certainty", CERTAINTY)
    return Rows(
        id=ids,
        document=number("document"),
        n=number("n").astype(np.int32),
        depth=number("depth").astype(np.int32),
        at=at,
        offset=number("sent_offset").astype(np.int32),
        unsure=(zone == 0) | (certainty == 0),
        certainty=certainty,
        precision=np.where(at == NEVER, 0, coded("precision", PRECISION)).astype(np.int32),
        prefix=coded("prefix", PREFIX),
        bare=text("bare"),
        sender=text("sender_domain"),
        domains=text("domains"),
        key=text("message_key"),
        references=text("references"),
        length=_length(copies)[order],
        features=_features(copies, order),
    )


def neighbours(document: Ints, n: Codes, depth: Codes) -> tuple[Ints, Ints]:
    """Who quotes whom: a copy quotes the next one of its document that stands deeper, and one step deeper at most.

    Nearly always that is simply the next copy; only where a depth does not follow on the last is it looked for.
    """
    size = len(document)
    order = np.lexsort((n, document))
    same = np.zeros(size, dtype=bool)
    same[1:] = document[order][1:] == document[order][:-1]
    deep = depth[order]
    quoting = np.where(same, np.arange(size) - 1, -1)
    odd = np.zeros(size, dtype=bool)
    odd[1:] = same[1:] & (deep[1:] <= deep[:-1])
    for place in np.flatnonzero(odd).tolist():
        at = place - 1
        while at >= 0 and deep[at] >= deep[place]:
            at = int(quoting[at])
        quoting[place] = at
    above = np.full(size, -1, dtype=np.int64)
    above[order] = np.where(quoting >= 0, order[quoting], -1)
    below = np.full(size, -1, dtype=np.int64)
    # Backwards, so that of several quoted side by side the first is the one beneath.
    quoted = order[::-1][quoting[::-1] >= 0]
    below[above[quoted]] = quoted
    return below, above


def _column(copies: pa.Table, name: str) -> Any:
    column = copies.column(name)
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _numbers(copies: pa.Table, name: str, missing: int) -> Ints:
    column = copies.column(name).cast(pa.int64())
    values: Ints = column.fill_null(missing).to_numpy().astype(np.int64)
    return values


def _words(copies: pa.Table, name: str, order: Ints) -> Words:
    """Codes go by first use among sorted copies, so that they too do not depend on the order of rows."""
    encoded = _column(copies, name).cast(pa.string()).dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    found: Codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)[order]
    values: list[str] = encoded.dictionary.to_pylist()
    used, first = np.unique(found, return_index=True)
    renumbered = np.full(len(values) + 1, -1, dtype=np.int32)
    kept = [code for code in used[np.argsort(first)].tolist() if code >= 0 and values[code]]
    renumbered[kept] = np.arange(len(kept))
    return Words(renumbered[found], [values[code] for code in kept])


def _length(copies: pa.Table) -> Ints:
    """Characters of the body, from its span or from a column ``body_length``; 0 where there is none."""
    if "body_length" in copies.column_names:
        return _numbers(copies, "body_length", 0)
    if {"body_start", "body_end"} <= set(copies.column_names):
        return _numbers(copies, "body_end", 0) - _numbers(copies, "body_start", 0)
    return np.zeros(len(copies), dtype=np.int64)


def _features(copies: pa.Table, order: Ints) -> NDArray[Any]:
    """The blobs as one array, in order; one that is missing or of another size is a body without words.

    Filled a chunk at a time: they are most of what weaving holds, and must not be held twice.
    """
    place = np.full(len(copies), -1, dtype=np.int64)
    place[order] = np.arange(len(order))
    result = np.zeros(len(order), dtype=FEATURE)
    column, begin = copies.column("features"), 0
    for chunk in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
        wanted = place[begin : begin + len(chunk)]
        result[wanted[wanted >= 0]] = _blobs(chunk)[wanted >= 0]
        begin += len(chunk)
    return result


def _blobs(chunk: pa.Array) -> NDArray[Any]:
    size = FEATURE.itemsize
    if chunk.null_count == 0 and len(chunk):
        offsets = np.frombuffer(chunk.buffers()[1], dtype=np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
        if (np.diff(offsets) == size).all():
            return np.frombuffer(chunk.buffers()[2], dtype=FEATURE, count=len(chunk), offset=int(offsets[0]))
    empty = bytes(size)
    blobs = (value if value is not None and len(value) == size else empty for value in chunk.to_pylist())
    return np.frombuffer(b"".join(blobs), dtype=FEATURE)
