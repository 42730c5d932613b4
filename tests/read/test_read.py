"""The stage as a whole: any file in, documents or a narrow error out."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from draad.errors import DamagedFileError, EmptyFileError, UnsupportedFileError
from draad.read import Given, ReadOptions, expand, read_given, read_source

SHARED = Path(__file__).parents[2].parent / "shared"
shared = pytest.mark.skipif(not (SHARED / "releases").is_dir(), reason="the shared releases are not on this machine")


def test_a_text_file(tmp_path):
    (tmp_path / "brief.d.d. 3 juni.txt").write_bytes("één\r\ntwee".encode())
    (document,) = read_source(tmp_path / "brief.d.d. 3 juni.txt")
    assert (document.text, document.name, document.media, document.part) == (
        "één\ntwee",
        "brief.d.d. 3 juni",
        "text",
        0,
    )
    assert document.source == Given(tmp_path / "brief.d.d. 3 juni.txt", "x").sha256


def test_the_same_file_in_a_zip_is_the_same_document(tmp_path):
    (tmp_path / "a.txt").write_text("één")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.write(tmp_path / "a.txt", "map/a.txt")
    one, two = (read_given(given, ReadOptions())[0] for given in expand([tmp_path]))
    assert (one.id, one.name) == (two.id, two.name)
    assert two.path.endswith("b.zip/map/a.txt")


def test_two_files_of_one_name_are_two_documents(tmp_path):
    for folder in ("een", "twee"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(folder)
    one, two = (read_given(given, ReadOptions())[0] for given in expand([tmp_path]))
    assert one.name == two.name
    assert one.id != two.id


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("leeg.txt", b"", EmptyFileError),
        ("leeg.pdf", b"", DamagedFileError),
        ("leeg.docx", b"", DamagedFileError),
        ("programma.txt", b"\x7fELF\x02\x01\x01" + bytes(200), UnsupportedFileError),
        ("plaatje.jpg", b"\xff\xd8\xff\xe0" + bytes(200), UnsupportedFileError),
        ("blad.xlsx", b"PK\x03\x04 xl/workbook.xml", UnsupportedFileError),
        ("kapot.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), DamagedFileError),
    ],
)
def test_what_can_not_be_read_says_so(tmp_path, name, data, error):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error, match=name) as raised:
        read_source(tmp_path / name)
    assert raised.value.cure


def test_a_big_text_file(tmp_path):
    """20 MB of the costliest kind (CRLF, characters beyond Latin-1), measured in a process of its own."""
    path = tmp_path / "groot.txt"
    path.write_bytes("Regel met één accent en een streepje – erbij.\r\n".encode() * 430_000)
    code = (
        "import resource, sys; from draad.read import read_source\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "text = read_source(sys.argv[1])[0].text\n"
        "print(text.count(chr(10)), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024)"
    )
    lines, memory = subprocess.check_output([sys.executable, "-c", code, str(path)]).split()
    assert int(lines) == 430_000
    assert int(memory) < 3 * path.stat().st_size


def test_text_needs_no_heavy_library(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    code = (
        "import sys; from draad.read import read_source; read_source(sys.argv[1])\n"
        "print(*{'pypdfium2', 'PIL', 'numpy', 'docx', 'oxmsg', 'email', 'pyarrow'} & set(sys.modules))"
    )
    assert subprocess.check_output([sys.executable, "-c", code, str(tmp_path / "a.txt")]).strip() == b""


@shared
def test_a_real_print_with_grey_labels():
    (document,) = read_source(SHARED / "releases" / "rvo-mail-bundle-15p.pdf", ReadOptions(ocr=False))
    lines = document.text.split("\n")
    assert lines[0].split() == ["Van:", "10.2.e@crv4all.com>"]
    assert [page.number for page in document.pages if page.method == "layer"] == [1, 2, 4, 9, 14, 15]


@shared
def test_a_real_page_on_its_side():
    (document,) = read_source(SHARED / "releases" / "inventory-7p.pdf", ReadOptions(ocr=False))
    assert document.text.startswith("bijlage 2: inventarislijst")
    assert document.boxes[0].x1 > document.boxes[0].x0 + 100
