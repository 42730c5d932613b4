"""What can go wrong with accounts. Sentences stand in the catalogue under ``error.CODE``."""

from __future__ import annotations

from draad.errors import ConflictError, DraadError, NotFoundError, UsageError


class WrongLoginError(UsageError):
    """No such user, or another password, or the account is off: which of these is never told."""

    code = "wrong-login"


class TooManyTriesError(DraadError):
    """Too many wrong passwords; ``wait`` is how many seconds are left."""

    code = "too-many-tries"

    def __init__(self, wait: int) -> None:
        super().__init__(f"{wait} s")
        self.wait = wait

    def __reduce__(self) -> tuple[type[TooManyTriesError], tuple[int]]:  # type: ignore[override]
        return type(self), (self.wait,)


class WeakPasswordError(UsageError):
    """A password that would be guessed; ``why`` is ``short``, ``long``, ``common``, ``name`` or ``same``."""

    code = "weak-password"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __reduce__(self) -> tuple[type[WeakPasswordError], tuple[str]]:  # type: ignore[override]
        return type(self), (self.why,)


class BadNameError(UsageError):
    """A name that can't be a user's; the message is the name."""

    code = "bad-name"


class UserExistsError(ConflictError):
    """There is a user of this name already; the message is the name."""

    code = "user-exists"


class LastAdminError(ConflictError):
    """This is the only admin; without one nobody could keep the accounts. The message is the name."""

    code = "last-admin"


class NoUserError(NotFoundError):
    """No user of this name; the message is the name."""

    code = "no-user"


class NoTokenError(NotFoundError):
    """No such access token; the message is what was asked for."""

    code = "no-token"
