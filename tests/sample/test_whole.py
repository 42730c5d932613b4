"""An unreleased release: nothing is withheld, and its truth says where names and personal data stand."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.cli import run
from draad.sample import Printed, generate, names, personal, write_release


@pytest.fixture(scope="module")
def files() -> list[Printed]:
    return list(generate(120, seed=1, whole=True))


def every(files: list[Printed]) -> list[tuple[Printed, Any]]:
    return [(file, truth) for file in files for part in file.parts for truth in part.persons]


def test_nothing_is_withheld(files: list[Printed]) -> None:
    assert not any(part.redactions for file in files for part in file.parts)


def test_each_truth_is_the_words_that_stand_there(files: list[Printed]) -> None:
    for file, truth in every(files):
        assert file.text.split("\n")[truth.line - 1][truth.start : truth.end] == truth.text


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 999), noise=st.sampled_from([0.0, 0.02, 0.05]))
def test_places_hold_under_noise_and_quotation(seed: int, noise: float) -> None:
    for file in generate(8, seed, noise, whole=True):
        lines = file.text.split("\n")
        assert not any("\ue000" <= char <= "\uf8ff" for char in file.text)
        for part in file.parts:
            for truth in part.persons:
                assert lines[truth.line - 1][truth.start : truth.end] == truth.text
                assert part.first <= truth.line <= part.last


def test_every_kind_occurs_and_so_do_people_who_stay_visible(files: list[Printed]) -> None:
    kinds = Counter(truth.kind for _, truth in every(files))
    assert set(kinds) >= {"person", "mailbox", "phone", "address", "iban", "birth", "health", "plate"}
    assert any(truth.public for _, truth in every(files))


def test_about_half_of_the_people_have_names_that_no_list_has(files: list[Printed]) -> None:
    shown = {truth.text: truth.listed for _, truth in every(files) if truth.kind == "person"}
    assert 0.3 < sum(shown.values()) / len(shown) < 0.7


def test_one_person_has_one_key_wherever_the_name_is_theirs_alone(files: list[Printed]) -> None:
    keys = {truth.text: truth.person for _, truth in every(files) if truth.person}
    assert all(truth.person == keys[truth.text] for _, truth in every(files) if truth.text in keys)


def test_shared_mailboxes_are_nobodys(files: list[Printed]) -> None:
    locals_ = {truth.text for _, truth in every(files) if truth.kind == "mailbox"}
    assert not any(text.startswith(("secretariaat", "postbus", "loket", "info")) for text in locals_)


@given(st.integers())
def test_numbers_pass_their_tests_and_names_are_new(seed: int) -> None:
    rng = Random(seed)
    digits = [int(c) for c in personal.bsn(rng) if c.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    assert len(digits) == 9
    assert sum(a * b for a, b in zip(weights, digits, strict=True)) % 11 == 0
    account = personal.iban(rng).replace(" ", "")
    assert int("".join(str(int(c, 36)) for c in account[4:] + account[:4])) % 97 == 1
    assert re.fullmatch(r"[A-Z0-9]{1,3}(-[A-Z0-9]{1,3}){2}", personal.plate(rng))
    assert not names.listed(names.given(rng))


def test_the_truth_stands_in_a_file_of_its_own(tmp_path: Path) -> None:
    release = write_release(tmp_path / "out", documents=6, seed=2, whole=True)
    rows = [json.loads(line) for line in (release.truth / "persons.jsonl").read_text("utf-8").splitlines()]
    fields = ["document", "line", "start", "end", "text", "kind", "public", "person", "listed"]
    assert rows
    assert all(list(row) == fields for row in rows)
    write_release(tmp_path / "released", documents=6, seed=2)
    assert not (tmp_path / "released.truth" / "persons.jsonl").exists()


def test_the_command_makes_one(tmp_path: Path) -> None:
    assert run(["sample", str(tmp_path / "out"), "--documents", "3", "--whole"]) == 0
    assert (tmp_path / "out.truth" / "persons.jsonl").read_text("utf-8")
