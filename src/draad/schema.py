"""The Arrow schemas of the borders between stages: batch in, batch out.

The same batches travel between processes here and, later, through Spark's ``mapInArrow``. JSON columns hold what
only people and exports read; what a stage joins or groups by is a column of its own.
"""

from __future__ import annotations

import pyarrow as pa

DOCUMENTS = pa.schema(
    [
        ("id", pa.int64()),
        ("source", pa.string()),
        ("part", pa.int32()),
        ("name", pa.string()),
        ("path", pa.string()),
        ("media", pa.string()),
        ("kind", pa.string()),
        ("text", pa.string()),
        ("first_line", pa.int32()),
        ("pages", pa.string()),  # JSON [[number, first_line, last_line, method], …]
        ("boxes", pa.binary()),  # little-endian float32 (page, x0, y0, x1, y1) a line, NaN where there is none; or null
        ("attached_to", pa.int64()),  # document id
        ("rest", pa.string()),  # JSON [[start, end], …]
        ("marks", pa.string()),  # JSON [[start, end, code], …], code as in marks_code
        ("report", pa.string()),  # JSON of records.Report or null
        ("inventory", pa.string()),  # JSON of records.Inventory or null
        ("warnings", pa.string()),  # JSON [text, …]
    ]
)

COPIES = pa.schema(
    [
        ("id", pa.int64()),  # stable_id("copy", document id, n)
        ("document", pa.int64()),
        ("n", pa.int32()),
        ("header_start", pa.int32()),
        ("header_end", pa.int32()),
        ("body_start", pa.int32()),  # null: no body
        ("body_end", pa.int32()),
        ("depth", pa.int32()),
        ("sent_text", pa.string()),
        ("sent_at", pa.int64()),
        ("sent_offset", pa.int32()),
        ("zone", pa.string()),
        ("certainty", pa.string()),
        ("precision", pa.string()),
        ("subject", pa.string()),
        ("bare", pa.string()),
        ("prefix", pa.string()),
        ("sender", pa.string()),  # JSON {"text", "domain"} or null
        ("to", pa.string()),  # JSON [{"text", "domain"}, …], or null where the number is unknowable and none is told
        ("cc", pa.string()),
        ("to_known", pa.bool_()),
        ("cc_known", pa.bool_()),
        ("sender_domain", pa.string()),
        ("domains", pa.string()),  # all domains of to and cc, sorted, each once, blanks between
        ("style", pa.string()),
        ("parts", pa.string()),  # JSON [[start, end, kind], …]
        ("attachments", pa.string()),  # JSON [name, …]
        ("marks", pa.string()),  # JSON [[start, end, code], …]
        ("message_key", pa.string()),  # Message-ID of real mail
        ("references", pa.string()),  # In-Reply-To and References, nearest last, blanks between
        ("features", pa.binary()),  # weave.features, a fixed number of bytes
    ]
)

WOVEN_COPIES = pa.schema(
    [
        ("copy", pa.int64()),
        ("message", pa.int64()),
        ("elsewhere", pa.int64()),  # the copy by which a reader met this message first; null where that is this one
    ]
)

WOVEN_MESSAGES = pa.schema(
    [
        ("id", pa.int64()),  # the smallest copy id in it: any order of ingest gives the same
        ("thread", pa.int64()),  # the smallest message id in it
        ("parent", pa.int64()),
        ("link", pa.string()),  # how the parent is known: quoted, reply, inferred; null without parent
        ("representative", pa.int64()),  # the fullest copy
        ("sent_at", pa.int64()),
        ("sent_offset", pa.int32()),
        ("certainty", pa.string()),
        ("released", pa.bool_()),  # printed in a document of its own, not only quoted
    ]
)

WOVEN_THREADS = pa.schema(
    [
        ("id", pa.int64()),
        ("messages", pa.int32()),
        ("documents", pa.int32()),
        ("first_at", pa.int64()),
        ("last_at", pa.int64()),
        ("subject", pa.string()),
        ("inclusive", pa.string()),  # JSON [document id, …]: those that together hold every message
        ("gaps", pa.string()),  # JSON [{"kind": "quoted"|"referred", "message": id or null, "copy": id, "why": …}, …]
    ]
)
