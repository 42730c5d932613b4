"""``draad redact …``: what is to be withheld, from proposal to removal. One module a family of commands."""

from __future__ import annotations

from draad.commands.base import group

MEMBERS: dict[str, str] = {
    "propose": "redact.proposing:propose",
    "list": "redact.listing:list_redactions",
    "accept": "redact.deciding:accept",
    "reject": "redact.deciding:reject",
    "add": "redact.deciding:add",
    "look": "redact.deciding:look",
    "undo": "redact.deciding:undo",
    "visible": "redact.settings:visible",
    "settings": "redact.settings:settings",
    "pseudonyms": "redact.pseudonyms:pseudonyms",
    "apply": "redact.applying:apply",
}
"""Each command of the group and where it stands under ``draad.commands``. In the order of the work."""

redact = group("redact", MEMBERS)
