"""Text and Markdown: marks in the place of words, every other byte as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.errors import LayoutChangedError
from draad.read import ReadOptions, read_bytes
from draad.records import Document
from draad.release.remove.plain import Cut, mark, merged, remove_text, without


def document(text: str, first_line: int = 1) -> Document:
    return Document("0" * 64, 0, "nota", "nota.txt", "text", text, first_line=first_line)


def cut(text: str, word: str, label: str = "5.1.2.e") -> Cut:
    return Cut((text.index(word), text.index(word) + len(word)), label)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_rest_stays_byte_for_byte(encoding, end):
    lines = ["Notitie café", "van Jan de Wit, tot morgen", "", "  – einde  "]
    data = end.join(lines).encode(encoding)
    (read,) = read_bytes(data, "nota.txt", "nota.txt", "0" * 64, ReadOptions())
    made, notes = remove_text(data, read, [cut(read.text, "Jan de Wit")])
    assert made == end.join(lines).replace("Jan de Wit", "[5.1.2.e]").encode(encoding)
    assert notes == ()


def test_every_line_of_a_passage_has_its_mark_and_line_ends_stay():
    text = "een\ntwee drie\n\nvier vijf"
    assert without(text, [Cut((text.index("drie"), text.index("vijf")), "5.2")]) == "een\ntwee [5.2]\n\n[5.2]vijf"
    made, _ = remove_text(text.replace("\n", "\r\n").encode(), document(text), [Cut((9, 20), "5.2")])
    assert made == b"een\r\ntwee [5.2]\r\n\r\n[5.2]vijf"


def test_overlapping_passages_are_one_with_both_grounds():
    text = "Jan de Wit belde"
    both = [Cut((0, 6), "5.1.2.e"), Cut((4, 10), "5.1.2.i"), Cut((5, 8), "5.1.2.e")]
    assert without(text, both) == "[5.1.2.e; 5.1.2.i] belde"


def test_passages_beside_each_other_have_each_their_mark():
    assert without("JanPiet", [Cut((0, 3), "a"), Cut((3, 7), "b")]) == "[a][b]"


def test_a_part_of_a_file_stands_by_itself():
    whole = "eerste\r\ntweede Jan\r\nderde\r\n"
    made, _ = remove_text(whole.encode(), document("tweede Jan", first_line=2), [Cut((7, 10), "5.1.2.e")])
    assert made == b"tweede [5.1.2.e]"


def test_comments_in_markdown_go_and_those_in_text_are_text():
    text = "# Nota\n<!-- auteur: Jan\nen Piet -->\nJan belde.<!--eind"
    data = text.replace("\n", "\r\n").encode()
    made, notes = remove_text(data, replace(document(text), path="nota.md"), [cut(text, "Jan")])
    assert made == b"# Nota\r\n\r\n\r\nJan belde."
    assert [(note.key, note.values) for note in notes] == [("annotations", {"count": 2})]
    made, notes = remove_text(data, document(text), [cut(text, "Jan")])
    assert b"<!-- auteur: [5.1.2.e]" in made
    assert not notes


def test_what_is_no_clean_text_is_written_in_utf_8_and_said():
    data = "caf\u00e9 Jan ".encode() * 20 + b"\xff\xfe Jan"
    (read,) = read_bytes(data, "nota.txt", "nota.txt", "0" * 64, ReadOptions())
    made, notes = remove_text(data, read, [Cut((5, 8), "5.1.2.e")])
    assert made.decode("utf-8").startswith("café [5.1.2.e] café Jan")
    assert [note.key for note in notes] == ["encoding"]


def test_another_text_than_the_dossiers_is_an_error():
    with pytest.raises(LayoutChangedError):
        remove_text(b"iets anders", document("Jan belde"), [Cut((0, 3), "5.1.2.e")])


@given(st.text(alphabet="ab \n", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_whatever_the_passages_what_is_outside_stays_and_what_is_inside_goes(text, spans):
    cuts = [Cut((min(a, len(text)), min(b, len(text))), "5.1") for a, b in spans]
    kept = "".join(c for n, c in enumerate(text) if c == "\n" or not any(a <= n < b for (a, b), _ in merged(cuts)))
    assert without(text, cuts).replace(mark("5.1"), "") == kept
