"""Office files are zip archives that carry the hour of their making; here they get a given day instead."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Final

_CORE: Final = "docProps/core.xml"
_STAMP: Final = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*(</dcterms)")
_OLDEST: Final = 1980
"""The first year that a zip archive can hold (PKWARE APPNOTE 4.4.6)."""


def dated(data: bytes, today: date) -> bytes:
    """The same archive with every time in it set to the beginning of ``today``: the same content, the same bytes."""
    out = io.BytesIO()
    stamp = (max(today.year, _OLDEST), today.month, today.day, 0, 0, 0)
    moment = f"{today.isoformat()}T00:00:00Z".encode()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            content = given.read(name)
            if name == _CORE:
                content = _STAMP.sub(rb"\g<1>" + moment + rb"\g<2>", content)
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, content)
    return out.getvalue()
