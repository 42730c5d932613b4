"""Who speaks in a chat, an export of messages or a thread of GroupWise: by the moment that stands beside the name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from draad.records import Span
from draad.release.propose import names
from draad.release.propose.lists import words
from draad.release.propose.records import Found
from draad.release.propose.signatures import is_office_line

_NAME = r"([^\W\d_][^\n:<>\[\]|;@]{0,48}?)"
_DAY = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ ]?[AaPp]\.?[Mm]\.?)?"
_SPEAKERS = (
    # WhatsApp, Signal, Telegram: "[12-03-2021 10:12:01] Anouk: …", "12/03/2021, 10:12 - Anouk: …", "[10:12] Anouk: …"
    re.compile(
        rf"^[ \t>\u200e]{{0,12}}(?:\[(?:{_DAY},?[ ])?{_TIME}\]|{_DAY},?[ ]{_TIME}[ ]-)[ ]{{1,3}}(?:~[ ]?)?{_NAME}:",
        re.MULTILINE,
    ),
    # Teams, Slack: a line with a name and a time
    re.compile(rf"^[ \t>]{{0,12}}{_NAME}[ \t]{{1,4}}(?:{_DAY}[ ])?{_TIME}[ \t]*$", re.MULTILINE),
    # GroupWise: ">>> Anouk Kuipers 12-4-2011 9:15 >>>", "Op 12-4-2011 om 9:15 is door Anouk Kuipers geschreven:"
    re.compile(
        rf">>>[ \t]{{0,4}}\"?{_NAME}\"?[ \t]{{1,4}}(?:<[^<>\n]{{0,80}}>[ \t]{{0,4}})?{_DAY}[ ]{_TIME}[ \t]{{0,4}}>>>"
    ),
    re.compile(rf"\b[Oo]p {_DAY} om {_TIME} is door {_NAME} (?:in bericht[^\n]{{0,120}} )?geschreven:"),
)
_MOST_WORDS = 6
_LEAST = re.compile(r"[A-ZÀ-Þ]")


def speakers(text: str) -> Iterator[Found]:
    """The names before what is said, without what stands for an office."""
    for pattern in _SPEAKERS:
        for found in pattern.finditer(text):
            if span := _somebody(text, found.span(1)):
                shown = text[slice(*span)]
                yield Found(span, "person", 0.9, (("label", {"word": "chat"}),), names.read(shown))


def _somebody(text: str, span: Span) -> Span | None:
    """The words of a name at the beginning of a span; None for an office's, or for a sentence."""
    start, end = span
    shown = text[start:end]
    if len(shown.split()) > _MOST_WORDS or not _LEAST.match(shown) or names.is_code(shown):
        return None
    parts = shown.split()
    if is_office_line(shown) or names.all_usual(shown) or (len(parts) == 2 and names.is_usual(parts[1])):
        return _given_before(shown, start)
    return start, end


def _given_before(shown: str, start: int) -> Span | None:
    """A given name before an office: ``Anouk Persvoorlichting``, as telephones keep people."""
    head = shown.split()[0]
    return (start, start + len(head)) if len(shown) > len(head) and head.lower() in words().firsts else None
