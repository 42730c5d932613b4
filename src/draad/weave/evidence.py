"""What speaks for and against two copies being one message, added up.

Each kind of evidence has a weight, in rough log-odds; ``ACCEPT`` and more is the same message. The weights were set by
hand on generated releases (seeds 1 to 50) so that, in words:

* minute and subject equal, nothing against: the same, even if the bodies are wholly redacted;
* a short text ("Akkoord.") never makes up for another sender or another message beneath;
* a long text equal word for word needs the subject or the time beside it, and a time that is plainly another outweighs
  it: what is sent twice is two messages;
* a damaged stamp (one digit wrong) or none is neither for nor against: subject, text and chain must do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from draad.weave.features import Ints
from draad.weave.near import CHUNK, containment, jaccard, numbers_agree
from draad.weave.table import Codes, Flags, Floats, Rows, Words

ACCEPT = 6.0
"""Evidence from which two copies are one message."""
TELLING = 2.5
"""Evidence that time and words alone must give: subject and chain are the same for all answers to one message."""
UNLIKE = 1.0
"""Evidence below which two copies are two messages."""
AGAINST = -4.0
"""One thing that speaks so much against a pair that is not accepted keeps it apart, by way of a third copy too."""

SAME_SECOND, SAME_MINUTE, OTHER_SECOND, NEXT_MINUTE = 5.0, 4.0, 0.5, 2.5
SHIFTED, ONE_DIGIT, SAME_DAY, OTHER_TIME = 1.5, -0.5, 1.0, -6.0
SAME_SUBJECT, LONG_SUBJECT, FITTING_SUBJECT, ALIKE_SUBJECT, OTHER_SUBJECT = 2.5, 3.0, 1.5, 1.5, -4.0
SAME_DOMAIN, OTHER_DOMAIN, SAME_ADDRESSEES, OTHER_ADDRESSEES = 0.5, -4.0, 0.5, -2.5
SAME_BELOW, OTHER_BELOW, SAME_ABOVE, ONE_BENEATH_OTHER = 3.0, -4.0, 1.5, -6.0
EQUAL_TEXT, OTHER_TEXT, OTHER_SHORT_TEXT, OTHER_NUMBERS = 6.0, -7.0, -4.5, -8.0

_LONG = 12
"""Letters from which a subject says much."""
_FEW = 3
"""Words below which a body says nothing against another: most of it may be redacted."""
_FEW_TO_CUT = 8
"""Words that a body cut short must have left to be known by its beginning."""
_PLENTY = 25
"""Words from which equal text weighs in full."""


class Evidence(NamedTuple):
    """What is known of pairs."""

    score: Floats
    """The sum."""
    worst: Floats
    """The heaviest single thing against."""
    telling: Floats
    """The part that time and words have in the sum."""


def base(rows: Rows, left: Ints, right: Ints) -> Evidence:
    """The evidence in the copies themselves, without their chains. −1 for either end gives 0."""
    result = Evidence(*(np.zeros(len(left), dtype=np.float32) for _ in range(3)))
    known = np.flatnonzero((left >= 0) & (right >= 0))
    for at in range(0, len(known), CHUNK):
        few = known[at : at + CHUNK]
        a, b = left[few], right[few]
        kinds = np.stack([time(rows, a, b), subject(rows, a, b), domains(rows, a, b), text(rows, a, b)])
        result.score[few] = kinds.sum(axis=0)
        result.worst[few] = np.minimum(kinds.min(axis=0), 0)
        result.telling[few] = kinds[0] + kinds[3]
    return result


def time(rows: Rows, a: Ints, b: Ints) -> Floats:
    """The evidence of the moments of sending."""
    both = rows.timed[a] & rows.timed[b]
    apart = np.abs(rows.minute[a] - rows.minute[b])
    seconds = (rows.precision[a] == 2) & (rows.precision[b] == 2)
    score = np.where(both, OTHER_TIME, 0.0)
    look = both & (apart > 1)
    where = np.flatnonzero(look)
    score[where[_one_digit(rows, a[where], b[where])]] = ONE_DIGIT
    unsure = rows.unsure[a] | rows.unsure[b]
    shifted = (np.abs(apart - 60) <= 1) | (np.abs(apart - 120) <= 1)
    score[both & unsure & shifted] = SHIFTED
    score[both & (apart == 1)] = NEXT_MINUTE
    score[both & (apart == 0)] = SAME_MINUTE
    score[both & seconds & (apart == 0)] = OTHER_SECOND
    score[both & seconds & (rows.at[a] == rows.at[b])] = SAME_SECOND
    day = ~both & (rows.at[a] > 0) & (rows.at[b] > 0)
    where = np.flatnonzero(day)
    score[where] = np.where(_day(rows, a[where]) == _day(rows, b[where]), SAME_DAY, OTHER_TIME / 2)
    return score.astype(np.float32)


def _day(rows: Rows, at: Ints) -> Ints:
    return (rows.at[at] + rows.offset[at].astype(np.int64) * 60) // 86400


def _one_digit(rows: Rows, a: Ints, b: Ints) -> Flags:
    """Whether the stamps, both written in the zone of one of them, differ in one digit: as OCR misreads them."""
    result = np.zeros(len(a), dtype=bool)
    for offset in (rows.offset[a], rows.offset[b]):
        result |= (_stamp(rows.at[a], offset) != _stamp(rows.at[b], offset)).sum(axis=1) == 1
    return result


def _stamp(at: Ints, offset: Codes) -> NDArray[Any]:
    """The twelve digits of a moment to the minute, one a column."""
    moment = (at + offset.astype(np.int64) * 60).astype("datetime64[s]")
    year = moment.astype("datetime64[Y]")
    month = moment.astype("datetime64[M]")
    day = moment.astype("datetime64[D]")
    minute = (moment - day).astype(np.int64) // 60
    fields = (year.astype(np.int64) + 1970, (month - year.astype("datetime64[M]")).astype(np.int64) + 1)
    digits = [fields[0] // 1000, fields[0] // 100 % 10, fields[0] // 10 % 10, fields[0] % 10]
    for value in (fields[1], (day - month.astype("datetime64[D]")).astype(np.int64) + 1, minute // 60, minute % 60):
        digits += [value // 10, value % 10]
    return np.stack(digits, axis=1)


def subject(rows: Rows, a: Ints, b: Ints) -> Floats:
    """The evidence of the bare subjects; a mark in one stands for anything."""
    letters = np.array([len(value.replace("¤", "").strip()) for value in rows.bare.values] + [0])
    one, two = rows.bare.codes[a], rows.bare.codes[b]
    score = np.where(letters[one] >= _LONG, LONG_SUBJECT, SAME_SUBJECT)
    score[letters[one] == 0] = 0
    other = one != two
    score[other] = by_pair(rows.bare, one[other], two[other], _compare_subjects)
    score[(one < 0) | (two < 0)] = 0
    return score.astype(np.float32)


def _compare_subjects(one: str, two: str) -> float:
    if "¤" in one or "¤" in two:
        fits = _fits(one, two)
        if fits is not None:
            return fits
    if _trigram_share(one, two) >= 0.35:
        return ALIKE_SUBJECT
    return OTHER_SUBJECT


def _fits(one: str, two: str) -> float | None:
    """Whether two subjects are equal where neither is redacted: by the words before the first mark and after the last.

    Only what both show is compared: a mark may stand for many words, and the other subject may be marked elsewhere.
    """
    head = min(len(one.partition("¤")[0]), len(two.partition("¤")[0]))
    tail = min(len(one.rpartition("¤")[2]), len(two.rpartition("¤")[2]))
    if one[:head].strip() != two[:head].strip() or (tail and one[-tail:].strip() != two[-tail:].strip()):
        return None
    shown = len(one[:head].strip()) + len(one[len(one) - tail :].strip())
    return FITTING_SUBJECT if shown >= 5 else 0.0


def _trigram_share(one: str, two: str) -> float:
    grams = [{f"  {value} "[at : at + 3] for at in range(len(value) + 1)} for value in (one, two)]
    return len(grams[0] & grams[1]) / max(min(len(grams[0]), len(grams[1])), 1)


def domains(rows: Rows, a: Ints, b: Ints) -> Floats:
    """The evidence of sender's and addressees' domains; a missing one fits all."""
    score = _by_words(rows.sender, a, b, SAME_DOMAIN, lambda x, y: 0.0 if _misread(x, y) else OTHER_DOMAIN)
    return score + _by_words(rows.domains, a, b, SAME_ADDRESSEES, _compare_addressees)


def _by_words(words: Words, a: Ints, b: Ints, same: float, compare: Callable[[str, str], float]) -> Floats:
    one, two = words.codes[a], words.codes[b]
    score = np.full(len(a), same, dtype=np.float32)
    other = one != two
    score[other] = by_pair(words, one[other], two[other], compare)
    score[(one < 0) | (two < 0)] = 0
    return score


def _compare_addressees(one: str, two: str) -> float:
    first, second = one.split(), two.split()
    if all(any(_misread(x, y) for y in second) for x in first) or all(
        any(_misread(x, y) for x in first) for y in second
    ):
        return SAME_ADDRESSEES
    return 0.0 if any(_misread(x, y) for x in first for y in second) else OTHER_ADDRESSEES


def _misread(one: str, two: str) -> bool:
    """Whether two domains may be one, misread by OCR or broken over a line."""
    return one == two or _trigram_share(one, two) >= 0.4


def by_pair(words: Words, one: Codes, two: Codes, compare: Callable[[str, str], float]) -> Floats:
    """Compare strings once for each two that differ, and spread the outcome; −1 on either side gives 0."""
    low, high = np.minimum(one, two).astype(np.int64), np.maximum(one, two).astype(np.int64)
    pairs, where = np.unique(low * (len(words.values) + 1) + high, return_inverse=True)
    outcome = np.zeros(len(pairs), dtype=np.float32)
    for at, pair in enumerate(pairs.tolist()):
        x, y = divmod(pair, len(words.values) + 1)
        if x >= 0 and low.size:
            outcome[at] = compare(words.values[x], words.values[y])
    return outcome[where]


def text(rows: Rows, a: Ints, b: Ints) -> Floats:
    """The evidence of the words outside marks.

    A body cut short has the other's beginning, so its being contained counts as far as the beginnings are alike. Two
    words or fewer beside many say nothing, for the rest may be redacted; two short bodies that differ say much.
    """
    one, two = rows.features[a], rows.features[b]
    few = np.minimum(one["words"], two["words"]).astype(np.float32)
    many = np.maximum(one["words"], two["words"])
    weight = 0.75 + (EQUAL_TEXT - 0.75) * np.minimum(few / _PLENTY, 1)
    alike, inside = likeness(one, two)
    # Four grams in ten in common is as good as all: at 5 % of characters misread in both, no more are left.
    score = weight * np.interp(alike, [0.2, 0.4], [0, 1])
    unlike = np.where(few < _FEW_TO_CUT, np.interp(inside, [0.5, 0.8], [1, 0]), np.interp(alike, [0.1, 0.2], [1, 0]))
    against = unlike * np.interp(few, [1, _FEW_TO_CUT], [OTHER_SHORT_TEXT, OTHER_TEXT])
    score = np.where(alike < np.where(few < _FEW_TO_CUT, 0.5, 0.2), against, score)
    score[(few < _FEW) & (many > 4 * _FEW)] = 0
    equal = (one["full"] == two["full"]) | (few == 0)
    score[equal] = np.where(few == 0, 0, weight)[equal]
    score[~numbers_agree(one["numbers"], two["numbers"])] = OTHER_NUMBERS
    result: Floats = score.astype(np.float32)
    return result


def likeness(one: NDArray[Any], two: NDArray[Any]) -> tuple[Floats, Floats]:
    """How alike two bodies are, from 0 to 1, one perhaps cut short; and how far the shorter stands in the longer."""
    alike = jaccard(one["sketch"], two["sketch"])
    inside = containment(alike, one["chars"] + one["words"], two["chars"] + two["words"])
    few = np.minimum(one["words"], two["words"])
    start = np.where(one["head"] == two["head"], 1.0, jaccard(one["start"], two["start"]))
    cut = np.where(few >= _FEW_TO_CUT, np.minimum(np.maximum(inside, 0.4), start), 0)
    return np.maximum(alike, cut).astype(np.float32), inside
