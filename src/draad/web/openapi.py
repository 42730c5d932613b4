"""The description of the JSON API (OpenAPI 3.1), made from the table of routes.

What a program may ask stands in one place: the routes. A new route is described without anybody's doing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from draad import __version__
from draad.texts import Texts, of_pages
from draad.web.routes import Param, Route

if TYPE_CHECKING:
    from draad.web.room import Room

_PART = re.compile(r"\{(\w+)(?::\w+)?\}")
_ERRORS = {"400": "bad value", "401": "no account or token", "403": "not allowed", "404": "not there"}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "cure"],
            "properties": {name: {"type": "string"} for name in ("code", "message", "cure")},
        }
    },
}
_JSON = "application/json"


def description(room: Room) -> dict[str, Any]:
    """All addresses that give or take JSON, or give a file, with what they take; summaries in the room's language.

    ``x-role`` is the least role that may come, ``x-scope`` what an access token must be good for; no token is good for
    ``person``.
    """
    say = of_pages(room.settings.language)
    paths: dict[str, dict[str, Any]] = {}
    for route in room.routes:
        if route.json or _gives_file(route):
            path = _PART.sub(r"{\1}", route.path) + (".json" if route.json else "")
            paths.setdefault(path, {})[route.method.lower()] = _operation(route, say)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Draad", "version": __version__},
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Error": _ERROR},
        },
    }


def _gives_file(route: Route) -> bool:
    """Whether a program may want this though it has no twin: an export, an original."""
    return route.method == "GET" and not route.json and route.role != "anyone" and route.path != "/"


def _operation(route: Route, say: Texts) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": route.name,
        "summary": say.get(route.summary, route.name),
        "x-role": route.role,
        "x-scope": route.scope,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
            for name in _PART.findall(route.path)
        ],
        "responses": _responses(route),
    }
    if route.method == "GET":
        told["parameters"] += [_query(param) for param in route.params]
    else:
        told["requestBody"] = {"content": {_JSON: {"schema": _body(route)}}}
    if route.role == "anyone":
        told["security"] = []
    return told


def _responses(route: Route) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "OK", "content": {"*/*": {}}}
    if route.json:
        good = {"description": "OK", "content": {_JSON: {"schema": {"type": "object"}}}}
    wrong = {"schema": {"$ref": "#/components/schemas/Error"}}
    bad = {status: {"description": why, "content": {_JSON: wrong}} for status, why in _ERRORS.items()}
    return {"200": good, **bad, "default": {"description": "error", "content": {_JSON: wrong}}}


def _body(route: Route) -> dict[str, Any]:
    return {"type": "object", "properties": {param.name: _schema(param) for param in route.params}}


def _query(param: Param) -> dict[str, Any]:
    return {"name": param.name, "in": "query", "required": False, "schema": _schema(param)}


def _schema(param: Param) -> dict[str, Any]:
    schema: dict[str, Any] = _text(param)
    match param.kind:
        case "int":
            bounds = {"minimum": param.least, "maximum": param.most}
            schema = {"type": "integer", **{name: value for name, value in bounds.items() if value is not None}}
        case "flag":
            schema = {"type": "boolean"}
        case "date":
            schema = {"type": "string", "format": "date"}
        case "list":
            schema = {"type": "array", "items": _text(param)}
    if param.default is not None and param.default not in ("", (), []):
        schema["default"] = list(param.default) if isinstance(param.default, tuple) else param.default
    return schema


def _text(param: Param) -> dict[str, Any]:
    if param.choices:
        return {"type": "string", "enum": list(param.choices)}
    return {"type": "string", "maxLength": param.length}
