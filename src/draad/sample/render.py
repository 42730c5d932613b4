"""Files in the formats of real releases; each renderer sits in a module of its own and is loaded when asked for."""

from __future__ import annotations

from pathlib import Path
from random import Random

from draad.sample.truth import Printed


def write(out: Path, file: Printed, form: str) -> str:
    """Write one file as ``pdf``, ``scan`` or ``eml``; returns the suffix it got and notes its pages in its parts."""
    if form == "eml":
        return _write_mail(out, file)
    from draad.sample import render_pdf

    made = render_pdf.render(file)
    for part in file.parts:
        pages = made.pages[part.first - 1 : part.last] or [1]
        part.first_page, part.pages = pages[0], pages[-1] - pages[0] + 1
    data = made.data
    if form == "scan":
        from draad.sample import render_scan

        data = render_scan.degrade(data, Random(f"{file.seed}/scan"))
    (out / f"{file.name}.pdf").write_bytes(data)
    return ".pdf"


def _write_mail(out: Path, file: Printed) -> str:
    if not file.mails:
        (out / f"{file.name}.txt").write_text(file.text, encoding="utf-8", newline="\n")
        return ".txt"
    from draad.sample import render_eml

    (out / f"{file.name}.eml").write_bytes(render_eml.render(file))
    return ".eml"
