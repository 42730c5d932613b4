"""The pseudonyms of a dossier: what each is or will be, drawing them, and what stands in the way.

What stood in a file that was made stays what it is. A pseudonym that nobody outside has seen follows the rule as long
as it names a unit, and is drawn anew where the rule no longer gives that unit; one without a unit stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from draad.dossier.redactions import Pseudonym, RedactionFilter, RedactionView, ReleaseSettings
from draad.errors import PseudonymError, UsageError
from draad.read.pdf import COVERED
from draad.release.inventory.withheld import Withheld, telling_words, withheld_in
from draad.release.pseudonyms.choosing import Choice, People, Seen, choose, seen
from draad.release.pseudonyms.labels import noun, unit_of
from draad.release.pseudonyms.standing import Looked, look

if TYPE_CHECKING:
    from draad.dossier import Dossier

KINDS = frozenset(("person", "mailbox", "signature"))
"""What a pseudonym stands for; only of a person's name a unit can be known."""
_AT_ONCE = 64
"""Documents that are held together."""
_MOST_NAMES = 3


class Person(NamedTuple):
    """Somebody who is withheld: officers' data."""

    value: int
    kind: str
    names: tuple[str, ...]
    """As they stand, the most frequent first."""
    places: int
    held: Pseudonym | None
    """What was drawn."""
    unit: str
    """That the pseudonym names, or will name when it is drawn; empty for none."""
    choice: Choice
    """What the rule, or an officer, gives, and why."""
    chosen: str | None
    """What an officer said; None for nothing."""
    offered: tuple[str, ...]
    """Units among which an officer may choose."""
    telling: bool
    """Whether the pseudonym was printed with a unit that is not told by the release any more."""

    @property
    def stays(self) -> bool:
        """Whether what was drawn is what will be printed."""
        return self.held is not None and unit_of(self.held.label) == self.unit


class Evidence(NamedTuple):
    """Where a unit stands beside somebody's pseudonym."""

    document: int
    page: int


@dataclass(frozen=True)
class Plan:
    """What is printed for whom."""

    persons: tuple[Person, ...]
    evidence: Mapping[int, tuple[Evidence, ...]]
    """By value, for all that get their unit by the rule."""

    @property
    def telling(self) -> list[str]:
        """Printed pseudonyms that tell what is hidden now."""
        return sorted(one.held.label for one in self.persons if one.telling and one.held)


NOBODY = Plan((), {})


def plan(dossier: Dossier) -> Plan:
    """What is or will be printed for everybody who is withheld now."""
    accepted = dossier.redactions(RedactionFilter(statuses=("accepted",)))
    named: dict[int, list[RedactionView]] = defaultdict(list)
    for one in accepted:
        if one.value and one.kind in KINDS:
            named[one.value].append(one)
    held = {value: one for value, one in dossier.held_pseudonyms().items() if value in named}
    settings = dossier.release_settings()
    chosen = dossier.person_units()
    told = Seen({}, {}, {}, {}, {})
    if settings.directorates or any(unit_of(one.label) for one in held.values()):
        told = _told(dossier, accepted, {unit for one in held.values() if (unit := unit_of(one.label))})
    choices = _choices(settings, told, named, held, chosen)
    persons = []
    for value, views in named.items():
        is_telling, unit, choice = _settled(told, value, held.get(value), choices[value], chosen.get(value))
        names = [name for name, _ in Counter(" ".join(one.text.split()) for one in views).most_common(_MOST_NAMES)]
        persons.append(
            Person(
                value, views[0].kind, tuple(names), len(views), held.get(value), unit, choice, chosen.get(value),
                tuple(told.offered(value)), is_telling,
            )
        )  # fmt: skip
    persons.sort(key=lambda one: (one.names[:1], one.value))
    evidence = {
        one.value: tuple(dict.fromkeys(Evidence(tie.document, tie.page) for tie in told.ties.get(one.value, ())))
        for one in persons
        if one.unit and one.choice.why == "rule"
    }
    return Plan(tuple(persons), evidence)


def _choices(
    settings: ReleaseSettings,
    told: Seen,
    named: Mapping[int, Sequence[RedactionView]],
    held: Mapping[int, Pseudonym],
    chosen: Mapping[int, str],
) -> dict[int, Choice]:
    if not settings.directorates:
        return dict.fromkeys(named, Choice("", "off"))
    words = {
        value: frozenset(word for one in views for word in telling_words(one))
        for value, views in named.items()
        if views[0].kind == "person"
    }
    drawn = {value: unit_of(one.label) for value, one in held.items()}
    made = choose(told, People(words), chosen, settings.directorate_least, drawn)
    return {value: made.get(value, Choice("", "unseen")) for value in named}


def _settled(
    told: Seen, value: int, held: Pseudonym | None, choice: Choice, chosen: str | None
) -> tuple[bool, str, Choice]:
    """Whether what was printed tells too much, the unit that is printed, and what the rule gives."""
    if held is None:
        return False, choice.unit, choice
    unit = unit_of(held.label)
    if held.printed:
        return bool(unit) and not told.tells(value, unit, chosen=chosen == unit), unit, choice
    if not unit and choice.unit:
        return False, "", Choice("", "drawn")
    return False, unit if unit == choice.unit else choice.unit, choice


def telling(dossier: Dossier) -> list[str]:
    """Printed pseudonyms that tell what is hidden now; quick where none names a unit."""
    if not dossier.release_settings().pseudonyms:
        return []
    if not any(one.printed and unit_of(one.label) for one in dossier.held_pseudonyms().values()):
        return []
    return plan(dossier).telling


# ── the documents ───────────────────────────────────────────────────────────────────────────────────────────


def _told(dossier: Dossier, accepted: Sequence[RedactionView], used: Collection[str]) -> Seen:
    """What all documents that are released tell together."""
    withheld = withheld_in(dossier, accepted)
    return seen(_looked(dossier, accepted, withheld), used, withheld.hinted)


def _looked(dossier: Dossier, accepted: Iterable[RedactionView], withheld: Withheld) -> Iterator[Looked]:
    judged = dossier.judgements()
    kept_back = {
        document for document, one in judged.items() if one.suspended or one.judgement in ("withheld", "already")
    }
    held: dict[int, list[RedactionView]] = defaultdict(list)
    for one in accepted:
        held[one.document].append(one)
    messages: dict[int, dict[int, int]] = defaultdict(dict)
    for places in dossier.extraction.copies_of_messages():
        for message, document, n in places:
            messages[document][n] = message
    warned = {view.id for view in dossier.documents() if any(text.startswith(COVERED) for text in view.warnings)}
    wanted = iter([document for document, _ in dossier.extraction.documents() if document not in kept_back])
    while part := list(islice(wanted, _AT_ONCE)):
        for document, split in zip(part, dossier.extraction.splits(part), strict=True):
            is_veiled = document in warned or document in withheld.blank
            boxed = withheld.boxed(document)
            yield look(split, held.get(document, ()), boxed, messages.get(document, {}), is_veiled)


# ── working ─────────────────────────────────────────────────────────────────────────────────────────────────


def draw(dossier: Dossier, known: Plan | None = None) -> dict[int, str]:
    """By value, the label under which a person goes in this release; empty where the release wants none.

    Raises PseudonymError where a label was printed with a unit that is hidden now: nothing may be made with it.
    """
    if not dossier.release_settings().pseudonyms:
        return {}
    now = plan(dossier) if known is None else known
    if now.telling:
        raise PseudonymError(", ".join(now.telling))
    changed = [one.value for one in now.persons if one.held and not one.stays]
    if changed:
        dossier.let_go_pseudonyms(changed, who="")
    labels = {one.value: one.held.label for one in now.persons if one.held and one.stays}
    missing = {one.value: " ".join(filter(None, (noun(), one.unit))) for one in now.persons if one.value not in labels}
    return labels | (dossier.pseudonyms(missing) if missing else {})


def draw_again(dossier: Dossier, who: str, *, printed: bool = False) -> dict[int, str]:
    """Draws anew what nobody outside has seen; ``printed``: also what stood in files that were made."""
    held = dossier.held_pseudonyms()
    dossier.let_go_pseudonyms([value for value, one in held.items() if printed or not one.printed], who=who)
    return draw(dossier)


def without_unit(dossier: Dossier, values: Collection[int]) -> None:
    """Draws these labels anew without a unit: what they told stood beside no printed pseudonym."""
    dossier.let_go_pseudonyms(values, who="")
    dossier.pseudonyms(dict.fromkeys(values, noun()))


def set_unit(dossier: Dossier, value: int, unit: str | None, who: str) -> None:
    """What an officer says of somebody's unit: one of those offered, empty for none, None for what the rule gives.

    A pseudonym that was drawn already is let go of where it names another unit. Raises UsageError for a unit that
    stands nowhere visible in a message with this person, or is hidden beside them, and for a pseudonym that was printed
    already, which can only lose its unit.
    """
    now = {one.value: one for one in plan(dossier).persons}
    person = now.get(value)
    if person is None:
        raise UsageError.said("no-such-person")
    if unit and unit not in person.offered:
        raise UsageError.said("unit-unseen", unit=unit, known=", ".join(person.offered) or "–")
    held = unit_of(person.held.label) if person.held else None
    if unit and person.held and person.held.printed and held != unit:
        raise UsageError.said("unit-printed", label=person.held.label)
    dossier.set_person_unit(value, unit, who=who)
    if person.held and (held if unit == "" else not person.held.printed):
        dossier.let_go_pseudonyms([value], who=who)
