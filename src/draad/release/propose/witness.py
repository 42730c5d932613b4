"""The tagger as one witness among others: it confirms what rules doubt, and points at what they miss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Protocol

from draad.records import Span
from draad.release.propose import beside, names
from draad.release.propose.lists import words
from draad.release.propose.records import Found, Known
from draad.release.propose.settle import disjoint, overlaps
from draad.release.propose.sheet import Sheet

_ALONE = 0.65
"""How sure the tagger must be where nothing else points at a name."""


class Witness(Protocol):
    """What is asked of a tagger; ``release.propose.tagger.Tagger`` is one."""

    def tag(self, text: str, spans: Sequence[Span]) -> Sequence[Any]:
        """Names of people in these spans, with ``span`` and ``score``."""


@cache
def own() -> Witness:
    """Draad's tagger, read once in each process."""
    from draad.release.propose.tagger import Tagger

    return Tagger()


def tagged(
    sheet: Sheet, spans: Sequence[Span], found: Sequence[Found], known: Known, witness: Witness | None
) -> Iterator[Found]:
    """Names that the tagger alone points at, where nothing says that they are none."""
    if not spans:
        return
    witness = witness or own()
    held = disjoint(one.span for one in found)
    for one in witness.tag(sheet.text, spans):
        if one.score < _ALONE or overlaps(held, one.span):
            continue
        shown = sheet.text[slice(*one.span)]
        name = names.read(shown)
        if name is None or not _may_be(shown, known):
            continue
        start = one.span[0]
        listed = name.first in words().firsts or name.surname in known.surnames
        if not listed and (beside.is_unit(sheet.text, start) or beside.is_english(sheet.text, start)):
            continue
        # a given name that is a word as well: a capital at the beginning of a sentence tells nothing
        if not name.surname and name.first in words().also_words and beside.at_start(sheet.text, one.span[0]):
            continue
        yield Found(one.span, "person", round(min(0.8, one.score * 0.8), 3), (("tagger", {}),), name)


def _may_be(shown: str, known: Known) -> bool:
    """No organisation, no place, no usual word."""
    lists = words()
    parts = [part for part in names.parts(shown) if part not in lists.prefixes]
    if not parts or not any(c.isupper() for c in shown) or names.is_code(shown) or names.is_functional(shown):
        return False
    if len(parts) == 1 and (parts[0] in known.places or parts[0].endswith(lists.place_ends)):
        return parts[0] in lists.firsts
    if names.is_misread(parts[0]) and parts[0] not in known.surnames and parts[0] not in known.firsts:
        return False
    return not any(names.is_usual(part, known.usual) and part not in lists.firsts for part in parts)
