"""What an address of the reading room is: its path, who may come, what it may be asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from draad.errors import UsageError

if TYPE_CHECKING:
    from draad.web.ask import Ask
    from draad.web.respond import Answer

Kind = Literal["text", "int", "date", "flag", "choice", "list"]
Access = Literal["anyone", "reader", "team", "officer", "admin"]
"""The least role that may come; ``anyone`` needs no account."""
Scope = Literal["read", "write", "calendar", "person"]
"""What an access token must allow. No token is good for ``person``: accounts and tokens are kept by people, so that a
token that got out can't make others."""
_INT = re.compile(r"-?[0-9]{1,17}")
MOST_VALUES = 2000
"""Values of one list; a page shows fewer rows to choose from."""


class BadValueError(UsageError):
    """A query or a form holds a value that can't be; the message names the field."""

    code = "bad-value"


@dataclass(frozen=True, slots=True)
class Param:
    """One value that an address takes, from its query or its form."""

    name: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    default: Any = None
    least: int | None = None
    most: int | None = None
    length: int = 2000
    """Most characters of a text."""

    def read(self, given: Sequence[str]) -> Any:
        """The value of what was given under this name, the default where nothing was. Raises BadValueError."""
        values = [value for value in (one.strip() for one in given) if value]
        if self.kind == "list":
            if len(values) > MOST_VALUES:
                raise self._bad(f"{len(values)} > {MOST_VALUES}")
            return [self._one(value) for value in values]
        return self._one(values[-1]) if values else self.default

    def _one(self, value: str) -> Any:
        if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
            raise self._bad("U+0000")
        if self.choices and value not in self.choices:
            raise self._bad(f"{value[:60]!r}: {' | '.join(self.choices)}")
        match self.kind:
            case "int":
                return self._int(value)
            case "date":
                return self._date(value)
            case "flag":
                return value not in ("0", "false", "nee", "no")
        if len(value) > self.length:
            raise self._bad(f"{len(value)} > {self.length}")
        return value

    def _int(self, value: str) -> int:
        if not _INT.fullmatch(value):
            raise self._bad(repr(value[:60]))
        number = int(value)
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            raise self._bad(f"{number} ({self.least} … {self.most})")
        return number

    def _date(self, value: str) -> str:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise self._bad(repr(value[:60])) from None

    def _bad(self, why: str) -> BadValueError:
        return BadValueError(f"{self.name}: {why}")


@dataclass(frozen=True, slots=True)
class Route:
    """One address. A GET stands at ``path`` for people and at ``path`` + ``.json`` for programs."""

    path: str
    handler: Callable[[Ask], Answer]
    name: str
    summary: str
    """Key of the text that says what it is, for the API's description."""
    method: Literal["GET", "POST"] = "GET"
    role: Access = "reader"
    params: tuple[Param, ...] = ()
    scope: Scope = "read"
    uploads: bool = False
    """Whether files may come with the form."""
    most_upload: int = 0
    """Bytes of those files; 0 for as many as the room takes."""
    json: bool = True
    """Whether there is a twin for programs; not for what is a file already."""

    def read(self, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        """The values of all declared names. Raises BadValueError."""
        return {param.name: param.read(given.get(param.name, ())) for param in self.params}


PAGE = Param("pagina", "int", default=1, least=1, most=100_000)
"""Which page of a list, from 1."""
