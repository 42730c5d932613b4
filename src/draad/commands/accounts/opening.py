"""What the commands on accounts share: the accounts of a dossier, who is at work, a password that nobody sees."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from draad.commands.place import NoDossierError, is_dossier
from draad.errors import UsageError
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.web.accounts import Accounts

ROLE_NAMES = ("reader", "team", "officer", "admin")
SCOPE_NAMES = ("read", "write", "officer", "calendar")
"""As in ``web.accounts.roles``, which is not imported for ``--help``; a test keeps them alike."""


def accounts_of(place: Path) -> Accounts:
    """The accounts of the dossier in a folder. Raises NoDossierError."""
    if not is_dossier(place):
        raise NoDossierError(str(place))
    from draad.web.accounts import Accounts

    return Accounts.of(place)


def at_work() -> str:
    """Who does this, for the log: ``@`` and the login name on this machine. No account can be called so."""
    from draad.web.accounts import local_user

    return f"@{local_user('reader').name}"


def asked_password(stdin: bool) -> str:
    """A password, typed twice on the terminal or read from standard input: never seen, never in the shell's history.

    Raises UsageError where nothing came in.
    """
    if stdin:
        given = sys.stdin.readline().removesuffix("\n").removesuffix("\r")
        if not given:
            raise UsageError(spoken()("password.none"), spoken()("password.none-cure"))
        return given
    say = spoken()
    while True:
        first = str(click.prompt(say("password.ask"), hide_input=True, err=True))
        if first == click.prompt(say("password.again"), hide_input=True, err=True):
            return first
        click.echo(say("password.differ"), err=True)


def too_weak(why: str) -> UsageError:
    """What to tell of a password that would be guessed; ``why`` is that of a WeakPasswordError."""
    say = spoken()
    return UsageError(say(f"password.{why}"), say("password.cure"))
