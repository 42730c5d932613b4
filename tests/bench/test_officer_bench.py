"""The benchmark of the officer's work counts queries of every connection, and tells what it measured."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bench.removal_pages import letter, scans

from bench import officer
from draad.dossier import Dossier
from draad.run.ingest import IngestOptions, ingest

DEMO = Path(__file__).parents[2] / "samples" / "demo"


def test_queries_of_connections_opened_meanwhile_are_counted(tmp_path: Path) -> None:
    with officer._counted(True) as queries:
        sqlite3.connect(tmp_path / "one.db").execute("SELECT 1")
    sqlite3.connect(tmp_path / "one.db").execute("SELECT 2")
    assert queries == ["SELECT 1"]


def test_a_page_is_seen_as_the_officer_sees_it(tmp_path: Path) -> None:
    ingest(tmp_path / "dossier", sorted(DEMO.glob("*.txt")), IngestOptions(jobs=1))
    seen = officer._view("/controle", tmp_path / "dossier", count=True)
    assert seen["queries"] > 0
    assert seen["bytes"] > 0


def test_an_even_share_is_accepted(tmp_path: Path) -> None:
    from draad.run.proposing import run

    ingest(tmp_path / "dossier", sorted(DEMO.glob("*.txt")), IngestOptions(jobs=1))
    with Dossier.open(tmp_path / "dossier") as dossier:
        found = run(dossier).proposals
    assert officer._accept(tmp_path / "dossier", 0.5)[0] == found // 2


def test_made_up_files_are_as_large_as_asked_for() -> None:
    data, areas = letter(1, pages=3)
    assert {area.page for area in areas} == {1, 2, 3}
    data, areas = scans(0.1)
    assert len(data) > 1e5
    assert [area.page for area in areas] == [1]
