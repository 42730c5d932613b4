"""The grounds of all marks on a page in words, each once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from draad.show.grounds import in_words
from draad.texts import Texts


def grounds_of(say: Texts, data: Any) -> dict[str, dict[str, str]]:
    """``{"woo 5.1.2.e": {"label", "meaning"}}`` for each code of a mark that stands anywhere in a page's data."""
    codes: set[str] = set()
    waiting: list[Any] = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if one.get("kind") == "mark":
                codes.add(one["code"])
            waiting += [value for value in one.values() if isinstance(value, list | dict)]
        else:
            waiting += [value for value in one if isinstance(value, list | dict)]
    return in_words_of(say, codes)


def in_words_of(say: Texts, codes: Iterable[str]) -> dict[str, dict[str, str]]:
    """The same, of codes that are at hand."""
    told = {code: in_words(say, code) for code in sorted(codes)}
    return {code: {"label": label, "meaning": meaning} for code, (label, meaning) in told.items()}
