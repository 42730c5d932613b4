"""``draad release …``: from decisions to a publication. One module a family of commands."""

from __future__ import annotations

import click

from draad.commands.base import Group, language_option

MEMBERS: dict[str, str] = {
    "marks": "release.marks:marks",
    "inventory": "release.listing:inventory",
    "judge": "release.judging:judge",
    "import": "release.importing:import_list",
    "production": "release.listing:production",
    "publish": "release.publishing:publish",
}
"""Each command of the group and where it stands under ``draad.commands``. In the order of the work."""


class Release(Group):
    """The commands of publication, each imported when it is wanted."""

    members = MEMBERS
    about = "help.release.long"
    prefix = "release-"


@click.group(cls=Release, name="release", context_settings={"help_option_names": ["-h", "--help"]})
@language_option
def release() -> None:
    """List, judge, publish."""
