"""The rule: a directorate in a pseudonym tells nothing that the release does not tell already."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st
from pseudonym_pile import MARK, PEOPLE, accepted, looked, mail, value

from draad.records import Split
from draad.release.pseudonyms.choosing import Choice, People, choose, seen
from draad.release.pseudonyms.standing import Looked, look

WIEBE, TJITSKE, OEDS, SJOUKJE = PEOPLE[:4]
WORDS = {value(name): frozenset(name.casefold().split()) for name in PEOPLE}
SHOWN = [mail(name, f"Van: {name} - DMO") for name in PEOPLE[:3]]


def chosen(
    *documents: Looked, said: Mapping[int, str] | None = None, least: int = 3, drawn: Mapping[int, str] | None = None
) -> dict[str, Choice]:
    made = choose(seen(documents), People(WORDS), said or {}, least, drawn or {})
    return {name: made[value(name)] for name in PEOPLE}


def shown() -> list[Looked]:
    """Three people of one directorate, each told by the header of a mail of their own."""
    return [looked(one) for one in SHOWN]


def test_who_is_shown_with_a_directorate_bears_it() -> None:
    made = chosen(*shown())
    assert [made[name] for name in PEOPLE[:3]] == [Choice("DMO", "rule")] * 3
    assert made[SJOUKJE] == Choice("", "unseen")


def test_fewer_people_than_asked_bear_none() -> None:
    made = chosen(*shown()[:2])
    assert made[WIEBE] == Choice("", "few", 2)
    assert chosen(*shown()[:2], least=2)[WIEBE].unit == "DMO"
    assert chosen(*shown(), drawn={value(OEDS): ""})[WIEBE] == Choice("", "few", 2)


def test_one_person_under_two_names_is_one() -> None:
    people = People({1: frozenset(("wiebe", "kwartel")), 2: frozenset(("kwartel",)), 3: frozenset(("kwarte1",))})
    assert people.count((1, 2, 3)) == 1
    assert People({1: frozenset(("wiebe", "kwartel")), 2: frozenset(("wiebe", "merel"))}).count((1, 2)) == 2


def test_two_directorates_for_one_person_are_for_the_officer_to_choose() -> None:
    other = looked(mail("z", f"Aan: {WIEBE} - WJZ"))
    assert chosen(*shown(), other, least=2)[WIEBE] == Choice("", "several")
    assert chosen(*shown(), other, least=2, said={value(WIEBE): "DMO"})[WIEBE] == Choice("DMO", "chosen")


def test_a_unit_that_was_drawn_stays_as_long_as_it_is_shown() -> None:
    other = looked(mail("z", f"Aan: {WIEBE} - WJZ"))
    assert chosen(*shown(), other, drawn={value(WIEBE): "DMO"})[WIEBE] == Choice("DMO", "rule")
    hidden = looked(mail("y", "Van: x", body=f"{WIEBE} zit bij DMO.\n"), "DMO")
    assert chosen(*shown(), other, hidden, drawn={value(WIEBE): "DMO"})[WIEBE].unit == ""


def test_an_officer_takes_it_away_and_chooses_none_that_is_not_shown() -> None:
    assert chosen(*shown(), said={value(WIEBE): ""})[WIEBE] == Choice("", "cleared")
    assert chosen(*shown(), said={value(WIEBE): "WJZ"})[WIEBE] == Choice("", "absent")


def test_withheld_in_another_copy_of_the_message_it_is_told_nowhere() -> None:
    both = [looked(SHOWN[0], message=7), looked(mail("z", f"Van: {WIEBE} - DMO"), "DMO", message=7)]
    assert chosen(*both, *shown()[1:])[WIEBE] == Choice("", "hidden")


def test_a_mark_of_the_source_where_another_copy_shows_it_may_hide_it() -> None:
    both = [looked(SHOWN[0], message=7), looked(mail("z", "Van: [gelakt]"), message=7)]
    assert chosen(*both, *shown()[1:])[WIEBE] == Choice("", "hidden")


def test_a_copy_that_was_cut_short_hides_nothing() -> None:
    both = [looked(SHOWN[0], message=7), looked(mail("z", f"Van: {WIEBE}"), message=7)]
    assert chosen(*both, *shown()[1:])[WIEBE].unit == "DMO"


def test_withheld_beside_the_person_in_any_message_it_is_told_nowhere() -> None:
    elsewhere = looked(mail("z", "Van: x", body=f"{WIEBE} zit nu bij DMO.\n"), "DMO")
    assert chosen(*shown(), elsewhere)[WIEBE] == Choice("", "hidden")
    assert chosen(*shown(), elsewhere, least=2)[TJITSKE].unit == "DMO"


def test_in_full_or_by_another_code_it_is_the_same_directorate_that_is_withheld() -> None:
    for words in ("Maatschappelijke Ondersteuning", "MO"):
        elsewhere = looked(mail("z", "Van: x", body=f"{WIEBE} zit bij {words}.\n"), words)
        assert chosen(*shown(), elsewhere)[WIEBE].why == "hidden"


def test_an_unread_hole_on_the_line_of_the_person_may_hide_it() -> None:
    beside = looked(mail("z", f"Aan: {WIEBE} [5.1.2e]"))
    assert chosen(*shown(), beside)[WIEBE].why == "hidden"
    veiled = looked(mail("z", f"Aan: {WIEBE}"), veiled=True)
    assert chosen(*shown(), veiled)[WIEBE].why == "hidden"
    apart = looked(mail("z", f"Aan: {WIEBE}", "Cc: [5.1.2e]"))
    assert chosen(*shown(), apart)[WIEBE].unit == "DMO"


def test_an_abbreviation_is_one_that_stands_visible_or_that_knowledge_has_for_the_full_name() -> None:
    full = [mail(f"f{n}", "Van: x", signature=f"{name}\nDirectie Maatschappelijke Ondersteuning")
            for n, name in enumerate(PEOPLE[:3])]  # fmt: skip
    assert chosen(*map(looked, full))[WIEBE] == Choice("MO", "rule")
    unknown = [mail(f"f{n}", "Van: x", signature=f"{name}\nAfdeling Schuren en Hekken")
               for n, name in enumerate(PEOPLE[:3])]  # fmt: skip
    assert chosen(*map(looked, unknown))[WIEBE] == Choice("", "unnamed")


def test_a_short_name_that_is_used_stays_and_one_that_tells_a_name_is_never_used() -> None:
    full = mail("f", "Van: x", signature=f"{SJOUKJE}\nDirectie Maatschappelijke Ondersteuning")
    everything = [*shown(), looked(full)]
    made = {choose(seen(everything, used), People(WORDS), {}, 3)[value(WIEBE)].unit for used in ((), ("DMO",), ("MO",))}
    assert made == {"MO", "DMO"}
    told = seen(everything, telling=lambda word: word in ("MO", "DMO"))
    assert choose(told, People(WORDS), {}, 3)[value(WIEBE)] == Choice("", "unnamed")


# ── what must always hold ───────────────────────────────────────────────────────────────────────────────────

UNITS = ("DMO", "WJZ", "FEZ")
place = st.tuples(
    st.sampled_from(PEOPLE),
    st.sampled_from(("", *UNITS, *UNITS)),
    st.sampled_from(("", "", "", "unit", "mark", "all")),
    st.integers(0, 4),
)


def document(number: int, name: str, unit: str, hidden: str) -> tuple[Split, list[str]]:
    behind = f" - {unit}" if unit else ""
    line = f"Van: [gelakt]{behind}" if hidden == "mark" else f"Van: {name}{behind}"
    words = [unit] if hidden == "unit" and unit else [f"Van: {name}{behind}"] if hidden == "all" else []
    return mail(f"d{number}", line, body=f"Beste,\n\nGroet {name}\n"), words


def released(split: Split, words: list[str]) -> str:
    text = split.document.text
    for view in sorted(accepted(split, words), key=lambda one: one.span or (0, 0), reverse=True):
        start, end = view.span or (0, 0)
        text = text[:start] + (f"<{view.value}>" if view.value else "<>") + text[end:]
    return text


@given(st.lists(place, max_size=14), st.integers(2, 4))
def test_no_directorate_is_named_that_the_release_does_not_show_and_none_that_it_hides(
    places: list[tuple[str, str, str, int]], least: int
) -> None:
    files = [(*document(n, name, unit, hidden), message) for n, (name, unit, hidden, message) in enumerate(places)]
    documents = [look(split, accepted(split, words), messages={0: message}) for split, words, message in files]
    made = choose(seen(documents), People(WORDS), {}, least)
    bearers: dict[str, int] = {}
    for person, choice in made.items():
        if not choice.unit:
            continue
        bearers[choice.unit] = bearers.get(choice.unit, 0) + 1
        shows = [
            message for split, words, message in files if f"<{person}> - {choice.unit}\n" in released(split, words)
        ]
        assert shows
        for split, words, message in files:
            text = released(split, words)
            beside = f"<{person}>" in text
            assert not (beside and choice.unit in words)
            assert not (message in shows and f"- {choice.unit}\n" not in text and MARK.search(text))
            assert not (message in shows and any(choice.unit in one for one in words))
    assert all(count >= least for count in bearers.values())


@given(st.lists(place, max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_nothing(places: list[tuple[str, str, str, int]], chance: object) -> None:
    files = [(*document(n, name, unit, hidden), message) for n, (name, unit, hidden, message) in enumerate(places)]
    documents = [look(split, accepted(split, words), messages={0: message}) for split, words, message in files]
    first = choose(seen(documents), People(WORDS), {}, 2)
    chance.shuffle(documents)  # type: ignore[attr-defined]
    assert choose(seen(documents), People(WORDS), {}, 2) == first
