"""The tagger of names: what it must see, what it must leave, and that it is one and the same on every machine."""

from __future__ import annotations

import itertools
import runpy
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.knowledge import load
from draad.release.propose.tagger import Tagger
from draad.release.propose.tagger_features import LONGEST, features, lines, shape, small_words

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


SURE = 0.75
"""What ``witness.py`` asks of the tagger where nothing else points at a name."""


def names(tagger: Tagger, text: str) -> list[str]:
    return [text[slice(*tagged.span)] for tagged in tagger.tag(text, [(0, len(text))]) if tagged.score >= SURE]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Beste Wubbo,\n\nDank voor je bericht.", ["Wubbo"]),
        ("Groet,\n\nZjanne Krolwijk\nbeleidsmedewerker", ["Zjanne Krolwijk"]),
        ("Van: Krolwijk, Z. van (Zjanne) <z.krolwijk@demo.nl>", ["Krolwijk, Z. van (Zjanne)"]),
        ("Ik heb dit met Zjanne Krolwijk besproken.", ["Zjanne Krolwijk"]),
        ("Mevrouw Van der Ploeg belde gisteren.", ["Van der Ploeg"]),
        ("Aanwezig: Karim Amrani (MO), Els de Wit (FEZ)", ["Karim Amrani", "Els de Wit"]),
    ],
)
def test_names_are_seen_in_lists_or_not(tagger: Tagger, text: str, found: list[str]) -> None:
    assert names(tagger, text) == found


@pytest.mark.parametrize(
    "text",
    [
        "De Stichting Jan van Dijk vraagt subsidie aan.",
        "Het kantoor aan de Johan de Wittlaan is gesloten.",
        "Het ministerie van Volksgezondheid, Welzijn en Sport en de gemeente Almelo stemmen af.",
        "Onderwerp: Voortgang woningbouw",
        "Morgen is het maandag 3 augustus.",
        "Met vriendelijke groet,",
    ],
)
def test_what_only_looks_like_a_name_is_left(tagger: Tagger, text: str) -> None:
    assert names(tagger, text) == []


def test_who_is_named_by_office_is_told_apart(tagger: Tagger) -> None:
    text = "Volgens wethouder Jansen kan het."
    assert tagger.tag(text, [(0, len(text))]) == []
    assert [tagged.kind for tagged in tagger.tag_all(text, [(0, len(text))])] == ["office"]


def test_a_name_that_a_line_break_parts_is_one(tagger: Tagger) -> None:
    text = "Over het voorstel heb ik vandaag uitvoerig gesproken met Zjanne\nKrolwijk van de directie.\n"
    assert names(tagger, text) == ["Zjanne\nKrolwijk"]


def test_only_the_spans_given_are_looked_at(tagger: Tagger) -> None:
    text = "Beste Wubbo,\nBeste Zjanne,\n"
    assert [text[slice(*t.span)] for t in tagger.tag(text, [(13, len(text))])] == ["Zjanne"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_gives_ordered_spans_with_scores(text: str) -> None:
    told = Tagger().tag_all(text, [(0, len(text))])
    assert told == sorted(told, key=lambda tagged: tagged.span)
    assert all(0 <= t.span[0] < t.span[1] <= len(text) and 0 <= t.score <= 1 for t in told)
    assert all(a.span[1] <= b.span[0] for a, b in itertools.pairwise(told))


@pytest.mark.parametrize("text", ["A" * 300_000, "Aa " * 30_000, "A." * 50_000, "' " * 150_000, "\n" * 300_000])
def test_hostile_lines_are_cut_and_come_through(tagger: Tagger, text: str) -> None:
    assert all(len(line.words) <= LONGEST for line in lines(text, (0, len(text))))
    tagger.tag(text, [(0, len(text))])


def test_without_lists_a_word_tells_nothing_of_them() -> None:
    line = next(lines("Beste Anouk,", (0, 12)))
    assert "given" in features(line, small_words(""))[1]
    assert not {"given", "surname", "unlisted"} & set(features(line, small_words(""), listed=False)[1])


@pytest.mark.parametrize(
    ("word", "told"), [("Jansen", "Xx"), ("VWS", "XX"), ("A.J.", "X."), ("de", "x"), ("12", "d"), ("(", "(")]
)
def test_shapes(word: str, told: str) -> None:
    assert shape(word) == told


def test_the_model_is_small_and_says_where_it_comes_from() -> None:
    model = load("tagger")["model"]
    path = ROOT / "src" / "draad" / "knowledge" / model["file"]
    assert path.stat().st_size < 3_000_000
    assert "CoNLL-2002" in model["trained_on"]


def test_training_makes_the_same_bytes_each_time(tmp_path: Path) -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "train_tagger.py"))
    for name in ("a", "b"):
        script["train"](tmp_path / name, mails=25)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_no_sentence_by_which_it_is_scored_stands_in_what_it_is_trained_on() -> None:
    trained = (ROOT / "scripts" / "tagger_text.toml").read_text("utf-8")
    scored = tomllib.loads((ROOT / "src" / "draad" / "sample" / "data" / "personal.toml").read_text("utf-8"))
    shared = [one for group in ("citizen", "colleague", "office", "trap") for one in scored[group] if one in trained]
    assert shared == []
