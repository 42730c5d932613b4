from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from extract_pile import deadly, failing, simple, with_finder
from run_pile import mail, write_mails

from draad.dossier import Dossier, ItemFilter
from draad.errors import ConflictError, IngestInterruptedError
from draad.extract.records import Item, Tie
from draad.extract.tie_records import TieMessage
from draad.records import Document, Mark, Report, Split
from draad.run import IngestOptions, Progress, extracting, ingest
from draad.run.seeker import likeness
from draad.run.stages import Stages
from draad.sample.release import write_release

ONE, TWO = IngestOptions(jobs=1), IngestOptions(jobs=2)
AT = "2021-03-01T09:00:00+00:00"
STAGES = with_finder()


def dumped(dossier: Path) -> list[str]:
    """All items with their places, all links, and what documents tell of failures."""
    with Dossier.open(dossier) as store:
        rows = [*store.dump_items(), *store.dump_documents()]
        links = sorted((link.id, link.kind, link.score) for link in store.item_links())
        return [json.dumps(row, ensure_ascii=False) for row in rows] + [str(link) for link in links]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "in"
    write_release(folder, documents=40, seed=11)
    return folder


@pytest.fixture(scope="module")
def whole(release: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What an uninterrupted run in one process makes of it."""
    dossier = tmp_path_factory.mktemp("whole") / "d"
    assert ingest(dossier, [release], ONE, stages=STAGES).items > 100
    return dumped(dossier)


@pytest.fixture(autouse=True)
def _always_a_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "_WORTH_A_POOL", 0)


def test_order_and_number_of_workers_change_nothing(release: Path, whole: list[str], tmp_path: Path) -> None:
    files = sorted(release.iterdir())
    for seed in (1, 2):
        shuffled = random.Random(seed).sample(files, len(files))
        ingest(tmp_path / str(seed), shuffled, TWO, stages=STAGES)
        assert dumped(tmp_path / str(seed)) == whole


def test_bit_by_bit_is_as_good_as_all_at_once(release: Path, whole: list[str], tmp_path: Path) -> None:
    files = random.Random(3).sample(sorted(release.iterdir()), 40)
    for part in (files[:7], files[7:8], files[8:30], files[30:]):
        ingest(tmp_path / "d", part, ONE, stages=STAGES)
    assert dumped(tmp_path / "d") == whole


def test_nothing_new_is_nothing_to_do(release: Path, tmp_path: Path) -> None:
    ingest(tmp_path / "d", [release], ONE, stages=STAGES)
    told: list[Progress] = []
    outcome = ingest(tmp_path / "d", [release], ONE, told.append, stages=STAGES)
    assert outcome.items == 0
    assert "extract" not in {progress.step for progress in told}


def test_every_place_of_an_item_shows_its_words(release: Path, tmp_path: Path) -> None:
    ingest(tmp_path / "d", [release], ONE, stages=STAGES)

    def letters(text: str) -> str:
        return "".join(c for c in text.lower() if c.isalnum())

    with Dossier.open(tmp_path / "d") as store:
        items = store.items(places=True)
        several = [item for item in items if len(item.places) > 1]
        assert len(several) > 20
        for item in items:
            assert item.places
            for place in item.places:
                assert place.text == store.text(place.document)[slice(*place.span)]
        alike = sum(letters(p.text) == letters(i.text) for i in several for p in i.places)
        assert alike > 0.7 * sum(len(item.places) for item in several)  # marks differ from copy to copy


def test_a_message_that_is_quoted_gives_its_items_once(tmp_path: Path) -> None:
    (tmp_path / "vraag.txt").write_text(mail(1))
    (tmp_path / "antwoord.txt").write_text(f"{mail(2, 'Antwoord')}\n{mail(1)}")
    ingest(tmp_path / "d", [tmp_path / "vraag.txt", tmp_path / "antwoord.txt"], ONE, stages=STAGES)
    with Dossier.open(tmp_path / "d") as store:
        items = store.items(places=True)
        assert len({item.message for item in items}) == len(items) == 2
    assert sorted(len(item.places) for item in items) == [1, 2]


# ── failures for real ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("options", [ONE, TWO])
def test_a_document_that_can_not_be_searched_is_listed_and_the_rest_goes_on(
    options: IngestOptions, tmp_path: Path
) -> None:
    write_mails(tmp_path / "in", 12)
    outcome = ingest(tmp_path / "d", [tmp_path / "in"], options, stages=failing("nummer 5 "))
    assert (outcome.failed, outcome.items) == (0, 11)
    with Dossier.open(tmp_path / "d") as store:
        warned = {document.name: document.warnings for document in store.documents() if document.warnings}
    assert warned == {"mail005": ("items could not be sought: KeyError: 'nummer 5 '",)}


def test_a_document_that_kills_its_worker_is_the_only_one_lost(tmp_path: Path) -> None:
    write_mails(tmp_path / "in", 12)
    outcome = ingest(tmp_path / "d", [tmp_path / "in"], TWO, stages=deadly("nummer 5 "))
    assert outcome.items == 11
    with Dossier.open(tmp_path / "d") as store:
        assert store.document("mail005").warnings == ("items could not be sought: it ended its process (SIGKILL)",)
        assert sum(bool(document.warnings) for document in store.documents()) == 1


def test_of_a_bundle_only_the_message_that_fails_is_lost(tmp_path: Path) -> None:
    (tmp_path / "bundel.txt").write_text("\n".join(mail(n, f"Antwoord {n}") + f"\n{mail(n + 20)}" for n in range(3)))
    ingest(tmp_path / "heel", [tmp_path / "bundel.txt"], ONE, stages=STAGES)
    ingest(tmp_path / "d", [tmp_path / "bundel.txt"], ONE, stages=failing("nummer 1 "))
    with Dossier.open(tmp_path / "d") as store, Dossier.open(tmp_path / "heel") as full:
        assert [i.text for i in store.items()] == [i.text for i in full.items() if "nummer 1 " not in i.text]


@pytest.mark.parametrize("broken", [failing("nummer 5 "), deadly("nummer 5 ")])
def test_what_failed_is_named_and_tried_again_until_it_is_mended(broken: Stages, tmp_path: Path) -> None:
    write_mails(tmp_path / "in", 12)
    ingest(tmp_path / "heel", [tmp_path / "in"], TWO, stages=STAGES)
    for items in (11, 0):  # the second time nothing is new, and it fails again
        outcome = ingest(tmp_path / "d", [tmp_path / "in"], TWO, stages=broken)
        assert outcome.items == items
        assert [one.document for one in outcome.unsought] == ["mail005"]
        assert "nummer 5 " in outcome.unsought[0].reason or "SIGKILL" in outcome.unsought[0].reason
        with Dossier.open(tmp_path / "d") as store:
            assert store.extraction.is_behind()
    outcome = ingest(tmp_path / "d", [tmp_path / "in"], TWO, stages=STAGES)
    assert (outcome.items, outcome.unsought) == (1, ())
    assert dumped(tmp_path / "d") == dumped(tmp_path / "heel")
    with Dossier.open(tmp_path / "d") as store:
        assert not store.extraction.is_behind()
        assert not any(document.warnings for document in store.documents())


def test_a_report_that_failed_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT.format(who="5.1.2e"))
    outcome = ingest(tmp_path / "d", [tmp_path / "a.txt"], ONE, stages=failing("sleutels"))
    assert (outcome.items, len(outcome.unsought)) == (0, 1)
    outcome = ingest(tmp_path / "d", [tmp_path / "a.txt"], ONE, stages=STAGES)
    assert outcome.items >= 3
    assert outcome.unsought == ()


def test_ties_that_failed_are_sought_again(tmp_path: Path) -> None:
    asked: list[int] = []

    def broken(messages: Sequence[TieMessage]) -> list[Tie]:
        raise ValueError("no")

    def mended(messages: Sequence[TieMessage]) -> list[Tie]:
        asked.append(messages[0].document)
        return []

    write_mails(tmp_path / "in", 3)
    assert len(ingest(tmp_path / "d", [tmp_path / "in"], ONE, stages=replace(STAGES, ties=broken)).unsought) == 3
    assert ingest(tmp_path / "d", [tmp_path / "in"], ONE, stages=replace(STAGES, ties=mended)).unsought == ()
    assert len(asked) == 3


def test_a_newer_finder_looks_at_all_documents_again_and_leaves_what_people_did(tmp_path: Path) -> None:
    def blind(split: Split, only: object = None) -> list[Item]:
        return []

    write_mails(tmp_path / "in", 3)
    ingest(tmp_path / "d", [tmp_path / "in"], ONE, stages=STAGES)
    with Dossier.open(tmp_path / "d") as store:
        touched = store.items()[0]
        store.change_item(touched.id, 0, {"note": "van ons"}, who="an", what="edit", at=AT)
    same = ingest(tmp_path / "d", [tmp_path / "in"], ONE, stages=replace(STAGES, extract=blind))
    assert same.items == 0
    ingest(tmp_path / "d", [tmp_path / "in"], ONE, stages=replace(STAGES, extract=blind, finder=STAGES.finder + 1))
    with Dossier.open(tmp_path / "d") as store:
        assert [(item.id, item.note) for item in store.items()] == [(touched.id, "van ons")]
        assert not store.extraction.is_behind()


def test_a_newer_finder_that_is_broken_off_still_looks_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = replace(STAGES, finder=STAGES.finder + 1)
    write_mails(tmp_path / "in", 3)
    ingest(tmp_path / "d", [tmp_path / "in"], ONE, stages=STAGES)
    with monkeypatch.context() as patch:
        patch.setattr(extracting, "quests_of", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(IngestInterruptedError):
            ingest(tmp_path / "d", [tmp_path / "in"], ONE, stages=newer)
    with Dossier.open(tmp_path / "d") as store:
        assert store.is_extracted()
        assert len(store.extraction.pending()) == 3
    told: list[Progress] = []
    ingest(tmp_path / "d", [tmp_path / "in"], ONE, told.append, stages=newer)
    assert ("extract", 3, 3) in {(one.step, one.done, one.total) for one in told}


@pytest.mark.parametrize("save", [1, 2, 3])
def test_killed_between_two_saves_and_resumed_it_is_the_same(
    save: int, release: Path, whole: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extracting, "_SAVED_AT_ONCE", 40)
    child = os.fork()
    if child == 0:
        from draad.dossier.extraction import Extraction

        times, real = [0], Extraction.save

        def save_and_die(self: Extraction, *given: object) -> None:
            real(self, *given)  # type: ignore[arg-type]
            times[0] += 1
            if times[0] == save:
                os.kill(os.getpid(), signal.SIGKILL)

        Extraction.save = save_and_die  # type: ignore[method-assign,assignment]
        ingest(tmp_path / "d", [release], ONE, stages=STAGES)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    with Dossier.open(tmp_path / "d") as store:
        assert store.extraction.reached == 0
        assert store.items()
    ingest(tmp_path / "d", [release], TWO, stages=STAGES)
    assert dumped(tmp_path / "d") == whole


def test_a_conversation_that_can_not_be_tied_keeps_its_items(tmp_path: Path) -> None:
    def broken(messages: Sequence[TieMessage]) -> list[Tie]:
        raise ValueError(f"{len(messages)} messages")

    def fatal(messages: Sequence[TieMessage]) -> list[Tie]:
        os.kill(os.getpid(), signal.SIGKILL)
        return []

    write_mails(tmp_path / "in", 3)
    for ties, told in ((broken, "ValueError: 1 messages"), (fatal, "it ended its process (SIGKILL)")):
        outcome = ingest(tmp_path / told, [tmp_path / "in"], TWO, stages=replace(STAGES, ties=ties))
        assert outcome.items == 3
        with Dossier.open(tmp_path / told) as store:
            warnings = [text for document in store.documents() for text in document.warnings]
        assert warnings == [f"items could not be sought: ties of its conversation, {told}"] * 3


# ── people at work meanwhile ────────────────────────────────────────────────────────────────────────────────

CHILD = """
import sys
sys.path.insert(0, {tests!r})
from extract_pile import with_finder
from draad.run import IngestOptions, ingest
ingest(sys.argv[1], [sys.argv[2]], IngestOptions(jobs=2), stages=with_finder())
"""


def test_an_item_is_edited_while_another_process_ingests(release: Path, tmp_path: Path) -> None:
    files = sorted(release.iterdir())
    ingest(tmp_path / "d", files[:20], ONE, stages=STAGES)
    code = CHILD.format(tests=str(Path(__file__).parent))
    child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "d"), str(release)])
    with Dossier.open(tmp_path / "d") as store:
        touched = {}
        for n, item in enumerate(store.items(limit=60)):
            changes = {"status": ("open", "rejected")[n % 2], "note": f"notitie {n}"}
            touched[item.id] = store.change_item(item.id, 0, changes, who="an", what="edit", at=AT)
        edited_meanwhile = child.poll() is None
        assert child.wait() == 0
        assert edited_meanwhile
        for identifier, item in touched.items():
            now = store.item(identifier)
            assert (now.status, now.note, now.version, now.text) == (item.status, item.note, 1, item.text)
            assert set(item.places) <= set(now.places)
        places = [(place.document, place.span, item.kind) for item in store.items(places=True) for place in item.places]
        assert len(places) == len(set(places))


def test_two_people_who_change_one_item_at_once_both_know_where_they_stand(release: Path, tmp_path: Path) -> None:
    ingest(tmp_path / "d", sorted(release.iterdir())[:5], ONE, stages=STAGES)
    with Dossier.open(tmp_path / "d") as store:
        (item,) = store.items(limit=1)
    outcomes: list[str] = []

    def edit(who: str) -> None:
        with Dossier.open(tmp_path / "d") as store:
            try:
                store.change_item(item.id, 0, {"note": who}, who=who, what="edit", at=AT)
                outcomes.append(who)
            except ConflictError as error:
                outcomes.append(error.message)

    people = [threading.Thread(target=edit, args=(who,)) for who in ("an", "bo", "cor")]
    for person in people:
        person.start()
    for person in people:
        person.join()
    with Dossier.open(tmp_path / "d") as store:
        winner = store.item(item.id).note
        assert [change.who for change in store.item_changes(item.id)] == [winner]
    assert sorted(outcome == winner for outcome in outcomes) == [False, False, True]
    assert all(f"{winner}, {AT[:16].replace('T', ' ')} UTC" in outcome for outcome in outcomes if outcome != winner)


# ── documents that are no mail ──────────────────────────────────────────────────────────────────────────────

REPORT = """\
Verslag overleg stalling

Datum: 15 februari 2021
Aanwezig: {who}, Beheer (5.1.2e), Verkeer (5.1.2e)

1. Opening
Kan de stalling in mei worden geopend?

2. Rondvraag
Wie zorgt er dan voor de sleutels van het hek?
Kan de stalling in mei worden geopend?
"""


def test_two_prints_of_one_report_share_their_items(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT.format(who="5.1.2e"))
    (tmp_path / "b.txt").write_text("\n" + REPORT.format(who="(10)(2e)"))
    for name, order in (("1", "ab"), ("2", "ba")):
        for one in order:
            ingest(tmp_path / name, [tmp_path / f"{one}.txt"], ONE, stages=STAGES)
    assert dumped(tmp_path / "1") == dumped(tmp_path / "2")
    with Dossier.open(tmp_path / "1") as store:
        assert [document.kind for document in store.documents()] == ["report", "report"]
        items = store.items(ItemFilter(kinds=["question"]), places=True)
    assert [len(item.places) for item in items] == [2, 2, 2]
    assert len({item.text for item in items}) == 2


def _letter(text: str, report: Report | None = None) -> Split:
    document = Document("ab" * 32, 0, "brief", "brief.txt", "text", text)
    at = text.find("[5.1.2e]")
    marks = (Mark((at, at + 8), "redacted"),) if at >= 0 else ()
    return Split(document, "report" if report else "letter", (), ((0, len(text)),), marks, report)


def test_documents_are_alike_by_meeting_or_by_all_their_words() -> None:
    held, other = Report("Overleg  VNG", "2021-02-15"), Report("overleg vng", "2021-03-15")
    assert likeness(_letter("a", held)) == likeness(_letter("b", replace(held, title="Overleg vng")))
    assert likeness(_letter("a", held)) != likeness(_letter("a", other))
    assert likeness(_letter("Geachte [5.1.2e], dank.")) == likeness(_letter("geachte ,\ndank"))
    assert likeness(_letter("Geachte heer, dank.")) != likeness(_letter("Geachte heer, graag."))
    undated = Report("Verslag", None)
    assert likeness(_letter("Eerste.", undated)) != likeness(_letter("Tweede.", undated))


def test_the_finder_of_these_tests_finds_something() -> None:
    text = "Kan de stalling open? Ja.\nDe stalling gaat open zodra het hek geplaatst is.\n"
    assert [item.kind for item in simple(_letter(text))] == ["question", "signal"]
