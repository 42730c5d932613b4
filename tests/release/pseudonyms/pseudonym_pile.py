"""Documents of mail written by hand, with what is accepted in them, as the rule looks at them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from draad.dossier.redactions import RedactionView
from draad.records import Copy, Document, Mark, Part, Span, Split, stable_id
from draad.release.pseudonyms.standing import Looked, look

PEOPLE = ("Wiebe Kwartel", "Tjitske Merel", "Oeds Lijster", "Sjoukje Wulp", "Harm Kievit", "Nynke Grutto")
MARK = re.compile(r"\[(?:5\.1\.2e|gelakt)\]")


def value(name: str) -> int:
    return stable_id("value", "person", name)


def mail(name: str, *header: str, body: str = "Beste,\n\nTot morgen.\n", signature: str = "") -> Split:
    """A document of one message; ``signature`` stands under its body."""
    head = "\n".join((*header, "Onderwerp: Sleutels"))
    text = f"{head}\n\n{body}"
    parts: tuple[Part, ...] = ()
    if signature:
        begin = len(text)
        text += f"Met vriendelijke groet,\n\n{signature}\n"
        parts = (Part((begin, len(text) - 1), "signature"),)
    document = Document(name, 0, name, f"{name}.txt", "text", text)
    marks = tuple(Mark(found.span(), "ground", "woo", "5.1.2.e") for found in MARK.finditer(text))
    copy = Copy(
        n=0, header=(0, len(head)), body=(len(head) + 2, len(text)), depth=0, sent=None, subject=None, bare="",
        prefix="", sender=None, to=(), cc=(), to_known=True, cc_known=True, style="printed", parts=parts, marks=marks,
    )  # fmt: skip
    return Split(document, "mail", (copy,))


def accepted(split: Split, words: Iterable[str] = (), spans: Sequence[Span] = ()) -> list[RedactionView]:
    """All names of people wherever they stand, these words, and these spans."""
    text = split.document.text
    places = [(found.span(), value(found[0])) for found in re.finditer("|".join(map(re.escape, PEOPLE)), text)]
    places += [(found.span(), None) for word in words for found in re.finditer(re.escape(word), text)]
    places += [(span, None) for span in spans]
    return [_view(split, span, number) for span, number in places]


def _view(split: Split, span: Span, number: int | None) -> RedactionView:
    document = split.document
    return RedactionView(
        id=stable_id(document.id, *span), document=document.id, document_name=document.name, span=span, lines=None,
        page=None, box=None, kind="passage" if number is None else "person", ground="woo 5.1.2.e", status="accepted",
        score=1.0, reasons=(), text=document.text[slice(*span)], value=number, twin=0, message=None, origin="draad",
        note="", who="Anna", at=None, reach="copies", second="", second_at=None, version=1,
    )  # fmt: skip


def looked(split: Split, *words: str, message: int | None = None, veiled: bool = False) -> Looked:
    messages = {} if message is None else {0: message}
    return look(split, accepted(split, words), messages=messages, is_veiled=veiled)


def told(one: Looked) -> list[tuple[int, str]]:
    return [(tie.value, tie.unit.text) for tie in one.ties]
