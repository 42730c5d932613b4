"""What a time expression means, and what must hold whatever the text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from when_cases import cases, score

from draad.extract import when
from draad.extract.when import Moment, When, find
from draad.extract.when.phrase import Node, expressions
from draad.extract.when.reader import Reader
from draad.knowledge import load

WEDNESDAY = Moment(date(2020, 11, 18))

DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
EDTF = re.compile(rf"\d{{4}}|\d{{4}}-(?:0[1-9]|1[0-2])|{DAY}|({DAY})/({DAY})|\.\./{DAY}|{DAY}/\.\.")
DURATION = re.compile(r"P[1-9]\d*[DWMY]")


def one(text: str, moment: Moment | None = WEDNESDAY) -> When:
    (found,) = find(text, moment)
    return found


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("half", ["looked", "held"])
def test_list_of_expressions(half: str) -> None:
    count, wrong = score(half)
    assert count >= 160
    assert len(wrong) <= 0.03 * count, "\n".join(wrong)


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_moment_relative_words_keep_their_text_and_have_no_date() -> None:
    found = one("Vrijdag bel ik je.", None)
    assert (found.text, found.due) == ("Vrijdag", None)
    assert found.how == (load("when")["how"]["no_moment"],)


def test_a_day_that_does_not_exist_is_told() -> None:
    found = one("Uiterlijk 31 februari leveren.")
    assert (found.text, found.due, found.kind) == ("Uiterlijk 31 februari", None, "until")
    assert load("when")["how"]["impossible"] in found.how


def test_a_weekday_that_contradicts_its_date_is_uncertain_and_told() -> None:
    found = one("Maandag 3 december 2020 is de zitting.")
    assert found.due == "2020-12-03"
    assert not found.certain
    assert load("when")["how"]["weekday_wrong"] in found.how


def test_a_weekday_beside_a_date_decides_the_year() -> None:
    assert one("Op dinsdag 18 mei is dat.").due == "2021-05-18"
    assert one("Op maandag 18 mei was dat.").due == "2020-05-18"


def test_an_uncertain_moment_makes_what_is_counted_from_it_uncertain_but_not_a_full_date() -> None:
    guess = Moment(date(2020, 11, 18), certain=False)
    assert not one("Morgen dus.", guess).certain
    assert one("Op 3 mei 2021 dus.", guess).certain


def test_the_moment_is_the_day_it_is_in_the_netherlands() -> None:
    late = Moment(datetime(2020, 11, 18, 23, 30, tzinfo=UTC))
    assert one("Vandaag nog.", late).due == "2020-11-19"


@pytest.mark.parametrize("day", [date.min, date.max, date(1900, 1, 1)])
def test_a_moment_in_a_year_that_must_be_misread_counts_as_none(day: date) -> None:
    assert one("Volgende week dus.", Moment(day)).due is None


def test_a_term_that_counts_from_another_day_is_not_counted_from_the_moment() -> None:
    assert one("Binnen zes weken na de datum van dit besluit.").due is None
    assert one("Binnen twee weken na 1 december.").due == "../2020-12-15"


def test_a_mended_word_is_told() -> None:
    found = one("Op 3 decernber is het.")
    assert (found.due, found.certain) == ("2020-12-03", False)
    assert load("when")["how"]["mended"] in found.how


def test_wishes_are_no_times() -> None:
    assert find("Fijn weekend, en goede zondag nog! Prettige kerst.", WEDNESDAY) == []


def test_recesses_that_are_not_listed_stay_unknown() -> None:
    assert one("Voor het zomerreces.").due is None
    assert one("Voor het zomerreces.", Moment(date(2023, 3, 1))).due == "../2023-07-06"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Op 3 december.", "day"),
        ("In december.", "period"),
        ("Tot 3 december.", "until"),
        ("Vanaf 3 december.", "from"),
        ("Wekelijks.", "rhythm"),
        ("Met spoed.", "urgency"),
        ("Om 17 uur.", "time"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert one(text).kind == kind


# ── what must always hold ────────────────────────────────────────────────────────────────────────────────────

SENTENCES = [case.text for half in ("looked", "held") for case in cases(half)]
WORDS = sorted({word for sentence in SENTENCES for word in re.findall(r"\S+", sentence)})
texts = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4), st.integers(0, 40_000).map(str)), max_size=12).map(
        " ".join
    ),
)
moments = st.one_of(st.none(), st.dates(date(1901, 1, 1), date(2198, 12, 31)).map(Moment))


@settings(max_examples=300, deadline=None)
@given(texts, moments)
def test_any_text_gives_quoted_ordered_spans_and_valid_dates(text: str, moment: Moment | None) -> None:
    past = 0
    for found in find(text, moment):
        start, end = found.span
        assert past <= start < end <= len(text)
        assert found.text == text[start:end]
        past = end
        assert found.how
        assert found.due is None or well_formed(found.due)
        assert found.every is None or DURATION.fullmatch(found.every)


def well_formed(due: str) -> bool:
    """EDTF level 1 as we write it: days that exist, ends in order."""
    match = EDTF.fullmatch(due)
    if match is None:
        return False
    days = [date.fromisoformat(day) for day in re.findall(DAY, due)]
    return days == sorted(days)


@pytest.mark.parametrize(
    "piece",
    ["van 3 maart ", "einde dag ", "eerste helft van ", "1, 2, maandag ", "weken 3-5 en ", "om de ", "tussen de het "],
)
def test_the_words_that_the_grammar_is_shown_grow_with_the_text_alone(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown(times: int) -> int:
        seen: list[int] = []

        def counting(reader: Reader, i: int) -> list[Node]:
            seen.append(len(reader.tokens))
            return expressions(reader, i)

        monkeypatch.setattr(when, "expressions", counting)
        find(piece * times + "morgen", WEDNESDAY)
        return sum(seen)

    assert shown(1000) <= 4.5 * max(shown(250), 250)


@settings(max_examples=100, deadline=None)
@given(texts, moments)
def test_the_same_text_and_moment_give_the_same_answer(text: str, moment: Moment | None) -> None:
    assert find(text, moment) == find(text, moment)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(
        ["vandaag", "overmorgen", "a.s. maandag", "volgende week dinsdag", "over twee weken", "binnen 14 dagen",
         "deze week", "voor het weekend", "einde van de week", "afgelopen vrijdag", "vrijdag over een week"]
    ),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.integers(-200, 200),
)  # fmt: skip
def test_whole_weeks_later_is_due_whole_weeks_later(words: str, day: date, weeks: int) -> None:
    def shifted(due: str | None) -> str:
        assert due is not None
        return re.sub(DAY, lambda d: (date.fromisoformat(d[0]) + timedelta(weeks=weeks)).isoformat(), due)

    later = Moment(day + timedelta(weeks=weeks))
    assert one(words, later).due == shifted(one(words, Moment(day)).due)


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2150, 12, 31)), moments)
def test_a_date_in_full_is_itself_whatever_the_moment(day: date, moment: Moment | None) -> None:
    months = list(load("when")["month"])
    assert one(f"Op {day.day} {months[day.month - 1]} {day.year}.", moment).due == day.isoformat()
    assert one(f"Op {day.day}-{day.month}-{day.year}.", moment).due == day.isoformat()


def test_the_public_names_are_these() -> None:
    assert set(when.__all__) == {"find", "Kind", "Moment", "When"}
