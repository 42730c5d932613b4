"""Which dossier a command is about, said in the way that comes easiest.

``draad show mijn-dossier``, ``draad show -d mijn-dossier``, ``DRAAD_DOSSIER=mijn-dossier draad show``, and plainly
``draad show`` in the folder of the dossier or in the one in which ``draad ingest`` made it, are all the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from draad.commands.listing import usage_cure
from draad.errors import DossierError, UsageError
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import Dossier

F = TypeVar("F", bound=Callable[..., Any])

VARIABLE = "DRAAD_DOSSIER"
USUAL = Path("dossier")
"""Where ``ingest`` makes a dossier when it is told no place, and where the others look last."""


class NoPlaceError(UsageError):
    """No dossier was named and none is near."""

    code = "no-place"


class NoDossierError(DossierError):
    """The folder named holds no dossier; the message is its path."""

    code = "no-dossier"


class NotExtractedError(DossierError):
    """No items were sought in this dossier yet; the message is its path."""

    code = "not-extracted"


def dossier_option(command: F) -> F:
    """``-d/--dossier``."""
    return click.option("-d", "--dossier", "place", type=click.Path(path_type=Path), metavar="DOSSIER")(command)


def is_dossier(folder: Path) -> bool:
    """Whether a dossier's database stands in this folder."""
    from draad.dossier.files import Layout

    return Layout(folder).database.is_file()


def place_for_ingest(place: Path | None) -> Path:
    """The folder to make or add to: the option, else ``DRAAD_DOSSIER``, else ``./dossier``."""
    return place or Path(os.environ.get(VARIABLE) or USUAL)


def _without_words() -> Path:
    """The dossier meant by somebody who named none. Raises UsageError."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    for folder in (Path(), USUAL):
        if is_dossier(folder):
            return folder
    raise NoPlaceError("")


def split_words(words: tuple[str, ...], place: Path | None, wanted: int | None) -> tuple[Path, list[str]]:
    """Part the words after a command into the dossier and the rest.

    ``wanted`` is how many words the rest has, None for any number from one. Without ``-d`` the first word is the
    dossier when it is a folder that holds one, or when there is one word more than wanted. Raises UsageError.
    """
    rest = list(words)
    if place is None and rest and (is_dossier(Path(rest[0])) or (wanted is not None and len(rest) > wanted)):
        place = Path(rest.pop(0))
    if (wanted is None and not rest) or (wanted is not None and len(rest) != wanted):
        path = click.get_current_context().command_path
        raise UsageError(spoken()("usage.words", command=path), usage_cure())
    return place or _without_words(), rest


def named(words: tuple[str, ...], place: Path | None) -> Path | None:
    """The dossier that was named, or that stands here; None where there is neither. Raises UsageError."""
    if words or place:
        return split_words(words, place, 0)[0]
    try:
        return _without_words()
    except NoPlaceError:
        return None


def opened(place: Path) -> Dossier:
    """The dossier in a folder. Raises DossierError with the cure when there is none."""
    from draad.dossier import Dossier

    if not is_dossier(place):
        raise NoDossierError(str(place))
    return Dossier.open(place)


def opened_with_items(place: Path) -> Dossier:
    """As ``opened``, for what tells of items. Raises NotExtractedError when none were ever sought here."""
    dossier = opened(place)
    if not dossier.is_extracted():
        dossier.close()
        raise NotExtractedError(str(place))
    return dossier
