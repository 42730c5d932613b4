"""Documents on paper: a printed message with the chain beneath it, line by line, and the truth about each copy."""

from __future__ import annotations

from random import Random

from draad.sample import headers, items, persons, secrets
from draad.sample.headers import Header
from draad.sample.marks import Redactor, ground
from draad.sample.noise import Noise
from draad.sample.threads import Message
from draad.sample.truth import CopyTruth, Look, Part, RedactionTruth

RULES = ("---", "________________________________", "-----")
PAGE_BREAK = "\ue004"
"""A line that starts a new page, where pages are made by a renderer."""
_TOTAL = "\ue003"
"""Stands for the number of pages until it is known."""


def look(rng: Random, number: int, paged: bool = True) -> Look:
    """A look for document ``number``; without ``paged`` page breaks are left to whoever renders pages."""
    bold = rng.random() < 0.4
    day = f"{rng.randrange(1, 28)}-{rng.randrange(1, 12)}-2022 1{rng.randrange(9)}:22:17"
    web = f"file:///T/dossiers/openbaar/Doc.%20{number}.htm[{day}]"
    return Look(
        bold=bold,
        gap=rng.random() < (0.3 if bold else 0.12),
        rule=rng.choice(("", "", "", *RULES[:2], "---")),
        width=rng.choice((0, 0, 0, 74, 90, 110)),
        page=rng.choice((0, 0, 0, 0, 48, 55, 62)) if paged else 0,
        furniture=rng.randrange(5),
        stamp=rng.choice((f"Doc. {number}", f"{number:04d}", web)),
        preface=rng.randrange(8),
        tight=rng.random() < 0.02,
        tail=rng.randrange(1, 7) if paged and rng.random() < 0.06 else 0,
    )


def wrapped(text: str, width: int, hang: str = "") -> list[str]:
    """``text`` in lines of at most ``width``, broken at blanks; signs count as characters."""
    if not width or len(text) <= width:
        return [text]
    lines: list[str] = []
    least = 12
    while len(text) > width:
        cut = text.rfind(" ", least, width + 1)
        if cut < 0:
            cut = text.find(" ", width)
            if cut < 0:
                break
        lines.append(text[:cut])
        text = hang + text[cut + 1 :]
        least = max(12, len(hang))  # broken within its own blanks, a word longer than the line would never end
    lines.append(text)
    return lines


class Sheet:
    """Lines as they are written, with page breaks falling where they fall."""

    def __init__(self, style: Look, running: str) -> None:
        self.look = style
        self.running = running
        self.lines: list[str] = []
        self.pages = 1
        self.furniture: set[int] = set()
        """Numbers of the lines that a page break left."""
        self._on_page = 0

    def put(self, line: str) -> int:
        """Write one line; its number."""
        if self.look.page and self._on_page >= self.look.page:
            self.turn()
        self._on_page += 1
        self.lines.append(line)
        return len(self.lines)

    def turn(self) -> None:
        """A page break as OCR leaves it in text: a rule, a page number, a running head, a stamp."""
        self._foot()
        self.pages += 1
        self._on_page = 0

    def _foot(self) -> None:
        page = str(self.pages)
        forms = (["---"], [f"Pagina {page} van {_TOTAL}"], [page], [self.look.stamp], [page, "", self.running])
        first = len(self.lines) + 1
        self.lines += ["", *forms[self.look.furniture], ""]
        self.furniture.update(range(first, len(self.lines) + 1))

    def close(self) -> None:
        """What stands below the last line: the foot of the page, or rules where OCR saw empty pages."""
        if self.look.tail:
            self.lines += ["", "---"] * self.look.tail
        elif self.look.page:
            self._foot()

    def finish(self) -> None:
        """Fill in the number of pages."""
        if self.look.furniture == 1:
            self.lines = [line.replace(_TOTAL, str(self.pages)) for line in self.lines]


def _field_lines(header: Header, style: Look, width: int, rng: Random) -> list[str]:
    lines: list[str] = [header.above] if header.above else []
    if header.above_gap:
        lines.append("")
    pad = 16 if header.style == "printed_nl_wide" else 0
    long = rng.choice((72, 86, 100, 120))
    for label, value in header.fields or ():
        name = f"{label}{header.colon}"
        text = f"**{name}** {value}" if style.bold else f"{name:<{pad}}{'' if pad else ' '}{value}"
        limit = min(width or 400, long) if len(value) > 160 else width
        folded = [line.rstrip() for line in wrapped(text, limit, " " * pad)]
        for at, line in enumerate(folded):
            lines.append(line + ("  " if style.bold and not style.gap else ""))
            if at + 1 < len(folded) and style.gap and rng.random() < 0.3:
                lines.append("")
        if style.gap:
            lines.append("")
    if style.gap and lines and not lines[-1]:
        lines.pop()
    lines += header.extra
    return lines


def header_lines(header: Header, style: Look, width: int, rng: Random) -> list[str]:
    """The header laid out, from its first line to its last."""
    if header.fields is not None:
        return _field_lines(header, style, width, rng)
    narrow = rng.choice((0, 76, 76, 60, 44, 30))
    return wrapped(header.intro, min(width, narrow) if width and narrow else width or narrow)


def _is_rule(line: str) -> bool:
    return not line.strip("-_*=. \t")


class Printer:
    """Writes mails onto a sheet."""

    def __init__(self, sheet: Sheet, rng: Random, redactor: Redactor) -> None:
        self.sheet, self.rng, self.redactor = sheet, rng, redactor
        self.left = 0
        """Lines left of the body now printed; 0 for all."""
        self.cut = False
        """Whether the body now printed stops halfway."""

    def _span(self, lines: list[str], prefix: str) -> tuple[int, int] | None:
        """Write lines; first and last that hold something other than blanks and rules."""
        first = last = 0
        put, bare = self.sheet.put, prefix.rstrip()
        for line in lines:
            if not line:
                put(bare)
                continue
            number = put(prefix + line)
            if not _is_rule(line):
                first, last = first or number, number
        return (first, last) if first else None

    def _copy(self, message: Message, style: str, outer: str, prefix: str, depth: int) -> CopyTruth:
        rng, look_, redactor = self.rng, self.sheet.look, self.redactor
        redactor.turn(message.id)
        header = headers.header(message, style, rng, redactor)
        width = max(28, look_.width - len(prefix)) if look_.width else 0
        own = header_lines(header, look_, width, rng)
        at_header = self._header_span(own, outer, prefix if header.fields else outer) if own else None
        if own and not look_.tight:
            self.sheet.put(prefix.rstrip())
        body = redactor.body(message.body[: self.left] if self.left else message.body)
        if width:
            body = [piece for line in body for piece in wrapped(line, width)]
        if self.cut:
            body = _cut_short(body, rng)
        at_body = self._span(body, prefix)
        return CopyTruth(
            "",
            0,
            at_header,
            at_body,
            header.sent,
            header.subject,
            header.from_domain,
            header.to,
            header.cc,
            0,
            message.id,
            message.thread,
            message.parent.id if message.parent else None,
            depth,
            style,
            at=message.at,
            said=message.said,
            to_domain=header.to_domain,
            senders=(message.sender,),
            addressees=message.to,
        )

    def _header_span(self, lines: list[str], outer: str, prefix: str) -> tuple[int, int]:
        """Write a header: its first line stands outside the quotation that it opens, a sentence does as a whole."""
        put = self.sheet.put
        numbers = [put(outer + lines[0])]
        numbers += [put(prefix + line if line else prefix.rstrip()) for line in lines[1:]]
        return numbers[0], numbers[-1]

    def _between(self, prefix: str) -> None:
        put, style = self.sheet.put, self.sheet.look
        put(prefix.rstrip())
        if style.rule and self.rng.random() < 0.85:
            put(prefix + style.rule)
            put(prefix.rstrip())

    def mail(self, message: Message, printed_style: str, trim: int, cut: bool) -> list[CopyTruth]:
        """The printed message and at most ``trim`` messages beneath it; ``cut``: the last one stops halfway."""
        chain = chain_of(message, trim)
        copies, outer, prefix, self.left = [], "", "", 0
        style = printed_style
        for depth, part in enumerate(chain):
            if depth:
                self._between(outer)
            self.cut = cut and depth == len(chain) - 1
            copies.append(self._copy(part, style, outer, prefix, depth))
            self.left = part.trims
            style, outer, prefix = part.style, prefix, prefix + part.prefix
        return copies


def chain_of(message: Message, trim: int) -> list[Message]:
    """The message and what stays quoted beneath it, newest first."""
    chain, left = [message], trim
    while chain[-1].parent is not None:
        left = min(left, chain[-1].keeps)
        if left <= 0:
            break
        left -= 1
        chain.append(chain[-1].parent)
    return chain


def _cut_short(lines: list[str], rng: Random) -> list[str]:
    if len(lines) < 4:
        return lines
    kept = lines[: rng.randrange(2, len(lines))]
    while len(kept) > 1 and (not kept[-1] or _is_rule(kept[-1])):
        kept.pop()
    last = kept[-1]
    half = last.rfind(" ", 0, max(20, len(last) // 2))
    if half > 20 and not secrets.PRINTED_MARK.search(last):
        kept[-1] = last[:half]
    return kept


def settle(sheet: Sheet, parts: list[Part], noise: Noise | None) -> list[str]:
    """The lines as printed, damaged where wanted; fills in each part's marks and what its sentences say.

    Signs of marks stay in for renderers.
    """
    sheet.finish()
    lines = [noise.line(line) for line in sheet.lines] if noise else sheet.lines
    lines = persons.locate(lines, parts)
    items.locate(lines, parts, sheet.furniture)
    lines = [items.bare(line) for line in lines]
    counts = [0] * (len(lines) + 2)
    at = 0
    for number, line in enumerate(lines, 1):
        if secrets.MARK not in line:
            continue
        while at + 1 < len(parts) and number > parts[at].last:
            at += 1
        for found in secrets.PRINTED_MARK.finditer(line):
            counts[number] += 1
            kind, law, article = ground(found[1])
            parts[at].redactions.append(
                RedactionTruth("", number, found[2].replace(secrets.HARD_SPACE, " "), kind, law, article)
            )
    for part in parts:
        for copy in part.copies:
            copy.marks = sum(sum(counts[span[0] : span[1] + 1]) for span in (copy.header, copy.body) if span)
    return lines
