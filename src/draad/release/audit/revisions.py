"""What earlier states of a PDF still hold (ISO 32000-1, 7.5.6: an update is written behind what was there).

Each earlier state ends at its own ``%%EOF`` and is a whole PDF: it is opened and compared. What no state of the file
refers to is for ``loose``.
"""

from __future__ import annotations

import io
import re
from collections import Counter

import pikepdf

from draad.release.audit import outside
from draad.release.audit.apart import Words, told_apart
from draad.release.audit.records import Finding, finding
from draad.release.audit.told import words

_END = re.compile(rb"%%EOF[ \t]*\r?\n?")
_LINEAR = re.compile(rb"/Linearized\b.{0,400}?/L\s+(\d+)", re.DOTALL)
_MOST = 50
"""Earlier states that are opened; a file with more was saved by a program that never tidies up."""


def states(data: bytes) -> list[bytes]:
    """The earlier states of the file, oldest first; none for a file that was written at once.

    The first part of a linearized file (annex F) ends in a ``%%EOF`` of its own and is no earlier state.
    """
    ends = [match.end() for match in _END.finditer(data)]
    linear = _LINEAR.search(data[:1024])
    if linear:
        whole = int(linear[1])
        ends = [end for end in ends if end >= min(whole, len(data)) - 2]
    return [data[:end] for end in ends[:-1] if end < len(data) - 16][-_MOST:]


def findings(data: bytes, pdf: pikepdf.Pdf, now: list[list[str]], read: Words, password: str = "") -> list[Finding]:
    """What an earlier state holds that this one does not. ``now``: the words of its pages."""
    found: list[Finding] = []
    for n, state in enumerate(states(data), 1):
        try:
            with pikepdf.open(io.BytesIO(state), password=password) as before:
                found.append(_compare(n, state, before, pdf, now, read))
        except (pikepdf.PdfError, pikepdf.PasswordError, ValueError):
            continue  # what can't be opened as a PDF by itself is no state of it
    return found


def _compare(n: int, state: bytes, before: pikepdf.Pdf, pdf: pikepdf.Pdf, now: list[list[str]], read: Words) -> Finding:
    """The one finding on an earlier state: words, strings or pictures that are gone, or nothing but its presence."""
    gone: list[list[str]] = []
    first: int | None = None
    pages = read(state)
    whole: Counter[str] = Counter(word for page in now for word in page)
    for number, page in enumerate(pages, 1):
        same = Counter(now[number - 1]) if len(pages) == len(now) else whole
        lost = Counter(page) - same
        if lost and first is None:
            first = number
        gone.append([word for word in page if word in lost])
    place = f"%%EOF {n}"
    if any(gone):
        count = sum(map(len, gone))
        return finding("revision", "leak", page=first, where=place, text=told_apart(gone), words=count)
    here = {said.text for said in outside.strings(pdf)}
    strings = [said.text for said in outside.strings(before) if said.text not in here and said.kind != "metadata"]
    strings += [
        said.text for said in outside.strings(before) if said.kind == "metadata" and said.text not in here and said.own
    ]
    if strings:
        told = "\n".join(strings)
        return finding("revision", "leak", where=place, detail="revision-strings", text=told, words=len(words(told)))
    pictures = len(_pictures(before) - _pictures(pdf))
    if pictures:
        return finding("revision", "leak", where=place, detail="revision-pictures", count=pictures)
    return finding("revision", "note", where=place, detail="revision-same", size=len(state))


def _pictures(pdf: pikepdf.Pdf) -> set[int]:
    return {
        hash(obj.read_raw_bytes())
        for obj in pdf.objects
        if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == pikepdf.Name("/Image")
    }
