"""What a file says without showing it: comments, marked points, spoken properties, resources that nothing draws."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from draad.release.remove import Area, remove_pdf
from planted_files import HEIGHT, LINES, QUICK, SECRET, areas_of, changed, pdf, text_of

OTHER = ["Bladzijde twee", "zonder naam"]
TOLD = SECRET.encode()


def _told(data: bytes) -> list[str]:
    """Where the secret still stands in the strings and the streams of a file."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as one:
        for thing in one.objects:
            if TOLD in thing.unparse(resolved=True) and not isinstance(thing, Stream):
                found.append(f"object {thing.objgen}")
            if isinstance(thing, Stream):
                own = b"".join(value.unparse() for _, value in thing.items() if isinstance(value, pikepdf.Object))
                body = thing.read_raw_bytes() if "/DCTDecode" in str(thing.get("/Filter")) else thing.read_bytes()
                found += [f"stream {thing.objgen}"] if TOLD in own + body else []
    return found


def _form(one: pikepdf.Pdf, content: bytes, **keys: object) -> Stream:
    box = Array([0, 0, 300, 100])
    return one.make_stream(content, Dictionary(Subtype=Name.Form, BBox=box, Resources=_own(one), **keys))


def _own(one: pikepdf.Pdf) -> Dictionary:
    return Dictionary(Font=one.pages[0].Resources.Font)


def _beside_glyphs(one: pikepdf.Pdf) -> None:
    one.pages[0].contents_add(b"/Span <</ActualText (%s)>> BDC EMC" % TOLD)
    one.pages[0].contents_add(b"/P <</Alt (%s)>> BDC 9 9 9 9 re f EMC" % TOLD)


def _points_and_comments(one: pikepdf.Pdf) -> None:
    one.pages[1].contents_add(b"/X <</Y (%s)>> DP %% %s\n" % (TOLD, TOLD))


def _comment_in_form(one: pikepdf.Pdf) -> None:
    one.pages[0].Resources.XObject = Dictionary(A=_form(one, b"%% %s\nq Q" % TOLD))
    one.pages[0].contents_add(b"/A Do")


def _inherited_properties(one: pikepdf.Pdf) -> None:
    one.pages[1].contents_add(b"/Span /M BDC EMC")
    one.Root.Pages.Resources = _own(one)
    one.Root.Pages.Resources.Properties = Dictionary(M=Dictionary(ActualText=String(SECRET)))
    for page in one.pages:
        del page.obj[Name.Resources]


def _unused_pattern(one: pikepdf.Pdf) -> None:
    tile = _form(one, b"BT /F1 12 Tf (%s) Tj ET" % TOLD)
    del tile.Subtype
    tile.PatternType, tile.PaintType, tile.TilingType, tile.XStep, tile.YStep = 1, 1, 1, 300, 100
    one.pages[0].Resources.Pattern = Dictionary(P0=tile)


def _unused_group(one: pikepdf.Pdf) -> None:
    group = _form(one, b"BT /F1 12 Tf (%s) Tj ET" % TOLD)
    one.pages[0].Resources.ExtGState = Dictionary(G0=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group)))


def _profile_metadata(one: pikepdf.Pdf) -> None:
    profile = one.make_stream(b"", N=3, Metadata=one.make_stream(TOLD))
    one.pages[0].Resources.ColorSpace = Dictionary(C=Array([Name.ICCBased, profile]))
    one.pages[0].contents_add(b"/C cs")


def _odd_strings(one: pikepdf.Pdf) -> None:
    one.pages[0].Group = Dictionary(S=Name.Transparency, Note=String(SECRET))
    one.pages[0].Resources.ExtGState = Dictionary(G=Dictionary(ca=1, Notes=Array([String(SECRET)])))
    one.pages[0].contents_add(b"/G gs")


def _attributes(one: pikepdf.Pdf) -> None:
    page = one.pages[0]
    asked = Array([Dictionary(O=Name.PrintField, Desc=String(SECRET)), Dictionary(O=Name.Table, Short=String(SECRET))])
    user = Dictionary(O=Name.UserProperties, P=Array([Dictionary(N=String("n"), V=String(SECRET))]))
    part = one.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.P, Pg=page.obj, K=0, C=Name("/c"), A=asked, Lang=String(SECRET))
    )
    root = Dictionary(Type=Name.StructTreeRoot, K=part, ClassMap=Dictionary(c=user))
    root.ParentTree = Dictionary(Nums=Array([0, Array([part])]))
    one.Root.StructTreeRoot = part.P = one.make_indirect(root)
    page.StructParents = 0
    page.contents_add(b"/P <</MCID 0>> BDC", prepend=True)
    page.contents_add(b"EMC")


@pytest.mark.parametrize(
    "plant",
    [
        _beside_glyphs,
        _points_and_comments,
        _comment_in_form,
        _inherited_properties,
        _unused_pattern,
        _unused_group,
        _profile_metadata,
        _odd_strings,
        _attributes,
    ],
)
def test_no_stream_and_no_string_tells_what_was_removed(plant):
    data = changed(pdf(LINES, OTHER), plant)
    assert _told(data)
    assert not _told(remove_pdf(data, areas_of(pdf()), QUICK).data)


def test_replacements_that_fit_the_letters_left_stay():
    def plant(one: pikepdf.Pdf) -> None:
        one.pages[0].contents_add(b"/Span <</ActualText (fi)>> BDC BT /F1 11 Tf 60 90 Td (x) Tj ET EMC")

    made = remove_pdf(changed(pdf(), plant), areas_of(pdf()), QUICK).data
    with pikepdf.open(io.BytesIO(made)) as one:
        assert b"(fi)" in b"".join(part.read_bytes() for part in one.pages[0].Contents)


@pytest.mark.parametrize("spelled", ["%5A%77aluwst%61art", "Zwaluwsta\uff41rt"])
def test_addresses_are_read_with_their_escapes_undone(spelled):
    def plant(one: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.URI, URI=String(f"https://voorbeeld.nl/{spelled}"))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([300, 300, 400, 320]), A=action)
        one.pages[0].Annots = Array([one.make_indirect(link)])

    made = remove_pdf(changed(pdf(), plant), areas_of(pdf()), QUICK).data
    with pikepdf.open(io.BytesIO(made)) as one:
        assert "/Annots" not in one.pages[0]


def test_pictures_lose_their_comments_though_a_program_wrapped_them_and_what_stands_behind_them(tmp_path):
    picture = tmp_path / "foto.jpg"
    Image.new("RGB", (40, 40), "red").save(picture, comment=TOLD)
    alone = picture.read_bytes()
    picture.write_bytes(alone + alone)
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawImage(str(picture), 100, 100)
    canvas.save()
    made = remove_pdf(out.getvalue(), [], QUICK).data
    assert not _told(made)
    with pikepdf.open(io.BytesIO(made)) as one:
        (image,) = one.pages[0].Resources.XObject.values()
        assert Image.open(io.BytesIO(image.read_raw_bytes())).getpixel((5, 5))[0] > 250


def test_a_picture_of_inverted_inks_keeps_its_colours():
    file = io.BytesIO()
    Image.new("CMYK", (60, 60), (255, 255, 255, 255)).save(file, "JPEG")

    def plant(one: pikepdf.Pdf) -> None:
        image = one.make_stream(
            file.getvalue(), Subtype=Name.Image, Width=60, Height=60, BitsPerComponent=8, Filter=Name.DCTDecode
        )
        image.ColorSpace, image.Decode = Name.DeviceCMYK, Array([1, 0] * 4)
        one.pages[0].Resources.XObject = Dictionary(I=image)
        one.pages[0].contents_add(b"q 60 0 0 60 300 300 cm /I Do Q")

    data = changed(pdf(), plant)
    made = remove_pdf(data, [Area(1, 300, HEIGHT - 320, 320, HEIGHT - 300, "5.1.2.e")], QUICK).data
    assert _pixel(made, 350, HEIGHT - 350) == _pixel(data, 350, HEIGHT - 350)


def _pixel(data: bytes, x: float, y: float) -> tuple[int, ...]:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as one:
        return one[0].render().to_pil().getpixel((int(x), int(y)))


@pytest.mark.parametrize("before", ["€ 100 aan", "€€€", "»»»»»"])
def test_a_letter_that_programs_measure_otherwise_is_no_letter_left(before):
    """The fourteen fonts need no widths in the file, and readers do not agree on all of them."""
    data = pdf([f"{before} {SECRET} en Piet"])
    made = remove_pdf(data, areas_of(data), QUICK)
    assert made.rastered or "Z" not in text_of(made.data)
