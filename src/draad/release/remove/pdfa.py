"""Whether a file keeps to PDF/A-2u (ISO 19005-2), as far as can be told without a full validator.

Draad claims conformance only where this finds nothing. It looks at what sources break in practice: fonts that aren't
embedded or don't say which letters they show, colours without a profile, actions, encryption, external streams. It
does not look into font programs and picture files; veraPDF does.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_LATIN = {"/WinAnsiEncoding", "/MacRomanEncoding", "/MacExpertEncoding"}
_BLENDS = {
    "/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge", "/ColorBurn",
    "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color", "/Luminosity",
}  # fmt: skip
_FILTERS = {
    "/ASCIIHexDecode", "/ASCII85Decode", "/FlateDecode", "/RunLengthDecode", "/CCITTFaxDecode", "/JBIG2Decode",
    "/DCTDecode", "/JPXDecode",
}  # fmt: skip
"""LZWDecode and Crypt are not allowed (6.1.7.2)."""
_LARGEST, _LEAST = 14400, 3
"""Units a side of a page (6.1.13)."""


def problems(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """What stands in the way, each once: a key under ``apply.pdfa`` and the name of what it is about."""
    found: dict[tuple[str, str], None] = {}
    for key in ("/AcroForm", "/OpenAction", "/AA", "/Names", "/OCProperties"):
        if key in pdf.Root:
            found["catalogue", key] = None
    if pdf.is_encrypted:
        found["encrypted", ""] = None
    for page in pdf.pages:
        box = [float(side) for side in page.mediabox]
        if not all(_LEAST <= abs(side) <= _LARGEST for side in (box[2] - box[0], box[3] - box[1])):
            found["page-size", ""] = None
    for obj in reachable(pdf):
        for problem in _of(obj):
            found[problem] = None
    return list(found)


def reachable(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary and stream that the file still refers to, each once."""
    seen: set[tuple[int, int]] = set()
    stack: list[object] = [pdf.trailer.get("/Root"), pdf.trailer.get("/Info")]
    while stack:
        obj = stack.pop()
        if isinstance(obj, Array):
            stack += [one for one in obj if isinstance(one, (Array, Dictionary, Stream))]
        elif isinstance(obj, (Dictionary, Stream)):
            if obj.is_indirect:
                if obj.objgen in seen:
                    continue
                seen.add(obj.objgen)
            yield obj
            stack += [value for _, value in obj.items() if isinstance(value, (Array, Dictionary, Stream))]


def _of(obj: pikepdf.Object) -> Iterator[tuple[str, str]]:
    kind, subtype = obj.get("/Type"), obj.get("/Subtype")
    if kind == Name.Font:
        yield from _font(obj)
    elif kind == Name.Annot:
        if not int(obj.get("/F", 0)) & 4:
            yield "annotation", str(subtype)
    elif kind == Name.ExtGState or "/BM" in obj or "/TR" in obj or "/TR2" in obj:
        yield from _state(obj)
    if isinstance(obj, Stream):
        yield from _stream(obj, subtype)
    if obj.get("/S") in (Name.JavaScript, Name.Launch, Name.GoToR, Name.SubmitForm, Name.ImportData):
        yield "action", str(obj.S)


def _font(font: pikepdf.Object) -> Iterator[tuple[str, str]]:
    subtype = font.get("/Subtype")
    name = str(font.get("/BaseFont", "/?"))[1:]
    if subtype in (Name.CIDFontType0, Name.CIDFontType2, Name.Type1, Name.MMType1, Name.TrueType):
        descriptor = font.get("/FontDescriptor")
        if not isinstance(descriptor, Dictionary) or not any(key in descriptor for key in _FILES):
            yield "font-not-embedded", name
        if subtype == Name.CIDFontType2 and "/CIDToGIDMap" not in font:
            yield "font-map", name
    if subtype in (Name.CIDFontType0, Name.CIDFontType2) or "/ToUnicode" in font:
        return
    if subtype == Name.Type0 or subtype == Name.Type3 or not _tells_letters(font):
        yield "font-letters", name


def _tells_letters(font: pikepdf.Object) -> bool:
    """A simple font whose encoding names its letters (ISO 32000-1, 9.10.2)."""
    encoding = font.get("/Encoding")
    base = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
    if isinstance(base, Name):
        return str(base) in _LATIN
    descriptor = font.get("/FontDescriptor")
    flags = int(descriptor.get("/Flags", 0)) if isinstance(descriptor, Dictionary) else 0
    return bool(flags & 32)


def _state(state: pikepdf.Object) -> Iterator[tuple[str, str]]:
    if "/TR" in state or state.get("/TR2", Name.Default) != Name.Default or "/HTP" in state:
        yield "transfer", ""
    blends = state.get("/BM")
    for blend in blends if isinstance(blends, Array) else [blends] if blends is not None else []:
        if str(blend) not in _BLENDS:
            yield "blend", str(blend)


def _stream(stream: Stream, subtype: object) -> Iterator[tuple[str, str]]:
    if "/F" in stream and subtype in (Name.Image, Name.Form):
        yield "external", ""
    if subtype == Name.PS or (subtype == Name.Form and ("/Ref" in stream or stream.get("/Subtype2") == Name.PS)):
        yield "postscript", ""
    filters = stream.get("/Filter")
    for one in filters if isinstance(filters, Array) else [filters] if filters is not None else []:
        # LZW is written anew as Flate on saving
        if str(one) not in _FILTERS | {"/LZWDecode"}:
            yield "filter", str(one)
    if subtype == Name.Image:
        yield from _colours(stream.get("/ColorSpace"))
        if stream.get("/Interpolate"):
            yield "interpolate", ""


def _colours(space: object) -> Iterator[tuple[str, str]]:
    if space == Name.DeviceCMYK or (isinstance(space, Array) and len(space) > 1 and Name.DeviceCMYK in list(space)):
        yield "cmyk", ""
