"""Introductions: ``Op 6 dec. 2017 om 11:28 heeft … het volgende geschreven:``, on one line or torn over many."""

from __future__ import annotations

import re
from functools import cache

from draad.fold import edits, fold
from draad.knowledge import load
from draad.records import Sent
from draad.split.blocks import Block
from draad.split.fields import Field
from draad.split.lines import Lines
from draad.split.stamps import stamp

_REACH = 9
"""Lines over which a narrow column may tear an introduction."""
_LONGEST = 420
_PREFIX = " \t>|*_\xa0\ufeff\u200b\f"
_NAME_FIRST = re.compile(r"(schreef op|wrote on|schrieb am|a écrit le)\b", re.IGNORECASE)
_AFTER_TIME = re.compile(r"^[\s,]*(?:uur|uhr|h)?[\s,]*(?:heeft|a)?\s*", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2} ?[:.h] ?\d{2}(?:[:.]\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:uur|CET|CEST|GMT[+\-]?[\d:]*|[+\-]\d{4}))?")
_YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}[-./]\d{1,2}[-./]\d{2}")
_GROUPWISE_OPENS = re.compile(r"[ \t|]*(?:> ?)*?>>>(?=[ \w\[(<█\"'])(?! ?>)")
_GROUPWISE_OPEN_END = re.compile(r"^(.{2,160}?)[ ,]((?:\w+ )?\d{1,2}[-/. ]\S+?[-/. ]\d{2,4},? (?:om |at )?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[AP]M)?)\s*$", re.IGNORECASE)
_GROUPWISE = re.compile(_GROUPWISE_OPEN_END.pattern.replace("\\s*$", " ?>{1,3}\\s*$"), re.IGNORECASE)


@cache
def _scan() -> re.Pattern[str]:
    starts = "|".join(s[0].upper() + s[1:] for s in load("headers")["introductions"]["starts"])
    return re.compile(rf"\n[ \t>|*_\xa0\ufeff\f]{{0,60}}(?:(?:{starts}|op|0p|0n|>>>)[ \xa0]|[^\n]{{3,90}}(?:schreef op|wrote on|schrieb am)[ \n])")


@cache
def _ends() -> tuple[str, ...]:
    return tuple(map(fold, load("headers")["introductions"]["ends"]))


def find(text: str, lines: Lines, taken: list[Block]) -> list[Block]:
    """All introductions outside the header blocks already ``taken``, in order."""
    covered = [(b.first, b.last) for b in taken]
    blocks: list[Block] = []
    for match in _scan().finditer("\n" + text):
        i = lines.at(match.start())
        if any(a <= i <= b for a, b in covered) or (blocks and i <= blocks[-1].last):
            continue
        block = _introduction(i, lines)
        if block:
            blocks.append(block)
    return blocks


def _introduction(i: int, lines: Lines) -> Block | None:
    """The introduction that begins on line ``i``; it ends at a colon behind the word of writing, or where its lines do."""
    opening = _GROUPWISE_OPENS.match(lines[i])
    if opening:
        return _groupwise(i, opening, lines)
    joined = ""
    last, complete = i, None
    for j in range(i, min(lines.count, i + _REACH)):
        line = lines[j].strip(_PREFIX)
        if not line or len(joined) > _LONGEST:
            break
        joined = f"{joined} {line}" if joined else line
        last = j
        if line.endswith((":", ";")):
            complete = joined
            break
        if complete is None and j - i >= 2 and not _CLOCK.search(joined):
            return None
    if complete is None and last - i > 4:
        return None
    return _block(i, last, joined, lines) if _is_introduction(joined) else None


def _verb(words: list[str]) -> int | None:
    """Place of the word of writing among ``words``, damaged or not."""
    for k, word in enumerate(words):
        core = fold(word).strip(".,:;<>()")
        if core in _ends() or (len(core) > 4 and any(abs(len(core) - len(e)) < 3 and edits(core, e, 2) <= 2 for e in _ends() if len(e) > 4)):
            return k
    return None


def _is_introduction(joined: str) -> bool:
    if not _YEAR.search(joined) or not _CLOCK.search(joined):
        return False
    return _verb(joined.split()) is not None


def _block(i: int, last: int, joined: str, lines: Lines) -> Block | None:
    flipped = _NAME_FIRST.search(joined)
    moment: Sent
    if flipped:
        sender = joined[: flipped.start()]
        when = joined[flipped.end() :].rstrip(" :;")
        moment = stamp(when)
    else:
        clock = None
        year = _YEAR.search(joined)
        if year:
            clock = _CLOCK.search(joined, year.start() if year.group().isdigit() else year.end()) or _CLOCK.search(joined)
        if clock is None:
            return None
        when = joined[: clock.end()]
        head = when.split(" ", 1)
        when = head[1] if len(head) > 1 else when
        moment = stamp(when.strip(" ,"))
        sender = _sender(joined[clock.end() :])
    if moment.at is None:
        return None
    field = Field("from", i, lines.starts[i], lines.end(last), "", True)
    block = Block(i, last, [field], {"from": sender.strip(" ,:;"), "sent": moment.text}, style="intro", sent=moment)
    block.quote, block.indent = lines.prefix(i)
    return block


def _sender(rest: str) -> str:
    """What is left between the time and the colon when the words of writing are gone."""
    rest = rest.rstrip(" :;.,")
    words = _AFTER_TIME.sub("", rest).split()
    k = _verb(words)
    if k is None:
        return " ".join(words)
    if k == 0:
        return " ".join(words[1:])
    kept = words[:k]
    drop = {"het", "volgende", "heeft", "a", "geschreven", "had", "has", "hat", "folgendes"}
    while kept and fold(kept[-1]).strip(",") in drop:
        kept.pop()
    return " ".join(kept)


def _groupwise(i: int, opening: re.Match[str], lines: Lines) -> Block | None:
    """``>>> name date >>>``, on one line or torn over a few."""
    joined = lines[i][opening.end() :].strip()
    for j in range(i, min(lines.count, i + 5)):
        if j > i:
            joined = f"{joined} {lines[j].strip(_PREFIX) or lines[j].strip()}"
        if j > i and lines.blank(j) and ">>>" not in lines[j]:
            return None
        found = _GROUPWISE.match(joined) if lines[j].rstrip(" *").endswith((">>>", ">>")) or joined.endswith(">") else None
        if found or (j > i and _GROUPWISE_OPEN_END.match(joined) and lines[j].strip().endswith(">>>")):
            found = found or _GROUPWISE_OPEN_END.match(joined)
            break
    else:
        return None
    if found is None:
        return None
    moment = stamp(found.group(2))
    if moment.at is None:
        return None
    field = Field("from", i, lines.starts[i], lines.end(j), "", True)
    block = Block(i, j, [field], {"from": found.group(1).strip(" ,"), "sent": moment.text}, style="intro", sent=moment)
    block.quote, block.indent = opening.group().count(">") - 3, 0
    return block
