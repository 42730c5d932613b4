"""``draad register …``: everything asked, promised and agreed, followed to the end. One module a family of commands."""

from __future__ import annotations

from draad.commands.base import group

MEMBERS = {
    "list": "register.listing:list_items",
    "show": "register.reading:show",
    "why": "register.reading:why",
    "accept": "register.deciding:accept",
    "reject": "register.deciding:reject",
    "edit": "register.editing:edit",
    "fulfil": "register.deciding:fulfil",
    "drop": "register.deciding:drop",
    "supersede": "register.deciding:supersede",
    "reopen": "register.deciding:reopen",
    "undo": "register.deciding:undo",
    "link": "register.linking:link",
    "unlink": "register.linking:unlink",
    "week": "register.overviews:week",
    "due": "register.overviews:due",
    "overdue": "register.overviews:overdue",
    "rhythms": "register.overviews:rhythms",
    "unanswered": "register.overviews:unanswered",
    "signals": "register.overviews:signals",
    "plan": "register.overviews:plan",
    "import": "register.trading:import_file",
    "export": "register.trading:export",
}
"""Each command of the group and where it stands under ``draad.commands``. In the order of the work."""

register = group("register", MEMBERS)
