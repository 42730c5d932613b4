"""The weekly overview: one example that has something of everything."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from register_items import a_message, a_thread, an_item, item_in

from draad.register.overview import weekly

WEDNESDAY = date(2021, 6, 9)


def test_a_week_at_a_glance() -> None:
    message = a_message("Wie rijdt er? Ritten vallen uit.", "knv.nl", ("minvws.nl",), datetime(2021, 5, 3, 9))
    new = an_item("Bellen met de VNG", status="proposed", said=date(2021, 6, 8))
    late = an_item("Cijfers sturen", due="2021-06-04")
    now, soon = an_item("Brief", due="2021-06-11"), an_item("Debat", "appointment", due="2021-06-16")
    promise = an_item("Elke week bijpraten", "commitment", every="P1W", said=date(2021, 5, 3))
    question = item_in(message, "Wie rijdt er?")
    signal = item_in(message, "Ritten vallen uit.", "signal", owner=("KNV",))
    items = [new, late, now, soon, promise, question, signal]
    found = weekly(items, [], WEDNESDAY, threads=[a_thread(message)])
    assert (found.monday, found.sunday) == (date(2021, 6, 7), date(2021, 6, 13))
    assert found.new == (new,)
    assert [f.item for f in found.overdue] == [late]
    assert [f.item for f in found.this_week] == [now]
    assert [f.item for f in found.next_week] == [soon]
    assert [(r.item, r.missed) for r in found.broken] == [(promise, 5)]
    assert [a.item for a in found.unanswered] == [question]
    assert [theme.organisation for theme in found.adrift] == ["KNV"]


def test_an_empty_register_gives_an_empty_week() -> None:
    found = weekly([], [], WEDNESDAY)
    assert not any(found[2:])


KINDS = st.sampled_from(["action", "question", "signal", "appointment", "commitment"])
DAYS = st.dates(date(2021, 5, 1), date(2021, 7, 1))


@settings(max_examples=50)
@given(
    st.lists(st.tuples(KINDS, DAYS, DAYS, st.sampled_from(["open", "proposed"])), max_size=8),
    st.randoms(use_true_random=False),
)
def test_any_order_of_items_gives_the_same_overview(made: list[tuple[str, date, date, str]], random: object) -> None:
    items = [
        an_item("Ritten van vervoerders", kind, status, due=due.isoformat(), said=said, id=n + 1)
        for n, (kind, due, said, status) in enumerate(made)
    ]
    mixed = list(items)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert weekly(items, [], WEDNESDAY) == weekly(mixed, [], WEDNESDAY)
