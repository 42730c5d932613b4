"""Looking blind for withheld words in any file, by other means than Draad's own: Poppler, bytes, Tesseract.

A *view* is one way of reading a file, as text. A phrase is sought in it by its letters and digits alone: case, accents,
blanks and line breaks don't hide it. Short words are sought between borders of words.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path, PurePath
from typing import Any, NamedTuple

import pikepdf

LONG = 7
"""Letters from which a phrase is sought by its letters alone, across words; a shorter one stands there by chance."""
SHORT = 3
DIGITS = 6
"""Digits from which a number that is no part of a word is sought: identifiers and places are full of shorter ones."""
IN_STREAMS = 5
"""Letters of a word that is sought in bytes and between tags, where three letters stand by chance."""
_PICTURE = 300_000
"""Pixels of a picture that may be a page."""
_LITERAL = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]+>", re.S)
_FONTS = ("/Type1C", "/CIDFontType0C", "/OpenType")
_WORD = re.compile(r"[^\W_]+")


class View(NamedTuple):
    """One way of reading a file. ``bytes``: of which what is short says nothing."""

    how: str
    text: str
    bytes: bool = False


def plain(text: str) -> str:
    """Lower case, without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words and numbers of a text, folded."""
    return _WORD.findall(plain(text))


def _telling(word: str) -> bool:
    return len(word) >= (DIGITS if word.isdigit() else SHORT)


class Sought:
    """What is withheld and stands nowhere in the open: ``phrases`` as letters, ``short`` as words."""

    def __init__(self, withheld: Iterable[str], shown: Iterable[str]) -> None:
        told = list(shown)
        seen = {word for text in told for word in words(text)}
        run = "\n".join("".join(words(text)) for text in told)
        phrases = {"".join(words(text)) for text in withheld}
        self.all = len(phrases - {""})
        self.phrases = {phrase for phrase in phrases if len(phrase) >= LONG and phrase not in run}
        self.short = {word for text in withheld for word in words(text) if _telling(word)} - seen

    def found(self, view: View) -> set[str]:
        """Which of it stand in a view."""
        there = words(view.text)
        run = "".join(there)
        least = IN_STREAMS if view.bytes else SHORT
        return {phrase for phrase in self.phrases if phrase in run} | {
            word for word in self.short.intersection(there) if len(word) >= least
        }


def views(path: Path) -> Iterator[View]:
    """Every way in which a file is read: as what it is, and as bytes."""
    yield from _views(path.name, path.read_bytes())


def _views(name: str, data: bytes) -> Iterator[View]:
    yield View("name", PurePath(name).stem)
    ending = PurePath(name).suffix.lower()
    if ending == ".pdf":
        yield from _pdf(data)
        return
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                for view in _views(member, archive.read(member)):
                    yield view._replace(how=f"{ending[1:]} {view.how}")
        return
    text = data.decode("utf-8", "replace")
    yield View("text", text, bytes=ending not in (".txt", ".md"))
    if ending in (".html", ".xml", ".rels"):
        yield View("without tags", _untagged(text))
    if ending in (".json", ".jsonl"):
        yield View("json", "\n".join(_strings(json.loads(line)) for line in text.splitlines() if line.strip()))


def _untagged(text: str) -> str:
    """Text alone, that of a word parted over several elements together."""
    found: list[str] = []
    parser = HTMLParser()
    parser.handle_data = found.append  # type: ignore[method-assign] # all that a parser need do here
    parser.feed(text)
    return "".join(found)


def _strings(data: object) -> str:
    if isinstance(data, dict):
        return "\n".join(_strings(one) for pair in data.items() for one in pair)
    return "\n".join(map(_strings, data)) if isinstance(data, list) else str(data)


# ── PDF ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _pdf(data: bytes) -> Iterator[View]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "file.pdf"
        place.write_bytes(data)
        for how in ([], ["-raw"]):
            yield View("pdftotext", "\f".join(pages_of(place, *how)))
        yield View("pdfinfo", _said("pdfinfo", "-meta", str(place)) + _said("pdfinfo", str(place)))
    yield View("bytes", data.decode("latin-1"), bytes=True)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for obj in pdf.objects:
            yield View("strings", "\n".join(_texts(obj)))
            if isinstance(obj, pikepdf.Stream) and not _binary(obj):
                stream = obj.read_bytes()
                yield View("stream", stream.decode("latin-1"), bytes=True)
                yield View("literals", _literals(stream), bytes=True)
        pictured = [n for n, page in enumerate(pdf.pages) if is_pictured(page)]
    for number in pictured:
        yield View("pixels", recognised(data, number))


def pages_of(path: Path, *options: str) -> list[str]:
    """What Poppler reads on each page."""
    return _said("pdftotext", *options, str(path), "-").split("\f")[:-1]


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")


def _texts(obj: object) -> Iterator[str]:
    """The strings and names of an object; what it refers to comes by itself."""
    if isinstance(obj, pikepdf.String):
        yield str(obj)
    elif isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in obj.items():
            yield str(key)
            if not (isinstance(value, pikepdf.Object) and value.is_indirect):
                yield from _texts(value)
    elif isinstance(obj, pikepdf.Array):
        for value in obj:
            if not (isinstance(value, pikepdf.Object) and value.is_indirect):
                yield from _texts(value)


def _binary(stream: pikepdf.Stream) -> bool:
    """Pictures, fonts and colour profiles."""
    fonts = "/Length1" in stream or str(stream.get("/Subtype")) in _FONTS
    return str(stream.get("/Subtype")) == "/Image" or fonts or "/N" in stream


def _literals(stream: bytes) -> str:
    """The strings of a content stream joined, as what kerning parts is one word."""
    found = []
    for match in _LITERAL.findall(stream):
        if match.startswith(b"("):
            found.append(re.sub(rb"\\(.)", rb"\1", match[1:-1], flags=re.S))
        else:
            digits = re.sub(rb"\s", b"", match[1:-1])
            found.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
    joined = b"".join(found)
    return joined.decode("latin-1") + "\n" + joined.decode("utf-16-be", "replace")


def is_pictured(page: pikepdf.Page) -> bool:
    """Whether a page has a picture that may be a scan of it."""
    held: Any = page.obj.get("/Resources", {}).get("/XObject", {})
    pictures = (one for one in held.values() if str(one.get("/Subtype")) == "/Image")
    return any(int(one.get("/Width", 0)) * int(one.get("/Height", 0)) > _PICTURE for one in pictures)


def recognised(data: bytes, page: int) -> str:
    """The letters that Tesseract sees on a page as it is shown."""
    from pypdfium2 import PdfDocument

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "page.png"
        PdfDocument(data)[page].render(scale=150 / 72).to_pil().save(place, dpi=(150, 150))
        return _said("tesseract", str(place), "-", "-l", "nld+eng")
