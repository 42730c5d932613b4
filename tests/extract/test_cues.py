"""Cues: what running Dutch asks, announces, promises, reports, decides and plans."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.extract.cues import cues, grammar
from draad.extract.records import KINDS, Found, Sentence, Unit
from draad.extract.score import accepted
from draad.knowledge import load
from draad.records import Copy, Person, Span
from draad.split import marks
from draad.texts import LANGUAGES, texts

HERE = Path(__file__).parent
EXAMPLES = tomllib.loads((HERE / "cue_examples.toml").read_text(encoding="utf-8"))
LIST = tomllib.loads((HERE / "cue_list.toml").read_text(encoding="utf-8"))
OWN, OUTSIDE = "minabc.nl", "bond.nl"
LEADS = {"plan": ("Periode tot 1 juni", "heading"), "asked": ("Wij hebben de volgende vragen:", "prose")}


def unit(*sentences: tuple[str, str], sender: str = OWN, to: str = OWN) -> Unit:
    """A message of sentences, each with its role; a heading is the heading of all that follows."""
    text, made, heading = "", [], None
    for words, role in sentences:
        span = len(text), len(text) + len(words)
        made.append(Sentence(span, role, len(made), heading))  # type: ignore[arg-type]
        heading = len(made) - 1 if role == "heading" else heading
        text += words + "\n"
    whole: Span = (0, len(text))
    people = (Person("x", to),)
    copy = Copy(
        0, (0, 0), whole, 0, None, None, "", "", Person("x", sender), people, (), True, True, "quoted", (), (),
        marks.find(text),
    )  # fmt: skip
    return Unit(text, "mail", whole, tuple(made), None, copy, folded=text.lower())


def said(words: str, context: str = "") -> Unit:
    """A message with one sentence, in the context that the lists name."""
    role = "point" if context in ("plan", "list", "asked") else "prose"
    sender, to = OUTSIDE if context == "in" else OWN, OUTSIDE if context == "out" else OWN
    lead = [LEADS[context]] if context in LEADS else []
    return unit(*lead, (words, role), sender=sender, to=to)


def proposed(one: Unit) -> list[Found]:
    """What is found in the last sentence, with weight enough to be shown."""
    last = len(one.sentences) - 1
    return [f for f in cues(one) if f.sentence == last and accepted(f.kind, f.reasons)]


def kinds(words: str, context: str = "") -> set[str]:
    return {f.kind for f in proposed(said(words, context))}


def examples(key: str) -> list[tuple[str, str, str]]:
    found = []
    for kind, groups in EXAMPLES.items():
        for line in groups[key]:
            context, colon, words = line.partition(": ")
            known = colon and context in ("in", "out", "list", "plan")
            found.append((kind, words, context) if known else (kind, line, ""))
    return found


@pytest.mark.parametrize(("kind", "words", "context"), examples("is"))
def test_is(kind: str, words: str, context: str) -> None:
    assert kind in kinds(words, context)


@pytest.mark.parametrize(("kind", "words", "context"), examples("is_not"))
def test_is_not(kind: str, words: str, context: str) -> None:
    assert kind not in kinds(words, context)


def test_there_are_examples_enough() -> None:
    assert set(EXAMPLES) == set(KINDS) - {"figure"}
    assert all(len(group[key]) >= 25 for group in EXAMPLES.values() for key in ("is", "is_not"))


def outcome(half: str) -> tuple[int, int, int]:
    """Right, too many, missed, over the sentences of one half of the list."""
    right = many = missed = 0
    for row in (row for group in LIST[half] for row in group["rows"]):
        words, wanted, context = [*row, "", ""][:3]
        must = {k for k in wanted.split() if not k.startswith("(")}
        may = {k.strip("()") for k in wanted.split()}
        got = kinds(words, context)
        right += len(got & must)
        many += len(got - may)
        missed += len(must - got)
    return right, many, missed


@pytest.mark.parametrize(("half", "least"), [("looked", 0.97), ("held", 0.9)])
def test_the_list(half: str, least: float) -> None:
    right, many, missed = outcome(half)
    assert 2 * right / (2 * right + many + missed) >= least


def test_a_finding_tells_its_sentence_cue_and_reasons() -> None:
    [found] = proposed(said("Kun je dit voor vrijdag aanvullen?"))
    assert found.cue == "question.inversion_you"
    assert {r.name for r in found.reasons} >= {"cue-asks-addressee", "cue-question-mark"}


def test_two_clauses_with_an_item_each_are_two_findings() -> None:
    one = said("Ik stuur morgen de stukken, en jij belt de gemeente nog.")
    assert [one.words(f.span) for f in proposed(one)] == [
        "Ik stuur morgen de stukken, en ",
        "jij belt de gemeente nog.",
    ]


def test_a_plan_is_what_stands_beneath_a_heading_with_a_time() -> None:
    assert kinds("Overzicht van de haltes", "plan") == {"action"}
    assert kinds("Overzicht van de haltes", "list") == set()


def test_what_stands_beneath_announced_questions_is_asked() -> None:
    assert kinds("de stand van de aanbesteding", "asked") == {"question"}


BY_CONSTRUCTION = [
    # A request that is told, in the passive or as a noun
    ("Aan de regio is gevraagd om een lijst van haltes.", "", {"question"}),
    ("De werkgroep is verzocht de kaart te herzien.", "", {"question"}),
    ("Verzoek aan de provincie om de route te verleggen.", "", {"question"}),
    # After a colon something is said by itself; what is not done is settled as well
    ("Onderwerp dat vorige week is besproken: er komt geen nieuw loket.", "", {"decision"}),
    ("Er wordt geen overzicht aangeleverd.", "", {"decision"}),
    ("Het advies over de haltes wordt niet gevolgd.", "", {"decision"}),
    # Whom I ask is a third party: that is my task
    ("Ik zal de provincie vragen om een lijst.", "", {"action"}),
    ("Wij kunnen Rijkswaterstaat vragen of de brug open is.", "", {"action"}),
    ("Ik zal jullie vragen om een lijst.", "", {"question"}),
    # A time with what must be there by then, or with what then goes out
    ("Vrijdag moet de brief gereed zijn.", "", {"appointment"}),
    ("Donderdag ligt het stuk er.", "", {"appointment"}),
    ("De brief wordt vandaag verstuurd.", "", {"action"}),
    ("Het stuk gaat morgen de deur uit.", "", {"action"}),
    # Suggestions and pleas
    ("Misschien kun je de kaart meenemen.", "", {"question"}),
    ("Goed als je de haltes erbij zet.", "", {"question"}),
    ("Wij achten het nodig dat de halte wordt verlicht.", "in", {"question"}),
    ("We pleiten voor een rustiger dienstregeling.", "in", {"question"}),
    # Somebody is to be told, or to be called
    ("De wethouder wordt maandag bijgepraat.", "", {"action", "appointment"}),
    ("Goed om morgen even te schakelen.", "", {"action", "appointment"}),
    # The outside world as object, what has been talked over, the message about itself
    ("Of zij de gemeenten hebben geïnformeerd.", "", set()),
    ("We kunnen dit via de koepels delen.", "", set()),
    ("Vorig jaar haakte 12 procent van de vrijwilligers af.", "", set()),
    ("We hebben overleg gehad over de haltes.", "", set()),
    ("De tarieven zijn besproken.", "", set()),
    ("Dit punt leg ik je voor.", "", set()),
    ("Hieronder een terugkoppeling van de vereniging.", "", set()),
    # What is asked for, and politeness alone
    ("Ik hoor graag jullie reactie.", "", {"question"}),
    ("Ik hoor graag hoe jullie dit zien.", "", {"question"}),
    ("Ik hoor het graag.", "", set()),
]


@pytest.mark.parametrize(("words", "context", "wanted"), BY_CONSTRUCTION)
def test_by_its_construction(words: str, context: str, wanted: set[str]) -> None:
    assert kinds(words, context) == wanted


@pytest.mark.parametrize("words", ["Kunnen we de haltes tellen", "Brief aan de regio's is klaar", "geen extra loket"])
def test_a_point_of_a_plan_is_an_action_whatever_else_it_says(words: str) -> None:
    assert "action.plan_point" in {found.cue for found in proposed(said(words, "plan"))}


def test_headings_rows_and_turns_have_finders_of_their_own() -> None:
    for role in ("heading", "row", "turn"):
        assert not cues(unit(("Kun je dit voor vrijdag aanvullen?", role)))


def test_a_misread_letter_does_not_hide_a_cue() -> None:
    assert "decision" in kinds("Afgesproken is dat de proef langer loopt.".replace("Afgesproken", "Afqesproken"))
    assert "commitment" in kinds("De minister heeft toeqezegd de brief te sturen.")


def test_a_mark_of_redaction_acts_like_a_name() -> None:
    for mark in ("5.1.2e", "[redacted]", "(10)(2e)", "█████"):
        assert "action" in kinds(f"{mark} zoekt uit welk artikel geldt.")


def test_every_reason_has_words_in_both_languages() -> None:
    reasons = {rule["reason"] for table in ("cue", "evidence") for rule in load("cues")[table]}
    for language in LANGUAGES:
        assert {f"reason.{r}" for r in reasons} <= set(texts(language).entries)


def test_no_two_rules_share_a_name() -> None:
    names = [(rule.get("kind"), rule["name"]) for table in ("cue", "evidence") for rule in load("cues")[table]]
    assert len(names) == len(set(names))
    assert grammar().cues


WORDS = [row[0] for half in ("looked", "held") for group in LIST[half] for row in group["rows"]]
texts_of_any_kind = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from([w for s in WORDS for w in s.split()] + [",", ";", "?", "5.1.2e", "\n"]), max_size=60).map(
        " ".join
    ),
)


@settings(max_examples=150, deadline=None)
@given(texts_of_any_kind, st.sampled_from(["prose", "point"]), st.sampled_from([OWN, OUTSIDE]))
def test_whatever_is_written_spans_hold(words: str, role: str, sender: str) -> None:
    one = unit((words, role), sender=sender)
    found = cues(one)
    for f in found:
        begin, end = one.sentences[f.sentence].span
        assert begin <= f.span[0] < f.span[1] <= end
        assert begin <= f.cue_span[0] < f.cue_span[1] <= end
        assert all(r.span is None or begin <= r.span[0] < r.span[1] <= end for r in f.reasons)
    assert found == cues(one)


def test_hostile_text_is_read_in_no_time() -> None:
    for words in ("ik zal " * 40_000, "(" * 300_000, "," * 300_000, "a" * 300_000, "1." * 100_000, "en ik " * 50_000):
        cues(unit((words, "prose")))
