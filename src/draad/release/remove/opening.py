"""Opening a PDF that is to be released: what it is protected by, and what is odd about it."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import pikepdf
import pypdfium2 as pdfium

from draad.errors import DamagedFileError, EmptyFileError, EncryptedFileError, SignedFileError
from draad.read import ReadOptions
from draad.release.remove import saving
from draad.release.remove.records import Note


@dataclass(frozen=True)
class RemoveOptions:
    """How to remove. The defaults refuse what a person should know of first."""

    passwords: tuple[str, ...] = ()
    """Tried in order on encrypted files, after none at all."""
    signed: bool = False
    """Go on with a digitally signed file: its signature is left out, for it would be void."""
    title: str = ""
    """Of the released document; empty: "Document"."""
    language: str = "nl-NL"
    """BCP 47."""
    pages: tuple[int, ...] | None = None
    """The pages, from 1, that are given out; None for all. Areas count by the pages of the file as given."""
    images: tuple[int, ...] = ()
    """Pages, counted likewise, that become an image whatever stands on them: hidden text of the source is then gone."""
    unread: tuple[int, ...] = ()
    """The same, of pages on which others read what Draad does not."""
    words: tuple[str, ...] = ()
    """What is withheld, beside what stands in the areas: sought in bookmarks, links and hidden texts."""
    dpi: int = 200
    """Of pages that become an image."""
    read: ReadOptions = field(default_factory=ReadOptions)
    """How such pages are recognised."""


@dataclass
class Opened:
    """An open file and what a person should know about it."""

    pdf: pikepdf.Pdf
    notes: list[Note]


def open_pdf(data: bytes, options: RemoveOptions) -> Opened:
    """Opens the file.

    Raises:
        EncryptedFileError: none of the passwords opens it.
        SignedFileError: it is digitally signed and ``options.signed`` is not set.
        EmptyFileError: it has no page.
        DamagedFileError: it can't be repaired.
    """
    pdf = _decrypted(data, options.passwords)
    try:
        count = len(pdf.pages)
    except Exception as error:  # whatever a broken page tree makes of qpdf
        raise DamagedFileError("The pages of this PDF can't be found.", "Ask for the file again.") from error
    if not count:
        raise EmptyFileError("The PDF has no page.", "Ask for it again.")
    notes = []
    if _is_signed(pdf):
        if not options.signed:
            raise SignedFileError("The PDF is digitally signed.", "Go on with --signed; the signature is left out.")
        notes.append(Note(0, "signature"))
    if pdf.is_encrypted:
        notes.append(Note(0, "decrypted"))
    if "/XRefStm" in pdf.trailer or _is_hybrid(data):
        notes.append(Note(0, "hybrid"))
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        notes.append(Note(0, "xfa"))
    if pdf.get_warnings():
        notes.append(Note(0, "repaired"))
    return Opened(pdf, notes)


def for_pdfium(data: bytes, passwords: tuple[str, ...]) -> pdfium.PdfDocument:
    """The file as pdfium opens it; what it can't open, from qpdf's repair of it: pdfium repairs less.

    Raises as ``open_pdf``.
    """
    for password in (None, *passwords):
        try:
            return pdfium.PdfDocument(data, password=password)
        except pdfium.PdfiumError:
            continue
    with _decrypted(data, passwords) as whole:
        return pdfium.PdfDocument(saving.repaired(whole))


def _decrypted(data: bytes, passwords: tuple[str, ...]) -> pikepdf.Pdf:
    for password in ("", *passwords):
        try:
            return pikepdf.open(io.BytesIO(data), password=password, suppress_warnings=True)
        except pikepdf.PasswordError:
            continue
        except pikepdf.PdfError as error:
            raise DamagedFileError(
                "The PDF is no whole file.", "It was cut short or damaged; ask for it again."
            ) from error
    wrong = "the given password is wrong" if passwords else "it needs a password"
    raise EncryptedFileError(f"The PDF is encrypted: {wrong}.", "Give the right one with --password.")


def _is_hybrid(data: bytes) -> bool:
    """A classic table that points to a stream with more objects (ISO 32000-1, 7.5.8.4)."""
    at = data.rfind(b"trailer")
    return at >= 0 and b"/XRefStm" in data[at : at + 4096]


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    """A signature field with a value, or a permission that a signature grants (ISO 32000-1, 12.8)."""
    if isinstance(pdf.Root.get("/Perms"), pikepdf.Dictionary):
        return True
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return False
    top = form.get("/Fields")
    fields = list(top) if isinstance(top, pikepdf.Array) else []
    seen: set[tuple[int, int]] = set()
    while fields:
        one = fields.pop()
        if not isinstance(one, pikepdf.Dictionary) or (one.is_indirect and one.objgen in seen):
            continue
        seen.add(one.objgen)
        if one.get("/FT") == pikepdf.Name.Sig and "/V" in one:
            return True
        kids = one.get("/Kids")
        fields += list(kids) if isinstance(kids, pikepdf.Array) else []
    return False
