"""The query language: what is understood, how a mistake is pointed at, and that a tree prints as its own query."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from draad.dossier.query import LONGEST_QUERY, WrongQueryError, parse
from draad.dossier.tree import (
    And,
    Dated,
    Everything,
    Ground,
    InThread,
    Kind,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    vocabulary,
)
from draad.dossier.values import ValueFormError, ground_levels, month_of, parse_ground, parse_period, thread_range
from draad.errors import QueryError
from draad.texts import LANGUAGES, texts

a, b, c = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("a b", And((a, b))),
        ("a AND b", And((a, b))),
        ("a EN b OF c", Or((And((a, b)), c))),
        ("a EN (b OF c)", And((a, Or((b, c))))),
        ("a EN NIET b", And((a, Not(b)))),
        ("a AND NOT b", And((a, Not(b)))),
        ("a -b", And((a, Not(b)))),
        ("a - b", And((a, b))),
        ("NIET a", Not(a)),
        ("NIET NIET a", Not(Not(a))),
        ("-(a b)", Not(And((a, b)))),
        ("subsid*", Prefix("subsid")),
        ('"bestuurlijk  overleg"', Phrase("bestuurlijk overleg")),
        ("“bestuurlijk overleg”", Phrase("bestuurlijk overleg")),
        ("van:minvws.nl", Word("minvws.nl", "sender")),
        ("from:minvws.nl", Word("minvws.nl", "sender")),
        ("VAN:jan*", Prefix("jan", "sender")),
        ('aan:"Jan Jansen"', Phrase("Jan Jansen", "to")),
        ("onderwerp:(a OF b)", Or((Word("a", "subject"), Word("b", "subject")))),
        ("document:stuk-12", Word("stuk-12", "name")),
        ("soort:verslag", Kind("report")),
        ("kind:message", Kind("message")),
        ("gesprek:3fa9", InThread("3fa9")),
        ("grond:512e", Ground("woo 5.1.2.e")),
        ("5.1.2e", Ground("woo 5.1.2.e")),
        ("[5.1.2.e]", Ground("woo 5.1.2.e")),
        ("(10)(2e) a", And((Ground("wob 10.2.e"), a))),
        ("grond:(11)(1)", Ground("wob 11.1")),
        ("en of niet", And((Word("en"), Word("of"), Word("niet")))),
        ('"EN"', Phrase("EN")),
        ("a & b", And((a, b))),
        ("https://draad.nl 12:30 RE: a", And((Word("https://draad.nl"), Word("12:30"), Word("RE:"), a))),
        ("", Everything()),
        ("  ", Everything()),
        ("*", Everything()),
    ],
)
def test_understood(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "at", "says"),
    [
        ("(a", 1, "never closed"),
        ("a)", 2, "without an opening"),
        ('zorg "bestuurlijk overleg', 6, "never closed"),
        ("a EN", 3, "nothing behind"),
        ("a EN OF b", 3, "nothing behind"),
        ("a OF", 5, "missing"),
        ("OF a", 1, "missing"),
        ("NIET", 1, "nothing behind"),
        ("a -EN b", 3, "nothing behind"),
        ("()", 2, "missing"),
        ("&!", 3, "missing"),
        ('""', 1, "no word"),
        ("zorg afzender:x", 6, "no field afzender:"),
        ("van:*", 5, "missing"),
        ("van:(", 6, "missing"),
        ("na:gisteren", 4, "no date"),
        ("na:2021-02-30", 4, "not on the calendar"),
        ("grond:5.9.9.9.9", 7, "no ground"),
        ("grond:art", 7, "no ground"),
        ("soort:olifant", 7, "no kind"),
        ("gesprek:xyz", 9, "no conversation"),
        ("(" * 1000, 41, "More than 40 parentheses"),
        ("NIET " * 700 + "a", None, "More than 40"),
        ("a " * 400, None, "More than 64"),
        ("a* " * 9, 25, "More than 8 words with a star"),
        ("a" * (LONGEST_QUERY + 1), None, "longer than"),
    ],
)
def test_a_mistake_is_pointed_at_with_its_cure(query: str, at: int | None, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    message = caught.value.message
    assert says in message
    assert caught.value.cure
    if at is not None:
        assert f"at character {at}:" in message
        shown, caret = message.rstrip("\n").split("\n")[-2:]
        assert query.startswith(shown[2 : caret.index("^")], max(0, at - 1 - 60))


SPICE = st.sampled_from(
    [
        *'()"“-*:[]é',
        *("EN", "OF", "NIET", "AND", "van:", "na:", "op:", "grond:", "gesprek:", "soort:", "document:"),
        *("2021", "5.1.2e", "(10)(2e)"),
        *("feb 2021", " ", "\n", "\x00", "\ud800"),
    ]
)


def understood(query: str) -> Node | QueryError:
    """The tree, or the error, which must then show the place and a cure."""
    try:
        return parse(query)
    except QueryError as error:
        caught = error
    assert caught.cure
    assert "^" in caught.message
    return caught


@given(st.one_of(st.text(max_size=40), st.lists(st.one_of(SPICE, st.text(max_size=3)), max_size=25).map("".join)))
@example("(na:) OF b")
def test_any_text_parses_or_is_a_query_error_and_a_tree_prints_as_its_own_query(query: str) -> None:
    tree = understood(query)
    assert isinstance(tree, QueryError) or parse(str(tree)) == tree


def leaves() -> st.SearchStrategy[Node]:
    words = st.text("abcdexyz0123é.'@", min_size=1, max_size=8).filter(lambda w: w.isalnum() and not w.isdigit())
    field = st.sampled_from(["", "subject", "sender", "to", "name"])
    period = st.one_of(
        st.integers(1000, 9998).map(str),
        st.dates(datetime(1000, 1, 1).date(), datetime(9998, 12, 31).date()).map(str),
    )
    return st.one_of(
        st.just(Everything()),
        st.builds(Word, words, field),
        st.builds(Prefix, words, field),
        st.builds(Phrase, st.lists(words, min_size=1, max_size=3).map(" ".join), field),
        st.builds(Dated, st.sampled_from(["after", "before", "on"]), period.map(parse_period)),
        st.builds(Kind, st.sampled_from(sorted(vocabulary().kinds_shown))),
        st.builds(Ground, st.sampled_from(["woo", "woo 5.1", "woo 5.1.2.e", "woo 5.2", "wob 10.2.g", "wob 11.1"])),
        st.builds(InThread, st.text("0123456789abcdef", min_size=1, max_size=16)),
    )


def trees() -> st.SearchStrategy[Node]:
    def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        children = st.lists(inner, min_size=2, max_size=4).map(tuple)
        return st.one_of(st.builds(Not, inner), st.builds(And, children), st.builds(Or, children))

    return st.recursive(leaves(), grown, max_leaves=12)


@given(trees())
def test_every_tree_prints_as_a_query_that_gives_it_back(tree: Node) -> None:
    assert parse(str(tree)) == tree


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2021", "2021-01-01", "2022-01-01"),
        ("2021-02", "2021-02-01", "2021-03-01"),
        ("2021-12", "2021-12-01", "2022-01-01"),
        ("2021-02-15", "2021-02-15", "2021-02-16"),
        ("15-2-2021", "2021-02-15", "2021-02-16"),
        ("15/02/2021", "2021-02-15", "2021-02-16"),
        ("feb 2021", "2021-02-01", "2021-03-01"),
        ("feb. 2021", "2021-02-01", "2021-03-01"),
        ("Mei 2020", "2020-05-01", "2020-06-01"),
        ("15 februari 2021", "2021-02-15", "2021-02-16"),
        ("2-2021", "2021-02-01", "2021-03-01"),
        ("2020-02-29", "2020-02-29", "2020-03-01"),
    ],
)
def test_a_period_runs_from_midnight_to_midnight_in_amsterdam(written: str, start: str, end: str) -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    period = parse_period(written)
    borders = [datetime.fromisoformat(day).replace(tzinfo=zone).timestamp() for day in (start, end)]
    assert [period.start, period.end] == borders


def test_the_days_on_which_the_clock_changes_have_23_and_25_hours() -> None:
    spring, autumn = parse_period("28-3-2021"), parse_period("31-10-2021")
    assert spring.end - spring.start == 23 * 3600
    assert autumn.end - autumn.start == 25 * 3600


def test_the_month_of_a_moment_is_the_one_in_amsterdam() -> None:
    assert month_of(parse_period("2021-07").start - 1) == 202106
    assert month_of(parse_period("2021-07").start) == 202107
    assert month_of(parse_period("1969-12-31").start) == 196912


@pytest.mark.parametrize("text", ["9999", "0000", "2021-13", "32-1-2021", "٢٠٢١", "2021-", "feber 2021", "0-0-2021"])
def test_what_is_no_date_is_a_problem_of_form(text: str) -> None:
    with pytest.raises(ValueFormError):
        parse_period(text)


@pytest.mark.parametrize(
    ("spelled", "ground"),
    [
        *(
            (s, "woo 5.1.2.e")
            for s in ("5.1.2e", "5.1.2.e", "5.1 .2e", "512e", "s12e", "5.1, lid 2, sub e", "Woo 5.1.2.E")
        ),
        ("artikel 5.1, tweede", ""),
        *(
            (s, "wob 10.2.e")
            for s in ("10.2.e", "10.2 e", "10 2 e", "102e", "(10)(2e)", "(10)(26)", "(10)(20)", "(10)(2e")
        ),
        ("10.2.g", "wob 10.2.g"),
        *((s, "wob 11.1") for s in ("11)(1)", "(11)(1)", "11.1", "111")),
        ("5.1", "woo 5.1"),
        ("woo", "woo"),
        ("5.2", "woo 5.2"),
        ("wob 5.1", ""),
        ("7", ""),
        ("", ""),
    ],
)
def test_every_spelling_of_a_ground_means_the_same(spelled: str, ground: str) -> None:
    if ground:
        assert parse_ground(spelled) == ground
        assert parse_ground(ground) == ground
    else:
        with pytest.raises(ValueFormError):
            parse_ground(spelled)


def test_a_ground_falls_under_all_that_are_cut_short() -> None:
    assert ground_levels("woo 5.1.2.e") == ["woo", "woo 5", "woo 5.1", "woo 5.1.2", "woo 5.1.2.e"]


def test_the_beginning_of_a_thread_number_stands_for_all_that_begin_so() -> None:
    assert thread_range("00000000000000ff") == (255, 255)
    assert thread_range("1") == (1 << 60, (1 << 61) - 1)


@pytest.mark.parametrize(
    ("query", "reason", "at", "value"),
    [
        ('zorg "open', "quote", 5, ""),
        ("zorg (open", "not-closed", 5, ""),
        ("zorg open)", "not-opened", 9, ""),
        ("zorg EN", "operator", 5, ""),
        ("OF", "word", 0, ""),
        ("zorg NIET", "negation", 5, ""),
        ("kleur:rood", "field", 0, "kleur"),
        ('zorg ""', "phrase-empty", 5, ""),
        ("na:morgen", "date", 3, "morgen"),
        ("op:30-2-2021", "day", 3, "30-2-2021"),
        ("grond:7.3", "ground", 6, "7.3"),
        ("gesprek:xyz", "thread", 8, "xyz"),
        ("soort:lied", "kind", 6, "lied"),
        ("a* " * 9, "prefixes", 24, ""),
        ("a " * 65, "words", 128, ""),
        ("(" * 41 + "a", "deep", 40, ""),
        ("x" * 4001, "too-long", 4000, ""),
    ],
)
def test_a_wrong_query_tells_in_one_word_what_is_wrong_and_where(query: str, reason: str, at: int, value: str) -> None:
    with pytest.raises(WrongQueryError) as caught:
        parse(query)
    assert (caught.value.reason, caught.value.at, caught.value.values.get("value", "")) == (reason, at, value)


def test_every_reason_is_told_in_both_languages() -> None:
    source = Path(parse.__code__.co_filename).read_text() + Path(parse_ground.__code__.co_filename).read_text()
    reasons = set(re.findall(r'self\.fail\(\s*"([a-z-]+)"', source)) | {"date", "day", "ground", "thread", "kind"}
    for language in LANGUAGES:
        say = texts(language)
        assert {r for r in reasons if f"wrong.query-{r}.what" not in say} == set()
        assert {r for r in reasons if f"wrong.query-{r}.cure" not in say} == set()
