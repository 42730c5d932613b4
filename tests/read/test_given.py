"""One file as given: bytes only when asked for."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from draad.errors import DamagedFileError, InputError
from draad.read import Given, expand
from draad.read import given as module


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


@pytest.fixture
def opened(monkeypatch):
    """What archives are opened while members are read."""
    calls = []

    class Counted(zipfile.ZipFile):
        def __init__(self, file, *rest, **named):
            calls.append(file)
            super().__init__(file, *rest, **named)

    monkeypatch.setattr(module.zipfile, "ZipFile", Counted)
    return calls


def archive(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, data in members.items():
            made.writestr(name, data)
    return file.getvalue()


def test_an_archive_is_opened_once_for_all_its_members(tmp_path, opened):
    members = {f"{n:04}.txt": f"brief {n}".encode() for n in range(400)}
    (tmp_path / "a.zip").write_bytes(archive(members))
    given = list(expand([tmp_path / "a.zip"]))
    opened.clear()
    assert [one.data() for one in given] == list(members.values())
    assert len({one.sha256 for one in given}) == 400
    assert len(opened) == 1


def test_an_archive_inside_is_unpacked_once_for_all_its_members(tmp_path, opened):
    inner = archive({f"{n}.txt": str(n).encode() for n in range(10)})
    (tmp_path / "a.zip").write_bytes(archive({"b.zip": inner, "c.txt": b"c", "d.zip": inner}))
    given = list(expand([tmp_path / "a.zip"]))
    opened.clear()
    assert [one.data() for one in given] == [*(b"%d" % n for n in range(10)), b"c", *(b"%d" % n for n in range(10))]
    assert len(opened) == 3


def test_an_archive_that_changed_is_read_anew(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(archive({"a.txt": b"eerst"}))
    given = Given(path, "a.zip/a.txt", ("a.txt",))
    assert given.data() == b"eerst"
    path.write_bytes(archive({"a.txt": b"daarna"}))
    assert given.data() == b"daarna"
    path.write_bytes(b"PK stuk")
    with pytest.raises(DamagedFileError, match=r"a\.zip/a\.txt can.t be unpacked"):
        given.data()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system does not tell which files are open")
def test_no_more_archives_stay_open_than_a_few(tmp_path):
    for n in range(20):
        (tmp_path / f"{n}.zip").write_bytes(archive({"a.txt": b"a"}))
    before = len(list(Path("/proc/self/fd").iterdir()))
    for n in range(20):
        assert Given(tmp_path / f"{n}.zip", "a.txt", ("a.txt",)).data() == b"a"
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 4
