"""What can go wrong, each with a cause, a cure and an exit code.

By OCRmyPDF's example: a message says what happened, where, and what mends it; the command line turns a
``DraadError`` into one plain sentence and the class's exit code, never into a traceback.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, ClassVar, Self

from draad.texts import Texts, texts


class ExitCode(IntEnum):
    """The numbers with which ``draad`` ends; documented in ``docs/errors.md``."""

    ok = 0
    other = 1
    usage = 2
    bad_input = 3
    missing_program = 4
    not_found = 5
    dossier = 6
    busy = 7
    disk = 8
    some_failed = 9
    leak = 10
    interrupted = 130


class DraadError(Exception):
    """Base of all errors that a user may meet.

    What is wrong and where (``detail``), and what mends it (``mend``), are told in the reader's language where the
    error was ``said`` by a key of the catalogue; ``message`` and ``cure`` are the same in English, for logs and tests.
    What other programs say of a file comes as it is, through the constructor.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.other
    code: ClassVar[str] = "error"

    def __init__(self, message: str = "", cure: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure
        self.where = ""
        self.key = ""
        self.values: Mapping[str, Any] = {}

    @classmethod
    def said(cls, key: str, **values: object) -> Self:
        """An error in the words that stand under ``wrong.KEY``: ``what``, and ``cure`` where its kind has none."""
        return cls()._worded(key, values)

    def at_place(self, where: str) -> Self:
        """The same error, that says first which item or file it is about."""
        self.where = where
        self.message = f"{where}: {self.message}"
        return self

    def _worded(self, key: str, values: Mapping[str, Any]) -> Self:
        self.key, self.values = key, dict(values)
        self.message, self.cure = self.detail(texts("en")), self.mend(texts("en"))
        self.args = (self.message,)
        return self

    def detail(self, say: Texts) -> str:
        """What is wrong in this one case."""
        if not self.key:
            return self.message
        sentence = say(f"wrong.{self.key}.what", **self.values)
        return f"{self.where}: {sentence}" if self.where else sentence

    def mend(self, say: Texts) -> str:
        """What mends it: what the catalogue says of this kind of error, else of this one case."""
        if not self.key:
            return self.cure
        of_kind, of_case = f"error.{self.code}.cure", f"wrong.{self.key}.cure"
        if of_kind in say:
            return say(of_kind)
        return say(of_case, **self.values) if of_case in say else ""

    def __str__(self) -> str:
        return f"{self.message} {self.cure}".strip()

    def __reduce__(self) -> tuple[type[DraadError], tuple[str, str], dict[str, Any]]:
        return type(self), (self.message, self.cure), self.__dict__.copy()


class UsageError(DraadError):
    """The command was given something it can't take."""

    exit_code = ExitCode.usage
    code = "usage"


class InputError(DraadError):
    """A file can't be read. One such file is listed with its reason and stops nothing."""

    exit_code = ExitCode.bad_input
    code = "unreadable"


class EmptyFileError(InputError):
    """The file holds no bytes, or no page, or no text."""

    code = "empty"


class DamagedFileError(InputError):
    """The file is cut short or broken."""

    code = "damaged"


class NoWorkbookError(DamagedFileError):
    """The file given as a workbook is none; the message says what the program made of it."""

    code = "no-workbook"


class EncryptedFileError(InputError):
    """The file needs a password that was not given, or the given one is wrong."""

    code = "encrypted"


class UnsupportedFileError(InputError):
    """The file is of a kind that Draad does not read."""

    code = "unsupported"


class UnsafeArchiveError(InputError):
    """An archive that would write outside its folder or grow beyond all measure."""

    code = "unsafe"


class ImportRefusedError(InputError):
    """A sheet or file for the register holds something that can't be taken in; nothing was changed."""

    code = "import-refused"


class MissingProgramError(DraadError):
    """An outside program (Tesseract) or its data is not installed."""

    exit_code = ExitCode.missing_program
    code = "missing-program"


class NotFoundError(DraadError):
    """No such document, message or thread in the dossier; the message is what was asked for."""

    exit_code = ExitCode.not_found
    code = "not-found"


class NoItemError(NotFoundError):
    """No such item in the register of this dossier."""

    code = "no-item"


class NoLinkError(NotFoundError):
    """No such link between items of this dossier."""

    code = "no-link"


class NoRedactionError(NotFoundError):
    """No such proposed or decided redaction in this dossier."""

    code = "no-redaction"


class NothingToUndoError(NotFoundError):
    """This person, whom the message names, did nothing that can be taken back."""

    code = "nothing-to-undo"


class AmbiguousError(NotFoundError):
    """The digits or the name given fit more than one; the message names some."""

    code = "ambiguous"


class PlaceTakenError(UsageError):
    """An item of the same kind stands at this place already; the message is its identifier."""

    code = "place-taken"


class QueryError(UsageError):
    """A search query that can't be understood; the message points at the place."""

    code = "query"


class DossierError(DraadError):
    """The folder is no dossier, or one of a newer or damaged form."""

    exit_code = ExitCode.dossier
    code = "dossier"


class DossierBusyError(DraadError):
    """Another process is ingesting into this dossier."""

    exit_code = ExitCode.busy
    code = "busy"


class TooSlowError(DraadError):
    """A question to the dossier took longer than it may, and was stopped."""

    exit_code = ExitCode.busy
    code = "too-slow"


class ConflictError(DraadError):
    """Somebody else changed the item since it was read; nothing was written."""

    exit_code = ExitCode.busy
    code = "conflict"


class DiskError(DraadError):
    """The disk is full or can't be written."""

    exit_code = ExitCode.disk
    code = "disk"


class IngestInterruptedError(DraadError):
    """Ctrl-C or SIGTERM while ingesting; what was committed stays."""

    exit_code = ExitCode.interrupted
    code = "interrupted"


class LayoutChangedError(InputError):
    """A file no longer reads as the dossier holds it, so that the place of words on its pages is not sure."""

    code = "layout-changed"


class SignedFileError(InputError):
    """The file is digitally signed: what removes anything from it makes the signature void."""

    code = "signed"


class NotRemovedError(DraadError):
    """Words that were to be removed can still be read in the result; it was not given out."""

    exit_code = ExitCode.leak
    code = "not-removed"


class LeakError(DraadError):
    """The audit of what was to be released found a leak; nothing of it was written."""

    exit_code = ExitCode.leak
    code = "leak"


class UndecidedError(UsageError):
    """Proposals wait for a decision, or decisions for a second look, so nothing is released."""

    code = "undecided"


class PseudonymError(UsageError):
    """A pseudonym that was printed names a unit that is hidden now, so nothing is released with it."""

    code = "pseudonym"
