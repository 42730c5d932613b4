"""The query language: words → a tree.

``dagbesteding EN (mantelzorg* OF "bestuurlijk overleg") -corona van:minvws.nl na:2021-02``

Side by side means AND. AND, OR and NOT bind in the order NOT, AND, OR and are written in capitals, in Dutch (EN, OF,
NIET) or English; ``-`` before a word is NOT. A quoted phrase holds words exactly as they stand, but for case and
accents; a bare word is looked up by its stem. ``str(tree)`` is a query that parses to the same tree.

tantivy has a parser of its own, which in 0.27 finds nothing for ``a AND NOT b``; hence this one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NoReturn, cast

from draad.dossier.tree import (
    And,
    Dated,
    Everything,
    Ground,
    InThread,
    Kind,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    TextField,
    Word,
    vocabulary,
)
from draad.dossier.values import Relation, ValueFormError, parse_ground, parse_period, parse_thread
from draad.errors import QueryError
from draad.texts import Texts

LONGEST_QUERY = 4000
MOST_LEAVES = 64
"""Words, phrases and values in one query: a page of them would keep everybody waiting."""
MOST_PREFIXES = 8
DEEPEST = 40
_SHOWN = 80
"""Characters of a wrong value that are repeated."""

_TEXT_FIELDS = {"subject", "sender", "to", "name"}


class WrongQueryError(QueryError):
    """A query that can't be understood: why (``wrong.query-REASON`` of the catalogue), and the place."""

    reason = ""
    """What is wrong in one word: ``quote``, ``not-closed``, ``date`` …"""
    at = 0
    """Characters before the place."""
    pointed = ""
    """Two lines: what was asked, and a caret under the place."""

    @classmethod
    def in_query(cls, query: str, reason: str, at: int, values: Mapping[str, object]) -> WrongQueryError:
        """What is wrong in ``query`` after ``at`` characters; ``values`` are the wrong value and what there is."""
        start = max(0, at - 60)
        shown = "".join(c if c.isprintable() else " " for c in query[start : at + 30])
        error = cls()
        error.reason, error.at = reason, at
        error.pointed = f"  {shown}\n  {' ' * (at - start)}^\n"
        error._worded(f"query-{reason}", values)
        return error

    def detail(self, say: Texts) -> str:
        """Why, and where in the query."""
        return f"{super().detail(say)}{say('wrong.at', number=self.at + 1)}:\n{self.pointed}"


def parse(query: str) -> Node:
    """The tree of a query; an empty query is everything.

    Raises WrongQueryError, with the place marked by a caret, for what can't be understood. Nothing else is ever raised.
    """
    return _Parser(query).parse()


_BLANK = re.compile(r"[\s\x00-\x1f\x7f]+")
_PHRASE = re.compile(r'["“”„]([^"“”„]*)(["“”„]?)')
_DASH = re.compile(r"-+(?=([^\s\x00-\x1f\x7f-])?)")
_CHUNK = re.compile(r'[^\s\x00-\x1f\x7f()"“”„]+')
_VALUE = re.compile(r"[^\s\x00-\x1f\x7f)]")
_FIELD = re.compile(r"([^\W\d_]+):(?!//)")
_MARK_IN_BRACKETS = re.compile(r"\(1[01]\)\s?\([0-9][0-9a-z]?\)?")
_MARK = re.compile(r"\[?(?:5\.[12]\.\d\.?[a-z]|10\.[12]\.?[a-g])\]?", re.IGNORECASE)


class _Parser:
    """Recursive descent over the characters of one query. ``at`` is the place in ``query``."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.at = 0
        self.depth = 0
        self.leaves = 0
        self.prefixes = 0

    def parse(self) -> Node:
        if len(self.query) > LONGEST_QUERY:
            self.fail("too-long", LONGEST_QUERY, most=LONGEST_QUERY)
        if not self.query.strip():
            return Everything()
        node = self.either("")
        if self.at < len(self.query):
            self.fail("not-opened")
        return node

    def either(self, field: str) -> Node:
        """``a b OF c d``"""
        self.deeper(self.at)
        found = [self.all_of(field)]
        while self.operator() == "or":
            self.take_operator()
            found.append(self.all_of(field))
        self.depth -= 1
        return found[0] if len(found) == 1 else Or(tuple(found))

    def all_of(self, field: str) -> Node:
        """``a EN b c``"""
        found: list[Node] = []
        while True:
            start = self.skip_blanks()
            operator = self.operator()
            if operator == "and" and found:
                self.take_operator()
                if self.at_end() or self.operator() in {"and", "or"}:
                    self.fail("operator", start)
            elif operator in {"and", "or"} or self.at_end():
                break
            if (node := self.negated(field)) is not None:
                found.append(node)
        if not found:
            self.fail("word")
        return found[0] if len(found) == 1 else And(tuple(found))

    def negated(self, field: str) -> Node | None:
        """``NIET a``, ``-a``, ``a``; None where the characters hold no word at all."""
        start = self.skip_blanks()
        dash = _DASH.match(self.query, start)
        if dash and not dash.group(1):
            self.at = dash.end()
            return None  # a dash between words is no negation
        if dash:
            self.at = dash.end()
        elif self.operator() == "not":
            self.take_operator()
        else:
            return self.atom(field)
        self.deeper(start)
        bare = self.at_end() or self.operator() in {"and", "or"}
        child = None if bare else self.negated(field)
        self.depth -= 1
        if child is None:
            self.fail("negation", start)
        return Not(child)

    def deeper(self, start: int) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail("deep", start, most=DEEPEST)

    def atom(self, field: str) -> Node | None:
        """A group, a phrase, a mark, a word, or a field with one of these."""
        start = self.at
        if mark := _MARK_IN_BRACKETS.match(self.query, start):
            self.at = mark.end()
            return self.leaf(start, lambda: Ground(parse_ground(mark.group())))
        if self.query.startswith("(", start):
            return self.group(field)
        if phrase := _PHRASE.match(self.query, start):
            return self.phrase(phrase, field)
        named = _FIELD.match(self.query, start)
        if named and not field and _VALUE.match(self.query, named.end()):
            return self.in_field(named)
        chunk = _CHUNK.match(self.query, start)
        if chunk is None:
            self.fail("sign")
        self.at = chunk.end()
        return self.word(chunk.group(), start, field)

    def group(self, field: str) -> Node:
        start = self.at
        self.at += 1
        node = self.either(field)
        if not self.query.startswith(")", self.at):
            self.fail("not-closed", start)
        self.at += 1
        return node

    def in_field(self, named: re.Match[str]) -> Node | None:
        """What stands behind ``van:``."""
        field = vocabulary().field_of.get(named.group(1).lower())
        if field is None:
            known = " ".join(f"{spelled[0]}:" for spelled in vocabulary().fields.values())
            self.fail("field", value=named.group(1)[:_SHOWN], known=known)
        start, self.at = self.at, named.end()
        if field in _TEXT_FIELDS and self.query.startswith("(", self.at):
            return self.group(field)
        if phrase := _PHRASE.match(self.query, self.at):
            if field in _TEXT_FIELDS:
                return self.phrase(phrase, field)
            self.closed(phrase)
            value = phrase.group(1)
        elif field == "ground" and (mark := _MARK_IN_BRACKETS.match(self.query, self.at)):
            self.at, value = mark.end(), mark.group()
        elif chunk := _CHUNK.match(self.query, self.at):
            self.at, value = chunk.end(), chunk.group()
        else:
            self.fail("field-empty", start)
        if field in _TEXT_FIELDS:
            return self.word(value, named.end(), field, required=True)
        return self.leaf(named.end(), lambda: _valued(field, value))

    def closed(self, phrase: re.Match[str]) -> None:
        if not phrase.group(2):
            self.fail("quote", phrase.start())
        self.at = phrase.end()

    def phrase(self, phrase: re.Match[str], field: str) -> Node:
        self.closed(phrase)
        text = " ".join(_BLANK.sub(" ", phrase.group(1)).split())
        if not _has_word(text):
            self.fail("phrase-empty", phrase.start())
        return self.leaf(phrase.start(), lambda: Phrase(text, cast(TextField, field)))

    def word(self, text: str, start: int, field: str, *, required: bool = False) -> Node | None:
        """A word, a prefix, or a mark; None for signs only, such as ``&``, which nothing in a text can answer."""
        bare = text.rstrip("*")
        if not _has_word(bare):
            if bare != text and not bare and not field:
                return self.leaf(start, Everything)
            if required or bare != text:
                self.fail("letter", start)
            return None
        if not field and _MARK.fullmatch(bare):
            return self.leaf(start, lambda: Ground(parse_ground(bare)))
        make = Prefix if bare != text else Word
        self.prefixes += bare != text
        if self.prefixes > MOST_PREFIXES:
            self.fail("prefixes", start, most=MOST_PREFIXES)
        return self.leaf(start, lambda: make(bare, cast(TextField, field)))

    def leaf(self, start: int, make: Callable[[], Leaf]) -> Leaf:
        self.leaves += 1
        if self.leaves > MOST_LEAVES:
            self.fail("words", start, most=MOST_LEAVES)
        try:
            return make()
        except ValueFormError as problem:
            self.fail(problem.reason, start, value=problem.value[:_SHOWN])

    def skip_blanks(self) -> int:
        if blank := _BLANK.match(self.query, self.at):
            self.at = blank.end()
        return self.at

    def at_end(self) -> bool:
        self.skip_blanks()
        return self.at >= len(self.query) or self.query[self.at] == ")"

    def operator(self) -> str | None:
        """The operator that stands next, if one does."""
        self.skip_blanks()
        chunk = _CHUNK.match(self.query, self.at)
        return vocabulary().operators.get(chunk.group()) if chunk else None

    def take_operator(self) -> None:
        chunk = _CHUNK.match(self.query, self.at)
        self.at = chunk.end() if chunk else self.at

    def fail(self, reason: str, at: int | None = None, **values: object) -> NoReturn:
        raise WrongQueryError.in_query(self.query, reason, self.at if at is None else at, values)


def _has_word(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _valued(field: str, value: str) -> Leaf:
    """A leaf of a field that takes a value of its own form. Raises ValueFormError."""
    if field in {"after", "before", "on"}:
        return Dated(cast(Relation, field), parse_period(value))
    if field == "ground":
        return Ground(parse_ground(value))
    if field == "thread":
        return InThread(parse_thread(value))
    kind = vocabulary().kind_of.get(value.strip().lower())
    if kind is None:
        raise ValueFormError("kind", value)
    return Kind(kind)
