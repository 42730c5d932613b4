"""A corrected workbook back into the register: what was changed in it, cell by cell, and what stands in the way.

A cell was changed when it differs from how it stood at the export, which the row tells (``cells.base``). A row in
which nothing was changed asks for nothing, whatever others did meanwhile. A row that was changed while its item was
changed too, as its version tells, is a conflict, unless both came to the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from draad.dossier.views import ItemView
from draad.errors import UsageError
from draad.extract.records import KINDS
from draad.office.cells import fitted, plain
from draad.office.opening import Problem
from draad.register import words
from draad.register.export.cells import EDITABLE, cells_of, head, mark, marks
from draad.register.fields import read_fields
from draad.register.imports.plan import Addition, Edit, Plan, changes_to
from draad.register.imports.sheet import Row, Sheet, sheets_of, shortened, without_ids
from draad.register.states import STATES
from draad.texts import LANGUAGES, Texts, texts

Look = Callable[[Sequence[int]], Mapping[int, ItemView]]
"""Items by their identifiers, as they are now."""
Last = Callable[[int], tuple[str, str]]
"""Who changed an item last, and when."""

_YES: Final = frozenset(("ja", "yes", "x", "true", "waar", "1", "j", "y"))
_NO: Final = frozenset(("", "nee", "no", "false", "onwaar", "0", "n"))


class _Wish(NamedTuple):
    """A field of an item as the sheet wants it, and the cell that says so."""

    value: Any
    cell: str


class _Asked(NamedTuple):
    """All that the sheets ask of one item."""

    version: int
    wishes: dict[str, _Wish]
    where: str


def read(say: Texts, data: bytes, look: Look, last: Last, today: date) -> Plan:
    """What a workbook asks for. ``today`` is from when words such as *vrijdag* count.

    Raises DamagedFileError, UnsafeArchiveError where it is no workbook or none of Draad's.
    """
    sheets, problems, notices = sheets_of(say, data)
    plan = Plan(problems=problems, notices=notices)
    asked: dict[int, _Asked] = {}
    for sheet in sheets:
        plan.rows += len(sheet.rows)
        if "id" not in sheet.columns:
            plan.problems += without_ids(say, sheet)
        elif "version" in sheet.columns:
            _read_rows(say, sheet, look, today, plan, asked)
    items = look(list(asked))
    for identifier, wanted in asked.items():
        _settle(say, items[identifier], wanted, last, plan)
    return plan


def _read_rows(say: Texts, sheet: Sheet, look: Look, today: date, plan: Plan, asked: dict[int, _Asked]) -> None:
    numbers = {row.number: _identifier(row) for row in sheet.rows}
    items = look([number for number in numbers.values() if number is not None])
    for row in sheet.rows:
        where = say("imports.row", sheet=sheet.name, row=row.number)
        identifier = numbers[row.number]
        if not plain(row.cells.get("id")):
            _add(say, sheet, row, where, today, plan)
        elif identifier is None or identifier not in items:
            said = say("imports.unknown-id", id=plain(row.cells["id"]), text=shortened(row.cells))
            plan.problems.append(Problem(sheet.cell(row.number, "id"), said, say("imports.unknown-id-cure")))
        else:
            _compare(say, sheet, row, items[identifier], where, today, plan, asked)


def _identifier(row: Row) -> int | None:
    text = plain(row.cells.get("id")).lower()
    try:
        return int(text, 16) if len(text) == 16 else None
    except ValueError:
        return None


def _base(row: Row, item: ItemView) -> Mapping[str, str]:
    """The marks of how the row stood at the export; where that cell is gone or torn, of how the item is now."""
    try:
        told = json.loads(plain(row.cells.get("base")))
    except ValueError:
        told = None
    if isinstance(told, dict) and all(key in told for key in EDITABLE):
        return told
    return marks(cells_of(texts(LANGUAGES[0]), item))


def _compare(
    say: Texts,
    sheet: Sheet,
    row: Row,
    item: ItemView,
    where: str,
    today: date,
    plan: Plan,
    asked: dict[int, _Asked],
) -> None:
    """Reads the cells of one row that were changed, and adds them to what is asked of its item."""
    version = plain(row.cells["version"])
    if not version.isdecimal():
        cell = sheet.cell(row.number, "version")
        plan.problems.append(Problem(cell, say("imports.no-version", value=version), say("imports.needed-cure")))
        return
    if "text" in sheet.columns and plain(row.cells["text"]) != plain(fitted(cells_of(say, item)["text"])):
        plan.notices.append(Problem(sheet.cell(row.number, "text"), say("imports.text-stays")))
    base = _base(row, item)
    wishes: dict[str, _Wish] = {}
    for key in EDITABLE:
        if key not in sheet.columns or mark(row.cells[key]) == base[key]:
            continue
        cell = sheet.cell(row.number, key)
        field = "due" if key == "edtf" else key
        try:
            value = _value(say, key, row.cells[key], today)
        except UsageError as error:
            plan.problems.append(Problem(cell, error.detail(say), error.mend(say)))
            continue
        _wish(say, wishes, field, _Wish(value, cell), plan)
    if not wishes:
        return
    before = asked.get(item.id)
    held = before.wishes if before else {}
    for field, wish in wishes.items():
        _wish(say, held, field, wish, plan)
    asked[item.id] = _Asked(min(int(version), before.version) if before else int(version), held, where)


def _wish(say: Texts, held: dict[str, _Wish], field: str, wish: _Wish, plan: Plan) -> None:
    """Two cells may ask the same of an item; where they ask different things, nobody knows which is meant."""
    known = held.setdefault(field, wish)
    if known.value != wish.value:
        said = say("imports.two-wishes", other=known.cell, field=say(f"field.{field}"))
        plan.problems.append(Problem(wish.cell, said, say("imports.two-wishes-cure")))


def _value(say: Texts, key: str, value: object, today: date) -> Any:
    """A changed cell as the store keeps it. Raises UsageError."""
    text = plain(value)
    match key:
        case "status":
            return _word(say, "status", text, STATES)
        case "kind":
            return _word(say, "item", text, KINDS)
        case "urgent":
            return _yes(say, text)
        case "due" | "edtf":
            given = value.date() if isinstance(value, datetime) else value if isinstance(value, date) else text
            return read_fields({"due": given}, today)["due"]
    return read_fields({key: text}, today)[key]


def _word(say: Texts, family: str, text: str, names: Sequence[str]) -> str:
    known = {name: name for name in names}
    for language in LANGUAGES:
        known |= {texts(language)(f"{family}.{name}").lower(): name for name in names}
    if text.lower() not in known:
        choices = ", ".join(say(f"{family}.{name}") for name in names)
        raise UsageError(say("imports.unknown-word", value=text), say("imports.choose", choices=choices))
    return known[text.lower()]


def _yes(say: Texts, text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise UsageError(say("imports.unknown-word", value=text), say("imports.choose", choices="ja, nee"))
    return text.lower() in _YES


def _settle(say: Texts, item: ItemView, asked: _Asked, last: Last, plan: Plan) -> None:
    """What is asked of one item becomes an edit, or a conflict; nothing where it is so already."""
    new = {field: wish.value for field, wish in asked.wishes.items() if getattr(item, field) != wish.value}
    if not new:
        return
    if asked.version != item.version:
        plan.problems.append(_conflict(say, item, asked, new, last))
        return
    status = new.pop("status", item.status)
    try:
        changes = changes_to(item, status, new)
    except UsageError as error:
        plan.problems.append(Problem(_cells(asked), error.detail(say), error.mend(say)))
        return
    plan.edits.append(Edit(item, changes, asked.where))


def _cells(asked: _Asked) -> str:
    return ", ".join(wish.cell for wish in asked.wishes.values())


def _conflict(say: Texts, item: ItemView, asked: _Asked, new: Mapping[str, Any], last: Last) -> Problem:
    who, at = last(item.id)
    fields = "; ".join(
        say(
            "imports.yours-theirs",
            field=say(f"field.{field}"),
            yours=shown(say, field, value),
            theirs=shown(say, field, getattr(item, field)),
        )
        for field, value in new.items()
    )
    said = say("imports.conflict", who=who, at=at[:16].replace("T", " "), fields=fields)
    return Problem(_cells(asked), said, say("imports.conflict-cure"), conflict=True)


def shown(say: Texts, field: str, value: Any) -> str:
    """A value in words."""
    match field:
        case "status":
            return words.status(say, value)
        case "kind":
            return words.kind(say, value)
        case "due":
            return words.term(say, value) or "–"
        case "urgent":
            return say("sheet.yes" if value else "sheet.no")
    return ", ".join(value) if isinstance(value, tuple) and value else str(value or "–")


def _add(say: Texts, sheet: Sheet, row: Row, where: str, today: date, plan: Plan) -> None:
    """A row without identifier is a new item, if it says of what kind and where it stands."""
    place, kind = plain(row.cells.get("place")), plain(row.cells.get("kind"))
    if ":" not in place:
        plan.problems.append(Problem(where, say("imports.no-place"), say("imports.no-place-cure")))
        return
    if not kind:
        plan.problems.append(Problem(where, say("imports.no-kind"), say("imports.no-kind-cure")))
        return
    fields: dict[str, Any] = {}
    for key in EDITABLE:
        if key not in sheet.columns or not plain(row.cells[key]):
            continue
        field = "due" if key == "edtf" else key
        try:
            value = _value(say, key, row.cells[key], today)
        except UsageError as error:
            plan.problems.append(Problem(sheet.cell(row.number, key), error.detail(say), error.mend(say)))
            return
        if field in fields and fields[field] != value:
            said = say("imports.two-wishes", other=head(say, "due"), field=say(f"field.{field}"))
            plan.problems.append(Problem(sheet.cell(row.number, key), said, say("imports.two-wishes-cure")))
            return
        fields[field] = value
    plan.additions.append(Addition(fields.pop("kind"), place, fields, where))
