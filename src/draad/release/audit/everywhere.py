"""One walk over all objects of a PDF: which are reached from its trailer, and every string for people among them.

The format has more places for a string than anybody lists: item data of a portfolio, names of destinations, labels of
pages, scripts, data of a program, dictionaries that a company made up. What ``outside`` does not know by its place is
found here, and judged more mildly: there is no telling what the string is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

import pikepdf

from draad.release.audit.records import Kind

_DEEP = 200
"""Levels of direct objects within one object."""
_MANY = 400_000
"""Strings of one file: more is no document."""
_LONGEST = 1_000_000
"""Characters of one script or of one program's data that are looked at."""

_KIND_OF: Final[dict[str, Kind]] = {
    "/PieceInfo": "private-data",
    "/JS": "script",
    "/JavaScript": "script",
    "/AcroForm": "form",
    "/StructTreeRoot": "replacement",
    "/Outlines": "bookmark",
    "/Dests": "bookmark",
    "/Threads": "bookmark",
    "/Annots": "comment",
    "/EmbeddedFiles": "attachment",
    "/Collection": "attachment",
    "/EF": "attachment",
    "/CI": "attachment",
    "/FS": "attachment",
    "/AF": "attachment",
    "/URI": "link",
}
"""What a string is that stands below these keys; others are metadata."""
_NOT_FOR_PEOPLE: Final = frozenset(
    [
        *("/ID", "/Lang", "/DA", "/DS", "/NM", "/M", "/CreationDate", "/ModDate", "/LastModified", "/Producer"),
        *("/Creator", "/Registry", "/Ordering", "/CharSet", "/Panose", "/Cert", "/Version", "/Limits", "/IDTree"),
        *("/ParentTree", "/ClassMap", "/Encrypt", "/ColorSpace", "/CS", "/Trapped", "/IDS", "/Font", "/CIDSystemInfo"),
        *("/CheckSum", "/DestOutputProfile", "/OutputCondition", "/OutputConditionIdentifier", "/RegistryName"),
        *("/URLS", "/SI", "/Perms", "/DSS", "/Extensions", "/DecodeParms", "/Halftone", "/HT", "/Functions"),
    ]
)
"""Keys below which no string is for people: dates, identifiers, fonts, colours, certificates."""
_SHOWN_KEYS: Final = frozenset(
    [
        *_KIND_OF,
        *("/A", "/AA", "/Alt", "/Author", "/BDC", "/ContactInfo", "/Contents", "/D", "/DV", "/Desc", "/E", "/F"),
        *("/ID", "/Info", "/Keywords", "/Location", "/Name", "/Names", "/Next", "/Nums", "/OpenAction", "/Opt", "/P"),
        *("/PageLabels", "/Private", "/Properties", "/RC", "/RV", "/Reason", "/Root", "/Schema", "/Subj", "/Subject"),
        *("/Summary", "/T", "/TM", "/TU", "/Title", "/UF", "/V"),
    ]
)
"""Keys of the format that a report may name; another may itself be a word out of the document."""
_WAYS: Final = frozenset(["/Pattern", "/SMask", "/Mask", "/CharProcs", "/Thumb", "/AP", "/Group", "/OutputIntents"])
"""Keys that lead to streams that no content calls by name and that may be drawn all the same."""
_PAGES: Final = frozenset([pikepdf.Name("/Page"), pikepdf.Name("/Template")])
_BINARY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
_IDENTIFIER = re.compile(r"[^\s@]*\d[^\s@]*")
"""A figure and no blank: numbers and codes that programs make up, unless it is an address."""
_RUNS = re.compile(rb"[\x20-\x7e\xa0-\xff]{5,400}")
_WIDE_RUNS = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){5,400}")


class Loose(NamedTuple):
    """One string found by the walk. ``own``: by its key it is somebody's name. ``rough``: raw bytes of a program's
    data, in which rows of capitals are as often names of typefaces.
    """

    kind: Kind
    where: str
    text: str
    page: int | None
    own: bool = False
    rough: bool = False


class Stream(NamedTuple):
    """One stream found by the walk. ``way``: the key that led to it, where that is another than a page's resources."""

    obj: Any
    way: str


@dataclass
class Walk:
    """What the walk found."""

    reached: set[tuple[int, int]] = field(default_factory=set)
    """The objects that the trailer leads to."""
    strings: list[Loose] = field(default_factory=list)
    streams: list[Stream] = field(default_factory=list)
    also: dict[tuple[int, int], str] = field(default_factory=dict)
    """A second way to a stream that was reached already, by object."""
    pages: list[Any] = field(default_factory=list)
    """Pages and templates that are not among the document's pages."""


class _Step(NamedTuple):
    obj: Any
    kind: Kind
    key: str
    page: int | None
    number: int
    depth: int
    silent: bool
    way: str = ""


def walk(pdf: pikepdf.Pdf) -> Walk:
    """Go from the trailer to everything it leads to; each object once."""
    found = Walk()
    numbers: dict[tuple[int, int], int] = {page.obj.objgen: n for n, page in enumerate(pdf.pages, 1)}
    todo = [_Step(pdf.trailer, "metadata", "", None, 0, 0, False)]
    silent: list[_Step] = []
    while todo or silent:
        step = todo.pop() if todo else silent.pop()
        obj = step.obj
        objgen = obj.objgen
        if objgen[0]:
            if objgen in found.reached:
                if step.way and isinstance(obj, pikepdf.Stream):
                    found.also[objgen] = step.way
                continue
            found.reached.add(objgen)
            step = step._replace(number=objgen[0], depth=0)
            if objgen in numbers:
                step = step._replace(page=numbers[objgen], kind="metadata", way="")
        if isinstance(obj, pikepdf.String):
            if not step.silent and len(found.strings) < _MANY:
                found.strings += _strings(step)
        elif isinstance(obj, pikepdf.Array):
            if step.depth < _DEEP:
                (silent if step.silent else todo).extend(
                    step._replace(obj=value, depth=step.depth + 1)
                    for value in obj
                    if isinstance(value, pikepdf.Object) and not isinstance(value, pikepdf.Name)
                )
        elif isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
            if isinstance(obj, pikepdf.Stream):
                found.streams.append(Stream(obj, step.way))
                if not step.silent:
                    found.strings += _of_stream(step)
            elif obj.get("/Type") in _PAGES and objgen not in numbers:
                found.pages.append(obj)
                step = step._replace(page=None, kind="metadata", way="")
            if step.depth < _DEEP:
                for one in _below(step):  # what is for people is reached first by the ways that say so
                    (silent if one.silent else todo).append(one)
    return found


def strings_of(obj: Any) -> list[Loose]:
    """The strings within one object, without what it refers to."""
    found: list[Loose] = []
    todo = [_Step(obj, "leftover", "", None, obj.objgen[0], 0, False)]
    while todo and len(found) < _MANY:
        step = todo.pop()
        if step.depth and step.obj.objgen[0]:
            continue
        if isinstance(step.obj, pikepdf.String):
            found += _strings(step) if not step.silent else ()
        elif isinstance(step.obj, pikepdf.Array) and step.depth < _DEEP:
            todo += [
                step._replace(obj=one, depth=step.depth + 1) for one in step.obj if isinstance(one, pikepdf.Object)
            ]
        elif isinstance(step.obj, pikepdf.Dictionary | pikepdf.Stream) and step.depth < _DEEP:
            todo += _below(step)
    return found


def _below(step: _Step) -> Iterator[_Step]:
    """What a dictionary leads to. Names of destinations may be keys (ISO 32000-1, 12.3.2.3)."""
    obj = step.obj
    is_signature = "/ByteRange" in obj
    kind: Kind = "form" if "/FT" in obj else step.kind
    destinations = step.key == "/Dests" and "/Names" not in obj and "/Kids" not in obj
    for key, value in obj.items():
        if destinations:
            yield step._replace(obj=pikepdf.String(key[1:].replace("_", " ")), key="/Dests", depth=step.depth + 1)
        if not isinstance(value, pikepdf.Object) or isinstance(value, pikepdf.Name):
            continue
        silent = step.silent or key in _NOT_FOR_PEOPLE or (is_signature and key == "/Contents")
        silent = silent or (key == "/Info" and not step.number)  # the document's own, for ``outside``
        way = key if key in _WAYS else step.way
        kind_of = _KIND_OF.get(key, kind)
        yield step._replace(obj=value, kind=kind_of, key=key, depth=step.depth + 1, silent=silent, way=way)


def _strings(step: _Step) -> Iterator[Loose]:
    text = str(step.obj)
    if len(text) < 3 or _BINARY.search(text) or _IDENTIFIER.fullmatch(text):
        return
    own = step.key == "/Author" or (step.kind == "form" and step.key in ("/Name", "/ContactInfo"))
    if step.kind == "link":
        for part in addresses(text):
            yield Loose("link", _where(step), part, step.page, own=True)
    elif step.kind == "script":
        yield Loose("script", _where(step), "\n".join(quoted(text[:_LONGEST])), step.page)
    else:
        yield Loose(step.kind, _where(step), plain(text), step.page, own=own)


def _of_stream(step: _Step) -> Iterator[Loose]:
    """The text of a script that is a stream, and the readable runs of a program's own data."""
    if step.kind == "script":
        text = step.obj.read_bytes()[:_LONGEST].decode("utf-8", "replace")
        yield Loose("script", _where(step), "\n".join(quoted(text)), step.page)
    elif step.kind == "private-data":
        runs = "\n".join(readable(step.obj.read_bytes()[:_LONGEST]))
        yield Loose("private-data", _where(step), runs, step.page, rough=True)


def _where(step: _Step) -> str:
    """The object and the key, where the key is one of the format's."""
    place = f"{step.number} 0 R" if step.number else "trailer"
    return f"{place} {step.key}" if step.key in _SHOWN_KEYS else place


def plain(text: str) -> str:
    """Rich text (XHTML) without its tags."""
    return re.sub(r"<[^<>]*>", " ", text) if text.lstrip().startswith("<") else text


_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_HOME = re.compile(r"(?:users|documents and settings|home)[/\\]+([^/\\?#]{2,60})[/\\]", re.IGNORECASE)
_NOBODY = frozenset({"public", "default", "all users", "administrator", "admin", "user", "gebruiker", "root"})


def addresses(target: str) -> list[str]:
    """Who a link names: every mail address in it, also within the parameters of a web address (services that check
    links put the reader's own address there), and the owner of a folder on somebody's disk.
    """
    told = unquote(unquote(target))
    found = list(dict.fromkeys(_MAIL.findall(told)))
    homes = [re.sub(r"[._]+", " ", match[1]) for match in _HOME.finditer(told) if match[1].lower() not in _NOBODY]
    return found + [home.title() for home in homes if not target.lower().startswith(("http:", "https:"))]


_QUOTED = re.compile(r"'((?:[^'\\\n]|\\.){3,300})'|\"((?:[^\"\\\n]|\\.){3,300})\"|//([^\n]{3,300})|/\*([^*]{3,2000})\*")


def quoted(script: str) -> list[str]:
    """The strings and the comments of a script; its own words name nobody."""
    return [next(part for part in match.groups() if part is not None) for match in _QUOTED.finditer(script)]


def readable(data: bytes) -> list[str]:
    """The runs of readable characters of any data, one or two bytes each, packed parts (RFC 1950) unpacked."""
    import zlib

    found = [match[0].decode("cp1252", "replace") for match in _RUNS.finditer(data)]
    found += [match[0].decode("utf-16-le", "replace") for match in _WIDE_RUNS.finditer(data)]
    for at in [match.start() for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data)][:20]:
        try:
            part = zlib.decompressobj().decompress(data[at:], _LONGEST)
        except zlib.error:
            continue
        found += [match[0].decode("cp1252", "replace") for match in _RUNS.finditer(part)]
    return found
