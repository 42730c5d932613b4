"""Values that only this server can have made: HMAC with SHA-256 (RFC 2104), one key, a purpose for each use.

A value signed for one purpose is worth nothing for another.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

KEY_BYTES = 32
_NONCE_BYTES = 12


class Signer:
    """Signs with one secret key of ``KEY_BYTES`` random bytes."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def mac(self, purpose: str, *parts: str) -> str:
        """A digest in hex that needs the key; each part's length goes in, so that parts can't run into each other."""
        said = b"".join(
            b"%d:%s" % (len(piece), piece) for piece in (p.encode("utf-8", "replace") for p in (purpose, *parts))
        )
        return hmac.new(self._key, said, hashlib.sha256).hexdigest()

    def sign(self, text: str, purpose: str = "value") -> str:
        """A text with its signature, in letters that may stand in a cookie. The text can be read by who has it."""
        written = base64.urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode().rstrip("=")
        return f"{written}.{self.mac(purpose, written)}"

    def unsign(self, signed: str, purpose: str = "value") -> str | None:
        """The text of a signed value; None where it was not signed here for this purpose, or was changed."""
        written, _, mac = signed.partition(".")
        if not alike(mac, self.mac(purpose, written)):
            return None
        try:
            return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)).decode("utf-8", "surrogatepass")
        except (binascii.Error, ValueError):
            return None

    def csrf_token(self, session: str) -> str:
        """A value for the forms of one session. Every call gives another: pages are compressed, and what stays the
        same in a compressed page can be guessed from its length (BREACH, https://breachattack.com/).
        """
        nonce = secrets.token_hex(_NONCE_BYTES)
        return f"{nonce}.{self.mac('csrf', session, nonce)}"

    def csrf_ok(self, session: str, token: str) -> bool:
        """Whether a value came from a form that this session was given."""
        nonce, _, mac = token.partition(".")
        return bool(session) and len(nonce) == 2 * _NONCE_BYTES and alike(mac, self.mac("csrf", session, nonce))


def alike(one: str, other: str) -> bool:
    """Whether two texts are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def new_token(prefix: str = "") -> str:
    """256 random bits in letters for a cookie or a header."""
    return prefix + secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """What is kept of a token. A plain SHA-256 will do: there is nothing to guess in 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
