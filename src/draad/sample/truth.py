"""The records of the truth, what they look like on disk, and the writer that puts them there."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import IO, Any

from draad.sample import dates, items, secrets
from draad.sample.items import Spoken
from draad.sample.people import Person
from draad.sample.persons import PersonTruth
from draad.sample.said import Said
from draad.sample.threads import Message


@dataclass(frozen=True, slots=True)
class Look:
    """How one document looks: its marks of style, its line width, its page breaks."""

    bold: bool
    gap: bool
    rule: str
    width: int
    """Longest line, 0 for no wrapping."""
    page: int
    """Lines a page, 0 for no page breaks in the text."""
    furniture: int
    stamp: str
    preface: int
    tight: bool
    """No blank line between header and body."""
    tail: int
    """Rules below the last line."""


@dataclass(slots=True)
class CopyTruth:
    """What is true of one copy: the gold's fields and the message it is a copy of. Lines count from 1."""

    document: str
    n: int
    header: tuple[int, int] | None
    body: tuple[int, int] | None
    sent: str | None
    subject: str | None
    from_domain: str | None
    to: int | None
    cc: int | None
    marks: int
    message: str
    thread: str
    parent: str | None
    depth: int
    style: str
    new: bool = False
    at: int = 0
    """When its message was sent, to the second: by this day its words of time were chosen."""
    said: list[Said] = field(default_factory=list)
    """What its message's sentences say."""
    to_domain: str | None = None
    """The domain of all addressees, where it is one and shows."""
    senders: tuple[Person, ...] = ()
    addressees: tuple[Person, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The line of ``copies.jsonl``."""
        return {
            "document": self.document,
            "n": self.n,
            "header": self.header,
            "body": self.body,
            "sent": self.sent,
            "subject": self.subject,
            "from_domain": self.from_domain,
            "to": self.to,
            "cc": self.cc,
            "marks": self.marks,
            "message": self.message,
            "thread": self.thread,
            "parent": self.parent,
            "depth": self.depth,
            "new": self.new,
            "style": self.style,
        }


@dataclass(slots=True)
class RedactionTruth:
    """One printed mark: its line, its spelling, the law and article it names."""

    document: str
    line: int | None
    spelling: str
    kind: str
    law: str | None
    article: str | None

    def as_json(self) -> dict[str, Any]:
        """The line of ``redactions.jsonl``."""
        return {
            "document": self.document,
            "line": self.line,
            "spelling": self.spelling,
            "kind": self.kind,
            "law": self.law,
            "article": self.article,
        }


@dataclass(slots=True)
class Part:
    """One document: a whole file, or a stretch of a bundle's lines."""

    kind: str
    first: int
    last: int = 0
    document: str = ""
    at: int = 0
    """When its printed message was sent, or a report's meeting held."""
    copies: list[CopyTruth] = field(default_factory=list)
    redactions: list[RedactionTruth] = field(default_factory=list)
    persons: list[PersonTruth] = field(default_factory=list)
    """Names and personal data left to be read, where that is recorded."""
    report: dict[str, Any] | None = None
    pages: int = 1
    first_page: int = 1
    message: Message | None = None
    """The printed message, where the document is mail."""
    said: list[Said] = field(default_factory=list)
    """What the sentences of a document say that is no mail."""
    spoken: list[Spoken] = field(default_factory=list)
    """Where they, and those of its copies, came to stand."""


@dataclass(slots=True)
class Printed:
    """One file of a release: its lines (with the signs of ``secrets`` still in), its documents and their truth."""

    name: str
    lines: list[str]
    parts: list[Part]
    look: Look
    seed: str
    """Names the streams of chance that belong to this file."""

    @property
    def text(self) -> str:
        """The file as text."""
        return "\n".join(map(secrets.printed, self.lines)) + "\n"

    @property
    def mails(self) -> list[Message]:
        """The printed message of each part that is mail."""
        return [part.message for part in self.parts if part.message is not None]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a release holds."""

    files: int
    documents: int
    copies: int
    messages: int
    threads: int


class TruthWriter:
    """Writes the truth, line by line, and counts. Without ``lines`` no line numbers are told."""

    def __init__(
        self,
        copies: IO[str],
        documents: IO[str],
        redactions: IO[str],
        items: IO[str],
        persons: IO[str] | None = None,
    ) -> None:
        self._copies, self._documents, self._redactions, self._items = copies, documents, redactions, items
        self._persons = persons
        self._files = self._parts = self._seen = self._new = 0
        self._threads: set[str] = set()

    @property
    def counts(self) -> Counts:
        """What was written so far."""
        return Counts(self._files, self._parts, self._seen, self._new, len(self._threads))

    def write(self, file: Printed, suffix: str, lines: bool) -> None:
        """The truth of one file that was written with ``suffix``."""
        self._files += 1
        for part in file.parts:
            self._parts += 1
            self._documents.write(_line(_document_json(file, part, suffix, lines)))
            for copy in part.copies:
                self._copy(copy, lines)
            for row in items.rows(part, lines):
                self._items.write(_line(row))
            for redaction in part.redactions:
                redaction.line = redaction.line if lines else None
                self._redactions.write(_line(redaction.as_json()))
            if self._persons:
                self._persons.writelines(_line(person.as_json(lines)) for person in part.persons)

    def _copy(self, copy: CopyTruth, lines: bool) -> None:
        self._seen += 1
        self._new += copy.new
        self._threads.add(copy.thread)
        if not lines:
            copy.header = copy.body = None
        self._copies.write(_line(copy.as_json()))


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _report_json(report: dict[str, Any] | None, lines: bool) -> dict[str, Any] | None:
    if report is None or lines:
        return report
    actions = [{"line": None, "owner": action["owner"]} for action in report["explicit_actions"]]
    return {**report, "points_lines": None, "explicit_actions": actions}


def _document_json(file: Printed, part: Part, suffix: str, lines: bool) -> dict[str, Any]:
    return {
        "document": part.document,
        "file": f"{file.name}{suffix}",
        "kind": part.kind,
        "pages": part.pages,
        "first_page": part.first_page,
        "bundle": file.name if len(file.parts) > 1 else None,
        "printed": dates.utc(part.at).isoformat(),
        "report": _report_json(part.report, lines),
    }
