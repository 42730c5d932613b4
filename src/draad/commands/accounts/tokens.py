"""``draad token add``, ``list`` and ``revoke``."""

from __future__ import annotations

from pathlib import Path

import click

from draad.commands.accounts.opening import SCOPE_NAMES, accounts_of, at_work
from draad.commands.accounts.users import iso
from draad.commands.base import command
from draad.commands.listing import Column, form_of, form_options, tell, write
from draad.commands.place import dossier_option, split_words
from draad.texts import spoken

_COLUMNS = (
    Column("id"),
    Column("user"),
    Column("token"),
    Column("scopes"),
    Column("created", lambda row: str(row["created"])[:10]),
    Column("expires", lambda row: str(row["expires"])[:10]),
    Column("last_seen", lambda row: str(row["last_seen"] or "")[:16]),
)


@command("add", "token")
@click.argument("words", nargs=-1, metavar="[DOSSIER] NAAM WAARVOOR")
@dossier_option
@click.option("--scope", "scopes", type=click.Choice(SCOPE_NAMES), multiple=True, default=("read",))
@click.option("--days", "valid", type=click.IntRange(1, 366), metavar="N", default=90)
def add(words: tuple[str, ...], place: Path | None, scopes: tuple[str, ...], valid: int) -> None:
    """Make an access token."""
    place, (name, purpose) = split_words(words, place, 2)
    with accounts_of(place) as accounts:
        token = accounts.make_token(name, purpose, set(scopes), by=at_work(), days=valid)
    tell(spoken()("accounts.token-made", name=name))
    click.echo(token)


@command("list", "token")
@click.argument("words", nargs=-1, metavar="[DOSSIER]")
@dossier_option
@form_options()
def list_tokens(words: tuple[str, ...], place: Path | None, **forms: bool) -> None:
    """List the access tokens."""
    place, _ = split_words(words, place, 0)
    form = form_of(**forms)
    with accounts_of(place) as accounts:
        rows = [
            {
                "id": token.id,
                "user": token.user,
                "token": token.name,
                "scopes": list(token.scopes),
                "created": iso(token.created),
                "expires": iso(token.expires),
                "last_seen": iso(token.used),
            }
            for token in accounts.tokens()
        ]
    if not rows and form == "table":
        tell(spoken()("accounts.no-tokens"))
        return
    write(form, _COLUMNS, rows)


@command("revoke", "token")
@click.argument("words", nargs=-1, metavar="[DOSSIER] KENMERK")
@dossier_option
def revoke(words: tuple[str, ...], place: Path | None) -> None:
    """Take an access token away."""
    place, (ref,) = split_words(words, place, 1)
    with accounts_of(place) as accounts:
        accounts.revoke_token(ref, by=at_work())
    tell(spoken()("accounts.token-revoked", ref=ref))
