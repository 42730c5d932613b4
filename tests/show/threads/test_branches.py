"""Who answers whom, and how far a branch stands in."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from draad.dossier.views import MessageView
from draad.show.threads.branches import DEEPEST, Place, places


def conversation(*parents: int | None) -> list[MessageView]:
    """Messages 1, 2, 3 … by the number of what each answers."""
    return [cast(MessageView, SimpleNamespace(id=n, parent=parent)) for n, parent in enumerate(parents, 1)]


def depths(*parents: int | None) -> list[int]:
    found = places(conversation(*parents))
    return [found[n].depth for n in range(1, len(parents) + 1)]


def test_a_line_of_answers_is_no_branch() -> None:
    assert depths(None, 1, 2, 3, 4) == [0, 0, 0, 0, 0]


def test_of_two_answers_the_one_that_goes_on_keeps_the_main_line() -> None:
    assert depths(None, 1, 1, 3, 4) == [0, 1, 0, 0, 0]


def test_of_two_answers_that_are_alike_the_first_keeps_it() -> None:
    assert depths(None, 1, 1) == [0, 0, 1]


def test_each_message_knows_what_it_answers_and_its_answers() -> None:
    assert places(conversation(None, 1, 1))[1] == Place(n=1, depth=0, parent=None, answers=(2, 3))
    assert places(conversation(None, 1, 1))[3] == Place(n=3, depth=1, parent=1, answers=())


def test_an_answer_to_what_is_not_there_begins_anew() -> None:
    assert places(conversation(None, 99))[2] == Place(n=2, depth=0, parent=None, answers=())


@given(st.lists(st.integers(0, 40), max_size=40))
@settings(deadline=None)
def test_every_message_has_a_place_and_none_stands_too_far_in(answered: list[int]) -> None:
    parents = [None if n == 0 else 1 + above % n for n, above in enumerate(answered)]
    found = places(conversation(*parents))
    assert sorted(place.n for place in found.values()) == list(range(1, len(parents) + 1))
    for n, parent in enumerate(parents, 1):
        assert found[n].parent == parent
        assert 0 <= found[n].depth <= DEEPEST
        assert parent is None or n in found[parent].answers
