"""``draad completion``: the script by which a shell completes commands and options."""

from __future__ import annotations

import click

from draad.commands.base import command

SHELLS = ("bash", "zsh", "fish")


@command("completion")
@click.argument("shell", type=click.Choice(SHELLS), metavar="bash|zsh|fish")
def completion(shell: str) -> None:
    """Print the script."""
    from click.shell_completion import get_completion_class

    from draad.cli import COMPLETION_VARIABLE, draad

    maker = get_completion_class(shell)
    assert maker is not None, "click completes all of SHELLS"
    click.echo(maker(draad, {}, "draad", COMPLETION_VARIABLE).source())
