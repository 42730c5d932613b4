"""Every kind of leak, planted beside a clean twin: the leak is found, at its page, and the twin gives nothing."""

from __future__ import annotations

from random import Random

import pytest
from bench.leak_beside import BESIDE
from bench.leak_makers import by_pikepdf, by_reportlab
from bench.leak_papers import paper
from bench.leak_plants import NO_PAGE
from bench.leaks import ALL_KINDS, ALSO, planted, twin_of

from draad.release.audit import AuditOptions, Finding, audit

MAKERS = {"reportlab": by_reportlab, "pikepdf": by_pikepdf}


def worth_a_look(data: bytes, options: AuditOptions | None = None) -> list[Finding]:
    return [one for one in audit(data, "stuk.pdf", options or AuditOptions()) if one.severity != "note"]


@pytest.mark.parametrize(("kind", "producer"), [(kind, list(MAKERS)[n % 2]) for n, kind in enumerate(ALL_KINDS)])
def test_a_planted_leak_is_found_and_its_clean_twin_gives_nothing(kind: str, producer: str) -> None:
    rng, make = Random(f"test/{kind}"), MAKERS[producer]
    made = paper(rng)
    closed = make(made)
    leaky = planted(kind, producer, make, made, closed, rng)
    found = [one for one in worth_a_look(leaky) if one.kind in {kind, *ALSO.get(kind, ())}]
    assert found
    anywhere = {*NO_PAGE, *BESIDE, "width", "no-ground"}
    assert kind in anywhere or {one.page for one in found} <= {made.page, None}
    assert made.secret.split()[-1] not in repr(found)
    assert worth_a_look(twin_of(kind, make, made, closed, rng)) == []


def leaky() -> tuple[bytes, str]:
    rng = Random("test/values")
    made = paper(rng)
    closed = by_pikepdf(made)
    return planted("invisible", "pikepdf", by_pikepdf, made, closed, rng), made.secret


def test_hidden_words_are_told_only_to_who_asks() -> None:
    data, secret = leaky()
    untold = audit(data, "stuk.pdf")
    assert untold
    assert secret.split()[-1] not in repr(untold)
    told = audit(data, "stuk.pdf", AuditOptions(values=True))
    assert secret in {one.shown for one in told}
    assert [one._replace(shown=None) for one in told] == untold


def test_the_same_bytes_give_the_same_findings() -> None:
    data, _ = leaky()
    assert audit(data, "a.pdf") == audit(data, "b.pdf")
