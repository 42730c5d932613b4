"""The reading room as a whole: one dossier, its readers, its accounts, its words; what all pages share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from draad.show.moments import AMSTERDAM
from draad.web.accounts.origin import LOOPBACK
from draad.web.accounts.roles import User
from draad.web.accounts.signing import Signer
from draad.web.accounts.store import Accounts
from draad.web.handbook import laid_out, section_of
from draad.web.jobs.intake import Intake
from draad.web.jobs.proposing import Proposing
from draad.web.keep import Keep
from draad.web.patience import Patience
from draad.web.readers import Readers
from draad.web.static import BUILT, OWN, Files
from draad.web.urls import Urls
from draad.web.words import environment

if TYPE_CHECKING:
    from draad.dossier import Dossier
    from draad.dossier.index import Index
    from draad.web.routes import Route

THREADS = 6
"""Pages made at one time: more would only take turns at the interpreter's lock."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``draad serve`` was told."""

    local: User | None
    """The one user of a room without accounts; None where people log in."""
    secure: bool = False
    """Whether browsers come by TLS, so that cookies may say so."""
    hosts: frozenset[str] = LOOPBACK
    """Names by which the room may be called; ``*`` for any. Keeps a foreign page from passing for ours."""
    behind_proxy: bool = False
    """Whether the address of a visitor stands in ``X-Forwarded-For``."""
    tokens: Path | None = None
    """A ministry's own design tokens: a style sheet loaded after ours."""
    today: date | None = None
    """Another day than today, to look back or to test."""
    language: Literal["nl", "en"] = "nl"
    most_upload: int = 512 * 1024 * 1024
    """Bytes of one upload, all its files together."""

    @property
    def team(self) -> bool:
        """Whether people log in."""
        return self.local is None


class Room:
    """One dossier's reading room. Made once; used by all threads."""

    def __init__(self, place: Path, settings: Settings, routes: Sequence[Route]) -> None:
        self.place = place
        self.settings = settings
        self.routes = tuple(routes)
        self.urls = Urls(routes)
        self.own = Files(OWN, "/static")
        self.built = Files(BUILT, "/assets")
        self.keep = Keep(self.open)
        self.readers = Readers(self.open, THREADS)
        self.patience = Patience()
        self.accounts = Accounts.of(place)
        self.intake = Intake(place)
        self.proposing = Proposing(place)
        self._index: Index | None = None
        self._index_lock = threading.Lock()
        self._closers: list[Callable[[], None]] = [
            self.patience.close,
            self.accounts.close,
            self.readers.close,
            self.keep.close,
            self.intake.close,
            self.proposing.close,
        ]
        self.templates = environment(
            url=self.urls.url,
            has=self.urls.has,
            static=self.own.url,
            asset=self.built.url,
            laid_out=laid_out,
            help_of=section_of,
            settings=settings,
        )

    @property
    def name(self) -> str:
        """The dossier's name: that of its folder."""
        return self.place.resolve().name

    @property
    def signer(self) -> Signer:
        """Signs what a browser keeps for us."""
        return self.accounts.signer

    def open(self) -> Dossier:
        """The dossier, open for reading."""
        from draad.dossier import Dossier

        return Dossier.open(self.place, shared=True)

    def index(self) -> Index:
        """The search index, as of its last commit. Raises IndexMissing."""
        from draad.dossier.index import Index

        with self._index_lock:
            if self._index is None:
                self._index = Index.open(self.place / "index")
            return self._index

    def today(self) -> date:
        """The day in the Netherlands."""
        return self.settings.today or datetime.now(AMSTERDAM).date()

    def at_close(self, close: Callable[[], None]) -> None:
        """Asks to be called when the room closes, such as by a job that must be stopped."""
        self._closers.append(close)

    def close(self) -> None:
        """Closes what is open."""
        for close in reversed(self._closers):
            close()
