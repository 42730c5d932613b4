"""The Tweede Kamer's commitments: reading what the open data gives, in every way in which it is saved."""

from __future__ import annotations

import json
from typing import Any

import pytest

from draad.errors import InputError
from draad.register.imports.tk import due, line, note, owner, parse, read, split, text_of

ENTRY = {
    "Id": "11111111-1111-1111-1111-111111111111",
    "Nummer": "TZ202001-001",
    "Aanmaakdatum": "2020-01-31T23:30:00Z",
    "ActiviteitNummer": "2020A00001",
    "Naam": "Voorbeeld, V.",
    "Functie": "Minister voor Voorbeelden",
    "Ministerie": "Voorbeelden",
    "Status": "Openstaand",
    "DatumNakoming": "0001-01-01T00:00:00Z",
    "Tekst": "De minister zegt toe de Kamer\nuiterlijk 1 juni 2020 te schrijven | over sleutels.",
    "Verwijderd": False,
}


def given(**changes: Any) -> dict[str, Any]:
    return {**ENTRY, **changes}


def one(**changes: Any) -> Any:
    return parse(json.dumps([given(**changes)]).encode())[0]


@pytest.mark.parametrize(
    "data",
    [
        json.dumps({"@odata.context": "…", "value": [ENTRY, ENTRY]}),
        json.dumps([ENTRY, ENTRY]),
        f"{json.dumps(ENTRY)}\n{json.dumps(ENTRY)}\n",
        "\ufeff" + json.dumps([ENTRY, {key.lower(): value for key, value in ENTRY.items()}]),
    ],
)
def test_an_answer_a_list_lines_a_mark_and_small_letters(data: str) -> None:
    first, second = parse(data.encode())
    assert first == second
    assert (first.number, first.status, first.known) == ("TZ202001-001", "open", True)


def test_a_day_is_the_day_in_the_netherlands_and_year_one_is_none() -> None:
    assert (one().made, one().fulfilled) == ("2020-02-01", None)
    assert one(DatumNakoming="2020-04-01T00:00:00+02:00").fulfilled == "2020-04-01"
    assert one(Aanmaakdatum="gisteren").made is None


@pytest.mark.parametrize(
    ("status", "ours", "known"),
    [("Openstaand", "open", True), ("Voldaan", "fulfilled", True), ("AFGEDAAN", "fulfilled", True),
     ("Ingetrokken", "dropped", True), ("Onderweg", "open", False), (None, "open", False)],
)  # fmt: skip
def test_states(status: str | None, ours: str, known: bool) -> None:
    assert (one(Status=status).status, one(Status=status).known) == (ours, known)


def test_the_owner_is_a_function_or_a_ministry_and_never_a_name() -> None:
    assert owner(one()) == ("Minister voor Voorbeelden",)
    assert owner(one(Functie=None)) == ("Voorbeelden",)
    assert owner(one(Functie=None, Ministerie=None)) == ()


def test_the_term_is_read_from_the_words_against_the_day_it_was_made() -> None:
    assert due(one()) == "../2020-06-01"
    assert due(one(Tekst="De minister schrijft volgende week.")) == "2020-02-03/2020-02-09"
    assert due(one(Tekst="De minister schrijft op 3 mei. De rest volgt op 9 juli.")) is None
    assert due(one(Tekst="De minister schrijft.")) is None


def test_how_it_was_fulfilled() -> None:
    letters = [{"DocumentNummer": "2020D1", "Onderwerp": "Sleutels"}]
    done = one(Status="Voldaan", DatumNakoming="2020-04-01T00:00:00Z", KamerbriefNakoming=letters)
    assert note(done) == "Nagekomen op 2020-04-01 met 2020D1 Sleutels"
    assert note(one()) == ""


def test_groups_are_told_and_persons_are_not() -> None:
    to = [{"Fractie": {"Afkorting": "ABC"}, "Persoon": {"Achternaam": "Voorbeeld"}}, {"Fractie": None}]
    assert one(ToegezegdAan=to).to == ("ABC",)


def test_repetitions_and_changes() -> None:
    ties = one(IsHerhalingVan=[{"Id": "a"}], IsGewijzigdDoor=[{"Id": "b"}], IsAanvullingOp={"Id": "c"}).ties
    assert [tuple(tie) for tie in ties] == [("repeats", "a", True), ("changes", "b", False), ("part-of", "c", True)]


def test_one_line_each_in_which_the_words_stand() -> None:
    commitments = [one(), one(Nummer="TZ2", Tekst="Tweede.")]
    text, spans = text_of(commitments)
    assert text.count("\n") == 2
    assert [text[a:b] for a, b in spans] == [
        "De minister zegt toe de Kamer uiterlijk 1 juni 2020 te schrijven / over sleutels.",
        "Tweede.",
    ]
    assert line(commitments[0])[0].startswith(
        "TZ202001-001 | 2020-02-01 | Minister voor Voorbeelden (Voorbeeld, V.) | "
    )


def test_without_words_its_number_stands_for_it() -> None:
    words, (start, end) = line(one(Tekst=None))
    assert words[start:end] == "TZ202001-001"


def test_the_document_is_a_list_that_holds_no_message() -> None:
    (document,) = read(json.dumps([ENTRY]).encode(), "tk", "map/tk.json", "0" * 64)
    (taken,) = split(document)
    assert (taken.kind, taken.copies, taken.rest) == ("register", (), ((0, len(document.text)),))


@pytest.mark.parametrize(
    "data", [b"", b"geen json", b"3", b"[]", b'{"value": []}', b"[3]", b'[{"Tekst": "x"}]', b"{\n{"]
)
def test_what_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        parse(data)
