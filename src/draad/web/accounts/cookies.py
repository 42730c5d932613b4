"""The cookies of the reading room: their names, and why they are set as ``security.set_cookie`` sets them.

``HttpOnly``: no script reads them. ``SameSite=Lax``: no other site sends them along with a form. Over TLS they are
``Secure`` and carry the prefix ``__Host-``, so that no other host of the same domain can set them (RFC 6265bis,
section 4.1.3.2).
"""

from __future__ import annotations

SESSION = "draad_session"
"""Who is signed in; without accounts a random value by which forms are known to be of this browser."""
BROWSER = "draad_browser"
"""By which a browser is known to a user who signed in there before (``limits``)."""
LANGUAGE, THEME = "draad_taal", "draad_thema"
"""How somebody wants to read."""
FLASH = "draad_bericht"
"""What to tell on the next page."""
LASTING = frozenset({BROWSER, LANGUAGE, THEME})
"""Those that outlive the browser's session; for ``DAYS``."""
DAYS = 365


def cookie_name(name: str, secure: bool) -> str:
    """The name under which a cookie stands."""
    return f"__Host-{name}" if secure else name
