"""Items of a document: findings settled into one item a matter, each with its place, owner, date and score."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from extract_texts import HEADER, REPORT, items, mail, taken, unit, words
from hypothesis import given
from hypothesis import strategies as st

import draad.extract
from draad.extract import extract
from draad.extract.records import KINDS, Found, Reason, Unit
from draad.extract.score import accepted, score, settled
from draad.knowledge import load
from draad.texts import texts

CHAIN = """Van: Jansen <jansen@minabc.nl>
Verzonden: dinsdag 2 juni 2020 10:15
Aan: De Vries <devries@minabc.nl>
Onderwerp: RE: planning

Ik stuur de planning morgen.

Groet,
Jan Jansen
Kun je dit niet vinden? Bel 070 1234567

Van: De Vries <devries@minabc.nl>
Verzonden: maandag 1 juni 2020 16:40
Aan: Jansen <jansen@minabc.nl>
Onderwerp: planning

Kun je morgen de planning sturen?
"""


def test_a_message_quoted_beneath_another_counts_from_its_own_day():
    found = taken(CHAIN)
    assert [(i.copy, i.said, i.due and i.due.due) for i in extract(found)] == [
        (0, "2020-06-02", "2020-06-03"),
        (1, "2020-06-01", "2020-06-02"),
    ]


@pytest.mark.parametrize("only", [{0}, {1}, set(), {0, 1}])
def test_only_the_copies_that_are_asked_for_give_items(only: set[int]):
    everything = extract(taken(CHAIN))
    assert extract(taken(CHAIN), only) == [i for i in everything if i.copy in only]


def test_nothing_comes_from_a_header_or_a_signature():
    found = taken(CHAIN)
    for copy in found.copies:
        for hole in (copy.header, *(p.span for p in copy.parts)):
            assert all(i.span[1] <= hole[0] or hole[1] <= i.span[0] for i in extract(found))


def test_a_report_gives_items_of_the_day_of_its_meeting():
    found = taken(REPORT + "- FIN stuurt de brief vrijdag naar de regio.\n- OW belt de gemeenten.\n")
    [first, *_] = [i for i in extract(found) if i.kind == "action"]
    assert (first.copy, first.said, first.due and first.due.due) == (None, "2020-06-02", "2020-06-05")
    assert [o.name for o in first.owners] == ["FIN"]


def test_a_report_without_a_date_keeps_the_words_and_gives_no_date():
    text = REPORT.replace("Datum: 2 juni 2020\n", "")
    [item] = [i for i in extract(taken(text + "- FIN stuurt de brief vrijdag naar de regio.\n- Gesloten.\n")) if i.due]
    assert item.said is None
    assert item.due
    assert (item.due.due, item.due.text) == (None, "vrijdag")


def test_dates_in_words_that_are_quoted_are_uncertain():
    found = mail("Uit het debat:\n\nMinister Vos: Ik zal de Kamer voor 12 juni informeren.\n")
    [item] = [i for i in extract(found) if i.kind == "commitment"]
    assert item.due
    assert (item.due.due, item.due.certain) == ("../2020-06-12", False)


def made(
    kind: str, begin: int, end: int, cue: str = "x.y", weight: float = 2.0, reason: str = "question_mark"
) -> Found:
    return Found(kind, (begin, end), 0, cue, (begin, begin + 1), (Reason(reason, weight),))  # type: ignore[arg-type]


ONE = unit("Kun je de planning sturen en wil je de zaal huren voor de bijeenkomst?")
AT = ONE.span[0]


def test_of_two_findings_of_one_kind_the_narrowest_stands_with_the_reasons_of_both():
    wide, narrow = made("action", AT, AT + 60), made("action", AT + 5, AT + 20, reason="other")
    [kept] = settled(ONE, [wide, narrow])
    assert kept.span == narrow.span
    assert {r.name for r in kept.reasons} == {"question_mark", "other"}


def test_an_explicit_mark_stands_before_a_narrower_cue():
    mark, cue = made("action", AT, AT + 60, "explicit-label"), made("action", AT + 5, AT + 20)
    [kept] = settled(ONE, [cue, mark])
    assert (kept.span, kept.cue) == (mark.span, "explicit-label")


def test_findings_of_two_kinds_or_apart_are_both_kept():
    both = [made("action", AT, AT + 10), made("signal", AT, AT + 10), made("action", AT + 10, AT + 20)]
    assert {(f.kind, f.span) for f in settled(ONE, both)} == {(f.kind, f.span) for f in both}


def test_what_is_too_weak_falls_away():
    assert settled(ONE, [made("action", AT, AT + 10, weight=-3.0)]) == []
    assert accepted("action", [Reason("x", 4.0)])


@given(st.sampled_from(KINDS), st.lists(st.floats(-50, 50), max_size=5))
def test_a_score_lies_between_nought_and_one_and_grows_with_each_reason(kind: str, weights: list[float]):
    reasons = [Reason("x", w) for w in weights]
    low = score(kind, reasons)  # type: ignore[arg-type]
    assert 0 < low < 1
    assert score(kind, [*reasons, Reason("y", 1.0)]) >= low  # type: ignore[arg-type]


BODY = st.lists(
    st.sampled_from(
        [
            "Kun je dit voor vrijdag doen? ",
            "Ik zal de minister morgen informeren. ",
            "Afgesproken is dat de proef doorgaat. ",
            "- FIN belt de regio (actie FIN)\n",
            "\n\n",
            "\n",
            "Van de scholen heeft 62% een wachtlijst. ",
            "De huisartsen maken zich zorgen. ",
            "Donderdag om 10.00 uur overleg. ",
            "Minister Vos:\n",
            "Zeker. ",
            "Groet,\nAnna\n",
            "| Actie | Wie | Termijn |\n| Bellen | FIN | 1 juli |\n",
            "Week 23\n",
            "5.1.2e ",
            "Beste Anna,\n",
            "**",
            "toegezegd is ",
            "elke zes weken ",
            "1. ",
            "z.s.m. ",
        ]
    ),
    max_size=25,
).map("".join)


@given(BODY | st.text(max_size=300))
def test_items_are_in_order_within_their_unit_and_the_same_each_time(text: str):
    for found in (mail(text), taken(REPORT + text), taken(text)):
        all_items = extract(found)
        assert all_items == extract(found)
        assert [i.span for i in all_items] == sorted(i.span for i in all_items)
        bodies = {c.n: c.body for c in found.copies}
        for item in all_items:
            begin, end = (bodies[item.copy] if item.copy is not None else None) or (0, len(found.document.text))
            assert begin <= item.span[0] < item.span[1] <= end
            assert 0 < item.score < 1
            assert item.reasons
            assert all(f"reason.{r.name}" in texts("nl") for r in item.reasons), item.reasons
            assert begin <= item.cue_span[0] <= item.cue_span[1] <= end
            assert words(found, item)
            holes = [p.span for c in found.copies if c.n == item.copy for p in c.parts if p.kind != "signature"]
            assert all(item.span[1] <= a or b <= item.span[0] for a, b in holes)


@pytest.mark.parametrize(
    "word",
    [
        "kun je ",
        "Ik zal ",
        "12% ",
        "actie FIN ",
        "(actie ",
        "vrijdag ",
        "Minister Vos: ",
        "| a ",
        "de minister van ",
        "5.1.2e ",
    ],
)
def test_a_body_without_end_ends(word: str):
    text = word * (12_000 // len(word))
    assert extract(taken(HEADER + text)) is not None
    assert extract(taken(HEADER + text.replace(" ", ".\n", 1000))) is not None


def reason_names() -> set[str]:
    """Every reason that code or knowledge can give."""
    package = Path(draad.extract.__file__).parent
    code = "\n".join(f.read_text("utf-8") for f in package.rglob("*.py"))
    names = set(re.findall(r'Reason\(\s*"([\w-]+)"', code))
    for file in files("draad.knowledge").iterdir():
        if file.name.endswith(".toml"):
            names |= _reasons(load(file.name.removesuffix(".toml")))
    return names


def _reasons(tree: object) -> set[str]:
    if isinstance(tree, dict):
        own = {tree["reason"]} if isinstance(tree.get("reason"), str) else set()
        return own.union(*(_reasons(v) for v in tree.values()))
    return set().union(*(_reasons(v) for v in tree)) if isinstance(tree, list) else set()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_reason_has_words_in_both_languages(language: str):
    assert {name for name in reason_names() if f"reason.{name}" not in texts(language)} == set()


def test_beside_what_is_found_nothing_is_proposed():
    assert items("Dank voor je bericht. Fijn weekend!") == []
    assert isinstance(ONE, Unit)


def test_every_process_finds_the_same(tmp_path: Path):
    """Python orders sets of words anew in every process; scores must not."""
    script = tmp_path / "told.py"
    script.write_text(
        "from draad.extract import extract\nfrom draad.records import Document\nfrom draad.split import split_all\n"
        "text = 'Van: [5.1.2e]\\nVerzonden: maandag 2 november 2020 09:00\\nAan: [5.1.2e]\\nOnderwerp: cijfers\\n\\n'\n"
        "text += 'De regio meldt dat de bussen vol zitten. Kun je de vervoerder voor vrijdag vragen hoe dat komt? '\n"
        "text += 'Wij hebben besloten de dienstregeling niet te wijzigen; donderdag spreken we de gemeenten.\\n'\n"
        "document = Document('0' * 64, 0, 'a', 'a', 'text', text)\n"
        "print([extract(split) for split in split_all(document)])\n",
        encoding="utf-8",
    )
    told = {
        subprocess.run(
            [sys.executable, str(script)], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert b"question" in told.pop()
