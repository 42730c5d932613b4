"""PDFs, scans and mail files: they open, hold the text (or, scanned, none), and are the same each time."""

from __future__ import annotations

import email
import itertools
import json
from email.policy import default
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from draad.sample import generate, write_demo, write_release

pytest.importorskip("reportlab", reason="the extra draad[sample] is not installed")


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def text_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def words(text: str) -> list[str]:
    return [word for word in text.replace("**", "").split() if word.isascii() and word.isalpha() and len(word) > 4]


def test_a_pdf_holds_the_words_of_its_documents(tmp_path: Path) -> None:
    write_release(tmp_path / "out", documents=12, seed=4, format="pdf")
    for file in generate(12, 4, form="pdf"):
        layer = set(" ".join(text_of(tmp_path / "out" / f"{file.name}.pdf")).replace("\r\n", " ").split())
        wanted = words(file.text)
        assert sum(word in layer for word in wanted) > 0.95 * len(wanted)


def test_a_pdf_bundle_tells_the_pages_of_its_documents(tmp_path: Path) -> None:
    release = write_release(tmp_path / "out", documents=90, seed=4, format="pdf")
    bundled = [d for d in rows(release.truth / "documents.jsonl") if d["bundle"]]
    assert bundled
    for name in {d["bundle"] for d in bundled}:
        parts = [d for d in bundled if d["bundle"] == name]
        pages = text_of(tmp_path / "out" / f"{name}.pdf")
        assert parts[0]["first_page"] in (1, 2)
        for part, following in itertools.pairwise(parts):
            assert part["first_page"] + part["pages"] == following["first_page"]
        assert parts[-1]["first_page"] + parts[-1]["pages"] - 1 == len(pages)


def test_lines_are_unknown_where_a_file_has_none(tmp_path: Path) -> None:
    release = write_release(tmp_path / "out", documents=10, seed=4, format="pdf")
    for copy in rows(release.truth / "copies.jsonl"):
        assert copy["header"] is None
        assert copy["body"] is None
        assert copy["message"]


def test_a_scan_is_pictures_only_and_the_same_each_time(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        write_release(tmp_path / folder, documents=1, seed=8, format="scan")
    (scan,) = (tmp_path / "a").iterdir()
    assert scan.read_bytes() == (tmp_path / "b" / scan.name).read_bytes()
    assert "".join(text_of(scan)) == ""
    document = pypdfium2.PdfDocument(scan)
    width, height = document[0].get_size()
    document.close()
    assert width == pytest.approx(595, abs=1)
    assert height == pytest.approx(842, abs=1)


def test_mail_files_carry_the_thread_in_their_headers(tmp_path: Path) -> None:
    release = write_release(tmp_path / "out", documents=40, seed=4, format="eml")
    truth = {(c["document"], c["n"]): c for c in rows(release.truth / "copies.jsonl")}
    ids: dict[str, str] = {}
    mails = {p.stem: email.message_from_bytes(p.read_bytes(), policy=default) for p in release.folder.glob("*.eml")}
    assert len(mails) > 30
    for name, mail in mails.items():
        ids[truth[name, 0]["message"]] = mail["Message-ID"]
    for name, mail in mails.items():
        copy = truth[name, 0]
        assert not mail.defects
        assert mail["Subject"] == copy["subject"]
        assert mail["From"].addresses[0].domain == copy["from_domain"]
        assert len(mail["To"].addresses) == copy["to"]
        assert mail["Date"].datetime.isoformat() == copy["sent"]
        assert (mail["In-Reply-To"] is None) == (copy["parent"] is None)
        if copy["parent"] in ids:
            assert mail["In-Reply-To"] == ids[copy["parent"]]
            assert mail["References"].split()[-1] == ids[copy["parent"]]


def test_mail_files_are_the_same_each_time(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        write_release(tmp_path / folder, documents=30, seed=11, format="eml")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_markdown_releases_are_bold(tmp_path: Path) -> None:
    write_release(tmp_path / "out", documents=10, seed=4, format="md")
    assert any("**" in p.read_text(encoding="utf-8") for p in (tmp_path / "out").glob("*.md"))


def test_the_demo_is_twelve_files_in_every_format(tmp_path: Path) -> None:
    release = write_demo(tmp_path / "demo")
    files = list((tmp_path / "demo").iterdir())
    assert len(files) == release.counts.files == 12
    assert {p.suffix for p in files} == {".txt", ".md", ".pdf", ".eml"}
    assert sum(p.stat().st_size for p in files) + sum(p.stat().st_size for p in release.truth.iterdir()) < 600_000
    assert sum(text_of(p) == [""] for p in files if p.suffix == ".pdf") == 1
    in_documents: dict[str, set[str]] = {}
    for copy in rows(release.truth / "copies.jsonl"):
        in_documents.setdefault(copy["thread"], set()).add(copy["document"])
    assert sorted(map(len, in_documents.values()))[-2:] >= [4, 5]


def test_the_demo_in_the_repository_is_what_the_generator_writes(tmp_path: Path) -> None:
    """Scans apart: their JPEG bytes depend on the version of the image library."""
    kept = Path(__file__).parents[2] / "samples" / "demo"
    write_demo(tmp_path / "demo")
    for path in (tmp_path / "demo").iterdir():
        if path.suffix in (".txt", ".md", ".eml"):
            assert path.read_bytes() == (kept / path.name).read_bytes(), path.name
