"""Which codes of a font still stand anywhere in a file: on pages, in forms, patterns, annotations, drawn letters."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from draad.release.remove import geometry
from draad.release.remove.faces import Face, UnknownFaceError, face_of
from draad.release.remove.tree import dictionary

Key = tuple[int, int]
"""Object and generation number."""


class UnreadableUseError(Exception):
    """Contents that can't be followed; not for users: then every letter stays."""


class Usage:
    """A search through the whole file for some fonts; ``codes`` holds what was found."""

    def __init__(self, pdf: pikepdf.Pdf, fonts: set[Key]) -> None:
        self.codes: dict[Key, set[bytes]] = {key: set() for key in fonts}
        self._faces: dict[Key, Face] = {}
        self._seen: set[Key] = set()
        self._above: list[Key] = []
        for page in pdf.pages:
            resources = geometry.inherited(page, "/Resources")
            self._stream(page, resources if isinstance(resources, pikepdf.Dictionary) else pikepdf.Dictionary())
            notes = page.obj.get("/Annots")
            for note in notes if isinstance(notes, pikepdf.Array) else []:
                for form in appearances(note):
                    self._form(form, pikepdf.Dictionary())

    def _form(self, form: pikepdf.Object, above: pikepdf.Object) -> None:
        own = form.get("/Resources")
        if form.is_indirect and isinstance(own, pikepdf.Dictionary):
            if form.objgen in self._seen:
                return
            self._seen.add(form.objgen)
        if form.is_indirect and form.objgen in self._above:
            return
        self._above.append(form.objgen)
        self._stream(form, own if isinstance(own, pikepdf.Dictionary) else above)
        self._above.pop()

    def _stream(self, source: pikepdf.Page | pikepdf.Object, resources: pikepdf.Object) -> None:
        fonts = dictionary(resources, "/Font")
        below = [
            *_streams(dictionary(resources, "/XObject"), "/Form"),
            *_streams(dictionary(resources, "/Pattern"), ""),
        ]
        for state in dictionary(resources, "/ExtGState").values():
            mask = state.get("/SMask") if isinstance(state, pikepdf.Dictionary) else None
            group = mask.get("/G") if isinstance(mask, pikepdf.Dictionary) else None
            below += [group] if isinstance(group, pikepdf.Stream) else []
            if isinstance(state, pikepdf.Dictionary) and "/Font" in state:
                raise UnreadableUseError
        for font in fonts.values():
            procedures = font.get("/CharProcs") if isinstance(font, pikepdf.Dictionary) else None
            if isinstance(procedures, pikepdf.Dictionary) and font.objgen not in self._seen:
                self._seen.add(font.objgen)
                below += _streams(procedures, "")
        inherits = any("/Resources" not in form for form in below)
        if inherits or any(isinstance(font, pikepdf.Object) and font.objgen in self.codes for font in fonts.values()):
            self._shown(source, fonts)
        for form in below:
            self._form(form, resources)

    def _shown(self, source: pikepdf.Page | pikepdf.Object, fonts: pikepdf.Object) -> None:
        """Collect the strings that a stream shows, by the font that is set."""
        try:
            instructions = pikepdf.parse_content_stream(source, "Tf Tj TJ ' \" q Q")
        except (pikepdf.PdfError, TypeError, ValueError) as error:
            raise UnreadableUseError from error
        key: Key | None = None
        stack: list[Key | None] = []
        for item in instructions:
            if isinstance(item, pikepdf.ContentStreamInlineImage):
                continue
            name, operands = str(item.operator), item.operands
            if name == "q":
                stack.append(key)
            elif name == "Q":
                key = stack.pop() if stack else key
            elif name == "Tf" and len(operands) == 2:
                found = fonts.get(str(operands[0]))
                key = found.objgen if isinstance(found, pikepdf.Dictionary) and found.objgen in self.codes else None
                if key is not None and key not in self._faces:
                    self._faces[key] = _face(found)
            elif key is not None and operands:
                shown = operands[-1]
                for part in shown if isinstance(shown, pikepdf.Array) else [shown]:
                    if isinstance(part, pikepdf.String | bytes):
                        self.codes[key].update(code for code, _, _ in self._faces[key].split(bytes(part)))


def _face(font: object) -> Face:
    try:
        return face_of(font)
    except UnknownFaceError as error:
        raise UnreadableUseError from error


def _streams(things: pikepdf.Object, subtype: str) -> list[pikepdf.Object]:
    return [
        thing
        for thing in things.values()
        if isinstance(thing, pikepdf.Stream) and (not subtype or thing.get("/Subtype") == subtype)
    ]


def appearances(note: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """All appearance streams of an annotation, its states included."""
    looks = note.get("/AP") if isinstance(note, pikepdf.Dictionary) else None
    for look in looks.values() if isinstance(looks, pikepdf.Dictionary) else []:
        if isinstance(look, pikepdf.Stream):
            yield look
        elif isinstance(look, pikepdf.Dictionary):
            yield from (state for state in look.values() if isinstance(state, pikepdf.Stream))
