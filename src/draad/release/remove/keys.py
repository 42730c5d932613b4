"""Taking keys out of dictionaries of a PDF."""

from __future__ import annotations

import pikepdf


def drop(holder: pikepdf.Object, *keys: str) -> None:
    """Takes out those of the keys that are there."""
    for key in keys:
        if key in holder:
            del holder[key]


def copied(value: object) -> pikepdf.Dictionary:
    """A dictionary with the same entries; an empty one for what is none."""
    return pikepdf.Dictionary(dict(value.items())) if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()
