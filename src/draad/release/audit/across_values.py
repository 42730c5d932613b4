"""What officers decided to withhold in one place of a dossier and that stands open in another.

Only on documents before release: the words are known there, for they stand in the decisions. Two ways: a place that
the register of redactions knows as the same person or number and that was rejected or left undecided, and the same
words in a text where nobody proposed anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from draad.dossier.codec import Lines
from draad.dossier.redactions import RedactionFilter, RedactionView
from draad.fold import fold
from draad.records import stable_id
from draad.release.audit.across_records import Across, Place, Sort
from draad.release.audit.across_words import tokens

if TYPE_CHECKING:
    from draad.dossier import Dossier
    from draad.dossier.marked import MarkedView

_SORTS: dict[str, Sort] = {"person": "name", "signature": "name", "mailbox": "mailbox", "phone": "phone"}
_SOUGHT = ("person", "mailbox", "phone", "bsn", "iban", "plate")
"""Kinds whose words are the same person or number wherever they stand."""
_LEAST_NAMES = 2
"""Words of a name that is sought everywhere: a given name alone is borne by many."""
_LEAST_SIGNS = 6
"""Letters and figures of a number or mailbox that is sought."""
_MOST_PLACES = 50


class _Sought(NamedTuple):
    """Words that were withheld, by what they are compared."""

    words: tuple[str, ...]
    sort: Sort
    text: str
    value: int | None
    hidden: tuple[Place, ...]


def elsewhere(dossier: Dossier, values: bool = False) -> list[Across]:
    """What was withheld in one place and not in another."""
    accepted = dossier.redactions(RedactionFilter(statuses=("accepted",)))
    shown = {fold(one.name) for one in dossier.visible() if one.shown}
    sought = list(_sought(one for one in accepted if fold(" ".join(one.text.split())) not in shown))
    open_ = {one.value: one.hidden for one in sought if one.value is not None}
    found = list(_undecided(dossier, open_, sought, values))
    known = {document: [span[:2] for span in own] for document, own in dossier.redacted_spans().items()}
    return found + list(_in_texts(dossier.marked(), sought, known, values))


def _place(one: RedactionView, hides: bool) -> Place:
    code = one.ground if hides else None
    return Place(one.document, one.document_name, None, one.lines or (0, 0), one.page, code)


def _sought(accepted: Iterable[RedactionView]) -> Iterator[_Sought]:
    """The words that were withheld, those of one value or spelling together."""
    held: dict[tuple[str, ...], list[RedactionView]] = {}
    for one in accepted:
        words = tuple(token.key for token in tokens(one.text, 0, ()))
        if one.kind in _SOUGHT and _is_telling(one.kind, words):
            held.setdefault(words, []).append(one)
    for words, several in held.items():
        first = several[0]
        places = tuple(dict.fromkeys(_place(one, True) for one in several))[:_MOST_PLACES]
        text = " ".join(first.text.split())
        yield _Sought(words, _SORTS.get(first.kind, "passage"), text, first.value, places)


def _is_telling(kind: str, words: tuple[str, ...]) -> bool:
    if kind == "person":
        return sum(len(word) > 1 for word in words) >= _LEAST_NAMES
    return sum(map(len, words)) >= _LEAST_SIGNS


def _undecided(
    dossier: Dossier, hidden: dict[int, tuple[Place, ...]], sought: Iterable[_Sought], values: bool
) -> Iterator[Across]:
    """Places that are known as the same value and were rejected, or that nobody decided."""
    if not hidden:
        return
    by_value = {one.value: one for one in sought if one.value is not None}
    places: dict[tuple[int, bool], list[Place]] = {}
    for one in dossier.redactions(RedactionFilter(statuses=("rejected", "proposed"), values=tuple(hidden))):
        if one.value in by_value:
            places.setdefault((one.value, one.status == "rejected"), []).append(_place(one, False))
    for (value, rejected), shown in places.items():
        yield _across(by_value[value], shown, "check" if rejected else "leak", values)


def _in_texts(
    documents: Iterable[MarkedView],
    sought: Iterable[_Sought],
    known: dict[int, list[tuple[int, int]]],
    values: bool,
) -> Iterator[Across]:
    """The same words in texts, outside all places that the register of redactions knows and outside marks."""
    begins: dict[str, list[_Sought]] = {}
    for one in sought:
        begins.setdefault(one.words[0], []).append(one)
    shown: dict[tuple[str, ...], tuple[_Sought, list[Place]]] = {}
    for document in documents if begins else ():
        spans = sorted((*known.get(document.id, ()), *(span for span, _ in document.marks)))
        lines = Lines(document.text, document.first_line)
        holes = [(start, end, "", False) for start, end in spans]
        stand = tokens(document.text, 0, holes)
        for n, token in enumerate(stand):
            for one in begins.get(token.key, ()):
                last = n + len(one.words)
                if tuple(t.key for t in stand[n:last]) == one.words and not any(t.hole for t in stand[n:last]):
                    span = (token.span[0], stand[last - 1].span[1])
                    place = Place(document.id, document.name, None, lines.of(span))
                    shown.setdefault(one.words, (one, []))[1].append(place)
    for one, places in shown.values():
        yield _across(one, places, "leak", values)


def _across(one: _Sought, shown: Iterable[Place], severity: str, values: bool) -> Across:
    places = tuple(dict.fromkeys(shown))[:_MOST_PLACES]
    where = sorted((place.document, place.lines) for place in places)
    return Across(
        id=stable_id("across", "elsewhere", one.sort, severity, *where, *((p.document, p.lines) for p in one.hidden)),
        kind="elsewhere",
        severity="leak" if severity == "leak" else "check",
        sort=one.sort,
        part="body",
        message=None,
        shown=places,
        hidden=one.hidden,
        text=one.text if values else None,
    )
