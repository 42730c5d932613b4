"""The form for who does not type the language: what was filled in is a query, and comes back from it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.dossier.query import WrongQueryError, parse
from draad.dossier.tree import vocabulary
from draad.web.pages.search.form import KINDS, TYPES, Form, form_of

PLAIN = st.text("abcdeëfgijklmnop", min_size=1, max_size=8)
SOME = st.lists(PLAIN, max_size=3).map(" ".join)
DAYS = st.one_of(st.just(""), st.dates(date(1950, 1, 1), date(2090, 1, 1)).map(date.isoformat))
DOMAINS = st.one_of(st.just(""), PLAIN, PLAIN.map(lambda name: f"{name}.nl"), st.tuples(PLAIN, PLAIN).map(" ".join))
FORMS = st.builds(
    Form,
    words=SOME,
    phrase=SOME,
    without=SOME,
    sender=DOMAINS,
    to=DOMAINS,
    since=DAYS,
    until=DAYS,
    kind=st.sampled_from(("", *KINDS)),
    type=st.sampled_from(("", *TYPES)),
    ground=st.sampled_from(("", "woo 5.1.2.e", "wob 10.2.g", "woo", "wob 11.1")),
)


@given(FORMS)
def test_a_form_becomes_a_query_that_gives_the_form_back(form: Form) -> None:
    assert form_of(parse(form.query())) == form


@given(st.builds(Form, **dict.fromkeys(("words", "phrase", "without", "sender", "to", "ground"), st.text(max_size=30))))
def test_whatever_is_typed_in_a_form_is_a_query_or_is_told_as_a_wrong_one(form: Form) -> None:
    try:
        node = parse(form.query())
    except WrongQueryError:
        return
    again = parse(form_of(node).query())
    assert set(map(str, getattr(again, "children", (again,)))) == set(map(str, getattr(node, "children", (node,))))


@pytest.mark.parametrize(
    ("form", "query"),
    [
        (Form(), ""),
        (Form(words="zorg", sender="minvws.nl"), "zorg van:minvws.nl"),
        (Form(phrase='het "bestuurlijk" overleg'), '"het bestuurlijk overleg"'),
        (Form(words="zorg", without='taxi "het OV" OF'), 'zorg -taxi -"het OV" -"OF"'),
        (Form(words="zorg OF taxi", to="vng.nl"), "(zorg OF taxi) aan:vng.nl"),
        (Form(since="2020-01-01", until="2020-12-31"), "na:2020 voor:2021"),
        (Form(since="2020-03-01", until="2020-03-15"), "na:2020-03 voor:2020-03-16"),
        (Form(kind="message", ground="5.1.2.e"), "soort:bericht grond:5.1.2.e"),
        (Form(type="report", sender="directie MO"), 'van:"directie MO" soort:verslag'),
        (Form(sender="(10)(2e)"), 'van:"10 2e"'),
    ],
)
def test_a_form_is_written_as_a_person_would(form: Form, query: str) -> None:
    assert form.query() == query


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("zorg OF taxi van:vng.nl", Form(words="zorg OF (taxi van:vng.nl)")),
        ("op:2020 zorg", Form(words="op:2020 zorg")),
        ("voor:2020 zorg", Form(words="zorg", until="2019-12-31")),
        ("van:vng.nl van:rivm.nl", Form(words="van:rivm.nl", sender="vng.nl")),
        ("*", Form()),
        ("zorg (a OF b)", Form(words="zorg (a OF b)")),
        ("soort:mail", Form(words="soort:mail")),
        ("voor:0001", Form(words="voor:0001")),
    ],
)
def test_what_has_no_field_stands_among_the_words(query: str, form: Form) -> None:
    assert form_of(parse(query)) == form


def test_two_forms_are_asked_together() -> None:
    assert Form(words="a OF b").joined(Form(sender="vng.nl")) == "(a OF b) van:vng.nl"
    assert Form(words="a").joined(Form(words="b OF c")) == "a (b OF c)"
    assert Form(words="a OF b").joined(Form()) == "a OF b"


def test_all_kinds_of_documents_have_a_word_in_the_language() -> None:
    assert set(TYPES) | set(KINDS) <= set(vocabulary().kinds_shown)
