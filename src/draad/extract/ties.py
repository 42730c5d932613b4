"""Ties within one conversation: what a later message answers, fulfils, repeats or changes.

Proposals, for people to confirm: better none than a wrong one. Points add up (``knowledge/ties.toml``), each with its
reason; below ``least`` nothing is proposed. No name counts and no mark: a tie goes by words, acts, domains and the
tree of replies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import pairwise
from math import sqrt
from typing import Final

from draad.extract.content import stems
from draad.extract.passages import Passage, acts, folded, joined, passages, phrases
from draad.extract.records import Item, Reason, Tie, TieKind
from draad.extract.tie_records import TieMessage, tie_key
from draad.knowledge import load
from draad.records import Span

MOST_TARGETS: Final = 300
"""Items of earlier messages that a message is held against: the latest."""
COMMON: Final = 20
"""A word that so many items of the conversation share is its subject and finds none of them."""
MOST_FOR_PASSAGE: Final = 3
"""A sentence answers or fulfils no more than so many things at once."""
_ASKED: Final = frozenset(("question",))
_OWED: Final = frozenset(("action", "commitment", "question"))
_DATED: Final = frozenset(("appointment", "action", "commitment"))
_REPEATED: Final = frozenset(("question", "action", "commitment"))

Points = list[Reason]


class _Target:
    """An item of an earlier message."""

    def __init__(self, number: int, item: Item, message: TieMessage) -> None:
        self.id = number
        self.item = item
        self.message = message
        self.words = folded(message.text[item.span[0] : item.span[1]])
        self.stems = frozenset([stem for word in self.words for stem in stems(word)])
        self.place = 0
        """Among all items so far, in order."""

    @cached_property
    def acts(self) -> frozenset[str]:
        """What is to be done."""
        return frozenset(act for word in self.words for act in acts().do.get(word, ()))

    @cached_property
    def closed(self) -> bool:
        """A question that yes or no answers: one that begins with its verb, if after a name or two."""
        first = frozenset(self.words[:3])
        opens = phrases("answer", "open").single
        return opens.isdisjoint(first) and not phrases("answer", "closed").single.isdisjoint(first)

    @cached_property
    def wants(self) -> str | None:
        """What its answer must hold: ``number``, ``time``."""
        line = joined(self.words)
        return next((what for ask, what in load("ties")["asks"].items() if f" {ask} " in line), None)


class _Index:
    """The items of the messages so far, by the stems of their words."""

    def __init__(self) -> None:
        self.targets: list[_Target] = []
        self.by_stem: dict[str, list[_Target]] = {}
        self.by_message: dict[int, list[_Target]] = {}

    def add(self, target: _Target) -> None:
        """One more item."""
        target.place = len(self.targets)
        self.targets.append(target)
        self.by_message.setdefault(target.message.id, []).append(target)
        for stem in target.stems:
            self.by_stem.setdefault(stem, []).append(target)

    def rarity(self, stem: str) -> float:
        """1 for a word of one item, less for what several share."""
        return 1 / sqrt(len(self.by_stem.get(stem, ())) or 1)

    def sharing(self, found: frozenset[str]) -> list[_Target]:
        """Items with a word in common that is not everybody's, the latest ``MOST_TARGETS`` at most, in their order."""
        lists = [near for stem in found if (near := self.by_stem.get(stem)) and len(near) <= COMMON]
        if not lists:
            return []
        places = {target.place for near in lists for target in near}
        return [self.targets[place] for place in sorted(places)[-MOST_TARGETS:]]


@cache
def _weigh(name: str) -> float:
    return float(load("ties")["weigh"][name])


def _reason(name: str, weight: float | None = None, span: Span | None = None) -> Reason:
    return Reason(f"tie-{name.replace('_', '-')}", round(_weigh(name) if weight is None else weight, 2), span)


class _Reader:
    """Holds one conversation's messages against the items before them."""

    def __init__(self, messages: Sequence[TieMessage]) -> None:
        self.messages = sorted(messages, key=tie_key)
        self.parents = {m.id: m.parent for m in self.messages}
        self.index = _Index()
        self.found: dict[tuple[str, int, int], Tie] = {}

    def ties(self) -> list[Tie]:
        """All ties, by place of their source."""
        for message in self.messages:
            if self.index.targets and message.span is not None:
                self.read(message)
            for number, item in message.items:
                self.index.add(_Target(number, item, message))
        return sorted(self.found.values(), key=lambda t: (t.document, t.span, t.kind, t.target, t.source or 0))

    def read(self, message: TieMessage) -> None:
        """One message against what came before it."""
        assert message.span is not None
        own = passages(message.text, message.span, message.parts)
        said = [passage for passage in own if not passage.quoted]
        for passage in said:
            near = self.index.sharing(passage.stems)
            if not near:
                continue
            self.keep(message, passage, "fulfils", self.fulfils(message, passage, near))
            self.keep(message, passage, "changes", self.changes(message, passage, near))
            self.keep(message, passage, "answers", self.answers(message, passage, near))
        self.under_quotes(message, own)
        self.by_form(message, said)
        self.repeats(message)

    # ── what counts ─────────────────────────────────────────────────────────────────────────────────────────────

    def shared(self, passage_stems: frozenset[str], target: _Target) -> Points:
        """Content words in common."""
        common = passage_stems & target.stems
        weight = min(sum(map(self.index.rarity, common)) * _weigh("word"), _weigh("words_most"))
        return [_reason("words", weight, target.item.span)] if common else []

    def descends(self, message: TieMessage, target: _Target) -> bool:
        """The message answers the target's message, directly or by others between."""
        at, seen = self.parents.get(message.id), {message.id}
        while at is not None and at not in seen:
            if at == target.message.id:
                return True
            seen.add(at)
            at = self.parents.get(at)
        return False

    def relation(self, message: TieMessage, target: _Target) -> Points:
        """Who says it, and in answer to what."""
        points = [_reason("reply")] if message.parent == target.message.id else []
        asker = target.message.sender
        if message.sender and asker and message.sender != asker:
            points.append(_reason("other_side"))
        return points

    # ── the four kinds ──────────────────────────────────────────────────────────────────────────────────────────

    def fulfils(
        self, message: TieMessage, passage: Passage, near: Sequence[_Target]
    ) -> Iterator[tuple[_Target, Points]]:
        """Something is said to be done that was promised or was to be done. A question so met is answered."""
        said = passage.done()
        if said is None:
            return
        happened, enclosed, as_said = said
        for target in near:
            if target.item.kind not in _OWED:
                continue
            sent = enclosed and "send" in target.acts
            same = bool(happened & (target.acts | acts().any)) or bool(happened and target.acts & acts().any)
            if not (sent or same or as_said):
                continue
            own = _same_side(message, target)
            common = self.shared(passage.stems, target)
            if _sum(common) < _weigh("few") and not own and not as_said:
                continue
            points = [_reason("done"), *common]
            points += [_reason("same_act")] if same or sent else []
            points += [_reason("enclosed")] if sent else []
            points += [_reason("as_said")] if as_said else []
            points += [_reason("same_side")] if own else []
            yield target, points

    def changes(
        self, message: TieMessage, passage: Passage, near: Sequence[_Target]
    ) -> Iterator[tuple[_Target, Points]]:
        """Something with a date takes place at another time, or no longer."""
        if not passage.moved():
            return
        for target in near:
            if target.item.kind not in _DATED or (target.item.due is None and target.item.kind != "appointment"):
                continue
            points = [_reason("moved"), *self.shared(passage.stems, target)]
            points += [_reason("new_time")] if passage.tells("time") else []
            points += [_reason("reply")] if self.descends(message, target) else []
            yield target, points

    def answers(
        self, message: TieMessage, passage: Passage, near: Sequence[_Target]
    ) -> Iterator[tuple[_Target, Points]]:
        """A sentence of a reply that shares words with a question."""
        if passage.asks or any(
            item.kind == "question" and _overlap(item.span, passage.span) for _, item in message.items
        ):
            return
        for target in near:
            if target.item.kind not in _ASKED or not self.descends(message, target):
                continue
            relation = self.relation(message, target)
            if not relation:
                continue
            points = [*self.shared(passage.stems, target), *relation]
            if target.wants and passage.tells(target.wants):
                points.append(_reason("fits"))
            yield target, points

    def repeats(self, message: TieMessage) -> None:
        """The same question, promise or action said again."""
        for number, item in message.items:
            if item.kind not in _REPEATED:
                continue
            own = _Target(number, item, message)
            again = phrases("again", "words").among(frozenset(own.words), joined(own.words))
            for target in self.index.sharing(own.stems):
                if target.item.kind != item.kind or target.id == number:
                    continue
                points = self.shared(own.stems, target)
                alike = len(own.stems & target.stems) / len(own.stems | target.stems)
                points += [_reason("alike")] if alike >= 0.6 and len(own.stems & target.stems) >= 3 else []
                points += [_reason("again")] if again else []
                if len(points) > 1:
                    self.add("repeats", message, item.span, number, target, points)

    # ── answers by their place and form ─────────────────────────────────────────────────────────────────────────

    def under_quotes(self, message: TieMessage, own: Sequence[Passage]) -> None:
        """A question quoted with ``>`` and words of one's own right under it."""
        for above, below in pairwise(own):
            if above.quoted and not below.quoted and not below.asks and above.stems:
                for target in self.index.sharing(above.stems):
                    whole = target.item.kind in _ASKED and len(above.stems & target.stems) >= 0.6 * len(target.stems)
                    if whole and target.message.id != message.id:
                        points = [_reason("quoted", span=above.span), *self.relation(message, target)]
                        self.add("answers", message, below.span, None, target, points)

    def by_form(self, message: TieMessage, said: Sequence[Passage]) -> None:
        """A reply that opens with yes or no, or says that its answers stand between the lines."""
        asked = [t for t in self.index.by_message.get(message.parent or 0, ()) if t.item.kind in _ASKED]
        if not asked or message.parent is None:
            return
        for passage in said:
            if passage.says("answer", "inline") and not passage.asks:
                for target in asked:
                    points = [_reason("inline"), *self.relation(message, target)]
                    self.add("answers", message, passage.span, None, target, points)
        short = next((p for p in said[:3] if phrases("answer", "short_answers").opens(p.joined) and not p.asks), None)
        if short is not None and len(asked) == 1 and asked[0].closed:
            points = [_reason("short"), *self.shared(short.stems, asked[0]), *self.relation(message, asked[0])]
            self.add("answers", message, short.span, None, asked[0], points)

    # ── keeping ─────────────────────────────────────────────────────────────────────────────────────────────────

    def keep(
        self, message: TieMessage, passage: Passage, kind: TieKind, found: Iterator[tuple[_Target, Points]]
    ) -> None:
        """The best targets of one passage; those without a word in common are none."""
        scored = [(target, points) for target, points in found if any(r.name == "tie-words" for r in points)]
        most = 1 if kind == "changes" else MOST_FOR_PASSAGE
        for target, points in sorted(scored, key=lambda pair: (-_sum(pair[1]), pair[0].id))[:most]:
            source = next((number for number, item in message.items if _overlap(item.span, passage.span)), None)
            answered = kind == "fulfils" and target.item.kind == "question"
            self.add("answers" if answered else kind, message, passage.span, source, target, points)

    def add(
        self, kind: TieKind, message: TieMessage, span: Span, source: int | None, target: _Target, points: Points
    ) -> None:
        """One tie, if it has points enough and none better from this message to this item is there."""
        total = _sum(points)
        if total < _weigh("least"):
            return
        score = round(total / (total + _weigh("half")), 3)
        key = (kind, message.id, target.id)
        other = self.found.get(key)
        if other is None or (-score, span) < (-other.score, other.span):
            self.found[key] = Tie(kind, source, target.id, message.id, message.document, span, score, tuple(points))


def _sum(points: Points) -> float:
    return sum(reason.weight for reason in points)


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _same_side(message: TieMessage, target: _Target) -> bool:
    """Said by the side that was to do it: the owner's domain where one is known, else the promiser's."""
    owners = {party.name for party in target.item.owners if party.kind == "domain"}
    if message.sender is None:
        return False
    if owners:
        return message.sender in owners
    return target.item.kind != "question" and message.sender == target.message.sender


def ties(messages: Sequence[TieMessage]) -> list[Tie]:
    """The ties between the messages of one conversation, by the place of their source.

    The same messages in any order give the same ties. Every tie's evidence (``document``, ``span``) lies in a later
    message than its target. Linear in messages × items near by words, with caps: ``MOST_TARGETS``, ``COMMON``,
    ``passages.MOST_PASSAGES``.
    """
    return _Reader(messages).ties()
