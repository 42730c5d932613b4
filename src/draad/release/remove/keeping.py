"""The keys that what is drawn needs, by the kind of resource (ISO 32000-1, 8 and 9): all others go.

Programs leave private data where no reader looks: pdfTeX tells the author of each picture it takes in
(``/PTEX.InfoDict``), drawing programs keep whole documents, templates keep the values they were filled with.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

_OF_STREAM = {"/Length", "/Filter", "/DecodeParms", "/Type", "/Subtype"}
_FORM = _OF_STREAM | {"/FormType", "/BBox", "/Matrix", "/Resources", "/Group", "/StructParent", "/StructParents"}
_IMAGE = _OF_STREAM | {
    "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask", "/Decode", "/SMask",
    "/SMaskInData", "/Matte", "/StructParent",
}  # fmt: skip
_PATTERN = _OF_STREAM | {
    "/PatternType", "/PaintType", "/TilingType", "/BBox", "/XStep", "/YStep", "/Resources", "/Matrix", "/Shading",
    "/ExtGState",
}  # fmt: skip
_SHADING = _OF_STREAM | {
    "/ShadingType", "/ColorSpace", "/Background", "/BBox", "/AntiAlias", "/Function", "/Coords", "/Domain", "/Extend",
    "/Matrix", "/BitsPerCoordinate", "/BitsPerComponent", "/BitsPerFlag", "/Decode", "/VerticesPerRow",
}  # fmt: skip
_STATE = {
    "/Type", "/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OP", "/op", "/OPM", "/Font", "/BG", "/BG2", "/UCR", "/UCR2",
    "/TR", "/TR2", "/HT", "/FL", "/SM", "/SA", "/BM", "/SMask", "/CA", "/ca", "/AIS", "/TK",
}  # fmt: skip
_SOFT = {"/Type", "/S", "/G", "/BC", "/TR"}
_GROUP = {"/Type", "/S", "/CS", "/I", "/K"}
_FONT = {
    "/Type", "/Subtype", "/Name", "/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/FontDescriptor", "/Encoding",
    "/ToUnicode", "/DescendantFonts", "/CIDSystemInfo", "/DW", "/W", "/DW2", "/W2", "/CIDToGIDMap", "/FontBBox",
    "/FontMatrix", "/CharProcs", "/Resources",
}  # fmt: skip
_DESCRIPTOR = {
    "/Type", "/FontName", "/FontFamily", "/FontStretch", "/FontWeight", "/Flags", "/FontBBox", "/ItalicAngle",
    "/Ascent", "/Descent", "/Leading", "/CapHeight", "/XHeight", "/StemV", "/StemH", "/AvgWidth", "/MaxWidth",
    "/MissingWidth", "/FontFile", "/FontFile2", "/FontFile3", "/CharSet", "/Style", "/Lang", "/FD", "/CIDSet",
}  # fmt: skip
_PROGRAM = _OF_STREAM | {"/Length1", "/Length2", "/Length3"}
_CODING = {"/Type", "/BaseEncoding", "/Differences"}
_MAP = _OF_STREAM | {"/CMapName", "/CIDSystemInfo", "/WMode", "/UseCMap"}
_PROFILE = _OF_STREAM | {"/N", "/Alternate", "/Range"}
_CALIBRATED = {"/WhitePoint", "/BlackPoint", "/Gamma", "/Matrix", "/Range"}


class Keeper:
    """One pass over the resources of a file; what is shared is looked at once."""

    def __init__(self) -> None:
        self._seen: set[tuple[int, int]] = set()

    def keep(self, resources: Dictionary) -> None:
        """Strips each resource of what no reader draws, and drops what is no resource at all."""
        for kind, strip in (
            ("/XObject", self._object),
            ("/Font", self._font),
            ("/ExtGState", self._state),
            ("/Pattern", self._pattern),
            ("/Shading", self._shading),
            ("/ColorSpace", self.space),
        ):
            part = resources.get(kind)
            if not isinstance(part, Dictionary):
                continue
            for name, thing in list(part.items()):
                if self._is_new(thing) and not strip(thing):
                    del part[name]

    def _is_new(self, thing: object) -> bool:
        if not isinstance(thing, pikepdf.Object) or not thing.is_indirect:
            return True
        known = thing.objgen in self._seen
        self._seen.add(thing.objgen)
        return not known

    def group(self, holder: pikepdf.Object) -> None:
        """Strips the transparency group of a page or form."""
        if isinstance(group := holder.get("/Group"), Dictionary):
            _only(group, _GROUP)
            self.space(group.get("/CS"))

    def _object(self, thing: object) -> bool:
        """Readers draw images and forms; some take what says neither for a form, others pass it by."""
        if not isinstance(thing, Stream):
            return False
        if thing.get("/Subtype") == Name.Image:
            self._image(thing)
        elif thing.get("/Subtype") == Name.Form:
            _only(thing, _FORM)
            self.group(thing)
        else:
            return False
        return True

    def _image(self, image: Stream) -> None:
        _only(image, _IMAGE)
        self.space(image.get("/ColorSpace"))
        for key in ("/SMask", "/Mask"):
            mask = image.get(key)
            if isinstance(mask, Stream) and self._is_new(mask):
                self._image(mask)

    def _pattern(self, pattern: object) -> bool:
        _only(pattern, _PATTERN)
        if isinstance(pattern, Dictionary):
            self._shading(pattern.get("/Shading"))
            self._state(pattern.get("/ExtGState"))
        return True

    def _shading(self, shading: object) -> bool:
        _only(shading, _SHADING)
        if isinstance(shading, Dictionary | Stream):
            self.space(shading.get("/ColorSpace"))
        return True

    def _state(self, state: object) -> bool:
        _only(state, _STATE)
        if isinstance(state, Dictionary):
            _only(state.get("/SMask"), _SOFT)
            if isinstance(font := state.get("/Font"), Array) and len(font) and self._is_new(font[0]):
                self._font(font[0])
        return True

    def _font(self, font: object) -> bool:
        _only(font, _FONT)
        if not isinstance(font, Dictionary):
            return True
        _only(font.get("/Encoding"), _MAP if isinstance(font.get("/Encoding"), Stream) else _CODING)
        _only(font.get("/ToUnicode"), _MAP)
        below = font.get("/DescendantFonts")
        for one in (font, *(below if isinstance(below, Array) else ())):
            descriptor = one.get("/FontDescriptor") if isinstance(one, Dictionary) else None
            _only(one, _FONT)
            _only(descriptor, _DESCRIPTOR)
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                _only(descriptor.get(key) if isinstance(descriptor, Dictionary) else None, _PROGRAM)
        return True

    def space(self, space: object) -> bool:
        """Strips a colour space of what is not its colours."""
        if isinstance(space, Array) and len(space) > 1:
            if space[0] == Name.ICCBased:
                _only(space[1], _PROFILE)
            elif space[0] in (Name.CalGray, Name.CalRGB, Name.Lab):
                _only(space[1], _CALIBRATED)
            elif space[0] in (Name.Indexed, Name.Pattern):
                self.space(space[1])
        return True


def _only(thing: object, kept: set[str]) -> None:
    if isinstance(thing, Dictionary | Stream):
        for key in set(thing.keys()) - kept:
            del thing[key]
