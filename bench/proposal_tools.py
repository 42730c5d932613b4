"""The tools whose proposals are scored: Draad, its tagger alone, and deduce where the peers' Python has it."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from bench.proposal_score import Told
from bench.proposal_texts import Case
from draad.records import Document, Split
from draad.release.propose.tagger import Tagger
from draad.split import split_all

ROOT = Path(__file__).resolve().parents[1]
PEERS = Path(os.environ.get("DRAAD_PEERS", ROOT / ".venv-peers" / "bin" / "python"))
PAGE = 2500
"""Characters of a page."""

Tool = Callable[[list[Case]], Iterable[list[Told]]]


def tools() -> dict[str, Tool]:
    """The tools at hand, by name."""
    made: dict[str, Tool] = {"Draad": by_draad, "its tagger alone": by_tagger}
    if has_deduce():
        made["deduce"] = by_deduce
    return made


def splits_of(case: Case) -> list[Split]:
    """The documents of one file, taken apart."""
    document = Document(case.name, 0, case.name, case.name, "text", case.text)
    return list(split_all(document))


def by_draad(cases: list[Case]) -> Iterator[list[Told]]:
    """What ``draad redact propose`` would propose for a dossier of these files, attention points left out."""
    from draad.release.propose import propose_all

    splits = [splits_of(case) for case in cases]
    made = iter(propose_all([split for own in splits for split in own]))
    for case, own in zip(cases, splits, strict=True):
        told = []
        for split in own:
            shift = _shift(case.text, split.document)
            told += [Told((p.span[0] + shift, p.span[1] + shift), p.kind) for p in next(made) if not p.attention]
        yield told


def _shift(text: str, document: Document) -> int:
    """Where a document of a bundle begins in its file."""
    at = 0
    for _ in range(document.first_line - 1):
        at = text.index("\n", at) + 1
    return at


def by_tagger(cases: list[Case]) -> Iterator[list[Told]]:
    """The tagger on the whole text."""
    tagger = Tagger()
    for case in cases:
        yield [Told(tagged.span, tagged.kind) for tagged in tagger.tag(case.text, [(0, len(case.text))])]


# ── deduce ──────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def has_deduce() -> bool:
    """Whether the peers' Python is there and has deduce."""
    if not PEERS.exists():
        return False
    return subprocess.run([str(PEERS), "-c", "import deduce"], capture_output=True, check=False).returncode == 0


@cache
def peers() -> str:
    """What stands beside Draad in this run."""
    if not has_deduce():
        return "none: .venv-peers has no deduce"
    command = [str(PEERS), "-c", "from importlib.metadata import version; print(version('deduce'))"]
    return f"deduce {subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()}"


def by_deduce(cases: list[Case]) -> Iterator[list[Told]]:
    """deduce, with its defaults and no patient named."""
    texts = "".join(json.dumps(case.text) + "\n" for case in cases)
    command = [str(PEERS), str(Path(__file__).with_name("deduce_peer.py"))]
    done = subprocess.run(command, input=texts, capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        yield [Told((begin, end), kind) for begin, end, kind in json.loads(line)]


# ── speed ───────────────────────────────────────────────────────────────────────────────────────────────────


def speed(dossiers: list[list[Case]]) -> dict[str, float]:
    """Pages a second of one core: proposing, with splitting, and the tagger alone. The best of three."""
    cases = dossiers[0]
    pages = sum(len(case.text) for case in cases) / PAGE
    split = _best(lambda: [splits_of(case) for case in cases])
    both = _best(lambda: list(by_draad(cases)))
    return {
        "pages": pages,
        "propose": pages / max(both - split, 1e-9),
        "with_split": pages / both,
        "tagger": pages / _best(lambda: list(by_tagger(cases))),
    }


def _best(work: Callable[[], object]) -> float:
    took = []
    for _ in range(3):
        begun = time.process_time()
        work()
        took.append(time.process_time() - begun)
    return min(took)


# ── CoNLL-2002 ──────────────────────────────────────────────────────────────────────────────────────────────


def conll(path: Path) -> dict[str, dict[str, float]]:
    """Exact F1 of persons on a file of CoNLL-2002: one word a line, its tag last; nothing of it is kept."""
    case, true = _conll_text(path)
    told: dict[str, set[tuple[int, int]]] = {}
    told["its tagger, persons and offices"] = {t.span for t in Tagger().tag_all(case.text, [(0, len(case.text))])}
    for name, tool in tools().items():
        told[name] = {one.span for one in next(iter(tool([case]))) if one.kind == "person"}
    return {name: _f1(spans, true) for name, spans in told.items()}


def conll_part(path: Path) -> tuple[int, int]:
    """Tokens and persons of a file: somebody may have a part of it only. What marks a document counts for none."""
    rows = [row.split() for row in path.read_text(encoding="latin-1").splitlines()]
    return sum(bool(row) and row[0] != "-DOCSTART-" for row in rows), sum("B-PER" in row[-1:] for row in rows)


def _conll_text(path: Path) -> tuple[Case, set[tuple[int, int]]]:
    """The words as text, a sentence a line, and the spans of persons."""
    text, spans, begun = "", set[tuple[int, int]](), -1
    for row in [*path.read_text(encoding="latin-1").splitlines(), ""]:
        cells = row.split()
        tag = cells[-1] if cells else "O"
        if begun >= 0 and tag != "I-PER":
            spans.add((begun, len(text.rstrip())))
            begun = -1
        if not cells:
            text = f"{text.rstrip()}\n"
            continue
        if tag == "B-PER":
            begun = len(text)
        text += f"{cells[0]} "
    return Case("conll", text, (), True), spans


def _f1(told: set[tuple[int, int]], true: set[tuple[int, int]]) -> dict[str, float]:
    right = len(told & true)
    precision, recall = right / (len(told) or 1), right / (len(true) or 1)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / ((precision + recall) or 1)}
