"""Who owns what was found and who asked or was promised it, by the definitions of docs/punten.md."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from extract_units import found, unit
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.extract.holders import holders
from draad.extract.parties import addressee, counterparties, owners, sender
from draad.extract.records import Found, Kind, Party, Unit
from draad.records import Attendee, Report

SENDER, ADDRESSEE = "minsenw.nl", "wijdemeer.nl"


def owner(text: str, cue: str, kind: Kind = "action", **how: Any) -> list[str]:
    of = unit(text, **how)
    return [party.name for party in owners(of, found(of, cue, kind))]


def other(text: str, cue: str, kind: Kind, **how: Any) -> list[str]:
    of = unit(text, **how)
    return [party.name for party in counterparties(of, found(of, cue, kind))]


# ── who is to do it ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("MO levert de cijfers.", "levert", ["MO"]),
        ("Morgen levert MO de cijfers bij het RIVM aan.", "levert", ["MO"]),
        ("De VNG en het IPO sturen een brief aan de Kamer.", "sturen", ["VNG", "IPO"]),
        ("De gemeente Alphen aan den Rijn belt de bewoners.", "belt", ["gemeente Alphen aan den Rijn"]),
        ("De GGD Zandstreek telt de bedden.", "telt", ["GGD Zandstreek"]),
        ("Stichting De Brug telt de bedden.", "telt", ["Stichting De Brug"]),
        ("Het ministerie van Financiën rekent het door.", "rekent", ["ministerie van Financiën"]),
        ("Directie Wonen zoekt dit uit.", "zoekt", ["Directie Wonen"]),
        ("Het secretariaat verzet de afspraak.", "verzet", ["secretariaat"]),
        ("De brief wordt door FEZ nagekeken.", "nagekeken", ["FEZ"]),
        ("De directeur van het RIVM belt de wethouder.", "belt", ["directeur van het RIVM"]),
        ("Aan MO is gevraagd de cijfers te leveren.", "gevraagd", ["MO"]),
        ("FEZ rekent en CZ schrijft de brief.", "schrijft", ["CZ"]),
        ("FEZ rekent, en schrijft de brief.", "schrijft", ["FEZ"]),
        ("FEZ sprak met Jeugd over het fiche. Zij leveren dit vrijdag aan.", "leveren", ["FEZ"]),
        ("Ik bel de VNG.", "bel", [SENDER]),
        ("Wij vragen de VNG erbij.", "vragen", [SENDER]),
        ("Onze directie vult het aan.", "vult", [SENDER]),
        ("Zet je opmerkingen in het stuk.", "Zet", [ADDRESSEE]),
        ("Jullie leveren dan de cijfers.", "leveren", [ADDRESSEE]),
        ("Je kunt de cijfers bij MO ophalen.", "kunt", [ADDRESSEE]),
        ("Wij vanuit VWS bellen de gemeenten.", "bellen", ["VWS"]),
        ("De nota wordt aangepast.", "aangepast", []),
        ("Cijfers opvragen bij het RIVM.", "opvragen", []),
    ],
)
def test_owner_of_an_action(text: str, cue: str, expected: list[str]) -> None:
    assert owner(text, cue) == expected


@pytest.mark.parametrize(
    ("text", "cue", "expected", "asked_by"),
    [
        ("Kun je dit voor vrijdag aanvullen?", "Kun je", [ADDRESSEE], [SENDER]),
        ("Graag ontvang ik de cijfers.", "Graag", [ADDRESSEE], [SENDER]),
        ("Wie gaat er mee?", "Wie", [ADDRESSEE], [SENDER]),
        ("Kan MO de cijfers leveren?", "Kan", ["MO"], [SENDER]),
        ("Ik vraag de griffie om een zaal.", "vraag", ["griffie"], [SENDER]),
        ("Aan Per Saldo is gevraagd mee te denken.", "gevraagd", ["Per Saldo"], [SENDER]),
        ("Verzoek aan Jeugd om input.", "Verzoek", ["Jeugd"], [SENDER]),
        ("De Kamer heeft gevraagd om een planning.", "gevraagd", [ADDRESSEE], ["Kamer"]),
        ("We kunnen de VNG en het IPO vragen of het lukt.", "vragen", ["VNG", "IPO"], [SENDER]),
        (
            "De ouders van kinderen met een ziekte of beperking hebben verzocht om hulp.",
            "verzocht",
            [ADDRESSEE],
            ["ouders"],
        ),
        ("Er ligt een verzoek van de VNG om uitstel.", "verzoek", [ADDRESSEE], ["VNG"]),
    ],
)
def test_who_must_answer_and_who_asked(text: str, cue: str, expected: list[str], asked_by: list[str]) -> None:
    assert owner(text, cue, "question") == expected
    assert other(text, cue, "question") == asked_by


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("De huisartsen maken zich zorgen over de drukte.", "zorgen", ["huisartsen"]),
        ("Uit de regio Zandstreek horen we dat formulieren kwijtraken.", "horen", ["regio Zandstreek"]),
        ("Er is bij scholen behoefte aan een vast nummer.", "behoefte", ["scholen"]),
        ("Signaal uit de regio Zandstreek over bedden: VWS belt.", "Signaal", ["regio Zandstreek"]),
        ("Volgens de VNG lukt het niet.", "lukt", ["VNG"]),
        ("We zien een toename van klachten.", "zien", [SENDER]),
    ],
)
def test_who_reports_a_signal(text: str, cue: str, expected: list[str]) -> None:
    assert owner(text, cue, "signal") == expected


@pytest.mark.parametrize(
    ("text", "cue", "expected", "promised"),
    [
        ("De minister heeft de Kamer een brief toegezegd.", "toegezegd", ["minister"], ["Kamer"]),
        ("Aan de ouders is beloofd dat de bus blijft rijden.", "beloofd", [], ["ouders"]),
        ("Ik zal uw vereniging schriftelijk antwoorden.", "zal", [SENDER], [ADDRESSEE]),
        ("Minister De Waal stuurt de brief aan de Kamer.", "stuurt", ["Minister De Waal"], ["Kamer"]),
        ("Je zou denken dat het rustig is nu er een gesprek is toegezegd.", "toegezegd", [], []),
        ("Toegezegd is dat wij mee mogen praten.", "Toegezegd", [], []),
    ],
)
def test_who_promised_what_to_whom(text: str, cue: str, expected: list[str], promised: list[str]) -> None:
    assert owner(text, cue, "commitment") == expected
    assert other(text, cue, "commitment") == promised


def test_who_decided_and_who_is_there() -> None:
    assert owner("Het kabinet kiest voor de lichte variant.", "kiest", "decision") == ["kabinet"]
    assert owner("Er wordt geen loket geopend.", "geen", "decision") == []
    assert owner("De stuurgroep komt om de week bij elkaar.", "komt", "appointment") == ["stuurgroep"]
    assert owner("VWS wordt maandag bijgepraat.", "bijgepraat", "appointment") == ["VWS"]


# ── people, marks, letters of others ─────────────────────────────────────────────────────────────────────────


def test_only_those_who_appear_in_public_by_function_keep_their_name() -> None:
    assert owner("Staatssecretaris Van Dam belt de VNG.", "belt") == ["Staatssecretaris Van Dam"]
    assert owner("Mevrouw De Boer (CDA) vraagt om een brief.", "vraagt") == ["Mevrouw De Boer (CDA)"]
    assert owner("Directeur Pieters belt de VNG.", "belt") == ["Directeur"]
    assert owner("Mevrouw De Boer belt de VNG.", "belt") == []
    assert owner("Willemijn belt de VNG.", "belt") == []


@pytest.mark.parametrize("mark", ["5.1.2e", "[redacted]", "(10)(2e)"])
def test_nothing_comes_from_under_a_mark_or_from_a_name_beside_it(mark: str) -> None:
    assert owner(f"{mark} belt de VNG.", "belt") == []
    assert owner(f"Jan {mark} belt de VNG.", "belt") == []
    assert owner(f"Minister {mark} belt de VNG.", "belt") == ["Minister"]
    assert owner(f"{mark} (MO) belt de VNG.", "belt") == ["MO"]


def test_in_a_quoted_letter_we_is_not_the_sender() -> None:
    of = unit("Wij vragen u om een gesprek.")
    quoted = replace(of, sentences=tuple(s._replace(foreign=True) for s in of.sentences))
    item = found(quoted, "vragen", "question")
    assert owners(quoted, item) == ()
    assert counterparties(quoted, item) == ()


def test_in_a_debate_we_is_the_speaker() -> None:
    text = "Minister De Waal:\nDat doen we."
    of = unit(text)
    index = text.index("Dat")
    said = of.sentences[0]._replace(span=(index, len(text)), role="turn", speaker=(0, 16))
    turn = replace(of, sentences=(said,))
    item = Found("commitment", said.span, 0, "test", (text.index("doen"), text.index("doen") + 4))
    assert [p.name for p in owners(turn, item)] == ["Minister De Waal"]


# ── sender, addressee ────────────────────────────────────────────────────────────────────────────────────────


def test_sender_is_the_directorate_of_the_signature_else_the_ministry_else_the_domain() -> None:
    ministry = "5.1.2e\nMinisterie van Samenleving en Welzijn\n"
    of = unit("Ik bel.", signature=f"{ministry}Directie Ondersteuning Thuis\nLindelaan 1")
    assert [(p.name, p.kind) for p in sender(of)] == [("Directie Ondersteuning Thuis", "directorate")]
    assert [p.name for p in sender(unit("Ik bel.", signature=ministry))] == ["Ministerie van Samenleving en Welzijn"]
    assert sender(unit("Ik bel.")) == (Party(SENDER, "domain"),)
    assert sender(unit("Ik bel.", sender=None)) == ()
    assert sender(unit("Ik bel.", kind="report")) == ()


def test_addressee_is_the_one_domain_or_the_group_that_is_greeted() -> None:
    assert addressee(unit("Kun je bellen?", to=("a.nl", "a.nl"))) == (Party("a.nl", "domain"),)
    assert addressee(unit("Kun je bellen?", to=("a.nl", "b.nl"))) == ()
    assert addressee(unit("Kun je bellen?", to=("a.nl", None))) == ()
    greeted = addressee(unit("Beste leden van de klankbordgroep,\n\nKunnen jullie bellen?", to=("a.nl", "b.nl")))
    assert [party.name for party in greeted] == ["leden van de klankbordgroep"]


def test_codes_of_those_present_are_directorates_whatever_they_look_like() -> None:
    text = "Z spreekt morgen met de aanbieders."
    known, unknown = unit(text, kind="report", directorates=("Z",)), unit(text, kind="report")
    assert [party.name for party in owners(known, found(known, "spreekt"))] == ["Z"]
    assert owners(unknown, found(unknown, "spreekt")) == ()


@pytest.mark.parametrize("code", ["JdB", "KvB", "MvdL", "AB", "XY"])
def test_initials_are_no_directorate(code: str) -> None:
    text = f"- {code} stuurt de brief aan de VNG."
    of = unit(text, kind="report")
    assert owners(of, found(of, "stuurt")) == ()
    for person in ("[5.1.2e]", "5.1.2e") if not code.isupper() else ():
        present = replace(of, report=Report(attendees=(Attendee(person, code), Attendee("5.1.2e", "MO"))))
        assert owners(present, found(present, "stuurt")) == ()


def test_capitals_in_brackets_behind_who_was_present_are_a_directorate() -> None:
    """As reports of ministries write it: a name, withheld or not, and whom it was there for."""
    of = unit("XY stuurt de brief.", kind="report")
    present = replace(of, report=Report(attendees=(Attendee("5.1.2e", "XY"), Attendee("5.1.2e", "MO"))))
    assert [p.name for p in owners(present, found(present, "stuurt"))] == ["XY"]


def test_initials_of_a_name_that_is_printed_are_no_directorate() -> None:
    of = unit("JB stuurt de brief.", kind="report")
    present = replace(of, report=Report(attendees=(Attendee("Jan Bakker", "JB"),)))
    assert owners(present, found(present, "stuurt")) == ()


def test_a_heading_or_cell_of_initials_gives_nobody() -> None:
    of = unit("KvB:\n\n- cijfers opvragen\n- stukken rondsturen", kind="report")
    assert owners(of, found(of, "opvragen")) == ()
    cell = unit("AB", kind="report")
    assert holders(cell, (0, 2)) == ((), True, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gemeente Jan de Vries belt.", ["Gemeente"]),
        ("De gemeente Hof van Twente belt.", ["gemeente Hof van Twente"]),
        ("De gemeente De Bilt belt.", ["gemeente De Bilt"]),
        ("Directie Zorgverzekeringen Jansen belt.", ["Directie Zorgverzekeringen"]),
        ("Directie Langdurige Zorg belt.", ["Directie Langdurige Zorg"]),
        ("Directie Wonen, Bouw en Ruimte belt.", ["Directie Wonen, Bouw en Ruimte"]),
        ("Mevrouw De Boer (CDA) [5.1.2e] belt.", []),
        ("Kamerlid De Boer (CDA) [5.1.2e] belt.", ["Kamerlid"]),
    ],
)
def test_a_person_behind_an_organisation_is_no_part_of_its_name(text: str, expected: list[str]) -> None:
    assert owner(text, "belt") == expected


def test_points_beneath_a_heading_that_names_one_party() -> None:
    text = "Acties VNG:\n\n- cijfers opvragen\n- stukken rondsturen"
    of = unit(text, kind="report")
    assert [p.name for p in owners(of, found(of, "opvragen"))] == ["VNG"]
    of = unit("Wat wij vanuit VWS kunnen doen:\n\nPeriode tot 1 juni\n\n- cijfers opvragen\n- stukken rondsturen")
    if of.sentences[0].role == "heading":
        assert [p.name for p in owners(of, found(of, "opvragen"))] == ["VWS"]


# ── always ───────────────────────────────────────────────────────────────────────────────────────────────────

BITS = st.sampled_from(
    ["MO ", "de VNG ", "levert ", "Ik ", "je ", "5.1.2e ", "(10)(2e) ", "Minister ", "Minister De Waal ", "en ", ", ",
     ". ", "aan ", "door ", "van ", "gevraagd ", "wordt ", "gemeente Zandpoort ", "zij ", "Kan ", "?", "\n", "- ",
     "(CDA) ", "İ", "dat ", "directie ", "Jan ", "(", ")", "B.V. ", "[redacted]", "mijn "]
)  # fmt: skip
KINDS = st.sampled_from(["action", "commitment", "question", "signal", "decision", "appointment", "figure"])


def check(of: Unit, party: Party) -> None:
    if party.span is None:
        assert party.name in (SENDER, ADDRESSEE)
        assert party.kind == "domain"
        return
    assert of.words(party.span).split() == party.name.split()
    marks = of.copy.marks if of.copy else ()
    assert not any(mark.span[0] < party.span[1] and party.span[0] < mark.span[1] for mark in marks)


@settings(max_examples=200, deadline=None)
@given(st.lists(BITS, min_size=1, max_size=30).map("".join), KINDS, st.data())
def test_whatever_the_text_parties_stand_in_it_and_under_no_mark(text: str, kind: Kind, data: st.DataObject) -> None:
    of = unit(text)
    if not of.sentences:
        return
    index = data.draw(st.integers(0, len(of.sentences) - 1))
    begin, end = of.sentences[index].span
    at = data.draw(st.integers(begin, end))
    item = Found(kind, (begin, end), index, "test", (at, min(at + 3, end)))
    for party in (*owners(of, item), *counterparties(of, item)):
        check(of, party)


@pytest.mark.parametrize(
    "piece", ["MO en ", "minister van de ", "de grote ", "Kamer (", "gemeente Aa ", "wij, ", "Minister Van "]
)
def test_hostile_text_is_read_to_its_end(piece: str) -> None:
    of = unit(piece * 20000)
    item = Found("question", of.sentences[0].span, 0, "test", (0, 2))
    assert len(owners(of, item)) < 2000
