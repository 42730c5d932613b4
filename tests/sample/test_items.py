"""The truth about items: it points at the words that are printed, in every copy, whatever happened to them."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.sample import Printed, generate, items, times, write_demo, write_release
from draad.sample.inserts import entries
from draad.sample.lists import load
from draad.sample.said import KINDS, SLOT, Fact, Said, rule, softened, template
from draad.sample.text import templates
from draad.sample.times import Valued

BANKS = ("items", "items_held")
GROUPS = ("opening", "info", "question", "request", "promise", "opinion", "short_reply", "bullet", "letter", "debate")
MONDAY = int(datetime(2020, 5, 25, 12, tzinfo=UTC).timestamp())


@pytest.fixture(scope="module")
def files() -> list[Printed]:
    return list(generate(200, seed=1))


def rows(file: Printed) -> list[dict[str, Any]]:
    return [row for part in file.parts for row in items.rows(part, True)]


def squeezed(text: str) -> str:
    return re.sub(r"[\s>]+", "", text)


def test_the_text_of_an_item_stands_on_its_lines(files: list[Printed]) -> None:
    """But for page furniture between its lines, which is no part of it."""
    seen = 0
    for file in files:
        lines = file.text.split("\n")
        for row in rows(file):
            first, last = row["lines"]
            printed = " ".join(lines[first - 1 : last])
            assert all(word in printed for word in row["text"].split())
            if squeezed(row["text"]) in squeezed(printed):
                seen += 1
    assert seen > 0.98 * sum(len(rows(file)) for file in files)


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 999), noise=st.sampled_from([0.02, 0.05]))
def test_noise_moves_no_item(seed: int, noise: float) -> None:
    for clean, damaged in zip(generate(6, seed), generate(6, seed, noise), strict=True):
        before, after = rows(clean), rows(damaged)
        assert [(r["item"], r["lines"], r["due"], r["owner"]) for r in before] == [
            (r["item"], r["lines"], r["due"], r["owner"]) for r in after
        ]
        lines = damaged.text.split("\n")
        for row in after:
            printed = " ".join(lines[row["lines"][0] - 1 : row["lines"][1]])
            assert all(word in printed for word in row["text"].split())


def test_an_item_lies_within_the_body_of_its_copy(files: list[Printed]) -> None:
    for file in files:
        for part in file.parts:
            for row in items.rows(part, True):
                if row["n"] is None:
                    assert part.first <= row["lines"][0] <= row["lines"][1] <= part.last
                    continue
                body = part.copies[row["n"]].body
                assert body is not None
                assert body[0] <= row["lines"][0] <= row["lines"][1] <= body[1]
                assert row["message"] == part.copies[row["n"]].message


def test_the_copies_of_an_item_say_the_same_and_one_of_them_is_new(files: list[Printed]) -> None:
    copies: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for file in files:
        for row in rows(file):
            copies[row["item"]].append(row)
    several = [group for group in copies.values() if len(group) > 1]
    assert len(several) > 100
    for group in several:
        assert len({(row["kind"], row["message"], row["template"]) for row in group}) == 1
        assert len({row["due"] for row in group if "due" not in row["unknown"]}) <= 1
        assert sum(row["new"] for row in group) <= 1


def test_what_is_cut_off_is_not_there_and_what_is_cut_in_two_counts_neither_way(files: list[Printed]) -> None:
    assert any(not s.whole for file in files for part in file.parts for s in part.spoken)
    for file in files:
        for part in file.parts:
            whole = {(s.first, s.text) for s in part.spoken if s.whole}
            for row in items.rows(part, True):
                assert not row["sure"] or (row["lines"][0], row["text"]) in whole


def test_every_kind_occurs_and_about_a_third_of_the_messages_has_such_sentences(files: list[Printed]) -> None:
    seen = Counter(row["kind"] for file in files for row in rows(file) if row["sure"] and row["new"])
    assert set(seen) == set(KINDS)
    messages: dict[str, bool] = defaultdict(bool)
    for file in files:
        for part in file.parts:
            for copy in part.copies:
                messages[copy.message] |= any(said.template.startswith("items/") for said in copy.said)
    assert 0.15 < sum(messages.values()) / len(messages) < 0.4


def test_a_seed_for_scoring_draws_on_sentences_of_its_own() -> None:
    for seed, own, other in ((999, "items/", "items_held/"), (1000, "items_held/", "items/")):
        names = [s.said.template for file in generate(40, seed) for part in file.parts for s in part.spoken]
        assert any(name.startswith(own) for name in names)
        assert not any(name.startswith(other) for name in names)


@pytest.mark.parametrize("bank", BANKS)
@pytest.mark.parametrize("kind", KINDS)
def test_there_are_a_dozen_of_each_kind_and_as_many_that_only_look_like_it(bank: str, kind: str) -> None:
    assert len(load(bank)[kind]) >= 12
    assert len(load(bank)[f"{kind}_not"]) >= 12
    for entry in entries(bank, kind):
        assert any(kind in made.kinds for line in entry for made in line.rules)
    for entry in entries(bank, f"{kind}_not"):
        assert not any(made.sure and kind in made.kinds for line in entry for made in line.rules)


def test_the_two_sets_share_no_sentence() -> None:
    mine, theirs = (
        {"".join(literal for literal, _ in line.pieces) for kind in KINDS for e in entries(bank, kind) for line in e}
        for bank in BANKS
    )
    names = {line for line in mine & theirs if line.endswith(":") or len(line) < 3}
    assert mine & theirs == names


@pytest.mark.parametrize("group", GROUPS)
def test_every_label_of_the_older_sentences_can_be_read(group: str) -> None:
    """And asks for no slot that its sentence doesn't have."""
    for one in templates(group):
        slots = {slot.lower() for _, slot in one.pieces}
        for made in one.rules:
            asked = SLOT.findall(f"{made.owner} {made.due} {made.every}")
            assert set(asked) <= slots, one.name


def test_the_truth_on_disk_has_no_lines_where_the_file_has_none(tmp_path: Path) -> None:
    release = write_release(tmp_path / "out", documents=8, seed=4, format="eml")
    told = [json.loads(line) for line in (release.truth / "items.jsonl").read_text(encoding="utf-8").splitlines()]
    mails = {row["document"] for row in told if row["n"] is not None}
    assert mails
    assert all(row["lines"] is None for row in told if row["document"] in mails)
    assert all(row["text"] for row in told)


def test_an_explicit_action_in_a_report_names_its_owners(files: list[Printed]) -> None:
    for file in files:
        for part in file.parts:
            if part.report is None:
                continue
            marked = [r for r in items.rows(part, True) if r["template"] == "report/action"]
            wanted = [(a["line"], a["owner"]) for a in part.report["explicit_actions"]]
            assert [(r["lines"][0], r["owner"]) for r in marked] == wanted


def test_whoever_wrote_is_named_by_what_the_copy_still_shows(files: list[Printed]) -> None:
    for file in files:
        for part in file.parts:
            for row in items.rows(part, True):
                if row["owner"] and row["n"] is not None and "." in row["owner"][0]:
                    copy = part.copies[row["n"]]
                    assert row["owner"][0] in (copy.from_domain, copy.to_domain)


def test_a_label_says_kind_owner_and_time() -> None:
    made = rule("action|commitment owner={directie} due=../{datum} every={ritme}")
    assert made.kinds == ("action", "commitment")
    assert (made.sure, made.owner, made.due, made.every) == (True, "{directie}", "../{datum}", "{ritme}")
    assert not rule("?signal").sure


@pytest.mark.parametrize("label", ["promise", "action when=now", "action|"])
def test_a_label_that_is_none_is_an_error(label: str) -> None:
    with pytest.raises(ValueError, match="no such label"):
        rule(label)


def test_a_sentence_without_labels_is_bare_words() -> None:
    assert template("x/1", "Dat is {zaak}.").rules == ()


def test_in_a_point_that_says_action_the_actions_of_its_sentences_count_neither_way() -> None:
    facts = (Fact(("action",), True), Fact(("figure",), True))
    assert [fact.sure for fact in softened(Said("x", facts), "action").facts] == [False, True]


@pytest.mark.parametrize(
    ("day", "weekday", "due"),
    [
        (date(2020, 5, 25), 4, date(2020, 5, 29)),
        (date(2020, 5, 29), 4, date(2020, 6, 5)),
        (date(2020, 5, 31), 0, date(2020, 6, 1)),
    ],
)
def test_a_weekday_is_the_next_one(day: date, weekday: int, due: date) -> None:
    assert times.next_weekday(day, weekday) == due


def test_words_of_time_carry_the_date_they_mean() -> None:
    made = {times.deadline(Random(n), MONDAY) for n in range(4000)}
    assert Valued("nog deze week", "2020-05-25/2020-05-31") in made
    assert Valued("voor het weekend", "../2020-05-29") in made
    assert Valued("volgende week dinsdag", "2020-06-02") in made
    assert Valued("binnen twee weken", "../2020-06-08") in made
    assert Valued("in de eerste week van juni", "2020-06-01/2020-06-07") in made
    assert Valued("voor 1 juni", "../2020-06-01") in made
    assert Valued("z.s.m.", "") in made


@given(st.integers(0, 10**6), st.integers(1_451_606_400, 1_672_531_200))
def test_no_deadline_lies_in_the_past(seed: int, at: int) -> None:
    value = times.deadline(Random(seed), at).value
    assert value is not None
    assert not value or max(value.removeprefix("../").split("/")) >= str(times.today(at))


def test_the_demo_has_something_to_follow(tmp_path: Path) -> None:
    pytest.importorskip("reportlab", reason="the extra draad[sample] is not installed")
    release = write_demo(tmp_path / "demo")
    told = [json.loads(line) for line in (release.truth / "items.jsonl").read_text(encoding="utf-8").splitlines()]
    new = [row for row in told if row["new"] and row["sure"]]
    assert any(row["kind"] == "commitment" and row["every"] == "P6W" for row in new)
    assert any(row["kind"] == "action" and row["owner"] == ["FC"] and row["due"] for row in new)
    assert any(row["kind"] == "question" and row["due"] for row in new)
    assert any(row["template"] == "report/action" for row in new)
    assert set(KINDS) == {row["kind"] for row in new}
