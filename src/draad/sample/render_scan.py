"""Scans: the pages of a PDF as grey images, turned a little, blurred, speckled, JPEG-packed, without any text."""

from __future__ import annotations

import io
from random import Random

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter


def _degraded(image: Image.Image, rng: Random) -> Image.Image:
    """One page as an office scanner gives it back."""
    image = image.convert("L").rotate(rng.uniform(-1.0, 1.0), resample=Image.Resampling.BICUBIC, fillcolor=255)
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.8)))
    pixels = np.asarray(image, dtype=np.float64)
    grain = np.random.default_rng(rng.randrange(1 << 32))
    pixels = pixels * rng.uniform(0.9, 1.0) + grain.normal(0.0, rng.uniform(1.0, 5.0), pixels.shape)
    specks = grain.random(pixels.shape) < 0.00008
    pixels[specks] = 40.0
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _packed(images: list[tuple[bytes, int, int]], dpi: int) -> bytes:
    """A PDF (ISO 32000-1) of one JPEG a page, with nothing in it that depends on the clock."""
    objects: list[bytes] = []
    kids = " ".join(f"{3 + 3 * n} 0 R" for n in range(len(images)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(images)} >>".encode())
    for n, (jpeg, width, height) in enumerate(images):
        w, h = width * 72 / dpi, height * 72 / dpi
        drawing = f"q {w:.2f} 0 0 {h:.2f} 0 0 cm /Im Do Q".encode()
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w:.2f} {h:.2f}] /Contents {4 + 3 * n} 0 R "
        objects.append(f"{page}/Resources << /XObject << /Im {5 + 3 * n} 0 R >> >> >>".encode())
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n".encode() + drawing + b"\nendstream")
        form = f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} "
        form += "/ColorSpace /DeviceGray /BitsPerComponent 8 "
        objects.append(f"{form}/Filter /DCTDecode /Length {len(jpeg)} >>\nstream\n".encode() + jpeg + b"\nendstream")
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, item in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + item + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def degrade(pdf: bytes, rng: Random, dpi: int | None = None, quality: int | None = None) -> bytes:
    """``pdf`` as a scan of its own printout: 150 to 200 dots an inch unless told."""
    dpi = dpi or rng.choice((150, 170, 200))
    quality = quality or rng.randrange(38, 72)
    images = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            image = _degraded(page.render(scale=dpi / 72, grayscale=True).to_pil(), rng)
            buffer = io.BytesIO()
            image.save(buffer, "JPEG", quality=quality)
            images.append((buffer.getvalue(), image.width, image.height))
    finally:
        document.close()
    return _packed(images, dpi)
