"""Signing in and out, one's own account, and the access tokens of one's programs."""

from __future__ import annotations

from typing import Any

from draad.show.moments import iso
from draad.web.accounts.cookies import BROWSER, SESSION
from draad.web.accounts.errors import TooManyTriesError, WeakPasswordError, WrongLoginError
from draad.web.accounts.origin import own_path
from draad.web.accounts.passwords import MOST
from draad.web.accounts.roles import SCOPES
from draad.web.accounts.store import Login
from draad.web.accounts.tokens import DAYS, MOST_DAYS, Token
from draad.web.ask import Ask
from draad.web.respond import Page, Redirect
from draad.web.routes import Param, Route

ONCE = {"Cache-Control": "no-store"}
"""For what is shown once: no copy of it stays in the browser."""
_LONG = 4 * MOST


# ── in and out ──────────────────────────────────────────────────────────────────────────────────────────────────


def login(ask: Ask) -> Page | Redirect:
    """The form to sign in; on to where somebody was going when they are in already."""
    onward = own_path(ask.values["verder"])
    return Redirect(onward) if ask.user.known else _login_page(ask, onward)


def _login_page(ask: Ask, onward: str, *, name: str = "", error: str = "", status: int = 200, wait: int = 0) -> Page:
    data = {"onward": onward, "name": name, "problem": error, "wait": wait, "empty": not ask.room.accounts.any_user()}
    headers = {"Retry-After": str(wait)} if wait else {}
    return Page("account/login.html", data, ask.say("web.account.login"), status=status, headers=headers)


def sign_in(ask: Ask) -> Page | Redirect:
    """Checks name and password; a new session and on, or the form again with what is wrong."""
    onward, name = own_path(ask.values["verder"]), ask.values["naam"]
    if not ask.room.settings.team:
        return Redirect(onward)
    try:
        came = ask.room.accounts.login(
            name, ask.values["wachtwoord"], address=ask.address, agent=ask.agent, browser=ask.browser
        )
    except WrongLoginError as error:
        return _login_page(ask, onward, name=name, error=error.code, status=403)
    except TooManyTriesError as error:
        return _login_page(ask, onward, name=name, error=error.code, status=429, wait=error.wait)
    if ask.session:  # one that somebody else may have put there ends, and nothing hangs by it
        ask.room.accounts.logout(ask.session)
    return Redirect(ask.url("account") if came.user.must_change else onward, cookies=_cookies(came))


def _cookies(came: Login) -> dict[str, str | None]:
    return {SESSION: came.token, BROWSER: came.browser}


def logout(ask: Ask) -> Redirect:
    """Ends the session, here and in the browser."""
    ask.room.accounts.logout(ask.session)
    return Redirect(ask.url("login"), flash=("web.account.signed-out", {}), cookies={SESSION: None})


# ── one's own account ───────────────────────────────────────────────────────────────────────────────────────────


def account(ask: Ask) -> Page:
    """Who one is, what that allows, and where one is signed in."""
    return _account_page(ask)


def _account_page(ask: Ask, problems: dict[str, str] | None = None, *, status: int = 200, wait: int = 0) -> Page:
    team = ask.room.settings.team
    sessions = ask.room.accounts.sessions(ask.user.name, ask.session) if team else []
    data = {
        "name": ask.user.name,
        "role": ask.user.role,
        "local": ask.user.local,
        "must_change": ask.user.must_change,
        "sessions": [
            {
                "id": one.id,
                "created": iso(one.created),
                "used": iso(one.used),
                "agent": one.agent,
                "current": one.current,
            }
            for one in sessions
        ],
        "problems": problems or {},
        "wait": wait,
    }
    headers = {"Retry-After": str(wait)} if wait else {}
    return Page("account/account.html", data, ask.say("web.account.title"), status=status, headers=headers)


def password(ask: Ask) -> Page | Redirect:
    """One's own new password; signed out everywhere else."""
    if not ask.room.settings.team:
        return Redirect(ask.url("account"))
    new, again = ask.values["nieuw"], ask.values["nogmaals"]
    if new != again:
        return _account_page(ask, {"nogmaals": "differ"}, status=400)
    try:
        came = ask.room.accounts.change_password(
            ask.user.name, ask.values["oud"], new, address=ask.address, agent=ask.agent, browser=ask.browser
        )
    except WeakPasswordError as weak:
        return _account_page(ask, {"nieuw": weak.why}, status=400)
    except WrongLoginError:
        return _account_page(ask, {"oud": "wrong"}, status=403)
    except TooManyTriesError as error:
        return _account_page(ask, {"oud": "wait"}, status=429, wait=error.wait)
    return Redirect(ask.url("account"), flash=("web.account.password-changed", {}), cookies=_cookies(came))


def end_sessions(ask: Ask) -> Redirect:
    """Signs out elsewhere: in one browser, or in all but this one."""
    accounts, session = ask.room.accounts, ask.values["sessie"]
    if ask.room.settings.team:
        if session:
            accounts.end_session(ask.user.name, session)
        else:
            accounts.logout_everywhere(ask.user.name, but=ask.session, by=ask.user.name)
    return Redirect(ask.url("account"), flash=("web.account.sessions-ended", {}))


# ── access tokens ───────────────────────────────────────────────────────────────────────────────────────────────


def tokens(ask: Ask) -> Page:
    """One's own access tokens, and the form for another."""
    return _tokens_page(ask)


def _tokens_page(ask: Ask, made: str = "", *, calendar: bool = False) -> Page:
    own = ask.room.accounts.tokens(ask.user.name) if ask.room.settings.team else []
    data = {
        "local": ask.user.local,
        "tokens": [token_row(one) for one in own],
        "scopes": _scopes(ask),
        "days": DAYS,
        "most_days": MOST_DAYS,
        "made": made,
        "feed": ask.origin + ask.url("register-calendar", sleutel=made) if calendar else "",
    }
    crumbs = ((ask.say("web.account.title"), ask.url("account")),)
    headers = ONCE if made else {}
    return Page("account/tokens.html", data, ask.say("web.account.tokens"), crumbs=crumbs, headers=headers)


def _scopes(ask: Ask) -> list[str]:
    """What a token of this user can be good for."""
    return [
        one
        for one in SCOPES
        if (one != "officer" or ask.user.may("officer")) and (one != "write" or ask.user.may("team"))
    ]


def token_row(token: Token) -> dict[str, Any]:
    """An access token as JSON; never what opens."""
    return {
        "id": token.id,
        "user": token.user,
        "name": token.name,
        "scopes": list(token.scopes),
        "created": iso(token.created),
        "expires": iso(token.expires),
        "used": iso(token.used),
        "expired": token.expired,
    }


def make_token(ask: Ask) -> Page | Redirect:
    """Makes an access token and shows it, this once.

    One for the calendar is good for nothing else, whatever was ticked beside it: it will stand in an address, where
    a token that opens more is refused.
    """
    if not ask.room.settings.team:
        return Redirect(ask.url("account-tokens"))
    calendar = "calendar" in ask.values["bereik"]
    scopes = ["calendar"] if calendar else ask.values["bereik"]
    made = ask.room.accounts.make_token(
        ask.user.name, ask.values["naam"], scopes, by=ask.user.name, days=ask.values["dagen"]
    )
    return _tokens_page(ask, made, calendar=calendar)


def revoke_token(ask: Ask) -> Redirect:
    """Takes one of one's own access tokens away."""
    ask.room.accounts.revoke_token(ask.path["id"], by=ask.user.name, user=ask.user.name)
    return Redirect(ask.url("account-tokens"), flash=("web.account.token-revoked", {}))


_ONWARD = Param("verder", default="/")
ROUTES = (
    Route("/aanmelden", login, name="login", summary="web.account.login", role="anyone", params=(_ONWARD,), json=False),
    Route(
        "/aanmelden", sign_in, name="login-send", summary="web.account.login", method="POST", role="anyone", json=False,
        params=(_ONWARD, Param("naam", default="", length=200), Param("wachtwoord", default="", length=_LONG)),
    ),
    Route(
        "/afmelden", logout, name="logout", summary="web.account.logout", method="POST", role="anyone", scope="person",
        json=False,
    ),
    Route("/account", account, name="account", summary="web.account.title", scope="person"),
    Route(
        "/account/wachtwoord", password, name="account-password", summary="web.account.change-password", method="POST",
        scope="person", json=False,
        params=tuple(Param(name, default="", length=_LONG) for name in ("oud", "nieuw", "nogmaals")),
    ),
    Route(
        "/account/sessies", end_sessions, name="account-sessions", summary="web.account.sign-out-elsewhere",
        method="POST", scope="person", params=(Param("sessie", default="", length=16),),
    ),
    Route("/account/sleutels", tokens, name="account-tokens", summary="web.account.tokens", scope="person"),
    Route(
        "/account/sleutels", make_token, name="account-tokens-make", summary="web.account.make-token", method="POST",
        scope="person",
        params=(
            Param("naam", default="", length=80),
            Param("bereik", "list", SCOPES),
            Param("dagen", "int", default=DAYS, least=1, most=MOST_DAYS),
        ),
    ),
    Route(
        "/account/sleutels/{id}/weg", revoke_token, name="account-tokens-revoke", summary="web.account.revoke",
        method="POST", scope="person",
    ),
)  # fmt: skip
