"""What all commands share: help out of the catalogue, the language, the choice of dossier.

A command is declared with its parameters only. Its help stands in ``knowledge/texts``: ``help.COMMAND.short`` and
``.long``, ``.examples`` where there are any, and for each parameter ``help.COMMAND.PARAMETER`` or, when commands
share it, ``help.GROUP.PARAMETER`` or ``param.PARAMETER``. For a command of a group, COMMAND is ``GROUP-COMMAND``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, TypeVar

import click

from draad import __version__
from draad.errors import UsageError
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
    """The catalogue's line on one parameter: of its command, of its command's group, or what all commands share."""
    name, group = param.name or "", command.partition("-")[0]
    return say.get(f"help.{command}.{name}", "") or say.get(f"help.{group}.{name}", "") or say(f"param.{name}")


def _option_row(ctx: click.Context, say: Texts, command: str, param: click.Option) -> tuple[str, str]:
    words = ", ".join(param.opts)
    if not param.is_flag:
        words += f" {param.make_metavar(ctx)}"
    about = help_of(say, command, param)
    if param.multiple:
        about += f" [{say('help.repeatable')}]"
    if isinstance(param.default, (int, float, str)) and not param.is_flag:
        shown = getattr(param.type, "shown", str)  # a word of ours is told in the language of the help around it
        about += f" [{say('help.default')}: {shown(param.default)}]"
    return words, about


def write_paragraphs(formatter: click.HelpFormatter, text: str) -> None:
    """Flowing text; a blank line parts paragraphs."""
    with formatter.indentation():
        for paragraph in text.strip().split("\n\n"):
            formatter.write_paragraph()
            formatter.write_text(paragraph)


def write_parameters(ctx: click.Context, formatter: click.HelpFormatter, command: click.Command) -> None:
    """The arguments and options of a command, each with its line of the catalogue."""
    say, name = spoken(), help_key(command)
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    if arguments:
        with formatter.section(say("help.arguments")):
            formatter.write_dl([(p.make_metavar(ctx), help_of(say, name, p)) for p in arguments])
    options = [p for p in command.get_params(ctx) if isinstance(p, click.Option) and not p.hidden]
    with formatter.section(say("help.options")):
        formatter.write_dl([_option_row(ctx, say, name, p) for p in options])


def help_key(command: click.Command) -> str:
    """The name under which the help of a command stands in the catalogue."""
    return getattr(command, "key", "") or command.name or ""


class Command(click.Command):
    """A command whose help speaks the language of the call."""

    key = ""
    """Where its help stands in the catalogue; empty for its own name."""

    def get_short_help_str(self, limit: int = 80) -> str:
        """The line that stands beside the command in shell completion."""
        return spoken()(f"help.{help_key(self)}.short")

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what the command does, its arguments and options, and examples."""
        say, key = spoken(), help_key(self)
        pieces = " ".join(p.make_metavar(ctx) for p in self.params if isinstance(p, click.Argument))
        formatter.write_usage(ctx.command_path, f"{pieces} [{say('help.option')}…]".strip(), f"{say('help.usage')} ")
        write_paragraphs(formatter, say(f"help.{key}.long"))
        write_parameters(ctx, formatter, self)
        write_examples(formatter, key)


def write_examples(formatter: click.HelpFormatter, key: str) -> None:
    """The examples of a command, as they stand in the catalogue; nothing where there are none."""
    say = spoken()
    examples = say.get(f"help.{key}.examples", "").strip()
    if examples:
        with formatter.section(say("help.examples")):
            formatter.write("".join(f"  {line}\n" for line in examples.splitlines()))


class Group(click.Group):
    """Commands that are imported one by one, when they are asked for."""

    members: Mapping[str, str] = {}
    """Each command and where it stands: ``module:function`` under ``draad.commands``. In the order of the work."""
    about = ""
    """The key of the text that says what the group is."""
    prefix = ""
    """Before the name of a member in the keys of its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands in the order of the work."""
        return list(self.members)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; None where there is none of that name."""
        if cmd_name not in self.members:
            return None
        module, _, name = self.members[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"draad.commands.{module}"), name)
        return command

    def get_short_help_str(self, limit: int = 80) -> str:
        """The line that stands beside the group in shell completion."""
        return spoken()(f"help.{self.name}.short")

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with our words for a name that is none. Raises UsageError."""
        if args and args[0] not in self.members and not args[0].startswith("-"):
            from difflib import get_close_matches

            say = spoken()
            near = get_close_matches(args[0], self.members, 1)
            said = f"{say('usage.no-command', name=args[0])} {say('usage.near', near=near[0]) if near else ''}"
            raise UsageError(said.strip(), say("usage.cure", command=ctx.command_path))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the group is, and its commands with a line each, out of the catalogue: no command is imported."""
        say = spoken()
        formatter.write_usage(ctx.command_path, say("help.group-usage"), f"{say('help.usage')} ")
        write_paragraphs(formatter, say(self.about))
        with formatter.section(say("help.commands")):
            formatter.write_dl([(name, say(f"help.{self.prefix}{name}.short")) for name in self.members])
        write_parameters(ctx, formatter, self)
        write_examples(formatter, self.name or "")


def group(name: str, members: Mapping[str, str]) -> Group:
    """Declare a group: its help is the catalogue's, and its ``members`` are imported when they are wanted."""

    @click.group(cls=Group, name=name, context_settings={"help_option_names": ["-h", "--help"]})
    @language_option
    def made() -> None:
        """Commands that belong together."""

    found: Group = made
    found.members, found.about, found.prefix = members, f"help.{name}.long", f"{name}-"
    return found


def command(name: str, group: str = "") -> Callable[[Callable[..., Any]], Command]:
    """Declare a command, or one of a group: its help is the catalogue's, and ``--lang`` is always there."""

    def declare(function: Callable[..., Any]) -> Command:
        settings = {"help_option_names": ["-h", "--help"]}
        made = click.command(name, cls=Command, context_settings=settings)(language_option(function))
        made.key = f"{group}-{name}" if group else name
        made.params.append(made.params.pop(0))  # --lang is on every command: it stands last
        return made

    return declare
