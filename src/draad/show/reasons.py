"""``draad register why``: what counted for and against a proposal, with weights and the words that counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from click import style

from draad.register import words
from draad.register.ranker import ENOUGH
from draad.show.plain import cut, one_line
from draad.show.register import name
from draad.texts import Texts

if TYPE_CHECKING:
    from draad.dossier.views import ChangeView, ItemView
    from draad.register.ranker import Contribution, Ranker


def reasons(
    say: Texts,
    item: ItemView,
    text: str,
    changes: Sequence[ChangeView],
    learned: Ranker | None,
    counted: Sequence[Contribution],
) -> Iterator[str]:
    """What counted in the text, and then what this dossier taught; of each the heaviest first.

    ``text`` is that of the item's own document, out of which the words come (law 2)."""
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
    yield ""
    if learned is None:
        yield say("why.not-learned", enough=ENOUGH)
        return
    yield say("why.learned", accepted=say.number(learned.accepted), rejected=say.number(learned.rejected))
    for one in counted:
        yield f"  {_weight(say, one.weight)} {say(one.key, **_values(say, one))}"


def _values(say: Texts, one: Contribution) -> dict[str, str]:
    """What a learned weight is about, in words: a kind, a reason; a cue or a word as it is."""
    return {
        field: words.kind(say, value) if one.key == "learned.kind" else say.get(value, value)
        for field, value in one.values.items()
    }


def _weight(say: Texts, weight: float) -> str:
    sign, colour = ("+", "green") if weight >= 0 else ("−", "red")
    side = say("why.for" if weight >= 0 else "why.against")
    return style(f"{sign}{say.number(round(abs(weight), 2)):<5}", fg=colour) + f" {side:<6}"


def _line(say: Texts, reason: Mapping[str, Any], text: str) -> str:
    span = reason.get("span")
    quoted = f" “{cut(one_line(text[span[0] : span[1]]), 50)}”" if span else ""
    named = str(reason["name"])
    return f"  {_weight(say, float(reason['weight']))} {say.get(f'reason.{named}', named)}{quoted}"
