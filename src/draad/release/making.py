"""The released files of one source: which pages and words go, then removal and audit. What one worker does.

Words that are withheld are sought where they stand in the source as a whole: two documents of a bundle may share a
page, and what one of them withholds must not stay because the page is given out with the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from draad.dossier.codec import read_mark_code
from draad.dossier.redactions import RedactionFilter
from draad.errors import DraadError, LayoutChangedError, UsageError
from draad.read import ReadOptions, read_bytes
from draad.read.attached import attached
from draad.read.kind import kind_of
from draad.read.pdf import COVERED
from draad.read.spots import covered_spots, spots
from draad.records import Box, Document, Page
from draad.release.audit import AuditOptions, Finding, audit
from draad.release.audit.records import finding
from draad.release.pseudonyms.drawing import KINDS, draw
from draad.release.remove import Area, Note, RemoveOptions, remove_pdf
from draad.release.remove.plain import Cut, remove_text
from draad.texts import texts

if TYPE_CHECKING:
    from draad.dossier import Dossier
    from draad.dossier.views import DocumentView
    from draad.release.inventory.rows import Row


class Released(NamedTuple):
    """A released file and the documents of the dossier that stand in it, in their order."""

    path: Path
    documents: tuple[int, ...]


class Removal(NamedTuple):
    """One accepted redaction: words of a document, or a box on a page of its source."""

    span: tuple[int, int] | None
    page: int | None
    box: tuple[float, float, float, float] | None
    label: str
    ground: str
    text: str
    """The words; empty for a box."""


class Part(NamedTuple):
    """One document of a source, and what is accepted in it; ``released`` tells whether it is given out."""

    document: Document
    removals: tuple[Removal, ...]
    released: bool


class Output(NamedTuple):
    """One file to make: its name without ending, its title, and the parts in it by their place in the task."""

    name: str
    title: str
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Task:
    """The work on one source, or on one file attached to a mail."""

    source: str
    path: Path
    """Of the original."""
    name: str
    shown: str
    """The path of the source as it was given."""
    size: int
    parts: tuple[Part, ...]
    outputs: tuple[Output, ...]
    read: ReadOptions
    signed: bool


class Made(NamedTuple):
    """One released file."""

    name: str
    documents: tuple[int, ...]
    sha256: str
    removed: int
    """Redactions applied in its documents."""
    rastered: tuple[int, ...]
    notes: tuple[Note, ...]
    findings: tuple[Finding, ...]
    labels: frozenset[tuple[int, str]] = frozenset()
    """What its boxes say, by the page of the source; page 0 for a file that was made of text."""


# ── what is to be done ──────────────────────────────────────────────────────────────────────────────────────


def tasks(
    dossier: Dossier,
    documents: Iterable[int],
    listed: Sequence[Row],
    read: ReadOptions,
    signed: bool,
    labels: Mapping[int, str] | None = None,
) -> Iterator[Task]:
    """The tasks that make the files of these documents, one for each file that holds any of them.

    ``labels``: the pseudonyms by value; they are drawn where nobody did.

    Raises UsageError where two documents would give a file of one name: one would take the place of the other.
    """
    wanted = set(documents)
    rows = {row.document: row for row in listed}
    _refuse_alike([row for row in listed if row.document in wanted])
    views = {view.id: view for view in dossier.documents()}
    files: dict[tuple[str, str], list[DocumentView]] = defaultdict(list)
    first: dict[str, DocumentView] = {}
    for view in sorted(views.values(), key=lambda view: (view.source, view.part)):
        files[view.source, view.path].append(view)
        first.setdefault(view.source, view)
    held = [view.id for own in files.values() if any(view.id in wanted for view in own) for view in own]
    removals = _removals(dossier, held, draw(dossier) if labels is None else labels)
    for (source, path), own in sorted(files.items()):
        if not any(view.id in wanted for view in own):
            continue
        parts = tuple(
            Part(document_of(dossier, view), tuple(removals.get(view.id, ())), view.id in wanted) for view in own
        )
        original = dossier.original(source)
        is_attached = any(view.attached_to is not None for view in own)
        shown = first[source].path if is_attached else path
        name = _file_name(shown)
        size = original.stat().st_size
        yield Task(source, original, name, shown, size, parts, tuple(_outputs(parts, rows)), read, signed)


def _refuse_alike(listed: Iterable[Row]) -> None:
    """Files are named after numbers, of which only letters, digits and dots are left; disks may not tell case."""
    first: dict[str, Row] = {}
    for row in listed:
        other = first.setdefault(row.id.casefold(), row)
        if other is not row or not row.id.strip("."):
            raise UsageError(
                f"The numbers {other.number!r} and {row.number!r} make the file name {row.id!r}.",
                "Give each document a number that differs from the others in its letters and digits.",
            )


def _file_name(path: str) -> str:
    """The name of a file by the path it was shown with; of a mail in an mbox that of the mbox."""
    return re.sub(r"#\d+$", "", path.rpartition("/")[2])


def document_of(dossier: Dossier, view: DocumentView) -> Document:
    """A document of the dossier with its text, pages and boxes, as ``read/`` and ``split/`` made it."""
    pages = tuple(Page(*page) for page in view.pages)  # type: ignore[arg-type] # the store keeps nothing else
    return Document(
        view.source,
        view.part,
        view.name,
        view.path,
        view.media,  # type: ignore[arg-type]
        dossier.text(view.id),
        first_line=view.first_line,
        pages=pages,
        boxes=dossier.boxes(view.id) if pages else (),
        warnings=view.warnings,
    )


def _removals(dossier: Dossier, documents: Sequence[int], labels: Mapping[int, str]) -> dict[int, list[Removal]]:
    """What is accepted in these documents, by document."""
    found: dict[int, list[Removal]] = defaultdict(list)
    if not documents:
        return found
    accepted = dossier.redactions(RedactionFilter(documents=tuple(documents), statuses=("accepted",)))
    for view in accepted:
        label = labels.get(view.value or 0) if view.kind in KINDS else ""
        label = label or label_of(view.ground)
        found[view.document].append(Removal(view.span, view.page, view.box, label, view.ground, view.text))
    return {document: list(_outermost(several)) for document, several in found.items()}


def _outermost(removals: Iterable[Removal]) -> Iterator[Removal]:
    """A place within another that goes for the same ground gets its label.

    Two pseudonyms in one box would tell that the one's name is a piece of the other's (law 2).
    """
    around: Removal | None = None
    for one in sorted(removals, key=lambda one: ((one.span or (0, 0))[0], -(one.span or (0, 0))[1])):
        if around and around.span and one.span and one.span[1] <= around.span[1] and one.ground == around.ground:
            yield one._replace(label=around.label)
        else:
            yield one
            around = one if one.span else around


def label_of(ground: str) -> str:
    """What the box says: the article, or in Dutch what else a mark may mean."""
    code = read_mark_code(ground)
    return code.article or texts("nl").get(f"apply.label.{code.kind}", code.kind)


def _outputs(parts: Sequence[Part], rows: Mapping[int, Row]) -> Iterator[Output]:
    """A file for each document that is given out; documents that share a page stand in one."""
    groups: list[list[int]] = []
    for n, part in enumerate(parts):
        if not part.released:
            continue
        own = {page.number for page in part.document.pages}
        if groups and own & {page.number for page in parts[groups[-1][-1]].document.pages}:
            groups[-1].append(n)
        else:
            groups.append([n])
    for group in groups:
        row = rows[parts[group[0]].document.id]
        yield Output(row.id, row.title, tuple(group))


# ── the work ────────────────────────────────────────────────────────────────────────────────────────────────


def load() -> None:
    """Loads the readers that the work needs: processes forked after it share them and load none for themselves."""
    from pdfminer import pdfinterp, pdfpage  # noqa: F401

    import draad.read.pdf
    import draad.release.audit.pdf
    import draad.release.remove.mining  # noqa: F401 - loaded, not used


def make(task: Task, folder: Path) -> list[Made]:
    """Makes, audits and writes the files of one task. An error names the source."""
    try:
        data = task.path.read_bytes()
        files = [(data, task.name)]
        path = task.parts[0].document.path
        if path != task.shown and kind_of(data, task.name) in ("eml", "mbox", "msg"):
            files = attached(data, task.name, task.shown, path)
        return _made(task, _right_one(task, files), folder)
    except DraadError as error:
        if path_told := task.parts[0].document.path:
            raise type(error)(f"{path_told}: {error.message}", error.cure) from error
        raise


def _right_one(task: Task, files: Sequence[tuple[bytes, str]]) -> tuple[bytes, str] | None:
    """Of attachments of one name the one that reads as the documents do; None where there are no bytes."""
    if len(files) < 2:
        return next(iter(files), None)
    for data, name in files:
        read = "".join(one.text for one in read_bytes(data, name, name, task.source, task.read))
        if all(part.document.text in read for part in task.parts):
            return data, name
    raise LayoutChangedError("The attachment is not found again in the mail.", "Ingest the mail again.")


def _made(task: Task, file: tuple[bytes, str] | None, folder: Path) -> list[Made]:
    kind = kind_of(*file) if file else "other"
    if file and kind == "pdf":
        return _from_pdf(task, file[0], folder)
    made = []
    for output in task.outputs:
        for at, n in enumerate(output.parts):
            name = output.name if not at else f"{output.name}-{at + 1}"
            made.append(
                _from_text(task.parts[n], name, output.title, file[0] if file and kind == "text" else None, folder)
            )
    return made


def _from_text(part: Part, name: str, title: str, data: bytes | None, folder: Path) -> Made:
    """A text file stays one; mail, Word and HTML become pages of their text."""
    cuts = [Cut(one.span, one.label) for one in part.removals if one.span]
    if data is not None:
        made, notes = remove_text(data, part.document, cuts)
        ending = ".md" if part.document.path.lower().endswith((".md", ".markdown")) else ".txt"
        name += ending
        return _kept(made, name, (part,), (), notes, _audited(made, name), folder)
    from draad.release.remove.mailhead import dutch
    from draad.release.remove.paper import paper

    text = part.document.text
    if part.document.media == "mail":
        text, cuts = dutch(text, cuts)
    done = paper(text, cuts, title or name)
    name += ".pdf"
    return _kept(done.data, name, (part,), (), done.notes, _audited(done.data, name), folder)


def _from_pdf(task: Task, data: bytes, folder: Path) -> list[Made]:
    areas = [area for part in task.parts for area in _areas(data, part, task.read)]
    areas += _only_drawn(data, task, areas)
    made = []
    for output in task.outputs:
        parts = [task.parts[n] for n in output.parts]
        pages = tuple(sorted({page.number for part in parts for page in part.document.pages}))
        own = [*areas, *_strangers(task.parts, set(pages))]
        words = tuple({one.text for part in task.parts for one in part.removals if one.text.strip()})
        options = RemoveOptions(
            passwords=task.read.passwords,
            signed=task.signed,
            title=output.title or output.name,
            pages=pages,
            words=words,
            read=task.read,
        )
        held = [area for area in own if area.page in pages]
        name = f"{output.name}.pdf"
        done = remove_pdf(data, held, options)
        # what the source itself hid on a page (beside it, white on white) nobody can mark: an image has none of it
        findings = _audited(done.data, name)
        hidden = {pages[one.page - 1] for one in findings if one.page and one.severity == "leak"}
        unread = {pages[one.page - 1] for one in findings if one.page and one.kind == "unread"}
        if hidden or unread:
            images = replace(options, images=tuple(sorted(hidden)), unread=tuple(sorted(unread)))
            done = remove_pdf(data, held, images)
            findings = _audited(done.data, name)
        cut = tuple(finding("cut-print", "check", page=box.page, box=box) for box in done.cut)
        unlike = [note.page for note in done.notes if note.values.get("why") == "readers"]
        told = tuple(finding("unread", "check", page=page, detail="unread-image") for page in unlike)
        kept = _kept(done.data, name, tuple(parts), done.rastered, done.notes, (*findings, *cut, *told), folder)
        made.append(kept._replace(labels=done.labels))
    return made


def _areas(data: bytes, part: Part, read: ReadOptions) -> Iterator[Area]:
    """The places on the pages of what is accepted in one document."""
    spans = [one for one in part.removals if one.span]
    if spans:
        boxes = spots(data, part.document, [one.span for one in spans if one.span], read)
        for one, found in zip(spans, boxes, strict=True):
            for box in found:
                yield Area(*box, one.label, one.ground)
    for one in part.removals:
        if one.box and one.page:
            yield Area(one.page, *one.box, one.label, one.ground)


def _only_drawn(data: bytes, task: Task, areas: Sequence[Area]) -> list[Area]:
    """Redactions of the source that were only drawn, with the words still under them: they are made for real."""
    if not any(warning.startswith(COVERED) for part in task.parts for warning in part.document.warnings):
        return []
    pages = sorted({page.number for part in task.parts for page in part.document.pages})
    label = texts("nl")("apply.label.redacted")
    boxes = covered_spots(data, task.shown, pages, task.read)
    held = [area for area in areas if area.label]
    return [Area(*box, label) for box in boxes if not any(_within(box, area) for area in held)]


def _within(box: Box, area: Area) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return box.page == area.page and area.x0 <= x <= area.x1 and area.y0 <= y <= area.y1


def _strangers(parts: Sequence[Part], pages: set[int]) -> Iterator[Area]:
    """Lines of documents that are not given out, on pages that are: the page was cut in two."""
    label = texts("nl")("apply.label.elsewhere")
    for part in parts:
        if part.released:
            continue
        for page in part.document.pages:
            if page.number in pages:
                boxes = part.document.boxes[page.first_line - 1 : page.last_line]
                yield from (Area(*box, label) for box in boxes if box)


def _audited(data: bytes, name: str) -> tuple[Finding, ...]:
    return tuple(audit(data, name, AuditOptions(ocr=False)))


def _kept(
    data: bytes,
    name: str,
    parts: tuple[Part, ...],
    rastered: tuple[int, ...],
    notes: tuple[Note, ...],
    findings: tuple[Finding, ...],
    folder: Path,
) -> Made:
    """Writes a result, which was audited."""
    (folder / name).write_bytes(data)
    documents = tuple(part.document.id for part in parts)
    removed = sum(len(part.removals) for part in parts)
    labels = frozenset((0, one.label) for part in parts for one in part.removals)
    return Made(name, documents, sha256(data).hexdigest(), removed, rastered, notes, findings, labels)
