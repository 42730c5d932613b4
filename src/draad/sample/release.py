"""A release as a whole: threads printed into documents, bundles, other papers, and the truth beside them.

Seeds 1 to 50 are for looking at while rules are written; seeds from 1000 on are only ever scored.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import IO, Any, Literal

from draad.sample import dates, headers, papers, people, secrets, threads
from draad.sample.marks import Redactor
from draad.sample.noise import Noise
from draad.sample.people import Person
from draad.sample.printing import Look, Part, Printer, Sheet, look, settle
from draad.sample.threads import Message

Format = Literal["txt", "md", "pdf", "scan", "eml"]
BLOCK = 64
"""Files that are planned together: threads, bundles and the order of names mix within a block, memory stays small."""


@dataclass(slots=True)
class Printed:
    """One file of a release: its lines (with the signs of ``secrets`` still in), its documents and their truth."""

    name: str
    lines: list[str]
    parts: list[Part]
    look: Look
    messages: tuple[Message, ...]
    """The printed message of each part that is mail."""
    seed: str

    @property
    def text(self) -> str:
        """The file as text."""
        return "\n".join(map(secrets.printed, self.lines)) + "\n"


@dataclass(slots=True)
class _Plan:
    """What one file will hold, before it is printed."""

    order: str
    mails: list[tuple[Message, int]]
    at: int


@dataclass(frozen=True, slots=True)
class Release:
    """What was written: where, and how much of it."""

    folder: Path
    truth: Path
    files: int
    documents: int
    copies: int
    messages: int
    threads: int


def _prints(seed: int, number: int, cast: list[Person]) -> list[_Plan]:
    """The documents that one thread gives: its last messages, some earlier ones, some of them more than once."""
    messages = threads.conversation(seed, number, cast)
    rng = Random(f"{seed}/prints/{number}")
    plans = []
    for message in messages:
        if rng.random() < (0.8 if not message.children else 0.22) or len(messages) == 1:
            for again in range(rng.choice((1, 1, 1, 2, 2, 3))):
                plans.append(
                    _Plan(
                        f"{message.id}/{again}",
                        [(message, 99 if rng.random() < 0.93 else rng.randrange(4))],
                        message.at,
                    )
                )
    return plans or [_Plan(f"{messages[-1].id}/0", [(messages[-1], 99)], messages[-1].at)]


def _bundled(rng: Random, plans: list[_Plan]) -> list[_Plan]:
    """Some files put together, in the order of their messages, as an office that scans a pile does."""
    out: list[_Plan] = []
    at = 0
    while at < len(plans):
        size = rng.randrange(2, 6) if rng.random() < 0.03 else 1
        group = [plan for plan in plans[at : at + size] if plan.mails]
        if len(group) > 1 and len(group) == size:
            group.sort(key=lambda plan: (plan.at, plan.order))
            out.append(_Plan(group[0].order, [mail for plan in group for mail in plan.mails], group[0].at))
        else:
            out += plans[at : at + size]
        at += size
    return out


def _plans(seed: int, documents: int, cast: list[Person], bundles: bool = True) -> Iterator[list[_Plan]]:
    """Blocks of planned files, ``documents`` in all."""
    thread, done, block = 0, 0, 0
    while done < documents:
        rng = Random(f"{seed}/block/{block}")
        plans: list[_Plan] = []
        while len(plans) < BLOCK * 0.9:
            plans += _prints(seed, thread, cast)
            thread += 1
        for other in range(max(1, len(plans) // 9)):
            plans.append(_Plan(f"paper/{block}/{other}", [], rng.randrange(threads.FIRST_MOMENT, threads.LAST_MOMENT)))
        rng.shuffle(plans)
        if bundles:
            plans = _bundled(rng, plans)
        plans = plans[: documents - done]
        done += len(plans)
        block += 1
        yield plans


def file_name(seed: int, number: int) -> str:
    """A name such as publishers give: a number and letters that say nothing."""
    return f"{number:05d}_{hashlib.blake2b(f'{seed}/{number}'.encode(), digest_size=4).hexdigest()}"


def _printed_style(rng: Random) -> str:
    return rng.choices(headers.PRINTED, (46, 22, 20, 12))[0]


def _preface(sheet: Sheet, rng: Random, message: Message, redactor: Redactor) -> None:
    """What stands above the printed message: nothing, blanks, a stamp, the name of the mailbox."""
    form = sheet.look.preface
    if form in (0, 1):
        sheet.put("")
        sheet.put("")
    elif form == 2:
        sheet.put(sheet.look.stamp)
        sheet.put("")
    elif form == 3 and not redactor.white:
        sheet.put(redactor.hide(secrets.name(message.sender.shown)))
        sheet.put("")


def _print_mails(sheet: Sheet, plan: _Plan, rng: Random, redactor: Redactor) -> list[Part]:
    parts = []
    for number, (message, trim) in enumerate(plan.mails):
        if number:
            sheet.put("")
            sheet.put(rng.choice(RULED))
            sheet.put("")
        part = Part("mail", len(sheet.lines) + 1, at=message.at)
        pages = sheet.pages
        if len(plan.mails) > 1:
            sheet.put(f"Document {number + 1}")
            sheet.put("")
        else:
            _preface(sheet, rng, message, redactor)
        part.copies = Printer(sheet, rng, redactor).mail(message, _printed_style(rng), trim, rng.random() < 0.04)
        part.last, part.pages = len(sheet.lines), sheet.pages - pages + 1
        parts.append(part)
    return parts


RULED = ("---", "---", "________________________________")


def print_plan(plan: _Plan, seed: int, number: int, noise: float, cast: list[Person], paged: bool) -> Printed:
    """One file from its plan. All chance comes from the plan's own name, so that files can be made apart."""
    key = f"{seed}/print/{plan.order}"
    rng = Random(key)
    style = look(rng, number, paged)
    redactor = Redactor(rng)
    sheet = Sheet(
        style, rng.choice(("Ministerie van Samenleving en Welzijn", "Bijlage bij besluit", "Openbaar gemaakt"))
    )
    if plan.mails:
        parts = _print_mails(sheet, plan, rng, redactor)
    else:
        parts = [papers.paper(sheet, rng, redactor, rng.sample(cast, 7), plan.at)]
    lines = settle(sheet, parts, Noise(noise, Random(f"{key}/noise")) if noise else None)
    name = file_name(seed, number)
    _name_parts(parts, name)
    return Printed(name, lines, parts, style, tuple(message for message, _ in plan.mails), key)


def _name_parts(parts: list[Part], name: str) -> None:
    for place, part in enumerate(parts, 1):
        part.document = name if place == 1 else f"{name}#{place}"
        for n, copy in enumerate(part.copies):
            copy.document, copy.n = part.document, n
        for redaction in part.redactions:
            redaction.document = part.document


def _mark_new(block: list[Printed]) -> None:
    """Which copy is the first of its message, reading in order of the printed message's time, then of the name."""
    seen: set[str] = set()
    parts = [(part.at, file.name, place, part) for file in block for place, part in enumerate(file.parts)]
    for *_, part in sorted(parts, key=lambda entry: entry[:3]):
        for copy in part.copies:
            copy.new = copy.message not in seen
            seen.add(copy.message)


def generate(documents: int, seed: int, noise: float = 0.0, *, paged: bool = True) -> Iterator[Printed]:
    """A release in memory, file by file: for benchmarks and tests.

    ``documents`` counts files; a bundle is one file that holds several documents. ``noise`` is the share of characters
    damaged. The same arguments give the same files.
    """
    cast = people.cast(seed)
    number = 0
    for plans in _plans(seed, documents, cast):
        block = []
        for plan in plans:
            block.append(print_plan(plan, seed, number, noise, cast, paged))
            number += 1
        _mark_new(block)
        yield from block


@dataclass(slots=True)
class _Truth:
    """Writes the truth, line by line, and counts."""

    copies: IO[str]
    documents: IO[str]
    redactions: IO[str]
    lines: bool
    counts: dict[str, int] = field(default_factory=lambda: {"files": 0, "documents": 0, "copies": 0})
    messages: int = 0
    threads: set[str] = field(default_factory=set)

    def write(self, file: Printed, suffix: str) -> None:
        self.counts["files"] += 1
        for part in file.parts:
            self.counts["documents"] += 1
            self.documents.write(_line(_document_json(file, part, suffix, self.lines)))
            for copy in part.copies:
                self._copy(copy)
            for redaction in part.redactions:
                if not self.lines:
                    redaction.line = None
                self.redactions.write(_line(redaction.as_json()))

    def _copy(self, copy: Any) -> None:
        self.counts["copies"] += 1
        self.messages += copy.new
        self.threads.add(copy.thread)
        if not self.lines:
            copy.header = copy.body = None
        self.copies.write(_line(copy.as_json()))


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _document_json(file: Printed, part: Part, suffix: str, lines: bool) -> dict[str, Any]:
    report = part.report
    if report and not lines:
        report = {
            **report,
            "points_lines": None,
            "explicit_actions": [{**a, "line": None} for a in report["explicit_actions"]],
        }
    return {
        "document": part.document, "file": f"{file.name}{suffix}", "kind": part.kind, "pages": part.pages,
        "bundle": file.name if len(file.parts) > 1 else None, "printed": dates.utc(part.at).isoformat(), "report": report,
    }  # fmt: skip


def write_release(
    out: Path,
    *,
    documents: int,
    seed: int,
    noise: float = 0.0,
    format: Format = "txt",
    progress: Callable[[int], None] | None = None,
) -> Release:
    """Write a release of ``documents`` files to ``out`` and its truth to ``out``.truth beside it.

    The truth: ``copies.jsonl`` (as gold/messages.jsonl, with message, thread, parent, depth, new), ``documents.jsonl``,
    ``redactions.jsonl``. Lines are None for formats without lines. ``progress`` is called with each number of files
    done. Seeds 1 to 50 are for looking at, seeds from 1000 on only for scoring.
    """
    out.mkdir(parents=True, exist_ok=True)
    truth = out.with_name(f"{out.name}.truth")
    truth.mkdir(parents=True, exist_ok=True)
    textual = format in ("txt", "md")
    with (
        (truth / "copies.jsonl").open("w", encoding="utf-8") as copies,
        (truth / "documents.jsonl").open("w", encoding="utf-8") as listed,
        (truth / "redactions.jsonl").open("w", encoding="utf-8") as redactions,
    ):
        writer = _Truth(copies, listed, redactions, textual)
        for file in generate(documents, seed, noise, paged=textual):
            suffix = _write_file(out, file, format)
            writer.write(file, suffix)
            if progress:
                progress(writer.counts["files"])
    return Release(out, truth, **writer.counts, messages=writer.messages, threads=len(writer.threads))


def _write_file(out: Path, file: Printed, format: Format) -> str:
    if format in ("txt", "md"):
        (out / f"{file.name}.{format}").write_text(file.text, encoding="utf-8", newline="\n")
        return f".{format}"
    from draad.sample import render

    return render.write(out, file, format)
