"""Writes docs/commands.md from the live ``--help``: ``python scripts/commands_page.py docs/commands.md``.

A test fails when the page and the help differ, so the page can't fall behind.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from draad.cli import COMMANDS, draad
from draad.texts import speak

WIDTH = 100
HEAD = """\
# De commando's

Deze bladzijde wordt gemaakt van `draad --help` met `make docs`; wijzig haar niet met de hand. In het Engels:
`draad --lang en COMMANDO --help`. De afsluitcodes staan in [errors.md](errors.md), de zoektaal in
[zoeken.md](zoeken.md).

Waar staat het dossier? `draad show MAP` en `draad show -d MAP` zijn hetzelfde. Zonder map geldt de variabele
`DRAAD_DOSSIER`, dan de map waarin u staat, dan de map `dossier` daarin, waar `draad ingest` het zonder `-d` maakt.
"""


def help_text(*words: str) -> str:
    """What ``draad WORDS --help`` prints, at a fixed width."""
    command: click.Command = draad
    settings = {"max_content_width": WIDTH, "terminal_width": WIDTH}
    ctx = click.Context(command, info_name="draad", **settings, **command.context_settings)
    for word in words:
        assert isinstance(command, click.Group), word
        found = command.get_command(ctx, word)
        assert found is not None, word
        command = found
        ctx = click.Context(found, info_name=word, parent=ctx, **settings, **found.context_settings)
    with ctx:
        return command.get_help(ctx).rstrip()


def sections() -> list[tuple[str, ...]]:
    """Every command by its words, those of a group after the group."""
    found: list[tuple[str, ...]] = []
    for name in COMMANDS:
        found.append((name,))
        command = draad.get_command(click.Context(draad), name)
        if isinstance(command, click.Group):
            found += [(name, member) for member in command.list_commands(click.Context(command))]
    return found


def page() -> str:
    """The whole page."""
    speak("nl")
    parts = [HEAD, f"```text\n{help_text()}\n```\n"]
    parts += [f"## draad {' '.join(words)}\n\n```text\n{help_text(*words)}\n```\n" for words in sections()]
    return "\n".join(parts)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
