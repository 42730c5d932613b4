from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from draad.dossier.codec import Lines, MarkCode, mark_code, moment, read_mark_code
from draad.records import Document, Mark


def test_a_mark_keeps_kind_law_and_article() -> None:
    for mark, code in {
        Mark((0, 1), "ground", "woo", "5.1.2.e"): "woo 5.1.2.e",
        Mark((0, 1), "ground", None, "11.1"): "? 11.1",
        Mark((0, 1), "ground", "wob"): "ground",
        Mark((0, 1), "block"): "block",
    }.items():
        assert mark_code(mark) == code
        law = mark.law if mark.article else None
        assert read_mark_code(code) == MarkCode(mark.kind, law, mark.article)


def test_a_moment_is_written_in_the_zone_in_which_it_was_printed() -> None:
    assert moment(1613389284, 0) == "2021-02-15T11:41:24+00:00"
    assert moment(1613387280, 60) == "2021-02-15T12:08:00+01:00"
    assert moment(1613387280, 60, "day") is None
    assert moment(None, 60) is None
    assert moment(1 << 60, 0) is None


@given(st.text(alphabet="a\n😀\r\u2028", max_size=40), st.integers(1, 9), st.data())
def test_lines_agree_with_the_document_that_read_made(text: str, first: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    document = Document("s", 0, "n", "p", "text", text, first_line=first)
    assert Lines(text, first).of((start, end)) == document.lines_of((start, end))


@given(st.text(alphabet="ab\n\r█"), st.integers(0, 40), st.integers(1, 40), st.integers(0, 8))
def test_lines_of_a_stretch_are_those_of_the_whole(text: str, begin: int, length: int, first: int) -> None:
    whole = Lines(text, first)
    begin = min(begin, max(0, len(text) - 1))
    stretch = Lines(text[begin : begin + length], whole.of((begin, begin))[0], begin)
    for at in range(begin, min(begin + length, len(text))):
        line = first + text.count("\n", 0, at)
        assert stretch.of((at, at + 1)) == whole.of((at, at + 1)) == (line, line)
