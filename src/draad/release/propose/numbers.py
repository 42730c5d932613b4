"""Numbers that are somebody's own: BSN, IBAN, phone, licence plate, date of birth. By form, test and words near."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from draad.fold import fold
from draad.knowledge import load
from draad.records import Span
from draad.release.propose.lists import WRAP, alternatives
from draad.release.propose.records import Found, Reason

_NEAR = 45
"""Characters before a number in which a cue word tells of it."""
_FEW = 4
_DIGITS = re.compile(r"\D+")

_BSN = re.compile(r"(?<![\w.,+/-])(?:\d{9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3}[. -]\d{3}[. -]\d{3}|\d{8})(?![\w]|[.,/-]\d)")
_TURN = r"(?:\n[ \t>|]{0,12})?"
"""Numbers are wrapped as words are."""
_IBAN = re.compile(
    rf"(?<![\w])([A-Z]{{2}}[ ]?\d{{2}}(?:[ .]?{_TURN}[A-Z0-9]{{4}}){{2,7}}(?:[ .]?{_TURN}[A-Z0-9]{{1,3}})?)(?![\w])"
)
_COUNTRY = rf"\(?(?:\+|00)[ ]?31\)?[ .-]?{_TURN}"
_MOBILE = rf"(?:{_COUNTRY}(?:\(?0\)?)?[ .-]?|\(?0)6\)?(?:[ .‑–-]{{0,3}}{_TURN}\d){{8}}"
_LAND = (
    rf"(?:{_COUNTRY}(?:\(0\))?[ .-]?[1-9]\d{{1,2}}(?:[ .‑-]{{0,3}}{_TURN}\d){{6,7}}"
    rf"|\(?0[1-57-9]\d{{1,2}}\)?[ .‑–/-]{{0,3}}{_TURN}\d(?:[ .‑-]{{0,2}}{_TURN}\d){{5,6}}"
    rf"|\(?0\d{{3}}\)?[ .‑–/-]{{1,3}}\d(?:[ .‑-]{{0,2}}\d){{5}})"
)
_ABROAD = r"(?:\+|00)[ ]?(?!31)[1-9]\d{0,2}(?:[ .()/‑-]{0,3}\d){7,11}"
_PHONE = re.compile(rf"(?=[+(0])(?<![\w@.,€/-])(?:(?<!\+)|(?=\+))(?:{_MOBILE}|{_LAND}|{_ABROAD})(?![\w@]|[.,/-]\d)")
_MISREAD = re.compile(
    r"[oOlI|SB](?:(?<=[\d+(].)(?=[\d)])|(?<=\d.)(?=[ -]\d\d)|(?<=\d[ -].)(?=\d)"
    r"|(?<![\w.].)(?<=[oO])(?=[67][ -]?\d\d))"
)
"""A letter among digits, or before a mobile number: what OCR makes of a digit of like form."""
_DIGIT = {"o": "0", "O": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8"}
_DATE = (
    rf"(?:\d{{1,2}}[-/. ]{{1,2}}\d{{1,2}}[-/. ]{{1,2}}['’]?(?:19|20)?\d{{2}}"
    rf"|\d{{1,2}}(?:e|ste|de)?{WRAP}[a-z]{{3,9}}\.?{WRAP}['’]?(?:19|20)?\d{{2}}"
    r"|(?:19|20)\d{2}-\d{2}-\d{2}|(?:19|20)\d{2})"
)
_PLATES = (
    "[A-Z]{2}~\\d{2}~\\d{2}|\\d{2}~\\d{2}~[A-Z]{2}|\\d{2}~[A-Z]{2}~\\d{2}|[A-Z]{2}~\\d{2}~[A-Z]{2}|[A-Z]{2}~[A-Z]{2}~\\d{2}"
    "|\\d{2}~[A-Z]{2}~[A-Z]{2}|\\d{2}~[A-Z]{3}~\\d|\\d~[A-Z]{3}~\\d{2}|[A-Z]{2}~\\d{3}~[A-Z]|[A-Z]~\\d{3}~[A-Z]{2}"
    "|[A-Z]{3}~\\d{2}~[A-Z]|[A-Z]~\\d{2}~[A-Z]{3}|\\d~[A-Z]{2}~\\d{3}|\\d{3}~[A-Z]{2}~\\d"
)
"""Series 1 to 14, a tilde where a hyphen stands."""
_DATED = re.compile(r"\d{2}[-.]\d{2}[-.](?:19|20)\d{2}")
_PLATE = re.compile(rf"(?<![\w-])(?:{_PLATES.replace('~', '-')})(?![\w-])")
_PLATE_LOOSE = re.compile(rf"(?<![\w-])(?:{_PLATES.replace('~', '[ -]?')})(?![\w-])")
_VOWELS = frozenset("AEIOU")
_WORDS_BEFORE = re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*\.?|[€☎📞]")


class _Cues(NamedTuple):
    bsn: re.Pattern[str]
    no_bsn: frozenset[str]
    plate: re.Pattern[str]
    birth: re.Pattern[str]
    general: frozenset[str]
    labelled: re.Pattern[str]
    own: frozenset[str]
    central: frozenset[str]
    services: tuple[str, ...]


@cache
def _cues() -> _Cues:
    cues, phones = load("redact")["cues"], load("redact")["phones"]
    labels = alternatives(phones["cues"])
    return _Cues(
        re.compile(rf"\b(?:{alternatives(cues['bsn'])})\b", re.IGNORECASE),
        frozenset(map(fold, cues["no_bsn"])),
        re.compile(rf"\b(?:{alternatives(cues['plate'])})", re.IGNORECASE),
        re.compile(rf"\b(?:{alternatives(cues['birth'])})(?:[ \t]|\b)[^\d]{{0,30}}?({_DATE})(?!\d)", re.IGNORECASE),
        frozenset(map(fold, phones["general"])),
        re.compile(
            rf"(?<![^\W_])(?:{labels})[ \t]*[.:)]{{0,2}}[ \t]*(\(?[+\d][\d ()./‑–-]{{6,22}}\d|\d{{3,5}}(?!\d))",
            re.IGNORECASE,
        ),
        frozenset(map(fold, phones["own"])),
        frozenset(phones["central"]),
        tuple(phones["services"]),
    )


def numbers(text: str) -> Iterator[Found]:
    """All numbers of a text that are somebody's own, the more certain kinds first; they may overlap."""
    if not any(c.isdigit() for c in text):
        return
    yield from ibans(text)
    misread = _MISREAD.sub(lambda found: _DIGIT[found.group()], text)
    citizens = list(bsns(misread))
    told = [one.span for one in citizens if one.reasons[0][0] != "bsn-test"]
    yield from (one for one in phones(misread) if not any(a < one.span[1] and one.span[0] < b for a, b in told))
    yield from citizens
    yield from plates(text)
    yield from births(text)


# ── tests ───────────────────────────────────────────────────────────────────────────────────────────────────


def passes_eleven_test(digits: str) -> bool:
    """Whether these are the digits of a BSN: 9·a + 8·b + … + 2·h − 1·i is a multiple of eleven, and not all are 0."""
    digits = digits.zfill(9)
    if len(digits) != 9 or not digits.isdigit() or int(digits) == 0:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0


def passes_mod97(iban: str) -> bool:
    """Whether the check digits of an IBAN are right (ISO 13616, ISO 7064 mod 97-10)."""
    bare = re.sub(r"[^A-Z0-9]", "", iban.upper())
    if not 15 <= len(bare) <= 34:
        return False
    turned = bare[4:] + bare[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def _before(text: str, at: int) -> str:
    start = max(text.rfind("\n", 0, at) + 1, at - _NEAR)
    return text[start:at]


def _words_before(text: str, at: int) -> set[str]:
    """The last few words before a place, on its line."""
    return {fold(word).rstrip(".") for word in _WORDS_BEFORE.findall(_before(text, at))[-_FEW:]}


# ── kinds ───────────────────────────────────────────────────────────────────────────────────────────────────


def bsns(text: str) -> Iterator[Found]:
    """Nine digits that pass the eleven-test, or eight behind the word BSN."""
    cues = _cues()
    for found in _BSN.finditer(text):
        digits = _DIGITS.sub("", found.group())
        told = cues.bsn.search(_before(text, found.start())) is not None
        right = passes_eleven_test(digits)
        if told:
            reason: Reason = ("bsn-cue" if right else "bsn-cue-untested", {})
            yield Found(found.span(), "bsn", 0.99 if right else 0.8, (reason,), value=digits.zfill(9))
        elif right and len(digits) == 9 and "-" not in found.group():
            if _words_before(text, found.start()) & cues.no_bsn or (found.group()[0] == "0" and " " in found.group()):
                continue
            yield Found(found.span(), "bsn", 0.7, (("bsn-test", {}),), value=digits)


def ibans(text: str) -> Iterator[Found]:
    """Account numbers whose check digits are right."""
    for found in _IBAN.finditer(text):
        whole = found.group(1)
        while whole and not passes_mod97(whole):
            cut = max(whole.rfind(" "), whole.rfind("."), whole.rfind("\n"))
            whole = whole[:cut] if cut > 0 else ""
        if whole:
            span = found.start(), found.start() + len(whole)
            yield Found(span, "iban", 0.95, (("iban-test", {}),), value=re.sub(r"[^A-Z0-9]", "", whole))


def phone_digits(shown: str) -> str:
    """A phone number as it is dialled within the Netherlands: ``+31 (0)6 12…`` as ``0612…``."""
    digits = _DIGITS.sub("", shown.replace("(0)", ""))
    if shown.lstrip(" (").startswith(("+31", "0031", "+ 31", "00 31")):
        digits = "0" + digits.removeprefix("00").removeprefix("31").lstrip("0")
    return digits


def phones(text: str) -> Iterator[Found]:
    """Mobile numbers and direct lines; not the numbers of services and of a house as a whole."""
    cues = _cues()
    taken = -1
    for found in _PHONE.finditer(text):
        digits = phone_digits(found.group())
        if _DATED.match(found.group()):
            continue
        own = digits.startswith("088") and _words_before(text, found.start()) & cues.own
        if (own or not is_general(digits)) and not _words_before(text, found.start()) & cues.general:
            mobile = digits.startswith("06")
            yield Found(
                found.span(),
                "phone",
                0.97 if mobile else 0.88,
                (("mobile" if mobile else "direct-line", {}),),
                value=digits,
            )
            taken = found.end()
    for found in cues.labelled.finditer(text):
        span = found.span(1)
        digits = phone_digits(found.group(1))
        if span[0] < taken and _overlaps_phone(text, span):
            continue
        short = len(digits) < 7
        label = text[found.start() : span[0]].strip(" :.()\t").lower()
        if short and label not in ("toestel", "tst", "doorkiesnr", "doorkiesnummer", "doorkies"):
            continue
        if not short and (not 9 <= len(digits) <= 13 or is_general(digits)):
            continue
        if len(label) == 1 and not _is_label_line(text, found.start()):
            continue
        if _words_before(text, found.start()) & cues.general or _PHONE.search(text, max(0, span[0] - 3), span[1] + 1):
            continue
        yield Found(span, "phone", 0.85, (("phone-cue", {"word": label}),), value=digits)


def _overlaps_phone(text: str, span: Span) -> bool:
    return _PHONE.search(text, max(0, span[0] - 6), min(len(text), span[1] + 6)) is not None


def _is_label_line(text: str, at: int) -> bool:
    before = text[text.rfind("\n", 0, at) + 1 : at].rstrip()
    return not before or not before[-1].isalnum()


def is_general(digits: str) -> bool:
    """Whether a number is a service's or a house's as a whole."""
    cues = _cues()
    if digits in cues.central or len(digits) < 7:
        return digits in cues.central or len(digits) in (3, 4, 5)
    if digits.startswith("06"):
        return False
    service = any(digits.startswith(prefix) for prefix in cues.services)
    return service or digits.endswith("0000")


def plates(text: str) -> Iterator[Found]:
    """Dutch licence plates, series 1 to 14; without hyphens only where a word tells of a vehicle."""
    cues = _cues()
    near = [m.end() for m in cues.plate.finditer(text)]
    for found in _PLATE.finditer(text):
        letters = [c for c in found.group() if c.isalpha()]
        at = bisect_right(near, found.start()) - 1
        told = at >= 0 and found.start() - near[at] < _NEAR
        if told or (len(letters) >= 3 and not _VOWELS & set(letters)):
            yield Found(
                found.span(),
                "plate",
                0.95 if told else 0.75,
                (("plate-cue" if told else "plate", {}),),
                value=_bare(found),
            )
    for end in near:
        if loose := _PLATE_LOOSE.search(text, end, min(len(text), end + _NEAR)):
            yield Found(loose.span(), "plate", 0.9, (("plate-cue", {}),), value=_bare(loose))


def _bare(found: re.Match[str]) -> str:
    return re.sub(r"[ -]", "", found.group())


def births(text: str) -> Iterator[Found]:
    """A date behind *geboren* or *geboortedatum*."""
    for found in _cues().birth.finditer(text):
        year = len(found.group(1)) == 4
        yield Found(found.span(1), "birth", 0.6 if year else 0.93, (("birth", {}),), value="")
