"""What a page is asked: by whom, what, of which dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NamedTuple

if TYPE_CHECKING:
    from draad.dossier import Dossier
    from draad.texts import Texts
    from draad.web.accounts.roles import User
    from draad.web.room import Room
    from draad.web.routes import Route

Wants = Literal["html", "json", "part"]
"""A whole page, its data, or the piece of a page that htmx asks for."""
THEMES = ("licht", "donker")
"""By their names in forms and cookies; whoever chose none has that of the system."""


class Upload(NamedTuple):
    """A file as the browser sent it; on disk or in memory, gone when the answer is given."""

    name: str
    """As the browser calls it: never a path of ours."""
    size: int
    file: BinaryIO


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, with all that a page may use. Everything in it was checked."""

    room: Room
    dossier: Dossier
    """Open for reading; for a GET it shows one state of the dossier from beginning to end."""
    say: Texts
    user: User
    route: Route
    path: Mapping[str, str]
    """The parts of the address."""
    values: Mapping[str, Any]
    """Query or form, by the names that the route declares."""
    today: date
    wants: Wants = "html"
    session: str = ""
    """The browser's session, for what hangs by it (CSRF, flash); empty for a program with a token."""
    address: str = ""
    """Where the request came from, for limits and the audit log."""
    here: str = "/"
    """This address with its query, for the way back."""
    origin: str = ""
    """Scheme and host by which we are called, for addresses that leave the page: ``http://127.0.0.1:8015``."""
    theme: str = ""
    uploads: tuple[Upload, ...] = ()
    agent: str = ""
    """What the browser calls itself."""
    browser: str = ""
    """What it keeps of an earlier login, by which it is known to that user (``accounts.limits``)."""
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The query as it came, for links that change one thing of it."""

    def url(self, name: str, /, **values: Any) -> str:
        """The address of a route by its name: parts of its path by name, the rest as query."""
        return self.room.urls.url(name, **values)

    def again(self, **changes: Any) -> str:
        """This address with some values of its query changed; None takes one away."""
        return self.room.urls.changed(self.route, self.path, self.query, changes)
