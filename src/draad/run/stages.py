"""The stages as the runner calls them. Tests put small ones in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from draad.dossier.weaving import Woven
    from draad.read import Failure, Given, ReadOptions
    from draad.records import Document, Split


@dataclass(frozen=True)
class Stages:
    """Read, split, weave: pure functions of records, but for reading."""

    expand: Callable[[Iterable[str | Path]], Iterator[Given | Failure]]
    read: Callable[[bytes, str, str, str, ReadOptions], list[Document]]
    split: Callable[[Document], list[Split]]
    """One document, or the documents of one bundle, taken apart."""
    features: Callable[[Sequence[Split]], list[list[bytes]]]
    weave: Callable[[pa.Table, pa.Table], Woven]


def default_stages() -> Stages:
    """Draad's own. Imported before any process is forked, so that the workers share the memory of the code."""
    from draad import read, split, weave

    return Stages(read.expand, read.read_bytes, split.split_all, weave.features_batch, weave.weave)
