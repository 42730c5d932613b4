from __future__ import annotations

from pathlib import Path

import pytest

from draad.dossier import Dossier
from draad.dossier.files import Layout, keep_original
from draad.errors import DossierError

SHA = "ab" + "0" * 62


def test_an_original_is_kept_by_its_hash_and_written_once(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.make()
    keep_original(layout, SHA, b"bytes")
    kept = tmp_path / "originals" / "ab" / SHA
    assert kept.read_bytes() == b"bytes"
    written = kept.stat().st_mtime_ns
    keep_original(layout, SHA, b"bytes")
    assert kept.stat().st_mtime_ns == written
    assert list(layout.scratch.iterdir()) == []


def test_an_original_cut_short_by_a_power_cut_is_written_again(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.make()
    layout.original(SHA).parent.mkdir()
    layout.original(SHA).write_bytes(b"")
    keep_original(layout, SHA, b"bytes")
    assert layout.original(SHA).read_bytes() == b"bytes"


def test_what_a_killed_writer_left_is_swept(tmp_path: Path) -> None:
    Dossier.create(tmp_path / "d").close()
    (tmp_path / "d" / "tmp" / "half.123").write_bytes(b"ha")
    Dossier.open(tmp_path / "d", write=True).close()
    assert list((tmp_path / "d" / "tmp").iterdir()) == []


def test_a_folder_that_holds_something_else_is_no_dossier(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"")
    with pytest.raises(DossierError, match="is no dossier"):
        Dossier.create(tmp_path)
    with pytest.raises(DossierError, match="is no dossier"):
        Dossier.open(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_folder_in_which_making_one_was_broken_off_is_taken_up(tmp_path: Path) -> None:
    (tmp_path / "originals").mkdir()
    Dossier.create(tmp_path).close()
    Dossier.open(tmp_path).close()
