"""Plants one leak in a PDF, as careless tools leave them; and makes the clean twin that only looks like it."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

import numpy as np
import pikepdf
import pypdfium2 as pdfium
from pikepdf import Dictionary, Name
from PIL import Image
from reportlab.pdfbase.pdfmetrics import stringWidth

from bench.leak_makers import HEIGHT, WIDTH, laid_out, raw_string
from bench.leak_papers import SIZE, Paper

KINDS = [
    "under-box",
    "under-picture",
    "under-annotation",
    "same-colour",
    "invisible",
    "clipped",
    "tiny",
    "off-page",
    "layer",
    "ocr-layer",
    "picture-under-box",
    "redact-annotation",
    "revision",
    "replacement",
    "bookmark",
    "metadata",
    "attachment",
    "form",
    "comment",
    "link",
    "width",
    "no-ground",
]
SHOWN = frozenset(
    [
        "under-box",
        "under-picture",
        "under-annotation",
        "redact-annotation",
        "ocr-layer",
        "picture-under-box",
        "revision",
    ]
)
"""Kinds that are planted on a page where the name still stands."""
NO_PAGE = frozenset(["replacement", "bookmark", "metadata", "attachment", "revision", "form"])


class Ground(NamedTuple):
    """What a plant starts from: the file with the name on the page, the one with its box, and a random number."""

    shown: bytes
    closed: bytes
    made: Paper
    rng: Random


def _saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def _place(data: bytes, made: Paper) -> tuple[float, float, float, float]:
    """Where the name stands on its page, in PDF space."""
    page = pdfium.PdfDocument(data)[made.page - 1]
    textpage = page.get_textpage()
    for wanted in (made.secret, made.secret.split()[-1]):
        found = textpage.search(wanted).get_next()
        if found:
            break
    else:  # recognition misread it: a scan is laid out as it was drawn
        _, spot = laid_out(made)
        width = stringWidth(made.secret, "Helvetica", SIZE)
        return spot.x + 3, HEIGHT - spot.y - 2.5, spot.x + 3 + width, HEIGHT - spot.y + 8
    rects = [textpage.get_charbox(found[0] + n, loose=True) for n in range(found[1])]
    return min(r[0] for r in rects), min(r[1] for r in rects), max(r[2] for r in rects), max(r[3] for r in rects)


def _append(pdf: pikepdf.Pdf, number: int, content: bytes, **resources: Any) -> None:
    """More content at the end of a page, with a font F9 and what else it draws with."""
    page = pdf.pages[number - 1]
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q")
    page.contents_add(content)
    own = page.obj.get("/Resources")
    if own is None:
        page.obj.Resources = own = Dictionary(page.resources)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    for group, entries in {"/Font": {"/F9": font}, **{f"/{k}": v for k, v in resources.items()}}.items():
        if group not in own:
            own[group] = Dictionary()
        for key, value in entries.items():
            own[group][key] = value


def _written(text: str, x: float, y: float, size: float = 10.5, before: str = "0 g 0 Tr") -> bytes:
    return f"BT /F9 {size} Tf {before} 1 0 0 1 {x:.2f} {y:.2f} Tm ".encode() + raw_string(text) + b" Tj ET"


def _annotate(pdf: pikepdf.Pdf, number: int, annotation: Dictionary) -> None:
    page = pdf.pages[number - 1].obj
    if "/Annots" not in page:
        page.Annots = pikepdf.Array()
    page.Annots.append(pdf.make_indirect(annotation))


def _rect(box: tuple[float, float, float, float], pad: float = 1.0) -> list[float]:
    return [round(v, 2) for v in (box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad)]


# ── on the page ─────────────────────────────────────────────────────────────────────────────────────────────


def under_box(g: Ground) -> bytes:
    box = _place(g.shown, g.made)
    with pikepdf.open(io.BytesIO(g.shown)) as pdf:
        x, y, x1, y1 = _rect(box)
        shade, ink = g.rng.choice([("0 g", "1 g"), ("1 g", "0 g")])
        draw = f"q {shade} 0 G 0.5 w {x} {y} {x1 - x} {y1 - y} re B Q ".encode()
        label = _written("5.1.2.e", x + 4, y + 4, 7, ink) if g.rng.random() < 0.5 else b""
        _append(pdf, g.made.page, draw + label)
        return _saved(pdf)


def _picture(pdf: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Stream:
    stream = pdf.make_stream(picture.convert("L").tobytes())
    stream.update(
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=picture.width,
            Height=picture.height,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
        )
    )
    return stream


def under_picture(g: Ground) -> bytes:
    box = _place(g.shown, g.made)
    with pikepdf.open(io.BytesIO(g.shown)) as pdf:
        x, y, x1, y1 = _rect(box)
        picture = _picture(pdf, Image.new("L", (40, 10), g.rng.choice([0, 255])))
        _append(pdf, g.made.page, f"q {x1 - x} 0 0 {y1 - y} {x} {y} cm /Im9 Do Q".encode(), XObject={"/Im9": picture})
        return _saved(pdf)


def under_annotation(g: Ground) -> bytes:
    box = _rect(_place(g.shown, g.made))
    with pikepdf.open(io.BytesIO(g.shown)) as pdf:
        look = pdf.make_stream(f"0 g 0 0 {box[2] - box[0]} {box[3] - box[1]} re f".encode())
        look.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, box[2] - box[0], box[3] - box[1]]))
        kind = g.rng.choice(["Square", "Stamp", "FreeText", "Highlight"])
        one = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=box, F=4, C=[0, 0, 0], AP=Dictionary(N=look))
        if kind == "Square" and g.rng.random() < 0.5:
            del one["/AP"]
            one.IC = pikepdf.Array([0, 0, 0])
        _annotate(pdf, g.made.page, one)
        return _saved(pdf)


def redact_annotation(g: Ground) -> bytes:
    box = _rect(_place(g.shown, g.made))
    with pikepdf.open(io.BytesIO(g.shown)) as pdf:
        one = Dictionary(Type=Name.Annot, Subtype=Name.Redact, Rect=box, F=4, IC=[0, 0, 0], OverlayText="5.1.2.e")
        _annotate(pdf, g.made.page, one)
        return _saved(pdf)


def _over(g: Ground, content: bytes, **resources: Any) -> bytes:
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        _append(pdf, g.made.page, content, **resources)
        return _saved(pdf)


def same_colour(g: Ground) -> bytes:
    return _over(g, _written(g.made.secret, 300, 36, before="1 g 0 Tr"))


def invisible(g: Ground) -> bytes:
    if g.rng.random() < 0.5:
        return _over(g, _written(g.made.secret, 300, 36, before="0 g 3 Tr"))
    return _over(g, b"q /G9 gs " + _written(g.made.secret, 300, 36) + b" Q", ExtGState={"/G9": Dictionary(ca=0, CA=0)})


def clipped(g: Ground) -> bytes:
    return _over(g, b"q 300 20 2 2 re W n " + _written(g.made.secret, 300, 60) + b" Q")


def tiny(g: Ground) -> bytes:
    return _over(g, _written(g.made.secret, 300, 36, size=g.rng.choice([0.1, 0.5, 1.0, 0])))


def off_page(g: Ground) -> bytes:
    if g.rng.random() < 0.5:
        x, y = g.rng.choice([(WIDTH + 20, 300.0), (-300.0, 300.0), (60.0, HEIGHT + 10), (60.0, -40.0)])
        return _over(g, _written(g.made.secret, x, y))
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        _append(pdf, g.made.page, _written(g.made.secret, 60, 4, size=8))
        pdf.pages[g.made.page - 1].obj.CropBox = pikepdf.Array([0, 14, WIDTH, HEIGHT])
        return _saved(pdf)


def layer(g: Ground, leak: bool = True) -> bytes:
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Laag 1"))
        setting = Dictionary(OFF=[group] if leak else [], ON=[] if leak else [group], Order=[group])
        pdf.Root.OCProperties = Dictionary(OCGs=[group], D=setting)
        words = _written(g.made.secret if leak else "Versie 2", 300, 36)
        _append(pdf, g.made.page, b"/OC /MC9 BDC " + words + b" EMC", Properties={"/MC9": group})
        return _saved(pdf)


# ── scans ───────────────────────────────────────────────────────────────────────────────────────────────────

_SCALE = 150 / 72


def scanned(data: bytes, blacked: dict[int, tuple[tuple[float, float, float, float], int]], layered: bool) -> bytes:
    """The file as a scan with an OCR layer: each page a picture, in it what ``blacked`` says made even."""
    source, out = pdfium.PdfDocument(data), pikepdf.new()
    for number, page in enumerate(source, 1):
        width, height = page.get_size()
        grey = np.array(page.render(scale=_SCALE, grayscale=True).to_pil().convert("L"))
        if number in blacked:
            (x0, y0, x1, y1), shade = blacked[number]
            top, bottom = round((height - y1 - 1) * _SCALE), round((height - y0 + 1) * _SCALE)
            grey[top:bottom, round((x0 - 1) * _SCALE) : round((x1 + 1) * _SCALE)] = shade
        new = out.add_blank_page(page_size=(width, height))
        content = f"q {width} 0 0 {height} 0 0 cm /Im9 Do Q ".encode()
        if layered:
            content += b" ".join(_layer_words(page))
        new.contents_add(content)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        picture = _picture(out, Image.fromarray(grey))
        new.obj.Resources = Dictionary(Font=Dictionary(F9=font), XObject=Dictionary(Im9=picture))
    return _saved(out)


def _layer_words(page: Any) -> list[bytes]:
    """The page's words as an OCR layer writes them: without ink, each stretched to its place."""
    textpage, found = page.get_textpage(), []
    text, boxes = textpage.get_text_range(), []
    chars = [(char, textpage.get_charbox(n, loose=True)) for n, char in enumerate(text) if n < textpage.count_chars()]
    word: list[tuple[str, tuple[float, ...]]] = []
    for char, box in [*chars, (" ", (0.0, 0.0, 0.0, 0.0))]:
        if not char.isspace() and (not word or abs(word[-1][1][1] - box[1]) < 3):
            word.append((char, box))
            continue
        if word:
            boxes.append(word)
        word = [] if char.isspace() else [(char, box)]
    for word in boxes:
        letters = "".join(char for char, _ in word)
        x0, y0, x1, y1 = word[0][1][0], word[0][1][1], word[-1][1][2], word[0][1][3]
        size = max(1.0, (y1 - y0) * 0.85)
        width = max(0.1, stringWidth(letters, "Helvetica", size))
        stretch = 100 * max(0.1, x1 - x0) / width
        found.append(
            f"BT /F9 {size:.2f} Tf 3 Tr {stretch:.1f} Tz 1 0 0 1 {x0:.2f} {y0 + 0.22 * size:.2f} Tm ".encode()
            + raw_string(letters)
            + b" Tj ET"
        )
    return found


def _images(page: pikepdf.Page) -> list[pikepdf.Stream]:
    own = page.resources.get("/XObject", Dictionary())
    return [one for one in own.values() if one.get("/Subtype") == Name.Image]


def _is_scan(data: bytes) -> bool:
    """Is it a print of Tesseract? Its one picture a page is called Im1."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return list(pdf.pages[0].resources.get("/XObject", Dictionary()).keys()) == ["/Im1"]


def ocr_layer(g: Ground) -> bytes:
    box, shade = _place(g.shown, g.made), g.rng.choice([0, 255])
    if not _is_scan(g.shown):
        return scanned(g.shown, {g.made.page: (box, shade)}, True)
    with pikepdf.open(io.BytesIO(g.shown)) as pdf:
        page = pdf.pages[g.made.page - 1]
        stream = _images(page)[0]
        grey = np.array(pikepdf.PdfImage(stream).as_pil_image().convert("L"))
        width, height = float(page.mediabox[2]), float(page.mediabox[3])
        sx, sy = grey.shape[1] / width, grey.shape[0] / height
        top, bottom = round((height - box[3] - 1) * sy), round((height - box[1] + 1) * sy)
        grey[top:bottom, round((box[0] - 1) * sx) : round((box[2] + 1) * sx)] = shade
        stream.write(grey.tobytes())
        stream.ColorSpace, stream.BitsPerComponent = Name.DeviceGray, 8
        for key in ("/DecodeParms", "/Decode", "/Filter"):
            if key in stream:
                del stream[key]
        return _saved(pdf)


def picture_under_box(g: Ground) -> bytes:
    box = _rect(_place(g.shown, g.made))
    with pikepdf.open(io.BytesIO(scanned(g.shown, {}, False))) as pdf:
        shade = g.rng.choice(["0 g", "1 g"])
        page = pdf.pages[g.made.page - 1]
        page.contents_add(f"q {shade} {box[0]} {box[1]} {box[2] - box[0]} {box[3] - box[1]} re f Q".encode())
        return _saved(pdf)


# ── the file ────────────────────────────────────────────────────────────────────────────────────────────────


def revision(g: Ground) -> bytes:
    """The name's page replaced by a picture in which it is gone, written behind the old file (ISO 32000-1, 7.5.6)."""
    with pikepdf.open(io.BytesIO(g.shown)) as pdf:
        base = _saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    page = pdfium.PdfDocument(g.closed)[g.made.page - 1]
    grey = page.render(scale=1.5, grayscale=True).to_pil().convert("L")
    width, height = page.get_size()
    with pikepdf.open(io.BytesIO(base)) as pdf:
        number, generation = pdf.pages[g.made.page - 1].obj.objgen
        parent = pdf.pages[g.made.page - 1].obj.Parent.objgen
        size, root = int(pdf.trailer.Size), pdf.Root.objgen
    start = int(base[base.rindex(b"startxref") + 9 :].split()[0])
    draw = f"q {width} 0 0 {height} 0 0 cm /Im9 Do Q".encode()
    look = f"/Width {grey.width}/Height {grey.height}/ColorSpace/DeviceGray/BitsPerComponent 8"
    head = f"<</Type/XObject/Subtype/Image{look}"
    pieces = {
        number: f"<</Type/Page/Parent {parent[0]} {parent[1]} R/MediaBox[0 0 {width} {height}]/Contents {size} 0 R"
        f"/Resources<</XObject<</Im9 {size + 1} 0 R>>>>>>".encode(),
        size: f"<</Length {len(draw)}>>stream\n".encode() + draw + b"\nendstream",
        size + 1: f"{head}/Length {grey.width * grey.height}>>stream\n".encode() + grey.tobytes() + b"\nendstream",
    }
    out, places = bytearray(base if base.endswith(b"\n") else base + b"\n"), {}
    for key, body in pieces.items():
        places[key] = len(out)
        out += f"{key} {generation if key == number else 0} obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n"
    for key, place in places.items():
        out += f"{key} 1\n{place:010d} {generation if key == number else 0:05d} n \n".encode()
    out += (
        f"trailer\n<</Size {size + 2}/Root {root[0]} {root[1]} R/Prev {start}>>\nstartxref\n{table}\n%%EOF\n".encode()
    )
    return bytes(out)


def replacement(g: Ground) -> bytes:
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        tree = pdf.Root.get("/StructTreeRoot")
        figures = [one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/S") == Name.Figure]
        if tree is not None and figures and g.rng.random() < 0.5:
            figures[0].Alt = pikepdf.String(f"Handtekening van {g.made.secret}")
            return _saved(pdf)
        told = pikepdf.String(g.made.secret).unparse()
        words = b"/Span <</ActualText " + told + b">> BDC " + _written("5.1.2.e", 300, 36) + b" EMC"
        _append(pdf, g.made.page, words)
        return _saved(pdf)


def bookmark(g: Ground) -> bytes:
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(f"Gesprek met {g.made.secret} over de planning", 0))
        return _saved(pdf)


def metadata(g: Ground) -> bytes:
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        way = g.rng.randrange(3)
        if way == 0:
            pdf.docinfo["/Author"] = g.made.secret
        elif way == 1:
            pdf.docinfo["/Title"] = f"Gesprek met {g.made.secret} over de planning"
        else:
            with pdf.open_metadata() as xmp:
                xmp["dc:creator"] = [g.made.secret]
        return _saved(pdf)


def attachment(g: Ground) -> bytes:
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        data = g.shown if g.rng.random() < 0.5 else f"Bericht van {g.made.secret}".encode()
        name = "bijlage.pdf" if data is g.shown else "bericht.txt"
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
        return _saved(pdf)


def form(g: Ground, leak: bool = True) -> bytes:
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        field = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=pikepdf.String("veld1"),
            Rect=[300, 30, 420, 44],
            F=2 if leak else 4,
        )
        if leak:
            field.V = pikepdf.String(g.made.secret)
        one = pdf.make_indirect(field)
        _annotate(pdf, g.made.page, one)
        pdf.Root.AcroForm = Dictionary(Fields=[one])
        return _saved(pdf)


def comment(g: Ground) -> bytes:
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        told = g.rng.choice([f"Dit is {g.made.secret}", f"Naam van {g.made.secret} weg"])
        one = Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Rect=[500, 700, 516, 716], Contents=pikepdf.String(told), F=4
        )
        _annotate(pdf, g.made.page, one)
        return _saved(pdf)


def link(g: Ground) -> bytes:
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        mailbox = g.made.secret.lower().replace(" ", ".").encode("ascii", "ignore").decode()
        action = Dictionary(S=Name.URI, URI=pikepdf.String(f"mailto:{mailbox}@voorbeeld.nl"))
        one = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[300, 30, 360, 44], A=action, Border=[0, 0, 0])
        _annotate(pdf, g.made.page, one)
        return _saved(pdf)


PLANTS: dict[str, Callable[[Ground], bytes]] = {
    "under-box": under_box,
    "under-picture": under_picture,
    "under-annotation": under_annotation,
    "redact-annotation": redact_annotation,
    "same-colour": same_colour,
    "invisible": invisible,
    "clipped": clipped,
    "tiny": tiny,
    "off-page": off_page,
    "layer": layer,
    "ocr-layer": ocr_layer,
    "picture-under-box": picture_under_box,
    "revision": revision,
    "replacement": replacement,
    "bookmark": bookmark,
    "metadata": metadata,
    "attachment": attachment,
    "form": form,
    "comment": comment,
    "link": link,
}


def clean(kind: str, g: Ground) -> bytes:
    """The twin that looks like the leak and holds none: a scan, a form without a value, a layer that shows."""
    if kind == "ocr-layer" and not _is_scan(g.closed):
        return scanned(g.closed, {}, True)
    if kind == "picture-under-box" and not _is_scan(g.closed):
        return scanned(g.closed, {}, False)
    if kind == "form":
        return form(g, leak=False)
    if kind == "layer":
        return layer(g, leak=False)
    if kind == "revision":
        with pikepdf.open(io.BytesIO(g.closed)) as pdf:
            return _saved(pdf, linearize=True)
    if kind in ("under-annotation", "redact-annotation", "comment"):
        with pikepdf.open(io.BytesIO(g.closed)) as pdf:
            quads = [60, 712, 260, 712, 60, 698, 260, 698]
            one = Dictionary(
                Type=Name.Annot,
                Subtype=Name.Highlight,
                Rect=[60, 698, 260, 712],
                QuadPoints=quads,
                C=[1, 1, 0],
                F=4,
                CA=0.4,
            )
            _annotate(pdf, g.made.page, one)
            return _saved(pdf)
    return g.closed
