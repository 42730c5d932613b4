"""The demo release that stands in the repository: twelve files in every format, two threads that run through them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from draad.sample import inserts, people, planning, threads
from draad.sample.people import Person
from draad.sample.planning import EVERYTHING, Plan
from draad.sample.printing import chain_of
from draad.sample.release import Format, Release, mark_new, print_plan, write_files
from draad.sample.threads import Message
from draad.sample.truth import Printed

SEED = 23
"""One of the seeds for looking at."""


def _quoted(message: Message) -> int:
    return len(chain_of(message, EVERYTHING))


def _fit(messages: list[Message], least: int, most: int) -> bool:
    """A thread worth showing: of the right length, one long chain, a branch, nobody's list of sixty."""
    longest = max(_quoted(m) for m in messages)
    branches = any(len(m.children) > 1 for m in messages)
    crowd = max(len(m.to) + len(m.cc) for m in messages)
    lines = sum(len(m.body) for m in messages)
    usual = sum(m.style.startswith(("outlook", "blackberry")) for m in messages)
    if usual < len(messages) * 0.6 or usual == len(messages) or any(m.sender.shared for m in messages):
        return False
    return least <= len(messages) <= most and longest >= len(messages) - 2 and branches and crowd < 9 and lines < 240


def _casting(cast: list[Person]) -> tuple[list[Message], list[Message], Message]:
    """The two threads and the short message (for the scan): the first that fit."""
    long = short = None
    for number in range(10_000):
        messages = threads.conversation(SEED, number, cast)
        if long is None and _fit(messages, 6, 8):
            long = messages
        elif short is None and _fit(messages, 4, 5):
            short = messages
        elif len(messages) == 1 and 8 < len(messages[0].body) < 16 and long and short:
            return long, short, messages[0]
    raise AssertionError("no seed is so poor")


def _print(message: Message, again: int, trim: int = EVERYTHING) -> Plan:
    return Plan(f"{message.id}/demo{again}", [(message, trim)], message.at)


def _plant(long: list[Message], short: list[Message]) -> None:
    """What a register is for: a promise with a rhythm, an action long due, a question nobody answered, and more."""
    for message, number in ((long[0], 1), (long[1], 2), (short[-1], 3), (short[0], 4), (long[2], 5)):
        inserts.plant(message, number)


def _plans(cast: list[Person]) -> list[tuple[Plan, Format]]:
    long, short, single = _casting(cast)
    _plant(long, short)
    deep = max(long, key=_quoted)
    leaves = [m for m in long if not m.children and m is not deep] or [long[-2]]
    end = max(short, key=_quoted)
    middle = long[len(long) // 2]
    bundle = planning.bundle([_print(middle, 3), _print(short[1], 3), _print(short[-1], 4)])
    return [
        (_print(deep, 0), "txt"),
        (_print(deep, 1), "pdf"),
        (_print(leaves[-1], 0), "txt"),
        (_print(long[2], 0), "eml"),
        (_print(end, 0), "md"),
        (_print(end, 1), "pdf"),
        (_print(short[1], 0), "txt"),
        (_print(single, 0), "scan"),
        (bundle, "pdf"),
        (Plan("demo/report", [], deep.at, "report"), "txt"),
        (Plan("demo/letter", [], end.at, "letter"), "txt"),
        (Plan("demo/decision", [], deep.at + 30_000_000, "decision"), "pdf"),
    ]


def _printed(noise: float) -> Iterator[tuple[Printed, Format]]:
    cast = people.cast(SEED)
    files: list[tuple[Printed, Format]] = []
    for number, (plan, form) in enumerate(_plans(cast)):
        files.append((print_plan(plan, SEED, planning.file_name(SEED, number), number, noise, cast, form), form))
    mark_new([file for file, _ in files])
    yield from files


def write_demo(out: Path) -> Release:
    """Write the demo release to ``out``: always the same twelve files, under 600 KB together."""
    return write_files(out, _printed(0.0))
