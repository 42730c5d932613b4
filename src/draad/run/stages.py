"""The stages as the runner calls them. Tests put small ones in their place."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from draad.dossier.weaving import Woven
    from draad.extract.figure_ties import FigureTie
    from draad.extract.records import Item, Tie
    from draad.extract.tie_records import TieMessage
    from draad.read import Failure, Given, ReadOptions
    from draad.records import Document, Split


@dataclass(frozen=True)
class Stages:
    """Read, split, weave, extract: pure functions of records, but for reading."""

    expand: Callable[[Iterable[str | Path]], Iterator[Given | Failure]]
    read: Callable[[bytes, str, str, str, ReadOptions], list[Document]]
    split: Callable[[Document], list[Split]]
    """One document, or the documents of one bundle, taken apart."""
    features: Callable[[Sequence[Split]], list[list[bytes]]]
    weave: Callable[[pa.Table, pa.Table], Woven]
    extract: Callable[[Split, Container[int] | None], list[Item]]
    ties: Callable[[Sequence[TieMessage]], list[Tie]]
    """Those within one conversation."""
    tie_figures: Callable[[Sequence[tuple[int, Item, str]]], list[FigureTie]]
    """Those between all figures of a dossier, given with their words."""
    finder: int = 0
    """The version of ``extract``; where it changes, all documents are looked at again."""


def default_stages() -> Stages:
    """Draad's own. Imported before any process is forked, so that the workers share the memory of the code."""
    from draad import extract, read, split, weave
    from draad.extract.figure_ties import tie_figures
    from draad.extract.ties import ties

    return Stages(
        expand=read.expand,
        read=read.read_bytes,
        split=split.split_all,
        features=weave.features_batch,
        weave=weave.weave,
        extract=extract.extract,
        ties=ties,
        tie_figures=tie_figures,
        finder=extract.VERSION,
    )
