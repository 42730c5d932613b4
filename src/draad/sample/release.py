"""A release as a whole: planned, printed, written, and the truth beside it.

Seeds 1 to 50 are for looking at while rules are written; seeds from 1000 on are only ever scored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Literal

from draad.sample import headers, papers, people, persons, planning, secrets
from draad.sample.marks import Redactor
from draad.sample.noise import Noise
from draad.sample.people import Person
from draad.sample.planning import Plan
from draad.sample.printing import PAGE_BREAK, RULES, Printer, Sheet, look, settle
from draad.sample.threads import Message
from draad.sample.truth import Counts, Look, Part, Printed, TruthWriter

Format = Literal["txt", "md", "pdf", "scan", "eml"]
TEXTUAL = ("txt", "md")
RUNNING = ("Ministerie van Samenleving en Welzijn", "Bijlage bij besluit", "Openbaar gemaakt")


@dataclass(frozen=True, slots=True)
class Release:
    """What was written: where, and how much of it."""

    folder: Path
    truth: Path
    counts: Counts


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
        sender = message.sender
        sheet.put(redactor.hide(sender.signed if redactor.whole else secrets.name(sender.shown)))
        sheet.put("")


def _new_document(sheet: Sheet, rng: Random, number: int, paged: bool) -> None:
    """The border between two documents of a bundle, and the stamp that counts them."""
    if not paged:
        sheet.put(PAGE_BREAK)
    elif number > 1:
        for line in ("", rng.choice(RULES[:2]), ""):
            sheet.put(line)
    sheet.put(f"Document {number}")
    sheet.put("")


def _print_mails(sheet: Sheet, plan: Plan, rng: Random, redactor: Redactor, form: Format) -> list[Part]:
    parts = []
    printer = Printer(sheet, rng, redactor)
    for number, (message, trim) in enumerate(plan.mails, 1):
        part = Part("mail", len(sheet.lines) + 1, at=message.at, message=message)
        pages = sheet.pages
        if len(plan.mails) > 1:
            _new_document(sheet, rng, number, form in TEXTUAL)
        elif form != "eml":
            _preface(sheet, rng, message, redactor)
        style = "mail" if form == "eml" else headers.printed_style(rng)
        part.copies = printer.mail(message, style, trim, form != "eml" and rng.random() < 0.04)
        if number == len(plan.mails) and form in TEXTUAL:
            sheet.close()
        part.first_page, part.last, part.pages = pages, len(sheet.lines), sheet.pages - pages + 1
        parts.append(part)
    return parts


def _print_inventory(sheet: Sheet, plan: Plan, rng: Random) -> Part:
    """The list at the head of a bundle that names its documents."""
    part = Part("inventory", 1, at=plan.at)
    titles = [(secrets.revealed(message.subject), message.at) for message, _ in plan.mails]
    papers.inventory(sheet, rng, titles)
    part.last = len(sheet.lines)
    return part


def _fitting(style: Look, form: Format) -> Look:
    """The look within what a format allows: pages have a width, mail has no bold, Markdown always has."""
    if form == "eml":
        return replace(style, bold=False, gap=False, rule="", tight=False)
    if form == "md":
        return replace(style, bold=True)
    if form in ("pdf", "scan"):
        return replace(style, width=style.width if 0 < style.width < 100 else 92, gap=False)
    return replace(style, width=0) if style.tight else style


def print_plan(
    plan: Plan,
    seed: int,
    name: str,
    number: int,
    noise: float,
    cast: list[Person],
    form: Format,
    whole: bool = False,
    hand: Callable[[Random, bool, bool], Redactor] = Redactor,
) -> Printed:
    """One file from its plan. All chance comes from the plan's own name, so that files can be made apart.

    ``hand`` makes its redactor.
    """
    key = f"{seed}/print/{plan.order}"
    rng = Random(key)
    style = _fitting(look(rng, number, form in TEXTUAL), form)
    redactor = hand(rng, form == "eml" and bool(plan.mails), whole)
    sheet = Sheet(style, rng.choice(RUNNING))
    parts = []
    if plan.mails:
        if form in ("pdf", "scan") and len(plan.mails) > 1 and rng.random() < 0.7:
            parts.append(_print_inventory(sheet, plan, rng))
        parts += _print_mails(sheet, plan, rng, redactor, form)
    else:
        parts.append(papers.paper(sheet, rng, redactor, rng.sample(cast, 7), plan.at, plan.kind, seed, key))
    redactor.finish(sheet, parts)
    lines = settle(sheet, parts, Noise(noise, Random(f"{key}/noise")) if noise and form != "eml" else None)
    _name_parts(parts, name)
    return Printed(name, lines, parts, style, key)


def _name_parts(parts: list[Part], name: str) -> None:
    for place, part in enumerate(parts, 1):
        part.document = name if place == 1 else f"{name}#{place}"
        for n, copy in enumerate(part.copies):
            copy.document, copy.n = part.document, n
        for redaction in part.redactions:
            redaction.document = part.document
        for person in part.persons:
            person.document = part.document


def mark_new(block: list[Printed]) -> None:
    """Which copy is the first of its message, reading in order of the printed message's time, then of the name."""
    seen: set[str] = set()
    parts = [(part.at, file.name, place, part) for file in block for place, part in enumerate(file.parts)]
    for *_, part in sorted(parts, key=lambda entry: entry[:3]):
        for copy in part.copies:
            copy.new = copy.message not in seen
            seen.add(copy.message)


def generate(
    documents: int, seed: int, noise: float = 0.0, form: Format = "txt", whole: bool = False
) -> Iterator[Printed]:
    """A release in memory, file by file: for benchmarks and tests.

    ``documents`` counts files; a bundle is one file that holds several documents. ``noise`` is the share of characters
    damaged as OCR does. The same arguments give the same files. ``Printed.text`` is the file's text.
    ``whole``: nothing is withheld, half of the people have names that no list has, and messages tell of private people;
    each document's ``persons`` says where.
    """
    cast = people.cast(seed, whole=whole)
    keys = persons.keys(cast)
    number = 0
    for plans in planning.blocks(seed, documents, cast, bundles=form != "eml", whole=whole):
        block = []
        for plan in plans:
            name = planning.file_name(seed, number)
            block.append(print_plan(plan, seed, name, number, noise, cast, form, whole))
            number += 1
        mark_new(block)
        if whole:
            persons.name_keys(block, keys)
        yield from block


def truth_folder(out: Path) -> Path:
    """Where the truth about the release in ``out`` stands: beside it, so that an ingest of ``out`` doesn't eat it."""
    return out.with_name(f"{out.name}.truth")


def write_files(
    out: Path,
    files: Iterator[tuple[Printed, Format]],
    progress: Callable[[int], None] | None = None,
    whole: bool = False,
) -> Release:
    """Write printed files, each in its format, and their truth; ``whole``: with ``persons.jsonl``."""
    truth = truth_folder(out)
    out.mkdir(parents=True, exist_ok=True)
    truth.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        names = ("copies", "documents", "redactions", "items", *(("persons",) if whole else ()))
        paths = [truth / f"{name}.jsonl" for name in names]
        writer = TruthWriter(*(stack.enter_context(path.open("w", encoding="utf-8", newline="\n")) for path in paths))
        for done, (file, form) in enumerate(files, 1):
            suffix = _write_file(out, file, form)
            writer.write(file, suffix, suffix in (".txt", ".md"))
            if progress:
                progress(done)
    return Release(out, truth, writer.counts)


def write_release(
    out: Path,
    *,
    documents: int,
    seed: int,
    noise: float = 0.0,
    format: Format = "txt",
    whole: bool = False,
    differences: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Release:
    """Write a release of ``documents`` files to ``out`` and its truth to ``out``.truth beside it.

    The truth: ``copies.jsonl`` (as gold/messages.jsonl, and message, thread, parent, depth, new), ``documents.jsonl``,
    ``redactions.jsonl``, ``items.jsonl`` (see ``items.as_json``). Lines are null for files without lines of their own
    (pdf, scan, eml); ``to`` and ``cc`` are null where the print doesn't let them be counted, which holds for every
    header that is a sentence. ``parent`` is who was really answered, printed or not. ``progress`` is called with the
    number of files done. Needs the extra ``draad[sample]`` for pdf and scan. Seeds 1 to 50 are for looking at, seeds
    from 1000 on only for scoring. ``whole``: an unreleased pile; see ``generate`` and ``persons.as_json``.
    ``differences``: redacted evenly, but for about so many places in which one copy of a message differs from the
    others or a name stands alone, and ``differences.jsonl`` that says where (``differing.truth``).
    """
    if differences is not None:
        from draad.sample import planting

        truth = truth_folder(out)
        truth.mkdir(parents=True, exist_ok=True)
        blocks = planting.generate(documents, seed, noise, format, differences)
        told = planting.written(blocks, truth / "differences.jsonl")
        return write_files(out, ((file, format) for file in told), progress)
    files = ((file, format) for file in generate(documents, seed, noise, format, whole))
    return write_files(out, files, progress, whole)


def _write_file(out: Path, file: Printed, form: Format) -> str:
    if form in TEXTUAL:
        (out / f"{file.name}.{form}").write_text(file.text, encoding="utf-8", newline="\n")
        return f".{form}"
    from draad.sample import render

    return render.write(out, file, form)
