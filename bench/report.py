"""The tables of a run, for the terminal and for ``docs/accuracy.md``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

Table = list[list[str]]
TEXT = Path(__file__).parent / "accuracy.md.in"
"""What the page says around its figures."""

_OWN = "draad_split"


def tables(result: dict[str, Any]) -> list[str]:
    """All tables, each with its title."""
    made = [
        f"Splitting, plain text, noise {float(noise):.0%}\n\n{splitting(result, one)}"
        for noise, one in result["plain"].items()
    ]
    made.append(f"Splitting, raw Markdown, no noise\n\n{splitting(result, result['raw']['0'])}")
    if any(one["files"] for one in result["seeds"]["plain"].values()):
        made += [f"The five seeds, {kind}\n\n{splitting(result, one)}" for kind, one in result["seeds"].items()]
    made.append(f"Fields, plain text, no noise\n\n{fields(result)}")
    made.append(f"Time a document\n\n{time(result)}")
    made.append(f"Weaving, through ingest (no peer does this)\n\n{weaving(result)}")
    made.append(f"PDF and scans, through reader and OCR (no peer does this)\n\n{paged(result)}")
    made.append(f"Where Draad goes wrong, plain text\n\n{faults(result)}")
    return made


def splitting(result: dict[str, Any], run: dict[str, Any]) -> str:
    """Copies, headers and documents, a tool a row."""
    head = ["tool", "P", "R", "F1 within", "F1 ±1 line", "F1 exact", "F1 quoted only", "headers whole"]
    rows = [[*head, "documents found", "documents whole", "false alarms", "broke down"]]
    for module, one in run.items():
        within = one["within"]
        scores = [within["precision"], within["recall"], within["f1"], one["near"]["f1"], one["exact"]["f1"]]
        scores += [one["quoted"]["f1"], one["whole_header"], one["documents_found"], one["documents_whole"]]
        counts = [str(one["false_alarms"]), str(one["failed"])]
        rows.append([result["tools"][module]["name"], *map(figure, scores), *counts])
    return markdown(rows)


def fields(result: dict[str, Any]) -> str:
    """Share of all copies in which a field is right; – where a tool doesn't tell it."""
    names = ["sent", "subject", "from_domain", "to", "cc", "last", "body"]
    rows = [["tool", "sent", "subject", "sender's domain", "to", "cc", "header's last line", "body's lines"]]
    for module, one in result["plain"]["0"].items():
        told = one["fields"]
        rows.append([result["tools"][module]["name"], *(figure(told[n]) if n in told else "–" for n in names)])
    return markdown(rows)


def time(result: dict[str, Any]) -> str:
    """Milliseconds a document."""
    rows = [["tool", "ms, processor", "of the fastest peer", "ms, wall clock", "of the fastest peer"]]
    for module, one in result["time"].items():
        own = [f"{one['ms_cpu']:.2f}", f"{one['ms_cpu_to_fastest_peer']:.2f} ×"]
        rows.append([result["tools"][module]["name"], *own, f"{one['ms']:.2f}", f"{one['ms_to_fastest_peer']:.2f} ×"])
    return markdown(rows)


def weaving(result: dict[str, Any]) -> str:
    """A level of noise a row."""
    rows = [
        ["noise", "files failed", "copies", "compared", "same message P / R / F1", "same thread P / R / F1", "parent"]
    ]
    rows[0] += ["new copies F1", "kinds right", "documents cut right"]
    for noise, one in result["woven"].items():
        pairs = [" / ".join(figure(one[k][n]) for n in ("precision", "recall", "f1")) for k in ("message", "thread")]
        last = [figure(one["parent"]), figure(one["new"]["f1"]), figure(one["kinds"]), figure(one["cut"])]
        rows.append(
            [f"{float(noise):.0%}", str(one.get("failed", 0)), str(one["copies"]), str(one["compared"]), *pairs, *last]
        )
    return markdown(rows)


def paged(result: dict[str, Any]) -> str:
    """PDF and scans."""
    rows = [["form", "files", "copies", "P", "R", "F1", "sent", "subject", "sender's domain", "failed"]]
    for form in ("pdf", "scan"):
        if form in result:
            one = result[form]
            scores = [*one["found"].values(), *(one["fields"].get(n, 0.0) for n in ("sent", "subject", "from_domain"))]
            rows.append([form, str(one["files"]), str(one["copies"]), *map(figure, scores), str(one["failed"])])
    return markdown(rows)


def faults(result: dict[str, Any]) -> str:
    """By style of header: how many copies, how many Draad missed, and what it got wrong most."""
    rows = [["noise", "missed, by style of header (of so many)", "found too many, by kind of document", "wrong fields"]]
    for noise, run in result["plain"].items():
        one = run[_OWN]
        missed = ", ".join(f"{style} {n} ({one['styles'][style]})" for style, n in one["missed"].items())
        extra = ", ".join(f"{kind} {n}" for kind, n in one["extra"].items())
        wrong = ", ".join(f"{what} {n}" for what, n in list(one["wrong"].items())[:8])
        rows.append([f"{float(noise):.0%}", missed or "none", extra or "none", wrong or "none"])
    return markdown(rows)


def page(result: dict[str, Any]) -> str:
    """``docs/accuracy.md``."""
    about, plan = result["machine"], result["plan"]
    packages = ", ".join(f"{name} {number}" for name, number in about["packages"].items())
    settings = "\n".join(f"- **{one['name']}**: {one['settings']}" for one in result["tools"].values())
    first = next(iter(result["plain"].values()))[_OWN]
    words = TEXT.read_text(encoding="utf-8")
    values = {
        "date": about["date"],
        "command": result["command"],
        "machine": f"{about['processor']}, {about['cores']} cores, {about['system']}, load {about['load'][0]} at first",
        "versions": f"Python {about['python']}, {packages}, {about['tesseract']}; Draad's commit {about['commit']}",
        "settings": settings,
        "paged": str(plan["seeds"][0] + 100),
        "seeds": ", ".join(map(str, plan["seeds"])),
        "files": str(first["files"]),
        "documents": str(first["documents"]),
        "copies": str(first["copies"]),
        "timed": str(next(iter(result["time"].values()))["texts"]),
        "passes": str(plan["passes"]),
        "figures": "\n\n".join(f"### {table}" for table in tables(result)),
    }
    for name, value in values.items():
        words = words.replace(f"{{{name}}}", value)
    return words


def figure(number: float) -> str:
    """Three decimals, and four where three would round a fault away."""
    return f"{number:.4f}" if 0.9995 <= number < 1 else f"{number:.3f}"


def markdown(rows: Table) -> str:
    """A table that reads well in a terminal too."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "| " + " | ".join("-" * width for width in widths) + " |", *lines[1:]])


def filled(template: Path, result: dict[str, Any], **values: str) -> str:
    """A page of results: a template with the machine, the command and the files of the run, and what is given."""
    about = result["machine"]
    values = {
        "date": about["date"],
        "command": result["command"],
        "machine": f"{about['processor']}, {about['cores']} cores, {about['system']}, load {about['load'][0]} at first",
        "versions": f"Python {about['python']}; Draad's commit {about['commit']}",
        "files": str(result["files"]),
        **values,
    }
    words = template.read_text(encoding="utf-8")
    for name, value in values.items():
        words = words.replace(f"{{{name}}}", value)
    return words
