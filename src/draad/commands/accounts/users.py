"""``draad user add``, ``list``, ``role``, ``password``, ``disable``, ``enable`` and ``remove``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from draad.commands.accounts.opening import ROLE_NAMES, accounts_of, asked_password, at_work, too_weak
from draad.commands.base import command
from draad.commands.listing import Column, form_of, form_options, tell, write
from draad.commands.place import dossier_option, split_words
from draad.texts import spoken

_ROLE = click.Choice(ROLE_NAMES)
_COLUMNS = (
    Column("user"),
    Column("role"),
    Column("created", lambda row: str(row["created"] or "")[:10]),
    Column("last_seen", lambda row: str(row["last_seen"] or "")[:16]),
    Column("disabled", lambda row: str(row["disabled"] or "")[:10]),
    Column("must_change", in_table=False),
)


def iso(at: int | None) -> str | None:
    """Seconds since 1970 as ISO 8601 in UTC."""
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat()


@command("add", "user")
@click.argument("words", nargs=-1, metavar="[DOSSIER] NAAM")
@dossier_option
@click.option("--role", type=_ROLE, default="reader")
@click.option("--stdin", is_flag=True)
@click.option("--temporary", is_flag=True)
def add(words: tuple[str, ...], place: Path | None, role: Any, stdin: bool, temporary: bool) -> None:
    """Make an account."""
    from draad.web.accounts.errors import UserExistsError, WeakPasswordError
    from draad.web.accounts.users import clean_name

    place, (name,) = split_words(words, place, 1)
    with accounts_of(place) as accounts:
        name = clean_name(name)  # before a password is asked for
        if any(account.name == name for account in accounts.users()):
            raise UserExistsError(name)
        try:
            accounts.add_user(name, role, asked_password(stdin), by=at_work(), must_change=temporary)
        except WeakPasswordError as weak:
            raise too_weak(weak.why) from None
    tell(spoken()("accounts.added", name=name, role=spoken()(f"role.{role}")))


@command("list", "user")
@click.argument("words", nargs=-1, metavar="[DOSSIER]")
@dossier_option
@form_options()
def list_users(words: tuple[str, ...], place: Path | None, **forms: bool) -> None:
    """List the accounts."""
    place, _ = split_words(words, place, 0)
    form = form_of(**forms)
    with accounts_of(place) as accounts:
        rows = [
            {
                "user": account.name,
                "role": account.role,
                "created": iso(account.created),
                "last_seen": iso(account.used),
                "disabled": iso(account.disabled),
                "must_change": account.must_change,
            }
            for account in accounts.users()
        ]
    if not rows and form == "table":
        tell(spoken()("accounts.none"))
        return
    write(form, _COLUMNS, rows)


@command("role", "user")
@click.argument("words", nargs=-1, metavar="[DOSSIER] NAAM ROL")
@dossier_option
def role(words: tuple[str, ...], place: Path | None) -> None:
    """Give another role."""
    place, (name, wanted) = split_words(words, place, 2)
    chosen: Any = _ROLE.convert(wanted, None, click.get_current_context())
    with accounts_of(place) as accounts:
        accounts.set_role(name, chosen, by=at_work())
    tell(spoken()("accounts.role", name=name, role=spoken()(f"role.{chosen}")))


@command("password", "user")
@click.argument("words", nargs=-1, metavar="[DOSSIER] NAAM")
@dossier_option
@click.option("--stdin", is_flag=True)
@click.option("--temporary", is_flag=True)
def password(words: tuple[str, ...], place: Path | None, stdin: bool, temporary: bool) -> None:
    """Give another password."""
    from draad.web.accounts.errors import WeakPasswordError

    place, (name,) = split_words(words, place, 1)
    with accounts_of(place) as accounts:
        accounts.sessions(name)  # raises for a user that is none, before a password is asked for
        try:
            accounts.set_password(name, asked_password(stdin), by=at_work(), must_change=temporary)
        except WeakPasswordError as weak:
            raise too_weak(weak.why) from None
    tell(spoken()("accounts.password", name=name))


def _on_one(key: str, step: Callable[..., None], words: tuple[str, ...], place: Path | None) -> None:
    """Does one thing with one account and tells it."""
    place, (name,) = split_words(words, place, 1)
    with accounts_of(place) as accounts:
        step(accounts, name)
    tell(spoken()(f"accounts.{key}", name=name))


@command("disable", "user")
@click.argument("words", nargs=-1, metavar="[DOSSIER] NAAM")
@dossier_option
def disable(words: tuple[str, ...], place: Path | None) -> None:
    """Shut out."""
    _on_one("disabled", lambda accounts, name: accounts.set_disabled(name, True, by=at_work()), words, place)


@command("enable", "user")
@click.argument("words", nargs=-1, metavar="[DOSSIER] NAAM")
@dossier_option
def enable(words: tuple[str, ...], place: Path | None) -> None:
    """Let in again."""
    _on_one("enabled", lambda accounts, name: accounts.set_disabled(name, False, by=at_work()), words, place)


@command("remove", "user")
@click.argument("words", nargs=-1, metavar="[DOSSIER] NAAM")
@dossier_option
def remove(words: tuple[str, ...], place: Path | None) -> None:
    """Remove an account."""
    _on_one("removed", lambda accounts, name: accounts.remove_user(name, by=at_work()), words, place)
