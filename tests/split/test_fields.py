"""Names of header fields, in four languages, whole and damaged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.knowledge import load
from draad.split.fields import damaged, role_of, scan
from draad.split.lines import Lines


@pytest.mark.parametrize(
    ("name", "role"), [(name, role) for role, names in load("headers")["roles"].items() for name in names]
)
@pytest.mark.parametrize("written", [str, str.upper, str.capitalize], ids=["lower", "upper", "capital"])
def test_every_name_of_the_knowledge_file_has_its_role(name: str, role: str, written):  # type: ignore[no-untyped-def]
    found = role_of(written(name))
    assert found is not None
    assert found[0] == role


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Verzondcn", "sent"),
        ("Verzonclen", "sent"),
        ("Verzcnden", "sent"),
        ("Onderwcrp", "subject"),
        ("0nderwerp", "subject"),
        ("Onderwerrp", "subject"),
        ("Subjcct", "subject"),
        ("ce", "cc"),
        ("CG", None),
        ("Vau", "from"),
        ("Aau", "to"),
        ("Gcsendet", "sent"),
        ("Envoye", "sent"),
        ("Expediteur", "from"),
    ],
)
def test_a_damaged_name_has_its_role_without_certainty(name: str, role: str | None):
    found = role_of(name)
    assert (found[0] if found else None) == role


@pytest.mark.parametrize(
    "word",
    ["Actie", "Vraag", "Let op", "Tel", "Fax", "Mobiel", "Punt", "Ter info", "NB", "PS", "Agenda", "Vanaf", "Toe"],
)
def test_other_words_before_a_colon_are_no_field(word: str):
    assert role_of(word) is None


@pytest.mark.parametrize("name", ["de", "an", "to", "datum", "betreft", "bijlage"])
def test_an_everyday_word_is_never_certain(name: str):
    found = role_of(name)
    assert found is not None
    assert not found[1]


@pytest.mark.parametrize(
    "line",
    [
        "Van: Jet",
        "van: Jet",
        "Van : Jet",
        "Van:Jet",
        "Van; Jet",
        "Van:\tJet",
        "    Van: Jet",
        "> Van: Jet",
        "> > Van: Jet",
        ">> Van: Jet",
        "**Van:** Jet",
        "**Van**: Jet",
        "*Van:* Jet",
        "| Van: Jet",
        "\ufeffVan: Jet",
        "• Van: Jet",
    ],
)
def test_a_field_is_found_behind_any_prefix(line: str):
    fields = scan(line, Lines(line))
    assert [(f.role, f.line, f.name.lower()) for f in fields] == [("from", 0, "van")]
    assert line[fields[0].start :].lower().startswith("van")
    assert line[fields[0].value :].strip(" *\t") == "Jet"


@pytest.mark.parametrize(
    "line", ["Dag Jet: tot morgen", "van harte: gefeliciteerd", "http://voorbeeld.nl", "aan://iets", "Van Jet"]
)
def test_a_sentence_is_no_field(line: str):
    assert scan(line, Lines(line)) == []


@pytest.mark.parametrize(
    ("line", "wanted", "role"),
    [
        ("Vn: Jet", "from", "from"),
        ("Van Jet", "from", "from"),
        ("Va : Jet", "from", "from"),
        ("Verzonden maandag 16 maart 2020 17:00", "sent", "sent"),
        ("Verzonden. maandag 16 maart 2020 17:00", "sent", "sent"),
        ("Onderwerp planning", "subject", "subject"),
        ("Aan jet@minvws.nl", "to", "to"),
        ("A an: Jet", "to", "to"),
        ("C: Jet", "cc", "cc"),
        ("Morgen bellen wij.", "to", None),
        ("Jet Bakker", "from", None),
        ("", "from", None),
    ],
)
def test_a_field_without_its_colon_counts_where_it_is_wanted(line: str, wanted: str, role: str | None):
    found = damaged(Lines(line), 0, frozenset({wanted}))
    assert (found.role if found else None) == role


def test_a_field_that_is_not_wanted_is_not_taken():
    assert damaged(Lines("Vn: Jet"), 0, frozenset({"subject"})) is None


@given(st.text(max_size=300))
def test_any_text_can_be_scanned_and_fields_stand_in_order(text: str):
    lines = Lines(text)
    fields = scan(text, lines)
    assert [f.start for f in fields] == sorted(f.start for f in fields)
    for field in fields:
        assert lines.starts[field.line] <= field.start < field.value <= lines.end(field.line) + 1
        assert text.startswith(field.name, field.start)


@given(st.text(max_size=40))
def test_any_word_may_be_asked_for_its_role(word: str):
    found = role_of(word)
    assert found is None or found[0] in load("headers")["roles"]
