"""CSV that Excel opens and JSON that programs read."""

from __future__ import annotations

import csv
import io
import json

from sheet_items import item

from draad.register.export.tables import csv_table, json_lines
from draad.texts import texts

NL = texts("nl")


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_csv_in_words_with_dutch_dates_and_numbers() -> None:
    data = csv_table(NL, [item(1, due="2020-06-05", tags=("a", "b"))])
    assert data.startswith(b"\xef\xbb\xbf")
    (row,) = rows(data)
    assert (row["soort"], row["termijn"], row["zekerheid"], row["labels"]) == ("actie", "05-06-2020", "0,8", "a; b")


def test_csv_computes_nothing() -> None:
    (row,) = rows(csv_table(NL, [item(1, text="=1+1", note="-5")]))
    assert (row["tekst"], row["notitie"]) == ("'=1+1", "'-5")


def test_json_has_the_keys_of_the_dump_and_what_people_made_of_it() -> None:
    (line,) = json_lines([item(1, due="../2020-06-05", note="let op")]).decode().splitlines()
    row = json.loads(line)
    interface = ["document", "kind", "lines", "span", "text", "owner", "due", "every", "status", "message"]
    assert list(row)[: len(interface)] == interface
    assert (row["due"], row["note"], row["version"], row["lines"]) == ("../2020-06-05", "let op", 0, [1, 1])
    assert row["places"][0]["text"] == row["text"]
