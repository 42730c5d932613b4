"""What a Word file that Draad gives out has of itself: a title, its author, its language and A4 (EN 301 549, 10)."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING

from draad.office.archive import dated
from draad.office.cells import legal
from draad.office.languages import LOCALES

if TYPE_CHECKING:
    from docx.document import Document as Word


def set_up(
    made: Word, language: str, title: str, today: date, *, author: str = "Draad", landscape: bool = False
) -> None:
    """Writes them into a new file; the margins left and right are 1.25 cm."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    core = made.core_properties
    core.title, core.author, core.language, core.comments = legal(title), legal(author), LOCALES[language], ""
    core.created = core.modified = datetime(today.year, today.month, today.day)
    for run in made.styles.element.iter("{*}lang"):
        for name in run.attrib:
            run.set(name, LOCALES[language])
    for section in made.sections:
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
        section.left_margin = section.right_margin = Cm(1.25)


def saved(made: Word, today: date) -> bytes:
    """The file: the same content on the same day, the same bytes."""
    out = io.BytesIO()
    made.save(out)
    return dated(out.getvalue(), today)
