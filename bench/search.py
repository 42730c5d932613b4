"""How fast the search index is made and asked: ``python bench/search.py [MESSAGES]``.

Messages are generated: words drawn by Zipf's law from common Dutch words, words of the field and made-up ones. About
200 queries are asked, typical and worst apart, each with counts per month, domain and kind and with highlighted
passages of 20 hits. Figures are milliseconds by the clock and, as the machine may be shared, of the processor. Prints
them and writes ``bench/out/search.json``; no figure here is a test.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from draad.dossier.index import Index, IndexRow
from draad.dossier.search import Texts, search

COMMON = (  # noqa: SIM905
    "de en het van een in is dat op te voor met zijn die niet aan we er om ook als dan maar bij nog naar wel kan "
    "door dit of uit over heb je ik zal deze worden meer hebben zo hier al wat zou na mijn tot kunnen moet jullie "
    "ons daar goed"
).split()
FIELD = (  # noqa: SIM905
    "gemeente dagbesteding overleg minister vraag subsidie zorg mail brief actie besluit vaccinatiestrategie "
    "coördinatie cliëntenorganisaties mantelzorger toezegging kamerbrief beleid planning gesprek afspraak signaal "
    "verslag organisatie dagbestedingslocatie jeugdzorg testen maatregel voorstel reactie advies vergadering "
    "ondersteuning richtlijn bijlage"
).split()
DOMAINS = ["minvws.nl", "vng.nl", "rivm.nl", "minbzk.nl", "gmail.com", *(f"organisatie{n}.nl" for n in range(300))]
KINDS = ["report", "letter", "decision", "note"]
SYLLABLES = [
    "ver",
    "be",
    "ge",
    "ont",
    "aan",
    "op",
    "zor",
    "wer",
    "ling",
    "heid",
    "sta",
    "den",
    "kra",
    "lo",
    "mi",
    "tel",
]


def vocabulary(rng: random.Random) -> list[str]:
    made = {"".join(rng.choices(SYLLABLES, k=rng.randint(2, 5))) for _ in range(60_000)}
    rest = [*FIELD, *(f"{word}en" for word in FIELD), "5.1.2e", "(10)(2e)"]
    rng.shuffle(rest)
    return [*COMMON, *rest, *sorted(made)]


def messages(count: int, words_each: int, seed: int) -> Iterator[IndexRow]:
    rng = random.Random(seed)
    words = vocabulary(rng)
    weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(len(words))))
    for number in range(count):
        drawn = rng.choices(words, cum_weights=weights, k=max(5, int(rng.lognormvariate(0, 0.8) * words_each)))
        domain = DOMAINS[min(int(rng.expovariate(0.2)), len(DOMAINS) - 1)]
        report = number % 25 == 0
        yield IndexRow(
            id=number + (1 << 40),
            kind="document" if report else "message",
            subject=" ".join(rng.choices(FIELD, k=4)),
            body=" ".join(drawn),
            sender=f"{rng.choice(FIELD)} {domain}",
            to=" ".join(rng.choices(DOMAINS, k=3)),
            sent_at=1_500_000_000 + rng.randrange(5 * 365 * 86400),
            soort=KINDS[number % len(KINDS)] if report else "",
            grounds=("woo 5.1.2.e",) if number % 3 else ("wob 10.2.e", "wob 11.1"),
            thread=number // 4,
            name=f"stuk-{number // 8}",
            domain=domain,
        )


def typical() -> list[str]:
    one = FIELD
    two = [f"{a} {b}" for a, b in zip(FIELD, FIELD[5:], strict=False)]
    fields = [f"{a} van:{d} na:2018-0{m}" for a, d, m in zip(FIELD, DOMAINS, range(1, 10), strict=False)]
    phrases = [f'"{a} {b}"' for a, b in itertools.pairwise(FIELD)]
    less = [f"{a} EN NIET {b}" for a, b in zip(FIELD[:20], FIELD[3:], strict=False)]
    begun = [f"{a[:6]}*" for a in FIELD[:20]]
    more = [f"onderwerp:{a} grond:5.1.2e" for a in FIELD[:10]] + [f"{a} soort:verslag" for a in FIELD[:10]]
    return [*one, *two, *fields, *phrases, *less, *begun, *more]


def worst() -> list[str]:
    return [
        *COMMON[:5],
        " OF ".join(COMMON[:10]),
        " OF ".join(COMMON[:40]),
        " ".join(COMMON[:10]),
        *(f"{letter}*" for letter in "avdb"),
        "ver* OF be* OF ge*",
        "NIET de",
        "NIET jaloezie",
        f"de NIET ({' OF '.join(FIELD)})",
        '"de en het van"',
        '"van de"',
        '"in het" OF "van een" OF "op de"',
        "na:2016 voor:2030",
        "de na:2018 voor:2020",
        "*",
        "grond:woo",
        "(de OF het) (een OF en) -(zorg gemeente) na:2017-06",
    ]


def percentile(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def ask(index: Index, queries: list[str], texts: dict[int, Texts], rounds: int) -> dict[str, float | str]:
    took: list[float] = []
    cpu: list[float] = []
    slowest = (0.0, "")
    for _ in range(rounds):
        for query in queries:
            began, spent = time.perf_counter(), time.thread_time()
            search(index, query, lambda ids: {number: texts[number] for number in ids})
            cpu.append((time.thread_time() - spent) * 1000)
            took.append((time.perf_counter() - began) * 1000)
            slowest = max(slowest, (took[-1], query))
    figures = {f"p{part}": round(percentile(took, part / 100), 2) for part in (50, 95, 99)}
    figures |= {f"cpu_p{part}": round(percentile(cpu, part / 100), 2) for part in (50, 95, 99, 100)}
    return {**figures, "mean": round(statistics.mean(took), 2), "max": round(slowest[0], 2), "slowest": slowest[1]}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("messages", nargs="?", type=int, default=10_000)
    options.add_argument("--words", type=int, default=120, help="median length of a message")
    options.add_argument("--batch", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    rows = list(messages(chosen.messages, chosen.words, chosen.seed))
    texts = {row.id: Texts(row.subject, row.body) for row in rows}
    gc.freeze()  # the collector would walk all these rows in the middle of a query
    characters = sum(len(row.body) for row in rows)
    before = resource.getrusage(resource.RUSAGE_SELF)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        began = time.perf_counter()
        with Index.open(path, write=True) as index:
            for number, start in enumerate(range(0, len(rows), chosen.batch), 1):
                index.replace(rows[start : start + chosen.batch])
                index.commit(number)
            indexed = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_SELF)
        began = time.perf_counter()
        index = Index.open(path)
        search(index, "zorg")
        result = {
            "messages": len(rows),
            "megabytes": round(characters / 1e6, 1),
            "index_seconds": round(indexed, 2),
            "index_cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2),
            "index_megabytes": round(sum(f.stat().st_size for f in path.iterdir()) / 1e6, 1),
            "index_memory_kb": after.ru_maxrss - before.ru_maxrss,
            "segments": index.searcher().num_segments,
            "open_and_first_query_ms": round((time.perf_counter() - began) * 1000, 2),
            "typical": ask(index, typical(), texts, 2),
            "worst": ask(index, worst(), texts, 5),
        }
    out = Path(__file__).parent / "out" / "search.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    json.dump(result, sys.stdout, indent=2, ensure_ascii=False)
    print(f"\nwritten to {out}", file=sys.stderr)


if __name__ == "__main__":
    main()
