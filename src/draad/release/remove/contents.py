"""What lies under an area, gone from a page's contents: letters, strokes, pixels.

``strip`` changes the file in place, page by page: a walk marks what goes, an edit writes the contents anew, and a
second walk proves it. A page that can't be followed, or isn't proven, is said to be so with a reason and becomes an
image: nothing is ever silently kept. Pages without areas are not read at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import pikepdf

from draad.errors import UsageError
from draad.matrices import Matrix
from draad.release.remove import alignment, geometry, images, procedures, spacing
from draad.release.remove.editing import Edit
from draad.release.remove.faces import Face
from draad.release.remove.geometry import Rect
from draad.release.remove.records import Area, Note, Stripped
from draad.release.remove.running import is_picture
from draad.release.remove.touching import AROUND, goes, nodes, strokes, touch
from draad.release.remove.tree import Child, Node, Path, Picture, Show, UnsureError, dictionary
from draad.release.remove.walk import Walker

_SPOKEN = {"Tj", "TJ", "'", '"', "Do", "INLINE IMAGE", "c", "v", "y", "sh", "scn", "SCN"}
"""What a tile may show words with; a colour may be a pattern once more."""
_HATCHED = 16
"""Lines and rectangles of a tile; more may spell a word."""
Faces = dict[tuple[int, int], Face | None]
Letters = dict[tuple[int, int], set[bytes]]


def strip(pdf: pikepdf.Pdf, areas: Sequence[Area], *, move: bool = True) -> Stripped:
    """Take what lies under the areas out of the pages' contents, in place.

    ``move``: words behind a gap move up to its fixed width. Raises ``UsageError`` for an area outside its page.
    """
    done = Stripped()
    by_page: dict[int, list[Area]] = defaultdict(list)
    for area in areas:
        by_page[area.page].append(area)
    for number in by_page:
        if not 1 <= number <= len(pdf.pages):
            raise UsageError(
                f"there is no page {number}: the PDF has {len(pdf.pages)}", "Mark a place on a page that exists."
            )
    faces: Faces = {}
    letters: Letters = defaultdict(set)
    boxes: list[Area] = []
    notes: list[Note] = []
    for number in sorted(by_page):
        page = pdf.pages[number - 1]
        ground, width, height = geometry.shown(page)
        wanted = [_on_page(area, width, height) for area in by_page[number]]
        try:
            work = _PageWork(pdf, page, wanted, ground, (0.0, 0.0, width, height), faces, letters)
            drawn = work.run(move=move)
        except UnsureError as error:
            done.proven[number], done.why[number] = False, str(error.args[0])
            boxes += wanted
            continue
        done.proven[number] = True
        boxes += drawn
        if work.tells or any(box in wanted for box in drawn):
            notes.append(Note(number, "width"))
    if any(done.proven.values()):
        pdf.remove_unreferenced_resources()
    done.letters = dict(letters)
    done.boxes, done.notes = tuple(boxes), tuple(notes)
    return done


def _on_page(area: Area, width: float, height: float) -> Area:
    x0, y0, x1, y1 = geometry.upright(area.box)
    cut = (max(0.0, x0), max(0.0, y0), min(width, x1), min(height, y1))
    if cut[2] <= cut[0] or cut[3] <= cut[1]:
        raise UsageError(
            f"the area ({x0:.0f}, {y0:.0f}, {x1:.0f}, {y1:.0f}) lies outside page {area.page}, "
            f"which is {width:.0f} by {height:.0f} points",
            "Mark a place on the page as it is shown.",
        )
    return area._replace(x0=cut[0], y0=cut[1], x1=cut[2], y1=cut[3])


class _PageWork:
    """The work on one page."""

    def __init__(
        self,
        pdf: pikepdf.Pdf,
        page: pikepdf.Page,
        areas: list[Area],
        ground: Matrix,
        edge: Rect,
        faces: Faces,
        letters: Letters,
    ) -> None:
        self.pdf, self.page, self.areas, self.ground, self.edge = pdf, page, areas, ground, edge
        self.faces, self.letters = faces, letters
        self.made: set[tuple[int, int]] = set()
        self.rects = [area.box for area in areas]
        self.tells = False

    def run(self, *, move: bool) -> list[Area]:
        """Strip the page; the boxes to draw. Raises ``UnsureError``."""
        tree = Walker(self.faces).page(self.page, self.ground)
        every = list(nodes(tree))
        shows = [show for node in every for show in node.shows]
        if any(_speaks(pattern) for show in shows for pattern in show.patterns):
            raise UnsureError("pattern")
        struck = [show for show in shows if touch(show, self.rects)]
        procedures.refuse_strays(shows, self.rects, Walker(self.faces), tree.resources)
        lines = spacing.lines_of(shows, struck, self._blank(every)) if move else []
        spacing.plan(lines, self.areas, self.edge, self._beside(every))
        left = _codes(shows)
        changed = self._change(tree)
        drawn = spacing.boxes(lines, self.areas)
        if changed is not None:
            self.page.Contents = self.pdf.make_stream(pikepdf.unparse_content_stream(changed.result()))
            self.page.Resources = changed.resources()
        self._prove(drawn, left)
        self.tells = spacing.tells(lines)
        for show in struck:
            self.letters[show.key].update(piece.code for piece in show.pieces if piece.hit >= 0)
        return drawn

    def _blank(self, every: Sequence[Node]) -> spacing.Blank:
        """Which glyphs are blanks, by the fonts of the page."""
        codes: dict[int, frozenset[bytes]] = {}
        for node in every:
            fonts = dictionary(node.resources, "/Font")
            for name in {show.font for show in node.shows}:
                told = alignment.blanks(fonts.get(name))
                codes.update((id(show), told) for show in node.shows if show.font == name)
        return lambda show: codes[id(show)]

    def _beside(self, every: Sequence[Node]) -> spacing.Beside:
        """What stands by a line and does not move with it."""
        rules = [
            part.box
            for node in every
            for path in node.paths
            if path.paint
            for part in path.parts
            if not (part.plain and any(geometry.within(part.box, area, *AROUND) for area in self.rects))
        ]
        notes = self.page.obj.get("/Annots")
        for note in notes if isinstance(notes, pikepdf.Array) else []:
            rect = geometry.numbers(note.get("/Rect"), 4) if isinstance(note, pikepdf.Dictionary) else None
            if rect is not None:
                rules.append(geometry.bounds(geometry.corners(self.ground, geometry.upright(rect))))
        unit = (0.0, 0.0, 1.0, 1.0)
        pictures = [geometry.bounds(geometry.corners(one.matrix, unit)) for node in every for one in node.pictures]
        hits = {i for node in every for show in node.shows for one in show.pieces for i in (one.hit, *one.also)}
        # an area in which no letter stands keeps its place: nothing may move under it
        pictures += [area for i, area in enumerate(self.rects) if i not in hits]
        return spacing.Beside(rules, pictures)

    def _change(self, node: Node) -> Edit | None:
        """The edit of a node and of all below it; None where nothing changes."""
        edit = Edit(self.pdf, node, self.made)
        silent: set[int] = set()
        edit.text()
        for show in node.shows:
            if any(piece.hit >= 0 for piece in show.pieces):
                silent.update(show.marks)
        for path in node.paths:
            silent.update(self._path(edit, path))
        for picture in node.pictures:
            if self._picture(edit, picture):
                silent.update(picture.marks)
        for child in node.children:
            if self._child(edit, child):
                silent.update(child.marks)
        for index in silent:
            if index in node.marks:
                edit.silence(node.marks[index])
        return edit if edit.changes else None

    def _path(self, edit: Edit, path: Path) -> tuple[int, ...]:
        touched = any(geometry.meet(part.box, area) for part in path.parts for area in self.rects)
        if not touched and not any(part.plain for part in path.parts):
            return ()
        # how far a stroke reaches beside its path is not followed: one of words may lie under an area wherever it is
        if (touched or "s" in path.paint) and any(map(_speaks, path.patterns)):
            raise UnsureError("pattern")
        if path.clips or not path.paint:
            for part in path.parts:
                if not part.plain and any(goes(part, area) for area in self.rects):
                    raise UnsureError("clip")
            return ()
        gone = strokes(path, self.rects)
        edit.strokes(gone)
        return path.marks if gone else ()

    def _picture(self, edit: Edit, picture: Picture) -> bool:
        bound = geometry.bounds(geometry.corners(picture.matrix, (0.0, 0.0, 1.0, 1.0)))
        under = [area for area in self.rects if geometry.meet(bound, area)]
        if not under:
            return False
        edit.picture(picture, under)
        return True

    def _child(self, edit: Edit, child: Child) -> bool:
        below = self._change(child.node)
        if below is None:
            return False
        if child.kind == "mask":
            raise UnsureError("mask")
        edit.draw(child.index, below.form(child))
        return True

    def _prove(self, drawn: Sequence[Area], left: dict[str, Counter[bytes]]) -> None:
        """Walk the page as it is now: nothing under the boxes, and outside them every glyph that was to stay."""
        tree = Walker(self.faces).page(self.page, self.ground)
        every = list(nodes(tree))
        rects = [area.box for area in drawn]
        if _codes([show for node in every for show in node.shows]) != left:
            raise UnsureError("proof")
        for node in every:
            for show in node.shows:
                if touch(show, rects):
                    raise UnsureError("proof")
            for path in node.paths:
                if path.paint and any(goes(part, area) for part in path.parts if not part.plain for area in self.rects):
                    raise UnsureError("proof")
            for picture in node.pictures:
                if picture.image.objgen not in self.made and images.holes(picture.matrix, self.rects):
                    raise UnsureError("proof")


def _codes(shows: Sequence[Show]) -> dict[str, Counter[bytes]]:
    """How often each code stays, by the name of its font."""
    found: dict[str, Counter[bytes]] = {}
    for show in shows:
        codes = [piece.code for piece in show.pieces if piece.code and piece.hit < 0]
        if codes:
            found.setdefault(show.font, Counter()).update(codes)
    return found


def _speaks(pattern: pikepdf.Object) -> bool:
    """Whether a pattern may hold words or pictures: tiles of more than a few lines, or shades that are a picture."""
    if not isinstance(pattern, pikepdf.Stream):
        return isinstance(pattern, pikepdf.Dictionary) and is_picture(pattern.get("/Shading"))
    try:
        found = [str(item.operator) for item in pikepdf.parse_content_stream(pattern)]
    except pikepdf.PdfError:
        return True
    return bool(_SPOKEN & set(found)) or sum(name in ("l", "re") for name in found) > _HATCHED
