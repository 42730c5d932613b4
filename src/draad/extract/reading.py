"""Who does what in a sentence: its subject, its agent, who asks and is asked, who is promised, who reports."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

from draad.extract.clauses import AFTER, SURE, WEAK, Group, finite, parse, vocabulary
from draad.extract.names import Words

_FROM = ("van", "vanuit", "namens", "uit")


class Reading(NamedTuple):
    """What a sentence tells of who does what; offsets count from its beginning."""

    text: str
    words: Words
    bounds: list[int]
    """The clause of each word."""
    groups: tuple[Group, ...]

    @property
    def imperative(self) -> bool:
        """Whether it begins as an order does: ``Zet``, ``Stuur``, ``Graag`` …"""
        return bool(self.words.lows) and self.words.lows[0] in vocabulary().orders

    def without_names(self) -> str:
        """The text with its parties left out."""
        pieces, at = [], 0
        for name in (n for g in self.groups for n in g.names):
            pieces.append(self.text[at : name.start])
            at = name.end
        return "".join([*pieces, self.text[at:]])

    def clause_at(self, cue: int) -> int:
        """The clause in which an offset stands."""
        return self.bounds[max(0, bisect_right(self.words.starts, cue) - 1)] if self.bounds else 0

    def has(self, clause: int, words: frozenset[str]) -> bool:
        """Whether one of some words stands in a clause."""
        first, end = bisect_left(self.bounds, clause), bisect_right(self.bounds, clause)
        return not words.isdisjoint(self.words.lows[first:end])

    def subject(self, cue: int, passive: bool = False) -> Group | None:
        """The subject of the clause of the cue, else of the nearest one before it, else after it.

        The subject of a passive is who undergoes: none, unless ``passive`` takes it.
        """
        here = self.clause_at(cue)
        best: tuple[float, float, int] | None = None
        chosen: Group | None = None
        for group in self.groups:
            if group.strength < AFTER or not self._counts(group):
                continue
            if not passive and group.pronoun is None and self._undergoes(group):
                continue
            far = here - group.clause if group.clause <= here else (group.clause - here) + 0.5
            rank = (-far, group.strength, -group.start)
            if best is None or rank > best:
                best, chosen = rank, group
        if chosen is None or chosen.clause == here or passive or not self.has(here, vocabulary().being):
            return chosen
        hidden = chosen.clause > here or self.has(here, vocabulary().promises)
        return None if hidden else chosen  # "toegezegd is dat wij …": who promised stands nowhere

    def agent(self, cue: int) -> Group | None:
        """Who does it in a passive: ``door`` the VNG."""
        here = self.clause_at(cue)
        found = [g for g in self.groups if g.prep == "door" and g.names and self.has(g.clause, vocabulary().being)]
        return min(found, key=lambda g: abs(g.clause - here), default=None)

    def asked(self, cue: int, strict: bool = False) -> Group | None:
        """Who is asked: ``aan`` Per Saldo is gevraagd, we vragen de VNG, kan MO, kunnen jullie.

        ``strict``: only where others are told to have been asked, as in a report: no pronoun, no question.
        """
        words = vocabulary()
        for group in self.groups:
            if not group.names or group.pronoun:
                continue
            if group.prep in ("aan", "richting") and (
                group.before in words.requests or self.has(group.clause, words.asked | words.requests)
            ):
                return group
            if self._undergoes(group) and self.has(group.clause, words.asked):
                return group
            if strict or group.prep or not self._asks_before(group):
                continue
            if group.before in words.asking or group.after in words.asking:
                return group
        if strict:
            return None
        first = self.words.lows[0] if self.words.lows else ""
        for group in self.groups:
            if group.pronoun == "addressee" and group.strength >= SURE:
                return None
        if self.text.rstrip(' *_)"”').endswith("?") and finite(first, first):
            found = [g for g in self.groups if g.names and not g.pronoun and g.strength >= AFTER and g.clause == 0]
            return found[0] if found else None
        return None

    def asker(self, cue: int) -> Group | None:
        """Who is told to have asked: ``de Kamer`` heeft gevraagd, een vraag ``van`` de VNG; a pronoun is none."""
        words = vocabulary()
        for group in self.groups:
            if group.names and not group.pronoun and group.prep in _FROM and group.before in words.requests:
                return group
        for k, word in enumerate(self.words.lows):
            if word not in words.asking:
                continue
            at, clause = self.words.starts[k], self.bounds[k]
            near = [g for g in self.groups if g.clause == clause and g.strength >= AFTER and self._counts(g)]
            nearest = min(near, key=lambda g: abs(g.start - at), default=None)
            if nearest is None or nearest.pronoun or self._undergoes(nearest):
                continue
            if not (nearest.before in words.asking and self._asks_before(nearest)):
                return nearest
        return None

    def promised(self, cue: int) -> Group | None:
        """To whom something is promised: ``aan`` de Kamer, ``uw vereniging``, ``jullie``."""
        words = vocabulary()
        here = self.clause_at(cue)
        found = [g for g in self.groups if g.names and not g.pronoun and g.prep in words.promised and g.prep != "voor"]
        found += [g for g in self.groups if g.pronoun == "addressee" and (g.clause == here or g.strength == WEAK)]
        if not found:
            found = [
                g for g in self.groups
                if g.names and not g.pronoun and not g.prep and g.strength == WEAK and g.clause == here
                and self.has(here, words.promises)
            ]  # fmt: skip
        return min(found, key=lambda g: (abs(g.clause - here), abs(g.start - cue)), default=None)

    def source(self, cue: int) -> Group | None:
        """Who reports something about how it goes: the subject if it is no pronoun, else ``uit`` the region."""
        words = vocabulary()
        for group in self.groups:
            if group.names and not group.pronoun and group.prep in words.sources and group.before in words.reports:
                return group
        subject = self.subject(cue, passive=True)
        if subject is not None and subject.pronoun is None:
            return subject
        here = self.clause_at(cue)
        found = [g for g in self.groups if g.names and not g.pronoun and g.prep in words.sources]
        nearest = min(found, key=lambda g: (abs(g.clause - here), abs(g.start - cue)), default=None)
        return nearest or subject

    def _asks_before(self, group: Group) -> bool:
        """Whether somebody else is the subject of the asking verb before a name: ``ik vraag`` de griffie."""
        return any(g.clause == group.clause and g.start < group.start and g.strength >= AFTER for g in self.groups)

    def _undergoes(self, group: Group) -> bool:
        words = vocabulary()
        if group.after in words.passive or group.before in words.passive:
            return True
        return (group.after in words.being or group.before in words.being) and self.has(group.clause, words.asked)

    def _counts(self, group: Group) -> bool:
        """Capitals that may be anything, and everyday words, need more than their place."""
        everyday = any(name.sort == "word" for name in group.names)
        return not everyday or (group.verb and not self._after_article(group))

    def _after_article(self, group: Group) -> bool:
        k = bisect_left(self.words.starts, group.start) - 1
        return k >= 0 and self.words.lows[k] in vocabulary().articles and self.bounds[k] == group.clause


@lru_cache(maxsize=512)
def read(sentence: str, known: frozenset[str]) -> Reading:
    """Read one sentence. ``known``: codes that are directorates in this document."""
    return Reading(sentence, *parse(sentence, known))
