"""Standing sentences of letters give nothing; what looks like one and speaks of something does."""

from __future__ import annotations

import pytest
from extract_units import unit
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.extract.seeking import items
from draad.extract.standing import standing
from draad.split.report import _attendees


def kinds(text: str, kind: str = "letter") -> list[str]:
    return [item.kind for item in items(unit(text, kind=kind))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Heeft u vragen?",
        "Hebt u nog vragen over deze brief, bel dan gerust met mevrouw Kuiper (telefoon 14 0555).",
        "Mocht u naar aanleiding van dit besluit nog vragen hebben, dan kunt u contact opnemen met de behandelaar.",
        "Heeft u nog vragen? Neem dan contact op met 5.1.2e, telefoon 5.1.2e.",
        "Bent u het niet eens met dit besluit? Dan kunt u binnen zes weken na de dag van verzending bezwaar maken.",
        "Tegen deze beschikking kan een belanghebbende binnen zes weken beroep instellen bij de rechtbank Noordstad.",
        "Met deze brief bevestigen wij dat schriftelijk.",
        "Hierbij bevestig ik de ontvangst van uw brief.",
        "Dit bericht is uitsluitend bestemd voor de geadresseerde.",
        "Aan deze mail kunnen geen rechten worden ontleend.",
        "Wijdemeer, 3 december 2020",
        "Het college van burgemeester en wethouders van Wijdemeer;",
        "besluiten:",
    ],
)
def test_what_stands_in_every_letter_is_no_item(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Heb je vragen over de begroting?", "question"),
        ("Heeft u de vragen al beantwoord?", "question"),
        ("Wilt u uw bezwaar voor 1 december aanvullen met de gronden?", "question"),
        ("Kun je contact opnemen met de GGD?", "question"),
        ("Hierbij verzoek ik u de stukken voor vrijdag te sturen.", "question"),
        ("Hierbij zeg ik u toe dat het hek voor 1 december wordt geverfd.", "commitment"),
        ("Neem contact op met de aannemer over het hek.", "action"),
    ],
)
def test_what_speaks_of_something_is_one(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    ["MO meldt dat de brief vrijdag is verstuurd.", "Jansen geeft aan dat hij het bestek heeft nagekeken."],
)
def test_what_minutes_tell_of_the_past_is_nothing_to_do(text: str) -> None:
    assert not {"action", "appointment"} & set(kinds(text, "report"))


def test_stamp_of_a_chat_is_no_appointment() -> None:
    text = (
        "[3-12-20, 09:41:07] Wim: Kun je het hek nakijken?\n"
        "[3-12-20, 09:42:10] Jo: Het hek is er\n[3-12-20, 09:44:00] Wim: Fijn\n"
    )
    of = unit(text, kind="other")
    (one,) = items(of)
    assert (one.kind, of.words(one.span)) == ("question", "Wim: Kun je het hek nakijken?")


def test_list_of_meetings_keeps_its_times() -> None:
    assert "appointment" in kinds("03-12-2020 10:00 - Overleg met de aannemer over het hek", "note")


@pytest.mark.parametrize(
    "number",
    ["06 12345678", "06-12 34 56 78", "088 123 45 67", "(030) 274 91 11", "14 0252", "0900 1234", "+31 6 1234 5678"],
)  # fmt: skip
def test_number_to_call_counts_nothing(number: str) -> None:
    assert "figure" not in kinds(f"Gemeente Wijdemeer {number} bezoekers welkom")


@pytest.mark.parametrize("number", ["14", "140.252", "1.234", "0,5 miljoen", "2.100", "140252"])
def test_number_of_people_is_a_figure(number: str) -> None:
    assert "figure" in kinds(f"Vorig jaar kwamen er {number} bezoekers.")


def test_minister_with_a_given_name_is_named_whole() -> None:
    (one,) = items(unit("Staatssecretaris Anke van der Wal komt dinsdag naar de schouw.", kind="report"))
    assert [owner.name for owner in one.owners] == ["Staatssecretaris Anke van der Wal"]


def test_part_in_a_meeting_is_no_directorate() -> None:
    found = _attendees("5.1.2e (voorzitter), 5.1.2e (MO), 5.1.2e (online)")
    assert [person.directorate for person in found] == [None, "MO", None]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["bezwaar ", "heeft ", "u ", "vragen", "? ", ". ", "Wim ", "5.1.2e ", "İ", "\n", "dat is "])
    )
)
def test_whatever_the_text_it_never_raises(pieces: list[str]) -> None:
    of = unit("".join(pieces), kind="letter")
    assert all(0 <= n < len(of.sentences) for n in standing(of))
