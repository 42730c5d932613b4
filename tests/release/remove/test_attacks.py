"""Files made to keep a withheld word, or to lose one that stays; each is general, none is made after a real one."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageDraw, ImageFont
from stripped_pages import DEJAVU, handmade, helvetica, typed

from draad.errors import DamagedFileError
from draad.release.remove import Area, Removed, remove_pdf
from planted_files import QUICK, SECRET, areas_of, changed, holds, pdf, text_of

TOLD = SECRET.encode()
TEXT = b"BT /F 12 Tf 100 700 Td (Aan: %s en de rest) Tj 0 -20 Td (tweede regel) Tj ET " % TOLD
WIDE, HIGH = 400, 300
PLACE = b"q 400 0 0 300 100 400 cm %s Q"
WORD = Area(1, 250, 215, 420, 265, "5.1.2.e", "woo 5.1.2.e")
"""Where the second word of ``_drawn`` stands, when it is shown at ``PLACE``."""


def _drawn() -> np.ndarray:
    """A picture of two words: ``Aan`` and the secret."""
    picture = Image.new("L", (WIDE, HIGH), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(DEJAVU), 24)
    draw.text((20, 80), "Aan", font=font, fill=0)
    draw.text((155, 80), SECRET[:9], font=font, fill=0)
    return np.array(picture)


def _picture(one: pikepdf.Pdf, data: bytes, wide: int = WIDE, high: int = HIGH, **keys: object) -> Stream:
    usual = {"BitsPerComponent": 8, "ColorSpace": Name.DeviceGray} | keys
    return one.make_stream(data, Type=Name.XObject, Subtype=Name.Image, Width=wide, Height=high, **usual)


def _shown(data: bytes, *, labels: bool = True) -> np.ndarray:
    """The first page in grey, two dots a point; without ``labels`` as it is under the boxes."""
    if not labels:
        with pikepdf.open(io.BytesIO(data)) as one:
            contents = one.pages[0].obj.Contents
            one.pages[0].obj.Contents = Array(list(contents)[:-1]) if isinstance(contents, Array) else contents
            out = io.BytesIO()
            one.save(out)
            data = out.getvalue()
    with pdfium.PdfDocument(data) as document:
        return np.array(document[0].render(scale=2).to_pil().convert("L"))


def _dark(shown: np.ndarray, area: Area) -> int:
    x0, y0, x1, y1 = (round(side * 2) for side in area.box)
    return int((shown[y0 + 1 : y1 - 1, x0 + 1 : x1 - 1] < 128).sum())


def _made(contents: bytes, resources: Callable[[pikepdf.Pdf], pikepdf.Dictionary], area: Area = WORD) -> Removed:
    return remove_pdf(handmade(contents, resources), [area], QUICK)


# ── what stands in the way of seeing it ──────────────────────────────────────────────────────────────────────


def _samples(one: pikepdf.Pdf) -> Dictionary:
    data = np.ascontiguousarray(_drawn()[::-1]).tobytes()
    plane = {"Domain": Array([0, 1, 0, 1]), "Range": Array([0, 1])}
    function = one.make_stream(data, FunctionType=0, Size=Array([WIDE, HIGH]), BitsPerSample=8, **plane)
    return Dictionary(ShadingType=1, ColorSpace=Name.DeviceGray, Domain=plane["Domain"], Function=function)


def _shading(one: pikepdf.Pdf) -> Dictionary:
    return helvetica(Shading=Dictionary(S=_samples(one)))


def _shading_pattern(one: pikepdf.Pdf) -> Dictionary:
    place = Array([400, 0, 0, 300, 100, 400])
    return helvetica(Pattern=Dictionary(P=Dictionary(PatternType=2, Matrix=place, Shading=_samples(one))))


def _tile(one: pikepdf.Pdf, contents: bytes, resources: Dictionary) -> Stream:
    box = {"BBox": Array([0, 0, 600, 900]), "XStep": 600, "YStep": 900}
    return one.make_stream(contents, PatternType=1, PaintType=1, TilingType=1, Resources=resources, **box)


def _tile_in_tile(one: pikepdf.Pdf) -> Dictionary:
    inner = _tile(one, b"BT /F 24 Tf 250 600 Td (%s) Tj ET" % TOLD, helvetica())
    outer = _tile(one, b"/Pattern cs /Q scn 0 0 600 900 re f", Dictionary(Pattern=Dictionary(Q=inner)))
    return helvetica(Pattern=Dictionary(P=outer))


def _tile_of_lines(one: pikepdf.Pdf) -> Dictionary:
    strokes = b" ".join(b"%d 580 m %d 620 l %d 580 l h f" % (x, x + 5, x + 9) for x in range(255, 400, 12))
    return helvetica(Pattern=Dictionary(P=_tile(one, strokes, Dictionary())))


FILLED = b"q /Pattern cs /P scn 100 400 400 300 re f Q"


@pytest.mark.parametrize(
    ("contents", "resources"),
    [
        (PLACE % b"/S sh", _shading),
        (FILLED, _shading_pattern),
        (FILLED, _tile_in_tile),
        (FILLED, _tile_of_lines),
    ],
)
def test_words_that_are_shades_or_tiles_make_the_page_an_image(contents, resources):
    assert _dark(_shown(handmade(contents, resources)), WORD)
    made = _made(contents, resources)
    assert made.rastered == (1,)
    assert not _dark(_shown(made.data, labels=False), WORD)


def test_a_plain_gradient_leaves_the_page_what_it_is():
    def resources(_: pikepdf.Pdf) -> Dictionary:
        step = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1)
        space = {"ColorSpace": Name.DeviceGray, "Coords": Array([0, 0, 1, 1])}
        return helvetica(Shading=Dictionary(S=Dictionary(ShadingType=2, Function=step, **space)))

    assert not _made(TEXT + PLACE % b"/S sh", resources).rastered


def _lent(kind: str) -> Callable[[pikepdf.Pdf], Dictionary]:
    """A form whose own resources lack what it draws; its page has it, and readers look there."""

    def resources(one: pikepdf.Pdf) -> Dictionary:
        box = {"Subtype": Name.Form, "BBox": Array([0, 0, 600, 900])}
        lent = _picture(one, _drawn().tobytes())
        if kind == "form":
            lent = one.make_stream(TEXT, Resources=helvetica(), **box)
        borrower = one.make_stream(PLACE % b"/Y Do" if kind == "image" else b"/Y Do", Resources=Dictionary(), **box)
        return helvetica(XObject=Dictionary(X=borrower, Y=lent))

    return resources


def test_what_a_form_draws_from_its_pages_resources_is_not_overlooked():
    made = _made(b"/X Do", _lent("image"))
    assert made.rastered == (1,)
    shown = _shown(made.data, labels=False)
    assert not _dark(shown, WORD)
    assert _dark(shown, WORD._replace(x0=110, x1=200))


def test_what_a_form_draws_from_its_pages_resources_stays_where_nothing_is_withheld():
    made = remove_pdf(handmade(b"/X Do", _lent("form")), [], QUICK).data
    assert f"Aan: {SECRET} en de rest" in text_of(made)


def test_a_mask_that_is_its_own_mask_ends():
    def resources(one: pikepdf.Pdf) -> Dictionary:
        picture = _picture(one, _drawn().tobytes())
        picture.SMask = picture
        return helvetica(XObject=Dictionary(I=picture))

    made = _made(PLACE % b"/I Do", resources)
    assert not _dark(_shown(made.data, labels=False), WORD)


def test_a_turned_palette_is_white_where_the_word_was():
    def resources(one: pikepdf.Pdf) -> Dictionary:
        bits = np.packbits(_drawn() < 128, axis=1).tobytes()
        space = Array([Name.Indexed, Name.DeviceRGB, 1, String(b"\0\0\0\xff\xff\xff")])
        return helvetica(
            XObject=Dictionary(I=_picture(one, bits, BitsPerComponent=1, ColorSpace=space, Decode=Array([1, 0])))
        )

    assert not _dark(_shown(_made(PLACE % b"/I Do", resources).data, labels=False), WORD)


# ── layers ───────────────────────────────────────────────────────────────────────────────────────────────────

HIDDEN = b"/OC /M BDC BT /F 10 Tf 2 5 Td (%s) Tj ET EMC BT /F 10 Tf 80 5 Td (rest) Tj ET" % TOLD


def _layered(one: pikepdf.Pdf) -> Dictionary:
    """Resources of what has a hidden layer in it."""
    group = one.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    one.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    return helvetica(Properties=Dictionary(M=group))


def _in_appearance(one: pikepdf.Pdf) -> None:
    look = one.make_stream(HIDDEN, Subtype=Name.Form, BBox=Array([0, 0, 120, 20]), Resources=_layered(one))
    stamp = Dictionary(Subtype=Name.Stamp, F=4, Rect=Array([100, 300, 220, 320]), AP=Dictionary(N=look))
    one.pages[0].obj.Annots = Array([one.make_indirect(stamp)])


def _in_drawn_letter(one: pikepdf.Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FirstChar=65, LastChar=65, Widths=Array([900]))
    font.FontBBox, font.FontMatrix = Array([0, 0, 900, 900]), Array([0.001, 0, 0, 0.001, 0, 0])
    font.Encoding = Dictionary(Differences=Array([65, Name.a]))
    font.Resources = _layered(one)
    font.CharProcs = Dictionary(a=one.make_stream(b"900 0 d0 " + HIDDEN))
    one.pages[0].Resources.Font.T = one.make_indirect(font)
    one.pages[0].contents_add(b"BT /T 10 Tf 100 400 Td (A) Tj ET")


def _in_mask(one: pikepdf.Pdf) -> None:
    box = Array([0, 0, 600, 900])
    group = one.make_stream(b"1 g 0 0 600 900 re f 0 g " + HIDDEN, Subtype=Name.Form, BBox=box)
    group.Group, group.Resources = Dictionary(S=Name.Transparency, CS=Name.DeviceGray), _layered(one)
    state = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group))
    one.pages[0].Resources.ExtGState = Dictionary(G=state)
    one.pages[0].contents_add(b"q /G gs .5 g 50 300 300 200 re f Q")


@pytest.mark.parametrize("plant", [_in_appearance, _in_drawn_letter, _in_mask])
def test_a_hidden_layer_does_not_come_to_light_wherever_it_stands(plant):
    data = changed(pdf(["Openbaar"]), plant)
    made = remove_pdf(data, [], QUICK).data
    with pikepdf.open(io.BytesIO(made)) as one:
        assert not any(TOLD in thing.read_bytes() for thing in one.objects if isinstance(thing, Stream))


# ── beside the contents ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["3D", "RichMedia", "Screen", "Movie", "Unknown"])
def test_the_still_of_a_film_or_a_model_stays_and_the_film_goes(kind):
    def plant(one: pikepdf.Pdf) -> None:
        look = one.make_stream(b"BT /F 10 Tf 2 5 Td (Stilstaand beeld) Tj ET", Subtype=Name.Form)
        look.BBox, look.Resources = Array([0, 0, 120, 20]), helvetica()
        film = Dictionary(Subtype=Name(f"/{kind}"), F=4, Rect=Array([100, 300, 220, 320]), AP=Dictionary(N=look))
        film["/3DD"] = one.make_stream(TOLD)
        one.pages[0].obj.Annots = Array([one.make_indirect(film)])

    made = remove_pdf(changed(pdf(["Openbaar"]), plant), [], QUICK).data
    assert "Stilstaand beeld" in text_of(made)
    assert not holds(made)


MAIL = f"{SECRET.lower()}@voorbeeld.nl".encode()


@pytest.mark.parametrize(
    "wrapped",
    [
        base64.b64encode(MAIL).decode(),
        base64.urlsafe_b64encode(b'{"id":1,"mail":"%s"}' % MAIL).decode().rstrip("="),
        MAIL.hex(),
        MAIL.decode().encode("utf-16-le").hex().upper(),
    ],
)
@pytest.mark.parametrize("address", ["https://voorbeeld.nl/u?e={}", "https://voorbeeld.nl/af/{}/nu"])
def test_an_address_that_wraps_what_is_withheld_goes(address, wrapped):
    def plant(one: pikepdf.Pdf, told: str) -> None:
        action = Dictionary(S=Name.URI, URI=String(told))
        link = Dictionary(Subtype=Name.Link, Rect=Array([100, 300, 200, 320]), A=action)
        one.pages[0].obj.Annots = Array([one.make_indirect(link)])

    areas = areas_of(pdf())
    told = changed(pdf(), lambda one: plant(one, address.format(wrapped)))
    other = changed(pdf(), lambda one: plant(one, address.format(base64.b64encode(b"nieuwsbrief-2019").decode())))
    assert b"/URI" not in _objects(remove_pdf(told, areas, QUICK).data)
    assert b"/URI" in _objects(remove_pdf(other, areas, QUICK).data)


def _objects(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as one:
        return b"".join(thing.unparse(resolved=True) for thing in one.objects)


def test_a_page_cropped_beside_itself_is_an_error_that_says_so():
    beside = handmade(TEXT, helvetica, CropBox=Array([1000, 1000, 1100, 1100]))
    with pytest.raises(DamagedFileError, match="no size"):
        remove_pdf(beside, [Area(1, 10, 10, 50, 50)], QUICK)


# ── parts that are not what they should be ───────────────────────────────────────────────────────────────────


def _layers_of_numbers(one: pikepdf.Pdf) -> None:
    one.Root.OCProperties = Dictionary(D=Dictionary(OFF=5, ON=Array([5])), OCGs=Array([5]))


def _spaces_of_nothing(one: pikepdf.Pdf) -> None:
    one.pages[0].Resources.ColorSpace = Dictionary(H=5, J=Array(), K=Array([Name.ICCBased]))
    one.pages[0].contents_add(b"/H cs /J cs /K cs")


@pytest.mark.parametrize(
    "plant",
    [
        lambda one: one.Root.update({"/OCProperties": Dictionary(D=5, OCGs=5)}),
        _layers_of_numbers,
        _spaces_of_nothing,
        lambda one: one.Root.update({"/AcroForm": Dictionary(Fields=5)}),
        lambda one: one.Root.update({"/AcroForm": 5, "/StructTreeRoot": 5}),
        lambda one: one.pages[0].obj.update({"/Annots": Array([5, String("x"), Dictionary(Subtype=Name.Link)])}),
        lambda one: one.pages[0].Resources.update({"/XObject": 5, "/ExtGState": Dictionary(G=5)}),
    ],
)
def test_a_list_that_is_a_number_is_no_crash_and_no_leak(plant):
    made = remove_pdf(changed(pdf(), plant), areas_of(pdf()), QUICK)
    assert not holds(made.data)
    assert made.rastered or "Van: Piet" in text_of(made.data)


def test_what_can_not_be_worked_on_at_all_is_an_error_with_a_cure(monkeypatch):
    monkeypatch.setattr("draad.release.remove.layers.flatten", lambda pdf: 1 + "")
    with pytest.raises(DamagedFileError, match="print it"):
        remove_pdf(pdf(), [], QUICK)


def test_what_a_chapter_says_instead_goes_when_one_of_its_pages_is_touched():
    """Its own page is another: a chapter speaks for all that is below it."""

    def plant(one: pikepdf.Pdf) -> None:
        root = one.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        chapter = one.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Sect, P=root, Pg=one.pages[1].obj))
        chapter.Alt = String("brief aan Z. st.")
        parts = []
        for number, page in enumerate(one.pages):
            part = one.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=chapter, Pg=page.obj, K=0))
            part.Alt = String(f"deel {number}")
            page.obj.StructParents = number
            page.contents_add(b"/P <</MCID 0>> BDC", prepend=True)
            page.contents_add(b"EMC")
            parts.append(part)
        chapter.K, root.K = Array(parts), chapter
        root.ParentTree = Dictionary(Nums=Array([0, Array([parts[0]]), 1, Array([parts[1]])]))
        one.Root.StructTreeRoot = root

    data = changed(pdf(["Van: Piet", f"Aan: {SECRET}"], ["Bladzijde twee"]), plant)
    made = _objects(remove_pdf(data, areas_of(pdf(["Van: Piet", f"Aan: {SECRET}"])), QUICK).data)
    assert b"brief aan" not in made
    assert b"deel 0" not in made
    assert b"deel 1" in made


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────


def _named_form(one: pikepdf.Pdf) -> None:
    form = one.make_stream(b"0 0 9 9 re f", Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    one.pages[0].Resources.XObject = Dictionary({f"/Paraaf_{SECRET}": form, "/N0": form})
    one.pages[0].contents_add(b"q 9 0 0 9 9 9 cm /Paraaf_%s Do Q /N0 Do" % TOLD)


def _named_font(one: pikepdf.Pdf) -> None:
    one.pages[0].Resources.Font[f"/{SECRET}"] = one.pages[0].Resources.Font.F1
    one.pages[0].contents_add(b"BT /%s 9 Tf 60 400 Td (Andere regel) Tj ET" % TOLD)


def _named_ink(one: pikepdf.Pdf) -> None:
    step = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1)
    ink = Array([Name.Separation, Name(f"/{SECRET}"), Name.DeviceGray, step])
    one.pages[0].Resources.ColorSpace = Dictionary(C=ink)
    one.pages[0].contents_add(b"/C cs 1 scn")


def _named_tags(one: pikepdf.Pdf) -> None:
    one.pages[0].contents_add(b"/%s BMC /X <</Role /%s /%s 1>> BDC EMC EMC /%s MP /%s ri" % ((TOLD,) * 5))


def _named_roles(one: pikepdf.Pdf) -> None:
    root = one.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    part = one.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{SECRET}"), P=root, Pg=one.pages[0].obj, K=0))
    part.C, part.A = Name(f"/{SECRET}"), Dictionary(O=Name.Layout, TextAlign=Name(f"/{SECRET}"))
    root.RoleMap, root.ClassMap = Dictionary({f"/{SECRET}": Name.P}), Dictionary({f"/{SECRET}": Dictionary(O=Name.CSS)})
    root.K, root.ParentTree = part, Dictionary(Nums=Array([0, Array([part])]))
    one.Root.StructTreeRoot = root
    one.pages[0].StructParents = 0
    one.pages[0].contents_add(b"/P <</MCID 0>> BDC", prepend=True)
    one.pages[0].contents_add(b"EMC")


@pytest.mark.parametrize("plant", [_named_form, _named_font, _named_ink, _named_tags, _named_roles])
def test_no_name_of_a_resource_an_ink_a_tag_or_a_role_tells(plant):
    data = changed(pdf(["Van: Piet", f"Aan: {SECRET}"]), plant)
    assert TOLD in _whole(data)
    made = remove_pdf(data, areas_of(pdf(["Van: Piet", f"Aan: {SECRET}"])), QUICK)
    assert TOLD not in _whole(made.data)
    assert not made.rastered
    assert ("Andere regel" in text_of(made.data)) == (plant is _named_font)
    drawn = _shown(made.data)[-40:, :40] < 128
    assert drawn.any() == (plant is _named_form)


def test_the_name_of_an_embedded_font_does_not_tell_whose_hand_it_is():
    def plant(one: pikepdf.Pdf) -> None:
        for thing in one.objects:
            if isinstance(thing, Dictionary) and "/BaseFont" in thing:
                thing.BaseFont = Name(f"/ABCDEF+{SECRET}Hand")
            if isinstance(thing, Dictionary) and "/FontName" in thing:
                thing.FontName = Name(f"/ABCDEF+{SECRET}Hand")
                thing.FontFile2.write(thing.FontFile2.read_bytes() + TOLD)

    data = changed(typed(["Van: Piet", f"Aan: {SECRET}"]), plant)
    made = remove_pdf(data, areas_of(data), QUICK).data
    assert TOLD in _whole(data)
    assert TOLD not in _whole(made)
    assert "Van: Piet" in text_of(made)


def _whole(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as one:
        streams = b"".join(thing.read_bytes() for thing in one.objects if isinstance(thing, Stream))
    return _objects(data) + streams


# ── images of a single sample ────────────────────────────────────────────────────────────────────────────────


def test_a_ground_that_is_one_sample_keeps_its_colour_beside_the_area():
    """White words on it could not be read any more."""

    def resources(one: pikepdf.Pdf) -> Dictionary:
        return helvetica(XObject=Dictionary(I=_picture(one, b"\x30\x30\x30", 1, 1, ColorSpace=Name.DeviceRGB)))

    made = _made(PLACE % b"/I Do" + b" BT 1 g /F 24 Tf 120 640 Td (wit) Tj ET", resources)
    shown = _shown(made.data, labels=False)
    assert not _dark(shown, WORD)
    assert _dark(shown, Area(1, 110, 300, 480, 430)) > 4 * 370 * 120
    assert _dark(shown, WORD._replace(x0=110, x1=240))


def test_a_picture_whose_form_is_in_its_mask_alone_loses_the_word_alone():
    def resources(one: pikepdf.Pdf) -> Dictionary:
        return helvetica(
            XObject=Dictionary(I=_picture(one, b"\0", 1, 1, SMask=_picture(one, (255 - _drawn()).tobytes())))
        )

    shown = _shown(_made(PLACE % b"/I Do", resources).data, labels=False)
    assert not _dark(shown, WORD)
    assert _dark(shown, WORD._replace(x0=110, x1=200))


# ── letters drawn elsewhere ──────────────────────────────────────────────────────────────────────────────────


def _letter(procedure: bytes, width: int) -> Callable[[pikepdf.Pdf], Dictionary]:
    """A Type 3 font, ``/T``, of one letter, ``A``."""

    def resources(one: pikepdf.Pdf) -> Dictionary:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FirstChar=65, LastChar=65, Widths=Array([width]))
        font.FontBBox, font.FontMatrix = Array([0, 0, 1000, 1000]), Array([0.001, 0, 0, 0.001, 0, 0])
        font.Encoding, font.Resources = Dictionary(Differences=Array([65, Name.a])), helvetica()
        font.CharProcs = Dictionary(a=one.make_stream(b"%d 0 d0 " % width + procedure))
        own = helvetica()
        own.Font.T = one.make_indirect(font)
        return own

    return resources


@pytest.mark.parametrize(
    ("procedure", "width", "place"),
    [
        (b"BT /F 1000 Tf 0 4000 Td (%s) Tj ET" % TOLD, 7000, (255, 500)),
        (b"BT /F 1000 Tf 9000 0 Td (%s) Tj ET" % TOLD, 0, (39, 600)),
        (b"0 4000 9000 800 re f", 500, (255, 510)),
    ],
)
def test_a_drawn_letter_that_stands_elsewhere_than_its_line_makes_the_page_an_image(procedure, width, place):
    contents = b"BT /F 12 Tf 100 700 Td (tweede regel) Tj ET BT /T 24 Tf %d %d Td (A) Tj ET" % place
    assert _dark(_shown(handmade(contents, _letter(procedure, width))), WORD)
    made = _made(contents, _letter(procedure, width))
    assert made.rastered == (1,)
    assert TOLD not in _whole(made.data)


def test_drawn_letters_that_stand_in_their_line_leave_the_page_what_it_is():
    contents = b"BT /T 24 Tf 110 620 Td (AAAAAA) Tj 145 -20 Td (AA) Tj ET"
    assert not _made(contents, _letter(b"-200 -200 1100 1100 re f", 1000)).rastered
