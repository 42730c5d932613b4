"""What a file may say without showing it, in the contents of its pages and between its objects.

A content stream has comments, marked points and property lists of marked content (ISO 32000-1, 7.2.3 and 14.6); its
resources may name patterns, groups and fonts that nothing draws; any dictionary may hold a string that no reader asks
for. All of it can be read by who opens the file with something else than a reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from draad.release.remove import naming
from draad.release.remove.keys import copied

_SPEAKING = ("/ActualText", "/Alt", "/E")
_ODD = re.compile(
    rb"%|\bDP\b|<<(?!(?:\s*/(?:MCID\s*\d+|Lang\s*\([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}\)))*\s*>>)|/\S+\s+/\S+\s+BDC"
)
"""Bytes that only stand in a stream that may say more than it draws; what is found is then parsed."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")
_NAME = re.compile(rb"/([^\s/<>\[\](){}%]+)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ALWAYS = {"/DefaultGray", "/DefaultRGB", "/DefaultCMYK"}
_DEEPEST = 30
_PER_BYTE, _FREE = 2, 2
"""A replacement of letters that are still there has no more characters than so many times their bytes, and a few."""

Tells = Callable[[str], bool]


def clean(pdf: pikepdf.Pdf, touched: set[int], tells: Tells) -> None:
    """Takes comments, marked points and spoken properties out of all contents, and strings that tell out of the rest.

    ``touched`` are pages, from 1, from which something was removed: there, of the texts in place of glyphs only those
    stay that fit the glyphs that are left (ligatures, hyphens).
    """
    tells = cache(tells)
    names = naming.Names(_every_resources(pdf), tells)
    done: set[tuple[int, int]] = set()
    pages = sorted(enumerate(pdf.pages, 1), key=lambda pair: pair[0] not in touched)
    for number, page in pages:
        quiet = _Quiet(number in touched, tells, names)
        if quiet.is_odd(contents_of(page.obj)) and (made := quiet.contents(page)) is not None:
            page.obj[Name.Contents] = pdf.make_stream(made)
        for form in drawn_streams(page.obj.get("/Resources"), done):
            if quiet.is_odd(_bytes(form)) and (made := quiet.contents(form)) is not None:
                form.write(made)
    names.rename()
    naming.untold(pdf, tells)
    for obj in pdf.objects:
        _untold(obj, tells, 0)


def _every_resources(pdf: pikepdf.Pdf) -> Iterator[Dictionary]:
    """All lists of resources from which something is drawn."""
    done: set[tuple[int, int]] = set()
    for page in pdf.pages:
        resources = page.obj.get("/Resources")
        own = [resources, *(form.get("/Resources") for form in drawn_streams(resources, done))]
        for one in own:
            if isinstance(one, Dictionary):
                yield one
                fonts = _values(one, "/Font")
                lent = [font.get("/Resources") for font in fonts if isinstance(font, Dictionary)]
                yield from (part for part in lent if isinstance(part, Dictionary))


def contents_of(page: pikepdf.Object) -> bytes:
    """The bytes of a page's contents, its parts joined."""
    found = page.get("/Contents")
    parts = list(found) if isinstance(found, Array) else [found]
    return b"\n".join(_bytes(part) for part in parts if isinstance(part, Stream))


def _bytes(stream: Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return b""


def drawn_streams(resources: object, done: set[tuple[int, int]], depth: int = 0) -> Iterator[Stream]:
    """Forms, tiling patterns, groups of soft masks and drawn letters below these resources, each once."""
    if not isinstance(resources, Dictionary) or depth > _DEEPEST:
        return
    for one in below(resources):
        if one.objgen in done:
            continue
        done.add(one.objgen)
        yield one
        yield from drawn_streams(one.get("/Resources"), done, depth + 1)
    for font in _values(resources, "/Font"):
        if isinstance(font, Dictionary) and "/Resources" in font and font.objgen not in done:
            done.add(font.objgen)
            yield from drawn_streams(font.get("/Resources"), done, depth + 1)


def below(resources: Dictionary) -> Iterator[Stream]:
    """What is drawn straight from these resources."""
    for one in _values(resources, "/XObject"):
        if isinstance(one, Stream) and one.get("/Subtype") == Name.Form:
            yield one
    yield from (one for one in _values(resources, "/Pattern") if isinstance(one, Stream) and "/PatternType" in one)
    for state in _values(resources, "/ExtGState"):
        mask = state.get("/SMask") if isinstance(state, Dictionary) else None
        group = mask.get("/G") if isinstance(mask, Dictionary) else None
        if isinstance(group, Stream):
            yield group
    for font in _values(resources, "/Font"):
        letters = font.get("/CharProcs") if isinstance(font, Dictionary) else None
        if isinstance(letters, Dictionary):
            yield from (one for one in letters.values() if isinstance(one, Stream))


def _values(resources: Dictionary, kind: str) -> list[object]:
    part = resources.get(kind)
    return list(part.values()) if isinstance(part, Dictionary) else []


# -- contents


class _Quiet:
    """Contents made to say nothing beside what they draw."""

    def __init__(self, is_touched: bool, tells: Tells, names: naming.Names) -> None:
        self._is_touched, self._tells, self._names = is_touched, tells, names

    def is_odd(self, data: bytes) -> bool:
        """Whether they may say anything."""
        return bool(_ODD.search(data)) or any(self._tells(name[1:]) for name in _names(data))

    def contents(self, source: pikepdf.Page | Stream) -> bytes | None:
        """The contents without it; None for those that can't be followed."""
        try:
            instructions = list(pikepdf.parse_content_stream(source))
        except (pikepdf.PdfError, TypeError, ValueError):
            return None
        shown = _bytes_shown(instructions)
        kept: list[object] = []
        for n, one in enumerate(instructions):
            if isinstance(one, pikepdf.ContentStreamInlineImage):
                kept.append(one)
                continue
            name, operands = str(one.operator), list(one.operands)
            if name == "BDC" and len(operands) == 2 and isinstance(operands[1], Dictionary):
                operands[1] = _spoken(operands[1], shown[n], self._is_touched, self._tells)
            named = self._names.instruction(operands, name)
            if name != "DP" and named is not None:
                kept.append((named, one.operator))
        return pikepdf.unparse_content_stream(kept)  # type: ignore[arg-type]


def _bytes_shown(instructions: Sequence[object]) -> dict[int, int]:
    """By the place of each marked-content sequence: how many bytes of strings are shown within it."""
    found: dict[int, int] = {}
    ends: list[tuple[int, int]] = []
    total = 0
    for n, one in enumerate(instructions):
        name = str(getattr(one, "operator", ""))
        if name in ("BDC", "BMC"):
            ends.append((n, total))
        elif name == "EMC" and ends:
            start, before = ends.pop()
            found[start] = total - before
        elif name in ("Tj", "TJ", "'", '"') and len(one.operands):  # type: ignore[attr-defined]
            last = one.operands[-1]  # type: ignore[attr-defined]
            parts = list(last) if isinstance(last, Array) else [last]
            total += sum(len(bytes(part)) for part in parts if isinstance(part, pikepdf.String))
    return found | {start: total - before for start, before in ends}


def _spoken(properties: Dictionary, shown: int, is_touched: bool, tells: Tells) -> Dictionary:
    """A property list with what belongs to the drawing, and the replacements that may stay."""
    kept = {
        key: value
        for key, value in properties.items()
        if not (_holds_string(value) or naming.is_told(value, tells) or tells(key[1:]))
    }
    language = properties.get("/Lang")
    if isinstance(language, pikepdf.String) and _LANGUAGE.fullmatch(str(language)):
        kept["/Lang"] = language
    for key in _SPEAKING:
        text = properties.get(key)
        if not isinstance(text, pikepdf.String) or tells(str(text)):
            continue
        if not is_touched or (key == "/ActualText" and shown > 0 and len(str(text)) <= _PER_BYTE * shown + _FREE):
            kept[key] = text
    return Dictionary(kept)


def _holds_string(value: object) -> bool:
    if isinstance(value, Array):
        return any(_holds_string(one) for one in value)
    return isinstance(value, pikepdf.String | Dictionary | Stream)


# -- strings between the objects


def _untold(thing: object, tells: Tells, depth: int) -> None:
    """Strings of an object, and of what stands in it directly, that hold a withheld word go."""
    if depth > _DEEPEST:
        return
    if isinstance(thing, Dictionary | Stream):
        for key, value in list(thing.items()):
            if isinstance(value, pikepdf.String):
                if tells(str(value)):
                    del thing[key]
            elif isinstance(value, Array | Dictionary) and not value.is_indirect:
                _untold(value, tells, depth + 1)
    elif isinstance(thing, Array) and len(thing) and thing[0] != Name.Indexed:
        for n, value in enumerate(thing):
            if isinstance(value, pikepdf.String):
                if tells(str(value)):
                    thing[n] = pikepdf.String("")
            elif isinstance(value, Array | Dictionary) and not value.is_indirect:
                _untold(value, tells, depth + 1)


# -- resources


def prune(pdf: pikepdf.Pdf) -> None:
    """Each page, form, pattern and group keeps the resources that its own contents name, and no others."""
    done: set[tuple[int, int]] = set()
    names = _Names()
    for page in pdf.pages:
        _pruned(page.obj, _names(contents_of(page.obj)), names)
        for form in drawn_streams(page.obj.get("/Resources"), done):
            if "/Resources" in form:
                _pruned(form, names.of(form), names)


class _Names:
    """The names in streams, each read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], set[str]] = {}

    def of(self, stream: Stream) -> set[str]:
        """All names in one stream."""
        if stream.objgen not in self._known:
            self._known[stream.objgen] = _names(_bytes(stream))
        return self._known[stream.objgen]

    def drawn(self, resources: Dictionary, named: set[str]) -> set[str]:
        """These names and those in all that they draw: what has no resources of its own takes its holder's, and
        readers look there too for what its own lack."""
        found, fresh = set(named), named
        while fresh:
            few = {
                kind: Dictionary({key: part[key] for key in fresh if key in part})
                for kind in ("/XObject", "/Pattern", "/ExtGState", "/Font")
                if isinstance(part := resources.get(kind), Dictionary)
            }
            below_ = drawn_streams(Dictionary(few), set())
            fresh = set().union(*map(self.of, below_)) - found
            found |= fresh
        return found


def _pruned(holder: pikepdf.Object, own_names: set[str], names: _Names) -> None:
    resources = holder.get("/Resources")
    if not isinstance(resources, Dictionary):
        return
    named = names.drawn(resources, own_names)
    unnamed = [
        (kind, key)
        for kind in naming.KINDS
        if isinstance(part := resources.get(kind), Dictionary)
        for key in part.keys()  # noqa: SIM118 - a pikepdf dictionary is no mapping
        if key not in named and key not in _ALWAYS
    ]
    if not unnamed:
        return
    own = copied(resources)
    for kind in {kind for kind, _ in unnamed}:
        own[kind] = copied(own[kind])
    for kind, key in unnamed:
        del own[kind][key]
    holder[Name.Resources] = own


def _names(data: bytes) -> set[str]:
    """All names in a stream. One within a string counts too: then a resource stays that might have gone."""
    return {"/" + _ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), name).decode("latin-1") for name in _NAME.findall(data)}
