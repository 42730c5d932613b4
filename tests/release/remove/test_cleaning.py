"""The places of a PDF beside its pages where words hide: each is planted, and none of it survives."""

from __future__ import annotations

import io
import struct

import pikepdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from draad.release.remove import pictures, remove_pdf
from planted_files import LINES, QUICK, SECRET, annotation, areas_of, changed, holds, keys_of, pdf, removed, text_of

SECRET_IN_UTF16 = String(f"é {SECRET}")


def info(one):
    one.docinfo["/Author"] = SECRET
    one.docinfo["/Vertrouwelijk"] = SECRET_IN_UTF16


def xmp(one):
    one.Root.Metadata = one.make_stream(f"<x>{SECRET}</x>".encode(), Type=Name.Metadata, Subtype=Name.XML)


def bookmark(one):
    with one.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Mail van {SECRET}", 0))


def attachment(one):
    one.attachments["a.txt"] = pikepdf.AttachedFileSpec(one, SECRET.encode(), filename=f"{SECRET}.txt")


def associated_file(one):
    one.Root.AF = Array([one.make_indirect(Dictionary(Type=Name.Filespec, UF=SECRET))])


def script(one):
    one.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=f"app.alert('{SECRET}')")
    one.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=SECRET))


def destination(one):
    one.Root.Names = Dictionary(Dests=Dictionary(Names=Array([SECRET, Array([one.pages[0].obj, Name.Fit])])))


def comment(one):
    one.pages[0].Annots = Array([annotation("Text", Contents=f"dit is {SECRET}", T="Jan")])


def popup_and_highlight(one):
    mark = one.make_indirect(
        annotation("Highlight", Contents=SECRET, QuadPoints=Array([60, 230, 260, 230, 60, 200, 260, 200]))
    )
    mark.Popup = one.make_indirect(annotation("Popup", Parent=mark, Contents=SECRET))
    one.pages[0].Annots = Array([mark, mark.Popup])


def file_annotation(one):
    one.pages[0].Annots = Array([annotation("FileAttachment", FS=Dictionary(Type=Name.Filespec, UF=SECRET))])


def link_to_somebody(one):
    one.pages[0].Annots = Array([annotation("Link", A=Dictionary(S=Name.URI, URI=f"https://x.nl/{SECRET}"))])


def link_by_mail(one):
    one.pages[0].Annots = Array([annotation("Link", A=Dictionary(S=Name.URI, URI=f"mailto:{SECRET}@x.nl"))])


def hidden_field(one):
    field = one.make_indirect(annotation("Widget", FT=Name.Tx, T="naam", V=SECRET, DV=SECRET))
    field.F = 2
    one.pages[0].Annots = Array([field])
    one.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=one.make_stream(SECRET.encode()))


def thumbnail(one):
    one.pages[0].Thumb = one.make_stream(SECRET.encode(), Width=1, Height=1)


def private_data(one):
    one.pages[0].PieceInfo = Dictionary(Word=Dictionary(Private=SECRET))
    one.pages[0].Resources.XObject = Dictionary(Vorm=one.make_stream(b"", Type=Name.XObject, Subtype=Name.Form,
        BBox=Array([0, 0, 1, 1]), PieceInfo=Dictionary(X=Dictionary(Private=SECRET))))  # fmt: skip
    one.pages[0].contents_add(b"/Vorm Do")


def unused_form(one):
    form = one.make_stream(
        f"BT ({SECRET}) Tj ET".encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9])
    )
    one.pages[0].Resources.XObject = Dictionary(Ongebruikt=form)


def said_instead(one):
    begin = b"/Span << /ActualText (%s) /Alt (%s) >> BDC" % (SECRET.encode(), SECRET.encode())
    one.pages[0].contents_add(begin, prepend=True)
    one.pages[0].contents_add(b"EMC")


def structure(one):
    root = one.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    figure = one.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Figure, P=root, Pg=one.pages[0].obj, K=0, Alt=SECRET, ActualText=SECRET,
                   T=SECRET, ID=SECRET, A=Dictionary(O=Name.UserProperties, P=Array([Dictionary(N="x", V=SECRET)])))
    )  # fmt: skip
    root.K = figure
    root.ParentTree = Dictionary(Nums=Array([0, Array([figure])]))
    root.IDTree = Dictionary(Names=Array([SECRET, figure]))
    one.pages[0].StructParents = 0
    one.Root.StructTreeRoot = root
    one.Root.MarkInfo = Dictionary(Marked=True)
    one.pages[0].contents_add(b"/Figure << /MCID 0 >> BDC", prepend=True)
    one.pages[0].contents_add(b"EMC")


def hidden_layer(one):
    group = one.make_indirect(Dictionary(Type=Name.OCG, Name=SECRET))
    one.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    one.pages[0].Resources.Properties = Dictionary(MC0=group)
    one.pages[0].contents_add(f"/OC /MC0 BDC BT /F1 11 Tf 60 300 Td ({SECRET}) Tj ET EMC".encode())


def page_labels(one):
    one.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=SECRET)]))


def font_note(one):
    font = next(iter(dict(one.pages[0].Resources.Font).values()))
    font.PieceInfo = Dictionary(X=Dictionary(Private=SECRET))


def picture_data(one):
    file = io.BytesIO()
    tags = Image.Exif()
    tags[0x013B] = SECRET
    Image.new("RGB", (8, 8), "red").save(file, "JPEG", exif=tags, comment=SECRET.encode())
    picture = one.make_stream(
        file.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8, ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    one.pages[0].Resources.XObject = Dictionary(Foto=picture)
    one.pages[0].contents_add(b"q 80 0 0 80 60 100 cm /Foto Do Q")


PLANTS = [
    info, xmp, bookmark, attachment, associated_file, script, destination, comment, popup_and_highlight,
    file_annotation, link_to_somebody, link_by_mail, hidden_field, thumbnail, private_data, unused_form, said_instead,
    structure, hidden_layer, page_labels, font_note, picture_data,
]  # fmt: skip


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_nothing_planted_beside_the_page_survives(plant):
    data = changed(pdf(), plant)
    areas = areas_of(pdf())
    assert holds(data)
    made = remove_pdf(data, areas, QUICK)
    assert not holds(made.data)
    assert SECRET.encode() not in made.data
    assert "Beste collega, tot morgen." in text_of(made.data)
    assert made.rastered == ()


@pytest.mark.parametrize("plant", [p for p in PLANTS if p not in (structure, said_instead, link_to_somebody)],
                         ids=lambda plant: plant.__name__)  # fmt: skip
def test_the_file_is_cleaned_though_nothing_is_withheld(plant):
    data = changed(pdf(["Openbaar stuk"]), plant)
    made = remove_pdf(data, [], QUICK)
    assert not holds(made.data)
    assert "Openbaar stuk" in text_of(made.data)


# ── what stays ──────────────────────────────────────────────────────────────────────────────────────────────


def kept_links(data: bytes) -> list[Dictionary]:
    with pikepdf.open(io.BytesIO(data)) as one:
        return [str(a.A.URI) if "/A" in a else "dest" for p in one.pages for a in p.obj.get("/Annots", [])]


def test_harmless_links_stay_without_their_words():
    def links(one):
        web = annotation(
            "Link", A=Dictionary(S=Name.URI, URI="https://www.rijksoverheid.nl/"), Contents=SECRET, NM=SECRET
        )
        inner = annotation("Link", Dest=Array([one.pages[0].obj, Name.XYZ, 0, 0, 0]))
        run = annotation("Link", A=Dictionary(S=Name.Launch, F=f"c:/{SECRET}.exe"))
        one.pages[0].Annots = Array([web, inner, run])

    made = removed(changed(pdf(), links))
    assert kept_links(made.data) == ["https://www.rijksoverheid.nl/", "dest"]
    assert not holds(made.data)


def test_a_link_over_what_was_removed_goes():
    (area,) = areas_of(pdf())

    def link(one):
        rect = Array([area.x0, 842 - area.y1, area.x1, 842 - area.y0])
        one.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rect, F=4,
                                                A=Dictionary(S=Name.URI, URI="https://wie.nl/"))])  # fmt: skip

    assert kept_links(removed(changed(pdf(), link)).data) == []


def test_a_field_that_is_seen_becomes_text_of_the_page():
    def form(one):
        look = one.make_stream(b"BT /Helv 11 Tf 2 5 Td (Ingevuld) Tj ET", Type=Name.XObject, Subtype=Name.Form,
            BBox=Array([0, 0, 200, 30]), Resources=Dictionary(Font=Dictionary(Helv=Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))))  # fmt: skip
        field = one.make_indirect(annotation("Widget", FT=Name.Tx, T=SECRET, V="Ingevuld", AP=Dictionary(N=look)))
        one.pages[0].Annots = Array([field])
        one.Root.AcroForm = Dictionary(Fields=Array([field]))

    made = removed(changed(pdf(), form))
    assert "Ingevuld" in text_of(made.data)
    assert not holds(made.data)
    with pikepdf.open(io.BytesIO(made.data)) as one:
        assert "/AcroForm" not in one.Root
        assert "/Annots" not in one.pages[0].obj


def test_what_a_field_shows_within_an_area_is_removed():
    def form(one):
        look = one.make_stream(f"BT /Helv 11 Tf 2 5 Td ({SECRET}) Tj ET".encode(), Type=Name.XObject, Subtype=Name.Form,
            BBox=Array([0, 0, 200, 30]), Resources=Dictionary(Font=Dictionary(Helv=Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))))  # fmt: skip
        one.pages[0].Annots = Array([one.make_indirect(annotation("Stamp", AP=Dictionary(N=look)))])

    from draad.release.remove import Area

    data = changed(pdf(["Brief"]), form)
    made = remove_pdf(data, [Area(1, 55, 842 - 235, 265, 842 - 195, "5.1.2.e", "woo 5.1.2.e")], QUICK)
    assert not holds(made.data)
    assert "5.1.2.e" in text_of(made.data)


def test_a_redaction_that_was_marked_and_never_applied_is_applied():
    (area,) = areas_of(pdf())

    def mark(one):
        rect = Array([area.x0, 842 - area.y1, area.x1, 842 - area.y0])
        one.pages[0].Annots = Array(
            [Dictionary(Type=Name.Annot, Subtype=Name.Redact, Rect=rect, OverlayText="5.1.2.e")]
        )

    made = remove_pdf(changed(pdf(), mark), [], QUICK)
    assert not holds(made.data)
    assert "5.1.2.e" in text_of(made.data)


def test_a_layer_that_is_seen_becomes_plain():
    def layer(one):
        group = one.make_indirect(Dictionary(Type=Name.OCG, Name="Zichtbaar"))
        one.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(ON=Array([group])))
        one.pages[0].Resources.Properties = Dictionary(MC0=group)
        one.pages[0].contents_add(b"/OC /MC0 BDC BT /F1 11 Tf 60 300 Td (Zichtbaar) Tj ET EMC")

    made = removed(changed(pdf(), layer))
    assert "Zichtbaar" in text_of(made.data)
    with pikepdf.open(io.BytesIO(made.data)) as one:
        assert "/OCProperties" not in one.Root


def test_structure_of_pages_that_are_not_given_out_goes_and_the_rest_stays():
    def tags(one):
        root = one.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
        parents = []
        for number, page in enumerate(one.pages):
            kind = Dictionary(Type=Name.StructElem, S=Name.P, P=root, Pg=page.obj, K=0, Alt=f"pagina {number}")
            root.K.append(one.make_indirect(kind))
            page.StructParents = number
            parents += [number, Array([root.K[-1]])]
        root.ParentTree = Dictionary(Nums=Array(parents))
        one.Root.StructTreeRoot = root

    from dataclasses import replace

    data = changed(pdf([SECRET], ["tweede"]), tags)
    made = remove_pdf(data, [], replace(QUICK, pages=(2,)))
    assert not holds(made.data)
    with pikepdf.open(io.BytesIO(made.data)) as one:
        assert str(one.Root.StructTreeRoot.K.Alt) == "pagina 1"
        assert one.Root.MarkInfo.Marked


def test_a_label_on_a_tagged_page_is_an_element_with_its_text():
    def tags(one):
        structure(one)
        for key in ("/Alt", "/ActualText", "/T", "/ID", "/A"):
            del one.Root.StructTreeRoot.K[key]

    made = removed(changed(pdf(), tags))
    with pikepdf.open(io.BytesIO(made.data)) as one:
        span = one.Root.StructTreeRoot.K.K[1]
        assert (span.S, str(span.ActualText)) == (Name.Span, "5.1.2.e")
        assert one.Root.StructTreeRoot.ParentTree.Nums[1][int(span.K)].objgen == span.objgen


# ── pictures ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_jpeg_keeps_its_pixels_and_loses_its_notes():
    file, tags = io.BytesIO(), Image.Exif()
    tags[0x013B] = SECRET
    Image.linear_gradient("L").save(file, "JPEG", exif=tags, comment=SECRET.encode())
    stripped = pictures.without_segments(file.getvalue() + SECRET.encode())
    assert SECRET.encode() not in stripped
    assert Image.open(io.BytesIO(stripped)).tobytes() == Image.open(file).tobytes()


def test_a_jpeg_2000_loses_its_boxes_of_text():
    file = io.BytesIO()
    Image.linear_gradient("L").save(file, "JPEG2000")
    note = struct.pack(">I4s", 8 + len(SECRET), b"xml ") + SECRET.encode()
    data = file.getvalue()
    first = struct.unpack(">I", data[:4])[0]
    planted = data[:first] + note + data[first:]
    assert pictures.without_boxes(planted) == data


@pytest.mark.parametrize("cut", ["head", "tail", "rubbish"])
def test_a_damaged_picture_is_drawn_anew_so_that_its_notes_do_not_stay(cut: str) -> None:
    file, tags = io.BytesIO(), Image.Exif()
    tags[0x013B] = SECRET
    Image.linear_gradient("L").save(file, "JPEG", exif=tags)
    whole = file.getvalue()
    damaged = {"head": whole[:-2] + b"\xff\xe1", "tail": b"x" + whole, "rubbish": whole[:2] + b"xx" + whole[2:]}[cut]
    with pikepdf.new() as one:
        image = one.make_stream(damaged, Type=Name.XObject, Subtype=Name.Image, Filter=Name.DCTDecode)
        image.Width, image.Height, image.ColorSpace, image.BitsPerComponent = 256, 256, Name.DeviceGray, 8
        pictures.strip(image)
        assert SECRET.encode() not in image.read_raw_bytes() + image.read_bytes()
        assert len(image.read_bytes()) == int(image.Width) * int(image.Height)


@given(st.binary(max_size=300))
@example(b"\xff\xe1")  # cut short within a segment's head
def test_what_is_no_picture_is_never_an_error(data):
    with pikepdf.new() as one:
        for kind in (Name.DCTDecode, Name.JPXDecode):
            image = one.make_stream(b"\xff\xd8" + data, Type=Name.XObject, Subtype=Name.Image, Filter=kind)
            pictures.strip(image)
            assert int(image.get("/Width", 1)) >= 1


def test_notes_tell_what_was_left_out():
    assert "annotations" in keys_of(removed(changed(pdf(), comment)).notes)
    assert "layers" in keys_of(removed(changed(pdf(), hidden_layer)).notes)
    assert LINES
