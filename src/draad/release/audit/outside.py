"""What a PDF holds beside the content of its pages, and whether it tells more than they show (ISO 32000-1).

Strings are judged by ``told``: one that repeats a line of a page with words where the page has a mark is a leak, one
that names somebody whom no page shows is a leak where it is a person's own field (author, comment), else to be checked;
a name by itself, or what may be an account, is to be checked everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pikepdf

from draad.release.audit.everywhere import Walk, addresses, plain, walk
from draad.release.audit.lone import is_account, lone_names
from draad.release.audit.records import Finding, Kind, Severity, finding
from draad.release.audit.told import Shown, tells_a_name, tells_a_person

_DEEP = 64
"""Levels of bookmarks, fields and structure that are gone into."""
_MANY = 200_000
"""Nodes of one tree that are looked at: more is no document."""
_DATES = re.compile(r"^(?:D:)?\d{4,}|^\d{4}-\d\d-\d\dT")
_OWN = {
    "/Author",
    "/Manager",
    "/LastModifiedBy",
    "/Company",
    "dc:creator",
    "pdf:Author",
    "xmp:Author",
    "cp:lastModifiedBy",
}
"""Fields that hold who made the file, so that a name in one needs no other sign."""
_MAKERS = _OWN - {"/Company"}
"""Those of them that hold a person, so that one word in them is a surname or an account."""
_TITLES = {"/Title", "/Subject", "dc:title", "dc:description", "pdf:Title"}
_NAMED = _OWN | _TITLES | {"/Keywords", "/Category", "/Comments", "/SourceModified", "/_AuthorEmail"}
_NAMED |= {"/_AuthorEmailDisplayName", "/_EmailSubject", "/_PreviousAdHocReviewCycleID", "/Subject"}
"""Fields that a report names; another may be a word that somebody made up."""
_MACHINE = {
    "/Producer",
    "/Creator",
    "/CreationDate",
    "/ModDate",
    "/Trapped",
    "/PTEX.Fullbanner",
    "xmp:CreatorTool",
    "pdf:Producer",
}
_IDENTIFIER = re.compile(r"^(?:uuid|urn|xmp\.[a-z]+|[a-z]+/[\w.+-]+$)", re.IGNORECASE)


class Said(NamedTuple):
    """One string beside the pages: its kind, where it stands in the format's words, and the page that it belongs to."""

    kind: Kind
    where: str
    text: str
    page: int | None = None
    own: bool = False
    """It is somebody's own field: a name in it is a person's."""
    unseen: bool = False
    """By its place it should show on a page, and whatever it says that none does is hidden."""
    maker: bool = False
    """It is a person's own field: one word in it is a surname or an account."""
    rough: bool = False
    """Data of a program, in which rows of capitals are as often typefaces."""
    titled: bool = False
    """People gave it as a title."""


def findings(pdf: pikepdf.Pdf, shown: Shown, walked: Walk | None = None) -> list[Finding]:
    """All that stands beside the pages: first what is known by its place, then every other string of the file."""
    known = list(strings(pdf))
    said = {one.text for one in known}
    for loose in (walked or walk(pdf)).strings:
        if loose.text not in said:
            said.add(loose.text)
            known.append(Said(loose.kind, loose.where, loose.text, loose.page, own=loose.own, rough=loose.rough))
    return [one for each in known if (one := judged(each, shown))] + list(_things(pdf))


def judged(said: Said, shown: Shown) -> Finding | None:
    """What one string tells that no page shows; None where it tells nothing."""
    if not shown.missing(said.text):
        return None
    severity: Severity | None = None
    detail = ""
    if shown.fills_a_mark(said.text):
        severity, detail = "leak", "fills-mark"
    elif said.unseen:
        severity = "leak"
    elif tells_a_person(said.text, shown) if said.rough else tells_a_name(said.text, shown):
        severity, detail = ("leak", "names") if said.own else ("check", "names")
    elif said.maker and is_account(said.text):
        severity, detail = "check", "account"
    elif not said.rough and (alone := lone_names(said.text, shown, titled=said.titled)):
        return finding(
            said.kind, "check", page=said.page, where=said.where, detail="lone-name", text=said.text, words=len(alone)
        )
    if severity is None:
        return None
    count = len(shown.missing(said.text))
    return finding(said.kind, severity, page=said.page, where=said.where, detail=detail, text=said.text, words=count)


def strings(pdf: pikepdf.Pdf) -> Iterator[Said]:
    """Every string for people that stands beside the content of the pages."""
    for part in (_info, _xmp, _bookmarks, _fields, _comments, _structure, _titles):
        yield from part(pdf)


def _guarded(value: Any) -> str:
    """A string of the file as text; what is none is empty."""
    if isinstance(value, pikepdf.String):
        return str(value)
    if isinstance(value, pikepdf.Stream):
        return value.read_bytes().decode("utf-8", "replace")
    return ""


def _info(pdf: pikepdf.Pdf) -> Iterator[Said]:
    info = pdf.trailer.get("/Info")
    if not isinstance(info, pikepdf.Dictionary):
        return
    for key, value in info.items():
        text = _guarded(value)
        if text and key not in _MACHINE and not _DATES.match(text):
            where = f"Info {key}" if key in _NAMED else "Info"
            yield Said("metadata", where, text, own=key in _OWN, maker=key in _MAKERS, titled=key in _TITLES)


_TAG = re.compile(r"<(/?)([A-Za-z_][\w.-]*:[\w.-]+)([^<>]*?)(/?)>|([^<>]+)")
_ATTRIBUTE = re.compile(r"([A-Za-z_][\w.-]*:[\w.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def _xmp(pdf: pikepdf.Pdf) -> Iterator[Said]:
    """Elements and attributes of all XMP packets (ISO 16684-1), the document's, the pages', the pictures'."""
    places: list[tuple[Any, str, int | None]] = [(pdf.Root.get("/Metadata"), "XMP", None)]
    places += [(page.obj.get("/Metadata"), "XMP", n) for n, page in enumerate(pdf.pages, 1)]
    known = {stream.objgen for stream, _, _ in places if stream is not None}
    places += [
        (obj, f"{obj.objgen[0]} 0 R XMP", None)
        for obj in pdf.objects
        if isinstance(obj, pikepdf.Stream) and obj.get("/Type") == pikepdf.Name("/Metadata") and obj.objgen not in known
    ]
    for stream, where, page in places:
        if isinstance(stream, pikepdf.Stream):
            for key, text in xmp_strings(stream.read_bytes()):
                makes, titles = key in _MAKERS, key in _TITLES
                yield Said("metadata", f"{where} {key}", text, page, own=key in _OWN, maker=makes, titled=titles)


def xmp_strings(data: bytes) -> Iterator[tuple[str, str]]:
    """The texts of an XMP packet with the property that each belongs to."""
    import html

    path: list[str] = []
    for match in _TAG.finditer(data.decode("utf-8", "replace")):
        closing, tag, attributes, empty, text = match.groups()
        if text is not None:
            own = next((name for name in reversed(path) if not name.startswith("rdf:")), "")
            if text.strip() and own and _is_for_people(own, text.strip()):
                yield own, html.unescape(text.strip())
            continue
        if closing:
            if path:
                path.pop()
            continue
        for name, one, other in _ATTRIBUTE.findall(attributes):
            if not name.startswith(("xmlns:", "xml:", "rdf:", "x:")) and _is_for_people(name, one or other):
                yield name, html.unescape(one or other)
        if not empty:
            path.append(tag)


def _is_for_people(name: str, text: str) -> bool:
    return name not in _MACHINE and not _DATES.match(text) and not _IDENTIFIER.match(text)


def _bookmarks(pdf: pikepdf.Pdf) -> Iterator[Said]:
    outlines = pdf.Root.get("/Outlines")
    if not isinstance(outlines, pikepdf.Dictionary):
        return
    todo, seen, count = [outlines.get("/First")], set(), 0
    while todo and count < _MANY:
        node = todo.pop()
        if not isinstance(node, pikepdf.Dictionary) or node.objgen in seen:
            continue
        seen.add(node.objgen)
        count += 1
        text = _guarded(node.get("/Title"))
        if text:
            yield Said("bookmark", f"Outlines {count}", text, titled=True)
        todo += [node.get("/Next"), node.get("/First")]


def _fields(pdf: pikepdf.Pdf) -> Iterator[Said]:
    """Values of form fields (12.7): what a field shows is part of its page, so what no page shows is hidden."""
    form = pdf.Root.get("/AcroForm")
    fields: Any = form.get("/Fields", []) if isinstance(form, pikepdf.Dictionary) else []
    anew = bool(form.get("/NeedAppearances", False)) if isinstance(form, pikepdf.Dictionary) else False
    todo: list[tuple[Any, int]] = [(one, 0) for page in pdf.pages for one in _widgets(page)]
    todo += [(field, 0) for field in fields]
    seen: set[tuple[int, int]] = set()
    count = 0
    while todo and count < _MANY:
        field, depth = todo.pop()
        if not isinstance(field, pikepdf.Dictionary) or depth > _DEEP or (field.objgen[0] and field.objgen in seen):
            continue
        seen.add(field.objgen)
        count += 1
        for key in ("/V", "/DV", "/RV", "/TU"):
            value = field.get(key)
            for one in value if isinstance(value, pikepdf.Array) else [value]:
                text = plain(_guarded(one))
                if text.strip():
                    unseen = key in ("/V", "/RV") and not _is_filled_in(field, anew)
                    yield Said("form", f"AcroForm {count} {key}", text, unseen=unseen)
        for option in field.get("/Opt", []):
            text = _guarded(option[-1] if isinstance(option, pikepdf.Array) and len(option) else option)
            if text:
                yield Said("form", f"AcroForm {count} /Opt", text)
        todo += [(kid, depth + 1) for kid in field.get("/Kids", [])]


def _widgets(page: pikepdf.Page) -> Iterator[Any]:
    """The fields on a page, those that no form lists included."""
    for one in page.obj.get("/Annots", []):
        if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == pikepdf.Name("/Widget"):
            yield one


def _is_filled_in(field: Any, anew: bool) -> bool:
    """Does a viewer draw the value itself (12.7.3.3): has the field a place on a page, and no form of its own there or
    one that is to be made anew?
    """
    for one in [field, *field.get("/Kids", [])]:
        if not isinstance(one, pikepdf.Dictionary) or one.get("/Subtype") != pikepdf.Name("/Widget"):
            continue
        sides = [float(side) for side in one.get("/Rect", [])]
        placed = len(sides) == 4 and sides[0] != sides[2] and sides[1] != sides[3]
        if placed and not int(one.get("/F", 0)) & HIDDEN and (anew or "/AP" not in one):
            return True
    return False


HIDDEN = 2 | 32
"""Flags of an annotation that no screen shows: Hidden, NoView (12.5.3)."""
_TEXTS = {"/Contents": "comment", "/RC": "comment", "/T": "comment", "/Subj": "comment", "/TU": "comment"}


def _comments(pdf: pikepdf.Pdf) -> Iterator[Said]:
    """What annotations say beside what they draw, and where links lead (12.5)."""
    for number, page in enumerate(pdf.pages, 1):
        for n, annotation in enumerate(page.obj.get("/Annots", []), 1):
            if not isinstance(annotation, pikepdf.Dictionary):
                continue
            kind = str(annotation.get("/Subtype", ""))
            if kind == "/Widget":
                continue
            for key in _TEXTS:
                text = _guarded(annotation.get(key))
                if text:
                    own = key == "/T" or kind != "/Link"
                    yield Said("comment", f"Annots {n} {key}", plain(text), number, own=own, maker=key == "/T")
            action = annotation.get("/A")
            if isinstance(action, pikepdf.Dictionary):
                target = _guarded(action.get("/URI")) or _guarded(action.get("/F"))
                for told in addresses(target):
                    yield Said("link", f"Annots {n} /URI", told, number, own=True)


def _structure(pdf: pikepdf.Pdf) -> Iterator[Said]:
    """Replacement text, descriptions and expansions of the structure tree (14.9.3 to 14.9.5)."""
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, pikepdf.Dictionary):
        return
    numbers: dict[Any, int | None] = {page.obj.objgen: n for n, page in enumerate(pdf.pages, 1)}
    todo: list[tuple[Any, int | None]] = [(root.get("/K"), None)]
    seen: set[tuple[int, int]] = set()
    count = 0
    while todo and count < _MANY:
        node, page = todo.pop()
        if isinstance(node, pikepdf.Array):
            todo += [(kid, page) for kid in node]
            continue
        if not isinstance(node, pikepdf.Dictionary) or (node.objgen[0] and node.objgen in seen):
            continue
        seen.add(node.objgen)
        count += 1
        own = node.get("/Pg")
        if isinstance(own, pikepdf.Dictionary):
            page = numbers.get(own.objgen) or page
        for key in ("/ActualText", "/Alt", "/E", "/T"):
            text = _guarded(node.get(key))
            if text:
                unseen = key == "/ActualText" and not is_ligature(text)
                yield Said(
                    "replacement", f"StructTreeRoot {count} {key}", text, page, unseen=unseen, titled=key != "/E"
                )
        todo.append((node.get("/K"), page))


def is_ligature(text: str) -> bool:
    """Two or three small letters: what one glyph of a ligature says."""
    return len(text) <= 3 and text.isalpha() and text.islower()


def _titles(pdf: pikepdf.Pdf) -> Iterator[Said]:
    """Labels of pages, names of layers and of destinations."""
    layers = pdf.Root.get("/OCProperties")
    if isinstance(layers, pikepdf.Dictionary):
        for n, group in enumerate(layers.get("/OCGs", []), 1):
            text = _guarded(group.get("/Name")) if isinstance(group, pikepdf.Dictionary) else ""
            if text:
                yield Said("metadata", f"OCGs {n} /Name", text)


# ── things ──────────────────────────────────────────────────────────────────────────────────────────────────


def _things(pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """What is no string, or whose mere presence should be known."""
    scripts = sum(1 for _ in _scripts(pdf))
    if scripts:
        yield finding("script", "note", where="JavaScript", count=scripts)
    thumbnails = [n for n, page in enumerate(pdf.pages, 1) if "/Thumb" in page.obj]
    if thumbnails:
        yield finding("thumbnail", "note", page=thumbnails[0], where="/Thumb", count=len(thumbnails))
    private = [n for n, page in enumerate(pdf.pages, 1) if "/PieceInfo" in page.obj]
    if private or "/PieceInfo" in pdf.Root:
        yield finding(
            "private-data", "note", page=next(iter(private), None), where="/PieceInfo", count=len(private) or 1
        )
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        yield finding("form", "check", where="AcroForm /XFA", detail="xfa")


def _scripts(pdf: pikepdf.Pdf) -> Iterator[None]:
    names: Any = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        yield None
    action: Any = pdf.Root.get("/OpenAction")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") == pikepdf.Name("/JavaScript"):
        yield None
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", []):
            own = annotation.get("/A") if isinstance(annotation, pikepdf.Dictionary) else None
            if isinstance(own, pikepdf.Dictionary) and own.get("/S") == pikepdf.Name("/JavaScript"):
                yield None


Reader = Callable[[bytes, str], str]


def attachments(pdf: pikepdf.Pdf, shown: Shown, read: Reader) -> list[Finding]:
    """Embedded files (7.11.4): what one holds is on no page. ``read`` gives the text of a file, empty for none."""
    found = []
    for n, (name, data) in enumerate(_embedded(pdf), 1):
        text = read(data, name)
        more = shown.missing(text)
        severity: Severity = "leak" if more else "check"
        named = judged(Said("attachment", f"EmbeddedFiles {n} /UF", re.sub(r"[._-]", " ", name), titled=True), shown)
        found += [named] if named else []
        found.append(
            finding("attachment", severity, where=f"EmbeddedFiles {n}", text=name, size=len(data), words=len(more))
        )
    return found


def _embedded(pdf: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    """Every embedded file of the document, by whatever way it is reached: name tree, annotation, associated file."""
    for obj in pdf.objects:
        if not isinstance(obj, pikepdf.Dictionary) or "/EF" not in obj:
            continue
        streams = obj["/EF"]
        if not isinstance(streams, pikepdf.Dictionary):
            continue
        name = _guarded(obj.get("/UF")) or _guarded(obj.get("/F"))
        for stream in {value.objgen: value for value in streams.values() if isinstance(value, pikepdf.Stream)}.values():
            yield name, stream.read_bytes()
