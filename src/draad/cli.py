"""The command ``draad``: finds the command asked for, runs it, and turns what goes wrong into one plain sentence.

Nothing heavy is imported here: ``draad --help`` must answer at once. Each command stands in a module of
``draad.commands`` that is imported when that command is asked for, and that imports stages only when it runs.
"""

from __future__ import annotations

import os
import sys

import click

from draad.commands.base import Group, language_option, version_option
from draad.commands.failure import explain
from draad.errors import DraadError, ExitCode
from draad.texts import speak

COMMANDS = {
    "ingest": "ingest:ingest",
    "show": "overview:show",
    "threads": "overview:threads",
    "thread": "reading:thread",
    "document": "reading:document",
    "search": "search:search",
    "register": "register:register",
    "redact": "redact:redact",
    "audit": "audit:audit",
    "release": "release:release",
    "serve": "serve:serve",
    "user": "accounts:user",
    "token": "accounts:token",
    "dump": "dump:dump",
    "sample": "sample:sample",
    "doctor": "doctor:doctor",
    "completion": "completion:completion",
}
"""Each command and where it stands: ``module:function`` under ``draad.commands``. In the order of the work."""


COMPLETION_VARIABLE = "_DRAAD_COMPLETE"
"""By which the completion script of a shell asks for words; click's own name for a program called ``draad``."""


class Draad(Group):
    """The group of all commands, each imported when it is wanted."""

    members = COMMANDS
    about = "help.group"


@click.group(cls=Draad, name="draad", context_settings={"help_option_names": ["-h", "--help"]})
@language_option
@version_option
def draad() -> None:
    """Take apart a pile of correspondence and show what is in it."""


def _invoke(arguments: list[str]) -> int:
    """As ``click.Command.main``, which can't be used: it gives exit code 1 for a closed pipe."""
    if instruction := os.environ.get(COMPLETION_VARIABLE):
        from click.shell_completion import shell_complete

        return shell_complete(draad, {}, "draad", COMPLETION_VARIABLE, instruction)
    try:
        with draad.make_context("draad", arguments) as ctx:
            result = draad.invoke(ctx)
    except click.exceptions.Exit as end:
        return end.exit_code
    return result if isinstance(result, int) else int(ExitCode.ok)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; errors are told on standard error.

    A reader that closes the pipe early (``draad dump … | head``) has what it wanted: no error, no traceback.
    """
    speak(None)
    try:
        code = _invoke(list(arguments))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # What is still buffered would raise again when Python closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.ok)
    except (DraadError, click.ClickException, click.Abort, OSError, KeyboardInterrupt) as error:
        return explain(error)


def main() -> None:
    """The entry point that the package installs."""
    sys.exit(run(sys.argv[1:]))
