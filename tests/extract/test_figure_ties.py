"""The same figure in several places, and figures that contradict each other."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from draad.extract.figure_ties import tie_figures
from draad.extract.records import Figure, Item
from draad.texts import texts

_Entry = tuple[int, Item, str]


def entry(
    number: int,
    value: str,
    counts: str,
    *,
    of: str | None = None,
    unit: str | None = "%",
    when: str | None = None,
    said: str = "2021-03-01",
) -> _Entry:
    figure = Figure(value, unit, counts, of, when, None)
    return number, Item("figure", (0, 1), 0, "figure.percent", (0, 1), said=said, figure=figure), counts


def ties(*items: _Entry) -> list[tuple[str, int, int]]:
    return [(t.kind, t.source, t.target) for t in tie_figures(items)]


def test_the_same_value_of_the_same_thing_is_tied_to_the_first_that_was_said() -> None:
    assert ties(
        entry(7, "12", "leegstaande huizen", said="2021-03-02"),
        entry(9, "12", "huizen leegstaande", said="2021-02-01"),
        entry(3, "12", "het aantal leegstaande huizen", said="2021-04-01"),
    ) == [("same", 3, 9), ("same", 7, 9)]


def test_a_quarter_is_a_quarter() -> None:
    assert ties(entry(1, "1/4", "leegstaande huizen", unit="1/n"), entry(2, "25", "leegstaande huizen")) == [
        ("same", 2, 1)
    ]


def test_another_value_of_the_same_thing_in_the_same_time_is_a_conflict() -> None:
    a, b = entry(1, "12", "leegstaande huizen", when="2020"), entry(2, "14", "leegstaande huizen", when="2020")
    (tie,) = tie_figures([a, b])
    assert (tie.kind, tie.source, tie.target) == ("conflicts", 2, 1)
    assert {r.name for r in tie.reasons} == {"figures-other-value", "figures-same-period"}


def test_another_time_or_another_thing_is_none() -> None:
    assert not ties(
        entry(1, "12", "leegstaande huizen", when="2019"), entry(2, "14", "leegstaande huizen", when="2020")
    )
    assert not ties(entry(1, "12", "leegstaande huizen"), entry(2, "14", "lekkende daken"))
    assert not ties(entry(1, "12", "leegstaande huizen"), entry(2, "12", "lekkende daken"))


def test_a_rounded_ratio_does_not_contradict_its_share() -> None:
    assert not ties(entry(1, "1/9", "leegstaande huizen", unit="1/n"), entry(2, "10.7", "leegstaande huizen"))


def test_an_item_without_figure_is_passed_over() -> None:
    assert tie_figures([(1, Item("action", (0, 1), 0, "x", (0, 1)), "x")]) == []


@given(
    st.lists(
        st.builds(
            entry,
            st.integers(1, 30),
            st.sampled_from(["12", "14", "1/4", "25", "10..15"]),
            st.sampled_from(["leegstaande huizen", "huizen", "daken", "lekkende daken", ""]),
            when=st.sampled_from([None, "2020"]),
            said=st.sampled_from(["2021-01-01", "2021-03-01"]),
        ),
        max_size=12,
        unique_by=lambda e: e[0],
    ),
    st.randoms(use_true_random=False),
)
def test_any_order_gives_the_same_ties_and_none_to_itself(items: list[_Entry], random: Random) -> None:
    mixed = list(items)
    random.shuffle(mixed)
    found = tie_figures(items)
    assert found == tie_figures(mixed)
    assert len({(t.kind, t.source) for t in found}) == len(found) <= 2 * len(items)
    for tie in found:
        assert tie.source != tie.target
        assert 0 < tie.score <= 1
        assert all(f"reason.{r.name}" in texts("nl") for r in tie.reasons)
