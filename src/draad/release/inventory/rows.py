"""The rows of the inventory list: of each document what may be told of it, and what was decided."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from draad.dossier.codec import read_mark_code
from draad.dossier.redactions import Judged, Judgement, ReleaseSettings
from draad.release.inventory.doubles import doubles
from draad.release.inventory.facts import SILENT, Fact, facts
from draad.release.inventory.told import office, parties, party
from draad.release.inventory.tops import Said
from draad.release.inventory.withheld import Withheld, withheld_in
from draad.show.plain import one_line

if TYPE_CHECKING:
    from draad.dossier import Dossier

Order = Literal["number", "date"]
_PIECES = re.compile(r"(\d+)|(\D+)")
_NO_ID = re.compile(r"[^A-Za-z0-9.]+")
_NAMED = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One document on the list.

    Nothing in it tells what is withheld, but for ``name`` and ``subject``, which are for officers alone.
    """

    document: int
    """The dossier's own identifier; never written into a list (it depends on the bytes of the original)."""
    name: str
    """The name of the file that was given: for officers."""
    subject: str
    """The subject or title as the document prints it: for officers."""
    number: str
    id: str
    """The number in letters, digits and dots: the released file is named after it."""
    day: str | None
    time: str | None
    kind: str
    """As ``records.DocumentKind``."""
    attached: bool
    media: str
    path_ending: str
    pages: int
    title: str
    """Empty where there is none that may be told."""
    own_title: bool
    """Whether an officer gave it."""
    sender: str
    to: tuple[str, ...]
    judgement: Judged
    own_judgement: bool
    """Whether an officer gave it."""
    grounds: tuple[str, ...]
    """Codes, ``woo 5.1.2.e``."""
    silent: tuple[str, ...]
    """Marks that name no ground: ``scope``, ``duplicate``."""
    suspended: bool
    thread: int | None
    """A conversation's number in this list, from 1."""
    family: int
    """Equal for a mail and its attachments, from 1."""
    doubles: tuple[str, ...]
    """Numbers of the documents in which all of it stands."""
    explanation: str
    remarks: str
    link: str
    matter: str
    version: int
    """Of the judgement, for saving it."""

    @property
    def released(self) -> bool:
        """Whether a file of it is published now."""
        return self.judgement in ("public", "partly") and not self.suspended


def rows(
    dossier: Dossier,
    order: Order = "number",
    known: Sequence[Fact] | None = None,
    withheld: Withheld | None = None,
) -> list[Row]:
    """The whole list, in the order of its numbers (where officers gave none, of time) or of time.

    ``known`` are the facts of the dossier where somebody has them at hand: reading them is most of the work. Likewise
    ``withheld``.
    """
    return made(
        facts(dossier) if known is None else known,
        inclusive={one for thread in dossier.threads() for one in thread.inclusive},
        withheld=withheld_in(dossier) if withheld is None else withheld,
        judgements=dossier.judgements(),
        shown=names_shown(dossier),
        settings=dossier.release_settings(),
        order=order,
    )


def fix_numbers(dossier: Dossier, listed: Sequence[Row], who: str) -> int:
    """Gives each document without a number of its own the one that it has on the list now; how many they were."""
    said = dossier.judgements()
    loose = [row for row in listed if not said.get(row.document, Judgement()).number]
    with dossier.together():
        for row in loose:
            dossier.judge(row.document, {"number": row.number}, who=who)
    return len(loose)


def names_shown(dossier: Dossier) -> frozenset[str]:
    """The names, in lower case, that officers left visible because of a public office."""
    return frozenset(" ".join(one.name.split()).casefold() for one in dossier.visible() if one.shown)


def made(
    known: Iterable[Fact],
    *,
    inclusive: Collection[int],
    withheld: Withheld,
    judgements: Mapping[int, Judgement],
    shown: frozenset[str],
    settings: ReleaseSettings,
    order: Order = "number",
) -> list[Row]:
    """The rows of these documents, from what is known of them and what was decided."""
    by_time = in_time(known)
    numbers = numbered(by_time, judgements)
    ordered = sorted(by_time, key=lambda fact: natural(numbers[fact.document])) if order == "number" else by_time
    repeats = doubles(ordered, inclusive)
    threads = _places(fact.thread for fact in ordered if fact.thread is not None)
    families = _places(fact.attached_to or fact.document for fact in ordered)
    made_rows = []
    for fact in ordered:
        judgement = judgements.get(fact.document, Judgement())
        row = _row(fact, judgement, numbers[fact.document], withheld, shown)
        made_rows.append(
            replace(
                row,
                thread=None if fact.thread is None else threads[fact.thread],
                family=families[fact.attached_to or fact.document],
                doubles=tuple(numbers[one] for one in repeats.get(fact.document, ())),
                matter=judgement.matter or settings.matter,
            )
        )
    return made_rows


def in_time(known: Iterable[Fact]) -> list[Fact]:
    """By time, attachments right behind their mail; what has no day comes last, by name."""
    held = {fact.document: fact for fact in known}

    def key(fact: Fact) -> tuple[object, ...]:
        mail = held.get(fact.attached_to, fact) if fact.attached_to is not None else fact
        moment = (mail.day is None, mail.day or "", mail.at or 0, mail.name, mail.document)
        return (*moment, fact is not mail, fact.name, fact.document)

    return sorted(held.values(), key=key)


def numbered(ordered: Sequence[Fact], judgements: Mapping[int, Judgement]) -> dict[int, str]:
    """The number of each document: the one it was given, else the next one after all that were given."""
    given = {document: one.number.strip() for document, one in judgements.items() if one.number.strip()}
    highest = max((int(found[0]) for number in given.values() if (found := re.match(r"\d+", number))), default=0)
    numbers: dict[int, str] = {}
    for fact in ordered:
        if fact.document not in given:
            highest += 1
        numbers[fact.document] = given.get(fact.document) or str(highest)
    return numbers


def natural(number: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts ``2`` before ``10`` and ``10a`` behind it."""
    return tuple((0, int(digits), "") if digits else (1, 0, word) for digits, word in _PIECES.findall(number))


def id_of(number: str) -> str:
    """A number as the name of a file and as the platform takes it: letters, digits and dots."""
    return _NO_ID.sub("", number)[:100]


def _places(identifiers: Iterable[int]) -> dict[int, int]:
    return {one: n for n, one in enumerate(dict.fromkeys(identifiers), 1)}


def _row(fact: Fact, judgement: Judgement, number: str, withheld: Withheld, shown: frozenset[str]) -> Row:
    document = fact.document
    decided = judgement.judgement
    grounds, silent = _grounds(fact, judgement, withheld)
    judged: Judged = decided or ("partly" if grounds or withheld.of(document) or _marked(fact) else "public")
    left = withheld.visible(fact.head.text, fact.head.span, document) if fact.head else ""
    kept_back = judged == "withheld"
    dated = _dated(fact, left, withheld)
    return Row(
        document=document,
        name=fact.name,
        subject=fact.title,
        number=number,
        id=id_of(number),
        day=fact.day if dated else None,
        time=fact.time if dated else None,
        kind=fact.kind,
        attached=fact.attached_to is not None,
        media=fact.media,
        path_ending=fact.path.rpartition(".")[2].lower() if "." in fact.path else "",
        pages=fact.pages,
        title=one_line(judgement.title) or ("" if kept_back else _title(fact, left, withheld)),
        own_title=bool(judgement.title.strip()),
        sender="" if kept_back else _sender(fact, left, withheld, shown),
        to=() if kept_back else _to(fact, left, withheld, shown),
        judgement=judged,
        own_judgement=bool(decided),
        grounds=grounds,
        silent=silent,
        suspended=judgement.suspended,
        thread=None,
        family=1,
        doubles=(),
        explanation=judgement.explanation.strip(),
        remarks=judgement.remarks.strip(),
        link=judgement.link.strip(),
        matter="",
        version=judgement.version,
    )


def _dated(fact: Fact, left: str, withheld: Withheld) -> bool:
    """Whether the day that the document prints is left in it."""
    if fact.head is not None:
        return not fact.head.sent_text or one_line(fact.head.sent_text) in one_line(left)
    date = fact.top.date if fact.top else None
    return date is None or _whole(date, fact.document, withheld)


def _whole(said: Said, document: int, withheld: Withheld) -> bool:
    """Whether nothing of these words is withheld, at their place or as words."""
    return withheld.visible(said.text, said.span, document) == said.text and not withheld.holds(said.text, document)


def _sender(fact: Fact, left: str, withheld: Withheld, shown: frozenset[str]) -> str:
    if fact.head is not None:
        return party(fact.head.sender, left, shown) if fact.head.sender else ""
    return _office(fact.top.sender if fact.top else None, fact.document, withheld)


def _to(fact: Fact, left: str, withheld: Withheld, shown: frozenset[str]) -> tuple[str, ...]:
    if fact.head is not None:
        return parties(fact.head.to, left, shown)
    told = _office(fact.top.to if fact.top else None, fact.document, withheld)
    return (told,) if told else ()


def _office(said: Said | None, document: int, withheld: Withheld) -> str:
    """What may be told of somebody in the top of a document of which what is withheld is taken out."""
    if said is None:
        return ""
    left = withheld.visible(said.text, said.span, document)
    return withheld.mask(office(left), document) if left.strip() else ""


def _title(fact: Fact, left: str, withheld: Withheld) -> str:
    """The subject as far as it is left, or the report's title, or the name of the file; words withheld are masked."""
    own = fact.top.title if fact.top else None
    if own is not None and fact.title == one_line(own.text):
        left = withheld.visible(own.text, own.span, fact.document)
    elif fact.title and (fact.head is None or not fact.head.subject):
        return withheld.mask(fact.title, fact.document)
    if fact.title:
        # Where a piece of the subject was taken out, what is masked by its words alone may tell too much.
        whole = one_line(fact.title) in one_line(left)
        masked = withheld.mask(fact.title, fact.document)
        return masked if whole or masked != fact.title else ""
    named = " ".join(_NAMED.sub(" ", fact.name).split())
    return "" if withheld.hinted(named) else withheld.mask(named, fact.document)


def _grounds(fact: Fact, judgement: Judgement, withheld: Withheld) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The grounds of what is withheld, printed before or accepted now, as codes; and the marks that name none."""
    codes = set(withheld.grounds(fact.document)) | {one.strip() for one in judgement.grounds if one.strip()}
    silent = set()
    for code in fact.marks:
        if code.kind in SILENT:
            silent.add(code.kind)
        elif code.article:
            codes.add(f"{code.law or '?'} {code.article}")
    silent |= codes & set(SILENT)
    codes -= silent
    return tuple(sorted(codes, key=_by_law)), tuple(sorted(silent))


def _by_law(code: str) -> tuple[object, ...]:
    read = read_mark_code(code)
    return (read.law != "woo", natural(read.article or code), code)


def _marked(fact: Fact) -> bool:
    """Whether something is withheld in what was given already, as by a black bar without a ground."""
    return any(code.kind not in SILENT for code in fact.marks)
