"""Records: identifiers, lines and pages of a document."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.records import Attendee, Document, Mark, Page, Report, short_id, stable_id


def document(text: str, **given: object) -> Document:
    return replace(Document("0" * 64, 0, "stuk", "map/stuk.txt", "text", text), **given)  # type: ignore[arg-type]


def test_an_identifier_depends_on_its_parts_alone():
    assert stable_id("document", "ab", 1) == stable_id("document", "ab", 1)
    assert stable_id("document", "ab", 1) != stable_id("document", "ab", 2)
    assert stable_id("a", "bc") != stable_id("ab", "c")


def test_an_identifier_is_the_same_on_every_machine():
    assert short_id(stable_id("document", "0" * 64, 0)) == short_id(stable_id("document", "0" * 64, "0"))
    assert short_id(255) == "00000000000000ff"


@given(st.lists(st.text()))
def test_an_identifier_fits_a_signed_column_of_sqlite(parts: list[str]):
    number = stable_id(*parts)
    assert 0 <= number < 2**63
    assert int(short_id(number), 16) == number
    assert len(short_id(number)) == 16


def test_a_document_is_known_by_its_bytes_and_its_place_in_them_and_not_by_its_name():
    one = document("Dag.")
    assert replace(one, name="anders", path="elders/anders.txt").id == one.id
    assert replace(one, part=1).id != one.id
    assert replace(one, source="1" * 64).id != one.id


def test_lines_count_from_one():
    whole = document("een\ntwee\n\nvier")
    assert whole.line_starts == [0, 4, 9, 10]
    assert [whole.line_of(at) for at in (0, 3, 4, 9, 10, 13)] == [1, 1, 2, 3, 4, 4]


def test_the_lines_of_a_later_part_are_those_of_the_file():
    part = document("een\ntwee", first_line=41)
    assert part.lines_of((0, 3)) == (41, 41)
    assert part.lines_of((0, 8)) == (41, 42)


def test_a_span_ends_on_the_line_of_its_last_character():
    whole = document("een\ntwee\ndrie")
    assert whole.lines_of((0, 4)) == (1, 1)
    assert whole.lines_of((4, 9)) == (2, 2)
    assert whole.lines_of((4, 10)) == (2, 3)
    assert whole.lines_of((4, 4)) == (2, 2)


@given(st.text(alphabet="ab\n", max_size=60), st.data())
def test_every_offset_lies_on_the_line_that_begins_before_it(text: str, data: st.DataObject):
    whole = document(text)
    at = data.draw(st.integers(0, len(text)))
    line = whole.line_of(at)
    assert line == text.count("\n", 0, at) + 1
    assert whole.line_starts[line - 1] <= at


def test_a_page_is_found_by_its_lines():
    pages = (Page(7, 1, 2, "layer"), Page(8, 3, 3, "ocr"))
    whole = document("een\ntwee\ndrie", pages=pages)
    assert [whole.page_of(at) for at in (0, 4, 9)] == [7, 7, 8]
    assert document("een").page_of(0) is None


def test_a_record_is_never_changed():
    with pytest.raises(AttributeError):
        Mark((0, 1), "block").kind = "ground"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        document("").text = "anders"  # type: ignore[misc]


def test_directorates_stand_once_in_order():
    report = Report(
        attendees=(Attendee("Jet", "MO"), Attendee("Karel", None), Attendee("Noor", "LZ"), Attendee("Wim", "MO"))
    )
    assert report.directorates == ("MO", "LZ")
