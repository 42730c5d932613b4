"""The accounts of a dossier: who may come in, how they are known again, what they did. For all threads of a server."""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple, Self

from draad.dossier.database import transaction, translated
from draad.web.accounts import journal, tokens, tries, users
from draad.web.accounts.database import NAME, opened
from draad.web.accounts.errors import NoUserError, TooManyTriesError, WeakPasswordError, WrongLoginError
from draad.web.accounts.journal import Event, SavedSearch
from draad.web.accounts.passwords import Passwords, check_password
from draad.web.accounts.roles import Role, User
from draad.web.accounts.signing import KEY_BYTES, Signer
from draad.web.accounts.tokens import DAYS, Token
from draad.web.accounts.users import Account, Found, Session, clean_name, kept_name


class Login(NamedTuple):
    """What a browser gets when somebody came in."""

    user: User
    token: str
    """For the session's cookie."""
    browser: str
    """For a cookie that outlives the session, by which this browser is known to this user (``limits``)."""


class Accounts:
    """``draad.accounts.sqlite`` in the folder of a dossier; ``None`` keeps everything in memory.

    Every method is one transaction and may be called from any thread; other processes (``draad user …``) may write at
    the same time. All may raise DiskError and DossierError; those with a user's name raise NoUserError.
    ``by`` is who does it, for the log.
    """

    def __init__(
        self, path: Path | None, *, passwords: Passwords | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._file = path or Path(":memory:")
        self._con = opened(path)
        self._lock = RLock()
        self._passwords = passwords or Passwords()
        self._clock = clock
        self.signer = Signer(self._secret())

    @classmethod
    def of(cls, dossier: Path) -> Self:
        """The accounts of the dossier in this folder; made when there are none.

        Of a dossier on a disk that can't be written nothing is kept: one can read it, but nobody can sign in.
        """
        return cls(dossier / NAME if os.access(dossier, os.W_OK) else None)

    @staticmethod
    def exist(dossier: Path) -> bool:
        """Whether accounts were ever made for the dossier in this folder."""
        return (dossier / NAME).is_file()

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._con.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _secret(self) -> bytes:
        with self._writing() as con:
            con.execute("INSERT OR IGNORE INTO settings VALUES ('secret', ?)", (secrets.token_bytes(KEY_BYTES),))
            return bytes(con.execute("SELECT value FROM settings WHERE key = 'secret'").fetchone()[0])

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, transaction(self._con, self._file):
            yield self._con

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, translated(self._file):
            yield self._con

    @property
    def _now(self) -> int:
        return int(self._clock())

    # ── coming in and going out ─────────────────────────────────────────────────────────────────────────────

    def login(self, name: str, password: str, *, address: str = "", agent: str = "", browser: str = "") -> Login:
        """A new session for who knows the password. ``browser`` is the cookie of an earlier ``Login.browser``.

        Raises WrongLoginError, whatever was wrong and in the same time; TooManyTriesError during a wait, in which the
        password is not even looked at.
        """
        found = self._verified(name, password, address, browser)
        fresh = self._passwords.hash(password) if self._passwords.is_old(found.hash) else ""
        with self._writing() as con:
            if fresh:
                con.execute("UPDATE users SET hash = ? WHERE id = ? AND hash = ?", (fresh, found.id, found.hash))
            return self._begin(con, found.name, agent, address)

    def _verified(self, name: str, password: str, address: str, browser: str) -> Found:
        """The user whose password this is. As ``login``."""
        name = kept_name(name)
        own = browser if self.signer.unsign(browser, "browser") == name else ""
        counted = tries.keys(self.signer, name, address, own)
        with self._reading() as con:
            wait = tries.wait(con, counted, self._now)
            found = _found(con, name)
        if wait:
            raise TooManyTriesError(wait)
        good = self._passwords.verify(found.hash if found else None, password)
        with self._writing() as con:
            # Looked up again: they may have been shut out while the password was looked at.
            if good and found is not None and found.disabled is None and found == _found(con, name):
                tries.passed(con, counted)
                return found
            tries.failed(con, counted, self._now)
            # A name that is none may be a password in the wrong field: it is not written down.
            journal.note(con, self._now, name if found else "", "login-failed", {"address": address})
        raise WrongLoginError("")

    def _begin(self, con: sqlite3.Connection, name: str, agent: str, address: str) -> Login:
        """A new session, of whoever is signed in by now."""
        found = users.find(con, name)
        if found.disabled is not None:
            raise WrongLoginError("")
        token = users.begin(con, found.id, agent, self._now)
        journal.note(con, self._now, found.name, "login", {"address": address})
        user = User(found.name, found.role, must_change=found.must_change)
        return Login(user, token, self.signer.sign(found.name, "browser"))

    def logout(self, token: str) -> None:
        """Ends a session here, whatever becomes of the cookie."""
        with self._writing() as con:
            if found := users.by_session(con, token, self._now):
                journal.note(con, self._now, found[0].name, "logout", {})
            users.end(con, token)

    def logout_everywhere(self, name: str, *, but: str = "", by: str) -> int:
        """Ends all sessions of a user, but for that of one token; how many."""
        with self._writing() as con:
            ended = users.end_all(con, users.find(con, name).id, but)
            journal.note(con, self._now, by, "logout-everywhere", {"user": kept_name(name), "sessions": ended})
            return ended

    def end_session(self, name: str, session: str) -> bool:
        """Ends the session of a user that ``Session.id`` names; whether there was one."""
        with self._writing() as con:
            return bool(users.end_one(con, users.find(con, name).id, session))

    def sessions(self, name: str, current: str = "") -> list[Session]:
        """Where a user is signed in; ``current`` is the token of this browser."""
        with self._reading() as con:
            return users.sessions(con, users.find(con, name).id, current, self._now)

    def user_of_session(self, token: str) -> User | None:
        """Who has this session; None where it is over, forged, or its user shut out."""
        with self._reading() as con:
            found = users.by_session(con, token, self._now)
        if found and found[1]:
            with self._writing() as con:
                users.touch(con, token, self._now)
        return found[0] if found else None

    def user_of_bearer(self, token: str) -> User | None:
        """Who has this access token, with what it is good for; None where it is none of ours, over, or revoked."""
        with self._reading() as con:
            found = tokens.by_token(con, token, self._now)
        if found and found[1]:
            with self._writing() as con:
                tokens.touch(con, token, self._now)
        return found[0] if found else None

    # ── who there are ───────────────────────────────────────────────────────────────────────────────────────

    def users(self) -> list[Account]:
        """All users, by name."""
        with self._reading() as con:
            return users.accounts(con)

    def any_user(self) -> bool:
        """Whether anybody can sign in at all."""
        with self._reading() as con:
            return bool(con.execute("SELECT 1 FROM users WHERE disabled IS NULL LIMIT 1").fetchone())

    def add_user(self, name: str, role: Role, password: str, *, by: str, must_change: bool = False) -> str:
        """A new user; the name as it is kept. Raises BadNameError, WeakPasswordError, UserExistsError."""
        name = clean_name(name)
        check_password(password, name)
        kept = self._passwords.hash(password)
        with self._writing() as con:
            users.add(con, name, role, kept, must_change, self._now)
            journal.note(con, self._now, by, "user-added", {"user": name, "role": role})
        return name

    def set_role(self, name: str, role: Role, *, by: str) -> None:
        """Another role, for which they sign in anew. Raises LastAdminError."""
        with self._writing() as con:
            found = users.find(con, name)
            if found.role == role:
                return
            users.keep_an_admin(con, found.name)
            con.execute("UPDATE users SET role = ? WHERE id = ?", (role, found.id))
            users.end_all(con, found.id)
            detail = {"user": found.name, "before": found.role, "after": role}
            journal.note(con, self._now, by, "role", detail)

    def set_password(self, name: str, password: str, *, by: str, must_change: bool = False) -> None:
        """Another password: all sessions end, and failed logins are forgotten. Raises WeakPasswordError."""
        check_password(password, kept_name(name))
        kept = self._passwords.hash(password)
        with self._writing() as con:
            self._replace(con, name, kept, must_change, by)

    def _replace(self, con: sqlite3.Connection, name: str, kept: str, must_change: bool, by: str) -> None:
        found = users.find(con, name)
        con.execute("UPDATE users SET hash = ?, must_change = ? WHERE id = ?", (kept, must_change, found.id))
        users.end_all(con, found.id)
        tries.passed(con, tries.keys(self.signer, found.name, "", ""))
        journal.note(con, self._now, by, "password", {"user": found.name})

    def change_password(
        self, name: str, old: str, new: str, *, address: str = "", agent: str = "", browser: str = ""
    ) -> Login:
        """A user's own new password, for which the old one is asked again; all sessions end but the new one given.

        Raises what ``login`` raises for the old one, WeakPasswordError for a new one that would be guessed or is the
        old one.
        """
        check_password(new, kept_name(name))
        found = self._verified(name, old, address, browser)
        if old == new:
            raise WeakPasswordError("same")
        kept = self._passwords.hash(new)
        with self._writing() as con:
            self._replace(con, found.name, kept, False, found.name)
            return self._begin(con, found.name, agent, address)

    def set_disabled(self, name: str, disabled: bool, *, by: str) -> None:
        """Shuts a user out at once, or lets them in again. Raises LastAdminError."""
        with self._writing() as con:
            found = users.find(con, name)
            if disabled == (found.disabled is not None):
                return
            if disabled:
                users.keep_an_admin(con, found.name)
                users.end_all(con, found.id)
            con.execute("UPDATE users SET disabled = ? WHERE id = ?", (self._now if disabled else None, found.id))
            what = "user-disabled" if disabled else "user-enabled"
            journal.note(con, self._now, by, what, {"user": found.name})

    def remove_user(self, name: str, *, by: str) -> None:
        """Removes a user with their sessions, tokens and saved searches; the log keeps their name. LastAdminError."""
        with self._writing() as con:
            found = users.find(con, name)
            users.keep_an_admin(con, found.name)
            con.execute("DELETE FROM users WHERE id = ?", (found.id,))
            con.execute("DELETE FROM saved WHERE user = ?", (found.name,))
            journal.note(con, self._now, by, "user-removed", {"user": found.name})

    # ── access tokens ───────────────────────────────────────────────────────────────────────────────────────

    def make_token(self, user: str, name: str, scopes: Collection[str], *, by: str, days: int = DAYS) -> str:
        """An access token for a user, to be shown once. Raises UsageError for scopes or days that can't be."""
        with self._writing() as con:
            found = users.find(con, user)
            token = tokens.make(con, found.id, found.role, name, scopes, days, self._now)
            detail = {"user": found.name, "name": name.strip()[:80], "scopes": sorted(scopes), "days": days}
            journal.note(con, self._now, by, "token-made", detail)
            return token

    def tokens(self, user: str | None = None) -> list[Token]:
        """The tokens of one user, or of all."""
        with self._reading() as con:
            return tokens.listed(con, self._now, users.find(con, user).id if user else None)

    def revoke_token(self, ref: str, *, by: str, user: str | None = None) -> None:
        """Takes a token away by the beginning of its identifier, one of ``user`` only where told. NoTokenError."""
        with self._writing() as con:
            owner, name = tokens.revoke(con, ref, users.find(con, user).id if user else None)
            journal.note(con, self._now, by, "token-revoked", {"user": owner, "name": name})

    # ── log and searches ────────────────────────────────────────────────────────────────────────────────────

    def note(self, who: str, what: str, **detail: Any) -> None:
        """Writes a line in the log of the accounts."""
        with self._writing() as con:
            journal.note(con, self._now, who, what, detail)

    def events(self, limit: int = 50, before: int | None = None) -> list[Event]:
        """The log, newest first; ``before`` is the identifier from which to go on."""
        with self._reading() as con:
            return journal.events(con, limit, before)

    def save_search(self, user: str, name: str, query: str) -> int:
        """Keeps a search for a user; one of the same name is replaced. Its identifier. Raises UsageError."""
        with self._writing() as con:
            return journal.save_search(con, user, name, query, self._now)

    def searches(self, user: str) -> list[SavedSearch]:
        """The searches that a user keeps, by name."""
        with self._reading() as con:
            return journal.searches(con, user)

    def drop_search(self, user: str, search: int) -> None:
        """Forgets a search of this user. Raises NotFoundError."""
        with self._writing() as con:
            journal.drop_search(con, user, search)

    # ── what only this server can have made ─────────────────────────────────────────────────────────────────

    def sign(self, text: str) -> str:
        """A text with its signature, for a cookie."""
        return self.signer.sign(text)

    def unsign(self, signed: str) -> str | None:
        """The text of a signed value; None where it was not signed here or was changed."""
        return self.signer.unsign(signed)

    def csrf_token(self, session: str) -> str:
        """A value for the forms of a session; every call gives another."""
        return self.signer.csrf_token(session)

    def csrf_ok(self, session: str, token: str) -> bool:
        """Whether a value came from a form that this session was given."""
        return self.signer.csrf_ok(session, token)


def _found(con: sqlite3.Connection, name: str) -> Found | None:
    try:
        return users.find(con, name)
    except NoUserError:
        return None
