"""What Draad knows of the world, as data: one TOML file a subject, each with its source in its head."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The tables of ``knowledge/<name>.toml``. Read once; callers don't change what they get."""
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))
