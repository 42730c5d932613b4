"""All links are made here, so that an address is written once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from draad.web.routes import Route

_PART = re.compile(r"\{(\w+)(?::\w+)?\}")


class Urls:
    """The addresses of a table of routes."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._paths = {route.name: route.path for route in routes}

    def url(self, name: str, /, **values: Any) -> str:
        """The address of a route: parts of its path by name, what is left as query; None is left out."""
        return self._made(self._paths[name], values)

    def has(self, name: str) -> bool:
        """Whether there is such a route."""
        return name in self._paths

    def changed(
        self, route: Route, path: Mapping[str, str], query: Mapping[str, Iterable[str]], changes: Mapping[str, Any]
    ) -> str:
        """An address with some values of its query changed; None takes one away."""
        kept: dict[str, Any] = {name: list(values) for name, values in query.items() if name not in changes}
        return self._made(route.path, {**kept, **path, **changes})

    @staticmethod
    def _made(pattern: str, values: Mapping[str, Any]) -> str:
        left = {name: value for name, value in values.items() if value is not None and value != "" and value != []}
        path = pattern
        if "{" in pattern:
            path = _PART.sub(lambda part: _quoted(str(left.pop(part[1]))), pattern)
        if not left:
            return path
        anchor = left.pop("_anchor", "")
        query = "&".join(filter(None, map(_pair, left, left.values())))
        return f"{path}{'?' if query else ''}{query}{'#' if anchor else ''}{quote(str(anchor))}"


def _quoted(text: str) -> str:
    """A part of a path. Most are identifiers, which are written as they are."""
    return text if text.isalnum() and text.isascii() else quote(text, safe="~")


def _pair(name: str, value: Any) -> str:
    """A value of a query, or as many as it is; names too come from whoever asks."""
    text = value if type(value) is str else str(value) if type(value) is int else ""
    if text.isalnum() and text.isascii() and name.isalnum() and name.isascii():
        return f"{name}={text}"
    return urlencode({name: value}, doseq=True)
