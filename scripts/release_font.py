"""Builds what a released PDF carries of ours: one static font with its metrics, and the sRGB profile.

Run after `npm ci`, with brotli at hand (MIT; needed only here): ``python scripts/release_font.py``. The results stand
in ``src/draad/knowledge/release`` and are committed, so that a release looks the same on every machine.
"""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from pathlib import Path

from fontTools import merge, subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from PIL import ImageCms

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "node_modules" / "@fontsource-variable" / "noto-sans"
TARGET = ROOT / "src" / "draad" / "knowledge" / "release"
SCRIPTS = ("latin", "latin-ext", "greek", "cyrillic")
RANGES = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x300, 0x304), (0x308, 0x308), (0x370, 0x3FF), (0x400, 0x45F),
    (0x2010, 0x2027), (0x2030, 0x203A), (0x2044, 0x2044), (0x20AC, 0x20AC), (0x2116, 0x2122), (0x2190, 0x2193),
    (0x2212, 0x2212), (0xFFFD, 0xFFFD),
)  # fmt: skip
"""Western and central European letters, Greek, Cyrillic, the punctuation of letters and mails."""
_PROFILE_DATE = slice(24, 36)
"""Bytes of an ICC profile's header that hold when it was made (ICC.1:2022, 7.2.8)."""


def _static(script: str) -> TTFont:
    """One script's file with its weight fixed to regular and without layout features."""
    font = TTFont(PACKAGE / "files" / f"noto-sans-{script}-wght-normal.woff2")
    font = instancer.instantiateVariableFont(font, {"wght": 400})
    wanted = {code for first, last in RANGES for code in range(first, last + 1)}
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, glyph_names=False, name_IDs=[1, 2])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted & set(font.getBestCmap()))
    cutter.subset(font)
    font.flavor = None
    return font


def _font() -> TTFont:
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for script in SCRIPTS:
            path = Path(folder) / f"{script}.ttf"
            _static(script).save(path)
            paths.append(str(path))
        font = merge.Merger(merge.Options(drop_tables=["GSUB", "GPOS", "GDEF", "STAT", "DSIG"])).merge(paths)
        _add_block(font)
        font["head"].created = font["head"].modified = 0
        font.recalcTimestamp = False
        return font


def _add_block(font: TTFont) -> None:
    """The sign that stands for a blacked-out place (U+2588), which Noto Sans lacks."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, -120))
    for corner in ((0, 780), (600, 780), (600, -120)):
        pen.lineTo(corner)
    pen.closePath()
    font.setGlyphOrder([*font.getGlyphOrder(), "block"])
    font["glyf"]["block"] = pen.glyph()
    font["hmtx"]["block"] = (600, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x2588] = "block"


def _metrics(font: TTFont) -> dict[str, object]:
    cmap, order, widths = font.getBestCmap(), font.getReverseGlyphMap(), font["hmtx"].metrics
    head, os2 = font["head"], font["OS/2"]
    return {
        "units": head.unitsPerEm,
        "box": [head.xMin, head.yMin, head.xMax, head.yMax],
        "ascent": font["hhea"].ascent,
        "descent": font["hhea"].descent,
        "capital": os2.sCapHeight,
        "missing": widths[".notdef"][0],
        "characters": {str(code): [order[name], widths[name][0]] for code, name in sorted(cmap.items())},
    }


def main() -> None:
    """Makes the three files anew."""
    TARGET.mkdir(parents=True, exist_ok=True)
    font = _font()
    file = io.BytesIO()
    font.save(file, reorderTables=True)
    (TARGET / "noto-sans.ttf").write_bytes(file.getvalue())
    metrics = json.dumps(_metrics(TTFont(io.BytesIO(file.getvalue()))), separators=(",", ":"))
    (TARGET / "noto-sans.json").write_text(metrics + "\n")
    shutil.copy(PACKAGE / "LICENSE", TARGET / "noto-sans.OFL.txt")
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_PROFILE_DATE] = bytes([7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])
    (TARGET / "srgb.icc").write_bytes(profile)


if __name__ == "__main__":
    main()
