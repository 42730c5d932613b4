"""What the commands of redaction share: which redactions, how far a decision goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from draad.commands.register.options import Word
from draad.errors import UsageError
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import Dossier, RedactionFilter

F = TypeVar("F", bound=Callable[..., Any])

STATUS_NAMES = ("proposed", "attention", "accepted", "rejected")
KIND_NAMES = (
    *("person", "mailbox", "phone", "bsn", "iban", "address", "plate", "signature", "birth", "health", "opinion"),
    *("passage", "box"),
)
REACH_NAMES = ("copies", "place", "dossier")
"""As in ``records`` and ``dossier.redactions``, which are not imported for ``--help``; a test keeps them alike."""
_YES = ("ja", "aan", "yes", "on", "true")
_NO = ("nee", "uit", "no", "off", "false")
STATUS = Word("redact.status", STATUS_NAMES)
KIND = Word("redact.kind", KIND_NAMES)
REACH = Word("redact.reach", REACH_NAMES)


def filter_options(command: F) -> F:
    """The options that choose redactions; the command gets them as keywords for ``redaction_filter``."""
    options = (
        click.option("--document", "documents", multiple=True, metavar="DOCUMENT"),
        click.option("--kind", "kinds", type=KIND, multiple=True, metavar="SOORT"),
        click.option("--status", "statuses", type=STATUS, multiple=True, metavar="STAND"),
        click.option("--ground", "grounds", multiple=True, metavar="GROND"),
    )
    for option in reversed(options):
        command = option(command)
    return command


def reach_option(command: F) -> F:
    """``--reach``: where else a decision holds."""
    return click.option("--reach", type=REACH, metavar="BEREIK", default="copies")(command)


def redaction_filter(dossier: Dossier, given: dict[str, Any]) -> RedactionFilter:
    """The filter that the options ask for. Raises UsageError for a ground that is none, NotFoundError."""
    from draad.dossier import RedactionFilter

    return RedactionFilter(
        documents=tuple(dossier.resolve(ref, "document") for ref in given.get("documents", ())),
        kinds=tuple(given.get("kinds", ())),
        statuses=tuple(given.get("statuses", ())),
        grounds=tuple(ground_code(one) for one in given.get("grounds", ())),
    )


def ground_code(text: str) -> str:
    """A ground as the store writes it, however it was spelled: ``5.1.2e`` is ``woo 5.1.2.e``. Raises UsageError."""
    from draad.knowledge import load
    from draad.release.grounds import code_of

    code = code_of(text)
    if code is None:
        grounds = ", ".join(load("marks")["woo"])
        raise UsageError(spoken()("redact.no-ground", ground=text), spoken()("redact.no-ground-cure", grounds=grounds))
    return code


def yes_or_no(name: str, text: str) -> bool:
    """What was typed for a switch, in Dutch or English. Raises UsageError, which names the switch."""
    word = text.strip().lower()
    if word not in _YES and word not in _NO:
        raise UsageError(spoken()("redact.no-yes", name=name, value=text), spoken()("redact.no-yes-cure"))
    return word in _YES
