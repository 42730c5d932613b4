"""What went wrong, as one plain sentence with its cure, on standard error; and the exit code that belongs to it.

The pattern is OCRmyPDF's. The sentences stand in the catalogue under ``error.CODE`` (``CODE`` is the error class's
``code``) and in ``docs/errors.md``, so that a person can look one up.
"""

from __future__ import annotations

import errno

import click

from draad.errors import DraadError, ExitCode
from draad.show.failures import cure, reason, told
from draad.show.plain import printable
from draad.texts import Texts, spoken


def _bad_value(say: Texts, name: str, kind: object, otherwise: str) -> str:
    match kind:
        case click.Choice(choices=choices):
            return say("usage.choice", name=name, choices=", ".join(map(str, choices)))
        case click.IntRange(min=low, max=None) | click.FloatRange(min=low, max=None):
            return say("usage.at-least", name=name, low=low)
        case click.IntRange(min=low, max=high) | click.FloatRange(min=low, max=high):
            return say("usage.between", name=name, low=low, high=high)
    return say("usage.bad", name=name, detail=otherwise)


def _usage(say: Texts, error: click.ClickException) -> str:
    """Click's own complaints in our words; what we have no words for keeps click's."""
    match error:
        case click.NoSuchOption():
            near = say("usage.near", near=", ".join(error.possibilities)) if error.possibilities else ""
            return f"{say('usage.no-option', name=error.option_name)} {near}".strip()
        case click.MissingParameter(param=click.Parameter() as param, ctx=click.Context() as ctx):
            return say("usage.missing", name=param.make_metavar(ctx))
        case click.BadParameter(param=click.Parameter() as param):
            return _bad_value(say, param.opts[-1], param.type, error.message)
    return error.format_message()


def describe(say: Texts, error: BaseException) -> tuple[str, str, ExitCode]:
    """Message, cure and exit code of anything that may end a command."""
    match error:
        case KeyboardInterrupt() | click.Abort():
            return say("error.interrupted.what"), say("error.interrupted.cure"), ExitCode.interrupted
        case DraadError():
            return *told(say, error), error.exit_code
        case click.ClickException():
            path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "draad"
            return _usage(say, error), say("usage.cure", command=path), ExitCode.usage
        case OSError():
            full = error.errno in (errno.ENOSPC, errno.EROFS, errno.EDQUOT)
            code, exit_code = ("disk", ExitCode.disk) if full else ("system", ExitCode.other)
            return reason(say, code, str(error)), cure(say, code, ""), exit_code
    raise error


def explain(error: BaseException) -> int:
    """Tell an error on standard error and give its exit code."""
    message, mend, code = describe(spoken(), error)
    click.echo(printable(f"draad: {message.rstrip()}"), err=True)
    if mend:
        click.echo(printable(f"  → {mend}"), err=True)
    return int(code)
