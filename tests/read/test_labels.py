"""Labels of redactions are read once more; nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from draad.read.labels import reread
from draad.read.layout import Word

PAGE = np.full((800, 600), 255, dtype=np.uint8)


def words(*texts: str) -> list[Word]:
    return [Word(text, 20, 60, 30 + 20 * n, 8) for n, text in enumerate(texts)]


def table(*rows: tuple[int, str]) -> str:
    """Tesseract's table of a sheet: row on the sheet, text."""
    lines = [f"5\t1\t1\t1\t1\t1\t40\t{100 * row + 30}\t90\t40\t95\t{text}" for row, text in rows]
    return "\n".join(["level\t…", *lines])


def again(texts: list[str], *rows: tuple[int, str]) -> list[str]:
    return [word.text for word in reread(words(*texts), PAGE, 0.24, lambda sheet: table(*rows))]


def test_a_damaged_label_is_mended_and_keeps_what_stands_round_it():
    given = ["Van:", "10.2.¢", "<102°>;", "10.2.8"]
    assert again(given, (0, "10.2.e"), (1, "10.2.e"), (2, "10.2.g")) == ["Van:", "10.2.e", "<10.2.e>;", "10.2.g"]


def test_a_reading_that_is_no_ground_changes_nothing():
    assert again(["10.2.6", "102e", "5.1.2"], (0, "10.2.6"), (1, "ae"), (2, "5.1.2")) == ["10.2.6", "102e", "5.1.2"]


def test_places_stay():
    (before,), (after,) = words("10.2.¢"), reread(words("10.2.¢"), PAGE, 0.24, lambda sheet: table((0, "10.2.e")))
    assert after == before._replace(text="10.2.e")


@pytest.mark.parametrize(
    "text", ["10:02", "10-6-2020", "10/12", "2020", "00010", "10.2.e", "10", "straat", "100.000,00"]
)
def test_times_dates_numbers_and_good_labels_are_not_read_again(text):
    def never(sheet):
        raise AssertionError("asked")

    assert reread(words(text), PAGE, 0.24, never) == words(text)


def test_one_sheet_holds_all_doubtful_words():
    sheets = []
    reread(words(*["10.2.¢"] * 7), PAGE, 0.24, lambda sheet: (sheets.append(sheet.shape), "")[1])
    assert [shape[0] for shape in sheets] == [700]
