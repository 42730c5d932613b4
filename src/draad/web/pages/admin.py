"""Keeping the accounts: who there are, what they may, and what happened."""

from __future__ import annotations

from collections.abc import Callable

from draad.errors import NotFoundError
from draad.show.moments import iso
from draad.web.accounts.passwords import made_up
from draad.web.accounts.roles import ROLES
from draad.web.accounts.users import Account
from draad.web.ask import Ask
from draad.web.pages.account import ONCE, token_row
from draad.web.respond import Page, Redirect
from draad.web.routes import Param, Route

_EVENTS = 50
"""Lines of the log on one page."""


def admin(ask: Ask) -> Page:
    """All accounts, all access tokens, and the form for another account."""
    return _page(ask)


def _page(ask: Ask, given: dict[str, str] | None = None) -> Page:
    """``given``: a password that was made up for somebody, to be shown this once."""
    data = {
        "users": [_row(one, ask.user.name) for one in ask.room.accounts.users()],
        "tokens": [token_row(one) for one in ask.room.accounts.tokens()],
        "roles": list(ROLES),
        "given": given,
    }
    return Page("account/admin.html", data, ask.say("web.admin.title"), headers=ONCE if given else {})


def _row(account: Account, own: str) -> dict[str, object]:
    return {
        "name": account.name,
        "role": account.role,
        "created": iso(account.created),
        "used": iso(account.used),
        "disabled": iso(account.disabled),
        "must_change": account.must_change,
        "self": account.name == own,
    }


def add(ask: Ask) -> Page:
    """Makes an account with a password that its user must change."""
    password = made_up()
    name = ask.room.accounts.add_user(
        ask.values["naam"], ask.values["rol"], password, by=ask.user.name, must_change=True
    )
    return _page(ask, {"name": name, "password": password})


def _role(ask: Ask, name: str) -> None:
    ask.room.accounts.set_role(name, ask.values["rol"], by=ask.user.name)


def _disable(ask: Ask, name: str) -> None:
    ask.room.accounts.set_disabled(name, True, by=ask.user.name)


def _enable(ask: Ask, name: str) -> None:
    ask.room.accounts.set_disabled(name, False, by=ask.user.name)


def _remove(ask: Ask, name: str) -> None:
    ask.room.accounts.remove_user(name, by=ask.user.name)


def _end(ask: Ask, name: str) -> None:
    ask.room.accounts.logout_everywhere(name, by=ask.user.name)


_STEPS: dict[str, Callable[[Ask, str], None]] = {
    "rol": _role,
    "blokkeren": _disable,
    "toelaten": _enable,
    "weg": _remove,
    "afmelden": _end,
}


def change(ask: Ask) -> Page | Redirect:
    """Does one thing with one account. Raises NotFoundError for what can't be done."""
    name, step = ask.path["account"], ask.path["step"]
    if step == "wachtwoord":
        password = made_up()
        ask.room.accounts.set_password(name, password, by=ask.user.name, must_change=True)
        return _page(ask, {"name": name, "password": password})
    if step not in _STEPS:
        raise NotFoundError(step)
    _STEPS[step](ask, name)
    return Redirect(ask.url("admin"), flash=("web.admin.done", {"name": name}))


def revoke(ask: Ask) -> Redirect:
    """Takes anybody's access token away."""
    ask.room.accounts.revoke_token(ask.path["id"], by=ask.user.name)
    return Redirect(ask.url("admin"), flash=("web.account.token-revoked", {}))


def log(ask: Ask) -> Page:
    """Who did what with accounts, newest first."""
    found = ask.room.accounts.events(_EVENTS + 1, ask.values["voor"])
    shown = found[:_EVENTS]
    data = {
        "events": [
            {"id": one.id, "at": iso(one.at), "who": one.who, "what": one.what, "detail": one.detail} for one in shown
        ],
        "older": shown[-1].id if len(found) > _EVENTS else None,
    }
    crumbs = ((ask.say("web.admin.title"), ask.url("admin")),)
    return Page("account/log.html", data, ask.say("web.admin.log"), crumbs=crumbs)


_ROLE = Param("rol", "choice", ROLES, default="reader")
ROUTES = (
    Route("/beheer", admin, name="admin", summary="web.admin.title", role="admin", scope="person"),
    Route(
        "/beheer/account", add, name="admin-add", summary="web.admin.add", method="POST", role="admin", scope="person",
        params=(Param("naam", default="", length=200), _ROLE),
    ),
    Route(
        "/beheer/account/{account}/{step}", change, name="admin-change", summary="web.admin.change", method="POST",
        role="admin", scope="person", params=(_ROLE,),
    ),
    Route(
        "/beheer/sleutel/{id}/weg", revoke, name="admin-token-revoke", summary="web.account.revoke", method="POST",
        role="admin", scope="person",
    ),
    Route(
        "/beheer/logboek", log, name="admin-log", summary="web.admin.log", role="admin", scope="person",
        params=(Param("voor", "int", least=1),),
    ),
)  # fmt: skip
