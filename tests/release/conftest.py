"""A small dossier to be released: names in mails, accepted redactions over them, a report, a copy of a mail."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from draad.dossier import Dossier
from draad.dossier.redactions import RedactionFilter
from draad.records import Proposal
from draad.run import IngestOptions, ingest

FIRST = """\
Van: Karel Vermeulen <k.vermeulen@gemeentezuidhoek.nl>
Verzonden: maandag 1 juni 2020 16:40
Aan: Sanne Dijkema (DMO) <s.dijkema@minvws.nl>; Hugo de Ruiter <hugo@gmail.com>
Onderwerp: Sleutels voor Vermeulen

Beste Sanne,

Wanneer kunnen wij de sleutels van het buurthuis ophalen?
De schilder begint op vrijdag en wil eerst de ramen meten.

Groet,
Karel Vermeulen
"""
ANSWER = f"""\
Van: Sanne Dijkema <s.dijkema@minvws.nl>
Verzonden: dinsdag 2 juni 2020 09:15
Aan: Karel Vermeulen <k.vermeulen@gemeentezuidhoek.nl>
Onderwerp: RE: Sleutels van het buurthuis

Dag Karel,

De sleutels liggen vanaf donderdag bij de balie. Neem een legitimatie mee.

Sanne Dijkema

{FIRST}"""
REPORT = """\
Verslag overleg buurthuizen

Datum: 8 juni 2020
Aanwezig: DMO, gemeente Zuidhoek, Lotte Hoekstra

- De sleutels zijn opgehaald. (actie DMO)
- De schilder komt op vrijdag.
- Lotte Hoekstra maakt een planning voor de ramen.
"""
LOOSE = "=SOM(A1:A9)\n\nEen los stuk zonder datum, met alleen een paar woorden over de ramen.\n"
FILES = {"brief-1": FIRST, "antwoord": ANSWER, "kopie": FIRST + "\n", "verslag": REPORT, "los": LOOSE}
NAMES = re.compile(
    r"Karel Vermeulen|Sanne Dijkema|Hugo de Ruiter|Lotte Hoekstra|[\w.]+@[\w.]+|(?<=voor )Vermeulen|(?<=Dag )Karel"
    r"|(?<=Beste )Sanne"
)
SECRETS = ("Vermeulen", "Dijkema", "Ruiter", "Hoekstra", "k.vermeulen", "hugo@")
"""What no list, page or file may tell."""

Decide = Callable[[Path, re.Pattern[str]], None]


def withhold(place: Path, names: re.Pattern[str]) -> None:
    """Accepts a redaction of every place that matches."""
    with Dossier.open(place) as dossier:
        found = {}
        for view in dossier.documents():
            text = dossier.text(view.id)
            found[view.id] = [
                Proposal(
                    match.span(), "mailbox" if "@" in match[0] else "person", "woo 5.1.2.e", 0.9, value=match[0].lower()
                )
                for match in names.finditer(text)
            ]
        dossier.put_proposals(found)
        edits = [(one.id, one.version, {"status": "accepted"}) for one in dossier.redactions(RedactionFilter())]
        dossier.decide(edits, who="anna", reach="place")


@pytest.fixture(scope="session")
def undecided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dossier before anything was decided; only to be read."""
    folder = tmp_path_factory.mktemp("uitgave")
    (folder / "stukken").mkdir()
    for name, text in FILES.items():
        (folder / "stukken" / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest(folder / "dossier", [folder / "stukken"], IngestOptions(jobs=1))
    return folder / "dossier"


@pytest.fixture(scope="session")
def decided(undecided: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with every name withheld; only to be read."""
    place = Path(shutil.copytree(undecided, tmp_path_factory.mktemp("besloten") / "dossier"))
    withhold(place, NAMES)
    return place


@pytest.fixture
def outgoing(decided: Path, tmp_path: Path) -> Path:
    """A copy of it, to write in."""
    return Path(shutil.copytree(decided, tmp_path / "dossier"))
