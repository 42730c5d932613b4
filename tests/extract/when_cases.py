"""The list of time expressions (``when_list.toml``) as cases, and what it takes for one to be right."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from draad.extract import when

LIST = Path(__file__).with_name("when_list.toml")


@dataclass(frozen=True)
class Case:
    """One sentence of the list: the expressions in it, each with its due date."""

    moment: when.Moment | None
    text: str
    words: tuple[str, ...]
    due: tuple[str | None, ...]
    every: str | None
    urgent: bool
    at: str | None

    def wrong(self, found: Sequence[when.When]) -> str | None:
        """What is wrong with an answer, or None."""
        answer = [(w.text, w.due) for w in found]
        if answer != list(zip(self.words, self.due, strict=True)):
            return f"{self.text!r}: {answer}"
        every, at = next((w.every for w in found if w.every), None), next((w.at for w in found if w.at), None)
        if (every, any(w.urgent for w in found)) != (self.every, self.urgent):
            return f"{self.text!r}: every {every}, urgent {any(w.urgent for w in found)}"
        return None if self.at is None or at == self.at else f"{self.text!r}: at {at}"


def _case(moment: str, row: list[str]) -> Case:
    text, words, due, every, more = [*row, "", ""][:5]
    return Case(
        moment=when.Moment(date.fromisoformat(moment)) if moment else None,
        text=text,
        words=tuple(words.split(" | ")) if words else (),
        due=tuple(d.strip() or None for d in due.split(" | ")) if words else (),
        every=every or None,
        urgent=more == "urgent",
        at=more.removeprefix("at ") if more.startswith("at ") else None,
    )


def cases(half: str) -> Iterator[Case]:
    """The cases of the half ``looked`` or ``held``."""
    for group in tomllib.loads(LIST.read_text(encoding="utf-8"))[half]:
        for row in group["rows"]:
            yield _case(group["moment"], row)


def score(half: str) -> tuple[int, list[str]]:
    """How many cases there are, and what is wrong with those that are not right."""
    every = list(cases(half))
    wrong = [case.wrong(when.find(case.text, case.moment)) for case in every]
    return len(every), [w for w in wrong if w]
