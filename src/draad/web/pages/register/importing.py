"""A corrected workbook taken back: first what it would change, then, once somebody says so, all of it or nothing."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from weakref import WeakKeyDictionary

from draad.dossier.views import ItemView
from draad.dossier.work import NewItem
from draad.errors import NotFoundError, NoWorkbookError, UnsafeArchiveError, UsageError
from draad.office.opening import Problem
from draad.records import short_id
from draad.register.imports.plan import Plan
from draad.register.imports.taking import new_items, plan_of
from draad.register.imports.xlsx import shown
from draad.register.working import now
from draad.web.ask import Ask
from draad.web.respond import Answer, Page, Redirect
from draad.web.room import Room
from draad.web.routes import Param, Route

LARGEST = 10 * 1024 * 1024
"""Bytes of a workbook, and of what it holds unpacked:"""
LARGEST_UNPACKED = 64 * 1024 * 1024
_WAITING = 16
"""Workbooks that wait for somebody to say yes; of more, the oldest goes."""
SHOWN = 200
"""Changes, and problems, that the page shows."""


class _Held:
    """Workbooks that were looked at and not yet taken in: on disk, outside the dossier, gone when the room closes."""

    def __init__(self, room: Room) -> None:
        self._folder = TemporaryDirectory(prefix="draad-")
        self._lock = threading.Lock()
        room.at_close(self._folder.cleanup)

    def put(self, user: str, data: bytes) -> str:
        """Keeps a workbook for this user; its name is its hash."""
        name = sha256(data).hexdigest()
        with self._lock:
            self._file(user, name).write_bytes(data)
            held = sorted(Path(self._folder.name).iterdir(), key=lambda file: file.stat().st_mtime_ns)
            for file in held[:-_WAITING]:
                file.unlink(missing_ok=True)
        return name

    def get(self, user: str, name: str) -> bytes:
        """The workbook. Raises NotFoundError where it is gone, or was never this user's."""
        try:
            return self._file(user, name).read_bytes()
        except OSError:
            raise NotFoundError(name[:16]) from None

    def _file(self, user: str, name: str) -> Path:
        return Path(self._folder.name) / sha256(f"{user}\x1f{name}".encode()).hexdigest()


_HELD: WeakKeyDictionary[Room, _Held] = WeakKeyDictionary()
_MAKING = threading.Lock()


def _held(room: Room) -> _Held:
    with _MAKING:
        if room not in _HELD:
            _HELD[room] = _Held(room)
        return _HELD[room]


def form(ask: Ask) -> Page:
    """Where one gives the workbook."""
    return _page(ask, None, (), "")


def look(ask: Ask) -> Answer:
    """What a workbook would change; nothing is written. Raises InputError for what is no workbook of ours."""
    if not ask.uploads:
        raise UsageError(ask.say("web.register.import.none"), ask.say("web.register.import.none-cure"))
    upload = ask.uploads[0]
    if upload.size > LARGEST:
        raise UnsafeArchiveError(f"{upload.size // 1024} kB > {LARGEST // 1024} kB")
    data = upload.file.read(LARGEST + 1)
    _check(data)
    plan = plan_of(ask.dossier, data, ask.today)
    new = new_items(ask.dossier, plan)
    return _page(ask, plan, new, _held(ask.room).put(ask.user.name, data))


def _check(data: bytes) -> None:
    """Raises InputError for what is no archive, or unpacks to more than a server has room for."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise NoWorkbookError(str(error)) from error
    if len(data) > LARGEST or size > LARGEST_UNPACKED:
        raise UnsafeArchiveError(f"{size // 1024} kB > {LARGEST_UNPACKED // 1024} kB")


def take(ask: Ask) -> Answer:
    """Takes the workbook in that was looked at: all of it, or with ``deels`` what is right."""
    name, partly = ask.values["bestand"] or "", ask.values["deels"]
    plan = plan_of(ask.dossier, _held(ask.room).get(ask.user.name, name), ask.today)
    new = new_items(ask.dossier, plan)
    if plan.problems and not partly:
        return _page(ask, plan, new, name, status=409 if all(one.conflict for one in plan.problems) else 400)
    edits = [(edit.item.id, edit.item.version, edit.changes) for edit in plan.edits]
    changed, added = ask.dossier.take_in(edits, new, who=ask.user.name, what="import", at=now())
    told = {"edits": ask.say.count("item", len(changed)), "additions": ask.say.count("item", len(added))}
    data = {"changed": _ids(changed), "added": _ids(added)}
    return Redirect(ask.url("register"), ("web.register.import.done", told), undo=True, data=data)


def _ids(items: Sequence[ItemView]) -> list[str]:
    return [short_id(item.id) for item in items]


def _page(ask: Ask, plan: Plan | None, new: Sequence[NewItem], name: str, status: int = 200) -> Page:
    data: dict[str, Any] = {"looked": plan is not None, "file": name, "largest": LARGEST // (1024 * 1024)}
    if plan is not None:
        data |= {
            "rows": plan.rows,
            "edits": [
                {
                    "id": short_id(edit.item.id),
                    "kind": edit.item.kind,
                    "text": edit.item.text[:300],
                    "where": edit.where,
                    "changes": [
                        {
                            "field": field,
                            "before": shown(ask.say, field, getattr(edit.item, field)),
                            "after": shown(ask.say, field, value),
                        }
                        for field, value in edit.changes.items()
                    ],
                }
                for edit in plan.edits[:SHOWN]
            ],
            "edit_count": len(plan.edits),
            "additions": [{"kind": one.kind, "place": one.place, "where": one.where} for one in plan.additions[:SHOWN]],
            "addition_count": len(new),
            "problems": [_problem(one) for one in plan.problems[:SHOWN]],
            "problem_count": len(plan.problems),
            "notices": [_problem(one) for one in plan.notices[:SHOWN]],
        }
        if status != 200:
            said = ask.say("imports.refused", problems=ask.say.count("problem", len(plan.problems)))
            data["error"] = {"code": "import-refused", "message": said, "cure": ""}
    crumbs = ((ask.say("web.register.title"), ask.url("register")),)
    title = ask.say("web.register.import.title")
    return Page("register/import.html", data, title, status=status, crumbs=crumbs)


def _problem(one: Problem) -> dict[str, Any]:
    return {"where": one.where, "said": one.said, "cure": one.cure, "conflict": one.conflict}


ROUTES = (
    Route("/register/terughalen", form, name="register-import", summary="web.register.about.import", role="team"),
    Route(
        "/register/terughalen", look, name="register-import-look", summary="web.register.about.import-look",
        method="POST", role="team", scope="write", uploads=True, most_upload=LARGEST,
    ),
    Route(
        "/register/terughalen/doe", take, name="register-import-take", summary="web.register.about.import-take",
        method="POST", role="team", scope="write", params=(Param("bestand", length=64), Param("deels", "flag")),
    ),
)  # fmt: skip
