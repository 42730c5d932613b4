"""Private data of programs, beside what is drawn: gone from every kind of resource, and the page looks as it did."""

from __future__ import annotations

import io
import subprocess

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from draad.release.remove import remove_pdf
from planted_files import QUICK, SECRET, changed, pdf

_SHADE = 2
"""Of 255: by so much the result's own colour profile may change a grey."""
DRAWN = b"q /G gs 9 0 0 9 9 9 cm /X Do /I Do Q q /C cs 1 sc /Pattern cs /P scn 0 0 9 9 re f 0 0 5 5 re W n /S sh Q"


def _drawing(one: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """A page that draws something of every kind, by what it is."""
    page = one.pages[0]
    box = Array([0, 0, 9, 9])
    grey = Array([Name.CalGray, Dictionary(WhitePoint=Array([1, 1, 1]))])
    step = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1)
    form = one.make_stream(b"0 0 9 9 re f", Subtype=Name.Form, BBox=box, Group=Dictionary(S=Name.Transparency))
    image = one.make_stream(b"\x80", Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8, ColorSpace=grey)
    pattern = one.make_stream(b"0 0 5 5 re f", PatternType=1, PaintType=1, TilingType=1, BBox=box, XStep=9, YStep=9)
    pattern.Resources = Dictionary()
    state = Dictionary(CA=1)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Coords=Array([0, 0, 1, 1]), Function=step)
    page.Resources.XObject = Dictionary(X=form, I=image)
    page.Resources.ExtGState = Dictionary(G=state)
    page.Resources.Pattern = Dictionary(P=pattern)
    page.Resources.Shading = Dictionary(S=shading)
    page.Resources.ColorSpace = Dictionary(C=grey)
    page.contents_add(DRAWN)
    return {
        "form": form,
        "group": form.Group,
        "image": image,
        "pattern": pattern,
        "state": page.Resources.ExtGState.G,
        "shading": page.Resources.Shading.S,
        "space": page.Resources.ColorSpace.C[1],
        "font": page.Resources.Font.F1,
    }


def _told(data: bytes) -> bool:
    with pikepdf.open(io.BytesIO(data)) as one:
        streams = b"".join(thing.read_bytes() for thing in one.objects if isinstance(thing, Stream))
        return SECRET.encode() in streams + b"".join(thing.unparse(resolved=True) for thing in one.objects)


@pytest.mark.parametrize("kind", ["form", "group", "image", "pattern", "state", "shading", "space", "font"])
def test_no_resource_keeps_data_of_the_program_that_made_it(kind):
    def plant(one: pikepdf.Pdf) -> None:
        holder = _drawing(one)[kind]
        hidden = one.make_stream(SECRET.encode())
        holder["/PTEX.InfoDict"] = one.make_indirect(Dictionary(Author=String(SECRET), Whole=hidden))
        holder["/Private"] = one.make_indirect(Array([hidden]))

    data = changed(pdf(["Openbaar"]), plant)
    assert _told(data)
    made = remove_pdf(data, [], QUICK).data
    assert not _told(made)
    before = _picture(changed(pdf(["Openbaar"]), _drawing))
    assert np.abs(_picture(made) - before).max() <= _SHADE


def _picture(data: bytes) -> np.ndarray:
    done = subprocess.run(["pdftoppm", "-r", "50"], input=data, capture_output=True, check=True)
    return np.frombuffer(done.stdout, np.uint8).astype(int)


@pytest.mark.parametrize("subtype", [None, Name.PS, Name("/Odd")])
def test_an_object_that_some_readers_draw_and_others_pass_by_goes(subtype):
    def plant(one: pikepdf.Pdf) -> None:
        thing = one.make_stream(b"BT /F1 9 Tf 50 50 Td (%s) Tj ET" % SECRET.encode(), BBox=Array([0, 0, 300, 100]))
        thing.Resources = Dictionary(Font=one.pages[0].Resources.Font)
        if subtype is not None:
            thing.Subtype = subtype
        one.pages[0].Resources.XObject = Dictionary(X=thing)
        one.pages[0].contents_add(b"/X Do")

    data = changed(pdf(["Openbaar"]), plant)
    assert _told(data)
    assert not _told(remove_pdf(data, [], QUICK).data)
