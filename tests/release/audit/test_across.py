"""Whole dossiers: what differs between copies, lone names, decisions that hold in one place, and what is never told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from draad.dossier import Dossier, NewRedaction, RedactionFilter
from draad.records import Proposal
from draad.release.audit.across import ordered
from draad.release.audit.across_dossier import findings
from draad.release.audit.across_people import differences, entry_of, is_office, is_own_mailbox, is_person, lone
from draad.release.audit.across_records import Across
from draad.release.audit.across_report import as_audited, cells
from draad.release.audit.across_words import tokens
from draad.run import IngestOptions, ingest
from draad.run.across import across_files
from draad.sample import write_release
from draad.split.marks import find
from draad.texts import LANGUAGES, texts

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
MAIL = """\
Van: {sender}
Verzonden: maandag 1 juni 2020 16:40
Aan: {to}
Onderwerp: Sleutels van het buurthuis

Beste collega,

Wanneer kunnen wij de sleutels van het buurthuis ophalen bij {who} van de receptie?
{passage} De schilder begint op vrijdag en wil eerst de ramen meten.

Met vriendelijke groet,

{signed}
"""
WHOLE = {
    "sender": "5.1.2.e <5.1.2.e@gemeentezuidhoek.nl>",
    "to": "5.1.2.e <5.1.2.e@provincie.nl>; 5.1.2.e <5.1.2.e@mee.nl>",
    "who": "5.1.2.e",
    "passage": "[5.2.1]",
    "signed": "5.1.2.e",
}
SHOWN = {
    "sender": "Zonneveld, H. (Hidde) <h.zonneveld@gemeentezuidhoek.nl>",
    "to": "Zonneveld, H. (Hidde) <5.1.2.e@provincie.nl>; 5.1.2.e <5.1.2.e@mee.nl>",
    "who": "Hidde Zonneveld",
    "passage": "Dit plan deugt naar mijn idee helemaal niet.",
    "signed": "Hidde Zonneveld",
}


def mail(**changes: str) -> str:
    return MAIL.format(**{**WHOLE, **changes})


def found_in(folder: Path, *mails: str) -> list[Across]:
    for n, text in enumerate(mails):
        (folder / f"stuk{n}.txt").write_text(text, encoding="utf-8")
    return across_files([folder], jobs=1)


@pytest.mark.parametrize("field", SHOWN)
def test_what_one_copy_withholds_and_another_shows_is_told_with_its_ground(field: str, tmp_path: Path) -> None:
    found = found_in(tmp_path, mail(), mail(**{field: SHOWN[field]}), mail())
    told = [one for one in found if one.severity == "leak"]
    assert told
    for one in told:
        assert one.kind == "differs"
        assert {place.document_name for place in one.shown} == {"stuk1"}
        assert "stuk1" not in {place.document_name for place in one.hidden}
        assert one.grounds[0].startswith("woo 5.")
    said = str([cells(texts("nl"), one) for one in found]) + repr(found)
    assert "onneveld" not in said
    assert "deugt" not in said


@pytest.mark.parametrize(
    "other",
    [
        mail(),
        mail(sender="(10)(2e) <(10)(2e)@gemeentezuidhoek.nl>", who="(10)(2e)", passage="11.1", signed="(10)(2e)"),
        mail(sender="[redacted]", who="[redacted]", passage="[redacted]", signed="█████"),
        mail(sender="<@gemeentezuidhoek.nl>", to="<@provincie.nl>; <@mee.nl>", who="", passage="", signed=""),
        mail(who="S.1.2.e").replace("buurthuis", "buurthuls").replace("schilder", "schiIder"),
        "\n".join(mail().split("\n")[:9]) + "\n",
        "Van: 5.1.2.e\nVerzonden: dinsdag 2 juni 2020 09:00\nAan: 5.1.2.e\nOnderwerp: RE: Sleutels\n\nDank!\n\n"
        + "\n".join(f"> {line}" for line in mail().split("\n")),
    ],
)
def test_another_spelling_white_out_damage_and_cuts_give_no_alarm(other: str, tmp_path: Path) -> None:
    assert [one for one in found_in(tmp_path, mail(), other) if one.severity != "note"] == []


def test_one_passage_on_two_grounds_is_a_note_and_wob_beside_woo_is_none(tmp_path: Path) -> None:
    (note,) = found_in(tmp_path, mail(), mail(passage="[5.1.1.c]"))
    assert (note.kind, note.severity) == ("ground", "note")
    assert set(note.grounds) == {"woo 5.2.1", "woo 5.1.1.c"}
    for file in tmp_path.iterdir():
        file.unlink()
    assert found_in(tmp_path, mail(), mail(passage="(11)(1)")) == []


def test_a_difference_that_many_copies_share_is_told_once(tmp_path: Path) -> None:
    marks = ("5.1.2.e", "[redacted]", "(10)(2e)", "█████")
    found = found_in(tmp_path, mail(who="Hidde Zonneveld"), *(mail(who=mark) for mark in marks))
    (one,) = [each for each in found if each.part == "body"]
    assert len(one.hidden) == 4


# ── lone names ──────────────────────────────────────────────────────────────────────────────────────────────

REPORT = "# verslag\n\nBetreft\tOverleg\nDatum\t18 november 2020\n{list}\n\n- De sleutels zijn op.\n"
MARKED = ", ".join(["5.1.2.e (MO)"] * 5)


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        (f"Aanwezig\t{MARKED}, Hidde Zonneveld (LZ), 5.1.2.e (IGJ)", 1),
        (f"Aanwezig: {MARKED}; Zonneveld, H. (LZ)", 1),
        (f"Aanwezig\t{MARKED}, Secretariaat MO, Informatiepunt Zorg, 5.1.2.e", 0),
        (f"Aanwezig\t{MARKED}, S.1.2.e (LZ)", 0),
        ("Aanwezig\tHidde Zonneveld (LZ), Marijke Boom (MO), Bram Kaars (FEZ), 5.1.2.e", 0),
        (f"Wij spraken met {MARKED} en legden het plan daarna voor aan de hele raad van bestuur", 0),
    ],
)
def test_a_lone_name_in_a_list_that_is_redacted_otherwise_is_to_be_checked(
    listed: str, names: int, tmp_path: Path
) -> None:
    found = found_in(tmp_path, REPORT.format(list=listed))
    assert [(one.kind, one.severity) for one in found] == [("lone", "check")] * names


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five real documents are not at hand")
def test_the_lone_names_of_the_seeds_are_checks_and_no_leaks() -> None:
    found = across_files([SEEDS], jobs=1)
    assert {one.severity for one in found} == {"check"}
    assert {name[:3] for one in found for name in one.documents} == {"002", "004"}


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────


def stood(text: str) -> tuple[object, ...]:
    return tokens(text, 0, [(*m.span, f"{m.law} {m.article}", False) for m in find(text)])


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Zonneveld, H. (Hidde)", True),
        ("Hidde van der Zonneveld", True),
        ("Zonneveld, H. (Hidde) - DMO", True),
        ("Secretariaat DMO", False),
        ("Dienstpostbus Inkoop", False),
        ("Ministerie van Volksgezondheid, Welzijn en Sport", False),
        ("DMO", False),
        ("de directie", False),
        ("(LZ)", False),
        ("5.1.2.e", False),
    ],
)
def test_a_person_is_told_from_an_office(text: str, person: bool) -> None:
    assert is_person(stood(text)) is person  # type: ignore[arg-type]


def test_offices_and_their_mailboxes_may_stay() -> None:
    assert is_office(stood("Secretariaat DMO"))  # type: ignore[arg-type]
    own = entry_of(stood("h.zonneveld@provincie.nl"), "provincie.nl")  # type: ignore[arg-type]
    shared = entry_of(stood("secretariaat@provincie.nl"), "provincie.nl")  # type: ignore[arg-type]
    assert is_own_mailbox(own)
    assert not is_own_mailbox(shared)


def test_headers_are_held_name_to_name_and_mailbox_to_mailbox() -> None:
    shown = entry_of(stood("Hidde Zonneveld <h.zonneveld@provincie.nl>"), "provincie.nl")  # type: ignore[arg-type]
    hidden = entry_of(stood("5.1.2.e <5.1.2.e@provincie.nl>"), "provincie.nl")  # type: ignore[arg-type]
    assert [(d.sort, d.shows) for _, d in differences([shown], [hidden], True)] == [("name", "a"), ("mailbox", "a")]
    assert list(differences([shown], [shown], True)) == []
    assert not lone([shown, shown, hidden, hidden, hidden])


# ── decisions before release ────────────────────────────────────────────────────────────────────────────────

OPEN = {
    "sender": "Hidde Zonneveld <h.zonneveld@gemeentezuidhoek.nl>",
    "to": "Secretariaat <secretariaat@provincie.nl>",
    "who": "Hidde Zonneveld",
    "passage": "",
    "signed": "",
}


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """Two copies of a mail and another paper with the same name, all unredacted."""
    (tmp_path / "een.txt").write_text(mail(**OPEN), encoding="utf-8")
    (tmp_path / "twee.txt").write_text(mail(**OPEN) + "\n", encoding="utf-8")  # the same bytes would be one source
    (tmp_path / "nota.txt").write_text("NOTA\n\nDe sleutels liggen bij Hidde Zonneveld.\n", encoding="utf-8")
    files = [tmp_path / name for name in ("een.txt", "twee.txt", "nota.txt")]
    ingest(tmp_path / "dossier", files, IngestOptions(jobs=1))
    return tmp_path / "dossier"


def test_a_decision_in_one_copy_alone_is_a_leak_and_shows_the_words_to_who_asks(before: Path) -> None:
    with Dossier.open(before) as dossier:
        assert findings(dossier) == []
        text = dossier.text("een")
        at = text.index("Hidde", text.index("ophalen"))
        new = NewRedaction(dossier.resolve("een", "document"), (at, at + len("Hidde Zonneveld")), kind="person")
        dossier.add_redaction(new, who="an", reach="place")
    with Dossier.open(before) as dossier:
        told = findings(dossier, values=True)
        differs = [one for one in told if one.kind == "differs"]
        assert [(one.severity, one.text, one.grounds) for one in differs] == [
            ("leak", "Hidde Zonneveld", ("woo 5.1.2.e",))
        ]
        elsewhere = [one for one in told if one.kind == "elsewhere"]
        assert {place.document_name for one in elsewhere for place in one.shown} >= {"nota"}
        assert all(one.text is None for one in findings(dossier))


def test_what_was_accepted_in_one_place_and_rejected_in_another_is_to_be_checked(before: Path) -> None:
    with Dossier.open(before) as dossier:
        document = dossier.resolve("een", "document")
        text = dossier.text(document)
        first, second = text.index("Hidde"), text.index("Hidde", text.index("ophalen"))
        spans = [(at, at + len("Hidde Zonneveld")) for at in (first, second)]
        person = Proposal(spans[0], "person", "woo 5.1.2.e", 0.9, value="hidde zonneveld")
        dossier.put_proposals({document: [person._replace(span=span, twin=n) for n, span in enumerate(spans, 1)]})
        one, two = dossier.redactions(RedactionFilter(documents=(document,)))
        dossier.decide([(one.id, one.version, {"status": "accepted"})], who="an", reach="place")
        dossier.decide([(two.id, two.version, {"status": "rejected"})], who="an", reach="place")
    with Dossier.open(before) as dossier:
        told = [one for one in findings(dossier) if one.kind == "elsewhere" and one.severity == "check"]
        assert len(told) == 1


# ── planted differences ─────────────────────────────────────────────────────────────────────────────────────


def meets(one: Across, planted: dict[str, Any]) -> bool:
    """Whether an alarm names the place of a planted difference."""
    side = one.shown if planted["shown"] else one.hidden
    wanted = [(document, line) for document, line in planted["places"]]
    return any(p.document_name == d and abs(p.lines[0] - line) <= 2 for p in side for d, line in wanted)


def test_planted_differences_are_found_and_little_else(tmp_path: Path) -> None:
    made = write_release(tmp_path / "uit", documents=40, seed=3, differences=14)
    planted = [json.loads(line) for line in (made.truth / "differences.jsonl").read_text("utf-8").splitlines()]
    found = across_files([tmp_path / "uit"], jobs=1)
    hit = sum(any(meets(one, row) for one in found) for row in planted)
    assert len(planted) >= 12
    assert hit == len(planted)
    assert sum(not any(meets(one, row) for row in planted) for one in found) <= 1
    assert ordered(found) == found
    for language in LANGUAGES:
        for file in as_audited(texts(language), found):
            assert all(one.cure in texts(language) for one in file.findings)


def test_the_same_dossier_gives_the_same_findings(tmp_path: Path) -> None:
    assert found_in(tmp_path, mail(), mail(**SHOWN)) == across_files([tmp_path], jobs=1)
