"""Words with places become lines that look like the page."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from draad.read.layout import Rect, Word, lay_out


def row(text: str, x: float, base: float, size: float = 10) -> list[Word]:
    """The words of ``text``, each character half a size wide."""
    words, at = [], x
    for piece in text.split(" "):
        words.append(Word(piece, at, at + len(piece) * size / 2, base, size))
        at += (len(piece) + 1) * size / 2
    return words


def lines(*rows: list[Word], boxes: tuple[Rect, ...] = ()) -> list[str]:
    return [line.text for line in lay_out([word for one in rows for word in one], boxes)]


def test_a_field_and_its_far_value_are_one_line():
    assert lines(row("Van:", 50, 100), row("Jan de Wit", 200, 100.5)) == ["Van:" + " " * 26 + "Jan de Wit"]


def test_indentation_stays():
    text = lines(row("Boven", 50, 100), row("Geciteerd", 70, 112), row("Dieper", 90, 124), row("Onder", 50, 136))
    assert text == ["Boven", "    Geciteerd", "        Dieper", "Onder"]


def test_a_label_off_the_baseline_joins_its_line():
    text = lines(row("Van:", 50, 100), row("10.2.e", 76, 97, 7), row("Aan:", 50, 113), row("10.2.e", 76, 115, 7))
    assert text == ["Van: 10.2.e", "Aan: 10.2.e"]


def test_close_lines_stay_two():
    assert lines(row("een twee drie", 50, 100), row("vier vijf zes", 50, 109)) == ["een twee drie", "vier vijf zes"]


def test_order_of_content_is_no_order_of_lines():
    a, b, c = row("eerste", 50, 100), row("tweede", 50, 112), row("derde", 50, 124)
    assert lines(c, a, b) == ["eerste", "tweede", "derde"]


def test_room_between_paragraphs_is_a_blank_line_and_never_more_than_two():
    text = lines(*(row("regel", 50, y) for y in (100, 112, 124, 148, 160, 600)))
    assert text == ["regel", "regel", "regel", "", "regel", "regel", "", "", "regel"]


def test_bold_by_printing_twice_is_one_word():
    assert lines(row("Van:", 50, 100), row("Van:", 50.3, 100)) == ["Van:"]


def test_the_width_of_a_redaction_box_can_not_be_read_off_the_text():
    """Law 2: nothing measures a mark."""

    def mail(width: float) -> list[str]:
        label = Word("10.2.e", 80, 110, 100, 10)
        tail = row("@rvo.nl>", 75 + width, 100)
        return lines(row("Van: <", 45, 100), [label], tail, boxes=(Rect(75, 91, 75 + width, 103),))

    assert mail(60) == mail(200) == ["Van: <10.2.e@rvo.nl>"]


def test_cells_of_a_table_are_no_redaction_boxes():
    cells = (Rect(50, 90, 150, 104), Rect(150, 90, 250, 104))
    text = lines(row("10.2.e", 55, 100), row("openbaar", 155, 100), boxes=cells)
    assert text == ["10.2.e" + " " * 14 + "openbaar"]


def test_right_to_left_lines_read_from_the_right():
    words = [Word("עולם", 50, 80, 100, 10), Word("שלום", 90, 120, 100, 10)]
    assert lines(words) == ["שלום עולם"]


def test_no_words_no_lines():
    assert lay_out([]) == []


numbers = st.floats(0, 800, allow_nan=False)
some_words = st.builds(
    lambda text, x, base, size: Word(text, x, x + len(text) * size / 2, base, size),
    st.text("abcdefg10.e@", min_size=1, max_size=12),
    numbers,
    numbers,
    st.floats(4, 30),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(some_words, max_size=60))
def test_no_character_is_lost(words):
    """Wherever words stand, each stands in the text, but for those printed twice on one place."""
    once = {(w.text, round(w.x0), round(w.base)) for w in words}
    text = "".join(line.text for line in lay_out(words)).replace(" ", "")
    assert sorted(set(text)) == sorted({c for word in words for c in word.text})
    assert len(text) <= sum(len(t) for t, _, _ in once) or len(words) > len(once)


@settings(max_examples=30, deadline=None)
@given(st.lists(some_words, max_size=40), st.randoms())
def test_the_order_of_the_words_does_not_matter(words, random):
    mixed = list({(w.text, round(w.x0), round(w.base)): w for w in words}.values())
    before = [line.text for line in lay_out(sorted(mixed))]
    random.shuffle(mixed)
    assert [line.text for line in lay_out(sorted(mixed))] == before
