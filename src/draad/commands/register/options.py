"""What the commands of the register share: which items, as of which day, who is at work."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from draad.errors import UsageError
from draad.texts import LANGUAGES, spoken, texts

if TYPE_CHECKING:
    from draad.dossier import Dossier, ItemFilter

F = TypeVar("F", bound=Callable[..., Any])

KIND_NAMES = ("action", "commitment", "question", "signal", "decision", "appointment", "figure")
STATUS_NAMES = ("proposed", "open", "fulfilled", "dropped", "superseded", "rejected")
TIE_NAMES = ("answers", "fulfils", "repeats", "changes", "same", "conflicts", "part-of")
"""As in ``extract.records`` and ``register.states``, which are not imported for ``--help``; a test keeps them alike."""


class Word(click.ParamType[Any]):
    """A value out of a fixed set, said in Dutch, in English, or by its own name."""

    name = "word"

    def __init__(self, family: str, values: Sequence[str], plural: str = "") -> None:
        self.family, self.values, self.plural = family, values, plural

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value meant. Raises UsageError with those there are."""
        found = self.meant(value)
        if found is None:
            name = param.opts[-1] if param else self.family
            cure = spoken()("usage.cure", command=ctx.command_path) if ctx else ""
            raise UsageError(spoken()("usage.choice", name=name, choices=self.choices()), cure)
        return found

    def choices(self) -> str:
        """The words that there are, in the language of this call."""
        return ", ".join(map(self.shown, self.values))

    def shown(self, value: str) -> str:
        """How a value is called in the language of this call."""
        return spoken().get(f"{self.family}.{value}", value)

    def meant(self, text: str) -> str | None:
        """The value that a word stands for; None for no known word."""
        return words_of(self.family, self.values, self.plural).get(text.strip().lower())


def words_of(family: str, values: Sequence[str], plural: str = "") -> dict[str, str]:
    """Every word for every value, in lower case: its name, and what each catalogue calls it."""
    known = {value: value for value in values}
    for language in LANGUAGES:
        for prefix in filter(None, (family, plural)):
            known |= {texts(language).get(f"{prefix}.{value}", value).lower(): value for value in values}
    return known


KIND = Word("item", KIND_NAMES, "sheets")
STATUS = Word("status", STATUS_NAMES)
TIE = Word("tie", TIE_NAMES)


class Today(click.ParamType[Any]):
    """A day as ``YYYY-MM-DD``."""

    name = "day"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day. Raises UsageError."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise UsageError(spoken()("usage.no-day", value=value), spoken()("usage.no-day-cure")) from None


def _day_of_the_machine() -> date:
    return date.today()  # the day on the wall clock of whoever sits here


def today_option(command: F) -> F:
    """``--today``: the day that everything is told of."""
    return click.option("--today", type=Today(), metavar="JJJJ-MM-DD", default=_day_of_the_machine)(command)


def _login() -> str:
    """The login name; in a container whose user has none, the number by which the system knows him."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # KeyError up to Python 3.12
        return f"uid {os.getuid()}"


def who_option(command: F) -> F:
    """``--who``: whose work the log calls it."""
    return click.option("--who", metavar="NAAM", default=_login)(command)


def filter_options(command: F) -> F:
    """The options that choose items; the command gets them as keywords for ``item_filter``."""
    options = (
        click.option("--kind", "kinds", type=KIND, multiple=True, metavar="SOORT"),
        click.option("--owner", "owners", multiple=True, metavar="NAAM"),
        click.option("--status", "statuses", type=STATUS, multiple=True, metavar="STAND"),
        click.option("--since", metavar="DAG"),
        click.option("--until", metavar="DAG"),
        click.option("--due-since", metavar="DAG"),
        click.option("--due-until", metavar="DAG"),
        click.option("--organisation", "organisations", multiple=True, metavar="NAAM"),
        click.option("--tag", "tags", multiple=True, metavar="LABEL"),
        click.option("--text", metavar="WOORDEN"),
        click.option("--thread", "threads", multiple=True, metavar="KENMERK"),
    )
    for option in reversed(options):
        command = option(command)
    return command


FILTERS = (
    *("kinds", "owners", "statuses", "since", "until", "due_since", "due_until", "organisations", "tags", "text"),
    "threads",
)
_ENDS = {"since": 0, "until": 1, "due_since": 0, "due_until": 1}
"""The bounds, and which end of the days named counts: ``--until "mei 2020"`` is to the last of May."""


def item_filter(dossier: Dossier, today: date, given: dict[str, Any]) -> ItemFilter:
    """The filter that the options ask for. Raises UsageError for a day that is none, NotFoundError for a thread."""
    from draad.commands.reading import find_thread
    from draad.dossier import ItemFilter

    wanted = {name: given[name] for name in FILTERS if given.get(name)}
    for name, end in _ENDS.items():
        if name in wanted:
            wanted[name] = _bound(wanted[name], today, end)
    if "threads" in wanted:
        wanted["threads"] = [find_thread(dossier, ref).id for ref in wanted["threads"]]
    return ItemFilter(**wanted)


def _bound(text: str, today: date, end: int) -> str:
    from draad.register.fields import read_due
    from draad.register.terms import bounds

    found = bounds(read_due(text, today) or "")
    day = found and (found[end] or found[1 - end])
    if not day:
        raise UsageError(spoken()("usage.no-day", value=text), spoken()("usage.no-day-cure"))
    return day.isoformat()


def filter_words(given: dict[str, Any]) -> str:
    """What was asked for, in words for the head of a list; empty for everything."""
    from draad.register import words

    return words.chosen(spoken(), {name: given.get(name) for name in FILTERS})
