"""Releases with planted differences, block by block: printed once to see what can differ, and once with what does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from draad.sample import differing, people, planning
from draad.sample.marks import Redactor
from draad.sample.people import Person
from draad.sample.planning import Plan
from draad.sample.release import Format, mark_new, print_plan
from draad.sample.truth import Printed


def generate(
    documents: int, seed: int, noise: float = 0.0, form: Format = "txt", differences: int = 0
) -> Iterator[tuple[list[Printed], list[dict[str, Any]]]]:
    """As ``release.generate``, redacted evenly but for about so many planted differences.

    Gives blocks of files, each with the lines of ``differences.jsonl`` that are true of it.

    Each block is printed twice: once to see what can differ, once with the differences. Fewer are planted where a
    release is too small for so many.
    """
    cast = people.cast(seed)
    number = planted = 0
    for plans in planning.blocks(seed, documents, cast, bundles=form != "eml"):
        first = number
        number += len(plans)
        wanted = differences * number // documents - planted
        planted += wanted
        _, seen = _block(plans, seed, first, 0.0, cast, form, {})
        held = {plan.order: told for plan, told in zip(plans, seen, strict=True)}
        orders = differing.orders(held, wanted, Random(f"{seed}/differences/{first}"))
        block, seen = _block(plans, seed, first, noise, cast, form, orders)
        mark_new(block)
        yield block, list(differing.truth(seen))


def _block(
    plans: list[Plan],
    seed: int,
    first: int,
    noise: float,
    cast: list[Person],
    form: Format,
    orders: Mapping[str, differing.Orders],
) -> tuple[list[Printed], list[list[differing.Seen]]]:
    """Files of one block by redactors who obey, and what came to stand in each."""
    block, seen = [], []
    for number, plan in enumerate(plans, first):
        made: list[differing.Evenly] = []

        def hand(
            rng: Random, none: bool, whole: bool, plan: Plan = plan, made: list[differing.Evenly] = made
        ) -> Redactor:
            made.append(differing.Evenly(rng, none, whole))
            made[0].orders = orders.get(plan.order, {})
            return made[0]

        name = planning.file_name(seed, number)
        block.append(print_plan(plan, seed, name, number, noise, cast, form, hand=hand))
        seen.append(differing.places(block[-1], made[0]))
    return block, seen


def written(blocks: Iterator[tuple[list[Printed], list[dict[str, Any]]]], path: Path) -> Iterator[Printed]:
    """The files of blocks in turn, while the truth of each block is written to ``path``."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for files, told in blocks:
            yield from files
            for record in told:
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
