"""The rows of the inventory list: order, numbers, what may be told, what stands elsewhere too."""

from __future__ import annotations

import random
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.dossier import Dossier
from draad.dossier.redactions import Judgement, ReleaseSettings
from draad.records import Proposal
from draad.release.inventory import rows
from draad.release.inventory.doubles import doubles
from draad.release.inventory.facts import Fact, facts
from draad.release.inventory.rows import Row, id_of, in_time, made, natural, numbered
from draad.release.inventory.withheld import Withheld

SECRETS = ("Vermeulen", "Dijkema", "Ruiter", "Hoekstra", "k.vermeulen", "hugo@")


def listed(place: Path, **asked: str) -> list[Row]:
    with Dossier.open(place) as dossier:
        return rows(dossier, **asked)  # type: ignore[arg-type]


def named(place: Path, name: str) -> Row:
    return next(row for row in listed(place) if row.name == name)


def judge(place: Path, name: str, **changes: object) -> None:
    with Dossier.open(place) as dossier:
        dossier.judge(name, changes, who="anna")


def fact(document: int, *messages: int, **told: object) -> Fact:
    """A document of mail, by number."""
    plain = Fact(
        document, f"stuk {document}", "x.txt", "text", "mail", 0, None, None, None, None, "", None, None,
        frozenset(messages), document, {},
    )  # fmt: skip
    return replace(plain, **told)  # type: ignore[arg-type]


# ── order and numbers ───────────────────────────────────────────────────────────────────────────────────────


def test_documents_stand_in_order_of_time_and_what_has_no_day_comes_last(decided: Path) -> None:
    found = listed(decided)
    assert [(row.number, row.name) for row in found] == [
        ("1", "brief-1"), ("2", "kopie"), ("3", "antwoord"), ("4", "verslag"), ("5", "los"),
    ]  # fmt: skip
    assert [(row.day, row.time) for row in found][::2] == [
        ("2020-06-01", "16:40"), ("2020-06-02", "09:15"), (None, None),
    ]  # fmt: skip


def test_a_number_that_was_given_stays_and_the_others_go_on_behind_it(outgoing: Path) -> None:
    judge(outgoing, "antwoord", number="12a")
    assert [(row.number, row.name) for row in listed(outgoing)][:2] == [("12a", "antwoord"), ("13", "brief-1")]
    assert [row.name for row in listed(outgoing, order="date")][:2] == ["brief-1", "kopie"]


def test_an_attachment_stands_behind_its_mail_and_is_of_its_family() -> None:
    mail, late = fact(1, 10, day="2020-06-01", at=100), fact(2, 11, day="2020-06-02", at=200)
    annex = fact(3, kind="other", attached_to=1)
    found = made(
        [late, annex, mail], inclusive=(), withheld=Withheld(()), judgements={}, shown=frozenset(),
        settings=ReleaseSettings(),
    )  # fmt: skip
    assert [(row.document, row.family, row.attached) for row in found] == [(1, 1, False), (3, 1, True), (2, 2, False)]


NUMBERS = st.builds(str.__add__, st.integers(0, 999).map(str), st.sampled_from(["", "a", "b"]))


@given(st.permutations(range(12)), st.dictionaries(st.integers(0, 11), NUMBERS, max_size=5))
def test_numbers_do_not_depend_on_the_order_in_which_documents_come(order: list[int], numbers: dict[int, str]) -> None:
    held = [fact(n, day=f"2020-06-{n // 2 + 1:02}", at=n // 3) for n in range(12)]
    said = {document: Judgement(number=number) for document, number in numbers.items()}
    expected = numbered(in_time(held), said)
    assert numbered(in_time([held[n] for n in order]), said) == expected
    free = [number for document, number in expected.items() if document not in numbers]
    assert len(set(free)) == len(free)
    assert not set(free) & {number for number in numbers.values() if number.isdigit()}


@pytest.mark.parametrize(("one", "other"), [("2", "10"), ("10", "10a"), ("1.2", "1.10"), ("a2", "a10")])
def test_numbers_sort_as_people_count(one: str, other: str) -> None:
    assert natural(one) < natural(other)


def test_an_identifier_is_what_files_and_the_platform_can_bear() -> None:
    assert id_of("12 a/é#") == "12a"
    assert id_of("1.2") == "1.2"


# ── what may be told ────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_that_is_withheld_stands_in_a_row(decided: Path) -> None:
    told = [
        str({key: value for key, value in asdict(row).items() if key not in ("name", "subject")})
        for row in listed(decided)
    ]
    assert [secret for secret in SECRETS for row in told if secret in row] == []


def test_sender_and_addressee_are_told_by_organisation_where_that_is_left(undecided: Path) -> None:
    row = named(undecided, "brief-1")
    assert row.sender == "gemeentezuidhoek.nl"
    assert row.to == ("Maatschappelijke Ondersteuning, Ministerie van Volksgezondheid, Welzijn en Sport",)


def test_an_organisation_that_was_withheld_with_the_address_is_not_told(decided: Path) -> None:
    assert named(decided, "brief-1").sender == ""
    assert named(decided, "brief-1").to == ("Maatschappelijke Ondersteuning",)


def test_a_mailbox_of_anybodys_provider_tells_no_organisation(undecided: Path) -> None:
    assert not any("gmail" in to for to in named(undecided, "brief-1").to)


def test_a_name_is_told_where_it_stays_visible_by_office_and_was_not_withheld(outgoing: Path, undecided: Path) -> None:
    with Dossier.open(outgoing) as dossier:
        dossier.set_visible("Sanne Dijkema", "spokesperson", True, who="anna")
    assert not any("Dijkema" in to for to in named(outgoing, "brief-1").to)  # it was withheld all the same
    with Dossier.open(outgoing) as dossier:
        edits = [(one.id, one.version, {"status": "rejected"}) for one in dossier.redactions() if "Dijk" in one.text]
        dossier.decide(edits, who="anna", reach="place")
    assert named(outgoing, "antwoord").sender == "Sanne Dijkema"


def test_a_subject_is_told_with_the_ground_in_place_of_a_name(decided: Path, undecided: Path) -> None:
    assert named(undecided, "brief-1").title == "Sleutels voor Vermeulen"
    assert named(decided, "brief-1").title == "Sleutels voor [5.1.2.e]"
    assert named(decided, "antwoord").title == "RE: Sleutels van het buurthuis"


def test_a_name_withheld_in_one_document_is_kept_out_of_the_title_of_another(outgoing: Path) -> None:
    judge(outgoing, "los", title="")
    with Dossier.open(outgoing) as dossier:
        document = next(view.id for view in dossier.documents() if view.name == "los")
        dossier.put_proposals({document: [Proposal((0, 4), "passage", "woo 5.2", 0.5)]})
    with Dossier.open(outgoing) as dossier:
        from draad.release.inventory.withheld import withheld_in

        held = withheld_in(dossier)
    assert held.mask("Gesprek met Lotte Hoekstra over de ramen", document) == "Gesprek met [5.1.2.e] over de ramen"
    assert held.mask("CV_Karel_Vermeulen", document) == "CV_[5.1.2.e]"
    assert held.mask("een karel in de straat", document) == "een karel in de straat"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("klacht vermeulen", ""),  # in other capitals than in the text
        ("HOEKSTRA_verzuim", ""),  # one word of a name
        ("k.vermeulen-mail", ""),
        ("nota van de gemeentezuidhoek", "nota van de gemeentezuidhoek"),  # neither a small word nor a domain
    ],
)
def test_the_name_of_a_file_is_no_title_where_it_hints_at_somebody_withheld(
    decided: Path, name: str, title: str
) -> None:
    with Dossier.open(decided) as dossier:
        from draad.release.inventory.withheld import withheld_in

        held = withheld_in(dossier)
    for known in (held, held.in_words()):
        (row,) = made(
            [fact(1, name=name)], inclusive=(), withheld=known, judgements={}, shown=frozenset(),
            settings=ReleaseSettings(),
        )  # fmt: skip
        assert row.title == title


def test_the_judgement_is_worked_out_and_what_an_officer_says_goes_before_it(outgoing: Path) -> None:
    assert {row.name: row.judgement for row in listed(outgoing)} == {
        "brief-1": "partly", "kopie": "partly", "antwoord": "partly", "verslag": "partly", "los": "public",
    }  # fmt: skip
    judge(outgoing, "verslag", judgement="withheld", grounds=("woo 5.1.1.c",), remarks="bezwaar")
    row = named(outgoing, "verslag")
    assert (row.judgement, row.grounds, row.remarks, row.released) == (
        "withheld", ("woo 5.1.1.c", "woo 5.1.2.e"), "bezwaar", False,
    )  # fmt: skip


def test_of_a_document_that_is_withheld_as_a_whole_only_kind_and_day_are_told(outgoing: Path) -> None:
    judge(outgoing, "antwoord", judgement="withheld")
    row = named(outgoing, "antwoord")
    assert (row.title, row.sender, row.to, row.day) == ("", "", (), "2020-06-02")
    judge(outgoing, "antwoord", title="Antwoord over sleutels")
    assert named(outgoing, "antwoord").title == "Antwoord over sleutels"


def test_marks_that_were_printed_before_are_grounds_too(tmp_path: Path) -> None:
    from draad.run import IngestOptions, ingest

    head = "Van: 5.1.2e\nVerzonden: maandag 1 juni 2020 16:40\nAan: b@y.nl\nOnderwerp: Ramen\n\n"
    (tmp_path / "oud.txt").write_text(f"{head}Dag (10)(2e),\n\nTot morgen.\n\nbuiten verzoek\n", encoding="utf-8")
    ingest(tmp_path / "d", [tmp_path / "oud.txt"], IngestOptions(jobs=1))
    row = listed(tmp_path / "d")[0]
    assert (row.judgement, row.grounds, row.silent) == ("partly", ("woo 5.1.2.e", "wob 10.2.e"), ("scope",))


# ── what stands elsewhere too ───────────────────────────────────────────────────────────────────────────────


def test_a_document_whose_messages_all_stand_in_another_is_its_double(decided: Path) -> None:
    assert {row.name: row.doubles for row in listed(decided) if row.doubles} == {"brief-1": ("3",), "kopie": ("3",)}


def test_of_two_with_the_same_words_the_first_is_the_original() -> None:
    same = [fact(1, content=7), fact(2, content=7), fact(3, content=8)]
    assert doubles(same, ()) == {2: (1,)}


def test_doubles_lead_to_the_document_that_holds_most_and_never_to_a_double() -> None:
    held = [fact(1, 10), fact(2, 10, 11), fact(3, 10, 11, 12), fact(4, 13)]
    assert doubles(held, {3, 4}) == {1: (3,), 2: (3,)}


def test_what_only_repeats_several_others_names_them_all() -> None:
    held = [fact(1, 10, 11), fact(2, 10, 20), fact(3, 11, 30)]
    assert doubles(held, {2, 3}) == {1: (2, 3)}


@given(st.lists(st.frozensets(st.integers(0, 6), max_size=5), min_size=1, max_size=9), st.randoms())
def test_no_message_is_lost_when_doubles_are_left_out(several: list[frozenset[int]], chance: random.Random) -> None:
    held = [fact(n, *messages) for n, messages in enumerate(several)]
    inclusive = {n for n in range(len(held)) if chance.random() < 0.7}
    found = doubles(held, inclusive)
    kept = frozenset().union(*(one.messages for one in held if one.document not in found))
    assert kept == frozenset().union(*several)
    assert not {place for places in found.values() for place in places} & found.keys()


def test_rows_are_the_same_each_time(decided: Path) -> None:
    assert listed(decided) == listed(decided)


def test_facts_are_of_all_documents(undecided: Path) -> None:
    with Dossier.open(undecided) as dossier:
        assert {one.name for one in facts(dossier)} == {"brief-1", "antwoord", "kopie", "verslag", "los"}
