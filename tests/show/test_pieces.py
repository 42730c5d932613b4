"""Text in pieces: nothing lost, marks whole, an item linked once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from draad.dossier.codec import MarkCode
from draad.dossier.views import MarkView
from draad.show.pieces import Said, by_line, code_text, pieces

TEXT = "Aan: 5.1.2e\nGraag hoor ik of het lukt, 5.1.2e.\n\nGroet,\n5.1.2e"
E = MarkCode("ground", "woo", "5.1.2.e")


def mark(start: int, end: int) -> MarkView:
    return MarkView((start, end), (1, 1), E)


spans = st.tuples(st.integers(0, 70), st.integers(0, 70))
texts = st.text(st.sampled_from("ab 5.1\n¤é𝄞"), max_size=60)


@given(
    texts,
    spans,
    st.lists(spans, max_size=6),
    st.lists(spans, max_size=6),
    st.lists(spans, max_size=6),
    st.integers(0, 5),
)
def test_the_pieces_joined_are_the_text_that_stands_there(
    text: str, span: tuple[int, int], marks: list[tuple[int, int]], parts: list[tuple[int, int]],
    items: list[tuple[int, int]], offset: int,
) -> None:  # fmt: skip
    cut = pieces(
        text, span, [mark(*m) for m in marks], [(a, b, "phone") for a, b in parts],
        [Said(i, "0" * 16, "question", "open") for i in items], offset=offset,
    )  # fmt: skip
    low, high = max(span[0] - offset, 0), max(span[1] - offset, 0)
    assert "".join(piece["text"] for piece in cut) == text[low:high]
    assert all(piece["text"] for piece in cut)
    lines = by_line(cut, 1)
    assert "\n".join("".join(p["text"] for p in line["pieces"]) for line in lines) == text[low:high]
    assert [line["line"] for line in lines] == list(range(1, len(lines) + 1))
    for piece in (piece for line in lines for piece in line["pieces"]):
        at = piece["start"] - offset
        assert text[at : at + len(piece["text"])] == piece["text"]


@given(texts, st.lists(spans, max_size=8), st.lists(spans, max_size=8))
def test_a_mark_is_one_piece_whatever_begins_or_ends_inside_it(
    text: str, marks: list[tuple[int, int]], items: list[tuple[int, int]]
) -> None:
    held = [mark(*m) for m in marks]
    alone = [p for p in pieces(text, (0, len(text)), held) if p["mark"]]
    amid = pieces(text, (0, len(text)), held, [], [Said(i, "0" * 16, "question", "open") for i in items])
    assert [(p["start"], p["text"]) for p in amid if p["mark"]] == [(p["start"], p["text"]) for p in alone]


def test_a_piece_says_what_it_is() -> None:
    question = TEXT.index("Graag"), TEXT.index("\n\n")
    cut = pieces(
        TEXT,
        (0, len(TEXT)),
        [mark(5, 11), mark(39, 45), mark(55, 61)],
        [(TEXT.index("Groet"), len(TEXT), "signature")],
        [Said(question, "00000000000000aa", "question", "proposed")],
    )
    told = [(piece["text"], piece["mark"], piece["part"], len(piece["items"])) for piece in cut]
    assert told == [
        ("Aan: ", None, None, 0),
        ("5.1.2e", "woo 5.1.2.e", None, 0),
        ("\n", None, None, 0),
        ("Graag hoor ik of het lukt, ", None, None, 1),
        ("5.1.2e", "woo 5.1.2.e", None, 1),
        (".", None, None, 1),
        ("\n\n", None, None, 0),
        ("Groet,\n", None, "signature", 0),
        ("5.1.2e", "woo 5.1.2.e", "signature", 0),
    ]


def test_an_item_has_one_link_at_its_first_words() -> None:
    text = "5.1.2e stuurt de nota op 3 mei"
    cut = pieces(
        text, (0, len(text)), [mark(0, 6)], [(20, 24, "footnote")], [Said((0, len(text)), "aa", "action", "open")]
    )
    assert [(p["text"], p["items"][0]["begins"]) for p in cut] == [
        ("5.1.2e", False),
        (" stuurt de not", True),
        ("a op", False),
        (" 3 mei", False),
    ]


def test_lines_are_numbered_and_the_rest_of_a_piece_begins_nothing() -> None:
    text = "een vraag\nover twee\nregels"
    lines = by_line(pieces(text, (0, len(text)), items=[Said((4, 19), "aa", "question", "open")]), 40)
    assert [line["line"] for line in lines] == [40, 41, 42]
    begins = [[(p["text"], i["begins"]) for p in line["pieces"] for i in p["items"]] for line in lines]
    assert begins == [[("vraag", True)], [("over twee", False)], []]


def test_empty_lines_stay() -> None:
    assert [len(line["pieces"]) for line in by_line(pieces("a\n\nb\n", (0, 5)), 1)] == [1, 0, 1, 0]


def test_a_span_outside_the_text_gives_nothing() -> None:
    assert pieces("abc", (7, 9)) == []
    assert pieces("abc", (2, 1)) == []


def test_codes_are_written_as_the_filters_read_them() -> None:
    assert code_text(E) == "woo 5.1.2.e"
    assert code_text(MarkCode("ground", None, "11.1")) == "? 11.1"
    assert code_text(MarkCode("block")) == "block"
