"""The pages of the reading room that ``web.py`` asks for: addresses drawn from the dossier itself, typical to worst."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import quote, urlencode

from draad.dossier import Dossier
from draad.records import short_id

LONG = 200
"""Messages of the thread that the reading room must show within its time."""
_DRAWN = 40
"""Addresses of one page: so many that caches of single things help little."""
_WORD = re.compile(r"[a-zà-ÿ]{6,}")


class Kind(NamedTuple):
    """One sort of page: how often a reader takes it beside the others, and addresses of it."""

    page: str
    weight: float
    addresses: tuple[str, ...]


def pages(dossier: Dossier, seed: int = 1) -> list[Kind]:
    """The mix. A page of which this dossier holds nothing is left out."""
    rng = random.Random(seed)
    kinds = [*_overviews(), *_conversations(dossier, rng), *_documents(dossier, rng)]
    kinds += [*_searches(dossier, rng), *_register(dossier, rng), *_organisations(dossier)]
    return [kind for kind in kinds if kind.addresses]


def _overviews() -> Iterator[Kind]:
    yield Kind("dossier", 4, ("/dossier",))
    yield Kind("dossier.json", 1, ("/dossier.json",))
    yield Kind("ingest", 0.5, ("/inlezen",))
    yield Kind("help", 1, ("/hulp", "/toegankelijkheid"))


# ── conversations ───────────────────────────────────────────────────────────────────────────────────────────


def _conversations(dossier: Dossier, rng: random.Random) -> Iterator[Kind]:
    number = dossier.count_threads()
    drawn = [dossier.threads("last", 1, rng.randrange(number))[0] for _ in range(min(_DRAWN, number))]
    busiest = dossier.threads("size", 10)
    long = next(
        (t for t in reversed(dossier.threads("size", 2_000)) if t.size >= LONG), busiest[0] if busiest else None
    )
    yield Kind("threads", 3, ("/gesprekken", "/gesprekken?pagina=2", "/gesprekken?volgorde=eerst"))
    yield Kind("threads deep", 0.5, tuple(f"/gesprekken?pagina={page}" for page in range(2, number // 50, 37)))
    words = [word for thread in drawn if (word := _word(thread.subject))]
    yield Kind("threads filtered", 1, tuple(f"/gesprekken?{urlencode({'q': word})}" for word in words))
    yield Kind("thread", 10, tuple(f"/gesprek/{short_id(t.id)}" for t in drawn))
    yield Kind("thread.json", 2, tuple(f"/gesprek/{short_id(t.id)}.json" for t in drawn))
    yield Kind("thread busiest", 2, tuple(f"/gesprek/{short_id(t.id)}" for t in busiest))
    if long:
        told = f"thread of {long.size} messages"
        yield Kind(told, 1, (f"/gesprek/{short_id(long.id)}",))
    held = [dossier.thread(thread.id, whole=False).messages for thread in drawn]
    messages = [rng.choice(some).id for some in held if some]
    yield Kind("message", 8, tuple(f"/bericht/{short_id(message)}" for message in messages))
    copied = sorted((m for some in held for m in some), key=lambda m: -len(m.places))[:10]
    yield Kind("message of many copies", 1, tuple(f"/bericht/{short_id(m.id)}" for m in copied))
    yield Kind("message.json", 2, tuple(f"/bericht/{short_id(message)}.json" for message in messages))


def _word(text: str | None) -> str | None:
    words = _WORD.findall((text or "").lower())
    return max(words, key=len) if words else None


# ── documents ───────────────────────────────────────────────────────────────────────────────────────────────


def _documents(dossier: Dossier, rng: random.Random) -> Iterator[Kind]:
    number = sum(dossier.count_documents().values())
    drawn = [dossier.documents(limit=1, offset=rng.randrange(number))[0] for _ in range(min(_DRAWN, number))]
    longest = dossier.documents(sort="length", limit=10)
    yield Kind("documents", 3, ("/documenten", "/documenten?pagina=2", "/documenten?soort=report"))
    yield Kind("documents deep", 0.5, tuple(f"/documenten?pagina={page}" for page in range(2, number // 50, 97)))
    yield Kind("documents filtered", 1, tuple(f"/documenten?naam={quote(d.name[:4])}" for d in drawn[:10]))
    yield Kind("document", 8, tuple(f"/document/{short_id(d.id)}" for d in drawn))
    yield Kind("document.json", 2, tuple(f"/document/{short_id(d.id)}.json" for d in drawn))
    yield Kind("document longest", 1, tuple(f"/document/{short_id(d.id)}" for d in longest))


# ── search ──────────────────────────────────────────────────────────────────────────────────────────────────


def _searches(dossier: Dossier, rng: random.Random) -> Iterator[Kind]:
    number = dossier.count_threads()
    subjects = [dossier.threads("last", 1, rng.randrange(number))[0].subject for _ in range(min(_DRAWN, number))]
    words = [word for subject in subjects if (word := _word(subject))]

    def asked(query: str, **more: str) -> str:
        return f"/zoeken?{urlencode({'q': query, **more})}"

    yield Kind("search empty", 1, ("/zoeken",))
    yield Kind("search word", 8, tuple(map(asked, words)))
    yield Kind("search two words", 4, tuple(asked(f"{a} {b}") for a, b in pairwise(words)))
    yield Kind("search while typing", 4, tuple(asked(f"{word[:3]}*") for word in words))
    yield Kind("search common", 2, tuple(map(asked, ("de", "het", "overleg", "graag", "de het een van"))))
    worst = (
        "de OF het OF een OF van OF in",
        "de NIET het",
        '"met vriendelijke groet"',
        "a* OF b* OF v*",
        "grond:5.1.2.e",
    )
    yield Kind("search worst", 1, tuple(map(asked, (*worst, "grond:5.1.2.e"))))
    yield Kind("search by date", 1, tuple(asked(word, volgorde="nieuw") for word in words[:10]))
    yield Kind("search items", 1, tuple(asked(word, als="punten") for word in words[:10]))
    yield Kind("search.json", 2, tuple(asked(word).replace("/zoeken", "/zoeken.json") for word in words))


# ── register ────────────────────────────────────────────────────────────────────────────────────────────────


def _register(dossier: Dossier, rng: random.Random) -> Iterator[Kind]:
    number = sum(dossier.count_items().values())
    offsets = [rng.randrange(min(number, 5_000)) for _ in range(min(_DRAWN, number))]
    drawn = [dossier.items(limit=1, offset=offset)[0] for offset in offsets]
    owners = sorted({owner for item in drawn for owner in item.owner})
    yield Kind("register", 5, ("/register", "/register?pagina=2", "/register.json"))
    yield Kind("register deep", 0.5, tuple(f"/register?pagina={page}" for page in range(2, number // 50, 997)))
    chosen = (
        "soort=question",
        "stand=proposed&soort=action",
        "van=2020-03-01&tot=2020-03-31",
        "termijn_tot=2020-06-01",
    )
    yield Kind("register filtered", 4, tuple(f"/register?{query}" for query in chosen))
    yield Kind("register by owner", 2, tuple(f"/register?{urlencode({'eigenaar': owner})}" for owner in owners[:10]))
    words = [word for item in drawn if (word := _word(item.text))]
    yield Kind("register words", 1, tuple(f"/register?{urlencode({'woorden': word})}" for word in words[:10]))
    yield Kind("item", 6, tuple(f"/register/punt/{short_id(item.id)}" for item in drawn))
    for name in ("termijnen", "te-laat", "ritmes", "vragen", "signalen", "plan", "week"):
        yield Kind(f"register {name}", 0.5, (f"/register/{name}",))


def _organisations(dossier: Dossier) -> Iterator[Kind]:
    senders = {
        message.representative.sender.domain
        for thread in dossier.threads("size", 30)
        for message in dossier.thread(thread.id, whole=False).messages
        if message.representative.sender and message.representative.sender.domain
    }
    yield Kind("organisations", 2, ("/organisaties",))
    yield Kind("organisation", 3, tuple(f"/organisatie/{quote(domain)}" for domain in sorted(senders)))
