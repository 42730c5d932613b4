"""Everything in a PDF beside its pages: by a list of what may stay, so that what nobody thought of goes.

Catalogue, pages, forms and pictures keep the keys that drawing needs; scripts, attachments, bookmarks, destinations,
thumbnails, private data of programs, metadata of parts and comments have no place in a released file.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from draad.release.remove import geometry, pictures, residue
from draad.release.remove.keeping import Keeper
from draad.release.remove.keys import copied, drop

_CATALOGUE = {"/Type", "/Pages", "/StructTreeRoot", "/MarkInfo"}
_PAGE = {
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate",
    "/Contents", "/Annots", "/StructParents", "/Tabs", "/UserUnit", "/Group",
}  # fmt: skip
_NODE = {"/Type", "/Parent", "/Kids", "/Count", "/Resources", "/MediaBox", "/CropBox", "/Rotate"}
_OF_STREAMS = (
    "/PieceInfo", "/Metadata", "/LastModified", "/OPI", "/AF", "/Alternates", "/OC", "/Measure", "/PtData", "/ID",
    "/Ref", "/PS", "/F", "/FFilter", "/FDecodeParms", "/Name", "/Interpolate",
)  # fmt: skip
"""What a form or a picture may bring along; ``/F`` would fetch its bytes from another file."""
_OF_ALL = ("/PieceInfo", "/Metadata", "/LastModified", "/AF", "/F", "/FFilter", "/FDecodeParms")
_RESOURCES = {"/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font", "/Properties"}


def clean(pdf: pikepdf.Pdf) -> None:
    """Strips catalogue, page tree, pages, forms and pictures of all that drawing does not need."""
    for key in set(pdf.Root.keys()) - _CATALOGUE:
        del pdf.Root[key]
    for key in set(pdf.trailer.keys()) - {"/Root", "/Size", "/ID"}:
        del pdf.trailer[key]
    keeper = Keeper()
    for page in pdf.pages:
        _own_boxes(page)
        _own_resources(page, keeper)
        keeper.group(page.obj)
        for key in set(page.obj.keys()) - _PAGE:
            del page.obj[key]
        _strip_tree(page.obj.get("/Parent"))
    for obj in pdf.objects:
        if isinstance(obj, Stream):
            _strip_stream(obj, keeper)
        elif isinstance(obj, Dictionary):
            _strip_dictionary(obj, keeper)


def _own_resources(page: pikepdf.Page, keeper: Keeper) -> None:
    """Resources that stand with a node of the page tree come to the page, and are stripped like its own."""
    if "/Resources" not in page.obj and isinstance(inherited := geometry.inherited(page, "/Resources"), Dictionary):
        page.obj[Name.Resources] = copied(inherited)
    if isinstance(resources := page.obj.get("/Resources"), Dictionary):
        _strip_resources(resources, keeper)


def _own_boxes(page: pikepdf.Page) -> None:
    """Boxes that aren't boxes are left out; readers then take the media box."""
    for key in ("/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"):
        box = page.obj.get(key)
        if box is not None and not (isinstance(box, Array) and len(box) == 4):
            del page.obj[key]


def _strip_tree(node: object) -> None:
    depth = 0
    while isinstance(node, Dictionary) and depth < 64:
        for key in set(node.keys()) - _NODE:
            del node[key]
        node, depth = node.get("/Parent"), depth + 1


def _strip_stream(stream: Stream, keeper: Keeper) -> None:
    subtype = stream.get("/Subtype")
    # fonts, colour profiles and patterns may have metadata too
    for key in _OF_STREAMS if subtype in (Name.Image, Name.Form) else _OF_ALL:
        if key in stream:
            del stream[key]
    if subtype == Name.Image:
        pictures.strip(stream)
    if isinstance(resources := stream.get("/Resources"), Dictionary):
        _strip_resources(resources, keeper)


def _strip_dictionary(obj: Dictionary, keeper: Keeper) -> None:
    kind = obj.get("/Type")
    if kind in (Name.Page, Name.Font, Name.FontDescriptor, Name.ExtGState):
        for key in ("/PieceInfo", "/Metadata", "/LastModified", "/AF"):
            if key in obj:
                del obj[key]
    if kind == Name.Font and isinstance(resources := obj.get("/Resources"), Dictionary):
        _strip_resources(resources, keeper)


def _strip_resources(resources: Dictionary, keeper: Keeper) -> None:
    """Resources keep what is drawn; property lists nothing that is said instead of the content or beside it."""
    for key in set(resources.keys()) - _RESOURCES:
        del resources[key]
    keeper.keep(resources)
    properties = resources.get("/Properties")
    if isinstance(properties, Dictionary):
        for name, value in list(dict(properties).items()):
            if isinstance(value, Dictionary):
                kept = {key: value[key] for key in ("/MCID", "/Lang") if key in value}
                properties[name] = Dictionary(kept)


def forget_unused(pdf: pikepdf.Pdf) -> None:
    """Resources that no page draws go, with the pictures and fonts behind them."""
    for page in pdf.pages:
        _unshare(page)
    residue.prune(pdf)
    pdf.remove_unreferenced_resources()
    for page in pdf.pages:
        node = page.obj.get("/Parent")
        while isinstance(node, Dictionary):
            drop(node, "/Resources")
            node = node.get("/Parent")


def _unshare(page: pikepdf.Page) -> None:
    """Each page its own list of resources: qpdf prunes none that pages share."""
    resources = page.obj.get("/Resources")
    if isinstance(resources, Dictionary):
        own = copied(resources)
        for kind in _RESOURCES:
            if isinstance(own.get(kind), Dictionary):
                own[kind] = copied(own[kind])
        page.obj[Name.Resources] = own
