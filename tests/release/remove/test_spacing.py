"""The gap tells nothing: names of different length leave the same page behind, and nothing runs into anything."""

from __future__ import annotations

import io

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas
from stripped_pages import drawn, handmade, helvetica, letters, places, stripped, typed

from draad.release.remove.contents import strip
from draad.release.remove.records import Area

NAMES = ["Jan", "Anne-Marijke", "Wilhelmina van Amstelveen-Ouderkerk"]


def contents(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return pdf.pages[0].Contents.read_bytes()


def one_string(name: str) -> bytes:
    return handmade(
        f"BT /F 11 Tf 72 700 Td (Beste {name}, dank voor uw brief) Tj 0 -14 Td (Tot ziens) Tj ET".encode(), helvetica
    )


def separate_words(name: str) -> bytes:
    """As Word and LibreOffice set a line: every stretch with a place of its own."""

    def draw(canvas: Canvas) -> None:
        x = 72.0
        for part in ("Beste ", name, ", dank ", "voor uw ", "brief"):
            canvas.drawString(x, 700, part)
            x += canvas.stringWidth(part)
        canvas.drawString(72, 686, "Tot ziens")

    return drawn(draw)


def relative_words(name: str) -> bytes:
    wide = [round(len(part) * 5.5, 2) for part in ("Beste ", name, ", dank ")]
    moves = f"(Beste ) Tj {wide[0]} 0 Td ({name}) Tj {wide[1]} 0 Td (, dank ) Tj {wide[2]} 0 Td (voor uw brief) Tj"
    return handmade(f"BT /F 9 Tf 72 700 Td {moves} ET".encode(), helvetica)


def two_byte_codes(name: str) -> bytes:
    return typed([f"Beste {name}, dank voor uw brief", "Tot ziens"])


@pytest.mark.parametrize("make", [one_string, separate_words, two_byte_codes])
def test_names_of_different_length_leave_the_same_letters_in_the_same_places(make) -> None:  # type: ignore[no-untyped-def]
    seen = set()
    for name in NAMES:
        data = make(name)
        result, done = stripped(data, places(data, name))
        assert done.notes == ()
        seen.add(
            (
                tuple(
                    (letter, *(round(value, 1) for value in box)) for letter, box in letters(result) if letter.strip()
                ),
                tuple((round(box.x0, 1), round(box.x1, 1)) for box in done.boxes),
            )
        )
    assert len(seen) == 1


AROUND = [
    "Een eerste regel die wat langer is en die over de zaak verder niets zegt",
    "Kort daarna komt er nog een regel van de brief, en die zegt ook niet veel",
]
MIDDLE = "Ik sprak daarover gisteren met {} en ook over het weer"
COLUMN = 368.0


def ragged(name: str, share: float) -> bytes:
    """Three lines of which a share of what is left of the column stands before them: 1 is set from the right."""

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate([AROUND[0], MIDDLE.format(name), AROUND[1]]):
            left = COLUMN - canvas.stringWidth(line)
            canvas.drawString(72 + share * left, 700 - 14 * number, line)

    return drawn(draw)


def justified(name: str, how: str) -> bytes:
    """The same with both ends shared: by word spacing, by adjustments beside blanks, or by adjustments alone."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    shown = []
    for line in [AROUND[0], MIDDLE.format(name), AROUND[1]]:
        words = line.split()
        left = COLUMN - sum(stringWidth(word, "Helvetica", 11) for word in words)
        white = left / (len(words) - 1)
        blank = stringWidth(" ", "Helvetica", 11)
        if how == "Tw":
            shown.append(f"{white - blank:.4f} Tw ({line}) Tj")
        else:
            move, more = (white - blank, " ") if how == "TJ" else (white, "")
            shown.append("[" + f"{-move / 11 * 1000:.3f}".join(f"({word}{more})" for word in words) + "] TJ")
    return handmade(f"BT /F 11 Tf 14 TL 72 700 Td {' T* '.join(shown)} ET".encode(), helvetica)


SET = {
    "left": lambda name: ragged(name, 0.0),
    "right": lambda name: ragged(name, 1.0),
    "centred": lambda name: ragged(name, 0.5),
    "justified by Tw": lambda name: justified(name, "Tw"),
    "justified by TJ": lambda name: justified(name, "TJ"),
    "justified by TJ without blanks": lambda name: justified(name, "alone"),
}


@pytest.mark.parametrize("how", SET)
def test_however_a_line_is_set_nothing_in_it_tells_the_length_of_the_name(how: str) -> None:
    seen = set()
    for name in ["Jo Bo", "Anne-Marijke", "Wilhelmina Heuvel"]:
        data = SET[how](name)
        result, done = stripped(data, places(data, name))
        assert done.notes == ()
        assert "hetweer" in "".join(letter for letter, _ in letters(result)).replace(" ", "")
        seen.add(
            (
                tuple((letter, *(round(v, 1) for v in box)) for letter, box in letters(result) if letter.strip()),
                tuple((round(box.x0, 1), round(box.x1, 1)) for box in done.boxes),
            )
        )
    assert len(seen) == 1


def test_a_line_stretched_until_its_words_stand_apart_gets_a_note() -> None:
    data = justified("Jo", "alone")
    assert [note.key for note in stripped(data, places(data, "Jo"))[1].notes] == ["width"]


def test_word_spacing_of_a_justified_line_is_not_left_in_the_contents() -> None:
    seen = set()
    for name in ["Jo Bo", "Anne-Marijke"]:
        data = justified(name, "Tw")
        seen.add(contents(stripped(data, places(data, name))[0]))
    assert len(seen) == 1


def test_lines_round_a_justified_one_keep_their_blanks() -> None:
    data = justified("Anne-Marijke", "Tw")
    result, _ = stripped(data, places(data, "Anne-Marijke"))
    assert places(result, "verder niets zegt") == places(data, "verder niets zegt")
    assert places(result, "regel van de brief") == places(data, "regel van de brief")


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_of_a_line_by_itself_nobody_knows_how_it_is_set_and_a_note_says_so(share: float) -> None:
    def draw(canvas: Canvas) -> None:
        line = "Ik sprak met Anne-Marijke over het weer"
        canvas.drawString(72 + share * (COLUMN - canvas.stringWidth(line)), 700, line)

    data = drawn(draw)
    assert [note.key for note in stripped(data, places(data, "Anne-Marijke"))[1].notes] == ["width"]


def test_contents_are_the_same_to_the_byte_whatever_stood_there() -> None:
    def after(name: str) -> bytes:
        data = one_string(name)
        return contents(stripped(data, places(data, name))[0])

    assert len({after(name) for name in NAMES}) == 1


def test_relative_moves_do_not_keep_the_width() -> None:
    """The line's places are written as such: no ``Td`` is left from which the width could be reckoned."""
    data = relative_words("Anne-Marijke")
    after = contents(stripped(data, places(data, "Anne-Marijke"))[0])
    assert b"Td" not in after
    assert after.count(b"Tm") == after.count(b"TJ")


def test_the_next_column_stays_where_it_is() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Anne-Marijke, afdeling Zorg")
        canvas.drawString(300, 700, "06-12345678")

    data = drawn(draw)
    result, _ = stripped(data, places(data, "Anne-Marijke"))
    assert places(result, "06-12345678")[0].x0 == places(data, "06-12345678")[0].x0
    assert places(result, "afdeling")[0].x0 < places(data, "afdeling")[0].x0


def test_words_that_would_run_into_the_next_column_stay_and_a_note_says_so() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Jo, afdeling Zorg")
        canvas.drawString(180, 700, "kolom")

    data = drawn(draw)
    areas = places(data, "Jo")
    result, done = stripped(data, areas)
    assert [note.key for note in done.notes] == ["width"]
    assert list(done.boxes) == areas
    assert places(result, "afdeling") == places(data, "afdeling")


def test_words_over_a_scan_stay_over_what_they_read() -> None:
    def draw(canvas: Canvas) -> None:
        from PIL import Image

        canvas.drawInlineImage(Image.new("L", (60, 80), 255), 0, 0, 595, 842)
        canvas.drawString(72, 700, "Beste Jan, dank voor uw brief")

    data = drawn(draw)
    areas = places(data, "Jan")
    result, done = stripped(data, areas)
    assert places(result, "dank") == places(data, "dank")
    assert list(done.boxes) == areas


def test_words_with_a_line_under_them_stay_on_it() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Beste Wilhelmina, zie www.voorbeeld.nl")
        start = 72 + canvas.stringWidth("Beste Wilhelmina, zie ")
        canvas.line(start, 698, start + canvas.stringWidth("www.voorbeeld.nl"), 698)

    data = drawn(draw)
    result, _ = stripped(data, places(data, "Wilhelmina"))
    assert places(result, "www.voorbeeld.nl") == places(data, "www.voorbeeld.nl")


def test_two_names_on_one_line() -> None:
    def after(first: str, second: str) -> list[tuple[float, float]]:
        data = one_string(f"{first} en {second}")
        _, done = stripped(data, [*places(data, first), *places(data, second)])
        return [(round(box.x0, 1), round(box.x1, 1)) for box in done.boxes]

    assert after("Jan", "Willemijn") == after("Anne-Marijke", "Ot")


def test_names_side_by_side_get_a_box_for_each_label() -> None:
    data = one_string("Jan Jansen")
    first, last = places(data, "Jan")[0], places(data, "Jansen")[0]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        done = strip(pdf, [first, last._replace(label="5.1.2.b"), last._replace(label="5.1.2.b")])
    assert [box.label for box in done.boxes] == ["5.1.2.e", "5.1.2.b"]
    assert done.boxes[0].x1 <= done.boxes[1].x0 + 0.01


def test_a_passage_over_several_lines_keeps_its_place() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(4):
            canvas.drawString(72, 700 - 14 * number, f"Regel {number} van een standpunt dat persoonlijk is")

    data = drawn(draw)
    area = Area(1, 60, 130, 400, 162, "5.2.1")
    result, done = stripped(data, [area])
    assert done.boxes == (area,)
    assert "Regel2" in "".join(letter for letter, _ in letters(result) if letter.strip())


def test_upright_lines_and_turned_ones_alike() -> None:
    def make(name: str) -> bytes:
        def draw(canvas: Canvas) -> None:
            canvas.translate(300, 300)
            canvas.rotate(90)
            canvas.drawString(0, 0, f"Beste {name}, dank")

        return drawn(draw)

    seen = set()
    for name in NAMES:
        data = make(name)
        result, _ = stripped(data, places(data, name))
        seen.add(tuple(round(value) for value in places(result, "dank")[0].box))
    assert len(seen) == 1
