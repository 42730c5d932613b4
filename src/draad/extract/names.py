"""Whom a sentence names: directorates, organisations, offices and groups of people; never a person.

The words are data (``knowledge/organisations.toml``, ``knowledge/parties.toml``). One scan over the words of a sentence
looks each up by its first word, the longest name first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from draad.extract.records import PartyKind
from draad.knowledge import load

Sort = Literal["name", "code", "guess", "word", "role", "sector", "all"]
"""``code``: a known directorate; ``guess``: capitals that may be one; ``word``: one that is an everyday word."""

_WORD = re.compile(r"\w+(?:['’][^\W\d_]+)?")
_SHORT = 5
"""Names of so many letters count in their own spelling alone: ``Aw`` is none of ``aw``."""
_CODE = re.compile(r"(?:[A-Z]{2,6}|[a-z]?[A-Z][a-zA-Z]{0,5}[A-Z]|[A-Z]{2,5}[a-z]{1,2})(?:-\d{1,2})?\Z")
_PARTICLE_INITIALS = re.compile(r"[A-Z](?:v|d|vd|vdr|van|de|der|den|vande|vander|vanden|te|ter|ten|t)[A-Z]\Z")
"""Capitals of a person's name (``JdB``, ``KvB``): a directorate only where knowledge says so."""
_INITIALS = re.compile(rf"{_PARTICLE_INITIALS.pattern}|[A-Z]{{2}}\Z")
"""Two capitals alone may be somebody's as well: a directorate only where knowledge or the document says so."""
_PARTICLED = re.compile(r"[ \n](?:van|de|der|den|te|ten|ter|'t)[ \n]")
_PLACES = ("Land", "Hof", "Hoek")
"""With *van* behind them they are a place (Hof van Twente), and no first name."""
_MORE = re.compile(
    r"[ \n](?:(?:van|der|de|den|het|voor|aan|op|in|te|ten|bij|'s)[ \n]){0,3}"
    r"(?:'s-)?[A-ZÀ-Þ][^\W_]*(?:[-'’&.][^\W_]+)*(?:\([a-z]{1,4}\))?"
)
_MORE_MINISTRY = re.compile(r"(?:,? ?[ \n](?:(?:en|van|voor|de|het)[ \n]){0,3}|, )[A-ZÀ-Þ][^\W_]*(?:[-'’&][^\W_]+)*")
_CODES = re.compile(r"[ \n]([A-Z][^\W_]*(?:[/&][A-Z][^\W_]*)*)")
_SURNAME = re.compile(
    r"[ \n](?:(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Tt]en|[Tt]er|in|'t)[ \n]){0,3}[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)*"
)
_OF = re.compile(r"[ \n]+van[ \n]+(?:de[ \n]+|het[ \n]+)?\Z")


class Words(NamedTuple):
    """The words of a sentence: where each begins and ends in it, and it in lower case."""

    starts: list[int]
    ends: list[int]
    lows: list[str]


class Name(NamedTuple):
    """A party as the sentence names it."""

    start: int
    end: int
    kind: PartyKind
    sort: Sort


class _Entry(NamedTuple):
    low: str
    exact: str | None
    kind: PartyKind
    sort: Sort


class _Lexicon(NamedTuple):
    first: dict[str, tuple[_Entry, ...]]
    never: frozenset[str]
    codes: frozenset[str]
    words: frozenset[str]
    heads: dict[str, PartyKind]
    stops: frozenset[str]
    """Words with which a sentence begins, and no name goes on."""
    starters: frozenset[str]
    """The words with which any name begins, codes left out."""
    public: frozenset[str]
    members: re.Pattern[str]


def _names() -> Iterator[_Entry]:
    data, words = load("organisations"), load("parties")
    listed = [*data["ministry"], *(o for group in data["organisations"].values() for o in group)]
    for organisation in listed:
        for name in (organisation["name"], *organisation.get("aliases", ())):
            name = name.removeprefix("de ").removeprefix("De ")
            yield _Entry(name.lower(), name if len(name) <= _SHORT else None, "organisation", "name")
    for ministry in data["ministry"]:
        for code in ministry.get("codes", {}):
            yield _Entry(code.lower(), code, "directorate", "code")
    for code in data["codes"]["general"]:
        yield _Entry(code.lower(), code, "directorate", "code")
    for role in (*words["roles"]["public"], *words["roles"]["office"]):
        yield _Entry(role, None, "role", "role")
    for kind in ("organisation", "role"):
        for noun in words["sectors"][kind]:
            yield _Entry(noun, None, kind, "sector")
    for every in words["all"]["words"]:
        yield _Entry(every, None, "all", "all")


@cache
def _lexicon() -> _Lexicon:
    data, words = load("organisations"), load("parties")
    never, ordinary = frozenset(data["codes"]["never"]), frozenset(data["codes"]["words"])
    first: dict[str, dict[str, _Entry]] = {}
    for entry in _names():
        spelling = entry.exact or ""
        if entry.kind == "directorate" and (spelling in never or len(spelling) < 2):
            continue
        if spelling in ordinary:
            entry = entry._replace(sort="word")
        word = _WORD.match(entry.low)
        if word:
            first.setdefault(word.group(), {}).setdefault(entry.exact or entry.low, entry)
    for code in ordinary:
        word = _WORD.match(code.lower())
        if word:
            held = first.setdefault(word.group(), {})
            held.setdefault(code, _Entry(code.lower(), code, "directorate", "word"))
    surname = _SURNAME.pattern[len(r"[ \n]") :]
    parties = "|".join(re.escape(p) for p in sorted(words["politics"]["parties"], key=len, reverse=True))
    titles = "|".join(re.escape(w) for w in sorted(words["roles"]["members"], key=len, reverse=True))
    heads: dict[str, PartyKind] = dict.fromkeys(data["heads"]["organisation"], "organisation")
    heads.update((h, "directorate") for h in data["heads"]["directorate"])
    return _Lexicon(
        {w: tuple(sorted(e.values(), key=lambda n: (-len(n.low), n.exact is None))) for w, e in first.items()},
        never,
        frozenset(c for m in data["ministry"] for c in m.get("codes", {})) | frozenset(data["codes"]["general"]),
        ordinary,
        heads,
        frozenset((*words["pronouns"]["sender"], *words["pronouns"]["back"])),
        frozenset(first) | frozenset(heads),
        frozenset(words["roles"]["public"]),
        re.compile(rf"(?:\b(?i:{titles})[ \n]{{1,2}})?\b{surname}[ \n]?\((?:{parties})\)"),
    )


def words_of(low: str) -> Words:
    """The words of a sentence in lower case."""
    lows = _WORD.findall(low)
    starts, ends, at = [], [], 0
    for word in lows:
        at = low.index(word, at)
        starts.append(at)
        at += len(word)
        ends.append(at)
    return Words(starts, ends, lows)


def lower(sentence: str) -> str:
    """Lower case of the same length, line breaks and underscores (Markdown's emphasis) as blanks."""
    low = sentence.lower()
    if len(low) != len(sentence):
        low = sentence.replace("İ", "I").lower()
    return low.replace("\n", " ").replace("_", " ")


def find(sentence: str, low: str, words: Words, known: frozenset[str] = frozenset()) -> list[Name]:
    """The parties that a sentence names, in order, none over another. ``known``: directorates of this document."""
    lexicon = _lexicon()
    found = _members(sentence, lexicon)
    behind = [(n.start, n.end) for n in found]
    starters = lexicon.starters | known if known else lexicon.starters
    shouting = sentence.isupper()
    at = 0
    for start, end, word in zip(words.starts, words.ends, words.lows, strict=True):
        if start < at:
            continue
        if behind and start >= behind[0][0]:
            at = behind.pop(0)[1]
            continue
        if word not in starters and sentence[start + 1 : end] == word[1:] and end - start > 1:
            continue
        name = _at(sentence, low, start, end, word, known, shouting)
        if name is not None:
            found.append(name)
            at = name.end
    found.sort()
    return _joined(sentence, found) if len(found) > 1 else found


def _members(sentence: str, lexicon: _Lexicon) -> list[Name]:
    """Members of parliament, who speak in public for their party: ``mevrouw De Boer (CDA)``."""
    if "(" not in sentence:
        return []
    return [Name(m.start(), m.end(), "role", "role") for m in lexicon.members.finditer(sentence)]


def _at(
    sentence: str, low: str, start: int, end: int, first: str, known: frozenset[str], shouting: bool
) -> Name | None:
    """The name that begins at a word."""
    lexicon = _lexicon()
    if start and sentence[start - 1] in "@.-_" and not sentence[start - 2 : start - 1].isspace():
        return None
    spelling = sentence[start:end]
    if known and (spelling in known or (len(spelling) > 1 and not spelling.islower() and first in known)):
        return Name(
            start, end, "directorate", "code" if spelling.isupper() or spelling not in lexicon.words else "word"
        )
    head = lexicon.heads.get(first)
    for entry in lexicon.first.get(first, ()):
        stop = start + len(entry.low)
        if (
            low.startswith(entry.low, start)
            and _whole(sentence, stop)
            and (entry.exact is None or sentence.startswith(entry.exact, start))
        ):
            if head and entry.sort in ("sector", "role") and (longer := _extended(sentence, end, first, lexicon)):
                return Name(start, longer, head, "name")
            if entry.low in lexicon.public and (surname := _SURNAME.match(sentence, stop)):
                further = _SURNAME.match(sentence, surname.end()) if _is_given(surname.group()) else None
                name_end = (further or surname).end()
                if _whole(sentence, name_end) and sentence[surname.start() + 1 : name_end] not in lexicon.codes:
                    return Name(start, name_end, "role", "role")
            return Name(start, stop, entry.kind, entry.sort)
    if head:
        longer = _extended(sentence, end, first, lexicon)
        return Name(start, longer, head, "name") if longer else None
    guessed = not shouting and _CODE.match(spelling) and not _INITIALS.match(spelling)
    if guessed and spelling not in lexicon.never and _whole(sentence, end):
        return Name(start, end, "directorate", "guess")
    return None


def _is_given(name: str) -> bool:
    """Whether what stands behind an office may be a given name: one word, no particle before it."""
    return len(name.split()) == 1 and "-" not in name


def _whole(sentence: str, end: int) -> bool:
    """Whether a name ends here: no letter, no compound (``VNG-bestuur``), no address (``vng.nl``) goes on."""
    following = sentence[end : end + 2]
    if not following:
        return True
    if following[0].isalnum() or following[0] in "_@":
        return False
    return not (following[0] in "-.–" and following[1:].isalnum() and following[1:] != "")


def _extended(sentence: str, at: int, head: str, lexicon: _Lexicon) -> int | None:
    """Where the name ends that a head begins (``gemeente`` Alphen aan den Rijn); None where none follows."""
    if lexicon.heads.get(head) == "directorate" and head not in ("directie", "directoraat-generaal", "afdeling"):
        found = _CODES.match(sentence, at)
        known = found is not None and all(
            c.isupper() or c in lexicon.codes or c in lexicon.words for c in re.split("[/&]", found.group(1))
        )
        return found.end() if found and known else None
    unit = lexicon.heads.get(head) == "directorate"
    more = _MORE_MINISTRY if unit or head.startswith("ministerie") else _MORE
    end = at
    if more is _MORE_MINISTRY:
        first = _MORE.match(sentence, at)
        if first is None:
            return None
        end = first.end()
    for _ in range(6):
        found = more.match(sentence, end)
        if found is None or found.group().split()[-1].lower() in lexicon.stops:
            break
        if unit and not _goes_on(sentence[at:end], found.group()):
            break
        if end > at and head in ("gemeente", "gemeenten") and _is_surname(sentence[at:end], found.group()):
            return None
        end = found.end()
    return end if end > at else None


def _goes_on(name: str, more: str) -> bool:
    """Whether words belong to a directorate's name: behind *en*, a comma or an adjective, else they may be a person."""
    return more.startswith(",") or more.split()[0] == "en" or name.endswith("e")


def _is_surname(name: str, more: str) -> bool:
    """Whether a municipality's name goes on as a person's does: ``Jan`` *de Vries*, not ``Alphen`` *aan den Rijn*."""
    return _PARTICLED.match(more) is not None and name.split()[-1] not in _PLACES


def is_directorate(code: str, person: str, *, hidden: bool, count: int) -> bool:
    """Whether what stands in brackets behind somebody present is a directorate, and no initials (law 2).

    What knowledge lists is none of a person's. Another counts unless it has the form of initials (``JdB``), or, behind
    a name that is printed, is that name's; of what is mixed behind a redaction mark (``hidden``) capitals alone count,
    or what stands behind several people (``count``).
    """
    lexicon = _lexicon()
    listed = lexicon.codes | lexicon.words | lexicon.never
    entries = lexicon.first.get(code.split()[0].lower(), ()) if code.split() else ()
    if code in listed or any(code in (e.exact, e.low) or code.lower() == e.low for e in entries):
        return True
    if hidden:
        return not _PARTICLE_INITIALS.match(code) and (count > 1 or (2 <= len(code) <= _SHORT and code.isupper()))
    own = "".join(word[0] for word in re.findall(r"[^\W\d_]+", person)).lower()
    return not (len(code) > 1 and code.lower() == own) and not _PARTICLE_INITIALS.match(code)


def _joined(sentence: str, found: list[Name]) -> list[Name]:
    """Offices and groups with whom they belong to: ``adviseur`` DGLZ, ``bestuur van de`` VNG, as one name."""
    joined: list[Name] = []
    for name in found:
        last = joined[-1] if joined else None
        if last and last.sort in ("role", "sector") and name.sort != "all":
            between = sentence[last.end : name.start]
            beside = between == " " and last.sort == "role" and name.kind in ("directorate", "organisation")
            if beside or (len(between) < 14 and _OF.match(between)):
                joined[-1] = Name(last.start, name.end, last.kind, last.sort)
                continue
        joined.append(name)
    return joined
