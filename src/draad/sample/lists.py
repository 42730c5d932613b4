"""The word lists under ``data/``, read once: all that the generator knows about the world it invents."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The table of ``data/<name>.toml``. Callers don't change it."""
    return tomllib.loads(files("draad.sample").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))
