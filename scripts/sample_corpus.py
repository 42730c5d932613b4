"""Add the made-up release's own sentences to the corpus: ``python scripts/sample_corpus.py``.

Writes ``bench/corpus/train-s.tsv`` from seeds below 1000, a few forms of each template. Sentences whose items are not
decided are left out, and so are figures; seeds from 1000 on draw on sentences that stand nowhere here.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.item_texts import Case, Row, release  # noqa: E402

OUT = ROOT / "bench" / "corpus" / "train-s.tsv"
SEEDS = range(1, 9)
FILES = 60
FORMS = 3
"""Forms of one template, with other names and times in it."""
LONGEST = 400


def labels(case: Case, text: str, lines: tuple[int, int]) -> list[str] | None:
    """The kinds of a sentence, those that are right as well with a question mark; None where they are not decided."""
    told = []
    for row in case.rows:
        if not _touches(row, lines) or (row["text"] not in text and text not in row["text"]):
            continue
        if not row["sure"]:
            return None
        told += [row["kinds"][0], *(f"{kind}?" for kind in row["kinds"][1:])]
    return list(dict.fromkeys(kind for kind in told if not kind.startswith("figure")))


def _touches(row: Row, lines: tuple[int, int]) -> bool:
    return bool(row["lines"] and row["lines"][0] <= lines[1] and lines[0] <= row["lines"][1])


def main() -> None:
    """Write the file."""
    forms: Counter[str] = Counter()
    found = {}
    for seed in SEEDS:
        for case in release(FILES, seed, 0.0):
            side = "report" if any(split.kind == "report" for split in case.splits) else "in"
            for sentence in case.sentences:
                text = " ".join(sentence.text.split())
                kinds = labels(case, sentence.text, sentence.lines)
                if kinds is None or text in found or forms[sentence.template] >= FORMS or len(text) > LONGEST:
                    continue
                forms[sentence.template] += 1
                bullet = text[:2] in ("- ", "* ", "• ")
                found[text] = (
                    f"{'+'.join(kinds) or '-'}\t{'point' if bullet else 'prose'}\t{side}\t{text[2 * bullet :]}"
                )
    OUT.write_text("\n".join(found.values()) + "\n", encoding="utf-8")
    print(f"{len(found)} sentences of {len(forms)} templates", file=sys.stderr)


if __name__ == "__main__":
    main()
