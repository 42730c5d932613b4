"""What ``weave`` keeps of a body: a fixed-length blob a copy, by which copies are compared without their text.

A blob is one ``FEATURE`` record (``numpy`` structured dtype, little-endian, packed). Its words are those of the body
outside marks, signatures, disclaimers, phone lines and page furniture; case, accents, punctuation, quote prefixes and
line breaks count for nothing. So two copies that differ in marks, wrapping or ``> `` alone have the same ``full``.

One numpy pass over all bodies of a batch makes the blobs: the cost of numpy's calls is shared by the whole batch.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from draad.records import Copy, Split
from draad.weave.headers import fill_headers

BINS = 96
"""Bins of the sketch of a whole body (one-permutation hashing: Li, Owen and Zhang, NIPS 2012)."""
START_BINS = 32
"""Bins of the sketch of a body's first words, with which a copy that was cut short is compared."""
START_WORDS = 24
HEAD_WORDS = 8
OPENING = 32
NUMBERS = 6
"""How many of a body's numbers are kept: long ones first, then in order."""
LONG_NUMBER = 6
"""A number of so many digits names one thing (a case, a file, a telephone): near-duplicates must agree on it."""
NUMBER_BITS = 48
"""Low bits of a kept number that hold its first ``DIGITS`` digits; the others tag the words around it."""
DIGITS = 14
GRAM = 5

FEATURE = np.dtype(
    [
        ("full", "<u8"),  # hash of all words in order; 0: no words
        ("head", "<u4"),  # hash of the first HEAD_WORDS words (of all, where there are fewer); 0: no words
        ("frame", "<u4"),  # hash of all words in order, numbers (words half of digits) all taken for one; 0: no words
        ("bag", "<u8"),  # a bit for each of the first START_WORDS words: whether short bodies hold the same words
        ("words", "<u4"),  # number of words
        ("chars", "<u4"),  # letters and digits in them
        ("signature", "<u4"),  # hash of the signature's words; 0: none
        ("numbers", "<u8", (NUMBERS,)),  # a tag of the words around it, then a 1 and the digits; 0: none
        ("to", "u1"),  # how many addressees the header names; 0: it names none or can't be counted
        ("cc", "u1"),  # likewise, one more than there are
        ("clock", "<u2"),  # hour and minute of the stamp as printed, in minutes, one more than that; 0: unreadable
        ("opening", "u1", (OPENING,)),  # the first letters and digits, without gaps: short bodies are compared by them
        ("sketch", "u1", (BINS,)),  # one byte of the least 5-gram hash in each bin; 0: empty bin
        ("start", "u1", (START_BINS,)),  # the same of the first START_WORDS words
    ]
)

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

_JOINER = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d]")
_GAP = np.uint8(0)
_HANDFUL = 20_000
_FOLDED = 0x3000
"""Characters below this are folded one by one; those above (CJK and the like) keep a few bits of their number."""
_ZERO = 27
"""Code of the digit 0: letters are 1 to 26, digits 27 to 36, letters of other scripts higher."""


def features(split: Split) -> list[bytes]:
    """The blobs of one document's copies, in order of ``n``."""
    return features_batch([split])[0]


def features_batch(splits: Sequence[Split]) -> list[list[bytes]]:
    """The blobs of many documents' copies, a list a document: the same as ``features`` of each, only faster."""
    result: list[list[bytes]] = []
    size = FEATURE.itemsize
    for few in _handfuls(splits):
        raw, at = _records(few).tobytes(), 0
        for split in few:
            end = at + size * len(split.copies)
            result.append([raw[low : low + size] for low in range(at, end, size)])
            at = end
    return result


def _handfuls(splits: Sequence[Split]) -> Iterator[list[Split]]:
    """Documents together up to ``_HANDFUL`` characters: enough to share numpy's calls, few enough for the cache."""
    few: list[Split] = []
    size = 0
    for split in splits:
        few.append(split)
        size += len(split.document.text)
        if size >= _HANDFUL:
            yield few
            few, size = [], 0
    if few:
        yield few


def decode(blobs: Iterable[bytes | None]) -> NDArray[Any]:
    """Blobs as one structured array of ``FEATURE``; a missing one is a body without words."""
    empty = bytes(FEATURE.itemsize)
    return np.frombuffer(b"".join(blob or empty for blob in blobs), dtype=FEATURE)


def mix(values: Hashes) -> Hashes:
    """Scatter 64-bit numbers (the finaliser of splitmix64, Steele, Lea and Flood 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


class _Words(NamedTuple):
    """All words of a batch: their hash, number of letters, and the body each stands in, in order."""

    hash: Hashes
    length: Ints
    body: Ints
    place: Ints
    """Place in its body, from 0."""
    codes: NDArray[np.uint8]
    """The letters of all words, one after the other."""
    start: Ints
    """Where each word begins in ``codes``."""


class _Bodies(NamedTuple):
    """All stretches of text to be hashed, laid one after the other with a line end between."""

    text: str
    bounds: list[int]
    """Where each stretch begins; one more at the end."""
    dropped: list[int]
    """Starts and ends, alternating, of what is left out."""


def _records(splits: Sequence[Split]) -> NDArray[Any]:
    copies = sum(len(split.copies) for split in splits)
    records = np.zeros(copies, dtype=FEATURE)
    if not copies:
        return records
    fill_headers(records, [copy for split in splits for copy in split.copies])
    words = _words(_bodies(splits))
    _fill(records, words)
    signatures, owners = _signatures(splits)
    if owners:
        hashes = _ordered_hash(_words(signatures), len(owners))
        records["signature"][owners] = (hashes >> np.uint64(32)).astype(np.uint32)
    return records


def _bodies(splits: Sequence[Split]) -> _Bodies:
    """The bodies of all copies, and the places in them of marks and of parts that are no message text."""
    pieces: list[str] = []
    bounds, dropped, at = [0], [], 0
    for split in splits:
        text = split.document.text
        for copy in split.copies:
            start, end = copy.body or (0, 0)
            pieces.append(text[start:end])
            shift = at - start
            for low, high in _left_out(copy):
                if low < end and high > start:
                    dropped.append(max(low, start) + shift)
                    dropped.append(min(high, end) + shift)
            at += end - start + 1
            bounds.append(at)
    return _Bodies("\n".join([*pieces, ""]), bounds, dropped)


def _left_out(copy: Copy) -> list[tuple[int, int]]:
    return [mark.span for mark in copy.marks] + [part.span for part in copy.parts if part.kind != "footnote"]


def _signatures(splits: Sequence[Split]) -> tuple[_Bodies, list[int]]:
    """The signatures, and the place of the copy to which each belongs."""
    pieces: list[str] = []
    owners: list[int] = []
    bounds, dropped, at, place = [0], [], 0, -1
    for split in splits:
        for copy in split.copies:
            place += 1
            for part in copy.parts:
                if part.kind != "signature":
                    continue
                start, end = part.span
                pieces.append(split.document.text[start:end])
                owners.append(place)
                for mark in copy.marks:
                    if mark.span[0] < end and mark.span[1] > start:
                        dropped.append(max(mark.span[0], start) - start + at)
                        dropped.append(min(mark.span[1], end) - start + at)
                at += end - start + 1
                bounds.append(at)
    return _Bodies("\n".join([*pieces, ""]), bounds, dropped), owners


@lru_cache(maxsize=1)
def _fold_table() -> NDArray[np.uint8]:
    """The code of each character below ``_FOLDED``: equal for a letter's cases and accents, 0 for what is no letter."""
    table = np.zeros(_FOLDED, dtype=np.uint8)
    for point in range(_FOLDED):
        base = unicodedata.normalize("NFKD", chr(point).lower())[:1]
        if "a" <= base <= "z":
            table[point] = ord(base) - ord("a") + 1
        elif "0" <= base <= "9":
            table[point] = ord(base) - ord("0") + _ZERO
        elif base.isalnum():
            table[point] = 40 + ord(base) % 200
    return table


def _codes(bodies: _Bodies) -> NDArray[np.uint8]:
    """A code a character: 0 where no letter or digit stands, or where it is left out."""
    points = np.frombuffer(bodies.text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    table = _fold_table()
    if len(points) and int(points.max()) >= _FOLDED:
        codes = np.where(points < _FOLDED, table[np.minimum(points, _FOLDED - 1)], (40 + points % 200).astype(np.uint8))
        codes[(points >= 0xD800) & (points < 0xE000)] = _GAP
    else:
        codes = table[points]
    if bodies.dropped:
        steps = np.zeros(len(points) + 1, dtype=np.int32)
        np.add.at(steps, bodies.dropped[0::2], 1)
        np.add.at(steps, bodies.dropped[1::2], -1)
        codes[np.cumsum(steps[:-1]) > 0] = _GAP
    return codes


def _without_joiners(bodies: _Bodies, codes: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], Ints]:
    """Codes and bounds without combining accents, soft hyphens and zero-width characters: they part no words."""
    bounds = np.asarray(bodies.bounds, dtype=np.int64)
    if bodies.text.isascii() or not _JOINER.search(bodies.text):
        return codes, bounds
    points = np.frombuffer(bodies.text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    joiner = ((points >= 0x300) & (points < 0x370)) | (points == 0xAD) | ((points >= 0x200B) & (points <= 0x200D))
    before = np.concatenate(([0], np.cumsum(joiner)))
    return codes[~joiner], bounds - before[bounds]


def _words(bodies: _Bodies) -> _Words:
    """Find and hash the words of a batch."""
    codes, bounds = _without_joiners(bodies, _codes(bodies))
    inside = codes != _GAP
    before = np.empty_like(inside)
    if len(inside):
        before[0], before[1:] = False, inside[:-1]
    starts = np.flatnonzero(inside & ~before)
    ends = np.flatnonzero(before & ~inside)
    length = ends - starts
    body = np.searchsorted(bounds, starts, side="right") - 1
    kept = codes[inside]
    begin = np.cumsum(length) - length
    place_in_word = np.arange(len(kept)) - np.repeat(begin, length)
    letters = (kept.astype(np.uint64) + np.uint64(1)) * _powers()[np.minimum(place_in_word, 63)]
    sums = _sums(letters, begin, begin + length)
    first = np.searchsorted(body, np.arange(len(bounds)))
    place = np.arange(len(starts)) - first[body] if len(starts) else starts
    return _Words(mix(sums), length, body, place, kept, begin)


@lru_cache(maxsize=1)
def _powers() -> Hashes:
    return mix(np.arange(1, 65, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)) | np.uint64(1)


def _sums(values: Hashes, starts: Ints, ends: Ints) -> Hashes:
    """Sums of stretches, modulo 2⁶⁴; unlike ``reduceat`` right for empty ones."""
    total = np.zeros(len(values) + 1, dtype=np.uint64)
    np.cumsum(values, out=total[1:])
    return total[ends] - total[starts]


def _ordered_hash(words: _Words, bodies: int, limit: int | None = None) -> Hashes:
    """A hash of each body's words in their order, or of the first ``limit``; 0 for a body without words."""
    placed = mix(words.hash + words.place.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    if limit is not None:
        placed = np.where(words.place < limit, placed, np.uint64(0))
    bounds = np.searchsorted(words.body, np.arange(bodies + 1))
    return _sums(placed, bounds[:-1], bounds[1:])


def _fill(records: NDArray[Any], words: _Words) -> None:
    bodies = len(records)
    bounds = np.searchsorted(words.body, np.arange(bodies + 1))
    records["full"] = _ordered_hash(words, bodies)
    records["head"] = _ordered_hash(words, bodies, HEAD_WORDS) >> np.uint64(32)
    records["words"] = np.diff(bounds)
    early = words.place < START_WORDS
    bits = np.uint64(1) << (words.hash[early] >> np.uint64(58))
    np.bitwise_or.at(records["bag"], words.body[early], bits)
    records["chars"] = _sums(words.length.astype(np.uint64), bounds[:-1], bounds[1:])
    _fill_openings(records, words)
    _fill_numbers(records, words)
    _fill_sketches(records, words)


def _fill_openings(records: NDArray[Any], words: _Words) -> None:
    letters = records["chars"].astype(np.int64)
    begin = np.cumsum(letters) - letters
    place = np.arange(OPENING)
    at = np.minimum(begin[:, None] + place, max(len(words.codes) - 1, 0))
    if len(words.codes):
        records["opening"] = np.where(place < letters[:, None], words.codes[at], 0)


def _fill_numbers(records: NDArray[Any], words: _Words) -> None:
    """The numbers, each with a tag of the words around it; and the body's frame, which is what it says besides."""
    digit = (words.codes >= _ZERO) & (words.codes < _ZERO + 10)
    digits = _sums(digit.astype(np.uint64), words.start, words.start + words.length).astype(np.int64)
    plain = 2 * digits < words.length
    framed = words._replace(hash=np.where(plain, words.hash, np.uint64(0)))
    records["frame"] = _ordered_hash(framed, len(records)) >> np.uint64(32)
    number = np.flatnonzero(~plain & (digits == words.length))
    if len(number):
        number = number[np.lexsort((number, digits[number] < LONG_NUMBER, words.body[number]))]
        body = words.body[number]
        place = np.arange(len(number)) - np.searchsorted(body, body)
        number, place = number[place < NUMBERS], place[place < NUMBERS]
        tags = _around(words, plain, number) >> np.uint64(NUMBER_BITS) << np.uint64(NUMBER_BITS)
        records["numbers"][words.body[number], place] = tags | _values(words, number)


def _around(words: _Words, plain: NDArray[np.bool_], number: Ints) -> Hashes:
    """A hash of the words without digits before and after each number, and its place between them."""
    at = np.flatnonzero(plain)
    after = np.searchsorted(at, number)
    hashes = np.append(words.hash[at], np.uint64(0))
    bodies = np.append(words.body[at], -1)
    one, two = hashes[after - 1], hashes[after]
    inside = bodies[after - 1] == words.body[number]
    begin = np.where(inside, np.append(words.place[at], 0)[after - 1], -1)
    place = (words.place[number] - begin).astype(np.uint64)
    one, two = np.where(inside, one, np.uint64(0)), np.where(bodies[after] == words.body[number], two, np.uint64(0))
    return mix(mix(one + place) + two)


def _values(words: _Words, number: Ints) -> Hashes:
    """The first digits of each number, a 1 before them."""
    place = np.arange(DIGITS)
    at = np.minimum(words.start[number][:, None] + place, len(words.codes) - 1)
    figures = words.codes[at].astype(np.int64) - _ZERO
    shown = np.minimum(words.length[number], DIGITS)
    units = np.where(place < shown[:, None], 10 ** np.maximum(shown[:, None] - 1 - place, 0), 0)
    values: Hashes = ((figures * units).sum(axis=1) + 10**shown).astype(np.uint64)
    return values


def _fill_sketches(records: NDArray[Any], words: _Words) -> None:
    """Sketch the character 5-grams of each body, a gap before each word and after the last."""
    if not len(words.start):
        return
    last = np.append(words.body[1:] != words.body[:-1], True)
    spread = words.length + 1 + last * (GRAM - 1)
    # Laid out anew: gap, word, gap, word …, then gaps, so that no gram runs from one body into the next.
    begin = np.cumsum(spread) - spread + 1
    stream = np.zeros(int(spread.sum()) + GRAM, dtype=np.uint32)
    shift = np.repeat(begin - words.start, words.length)
    stream[np.arange(len(words.codes)) + shift] = words.codes
    size = len(stream) - GRAM
    grams = np.zeros(size, dtype=np.uint32)
    for at in range(GRAM):
        grams = grams * np.uint32(0x01000193) + stream[at : at + size] * np.uint32(0x9E3779B1)
    grams = _mix32(grams)
    body = np.repeat(words.body, spread)
    # The last gram of a body is the one that ends in the gap after its last word, so that a body cut short has no gram
    # of its own; a body of one short word has its first all the same.
    real = np.ones(size, dtype=bool)
    ends = begin[last] + words.length[last]
    for at in range(2 - GRAM, GRAM - 1):
        real[np.maximum(ends + at, 0)] = False
    real[begin[np.append(True, last[:-1])] - 1] = True
    _sketch(records["sketch"], grams[real], body[real], BINS)
    opening = real & (np.repeat(words.place, spread) < START_WORDS)
    _sketch(records["start"], grams[opening], body[opening], START_BINS)


def _mix32(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The finaliser of MurmurHash3 (Appleby, public domain)."""
    values = (values ^ (values >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    values = (values ^ (values >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))


def _sketch(into: NDArray[np.uint8], grams: NDArray[np.uint32], body: Ints, bins: int) -> None:
    """Write, for each body and bin, a byte of the least hash that falls in the bin."""
    share = np.uint32(2**32 // bins + 1)
    least = np.full(into.size, 0xFFFFFFFF, dtype=np.uint32)
    bin_of = grams // share
    np.minimum.at(least, body * bins + bin_of, (grams - bin_of * share) * np.uint32(bins))
    # The high bits order the hashes and are small wherever a bin is full; the low ones are even.
    value = (_mix32(least) % np.uint32(255) + np.uint32(1)).astype(np.uint8)
    value[least == 0xFFFFFFFF] = 0
    into[...] = value.reshape(into.shape)
