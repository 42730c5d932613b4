"""Which documents a release consists of, before a line is printed: prints of threads, bundles, other papers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from draad.sample import threads
from draad.sample.people import Person
from draad.sample.threads import Message

BLOCK = 64
"""Files that are planned together: threads, bundles and the order of names mix within a block, memory stays small."""
EVERYTHING = 99


@dataclass(slots=True)
class Plan:
    """What one file will hold. ``order`` names it, and with it all chance in its making."""

    order: str
    mails: list[tuple[Message, int]]
    """Printed messages, each with the number of quoted messages that stay beneath it; empty for other papers."""
    at: int
    kind: str = ""
    """Kind of paper, where that is not left to chance."""


def prints(seed: int, number: int, cast: list[Person], whole: bool = False) -> list[Plan]:
    """The documents that one thread gives: its last messages, some earlier ones, some of them more than once."""
    messages = threads.conversation(seed, number, cast, whole)
    rng = Random(f"{seed}/prints/{number}")
    plans: list[Plan] = []
    for message in messages:
        if len(messages) > 1 and rng.random() >= (0.22 if message.children else 0.8):
            continue
        for again in range(rng.choice((1, 1, 1, 2, 2, 3))):
            trim = EVERYTHING if rng.random() < 0.93 else rng.randrange(4)
            plans.append(Plan(f"{message.id}/{again}", [(message, trim)], message.at))
    last = messages[-1]
    return plans or [Plan(f"{last.id}/0", [(last, EVERYTHING)], last.at)]


def _bundled(rng: Random, plans: list[Plan]) -> list[Plan]:
    """Some files put together, in the order of their messages, as an office that scans a pile does."""
    out: list[Plan] = []
    at = 0
    while at < len(plans):
        size = rng.randrange(2, 6) if rng.random() < 0.03 else 1
        group = plans[at : at + size]
        at += size
        if size > 1 and all(plan.mails for plan in group):
            out.append(bundle(group))
        else:
            out += group
    return out


def bundle(plans: list[Plan]) -> Plan:
    """One file of several, in the order of their messages."""
    group = sorted(plans, key=lambda plan: (plan.at, plan.order))
    return Plan(f"{group[0].order}+{len(group)}", [mail for plan in group for mail in plan.mails], group[0].at)


def blocks(seed: int, documents: int, cast: list[Person], bundles: bool, whole: bool = False) -> Iterator[list[Plan]]:
    """Blocks of planned files, ``documents`` in all; ``whole``: messages hold the data of private people as well."""
    thread, done, block = 0, 0, 0
    while done < documents:
        rng = Random(f"{seed}/block/{block}")
        plans: list[Plan] = []
        while len(plans) < BLOCK * 0.9:
            plans += prints(seed, thread, cast, whole)
            thread += 1
        for other in range(len(plans) // 9):
            at = rng.randrange(threads.FIRST_MOMENT, threads.LAST_MOMENT)
            plans.append(Plan(f"paper/{block}/{other}", [], at))
        rng.shuffle(plans)
        plans = (_bundled(rng, plans) if bundles else plans)[: documents - done]
        done += len(plans)
        block += 1
        yield plans


def file_name(seed: int, number: int) -> str:
    """A name such as publishers give: a number and letters that say nothing."""
    return f"{number:05d}_{hashlib.blake2b(f'{seed}/{number}'.encode(), digest_size=4).hexdigest()}"
