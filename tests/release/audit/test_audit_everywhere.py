"""Strings that stand where nobody looks: every one of them is judged, and what programs make up is none."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from tests.release.audit.test_audit_pdf import kinds, page_of, saved, written

from draad.release.audit import AuditOptions, audit
from draad.release.audit.apart import told_apart
from draad.release.audit.everywhere import addresses, quoted, readable
from draad.release.audit.lone import is_account, lone_names
from draad.release.audit.told import Shown

Plant = Callable[[pikepdf.Pdf, str], None]
PERSON = "Siem Oudewater"


def destination(pdf: pikepdf.Pdf, text: str) -> None:
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String(text), Array([pdf.pages[0].obj, Name.Fit])])))


def old_destination(pdf: pikepdf.Pdf, text: str) -> None:
    pdf.Root.Dests = Dictionary({f"/{text.replace(' ', '_')}": Array([pdf.pages[0].obj, Name.Fit])})


def page_label(pdf: pikepdf.Pdf, text: str) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(text), S=Name.D)]))


def private(pdf: pikepdf.Pdf, text: str) -> None:
    data = pdf.make_stream(b"\x00\x01" + f"door {text} bewaard".encode("utf-16-le"))
    pdf.pages[0].obj.PieceInfo = Dictionary(Program=Dictionary(Private=data))


def script(pdf: pikepdf.Pdf, text: str) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=pdf.make_stream(f"x = '{text}';".encode())))


def summary(pdf: pikepdf.Pdf, text: str) -> None:
    table = Dictionary(S=Name.Table, A=Dictionary(O=Name.Table, Summary=String(text)))
    pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=table)


def article(pdf: pikepdf.Pdf, text: str) -> None:
    pdf.Root.Threads = Array([pdf.make_indirect(Dictionary(I=Dictionary(Author=String(text))))])


def picture_xmp(pdf: pikepdf.Pdf, text: str) -> None:
    form = pdf.make_stream(b"q Q", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1])
    packet = f"<x:m xmlns:x='m'><dc:creator>{text}</dc:creator></x:m>"
    form.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.pages[0].obj.Resources.XObject = Dictionary(X1=form)
    pdf.pages[0].contents_add(b"/X1 Do")


def signature(pdf: pikepdf.Pdf, text: str) -> None:
    signed = Dictionary(Type=Name.Sig, Name=String(text), ByteRange=[0, 1, 2, 3], Contents=String("\x00\x01"))
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, T=String("Signature1"), V=signed))
    pdf.Root.AcroForm = Dictionary(Fields=[field])


def field_name(pdf: pikepdf.Pdf, text: str) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String(text)))
    pdf.Root.AcroForm = Dictionary(Fields=[field])


def unlisted_widget(pdf: pikepdf.Pdf, text: str) -> None:
    value = text if text == PERSON else ""
    widget = Dictionary(Subtype=Name.Widget, FT=Name.Tx, T=String("veld"), Rect=[0, 0, 0, 0], F=2, V=String(value))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(widget)])


PLANTS: list[tuple[Plant, str]] = [
    (destination, "_Toc123456789"),
    (old_destination, "section.1"),
    (page_label, "Bladzijde "),
    (private, "Adobe Illustrator"),
    (script, "Vul een datum in"),
    (summary, "Overzicht"),
    (article, "Redactie"),
    (picture_xmp, "Adobe Illustrator"),
    (signature, "Ministerie van Financiën"),
    (field_name, "Tekstveld 1"),
    (unlisted_widget, ""),
]


@pytest.mark.parametrize(("plant", "harmless"), PLANTS, ids=[plant.__name__ for plant, _ in PLANTS])
def test_a_name_is_found_wherever_it_stands_and_words_of_programs_are_none(plant: Plant, harmless: str) -> None:
    def worth_a_look(text: str) -> list[str]:
        with pikepdf.open(io.BytesIO(page_of(written("Verslag van het overleg")))) as pdf:
            plant(pdf, text)
            data = saved(pdf)
        assert PERSON not in repr(audit(data, "stuk.pdf"))
        return [severity for _, severity in kinds(data) if severity != "note"]

    assert worth_a_look(PERSON)
    assert worth_a_look(harmless) == []


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("mailto:a.brug@voorbeeld.nl?subject=Plan", ["a.brug@voorbeeld.nl"]),
        ("https://nieuws.voorbeeld.nl/weg?mail=a.brug%40voorbeeld.nl", ["a.brug@voorbeeld.nl"]),
        ("https://veilig.voorbeeld.com/?url=x&data=02%257Ca.brug%2540voorbeeld.nl%257C", ["a.brug@voorbeeld.nl"]),
        ("file:///C:/Users/anna.brug/Documents/brief.docx", ["Anna Brug"]),
        ("file:///C:/Users/Public/brief.docx", []),
        ("https://www.voorbeeld.nl/home/nieuws/a", []),
    ],
)
def test_a_link_names_a_person_by_an_address_in_it_or_by_a_folder(target: str, told: list[str]) -> None:
    assert addresses(target) == told


def test_a_script_names_somebody_in_its_strings_and_comments_alone() -> None:
    assert quoted("Anna Brug = 'Bram Poel'; // Cato Dam") == ["Bram Poel", " Cato Dam"]


def test_data_of_programs_is_read_in_one_byte_and_in_two() -> None:
    data = b"\x00\x01Anna Brug\x00\x00" + "Bram Poel".encode("utf-16-le")
    assert {"Anna Brug", "Bram Poel"} <= set(readable(data))


SHOWN = Shown(["Gesprek met 5.1.2.e over de planning"])


@pytest.mark.parametrize("title", ["CV Oudewater", "Jansen", "RE mevrouw Brugmans", "Handtekening Wezendonk"])
def test_one_surname_in_a_title_is_seen_where_pages_withhold_names(title: str) -> None:
    assert lone_names(title, SHOWN, titled=True)


@pytest.mark.parametrize("title", ["Inleiding", "Logo Rijksoverheid", "Planning", "Bijlage Begroting", "Woo-besluit"])
def test_words_of_papers_are_no_surnames(title: str) -> None:
    assert lone_names(title, SHOWN, titled=True) == []


def test_a_surname_that_a_page_shows_tells_nothing() -> None:
    assert lone_names("Jansen", Shown(["Brief van Jansen", "5.1.2.e"]), titled=True) == []


@pytest.mark.parametrize(
    ("author", "person"), [("oudewab", True), ("Brugmans", True), ("admin", False), ("VWS", False)]
)
def test_one_word_in_the_field_of_the_maker_is_a_surname_or_an_account(author: str, person: bool) -> None:
    assert is_account(author) is person
    with pikepdf.open(io.BytesIO(page_of(written("Voortgang")))) as pdf:
        pdf.docinfo["/Author"] = author
        assert kinds(saved(pdf)) == ([("metadata", "check")] if person else [])


@pytest.mark.parametrize("text", ["fi", "ffi", "ij"])
def test_the_letters_of_a_ligature_are_no_hidden_text(text: str) -> None:
    told = f"/Span <</ActualText ({text})>> BDC {written('Verslag')} EMC"
    assert kinds(page_of(told)) == []


def test_a_description_of_a_picture_within_content_is_judged_as_one_in_the_structure() -> None:
    def described(text: str) -> bytes:
        return page_of(f"/Figure <</Alt ({text})>> BDC 0.5 g 60 500 90 40 re f EMC " + written("Verslag"))

    assert kinds(described("Beeldmerk van de overheid")) == []
    assert kinds(described("Portret van Anna Brug")) == [("replacement", "check")]


def test_the_name_of_an_attached_file_is_judged() -> None:
    with pikepdf.open(io.BytesIO(page_of(written("Gesprek met 5.1.2.e over de planning")))) as pdf:
        pdf.attachments["a"] = pikepdf.AttachedFileSpec(pdf, b"\x00", filename="CV_Oudewater.bin")
        found = [
            one for one in audit(saved(pdf), "stuk.pdf", AuditOptions(values=True)) if "Oudewater" in str(one.shown)
        ]
        assert {one.detail for one in found} >= {"audit.found.lone-name"}


def test_words_of_different_places_are_never_set_side_by_side() -> None:
    assert told_apart([["anna"], [], ["brug"]]) == "anna | brug"


def test_a_field_that_somebody_made_up_is_not_named_in_a_report() -> None:
    with pikepdf.open(io.BytesIO(page_of(written("Verslag")))) as pdf:
        pdf.docinfo["/AnnaBrug"] = "Bram van der Poel"
        assert [one.where for one in audit(saved(pdf), "stuk.pdf")] == ["Info"]


def test_words_that_another_page_shows_beyond_the_edge_are_no_leak() -> None:
    with pikepdf.open(io.BytesIO(page_of(written("Bedrag", x=700) + written("1200", x=700, y=500)))) as pdf:
        pdf.pages.extend(pikepdf.open(io.BytesIO(page_of(written("Bedrag") + written("1200", y=500)))).pages)
        assert sorted(kinds(saved(pdf))) == [("off-page", "check"), ("off-page", "note")]


def test_a_value_that_a_viewer_draws_itself_is_shown() -> None:
    def filled(**more: object) -> bytes:
        with pikepdf.open(io.BytesIO(page_of(written("Verslag")))) as pdf:
            field = Dictionary(Subtype=Name.Widget, FT=Name.Tx, T=String("plaats"), V=String("Arnhem"), **more)
            one = pdf.make_indirect(field)
            pdf.pages[0].obj.Annots = Array([one])
            pdf.Root.AcroForm = Dictionary(Fields=[one])
            return saved(pdf)

    assert kinds(filled(Rect=[60, 100, 200, 120], F=4)) == []
    assert kinds(filled(Rect=[60, 100, 200, 120], F=2)) == [("form", "leak")]
    assert kinds(filled(Rect=[0, 0, 0, 0])) == [("form", "leak")]


def test_a_page_that_only_a_bookmark_leads_to_is_found() -> None:
    with pikepdf.open(io.BytesIO(page_of(written("Verslag")))) as pdf:
        pdf.pages.extend(pikepdf.open(io.BytesIO(page_of(written("Gesprek met Anna Brug")))).pages)
        gone = pdf.pages[1].obj
        del pdf.pages[1]
        outline = pdf.make_indirect(Dictionary(Title=String("Verslag"), Dest=Array([gone, Name.Fit])))
        pdf.Root.Outlines = Dictionary(First=outline, Last=outline, Count=1)
        assert ("undrawn", "leak") in kinds(saved(pdf))
