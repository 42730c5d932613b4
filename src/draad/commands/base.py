"""What all commands share: help out of the catalogue, the language, the choice of dossier.

A command is declared with its parameters only. Its help stands in ``knowledge/texts``: ``help.COMMAND.short`` and
``.long``, ``.examples`` where there are any, and for each parameter ``help.COMMAND.PARAMETER`` or, when commands
share it, ``param.PARAMETER``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from draad import __version__
from draad.texts import LANGUAGES, Texts, speak, spoken

F = TypeVar("F", bound=Callable[..., Any])


def _keep_language(_ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value:
        speak(value)


def language_option(command: F) -> F:
    """``--lang nl|en``; every command has it, and so has ``draad`` itself."""
    option = click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        is_eager=True,
        expose_value=False,
        callback=_keep_language,
    )
    return option(command)


def _print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"draad {__version__}")
        ctx.exit()


version_option = click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version)


def help_of(say: Texts, command: str, param: click.Parameter) -> str:
    """The catalogue's line on one parameter of one command."""
    name = param.name or ""
    return say.get(f"help.{command}.{name}", "") or say(f"param.{name}")


def _option_row(ctx: click.Context, say: Texts, command: str, param: click.Option) -> tuple[str, str]:
    words = ", ".join(param.opts)
    if not param.is_flag:
        words += f" {param.make_metavar(ctx)}"
    about = help_of(say, command, param)
    if param.multiple:
        about += f" [{say('help.repeatable')}]"
    if isinstance(param.default, (int, float, str)) and not param.is_flag:
        about += f" [{say('help.default')}: {param.default}]"
    return words, about


def write_paragraphs(formatter: click.HelpFormatter, text: str) -> None:
    """Flowing text; a blank line parts paragraphs."""
    with formatter.indentation():
        for paragraph in text.strip().split("\n\n"):
            formatter.write_paragraph()
            formatter.write_text(paragraph)


def write_parameters(ctx: click.Context, formatter: click.HelpFormatter, command: click.Command) -> None:
    """The arguments and options of a command, each with its line of the catalogue."""
    say, name = spoken(), command.name or ""
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    if arguments:
        with formatter.section(say("help.arguments")):
            formatter.write_dl([(p.make_metavar(ctx), help_of(say, name, p)) for p in arguments])
    options = [p for p in command.get_params(ctx) if isinstance(p, click.Option) and not p.hidden]
    with formatter.section(say("help.options")):
        formatter.write_dl([_option_row(ctx, say, name, p) for p in options])


class Command(click.Command):
    """A command whose help speaks the language of the call."""

    def get_short_help_str(self, limit: int = 80) -> str:
        """The line that stands beside the command in shell completion."""
        return spoken()(f"help.{self.name}.short")

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what the command does, its arguments and options, and examples."""
        say = spoken()
        pieces = " ".join(p.make_metavar(ctx) for p in self.params if isinstance(p, click.Argument))
        formatter.write_usage(ctx.command_path, f"{pieces} [{say('help.option')}…]".strip(), f"{say('help.usage')} ")
        write_paragraphs(formatter, say(f"help.{self.name}.long"))
        write_parameters(ctx, formatter, self)
        examples = say.get(f"help.{self.name}.examples", "").strip()
        if examples:
            with formatter.section(say("help.examples")):
                formatter.write("".join(f"  {line}\n" for line in examples.splitlines()))


def command(name: str) -> Callable[[Callable[..., Any]], Command]:
    """Declare a command: its help is the catalogue's, and ``--lang`` is always there."""

    def declare(function: Callable[..., Any]) -> Command:
        settings = {"help_option_names": ["-h", "--help"]}
        made = click.command(name, cls=Command, context_settings=settings)(language_option(function))
        made.params.append(made.params.pop(0))  # --lang is on every command: it stands last
        return made

    return declare
