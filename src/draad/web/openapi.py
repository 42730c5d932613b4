"""The description of the JSON API (OpenAPI 3.1), made from the table of routes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from draad import __version__
from draad.web.routes import Param, Route

if TYPE_CHECKING:
    from draad.web.room import Room

_PART = re.compile(r"\{(\w+)(?::\w+)?\}")


def description(room: Room) -> dict[str, Any]:
    """All addresses that give or take JSON, with what they take."""
    paths: dict[str, dict[str, Any]] = {}
    for route in room.routes:
        if route.json:
            path = _PART.sub(r"{\1}", route.path)
            paths.setdefault(f"{path}.json", {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Draad", "version": __version__},
        "paths": paths,
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    }


def _operation(route: Route) -> dict[str, Any]:
    texts = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PART.findall(route.path)
    ]
    told: dict[str, Any] = {
        "operationId": route.name,
        "parameters": texts + ([_query(param) for param in route.params] if route.method == "GET" else []),
        "responses": {"200": {"description": "OK"}, "default": {"description": "error"}},
    }
    if route.method == "POST":
        properties = {param.name: _schema(param) for param in route.params}
        content = {"application/json": {"schema": {"type": "object", "properties": properties}}}
        told["requestBody"] = {"content": content}
    return told


def _query(param: Param) -> dict[str, Any]:
    return {"name": param.name, "in": "query", "required": False, "schema": _schema(param)}


def _schema(param: Param) -> dict[str, Any]:
    match param.kind:
        case "int":
            bounds = {"minimum": param.least, "maximum": param.most}
            return {"type": "integer", **{name: value for name, value in bounds.items() if value is not None}}
        case "flag":
            return {"type": "boolean"}
        case "date":
            return {"type": "string", "format": "date"}
        case "list":
            return {"type": "array", "items": _text(param)}
    return _text(param)


def _text(param: Param) -> dict[str, Any]:
    return (
        {"type": "string", "enum": list(param.choices)}
        if param.choices
        else {"type": "string", "maxLength": param.length}
    )
