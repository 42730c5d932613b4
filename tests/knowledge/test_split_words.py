"""The knowledge files of the split stage: whole, clean and agreeing with one another."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from draad.fold import fold
from draad.knowledge import load

FILES = ["bodies", "calendar", "headers", "kinds", "marks", "reports"]


@pytest.mark.parametrize("name", FILES)
def test_a_file_opens_with_what_it_is_and_where_it_comes_from(name: str):
    head = (files("draad.knowledge") / f"{name}.toml").read_text(encoding="utf-8").split("\n\n[")[0]
    assert head.startswith("# ")
    assert name == "reports" or "Source:" in head
    assert load(name)


def words_of(tree: object) -> list[str]:
    if isinstance(tree, str):
        return [tree]
    if isinstance(tree, dict):
        return [w for value in tree.values() for w in words_of(value)]
    return [w for value in tree for w in words_of(value)] if isinstance(tree, list) else []


@pytest.mark.parametrize("name", ["bodies", "calendar", "headers", "marks", "reports"])
def test_words_are_lower_case_and_without_blanks_at_their_ends(name: str):
    tree = {k: v for k, v in load(name).items() if k not in ("woo", "wob", "organisation")}
    for word in words_of(tree):
        assert word == word.lower()
        assert word == word.strip()
        assert word


def test_each_field_name_has_one_role():
    roles: dict[str, str] = {}
    for role, names in load("headers")["roles"].items():
        for name in names:
            assert roles.setdefault(fold(name), role) == role, name


def test_weak_names_are_names():
    names = {n for all_names in load("headers")["roles"].values() for n in all_names}
    assert set(load("headers")["weak"]["names"]) <= names


def test_a_prefix_answers_or_forwards_and_never_both():
    prefixes = load("headers")["prefixes"]
    assert not {fold(p) for p in prefixes["re"]} & {fold(p) for p in prefixes["fw"]}


@pytest.mark.parametrize("role", ["from", "sent", "to", "cc", "subject"])
@pytest.mark.parametrize("language", ["nl", "en", "de", "fr"])
def test_each_language_names_each_field(role: str, language: str):
    known = {
        "nl": {"from": "van", "sent": "verzonden", "to": "aan", "cc": "kopie", "subject": "onderwerp"},
        "en": {"from": "from", "sent": "sent", "to": "to", "cc": "cc", "subject": "subject"},
        "de": {"from": "von", "sent": "gesendet", "to": "an", "cc": "kopie", "subject": "betreff"},
        "fr": {"from": "de", "sent": "envoyé", "to": "à", "cc": "copie", "subject": "objet"},
    }
    assert known[language][role] in load("headers")["roles"][role]


def test_there_are_twelve_months_and_seven_days():
    assert sorted(map(int, load("calendar")["months"])) == list(range(1, 13))
    assert sorted(map(int, load("calendar")["weekdays"])) == list(range(7))


def test_a_month_is_called_by_a_name_of_its_own():
    seen: dict[str, str] = {}
    for number, names in load("calendar")["months"].items():
        for name in names:
            assert seen.setdefault(fold(name), number) == number, name


def test_zones_are_minutes_east_of_utc():
    zones = load("calendar")["zones"]
    assert (zones["utc"], zones["cet"], zones["cest"]) == (0, 60, 120)
    assert all(isinstance(m, int) and -720 <= m <= 840 for m in zones.values())


@pytest.mark.parametrize(("law", "form"), [("woo", r"5\.\d(?:\.\d)?(?:\.[a-i])?"), ("wob", r"1[01]\.\d(?:\.[a-g])?")])
def test_grounds_are_articles_with_their_meaning(law: str, form: str):
    for article, meaning in load("marks")[law].items():
        assert re.fullmatch(form, article)
        assert len(meaning) > 10


@pytest.mark.parametrize("kind", load("kinds"))
def test_cues_of_a_kind_are_patterns_over_folded_text_with_a_weight(kind: str):
    for cue in load("kinds")[kind]:
        assert re.compile(cue["pattern"], re.MULTILINE)
        letters = re.sub(r"\\.", "", cue["pattern"])
        assert letters == fold(letters)
        assert cue["weight"] in (1, 2, 3)


@pytest.mark.parametrize("kind", ["report", "inventory", "decision", "letter", "note"])
def test_the_cues_of_each_kind_together_are_enough(kind: str):
    assert sum(cue["weight"] for cue in load("kinds")[kind]) >= 3
