"""``draad register import --tk``: the Tweede Kamer's commitments, as a document of the dossier and as items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from draad.commands.listing import tell
from draad.commands.place import opened
from draad.commands.register.trading import carry_out
from draad.errors import ImportRefusedError, UsageError
from draad.register.working import now
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import Dossier, ItemView, NewItem
    from draad.records import Document, Span
    from draad.register.imports.plan import Plan
    from draad.register.imports.tk import Commitment

WHAT = "import-tk"


@dataclass
class _Work:
    """One import: the dossier, the commitments of the file, and what is to be done."""

    dossier: Dossier
    commitments: Sequence[Commitment]
    plan: Plan
    new: dict[int, NewItem]
    """By the number of the commitment in the file; each without its place until the file is in the dossier."""

    def is_taken(self, partly: bool) -> bool:
        """True where something is to be written, and nothing stands in its way."""
        return bool(self.new or self.plan.edits) and (partly or not self.plan.problems)


def take_in_tk(place: Path, file: Path, *, who: str, partly: bool, dry_run: bool, as_json: bool) -> int:
    """Take commitments in: new ones as items, those known by their number brought up to date, and their links.

    A second import of the same file changes nothing. The file comes into the dossier once it is known that something of
    it is taken. Raises InputError for a file that is none, DossierBusyError.
    """
    from draad.register.imports.plan import Plan
    from draad.register.imports.tk import parse

    data = file.read_bytes()
    commitments = parse(data)
    with opened(place) as dossier:
        work = _Work(dossier, commitments, Plan(rows=len(commitments)), {})
        _plan(work)
    taken = not dry_run and work.is_taken(partly)
    if taken:
        _ingest(place, file)
    with opened(place) as dossier:
        work.dossier = dossier
        if taken:
            _place(work, *_document(dossier, data, commitments))
        at = now()
        told = {"partly": partly, "dry_run": dry_run, "as_json": as_json}
        code = carry_out(dossier, work.plan, [*work.new.values()], who=who, what=WHAT, at=at, **told)
        if not dry_run:
            _link(work, who, at)
    return code


def _ingest(place: Path, file: Path) -> None:
    """The file as a source and a document of the dossier, by the ordinary way in: its bytes are kept by their hash."""
    from draad.read import ReadOptions
    from draad.read.kind import stem_of
    from draad.register.imports import tk
    from draad.run import IngestOptions, ingest
    from draad.run.stages import default_stages

    def read(data: bytes, name: str, shown: str, source: str, options: ReadOptions) -> list[Document]:
        return tk.read(data, stem_of(name), shown, source)

    ingest(place, [file], IngestOptions(jobs=1), stages=replace(default_stages(), read=read, split=tk.split))


def _document(dossier: Dossier, data: bytes, commitments: Sequence[Commitment]) -> tuple[int, list[Span]]:
    """The document of the file, and where each commitment stands in it. Raises ImportRefusedError."""
    from draad.register.imports.tk import text_of

    source = sha256(data).hexdigest()
    found = [view for view in dossier.documents() if view.source == source and view.kind == "register"]
    text, spans = text_of(commitments)
    if not found or dossier.text(found[0].id) != text:
        raise ImportRefusedError(spoken()("kamer.other-document"), spoken()("kamer.other-document-cure"))
    return found[0].id, spans


def known_by_number(dossier: Dossier) -> dict[str, ItemView]:
    """The commitments of the register that have a number."""
    from draad.dossier import ItemFilter

    items = dossier.items(ItemFilter(kinds=("commitment",)))
    return {item.number: item for item in items if item.number}


def _place(work: _Work, document: int, spans: Sequence[Span]) -> None:
    """Gives each new item its place in the document of the file."""
    work.new = {at: replace(item, document=document, span=spans[at]) for at, item in work.new.items()}


def _plan(work: _Work) -> None:
    """What is new and what changed."""
    from draad.dossier import NewItem
    from draad.office.opening import Problem
    from draad.register.imports import tk

    known, met, say = known_by_number(work.dossier), set[str](), spoken()
    for at, one in enumerate(work.commitments):
        if one.deleted or one.number in met:
            key = "kamer.deleted" if one.deleted else "kamer.twice"
            work.plan.notices.append(Problem(one.number, say(key)))
            continue
        met.add(one.number)
        if not one.known:
            work.plan.notices.append(Problem(one.number, say("kamer.unknown-status", status=one.status_text or "–")))
        if one.number in known:
            _update(work, known[one.number], one)
            continue
        work.new[at] = NewItem(
            "commitment",
            0,
            (0, 0),
            owner=tk.owner(one),
            counterparty=(tk.COUNTERPARTY, *one.to),
            due=tk.due(one),
            number=one.number,
            note=tk.note(one),
            said=one.made,
            status=one.status,
        )


def _update(work: _Work, item: ItemView, one: Commitment) -> None:
    """A commitment that is known: its status, unless a person set that; its words stay those of its document."""
    from draad.office.opening import Problem
    from draad.register.imports import tk
    from draad.register.imports.plan import Edit, changes_to

    say = spoken()
    if one.text and " ".join(item.text.split()) != one.text:
        work.plan.notices.append(Problem(one.number, say("kamer.other-text")))
    if one.status == item.status:
        return
    log = work.dossier.item_changes(item.id)
    set_by = [change for change in log if "status" in change.after and "link" not in change.after]
    if set_by and (set_by[-1].what not in ("new", WHAT)):
        stands = {"who": set_by[-1].who, "ours": say(f"status.{item.status}"), "theirs": one.status_text}
        work.plan.notices.append(Problem(one.number, say("kamer.set-by-person", **stands)))
        return
    told = tk.note(one)
    fields = {"note": "\n".join(filter(None, (item.note, told)))} if told and told not in item.note else {}
    try:
        work.plan.edits.append(Edit(item, changes_to(item, one.status, fields), one.number))
    except UsageError as error:
        work.plan.problems.append(Problem(one.number, error.message, error.cure))


def _link(work: _Work, who: str, at: str) -> None:
    """Repetitions and changes as links, where both commitments are in the register; one that stands is left alone."""
    items = known_by_number(work.dossier)
    by_id = {one.id: items[one.number].id for one in work.commitments if one.number in items}
    by_any: Mapping[str, int] = {**{number: item.id for number, item in items.items()}, **by_id}
    stands = {(link.kind, link.source, link.target) for link in work.dossier.item_links()}
    new: list[tuple[str, int, int]] = []
    missing = 0
    for one in work.commitments:
        for tie in one.ties:
            ends = (by_any.get(one.id), by_any.get(tie.other))
            source, target = ends if tie.to else ends[::-1]
            if source is None or target is None or source == target:
                missing += 1
            elif (tie.kind, source, target) not in stands:
                new.append((tie.kind, source, target))
                stands.add(new[-1])
    with work.dossier.together():
        for link in new:
            work.dossier.link_items(*link, who=who, at=at)
    say = spoken()
    if new:
        tell(say("kamer.linked", count=say.count("link", len(new))))
    if missing:
        tell(say("kamer.not-linked", count=say.count("link", missing)))
