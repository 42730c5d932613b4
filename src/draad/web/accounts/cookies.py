"""The cookies of the reading room: their names and their flags.

``HttpOnly``: no script reads them. ``SameSite=Lax``: no other site sends them along with a form. Over TLS they are
``Secure`` and carry the prefix ``__Host-``, so that no other host of the same domain can set them (RFC 6265bis,
section 4.1.3.2).
"""

from __future__ import annotations

from typing import Literal, TypedDict

SESSION = "draad_session"
"""Who is signed in; without accounts a random value by which forms are known to be of this browser."""
BROWSER = "draad_browser"
"""By which a browser is known to a user who signed in there before (``limits``)."""
BROWSER_DAYS = 365


class Flags(TypedDict):
    """As Starlette's ``set_cookie`` takes them."""

    httponly: bool
    samesite: Literal["lax"]
    secure: bool
    path: str


def cookie_name(name: str, secure: bool) -> str:
    """The name under which a cookie stands."""
    return f"__Host-{name}" if secure else name


def flags(secure: bool) -> Flags:
    """The flags of every cookie of ours."""
    return {"httponly": True, "samesite": "lax", "secure": secure, "path": "/"}
