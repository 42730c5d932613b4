"""A small pile with all that the commands have to tell of, and a way to call them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from draad.cli import run
from draad.run import IngestOptions, ingest

ANSWER = """\
To: 5.1.2e (5.1.2e@gemeentezuidhoek.nl)
From: 5.1.2e
Sent: Tue 6/2/2020 7:15:00 AM
Subject: RE: Sleutels van het buurthuis

Dag 5.1.2e,

De sleutels liggen vanaf donderdag bij de balie.
Neem je een legitimatie mee?

Groet,

5.1.2e
Afdeling Gebouwen
T 070 5.1.2e

Van: 5.1.2e <5.1.2e@gemeentezuidhoek.nl>
Verzonden: maandag 1 juni 2020 16:40
Aan: 5.1.2e <5.1.2e@provincie.nl>
Onderwerp: Sleutels van het buurthuis

Beste 5.1.2e,

Wanneer kunnen wij de sleutels van het buurthuis ophalen?
De schilder begint op vrijdag en wil eerst de ramen meten.

Met vriendelijke groet,

5.1.2e
"""

QUESTION = """\
Van: (10)(2e) <(10)(2e)@gemeentezuidhoek.nl>
Verzonden: maandag 1 juni 2020 16:40
Aan: (10)(2e) <(10)(2e)@provincie.nl>
Onderwerp: Sleutels van het buurthuis

Beste (10)(2e),

Wanneer kunnen wij de sleutels van het buurthuis ophalen?
De schilder begint op vrijdag en wil eerst de ramen meten.

Met vriendelijke groet,

(10)(2e)
"""


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two mails, of which the second quotes the first, and a PDF that was cut short."""
    folder = tmp_path_factory.mktemp("stukken")
    (folder / "antwoord.txt").write_text(ANSWER, encoding="utf-8")
    (folder / "vraag.txt").write_text(QUESTION, encoding="utf-8")
    (folder / "kapot.pdf").write_bytes(b"%PDF-1.7\n1 0 obj <<")
    return folder


@pytest.fixture(scope="session")
def dossier(pile: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pile as a dossier. No test writes to it."""
    place = tmp_path_factory.mktemp("plaats") / "buurthuis"
    ingest(place, [pile], IngestOptions(jobs=1))
    return place


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Runs ``draad`` with these words."""

    def _call(*words: object) -> Answer:
        code = run([str(word) for word in words])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return _call


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No dossier in the environment or underfoot, and Dutch."""
    for name in ("DRAAD_DOSSIER", "DRAAD_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
