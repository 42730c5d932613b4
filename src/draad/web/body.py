"""What comes with a request: a form, files, or JSON; no more of it than allowed."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from draad.web.ask import Upload
from draad.web.failures import Refused

MOST_FORM = 2 * 1024 * 1024
"""Bytes of a form without files."""
MOST_FILES = 1000
MOST_FIELDS = 3000
TOKEN = "csrf"
"""The name of the form field that proves that a form is ours."""


@dataclass
class Body:
    """A form as it came."""

    values: dict[str, list[str]] = field(default_factory=dict)
    uploads: tuple[Upload, ...] = ()
    token: str = ""
    _closing: Callable[[], Awaitable[None]] | None = None

    async def close(self) -> None:
        """Lets go of the files."""
        if self._closing:
            await self._closing()


async def read_body(request: Request, most_upload: int) -> Body:
    """The form of a request; files too where ``most_upload`` bytes of them may come. Raises Refused."""
    most = MOST_FORM + most_upload
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise _too_large(most)
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    counted = Request(request.scope, _counted(request.receive, most))
    if kind == "application/json":
        return _of_json(await counted.body())
    if kind == "multipart/form-data" and not most_upload:
        raise Refused(status=415, code="bad-request")
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        if await counted.body():
            raise Refused(status=415, code="bad-request")
        return Body()
    try:
        form = await counted.form(max_files=MOST_FILES, max_fields=MOST_FIELDS)
    except (MultiPartException, HTTPException, UnicodeDecodeError) as error:
        raise Refused(status=400, code="bad-request") from error
    values: dict[str, list[str]] = {}
    uploads = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                uploads.append(Upload(value.filename, value.size or 0, value.file))
        else:
            values.setdefault(name, []).append(value)
    token = values.pop(TOKEN, [""])[-1]
    return Body(values, tuple(uploads), token, form.close)


def _of_json(data: bytes) -> Body:
    """A flat object: texts, numbers, flags, or lists of them."""
    try:
        given = json.loads(data or b"{}")
    except (ValueError, RecursionError) as error:
        raise Refused(status=400, code="bad-request") from error
    if not isinstance(given, dict):
        raise Refused(status=400, code="bad-request")
    values = {}
    for name, value in given.items():
        held = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str | int | float | bool | None) for one in held):
            raise Refused(status=400, code="bad-request")
        values[name] = ["" if one is None else str(one) for one in held]
    return Body(values, token=(values.pop(TOKEN, None) or [""])[-1])


Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


def _counted(receive: Receive, most: int) -> Receive:
    """As ``receive``, until more came than may."""
    seen = 0

    async def counted() -> MutableMapping[str, Any]:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise _too_large(most)
        return message

    return counted


def _too_large(most: int) -> Refused:
    return Refused(f"{most // (1024 * 1024)} MB", status=413, code="too-large")
