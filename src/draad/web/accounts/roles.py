"""Who somebody is in the reading room, and what that allows."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["reader", "team", "officer", "admin"]
"""Reads; also follows items up; also sees what law 2 keeps for the Woo officer; also keeps the accounts."""
ROLES: tuple[Role, ...] = get_args(Role)
"""From least to most: each may do all that those before it may."""
Scope = Literal["read", "write", "officer", "calendar"]
"""What an access token may be good for; ``calendar`` reads the calendar feed and nothing else."""
SCOPES: tuple[Scope, ...] = get_args(Scope)
_RANKS: dict[str, int] = {"anyone": -1} | {str(role): place for place, role in enumerate(ROLES)}


def rank(role: str) -> int:
    """The place of a role among ``ROLES``; -1 for ``anyone``. KeyError for no role: a fault of ours fails closed."""
    return _RANKS[role]


@dataclass(frozen=True, slots=True)
class User:
    """Whoever asks for a page: somebody with an account, their token, the one user of a loopback server, nobody."""

    name: str
    role: Role | Literal["anyone"]
    scopes: frozenset[Scope] | None = None
    """What the token with which they came is good for; None for a person at a browser, who needs no token."""
    local: bool = False
    """The one user of a server on loopback without accounts."""
    must_change: bool = False
    """Their password was given by somebody else: nothing but changing it is allowed."""

    @property
    def known(self) -> bool:
        """Whether it is somebody at all."""
        return self.role != "anyone"

    def may(self, role: str) -> bool:
        """Whether they may see what asks for at least this role.

        A token is no officer unless it was made for that, and is never an admin: a program keeps no accounts.
        KeyError for a role that does not exist.
        """
        most = rank(self.role)
        if self.scopes is not None:
            most = min(most, rank("officer" if "officer" in self.scopes else "team"))
        return rank(role) <= most

    def allows(self, scope: str) -> bool:
        """Whether they came in a way that is good for this: any for a person, what it was made for with a token.

        Who may read everything may read the calendar.
        """
        return self.scopes is None or scope in self.scopes or (scope == "calendar" and "read" in self.scopes)


NOBODY = User("", "anyone")
"""Who did not sign in."""


def local_user(role: Role) -> User:
    """The one user of a server on loopback without accounts: whoever is signed in to this machine."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):  # a number without a name, as in some containers
        name = "local"
    return User(name, role, local=True)
