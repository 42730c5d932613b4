"""``draad serve``: the reading room in the browser."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from draad.commands.base import command
from draad.commands.place import dossier_option, opened, split_words
from draad.errors import UsageError
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.web.room import Settings

PORT = 8015
LOCAL_ROLES = ("reader", "team", "officer")


@command("serve")
@click.argument("words", nargs=-1, metavar="[DOSSIER]")
@dossier_option
@click.option("--port", type=click.IntRange(0, 65535), metavar="N", default=PORT)
@click.option("--host", metavar="ADRES", default="127.0.0.1")
@click.option("--open/--no-open", "browser", default=None)
@click.option("--role", type=click.Choice(LOCAL_ROLES), default="team")
@click.option("--team", is_flag=True)
@click.option("--certificate", metavar="BESTAND", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--key", metavar="BESTAND", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--proxy", is_flag=True)
@click.option("--name", "names", metavar="NAAM", multiple=True)
@click.option("--tokens", metavar="BESTAND", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--today", metavar="JJJJ-MM-DD")
def serve(words: tuple[str, ...], place: Path | None, port: int, host: str, browser: bool | None, **said: Any) -> None:
    """Serves until it is stopped."""
    place, _ = split_words(words, place, 0)
    settings = _settings(host, **said)
    opened(place).close()
    from draad.web.server import run

    tls = (said["certificate"], said["key"]) if said["certificate"] else None
    run(place, settings, host, port, tls, tell=_tell, browser=sys.stdout.isatty() if browser is None else browser)


def _settings(
    host: str,
    *,
    role: Any,
    team: bool,
    certificate: Path | None,
    key: Path | None,
    proxy: bool,
    names: tuple[str, ...],
    tokens: Path | None,
    today: str | None,
) -> Settings:
    """What was said, as a whole. Raises UsageError for what does not go together or would not be safe."""
    from draad.web.accounts.origin import LOOPBACK
    from draad.web.accounts.roles import local_user
    from draad.web.room import Settings

    say = spoken()
    loopback = host in LOOPBACK
    if (certificate is None) != (key is None):
        raise UsageError(say("serve.both"), say("serve.both-cure"))
    if not team and (not loopback or proxy):
        raise UsageError(say("serve.alone", host=host), say("serve.alone-cure"))
    if team and not loopback and not certificate and not proxy:
        raise UsageError(say("serve.open", host=host), say("serve.open-cure"))
    try:
        day = date.fromisoformat(today) if today else None
    except ValueError:
        raise UsageError(say("usage.no-day", value=today or ""), say("usage.no-day-cure")) from None
    return Settings(
        local=None if team else local_user(role),
        secure=bool(certificate or proxy),
        hosts=frozenset(name.lower() for name in names) or (LOOPBACK if loopback else frozenset({"*"})),
        behind_proxy=proxy,
        tokens=tokens,
        today=day,
        language="en" if say.language == "en" else "nl",
    )


def _tell(url: str, settings: Settings) -> None:
    say = spoken()
    click.echo(say("serve.at", url=url))
    user = settings.local
    click.echo(
        say("serve.team") if user is None else say("serve.one", name=user.name, role=say(f"role.{user.role}")), err=True
    )
    click.echo(say("serve.stop"), err=True)
