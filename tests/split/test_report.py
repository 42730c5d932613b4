"""Meeting reports: what they say of their meeting."""

from __future__ import annotations

import pytest
from split_texts import of, taken

from draad.records import Report

TEXT = """\
Ministerie van Voorbeeld

**Verslag**

Betreft: Kernteam Zorgplein
Vergaderdatum en -tijd: 2 september 2020, 14:00 - 15:30 uur
Vergaderplaats: Kamer 3
Aanwezig: Jet (MO), 5.1.2.e (LZ), [redacted] (FEZ), Karel Visser (LZ)
Afwezig: Noor (CZ)

Punten

- De planning van het najaar is besproken (actie LZ).
- Het team vraagt om een overzicht
  van de locaties.
- Rondvraag: geen.
"""


def report(text: str = TEXT) -> Report:
    found = taken(text)
    assert found.kind == "report"
    assert found.report is not None
    return found.report


def test_a_report_gives_title_day_times_place_and_organisation():
    found = report()
    assert found.title == "Kernteam Zorgplein"
    assert found.held == "2020-09-02"
    assert (found.start, found.end) == ("2020-09-02T14:00:00+02:00", "2020-09-02T15:30:00+02:00")
    assert found.place == "Kamer 3"
    assert found.organisation == "Ministerie van Voorbeeld"


def test_attendees_are_told_by_directorate_and_those_absent_left_out():
    found = report()
    assert [a.directorate for a in found.attendees] == ["MO", "LZ", "FEZ", "LZ"]
    assert found.directorates == ("MO", "LZ", "FEZ")
    assert [a.text for a in found.attendees][0::3] == ["Jet", "Karel Visser"]


def test_points_are_the_items_of_the_list_with_their_continued_lines():
    assert [of(TEXT, p.span) for p in report().points] == [
        "- De planning van het najaar is besproken (actie LZ).",
        "- Het team vraagt om een overzicht\n  van de locaties.",
        "- Rondvraag: geen.",
    ]


def test_marks_of_a_report_stand_outside_any_copy():
    found = taken(TEXT)
    assert [of(TEXT, m.span) for m in found.marks] == ["5.1.2.e", "[redacted]"]
    assert found.rest == ((0, len(TEXT)),)


@pytest.mark.parametrize("bullet", ["-", "•", "*", "–", "1.", "a)"])
def test_points_have_any_bullet(bullet: str):
    assert len(report(TEXT.replace("\n- ", f"\n{bullet} ")).points) == 3


def test_attendees_go_on_over_lines():
    found = report(TEXT.replace("[redacted] (FEZ), ", "[redacted]\n(FEZ), "))
    assert found.directorates == ("MO", "LZ", "FEZ")


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("2 september 2020, 14:00 tot 15:30", "2020-09-02T14:00:00+02:00", "2020-09-02T15:30:00+02:00"),
        ("2 september 2020 14.00-15.30 uur", "2020-09-02T14:00:00+02:00", "2020-09-02T15:30:00+02:00"),
        ("2 december 2020 14:00 uur", "2020-12-02T14:00:00+01:00", None),
        ("2 september 2020", None, None),
    ],
)
def test_times_are_local_and_may_be_missing(line: str, start: str | None, end: str | None):
    found = report(TEXT.replace("2 september 2020, 14:00 - 15:30 uur", line))
    assert (found.held or "")[-3:] == "-02"
    assert (found.start, found.end) == (start, end)


def test_times_may_stand_on_a_line_of_their_own():
    found = report(TEXT.replace("2020, 14:00 - 15:30 uur", "2020\nTijd: 14:00 - 15:30"))
    assert (found.start, found.end) == ("2020-09-02T14:00:00+02:00", "2020-09-02T15:30:00+02:00")


def test_what_a_report_does_not_say_is_unknown():
    found = report("Verslag\n\nAanwezig: Jet\n\nWij spraken over het plan voor het najaar en de locaties.\n")
    assert (found.title, found.held, found.start, found.end, found.place, found.organisation) == (None,) * 6
    assert found.directorates == ()
    assert len(found.points) == 1


@pytest.mark.parametrize("gap", ["\t", ":  ", "        "])
def test_a_memo_tells_its_subject_and_day_behind_a_tab_a_colon_or_a_gap(gap: str):
    head = {"Aan": "het college", "Van": "Bo Zand", "Datum": "7 juni 2022", "Onderwerp": "Bankje bij de vijver"}
    text = "\n".join(["Memo", *(f"{name}{gap}{value}" for name, value in head.items()), "Inleiding"])
    told = taken(text)
    assert told.copies == ()
    assert told.report is not None
    assert (told.report.title, told.report.held, told.report.points) == ("Bankje bij de vijver", "2022-06-07", ())


def test_a_long_label_may_leave_one_blank():
    told = taken("Memo\nAan       het college\nDatum     7 juni 2022\nOnderwerp Bankje bij de vijver\n\nTekst.\n")
    assert told.report is not None
    assert told.report.title == "Bankje bij de vijver"
