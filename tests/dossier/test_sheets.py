"""Documents by the stretch: every line once, what stands in it, what lies around it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.dossier import Dossier, sheets
from draad.dossier.sheets import Stretch
from draad.errors import NotFoundError
from draad.run import IngestOptions, ingest

MAIL = """Van: Kees <kees@example.nl>
Verzonden: maandag 3 mei 2021 10:00
Aan: Anna <anna@voorbeeld.nl>
Onderwerp: {subject}

Dag Anna,

Kun je voor 1 juni laten weten of de {subject} klaar is? De vorige keer bleef het antwoord van 5.1.2e uit.

Groet,
Kees
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sheets")
    files = folder / "in"
    files.mkdir()
    (files / "a.txt").write_text(MAIL.format(subject="begroting"), encoding="utf-8")
    (files / "b.txt").write_text(
        "\n".join(
            ["Dag Kees, dat komt goed.", "", "-----Oorspronkelijk bericht-----", MAIL.format(subject="begroting")]
        ),
        encoding="utf-8",
    )
    (files / "c.txt").write_text("\n".join(f"Regel {n} van een lange nota." for n in range(1, 2501)), encoding="utf-8")
    (files / "d.txt").write_text("woord 5.1.2e " * 20_000, encoding="utf-8")
    ingest(folder / "dossier", [files], IngestOptions(jobs=1))
    return folder / "dossier"


@pytest.fixture
def dossier(place: Path) -> Iterator[Dossier]:
    with Dossier.open(place) as store:
        yield store


def test_a_short_document_is_one_stretch_with_all_that_stands_in_it(dossier: Dossier) -> None:
    sheet = dossier.sheet("a")
    assert sheet.text == dossier.text("a")
    assert sheet.stretches == (sheet.stretch,) == (Stretch((1, 11), (0, len(sheet.text))),)
    assert [copy.subject for copy in sheet.copies] == ["begroting"]
    (mark,) = sheet.marks
    assert sheet.text[mark.span[0] : mark.span[1]] == "5.1.2e"
    assert mark.lines == (8, 8)
    assert any(item.kind == "question" for item in sheet.items)


def test_what_stands_elsewhere_is_told_with_its_place(dossier: Dossier) -> None:
    held = {name: dossier.sheet(name) for name in "ab"}
    told = [place for sheet in held.values() for place in sheet.elsewhere.values()]
    assert len(told) == 1
    assert sum(sheet.tally.repeated for sheet in held.values()) == 1
    assert told[0].document_name in "ab"


def test_a_long_document_is_cut_by_lines_and_a_line_finds_its_stretch(dossier: Dossier) -> None:
    first = dossier.sheet("c")
    assert [one.lines for one in first.stretches] == [(1, 1000), (1001, 2000), (2001, 2500)]
    assert dossier.sheet("c", line=1500).number == 1
    assert dossier.sheet("c", line=1500).text.startswith("Regel 1001 ")
    assert dossier.sheet("c", line=9999).number == 2
    assert dossier.sheet("c", number=9).stretch.lines == (2001, 2500)
    whole = "".join(dossier.sheet("c", number=n).text for n in range(3))
    assert whole == dossier.text("c")


def test_a_line_longer_than_a_stretch_goes_on_in_the_next(dossier: Dossier) -> None:
    parts = [dossier.sheet("d", number=n) for n in range(3)]
    assert [part.stretch.lines for part in parts] == [(1, 1)] * 3
    assert "".join(part.text for part in parts) == dossier.text("d")
    assert dossier.sheet("d", line=1).number == 0
    for part in parts:
        low, high = part.stretch.span
        assert part.marks
        assert all(mark.span[0] < high and mark.span[1] > low for mark in part.marks)


def test_what_lies_around(dossier: Dossier) -> None:
    lying = dossier.around("a")
    assert lying.file == "a.txt"
    assert lying.size == len(MAIL.format(subject="begroting"))
    assert (lying.mail, lying.attachments, lying.parts, lying.parts_total) == (None, (), (), 1)


def test_figures_of_documents_without_messages_are_left_out(dossier: Dossier) -> None:
    held = {view.name: view.id for view in dossier.documents()}
    assert set(dossier.tallies([held["a"], held["c"]])) == {held["a"]}


def test_a_document_that_is_not_there_is_refused(dossier: Dossier) -> None:
    with pytest.raises(NotFoundError):
        dossier.sheet("nergens")


@given(
    st.lists(st.integers(0, 40), min_size=1, max_size=60),
    st.booleans(),
    st.integers(1, 10),
    st.integers(1, 50),
    st.integers(1, 9),
)
def test_stretches_hold_every_character_once_in_order(
    lengths: list[int], closed: bool, lines: int, characters: int, first: int
) -> None:
    text = "\n".join("x" * n for n in lengths) + ("\n" if closed else "")
    ends = [at for at, c in enumerate(text) if c == "\n"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "LINES", lines)
        patch.setattr(sheets, "CHARACTERS", characters)
        found = sheets._stretches(ends, len(text), first)
    spans = [one.span for one in found]
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    assert all(one.lines[1] - one.lines[0] < lines for one in found)
    for one in found:
        low, high = one.span
        assert one.lines[0] == first + text.count("\n", 0, low)
        assert one.lines[1] == first + text.count("\n", 0, max(low, high - 1))
