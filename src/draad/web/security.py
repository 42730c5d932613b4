"""Who is asking, and whether a request came from one of our own pages.

Without accounts the room has one user, on this machine alone. The same protection holds then: a page elsewhere on the
web that is open in the same browser can reach a loopback address, but may neither read (the name of the host must be
ours: DNS rebinding) nor write (a token that only our own pages know; OWASP's cheat sheet on CSRF).
"""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from draad.web.accounts.cookies import SESSION, cookie_name
from draad.web.accounts.origin import host_allowed, same_origin
from draad.web.accounts.roles import NOBODY, Scope, User
from draad.web.accounts.signing import new_token
from draad.web.failures import Refused
from draad.web.room import Room, Settings
from draad.web.routes import Route

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "Cache-Control": "private, no-cache",
}
"""On every answer that says nothing else itself. No inline script or style; ``wasm`` is for the pictures in PDFs."""


FOR_ALL = frozenset({"account", "account-password", "logout", "settings"})
"""Names of routes that somebody may use whose password must be changed first."""


CALENDAR_TOKEN = "sleutel"
"""Where the access token of a calendar program stands in an address: such programs send no headers."""
_CALENDAR_ONLY: frozenset[Scope] = frozenset({"calendar"})


class Visitor(NamedTuple):
    """Who is asking."""

    user: User
    session: str
    """The browser's session; empty for a program."""
    fresh: bool = False
    """Whether the session is new, so that its cookie must be set."""


def cookie(settings: Settings, name: str) -> str:
    """The name under which a cookie of ours stands."""
    return cookie_name(name, settings.secure)


def set_cookie(
    response: Response, settings: Settings, name: str, value: str | None, *, days: int | None = None
) -> None:
    """Sets a cookie that only we read, or takes it away."""
    age = 0 if value is None else days * 86_400 if days else None
    response.set_cookie(
        cookie(settings, name), value or "", age, path="/", secure=settings.secure, httponly=True, samesite="lax"
    )


def check_host(request: Request, settings: Settings) -> None:
    """Raises Refused where the request calls us by a name that is not ours."""
    if not host_allowed(request.headers.get("host", ""), settings.hosts):
        raise Refused(status=400, code="host")


def address(request: Request, settings: Settings) -> str:
    """Where a visitor comes from; behind a proxy of ours, as that one says it (the last it added)."""
    forwarded = request.headers.get("x-forwarded-for", "") if settings.behind_proxy else ""
    return forwarded.rsplit(",", 1)[-1].strip() or (request.client.host if request.client else "")


def visitor(request: Request, room: Room, route: Route | None = None) -> Visitor:
    """The user of a token or a session; nobody in particular where there is neither. Raises Refused."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme:
        user = room.accounts.user_of_bearer(token.strip()) if scheme.lower() == "bearer" else None
        if user is None:
            raise Refused(status=401, code="token")
        return Visitor(user, "")
    if route is not None and route.scope == "calendar" and (token := request.query_params.get(CALENDAR_TOKEN, "")):
        return Visitor(_subscriber(room, token), "")
    session = request.cookies.get(cookie(room.settings, SESSION), "")
    fresh = not 20 <= len(session) <= 100
    session = new_token() if fresh else session
    if room.settings.local is not None:
        return Visitor(room.settings.local, session, fresh)
    return Visitor((not fresh and room.accounts.user_of_session(session)) or NOBODY, session, fresh)


def _subscriber(room: Room, token: str) -> User:
    """The user of a token in an address, which calendar programs need: one that is good for nothing else."""
    user = room.accounts.user_of_bearer(token)
    if user is None or user.scopes != _CALENDAR_ONLY:
        raise Refused(status=401, code="token")
    return user


def check_access(user: User, route: Route) -> None:
    """Raises Refused where the user must log in first (401), or may not come here at all (403)."""
    if route.role == "anyone":
        return
    if not user.known:
        raise Refused(status=401, code="login")
    if user.must_change and route.name not in FOR_ALL:
        raise Refused(code="must-change")
    if not user.may(route.role) or not user.allows(route.scope):
        raise Refused()


def check_origin(request: Request) -> None:
    """Raises Refused for work that another site's page asked for."""
    if not same_origin(request.headers):
        raise Refused(code="csrf")


def check_token(room: Room, visiting: Visitor, given: str) -> None:
    """Raises Refused for work without the token of this browser's session. A program has no session and needs none."""
    if visiting.session and (visiting.fresh or not room.signer.csrf_ok(visiting.session, given)):
        raise Refused(code="csrf")
