"""A sentence as far as it tells who does what: its clauses, and the parties and pronouns in them with their part.

No parser: Dutch word order with a handful of words does it. A name is the subject where a finite verb follows it, where
it begins a clause, or where it stands right behind a finite verb (inversion), unless a preposition stands before it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from draad.extract import names as naming
from draad.extract.names import Name, Words
from draad.knowledge import load
from draad.records import Span

Pronoun = Literal["sender", "addressee", "back"]
_SURE, _FIRST, _AFTER, _WEAK = 3.0, 2.5, 2.0, 0.0
_BOUNDS = frozenset(",;:–—(.!?")
_VERB = ("t", "en", "de", "te")
_NOUN = ("heid", "iteit", "ment", "schat")


class Group(NamedTuple):
    """One part of a clause: names tied by *en*, or a pronoun."""

    start: int
    end: int
    clause: int
    names: tuple[Name, ...] = ()
    pronoun: Pronoun | None = None
    before: str = ""
    """The word before it, articles and adjectives left out; empty where a clause begins with it."""
    after: str = ""
    prep: str = ""
    """The preposition before it."""
    strength: float = _WEAK
    """How surely it is the subject of its clause."""
    verb: bool = False
    """Whether a finite verb stands right behind it."""


class _Words(NamedTuple):
    articles: frozenset[str]
    prepositions: frozenset[str]
    sources: frozenset[str]
    promised: frozenset[str]
    clauses: frozenset[str]
    coordination: frozenset[str]
    passive: frozenset[str]
    being: frozenset[str]
    finite: frozenset[str]
    inverting: frozenset[str]
    no_verb: frozenset[str]
    asking: frozenset[str]
    asked: frozenset[str]
    requests: frozenset[str]
    promises: frozenset[str]
    pronouns: dict[str, Pronoun]
    own: dict[str, Pronoun]
    any_pronoun: frozenset[str]
    orders: frozenset[str]


@cache
def _words() -> _Words:
    data = load("parties")
    words, asking, said = data["words"], data["asking"], data["pronouns"]
    pronouns: dict[str, Pronoun] = {}
    for kind in ("sender", "addressee", "back"):
        pronouns.update(dict.fromkeys(said[kind], kind))
    own: dict[str, Pronoun] = {}
    for kind in ("sender", "addressee"):
        own.update(dict.fromkeys(said[f"{kind}_own"], kind))
    groups = {key: frozenset(words[key]) for key in _Words._fields if key in words}
    return _Words(
        asking=frozenset(asking["verbs"]),
        asked=frozenset(asking["asked"]),
        requests=frozenset(asking["nouns"]),
        promises=frozenset(data["promising"]["done"]),
        pronouns=pronouns,
        own=own,
        any_pronoun=frozenset(pronouns) | frozenset(own),
        orders=frozenset(data["orders"]["words"]),
        **groups,
    )


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
        return bool(self.words.lows) and self.words.lows[0] in _words().orders

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
            if group.strength < _AFTER or not self._counts(group):
                continue
            if not passive and group.pronoun is None and self._undergoes(group):
                continue
            far = here - group.clause if group.clause <= here else (group.clause - here) + 0.5
            rank = (-far, group.strength, -group.start)
            if best is None or rank > best:
                best, chosen = rank, group
        if chosen is not None and chosen.clause > here and not passive and self.has(here, _words().being):
            return None  # "toegezegd is dat wij …": who promised stands nowhere
        return chosen

    def agent(self, cue: int) -> Group | None:
        """Who does it in a passive: ``door`` the VNG."""
        here = self.clause_at(cue)
        found = [g for g in self.groups if g.prep == "door" and g.names and self.has(g.clause, _words().being)]
        return min(found, key=lambda g: abs(g.clause - here), default=None)

    def asked(self, cue: int, strict: bool = False) -> Group | None:
        """Who is asked: ``aan`` Per Saldo is gevraagd, we vragen de VNG, kan MO, kunnen jullie.

        ``strict``: only where others are told to have been asked, as in a report: no pronoun, no question.
        """
        words = _words()
        for group in self.groups:
            if not group.names or group.pronoun:
                continue
            if group.prep in ("aan", "richting") and (
                group.before in words.requests or self.has(group.clause, words.asked | words.requests)
            ):
                return group
            if self._undergoes(group) and self.has(group.clause, words.asked):
                return group
            if not strict and not group.prep and group.before in words.asking and self._asks_before(group):
                return group
        if strict:
            return None
        first = self.words.lows[0] if self.words.lows else ""
        for group in self.groups:
            if group.pronoun == "addressee" and group.strength >= _SURE:
                return None
        if self.text.rstrip(' *_)"”').endswith("?") and _finite(first, first):
            found = [g for g in self.groups if g.names and not g.pronoun and g.strength >= _AFTER and g.clause == 0]
            return found[0] if found else None
        return None

    def asker(self, cue: int) -> Group | None:
        """Who is told to have asked: ``de Kamer`` heeft gevraagd, een vraag ``van`` de VNG; a pronoun is none."""
        words = _words()
        for group in self.groups:
            if not group.names or group.pronoun:
                continue
            if group.prep in ("van", "vanuit", "namens", "uit") and group.before in words.requests:
                return group
            if (
                group.strength >= _AFTER
                and self._counts(group)
                and self.has(group.clause, words.asking)
                and not self._undergoes(group)
                and not (group.before in words.asking and self._asks_before(group))
            ):
                return group
        return None

    def promised(self, cue: int) -> Group | None:
        """To whom something is promised: ``aan`` de Kamer, ``uw vereniging``, ``jullie``."""
        words = _words()
        here = self.clause_at(cue)
        found = [g for g in self.groups if g.names and not g.pronoun and g.prep in words.promised and g.prep != "voor"]
        found += [g for g in self.groups if g.pronoun == "addressee"]
        if not found:
            found = [
                g for g in self.groups
                if g.names and not g.pronoun and not g.prep and g.strength == _WEAK and g.clause == here
                and self.has(here, words.promises)
            ]  # fmt: skip
        return min(found, key=lambda g: (abs(g.clause - here), abs(g.start - cue)), default=None)

    def source(self, cue: int) -> Group | None:
        """Who reports something about how it goes: the subject if it is no pronoun, else ``uit`` the region."""
        subject = self.subject(cue, passive=True)
        if subject is not None and subject.pronoun is None:
            return subject
        words = _words()
        here = self.clause_at(cue)
        found = [g for g in self.groups if g.names and not g.pronoun and g.prep in words.sources]
        nearest = min(found, key=lambda g: (abs(g.clause - here), abs(g.start - cue)), default=None)
        return nearest or subject

    def _asks_before(self, group: Group) -> bool:
        """Whether somebody else is the subject of the asking verb before a name: ``ik vraag`` de griffie."""
        return any(g.clause == group.clause and g.start < group.start and g.strength >= _AFTER for g in self.groups)

    def _undergoes(self, group: Group) -> bool:
        words = _words()
        if group.after in words.passive or group.before in words.passive:
            return True
        return (group.after in words.being or group.before in words.being) and self.has(group.clause, words.asked)

    def _counts(self, group: Group) -> bool:
        """Capitals that may be anything, and everyday words, need more than their place."""
        everyday = any(name.sort == "word" for name in group.names)
        return not everyday or (group.verb and not self._after_article(group))

    def _after_article(self, group: Group) -> bool:
        k = bisect_left(self.words.starts, group.start) - 1
        return k >= 0 and self.words.lows[k] in _words().articles and self.bounds[k] == group.clause


@lru_cache(maxsize=512)
def read(sentence: str, known: frozenset[str]) -> Reading:
    """Read one sentence. ``known``: codes that are directorates in this document."""
    low = naming.lower(sentence)
    words = naming.words_of(low)
    found = naming.find(sentence, low, words, known)
    tied = _tied(low, found) if found else []
    bounds = _clauses(low, words, tied)
    groups = _named(low, words, bounds, found, tied)
    groups += _pronouns(low, words, bounds, found)
    groups.sort(key=_start)
    return Reading(sentence, words, bounds, tuple(groups))


def _start(group: Group) -> int:
    return group.start


def _clauses(low: str, words: Words, tied: list[Span]) -> list[int]:
    """The clause of each word, numbered from 0: a comma and the like, and words that join clauses, begin a new one."""
    openers = _words().clauses
    bounds: list[int] = []
    clause, end, i, count = 0, -1, 0, len(tied)
    for start, word, stop in zip(words.starts, words.lows, words.ends, strict=True):
        if word in openers or (start - end != 1 and not _BOUNDS.isdisjoint(low[end:start])):
            while i < count and tied[i][1] <= start:
                i += 1
            if bounds and not (i < count and tied[i][0] < start):
                clause += 1
        bounds.append(clause)
        end = stop
    return bounds


def _tied(low: str, found: list[Name]) -> list[Span]:
    """The stretches of names that *en* ties together."""
    spans: list[Span] = []
    for name in found:
        if spans and _is_and(low[spans[-1][1] : name.start]):
            spans[-1] = spans[-1][0], name.end
        else:
            spans.append((name.start, name.end))
    return spans


def _is_and(between: str) -> bool:
    if len(between) > 14:
        return False
    parts = between.replace(",", " , ").replace("/", " / ").replace("&", " & ").split()
    if parts and parts[-1] in ("de", "het"):
        parts.pop()
    return bool(parts) and _words().coordination.issuperset(parts)


def _named(low: str, words: Words, bounds: list[int], found: list[Name], tied: list[Span]) -> list[Group]:
    groups: list[Group] = []
    at = 0
    for start, end in tied:
        first = at
        while at < len(found) and found[at].start < end:
            at += 1
        groups.append(_group(low, words, bounds, start, end, tuple(found[first:at])))
    return groups


def _group(low: str, words: Words, bounds: list[int], start: int, end: int, inside: tuple[Name, ...]) -> Group:
    """A group of names with what stands before and after it in its clause, and how surely it is the subject."""
    data = _words()
    starts, ends, lows = words
    first, behind = bisect_left(starts, start), bisect_left(starts, end)
    clause = bounds[min(first, len(bounds) - 1)]
    k, edge, skipped = first - 1, start, 0
    while k >= 0 and skipped < 3 and bounds[k] == clause and _beside(low, ends[k], edge) and _describes(lows[k]):
        edge, k, skipped = starts[k], k - 1, skipped + 1
    before = lows[k] if k >= 0 and _beside(low, ends[k], edge) else ""
    prep = before if before in data.prepositions else ""
    if before and not prep and bounds[k] != clause:
        before = ""
    if prep and k > 0 and _beside(low, ends[k - 1], starts[k]):
        before = lows[k - 1]  # the word that the preposition belongs to: "verzoek van", "gevraagd aan"
    after = lows[behind] if behind < len(lows) and _beside(low, end, starts[behind]) else ""
    verb = _finite(after, low[starts[behind] : ends[behind]]) if after else False
    strength = _WEAK
    if not prep:
        opens = before == "" or before in data.clauses
        inverted = k >= 0 and _finite(before, before) and _inverted(low, words, bounds, clause, k)
        strength = _SURE if verb else _FIRST if opens else _AFTER if inverted else _WEAK
    return Group(start, end, clause, inside, None, before, after, prep, strength, verb)


def _inverted(low: str, words: Words, bounds: list[int], clause: int, verb: int) -> bool:
    """Whether the subject stands behind the verb, as it does in a question and where a time or place comes first.

    Where anything else does, that is the subject, known as a party or not: ``Willemijn belt de VNG``.
    """
    data = _words()
    first = at = bisect_left(bounds, clause)
    while at < verb and words.lows[at] in data.clauses and words.lows[at] not in data.inverting:
        at += 1
    word = words.lows[at]
    if at == verb:
        return at == first and word not in data.orders
    return word in data.inverting or word in data.prepositions or (word[0].isdigit() and low[words.ends[at]] == " ")


def _beside(low: str, end: int, start: int) -> bool:
    """Whether nothing but blanks, emphasis, quotation marks and brackets stands between two words."""
    return start - end == 1 or not low[end:start].strip(" *_\"'’”“‘()")


def _describes(word: str) -> bool:
    """Whether a word may stand between a name and what governs it: an article, an adjective."""
    data = _words()
    if word in data.articles:
        return True
    return word[-1:] == "e" and len(word) > 4 and word not in data.prepositions and not _finite(word, word)


def _finite(word: str, spelling: str) -> bool:
    """Whether a word looks like a finite verb."""
    data = _words()
    if word in data.finite:
        return True
    if len(word) < 4 or word in data.no_verb or word in data.prepositions or spelling[:1].isupper():
        return False
    return word.endswith(_VERB) and not word.endswith(_NOUN)


def _pronouns(low: str, words: Words, bounds: list[int], found: list[Name]) -> list[Group]:
    """The pronouns that are a subject, and ``mijn`` team, ``onze`` directie at the head of a clause."""
    data = _words()
    starts, ends, lows = words
    groups: list[Group] = []
    for i, word in enumerate(lows):
        if word not in data.any_pronoun:
            continue
        kind = data.pronouns.get(word) or data.own[word]
        before = lows[i - 1] if i and low[ends[i - 1] : starts[i]].isspace() else ""
        after = lows[i + 1] if i + 1 < len(lows) and low[ends[i] : starts[i + 1]].isspace() else ""
        verb = after != "" and _finite(after, after)
        strength = _part(word, kind, before, verb, after)
        names = _vantage(words, found, i) if kind == "sender" and strength else ()
        groups.append(Group(starts[i], ends[i], bounds[i], names, kind, before, after, "", strength, verb))
    return groups


def _part(word: str, kind: Pronoun, before: str, verb: bool, after: str) -> float:
    """How surely a pronoun is the subject."""
    data = _words()
    if before in data.prepositions:
        return _WEAK
    if word not in data.own and kind == "sender":
        return _SURE
    behind = before in data.finite or (before != "" and _finite(before, before))
    if word in data.own and word != "jullie":
        return _AFTER if (behind or not before) and word != "ons" and after else _WEAK
    if word in ("jij", "gij"):
        return _SURE
    if kind == "addressee":
        return _SURE if before in data.finite else _FIRST if verb else _WEAK
    if word in ("deze", "die"):
        return _FIRST if verb and not before else _WEAK
    return _FIRST if verb else _AFTER if behind else _WEAK


def _vantage(words: Words, found: list[Name], i: int) -> tuple[Name, ...]:
    """From where *wij* speak, told right beside: ``wij vanuit`` VWS, ``we als`` gemeente Utrecht."""
    for k in range(i + 1, min(i + 3, len(words.lows))):
        if words.lows[k] in ("vanuit", "namens", "als", "bij"):
            return tuple(n for n in found if 0 <= n.start - words.ends[k] <= 5)
    return ()
