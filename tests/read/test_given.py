"""One file as given: bytes only when asked for."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from draad.errors import InputError
from draad.read import Given


def test_hash_and_size_of_a_plain_file(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"abc" * 1_000_000)
    given = Given(tmp_path / "a.txt", "a.txt")
    assert (given.size, given.name, given.member) == (3_000_000, "a.txt", ())
    assert given.sha256 == hashlib.sha256(given.data()).hexdigest()


@pytest.mark.parametrize("ask", [Given.data, lambda g: g.sha256, lambda g: g.size])
def test_a_file_that_went_away(ask):
    with pytest.raises(InputError, match="does not exist"):
        ask(Given(Path("/nergens/a.txt"), "a.txt"))


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="can't be read"):
        Given(tmp_path, "map").data()
