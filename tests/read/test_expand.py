"""From what the user names to single files; what can't be read is a failure and stops nothing."""

from __future__ import annotations

import io
import os
import pickle
import zipfile

import pytest

from draad.errors import DamagedFileError, EncryptedFileError, InputError, UnsafeArchiveError
from draad.read import Failure, Given, Limits, expand


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def seen(path, **limits):
    """What comes out: (paths of files, {path: error class} of failures), both below ``path``."""
    found = list(expand([path], limits=Limits(**limits)))
    cut = len(str(path)) + 1
    good = [one.shown[cut:] for one in found if isinstance(one, Given)]
    return good, {one.shown[cut:]: type(one.error) for one in found if isinstance(one, Failure)}


@pytest.fixture
def bundle(tmp_path):
    def make(members):
        path = tmp_path / "bundel.zip"
        path.write_bytes(zipped(members))
        return path

    return make


def test_folders_are_walked_in_order_and_hidden_files_skipped(tmp_path):
    for name in ("b.txt", "a/2.txt", "a/1.txt", ".verborgen", "a/.DS_Store", "a/Thumbs.db", "__MACOSX/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert seen(tmp_path) == (["a/1.txt", "a/2.txt", "b.txt"], {})


def test_a_link_back_up_is_not_followed(tmp_path):
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "a.txt").write_text("x")
    (tmp_path / "map" / "terug").symlink_to(tmp_path)
    assert seen(tmp_path) == (["map/a.txt"], {})


def test_archives_in_archives_are_read_without_writing(bundle):
    inner = zipped({"diep.txt": b"diep"})
    path = bundle({"een.txt": b"een", "in.zip": zipped({"twee.txt": b"twee", "dieper.zip": inner})})
    found = list(expand([path]))
    assert [one.data() for one in found] == [b"een", b"diep", b"twee"]
    assert found[1].member == ("in.zip", "dieper.zip", "diep.txt")
    assert found[1].shown.endswith("bundel.zip/in.zip/dieper.zip/diep.txt")
    assert list(path.parent.iterdir()) == [path]


def test_a_given_file_travels_to_another_process(bundle):
    (one,) = expand([bundle({"een.txt": b"een"})])
    there = pickle.loads(pickle.dumps(one))
    assert (there.data(), there.size, there.sha256) == (b"een", 3, one.sha256)


def test_archives_nested_too_deeply(bundle):
    data = b"x"
    for n in range(5):
        data = zipped({f"{n}.zip" if n else "x.txt": data})
    assert seen(bundle({"4.zip": data})) == ([], {"4.zip/4.zip/3.zip": UnsafeArchiveError})


@pytest.mark.parametrize("name", ["../weg.txt", "/etc/weg.txt", "C:\\weg.txt", "map/../../weg.txt", "..\\weg.txt"])
def test_members_that_would_leave_the_folder(bundle, name):
    good, bad = seen(bundle({name: b"x", "goed.txt": b"y"}))
    assert good == ["goed.txt"]
    assert list(bad.values()) == [UnsafeArchiveError]


def test_a_bomb_by_ratio(bundle):
    good, bad = seen(bundle({"bom.txt": b"\0" * (12 << 20), "goed.txt": b"y"}))
    assert (good, bad) == (["goed.txt"], {"bom.txt": UnsafeArchiveError})


def test_a_bomb_by_total_stops_the_archive(bundle):
    good, bad = seen(bundle({f"{n}.txt": os.urandom(600) for n in range(5)}), total=1500)
    assert (good, bad) == (["0.txt", "1.txt"], {"2.txt": UnsafeArchiveError})


def test_a_bomb_by_number_of_members(bundle):
    good, bad = seen(bundle({f"{n}.txt": b"x" for n in range(9)}), members=3)
    assert (good, bad) == (["0.txt", "1.txt", "2.txt"], {"3.txt": UnsafeArchiveError})


def test_a_bomb_spread_over_inner_archives(bundle):
    inner = {f"{n}.zip": zipped({"a.txt": b"a", "b.txt": b"b"}) for n in range(5)}
    good, bad = seen(bundle(inner), members=6)
    assert good == ["0.zip/a.txt", "0.zip/b.txt", "1.zip/a.txt", "1.zip/b.txt"]
    assert set(bad.values()) == {UnsafeArchiveError}


def test_a_truncated_archive(tmp_path):
    whole = zipped({"a.txt": os.urandom(5000), "b.txt": b"b"})
    (tmp_path / "kapot.zip").write_bytes(whole[:3000])
    (tmp_path / "goed.txt").write_text("x")
    assert seen(tmp_path) == (["goed.txt"], {"kapot.zip": DamagedFileError})


def test_a_broken_member(tmp_path):
    data = bytearray(zipped({"a.zip": os.urandom(5000), "b.txt": b"b" * 50}))
    data[60:90] = bytes(30)
    (tmp_path / "half.zip").write_bytes(data)
    good, _ = seen(tmp_path / "half.zip")
    assert "b.txt" in good


def test_an_encrypted_member(tmp_path):
    data = bytearray(zipped({"geheim.txt": b"x", "open.txt": b"y"}))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(magic) + at] |= 1
    (tmp_path / "dicht.zip").write_bytes(data)
    assert seen(tmp_path / "dicht.zip") == (["open.txt"], {"geheim.txt": EncryptedFileError})


def test_a_missing_path(tmp_path):
    (failure,) = expand([tmp_path / "weg.txt"])
    assert isinstance(failure, Failure)
    assert "does not exist" in failure.error.message


def test_a_file_without_the_right_to_read_it(tmp_path):
    """In a child process under another user: for root every file is readable."""
    path = tmp_path / "dicht.txt"
    path.write_text("x")
    path.chmod(0)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        if os.getuid() == 0:
            os.setuid(65534)
        (found,) = expand([path])
        os.write(writer, pickle.dumps(found.error))
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    error = pickle.loads(os.read(reader, 10_000))
    os.close(reader)
    assert type(error) is InputError
    assert "may not be read" in error.message


def test_a_docx_without_its_ending_is_no_folder(tmp_path):
    (tmp_path / "brief").write_bytes(zipped({"[Content_Types].xml": b"", "word/document.xml": b""}))
    assert seen(tmp_path) == (["brief"], {})
