"""The work on one PDF, from bytes to bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import pikepdf
import pypdfium2 as pdfium

from draad.errors import DamagedFileError, NotRemovedError, UsageError
from draad.records import Box
from draad.release import readers
from draad.release.remove import (
    annotation,
    cleaning,
    fonts,
    geometry,
    labels,
    layers,
    lettering,
    overprint,
    pdfa,
    proving,
    residue,
    saving,
    structure,
)
from draad.release.remove.contents import strip
from draad.release.remove.opening import RemoveOptions, for_pdfium, open_pdf
from draad.release.remove.raster import Sheets, replace_page, whiten
from draad.release.remove.records import Area, Note, Removed, Stripped

_TRIES = 3
"""A page that does not pass the proof becomes an image; where one still does not pass, nothing is given out."""

_BROKEN = (pikepdf.PdfError, pdfium.PdfiumError, TypeError, ValueError, KeyError, IndexError, AttributeError)
"""What a part of the wrong kind (a number where a list should stand) makes of whatever reads it."""

Boxes = dict[int, list[Area]]


def remove_pdf(data: bytes, areas: Sequence[Area], options: RemoveOptions | None = None) -> Removed:
    """A PDF without what stands in the areas, cleaned of all that is not on its pages, and proven so.

    Pages of the result are counted anew where ``options.pages`` picks some.

    Raises:
        EncryptedFileError, SignedFileError, DamagedFileError, EmptyFileError: as ``opening.open_pdf``.
        UsageError: an area lies outside its page, or a page that is asked for does not exist.
        NotRemovedError: what had to go can still be read; a fault of ours.
    """
    options = options or RemoveOptions()
    try:
        work = _Work(data, areas, options)
        try:
            return work.run()
        finally:
            work.close()
    except _BROKEN as error:
        raise DamagedFileError(
            f"The PDF has parts that are not what they should be ({type(error).__name__}).",
            "Open it in another program, print it to a new PDF, and ingest that.",
        ) from error


class _Work:
    def __init__(self, data: bytes, areas: Sequence[Area], options: RemoveOptions) -> None:
        self._data, self._options = data, options
        opened = open_pdf(data, options)
        self._pdf, self._notes = opened.pdf, opened.notes
        self._sources = self._picked(len(self._pdf.pages))
        own = {source: number for number, source in enumerate(self._sources, 1)}
        marked = [*areas, *_inside(self._pdf, annotation.unapplied(self._pdf))]
        self._areas = labels.joined([area._replace(page=own[area.page]) for area in marked if area.page in own])
        strays = {area.page for area in areas} - set(range(1, len(self._pdf.pages) + 1))
        if strays:
            raise UsageError(f"There is no page {min(strays)}.", "Mark a place on a page that exists.")
        self._sheets: Sheets | None = None
        self._rastered: dict[int, str] = {}
        self._cut: dict[int, list[Box]] = {}
        self._fixed: dict[int, bool] = {}
        """Of pages that are pictures whether their boxes all have a width of the grid."""

    def close(self) -> None:
        """Gives back what is open."""
        self._pdf.close()
        if self._sheets:
            self._sheets.close()

    def run(self) -> Removed:
        """All steps in their order; once more with images of the pages that do not pass the proof."""
        self._fit()
        withheld = self._read_before()
        images = {area.page: "off-page" for area in self._areas if area in withheld.held and self._is_beside(area)}
        images |= {n: "hidden" for n, source in enumerate(self._sources, 1) if source in self._options.images}
        images |= {n: "readers" for n, source in enumerate(self._sources, 1) if source in self._options.unread}
        failed: dict[int, str] = {}
        for attempt in range(_TRIES):
            if attempt:
                self._open_again()
            stripped, drawn, data = self._attempt(images, withheld)
            failed = proving.failing(data, withheld, drawn, set(self._rastered))
            unlike = proving.read_otherwise(data, set(readers.doubted(self._pdf)) - set(self._rastered))
            failed = unlike | failed
            if not failed:
                said = frozenset(
                    (self._sources[n - 1], label)
                    for n, own in drawn.items()
                    for box in own
                    for label in box.label.split("; ")
                )
                left = overprint.still_cut(data, self._cut, drawn)
                return Removed(data, tuple(sorted(self._rastered)), self._all_notes(stripped), said, left)
            if set(failed) & set(self._rastered):
                break
            images = self._rastered | failed
        raise NotRemovedError(
            f"Page {min(failed)} still shows what had to go ({failed[min(failed)]}).",
            "Nothing was given out. Report this, with the file if you may share it.",
        )

    def _attempt(self, images: dict[int, str], withheld: proving.Withheld) -> tuple[Stripped, Boxes, bytes]:
        """The work from the open file to bytes; ``images`` are pages that can't stay what they are, with why."""
        self._make_plain(withheld)
        stripped = strip(self._pdf, [area for area in self._areas if area.page not in images])
        drawn = _by_page(stripped.boxes)
        unproven = {n: stripped.why.get(n, "unsure") for n, proven in stripped.proven.items() if not proven}
        for number, why in sorted((images | unproven).items()):
            self._to_image(number, why, drawn)
        self._clean(withheld)
        self._notes += fonts.forget(self._pdf, stripped.letters)
        drawn = {number: [labels.fitting(area) for area in own] for number, own in drawn.items()}
        return stripped, drawn, self._written(drawn)

    def _open_again(self) -> None:
        self._pdf.close()
        opened = open_pdf(self._data, self._options)
        self._pdf, self._notes = opened.pdf, opened.notes
        self._rastered = {}

    def _is_beside(self, area: Area) -> bool:
        """Whether an area lies wholly beside its page, where an image has nothing."""
        _, width, height = geometry.shown(self._pdf.pages[self._sources[area.page - 1] - 1])
        return not geometry.meet(area.box, (0.0, 0.0, width, height))

    def _picked(self, count: int) -> list[int]:
        """The pages of the source that are given out; the others go before all else."""
        wanted = self._options.pages
        if wanted is None:
            return list(range(1, count + 1))
        if not wanted or not set(wanted) <= set(range(1, count + 1)):
            raise UsageError("A page that is to be given out does not exist.", f"The PDF has {count} pages.")
        return sorted(set(wanted))

    def _fit(self) -> None:
        """Boxes over pixels take in the letters that they cut, and get a width of the grid where there is room."""
        by_page = _by_page(self._areas)
        fitted: list[Area] = []
        for number, own in sorted(by_page.items()):
            over, grey, size = self._sheets_of().seen(self._sources[number - 1], own)
            fitted += self._fitted(number, grey, size, own, over) if grey is not None else own
        self._areas = labels.joined(fitted)

    def _fitted(
        self, number: int, grey: overprint.Grey, size: tuple[float, float], own: list[Area], over: Sequence[bool]
    ) -> list[Area]:
        found = overprint.fit(grey, size, own, over)
        self._cut[number], self._fixed[number] = found.cut, all(over) and not found.tells
        return found.areas

    def _sheets_of(self) -> Sheets:
        if self._sheets is None:
            self._sheets = Sheets(self._data, self._options)
        return self._sheets

    def _read_before(self) -> proving.Withheld:
        """What stands in the areas, as pdfium reads the source."""
        from draad.read.pdf import load_page

        by_source: Boxes = defaultdict(list)
        for area in self._areas:
            by_source[self._sources[area.page - 1]].append(area)
        own = {source: number for number, source in enumerate(self._sources, 1)}
        pdf = for_pdfium(self._data, self._options.passwords)
        try:
            withheld = proving.read_before(pdf, load_page, by_source, own)
        finally:
            pdf.close()
        for words in self._options.words:
            withheld.add(words)
        return withheld

    def _make_plain(self, withheld: proving.Withheld) -> None:
        """Pages alone, with what is seen of layers and annotations in their contents."""
        kept = set(self._sources)
        for number in range(len(self._pdf.pages), 0, -1):
            if number not in kept:
                del self._pdf.pages[number - 1]
        if layers.flatten(self._pdf):
            self._notes.append(Note(0, "layers"))
        by_page = _by_page(self._areas)

        def harmless(page: int, place: tuple[float, float, float, float], address: str) -> bool:
            touched = any(geometry.meet(place, area.box) for area in by_page.get(page, ()))
            return not touched and not withheld.tells(address)

        dropped = annotation.flatten(self._pdf, harmless)
        if dropped:
            self._notes.append(Note(0, "annotations", {"count": dropped}))

    def _to_image(self, number: int, why: str, drawn: Boxes) -> None:
        """Makes a page an image; the boxes on it are then those that were asked for, since nothing moved."""
        own = [area for area in self._areas if area.page == number]
        sheets = self._sheets_of()
        pixels, size = sheets.draw(self._sources[number - 1])
        if own:
            own = self._fitted(number, overprint.grey_of(pixels), size, own, [True] * len(own))
            if not self._fixed[number]:
                self._notes.append(Note(number, "width"))
        drawn[number] = own
        whiten(pixels, size, own)
        found = replace_page(self._pdf, self._pdf.pages[number - 1], pixels, size, own, self._options)
        self._rastered[number] = why
        self._notes.append(Note(number, "rastered", {"why": why}))
        self._notes += [note._replace(page=number) for note in found]

    def _clean(self, withheld: proving.Withheld) -> None:
        cleaning.clean(self._pdf)
        links = {
            one.objgen
            for page in self._pdf.pages
            for one in page.obj.get("/Annots", [])
            if isinstance(one, pikepdf.Dictionary)
        }
        touched = {area.page for area in self._areas} | set(self._rastered)
        structure.clean(self._pdf, touched, links, withheld.tells)
        residue.clean(self._pdf, touched, withheld.tells)

    def _written(self, drawn: Boxes) -> bytes:
        """The file with its labels, as bytes."""
        font = lettering.put_in(self._pdf) if drawn else None
        for number, boxes in sorted(drawn.items()):
            page = self._pdf.pages[number - 1]
            mcids = [structure.add_span(self._pdf, page, None, box.label) if box.label else None for box in boxes]
            assert font is not None
            labels.draw(page, boxes, font, mcids)
        cleaning.forget_unused(self._pdf)
        self._pdfa = pdfa.problems(self._pdf)
        options = self._options
        saving.describe(self._pdf, options.title, options.language, claim=not self._pdfa)
        return saving.saved(self._pdf)

    def _all_notes(self, stripped: Stripped) -> tuple[Note, ...]:
        done = {number for number, fixed in self._fixed.items() if fixed} | set(self._rastered)
        notes = [*self._notes, *(note for note in stripped.notes if note.page not in done or note.key != "width")]
        notes += [Note(0, f"pdfa-{key}", {"name": name}) for key, name in self._pdfa]
        if not structure.is_tagged(self._pdf):
            notes.append(Note(0, "untagged"))
        return tuple(notes)


def _by_page(areas: Iterable[Area]) -> Boxes:
    found: Boxes = defaultdict(list)
    for area in areas:
        found[area.page].append(area)
    return found


def _inside(pdf: pikepdf.Pdf, areas: Iterable[Area]) -> list[Area]:
    """The areas that lie on their page, if only in part: a redaction mark beside the page hides nothing."""
    found = []
    for area in areas:
        _, width, height = geometry.shown(pdf.pages[area.page - 1])
        if geometry.meet(area.box, (0.0, 0.0, width, height)):
            found.append(area)
    return found
