"""The audit of a PDF: each page is looked at once, then what stands beside the pages is held against what they show."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from draad.errors import DamagedFileError, EncryptedFileError
from draad.read import pdf as reading
from draad.read.glyphs import Glyph, glyphs_of
from draad.read.layout import lay_out
from draad.read.paint import annotated
from draad.release import readers
from draad.release.audit import (
    boxes,
    contents,
    everywhere,
    hidden,
    loose,
    marked,
    outside,
    photos,
    revisions,
    scans,
    undrawn,
)
from draad.release.audit.boxes import Drawn
from draad.release.audit.records import AuditOptions, Finding, finding
from draad.release.audit.sight import Grey, Sight, last_order, look
from draad.release.audit.told import Shown

_STACKED = 3
"""Letters of a page on the place of the one before them; fewer are an accident of who set it."""
_LINKS = {pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP}


def audit_pdf(data: bytes, name: str, options: AuditOptions) -> list[Finding]:
    """All findings on one PDF, pages first.

    Raises:
        EncryptedFileError: none of the passwords opens it.
        DamagedFileError: it is cut short or broken.
    """
    with _opened(data, name, options) as (pdf, password):
        replaced: list[contents.Replacement] = []
        plain = data

        def replace() -> list[Finding]:
            nonlocal plain
            replaced.extend(contents.replacements(pdf))
            plain = contents.without_replacements(pdf) if replaced else data
            return []

        found = _whole("Contents", replace)
        looked = _pages(plain, name, "" if plain is not data else password, options, photos.with_thumbnail(pdf))
        shown = Shown([line for page in looked.shown for line in page])
        found += hidden.spilled(looked.findings, looked.shown) + boxes.findings(looked.boxes, options)
        found += _whole("Contents", lambda: contents.findings(pdf, replaced, shown))
        found += _whole("Font", lambda: _unread(plain, pdf, looked, "" if plain is not data else password))
        found += _whole("Annots", lambda: marked.findings(pdf))
        found += _whole("Root", lambda: _beside(data, pdf, looked, shown, password))
        found += _whole("EmbeddedFiles", lambda: outside.attachments(pdf, shown, _read))
        found += _whole("Thumb", lambda: photos.of_pages(pdf, looked.pictures))
    return _ordered(found, options)


def _beside(data: bytes, pdf: pikepdf.Pdf, looked: _Looked, shown: Shown, password: str) -> list[Finding]:
    """What stands in the file beside what its pages draw: every object is looked at once."""
    walked = everywhere.walk(pdf)

    def read(state: bytes) -> list[list[str]]:
        return _words(state, password)

    found = _whole("Root", lambda: outside.findings(pdf, shown, walked))
    found += _whole("Image", lambda: photos.findings(walked, shown))
    found += _whole("Resources", lambda: undrawn.findings(pdf, walked, looked.held, read))
    found += _whole("%%EOF", lambda: revisions.findings(data, pdf, looked.held, read, password))
    return found + _whole("xref", lambda: loose.findings(data, pdf, walked, looked.held, shown, read, password))


def _unread(data: bytes, pdf: pikepdf.Pdf, looked: _Looked, password: str) -> list[Finding]:
    """Pages on which another reader finds letters that the audit itself could not read."""
    asked = set(readers.doubted(pdf)) - looked.stacked
    pages = readers.unread(data, asked, lambda number: looked.held[number - 1], password)
    return [finding("unread", "check", page=number) for number in sorted(looked.stacked.union(pages))]


def _is_stacked(glyphs: Sequence[Glyph]) -> bool:
    """Whether letters stand on one another: widths that their font lacks are nought for pdfium, and no reader that
    goes by places gets them in their order.
    """
    at = [(glyph.x, glyph.y) for glyph in glyphs]
    alike = [n for n, (one, other) in enumerate(itertools.pairwise(at)) if one == other]
    pairs = [(glyphs[n], glyphs[n + 1]) for n in alike]
    # the letters of a ligature are one shape
    apart = [(one, other) for one, other in pairs if one[3:7] != other[3:7]]
    return sum(one.text.isalnum() and other.text.isalnum() for one, other in apart) >= _STACKED


_BROKEN = (pikepdf.PdfError, AttributeError, TypeError, ValueError, LookupError, RuntimeError, ArithmeticError)
"""What pikepdf raises where an object is not of the kind that its place asks for, or a stream can't be unpacked."""


def _whole(where: str, check: Callable[[], list[Finding]]) -> list[Finding]:
    """What a check gives; where the part of the file that it looks at is broken, that is the finding."""
    try:
        return check()
    except _BROKEN:
        return [finding("damage", "check", where=where, detail="damage-part")]


@contextmanager
def _opened(data: bytes, name: str, options: AuditOptions) -> Iterator[tuple[pikepdf.Pdf, str]]:
    for password in ("", *options.passwords):
        try:
            pdf = pikepdf.open(io.BytesIO(data), password=password)
        except pikepdf.PasswordError:
            continue
        except (pikepdf.PdfError, ValueError) as error:
            raise DamagedFileError(f"{name} is no whole PDF: {error}.", "Ask for it again.") from error
        with pdf:
            yield pdf, password
        return
    raise EncryptedFileError(f"{name} is encrypted.", "Give its password with --password.")


@dataclass
class _Looked:
    """What the pages gave."""

    findings: list[Finding] = field(default_factory=list)
    shown: list[list[str]] = field(default_factory=list)
    """The lines that each shows."""
    held: list[list[str]] = field(default_factory=list)
    """The words that each holds, shown or not."""
    boxes: list[Drawn] = field(default_factory=list)
    stacked: set[int] = field(default_factory=set)
    """The pages with letters that stand on one another."""
    pictures: dict[int, Grey] = field(default_factory=dict)
    """As they are shown: those that were asked for."""


def _pages(data: bytes, name: str, password: str, options: AuditOptions, wanted: frozenset[int]) -> _Looked:
    """Look at every page. ``wanted``: the pages whose pictures are kept."""
    looked = _Looked()
    with reading.PDFIUM:
        try:
            pdf = pdfium.PdfDocument(data, password=password or None)
        except pdfium.PdfiumError as error:
            raise DamagedFileError(f"{name} is no whole PDF: {error}.", "Ask for it again.") from error
        try:
            for number in range(1, len(pdf) + 1):
                try:
                    sight, page = _look(pdf, number)
                except pdfium.PdfiumError:
                    looked.findings.append(finding("damage", "check", page=number))
                    looked.held.append([])
                    looked.shown.append([])
                    continue
                seen = scans.findings(sight, options)
                looked.findings += [*hidden.findings(sight), *seen.findings, *boxes.pictures_under(page, sight)]
                words = hidden.Words(sight)
                looked.shown.append([line.text for line in lay_out(words.laid_out(seen.doubted), [])])
                looked.held.append(words.held())
                if _is_stacked(sight.glyphs):
                    looked.stacked.add(number)
                looked.boxes.append(boxes.drawn(page, sight, words))
                if number in wanted:
                    looked.pictures[number] = sight.drawn
                page.close()
        finally:
            pdf.close()
    return looked


def _look(pdf: Any, number: int) -> tuple[Sight, Any]:
    """One page as it is shown, annotations made part of it."""
    page = pdf[number - 1]
    above, start = annotated(page), float("inf")
    if _has_drawn_annotation(page):
        start = last_order(page, above)
        pdfium_c.FPDFPage_Flatten(page.raw, pdfium_c.FLAT_NORMALDISPLAY)
        page.close()
        page = pdf[number - 1]
    return look(page, number, above, start), page


def _has_drawn_annotation(page: Any) -> bool:
    """Also makes what no screen shows and no printer prints hidden for PDFium, which would draw it."""
    found = False
    for n in range(pdfium_c.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, n)
        kind, flags = pdfium_c.FPDFAnnot_GetSubtype(annotation), pdfium_c.FPDFAnnot_GetFlags(annotation)
        if flags & pdfium_c.FPDF_ANNOT_FLAG_NOVIEW and not flags & pdfium_c.FPDF_ANNOT_FLAG_PRINT:
            pdfium_c.FPDFAnnot_SetFlags(annotation, flags | pdfium_c.FPDF_ANNOT_FLAG_HIDDEN)
        pdfium_c.FPDFPage_CloseAnnot(annotation)
        found = found or kind not in _LINKS
    return found


def _words(state: bytes, password: str) -> list[list[str]]:
    """The words that each page of an earlier state holds."""
    with reading.PDFIUM:
        try:
            pdf = pdfium.PdfDocument(state, password=password or None)
        except pdfium.PdfiumError:
            return []
        try:
            found = []
            for page in pdf:
                found.append(hidden.words_in(glyphs_of(page)))
                page.close()
            return found
        finally:
            pdf.close()


def _read(data: bytes, name: str) -> str:
    """The text of an attached file; empty for what is not read."""
    from draad.errors import DraadError
    from draad.read import read_bytes
    from draad.read.options import ReadOptions

    try:
        return "\n".join(document.text for document in read_bytes(data, name, name, "", ReadOptions(ocr=False)))
    except DraadError:
        return ""


def _ordered(found: list[Finding], options: AuditOptions) -> list[Finding]:
    """By page, leaks before checks; hidden words only where they were asked for."""
    from draad.release.audit.records import KINDS, SEVERITIES

    found.sort(key=lambda one: (SEVERITIES.index(one.severity), one.page or 0, KINDS.index(one.kind), one.box or ()))
    return found if options.values else [one._replace(shown=None) for one in found]
