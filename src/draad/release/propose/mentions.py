"""People in running text: by title, by initials, by what is known of names, by the words that stand beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from draad.fold import fold
from draad.records import Span
from draad.release.propose import beside, books, names
from draad.release.propose.lists import words
from draad.release.propose.records import Found, Known, Name, Reason
from draad.release.propose.sequences import SEQUENCE, Token, tokens_of
from draad.release.propose.sheet import WRAPPED, Sheet

_LETTER = re.compile(r"(?:[ ](?:van|de|der|den)){0,3}[ ][A-ZÀ-Þ](?:\.(?![ ]?[A-ZÀ-Þ][^\W\d_])|(?=[,;:)\n]|[ ]?\())")
_LAST = re.compile(r"[^\W\d_]{2,8}\Z")
_WORD_BEFORE = re.compile(r"([^\W\d_]+\.?)[ ]\Z")
_NOUN = re.compile(r"(?:ing|heid|teit|schap|atie|ment|isme|sel|ers|iek|age|ties|ingen|heden|'s)\Z")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?")
_PLACE_PREFIXES = frozenset(("aan", "bij", "op", "in", "uit", "onder", "over", "voor", "tot"))
_ARTICLE = re.compile(r"(?<!\w)(?:[Dd]e|[Hh]et|[Ee]en|[Tt]he)[ ]\Z")
_MONTHS = frozenset(("jan", "mei", "may", "april", "june", "june", "august", "mar", "dec", "juli"))
_FILE = re.compile(r"\.(?i:pdf|docx?|xlsx?|pptx?|od[tsp]|txt|rtf|msg|eml|jpe?g|png|tiff?|zip|csv)(?![\w.])")
_GLUED = re.compile(r"[ ](?:van|vander|vanden|de|der|den|ter|ten)[A-ZÀ-Þ][a-zß-ÿ]{2,40}(?![\w@])")


class Reader:
    """Looks over the running text of one document with what is known of the dossier."""

    def __init__(self, sheet: Sheet, known: Known, near: Mapping[str, str]) -> None:
        self._text = sheet.text
        self._known = known
        self._near = near
        self._lists = words()
        self._titled = (-1, "")
        self._plain: dict[str, bool] = {}

    def people(self, spans: list[Span]) -> Iterator[Found]:
        """Names in these stretches of the text."""
        for start, end in spans:
            for shown, at in books.entries(self._text, start, end):
                name = names.read(shown)
                if name and not (self._is_no_surname(name.surname) and "(" not in shown):
                    yield Found((at, at + len(shown)), "person", 0.93, (("book", {}),), name)
            for sequence in SEQUENCE.finditer(self._text, start, end):
                yield from self._in_sequence(sequence.start(), sequence.group())

    # ── sequences of capitalised words ──────────────────────────────────────────────────────────────────────

    def _in_sequence(self, offset: int, text: str) -> Iterator[Found]:
        if "\n" in text and self._ends_short(offset + text.index("\n")):
            head, _, tail = text.partition("\n")
            yield from self._in_sequence(offset, head)
            yield from self._in_sequence(offset + len(head) + 1, tail)
            return
        tokens = tokens_of(text, offset)
        if all(len(token.low) < 2 for token in tokens):
            return
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
                at += 2 if self._names_branch(tokens[at : at + 2]) else 1

    def _names_branch(self, tokens: list[Token]) -> bool:
        """Whether the second of two words tells which office it is: *Zorgkantoor Zuid*."""
        if len(tokens) < 2 or tokens[1].kind != "w" or not names.is_organisation(tokens[0].low):
            return False
        return not (self._is_given(tokens[1]) or self._bears(tokens[1].low))

    def _ends_short(self, at: int) -> bool:
        """Whether the line that ends here is short, as those of a signature are; a name goes on behind a hyphen or a
        prefix."""
        last = _LAST.search(self._text, max(0, at - 12), at)
        if last and names.joins(last.group()):
            return False
        return self._text[at - 1] != "-" and at - self._text.rfind("\n", 0, at) < WRAPPED

    def _judged(self, tokens: list[Token]) -> Found | None:
        """Whether exactly these tokens are somebody's name."""
        first, last = tokens[0], tokens[-1]
        if last.kind != "w" or last.text.islower():
            return None
        caps = [token for token in tokens if token.kind == "w"]
        prefixed = any(token.kind == "p" for token in tokens)
        title = self._title_at(first.start) if first.kind != "i" else ""
        told = bool(title) or first.kind == "i"
        if any(self._is_organisation(token, told=told) for token in caps) or self._goes_to_place(tokens, told):
            return None
        if first.kind == "i":
            return self._initialled(tokens, caps)
        if title and len(caps) <= 3:
            name = self._name(tokens)
            if len(caps) == 1 or first.kind == "p":
                name = Name("", "", name.prefix, name.surname or name.first)
            if not self._is_plain(caps[-1]) or caps[-1].low in self._lists.also_words or prefixed:
                return self._found(tokens, 0.93, ("title", {"word": title}), name)
        if first.kind == "p":
            return self._family(tokens, caps) or self._named_family(tokens, caps)
        if len(caps) == 1:
            return self._single(first)
        return self._full(tokens, caps, prefixed)

    def _goes_to_place(self, tokens: list[Token], told: bool) -> bool:
        """Whether a name has a place behind it: *J. Kuipers uit Assen*, *mevrouw Kuipers aan de Molendijk*; those of
        *op 't Veld* have an article between. ``told``: the name is a surname."""
        return any(
            token.low in _PLACE_PREFIXES
            and before.kind == "w"
            and (behind.kind != "p" or (told and self._is_place(tokens[-1].low)))
            for before, token, behind in zip(tokens, tokens[1:], tokens[2:], strict=False)
        )

    def _title_at(self, at: int) -> str:
        """The title before a place; the last one asked for is kept, for a place is asked for by each length of name."""
        if self._titled[0] != at:
            self._titled = at, beside.title(self._text, at)
        return self._titled[1]

    def _initialled(self, tokens: list[Token], caps: list[Token]) -> Found | None:
        """``A. Kuipers``; an initial that ends a sentence before is none."""
        if not caps or len(caps) > 2 or len(caps[-1].low) < 2:
            return None
        if self._is_plain(caps[-1]) and not self._bears(caps[-1].low) and caps[-1].low not in self._lists.surnames:
            return None
        before = self._text[max(0, tokens[0].start - 2) : tokens[0].start]
        if before[-1:].isalnum():
            return None
        return self._found(tokens, 0.93, ("initials", {}), self._name(tokens))

    def _family(self, tokens: list[Token], caps: list[Token]) -> Found | None:
        """A surname with its prefix: ``Van den Boogaard``. Only one that the dossier knows, or a rare prefix."""
        name = self._name(tokens)
        family = Name("", "", name.prefix, name.surname or name.first)
        if len(caps) == 1 and self._bears_family(family):
            return self._found(tokens, 0.9, ("known", {}), family)
        return None

    def _named_family(self, tokens: list[Token], caps: list[Token]) -> Found | None:
        """A surname nobody knows, with its prefix, if that has a capital within a sentence or a word tells of it."""
        first, last = tokens[0], caps[-1]
        if len(caps) != 1 or first.low in _PLACE_PREFIXES or self._is_plain(last) or last.low in self._known.places:
            return None
        low = " ".join(token.low for token in tokens if token.kind == "p")
        capital = first.text[:1].isupper() and low.startswith("van") and beside.after_small(self._text, first.start)
        named = first.text[:1].isupper() and not (first.low == "de" and self._at_start(first.start))
        told = self._beside(first.start, last.end, strong=True) if named else None
        sure = told is not None and not beside.is_weak(told)
        if not (sure or capital) or (self._is_place(last.low) and not sure and low == "van"):
            return None
        name = self._name(tokens)
        reason: Reason = told if told and sure else ("prefix", {})
        return self._found(tokens, 0.75, reason, Name("", "", name.prefix, name.surname or name.first))

    def _full(self, tokens: list[Token], caps: list[Token], prefixed: bool) -> Found | None:
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
        if given and last.low not in self._known.places:
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
        strange = (
            not between & _PLACE_PREFIXES
            and not self._at_start(first.start)
            and beside.after_small(self._text, first.start)
            and all(self._is_strange_word(token) for token in caps)
            and not beside.is_english(self._text, first.start)
            and not beside.is_unit(self._text, first.start)
        )
        return self._found(tokens, 0.58, ("strange", {}), name) if strange else None

    def _is_strange_word(self, token: Token) -> bool:
        return (
            len(token.low) > 2
            and token.text[1:2].islower()
            and not self._is_plain(token)
            and token.low not in self._known.places
        )

    def _single(self, token: Token) -> Found | None:
        """One capitalised word."""
        low, plain = token.low, self._is_plain(token)
        if len(low) < 2 or _DOTTED.fullmatch(token.text):
            return None
        if low in _MONTHS and (
            self._text[token.end : token.end + 4].strip(" ,.-'’")[:1].isdigit()
            or self._text[max(0, token.start - 3) : token.start].strip(" .-")[-1:].isdigit()
        ):
            return None
        if token.text.isupper() and not (len(low) > 2 and (low in self._near or (self._bears(low) and len(low) > 4))):
            return None
        if beside.is_place(self._text, token.start):
            return None
        start = self._at_start(token.start)
        if low in self._near:
            listed = low in self._lists.firsts
            if not plain or (not start and low in self._lists.also_words) or (not start and not self._usual_here(low)):
                return self._found([token], 0.9 if listed or not plain else 0.75, ("thread", {}), Name(low))
            reason = self._beside(token.start, token.end, strong=False)
            return self._found([token], 0.6, ("thread", {}), Name(low)) if reason else None
        if self._bears(low) and not self._is_place(low):
            if not plain:
                return self._found([token], 0.85, ("known", {}), Name("", "", "", low))
            if not start and low in self._lists.also_words and self._beside(token.start, token.end, strong=False):
                return self._found([token], 0.55, ("known", {}), Name("", "", "", low))
            return None
        if names.is_given(low):
            if not plain:
                return self._found([token], 0.72, ("listed", {}), Name(low))
            reason = self._beside(token.start, token.end, strong=not start)
            return self._found([token], 0.55, reason, Name(low)) if reason and not start else None
        if low in self._known.firsts and beside.is_greeted(self._text, token.start, token.end):
            return self._found([token], 0.85, ("known", {}), Name(low))
        if low not in self._known.firsts and names.is_misread(low):
            return None
        told = None if self._is_thing(token) else self._beside(token.start, token.end, strong=True)
        sure = told is not None and not beside.is_weak(told) and low not in self._known.places
        if (
            plain
            or (self._is_place(low) and not sure)
            or len(low) < 3
            or (start and _NOUN.search(low))
            or ("-" in low and low not in self._known.firsts)
            or names.is_code(token.text)
        ):
            return None
        if low in self._known.firsts:
            return self._found([token], 0.7, ("known", {}), Name(low))
        if family := self._damaged(low):
            return self._found([token], 0.65, ("damaged", {}), Name("", "", "", family))
        if told and not beside.is_glued(self._text, token.end):
            return self._found([token], 0.62, told, Name(low))
        if not start and self._is_strange(token):
            return self._found([token], 0.52, ("strange", {}), Name(low))
        return None

    def _is_thing(self, token: Token) -> bool:
        """Whether an article stands before a word that nobody is known to bear: *De Telegraaf belde*."""
        return _ARTICLE.search(self._text[max(0, token.start - 5) : token.start]) is not None

    def _is_strange(self, token: Token) -> bool:
        """Whether a word within a sentence has a capital though it is no word, no place and nobody's office."""
        if len(token.low) < 4 or not token.text[1:].islower() or _NOUN.search(token.low) or self._is_place(token.low):
            return False
        if beside.is_english(self._text, token.start) or beside.is_unit(self._text, token.start):
            return False
        return beside.after_small(self._text, token.start) and not beside.is_glued(self._text, token.end)

    # ── witnesses ───────────────────────────────────────────────────────────────────────────────────────────

    def _found(self, tokens: list[Token], score: float, reason: Reason, name: Name | None) -> Found | None:
        start, end = tokens[0].start, tokens[-1].end
        last = tokens[-1].low
        if name and not name.surname and (letter := _LETTER.match(self._text, end)):
            end = letter.end()  # "Anouk B.": the letter is of the surname
        if name and not name.surname and (glued := _GLUED.match(self._text, end)):
            end, last = glued.end(), ""  # "Anouk vanMeulen": a blank was lost
        if beside.goes_on(self._text, end, last, surname=self._bears(last) or last in self._lists.surnames):
            return None
        if self._text[end : end + 1] in ("@", *"0123456789") or (
            self._text[end : end + 1] in ".-"
            and self._text[end + 1 : end + 2].isalnum()
            and not _FILE.match(self._text, end)
        ):
            return None
        before = _WORD_BEFORE.search(self._text[max(0, start - 20) : start])
        if before and fold(before.group(1)) in self._lists.before and reason[0] != "title":
            return None
        return Found((start, end), "person", score, (reason,), name)

    def _name(self, tokens: list[Token]) -> Name:
        return names.read(" ".join(token.text for token in tokens)) or Name()

    def _is_given(self, token: Token) -> bool:
        return names.is_given(token.low) or token.low in self._near or token.low in self._known.firsts

    def _bears(self, low: str) -> bool:
        return low in self._known.surnames

    def _bears_family(self, family: Name) -> bool:
        return any(one.prefix == family.prefix for one in self._known.surnames.get(family.surname, ()))

    def _is_plain(self, token: Token) -> bool:
        low = token.low
        held = self._plain.get(low)
        if held is None:
            listed = low in self._lists.firsts or low in self._lists.surnames
            named = listed or low in self._known.surnames
            held = low in self._lists.usual or low in self._known.usual or (not named and names.is_usual(low))
            self._plain[low] = held
        return held

    def _is_no_surname(self, surname: str) -> bool:
        return names.is_usual(surname) and surname not in self._lists.surnames and not self._bears(surname)

    def _usual_here(self, low: str) -> bool:
        return low in self._known.usual

    def _is_organisation(self, token: Token, *, told: bool = False) -> bool:
        """Whether a word is of an organisation's name. ``told``: a title or initials stand before it."""
        low = token.low
        if names.is_organisation(low) and not (told and self._bears(low)):
            return True
        if token.text.isupper() and len(low) > 1 and not self._bears(low):
            listed = len(low) > 2 and (low in self._lists.firsts or low in self._lists.surnames or low in self._near)
            if not (listed or (told and len(low) > 3)):
                return True
        return low in self._lists.organisations and low not in self._lists.firsts and not self._bears(low)

    def _is_place(self, low: str) -> bool:
        return low in self._known.places or (low.endswith(self._lists.place_ends) and low not in self._lists.firsts)

    def _at_start(self, at: int) -> bool:
        return beside.at_start(self._text, at)

    def _beside(self, start: int, end: int, *, strong: bool) -> Reason | None:
        return beside.near(self._text, start, end, strong=strong)

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
