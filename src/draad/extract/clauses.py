"""The clauses of a sentence, and the parties and pronouns in them with their part.

No parser: Dutch word order with a handful of words does it. A name is the subject where a finite verb follows it, where
it begins a clause, or where it stands right behind a finite verb (inversion), unless a preposition stands before it.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import Literal, NamedTuple

from draad.extract import names as naming
from draad.extract.names import Name, Words
from draad.knowledge import load
from draad.records import Span

Pronoun = Literal["sender", "addressee", "back"]
SURE, FIRST, AFTER, WEAK = 3.0, 2.5, 2.0, 0.0
"""How surely a group is the subject: a verb follows; it begins its clause; it stands behind the verb; not at all."""
_BOUNDS = frozenset(",;:–—(.!?")
_JOINING = ("en", "of")
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
    strength: float = WEAK
    """How surely it is the subject of its clause."""
    verb: bool = False
    """Whether a finite verb stands right behind it."""


class Vocabulary(NamedTuple):
    """Words by what they tell of a sentence."""

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
    reports: frozenset[str]
    pronouns: dict[str, Pronoun]
    own: dict[str, Pronoun]
    any_pronoun: frozenset[str]
    orders: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """The words of ``knowledge/parties.toml``."""
    data = load("parties")
    words, asking, said = data["words"], data["asking"], data["pronouns"]
    pronouns: dict[str, Pronoun] = {}
    for kind in ("sender", "addressee", "back"):
        pronouns.update(dict.fromkeys(said[kind], kind))
    own: dict[str, Pronoun] = {}
    for kind in ("sender", "addressee"):
        own.update(dict.fromkeys(said[f"{kind}_own"], kind))
    groups = {key: frozenset(words[key]) for key in Vocabulary._fields if key in words}
    return Vocabulary(
        asking=frozenset(asking["verbs"]),
        asked=frozenset(asking["asked"]),
        requests=frozenset(asking["nouns"]),
        promises=frozenset(data["promising"]["done"]),
        reports=frozenset(data["reporting"]["nouns"]),
        pronouns=pronouns,
        own=own,
        any_pronoun=frozenset(pronouns) | frozenset(own),
        orders=frozenset(data["orders"]["words"]),
        **groups,
    )


def parse(sentence: str, known: frozenset[str]) -> tuple[Words, list[int], tuple[Group, ...]]:
    """The words of a sentence, the clause of each, and its groups in order."""
    low = naming.lower(sentence)
    words = naming.words_of(low)
    found = naming.find(sentence, low, words, known)
    tied = _tied(low, found) if found else []
    bounds = _clauses(low, words, tied)
    groups = _named(low, words, bounds, found, tied)
    groups += _pronouns(low, words, bounds, found)
    groups.sort(key=_start)
    return words, bounds, tuple(groups)


def _start(group: Group) -> int:
    return group.start


def _clauses(low: str, words: Words, tied: list[Span]) -> list[int]:
    """The clause of each word, numbered from 0: a comma and the like, and words that join clauses, begin a new one."""
    openers = vocabulary().clauses
    ends = {name_end + 1 for _, name_end in tied}
    bounds: list[int] = []
    clause, end, i, count = 0, -1, 0, len(tied)
    for start, word, stop in zip(words.starts, words.lows, words.ends, strict=True):
        if word in openers or (start - end != 1 and not _BOUNDS.isdisjoint(low[end:start])):
            while i < count and tied[i][1] <= start:
                i += 1
            inside = i < count and tied[i][0] < start
            if bounds and not inside and (word not in _JOINING or _verb_within(words, bounds, clause, ends)):
                clause += 1
        bounds.append(clause)
        end = stop
    return bounds


def _verb_within(words: Words, bounds: list[int], clause: int, behind: set[int]) -> bool:
    """Whether the clause that is being read has its verb: before that, *en* and *of* tie nouns.

    Most words on -en are no verb; right behind a name they are.
    """
    data = vocabulary()
    for k in range(bisect_left(bounds, clause), len(bounds)):
        word = words.lows[k]
        if word in data.finite or (finite(word, word) and (word[-1] == "t" or words.starts[k] in behind)):
            return True
    return False


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
    return bool(parts) and vocabulary().coordination.issuperset(parts)


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
    data = vocabulary()
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
    verb = finite(after, low[starts[behind] : ends[behind]]) if after else False
    strength = WEAK
    if not prep:
        opens = before == "" or before in data.clauses
        inverted = k >= 0 and finite(before, before) and _inverted(low, words, bounds, clause, k)
        strength = SURE if verb else FIRST if opens else AFTER if inverted else WEAK
    return Group(start, end, clause, inside, None, before, after, prep, strength, verb)


def _inverted(low: str, words: Words, bounds: list[int], clause: int, verb: int) -> bool:
    """Whether the subject stands behind the verb, as it does in a question and where a time or place comes first.

    Where anything else does, that is the subject, known as a party or not: ``Willemijn belt de VNG``.
    """
    data = vocabulary()
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
    data = vocabulary()
    if word in data.articles:
        return True
    return word[-1:] == "e" and len(word) > 4 and word not in data.prepositions and not finite(word, word)


def finite(word: str, spelling: str) -> bool:
    """Whether a word looks like a finite verb."""
    data = vocabulary()
    if word in data.finite:
        return True
    if len(word) < 4 or word in data.no_verb or word in data.prepositions or spelling[:1].isupper():
        return False
    return word.endswith(_VERB) and not word.endswith(_NOUN)


def _pronouns(low: str, words: Words, bounds: list[int], found: list[Name]) -> list[Group]:
    """The pronouns that are a subject, and ``mijn`` team, ``onze`` directie at the head of a clause."""
    data = vocabulary()
    starts, ends, lows = words
    groups: list[Group] = []
    for i, word in enumerate(lows):
        if word not in data.any_pronoun:
            continue
        kind = data.pronouns.get(word) or data.own[word]
        before = lows[i - 1] if i and low[ends[i - 1] : starts[i]].isspace() else ""
        after = lows[i + 1] if i + 1 < len(lows) and low[ends[i] : starts[i + 1]].isspace() else ""
        verb = after != "" and finite(after, after)
        strength = _part(word, kind, before, verb, after)
        names = _vantage(words, found, i) if kind == "sender" and strength else ()
        groups.append(Group(starts[i], ends[i], bounds[i], names, kind, before, after, "", strength, verb))
    return groups


def _part(word: str, kind: Pronoun, before: str, verb: bool, after: str) -> float:
    """How surely a pronoun is the subject."""
    data = vocabulary()
    if before in data.prepositions:
        return WEAK
    if word not in data.own and kind == "sender":
        return SURE
    behind = before in data.finite or (before != "" and finite(before, before))
    if word in data.own and word != "jullie":
        return AFTER if (behind or not before) and word != "ons" and after else WEAK
    if word in ("jij", "gij"):
        return SURE
    if kind == "addressee":
        return SURE if before in data.finite else FIRST if verb else WEAK
    if word in ("deze", "die"):
        return FIRST if verb and not before else WEAK
    return FIRST if verb else AFTER if behind else WEAK


def _vantage(words: Words, found: list[Name], i: int) -> tuple[Name, ...]:
    """From where *wij* speak, told right beside: ``wij vanuit`` VWS, ``we als`` gemeente Utrecht."""
    for k in range(i + 1, min(i + 3, len(words.lows))):
        if words.lows[k] in ("vanuit", "namens", "als", "bij"):
            return tuple(n for n in found if 0 <= n.start - words.ends[k] <= 5)
    return ()
