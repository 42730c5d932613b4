"""email-thread-mcp: ``parse_email_thread``, without its server.

Its answer holds no header text. The boundaries it cut at are had from the function it cuts with; that also counts
messages it found but left out of its answer for want of a body. Lines keep their order when it tidies the text, so
its nth line that is not blank is ours.
"""

from __future__ import annotations

import re
from typing import Any

from email_thread_mcp import thread
from email_thread_mcp.html_text import looks_like_html, normalise_text, strip_invisible

from bench.peers import Findings, Found

NAME = "email-thread-mcp"
PACKAGE = "email-thread-mcp"
SETTINGS = "parse_email_thread(), all its languages are always on; no ar_mailboxes, which only name roles"
FIELDS = ("sent", "subject", "from_domain", "to")

_DOMAIN = re.compile(r"@\s?([\w-]+(?:\.[\w-]+)+)")
_EMPTY = re.compile(r"quoted message (\d+) has no body text")


def run(text: str) -> dict[str, Any]:
    answer: dict[str, Any] = thread.parse_email_thread(text)
    return answer


def find(text: str) -> Findings:
    answer = run(text)
    opening = bool(answer["latest_message"]["text"])
    starts = [] if looks_like_html(text) else _starts(text)
    warned = (_EMPTY.fullmatch(warning) for warning in answer["parse_info"]["warnings"])
    empty = {int(match[1]) for match in warned if match}
    messages = iter(reversed(answer["thread_context"]))
    copies = []
    for number, first in enumerate(starts, 1):
        message: dict[str, Any] = {} if number in empty else next(messages, {})
        copies.append(Found(first, fields(message)))
    return Findings(copies, opening)


def _starts(text: str) -> list[int]:
    """The lines of ``text`` it cuts at."""
    tidied = strip_invisible(normalise_text(text.replace("\x00", "")))[0].split("\n")
    mine = [n for n, line in enumerate(text.split("\n"), 1) if strip_invisible(normalise_text(line))[0]]
    order = {at: place for place, at in enumerate(at for at, line in enumerate(tidied) if line)}
    return [mine[order[at]] for at in thread._boundaries(tidied) if at in order and order[at] < len(mine)]


def fields(message: dict[str, Any]) -> dict[str, object]:
    """The header as it tells it; it keeps no ``cc``."""
    domain = _DOMAIN.search(message.get("from") or "")
    return {
        "sent": message.get("sent_at"),
        "subject": message.get("subject"),
        "from_domain": domain[1].lower() if domain else None,
        "to": message.get("to") or "",
    }


def forget() -> None:
    """Empties its cache of dates."""
    thread._date_cache.clear()
