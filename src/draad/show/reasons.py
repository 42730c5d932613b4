"""``draad register why``: what counted for and against a proposal, with weights and the words that counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from click import style

from draad.register import words
from draad.show.plain import cut, one_line
from draad.show.register import name
from draad.texts import Texts

if TYPE_CHECKING:
    from draad.dossier.views import ChangeView, ItemView


def reasons(say: Texts, item: ItemView, text: str, changes: Sequence[ChangeView]) -> Iterator[str]:
    """The heaviest first. ``text`` is that of the item's own document, out of which the words come (law 2)."""
    score = say.number(round(item.score, 2))
    title = say("why.title", id=name(item.id), kind=words.kind(say, item.kind), score=score)
    yield style(title, bold=True)
    yield f"  {cut(one_line(item.text), 110)}"
    yield ""
    if item.origin != "draad":
        by_person = item.origin == "person" and changes
        yield "  " + (say("why.person", who=changes[0].who) if by_person else say("why.import"))
        return
    # A proposal's spans are those of the place after which it was proposed, which is the item's own.
    if span := item.data.get("cue_span"):
        yield "  " + say("why.cue", words=f"“{one_line(text[span[0] : span[1]])}”", cue=item.cue)
    told: list[Mapping[str, Any]] = sorted(item.data.get("reasons") or [], key=lambda r: -abs(r["weight"]))
    for reason in told:
        yield _line(say, reason, text)
    if not told:
        yield "  " + say("why.none")


def _line(say: Texts, reason: Mapping[str, Any], text: str) -> str:
    weight = float(reason["weight"])
    sign, colour = ("+", "green") if weight >= 0 else ("−", "red")
    shown = style(f"{sign}{say.number(round(abs(weight), 2)):<5}", fg=colour)
    side = say("why.for" if weight >= 0 else "why.against")
    span = reason.get("span")
    quoted = f" “{cut(one_line(text[span[0] : span[1]]), 50)}”" if span else ""
    named = str(reason["name"])
    return f"  {shown} {side:<6} {say.get(f'reason.{named}', named)}{quoted}"
