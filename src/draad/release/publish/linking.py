"""Addresses of the published pages: of numbers that a person can read, never of hidden words or of hashes of originals.

A message is known by the first place where it stands, ``12-3``: the third message in document 12. So a permalink holds
as long as the numbers of the list do, whatever else is published anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from draad.dossier.views import CopyPlace, MessageView

_SAFE = re.compile(r"[^A-Za-z0-9.]+")


class Named(NamedTuple):
    """A document of the package by its number, and its file."""

    number: str
    id: str
    """The number in letters, digits and dots; for a further part of a file with its place: ``3.2``."""
    title: str
    path: str
    """Of its file in the package: ``documenten/12.pdf``."""
    rank: int
    """Its place in the list."""


def message_key(places: Iterable[CopyPlace], named: Mapping[int, Named]) -> str:
    """``12-3``: the first of these places in order of the list."""
    best = min(places, key=lambda place: (named[place.document].rank, place.n))
    return place_key(best, named)


def place_key(place: CopyPlace, named: Mapping[int, Named]) -> str:
    """``12-3`` for one place."""
    return f"{_SAFE.sub('', named[place.document].id)}-{place.n + 1}"


def thread_key(messages: Sequence[MessageView], named: Mapping[int, Named]) -> str:
    """The key of the first message that is read."""
    return message_key(messages[0].places, named)


def page_name(n: int) -> str:
    """The file of the ``n``-th page of a list, from 1."""
    return "index.html" if n == 1 else f"{n}.html"


def up(name: str) -> str:
    """The way from a page back to the top, ``../`` for each folder: relative, so that any folder of a server serves."""
    return "../" * name.count("/")
