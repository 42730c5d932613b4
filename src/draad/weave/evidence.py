"""What speaks for and against two copies being one message, added up.

Each kind of evidence has a weight, in rough log-odds; ``ACCEPT`` and more is the same message. The weights were set by
hand on generated releases (seeds 1 to 50) so that, in words:

* minute and subject equal, nothing against: the same, even if the bodies are wholly redacted;
* the same words with other numbers in them, or in the subject, are two messages;
* a short text ("Akkoord.") never makes up for another sender or another message beneath;
* a long text equal word for word needs the subject or the time beside it, and a time that is plainly another outweighs
  it: what is sent twice is two messages;
* a damaged stamp (one digit wrong, repaired, doubted) or none says little: subject, text and chain must do;
* what one message quotes first is one message, whatever OCR left of it.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from draad.weave.features import OPENING, Ints
from draad.weave.near import CHUNK, containment, jaccard, words_shared
from draad.weave.numbers import PERHAPS_MISREAD, numbers
from draad.weave.subjects import by_pair, misread, subject
from draad.weave.table import Codes, Flags, Floats, Rows, Words

ACCEPT = 5.0
"""Evidence from which two copies are one message."""
TELLING = 3.5
"""Evidence that time, domains and words must give: subject and chain are the same for all answers to one message."""
UNLIKE = 1.0
"""Evidence below which two copies are two messages."""
AGAINST = -1.5
"""One thing that speaks so much against a pair that is not accepted keeps it apart, by way of a third copy too."""

SAME_SECOND, SAME_MINUTE, OTHER_SECOND, NEXT_MINUTE = 5.0, 4.0, -2.0, 2.5
SAME_CLOCK = 2.0
SHIFTED, ONE_DIGIT, SAME_DAY, OTHER_TIME, REPAIRED = 1.5, -0.5, 1.0, -6.0, -1.0
SAME_DOMAIN, OTHER_DOMAIN, SAME_ADDRESSEES, FEWER_ADDRESSEES, OTHER_ADDRESSEES = 0.5, -4.0, 0.5, -1.0, -2.5
SAME_COUNT, OTHER_COUNT = 0.25, -2.0
SAME_BELOW, OTHER_BELOW, SAME_ABOVE, ONE_BENEATH_OTHER = 3.0, -4.0, 4.5, -6.0
EQUAL_TEXT, OTHER_TEXT, OTHER_SHORT_TEXT = 6.0, -7.0, -4.5
OTHER_START = 2.0

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
    """The part that time, domains and words have in the sum."""


def base(rows: Rows, left: Ints, right: Ints) -> Evidence:
    """The evidence in the copies themselves, without their chains. −1 for either end gives 0."""
    result = Evidence(*(np.zeros(len(left), dtype=np.float32) for _ in range(3)))
    known = np.flatnonzero((left >= 0) & (right >= 0))
    for at in range(0, len(known), CHUNK):
        few = known[at : at + CHUNK]
        for whole, part in zip(result, _base(rows, left[few], right[few]), strict=True):
            whole[few] = part
    return result


def _base(rows: Rows, a: Ints, b: Ints) -> Evidence:
    """The cheap evidence first: a pair that even equal words and an equal chain could not save is looked at no more."""
    heading = subject(rows, a, b)
    moment = time(rows, a, b, heading >= 0)
    who = domains(rows, a, b) + people(rows, a, b)
    nothing = np.zeros(len(a), dtype=np.float32)
    kinds = np.stack([moment, heading, who, nothing, nothing])
    hope = np.flatnonzero(kinds.sum(axis=0) + EQUAL_TEXT + SAME_BELOW + SAME_ABOVE >= ACCEPT)
    one, two = rows.features[a[hope]], rows.features[b[hope]]
    clash = numbers(rows, a[hope], b[hope], one, two)
    words = text(one, two)
    # Words that are alike in all but their numbers say nothing: notices are made from a template.
    kinds[3, hope], kinds[4, hope] = np.where(clash < 0, np.minimum(words, 0), words), clash
    # What was perhaps misread asks for more evidence, but lets a third copy speak for both.
    kinds[4, kinds[4] == PERHAPS_MISREAD], soft = 0, np.where(kinds[4] == PERHAPS_MISREAD, PERHAPS_MISREAD, 0)
    worst = np.minimum(kinds.min(axis=0), 0)
    return Evidence(kinds.sum(axis=0) + soft, worst, kinds[0] + kinds[2] + kinds[3])


def time(rows: Rows, a: Ints, b: Ints, look: Flags) -> Floats:
    """The evidence of the moments of sending. For one misread digit only the pairs in ``look`` are searched."""
    both = rows.timed[a] & rows.timed[b]
    apart = np.abs(rows.minute[a] - rows.minute[b])
    seconds = (rows.precision[a] == 2) & (rows.precision[b] == 2)
    score = np.where(both, OTHER_TIME, 0.0)
    where = np.flatnonzero(look & both & (apart > 1))
    score[where[_one_digit(rows, a[where], b[where])]] = ONE_DIGIT
    unsure = rows.unsure[a] | rows.unsure[b]
    shifted = (np.abs(apart - 60) <= 1) | (np.abs(apart - 120) <= 1)
    repaired = (rows.certainty[a] == 0) | (rows.certainty[b] == 0)
    score[both & repaired & (apart > 1)] = REPAIRED
    score[both & unsure & shifted] = SHIFTED
    score[both & (apart == 1)] = NEXT_MINUTE
    score[both & (apart == 0)] = SAME_MINUTE
    score[both & seconds & (apart == 0)] = OTHER_SECOND
    score[both & seconds & (rows.at[a] == rows.at[b])] = SAME_SECOND
    day = ~both & (rows.at[a] > 0) & (rows.at[b] > 0)
    where = np.flatnonzero(day)
    other_day = np.where(repaired[where], REPAIRED, OTHER_TIME / 2)
    score[where] = np.where(_day(rows, a[where]) == _day(rows, b[where]), SAME_DAY, other_day)
    # A stamp whose day can't be read may still have its hour and minute.
    one, two = rows.features["clock"][a], rows.features["clock"][b]
    score[~both & (one > 0) & (one == two)] += SAME_CLOCK
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


def domains(rows: Rows, a: Ints, b: Ints) -> Floats:
    """The evidence of sender's and addressees' domains; a missing one fits all."""
    score = _by_words(rows.sender, a, b, SAME_DOMAIN, lambda x, y: 0.0 if misread(x, y) else OTHER_DOMAIN)
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
    missing = sum(not any(misread(x, y) for y in second) for x in first)
    added = sum(not any(misread(x, y) for x in first) for y in second)
    if missing and added:
        return OTHER_ADDRESSEES
    return FEWER_ADDRESSEES if missing or added else SAME_ADDRESSEES


def people(rows: Rows, a: Ints, b: Ints) -> Floats:
    """The evidence of how many addressees the headers name."""
    score = np.zeros(len(a), dtype=np.float32)
    for field in ("to", "cc"):
        one, two = rows.features[field][a], rows.features[field][b]
        score += np.where((one > 0) & (two > 0), np.where(one == two, SAME_COUNT, OTHER_COUNT), 0).astype(np.float32)
    return score


def nameless(rows: Rows, a: Ints, b: Ints) -> Flags:
    """Short bodies that nothing but subject and chain ties, a minute apart: what two people answer has those too.

    "Akkoord." comes from several people at once. The minute, sender, addressees or signature must say that it is one.
    """
    result: Flags = rows.timed[a] & rows.timed[b] & (rows.minute[a] != rows.minute[b])
    few = np.flatnonzero(result)
    a, b = a[few], b[few]
    words, signature = rows.features["words"], rows.features["signature"]
    short = np.minimum(words[a], words[b]) < _FEW_TO_CUT
    sender = (rows.sender.codes[a] >= 0) & (rows.sender.codes[b] >= 0)
    to = (rows.domains.codes[a] >= 0) & (rows.domains.codes[a] == rows.domains.codes[b])
    signed = (signature[a] == signature[b]) & (signature[a] != 0)
    result[few] = short & ~sender & ~to & ~signed
    return result


def text(one: NDArray[Any], two: NDArray[Any]) -> Floats:
    """The evidence of the words outside marks.

    A body cut short has the other's beginning, so its being contained counts as far as the beginnings are alike. Two
    words or fewer beside many say nothing, for the rest may be redacted; two short bodies that differ say much.
    """
    few = np.minimum(one["words"], two["words"]).astype(np.float32)
    many = np.maximum(one["words"], two["words"])
    weight = 0.75 + (EQUAL_TEXT - 0.75) * np.minimum(few / _PLENTY, 1)
    alike, inside, start = likeness(one, two)
    # At 5 % of characters misread in both, four grams in ten are left; of many words three in ten say as much.
    enough = np.interp(few, [_FEW_TO_CUT, _PLENTY], [0.4, 0.28])
    score = weight * np.clip((alike - enough / 2) / (enough / 2), 0, 1)
    # Alike further down but not at the beginning: one is perhaps quoted in the other beneath a header that was missed.
    score = np.where((few >= 2 * _FEW_TO_CUT) & (start < 0.1), np.minimum(score, OTHER_START), score)
    shared = words_shared(one["bag"], two["bag"])
    inside = np.maximum(inside, shared)
    short = (few < _FEW_TO_CUT) & (np.maximum(one["chars"], two["chars"]) <= OPENING)
    letters = _by_letters(one, two, short)
    inside[short] = np.maximum(inside, letters)[short]
    unlike = np.where(few < _FEW_TO_CUT, (0.8 - inside) / 0.3, 2 - alike / (enough / 4)).clip(0, 1)
    against = unlike * np.interp(few, [1, _FEW_TO_CUT], [OTHER_SHORT_TEXT, OTHER_TEXT])
    score = np.where(alike < np.where(few < _FEW_TO_CUT, 0.5, enough / 2), against, score)
    equal_letters = (
        short
        & (letters >= 0.8)
        & (np.minimum(one["chars"], two["chars"]) * 4 >= 3 * np.maximum(one["chars"], two["chars"]))
    )
    score = np.where(equal_letters, 0.8 * weight, score)
    # All of four words and more in a body that is not much longer: the rest is a line that is no message text.
    whole = (few > _FEW) & (shared == 1) & (many <= 3 * few)
    score = np.where(whole, np.maximum(score, 0.8 * weight), score)
    score[(few < _FEW) & (many > 4 * _FEW)] = 0
    equal = (one["full"] == two["full"]) | (few == 0)
    score[equal] = np.where(few == 0, 0, weight)[equal]
    result: Floats = score.astype(np.float32)
    return result


def _by_letters(one: NDArray[Any], two: NDArray[Any], which: Flags) -> Floats:
    """The share of the shorter body's letters that stand, in order, in the other one; bodies of a line or less."""
    result = np.zeros(len(one), dtype=np.float32)
    known: dict[tuple[bytes, bytes], float] = {}
    for at in np.flatnonzero(which).tolist():
        pair = one["opening"][at].tobytes().rstrip(b"\0"), two["opening"][at].tobytes().rstrip(b"\0")
        if pair not in known:
            blocks = SequenceMatcher(None, *pair, autojunk=False).get_matching_blocks()
            same = sum(block.size for block in blocks if block.size > 1 or min(map(len, pair)) < 4)
            known[pair] = same / max(min(map(len, pair)), 1)
        result[at] = known[pair]
    return result


def likeness(one: NDArray[Any], two: NDArray[Any]) -> tuple[Floats, Floats, Floats]:
    """How alike two bodies are, from 0 to 1, one perhaps cut short; how far the shorter stands in the longer; and how
    alike their beginnings are."""
    alike = jaccard(one["sketch"], two["sketch"])
    inside = containment(alike, one["chars"] + one["words"], two["chars"] + two["words"])
    few = np.minimum(one["words"], two["words"])
    start = np.where(one["head"] == two["head"], 1.0, jaccard(one["start"], two["start"]))
    cut = np.where(few >= _FEW_TO_CUT, np.minimum(np.maximum(inside, 0.4), start), 0)
    return np.maximum(alike, cut).astype(np.float32), inside, start.astype(np.float32)
