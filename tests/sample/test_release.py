"""What a generated release promises: the same bytes for the same seed, and a truth that points at what it says."""

from __future__ import annotations

import ast
import itertools
import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import draad.sample
from draad.sample import Printed, generate, write_release
from draad.sample.lists import load
from draad.sample.threads import styles


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def files() -> list[Printed]:
    return list(generate(300, seed=1))


def lines_of(file: Printed) -> list[str]:
    return file.text.split("\n")


def bare(line: str) -> str:
    return line.strip(" >-_*=.\t")


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        write_release(tmp_path / folder, documents=40, seed=5, noise=0.02)
    for first in sorted((tmp_path / "a").iterdir()) + sorted((tmp_path / "a.truth").iterdir()):
        second = tmp_path / first.parent.name.replace("a", "b", 1) / first.name
        assert first.read_bytes() == second.read_bytes(), first.name


def test_another_seed_gives_another_release() -> None:
    assert [f.text for f in generate(3, seed=1)] != [f.text for f in generate(3, seed=2)]


@pytest.mark.parametrize("documents", [0, 1, 12, 65])
def test_as_many_files_as_asked_for(documents: int, tmp_path: Path) -> None:
    seen: list[int] = []
    release = write_release(tmp_path / "out", documents=documents, seed=3, progress=seen.append)
    assert len(list((tmp_path / "out").iterdir())) == release.counts.files == documents
    assert seen == list(range(1, documents + 1))


def test_the_truth_stands_beside_the_release_and_not_in_it(tmp_path: Path) -> None:
    release = write_release(tmp_path / "out", documents=20, seed=3)
    assert release.truth == tmp_path / "out.truth"
    names = {"copies.jsonl", "documents.jsonl", "redactions.jsonl", "items.jsonl"}
    assert {p.name for p in release.truth.iterdir()} == names
    assert {p.suffix for p in release.folder.iterdir()} == {".txt"}


def test_the_counts_are_those_of_the_truth(tmp_path: Path) -> None:
    release = write_release(tmp_path / "out", documents=80, seed=3)
    copies = rows(release.truth / "copies.jsonl")
    counts = release.counts
    assert counts.copies == len(copies)
    assert counts.messages == len({c["message"] for c in copies}) == sum(c["new"] for c in copies)
    assert counts.threads == len({c["thread"] for c in copies})
    assert counts.documents == len(rows(release.truth / "documents.jsonl"))


def test_a_copy_has_the_fields_of_the_gold(tmp_path: Path) -> None:
    release = write_release(tmp_path / "out", documents=5, seed=3)
    gold = {"document", "n", "header", "body", "sent", "subject", "from_domain", "to", "cc", "marks"}
    own = {"message", "thread", "parent", "depth", "new", "style"}
    assert all(set(copy) == gold | own for copy in rows(release.truth / "copies.jsonl"))


def test_headers_begin_and_end_where_the_truth_says(files: list[Printed]) -> None:
    labels = {label for style in styles().values() for label in style.get("labels", {}).values()} | {"Received"}
    above = {line for style in styles().values() for line in style.get("above", ())}
    intros = ("Op ", "On ", "Am ", "Le ", ">>> ")
    for file in files:
        lines = lines_of(file)
        for part in file.parts:
            for copy in part.copies:
                assert copy.header is not None
                first = lines[copy.header[0] - 1].lstrip("> ").replace("**", "")
                first = lines[copy.header[0] - 1].lstrip(" ").removeprefix("> ") if copy.style == "groupwise" else first
                is_field = first.split(":")[0].rstrip() in labels
                assert is_field or first in above or first.startswith(intros), (file.name, copy.n, first)
                assert bare(lines[copy.header[1] - 1])


def test_what_stands_just_above_a_header_is_not_part_of_it(files: list[Printed]) -> None:
    for file in files:
        lines = lines_of(file)
        for part in file.parts:
            for copy in part.copies[1:]:
                assert copy.header is not None
                assert not bare(lines[copy.header[0] - 2])


def test_bodies_have_no_blank_lines_or_rules_at_their_ends(files: list[Printed]) -> None:
    for file in files:
        lines = lines_of(file)
        for part in file.parts:
            for copy in part.copies:
                if copy.body:
                    assert copy.header is not None
                    assert copy.header[1] < copy.body[0] <= copy.body[1] <= part.last
                    assert bare(lines[copy.body[0] - 1])
                    assert bare(lines[copy.body[1] - 1])


def test_copies_of_a_document_follow_one_another(files: list[Printed]) -> None:
    for file in files:
        for part in file.parts:
            spans = [span for copy in part.copies for span in (copy.header, copy.body) if span]
            assert all(a[1] < b[0] for a, b in itertools.pairwise(spans))
            assert [copy.depth for copy in part.copies] == list(range(len(part.copies)))


def test_the_moment_of_sending_is_what_the_header_prints(files: list[Printed]) -> None:
    seen = Counter[str]()
    for file in files:
        lines = lines_of(file)
        for part in file.parts:
            for copy in part.copies:
                if copy.sent is None:
                    continue
                assert copy.header is not None
                printed = " ".join(lines[copy.header[0] - 1 : copy.header[1]])
                sent = datetime.fromisoformat(copy.sent)
                clocks = {f"{sent:%H:%M}", f"{sent.hour}:{sent:%M}", f"{sent.hour % 12 or 12}:{sent:%M}"}
                assert any(clock in printed for clock in clocks), (file.name, copy.n)
                assert str(sent.year)[2:] in printed
                seen[copy.sent[-6:]] += 1
    assert set(seen) == {"+00:00", "+01:00", "+02:00"}


def test_marks_stand_on_the_lines_that_the_truth_names(files: list[Printed]) -> None:
    for file in files:
        lines = lines_of(file)
        for part in file.parts:
            for redaction in part.redactions:
                assert redaction.line is not None
                assert redaction.spelling in lines[redaction.line - 1]
            spans = [span for copy in part.copies for span in (copy.header, copy.body) if span]
            inside = sum(any(a <= (r.line or 0) <= b for a, b in spans) for r in part.redactions)
            assert inside == sum(copy.marks for copy in part.copies)


def test_nothing_secret_is_left_unresolved(files: list[Printed]) -> None:
    for file in files:
        assert not any("\ue000" <= char <= "\uf8ff" for char in file.text)
        assert "{" not in file.text


def test_a_parent_is_older_and_of_the_same_thread(files: list[Printed]) -> None:
    sent = {
        c.message: (datetime.fromisoformat(c.sent), c.thread)
        for f in files
        for p in f.parts
        for c in p.copies
        if c.sent
    }
    for file in files:
        for part in file.parts:
            for copy in part.copies:
                if copy.parent in sent and copy.message in sent:
                    assert sent[copy.parent][1] == copy.thread
                    assert (sent[copy.message][0] - sent[copy.parent][0]).total_seconds() > -180


def test_one_message_stands_in_many_documents_with_different_marks(files: list[Printed]) -> None:
    places: dict[str, set[tuple[str, int]]] = {}
    for file in files:
        for part in file.parts:
            for copy in part.copies:
                places.setdefault(copy.message, set()).add((copy.document, copy.marks))
    several = [seen for seen in places.values() if len(seen) > 1]
    assert len(several) > 50
    assert sum(len({marks for _, marks in seen}) > 1 for seen in several) > len(several) / 2


def test_short_answers_recur_and_long_ones_do_not(files: list[Printed]) -> None:
    bodies: dict[str, set[str]] = {}
    for part in (part for file in files for part in file.parts if part.message):
        message = part.message
        assert message is not None
        while message is not None:
            bodies.setdefault("\n".join(message.body), set()).add(message.id)
            message = message.parent
    assert any(len(ids) > 1 for body, ids in bodies.items() if body and len(body) < 40)
    assert all(len(ids) == 1 for body, ids in bodies.items() if len(body) > 200)


def test_every_style_occurs_within_three_hundred_documents(files: list[Printed]) -> None:
    seen = Counter(copy.style for file in files for part in file.parts for copy in part.copies)
    assert set(seen) == set(styles()) | {"printed_en", "printed_nl", "printed_nl_wide", "printed_en_local"}


def test_every_kind_of_document_occurs(files: list[Printed]) -> None:
    seen = Counter(part.kind for file in files for part in file.parts)
    assert set(seen) == {"mail", "report", "letter", "decision", "inventory", "note"}
    assert 0.05 < 1 - seen["mail"] / seen.total() < 0.15
    assert any(len(file.parts) > 1 for file in files)


def test_a_report_gives_no_message_and_tells_its_points(files: list[Printed]) -> None:
    reports = [(file, part) for file in files for part in file.parts if part.report]
    assert reports
    for file, part in reports:
        assert not part.copies
        assert part.report is not None
        lines = lines_of(file)
        assert part.report["points"] == len(part.report["points_lines"])
        for action in part.report["explicit_actions"]:
            assert "actie" in lines[action["line"] - 1]
            assert all(owner in lines[action["line"] - 1] for owner in action["owner"])


def test_a_bundle_numbers_its_documents(files: list[Printed]) -> None:
    for file in files:
        assert [part.document for part in file.parts] == [
            file.name if place == 1 else f"{file.name}#{place}" for place in range(1, len(file.parts) + 1)
        ]
        assert all(a.last < b.first for a, b in zip(file.parts, file.parts[1:], strict=False))


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 999), noise=st.sampled_from([0.02, 0.05]))
def test_noise_damages_lines_and_moves_none(seed: int, noise: float) -> None:
    for clean, damaged in zip(generate(6, seed), generate(6, seed, noise), strict=True):
        before, after = lines_of(clean), lines_of(damaged)
        assert len(before) == len(after)
        for a, b in zip(before, after, strict=True):
            assert bool(bare(a)) == bool(bare(b))
            assert len(b) >= len(a) * 0.5 - 4
        for one, other in zip(clean.parts, damaged.parts, strict=True):
            assert [(c.header, c.body, c.sent, c.subject, c.to, c.cc, c.marks) for c in one.copies] == [
                (c.header, c.body, c.sent, c.subject, c.to, c.cc, c.marks) for c in other.copies
            ]


def test_noise_is_about_as_strong_as_asked() -> None:
    clean = "\n".join(f.text for f in generate(40, 9))
    damaged = "\n".join(f.text for f in generate(40, 9, 0.05))
    changed = sum(
        len(set(Counter(a.split()) - Counter(b.split())))
        for a, b in zip(clean.split("\n"), damaged.split("\n"), strict=True)
    )
    assert 0.08 < changed / len(clean.split()) < 0.35


def test_the_generator_knows_nothing_of_what_it_tests() -> None:
    for path in Path(draad.sample.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            ours = [name for name in names if name.startswith("draad")]
            assert all(name.startswith("draad.sample") for name in ours), path.name


@pytest.mark.parametrize(
    "name", ["people", "organisations", "marks", "clients", "topics", "text", "papers", "items", "items_held"]
)
def test_word_lists_say_where_they_come_from(name: str) -> None:
    path = Path(draad.sample.__file__).parent / "data" / f"{name}.toml"
    assert path.read_text(encoding="utf-8").startswith("# written for Draad")
    assert load(name)
