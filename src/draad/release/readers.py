"""What one reader of PDFs reads on a page and another does not.

Draad reads with pdfium. A font tells which letters its codes mean (``/ToUnicode``, ISO 32000-1, 9.10.3); of a table
that is not quite as it should be pdfium takes nothing, and others all of it. A name in such a font stands on the page
and in everybody's search, and was never proposed. So pages with such fonts, and only they, are read by pdfminer too.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import Any

import pikepdf

from draad.release.remove.mining import BROKEN, Letters

_BORDER = re.compile(rb"\b(begin|end)(bfchar|bfrange)\b")
_COUNT = re.compile(rb"(?:^|\s)(\d{1,6})\s+\Z")
_BEFORE = 24
"""Bytes before a section in which its count stands."""
_LISTED = re.compile(rb"\[[^\]]*\]")
_ENTRY = {b"bfchar": 2, b"bfrange": 3}
_MORE = 2
"""Letters; a single one more is a ligature or a sign that readers spell differently."""
_DEEP = 12

Key = tuple[int, int]


def doubted(pdf: pikepdf.Pdf) -> list[int]:
    """The pages, from 1, that name a font of whose letters or widths a reader may take nothing."""
    known: dict[Key, bool] = {}
    found = []
    for number, page in enumerate(pdf.pages, 1):
        resources = _resources(page.obj)
        if resources is not None and _has_doubted(resources, known, 0):
            found.append(number)
    return found


def _resources(page: pikepdf.Object) -> pikepdf.Dictionary | None:
    """A page's own resources, or those of the branch that it hangs on."""
    branch: pikepdf.Object | None = page
    for _ in range(_DEEP):
        if not isinstance(branch, pikepdf.Dictionary):
            return None
        if isinstance(found := branch.get("/Resources"), pikepdf.Dictionary):
            return found
        branch = branch.get("/Parent")
    return None


def _has_doubted(resources: pikepdf.Dictionary, known: dict[Key, bool], depth: int) -> bool:
    """Whether resources, or those of a form among them, name such a font. ``known``: fonts and forms seen before."""
    fonts, forms = resources.get("/Font"), resources.get("/XObject")
    for one in fonts.values() if isinstance(fonts, pikepdf.Dictionary) else ():
        if isinstance(one, pikepdf.Dictionary) and _once(one, known, lambda font: not is_strict(font)):
            return True
    for one in forms.values() if isinstance(forms, pikepdf.Dictionary) and depth < _DEEP else ():
        inner = one.get("/Resources") if isinstance(one, pikepdf.Stream) else None
        if isinstance(inner, pikepdf.Dictionary) and _once(
            one, known, lambda form: _has_doubted(form.Resources, known, depth + 1)
        ):
            return True
    return False


def _once(one: pikepdf.Object, known: dict[Key, bool], ask: Callable[[Any], bool]) -> bool:
    """The answer for an object, which is asked for once; a form that draws itself has said no."""
    key = one.objgen
    if key == (0, 0):
        return ask(one)
    if key not in known:
        known[key] = False
        known[key] = ask(one)
    return known[key]


def is_strict(font: pikepdf.Object) -> bool:
    """Whether a font's table of letters and its widths are so that every reader takes them."""
    widths, first, last = font.get("/Widths"), font.get("/FirstChar"), font.get("/LastChar")
    if isinstance(widths, pikepdf.Array) and len(widths) < _number(last) - _number(first) + 1:
        return False
    table = font.get("/ToUnicode")
    if not isinstance(table, pikepdf.Stream):
        return True
    try:
        return counts_agree(table.read_bytes())
    except pikepdf.PdfError:
        return False


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def counts_agree(table: bytes) -> bool:
    """Whether each section of a table of letters has as many entries as it says, and is closed by its own kind."""
    opened: tuple[bytes, int, int] | None = None
    for border in _BORDER.finditer(table):
        which, kind = border.groups()
        if which == b"begin":
            count = _COUNT.search(table, max(0, border.start() - _BEFORE), border.start())
            if opened or count is None:
                return False
            opened = kind, int(count[1]), border.end()
        else:
            if opened is None or opened[0] != kind:
                return False
            body = _LISTED.sub(b"<>", table[opened[2] : border.start()])
            if body.count(b"<") + body.count(b"/") != _ENTRY[kind] * opened[1]:
                return False
            opened = None
    return opened is None


def unread(
    data: bytes, numbers: Collection[int], held: Callable[[int], Iterable[str]], password: str = ""
) -> list[int]:
    """Of these pages those on which pdfminer reads letters that the other reader does not.

    ``held`` gives what that one read on a page. Order, marks and blanks don't count.
    """
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser, PDFSyntaxError

    if not numbers:
        return []
    manager = PDFResourceManager()
    device = Letters(manager)
    interpreter = PDFPageInterpreter(manager, device)
    found = []
    with io.BytesIO(data) as file:
        try:
            pages = PDFPage.create_pages(PDFDocument(PDFParser(file), password=password))
            for number, page in enumerate(pages, 1):
                if number not in numbers:
                    continue
                device.begin()
                try:
                    interpreter.process_page(page)
                except BROKEN:
                    continue
                if sum((_letters(device.text) - _letters("".join(held(number)))).values()) >= _MORE:
                    found.append(number)
        except (PDFSyntaxError, *BROKEN):
            return found
    return found


def _letters(text: str) -> Counter[str]:
    """How often each letter and figure stands in a text, whatever its case and marks."""
    return Counter(char for char in unicodedata.normalize("NFKD", text).casefold() if char.isalnum())
