"""The structure tree of a tagged PDF: kept as far as it tells nothing that the pages don't.

Texts that stand beside the content (``ActualText``, ``Alt``, ``E``, titles) are what screen readers say instead of
it, and often hold the very words that were taken off the page. They stay only on elements of pages from which nothing
was removed, and never where they hold a withheld word. Branches of pages that are not given out go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from draad.release.remove import naming
from draad.release.remove.keys import drop

_TEXTS = ("/Alt", "/E", "/ActualText")
_ELEMENT_KEYS = {"/Type", "/S", "/P", "/Pg", "/K", "/A", "/C", "/R", "/Lang", "/NS", *_TEXTS}
_ROOT_KEYS = {"/Type", "/K", "/ParentTree", "/ParentTreeNextKey", "/RoleMap", "/ClassMap", "/Namespaces"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")
_MOST = 2_000_000
"""Elements; a tree with more is broken or hostile, and left out."""


def is_tagged(pdf: pikepdf.Pdf) -> bool:
    """Whether the file has a structure tree."""
    return isinstance(pdf.Root.get("/StructTreeRoot"), Dictionary)


def clean(pdf: pikepdf.Pdf, touched: set[int], kept_links: set[tuple[int, int]], tells: Callable[[str], bool]) -> None:
    """Strips the tree. ``touched`` are pages, from 1, of which something was removed or that became an image;
    ``tells`` says whether a text holds a withheld word.
    """
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, Dictionary):
        drop(pdf.Root, "/StructTreeRoot")
        drop(pdf.Root, "/MarkInfo")
        return
    cleaner = _Cleaner(pdf, touched, kept_links, tells)
    if not cleaner.clean(root):
        drop(pdf.Root, "/StructTreeRoot")
        drop(pdf.Root, "/MarkInfo")
        return
    pdf.Root[Name.MarkInfo] = Dictionary(Marked=True)


class _Cleaner:
    def __init__(
        self, pdf: pikepdf.Pdf, touched: set[int], links: set[tuple[int, int]], tells: Callable[[str], bool]
    ) -> None:
        self._pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self._pdf, self._touched, self._links, self._tells = pdf, touched, links, tells
        self._left: set[tuple[int, int]] = set()
        self._above_touched: set[tuple[int, int]] = set()
        """Elements of which something stands on a page that is touched; filled from the leaves up."""

    def clean(self, root: Dictionary) -> bool:
        """Whether anything of the tree is left."""
        for key in set(root.keys()) - _ROOT_KEYS:
            del root[key]
        _without_class_texts(root)
        for kind in ("/RoleMap", "/ClassMap"):
            if isinstance(part := root.get(kind), Dictionary):
                drop(part, *(key for key in list(part.keys()) if naming.is_told(Name(key), self._tells)))
        order: list[Dictionary] = []
        stack = [root]
        seen: set[tuple[int, int]] = set()
        while stack:
            element = stack.pop()
            if element.is_indirect and element.objgen in seen:
                continue
            seen.add(element.objgen)
            order.append(element)
            stack += [kid for kid in _kids(element) if isinstance(kid, Dictionary) and _is_element(kid)]
            if len(order) > _MOST:
                return False
        gone: set[tuple[int, int]] = set()
        for element in reversed(order):  # from the leaves up, so that a branch without content goes whole
            empty = self._clean_element(element, gone, is_root=element.objgen == root.objgen)
            if empty and element.is_indirect:
                gone.add(element.objgen)
        self._left = {element.objgen for element in order if element.is_indirect} - gone
        self._rebuild_parents(root)
        return root.objgen not in gone and "/K" in root

    def _clean_element(self, element: Dictionary, gone: set[tuple[int, int]], *, is_root: bool) -> bool:
        """Strips one element whose kids are stripped already. Tells whether nothing of it is left."""
        page = element.get("/Pg")
        had = "/K" in element
        kept = [kid for kid in _kids(element) if self._stays(kid, page, gone)]
        if kept:
            element[Name.K] = Array(kept) if len(kept) > 1 else kept[0]
        else:
            drop(element, "/K")
        if is_root:
            return not kept
        for key in set(element.keys()) - _ELEMENT_KEYS:
            del element[key]
        _without_attribute_texts(element)
        if naming.is_told(element.get("/S"), self._tells):
            element[Name.S] = Name.Span
        if any(naming.is_told(name, self._tells) for name in _names_in(element)):
            drop(element, "/C", "/A")
        language = element.get("/Lang")
        if language is not None and not _LANGUAGE.fullmatch(str(language)):
            del element["/Lang"]
        if page is not None and not self._is_ours(page):
            del element[Name.Pg]
        touched = self._is_touched(element)
        for key in _TEXTS:
            if key in element and (touched or self._tells(str(element[key]))):
                del element[key]
        return had and not kept

    def _stays(self, kid: object, page: object, gone: set[tuple[int, int]]) -> bool:
        if not isinstance(kid, Dictionary):
            return isinstance(kid, int) and self._is_ours(page)
        if _is_element(kid):
            return not (kid.is_indirect and kid.objgen in gone)
        own = kid.get("/Pg", page)
        if kid.get("/Type") == Name.OBJR:
            target = kid.get("/Obj")
            return isinstance(target, Dictionary) and target.objgen in self._links and self._is_ours(own)
        return self._is_ours(own)

    def _is_ours(self, page: object) -> bool:
        return isinstance(page, Dictionary) and page.objgen in self._pages

    def _is_touched(self, element: Dictionary) -> bool:
        """An element that names no page may stand for any; one speaks for all that is below it."""
        pages = {own.objgen for own in _pages_of(element)}
        numbers = {self._pages[page] for page in pages if page in self._pages}
        if not self._touched:
            return False
        kids = (kid.objgen for kid in _kids(element) if isinstance(kid, Dictionary) and kid.is_indirect)
        if numbers & self._touched or any(kid in self._above_touched for kid in kids):
            self._above_touched.add(element.objgen)
            return True
        return not numbers

    def _rebuild_parents(self, root: Dictionary) -> None:
        """The parent tree as one flat list, of what is still referred to (ISO 32000-1, 14.7.4.4)."""
        used = {page.obj.get("/StructParents") for page in self._pdf.pages}
        for obj in self._pdf.objects:
            if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == Name.Form:
                used |= {obj.get("/StructParents"), obj.get("/StructParent")}
            elif isinstance(obj, Dictionary) and obj.objgen in self._links:
                used.add(obj.get("/StructParent"))
        flat: list[object] = []
        for key, value in sorted(_numbers(root.get("/ParentTree")), key=lambda pair: pair[0]):
            if key in used:
                flat += [key, self._known(value)]
        root[Name.ParentTree] = self._pdf.make_indirect(Dictionary(Nums=Array(flat)))

    def _known(self, value: object) -> object:
        if isinstance(value, Array):
            return self._pdf.make_indirect(Array([self._known(one) for one in value]))
        return value if isinstance(value, Dictionary) and value.objgen in self._left else None


def _names_in(element: Dictionary) -> Iterator[object]:
    """The names of an element's classes, and those in its attributes."""
    for key in ("/C", "/A"):
        value = element.get(key)
        for one in list(value) if isinstance(value, Array) else [value]:
            yield from one.values() if isinstance(one, Dictionary) else (one,)


def _is_element(kid: Dictionary) -> bool:
    return kid.get("/Type") not in (Name.MCR, Name.OBJR) and "/S" in kid


def _kids(element: Dictionary) -> list[object]:
    kids = element.get("/K")
    return list(kids) if isinstance(kids, Array) else [] if kids is None else [kids]


def _pages_of(element: Dictionary) -> Iterator[Dictionary]:
    for holder in (element, *(kid for kid in _kids(element) if isinstance(kid, Dictionary))):
        page = holder.get("/Pg")
        if isinstance(page, Dictionary):
            yield page


def _without_attribute_texts(element: Dictionary) -> None:
    """Attributes keep what says how a thing is set; user properties (14.7.5.4) go, and texts that stand in others:
    the summary of a table, a short form of its head, what a printed field is about.
    """
    attributes = element.get("/A")
    for one in list(attributes) if isinstance(attributes, Array) else [attributes]:
        if isinstance(one, Dictionary) and _strip_attributes(one):
            drop(element, "/A")
            return


def _without_class_texts(root: Dictionary) -> None:
    """The same for attributes that elements share by the name of a class."""
    classes = root.get("/ClassMap")
    if not isinstance(classes, Dictionary):
        return
    for name, value in list(classes.items()):
        for one in list(value) if isinstance(value, Array) else [value]:
            if isinstance(one, Dictionary) and _strip_attributes(one):
                drop(classes, name)
                break


def _strip_attributes(attributes: Dictionary) -> bool:
    """Takes the texts out; whether these are user properties, which may hold anything."""
    if attributes.get("/O") == Name.UserProperties:
        drop(attributes, "/P")
        return True
    for key, value in list(attributes.items()):
        parts = list(value) if isinstance(value, Array) else [value]
        if any(isinstance(part, pikepdf.String) for part in parts):
            del attributes[key]
    return False


def _numbers(tree: object, depth: int = 0) -> Iterator[tuple[int, object]]:
    """The pairs of a number tree."""
    if not isinstance(tree, Dictionary) or depth > 30:
        return
    nums, kids = tree.get("/Nums"), tree.get("/Kids")
    if isinstance(nums, Array):
        for at in range(0, len(nums) - 1, 2):
            if isinstance(nums[at], int):
                yield int(nums[at]), nums[at + 1]
    if isinstance(kids, Array):
        for kid in kids:
            yield from _numbers(kid, depth + 1)


def add_span(pdf: pikepdf.Pdf, page: pikepdf.Page, beside: int | None, label: str) -> int | None:
    """An element for a label on a tagged page, behind the content ``beside`` (an MCID); returns its own MCID.

    None where the page is not in the tree: the label is then told by its content alone.
    """
    root = pdf.Root.get("/StructTreeRoot")
    key = page.obj.get("/StructParents")
    if not isinstance(root, Dictionary) or not isinstance(key, int):
        return None
    parents = next((value for number, value in _numbers(root.get("/ParentTree")) if number == key), None)
    if not isinstance(parents, Array):
        return None
    known = [one for one in parents if isinstance(one, Dictionary)]
    owner = parents[beside] if beside is not None and 0 <= beside < len(parents) else None
    if not isinstance(owner, Dictionary):
        owner, beside = (known[-1] if known else None), None
    if owner is None:
        return None
    mcid = len(parents)
    span = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Span, P=owner, Pg=page.obj, K=mcid, ActualText=pikepdf.String(label))
    )
    kids = _kids(owner)
    at = next((n for n, kid in enumerate(kids) if beside is not None and kid == beside), len(kids) - 1)
    owner[Name.K] = Array([*kids[: at + 1], span, *kids[at + 1 :]])
    parents.append(span)
    return mcid
