"""``draad user …`` and ``draad token …``: who may come into the reading room of a dossier, and which programs."""

from __future__ import annotations

from draad.commands.base import group

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

user = group("user", USERS)
token = group("token", TOKENS)
