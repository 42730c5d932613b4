from __future__ import annotations

import os
import sqlite3
import subprocess
from pathlib import Path

import pytest

from draad.dossier import Dossier
from draad.dossier.database import connect, migrate, migrations, newest_version, transaction, version
from draad.errors import DiskError, DossierError


def test_an_empty_file_becomes_the_newest_form(tmp_path: Path) -> None:
    con = connect(tmp_path / "draad.sqlite", write=True)
    migrate(con, tmp_path / "draad.sqlite")
    assert version(con) == newest_version()
    assert con.execute("SELECT count(*) FROM documents").fetchone() == (0,)


def test_a_file_of_form_1_keeps_its_rows_when_a_second_form_comes(tmp_path: Path) -> None:
    file, steps = tmp_path / "draad.sqlite", tmp_path / "migrations"
    steps.mkdir()
    (steps / "001_dossier.sql").write_text((migrations() / "001_dossier.sql").read_text())
    con = connect(file, write=True)
    migrate(con, file, steps)
    con.execute("INSERT INTO sources VALUES ('ab', 'a.txt', 'a', 1, 1)")
    (steps / "002_more.sql").write_text("ALTER TABLE sources ADD COLUMN seal TEXT;\nUPDATE sources SET seal = 'wax';\n")
    migrate(con, file, steps)
    assert version(con) == 2
    assert con.execute("SELECT path, seal FROM sources").fetchall() == [("a.txt", "wax")]


def test_a_step_that_fails_leaves_nothing_half(tmp_path: Path) -> None:
    file, steps = tmp_path / "draad.sqlite", tmp_path / "migrations"
    steps.mkdir()
    (steps / "001_one.sql").write_text("CREATE TABLE one (a);\nCREATE TABLE two (a);\nCREATE TABLE one (a);\n")
    con = connect(file, write=True)
    with pytest.raises(DossierError):
        migrate(con, file, steps)
    assert version(con) == 0
    assert con.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)


def test_a_form_from_the_future_is_refused(tmp_path: Path) -> None:
    Dossier.create(tmp_path / "d").close()
    con = sqlite3.connect(tmp_path / "d" / "draad.sqlite")
    con.execute("PRAGMA user_version = 99")
    con.close()
    for write in (False, True):
        with pytest.raises(DossierError, match="form 99") as caught:
            Dossier.open(tmp_path / "d", write=write)
        assert "newer version" in caught.value.cure


def test_a_file_that_is_no_database_is_told_so(tmp_path: Path) -> None:
    Dossier.create(tmp_path / "d").close()
    (tmp_path / "d" / "draad.sqlite").write_bytes(b"not a database at all, but long enough to be looked at" * 100)
    with pytest.raises(DossierError, match="damaged"):
        Dossier.open(tmp_path / "d")


def test_a_reader_can_change_nothing(tmp_path: Path) -> None:
    Dossier.create(tmp_path / "d").close()
    con = connect(tmp_path / "d" / "draad.sqlite", write=False)
    with pytest.raises(DiskError), transaction(con, tmp_path / "d" / "draad.sqlite"):
        con.execute("DELETE FROM meta")


def test_a_dossier_on_a_disk_that_cannot_be_written_can_be_read(tmp_path: Path) -> None:
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk")
    try:
        Dossier.create(place / "d").close()
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        with Dossier.open(place / "d") as store:
            assert list(store.dump_copies()) == []
        with pytest.raises(DiskError, match="Read-only file system"):
            Dossier.open(place / "d", write=True)
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
