"""Records to Arrow: what a worker made of its files, in the schemas of ``schema.py``."""

from __future__ import annotations

import dataclasses
import json
import math
import struct
from collections.abc import Iterable, Sequence
from json.encoder import encode_basestring
from typing import Any

import pyarrow as pa

from draad.dossier.codec import mark_code
from draad.records import Box, Copy, Document, Mark, Part, Person, Sent, Span, Split, stable_id
from draad.schema import COPIES, DOCUMENTS

_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_TRIPLE = '[%d,%d,"%s"]'
_BOX = struct.Struct("<5f")
_NO_BOX = _BOX.pack(*[math.nan] * 5)
_NO_SENT = (None, None, None, None, None, None)


def encode(splits: Sequence[Split], features: Sequence[Sequence[bytes]]) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """Documents and copies of one batch; ``features`` as ``weave.features_batch`` gave them for these splits."""
    documents = [_document(split) for split in splits]
    copies = [
        _copy(split, copy, blob)
        for split, blobs in zip(splits, features, strict=True)
        for copy, blob in zip(split.copies, blobs, strict=True)
    ]
    return _batch(documents, DOCUMENTS), _batch(copies, COPIES)


def _batch(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.RecordBatch:
    columns: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(schema)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _document(split: Split) -> tuple[Any, ...]:
    document = split.document
    attached = None if document.attached_to is None else stable_id("document", document.source, document.attached_to)
    return (
        document.id,
        document.source,
        document.part,
        document.name,
        document.path,
        document.media,
        split.kind,
        document.text,
        document.first_line,
        _dumps(document.pages) if document.pages else None,
        _boxes(document.boxes),
        attached,
        _dumps(split.rest),
        _marks(split.marks),
        _dumps(dataclasses.asdict(split.report)) if split.report else None,
        _dumps(dataclasses.asdict(split.inventory)) if split.inventory else None,
        _dumps((*document.warnings, *split.warnings)),
    )


def _boxes(boxes: Sequence[Box | None]) -> bytes | None:
    return b"".join(_NO_BOX if box is None else _BOX.pack(*box) for box in boxes) if boxes else None


def _copy(split: Split, copy: Copy, features: bytes) -> tuple[Any, ...]:
    document = split.document
    body: Span | tuple[None, None] = copy.body or (None, None)
    return (
        stable_id("copy", document.id, copy.n),
        document.id,
        copy.n,
        *copy.header,
        *body,
        copy.depth,
        *_sent(copy.sent),
        copy.subject,
        copy.bare,
        copy.prefix,
        _person(copy.sender) if copy.sender else None,
        _people(copy.to, copy.to_known),
        _people(copy.cc, copy.cc_known),
        copy.to_known,
        copy.cc_known,
        copy.sender.domain if copy.sender else None,
        " ".join(sorted({person.domain for person in (*copy.to, *copy.cc) if person.domain})),
        copy.style,
        _parts(copy.parts),
        _dumps(copy.attachments),
        _marks(copy.marks),
        *_mail_keys(document, copy),
        features,
    )


def _sent(sent: Sent | None) -> tuple[Any, ...]:
    if sent is None:
        return _NO_SENT
    return sent.text, sent.at, sent.offset, sent.zone, sent.certainty, sent.precision


def _person(person: Person) -> str:
    domain = "null" if person.domain is None else encode_basestring(person.domain)
    return f'{{"text":{encode_basestring(person.text)},"domain":{domain}}}'


def _people(people: Sequence[Person], known: bool) -> str | None:
    return f"[{','.join(map(_person, people))}]" if people or known else None


# Written by hand, for they are the bulk of a batch: codes and kinds are plain words and need no escape.


def _parts(parts: Sequence[Part]) -> str:
    return f"[{','.join([_TRIPLE % (*span, kind) for span, kind in parts])}]"


def _marks(marks: Sequence[Mark]) -> str:
    return f"[{','.join([_TRIPLE % (*mark.span, mark_code(mark)) for mark in marks])}]"


def _mail_keys(document: Document, copy: Copy) -> tuple[str | None, str | None]:
    """Message-ID, and the identifiers it answers, nearest last (RFC 5322, 3.6.4); only the mail itself has them."""
    if document.mail is None or copy.n != 0:
        return None, None
    above = dict.fromkeys((*document.mail.references, *document.mail.in_reply_to))
    return document.mail.message_id, " ".join(above) or None
