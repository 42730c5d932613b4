"""Which numbers say something, what they count, and where they come from."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from extract_units import unit
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.extract.figures import figures, share
from draad.extract.records import Figure, Found
from draad.texts import texts


def of(text: str) -> list[Figure]:
    return [found.figure for found in figures(unit(text, day=date(2021, 3, 1))) if found.figure]


def one(text: str) -> Figure:
    (figure,) = of(text)
    return figure


@pytest.mark.parametrize(
    ("text", "value", "unit_", "counts", "whole"),
    [
        ("Van de scholen heeft 62% een wachtlijst.", "62", "%", "een wachtlijst", "scholen"),
        ("Ruim 60 procent van de bewoners is verhuisd.", "60", "%", "verhuisd", "bewoners"),
        ("Het verzuim steeg naar 7,2%.", "7.2", "%", "verzuim", None),
        ("Het verzuim steeg naar 7.2 %.", "7.2", "%", "verzuim", None),
        ("Tussen de 10 en 15% van de ouders belt.", "10..15", "%", "belt", "ouders"),
        ("Eén op de zeven bewoners verhuisde.", "1/7", "1/n", "verhuisde", "bewoners"),
        ("Van 1 op de 4 ouders horen we niets.", "1/4", "1/n", "horen we niets", "ouders"),
        ("Twee derde van de gemeenten heeft geen plan.", "2/3", "1/n", "geen plan", "gemeenten"),
        ("De helft van de scholen doet mee.", "1/2", "1/n", "doet mee", "scholen"),
        ("12 van de 40 gemeenten doen mee.", "12/40", "1/n", "doen mee", "gemeenten"),
        ("De kosten zijn € 3,2 miljoen per jaar.", "3200000", "EUR", "kosten", None),
        ("Er gaat € 2 mld. naar wegen.", "2000000000", "EUR", None, None),
        ("Het bedrag voor het loket is EUR 1.400,50.", "1400.5", "EUR", "bedrag voor het loket", None),
        ("We trekken 250.000 euro uit voor extra begeleiding.", "250000", "EUR", "extra begeleiding", None),
        ("Er zijn 1.400 aanvragen binnengekomen.", "1400", None, "aanvragen", None),
        ("Ongeveer 300 nieuwe cliënten wachten.", "300", None, "nieuwe cliënten", None),
        ("In de regio zijn 120 bedden vrij.", "120", "bed", "bedden", None),
        ("Zij krijgt 36 uur zorg.", "36", "uur", "uur zorg", None),
        ("Het team telt 8 fte.", "8", "fte", "fte", None),
    ],
)
def test_value_and_what_it_counts(text: str, value: str, unit_: str, counts: str | None, whole: str | None) -> None:
    figure = one(text)
    assert (figure.value, figure.unit) == (value, unit_)
    assert (figure.counts, figure.of) == (counts, whole)


@pytest.mark.parametrize(
    "text",
    [
        "Zie pagina 62 en de 3 bijlagen.",
        "Volgens artikel 3, tweede lid, en kenmerk 3.200-A.",
        "We voeren één-op-één-gesprekken, 1-op-1 of 1 op 1.",
        "Op 18 november 2020 om 10.30 uur in zaal 12.",
        "Bel 06 12345678 of 070 340 11 11.",
        "Het adres is Dorpsstraat 12, 2511 VX Wijdemeer.",
        "De zaak 5.1.2e en 10 2 e is versie 2.1 op A4.",
        "De 2e Kamer sprak over covid-19 patiënten.",
        "In 2020 cijfers en in week 23 scholen.",
        "Er zijn 2 vragen en drie punten.",
        "Na 14 dagen, 6 weken of 18 jaar.",
        "Om 17 uur bellen we, uiterlijk 12 uur.",
        "De helft van de week ben ik er.",
        "Een derde ronde volgt.",
        "24/7 bereikbaar, 50/50 verdeeld.",
        "1. Mensen\n2. Middelen",
        "Het huis staat in 9722 AB Groningen, of 722 75 Groningen.",
        "tekst\n\n12\nkinderen en ouders",
    ],
)
def test_a_number_of_something_is_no_figure(text: str) -> None:
    assert of(text) == []


def test_two_in_one_sentence_have_each_their_own_words() -> None:
    text = "In 2019 waren er 3.250 meldingen, in 2020 4.100 meldingen."
    it = unit(text)
    first, second = figures(it)
    assert [it.words(f.span) for f in (first, second)] == [
        "In 2019 waren er 3.250 meldingen",
        "in 2020 4.100 meldingen.",
    ]
    assert [f.figure.when for f in (first, second) if f.figure] == ["2019", "2020"]


def test_a_share_and_its_ratio_together_are_one() -> None:
    it = unit("Ongeveer 1 op de 9 begeleiders (10,7%) slaapt slecht.")
    (found,) = figures(it)
    assert found.figure is not None
    assert (found.figure.value, found.figure.unit, found.figure.of) == ("10.7", "%", "begeleiders")
    assert it.words(found.cue_span) == "Ongeveer 1 op de 9 begeleiders (10,7%)"


def test_but_not_where_they_contradict() -> None:
    assert len(of("Ongeveer 1 op de 9 begeleiders (40%) slaapt slecht.")) == 2


# ── where it comes from ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Volgens het Planbureau is 12% van de huizen leeg.", "Volgens het Planbureau"),
        ("12% van de huizen is leeg (bron: Kadaster, 2020).", "bron: Kadaster, 2020"),
        ("12% van de huizen is leeg. Bron: Kadaster.", "Bron: Kadaster"),
        ("Uit onderzoek van het Planbureau blijkt dat 12% van de huizen leeg is.", "onderzoek van het Planbureau"),
        ("12% van de huizen is leeg.", None),
    ],
)
def test_source_in_running_text(text: str, source: str | None) -> None:
    assert one(text).source == source


@pytest.mark.parametrize(
    ("marker", "note"),
    [
        ("[2]", "[2] Kadaster, leegstand 2020."),
        ("<sup>2</sup>", "<sup>2</sup> Kadaster, leegstand 2020."),
        ("<sup>12</sup>", "<sup>[2]</sup> Kadaster, leegstand 2020."),  # brackets read as a one
        ("²", "² Kadaster, leegstand 2020."),
        ("2)", "[2] Kadaster, leegstand 2020."),
    ],
)
def test_footnotes_of_any_form(marker: str, note: str) -> None:
    text = f"Van de huizen staat 12% leeg{marker}.\n\nGroet,\n\n[1] Iets anders.\n{note}\n"
    figure = one(text)
    assert figure.source == "Kadaster, leegstand 2020"
    assert figure.source_span is not None
    assert text[slice(*figure.source_span)] == "Kadaster, leegstand 2020"


def test_a_marker_without_its_note_gives_no_source() -> None:
    assert one("Van de huizen staat 12% leeg[4].\n\n[1] Iets anders.").source is None


def test_a_list_has_the_note_and_the_period_of_the_sentence_that_leads_it() -> None:
    text = (
        "Een peiling in 2019 liet zien dat[1]:\n\n- 11% van de huizen leeg staat;\n- 21% van de huizen lekt.\n\n"
        "[1] Kadaster.\n"
    )
    first, second = of(text)
    assert first.source == second.source == "Kadaster"
    assert first.when == second.when == "2019"


# ── whatever the text ────────────────────────────────────────────────────────────────────────────────────────

_PIECES = st.sampled_from(
    ["12", "1.400", "3,2", "7%", "€", "miljoen", "euro", "op de", "zeven", "een", "scholen", "nieuwe", "(", ")", "[1]",
     "<sup>1</sup>", "van de", "helft", "volgens", "uur", "in 2020", ".", "\n", "- ", "²", "ë", "İ", "-", "à", "bron:"]
)  # fmt: skip
_VALUE = re.compile(r"\d+(?:\.\d+)?(?:\.\.\d+(?:\.\d+)?)?|\d+/\d+")


def holds(text: str) -> list[Found]:
    it = unit(text)
    found = figures(it)
    assert found == figures(it)
    starts = [f.span[0] for f in found]
    assert len(set(starts)) == len(starts)
    for f in found:
        assert f.figure is not None
        assert f.span[0] <= f.cue_span[0] < f.cue_span[1] <= f.span[1] <= len(text)
        assert _VALUE.fullmatch(f.figure.value)
        part = share(f.figure.value, f.figure.unit)
        assert part is None or part >= 0
        assert {f"reason.{r.name}" for r in f.reasons} <= texts("nl").entries.keys() & texts("en").entries.keys()
        if f.figure.source_span:
            assert it.words(f.figure.source_span)
    return found


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=25).map(" ".join))
def test_spans_and_values_always_hold(text: str) -> None:
    holds(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    holds(text)


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_a_number_written_in_dutch_is_read_back(whole: int, cents: int) -> None:
    written = f"{whole:,}".replace(",", ".") + f",{cents:02d}"
    figure = one(f"Het bedrag is € {written} per jaar.")
    assert Decimal(figure.value) == whole + Decimal(cents) / 100


@pytest.mark.parametrize(
    "piece", ["1.400 ", "12% ", "1 op de ", "van de ", "3 nieuwe ", "1" * 50, "[1] ", "12% volgens ", "1.1."]
)
def test_a_line_without_end_takes_no_long_time(piece: str) -> None:
    figures(unit(piece * (60_000 // len(piece))))
