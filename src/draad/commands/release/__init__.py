"""``draad release …``: from decisions to a publication. One module a family of commands."""

from __future__ import annotations

from draad.commands.base import group

MEMBERS: dict[str, str] = {
    "marks": "release.marks:marks",
    "inventory": "release.listing:inventory",
    "judge": "release.judging:judge",
    "import": "release.importing:import_list",
    "production": "release.listing:production",
    "publish": "release.publishing:publish",
}
"""Each command of the group and where it stands under ``draad.commands``. In the order of the work."""

release = group("release", MEMBERS)
