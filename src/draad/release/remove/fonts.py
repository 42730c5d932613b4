"""Letters that stand nowhere any more go out of the embedded fonts: their outline, their width, what they stand for.

A subset holds the letters that its document uses. A ``Q`` that only the withheld name had would go on telling that
there was one (ISO 32000-1, 9.9, on subsets). Fonts that can't be cut without risk keep their letters, and a note says
so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.misc.psCharStrings import T2CharString
from fontTools.ttLib import TTFont, TTLibError
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.encodingdb import EncodingDB
from pdfminer.psparser import PSException

from draad.release.remove.faces import spread
from draad.release.remove.records import Note
from draad.release.remove.usage import Key, UnreadableUseError, Usage

Letters = Mapping[Key, set[bytes]]
"""For a font (by object number): the codes that were removed at least once."""
BASES = ("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding")
SECTION = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
RANGE = re.compile(rb"<([0-9A-Fa-f]{1,16})>\s*<([0-9A-Fa-f]{1,16})>\s*(?:<[^>]*>|\[[^\]]*\])")
MANY = 70_000
BLANK = b"\x0e"
"""A charstring that draws nothing: ``endchar``."""


class _UncutError(Exception):
    """A font whose letters can't be told apart."""


def forget(pdf: pikepdf.Pdf, letters: Letters) -> list[Note]:
    """Take letters that stand nowhere any more out of the fonts they were removed from, in place."""
    wanted = {key: codes for key, codes in letters.items() if codes and key != (0, 0)}
    if not wanted:
        return []
    try:
        usage = Usage(pdf, _kin(pdf, set(wanted)))
    except UnreadableUseError:
        return [Note(0, "subset")]
    gone = {key: codes - usage.codes[key] for key, codes in wanted.items()}
    notes: list[Note] = []
    for key, codes in gone.items():
        if codes:
            font = pdf.get_object(*key)
            try:
                _program(pdf, font, codes, usage)
            except (_UncutError, TTLibError, PSException, pikepdf.PdfError, *_BROKEN):
                notes = [Note(0, "subset")]
            _tables(pdf, font, codes)
    return notes


_BROKEN = (KeyError, ValueError, TypeError, IndexError, AttributeError, AssertionError, OverflowError)
"""What fontTools raises on a damaged font program, besides its own class."""


def _descriptor(font: pikepdf.Object) -> pikepdf.Object | None:
    below = font.get("/DescendantFonts")
    child = below[0] if isinstance(below, pikepdf.Array) and len(below) else font
    found = child.get("/FontDescriptor") if isinstance(child, pikepdf.Dictionary) else None
    return found if isinstance(found, pikepdf.Dictionary) else None


def _file(font: pikepdf.Object) -> tuple[str, pikepdf.Object] | None:
    descriptor = _descriptor(font)
    for name in ("/FontFile2", "/FontFile3", "/FontFile"):
        found = descriptor.get(name) if descriptor is not None else None
        if isinstance(found, pikepdf.Stream):
            return name, found
    return None


def _kin(pdf: pikepdf.Pdf, keys: set[Key]) -> set[Key]:
    """The fonts and all others that draw from the same programs."""
    programs = {found[1].objgen for key in keys if (found := _file(pdf.get_object(*key)))}
    kin = set(keys)
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font" and "/Subtype" in thing:
            found = _file(thing)
            if found is not None and found[1].objgen in programs and not str(thing.Subtype).startswith("/CIDFont"):
                kin.add(thing.objgen)
    return kin


# -- the program


def _program(pdf: pikepdf.Pdf, font: pikepdf.Object, codes: set[bytes], usage: Usage) -> None:
    if font.get("/Subtype") == "/Type3":
        _procedures(font, codes, usage.codes[font.objgen])
        return
    found = _file(font)
    if found is None:
        return
    name, stream = found
    if name == "/FontFile":
        raise _UncutError
    others = [
        (pdf.get_object(*key), used)
        for key, used in usage.codes.items()
        if (other := _file(pdf.get_object(*key))) is not None and other[1].objgen == stream.objgen
    ]
    data = stream.read_bytes()
    if name == "/FontFile2":
        made = _truetype(data, font, codes, others)
    elif stream.get("/Subtype") == "/OpenType":
        raise _UncutError
    else:
        made = _compact(data, font, codes, others)
    stream.write(made)
    if "/Length1" in stream:
        stream.Length1 = len(made)


def _procedures(font: pikepdf.Object, codes: set[bytes], used: set[bytes]) -> None:
    names = differences(font)
    kept = {names.get(code[0]) for code in used}
    for code in codes:
        name = names.get(code[0])
        if name is not None and name not in kept and name in font.CharProcs:
            del font.CharProcs[name]


def _glyphs(of: Callable[[bytes], set[str]], codes: Iterable[bytes]) -> set[str]:
    return set().union(*(of(code) for code in codes))


def _truetype(
    data: bytes, font: pikepdf.Object, codes: set[bytes], others: list[tuple[pikepdf.Object, set[bytes]]]
) -> bytes:
    program = TTFont(BytesIO(data), recalcBBoxes=False, recalcTimestamp=False)
    order = program.getGlyphOrder()
    kept = set().union(*(_glyphs(_glyph_of(program, other), used) for other, used in others)) | {order[0]}
    table = program["glyf"]
    for name in list(kept):
        kept |= _components(table, name)
    away = _glyphs(_glyph_of(program, font), codes) - kept
    for name in away:
        table[name] = Glyph()
        program["hmtx"][name] = (0, 0)
    if "cmap" in program:
        for part in program["cmap"].tables:
            if hasattr(part, "cmap"):
                part.cmap = {code: name for code, name in part.cmap.items() if name not in away}
    out = BytesIO()
    program.save(out, reorderTables=False)
    return out.getvalue()


def _components(table: object, name: str) -> set[str]:
    """The glyphs that a composed one is made of, however deep."""
    glyph = table[name]  # type: ignore[index]
    found: set[str] = set()
    for part in glyph.getComponentNames(table):
        found |= {part} | _components(table, part)
    return found


def _glyph_of(program: TTFont, font: pikepdf.Object) -> Callable[[bytes], set[str]]:
    """From a code to the glyphs it may mean: readers differ in which table they ask first (ISO 32000-1, 9.6.6.4)."""
    order = program.getGlyphOrder()
    if font.get("/Subtype") == "/Type0":
        if not str(font.get("/Encoding", "")).startswith("/Identity"):
            raise _UncutError
        numbers = font.DescendantFonts[0].get("/CIDToGIDMap")
        table = numbers.read_bytes() if isinstance(numbers, pikepdf.Stream) else None

        def by_number(code: bytes) -> set[str]:
            cid = int.from_bytes(code, "big")
            gid = cid if table is None else int.from_bytes(table[2 * cid : 2 * cid + 2], "big")
            return {order[gid]} if gid < len(order) else set()

        return by_number
    letters = _letters(font)
    tables = [part.cmap for part in program["cmap"].tables if hasattr(part, "cmap")] if "cmap" in program else []

    def by_table(code: bytes) -> set[str]:
        byte = code[0]
        keys = {byte, 0xF000 + byte, 0xF100 + byte, 0xF200 + byte, *map(ord, letters.get(byte, "")[:1])}
        return {part[key] for part in tables for key in keys if key in part}

    return by_table


def _compact(
    data: bytes, font: pikepdf.Object, codes: set[bytes], others: list[tuple[pikepdf.Object, set[bytes]]]
) -> bytes:
    """A CFF program: the charstrings of what goes draw nothing."""
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(data), None)
    top = fonts[0]
    strings = top.CharStrings
    kept = set().union(*(_glyphs(_name_of(top, other), used) for other, used in others)) | {".notdef"}
    for name in _glyphs(_name_of(top, font), codes) - kept:
        if name in strings:
            old = strings[name]
            strings[name] = T2CharString(bytecode=BLANK, private=old.private, globalSubrs=old.globalSubrs)
    # parts that letters share would go on holding the strokes of those that went
    fonts.desubroutinize()
    out = BytesIO()
    fonts.compile(out, TTFont(sfntVersion="OTTO", recalcBBoxes=False))
    return out.getvalue()


def _name_of(top: object, font: pikepdf.Object) -> Callable[[bytes], set[str]]:
    charset: list[str] = top.charset  # type: ignore[attr-defined]
    if font.get("/Subtype") == "/Type0":
        if not str(font.get("/Encoding", "")).startswith("/Identity"):
            raise _UncutError
        if hasattr(top, "ROS"):
            return lambda code: {f"cid{int.from_bytes(code, 'big'):05d}"}
        return lambda code: set(charset[int.from_bytes(code, "big") :][:1])
    built_in = getattr(top, "Encoding", None)
    named = {code: name[1:] for code, name in differences(font).items()}
    letters = _letters(font)
    by_letter: dict[str, set[str]] = {}
    for name in charset:
        by_letter.setdefault(_letter(name), set()).add(name)

    def by_name(code: bytes) -> set[str]:
        byte = code[0]
        found = {named[byte]} if byte in named else set()
        if isinstance(built_in, list) and byte < len(built_in):
            found.add(built_in[byte])
        elif built_in is not None:
            found |= by_letter.get(EncodingDB.std2unicode.get(byte, "\0"), set())
        return found | by_letter.get(letters.get(byte, "\0"), set())

    return by_name


def _letter(name: str) -> str:
    from pdfminer.encodingdb import name2unicode

    try:
        return name2unicode(name)
    except (KeyError, ValueError):
        return ""


# -- what the dictionaries say


def differences(font: pikepdf.Object) -> dict[int, str]:
    """By code, the names that a font gives its letters, each with its slash."""
    coding = font.get("/Encoding")
    items = coding.get("/Differences") if isinstance(coding, pikepdf.Dictionary) else None
    found: dict[int, str] = {}
    code = 0
    for item in items if isinstance(items, pikepdf.Array) else []:
        if isinstance(item, pikepdf.Name):
            found[code] = str(item)
            code += 1
        else:
            code = int(item)
    return found


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """The letters of a simple font's codes by its encoding."""
    coding = font.get("/Encoding")
    base = coding.get("/BaseEncoding") if isinstance(coding, pikepdf.Dictionary) else coding
    name = str(base) if base is not None and str(base) in BASES else "/StandardEncoding"
    found = dict(EncodingDB.get_encoding(name[1:]))
    for code, glyph in differences(font).items():
        found[code] = _letter(glyph[1:])
    return found


def _tables(pdf: pikepdf.Pdf, font: pikepdf.Object, codes: set[bytes]) -> None:
    numbers = {int.from_bytes(code, "big") for code in codes}
    _unspoken(pdf, font, numbers)
    descriptor = _descriptor(font)
    for key in ("/CharSet", "/CIDSet"):
        # both may be left out (ISO 19005-2, 6.2.11.4.2); one that is there must be true
        if descriptor is not None and key in descriptor:
            del descriptor[key]
    below = font.get("/DescendantFonts")
    if isinstance(below, pikepdf.Array):
        for key, each in (("/W", 1), ("/W2", 3)):
            rows = spread(below[0].get(key), each)
            if rows:
                left = {cid: row for cid, row in sorted(rows.items()) if cid not in numbers}
                flat = [part for cid, row in left.items() for part in (cid, [round(v * 1000, 3) for v in row])]
                below[0][key] = pikepdf.Array([pikepdf.Array(v) if isinstance(v, list) else v for v in flat])
        return
    widths = font.get("/Widths")
    first = int(font.get("/FirstChar", 0))
    if isinstance(widths, pikepdf.Array):
        font.Widths = pikepdf.Array([0 if first + i in numbers else width for i, width in enumerate(widths)])
    named = differences(font)
    if set(named) & numbers:
        coding = pikepdf.Dictionary(dict(font.Encoding.items()))
        coding.Differences = pikepdf.Array(
            [part for code, name in sorted(named.items()) if code not in numbers for part in (code, pikepdf.Name(name))]
        )
        font.Encoding = coding


def _unspoken(pdf: pikepdf.Pdf, font: pikepdf.Object, numbers: set[int]) -> None:
    """Write ``/ToUnicode`` anew without these codes."""
    said = font.get("/ToUnicode")
    if not isinstance(said, pikepdf.Stream):
        return
    data = said.read_bytes()
    rows = [row for section in SECTION.findall(data) for row in RANGE.findall(section)]
    if any(int(high, 16) - int(low, 16) > MANY for low, high in rows):
        # a range that no font has would be spelt out code by code
        del font["/ToUnicode"]
        return
    table = FileUnicodeMap()
    CMapParser(table, BytesIO(data)).run()
    digits = 4 if font.get("/Subtype") == "/Type0" else 2
    lines = [
        f"<{code:0{digits}X}> <{letters.encode('utf-16-be', 'surrogatepass').hex().upper()}>"
        for code, letters in sorted(table.cid2unichr.items())
        if code not in numbers and letters
    ]
    blocks = [lines[i : i + 100] for i in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    font.ToUnicode = pdf.make_stream(
        (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<{0:0{digits}X}> <{'F' * digits}>\nendcodespacerange\n"
            f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        ).encode("ascii")
    )
