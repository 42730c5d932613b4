from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from run_pile import mail, misbehaving, write_mails

from draad.dossier.files import Layout
from draad.errors import DiskError
from draad.read import ReadOptions
from draad.records import Document, Split
from draad.run.stages import Stages
from draad.run.worker import Chunk, Task, Worker, from_wire, split_source, to_wire


def worker_in(folder: Path, stages: Stages | None = None, known: Sequence[str] = ()) -> Worker:
    layout = Layout(folder / "dossier")
    layout.make()
    return Worker(layout, stages or misbehaving(), ReadOptions(), set(known))


def chunk_of(files: Sequence[Path]) -> Chunk:
    return Chunk(tuple(Task(str(file), str(file), (), None) for file in files))


def document(part: int, text: str = "", attached_to: int | None = None) -> Document:
    return Document("ab", part, "n", "p", "text", text, attached_to=attached_to)


def test_parts_of_a_source_are_counted_on_over_cut_bundles() -> None:
    def split(whole: Document) -> list[Split]:
        pieces = enumerate(whole.text.split("|"))
        return [Split(replace(whole, part=n, text=piece), "mail") for n, piece in pieces]

    made = split_source([document(0, "mail"), document(1, "a|b|c", 0), document(2, "d", 1), document(3, "e", 0)], split)
    assert [(s.document.part, s.document.text, s.document.attached_to) for s in made] == [
        (0, "mail", None),
        (1, "a", 0),
        (2, "b", 0),
        (3, "c", 0),
        (4, "d", 1),
        (5, "e", 0),
    ]


def test_known_bytes_and_twins_are_read_once_and_told_by_their_places(tmp_path: Path) -> None:
    files = write_mails(tmp_path / "in", 2)
    twin = tmp_path / "in" / "twin.txt"
    twin.write_text(mail(1))
    known = sha256(files[0].read_bytes()).hexdigest()
    batch = worker_in(tmp_path, known=[known]).work(chunk_of([*files, twin]))
    assert [place.path for place in batch.places] == [str(file) for file in (*files, twin)]
    assert batch.documents is not None
    assert batch.documents.column("name").to_pylist() == ["mail001"]
    kept = [file.name for file in (tmp_path / "dossier" / "originals").rglob("*") if file.is_file()]
    assert kept == [batch.places[1].source]


def test_whatever_a_file_does_the_rest_goes_on(tmp_path: Path) -> None:
    files = write_mails(tmp_path / "in", 4)
    files[0].write_text("DAMAGED")
    files[1].write_text("GREEDY")
    files[2].write_text("STRANGE")
    files.append(tmp_path / "in" / "absent.txt")
    batch = worker_in(tmp_path).work(chunk_of(files))
    assert [(Path(f.path).name, f.code) for f in batch.failures] == [
        ("mail000.txt", "damaged"),
        ("mail001.txt", "unexpected"),
        ("mail002.txt", "unexpected"),
        ("absent.txt", "unreadable"),
    ]
    assert [Path(place.path).name for place in batch.places] == ["mail003.txt"]


def test_a_file_that_breaks_the_features_is_found_among_its_chunk(tmp_path: Path) -> None:
    stages = misbehaving()

    def features(splits: Sequence[Split]) -> list[list[bytes]]:
        if any("nummer 1 " in split.document.text for split in splits):
            raise ValueError("a strange word")
        return stages.features(splits)

    batch = worker_in(tmp_path, replace(stages, features=features)).work(chunk_of(write_mails(tmp_path / "in", 3)))
    assert [Path(failure.path).name for failure in batch.failures] == ["mail001.txt"]
    assert [Path(place.path).name for place in batch.places] == ["mail000.txt", "mail002.txt"]
    assert batch.copies is not None
    assert batch.copies.num_rows == 2


def test_half_a_character_spoils_one_file_only(tmp_path: Path) -> None:
    stages = misbehaving()

    def read(data: bytes, name: str, shown: str, source: str, options: ReadOptions) -> list[Document]:
        (made,) = stages.read(data, name, shown, source, options)
        return [replace(made, text=made.text.replace("nummer 2 ", "nummer \ud83d "))]

    batch = worker_in(tmp_path, replace(stages, read=read)).work(chunk_of(write_mails(tmp_path / "in", 3)))
    assert [Path(failure.path).name for failure in batch.failures] == ["mail002.txt"]
    assert batch.documents is not None
    assert batch.documents.column("name").to_pylist() == ["mail000", "mail001"]


def test_a_batch_is_the_same_after_its_way_between_processes(tmp_path: Path) -> None:
    batch = worker_in(tmp_path).work(chunk_of(write_mails(tmp_path / "in", 3)))
    assert from_wire(to_wire(batch)) == batch


def test_a_full_disk_is_no_fault_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = worker_in(tmp_path)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("draad.dossier.files._read_only", full)
    with pytest.raises(DiskError, match="No space left"):
        worker.work(chunk_of([Path(__file__)]))
