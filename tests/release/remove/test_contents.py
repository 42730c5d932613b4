"""Words under an area are gone from a page's contents, whatever way they were set; the words beside them stay."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas
from stripped_pages import (
    A4,
    assert_gone,
    assert_stays,
    drawn,
    handmade,
    helvetica,
    letters,
    places,
    saved,
    stripped,
    typed,
)

from draad.errors import UsageError
from draad.release.remove.contents import strip
from draad.release.remove.records import Area

NAME = "Quirinus Vexelaar"
LINE = f"Beste {NAME}, dank voor uw brief"


def by_hand(text: str) -> bytes:
    """A page whose text operators are these."""
    return handmade(f"BT /F 11 Tf {text} ET".encode("latin-1"), helvetica)


def turned(angle: float) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(angle)
        canvas.drawString(-100, 0, LINE)

    return drawn(draw)


def rotated_page(angle: int, **boxes: object) -> bytes:
    return handmade(f"BT /F 11 Tf 120 500 Td ({LINE}) Tj ET".encode(), helvetica, Rotate=angle, **boxes)


WAYS: dict[str, bytes] = {
    "plain": drawn(lambda canvas: canvas.drawString(72, 700, LINE)),
    "two-byte codes": typed([LINE, "Met vriendelijke groet"]),
    "turned 90": turned(90),
    "turned 180": turned(180),
    "page rotated 90": rotated_page(90),
    "page rotated 180": rotated_page(180),
    "page rotated 270": rotated_page(270),
    "crop box": rotated_page(0, CropBox=[100, 300, 500, 600]),
    "crop box, rotated": rotated_page(90, CropBox=[100, 300, 500, 600]),
    "media box elsewhere": rotated_page(0, MediaBox=[50, 100, 645, 942]),
    "user unit": rotated_page(0, UserUnit=2),
    "kerned": by_hand("72 700 Td [(Beste Quiri) 30 (nus V) -25 (exelaar, dank ) 12 (voor uw brief)] TJ"),
    "letter by letter": by_hand("72 700 Td " + " ".join(f"({letter}) Tj" for letter in LINE)),
    "word by word": by_hand("72 700 Td (Beste ) Tj 34 0 Td (Quirinus Vexelaar) Tj 92 0 Td (, dank voor uw brief) Tj"),
    "spaced": by_hand("2 Tc 5 Tw 80 Tz 3 Ts 72 700 Td (Beste Quirinus Vexelaar, dank voor uw brief) Tj"),
    "next line": by_hand("14 TL 72 700 Td (Een) ' (Beste Quirinus Vexelaar, dank voor uw brief) ' (Drie) '"),
    "next line, spaced": by_hand("14 TL 72 700 Td 1 2 (Beste Quirinus Vexelaar, dank voor uw brief) \" (Drie) '"),
    "leading set by a move": by_hand(
        "72 700 Td (Een) Tj 0 -14 TD (Beste Quirinus Vexelaar, dank voor uw brief) Tj T* (Drie) Tj"
    ),
    "scaled by the matrix": by_hand(
        "1 0 0 1 0 0 Tm 2 0 0 2 72 700 Tm (Beste Quirinus Vexelaar, dank voor uw brief) Tj"
    ),
    "mirrored page": handmade(
        b"q 1 0 0 -1 0 842 cm BT /F 11 Tf 1 0 0 -1 72 142 Tm (Beste Quirinus Vexelaar, dank voor uw brief) Tj ET Q",
        helvetica,
    ),
    "hexadecimal": by_hand(f"72 700 Td <{LINE.encode().hex()}> Tj"),
    "invisible": by_hand("3 Tr 72 700 Td (Beste Quirinus Vexelaar, dank voor uw brief) Tj"),
    "saved and restored": handmade(
        b"q 2 0 0 2 0 0 cm BT /F 5.5 Tf 36 350 Td (Beste Quirinus Vexelaar, dank voor uw brief) Tj ET Q "
        b"BT /F 11 Tf 72 650 Td (Tot ziens) Tj ET",
        helvetica,
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_name_is_gone_and_the_words_round_it_stay(way: str) -> None:
    data = WAYS[way]
    areas = places(data, NAME)
    assert len(areas) == 1
    result, done = stripped(data, areas)
    assert done.proven == {1: True}
    for part in NAME.split():
        assert_gone(result, part)
    assert_stays(result, "Beste")
    assert_stays(result, "dank voor uw brief")


@pytest.mark.parametrize("way", WAYS)
def test_all_glyphs_but_those_of_the_name_are_still_there(way: str) -> None:
    data = WAYS[way]
    result, _ = stripped(data, places(data, NAME), move=False)
    left = [letter for letter, _ in letters(result) if letter.strip()]
    whole = "".join(letter for letter, _ in letters(data) if letter.strip())
    # pdfium gives what is upside down in an order of its own
    assert sorted(left) == sorted(whole.replace("".join(NAME.split()), ""))


@pytest.mark.parametrize("way", sorted(set(WAYS) - {"user unit"}))
def test_without_moving_every_letter_left_stands_where_it_stood(way: str) -> None:
    data = WAYS[way]
    result, _ = stripped(data, places(data, NAME), move=False)
    before = {(letter, round(box[0]), round(box[1])) for letter, box in letters(data)}
    near = {(a, x + dx, y + dy) for a, x, y in before for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
    assert {(letter, round(box[0]), round(box[1])) for letter, box in letters(result)} <= near


def test_slanting_words_are_removed_by_the_box_round_them() -> None:
    data = turned(30)
    result, done = stripped(data, places(data, NAME))
    assert done.proven == {1: True}
    assert_gone(result, "Quirinus")
    assert_gone(result, "Vexelaar")


def test_a_neighbour_that_is_only_brushed_stays_and_no_letter_of_the_word_does() -> None:
    data = drawn(lambda canvas: canvas.drawString(72, 700, "xxiJanixx"))
    result, _ = stripped(data, places(data, "Jan", pad=0.9))
    assert "".join(letter for letter, _ in letters(result)) == "xxiixx"


def test_the_line_above_and_below_stay() -> None:
    def draw(canvas: Canvas) -> None:
        for number, word in enumerate(["gjpqy boven", "Jan Jansen", "ÉÄl onder"]):
            canvas.drawString(72, 700 - 11 * number, word)

    data = drawn(draw)
    result, _ = stripped(data, places(data, "Jan Jansen", pad=1.5))
    assert_stays(result, "gjpqy boven")
    assert_stays(result, "ÉÄl onder")
    assert_gone(result, "Jansen")


def test_overlapping_areas_take_what_lies_under_either() -> None:
    data = WAYS["plain"]
    first, last = places(data, "Quirinus")[0], places(data, "Vexelaar")[0]
    result, done = stripped(data, [first, last._replace(x0=first.x0 + 20), first])
    assert done.proven == {1: True}
    assert_gone(result, "Quirinus")
    assert_gone(result, "Vexelaar")
    assert_stays(result, "dank voor uw brief")


@pytest.mark.parametrize(
    "area",
    [
        Area(1, 600, 10, 700, 20),
        Area(1, 10, -30, 50, -10),
        Area(1, 10, 900, 50, 950),
        Area(2, 1, 1, 9, 9),
        Area(0, 1, 1, 9, 9),
    ],
)
def test_an_area_outside_the_page_is_an_error_that_says_so(area: Area) -> None:
    with pytest.raises(UsageError, match=r"outside page 1|no page"):
        stripped(WAYS["plain"], [area])


def test_an_area_half_outside_is_cut_at_the_page() -> None:
    data = WAYS["plain"]
    place = places(data, NAME)[0]
    result, _ = stripped(data, [place._replace(x0=-50.0)])
    assert_gone(result, "Beste")
    assert_stays(result, "dank voor uw brief")


def test_pages_without_areas_are_not_touched() -> None:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4)
    for _ in range(3):
        canvas.drawString(72, 700, LINE)
        canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(data.getvalue())) as pdf:
        before = [page.Contents.read_bytes() for page in pdf.pages]
        strip(pdf, places(data.getvalue(), NAME, page=2))
        after = [page.Contents.read_bytes() for page in pdf.pages]
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, False, True]


# -- text in other places than the page's own contents


def form(pdf: pikepdf.Pdf, contents: bytes, **more: object) -> pikepdf.Stream:
    made = pdf.make_stream(contents)
    made.Type, made.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    made.BBox = pikepdf.Array([0, 0, 600, 850])
    made.Resources = helvetica()
    for key, value in more.items():
        made[f"/{key}"] = value
    return made


def test_a_form_drawn_twice_loses_the_word_only_where_the_area_lies() -> None:
    def resources(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
        words = pdf.make_indirect(form(pdf, f"BT /F 11 Tf 72 0 Td ({LINE}) Tj ET".encode()))
        return pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=words))

    data = handmade(b"q 1 0 0 1 0 700 cm /A Do Q q 1 0 0 1 0 600 cm /A Do Q", resources)
    upper, lower = places(data, NAME)
    result, done = stripped(data, [upper])
    assert done.proven == {1: True}
    assert [abs(area.y0 - lower.y0) < 0.1 for area in places(result, NAME)] == [True]
    assert len(places(result, "dank voor uw brief")) == 2


def test_forms_in_forms_with_matrices_of_their_own() -> None:
    def resources(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
        inner = form(pdf, f"BT /F 5 Tf 10 20 Td ({LINE}) Tj ET".encode(), Matrix=pikepdf.Array([2, 0, 0, 2, 10, 10]))
        outer = form(pdf, b"q 0 1 -1 0 300 0 cm /B Do Q", Matrix=pikepdf.Array([1, 0, 0, 1, 20, 100]))
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(B=pdf.make_indirect(inner)))
        return pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=pdf.make_indirect(outer)))

    data = handmade(b"/A Do", resources)
    result, done = stripped(data, places(data, NAME))
    assert done.proven == {1: True}
    assert_gone(result, "Vexelaar")
    assert_stays(result, "dank voor uw brief")


def test_a_form_shared_by_pages_keeps_its_words_on_the_page_without_an_area() -> None:
    pdf = pikepdf.new()
    words = pdf.make_indirect(form(pdf, f"BT /F 11 Tf 72 700 Td ({LINE}) Tj ET".encode()))
    shared = pdf.make_indirect(pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=words)))
    for _ in range(2):
        pdf.add_blank_page(page_size=A4)
        pdf.pages[-1].Contents = pdf.make_stream(b"/A Do")
        pdf.pages[-1].Resources = shared
    data = saved(pdf)
    result, _ = stripped(data, places(data, NAME))
    assert not places(result, NAME, page=1)
    assert places(result, NAME, page=2)


def test_an_image_or_form_that_only_another_pages_resources_name_is_gone_too() -> None:
    pdf = pikepdf.new()
    words = pdf.make_indirect(form(pdf, f"BT /F 11 Tf 72 700 Td ({LINE}) Tj ET".encode()))
    shared = pdf.make_indirect(helvetica(XObject=pikepdf.Dictionary(A=words)))
    for contents in (b"/A Do", b"BT /F 9 Tf 72 700 Td (Tweede bladzijde) Tj ET"):
        pdf.add_blank_page(page_size=A4)
        pdf.pages[-1].Contents = pdf.make_stream(contents)
        pdf.pages[-1].Resources = shared
    data = saved(pdf)
    result, _ = stripped(data, places(data, NAME))
    assert_gone(result, "Vexelaar")
    assert_stays(result, "Tweede bladzijde")


def test_vertical_writing() -> None:
    def resources(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
        cmap = (
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def\n"
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            b"1 beginbfrange <0021> <007E> <0021> endbfrange endcmap end end"
        )
        child = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=pikepdf.Name.Tall,
            CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            DW=600,
            DW2=[800, -900],
            W2=[65, [-700, 300, 800], 97, 122, -850, 250, 790],
        )
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=pikepdf.Name.Tall,
            Encoding=pikepdf.Name("/Identity-V"),
            DescendantFonts=[pdf.make_indirect(child)],
            ToUnicode=pdf.make_stream(cmap),
        )
        return pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))

    codes = "Beste!Vexelaar!dank!voor".encode("utf-16-be").hex()
    data = handmade(f"BT /F 11 Tf 300 700 Td <{codes}> Tj ET".encode(), resources)
    result, done = stripped(data, places(data, "Vexelaar"), move=False)
    assert done.proven == {1: True}
    assert_gone(result, "Vexelaar")
    assert_stays(result, "dank!voor", readers=("pdfium",))
    before = [(letter, box) for letter, box in letters(data) if letter in "dkv"]
    after = [(letter, box) for letter, box in letters(result) if letter in "dkv"]
    assert [a for a, _ in after] == [a for a, _ in before]
    assert all(abs(a[1] - b[1]) < 0.5 for (_, a), (_, b) in zip(after, before, strict=True))


def test_letters_drawn_by_procedures() -> None:
    def resources(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
        glyph = pdf.make_stream(b"600 0 0 0 500 700 d1 0 0 500 700 re f")
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type3,
            FontBBox=[0, 0, 500, 700],
            FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
            CharProcs=pikepdf.Dictionary({f"/{letter}": glyph for letter in "abcd"}),
            Encoding=pikepdf.Dictionary(Differences=[97, *(pikepdf.Name(f"/{letter}") for letter in "abcd")]),
            FirstChar=97,
            LastChar=100,
            Widths=[600, 600, 600, 600],
            Resources=pikepdf.Dictionary(),
        )
        return pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))

    data = handmade(b"BT /F 10 Tf 100 700 Td (aabbccdd) Tj ET", resources)
    result, done = stripped(data, [Area(1, 112, 130, 124, 145)])
    assert done.proven == {1: True}
    with pikepdf.open(io.BytesIO(result)) as pdf:
        contents = pdf.pages[0].Contents.read_bytes()
    assert b"(aa)" in contents
    assert b"(ccdd)" in contents
    assert b"b" not in contents.replace(b"aabb", b"")


def test_what_marked_content_says_instead_of_its_letters_goes_with_them() -> None:
    data = handmade(
        b"/Span <</ActualText (Quirinus Vexelaar) /Alt (Vexelaar) /E (Vex) /MCID 3>> BDC "
        b"BT /F 11 Tf 72 700 Td (Quirinus Vexelaar) Tj ET EMC "
        b"/Span <</ActualText (dank)>> BDC BT /F 11 Tf 72 650 Td (dank voor uw brief) Tj ET EMC",
        helvetica,
    )
    areas = [Area(1, 70, 130, 170, 146)]
    result, done = stripped(data, areas)
    assert done.proven == {1: True}
    assert_gone(result, "Vexelaar")
    with pikepdf.open(io.BytesIO(result)) as pdf:
        contents = pdf.pages[0].Contents.read_bytes()
    assert b"Vex" not in contents
    assert b"/MCID 3" in contents
    assert b"(dank)" in contents


def test_marked_content_whose_words_stand_among_the_resources() -> None:
    said = pikepdf.Dictionary(P=pikepdf.Dictionary(ActualText="Quirinus Vexelaar"))
    data = handmade(
        b"/Span /P BDC BT /F 11 Tf 72 700 Td (Quirinus Vexelaar) Tj ET EMC", lambda _: helvetica(Properties=said)
    )
    result, _ = stripped(data, [Area(1, 70, 130, 170, 146)])
    assert_gone(result, "Vexelaar")


# -- what can't be proven is said to be so


def test_letters_without_known_widths_near_an_area_make_the_page_an_image() -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Raadsel)
    data = handmade(
        b"BT /F 11 Tf 72 700 Td (Vexelaar) Tj ET", lambda _: pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    )
    _, done = stripped(data, [Area(1, 70, 130, 170, 146)])
    assert (done.proven, done.why) == ({1: False}, {1: "font"})
    _, done = stripped(data, [Area(1, 70, 430, 170, 446)])
    assert done.proven == {1: True}


def test_a_form_that_draws_itself_is_not_followed_for_ever() -> None:
    def resources(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
        loop = pdf.make_indirect(form(pdf, b"/A Do"))
        loop.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=loop))
        return pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=loop))

    _, done = stripped(handmade(b"/A Do", resources), [Area(1, 10, 10, 20, 20)])
    assert (done.proven, done.why) == ({1: False}, {1: "loop"})


def test_words_in_a_soft_mask_make_the_page_an_image() -> None:
    def resources(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
        group = form(pdf, f"1 g BT /F 11 Tf 72 700 Td ({LINE}) Tj ET".encode())
        group.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceGray)
        mask = pikepdf.Dictionary(S=pikepdf.Name.Luminosity, G=pdf.make_indirect(group))
        return pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(M=pikepdf.Dictionary(SMask=mask)))

    _, done = stripped(handmade(b"/M gs 0 g 0 0 600 850 re f", resources), [Area(1, 100, 130, 190, 146)])
    assert (done.proven, done.why) == ({1: False}, {1: "mask"})


@pytest.mark.parametrize(
    "contents", [b"BT /F 11 Tf (a) Tj [ ET", b"1 0 0 cm", b"BT /F Tf (a) Tj ET", b"\xff\x00 (", b""]
)
def test_damaged_contents_are_not_proven_or_hold_nothing(contents: bytes) -> None:
    _, done = stripped(handmade(contents, helvetica), [Area(1, 10, 10, 50, 50)])
    assert done.proven == {1: True} or done.why[1] in ("syntax", "font")


# -- what must always hold

WORD = st.text("abcdefghijklmnoprstuvwz", min_size=3, max_size=9)


@settings(max_examples=25)
@given(
    words=st.lists(WORD, min_size=4, max_size=24, unique=True),
    chosen=st.sets(st.integers(0, 23), min_size=1, max_size=5),
    maker=st.sampled_from(["reportlab", "fpdf2"]),
    move=st.booleans(),
)
def test_withheld_words_are_gone_and_all_others_stay(
    words: list[str], chosen: set[int], maker: str, move: bool
) -> None:
    numbered = [f"{word}{chr(65 + i)}" for i, word in enumerate(words)]
    lines = [" ".join(numbered[i : i + 5]) for i in range(0, len(numbered), 5)]
    make: Callable[[list[str]], bytes] = typed if maker == "fpdf2" else _by_reportlab
    data = make(lines)
    away = {numbered[i] for i in chosen if i < len(numbered)}
    areas = [area for word in sorted(away) for area in places(data, word)]
    result, done = stripped(data, areas, move=move)
    assert set(done.proven) <= {1}
    assert all(done.proven.values())
    left = "".join(letter for letter, _ in letters(result) if letter.strip())
    kept = "".join(word for word in numbered if word not in away)
    assert left == kept
    if areas:
        assert len(done.boxes) <= len(areas)


def _by_reportlab(lines: list[str]) -> bytes:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 700)
        text.textLines(lines)
        canvas.drawText(text)
        canvas.setFillColor(white)

    return drawn(draw)
