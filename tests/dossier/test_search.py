"""Searching: who finds whom, the counts beside the hits, and passages that quote the text's own characters."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.dossier.highlight import Highlighter
from draad.dossier.index import Index, IndexRow
from draad.dossier.query import parse
from draad.dossier.search import Texts, search
from draad.dossier.tree import Ground
from draad.dossier.values import parse_period
from draad.errors import QueryError, UsageError

FEBRUARY = parse_period("2021-02").start
THREAD = 0x3FA9_0000_0000_0001

ROWS = [
    IndexRow(
        1,
        "message",
        subject="Sluiting dagbesteding",
        body="De dagbestedingen in de regio gaan dicht.\nWie pakt de coördinatie? Akkoord; volgende week verder.",
        sender="Afdeling Zorg @minvws.nl",
        to="directie MO minvws.nl; vng.nl",
        sent_at=FEBRUARY,
        grounds=("woo 5.1.2.e",),
        thread=THREAD,
        name="stuk-12",
    ),
    IndexRow(
        2,
        "message",
        subject="Nieuwe locatie",
        body="De dagbestedingslocatie [5.1.2e] opent weer, de gemeenten betalen. Zo'n e-mail helpt.",
        sender="J. de Vries <(10)(2e)@vng.nl>",
        sent_at=FEBRUARY - 1,
        grounds=("wob 10.2.e", "wob 11.1"),
        thread=THREAD + 1,
        name="stuk-13#2",
    ),
    IndexRow(
        3,
        "document",
        "Verslag overleg",
        "Ik meen dat de subsidieregeling blijft.",
        sent_at=FEBRUARY + 1,
        soort="report",
    ),
    IndexRow(4, "message", "", "Een bestuurlijk overleg over subsidies; de mini-conferentie vervalt.", "loket"),
]
TEXTS = {row.id: Texts(row.subject, row.body) for row in ROWS}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with Index.open(tmp_path_factory.mktemp("search"), write=True) as opened:
        opened.replace(ROWS)
        opened.commit(1)
        yield opened


def fetch(numbers: list[int]) -> Mapping[int, Texts]:
    return {number: TEXTS[number] for number in numbers}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("dagbesteding", {1, 2}),
        ("dagbestedingen", {1, 2}),
        ("dagbestedingslocaties", {2}),
        ("coordinatie", {1}),
        ("coördinatie", {1}),
        ("COÖRDINATIE", {1}),
        ("gemeente", {2}),
        ("menen", {3}),
        ("minister", set()),
        ("locatie", {2}),
        ("subsidie", {3, 4}),
        ("subsid*", {3, 4}),
        ("coör*", {1}),
        ("e-ma*", {2}),
        ("zo'n", {2}),
        ("e-mail", {2}),
        ("dagbesteding EN NIET dagbestedingslocatie", {1}),
        ("dagbesteding AND NOT coordinatie", {2}),
        ("dagbesteding -gemeente", {1}),
        ("NIET dagbesteding", {3, 4}),
        ("-dagbesteding -meen", {4}),
        ("NIET NIET dagbesteding", {1, 2}),
        ("meen OF gemeente", {2, 3}),
        ("meen OF NIET subsidie", {1, 2, 3}),
        ("(meen OF gemeente) subsidie", {3}),
        ("*", {1, 2, 3, 4}),
        ("", {1, 2, 3, 4}),
        ('"coordinatie akkoord volgende"', {1}),
        ('"gaan dicht wie"', {1}),
        ('"dagbesteding in de regio"', set()),
        ('"bestuurlijk overleg"', {4}),
        ('"overleg ik"', set()),
        ("van:minvws.nl", {1}),
        ("van:@minvws.nl", {1}),
        ("van:vng.nl", {2}),
        ('van:"de vries"', {2}),
        ("van:vrie*", {2}),
        ("aan:vng.nl", {1}),
        ("to:directie", {1}),
        ("onderwerp:locatie", {2}),
        ("onderwerp:(overleg OF sluiting)", {1, 3}),
        ("soort:verslag", {3}),
        ("soort:bericht", {1, 2, 4}),
        ("soort:document", {3}),
        ("grond:5.1.2e", {1}),
        ("5.1.2e", {1}),
        ("grond:5.1", {1}),
        ("(10)(2e)", {2}),
        ("grond:wob", {2}),
        ("grond:11.1", {2}),
        ("gesprek:3fa9", {1, 2}),
        ("gesprek:3fa9000000000001", {1}),
        ("gesprek:ffff", set()),
        ("document:stuk-12", {1}),
        ("document:stuk-13#2", {2}),
        ("document:stuk*", {1, 2}),
        ("na:2021-02", {1, 3}),
        ("voor:2021-02", {2}),
        ("op:2021-01-31", {2}),
        ("op:2021", {1, 2, 3}),
        ('na:"feb 2021" voor:1-3-2021', {1, 3}),
        ("voor:2021 OF na:2022", set()),
        ("bestaatniet", set()),
        ("NIET bestaatniet", {1, 2, 3, 4}),
        ("dagbesteding OF bestaatniet", {1, 2}),
    ],
)
def test_found(index: Index, query: str, found: set[int]) -> None:
    results = search(index, query)
    assert {hit.id for hit in results.hits} == found
    assert results.total == len(found)


def test_counts_per_month_domain_and_kind_are_over_all_that_was_found(index: Index) -> None:
    results = search(index, "*", limit=1)
    assert len(results.hits) == 1
    assert results.total == 4
    assert list(results.months.items()) == [("2021-01", 1), ("2021-02", 2)]
    assert results.domains == {"minvws.nl": 1, "vng.nl": 1}
    assert results.kinds == {"message": 3, "report": 1}


def test_counts_can_be_left_out_and_the_total_stays(index: Index) -> None:
    results = search(index, "dagbesteding", facets=False)
    assert (results.total, results.months, results.domains, results.kinds) == (2, {}, {}, {})


def test_only_counts(index: Index) -> None:
    results = search(index, "dagbesteding", limit=0)
    assert (results.total, results.hits) == (2, ())


def test_sorted_by_date_the_undated_come_last(index: Index) -> None:
    assert [hit.id for hit in search(index, "*", sort="date").hits] == [2, 1, 3, 4]
    assert [hit.id for hit in search(index, "*", sort="-date").hits] == [3, 1, 2, 4]


def test_pages_follow_each_other(index: Index) -> None:
    pages = [search(index, "*", sort="date", limit=2, offset=offset).hits for offset in (0, 2, 4)]
    assert [[hit.id for hit in page] for page in pages] == [[2, 1], [3, 4], []]


def test_the_kind_of_a_hit_is_told(index: Index) -> None:
    assert [hit.kind for hit in search(index, "meen").hits] == ["document"]


def test_a_page_beyond_all_measure_is_refused(index: Index) -> None:
    with pytest.raises(UsageError):
        search(index, "*", offset=10**9)


def shown(query: str, body: str) -> list[str]:
    return [body[start:end] for start, end in Highlighter(parse(query)).body_spans(body)]


@pytest.mark.parametrize(
    ("query", "body", "words"),
    [
        ("dagbesteding", "Dagbestedingen en een dagbestedingslocatie", ["Dagbestedingen", "dagbestedingslocatie"]),
        ("dagbestedingslocatie", "dagbesteding, dagbestedingslocaties", ["dagbestedingslocaties"]),
        ("coordinatie", "de coördinatie, de coo\u0308rdinatie", ["coördinatie", "coo\u0308rdinatie"]),
        ("coordinatie", "de co\u00f6rdi\u00adnatie en coo\u0308", ["co\u00f6rdi\u00adnatie"]),
        ('"gaan dicht wie"', "zij gaan dicht.\nWie niet?", ["gaan dicht.\nWie"]),
        ("subsid*", "Subsidies of subsidieregeling", ["Subsidies", "subsidieregeling"]),
        ("e-mail", "mijn E-mails en mail", ["E-mails"]),
        ("gemeente", "ik meen de gemeenten", ["gemeenten"]),
        ("kinderen", "het kind", ["kind"]),
        ("a NIET b", "a b", ["a"]),
        ("onderwerp:a", "a", []),
        ("van:a na:2021 *", "a 2021", []),
        ('zorg OF "zorg voor"', "zorg voor zorg", ["zorg voor", "zorg"]),
        ("5.1.2e gesprek", "gesprek met [5.1.2e]", ["gesprek"]),
    ],
)
def test_the_words_shown_are_the_texts_own(query: str, body: str, words: list[str]) -> None:
    assert shown(query, body) == words


def test_the_words_of_a_field_show_in_the_subject(index: Index) -> None:
    (hit,) = search(index, "onderwerp:locatie", fetch).hits
    assert [TEXTS[2].subject[start:end] for start, end in hit.subject] == ["locatie"]
    assert hit.snippet is not None
    assert hit.snippet.highlights == ()


def test_the_passage_is_where_most_of_the_query_stands() -> None:
    body = "zorg " + "en nog veel meer woorden " * 40 + "de zorg voor de dagbesteding sluit " + "verder niets " * 40
    snippet = Highlighter(parse("zorg dagbesteding")).snippet(body)
    assert "zorg voor de dagbesteding" in body[slice(*snippet.span)]
    assert [body[start:end] for start, end in snippet.highlights] == ["zorg", "dagbesteding"]


def test_without_a_word_in_the_body_the_passage_is_its_beginning() -> None:
    assert Highlighter(parse("van:x")).snippet("  Goed zo.  ").span == (2, 10)
    assert Highlighter(parse("van:x")).snippet("").span == (0, 0)
    assert Highlighter(parse("van:x")).snippet("   ").span == (3, 3)


WORDS = st.sampled_from(
    ["dagbestedingen", "Coördinatie", "zorg", "é", "(10)(2e)", "5.1.2e", "\n", "; ", "\u00ad", "x", "e\u0301"]
)
BODIES = st.lists(st.one_of(WORDS, st.text(max_size=4), st.just(" ")), max_size=80).map("".join)


@given(BODIES)
def test_passages_lie_within_the_text_and_their_highlights_within_them(body: str) -> None:
    highlighter = Highlighter(parse('dagbesteding OF coord* OF "zorg x" OF e'))
    snippet = highlighter.snippet(body)
    start, end = snippet.span
    assert 0 <= start <= end <= len(body)
    last = start
    for left, right in snippet.highlights:
        assert last <= left < right <= end
        last = right
    assert not body[start:end] or body[start:end] == body[start:end].strip()


@given(
    st.lists(
        st.sampled_from(
            ["zorg", "de*", '"a b"', "EN", "OF", "NIET", "(", ")", "-", "van:x", "na:2021", "5.1.2e", "*", "&"]
        )
    )
)
def test_whatever_is_asked_the_answer_is_results_or_a_query_error(index: Index, asked: list[str]) -> None:
    try:
        results = search(index, " ".join(asked), fetch)
    except QueryError:
        return
    assert results.total >= len(results.hits)


@given(st.text(max_size=30))
def test_any_characters_may_be_asked(index: Index, text: str) -> None:
    for query in (text, f'"{text}"', f"{text}*", f"van:{text}", f"onderwerp:{text}*"):
        with contextlib.suppress(QueryError):
            search(index, query, fetch)


def test_grounds_are_counted_at_their_lowest_level(index: Index) -> None:
    assert search(index, "*").grounds == {"wob 10.2.e": 1, "wob 11.1": 1, "woo 5.1.2.e": 1}


def test_the_count_of_a_ground_is_what_asking_for_it_finds(index: Index) -> None:
    for ground, count in (search(index, "*").grounds or {}).items():
        assert search(index, str(Ground(ground))).total == count


def test_threads_are_counted_by_their_whole_identifier(index: Index) -> None:
    assert search(index, "*").threads == {THREAD: 1, THREAD + 1: 1}


def test_how_many_words_of_a_query_a_text_holds() -> None:
    told = Highlighter(parse('dagbesteding OF brief* OF "in maart"'))
    assert told.variety("Over de dagbestedingen en een briefwisseling, in maart en in mei.") == 3
    assert told.variety("In april en in mei.") == 0
    assert told.has_words
    assert not Highlighter(parse("van:vng.nl onderwerp:brief")).has_words


@given(BODIES)
def test_a_text_holds_as_many_words_of_a_query_as_are_shown_in_it(body: str) -> None:
    for query in ('zorg dagbesteding "de regio"', "zorg OF dagbesteding", "z*"):
        told = Highlighter(parse(query))
        assert told.variety(body) == len({body[start:end].lower() for start, end in told.body_spans(body)})
        assert told.varieties([body, "", f"{body} {body}"]) == [told.variety(body), 0, told.variety(f"{body} {body}")]
