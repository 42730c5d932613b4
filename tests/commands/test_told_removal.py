"""What ``draad redact apply`` tells of its result: each kind of remark once, with the files it holds for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from draad.commands.redact.applying import leak_lines, told
from draad.release.audit import Finding
from draad.release.audit.records import finding
from draad.release.making import Made
from draad.release.remove import Note
from draad.run.applying import Applied, LeaksError
from draad.texts import texts


def made(name: str, notes: Sequence[Note] = (), findings: Sequence[Finding] = ()) -> Made:
    return Made(name, (1,), "0" * 64, 2, (), tuple(notes), tuple(findings))


def lines(*files: Made) -> list[str]:
    return "\n".join(told(Applied(files=list(files)), Path("uit"))).splitlines()


def test_the_same_remark_on_many_files_is_one_line_with_files_in_the_order_of_counting() -> None:
    font = Note(0, "pdfa-font-not-embedded", {"name": "Helvetica"})
    said = lines(*(made(f"{n}.pdf", [font]) for n in (10, 2, 1, 33, 4, 5, 6, 7)))
    at = next(n for n, line in enumerate(said) if "Helvetica" in line)
    assert said[at + 1].strip() == "1.pdf, 2.pdf, 4.pdf, 5.pdf, 6.pdf, 7.pdf en nog 2"
    assert sum("Helvetica" in line for line in said) == 1


def test_pages_stand_behind_their_file() -> None:
    said = lines(made("3.pdf", [Note(2, "width"), Note(1, "width")]), made("4.pdf", [Note(1, "width")]))
    assert any(line.strip() == "3.pdf (blz. 1, 2), 4.pdf (blz. 1)" for line in said)


def test_what_the_audit_counts_is_told_in_words() -> None:
    check = finding("width", "check", page=1, count=7)
    assert any("7 vlakken" in line for line in lines(made("3.pdf", findings=[check])))


def test_leaks_are_told_by_kind_with_their_files() -> None:
    tiny = finding("tiny", "leak", page=1, words=2)
    error = LeaksError("2 (26.pdf, 27.pdf)", "", [("27.pdf", tiny), ("26.pdf", tiny)])
    said = "\n".join(leak_lines(texts("nl"), error)).splitlines()
    assert said[-1].strip() == "26.pdf (blz. 1), 27.pdf (blz. 1)"
    assert len(said) == 3
