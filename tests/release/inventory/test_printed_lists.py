"""Lists that are PDFs: ruled and not, cells that wrap, heads on every page, pages that lie on their side."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import accumulate

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from draad.read.layout import Rect
from draad.read.rulings import Ruling, of
from draad.release.inventory.heads import columns, field_of
from draad.release.inventory.printed import Cell
from draad.release.inventory.reading import InventoryListError, Listed, read
from draad.texts import texts

NL = texts("nl")
HEADS = [
    ["Nr."],
    ["Soort", "document"],
    ["Datum"],
    ["Omschrijving"],
    ["Beoordeling"],
    ["Grond(en", ") Woo"],
    ["Opmerking"],
]
WIDTHS = (45, 75, 60, 130, 80, 70, 80)
ROWS = [
    [
        ["0001"], ["E-mail"], ["06-11-", "2023"], ["Sleutels van het", "buurthuis"],
        ["Deels", "openbaar"], ["5.1.2e"], [],
    ],
    [
        ["0002"], ["Proces-", "verbaal"], ["6 november", "2023"], ["Verslag", "schouw van", "de singel"],
        ["Niet", "openbaar"], ["5.1.1c,", "5.1.2e"], [],
    ],
    [["0003"], ["E-mail"], ["07-11-", "2023"], ["Ramen"], ["Openbaar"], [], ["dubbel van", "0001"]],
]  # fmt: skip
TOLD = [
    ("0001", "2023-11-06", "Sleutels van het buurthuis", "partly", ("woo 5.1.2.e",), ""),
    ("0002", "2023-11-06", "Verslag schouw van de singel", "withheld", ("woo 5.1.1.c", "woo 5.1.2.e"), ""),
    ("0003", "2023-11-07", "Ramen", "public", (), "dubbel van 0001"),
]
_SIZE, _PITCH, _PAD = 9, 11, 6


def drawn(rows: Sequence[Sequence[Sequence[str]]], top: float, align: str, ruled: bool, levels: bool) -> Iterator[str]:
    """A table as the content of a page, its upper side at ``top``."""
    edges = [40, *accumulate(WIDTHS, initial=40)][1:]
    y = top
    sides = [y]
    for row in rows:
        most = max(len(cell) for cell in row)
        for x, cell in zip(edges, row, strict=False):
            spare = {"top": 0.0, "middle": (most - len(cell)) / 2, "bottom": float(most - len(cell))}[align]
            for n, line in enumerate(cell):
                said = line.replace("(", r"\(").replace(")", r"\)")
                yield f"BT /F {_SIZE} Tf {x + 4} {y - _PAD - _PITCH * (n + 1 + spare) + 2:.2f} Td ({said}) Tj ET"
        y -= most * _PITCH + 2 * _PAD
        sides.append(y)
    if ruled or levels:
        yield from (f"{edges[0]} {at} m {edges[-1]} {at} l S" for at in sides)
    if ruled:
        yield from (f"{x} {top} m {x} {y} l S" for x in edges)


def pdf(*pages: str, turn: int = 0, size: tuple[int, int] = (620, 842)) -> bytes:
    made = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    for content in pages:
        page = made.add_blank_page(page_size=size)
        page.obj[Name.Resources] = Dictionary(Font=Dictionary(F=made.make_indirect(font)))
        page.obj[Name.Contents] = made.make_stream(content.encode("cp1252"))
        if turn:
            page.obj[Name.Rotate] = turn
        page.obj[Name.MediaBox] = Array([0, 0, *size])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def table(
    *, heads: bool = True, rows: Sequence[Sequence[Sequence[str]]] = ROWS, top: float = 760, **how: object
) -> str:
    given = {"align": "top", "ruled": True, "levels": False} | how
    title = f"BT /F 14 Tf 40 {top + 20} Td (Inventarislijst 2023-118) Tj ET"
    body = drawn([*([HEADS] if heads else []), *rows], top, **given)  # type: ignore[arg-type] # tests give fitting ones
    return "\n".join([*([title] if heads else []), *body])


def told(listed: Listed) -> list[tuple[object, ...]]:
    return [(one.number, one.day, one.title, one.judgement, one.grounds, one.remarks) for one in listed.rows]


@pytest.mark.parametrize("align", ["top", "middle", "bottom"])
@pytest.mark.parametrize(("ruled", "levels"), [(True, False), (False, True), (False, False)])
def test_cells_that_wrap_are_read_whole(align: str, ruled: bool, levels: bool) -> None:
    listed = read(NL, pdf(table(align=align, ruled=ruled, levels=levels)), "lijst.pdf")
    assert told(listed) == TOLD
    assert listed.left == ["Soort document"]
    assert listed.problems == []


@pytest.mark.parametrize("heads", [True, False])
def test_a_list_goes_on_on_the_next_page_with_its_heads_or_without(heads: bool) -> None:
    more = [[[f"{int(row[0][0]) + 3:04}"], *row[1:]] for row in ROWS]
    listed = read(NL, pdf(table(), table(heads=heads, rows=more)), "lijst.pdf")
    assert told(listed) == [*TOLD, *((f"{int(one[0]) + 3:04}", *one[1:]) for one in TOLD)]
    assert [one.where for one in listed.rows] == ["pagina 1"] * 3 + ["pagina 2"] * 3


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("turn", [0, 90, 270])
def test_a_page_that_lies_on_its_side(turn: int, ruled: bool) -> None:
    upright = table(top=500, ruled=ruled)
    if turn == 0:
        assert told(read(NL, pdf(upright, size=(842, 620)), "lijst.pdf")) == TOLD
        return
    # As printers do it: the sheet stands, its content is turned, and /Rotate turns the sheet back; or it does not.
    matrix = "0 1 -1 0 620 0 cm" if turn == 90 else "0 -1 1 0 0 842 cm"
    for back in (turn, 0):
        data = pdf(f"q {matrix}\n{upright}\nQ", turn=back)
        assert told(read(NL, data, "lijst.pdf")) == TOLD


def test_a_letter_with_numbers_is_no_list() -> None:
    letter = "\n".join(
        f"BT /F 10 Tf 60 {700 - 14 * n} Td ({n}. Wij hebben u gehoord over nummer {n}.) Tj ET" for n in range(1, 9)
    )
    with pytest.raises(InventoryListError):
        read(NL, pdf(letter), "brief.pdf")


def test_what_stands_below_a_list_is_no_row_of_it() -> None:
    below = "\n".join(
        f"BT /F 10 Tf 44 {300 - 14 * n} Td ({n} bezwaren tegen dit besluit zijn er niet.) Tj ET" for n in range(3)
    )
    assert told(read(NL, pdf(table() + "\n" + below), "lijst.pdf")) == TOLD


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Grond(en) Woo", "grounds"), ("Weigeringsgrond(en) Wob/Woo", "grounds"), ("UITZONDERINGSGROND", "grounds"),
        ("Opmerking(en)", "remarks"), ("Toelichting / opmerkingen", "remarks"), ("Doc. nr.", "number"),
        ("Nr:", "number"), ("ID‐nummer", "identifier"), ("Document-\nnummer", "number"), ("Omschrij- ving", "title"),
        ("Naam van de afzender", "sender"),
        ("Ontvanger(s)", "to"), ("Dubbel van", "related"), ("Datum document", "date"),
        ("Vertrouwelijk", None), ("", None),
    ],
)  # fmt: skip
def test_heads_in_their_spellings(head: str, name: str | None) -> None:
    assert field_of(" ".join(head.split())) == name


def test_of_two_heads_of_one_field_the_plainest_is_it() -> None:
    found = columns(["Nr.", "Datum ontvangst", "Datum", "Titel", "Kleur"])
    assert found is not None
    assert found.places == {"number": 0, "date": 2, "title": 3}
    assert found.unknown == {1: "Datum ontvangst", 4: "Kleur"}


@pytest.mark.parametrize(
    ("lines", "whole"),
    [(("06-11-", "2023"), "06-11-2023"), (("Proces-", "verbaal"), "Proces-verbaal"),
     (("Ramen -", "dicht"), "Ramen - dicht"),
     (("Grond(en", ") Woo"), "Grond(en) Woo"), (("het", "buurthuis"), "het buurthuis")],
)  # fmt: skip
def test_a_cell_that_wraps_is_one_text(lines: tuple[str, ...], whole: str) -> None:
    assert Cell(lines).text == whole


def test_lines_are_told_from_boxes_by_how_thick_they_are() -> None:
    found = of([Rect(10, 20, 200, 20.5), Rect(10, 20, 10.5, 300), Rect(50, 50, 90, 80), Rect(1, 1, 3, 3)])
    assert found.level == [Ruling(20.25, 10, 200), Ruling(50, 50, 90), Ruling(80, 50, 90)]
    assert found.upright == [Ruling(10.25, 20, 300), Ruling(50, 50, 80), Ruling(90, 50, 80)]
