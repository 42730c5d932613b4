"""The unreleased pile that goes the whole way: generated documents in every form, by several producers, and real ones.

Nothing is withheld in it yet. Who is not installed makes nothing: the page tells which forms there were.
"""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from bench import proposal_texts
from bench.leak_makers import Chromium
from draad.sample import Format, generate, write_release
from draad.sample.printing import PAGE_BREAK
from draad.sample.render_scan import degrade

GENERATED: tuple[Format, ...] = ("txt", "md", "eml", "pdf", "scan")
"""Forms that ``draad sample --whole`` writes itself; its PDFs are reportlab's."""
REAL = 4
LONGEST = 30_000
"""Characters of a real document that takes part: a bundle of fifty pages would be all there is."""
_STYLE = "@page{size:A4;margin:18mm} pre{font:9pt sans-serif;white-space:pre-wrap;break-after:page;margin:0}"
Maker = Callable[[str], bytes]


def pile(out: Path, seed: int, documents: int) -> dict[str, str]:
    """Writes the pile; gives the form of each file by its name. Each form has its own seed: no name stands twice."""
    forms: dict[str, str] = {}
    for number, form in enumerate(GENERATED):
        folder = out / form
        made = write_release(folder, documents=documents, seed=seed + number, format=form, whole=True)
        shutil.rmtree(made.truth)  # what is withheld is what is decided, whoever was right
        for path in folder.iterdir():
            forms[path.name] = "reportlab" if form == "pdf" else form
    for number, (producer, (ending, make)) in enumerate(_makers(), len(GENERATED)):
        texts = [(file.name, file.text) for file in generate(documents, seed + number, whole=True)]
        forms |= _written(out / producer, producer, ending, make, texts)
    real = [(f"echt-{n}", case.text) for n, case in enumerate(_real(seed))]
    forms |= _written(out / "real", "real, as text", ".txt", str.encode, real[::2])
    forms |= _written(out / "real", "real, WeasyPrint", ".pdf", by_weasyprint, real[1::2])
    return forms


def _written(
    folder: Path, form: str, ending: str, make: Maker, texts: list[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts:
        (folder / f"{name}{ending}").write_bytes(make(text.replace(PAGE_BREAK, "\f")))
        yield f"{name}{ending}", form


def _real(seed: int) -> list[proposal_texts.Case]:
    """Released documents, their marks filled with invented names; none where ``../shared`` is not at hand."""
    cases = [case for case in proposal_texts.real(0.0, seed) if len(case.text) < LONGEST]
    return sorted(cases, key=lambda case: case.name)[:REAL]


def _makers() -> Iterator[tuple[str, tuple[str, Maker]]]:
    """Producers beside the generator's own; those that are not here are left out."""
    yield "docx", (".docx", by_docx)
    yield "fpdf2", (".pdf", by_fpdf2)
    yield "WeasyPrint", (".pdf", by_weasyprint)
    yield "scan with OCR layer", (".pdf", by_tesseract)
    if shutil.which("chromium"):
        browser = Chromium()
        yield "Chromium", (".pdf", lambda text: _printed(browser, text))
        browser.close()
    if shutil.which("soffice"):
        yield "LibreOffice", (".pdf", by_libreoffice)


def _pages(text: str) -> list[str]:
    return [page for page in text.split("\f") if page.strip()]


def by_docx(text: str) -> bytes:
    """A Word file, a paragraph a line."""
    from docx import Document

    made = Document()
    for line in text.replace("\f", "\n").split("\n"):
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def by_fpdf2(text: str) -> bytes:
    """A standard font, not embedded."""
    from fpdf import FPDF

    pdf = FPDF()
    pdf.set_font("Helvetica", size=9)
    for page in _pages(text):
        pdf.add_page()
        pdf.multi_cell(0, 4.2, page.encode("latin-1", "replace").decode("latin-1"))
    return bytes(pdf.output())


def _html(text: str) -> str:
    pages = "".join(f"<pre>{html.escape(page)}</pre>" for page in _pages(text))
    return f"<!doctype html><html lang=nl><title>Stuk</title><style>{_STYLE}</style>{pages}</html>"


def by_weasyprint(text: str) -> bytes:
    """Embedded subsets, tagged."""
    from weasyprint import HTML

    return bytes(HTML(string=_html(text)).write_pdf(pdf_variant="pdf/ua-1"))


def _printed(browser: Chromium, text: str) -> bytes:
    browser.page.set_content(_html(text))
    return browser.page.pdf(prefer_css_page_size=True, tagged=True)


def by_libreoffice(text: str) -> bytes:
    """The Word file, exported."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "stuk.docx"
        source.write_bytes(by_docx(text))
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True, timeout=120)
        return source.with_suffix(".pdf").read_bytes()


def by_tesseract(text: str) -> bytes:
    """A scan with the layer of letters that a scanner's own recognition adds."""
    import pikepdf
    from pypdfium2 import PdfDocument

    scan = PdfDocument(degrade(by_fpdf2(text), Random(len(text)), 150))
    whole = pikepdf.new()
    with tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(scan):
            place = Path(folder) / f"{number}.png"
            page.render(scale=150 / 72).to_pil().save(place, dpi=(150, 150))
            command = ["tesseract", str(place), str(place.with_suffix("")), "-l", "nld+eng", "pdf"]
            subprocess.run(command, check=True, capture_output=True)
            with pikepdf.open(place.with_suffix(".pdf")) as read:
                whole.pages.extend(read.pages)
        out = io.BytesIO()
        whole.save(out)
    return out.getvalue()
