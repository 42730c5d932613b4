"""Three small documents, made from records, so that the tests of the store know every number in them."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

import pyarrow as pa

from draad.dossier import Batch, Place
from draad.records import Copy, Document, Mark, Person, Sent, Split, stable_id
from draad.run.batches import encode
from draad.schema import WOVEN_COPIES, WOVEN_MESSAGES, WOVEN_THREADS

QUESTION = "Van: [5.1.2e]\nOnderwerp: Fietsenstalling\n\nWanneer is de stalling klaar?\n"
ANSWER = "Van: (10)(2e)\nOnderwerp: RE: Fietsenstalling\n\nIn mei.\n"


class Woven(NamedTuple):
    copies: pa.Table
    messages: pa.Table
    threads: pa.Table


def _copy(text: str, start: int, n: int, at: int | None) -> Copy:
    """The message of two header lines, a blank line and one line of body that begins at ``start``."""
    blank = text.index("\n\n", start)
    end = text.index("\n", blank + 2)
    mark = text.index(": ", start) + 2
    subject = text[text.index("Onderwerp: ", start) + 11 : blank]
    return Copy(
        n=n,
        header=(start, blank),
        body=(blank + 2, end),
        depth=n,
        sent=None if at is None else Sent("15 feb 2021 12:08", at, 60, "local", "form"),
        subject=subject,
        bare="fietsenstalling",
        prefix="re" if subject.startswith("RE") else "",
        sender=Person(text[mark : text.index("\n", mark)], "straat.example"),
        to=(Person("beheer", None),),
        cc=(),
        to_known=True,
        cc_known=False,
        style="quoted",
        marks=(
            Mark((mark, text.index("\n", mark)), "ground", "woo" if "5.1" in text[mark : mark + 5] else "wob", "x.2.e"),
        ),
    )


def split_of(text: str, name: str, path: str = "", source: str = "") -> Split:
    document = Document(source or sha256(text.encode()).hexdigest(), 0, name, path or f"map/{name}.txt", "text", text)
    starts = [at for at in range(len(text)) if text.startswith("Van: ", at)]
    copies = tuple(_copy(text, at, n, 1613387280 - 3600 * n) for n, at in enumerate(starts))
    return Split(document, "mail" if copies else "note", copies, () if copies else ((0, len(text)),))


def batch_of(*splits: Split, places: tuple[Place, ...] = ()) -> Batch:
    documents, copies = encode(splits, [[b"%016d" % copy.n for copy in split.copies] for split in splits])
    own = tuple(Place(s.document.path, s.document.source, len(s.document.text), s.document.name) for s in splits)
    return Batch(own + places, documents, copies)


def weave_by_body(copies: pa.Table, documents: pa.Table) -> Woven:
    """A weaving of our own: copies at one place ``n`` from the end of the chain are one message, all are one thread."""
    rows = sorted(copies.select(["id", "prefix", "sent_at"]).to_pylist(), key=lambda row: row["id"])
    messages: dict[str, list[int]] = {}
    for row in rows:
        messages.setdefault(row["prefix"], []).append(row["id"])
    ids = {prefix: min(held) for prefix, held in messages.items()}
    thread = min(ids.values(), default=0)
    of = {copy: min(held) for held in messages.values() for copy in held}
    return Woven(
        pa.Table.from_pylist(
            [{"copy": c, "message": m, "elsewhere": None if c == m else m} for c, m in of.items()], WOVEN_COPIES
        ),
        pa.Table.from_pylist(
            [
                {
                    "id": identifier,
                    "thread": thread,
                    "parent": ids.get("") if prefix == "re" else None,
                    "link": "quoted" if prefix == "re" and "" in ids else None,
                    "representative": identifier,
                    "sent_at": 1613387280 if prefix == "re" else 1613383680,
                    "sent_offset": 60,
                    "certainty": "form",
                    "released": prefix == "re",
                }
                for prefix, identifier in ids.items()
            ],
            WOVEN_MESSAGES,
        ),
        pa.Table.from_pylist(
            [
                {
                    "id": thread,
                    "messages": len(ids),
                    "documents": documents.num_rows,
                    "first_at": 1613383680,
                    "last_at": 1613387280,
                    "subject": "Fietsenstalling",
                    "inclusive": "[]",
                    "gaps": "[]",
                }
            ]
            if ids
            else [],
            WOVEN_THREADS,
        ),
    )


def copy_id(document: str, n: int) -> int:
    """The identifier of a copy in one of the texts above."""
    return stable_id("copy", stable_id("document", sha256(document.encode()).hexdigest(), 0), n)
