"""``draad thread``: one conversation from old to new, each message once."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from click import style

from draad.records import Person, short_id
from draad.show.moments import exact, local, moment, period
from draad.show.plain import one_line, printable
from draad.texts import Texts

if TYPE_CHECKING:
    from draad.dossier.views import CopyView, MessageView, ThreadView

FOLDED = ("signature", "disclaimer", "phone", "furniture", "footnote")
"""Parts of a body that are no message text and are folded to a line."""
MOST_NAMES = 4
_QUOTATION = re.compile(r"(?: ?>)*")


def place(copy: CopyView) -> str:
    """Where a copy stands, as people cite it: ``document:line``."""
    return f"{copy.document_name}:{copy.header_lines[0]}"


def subject_of(say: Texts, thread: ThreadView, message: MessageView | None) -> str:
    """The subject of a message as its fullest copy prints it; else the thread's bare one; else the words for none."""
    return (message.representative.subject if message else None) or thread.subject or say("thread.no-subject")


def _person(person: Person) -> str:
    text = one_line(person.text)
    return text if not person.domain or person.domain in text.lower() else f"{text} ({person.domain})".strip()


def _people(say: Texts, people: Sequence[Person] | None, known: bool) -> str:
    """``3 personen: …`` by the names as printed; marks are shown as they stand and never filled (law 2)."""
    if not people:
        return "" if known else say("thread.unknown-count")
    names = [_person(person) for person in people]
    shown = "; ".join(name for name in names[:MOST_NAMES] if name)
    more = f" … (+{len(names) - MOST_NAMES})" if len(names) > MOST_NAMES else ""
    doubt = "" if known else f" ({say('thread.unknown-count')})"
    return f"{shown}{more}{doubt}"


def body_text(say: Texts, copy: CopyView, full: bool) -> Iterator[str]:
    """The lines of a copy's body as they stand; signature, disclaimer and the like folded unless ``full``.

    Page edges (running heads, page numbers) are left out without a word: they are the printer's, not the writer's.
    """
    start = copy.body[0] if copy.body else 0
    at = 0
    for first, last, kind in () if full else sorted(copy.parts):
        if kind not in FOLDED or first - start < at:
            continue
        yield from _stretch(copy.body_text[at : first - start])
        if kind != "furniture":
            lines = _stretch(copy.body_text[first - start : last - start])
            yield say("thread.folded", part=say(f"part.{kind}"), lines=say.count("line", len(lines)))
        at = last - start
    yield from _stretch(copy.body_text[at:])


def without_quotation(lines: Sequence[str]) -> list[str]:
    """Lines without the ``>`` that all of a quoted message carries; a ``>`` beyond that is the message's own.

    A stray line without one (a page edge in the middle) does not count; a body that is mostly unmarked stays as it is.
    """
    depths = [len(_QUOTATION.match(line)[0].replace(" ", "")) for line in lines if line.strip()]  # type: ignore[index]
    marked = [depth for depth in depths if depth]
    if not marked or len(marked) < 0.8 * len(depths):
        return list(lines)
    level = re.compile(rf"(?: ?>){{0,{min(marked)}}} ?")
    return [level.sub("", line, count=1) if line.lstrip().startswith(">") else line for line in lines]


def _stretch(text: str) -> list[str]:
    return text.strip("\n").split("\n") if text.strip() else []


def _laid(lines: Iterable[str], columns: int | None) -> Iterator[str]:
    """Lines indented, runs of blank ones as one, long ones wrapped on a terminal."""
    blank = begun = False
    for line in lines:
        text = printable(line).rstrip()
        if not text:
            blank = begun
            continue
        if blank:
            yield ""
        blank, begun = False, True
        room = columns - 4 if columns else max(1, len(text))
        yield from (f"    {piece}" for piece in textwrap.wrap(text, max(20, room), drop_whitespace=False) or [text])


def _labelled(label: str, value: str, columns: int | None) -> Iterator[str]:
    """A label and its value; on a terminal a long value goes on under itself."""
    pieces = textwrap.wrap(value, max(20, columns - 15), break_long_words=False) if columns else [value]
    for number, piece in enumerate(pieces):
        yield f"    {style(f'{label if number == 0 else str():<10}', dim=True)} {piece}"


def _headings(say: Texts, copy: CopyView, columns: int | None) -> Iterator[str]:
    sender = _person(copy.sender) if copy.sender else ""
    rows = [
        ("thread.from", sender or say("thread.unknown-sender")),
        ("thread.to", _people(say, copy.to, copy.to_known)),
        ("thread.cc", _people(say, copy.cc, copy.cc_known)),
        ("thread.subject", one_line(copy.subject or "")),
    ]
    for key, value in rows:
        if value:
            yield from _labelled(say(key), value, columns)


def _moment(say: Texts, message: MessageView) -> str:
    """When, in Dutch local time; with the words as printed where their clock was another (UTC on English prints)."""
    told = exact(say, message.sent_at, message.certainty, day_only=message.sent is None)
    best = message.representative
    if message.sent_at is None or best.sent is None or not best.sent_text:
        return told
    if datetime.fromisoformat(best.sent).utcoffset() == local(message.sent_at).utcoffset():
        return told
    printed = say("thread.converted", text=one_line(best.sent_text))
    return f"{moment(say, message.sent_at)} ({printed})"


def _message(
    say: Texts, message: MessageView, number: int, numbers: Mapping[int, int], full: bool, columns: int | None
) -> Iterator[str]:
    best = message.representative
    yield ""
    yield style(f"{number:>2}  {_moment(say, message)}", bold=True)
    yield from _headings(say, best, columns)
    if message.parent in numbers:
        how = say.get(f"link.{message.link}", message.link or "")
        yield f"    {say('thread.answers', number=numbers[message.parent or 0], link=how)}"
    if not message.released:
        yield f"    {style(say('thread.quoted-only'), fg='yellow')}"
    yield ""
    text = list(_laid(without_quotation([*body_text(say, best, full)]), columns))
    yield from text or [f"    {say('thread.no-body')}"]
    cited = [place(best), *(place(copy) for copy in message.copies if copy.id != best.id)]
    yield ""
    yield from _labelled(say("thread.stands"), " · ".join(cited), columns)


def _gap_lines(say: Texts, gap: Mapping[str, Any], copies: Mapping[int, CopyView]) -> str:
    copy = copies.get(gap.get("copy") or 0)
    where = place(copy) if copy else say("moment.none")
    return "\n" + style(f"    ⋯ {say('thread.gap-referred', place=where)}", fg="yellow")


def conversation(
    say: Texts,
    thread: ThreadView,
    documents: Mapping[int, str],
    *,
    full: bool = False,
    columns: int | None = None,
) -> list[str]:
    """A thread as lines. ``documents`` gives the names of those it calls inclusive; ``columns`` the terminal's width.

    Gaps stand above the message that tells of them. A message that is known by quotation alone is said to be so at
    its own place and needs no line of its own besides.
    """
    copies = {copy.id: copy for message in thread.messages for copy in message.copies}
    numbers = {message.id: n for n, message in enumerate(thread.messages, 1)}
    named = next((message for message in thread.messages if message.representative.subject), None)
    subject = one_line(subject_of(say, thread, named))
    lines = [style(subject, bold=True), f"{say('thread.title', id=short_id(thread.id))}"]
    counted = {"messages": say.count("message", thread.size), "documents": say.count("document", thread.documents)}
    lines.append(say("thread.told", **counted, period=period(say, thread.first, thread.last)))
    if thread.inclusive and thread.documents > 1:
        lines.append(
            say("thread.inclusive", documents=", ".join(documents[d] for d in thread.inclusive if d in documents))
        )
    waiting: dict[int | None, list[str]] = {}
    for gap in thread.gaps:
        if gap.get("kind") == "referred":
            copy = copies.get(gap.get("copy") or 0)
            waiting.setdefault(copy.message if copy else None, []).append(_gap_lines(say, gap, copies))
    for number, message in enumerate(thread.messages, 1):
        lines += waiting.pop(message.id, [])
        lines += _message(say, message, number, numbers, full, columns)
    for left in waiting.values():
        lines += left
    return lines
