"""The rules by which a tool's findings are right."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bench.peers import Findings, Found
from bench.score import HEADER, Tally, match, right
from bench.texts import Case, Piece, Truth
from hypothesis import given
from hypothesis import strategies as st

NAMES = ("sent", "subject", "from_domain", "to", "cc", "last")


def truth(first: int, last: int, *, quoted: bool = True) -> Truth:
    fields = {
        "last": last,
        "sent": "2021-03-04T12:08:00+01:00",
        "subject": "Loket",
        "from_domain": "gemeente.nl",
        "to": 2,
        "cc": 0,
        "body": None,
    }
    return Truth(first, last, fields, quoted, "outlook_nl")


def case(*copies: Truth) -> Case:
    return Case("stuk", "", (Piece(1, 100, "mail", copies),))


def told(copy: Truth, shift: int = 0) -> Found:
    return Found(copy.first + shift, {name: copy.fields[name] for name in NAMES})


def figures(one: Case, findings: Findings) -> dict:
    tally = Tally(NAMES)
    tally.add(one, findings)
    return tally.as_json()


CHAIN = case(truth(3, 7, quoted=False), truth(20, 24), truth(40, 44))


def test_a_perfect_prediction_scores_one_throughout() -> None:
    made = figures(CHAIN, Findings([told(copy) for copy in CHAIN.copies]))
    assert [made[rule]["f1"] for rule in ("exact", "near", "within", "quoted")] == [1.0] * 4
    assert made["whole_header"] == made["documents_found"] == made["documents_whole"] == 1.0
    assert made["missed"] == made["wrong"] == {}


@pytest.mark.parametrize(("shift", "rules"), [(0, 3), (1, 2), (-1, 2), (-2, 1), (4, 1), (5, 0), (-3, 0)])
def test_a_shifted_header_is_a_miss_by_the_rules_that_forbid_it(shift: int, rules: int) -> None:
    made = figures(CHAIN, Findings([told(copy, shift) for copy in CHAIN.copies]))
    assert [made[rule]["f1"] for rule in ("within", "near", "exact")] == [1.0] * rules + [0.0] * (3 - rules)


def test_a_miss_and_a_false_alarm_count_against_recall_and_precision() -> None:
    made = figures(CHAIN, Findings([told(CHAIN.copies[0]), told(CHAIN.copies[1]), Found(60)]))
    assert made["within"] == {"precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3}
    assert made["documents_found"] == 0.0
    assert made["missed"] == {"outlook_nl": 1}
    assert made["extra"] == {"mail": 1}


def test_two_predictions_in_one_header_are_one_message() -> None:
    doubled = [Found(20, told(CHAIN.copies[1]).fields), Found(21)]
    made = figures(CHAIN, Findings([told(CHAIN.copies[0]), *doubled, told(CHAIN.copies[2])]))
    assert made["within"]["f1"] == 1.0
    assert made["doubled"] == 1


def test_the_opening_piece_is_a_gift_only_where_a_message_stands_in_it() -> None:
    later = [told(copy) for copy in CHAIN.copies[1:]]
    assert figures(CHAIN, Findings(later, opening=True))["exact"]["f1"] == 1.0
    assert figures(CHAIN, Findings(later, opening=False))["exact"]["recall"] == 2 / 3
    nothing = case()
    assert figures(nothing, Findings([], opening=True))["told"] == 0


def test_messages_in_a_report_are_false_alarms() -> None:
    report = Case("verslag", "", (Piece(1, 50, "report", ()),))
    assert figures(report, Findings([Found(4)]))["false_alarms"] == 1


def test_what_is_found_too_much_counts_against_its_own_document_of_a_bundle() -> None:
    bundle = Case("bundel", "", (Piece(1, 30, "mail", (truth(3, 7),)), Piece(31, 60, "mail", (truth(33, 37),))))
    made = figures(bundle, Findings([*(told(copy) for copy in bundle.copies), Found(50)]))
    assert made["documents_found"] == 0.5


@pytest.mark.parametrize("name", HEADER)
def test_one_wrong_field_spoils_a_whole_header(name: str) -> None:
    wrong = told(CHAIN.copies[1])
    wrong.fields[name] = {"to": 3, "cc": 1, "last": 23}.get(name, "2020-01-01T00:00:00+01:00")
    made = figures(CHAIN, Findings([told(CHAIN.copies[0]), wrong, told(CHAIN.copies[2])]))
    assert made["whole_header"] == 2 / 3
    assert made["within"]["f1"] == 1.0


def test_a_tool_is_judged_on_the_fields_it_gives() -> None:
    tally = Tally(("last",))
    tally.add(CHAIN, Findings([Found(copy.first, {"last": copy.last}) for copy in CHAIN.copies]))
    assert tally.as_json()["whole_header"] == 1.0


@pytest.mark.parametrize(
    ("name", "value", "true", "expected"),
    [
        ("sent", "2021-03-04T12:08:00+01:00", "2021-03-04T12:08:00+01:00", True),
        ("sent", "2021-03-04T12:08:00+00:00", "2021-03-04T12:08:00+01:00", False),
        ("sent", "2021-03-04T12:08:41", "2021-03-04T12:08:00+01:00", True),
        ("sent", "2021-04-03T12:08:00", "2021-03-04T12:08:00+01:00", False),
        ("sent", "donderdag 4 maart 2021 12:08", "2021-03-04T12:08:00+01:00", True),
        ("sent", "Thu 3/4/2021 1:08:30 PM", "2021-03-04T13:08:30+00:00", True),
        ("sent", "donderdag 4 maart 2021 12:09", "2021-03-04T12:08:00+01:00", False),
        ("sent", None, None, True),
        ("subject", "RE: Loket Oostveen", "RE: Loket Oostveen", True),
        ("subject", "RE: Lokct Oostveen", "RE: Loket Oostveen", True),
        ("subject", "Iets heel anders", "RE: Loket Oostveen", False),
        ("subject", "", None, True),
        ("to", 2, 2, True),
        ("to", 3, 2, False),
        ("to", 3, None, True),
        ("to", "A <a@x.nl>; B <b@x.nl>", 2, True),
        ("to", "A; B; C", 2, False),
        ("cc", "", 0, True),
        ("last", range(6, 9), 8, True),
        ("last", 7, 8, False),
    ],
)
def test_a_field_is_right_when(name: str, value: object, true: object, expected: bool) -> None:
    assert right(name, value, true) is expected


@given(st.lists(st.integers(1, 120), max_size=8, unique=True))
def test_no_prediction_and_no_copy_counts_twice(lines: list[int]) -> None:
    found = [Found(line) for line in sorted(lines)]
    for rule in ("exact", "near", "within"):
        pairs = match(CHAIN.copies, found, rule)
        assert len(set(pairs.values())) == len(pairs) <= min(len(found), len(CHAIN.copies))
    made = figures(CHAIN, Findings(found))
    assert made["exact"]["recall"] <= made["near"]["recall"] <= made["within"]["recall"]
    assert made["told"] + made["doubled"] == len(found)


def test_noise_in_a_count_the_print_does_not_tell_is_no_fault() -> None:
    unknown = replace(CHAIN.copies[1], fields={**CHAIN.copies[1].fields, "to": None})
    one = case(unknown)
    assert figures(one, Findings([told(CHAIN.copies[1])]))["whole_header"] == 1.0
