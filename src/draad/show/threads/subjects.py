"""The subject of a conversation as it is shown: as the message after which it is named prints it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from draad.dossier import Dossier
from draad.dossier.headers import HeaderView
from draad.show.plain import one_line
from draad.show.threads.people import codes_in, marked


def printed(header: HeaderView | None) -> list[dict[str, Any]]:
    """The subject of a header in pieces of text and marks; empty where there is none."""
    if header is None or not header.subject:
        return []
    return marked(one_line(header.subject), codes_in(header.marks))


def in_a_line(pieces: Sequence[Mapping[str, Any]]) -> str:
    """Pieces as one text, each mark as its sign; empty for none."""
    return "".join(piece["text"] for piece in pieces)


def subjects(dossier: Dossier, threads: Iterable[int]) -> dict[int, str]:
    """The subjects of threads in a line of text by their identifiers; empty where a thread has none.

    A thread bears the identifier of the message after which it is named. Threads that are no more are left out.
    """
    headers = dossier.headers(list(threads))
    return {thread: in_a_line(printed(header)) for thread, header in headers.items()}
