"""Walking through a page's contents: every glyph, image and path with the place where it is shown.

A content stream is a small program (ISO 32000-1, 8 and 9). ``Walker`` runs it as a reader would, without drawing: it
keeps the graphics and text state, follows Form XObjects and soft masks, and gives a tree of ``Node``: one for each
content stream *in each place where it is drawn*, for a form drawn twice may lie under an area once.
"""

from __future__ import annotations

from dataclasses import replace

import pikepdf

from draad.matrices import Matrix, then
from draad.release.remove import geometry
from draad.release.remove.faces import Face, UnknownFaceError, face_of
from draad.release.remove.running import State, run
from draad.release.remove.tree import Instruction, Node, UnsureError

DEEPEST = 24
"""Forms in forms; deeper is taken for a loop."""
MOST = 2_000_000
"""Operators of one page; a page with more is not walked but made an image."""


class Walker:
    """One walk through a page; ``faces`` is kept between pages."""

    def __init__(self, faces: dict[tuple[int, int], Face | None]) -> None:
        self.faces = faces
        self.count = 0
        self.above: list[pikepdf.Object] = []
        """The resources of the streams that draw the one being run."""

    def page(self, page: pikepdf.Page, ground: Matrix) -> Node:
        """The tree of a page. Raises ``UnsureError`` where it can't be followed."""
        resources = geometry.inherited(page, "/Resources")
        if not isinstance(resources, pikepdf.Dictionary):
            resources = pikepdf.Dictionary()
        node = Node(page.obj, resources, ground, self._parsed(page))
        run(self, node, State(ground), 0)
        return node

    def _parsed(self, source: pikepdf.Page | pikepdf.Object) -> list[Instruction]:
        try:
            found = pikepdf.parse_content_stream(source)
        except (pikepdf.PdfError, TypeError, ValueError) as error:
            raise UnsureError("syntax") from error
        self.count += len(found)
        if self.count > MOST:
            raise UnsureError("size")
        return list(found)

    def form(self, form: pikepdf.Object, above: Node, state: State, depth: int) -> Node:
        """A form in its place: its own matrix, its own resources or those of the stream that draws it."""
        if depth > DEEPEST:
            raise UnsureError("loop")
        resources = form.get("/Resources")
        node = Node(
            form,
            resources if isinstance(resources, pikepdf.Dictionary) else above.resources,
            then(geometry.matrix(form.get("/Matrix")), state.ctm),
            self._parsed(form),
        )
        self.above.append(above.resources)
        run(self, node, replace(state, ctm=node.matrix), depth)
        self.above.pop()
        return node

    def face(self, font: object) -> tuple[Face | None, tuple[int, int]]:
        """The face of a font (None where it can't be known), and its object number."""
        key = font.objgen if isinstance(font, pikepdf.Object) and font.is_indirect else (0, 0)
        if key != (0, 0) and key in self.faces:
            return self.faces[key], key
        try:
            found: Face | None = face_of(font)
        except UnknownFaceError:
            found = None
        if key != (0, 0):
            self.faces[key] = found
        return found, key
