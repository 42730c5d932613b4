"""What keeps a file from being PDF/A-2u, each by itself; and a claim only where nothing does."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from draad.release.remove import pdfa, remove_pdf
from draad.release.remove.paper import paper
from planted_files import QUICK, annotation, changed, pdf, removed

SOUND = paper("Openbaar stuk", [], "Stuk").data


def unprinted():
    made = annotation("Square")
    made.F = 0
    return made


def problems(change) -> set[str]:
    with pikepdf.open(io.BytesIO(changed(SOUND, change))) as one:
        return {key for key, _ in pdfa.problems(one)}


def state(**keys):
    def change(one):
        one.pages[0].Resources.ExtGState = Dictionary(G=Dictionary(Type=Name.ExtGState, **keys))

    return change


def picture(**keys):
    def change(one):
        made = one.make_stream(
            b"\0" * 4, Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8, **keys
        )
        one.pages[0].Resources.XObject = Dictionary(P=made)

    return change


def font(**keys):
    def change(one):
        usual = {"Type": Name.Font, "Subtype": Name.Type1, "BaseFont": Name.Helvetica, "Encoding": Name.WinAnsiEncoding}
        one.pages[0].Resources.Font["/F9"] = Dictionary(**(usual | keys))

    return change


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda one: one.Root.__setattr__("OpenAction", Dictionary(S=Name.JavaScript, JS="x")), "catalogue"),
        (font(), "font-not-embedded"),
        (font(Encoding=Name.StandardEncoding), "font-letters"),
        (state(TR=Name.Identity), "transfer"),
        (state(BM=Name.Vreemd), "blend"),
        (picture(ColorSpace=Name.DeviceCMYK), "cmyk"),
        (picture(ColorSpace=Name.DeviceGray, Interpolate=True), "interpolate"),
        (picture(ColorSpace=Name.DeviceGray, F="elders.jpg"), "external"),
        (lambda one: one.pages[0].__setattr__("MediaBox", Array([0, 0, 20000, 100])), "page-size"),
        (lambda one: one.pages[0].obj.__setattr__("Annots", Array([unprinted()])), "annotation"),
    ],
)  # fmt: skip
def test_each_is_found(change, key):
    assert key in problems(change)


def test_a_sound_file_has_none():
    assert problems(lambda one: None) == set()


def test_a_source_without_its_fonts_makes_no_claim_and_says_why():
    made = removed(pdf())
    assert any(note.key == "pdfa-font-not-embedded" for note in made.notes)
    assert b"<pdfaid:part>" not in metadata(made.data)


def test_a_source_that_keeps_to_it_is_said_to():
    made = remove_pdf(SOUND, [], QUICK)
    assert not any(note.key.startswith("pdfa-") for note in made.notes)
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata(made.data)
    with pikepdf.open(io.BytesIO(made.data)) as one:
        assert one.Root.MarkInfo.Marked
        assert one.Root.OutputIntents[0].DestOutputProfile.N == 3


def metadata(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as one:
        return one.Root.Metadata.read_bytes()
