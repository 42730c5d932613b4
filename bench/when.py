"""Time expressions: Draad and dateparser on the list of ``tests/extract/when_list.toml``, and Draad's speed.

    python bench/when.py

Duckling, the yardstick of this field, has no Dutch here: of the packages that carry its name, ``duckling`` 1.8.0
(the Clojure Duckling 0.4.23, on a JVM) knows Dutch numbers and measures and no Dutch time; ``pyduckling`` 0.0.1 is a
client of a server that is not in it; ``puckling`` has English and Arabic, from Python 3.13 on; the Haskell Duckling
must be built with its own compiler. So dateparser (BSD-3-Clause, extra ``bench``) stands beside us: it finds dates, no
periods, bounds or rhythms. It is therefore also scored on the rows that ask for one single day, and a bound counts as
right for it when it gives the bound's day.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import datetime
from datetime import time as clock_time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "extract")]

from when_cases import Case, cases  # noqa: E402

from draad.extract import when  # noqa: E402

HALVES = ("looked", "held")
LENGTH = 700
"""Characters of a message for the speed."""


def by_draad(case: Case) -> list[str | None]:
    """Draad's due dates."""
    return [found.due for found in when.find(case.text, case.moment)]


def by_dateparser(case: Case) -> list[str | None]:
    """dateparser's days, with the settings that suit it best: Dutch, day first, looking ahead."""
    from dateparser.search import search_dates

    settings: dict[str, object] = {
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": "DMY",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    if case.moment is not None:
        settings["RELATIVE_BASE"] = datetime.combine(case.moment.day, clock_time(9))
    found = search_dates(case.text, languages=["nl"], settings=settings) or []
    return [day.date().isoformat() for _, day in found]


def single_day(case: Case) -> bool:
    """Whether the row asks for one day, or one bound that is a day."""
    return len(case.due) == 1 and case.due[0] is not None and len(bare(case.due[0]) or "") == 10


def bare(due: str | None) -> str | None:
    """The day of a bound: ``../2020-06-01`` and ``2020-06-08/..`` without their open end."""
    return None if due is None else due.removeprefix("../").removesuffix("/..")


def share(rows: list[Case], answer: Callable[[Case], list[str | None]], *, loose: bool = False) -> tuple[int, int]:
    """How many rows are right, of how many; ``loose`` takes a bound's day for the bound."""
    right = 0
    for case in rows:
        given, asked = answer(case), list(case.due)
        right += ([bare(d) for d in given] == [bare(d) for d in asked]) if loose else (given == asked)
    return right, len(rows)


def speed() -> tuple[float, float]:
    """Messages of 700 characters a second of one core, best of five rounds on a shared machine; and times in each.

    Office prose with two sentences of the list: the seeds have 1.8 times in 700 characters.
    """
    sentences = [case.text for half in HALVES for case in cases(half)]
    prose = "Wij hebben hierover contact gehad met de directie en de koepels, die dit beeld herkennen en delen. " * 7
    messages = [
        f"{one} {prose[:300]} {two} {prose}"[:LENGTH] for one, two in zip(sentences, sentences[7:], strict=False)
    ]
    moment = next(case.moment for case in cases("held"))
    rounds, found = [], 0
    for _ in range(5):
        started = time.process_time()
        found = sum(len(when.find(message, moment)) for message in messages)
        rounds.append(len(messages) / (time.process_time() - started))
    return max(rounds), found / len(messages)


def main() -> None:
    """Print the table."""
    print("| half | rows | Draad: all of it | Draad: due | dateparser: due | Draad: days | dateparser: days |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for half in HALVES:
        rows = list(cases(half))
        days = [case for case in rows if single_day(case)]
        whole = sum(case.wrong(when.find(case.text, case.moment)) is None for case in rows)
        told = [(whole, len(rows)), share(rows, by_draad), share(rows, by_dateparser)]
        told += [share(days, by_draad, loose=True), share(days, by_dateparser, loose=True)]
        print(
            f"| {half} | {len(rows)} | " + " | ".join(f"{right}/{of} = {right / of:.3f}" for right, of in told) + " |"
        )
    rate, found = speed()
    print(f"\nDraad: {rate:,.0f} messages of {LENGTH} characters a second of one core, {found:.1f} times in each.")


if __name__ == "__main__":
    main()
