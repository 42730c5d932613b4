"""Header blocks: the fields that together head one message.

Fields are gathered into one block across blank lines, wrapped addresses, page breaks and damaged names; a block
counts as a header when its fields together can't well be anything else.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from draad.fold import fold
from draad.records import Sent, Span
from draad.split import fields as names
from draad.split.ends import address_like, last_line, short, unfinished
from draad.split.fields import ADDRESSES, MAIN, Field
from draad.split.lines import Lines, clean
from draad.split.separators import separator
from draad.split.stamps import stamp
from draad.split.subjects import bare

_TIME_OF_DAY = re.compile(r"\d{1,2}[:.]\d{2}")

_MOST = 400
"""Lines of addresses that a header may hold."""
_LONE = 2
"""Lines of text that may stand between two fields where nothing tells that they belong to a value."""


@dataclass(slots=True)
class Block:
    """One header: its fields by role, the span from its first line to its last, what its values say."""

    first: int
    """First line, its separator line included."""
    last: int
    fields: list[Field]
    values: dict[str, str] = field(default_factory=dict)
    style: str = "quoted"
    quote: int = 0
    """Depth of ``>`` quotation."""
    indent: int = 0
    separated: bool = False
    """A line such as ``-----Oorspronkelijk bericht-----`` announces it."""
    sent: Sent | None = None
    wide: bool = False
    """Its values stand in a column of their own, as a print sets its header and no quotation does."""
    beside: bool = False
    """Its message stands beside those above it, in a chat or a printed conversation, and is quoted by none of them."""
    inline: int | None = None
    """The offset at which it ends where its message begins on its own last line; None: the message stands beneath."""
    until: int | None = None
    """The last line that may belong to its message, where something other than a header ends that."""

    @property
    def roles(self) -> frozenset[str]:
        """The roles of its fields."""
        return frozenset(f.role for f in self.fields)

    @property
    def commas(self) -> bool:
        """Whether commas part its addressees: in Apple Mail and Gmail, which write ``To`` behind the subject."""
        order = [f.role for f in self.fields]
        return "to" in order and "subject" in order and order.index("to") > order.index("subject")

    def moved(self, lines: int, characters: int) -> Block:
        """The same block in a piece of the text that begins so many lines and characters further on."""
        fields = [
            f._replace(line=f.line - lines, start=f.start - characters, value=f.value - characters) for f in self.fields
        ]
        return replace(
            self,
            first=self.first - lines,
            last=self.last - lines,
            fields=fields,
            inline=None if self.inline is None else self.inline - characters,
            until=None if self.until is None else self.until - lines,
        )

    def span(self, lines: Lines) -> Span:
        """Its characters, from the first of its first line to the last of its last."""
        return lines.starts[self.first], lines.end(self.last) if self.inline is None else self.inline


def find(text: str, lines: Lines) -> list[Block]:
    """All header blocks of a text, in order."""
    fields = names.scan(text, lines)
    blocks: list[Block] = []
    at = 0
    while at < len(fields):
        group, at = _gather(fields, at, lines)
        floor = blocks[-1].last + 1 if blocks else 0
        block = _build(group, floor, lines, chained=bool(blocks))
        if block:
            blocks.append(block)
            while at < len(fields) and fields[at].line <= block.last:
                at += 1
    return blocks


def _gather(fields: Sequence[Field], at: int, lines: Lines) -> tuple[list[Field], int]:
    """The fields from ``at`` on that belong together, and where the next group may begin."""
    group = [fields[at]]
    roles = {fields[at].role}
    at += 1
    while at < len(fields):
        following = fields[at]
        if following.role in roles and following.role in MAIN | {"cc", "received"}:
            break
        if following.role == "from" and roles & {"sent", "subject"}:
            break  # every client writes the sender before moment and subject
        if not _bridged(group, roles, following, lines):
            break
        group.append(following)
        roles.add(following.role)
        at += 1
    return group, at


def _bridged(group: list[Field], roles: set[str], following: Field, lines: Lines) -> bool:
    """Whether what stands between the last field of a group and the following field belongs to a header."""
    last = group[-1]
    blanks = sum(lines.blank(i) for i in range(last.line + 1, following.line))
    texts = [i for i in range(last.line + 1, following.line) if not lines.furniture(i)]
    broken = any(lines.page_break(i) for i in range(last.line + 1, following.line))
    whole = roles >= {"from", "sent", "subject"}
    if not texts:
        return broken or blanks <= (1 if whole else 3)
    if last.role in ADDRESSES and all(address_like(lines, i) or unfinished(lines, i - 1) for i in texts):
        return True
    if broken:
        return len(texts) <= 2 * _LONE and not whole
    if last.role in ADDRESSES and all(address_like(lines, i) or short(lines, i) for i in texts):
        addressed = sum(address_like(lines, i) for i in texts)
        return len(texts) <= _LONE or (len(texts) <= _MOST and (not blanks or 2 * addressed >= len(texts)))
    return (
        len(texts) <= (1 if whole else _LONE)
        and texts == list(range(last.line + 1, last.line + 1 + len(texts)))
        and not (whole and blanks)
    )


def _build(group: list[Field], floor: int, lines: Lines, chained: bool) -> Block | None:
    """A group of fields as a header block, its damaged and missing fields sought; None when it is no header."""
    if len(group) < 2 and not group[0].certain:
        return None
    group = _with_damaged(group, floor, lines)
    certain = any(f.certain for f in group)
    if not certain and len({f.role for f in group} & MAIN) < 3:
        return None
    separator = separator_above(group[0].line, floor, lines)
    block = Block(group[0].line, group[-1].line, group)
    block.values = _values(group, lines)
    block.wide = _is_wide(group, lines)
    block.style = _style(block)
    block.quote, block.indent = lines.prefix(group[0].line)
    if not _is_header(block, lines, separator is not None, chained and certain):
        return None
    value_end, block.last = last_line(group[-1], lines)
    if value_end > group[-1].line:
        block.values = _values(group, lines, value_end)
    if separator is not None:
        block.first, block.separated = separator, True
    block.sent = _moment(block)
    return block


def _moment(block: Block) -> Sent | None:
    """The moment of sending; where its own line can't be read, the moment of receipt, which an export prints too."""
    printed = block.style == "printed"
    text = block.values.get("sent")
    if text == "":
        return None  # whited out: what is withheld is not filled from elsewhere (law 2)
    sent = stamp(text, printed) if text else None
    if (sent is None or sent.at is None or sent.precision != "second") and (received := block.values.get("received")):
        other = stamp(received, printed)
        if other.at is not None and (sent is None or sent.at is None or other.precision == "second"):
            return replace(other, text=text or received)
    return sent


def _with_damaged(group: list[Field], floor: int, lines: Lines) -> list[Field]:
    """The group with fields whose name or colon was damaged: before it, within it, and right behind it."""
    have = {f.role for f in group}
    found = list(group)
    for before, after in itertools.pairwise(group):
        for i in range(before.line + 1, after.line):
            missing = (MAIN | {"cc"}) - have - ({"from"} if before.role in ("sent", "subject") else set())
            if missing and not lines.blank(i) and not (before.role in ADDRESSES and unfinished(lines, i - 1)):
                _take(names.damaged(lines, i, missing), found, have)
    found.sort(key=lambda f: f.line)
    above = found[0].line
    while missing := _missing_above(found[0].role, have):
        following = _beside(above, -1, floor, lines)
        if following is None:
            break
        above = following
        if _take(names.damaged(lines, above, missing), found, have):
            found.sort(key=lambda f: f.line)
        elif found[0].line - above > _MOST or "to" not in missing or not address_like(lines, above):
            break
    below = found[-1].line
    while (missing := frozenset({"subject", "to", "cc", "sent"}) - have) & MAIN:
        following = _beside(below, 1, lines.count - 1, lines)
        if following is None or not _take(names.damaged(lines, following, missing), found, have):
            break
        below = following
    return found


def _missing_above(first: str, have: set[str]) -> frozenset[str]:
    """What may still stand above the first field found: an export writes ``To`` and ``Cc`` above ``From``."""
    if "from" not in have:
        return (MAIN | {"cc"}) - have
    return frozenset({"to", "cc"}) - have if first in ("from", "cc") and "to" not in have else frozenset()


def _take(extra: Field | None, found: list[Field], have: set[str]) -> bool:
    if extra is None:
        return False
    found.append(extra)
    have.add(extra.role)
    return True


def _beside(line: int, step: int, bound: int, lines: Lines) -> int | None:
    """The next line with text before or behind a field, over one blank line or over a page break and its heads."""
    i, broken = line + step, False
    while (i > bound - 1 if step < 0 else i <= bound) and abs(i - line) < 10:
        if i in lines.page_ends:
            broken = True
        elif not lines.furniture(i) and not (broken and lines.running_head(i, -1, 1)):
            return i
        elif not lines.blank(i) and not broken and not lines.rule(i):
            broken = lines.running_head(i, -1, 1)
        if not broken and abs(i - line) > 1 and not _breaks_ahead(i, step, lines):
            return None
        i += step
    return None


def _breaks_ahead(i: int, step: int, lines: Lines) -> bool:
    """Whether a page ends within the next few lines in the direction ``step``."""
    return any(i + k * step in lines.page_ends for k in range(1, 6))


def separator_above(line: int, floor: int, lines: Lines) -> int | None:
    """The line that announces the header beginning on ``line``, not above ``floor``; None where none does."""
    i = line - 1
    while i >= floor and (lines.blank(i) and line - i < 4):
        i -= 1
    if i >= floor and not separator(lines[i]) and any(k in lines.page_ends for k in range(max(floor, line - 8), line)):
        while i >= floor and line - i < 10 and (lines.furniture(i) or lines.running_head(i, -1, 1)):
            i -= 1
    return i if i >= floor and separator(lines[i]) else None


def _values(group: list[Field], lines: Lines, last: int | None = None) -> dict[str, str]:
    values: dict[str, str] = {}
    for k, item in enumerate(group):
        if k + 1 < len(group):
            stop = group[k + 1].line
            end = group[k + 1].start if stop == item.line else lines.end(stop - 1)
        else:
            stop = (last if last is not None else item.line) + 1
            end = lines.end(stop - 1)
        pieces = [lines.text[item.value : min(end, lines.end(item.line))]]
        pieces += [lines[i].lstrip(" \t>|") for i in range(item.line + 1, stop) if not lines.furniture(i)]
        values.setdefault(item.role, clean(" ".join(pieces)))
    return values


def _is_header(block: Block, lines: Lines, separated: bool, chained: bool) -> bool:
    roles = block.roles & (MAIN | {"cc"})
    if len(roles) < 2 or not roles & {"from", "to"} or roles <= {"to", "cc"}:
        return False
    sent = stamp(block.values.get("sent", ""), block.style == "printed") if "sent" in roles else None
    timed = sent is not None and sent.at is not None and sent.precision != "day"
    clocked = "sent" in roles and bool(_TIME_OF_DAY.search(block.values["sent"]))
    if "from" in roles and (timed or clocked):
        return True
    if timed:
        return roles >= {"sent", "to"} or roles >= {"sent", "subject"}
    addressed = any("@" in block.values.get(r, "") for r in ("from", "to", "cc"))
    if len(roles) >= 3 and "from" in roles:
        near = block.fields[-1].line - block.fields[0].line <= 2 * len(block.fields) + 2
        mail = addressed or separated or chained or bool(bare(block.values.get("subject", ""))[1])
        named = any(f.role == "sent" and fold(f.name) not in ("datum", "date") for f in block.fields)
        blanked = (
            block.wide
            and not block.values.get("sent")
            and block.roles >= MAIN
            and fold(_name_of(block, "subject")) != "betreft"
        )
        return near and (mail or named or blanked or block.roles >= {"from", "to", "subject", "cc", "sent"})
    return separated and "from" in roles


def _name_of(block: Block, role: str) -> str:
    return next((f.name for f in block.fields if f.role == role), "")


def _is_wide(group: list[Field], lines: Lines) -> bool:
    """At least two of the names are followed by a gap and then a value."""
    gaps = sum(
        lines.text[f.value - 1 : f.value + 3].startswith("    ") or lines.text[f.value : f.value + 4] == "    "
        for f in group
    )
    return gaps >= 2


def _style(block: Block) -> str:
    """``printed`` for the header that an export prints above a message: ``To`` first, or ``Received`` in it."""
    order = [f.role for f in block.fields if f.role in MAIN]
    english = any(fold(f.name) in ("to", "from", "sent", "subject") for f in block.fields)
    if english and (order[:2] == ["to", "from"] or order[:1] == ["to"] or "received" in block.roles):
        return "printed"
    return "quoted"
