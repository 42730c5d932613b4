"""The inventory list as one accessible page that needs nothing beside it: no script, no style from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from typing import Final

from draad.release.inventory import table
from draad.release.inventory.about import About
from draad.release.inventory.rows import Row
from draad.show.plain import printable
from draad.texts import Texts

_STYLE: Final = """
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:100rem;padding:1rem;color:#1b1b1b;background:#fff}
h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.2rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dd{margin:0}
.box{overflow-x:auto}.box:focus-visible{outline:3px solid #154273}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:700;padding:.5rem 0}
th,td{border:1px solid #767676;padding:.35rem .5rem;text-align:left;vertical-align:top}
thead th{background:#154273;color:#fff}td.text{min-width:9rem;overflow-wrap:anywhere}td.date{white-space:nowrap}
@media print{thead{display:table-header-group}tr{break-inside:avoid}body{font-size:8pt}}
"""
_TEXT: Final = ("title", "remarks", "to", "sender")


def page(say: Texts, rows: Sequence[Row], about: About) -> bytes:
    """The page, in UTF-8."""
    heading = text(about.heading(say))
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    facts = "".join(f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in about.lines(say, rows))
    pieces = [
        f'<!doctype html>\n<html lang="{say.language}">\n<head>\n<meta charset="utf-8">',
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{heading}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{heading}</h1>\n<dl>{facts}</dl>",
        _table(say, rows),
        _meanings(say, rows),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(pieces).encode("utf-8", "replace")


def _table(say: Texts, rows: Sequence[Row]) -> str:
    caption = text(say("publish.documents"))
    if not rows:
        return f"<p>{text(say('publish.none'))}</p>"
    heads = "".join(f'<th scope="col">{text(head)}</th>' for head in table.heads(say))
    body = "\n".join(_row(say, row) for row in rows)
    return (
        f'<div class="box" role="region" aria-label="{caption}" tabindex="0"><table><caption>{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _row(say: Texts, row: Row) -> str:
    told = table.cells(say, row)
    cells = [f'<tr id="nr-{escape(row.id)}"><th scope="row">{text(row.number)}</th>']
    for column in table.COLUMNS[1:]:
        if column.key == "date":
            cells.append(
                f'<td class="date"><time datetime="{row.day}">{table.day(row.day)}</time></td>'
                if row.day
                else "<td></td>"
            )
            continue
        kind = ' class="text"' if column.key in _TEXT else ""
        cells.append(f"<td{kind}>{text(str(told[column.key] or ''))}</td>")
    return "".join((*cells, "</tr>"))


def _meanings(say: Texts, rows: Sequence[Row]) -> str:
    found = table.meanings(rows)
    if not found:
        return ""
    told = "".join(f"<dt>{text(article)}</dt><dd>{text(meant)}</dd>" for article, meant in found)
    return f"<h2>{text(say('publish.grounds'))}</h2>\n<dl>{told}</dl>"


def text(value: str) -> str:
    """A value as text of a page: strangers' signs are shown and steer nothing."""
    return escape(printable(value))
