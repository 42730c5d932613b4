"""Real releases: PDFs of several documents, cut where a person would cut them."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

import pytest
from split_texts import SHARED

from draad.read import ReadOptions, read_source
from draad.records import Split
from draad.split import split_all

RELEASES = SHARED / "releases"
SLOW = os.environ.get("DRAAD_SLOW") == "1"


def release(name: str) -> Path:
    path = RELEASES / name
    if not path.exists():
        pytest.skip(f"{name} stands in ../shared/releases, outside this repository")
    return path


@cache
def pieces(path: Path, ocr: bool) -> list[Split]:
    [document] = read_source(path, ReadOptions(ocr=ocr))
    return split_all(document)


def outline(found: list[Split]) -> list[tuple[str, int]]:
    """The kind of each document and the page that it begins on."""
    return [(piece.kind, piece.document.pages[0].number) for piece in found]


def test_a_decision_with_its_list_and_three_mails_is_cut_at_the_mails():
    found = pieces(release("inventory-and-documents-13p.pdf"), False)
    mails = [piece for piece in found if piece.kind == "mail"]
    assert [piece.document.pages[0].number for piece in mails] == [7, 9, 12]
    assert outline(found)[0] == ("decision", 1)
    assert [kind for kind, page in outline(found) if page < 7] in (["decision"], ["decision", "inventory"])


def test_the_list_of_a_release_is_read_row_by_row():
    found = pieces(release("inventory-and-documents-13p.pdf"), False)
    rows = [row for piece in found if piece.inventory for row in piece.inventory.rows]
    assert len(rows) >= 3
    assert all(row.title for row in rows)


def test_the_pages_of_the_parts_are_those_of_the_whole():
    found = pieces(release("inventory-and-documents-13p.pdf"), False)
    numbers = [page.number for piece in found for page in piece.document.pages]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 14))


def test_a_list_over_seven_pages_with_one_running_head_is_one_document():
    found = pieces(release("inventory-7p.pdf"), False)
    assert outline(found) == [("inventory", 1)]
    rows = found[0].inventory.rows if found[0].inventory else ()
    assert {"3", "20", "6.1"} <= {row.number for row in rows}


@pytest.mark.parametrize("name", ["inventory-and-documents-13p.pdf", "inventory-7p.pdf"])
def test_every_character_of_a_release_stands_in_one_span(name: str):
    for piece in pieces(release(name), False):
        spans = [s for c in piece.copies for s in (c.header, c.body) if s is not None] + list(piece.rest)
        at = 0
        for begin, end in sorted(spans):
            assert begin == at
            at = end
        assert at == len(piece.document.text)


def test_a_bundle_of_scans_is_cut_into_nine_mails_and_a_telephone_note():
    if not SLOW:
        pytest.skip("fifteen pages of OCR take minutes: set DRAAD_SLOW=1 to run it")
    if not shutil.which("tesseract"):
        pytest.skip("Tesseract is not installed")
    found = pieces(release("rvo-mail-bundle-15p.pdf"), True)
    begins = [1, 3, 4, 5, 6, 7, 8, 10, 12, 14]
    assert outline(found) == [("note" if page == 4 else "mail", page) for page in begins]
    assert all(bool(piece.copies) == (piece.kind == "mail") for piece in found)
