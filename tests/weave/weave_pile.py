"""Piles of copies with known truth, made without reading or splitting: what weaving gets, and what it should say.

The words are made up; only what matters to weaving is imitated: several prints of the same conversation, each with
its own marks, cut off at its own place, with clocks, subjects and letters damaged as OCR damages them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from draad.records import Copy, Document, Mark, Split, stable_id
from draad.schema import COPIES
from draad.weave import COLUMNS, features_batch

SHORT = ("Akkoord.", "Prima!", "Dank je wel", "Doen we zo.", "Ok", "Is goed, dank")
SYLLABLES = ("ba", "de", "ge", "ho", "ki", "lo", "mu", "na", "pe", "ri", "sa", "to", "vu", "wij", "zee", "oe", "ster")
DOMAINS = ("minvws.nl", "vng.nl", "rivm.nl", "ggdghor.nl", "minszw.nl")
OCR = {"e": "c", "o": "0", "i": "l", "l": "1", "a": "o", "n": "m", "t": "f", "s": "5", "r": "n", "u": "v"}
START = 1_580_000_000 // 60 * 60


@dataclass
class Message:
    """A message as it was sent."""

    number: int
    thread: int
    parent: Message | None
    at: int
    subject: str
    prefix: str
    sender: str
    to: str
    words: list[str]


@dataclass
class Pile:
    """Copies as a table, and for each copy id its true message, thread and parent (numbers)."""

    table: pa.Table
    documents: pa.Table
    truth: dict[int, tuple[int, int, int | None]] = field(default_factory=dict)


def word(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.choice((1, 1, 2, 2, 3, 4))))


def misread(rng: random.Random, at: int) -> int:
    """The moment with one digit of day, hour or minute read wrong."""
    while True:
        written = list(datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S"))
        written[rng.choice((9, 12, 14, 15))] = str(rng.randrange(10))
        try:
            return int(datetime.fromisoformat("".join(written)).replace(tzinfo=UTC).timestamp())
        except ValueError:
            continue


class Maker:
    """Writes messages and prints them."""

    def __init__(self, seed: int, noise: float = 0.0) -> None:
        self.rng = random.Random(seed)
        self.noise = noise
        self.words = [word(self.rng) for _ in range(3000)]
        self.weights = [1 / (rank + 3) for rank in range(len(self.words))]
        self.messages: list[Message] = []
        self.splits: list[Split] = []
        self.rows: list[dict[str, Any]] = []
        self.truth: dict[int, tuple[int, int, int | None]] = {}

    def body(self) -> list[str]:
        if self.rng.random() < 0.25:
            return self.rng.choice(SHORT).split()
        return self.rng.choices(self.words, self.weights, k=int(self.rng.lognormvariate(4, 0.9)) + 3)

    def send(self, parent: Message | None = None, **given: Any) -> Message:
        rng = self.rng
        thread = parent.thread if parent else len(self.messages)
        wait = rng.choice((30, 120, 300, 900, 7200, 90000)) + rng.randrange(90)
        message = Message(
            number=len(self.messages),
            thread=thread,
            parent=parent,
            at=parent.at + wait if parent else START + rng.randrange(200 * 86400),
            subject=parent.subject if parent else " ".join(rng.choices(self.words, k=rng.randint(1, 5))),
            prefix=rng.choice(("re", "re", "fw")) if parent else "",
            sender=rng.choice(DOMAINS),
            to=" ".join(sorted(set(rng.choices(DOMAINS, k=2)))),
            words=self.body(),
        )
        for name, value in given.items():
            setattr(message, name, value)
        self.messages.append(message)
        return message

    def damage(self, text: str) -> str:
        if not self.noise:
            return text
        return "".join(OCR.get(c, c) if self.rng.random() < self.noise else c for c in text)

    def stamp(self, message: Message, printed: bool) -> dict[str, Any]:
        rng = self.rng
        at = message.at if printed else message.at // 60 * 60
        if not printed and rng.random() < 0.05:
            at += 60
        result = {
            "sent_at": at,
            "sent_offset": 0 if printed else 60,
            "zone": "utc" if printed else "local",
            "certainty": "form",
            "precision": "second" if printed else "minute",
        }
        roll = rng.random()
        if roll < self.noise * 2:
            result |= {"sent_at": None, "zone": "unknown", "certainty": "unknown", "precision": "minute"}
        elif roll < self.noise * 4:
            shift = 60 * result["sent_offset"]
            result["sent_at"] = misread(rng, at + shift) - shift
        return result

    def text(self, message: Message, cut: bool) -> tuple[str, list[Mark]]:
        """The body as printed: names and now and then a passage withheld, each print in its own way."""
        rng = self.rng
        pieces: list[str] = ["Beste 5.1.2e, "]
        marks = [Mark((6, 12), "ground")]
        words = message.words[: len(message.words) // 2] if cut and len(message.words) > 30 else message.words
        at = len(pieces[0])
        passage = range(0)
        if rng.random() < 0.1:
            start = rng.randrange(len(words))
            passage = range(start, start + rng.randint(1, 20))
        for place, one in enumerate(words):
            hidden = place in passage or rng.random() < 0.01
            if hidden:
                marks.append(Mark((at, at + 6), "ground"))
            piece = ("5.1.2e" if hidden else self.damage(one)) + ("\n" if place % 12 == 11 else " ")
            pieces.append(piece)
            at += len(piece)
        return "".join(pieces), marks

    def print_out(self, message: Message, deepest: int = 99, cut: bool = False) -> int:
        """Print a message with the chain beneath it; gives the document's id."""
        document = stable_id("document", len(self.splits))
        copies, texts, at = [], [], 0
        chain: Message | None = message
        while chain is not None and len(copies) <= deepest:
            n = len(copies)
            text, marks = self.text(chain, cut and (chain.parent is None or n == deepest))
            shifted = tuple(Mark((m.span[0] + at, m.span[1] + at), m.kind) for m in marks)
            body = (at, at + len(text))
            copies.append(
                Copy(n, (at, at), body, n, None, None, "", "", None, (), (), True, True, "quoted", marks=shifted)
            )
            texts.append(text)
            at += len(text)
            self.row(document, n, chain, body)
            chain = chain.parent
        name = f"d{len(self.splits)}"
        self.splits.append(Split(Document(name, 0, name, name, "text", "".join(texts)), "mail", tuple(copies)))
        return document

    def row(self, document: int, n: int, message: Message, body: tuple[int, int]) -> None:
        rng = self.rng
        bare = self.damage(message.subject)
        if rng.random() < 0.05:
            some = bare.split()
            some[rng.randrange(len(some))] = "¤"
            bare = " ".join(some)
        copy = stable_id("copy", document, n)
        self.rows.append(
            {
                "id": copy,
                "document": document,
                "n": n,
                "depth": n,
                "body_start": body[0],
                "body_end": body[1],
                **self.stamp(message, n == 0),
                "bare": "" if rng.random() < self.noise else bare,
                "prefix": message.prefix,
                "sender_domain": None if n == 0 or rng.random() < 0.3 else message.sender,
                "domains": "" if rng.random() < 0.3 else message.to,
                "message_key": None,
                "references": None,
            }
        )
        parent = message.parent.number if message.parent else None
        self.truth[copy] = (message.number, message.thread, parent)

    def pile(self) -> Pile:
        blobs = [blob for few in features_batch(self.splits) for blob in few]
        rows = [{**row, "features": blob} for row, blob in zip(self.rows, blobs, strict=True)]
        schema = pa.schema([COPIES.field(name) for name in COLUMNS])
        documents = {"id": list(dict.fromkeys(row["document"] for row in rows))}
        names = [f"doc{at:05}" for at in range(len(documents["id"]))]
        table = pa.table({"id": pa.array(documents["id"], pa.int64()), "name": pa.array(names, pa.string())})
        return Pile(pa.Table.from_pylist(rows, schema=schema), table, self.truth)


def pile(seed: int, threads: int, noise: float = 0.0) -> Pile:
    """Conversations of one to nine messages, each printed a few times from several mailboxes."""
    maker = Maker(seed, noise)
    rng = maker.rng
    for _ in range(threads):
        talk = [maker.send()]
        for _ in range(rng.randint(0, 8)):
            above = talk[-1] if rng.random() < 0.8 else rng.choice(talk)
            talk.append(maker.send(above))
        for _ in range(rng.randint(1, 4)):
            maker.print_out(rng.choice(talk), rng.choice((99, 99, 99, 2)), rng.random() < 0.2)
        maker.print_out(talk[-1])
    return maker.pile()
