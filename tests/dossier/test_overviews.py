"""Overviews of a whole dossier: months, who writes to whom, who owns and asks what, terms, what is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.dossier import Dossier
from draad.dossier.months import Calendar
from draad.dossier.values import AMSTERDAM
from draad.run import IngestOptions, ingest

BODY = (
    "Het rooster van de veerpont is klaar. Vanaf dinsdag varen we om het kwartier en op zondag om het half uur.\n"
    "De schipper stond vorige week voor een dichte deur, omdat niemand de sleutel van het loket had."
)
ASK = "Kunnen jullie vóór 1 juni 2020 laten weten wie de sleutel van het loket beheert?"


def printed(sender: str, to: str, at: str, body: str) -> str:
    head = f"Van: {sender}\nVerzonden: {at}\nAan: {to}\nOnderwerp: Rooster\n"
    return f"{head}\nBeste collega,\n\n{body}\n\nGroet\n"


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two prints of one message that hide different ends of it, and a question; sent in the last hour of a month."""
    folder = tmp_path_factory.mktemp("ferry")
    (folder / "in").mkdir()
    night = "dinsdag 31 maart 2020 23:30"
    texts = {
        "een": printed("Balie <balie@oever.nl>", "5.1.2e", night, BODY),
        "twee": printed("5.1.2e", "Loket <loket@veer.nl>", night, BODY),
        "drie": printed("Balie <balie@oever.nl>", "Loket <loket@veer.nl>", "dinsdag 5 mei 2020 09:30", ASK),
    }
    for name, text in texts.items():
        (folder / "in" / f"{name}.txt").write_text(text, "utf-8")
    ingest(folder / "d", [folder / "in"], IngestOptions(jobs=1))
    return folder / "d"


def test_month_is_that_of_the_clock_in_amsterdam(ferry: Path) -> None:
    with Dossier.open(ferry) as dossier:
        assert dossier.months() == {"2020-03": 1, "2020-05": 1}


@given(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)))
def test_month_of_any_moment(at: datetime) -> None:
    moment = at.replace(tzinfo=UTC, microsecond=0)
    seconds = int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    assert Calendar().month(seconds) == f"{moment.astimezone(AMSTERDAM):%Y-%m}".rjust(7, "0")


def test_pair_counts_only_where_one_copy_shows_both(ferry: Path) -> None:
    with Dossier.open(ferry) as dossier:
        found = dossier.correspondence(str)
    assert dict(found.pairs) == {("oever.nl", "veer.nl"): 1}
    assert (found.parties["oever.nl"].sent, found.parties["veer.nl"].received) == (2, 2)
    assert dict(found.parties["veer.nl"].months) == {"2020-03": 1, "2020-05": 1}


def test_message_counts_once_for_a_party_of_two_domains(ferry: Path) -> None:
    with Dossier.open(ferry) as dossier:
        found = dossier.correspondence(lambda domain: "de veerdienst")
    party = found.parties["de veerdienst"]
    assert (party.messages, party.sent, party.received) == (2, 2, 2)


def test_item_of_two_names_of_one_party_counts_once(ferry: Path, tmp_path: Path) -> None:
    with Dossier.open(ferry) as dossier:
        names = {seen.name: seen.kind for seen in dossier.names_seen()}
        apart = dossier.holdings({name: name for name in names})
        together = dossier.holdings(dict.fromkeys(names, "allen"))["allen"]
        (question,) = dossier.items_of(["OEVER.NL"], "counterparty", "question", 5)
        assert "loket" in dossier.item(question).text
    assert names == {"oever.nl": "domain", "veer.nl": "domain"}
    assert apart["oever.nl"].asked["question", "proposed"] == 1
    assert apart["veer.nl"].owns["question", "proposed"] == 1
    assert together.owns["question", "proposed"] == together.asked["question", "proposed"] == 1
    assert together.answered == 0


def test_term_is_over_on_the_day_after_its_last(ferry: Path) -> None:
    with Dossier.open(ferry) as dossier:
        (question,) = dossier.items_of(["veer.nl"], "owner", "question", 5)
        last = date.fromisoformat(dossier.item(question).due_last or "")
        kinds, live = ["question"], ["open", "proposed"]
        assert dossier.overdue_counts(kinds, live, last) == {}
        assert dossier.overdue_counts(kinds, live, date(2021, 1, 1)) == {"proposed": 1}
        assert dossier.due_counts(live, last, last) == {"proposed": 1}


def test_last_ingest_is_told(ferry: Path, tmp_path: Path) -> None:
    with Dossier.open(ferry) as dossier:
        last = dossier.last_ingest()
    assert last is not None
    assert (last.read, last.failed) == (3, 0)
    with Dossier.create(tmp_path / "leeg") as empty:
        assert empty.last_ingest() is None
        assert empty.months() == {}
        assert empty.referring() == []
        assert empty.correspondence(str).parties == {}
        assert empty.meetings() == []
