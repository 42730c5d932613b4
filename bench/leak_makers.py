"""The producers of the corpus of leaks: one paper as PDF by each, with its own means of leaking where it has any."""

from __future__ import annotations

import html
import io
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageDraw
from reportlab.pdfbase.pdfmetrics import stringWidth

from bench.leak_papers import SIZE, WIDE, Paper, Slot

WIDTH, HEIGHT, LEFT, TOP, STEP = 595.0, 842.0, 62.0, 130.0, 19.0
NATIVE: dict[str, frozenset[str]] = {
    "reportlab": frozenset(["under-box", "under-picture", "same-colour", "invisible", "clipped", "tiny", "off-page"]),
    "fpdf2": frozenset(["under-box", "under-picture", "same-colour", "invisible", "clipped", "tiny", "off-page"]),
    "pikepdf": frozenset(["under-box", "under-picture", "same-colour", "invisible", "clipped", "tiny", "off-page"]),
    "weasyprint": frozenset(["under-box", "same-colour", "clipped", "tiny"]),
    "chromium": frozenset(["under-box", "same-colour", "clipped", "tiny"]),
    "tesseract": frozenset(),
}
"""What each can plant by itself; the rest is planted in its file afterwards."""


class Text(NamedTuple):
    x: float
    y: float
    text: str
    size: float = SIZE
    grey: float = 0.0
    bold: bool = False
    way: str = ""
    """How it is hidden: invisible, clipped."""


class Bar(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    fill: float | None
    stroke: bool = False
    picture: bool = False
    colour: tuple[float, float, float] | None = None


class Spot(NamedTuple):
    """Where the leaking slot came to stand, for who plants afterwards; origin top left."""

    page: int
    x: float
    y: float
    width: float


Mark = Text | Bar


def laid_out(made: Paper) -> tuple[list[list[Mark]], Spot]:
    """The paper as things to draw, page by page; y counts down from the top to the baseline."""
    pages: list[list[Mark]] = []
    spot = Spot(1, LEFT, TOP, WIDE)
    slots = made.slots()
    wanted = slots[int(made.more["slot"])]
    for number, lines in enumerate(made.pages, 1):
        marks: list[Mark] = []
        if made.dark_band:
            marks += [Bar(0, 30, WIDTH, 30, None, colour=(0.08, 0.26, 0.45)), Text(LEFT, 50, made.title, 14, 1.0, True)]
        else:
            marks += [Text(LEFT, 50, made.title, 14, 0.0, True), Bar(LEFT, 58, WIDTH - 2 * LEFT, 0.8, 0.0)]
        marks.append(Bar(480, 68, 48, 34, None, picture=True, colour=(0.1, 0.4, 0.6)))
        y = TOP
        for n, line in enumerate(lines):
            x = LEFT
            if n == 2 and len(line) == 1:
                marks.append(Bar(LEFT - 2, y - 10, 200, 13, None, colour=(1.0, 0.95, 0.4)))
            for piece in line:
                if isinstance(piece, Slot):
                    width = stringWidth(piece.name, "Helvetica", SIZE) + 3 if piece.fit else WIDE
                    if piece is wanted:
                        spot = Spot(number, x, y, width)
                    marks += closed(piece, x, y, width)
                    x += width
                else:
                    marks.append(Text(x, y, piece))
                    x += stringWidth(piece, "Helvetica", SIZE)
            y += STEP
        if number == 1:
            y += 10
            for row, (left, right) in enumerate(made.table):
                marks.append(Bar(LEFT, y + row * 18, 300, 18, None, stroke=True))
                marks += [Text(LEFT + 5, y + row * 18 + 13, left), Text(LEFT + 150, y + row * 18 + 13, right)]
        marks.append(Text(290, 815, f"Pagina {number}", 8, 0.35))
        pages.append(marks)
    return pages, spot


def closed(slot: Slot, x: float, y: float, width: float) -> list[Mark]:
    """A slot as things to draw: its box with its label, and what leaks there."""
    box: list[Mark] = [Bar(x + 1, y - 10, width - 2, 13, 0.0 if slot.dark else 1.0, stroke=True)]
    if slot.label:
        label_width = stringWidth(slot.ground, "Helvetica", 8)
        box.append(Text(x + (width - label_width) / 2, y - 1, slot.ground, 8, 1.0 if slot.dark else 0.0))
    secret = Text(x + 3, y, slot.name)
    match slot.leak:
        case "under-box" | "shown":
            return [secret, *box] if slot.leak == "under-box" else [secret]
        case "under-picture":
            return [secret, Bar(x + 1, y - 11, width - 2, 15, None, picture=True, colour=(0.02, 0.02, 0.02))]
        case "same-colour":
            return (
                [*box, secret._replace(grey=0.0 if slot.dark else 1.0, y=y + 0.3)]
                if not slot.label
                else [secret._replace(grey=1.0)]
            )
        case "invisible" | "clipped":
            return [*box, secret._replace(way=slot.leak)]
        case "tiny":
            return [*box, secret._replace(size=0.6, grey=0.0, y=y + 4)]
        case "off-page":
            return [*box, secret._replace(x=WIDTH + 40)]
    return box


def block_png(colour: tuple[float, float, float], width: int = 96, height: int = 68) -> Image.Image:
    picture = Image.new("RGB", (width, height), tuple(round(255 * part) for part in colour))
    if max(colour) > 0.1:
        pen = ImageDraw.Draw(picture)
        pen.ellipse((10, 8, width - 10, height - 8), fill=(240, 240, 240))
        pen.rectangle((30, 24, width - 30, height - 24), fill=(30, 60, 110))
    return picture


# ── drawn ───────────────────────────────────────────────────────────────────────────────────────────────────


def by_reportlab(made: Paper) -> bytes:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    pen = canvas.Canvas(out, pagesize=(WIDTH, HEIGHT))
    pen.setTitle(made.title)
    pen.setAuthor(made.author)
    pages, _ = laid_out(made)
    for number, marks in enumerate(pages, 1):
        pen.bookmarkPage(f"p{number}")
        pen.addOutlineEntry(f"{made.title} ({number})", f"p{number}", 0)
        for mark in marks:
            if isinstance(mark, Bar):
                _bar_reportlab(pen, mark, ImageReader)
                continue
            pen.saveState()
            if mark.way == "clipped":
                path = pen.beginPath()
                path.rect(0, 0, 20, 20)
                pen.clipPath(path, stroke=0, fill=0)
            text = pen.beginText(mark.x, HEIGHT - mark.y)
            text.setFont("Helvetica-Bold" if mark.bold else "Helvetica", mark.size)
            text.setFillGray(mark.grey)
            text.setTextRenderMode(3 if mark.way == "invisible" else 0)
            text.textOut(mark.text)
            pen.drawText(text)
            pen.restoreState()
        pen.linkURL("https://www.rijksoverheid.nl/", (62, 20, 160, 30))
        pen.showPage()
    pen.save()
    return out.getvalue()


def _bar_reportlab(pen: Any, bar: Bar, reader: Any) -> None:
    y = HEIGHT - bar.y - bar.height
    if bar.picture:
        pen.drawImage(reader(block_png(bar.colour or (0, 0, 0))), bar.x, y, bar.width, bar.height)
        return
    if bar.colour:
        pen.setFillColorRGB(*bar.colour)
    elif bar.fill is not None:
        pen.setFillGray(bar.fill)
    pen.setStrokeGray(0)
    pen.setLineWidth(0.6)
    filled = bar.colour is not None or bar.fill is not None
    pen.rect(bar.x, y, bar.width, bar.height, stroke=int(bar.stroke), fill=int(filled))


def by_fpdf2(made: Paper) -> bytes:
    from fpdf import FPDF
    from fpdf.enums import TextMode

    pdf = FPDF(unit="pt", format=(WIDTH, HEIGHT))
    pdf.set_auto_page_break(False)
    pdf.set_title(made.title)
    pdf.set_author(made.author)
    pages, _ = laid_out(made)
    for marks in pages:
        pdf.add_page()
        pdf.start_section(made.title)
        for mark in marks:
            if isinstance(mark, Bar):
                if mark.picture:
                    pdf.image(block_png(mark.colour or (0, 0, 0)), mark.x, mark.y, mark.width, mark.height)
                    continue
                shade = mark.colour or ((mark.fill,) * 3 if mark.fill is not None else None)
                if shade:
                    pdf.set_fill_color(*(round(255 * part) for part in shade))
                pdf.set_draw_color(0)
                pdf.set_line_width(0.6)
                style = ("F" if shade else "") + ("D" if mark.stroke else "")
                pdf.rect(mark.x, mark.y, mark.width, mark.height, style=style or "D")
                continue
            pdf.set_font("Helvetica", "B" if mark.bold else "", mark.size)
            pdf.set_text_color(round(255 * mark.grey))
            if mark.way == "clipped":
                with pdf.rect_clip(0, HEIGHT - 20, 20, 20):
                    pdf.text(mark.x, mark.y, mark.text)
            else:
                with pdf.local_context(text_mode=TextMode.INVISIBLE if mark.way == "invisible" else TextMode.FILL):
                    pdf.text(mark.x, mark.y, mark.text)
        pdf.link(62, 812, 100, 10, "https://www.rijksoverheid.nl/")
    return bytes(pdf.output())


def by_pikepdf(made: Paper) -> bytes:
    import pikepdf

    pdf = pikepdf.new()
    font = pikepdf.Object.parse(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    bold = pikepdf.Object.parse(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>")
    pages, _ = laid_out(made)
    for marks in pages:
        pictures: dict[str, Any] = {}
        parts = [_raw(mark, pdf, pictures) for mark in marks]
        page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
        page.obj.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F1=font, F2=bold), XObject=pikepdf.Dictionary(**dict(pictures.items()))
        )
        page.obj.Contents = pdf.make_stream(b"\n".join(parts))
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(made.title, 0))
    pdf.docinfo["/Title"] = made.title
    with pdf.open_metadata() as xmp:
        xmp["dc:title"] = made.title
        xmp["dc:creator"] = [made.author]
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def raw_string(text: str) -> bytes:
    data = text.encode("cp1252", "replace")
    return b"(" + data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def _raw(mark: Mark, pdf: Any, pictures: dict[str, Any]) -> bytes:
    import pikepdf

    if isinstance(mark, Bar):
        y = HEIGHT - mark.y - mark.height
        if mark.picture:
            picture = block_png(mark.colour or (0, 0, 0))
            stream = pdf.make_stream(picture.tobytes())
            stream.update(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.XObject,
                    Subtype=pikepdf.Name.Image,
                    Width=picture.width,
                    Height=picture.height,
                    ColorSpace=pikepdf.Name.DeviceRGB,
                    BitsPerComponent=8,
                )
            )
            key = f"Im{len(pictures)}"
            pictures[key] = stream
            return f"q {mark.width} 0 0 {mark.height} {mark.x} {y} cm /{key} Do Q".encode()
        shade = mark.colour or ((mark.fill,) * 3 if mark.fill is not None else None)
        colour = f"{shade[0]} {shade[1]} {shade[2]} rg " if shade else ""
        how = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}[bool(shade), mark.stroke]
        return f"q {colour}0.6 w {mark.x} {y} {mark.width} {mark.height} re {how} Q".encode()
    clip = "0 0 20 20 re W n " if mark.way == "clipped" else ""
    mode = 3 if mark.way == "invisible" else 0
    font, y = "F2" if mark.bold else "F1", HEIGHT - mark.y
    head = f"q {clip}BT /{font} {mark.size} Tf {mode} Tr {mark.grey} g 1 0 0 1 {mark.x} {y} Tm "
    return head.encode() + raw_string(mark.text) + b" Tj ET Q"


# ── scanned ─────────────────────────────────────────────────────────────────────────────────────────────────

DPI = 200


def pictured(made: Paper) -> list[Image.Image]:
    """The pages as pictures, with the noise and the slight turn of a scanner left out."""
    import pypdfium2 as pdfium

    pdf = pdfium.PdfDocument(by_reportlab(made))
    return [page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L") for page in pdf]


def by_tesseract(made: Paper) -> bytes:
    import pikepdf

    pages = []
    for picture in pictured(made):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "page.png"
            picture.save(place, dpi=(DPI, DPI))
            command = ["tesseract", str(place), str(place.with_suffix("")), "-l", "nld+eng", "--psm", "6", "pdf"]
            subprocess.run(
                command, check=True, capture_output=True, env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"}
            )
            pages.append(place.with_suffix(".pdf").read_bytes())
    whole = pikepdf.open(io.BytesIO(pages[0]))
    for page in pages[1:]:
        whole.pages.extend(pikepdf.open(io.BytesIO(page)).pages)
    whole.docinfo["/Title"] = made.title
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


# ── by style sheets ─────────────────────────────────────────────────────────────────────────────────────────

_STYLE = """
@page { size: 595pt 842pt; margin: 60pt 62pt } body { font: 10.5pt sans-serif; line-height: 1.6; margin: 0 }
h1 { font-size: 14pt; padding: 6pt } h1.dark { background: #154273; color: white } table { border-collapse: collapse }
td { border: 0.6pt solid black; padding: 3pt 8pt } section + section { break-before: page } mark { background: #fff266 }
.box { display: inline-block; position: relative; width: 132pt; height: 12pt; line-height: 12pt;
  border: 0.6pt solid black;
  font-size: 8pt; text-align: center; vertical-align: -2pt; overflow: hidden; white-space: nowrap }
.dark { background: black; color: white } .light { background: white; color: black }
.fit { width: auto } .under { position: absolute; left: 2pt; top: 0; font-size: 10.5pt }
.over { position: absolute; inset: 0; z-index: 2 }
"""


def page_html(made: Paper) -> str:
    parts = []
    for number, lines in enumerate(made.pages, 1):
        rows = []
        for n, line in enumerate(lines):
            words = "".join(_slot_html(piece) if isinstance(piece, Slot) else html.escape(piece) for piece in line)
            rows.append(f"<p>{'<mark>' + words + '</mark>' if n == 2 and len(line) == 1 else words}</p>")
        head = f"<h1 class='{'dark' if made.dark_band else ''}'>{html.escape(made.title)}</h1>" if number == 1 else ""
        table = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in made.table) if number == 1 else ""
        parts.append(f"<section>{head}{''.join(rows)}<table>{table}</table></section>")
    link = "<p><a href='https://www.rijksoverheid.nl/'>rijksoverheid.nl</a></p>"
    image = f"<img alt='Logo Rijksoverheid' width=48 height=34 src='data:image/png;base64,{_logo()}'>"
    return (
        f"<!doctype html><html lang=nl><head><meta charset=utf-8><title>{html.escape(made.title)}</title>"
        f"<meta name=author content='{html.escape(made.author)}'><style>{_STYLE}</style></head>"
        f"<body>{image}{''.join(parts)}{link}</body></html>"
    )


def _logo() -> str:
    import base64

    out = io.BytesIO()
    block_png((0.1, 0.4, 0.6)).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def _slot_html(slot: Slot) -> str:
    tone, name = ("dark" if slot.dark else "light"), html.escape(slot.name)
    label = slot.ground if slot.label else "&nbsp;"
    box = f"<span class='box {tone}'>{label}</span>"
    if slot.fit:
        width = stringWidth(slot.name, "Helvetica", SIZE) + 3
        return f"<span class='box {tone}' style='width:{width:.1f}pt'>{label}</span>"
    match slot.leak:
        case "shown":
            return name
        case "under-box":
            over = f"<span class='over {tone}'>{label}</span>"
            return f"<span class='box light'><span class=under>{name}</span>{over}</span>"
        case "same-colour":
            return f"<span style='color:white'>{name}</span>"
        case "tiny":
            return f"{box}<span style='font-size:0.5pt'>{name}</span>"
        case "clipped":
            inner = f"<span style='position:absolute;left:30pt;top:0'>{name}</span>"
            narrow = "display:inline-block;position:relative;width:3pt;height:9pt;overflow:hidden"
            return f"{box}<span style='{narrow}'>{inner}</span>"
    return box


def by_weasyprint(made: Paper) -> bytes:
    from weasyprint import HTML

    return bytes(HTML(string=page_html(made)).write_pdf(pdf_variant="pdf/ua-1"))


class Chromium:
    """One browser for all prints: starting it takes longer than printing."""

    def __init__(self) -> None:
        from playwright.sync_api import sync_playwright

        self.play = sync_playwright().start()
        flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
        self.browser = self.play.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        self.page = self.browser.new_page()

    def __call__(self, made: Paper) -> bytes:
        self.page.set_content(page_html(made))
        return self.page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)

    def close(self) -> None:
        self.browser.close()
        self.play.stop()


Maker = Callable[[Paper], bytes]


def makers(chromium: Chromium | None) -> Iterator[tuple[str, Maker]]:
    """All producers that are here."""
    yield from {
        "reportlab": by_reportlab,
        "fpdf2": by_fpdf2,
        "pikepdf": by_pikepdf,
        "weasyprint": by_weasyprint,
        "tesseract": by_tesseract,
    }.items()
    if chromium:
        yield "chromium", chromium
