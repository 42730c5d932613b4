"""More leaks for the corpus: what stands beside the pages and where few look. Each with a twin of the same carrier that
holds harmless words instead.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pikepdf
import pypdfium2 as pdfium
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from bench.leak_plants import Ground, _annotate, _append, _saved, _written, scanned

Plant = Callable[[Ground, bool], bytes]


def _look(pdf: pikepdf.Pdf, text: str) -> pikepdf.Stream:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    return pdf.make_stream(
        _written(text, 2, 4),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 200, 16],
        Resources=Dictionary(Font=Dictionary(F9=font)),
    )


def undrawn(g: Ground, leak: bool) -> bytes:
    """A hidden annotation, a form that nothing calls, a hidden template, or a mask."""
    words = g.made.secret if leak else _first_words(g)
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        form = _look(pdf, words)
        match g.rng.randrange(4):
            case 0:
                one = Dictionary(
                    Type=Name.Annot, Subtype=Name.Stamp, Rect=[300, 30, 500, 46], F=2, AP=Dictionary(N=form)
                )
                _annotate(pdf, g.made.page, one)
            case 1:
                _append(pdf, g.made.page, b"", XObject={"/Fm9": form})
            case 2:
                page = Dictionary(Type=Name.Template, MediaBox=[0, 0, 200, 16], Resources=form.Resources)
                page.Contents = pdf.make_stream(form.read_bytes())
                pdf.Root.Names = Dictionary(
                    Templates=Dictionary(Names=Array([String("blad"), pdf.make_indirect(page)]))
                )
            case _:
                form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
                state = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=form))
                _append(pdf, g.made.page, b"q /G9 gs 1 g 300 30 9 9 re f Q", ExtGState={"/G9": state})
        return _saved(pdf)


def _first_words(g: Ground) -> str:
    """Words that the file shows."""
    first = pdfium.PdfDocument(g.closed)[0].get_textpage().get_text_range().split()
    return " ".join(word for word in first if word.isalpha())[:30].rsplit(" ", 1)[0]


def unlisted(g: Ground, leak: bool) -> bytes:
    """An object that no table lists, packed or not: a bookmark or a piece of content."""
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        body = _saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        number = int(pdf.trailer.Size) + 40
    words = g.made.secret if leak else "versie"
    printed = zlib.compress(b"BT /F1 11 Tf 60 300 Td (" + words.encode("cp1252", "replace") + b") Tj ET")
    title = String(f"Gesprek met {words}").unparse()
    own = b"<</Title " + title + b">>"
    if g.rng.random() < 0.5 and b"/F1 " in body and leak:
        own = b"<</Filter/FlateDecode/Length %d>>stream\n" % len(printed) + printed + b"\nendstream"
    at = body.rindex(b"\nxref") + 1
    lost = b"%d 0 obj\n" % number + own + b"\nendobj\n"
    whole = body[:at] + lost + body[at:]
    return whole[: whole.rindex(b"startxref")] + b"startxref\n%d\n%%%%EOF\n" % (at + len(lost))


def stray(g: Ground, leak: bool) -> bytes:
    """Bytes behind the end of the file, or before its head."""
    mailbox = g.made.secret.lower().replace(" ", ".").encode("ascii", "ignore")
    words = b"Van: " + g.made.secret.encode() + b" <" + mailbox + b"@voorbeeld.nl>\n" if leak else b"\r\n\r\n"
    return g.closed + words if g.rng.random() < 0.5 else words + g.closed


def photo(g: Ground, leak: bool) -> bytes:
    """A photograph that says who made it: EXIF, a comment, XMP."""
    picture = Image.fromarray(np.random.default_rng(g.made.page).integers(0, 255, (60, 80, 3), dtype=np.uint8))
    out, exif = io.BytesIO(), picture.getexif()
    exif[0x010F], exif[0x0131] = "Canon", "Adobe Photoshop 21.0 (Windows)"
    words, way = (g.made.secret if leak else "Adobe Photoshop"), g.rng.randrange(3)
    if way == 0 and leak:
        exif[0x013B] = words
    picture.save(out, "JPEG", exif=exif, **({"comment": f"Foto: {words}".encode()} if way == 1 else {}))
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        look = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=80, Height=60, BitsPerComponent=8)
        image = pikepdf.Stream(pdf, out.getvalue(), look)
        image.ColorSpace, image.Filter = Name.DeviceRGB, Name.DCTDecode
        if way == 2:
            packet = f"<x:m xmlns:x='m'><dc:creator>{words}</dc:creator></x:m>".encode()
            image.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)
        _append(pdf, g.made.page, b"q 40 0 0 30 480 20 cm /Im9 Do Q", XObject={"/Im9": image})
        return _saved(pdf)


def thumbnail(g: Ground, leak: bool) -> bytes:
    """The small picture of a page, made when the name still stood in its margin."""
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        before = g.closed
        if leak:
            with pikepdf.open(io.BytesIO(g.closed)) as shown:
                lines = _written(g.made.secret, 62, 8, 14) + b" " + _written(g.made.secret, 330, 8, 14)
                _append(shown, g.made.page, lines)
                before = _saved(shown)
        small = pdfium.PdfDocument(before)[g.made.page - 1].render(scale=0.25).to_pil().convert("RGB")
        look = Dictionary(Width=small.width, Height=small.height, ColorSpace=Name.DeviceRGB, BitsPerComponent=8)
        pdf.pages[g.made.page - 1].obj.Thumb = pikepdf.Stream(pdf, small.tobytes(), look)
        return _saved(pdf)


def private_data(g: Ground, leak: bool) -> bytes:
    """What a program kept for itself, packed or in two bytes a letter."""
    words = g.made.secret if leak else "Adobe Illustrator"
    told = f"Gesprek met {words}"
    data = told.encode("utf-16-le") if g.rng.random() < 0.5 else b"\x00%AI12" + zlib.compress(told.encode())
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        own = Dictionary(LastModified=String("D:20200101"), Private=pdf.make_stream(data))
        pdf.pages[g.made.page - 1].obj.PieceInfo = Dictionary(Illustrator=own)
        return _saved(pdf)


def script(g: Ground, leak: bool) -> bytes:
    code = f"var naam = '{g.made.secret if leak else 'Vul een datum in'}'; app.alert(naam);"
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=pdf.make_stream(code.encode())))
        return _saved(pdf)


def elsewhere(g: Ground, leak: bool) -> bytes:
    """Names of destinations, labels of pages, names of fields, summaries of tables, names of signers."""
    words = g.made.secret if leak else "Onderdeel 2"
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        match g.rng.randrange(4):
            case 0:
                names = Array([String(f"Gesprek met {words}"), Array([pdf.pages[0].obj, Name.Fit])])
                pdf.Root.Names = Dictionary(Dests=Dictionary(Names=names))
            case 1:
                pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(f"{words} "), S=Name.D)]))
            case 2:
                field: Any = Dictionary(FT=Name.Tx, T=String(words))
                pdf.Root.AcroForm = Dictionary(Fields=[pdf.make_indirect(field)])
            case _:
                signed = Dictionary(Type=Name.Sig, Name=String(words), ByteRange=[0, 1, 2, 3], Contents=String("\x01"))
                field = Dictionary(FT=Name.Sig, T=String("Signature1"), V=signed)
                pdf.Root.AcroForm = Dictionary(Fields=[pdf.make_indirect(field)])
        return _saved(pdf)


def aside(g: Ground, leak: bool) -> bytes:
    """A comment in the content of a page, or a string of its marked content."""
    words = g.made.secret if leak else "kop"
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        if g.rng.random() < 0.5:
            content = b"% bericht van " + words.encode("ascii", "replace") + b" <a.b@voorbeeld.nl>\n"
            content = content if leak else b"% onderdeel van de bladzijde\n"
        else:
            content = b"/Artifact <</Type /Pagination /Naam " + String(words).unparse() + b">> BDC EMC\n"
        _append(pdf, g.made.page, content)
        return _saved(pdf)


def lone_name(g: Ground, leak: bool) -> bytes:
    """One surname in a bookmark, a title, a description of a picture or as the author."""
    last = g.made.secret.split()[-1]
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        match g.rng.randrange(4):
            case 0:
                with pdf.open_outline() as outline:
                    outline.root.append(pikepdf.OutlineItem(f"RE: {last}" if leak else "RE: planning", 0))
            case 1:
                pdf.docinfo["/Title"] = f"Bericht {last}" if leak else "Bericht"
            case 2:
                told = String(f"Handtekening {last}" if leak else "Handtekening")
                _append(pdf, g.made.page, b"/Figure <</Alt " + told.unparse() + b">> BDC EMC")
            case _:
                pdf.docinfo["/Author"] = last if leak else "gebruiker"
        return _saved(pdf)


def relayed_link(g: Ground, leak: bool) -> bytes:
    """A web address that carries the reader's own mailbox, as services that check links make them."""
    mailbox = g.made.secret.lower().replace(" ", ".").encode("ascii", "ignore").decode()
    told = f"02%7C{mailbox}%40voorbeeld.nl%7C" if leak else "02%7Cinfo%40voorbeeld.nl%7C"
    target = f"https://veilig.voorbeeld.com/?url=https%3A%2F%2Fwww.rijksoverheid.nl&data={told}"
    with pikepdf.open(io.BytesIO(g.closed)) as pdf:
        action = Dictionary(S=Name.URI, URI=String(target))
        one = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[300, 30, 360, 44], A=action, Border=[0, 0, 0])
        _annotate(pdf, g.made.page, one)
        return _saved(pdf)


def scan_width(g: Ground, leak: bool) -> bytes:
    """The page as a scan. ``g.shown``: with black boxes as wide as their names; ``g.closed``: with equal ones."""
    return scanned(g.shown if leak else g.closed, {}, False)


BESIDE: dict[str, Plant] = {
    "undrawn": undrawn,
    "unlisted": unlisted,
    "stray": stray,
    "photo": photo,
    "thumbnail": thumbnail,
    "private-data": private_data,
    "script": script,
    "elsewhere": elsewhere,
    "aside": aside,
    "lone-name": lone_name,
    "relayed-link": relayed_link,
    "scan-width": scan_width,
}
ALSO: dict[str, set[str]] = {
    "unlisted": {"leftover"},
    "stray": {"leftover"},
    "photo": {"metadata"},
    "elsewhere": {"bookmark", "form", "metadata"},
    "aside": {"comment", "replacement"},
    "lone-name": {"bookmark", "metadata", "replacement"},
    "relayed-link": {"link"},
    "scan-width": {"width"},
}
"""The kinds under which the audit tells these."""
