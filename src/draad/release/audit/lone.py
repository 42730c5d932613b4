"""One name by itself in a title, a bookmark, a description or a file name: no row of capitals tells that it is one.

Three signs, each enough to have a person look and none enough to call it a leak: the word is in the lists of names and
is no usual word; a title stands before it, or a word behind which offices put a name; or the string is hardly longer
than that word, Draad knows the word from nowhere, and the pages withhold names. A word that a page shows tells nothing.
"""

from __future__ import annotations

import re
from functools import cache

from draad.fold import fold
from draad.knowledge import load
from draad.release.audit.told import Shown, is_ordinary
from draad.release.propose import beside
from draad.release.propose.lists import words as lists
from draad.release.propose.names import is_code, is_usual

_TOKEN = re.compile(r"[^\W\d_](?:['’-]?[^\W\d_])+")
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}\Z")
_BEFORE = re.compile(r"([^\W\d_]+)[\s:.]{1,3}\Z")
_SHORT = 3
"""Words of a string that is hardly more than the name."""
_LEAST = 4
"""Letters of a name that is in no list."""
_LONGEST = 400
"""Characters: longer strings are text, in which a lone word of a list is as often something else."""


def lone_names(text: str, shown: Shown, *, titled: bool) -> list[str]:
    """The words of a string that may be somebody's name by themselves and that no page shows. ``titled``: people gave
    it as a title, so that a word known from nowhere counts; programs make up words.
    """
    told = _ENDING.sub("", text.strip()).replace("_", " ")
    if len(told) > _LONGEST:
        return []
    tokens = list(_TOKEN.finditer(told))
    return [match[0] for match in tokens if _is_name(told, match, len(tokens), shown, titled)]


def _is_name(text: str, match: re.Match[str], count: int, shown: Shown, titled: bool) -> bool:
    word, low = match[0], fold(match[0])
    if not word[0].isupper() or not shown.missing(word) or is_ordinary(low):
        return False
    known = lists()
    plain = is_usual(low) or low in known.organisations or low in known.organisation
    if not plain and (low in known.surnames or low in known.firsts):
        return True
    if beside.title(text, match.start()):
        return not plain or low in known.also_words
    strange = (
        titled
        and not plain
        and len(low) >= _LEAST
        and word[1:].islower()
        and not low.endswith(_nouns())
        and not is_code(word)
    )
    return strange and ((shown.withholds and count <= _SHORT) or _is_cued(text, match))


def _is_cued(text: str, match: re.Match[str]) -> bool:
    found = _BEFORE.search(text[: match.start()])
    return found is not None and fold(found[1]) in load("audit")["before"]["words"]


@cache
def _nouns() -> tuple[str, ...]:
    return tuple(load("audit")["nouns"]["ends"])


def is_account(text: str) -> bool:
    """Whether a field that says who made the file may hold a surname or the name of an account: one word or two that
    are no usual words, no organisation, no program and no account that is nobody's.
    """
    parts = [fold(part) for part in re.split(r"[\s._\\/-]+", text.strip()) if part]
    if len(parts) not in (1, 2) or max(sum(char.isalpha() for char in part) for part in parts) < _LEAST:
        return False
    known, data = lists(), load("audit")
    nobody = {*data["accounts"]["words"], *data["mailboxes"]["words"]}
    return not is_code(text) and not any(
        part in nobody
        or is_ordinary(part)
        or (is_usual(part) and part not in known.also_words)
        or part in known.organisation
        or part in known.organisations
        for part in parts
    )
