"""Items, places, links, messages and threads for the tests of the register, with only what matters to each said."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from draad.dossier.views import CopyView, ItemView, LinkView, MessageView, PlaceView, ThreadView
from draad.records import Person, stable_id
from draad.register.terms import bounds

_numbers = count(1)
ZONE = ZoneInfo("Europe/Amsterdam")


def an_item(text: str = "", kind: str = "action", status: str = "open", **fields: Any) -> ItemView:
    """An item; ``due`` gives its bounds, ``said`` may be a date."""
    number = fields.pop("id", None) or next(_numbers)
    due = fields.get("due")
    first, last = (bounds(due) or (None, None)) if due else (None, None)
    said = fields.pop("said", None)
    span = fields.pop("span", (number * 100, number * 100 + len(text)))
    values: dict[str, Any] = {
        "origin": "draad", "owner": (), "counterparty": (), "due": None, "every": None, "urgent": False, "number": None,
        "note": "", "tags": (), "score": 0.8, "cue": "test", "data": {}, "message": None, "thread": None, "document": 1,
        "document_name": "stuk", "lines": (1, 1), "version": 0,
        "due_first": first.isoformat() if first else None, "due_last": last.isoformat() if last else None,
        "said": said.isoformat() if isinstance(said, date) else said,
    }  # fmt: skip
    return ItemView(id=number, kind=kind, status=status, text=text, span=span, **values | fields)


def a_place(text: str = "", document: int = 1, start: int = 0) -> PlaceView:
    return PlaceView(document, f"stuk {document}", 0, 1, (start, start + len(text)), (1, 1), None, text)


def a_link(kind: str, source: ItemView | None, target: ItemView, status: str = "proposed", **fields: Any) -> LinkView:
    values = {"message": source.message if source else None, "place": a_place(), "score": 0.7}
    return LinkView(next(_numbers), kind, source.id if source else None, target.id, status=status, **values | fields)


def a_message(
    text: str,
    sender: str | None = "minvws.nl",
    to: tuple[str, ...] = (),
    at: datetime | None = None,
    parent: MessageView | None = None,
    id: int = 0,
) -> MessageView:
    """A message in one copy, of its own document."""
    number = id or next(_numbers)
    people = tuple(Person("", domain) for domain in to)
    moment = at.replace(tzinfo=at.tzinfo or ZONE) if at else None
    seconds = int(moment.timestamp()) if moment else None
    written = moment.isoformat() if moment else None
    domain = Person("", sender) if sender else None
    copy = CopyView(
        id=number + 50_000, document=number, document_name=f"mail-{number}", n=0, header=(0, 0), header_lines=(1, 1),
        body=(0, len(text)), body_lines=(1, 1 + text.count("\n")), header_text="", body_text=text, depth=0,
        style="printed", sent=written, sent_at=seconds, sent_text=None, certainty="stated", subject=None, bare="",
        parts=(), marks=(), attachments=(), sender=domain, to=people, cc=(), to_known=True, cc_known=True, thread=1,
        message=number, parent=parent.id if parent else None, elsewhere=None,
    )  # fmt: skip
    link = "quoted" if parent else None
    above = parent.id if parent else None
    return MessageView(number, 1, above, link, written, seconds, "stated", True, copy, (copy,))


def a_thread(*messages: MessageView, subject: str = "Dagbesteding") -> ThreadView:
    moments = [m.sent_at for m in messages if m.sent_at is not None]
    number = stable_id("test thread", *(m.id for m in messages))
    return ThreadView(
        number, subject, len(messages), len(messages), min(moments, default=None), max(moments, default=None), (), (),
        messages,
    )  # fmt: skip


def item_in(message: MessageView, text: str, kind: str = "question", **fields: Any) -> ItemView:
    """An item whose words stand in the message."""
    start = message.representative.body_text.index(text)
    fields.setdefault("said", message.sent[:10] if message.sent else None)
    return an_item(
        text, kind, message=message.id, document=message.representative.document,
        document_name=message.representative.document_name, span=(start, start + len(text)), thread=1, **fields,
    )  # fmt: skip
