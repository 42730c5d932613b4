"""Names that tell: of resources, of tags and roles, of inks and fonts.

No reader shows a name, but programs make them of what they were given: a signature's file, a layer's title, the hand
whose writing a font is. One that holds a withheld word gets another that says nothing, wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

Tells = Callable[[str], bool]

KINDS = ("/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font", "/Properties")
_STANDARD = {
    "Document", "DocumentFragment", "Part", "Art", "Sect", "Div", "Aside", "BlockQuote", "Caption", "TOC", "TOCI",
    "Index", "NonStruct", "Private", "Title", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody",
    "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Sub", "Em", "Strong", "Quote", "Note", "FENote",
    "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure",
    "Formula", "Form", "Artifact", "OC", "Tx", "Clip", "ReversedChars", "PlacedPDF", "Suspect",
}  # fmt: skip
"""Structure types and tags of ISO 32000-1, 14.8.4 and ISO 32000-2; words of the standard tell nothing."""
_PART = re.compile(r"[A-Z]?[a-z]{3,}|[A-Z]{4,}")
_BLANK = "x"


def is_told(name: object, tells: Tells) -> bool:
    """Whether a name is none of the standard's and holds a withheld word."""
    return isinstance(name, Name) and str(name)[1:] not in _STANDARD and tells(str(name)[1:])


class Names:
    """New names for those resources of a file whose names tell."""

    def __init__(self, every: Iterable[Dictionary], tells: Tells) -> None:
        self._every = list(every)
        self._tells = tells
        keys = {key for _, part in self._parts() for key in part.keys()}  # noqa: SIM118 - no mapping
        told = sorted(key for key in keys if tells(key[1:]))
        fresh = (name for n in range(len(keys) + len(told)) if (name := f"/N{n}") not in keys)
        self.new = dict(zip(told, fresh, strict=False))

    def _parts(self) -> Iterator[tuple[Dictionary, Dictionary]]:
        for resources in self._every:
            for kind in KINDS:
                if isinstance(part := resources.get(kind), Dictionary):
                    yield resources, part

    def rename(self) -> None:
        """Gives the resources their new names; their contents are the caller's."""
        for _, part in self._parts() if self.new else ():
            for old in [key for key in part.keys() if key in self.new]:  # noqa: SIM118 - no mapping
                part[self.new[old]] = part[old]
                del part[old]

    def instruction(self, operands: Sequence[object], operator: str) -> list[object] | None:
        """The operands with new names; None for an instruction that said no more than its name."""
        if operator in ("BMC", "BDC", "MP") and operands and is_told(operands[0], self._tells):
            if operator == "MP":
                return None
            operands = [Name.Span, *operands[1:]]
        if operator == "ri" and operands and is_told(operands[0], self._tells):
            return None
        return [Name(self.new[str(one)]) if isinstance(one, Name) and str(one) in self.new else one for one in operands]


def untold(pdf: pikepdf.Pdf, tells: Tells) -> None:
    """Gives inks and fonts other names where theirs tell."""
    for thing in pdf.objects:
        if isinstance(thing, Array):
            _ink(thing, tells)
        elif isinstance(thing, Dictionary) and thing.get("/Type") in (Name.Font, Name.FontDescriptor):
            _font(thing, tells)
        if isinstance(thing, Dictionary | Stream):
            for part in (thing.get("/ColorSpace"), *_spaces(thing)):
                if isinstance(part, Array):
                    _ink(part, tells)


def _spaces(thing: pikepdf.Object) -> list[object]:
    holder = thing.get("/Resources") if isinstance(thing.get("/Resources"), Dictionary) else thing
    spaces = holder.get("/ColorSpace") if isinstance(holder, Dictionary | Stream) else None
    return list(spaces.values()) if isinstance(spaces, Dictionary) else []


def _ink(space: Array, tells: Tells) -> None:
    if len(space) < 3 or space[0] not in (Name.Separation, Name.DeviceN):
        return
    if is_told(space[1], tells):
        space[1] = Name("/Ink")
    elif isinstance(space[1], Array):
        for n, name in enumerate(list(space[1])):
            if is_told(name, tells):
                space[1][n] = Name(f"/Ink{n}")


def _font(font: Dictionary, tells: Tells) -> None:
    """A font that is not embedded keeps its name: it is what readers find another by."""
    key = "/FontName" if font.get("/Type") == Name.FontDescriptor else "/BaseFont"
    if not is_told(font.get(key), tells):
        return
    below = font.get("/DescendantFonts")
    holder = below[0] if isinstance(below, Array) and len(below) and isinstance(below[0], Dictionary) else font
    descriptor = font if key == "/FontName" else holder.get("/FontDescriptor")
    program = next((file for file in _programs(descriptor)), None)
    if program is None:
        return
    name = str(font[key])[1:]
    words = {name.rpartition("+")[2], *(part for part in _PART.findall(name) if tells(part))}
    data = program.read_bytes()
    # of one length, so that nothing in the program moves
    for word in sorted(words, key=len, reverse=True):
        for spelled in (word.encode("latin-1", "replace"), word.encode("utf-16-be")):
            blank = (_BLANK * len(word)).encode("latin-1" if len(spelled) == len(word) else "utf-16-be")
            data = re.sub(re.escape(spelled), blank, data, flags=re.IGNORECASE)
    program.write(data)
    font[key] = Name("/Font")


def _programs(descriptor: object) -> Iterator[Stream]:
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        file = descriptor.get(key) if isinstance(descriptor, Dictionary) else None
        if isinstance(file, Stream):
            yield file
