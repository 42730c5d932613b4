"""``draad show``: what is in a dossier, on one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from click import style

from draad.dossier.work import STATUSES
from draad.extract.records import KINDS
from draad.records import short_id
from draad.show.failures import cure, reason
from draad.show.grounds import in_words
from draad.show.moments import period
from draad.show.plain import cut, one_line
from draad.texts import Texts

if TYPE_CHECKING:
    from draad.dossier.proposals import Unsought
    from draad.dossier.views import Counts, FailureView, ThreadView

MOST_MARKS = 8
MOST_FAILURES = 10


def _head(text: str) -> list[str]:
    return ["", style(text, bold=True)]


def _contents(say: Texts, counts: Counts) -> Iterator[str]:
    total = sum(counts.documents.values())
    kinds = ", ".join(say.count(f"kind-{kind}", n) for kind, n in counts.documents.items())
    files = say("summary.from-files", files=say.count("source", counts.sources))
    yield f"  {say.count('document', total)} {files}: {kinds}."
    told = {noun: say.count(noun, getattr(counts, f"{noun}s")) for noun in ("message", "thread")}
    copies = say.count("copy", counts.copies)
    yield "  " + say("summary.told", copies=copies, messages=told["message"], threads=told["thread"])
    yield f"  {say('summary.period')}: {period(say, counts.first, counts.last)}."
    share = say.number(round(100 * counts.repeated))
    yield f"  {say('summary.repetition')}: {say('summary.repetition-share', share=share)}"


def _marks(say: Texts, counts: Counts) -> Iterator[str]:
    if not counts.marks:
        yield "  " + say("summary.marks-none")
        return
    widest = max(len(say.number(n)) for n in counts.marks.values())
    shown = list(counts.marks.items())[:MOST_MARKS]
    labels = [(say.number(n), *in_words(say, code)) for code, n in shown]
    column = max(len(label) for _, label, _ in labels)
    for number, label, meaning in labels:
        yield f"  {number:>{widest}}  {label:<{column}}  {meaning}".rstrip()
    rest = sum(counts.marks.values()) - sum(n for _, n in shown)
    if rest:
        yield f"  {say.number(rest):>{widest}}  {say('summary.marks-rest')}"


def _missing(say: Texts, counts: Counts) -> Iterator[str]:
    if counts.unreleased:
        yield "  " + say("summary.quoted-only", count=say.count("message", counts.unreleased))
    if referred := counts.gaps.get("referred", 0):
        yield "  " + say("summary.referred", count=say.count("message", referred))
    if not counts.unreleased and not referred:
        yield "  " + say("summary.gaps-none")


def _items(say: Texts, items: Mapping[tuple[str, str], int] | None, place: str) -> Iterator[str]:
    """How many items of each kind, and how many of them in each state."""
    if items is None:
        yield "  " + say("summary.not-extracted", place=place)
        return
    totals = {kind: sum(n for (one, _), n in items.items() if one == kind) for kind in KINDS}
    widest = max(len(say.number(n)) for n in totals.values())
    labels = {kind: say(f"sheets.{kind}").lower() for kind in KINDS}
    column = max(map(len, labels.values()))
    for kind, total in totals.items():
        states = ", ".join(
            f"{say.number(n)} {say(f'status.{status}')}" for status in STATUSES if (n := items.get((kind, status)))
        )
        if total:
            yield f"  {say.number(total):>{widest}}  {labels[kind]:<{column}}  {states}"


def _thread_line(say: Texts, thread: ThreadView, subject: str, columns: int) -> str:
    size = f"{say.count('message', thread.size)}, {say.count('document', thread.documents)}"
    start = f"{style(short_id(thread.id)[:8], fg='cyan')}  {size:<28}  "
    return start + cut(one_line(subject), max(20, columns - 42))


def failure_lines(say: Texts, failures: Sequence[FailureView], most: int | None = None) -> Iterator[str]:
    """Files that were not read, each with its reason; the cure once for each kind of failure."""
    by_code: dict[str, list[FailureView]] = {}
    for failure in failures:
        by_code.setdefault(failure.code, []).append(failure)
    for code, group in by_code.items():
        for failure in group[:most]:
            yield f"  {style('✗', fg='red')} {one_line(failure.path)}"
            yield f"    {one_line(reason(say, code, failure.message))}"
        if most is not None and len(group) > most:
            yield f"    {say('summary.failed-more', count=say.number(len(group) - most))}"
        if mend := cure(say, code, group[0].cure):
            yield f"    → {one_line(mend)}"


def unsought_lines(say: Texts, documents: Sequence[Unsought]) -> Iterator[str]:
    """Documents in which items could not be sought, each with its reason; the cure once."""
    for one in documents:
        yield f"  {style('✗', fg='red')} {one_line(one.document)}"
        yield f"    {one_line(one.reason)}"
    yield f"    → {say('ingest.unsought-cure')}"


def summary(
    say: Texts,
    place: str,
    counts: Counts,
    busiest: Sequence[tuple[ThreadView, str]],
    failures: Sequence[FailureView],
    items: Mapping[tuple[str, str], int] | None = None,
    columns: int = 100,
) -> list[str]:
    """The whole page. ``busiest`` are threads with their subjects, ``items`` counts by kind and status (None: never
    sought); ``columns`` is the room there is."""
    lines = [style(say("summary.title", name=place), bold=True)]
    if not counts.sources and not failures:
        return [*lines, "  " + say("summary.empty"), f"  draad ingest … -d {place}   {say('summary.next-ingest')}"]
    lines += [*_head(say("summary.contents")), *_contents(say, counts)]
    marks = say.number(sum(counts.marks.values()))
    lines += [*_head(f"{say('summary.marks')}: {marks}"), *_marks(say, counts)]
    lines += [*_head(say("summary.gaps")), *_missing(say, counts)]
    if items is None or items:
        total = f": {say.number(sum(items.values()))}" if items else ""
        lines += [*_head(f"{say('summary.register')}{total}"), *_items(say, items, place)]
    if busiest:
        lines += _head(say("summary.busiest"))
        lines += [f"  {_thread_line(say, thread, subject, columns)}" for thread, subject in busiest]
    if failures:
        lines += _head(f"{say('summary.failed')}: {say.number(len(failures))}")
        lines += failure_lines(say, failures, MOST_FAILURES)
    lines += _head(say("summary.next"))
    example = short_id(busiest[0][0].id)[:8] if busiest else "…"
    steps = {
        f"draad threads {place}": "summary.next-threads",
        f"draad thread {place} {example}": "summary.next-thread",
        f"draad search {place} …": "summary.next-search",
    }
    column = max(map(len, steps))
    lines += [f"  {words:<{column}}  {say(key)}" for words, key in steps.items()]
    return lines
