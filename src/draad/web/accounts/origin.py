"""Whether a request comes from our own pages, and was sent to us by our own name.

Both stand beside the token in the form (``signing.Signer.csrf_token``): a browser says itself where a request comes
from, and a page on another host can't change that.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from urllib.parse import quote, urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""The names of this machine for itself."""


def same_origin(headers: Mapping[str, str]) -> bool:
    """Whether a browser that sends this says that one of our pages made it; also true for a program that says nothing.

    ``headers`` by names in lower case. Fetch metadata comes first (https://www.w3.org/TR/fetch-metadata/): only
    ``same-origin``, or ``none`` for what a person does themselves. An ``Origin`` must be the host asked (its scheme is
    left out: behind a proxy that does TLS we see another one); the ``null`` of a sandbox is not ours.
    """
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == headers.get("host", "").lower() != ""


def host_of(header: str) -> str:
    """The name in a ``Host`` header, in lower case and without its port; empty for what is no name."""
    try:
        return (urlsplit(f"//{header}").hostname or "") if not set(header) & set("/\\@?# \t") else ""
    except ValueError:
        return ""


def host_allowed(header: str, allowed: Collection[str]) -> bool:
    """Whether a ``Host`` header names one of ours.

    Otherwise a foreign page could give its own name the address of this machine and read the dossier as if it were
    its own (DNS rebinding). A ``*`` among those allowed takes any.
    """
    return "*" in allowed or host_of(header) in allowed


_OWN = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def own_path(path: str, otherwise: str = "/") -> str:
    """A path to go back to, ready for a header; ``otherwise`` for what could lead to another host.

    Browsers take ``//host`` and ``/\\host`` for another host, and leave out tabs and line ends before they look.
    """
    return quote(path, safe=":/%#?=@[]!$&'()*+,;~") if _OWN.fullmatch(path) else otherwise
