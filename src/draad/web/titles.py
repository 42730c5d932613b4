"""By what a document is known beside its name: file names say little to people."""

from __future__ import annotations

from collections.abc import Iterable

from draad.dossier import Dossier
from draad.dossier.headers import TitleView
from draad.show.plain import one_line
from draad.show.threads.people import codes_in, marked
from draad.show.threads.subjects import in_a_line


def titles(dossier: Dossier, documents: Iterable[int]) -> dict[int, str]:
    """The title of a report, or the subject of the newest message in a document, in a line of text by its identifier.

    Words and marks are those of the document itself (law 2), a mark as its sign. Documents that have neither are left
    out.
    """
    return {document: told for document, view in dossier.titles(documents).items() if (told := _line(view))}


def _line(view: TitleView) -> str:
    if view.title and view.title.strip():
        return one_line(view.title)
    return in_a_line(marked(one_line(view.subject), codes_in(view.marks))) if view.subject else ""
