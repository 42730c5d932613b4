"""What is made whole: all of it stands, or what stood before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from draad import whole


def test_a_file_is_replaced_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "lijst.xlsx"
    target.write_bytes(b"oud")
    whole.write(target, b"nieuw")
    assert target.read_bytes() == b"nieuw"
    assert list(tmp_path.iterdir()) == [target]


def test_what_is_its_owners_alone_is_so_from_the_first_byte(tmp_path: Path) -> None:
    whole.write(tmp_path / "manifest.json", b"{}", mode=0o600)
    assert (tmp_path / "manifest.json").stat().st_mode & 0o077 == 0


def test_a_file_that_can_not_be_written_leaves_what_stood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "lijst.xlsx"
    target.write_bytes(b"oud")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        whole.write(target, b"nieuw")
    assert target.read_bytes() == b"oud"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_takes_its_place_and_what_stood_there_is_aside(tmp_path: Path) -> None:
    new, out, aside = tmp_path / "nieuw", tmp_path / "uit", tmp_path / "oud"
    new.mkdir()
    out.mkdir()
    (out / "een").touch()
    whole.stand(new, out, aside)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["oud", "uit"]
    assert [path.name for path in aside.iterdir()] == ["een"]


def test_where_the_new_folder_can_not_stand_the_old_one_stands_again(tmp_path: Path) -> None:
    out = tmp_path / "uit"
    out.mkdir()
    (out / "een").touch()
    with pytest.raises(OSError, match=os.strerror(2)):
        whole.stand(tmp_path / "er-niet", out, tmp_path / "oud")
    assert [path.name for path in out.iterdir()] == ["een"]
