"""``draad user …`` and ``draad token …``: who may come into the reading room of a dossier, and which programs."""

from __future__ import annotations

import click

from draad.commands.base import Group, language_option

USERS = {
    "add": "accounts.users:add",
    "list": "accounts.users:list_users",
    "role": "accounts.users:role",
    "password": "accounts.users:password",
    "disable": "accounts.users:disable",
    "enable": "accounts.users:enable",
    "remove": "accounts.users:remove",
}
TOKENS = {
    "add": "accounts.tokens:add",
    "list": "accounts.tokens:list_tokens",
    "revoke": "accounts.tokens:revoke",
}
"""Each command of a group and where it stands under ``draad.commands``. In the order of the work."""


class Users(Group):
    """The commands on users, each imported when it is wanted."""

    members = USERS
    about = "help.user.long"
    prefix = "user-"


class Tokens(Group):
    """The commands on access tokens, each imported when it is wanted."""

    members = TOKENS
    about = "help.token.long"
    prefix = "token-"


@click.group(cls=Users, name="user", context_settings={"help_option_names": ["-h", "--help"]})
@language_option
def user() -> None:
    """Keep the accounts of a dossier."""


@click.group(cls=Tokens, name="token", context_settings={"help_option_names": ["-h", "--help"]})
@language_option
def token() -> None:
    """Keep the access tokens of a dossier."""
