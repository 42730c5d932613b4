"""Redactions that are not made yet: proposed by rules, decided by people, the same in all copies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from draad.dossier import Dossier, NewRedaction, RedactionFilter
from draad.errors import AmbiguousError, ConflictError, NoRedactionError, NothingToUndoError, UsageError
from draad.records import Proposal
from draad.run import IngestOptions, ingest

HEAD = "Van: A. de Zwart\nVerzonden: maandag 1 juni 2020 16:40\nAan: postbus@voorbeeld.nl\nOnderwerp: Planning\n\n"
BODY = "Beste collega,\n\nBel Noor Zwart op 06 1234 5678 over de planning van het najaar.\n\nGroet, Noor Zwart\n"
OTHER = "Verslag van het overleg over de planning\n\nAanwezig: Noor Zwart en de directie.\n"


@pytest.fixture
def dossier(tmp_path: Path) -> Iterator[Dossier]:
    """One message in two documents, and a report that holds the same name."""
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "a.txt").write_text(HEAD + BODY, encoding="utf-8")
    (pile / "b.txt").write_text(HEAD + BODY.replace("planning van", "planning\nvan"), encoding="utf-8")
    (pile / "c.txt").write_text(OTHER, encoding="utf-8")
    ingest(tmp_path / "d", [pile], IngestOptions(jobs=1))
    with Dossier.open(tmp_path / "d") as opened:
        yield opened


def proposals(dossier: Dossier) -> dict[int, list[Proposal]]:
    """What a rule might find: the name wherever it stands, tied through the copies of the message."""
    found: dict[int, list[Proposal]] = {}
    for document in dossier.documents():
        text, at, held = dossier.text(document.id), -1, found.setdefault(document.id, [])
        while (at := text.find("Noor Zwart", at + 1)) >= 0:
            twin = 1000 + len(held) if document.name in "ab" else 0
            reason = (("salutation", {"word": "Bel"}),)
            held.append(Proposal((at, at + 10), "person", "woo 5.1.2.e", 0.9, reason, "noor zwart", twin))
    return found


@pytest.fixture
def proposed(dossier: Dossier) -> Dossier:
    assert dossier.put_proposals(proposals(dossier)) == 5
    return dossier


def by_name(dossier: Dossier, name: str) -> list[str]:
    return [one.status for one in dossier.redactions() if one.document_name == name]


def test_a_proposal_tells_where_it_stands_and_why(proposed: Dossier) -> None:
    first = proposed.redactions()[0]
    assert (first.document_name, first.text, first.kind, first.ground) == ("a", "Noor Zwart", "person", "woo 5.1.2.e")
    assert (first.lines, first.status, first.version) == ((8, 8), "proposed", 0)
    assert first.reasons == (("salutation", {"word": "Bel"}),)
    assert first.message == proposed.copies("a")[0].message


def test_deciding_once_decides_in_all_copies(proposed: Dossier) -> None:
    first = proposed.redactions()[0]
    assert len(proposed.decide([(first.id, 0, {"status": "accepted"})], who="Ans")) == 2
    assert by_name(proposed, "a") == by_name(proposed, "b") == ["accepted", "proposed"]
    assert by_name(proposed, "c") == ["proposed"]


def test_everywhere_is_everywhere(proposed: Dossier) -> None:
    first = proposed.redactions()[0]
    proposed.decide([(first.id, 0, {"status": "rejected"})], who="Ans", reach="dossier")
    assert proposed.count_redactions() == {"rejected": 5}


def test_one_place_decided_by_itself_stays_apart(proposed: Dossier) -> None:
    first, *_ = proposed.redactions()
    twin = next(one for one in proposed.redactions() if one.twin == first.twin and one.id != first.id)
    proposed.decide([(twin.id, 0, {"status": "rejected"})], who="Ans", reach="place")
    proposed.decide([(first.id, 0, {"status": "accepted"})], who="Bea")
    assert proposed.redaction(twin.id).status == "rejected"


def test_the_second_of_two_officers_is_told_who_was_first(proposed: Dossier) -> None:
    first = proposed.redactions()[0]
    proposed.decide([(first.id, 0, {"status": "accepted"})], who="Ans")
    with pytest.raises(ConflictError, match="Ans"):
        proposed.decide([(first.id, 0, {"status": "rejected"})], who="Bea")
    assert proposed.redaction(first.id).status == "accepted"


def test_what_people_decided_stays_when_proposals_come_anew(proposed: Dossier) -> None:
    first = proposed.redactions()[0]
    proposed.decide([(first.id, 0, {"status": "rejected", "note": "is minister"})], who="Ans")
    anew = proposals(proposed)
    proposed.put_proposals(anew)
    assert proposed.redaction(first.id).note == "is minister"
    assert proposed.count_redactions() == {"proposed": 3, "rejected": 2}
    proposed.put_proposals(dict.fromkeys(anew, ()))
    assert proposed.count_redactions() == {"rejected": 2}


def test_a_new_place_of_what_was_decided_for_the_dossier_is_decided_alike(dossier: Dossier) -> None:
    found = proposals(dossier)
    third = dossier.document("c").id
    dossier.put_proposals({number: held for number, held in found.items() if number != third})
    first = dossier.redactions()[0]
    dossier.decide([(first.id, 0, {"status": "accepted"})], who="Ans", reach="dossier")
    dossier.put_proposals({third: found[third]})
    assert by_name(dossier, "c") == ["accepted"]


def test_undo_takes_back_one_act_after_another(proposed: Dossier) -> None:
    first, second, *_ = proposed.redactions()
    proposed.decide([(first.id, 0, {"status": "accepted"})], who="Ans")
    proposed.decide([(second.id, 0, {"status": "accepted"})], who="Ans")
    assert len(proposed.undo_redactions("Ans")) == 2
    assert proposed.redaction(second.id).status == "proposed"
    proposed.undo_redactions("Ans")
    assert proposed.count_redactions() == {"proposed": 5}
    with pytest.raises(NothingToUndoError):
        proposed.undo_redactions("Ans")
    assert [line.what for line in proposed.redaction_log(redaction=first.id)] == ["undo", "decide"]


def test_nobody_takes_back_what_a_colleague_changed_since(proposed: Dossier) -> None:
    first = proposed.redactions()[0]
    proposed.decide([(first.id, 0, {"status": "accepted"})], who="Ans")
    proposed.decide([(first.id, 1, {"ground": "woo 5.1.2.i"})], who="Bea")
    with pytest.raises(ConflictError, match="Bea"):
        proposed.undo_redactions("Ans")


def test_each_act_changes_the_version_by_which_overviews_are_kept(proposed: Dossier) -> None:
    seen = [proposed.version()]
    first = proposed.redactions()[0]
    proposed.decide([(first.id, 0, {"status": "accepted"})], who="Ans")
    seen.append(proposed.version())
    proposed.second_look([first.id], who="Bea")
    seen.append(proposed.version())
    proposed.undo_redactions("Bea")
    seen.append(proposed.version())
    assert seen == sorted(set(seen))


def test_a_second_pair_of_eyes_is_somebody_elses(proposed: Dossier) -> None:
    first = proposed.redactions()[0]
    with pytest.raises(UsageError, match="Nobody decided"):
        proposed.second_look([first.id], who="Bea")
    proposed.decide([(first.id, 0, {"status": "accepted"})], who="Ans")
    with pytest.raises(UsageError, match="somebody else"):
        proposed.second_look([first.id], who="ans")
    assert proposed.second_look([first.id], who="Bea") == [first.id]
    assert proposed.count_redactions(RedactionFilter(second=True)) == {"accepted": 1}
    seen = proposed.redaction(first.id)
    proposed.decide([(first.id, seen.version, {"ground": "woo 5.1.2.i"})], who="Ans", reach="place")
    assert proposed.redaction(first.id).second == "", "what changed must be looked at again"


def test_words_that_a_person_marks_are_withheld_in_all_copies(dossier: Dossier) -> None:
    text = dossier.text("a")
    at = text.index("planning van het najaar")
    own = dossier.document("a").id
    new = NewRedaction(own, span=(at, at + len("planning van het najaar")), ground="woo 5.1.2.i")
    assert len(dossier.add_redaction(new, who="Ans")) == 2
    assert [one.text for one in dossier.redactions()] == ["planning van het najaar", "planning\nvan het najaar"]
    dossier.undo_redactions("Ans")
    assert dossier.redactions() == []


def test_words_of_a_header_and_words_everywhere(dossier: Dossier) -> None:
    text = dossier.text("a")
    own = dossier.document("a").id
    at = text.index("A. de Zwart")
    assert len(dossier.add_redaction(NewRedaction(own, span=(at, at + 11)), who="Ans")) == 2
    at = text.index("Noor Zwart")
    assert len(dossier.add_redaction(NewRedaction(own, span=(at, at + 10)), who="Ans", reach="dossier")) == 5


def test_what_cannot_be_withheld_is_refused(proposed: Dossier) -> None:
    own = proposed.document("a").id
    with pytest.raises(UsageError, match="No words"):
        proposed.add_redaction(NewRedaction(own, span=(0, 0)), who="Ans")
    with pytest.raises(UsageError, match="no page"):
        proposed.add_redaction(NewRedaction(own, page=1, box=(1, 1, 2, 2)), who="Ans")
    with pytest.raises(UsageError, match="no field"):
        proposed.decide([(proposed.redactions()[0].id, 0, {"text": "x"})], who="Ans")
    with pytest.raises(NoRedactionError):
        proposed.redaction("0000")
    at = proposed.text("a").index("A.")
    with pytest.raises(UsageError, match="too short"):
        proposed.add_redaction(NewRedaction(own, span=(at, at + 2)), who="Ans", reach="dossier")


def test_points_for_attention_are_never_accepted_among_many(dossier: Dossier) -> None:
    found = {
        number: [one._replace(kind="opinion", attention=True) for one in held]
        for number, held in proposals(dossier).items()
    }
    dossier.put_proposals(found)
    first, second, *_ = dossier.redactions()
    with pytest.raises(UsageError, match="by itself"):
        dossier.decide([(first.id, 0, {"status": "accepted"}), (second.id, 0, {"status": "accepted"})], who="Ans")
    dossier.decide([(first.id, 0, {"status": "accepted"})], who="Ans", reach="dossier")
    assert set(by_name(dossier, "a")) == {"accepted"}


def test_a_unique_beginning_of_an_identifier_is_enough(proposed: Dossier) -> None:
    first = proposed.redactions()[0]
    try:
        assert proposed.redaction(f"{first.id:016x}"[:8]).id == first.id
    except AmbiguousError:
        pytest.fail("eight digits tell five redactions apart")


def test_settings_names_and_judgements_are_kept(dossier: Dossier) -> None:
    assert dossier.release_settings().top_officials_visible
    dossier.set_release_settings({"pseudonyms": True, "matter": "2026-12"}, who="Ans")
    assert (dossier.release_settings().pseudonyms, dossier.release_settings().matter) == (True, "2026-12")
    for wrong in ({"pseudonyms": "ja"}, {"colour": "red"}, {"request_date": "31 februari"}):
        with pytest.raises(UsageError):
            dossier.set_release_settings(wrong, who="Ans")
    dossier.set_visible("Kees  Kantoor", "spokesperson", True, who="Ans")
    assert [(one.name, one.shown) for one in dossier.visible()] == [("Kees Kantoor", True)]
    dossier.forget_visible("kees kantoor", who="Ans")
    assert dossier.visible() == []
    own = dossier.document("a").id
    dossier.judge("a", {"judgement": "withheld", "grounds": ["5.1.2.i"]}, who="Ans", version=0)
    assert dossier.judgements()[own].grounds == ("5.1.2.i",)
    with pytest.raises(ConflictError):
        dossier.judge("a", {"number": "12"}, who="Bea", version=0)
    with pytest.raises(UsageError):
        dossier.judge("a", {"judgement": "misschien"}, who="Bea")


def test_pseudonyms_hold_and_are_drawn_by_lot(dossier: Dossier) -> None:
    first = dossier.pseudonyms(dict.fromkeys(range(1, 9), "medewerker MO"))
    assert sorted(first.values()) == [f"medewerker MO {n}" for n in range(1, 9)]
    again = dossier.pseudonyms({3: "medewerker MO", 99: "medewerker MO"})
    assert again[3] == first[3]
    assert again[99] not in first.values()
