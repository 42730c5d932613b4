"""Introductions: ``Op 6 dec. 2017 om 11:28 heeft … het volgende geschreven:``, on one line or torn over many."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache

from draad.fold import edits, fold
from draad.knowledge import load
from draad.split.blocks import Block
from draad.split.fields import Field
from draad.split.lines import Lines, clean
from draad.split.stamps import day_of_week, mend, month, stamp

_REACH = 9
"""Lines over which a narrow column may tear an introduction."""
_DIGIT = re.compile(r"\d")
_EARLY = 60
"""Characters of its first line within which an introduction shows a figure of its date."""
_LONGEST = 420
_PREFIX = " \t>|*_\xa0\ufeff\u200b\f"
_NAME_FIRST_WORDS = ("schreef op", "wrote on", "schrieb am", "a écrit le")
_NAME_FIRST = re.compile(rf"({'|'.join(_NAME_FIRST_WORDS)})\b", re.IGNORECASE)
_AFTER_TIME = re.compile(r"^[\s,]*(?:(?:uur|uhr|h)\b)?[\s,]*(?:heeft|a)?\s*", re.IGNORECASE)
_CLOCK = re.compile(
    r"\d{1,2} ?[:.;h] ?\d{1,2}(?:[:.;]\d{2})?(?: ?[ap]\.?m\b\.?)?(?: ?(?:uur|cet|cest|gmt[+\-]?[\d:]*|[+\-]\d{4}))?"
)
_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|\d{1,2}[-./]\d{1,2}[-./]\d{2}(?:\d\d)?|[02]\d{2})(?!\d)")
_RUN = re.compile(r"[a-z]+")
_IN_MESSAGE = re.compile(r"\bin (?:bericht|message|nachricht)\s*(?:<[^<>\n]{0,200}>)?,?|^is door\b", re.IGNORECASE)
"""What GroupWise writes around a sender: "is door … in bericht <…> geschreven", "in message <…>, … wrote"."""
_FILLER = re.compile(r"het|volgende|heef?t|hat|a|had|has|folgendes|v[o0]lgende|h[ea]t")
_GROUPWISE_OPENS = re.compile(r"[ \t|]*(?:> )*>>>(?=[ \w\[(<█\"'])(?! ?>)")
_GROUPWISE = re.compile(
    r"^(.{2,160}?(?:[ ,]|>(?=\d)))"
    r"((?:[a-z]+ )?\d{1,2}[-/. ~]?\S{1,10}?[-/. ~]?\d{2,4},? {0,2}"
    r"(?:om |at )?[\dlIoO]{1,2}[:.;][\dlIoO]{1,2}(?:[:.;]\d{2})?(?: ?[AP]M)?)"
    r"(?: ?>{1,3})?\s*$",
    re.IGNORECASE,
)


@cache
def _scan() -> re.Pattern[str]:
    starts = "|".join(s[0].upper() + s[1:] for s in load("headers")["introductions"]["starts"])
    first = rf"(?:{starts}|[oO0QC][pn]|An|Lc|Ou)(?:[ \xa0]{{1,2}}(?=[A-Z\d\[dfjlmsvwz])|(?=[A-Z0-9]))"
    cut_short = r"[A-Za-z] {1,2}(?=\d{1,2}[. ]|[A-Z][a-z]{1,2}[,.]? |(?:ma|di|wo|do|vr|za|zo) )"
    groupwise = r">>> ?[\w\[(<█\"']"
    return re.compile(rf"\n[ \t>|*_\xa0\ufeff\f]{{0,60}}(?:{first}|{cut_short}|{groupwise})")


@cache
def _ends() -> tuple[str, ...]:
    return tuple(map(fold, load("headers")["introductions"]["ends"]))


def find(text: str, lines: Lines, taken: list[Block]) -> list[Block]:
    """All introductions outside the header blocks already ``taken``; both in order."""
    firsts = [b.first for b in taken]
    blocks: list[Block] = []
    for i in _candidates(text, lines):
        above = bisect_right(firsts, i) - 1
        covered = above >= 0 and i <= taken[above].last
        if covered or (blocks and i <= blocks[-1].last) or not _dated(i, lines):
            continue
        block = _introduction(i, lines)
        if block:
            blocks.append(block)
    return blocks


def _candidates(text: str, lines: Lines) -> list[int]:
    """Lines that begin as an introduction does, or that hold the words behind a sender who is named first."""
    found = {lines.at(match.start()) for match in _scan().finditer("\n" + text)}
    for words in _NAME_FIRST_WORDS:
        at = text.find(words)
        while at >= 0:
            found.add(lines.at(at))
            at = text.find(words, at + 1)
    return sorted(found)


def _dated(i: int, lines: Lines) -> bool:
    """Whether a figure stands early in line ``i`` or right beneath it: most lines that begin with "Op" have none."""
    return any(_DIGIT.search(lines[j], 0, _EARLY) for j in range(i, min(i + 4, lines.count)))


def _introduction(i: int, lines: Lines) -> Block | None:
    """The introduction that begins on line ``i``; it ends at a colon behind the word of writing or with its lines."""
    opening = _GROUPWISE_OPENS.match(lines[i])
    if opening and (block := _groupwise(i, opening, lines)):
        return block
    joined = ""
    last, j = i, i
    while j < min(lines.count, i + 2 * _REACH) and len(joined) < _LONGEST:
        line = lines[j].strip(_PREFIX)
        if not line:
            behind = lines.behind_page_break(j)
            if behind is None:
                break
            j = behind
            continue
        joined = f"{joined} {line}" if joined else line
        last = j
        if line.endswith((":", ";")):
            return _block(i, last, joined, lines) if _is_introduction(joined) else None
        if j - i >= 2 and not _CLOCK.search(mend(fold(joined))):
            return None
        j += 1
    return _block(i, last, joined, lines) if last - i <= 4 and _is_introduction(joined) else None


def _verb(text: str) -> tuple[int, int] | None:
    """Where the word of writing stands in folded ``text``, damaged or torn or not."""
    runs = list(_RUN.finditer(text))
    for k, run in enumerate(runs):
        if _writes(run.group()):
            return run.span()
        if (
            k
            and len(run.group()) < 5
            and run.start() - runs[k - 1].end() == 1
            and _writes(runs[k - 1].group() + run.group())
        ):
            return runs[k - 1].start(), run.end()
    return None


@lru_cache(maxsize=16384)
def _writes(word: str) -> bool:
    if word in _ends():
        return True
    if len(word) < 4:
        return False
    if len(word) > 11:
        return word.endswith(tuple(end for end in _ends() if len(end) > 6))
    return any(edits(word, end, 2) <= (2 if len(end) > 6 else 1) for end in _ends() if abs(len(word) - len(end)) < 3)


def _is_introduction(joined: str) -> bool:
    """Two of year, month and clock, and the word of writing: what damage leaves of an introduction."""
    mended = mend(fold(joined))
    clock = bool(_CLOCK.search(mended))
    if not clock and not (joined.endswith(":") and len(joined) < 120 and any(c in joined for c in "<@[(█,")):
        return False
    signs = (
        bool(_YEAR.search(mended))
        + clock
        + any(month(w.group()) for w in _RUN.finditer(mended[:_LONGEST]) if len(w.group()) < 10)
    )
    early = any(c.isdigit() for c in mended[:20]) or _NAME_FIRST.search(joined) is not None
    return signs >= 2 and early and _verb(mended) is not None


def _block(i: int, last: int, joined: str, lines: Lines) -> Block | None:
    mended = mend(fold(joined))
    if flipped := _NAME_FIRST.search(joined):
        sender, when = joined[: flipped.start()], joined[flipped.end() :].rstrip(" :;")
    else:
        year = _YEAR.search(mended)
        clock = (_CLOCK.search(mended, year.end()) if year else None) or _CLOCK.search(mended)
        verb = _verb(mended)
        end = (
            clock.end()
            if clock and (verb is None or clock.end() <= verb[0] + 1 or "heeft" in mended or "," in joined)
            else (year.end() if year else 0)
        )
        when = joined[:end].split(" ", 1)[-1]
        sender = _sender(joined[end:])
    moment = stamp(when.strip(" ,"))
    field = Field("from", i, lines.starts[i], lines.end(last), "", True)
    block = Block(i, last, [field], {"from": sender.strip(" ,:;"), "sent": moment.text}, style="intro", sent=moment)
    block.quote, block.indent = lines.prefix(i)
    return block


def _sender(rest: str) -> str:
    """What is left between the time and the colon when the words of writing are gone."""
    rest = _IN_MESSAGE.sub("", _AFTER_TIME.sub("", rest.rstrip(" :;.,"))).strip()
    verb = _verb(fold(rest))
    if verb is None:
        return rest
    before, after = rest[: verb[0]], rest[verb[1] :]
    if not before.strip(" ,"):
        return after.strip()
    words = before.split()
    while words and _FILLER.fullmatch(fold(words[-1]).strip(",")):
        words.pop()
    return " ".join(words)


def _groupwise(i: int, opening: re.Match[str], lines: Lines) -> Block | None:
    """``>>> name date >>>``, on one line or torn over a few."""
    joined = lines[i][opening.end() :].strip()
    j = i
    while j < min(lines.count, i + _REACH):
        if j > i:
            if lines.blank(j) and ">>" not in lines[j]:
                behind = lines.behind_page_break(j)
                if behind is None:
                    return None
                j = behind
            joined = f"{joined} {lines[j].lstrip(_PREFIX).strip() or lines[j].strip()}"
        closed = lines[j].rstrip(" *").endswith(">>") and (j > i or len(joined) > 3)
        found = _GROUPWISE.match(joined) if closed else None
        if found:
            sender, when = found.groups()
            first, _, rest = when.partition(" ")
            if first.isalpha() and day_of_week(fold(first)) is None:
                sender, when = f"{sender} {first}", rest  # a surname, no day of the week
            moment = stamp(when)
            field = Field("from", i, lines.starts[i], lines.end(j), "", True)
            block = Block(i, j, [field], {"from": clean(sender).strip(" ,"), "sent": moment.text}, "intro", sent=moment)
            block.quote = max(0, opening.group().count(">") - 3)
            return block
        j += 1
    return None
