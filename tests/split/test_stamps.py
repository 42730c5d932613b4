"""Moments of sending, as programs print them and scans damage them."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from split_texts import utc

from draad.split.stamps import as_utc, iso, month, stamp

# As printed → UTC. Quoted headers are Dutch local time: one hour ahead in winter, two in summer.
QUOTED = [
    # Outlook, Dutch
    ("maandag 16 maart 2020 17:00", "2020-03-16 16:00"),
    ("maandag 16 maart 2020 17:00:12", "2020-03-16 16:00"),
    ("dinsdag 4 augustus 2020 18:07", "2020-08-04 16:07"),
    ("ma 16-3-2020 09:41", "2020-03-16 08:41"),
    ("wo 1-7-2020 09:41", "2020-07-01 07:41"),
    ("vr 3 jul. 2020 8:05", "2020-07-03 06:05"),
    ("donderdag 3 december 2020 16:27:00 CET", "2020-12-03 15:27"),
    ("16-03-2020 17:00", "2020-03-16 16:00"),
    ("16/03/2020 17:00", "2020-03-16 16:00"),
    ("16.03.2020 17:00", "2020-03-16 16:00"),
    ("2020-03-16 17:00", "2020-03-16 16:00"),
    ("maandag 16 maart 2020 om 17.00 uur", "2020-03-16 16:00"),
    ("maandag 16 maart 2020 17.00 uur", "2020-03-16 16:00"),
    # Apple Mail and Gmail, Dutch
    ("16 maart 2020 om 17:00:41 CET", "2020-03-16 16:00"),
    ("16 maart 2020 om 17:00:41 CEST", "2020-03-16 15:00"),
    ("6 dec. 2017 om 11:28", "2017-12-06 10:28"),
    ("ma 15 feb. 2021 om 12:08", "2021-02-15 11:08"),
    ("do 3 dec 2020 om 08:09", "2020-12-03 07:09"),
    # English
    ("Monday, March 16, 2020 5:00 PM", "2020-03-16 16:00"),
    ("Monday, 16 March 2020 17:00", "2020-03-16 16:00"),
    ("Monday, March 16, 2020 5:00:12 PM", "2020-03-16 16:00"),
    ("Mon, Mar 16, 2020 at 5:00 PM", "2020-03-16 16:00"),
    ("16 March 2020 at 17:00:00 CET", "2020-03-16 16:00"),
    ("March 16th, 2020 17:00", "2020-03-16 16:00"),
    ("Mon 3/16/2020 5:00 PM", "2020-03-16 16:00"),
    # German and French
    ("Montag, 16. März 2020 17:00", "2020-03-16 16:00"),
    ("Dienstag, 4. August 2020 18:07", "2020-08-04 16:07"),
    ("Mittwoch, 2. Dezember 2020 08:30", "2020-12-02 07:30"),
    ("lundi 16 mars 2020 17:00", "2020-03-16 16:00"),
    ("mardi 4 août 2020 18:07", "2020-08-04 16:07"),
    ("jeudi 3 décembre 2020 16h27", "2020-12-03 15:27"),
    ("1er juillet 2020 09:41", "2020-07-01 07:41"),
    # two-digit years
    ("16-03-20 17:00", "2020-03-16 16:00"),
    ("31-12-99 23:30", "1999-12-31 22:30"),
    ("6 dec '17 11:28", "2017-12-06 10:28"),
    # AM and PM, noon and midnight
    ("Monday, March 16, 2020 12:00 PM", "2020-03-16 11:00"),
    ("Monday, March 16, 2020 12:00 AM", "2020-03-15 23:00"),
    ("Monday, March 16, 2020 12:30 am", "2020-03-15 23:30"),
    ("Monday, March 16, 2020 5:00 p.m.", "2020-03-16 16:00"),
    ("Monday, March 16, 2020 11:59 PM", "2020-03-16 22:59"),
    ("16-3-2020 00:00", "2020-03-15 23:00"),
    # both sides of the change to summer time (29 March 2020, 25 October 2020)
    ("zondag 29 maart 2020 01:59", "2020-03-29 00:59"),
    ("zondag 29 maart 2020 03:01", "2020-03-29 01:01"),
    ("zondag 25 oktober 2020 01:59", "2020-10-24 23:59"),
    ("zondag 25 oktober 2020 03:00", "2020-10-25 02:00"),
    # day and month by the weekday, then by what fits the calendar
    ("wo 4-3-2020 10:00", "2020-03-04 09:00"),
    ("Wed 3/4/2020 10:00", "2020-03-04 09:00"),
    ("Fri 4/3/2020 10:00", "2020-04-03 08:00"),
    ("3/25/2020 10:00", "2020-03-25 09:00"),
    ("25/3/2020 10:00", "2020-03-25 09:00"),
    ("4-3-2020 10:00", "2020-03-04 09:00"),
    ("3/4/2020 10:00 AM", "2020-03-04 09:00"),
    # offsets and names of zones say it themselves
    ("Mon, 16 Mar 2020 17:00:00 +0100", "2020-03-16 16:00"),
    ("Mon, 16 Mar 2020 17:00:00 +0000", "2020-03-16 17:00"),
    ("Mon, 16 Mar 2020 17:00:00 -0500 (EST)", "2020-03-16 22:00"),
    ("2020-03-16T17:00:00+02:00", "2020-03-16 15:00"),
    ("16 maart 2020 om 17:00 UTC", "2020-03-16 17:00"),
    ("16 maart 2020 om 17:00:00 GMT+1", "2020-03-16 16:00"),
    ("16 maart 2020 17:00 GMT", "2020-03-16 17:00"),
    ("16. März 2020 um 17:00:00 MEZ", "2020-03-16 16:00"),
    ("4. August 2020 um 18:00:00 MESZ", "2020-08-04 16:00"),
    ("16 March 2020 17:00 EET", "2020-03-16 15:00"),
    # what a scan makes of it
    ("donderdaa 3 december 2020 16:27", "2020-12-03 15:27"),
    ("maandag 16 maart 202O 17:0O", "2020-03-16 16:00"),
    ("maandag 16 maart 2020 l7:00", "2020-03-16 16:00"),
    ("maandag 16 maait 2020 17:00", "2020-03-16 16:00"),
    ("dinsdag 4 auqustus 2020 18:07", "2020-08-04 16:07"),
    ("maandag16 maart 2020 17:00", "2020-03-16 16:00"),
    ("maandag 16 maart 2020 17 : 00", "2020-03-16 16:00"),
    ("maandag 16 maart 2020  17;00", "2020-03-16 16:00"),
    ("vrijdag 4 decernber 2020 10:15", "2020-12-04 09:15"),
]


@pytest.mark.parametrize(("printed", "moment"), QUOTED, ids=[p for p, _ in QUOTED])
def test_a_quoted_moment_is_local_unless_it_says_its_zone(printed: str, moment: str):
    assert utc(stamp(printed)) == moment
    assert stamp(printed).text == printed


PRINTED = [
    ("Mon 3/16/2020 4:09:30 PM", "2020-03-16T16:09:30+00:00"),
    ("Wed 8/5/2020 12:00:00 PM", "2020-08-05T12:00:00+00:00"),
    ("Wed 8/5/2020 12:00:01 AM", "2020-08-05T00:00:01+00:00"),
    ("Tue 12/1/2020 7:05:09 AM", "2020-12-01T07:05:09+00:00"),
]


@pytest.mark.parametrize(("printed", "moment"), PRINTED)
def test_the_header_of_an_export_is_utc(printed: str, moment: str):
    sent = stamp(printed, printed=True)
    assert (iso(sent), sent.zone, sent.certainty, sent.precision) == (moment, "utc", "form", "second")


def test_the_same_words_within_a_quotation_are_local():
    sent = stamp("Mon 3/16/2020 4:09:30 PM")
    assert (iso(sent), sent.zone) == ("2020-03-16T16:09:30+01:00", "local")


def test_a_dutch_header_of_a_print_is_local():
    sent = stamp("maandag 16 maart 2020 17:00", printed=True)
    assert (iso(sent), sent.zone) == ("2020-03-16T17:00:00+01:00", "local")


def test_read_as_utc_after_all_the_clock_stays_and_the_zone_moves():
    moved = as_utc(stamp("Monday, March 16, 2020 4:09 PM", printed=True))
    assert (iso(moved), moved.zone, moved.certainty) == ("2020-03-16T16:09:00+00:00", "utc", "chain")


def test_an_offset_is_kept_as_stated():
    sent = stamp("Mon, 16 Mar 2020 17:00:00 -0500")
    assert (iso(sent), sent.zone, sent.certainty) == ("2020-03-16T17:00:00-05:00", "offset", "stated")


@pytest.mark.parametrize("words", ["16 maart 2020", "maandag 16 maart 2020", "16-03-2020", "2020-03-16"])
def test_a_date_without_a_time_is_certain_of_the_day_only(words: str):
    sent = stamp(words)
    assert (sent.precision, sent.zone, sent.certainty) == ("day", "unknown", "unknown")
    assert (iso(sent) or "").startswith("2020-03-16")


@pytest.mark.parametrize(
    ("words", "precision"), [("16 maart 2020 17:00", "minute"), ("16 maart 2020 17:00:00", "second")]
)
def test_precision_says_whether_seconds_stand_there(words: str, precision: str):
    assert stamp(words).precision == precision


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "gisteren",
        "5.1.2.e",
        "█████",
        "maandag",
        "17:00",
        "31 februari 2020 10:00",
        "32-13-2020 10:00",
        "0-0-2020 10:00",
        "16 maart 17:00",
        "kwart over vijf",
        "16 maart 1066 10:00",
        "telefoon 070 1234567",
        "99/99/9999 99:99",
    ],
)
def test_what_cannot_be_read_is_unknown_and_its_words_are_kept(words: str):
    sent = stamp(words)
    assert (sent.at, sent.zone, sent.certainty, sent.text) == (None, "unknown", "unknown", words)
    assert iso(sent) is None


def test_a_time_that_is_none_leaves_the_day():
    assert stamp("16 maart 2020 25:10").precision == "day"


@pytest.mark.parametrize(
    ("word", "number"),
    [("maart", 3), ("marz", 3), ("mrt", 3), ("mars", 3), ("okt", 10), ("fevrier", 2), ("decernber", 12), ("mei", 5)],
)
def test_months_go_by_their_names_in_four_languages(word: str, number: int):
    assert month(word) == number


@pytest.mark.parametrize("word", ["maandag", "overleg", "uur", "besluit", ""])
def test_other_words_are_no_month(word: str):
    assert month(word) is None


@given(st.text(max_size=80), st.booleans())
def test_reading_a_moment_never_fails(words: str, printed: bool):
    sent = stamp(words, printed)
    assert sent.text == words
    assert (iso(sent) is None) == (sent.at is None)


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2049, 1, 1)))
def test_every_minute_of_a_stated_zone_is_read_back(when: datetime):
    printed = when.strftime("%d-%m-%Y %H:%M") + " UTC"
    assert utc(stamp(printed)) == when.strftime("%Y-%m-%d %H:%M")
