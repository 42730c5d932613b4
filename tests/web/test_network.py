"""The picture of who writes to whom."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.web.network import HIGH, LONGEST, MOST_LINES, WIDE, Node, picture, tied
from draad.web.parties import Party

NAMES = [f"{letter}.nl" for letter in "abcdefghijklmno"]
PAIRS = st.dictionaries(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), st.integers(1, 10_000), max_size=200)


def nodes(names: list[str]) -> list[Node]:
    return [Node(name, name, n, f"/organisatie/{name}") for n, name in enumerate(names)]


@given(PAIRS, st.lists(st.sampled_from(NAMES), unique=True), st.booleans())
def test_everybody_stands_in_the_picture_once_and_apart(
    pairs: dict[tuple[str, str], int], names: list[str], centred: bool
) -> None:
    made = picture(nodes(names), pairs, names[0] if names and centred else "")
    assert sorted(node["name"] for node in made["nodes"]) == sorted(names)
    assert all(0 < node["x"] < WIDE and 0 < node["y"] < HIGH for node in made["nodes"])
    places = Counter((node["x"], node["y"]) for node in made["nodes"])
    assert set(places.values()) <= {1}


@given(PAIRS, st.lists(st.sampled_from(NAMES), unique=True))
def test_lines_tell_both_ways_together(pairs: dict[tuple[str, str], int], names: list[str]) -> None:
    made = picture(nodes(names), pairs)
    assert len(made["lines"]) <= MOST_LINES
    for line in made["lines"]:
        one, other = line["from"], line["to"]
        assert one != other
        assert line["messages"] == pairs.get((one, other), 0) + pairs.get((other, one), 0)


@given(PAIRS)
def test_order_of_what_is_told_makes_no_difference(pairs: dict[tuple[str, str], int]) -> None:
    turned = dict(reversed(pairs.items()))
    assert picture(nodes(NAMES), pairs) == picture(nodes(NAMES), turned)


def test_who_writes_most_has_the_widest_line_and_it_is_drawn_last() -> None:
    made = picture(nodes(["a.nl", "b.nl", "c.nl"]), {("a.nl", "b.nl"): 900, ("b.nl", "c.nl"): 9})
    assert made["lines"][-1]["messages"] == 900
    assert made["lines"][-1]["width"] > made["lines"][0]["width"]


def test_what_one_sends_to_itself_is_no_tie() -> None:
    assert tied(["a.nl"], {("a.nl", "a.nl"): 5}) == {}


@pytest.mark.parametrize(
    ("name", "names", "label"),
    [
        ("vng.nl", [], "vng.nl"),
        ("Vereniging van Nederlandse Gemeenten", ["vng.nl", "VNG"], "VNG"),
        ("Stichting met een heel lange naam", [], "Stichting met een heel…"),
    ],
)
def test_label_fits_the_picture(name: str, names: list[str], label: str) -> None:
    party = Party(name, "organisation", names=Counter(names))
    assert party.label == label
    assert len(party.label) <= LONGEST
