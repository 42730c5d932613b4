"""What a text itself marks, in the spellings of Dutch reports and mails."""

from __future__ import annotations

from typing import Any

import pytest
from extract_units import unit
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.extract.explicit import explicit
from draad.extract.records import Found, Unit
from draad.knowledge import load

PRESENT = ("MO", "LZ", "CZ", "Z", "Jeugd", "Meva", "PGB")


def report(text: str) -> Unit:
    return unit(text, kind="report", directorates=PRESENT)


def one(text: str) -> tuple[Unit, Found]:
    of = report(text)
    (item,) = explicit(of)
    return of, item


def names(item: Found) -> Any:
    return None if item.owners is None else [party.name for party in item.owners]


# ── marks behind what they mark ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("mark", "owners"),
    [
        ("(actie MO/Jeugd/LZ)", ["MO", "Jeugd", "LZ"]),
        ("**(actie CZ)**", ["CZ"]),
        ("(**actie allen**)", ["allen"]),
        ("**actie allen**", ["allen"]),
        ("**(actie MO en pgb)**", ["MO", "pgb"]),
        ("(actie LZ/ CZ)", ["LZ", "CZ"]),
        ("(actie: Z en FEZ)", ["Z", "FEZ"]),
        ("(actie CZ, MO & Z)", ["CZ", "MO", "Z"]),
        ("[Actie MO]", ["MO"]),
        ("(Actiepunt 3: VNG)", ["VNG"]),
        ("(actie alle directies)", ["alle directies"]),
        ("(actie secretaris)", ["secretaris"]),
        ("(actie MO, voor 1 juni)", ["MO"]),
        ("(actie: de gemeente Zandpoort en het RIVM)", ["gemeente Zandpoort", "RIVM"]),
        ("(actle MO)", ["MO"]),
        ("(actie MO", ["MO"]),
        ("actie MO)", ["MO"]),
        ("– actie MO", ["MO"]),
        ("→ MO", ["MO"]),
        ("-> MO/CZ", ["MO", "CZ"]),
        ("(actie 5.1.2e)", []),
        ("(actie 5.1.2e (MO))", ["MO"]),
        ("(actie (10)(2e))", []),
    ],
)
def test_mark_behind_a_sentence(mark: str, owners: list[str]) -> None:
    of, item = one(f"De zaal is klein. De stoelen worden geteld {mark}")
    assert item.kind == "action"
    assert names(item) == owners
    assert of.words(item.span).startswith("De stoelen worden geteld")
    assert of.words(item.cue_span) in mark


def test_a_persons_name_in_a_mark_is_no_owner() -> None:
    assert names(one("De stoelen worden geteld (actie Willemijn).")[1]) == []


def test_mark_without_an_owner_leaves_it_to_the_sentence() -> None:
    assert names(one("CZ telt de stoelen (actie).")[1]) is None


@pytest.mark.parametrize(
    "text",
    [
        "De stoelen zijn geteld (actie gereed).",
        "Actie: gereed",
        "Een actie is ingezet, de acties lopen en de reactie volgt.",
        "Ik heb een vraag en een besluit is er niet.",
        "Op de A2 staat een file.",
        "Er is een nieuwe actie nodig (acties zijn er al genoeg).",
        "",
    ],
)
def test_what_is_no_mark(text: str) -> None:
    assert explicit(report(text)) == []


def test_mark_alone_belongs_to_the_sentence_before() -> None:
    of, item = one("De koffie is op. De stoelen worden geteld. (actie MO)")
    assert of.words(item.span) == "De stoelen worden geteld. (actie MO)"


@pytest.mark.parametrize("between", [" ", "\n"])
@pytest.mark.parametrize("mark", ["(actie MO)", "**(actie MO)**", "[Actie: MO]"])
def test_mark_behind_a_full_stop_is_not_of_the_sentence_after_it(mark: str, between: str) -> None:
    of, item = one(f"De stoelen worden geteld. {mark}{between}Jeugd schuift de tafels aan de kant.")
    assert of.words(item.span).startswith("De stoelen worden geteld.")
    assert "tafels" not in of.words(item.span)
    assert names(item) == ["MO"]


def test_mark_takes_along_what_its_sentence_points_back_to() -> None:
    of, item = one("De telling is maandag. Verzoek aan Jeugd daarbij aan te sluiten (actie Jeugd)")
    assert of.words(item.span).startswith("De telling is maandag.")


def test_two_marks_in_one_line_are_two_actions() -> None:
    of = report("- Stoelen tellen (actie MO), tafels schuiven (actie CZ)\n- Niets")
    assert [of.words(item.span) for item in explicit(of)] == [
        "Stoelen tellen (actie MO)",
        "tafels schuiven (actie CZ)",
    ]


def test_question_with_an_action_behind_it_is_both() -> None:
    of = report("- Vraag: wanneer komt de bank? (actie MO)\n- Niets")
    assert {(item.kind, *names(item)) for item in explicit(of)} == {("question", "MO"), ("action", "MO")}


# ── labels before what they mark ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "kind", "owners"),
    [
        ("Actie: de stoelen tellen.", "action", None),
        ("Actie MO: de stoelen tellen.", "action", ["MO"]),
        ("Actie: MO/LZ – de stoelen tellen.", "action", ["MO", "LZ"]),
        ("Actie: de stoelen tellen (secretaris)", "action", ["secretaris"]),
        ("Actiepunt 3: de stoelen tellen.", "action", None),
        ("AP 3 de stoelen tellen", "action", None),
        ("AP: de stoelen tellen", "action", None),
        ("To do: de stoelen tellen", "action", None),
        ("**Actie:** de stoelen tellen", "action", None),
        ("> actie: de stoelen tellen", "action", None),
        ("Actle: de stoelen tellen", "action", None),
        ("Actie ; de stoelen tellen", "action", None),
        ("Besluit: de bank blijft staan.", "decision", None),
        ("Toezegging: de minister schrijft een brief.", "commitment", None),
        ("Vraag: wie telt de stoelen?", "question", None),
        ("Vraag aan MO: wie telt de stoelen?", "question", None),
        ("Afspraak: op donderdag 4 juni overleg over de stoelen.", "appointment", None),
        ("Afspraak: de secretaris telt de stoelen.", "action", None),
        ("Afspraak: er komen geen stoelen bij.", "decision", None),
    ],
)
def test_label(text: str, kind: str, owners: list[str] | None) -> None:
    of, item = one(text)
    assert (item.kind, names(item)) == (kind, owners)
    assert "stoel" in of.words(item.span) or "brief" in of.words(item.span) or "bank" in of.words(item.span)


def test_label_with_owners_alone_marks_what_stands_before_it() -> None:
    of, item = one("De koffie is op. De stoelen worden geteld. Actie: MO")
    assert of.words(item.span) == "De stoelen worden geteld. Actie: MO"
    assert names(item) == ["MO"]


def test_labels_line_by_line_without_full_stops() -> None:
    of = report("A1. stoelen tellen\nA2. tafels schuiven\nA3. koffie zetten")
    assert [of.words(item.span) for item in explicit(of)] == [
        "A1. stoelen tellen", "A2. tafels schuiven", "A3. koffie zetten",
    ]  # fmt: skip


# ── lists beneath a heading ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Actiepunten", "action"),
        ("3. Nieuwe acties:", "action"),
        ("**Actielijst**", "action"),
        ("Besluiten", "decision"),
        ("Toezeggingen:", "commitment"),
        ("Openstaande vragen", "question"),
    ],
)
def test_each_list_item_beneath_a_heading(heading: str, kind: str) -> None:
    of = report(
        f"{heading}\n\n- de stoelen worden geteld\n- de tafels worden verschoven\n\nRondvraag\n\n- niemand iets"
    )
    assert [(item.kind, of.words(item.span)) for item in explicit(of)] == [
        (kind, "de stoelen worden geteld"),
        (kind, "de tafels worden verschoven"),
    ]


def test_owners_of_list_items() -> None:
    of = report(
        "Actiepunten\n- MO: stoelen tellen\n- tafels schuiven (secretaris)\n- koffie zetten – CZ\n- thee (gereed)"
    )
    assert [names(item) for item in explicit(of)] == [["MO"], ["secretaris"], ["CZ"]]


def test_questions_one_by_one() -> None:
    of = unit("Wij willen graag weten:\n1. Hoeveel stoelen zijn er?\n2. Wie telt de tafels?\n3. Kan de bank blijven?\n")
    assert [of.words(item.span) for item in explicit(of)] == [
        "Hoeveel stoelen zijn er?", "Wie telt de tafels?", "Kan de bank blijven?",
    ]  # fmt: skip


def test_numbered_question_and_its_answer() -> None:
    of = unit("Vraag 1\nHoeveel stoelen zijn er?\n\nAntwoord\nEr zijn er twaalf.\n\nVraag 2\nWie telt de tafels?")
    first, second = explicit(of)
    assert [r.name for r in first.reasons] == ["explicit-numbered", "explicit-answered"]
    assert first.reasons[1].weight < 0
    assert of.words(second.span) == "Wie telt de tafels?"
    assert len(second.reasons) == 1


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────

ROWS = [("1", "Stoelen tellen", "MO", "1 juni", "open"), ("2", "Tafels schuiven", "CZ/LZ", "3 juni", "gereed"),
        ("3", "Bank verven", "secretaris", "z.s.m.", "nog niet gereed")]  # fmt: skip
HEAD = ("Nr", "Actie", "Actiehouder", "Termijn", "Status")


def drawn(how: str) -> str:
    rows = [HEAD, *ROWS]
    if how == "pipes":
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        lines.insert(1, "|---|---|---|---|---|")
    elif how == "tabs":
        lines = ["\t".join(row) for row in rows]
    elif how == "blanks":
        lines = ["".join(cell.ljust(20) for cell in row).rstrip() for row in rows]
    else:
        lines = [cell for row in rows for cell in row]
    return "\n".join(["Verslag van het overleg over het meubilair.", "", *lines, "", "De volgende keer is er koffie."])


@pytest.mark.parametrize("how", ["pipes", "tabs", "blanks", "torn"])
def test_table_gives_what_is_still_to_be_done(how: str) -> None:
    of = report(drawn(how))
    items = explicit(of)
    assert [names(item) for item in items] == [["MO"], ["secretaris"]]
    assert of.words(items[0].span).startswith("Stoelen tellen")
    assert "1 juni" in of.words(items[0].span)
    assert {item.cue for item in items} == {"explicit-table"}


@pytest.mark.parametrize("sign", [" | ", "\t"])
@pytest.mark.parametrize(
    ("head", "cells"),
    [
        (("Actie", "Wie", "Wanneer"), ("Stoelen tellen", "MO", "1 juni")),
        (("Actiehouder", "Actie", "Termijn"), ("MO", "Stoelen tellen", "1 juni")),
    ],
)
def test_head_of_a_table_is_no_item(head: tuple[str, ...], cells: tuple[str, ...], sign: str) -> None:
    of = report(f"{sign.join(head)}\n{sign.join(cells)}\n")
    (row,) = explicit(of)
    assert row.cue == "explicit-table"


def test_table_with_its_columns_in_another_order_and_other_words() -> None:
    of = report("| Wie | Wanneer | Wat |\n| VNG | vrijdag | stoelen tellen |\n| 5.1.2e | maandag | bank verven |\n")
    first, second = explicit(of)
    assert names(first) == ["VNG"]
    assert "vrijdag" in of.words(first.span)
    assert names(second) == []


def test_cell_that_goes_on_in_the_next_line() -> None:
    of = report(
        "Actie            Wie   Termijn\nStoelen in de    MO    1 juni\ngrote zaal\nBank verven      CZ    3 juni"
    )
    first, second = explicit(of)
    assert of.words(first.span).endswith("grote zaal")
    assert names(second) == ["CZ"]


def test_table_of_promises() -> None:
    of = report("| Nr | Toezegging | Trekker |\n| 1 | brief over de bank | MO |\n")
    assert [item.kind for item in explicit(of)] == ["commitment"]


def test_table_about_something_else_is_left_alone() -> None:
    assert explicit(report("| Nr | Naam | Plaats |\n| 1 | de actie | Zandpoort |\n")) == []


# ── always ───────────────────────────────────────────────────────────────────────────────────────────────────

BITS = st.sampled_from(
    ["(actie ", "MO", "/", ")", "(", "[", "]", "**", "Actie: ", "AP 3 ", "A1. ", "\n", "\n\n", "- ", "1. ", "→ ", " | ",
     "\t", "Actie", "Wie", "Status", "Nr", "gereed", "open", "Actiepunten\n", "Vraag 1\n", "Antwoord\n", "?", ". ",
     "de stoelen ", "tellen ", "5.1.2e", "(10)(2e)", "voor 1 juni", "   ", "Besluit: ", "İ", "é", "en ", ", "]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(BITS, max_size=40).map("".join))
def test_whatever_the_text_findings_stand_in_it_and_apart(text: str) -> None:
    of = report(text)
    items = explicit(of)
    assert items == sorted(items, key=lambda item: item.span)
    last: dict[str, int] = {}
    catalogue = load("texts/nl")["reason"]
    for item in items:
        begin, end = item.span
        assert 0 <= begin < end <= len(text)
        assert 0 <= item.sentence < len(of.sentences)
        assert begin >= last.get(item.kind, 0)
        last[item.kind] = end
        assert all(reason.name in catalogue for reason in item.reasons)
        for party in item.owners or ():
            assert party.span is not None
            assert of.words(party.span).split() == party.name.split()


@pytest.mark.parametrize(
    "piece",
    ["(actie ", "(actie (", "[[(actie MO", "**actie ", "Actie MO ", "A3. x\n", "actie - ", "| Actie | Wie |\n", "→ MO ",
     "Nr\nActie\nWie\n1\n", "Actiepunten:\n", "- wat?\n", "Vraag 1\n", "Actie  Wie\nx  y\n"],
)  # fmt: skip
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    of = report(piece * 4000)
    assert len(explicit(of)) <= 4000
