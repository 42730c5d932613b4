"""Pages without a usable layer are recognised, once, and a failure is told on the document."""

from __future__ import annotations

import json

import pytest
from PIL import Image
from read_pages import HEIGHT, pdf, scan, text

from draad.errors import InputError, MissingProgramError
from draad.read import ReadOptions, _tesseract, read_bytes
from draad.read.layout import BLOCK

try:
    _tesseract.check("nld+eng")
except MissingProgramError as missing:
    pytest.skip(f"no OCR on this machine: {missing}", allow_module_level=True)

MAIL = [
    "Van: Jan de Wit",
    "Verzonden: maandag 16 maart 2020 17:00",
    "Aan: Directie Langdurige Zorg",
    "Onderwerp: verslag van het overleg",
    "",
    "Beste collega,",
    "",
    "Hierbij het verslag van het overleg met de gemeenten.",
    "",
    "        Dit stond in een eerder bericht.",
]


def blacked_out(width: float):
    def draw(canvas):
        text(["Van:", "Verzonden: maandag 16 maart 2020 17:00", "Aan:", "Onderwerp: verslag"])(canvas)
        for line in (0, 2):
            canvas.rect(100, HEIGHT - 63 - 14 * line, width, 12, fill=1)

    return draw


def read(data: bytes, **options):
    (document,) = read_bytes(
        data, "scan.pdf", "scan.pdf", "0" * 64, ReadOptions(**{"dpi": 150, "languages": "nld", **options})
    )
    return document


@pytest.fixture
def counted(monkeypatch):
    """Counts the calls of Tesseract."""
    calls = []
    real = _tesseract.recognise
    monkeypatch.setattr(_tesseract, "recognise", lambda *a, **k: (calls.append(1), real(*a, **k))[1])
    return calls


def test_a_scan_gives_its_lines_with_indentation():
    document = read(scan(pdf(text(MAIL))))
    lines = document.text.split("\n")
    assert [line.strip() for line in lines] == [line.strip() for line in MAIL]
    assert len(lines[-1]) - len(lines[-1].lstrip()) in range(5, 12)
    assert document.pages[0].method == "ocr"
    assert document.boxes[0].y0 < 60 < document.boxes[0].y1


def test_a_crooked_scan_is_straightened():
    lines = [line.strip() for line in read(scan(pdf(text(MAIL)), angle=1.5)).text.split("\n")]
    assert lines[1] == MAIL[1]
    assert MAIL[7] in lines


@pytest.mark.parametrize("rotate", [90, 270])
def test_a_scan_on_its_side_is_turned_and_its_lines_keep_their_places(rotate):
    document = read(scan(pdf(text(MAIL + MAIL[-3:] * 3, step=20), rotate=rotate)))
    lines = [line.strip() for line in document.text.split("\n")]
    assert lines[:4] == MAIL[:4]
    first = document.boxes[0]
    assert first.x1 - first.x0 < 20 < first.y1 - first.y0
    assert (first.x0 > 500) == (rotate == 90)


def test_blacked_out_places_are_one_sign_whatever_their_width():
    """Law 2: nothing measures a mark."""
    narrow, wide = (read(scan(pdf(blacked_out(w)), dpi=300), dpi=300).text for w in (60, 240))
    assert narrow == wide
    assert narrow.split("\n")[0] == f"Van: {BLOCK}"
    assert narrow.split("\n")[2] == f"Aan: {BLOCK}"


def test_pages_are_kept_and_damage_in_the_cache_is_mended(tmp_path, counted):
    data = scan(pdf(text(MAIL), text(MAIL[:4])))
    first = read(data, ocr_cache=tmp_path, jobs=2)
    assert len(counted) == 2
    again = read(data, ocr_cache=tmp_path, jobs=2)
    assert len(counted) == 2
    assert again == first
    kept = sorted(tmp_path.rglob("*.json"))
    assert len(kept) == 2
    kept[0].write_text("{half")
    kept[1].write_text(json.dumps({"words": [[1]]}))
    assert read(data, ocr_cache=tmp_path) == first
    assert len(counted) == 4
    assert not list(tmp_path.rglob("*.part"))


def test_without_ocr_the_page_is_empty_and_says_so():
    document = read(scan(pdf(text(MAIL))), ocr=False)
    assert (document.text, document.pages[0].method) == ("", "none")
    assert document.warnings == ("no text was found; OCR is switched off",)


def test_one_page_that_fails_is_a_warning(monkeypatch):
    real, calls = _tesseract.recognise, []

    def fail_first(*args, **options):
        calls.append(1)
        if len(calls) == 1:
            raise _tesseract.RecognitionError("Tesseract failed: boem.", "x")
        return real(*args, **options)

    monkeypatch.setattr(_tesseract, "recognise", fail_first)
    document = read(scan(pdf(text(MAIL), text(MAIL))))
    assert document.warnings == ("page 1: Tesseract failed: boem.",)
    assert [page.method for page in document.pages] == ["none", "ocr"]


def test_all_pages_failing_is_an_error(monkeypatch, tmp_path):
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nset -- $*\ncat >/dev/null\necho 'rekt niet' >&2\nexit 1\n")
    program.chmod(0o755)
    _tesseract.check("nld+eng")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(InputError, match="no page can be read: Tesseract failed: rekt niet"):
        read(scan(pdf(text(MAIL))))


def test_no_tesseract(monkeypatch):
    monkeypatch.setenv("PATH", "/nergens")
    for function in (_tesseract.version, _tesseract.languages):
        function.cache_clear()
    try:
        with pytest.raises(MissingProgramError, match="apt-get install tesseract-ocr tesseract-ocr-nld"):
            read(scan(pdf(text(MAIL))))
    finally:
        for function in (_tesseract.version, _tesseract.languages):
            function.cache_clear()


def test_no_such_language():
    with pytest.raises(MissingProgramError, match="apt-get install tesseract-ocr-xyz"):
        read(scan(pdf(text(MAIL))), languages="nld+xyz")


def test_a_blank_sheet_has_no_text_and_is_not_recognised(tmp_path, counted):
    Image.new("L", (827, 1169), 250).save(tmp_path / "leeg.pdf", resolution=100)
    document = read((tmp_path / "leeg.pdf").read_bytes())
    assert not counted
    assert (document.text, document.pages[0].method) == ("", "none")
