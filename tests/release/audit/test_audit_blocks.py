"""Boxes that are typed over a name hide it for the eye alone."""

from __future__ import annotations

import pytest
from fpdf import FPDF

from draad.release.audit import AuditOptions, audit

DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def page(*, over: bool) -> bytes:
    pdf = FPDF(unit="pt", format="A4")
    pdf.add_page()
    pdf.add_font("Body", fname=DEJAVU)
    pdf.set_font("Body", size=11)
    pdf.text(72, 90, "Ik sprak met")
    if over:
        pdf.text(160, 90, "Zwaluwstaart")
    pdf.text(158, 90, "\u2588" * 11)
    pdf.text(300, 90, "over het weer.")
    return bytes(pdf.output())


@pytest.mark.parametrize("over", [True, False])
def test_a_name_under_typed_blocks_is_found(over: bool) -> None:
    found = audit(page(over=over), "stuk.pdf", AuditOptions(ocr=False, values=True))
    assert any("Zwaluwstaart" in (one.shown or "") for one in found if one.severity == "leak") is over
