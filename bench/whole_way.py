"""The whole way as an officer goes it, and then a blind look for what was withheld: ``python -m bench.whole_way``.

An unreleased pile (``way_pile.py``) is taken in, proposed, accepted as a whole, applied, audited and published, each by
its own command. Then every file of the package is read by other means than Draad's (``way_look.py``): no withheld
phrase may stand in it, and all the rest of each page must. Prints tables, writes ``bench/out/whole-way.json`` and, for
a full run, ``docs/whole-way.md``. ``--show`` prints what was found, with its words: real documents may name people.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from bench import machine
from bench.proposal_tools import PEERS
from bench.report import figure, filled, markdown
from bench.way_look import Sought, is_pictured, pages_of, recognised, views, words
from bench.way_pile import pile
from draad.dossier import Dossier
from draad.dossier.redactions import RedactionFilter
from draad.dossier.views import DocumentView

HELD = 1000
DOCUMENTS = 3
PAGE = Path(__file__).resolve().parents[1] / "docs" / "whole-way.md"
TEXT = Path(__file__).parent / "whole-way.md.in"
SETTINGS = (
    "organisation=Ministerie van Proef <https://identifier.overheid.nl/tooi/id/ministerie/mnre1025>",
    "matter=2026-0001",
    "base_url=https://www.example.nl/uitgave",
)
_FEW = 100
"""Words of a page: on a scan with fewer stands nothing but the labels of what was withheld."""


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.whole_way", description=(__doc__ or "").split("\n")[0])
    options.add_argument("--quick", action="store_true", help="one document of each form; leaves the page as it is")
    options.add_argument("--seed", type=int, default=HELD)
    options.add_argument("--documents", type=int, default=DOCUMENTS, help="generated documents of each form")
    options.add_argument("--keep", type=Path, metavar="FOLDER", help="a new folder to work in, that stays")
    options.add_argument("--show", action="store_true", help="print what was found, with its words")
    chosen = options.parse_args()
    documents = 1 if chosen.quick else chosen.documents
    if chosen.keep:
        chosen.keep.mkdir(parents=True)
        result = run(chosen.keep, chosen.seed, documents, chosen.show)
    else:
        with tempfile.TemporaryDirectory(prefix="draad-bench-") as folder:
            result = run(Path(folder), chosen.seed, documents, chosen.show)
    machine.keep("whole-way-quick" if chosen.quick else "whole-way", result)
    print(tables(result))
    if not chosen.quick:
        PAGE.write_text(page(result), encoding="utf-8")


def run(folder: Path, seed: int, documents: int, show: bool) -> dict[str, Any]:
    """The whole way in ``folder``."""
    result: dict[str, Any] = {"machine": machine.describe(), "seed": seed}
    result["command"] = " ".join(["python -m bench.whole_way", *sys.argv[1:]])
    forms = pile(folder / "pile", seed, documents)
    result["files"] = len(forms)
    result["seconds"] = dict(steps(folder))
    with Dossier.open(folder / "dossier") as dossier:
        result |= told(dossier)
        sought = Sought(*withheld_and_shown(dossier))
        result["sought"] = {"withheld": sought.all, "phrases": len(sought.phrases), "words": len(sought.short)}
        result["look"] = look(folder / "package", sought, show)
        result["kept"] = kept(dossier, folder, forms, show)
    result["pdfa"] = pdfa(sorted((folder / "package" / "documenten").glob("*.pdf")))
    return result


# ── the way ─────────────────────────────────────────────────────────────────────────────────────────────────


def steps(folder: Path) -> Iterator[tuple[str, float]]:
    """Every step with its seconds."""
    dossier, out, package = (str(folder / name) for name in ("dossier", "out", "package"))
    yield _step("ingest", "ingest", str(folder / "pile"), "-d", dossier)
    yield _step("settings", "redact", "settings", dossier, *SETTINGS)
    yield _step("propose", "redact", "propose", dossier)
    yield _step("accept", "redact", "accept", dossier, "--at-least", "0")
    yield _attention(folder / "dossier")
    yield _step("apply", "redact", "apply", dossier, out)
    yield _step("audit", "audit", out, "--no-ocr")
    yield _step("publish", "release", "publish", dossier, package)


def _step(name: str, *words: str) -> tuple[str, float]:
    print(f"{name} …", file=sys.stderr)
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "draad", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{name}: exit code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return name, round(time.perf_counter() - begun, 1)


def _attention(place: Path) -> tuple[str, float]:
    """Points for attention are decided one by one, as on the pages: one may decide its twins."""
    begun = time.perf_counter()
    with Dossier.open(place) as dossier:
        while waiting := dossier.redactions(RedactionFilter(statuses=("attention",)), limit=1):
            dossier.decide([(waiting[0].id, waiting[0].version, {"status": "accepted"})], who="bench")
    return "attention", round(time.perf_counter() - begun, 1)


def told(dossier: Dossier) -> dict[str, Any]:
    """What was decided."""
    accepted = list(dossier.redactions(RedactionFilter(statuses=("accepted",))))
    return {
        "documents": len(list(dossier.documents())),
        "failed": len(list(dossier.failures())),
        "accepted": len(accepted),
        "kinds": dict(Counter(one.kind for one in accepted).most_common()),
    }


# ── what is withheld, what is shown ─────────────────────────────────────────────────────────────────────────


def withheld_and_shown(dossier: Dossier) -> tuple[list[str], list[str]]:
    """All withheld words, and the text of each document without them."""
    accepted = dossier.redactions(RedactionFilter(statuses=("accepted",)))
    return [one.text for one in accepted], [open_text(dossier, view) for view in dossier.documents()]


def open_text(dossier: Dossier, view: DocumentView) -> str:
    """A document with what is withheld blanked; lines stay lines."""
    text = dossier.text(view.id)
    for one in dossier.redactions(RedactionFilter(documents=(view.id,), statuses=("accepted",))):
        if one.span:
            begin, end = one.span
            text = text[:begin] + re.sub(r"[^\n]", " ", text[begin:end]) + text[end:]
    return text


def look(package: Path, sought: Sought, show: bool) -> dict[str, Any]:
    """Files and ways of reading by ending, and in how many of them something stands that is withheld."""
    files: Counter[str] = Counter()
    read: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for path in sorted(one for one in package.rglob("*") if one.is_file()):
        files[path.suffix] += 1
        for view in views(path):
            read[view.how] += 1
            if there := sought.found(view):
                found[f"{path.suffix} {view.how}"] += 1
                told = f": {sorted(there)[:5]}" if show else ""
                print(f"FOUND {path.relative_to(package)} {view.how}, {len(there)}{told}", file=sys.stderr)
    return {"files": dict(files), "views": dict(read), "found": dict(found)}


# ── what stays ──────────────────────────────────────────────────────────────────────────────────────────────


def kept(dossier: Dossier, folder: Path, forms: dict[str, str], show: bool) -> dict[str, dict[str, Any]]:
    """By form: files, pages before and after, and which share of its open letters each page still has.

    Open are the words that Draad read and did not withhold; of a PDF those of them that Poppler reads there too.
    """
    manifest = json.loads((folder / "out.manifest.json").read_text(encoding="utf-8"))
    rows: dict[str, dict[str, Any]] = defaultdict(lambda: Counter(files=0))
    for made in manifest["files"]:
        held = [dossier.document(one["id"]) for one in made["documents"]]
        row = rows[forms[re.sub(r"#\d+$", "", held[0].path.rpartition("/")[2])]]
        row["files"] += 1
        row["images"] += len(made["images"])
        made_path = folder / "package" / "documenten" / made["file"]
        before = [Counter(words(page)) for page in _before(dossier, held)]
        after = [Counter(words(page)) for page in _read(made_path)]
        if held[0].pages:
            row["pages"] += len(before)
            row["pages_out"] += len(after)
            given = [Counter(words(page)) for page in _read(dossier.original(held[0].source))]
            numbers = sorted({page[0] for view in held for page in view.pages})
            before = [page & given[number - 1] for page, number in zip(before, numbers, strict=True)]
        else:
            after = [sum(after, Counter())]
        for old, new in zip(before, after, strict=False):
            whole, same = _letters(old), _letters(old & new)
            row["letters"] += whole
            row["letters_kept"] += same
            if whole:
                row["least"] = min(row.get("least") or 1.0, same / whole)
            if show and old - new:
                print(f"LOST {made['file']} {dict(old - new)}", file=sys.stderr)
    return {form: dict(row) for form, row in sorted(rows.items())}


def _before(dossier: Dossier, held: list[DocumentView]) -> list[str]:
    """The open text of a file, by page where there are pages."""
    pages: dict[int, str] = defaultdict(str)
    for view in held:
        lines = open_text(dossier, view).split("\n")
        for number, first, last, _ in view.pages or ((1, 1, len(lines), ""),):
            pages[number] += "\n".join(lines[first - 1 : last]) + "\n"
    return [pages[number] for number in sorted(pages)]


def _read(path: Path) -> list[str]:
    """A file as a stranger reads it, by page; what has no letters and is a picture by Tesseract."""
    if not path.read_bytes().startswith(b"%PDF"):
        return [path.read_text(encoding="utf-8")]
    pages = pages_of(path)
    with pikepdf.open(path) as pdf:
        seen = [n for n, page in enumerate(pdf.pages) if is_pictured(page) and len(words(pages[n])) < _FEW]
    for n in seen:  # a scan that came without letters is given out without
        pages[n] += recognised(path.read_bytes(), n)
    return pages


def _letters(counted: Counter[str]) -> int:
    return sum(len(word) * n for word, n in counted.items())


def pdfa(files: list[Path]) -> dict[str, Any]:
    """How many files say that they are PDF/A-2u, and what the peers' validator says of those (None without it)."""
    claimed = []
    for path in files:
        with pikepdf.open(path) as pdf:
            claimed += [path] if pdf.open_metadata().pdfa_status == "2U" else []
    result: dict[str, Any] = {"pdfs": len(files), "claimed": len(claimed), "right": None, "broken": {}}
    command = [str(PEERS), str(Path(__file__).with_name("pdfa_peer.py"))]
    if claimed and PEERS.exists():
        asked = "\n".join(map(str, claimed))
        done = subprocess.run(command, input=asked, capture_output=True, text=True, check=False)
        if done.returncode:
            return result
        said = [json.loads(line) for line in done.stdout.splitlines()]
        result["right"] = sum(not one for one in said)
        result["broken"] = dict(Counter(rule for one in said for rule in one))
        for path, one in zip(claimed, said, strict=True):
            if one:
                print(f"PDF/A {path.name} {one}", file=sys.stderr)
    return result


# ── telling ─────────────────────────────────────────────────────────────────────────────────────────────────


def tables(result: dict[str, Any]) -> str:
    """All tables."""
    sought, seen, claim = result["sought"], result["look"], result["pdfa"]
    hits = ", ".join(f"{how} {n}" for how, n in seen["found"].items()) or "none"
    views_told = ", ".join(f"{how} {n}" for how, n in sorted(seen["views"].items()))
    right = "not asked (`make peers`)" if claim["right"] is None else f"{claim['right']}"
    rows = [
        ["", ""],
        ["files given, documents in them", f"{result['files']}, {result['documents']}"],
        ["files that could not be read", str(result["failed"])],
        ["accepted", f"{result['accepted']}: " + ", ".join(f"{kind} {n}" for kind, n in result["kinds"].items())],
        ["phrases withheld, different ones", str(sought["withheld"])],
        ["of these of seven letters and more that stand nowhere in the open", str(sought["phrases"])],
        ["words of them, three letters and more, that stand nowhere in the open", str(sought["words"])],
        ["files of the package", ", ".join(f"{ending} {n}" for ending, n in sorted(seen["files"].items()))],
        ["ways of reading them", views_told],
        ["**ways in which something withheld was found**", f"**{hits}**"],
        ["PDFs, of which say PDF/A-2u", f"{claim['pdfs']}, {claim['claimed']}"],
        ["of these right by the peers' validator", right],
        ["seconds", ", ".join(f"{step} {n}" for step, n in result["seconds"].items())],
    ]
    return f"{markdown(rows)}\n\n### What stays\n\n{_kept_table(result['kept'])}"


def _kept_table(forms: dict[str, dict[str, Any]]) -> str:
    rows = [["form", "files", "pages", "pages out", "pages made an image", "open letters", "kept", "least on a page"]]
    for form, one in forms.items():
        share = one.get("letters_kept", 0) / (one.get("letters") or 1)
        counts = [one["files"], one.get("pages", "–"), one.get("pages_out", "–"), one["images"], one.get("letters", 0)]
        rows.append([form, *map(str, counts), figure(share), figure(one.get("least", 1.0))])
    return markdown(rows)


def page(result: dict[str, Any]) -> str:
    """``docs/whole-way.md``."""
    return filled(TEXT, result, seed=str(result["seed"]), figures=tables(result))


if __name__ == "__main__":
    main()
