"""Errors as answers: what is wrong, how to mend it, and no word of the machine's inside."""

from __future__ import annotations

from pathlib import PurePath
from typing import NamedTuple

from draad.errors import (
    ConflictError,
    DiskError,
    DossierBusyError,
    DossierError,
    DraadError,
    InputError,
    MissingProgramError,
    NotFoundError,
    TooSlowError,
    UsageError,
)
from draad.show import failures
from draad.texts import Texts
from draad.web.accounts.errors import TooManyTriesError


class Refused(DraadError):  # noqa: N818 - an answer, no fault
    """Something that this user may not do, or that did not come from one of our pages."""

    code = "refused"

    def __init__(self, message: str = "", cure: str = "", status: int = 403, code: str = "", wait: int = 0) -> None:
        super().__init__(message, cure)
        self.status = status
        self.kind = code or self.code
        self.wait = wait
        """Seconds until it makes sense to try again; 0 where that says nothing."""


_STATUS: tuple[tuple[type[DraadError], int], ...] = (
    (NotFoundError, 404),
    (UsageError, 400),
    (ConflictError, 409),
    (InputError, 422),
    (DossierBusyError, 503),
    (TooSlowError, 503),
    (DiskError, 507),
    (MissingProgramError, 503),
    (DossierError, 503),
)
_TELLING = (NotFoundError, UsageError, ConflictError, InputError)
"""Errors whose message speaks of what was asked; those of other kinds name files of this machine."""


class Told(NamedTuple):
    """An error as people get it."""

    status: int
    code: str
    message: str
    cure: str
    wait: int = 0


def shown_path(path: str) -> str:
    """How a file is called on a page: as it was given, without where it stood on the machine that took it in."""
    return PurePath(path).name if PurePath(path).is_absolute() else path


def without_place(path: str, message: str) -> str:
    """What a program said of a file, without where that stood on the machine that took it in."""
    return message.replace(path, shown_path(path))


def of_file(say: Texts, path: str, code: str, message: str) -> str:
    """Why a file could not be read, without where it stood."""
    return failures.reason(say, code, without_place(path, message))


def in_form(say: Texts, error: DraadError) -> dict[str, str]:
    """What a form says above its fields when it can't be taken in as it was typed."""
    return {"code": error.code, "message": failures.reason(say, error.code, error.detail(say)), "cure": error.mend(say)}


def told(say: Texts, error: Exception) -> Told:
    """What to answer for an error; one that is none of ours says nothing but that it is our fault."""
    if isinstance(error, Refused):
        what, mend = failures.reason(say, error.kind, error.message), failures.cure(say, error.kind, error.cure)
        return Told(error.status, error.kind, what, mend, error.wait)
    if isinstance(error, TooManyTriesError):
        return Told(429, error.code, say("error.too-many-tries.what"), failures.cure(say, error.code, ""), error.wait)
    if isinstance(error, DraadError):
        status = next((number for kind, number in _STATUS if isinstance(error, kind)), 500)
        what, mend = failures.told(say, error)
        if not isinstance(error, _TELLING):
            what = failures.reason(say, error.code, "")
        return Told(status, error.code, what, mend)
    return Told(500, "fault", say("error.fault.what"), say("error.fault.cure"))
