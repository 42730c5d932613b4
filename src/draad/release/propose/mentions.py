"""People in running text: by title, by initials, by what is known of names, by the words that stand beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from draad.fold import fold
from draad.knowledge import load
from draad.records import Span
from draad.release.propose import names
from draad.release.propose.lists import alternatives, words
from draad.release.propose.records import Found, Known, Name, Reason
from draad.release.propose.sheet import Sheet

_CAPITAL = r"[A-ZÀ-Þ][^\W\d_]{0,40}(?:['’.-](?=[^\W\d_])[^\W\d_]{1,40}){0,3}"
_GAP = r"(?:[ \xa0]|[ ]?\n[ \t>|]{0,12}(?=[^\s]))"
_PREFIXES = (
    r"(?:(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Tt]er|[Tt]en|[Tt]e|[Oo]p|[Ii]n|[Aa]an|[Uu]it|'t|’t|[Vv]d|[Vv]\.d\.|[Ee]l|[Aa]l|[Bb]en|[Aa]it|[Vv]on|[Dd]i|[Dd]a|[Dd]os|[Ll]a|[Ll]e|[Hh]et|[Vv]oor|[Oo]nder|[Bb]ij|[Tt]ot|[Oo]ver)"
    + _GAP
    + r"){1,4}"
)
_INITIALS = r"(?:(?:[A-ZÀ-Þ]|Th|Ch|Chr|Ph|IJ)\.[ -]?){1,5}"
_SEQUENCE = re.compile(
    rf"(?<![\w@.-])(?:{_INITIALS})?(?:{_PREFIXES})?{_CAPITAL}(?:{_GAP}(?:{_PREFIXES})?{_CAPITAL}){{0,4}}"
)
_TOKEN = re.compile(r"(?:(?:[A-ZÀ-Þ]|Th|Ch|Chr|Ph|IJ)\.[ -]?)+|['’]t|[^\W\d_]+(?:['’.-](?=[^\W\d_])[^\W\d_]+)*\.?")
_SENTENCE_END = re.compile(
    r"(?:[.!?:;•]|\n[ \t>]*\n|\n[ \t>]*(?:[-*•o]|\d{1,2}[.)]))[ \t\n>*_\"'“(–-]*\Z|\A[\s>*_\"'“(•–-]*\Z"
)
_FOLLOWING = re.compile(
    r"\s?(?:(?:de|van|der|den|het)\s){0,2}([A-ZÀ-Þ][^\W\d_]+)(?:\s([A-ZÀ-Þ][^\W\d_]+))?|[ ]((?!0)\d{1,4}[a-z]?)(?![\d:.-]\d)"
)
_PLACE_BEFORE = re.compile(r"[A-ZÀ-Þ][^\W\d_]+ (?:bij|aan|op|aan de|aan den) \Z")
_NOUN = re.compile(r"(?:ing|heid|teit|schap|atie|ment|isme|sel|ers|iek|age|ties|ingen|heden|'s)\Z")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?")
_WRAPPED = 45
"""Characters from which a line is one that was broken in running text, so that a name may go on beneath it."""
_BEFORE = 40
_SPOKEN = re.compile(
    r"\b(?:[Bb]el|[Bb]elde|[Bb]ellen|[Bb]elt|[Ss]preek|[Ss]prak|[Ss]preken|[Pp]raat|[Pp]raten|[Oo]verleg)(?:[ \n]\w{1,12}){0,2}[ \n]met[ \n]\Z"
)
_TOGETHER = re.compile(r"[A-ZÀ-Þ][^\W\d_]+[ \n](?:en|&)[ \n]\Z")
_PLURAL = re.compile(
    r"\s(?:nemen|hebben|zijn|gaan|kijken|zullen|komen|doen|pakken|werken|willen|bellen|spreken|stemmen)\b"
)
_BOOK = re.compile(
    r"(?<![\w@])[A-ZÀ-Þ][^\W\d_]{1,40}(?:['’-][^\W\d_]{1,40}){0,3}(?:[ ][A-ZÀ-Þ][^\W\d_]{1,40})?,[ ]"
    rf"{_INITIALS.replace('{1,5}', '{1,6}')}[ ]?(?:(?:van|de|der|den|ter|ten|te|'t|’t|op|el|von|in|het)\b[ ]?|['’]t[ ]?){{0,3}}"
    r"(?:\([A-ZÀ-Þ][^\W\d_]{1,40}(?:[- ][^\W\d_]{1,40}){0,2}\))?"
)
"""As an address book writes it: ``Boogaard, A. van den (Anouk)``."""


class _Token(NamedTuple):
    text: str
    low: str
    start: int
    end: int
    kind: str
    """``i`` initials, ``p`` prefix, ``w`` word."""


class _Context(NamedTuple):
    human: re.Pattern[str]
    title: re.Pattern[str]
    before: re.Pattern[str]
    weak_before: re.Pattern[str]
    after: re.Pattern[str]


_WEAK = (
    "volgens",
    "met",
    "via",
    "door",
    "aan",
    "bij",
    "van",
    "laat",
    "vraag",
    "vroeg",
    "zoals",
    "ken",
    "kent",
    "heb",
    "zei",
    "naast",
)


@cache
def _context() -> _Context:
    data = load("redact")
    strong = [word for word in data["context"]["strong_before"] if word not in _WEAK]
    return _Context(
        re.compile(rf"[ \n](?:{alternatives(data['context']['human'])})(?!\w)"),
        re.compile(rf"(?<!\w)((?i:{alternatives(data['titles']['words'])}))[ \n\xa0]{{1,2}}\Z"),
        re.compile(rf"(?<!\w)(?i:{alternatives(strong)})[ \n]\Z"),
        re.compile(rf"(?<!\w)(?i:{alternatives(_WEAK)})[ \n]\Z"),
        re.compile(rf"[ \n](?:{alternatives(data['context']['strong_after'])})(?!\w)"),
    )


class Reader:
    """Looks over the running text of one document with what is known of the dossier."""

    def __init__(self, sheet: Sheet, known: Known, near: Mapping[str, str]) -> None:
        self._text = sheet.text
        self._known = known
        self._near = near
        self._lists = words()

    def people(self, spans: list[Span]) -> Iterator[Found]:
        """Names in these stretches of the text."""
        for start, end in spans:
            for book in _BOOK.finditer(self._text, start, end):
                shown = book.group().rstrip()
                name = names.read(shown)
                if name and not (names.is_usual(name.surname) and "(" not in shown):
                    yield Found((book.start(), book.start() + len(shown)), "person", 0.93, (("book", {}),), name)
            for sequence in _SEQUENCE.finditer(self._text, start, end):
                yield from self._in_sequence(sequence.start(), sequence.group())

    # ── sequences of capitalised words ──────────────────────────────────────────────────────────────────────

    def _in_sequence(self, offset: int, text: str) -> Iterator[Found]:
        if "\n" in text and self._ends_short(offset + text.index("\n")):
            head, _, tail = text.partition("\n")
            yield from self._in_sequence(offset, head)
            yield from self._in_sequence(offset + len(head) + 1, tail)
            return
        tokens = [self._token(match, offset) for match in _TOKEN.finditer(text)]
        at = 0
        while at < len(tokens):
            best = None
            for stop in range(min(len(tokens), at + 7), at, -1):
                best = self._judged(tokens[at:stop])
                if best:
                    break
            if best:
                yield best
                at = next((i for i, token in enumerate(tokens) if token.start >= best.span[1]), len(tokens))
            else:
                at += 1

    def _ends_short(self, at: int) -> bool:
        """Whether the line that ends here is short, as those of a signature are."""
        return at - self._text.rfind("\n", 0, at) < _WRAPPED

    def _token(self, match: re.Match[str], offset: int) -> _Token:
        text = match.group()
        if re.fullmatch(r"(?:[^\W\d_]{1,3}\.[ -]?)+", text):
            kind = "i" if text[:1].isupper() else "p"
        else:
            text = text.rstrip(".")
            kind = "p" if fold(text) in self._lists.prefixes else "w"
        shown = text.rstrip()
        return _Token(shown, fold(shown), match.start() + offset, match.start() + offset + len(shown), kind)

    def _judged(self, tokens: list[_Token]) -> Found | None:
        """Whether exactly these tokens are somebody's name."""
        first, last = tokens[0], tokens[-1]
        if last.kind != "w" or last.text.islower():
            return None
        caps = [token for token in tokens if token.kind == "w"]
        if any(self._is_organisation(token) for token in caps):
            return None
        prefixed = any(token.kind == "p" for token in tokens)
        if first.kind == "i":
            return self._initialled(tokens, caps)
        title = self._title(first)
        if title and len(caps) <= 3:
            name = self._name(tokens)
            if len(caps) == 1 or first.kind == "p":
                name = Name("", "", name.prefix, name.surname or name.first)
            if not self._is_plain(caps[-1]) or caps[-1].low in self._lists.also_words or prefixed:
                return self._found(tokens, 0.93, ("title", {"word": title}), name)
        if first.kind == "p":
            return self._family(tokens, caps)
        if len(caps) == 1:
            return self._single(first)
        return self._full(tokens, caps, prefixed)

    def _initialled(self, tokens: list[_Token], caps: list[_Token]) -> Found | None:
        """``A. Kuipers``; an initial that ends a sentence before is none."""
        if not caps or len(caps) > 2:
            return None
        if self._is_plain(caps[-1]) and not self._bears(caps[-1].low) and caps[-1].low not in self._lists.surnames:
            return None
        before = self._text[max(0, tokens[0].start - 2) : tokens[0].start]
        if before[-1:].isalnum():
            return None
        return self._found(tokens, 0.93, ("initials", {}), self._name(tokens))

    def _family(self, tokens: list[_Token], caps: list[_Token]) -> Found | None:
        """A surname with its prefix: ``Van den Boogaard``. Only one that the dossier knows, or a rare prefix."""
        name = self._name(tokens)
        family = Name("", "", name.prefix, name.surname or name.first)
        if len(caps) == 1 and self._bears_family(family):
            return self._found(tokens, 0.9, ("known", {}), family)
        return None

    def _full(self, tokens: list[_Token], caps: list[_Token], prefixed: bool) -> Found | None:
        """A given name and a surname."""
        first, last = caps[0], caps[-1]
        if tokens[0].kind != "w" or len(caps) > 4:
            return None
        if (
            any(token.kind == "p" for token in tokens[: tokens.index(last)])
            and tokens[-2].kind != "p"
            and len(caps) == 2
        ):
            return None
        given = self._is_given(first)
        bears = self._bears(last.low)
        name = self._name(tokens)
        if given and (bears or last.low in self._lists.surnames):
            if self._is_plain(first) and self._at_start(first.start) and not bears:
                return None
            return self._found(tokens, 0.96 if bears else 0.92, ("known" if bears else "listed", {}), name)
        if self._is_plain(first) or (self._is_plain(last) and not prefixed):
            return None
        if bears and (prefixed or len(caps) == 2):
            return self._found(tokens, 0.88, ("known", {}), name)
        between = {token.low for token in tokens if token.kind == "p"}
        rare = bool(between - self._lists.plain_prefixes)
        if given and not self._is_place(last.low):
            return self._found(tokens, 0.86, ("listed", {}), name)
        if rare and not self._is_place(first.low):
            return self._found(tokens, 0.8, ("prefix", {}), name)
        if last.low in self._lists.surnames and len(caps) == 2 and not between & self._lists.plain_prefixes:
            return self._found(tokens, 0.7, ("listed", {}), name)
        if len(caps) == 2 and (reason := self._beside(tokens[0].start, last.end, strong=True)):
            return (
                None
                if self._is_place(first.low) or self._is_place(last.low)
                else self._found(tokens, 0.6, reason, name)
            )
        return None

    def _single(self, token: _Token) -> Found | None:
        """One capitalised word."""
        low, plain = token.low, self._is_plain(token)
        if len(low) < 2 or _DOTTED.fullmatch(token.text) or (token.text.isupper() and len(low) > 1):
            return None
        if _PLACE_BEFORE.search(self._text[max(0, token.start - 30) : token.start]):
            return None
        start = self._at_start(token.start)
        if low in self._near:
            listed = low in self._lists.firsts
            if not plain or (not start and low in self._lists.also_words) or (not start and not self._usual_here(low)):
                return self._found([token], 0.9 if listed or not plain else 0.75, ("thread", {}), Name(low))
            beside = self._beside(token.start, token.end, strong=False)
            return self._found([token], 0.6, ("thread", {}), Name(low)) if beside else None
        if self._bears(low) and not self._is_place(low):
            if not plain:
                return self._found([token], 0.85, ("known", {}), Name("", "", "", low))
            if not start and low in self._lists.also_words and self._beside(token.start, token.end, strong=False):
                return self._found([token], 0.55, ("known", {}), Name("", "", "", low))
            return None
        if low in self._lists.firsts:
            if not plain:
                return self._found([token], 0.72, ("listed", {}), Name(low))
            beside = self._beside(token.start, token.end, strong=not start)
            return self._found([token], 0.55, beside, Name(low)) if beside and not start else None
        told = self._beside(token.start, token.end, strong=True)
        sure = told is not None and told[1]["word"] not in _WEAK and low not in self._known.places
        if (
            plain
            or (self._is_place(low) and not sure)
            or len(low) < 3
            or (start and _NOUN.search(low))
            or ("-" in low and low not in self._known.firsts)
        ):
            return None
        if low in self._known.firsts:
            return self._found([token], 0.7, ("known", {}), Name(low))
        if family := self._damaged(low):
            return self._found([token], 0.65, ("damaged", {}), Name("", "", "", family))
        if told:
            return self._found([token], 0.62, told, Name(low))
        return None

    # ── witnesses ───────────────────────────────────────────────────────────────────────────────────────────

    def _found(self, tokens: list[_Token], score: float, reason: Reason, name: Name | None) -> Found | None:
        start, end = tokens[0].start, tokens[-1].end
        after = self._text[end : end + 40]
        if self._goes_on(after, tokens[-1]):
            return None
        if self._text[end : end + 1] == "@" or (
            self._text[end : end + 1] in ".-" and self._text[end + 1 : end + 2].isalnum()
        ):
            return None
        before = re.search(r"([^\W\d_]+\.?)[ ]\Z", self._text[max(0, start - 20) : start])
        if before and fold(before.group(1)) in self._lists.before and reason[0] != "title":
            return None
        return Found((start, end), "person", score, (reason,), name)

    def _goes_on(self, after: str, last: _Token) -> bool:
        """Whether the name is part of another: a street, a foundation, a place on a river."""
        if (
            last.low.endswith(self._lists.behind_ends)
            and not self._bears(last.low)
            and last.low not in self._lists.surnames
        ):
            return True
        following = _FOLLOWING.match(after)
        if not following:
            return False
        if following.group(3):
            return last.low.endswith(self._lists.place_ends) and not self._bears(last.low)
        behind = [fold(word) for word in following.group(1, 2) if word]
        return any(word in self._lists.behind or word.endswith(self._lists.behind_ends) for word in behind)

    def _name(self, tokens: list[_Token]) -> Name:
        return names.read(" ".join(token.text for token in tokens)) or Name()

    def _title(self, token: _Token) -> str:
        found = _context().title.search(self._text[max(0, token.start - _BEFORE) : token.start])
        return found.group(1) if found else ""

    def _is_given(self, token: _Token) -> bool:
        return token.low in self._lists.firsts or token.low in self._near or token.low in self._known.firsts

    def _bears(self, low: str) -> bool:
        return low in self._known.surnames

    def _bears_family(self, family: Name) -> bool:
        for one in self._known.surnames.get(family.surname, ()):
            if one.prefix == family.prefix or not one.prefix:
                return True
        return False

    def _is_plain(self, token: _Token) -> bool:
        return (
            token.low in self._lists.usual
            or token.low in self._known.usual
            or (
                token.low not in self._lists.firsts
                and token.low not in self._lists.surnames
                and names.is_usual(token.low)
            )
        )

    def _usual_here(self, low: str) -> bool:
        return low in self._known.usual

    def _is_organisation(self, token: _Token) -> bool:
        low = token.low
        if low in self._lists.organisation or (token.text.isupper() and len(low) > 1 and not self._bears(low)):
            return True
        return low in self._lists.organisations and low not in self._lists.firsts and not self._bears(low)

    def _is_place(self, low: str) -> bool:
        return low in self._known.places or (low.endswith(self._lists.place_ends) and low not in self._lists.firsts)

    def _at_start(self, at: int) -> bool:
        """Whether a sentence or a line of a list begins here, so that a capital tells nothing."""
        return _SENTENCE_END.search(self._text[max(0, at - 12) : at]) is not None

    def _beside(self, start: int, end: int, *, strong: bool) -> Reason | None:
        """The words beside that tell of a person."""
        context = _context()
        before, after = self._text[max(0, start - _BEFORE) : start], self._text[end : end + 24]
        if found := context.before.search(before):
            return "context", {"word": found.group().strip()}
        if _SPOKEN.search(before):
            return "context", {"word": "met"}
        if _TOGETHER.search(before) and _PLURAL.match(after):
            return "context", {"word": "en"}
        if re.match(r"[ \n](?:en|&)[ \n]ik\b", after) or re.search(r"\bik[ \n]en[ \n]\Z", before):
            return "context", {"word": "en ik"}
        if re.match(r"\s*[?!]", after) and re.search(r",[ \n]\Z", before):
            return "context", {"word": "?"}
        weak = context.weak_before.search(before)
        verb = context.after.match(after)
        if verb and (weak or not strong):
            return "context", {"word": verb.group().strip()}
        if re.match(r"[ \n]\((?:BSN|geb)", after):
            return "context", {"word": "BSN"}
        if human := context.human.match(after):
            return "context", {"word": human.group().strip()}
        if weak and (not strong or weak.group().strip().lower() in ("met", "via", "door", "aan", "volgens")):
            return "context", {"word": weak.group().strip()}
        return None

    def _damaged(self, low: str) -> str:
        """The known surname of which OCR may have made this word; empty for none."""
        if len(low) < 7 or low in self._lists.surnames:
            return ""
        damaged = self._known.damaged
        if low in damaged:
            return damaged[low]
        for at in range(len(low)):
            without = low[:at] + low[at + 1 :]
            if without in self._known.surnames:
                return without
            if without in damaged and abs(len(damaged[without]) - len(low)) <= 1:
                return damaged[without]
        return ""
