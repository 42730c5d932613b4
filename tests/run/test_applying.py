"""From decisions to files: whole or not at all, the same each time, and never a word that was to go."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from draad.dossier import Dossier
from draad.dossier.redactions import NewRedaction, RedactionFilter
from draad.errors import DamagedFileError, DiskError, EncryptedFileError, LayoutChangedError, UndecidedError, UsageError
from draad.records import Proposal
from draad.run import IngestOptions, applying, ingest
from draad.run.applying import ApplyOptions, LeaksError, apply, manifest_of, released_files
from planted_files import SECRET, holds, pdf, text_of

ONE = ApplyOptions(jobs=1)
AGAIN = ApplyOptions(jobs=1, force=True)
HEAD = ["Van: Piet", "Verzonden: maandag 16 maart 2020 17:00"]
MAIL = [*HEAD, f"Aan: {SECRET}", "Onderwerp: Zaak", "", "Beste collega, tot morgen.", "Groet"]


def mail(attached: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = f"{SECRET} <z@voorbeeld.nl>", "piet@voorbeeld.nl"
    message["Subject"], message["Date"] = "Zaak", "Tue, 17 Mar 2020 17:00:00 +0100"
    message.set_content(f"Beste,\n\n{SECRET} belde.\n")
    message.add_attachment(attached, maintype="application", subtype="pdf", filename="bijlage.pdf")
    return message.as_bytes()


def make(folder: Path, **files: bytes) -> Path:
    source, place = folder / "in", folder / "dossier"
    source.mkdir()
    for name, data in files.items():
        (source / name.replace("_", ".")).write_bytes(data)
    ingest(place, [source], IngestOptions(jobs=1))
    return place


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier of a PDF, a text and a mail with a PDF attached, a name accepted wherever it stands."""
    nota = f"Nota\r\nvan {SECRET}, café\r\n".encode("cp1252")
    folder = tmp_path_factory.mktemp("ingested")
    made = make(folder, brief_pdf=pdf(MAIL), nota_txt=nota, post_eml=mail(pdf([f"Bijlage van {SECRET}"])))
    with Dossier.open(made) as dossier:
        accept(dossier, SECRET)
    return folder


@pytest.fixture
def place(ingested: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    shutil.copytree(ingested, tmp_path, dirs_exist_ok=True)
    return tmp_path / "dossier"


def accept(dossier: Dossier, word: str) -> list[int]:
    made = []
    for view in dossier.documents():
        text, at = dossier.text(view.id), -1
        while (at := text.find(word, at + 1)) >= 0:
            made += dossier.add_redaction(NewRedaction(view.id, (at, at + len(word))), who="Anna", reach="place")
    return made


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def shown(data: bytes) -> str:
    return text_of(data) if data.startswith(b"%PDF") else data.decode("cp1252")


def test_what_was_accepted_is_in_none_of_the_files(place: Path, tmp_path: Path) -> None:
    with Dossier.open(place) as dossier:
        done = apply(dossier, tmp_path / "uit", ONE)
    made = files_in(tmp_path / "uit")
    assert sorted(Path(name).suffix for name in made) == [".pdf", ".pdf", ".pdf", ".txt"]
    assert all("5.1.2.e" in shown(data) for data in made.values())
    assert not any(holds(data) if data.startswith(b"%PDF") else SECRET.encode() in data for data in made.values())
    assert sum(one.removed for one in done.files) == 5
    assert made["4.txt"] == "Nota\r\nvan [5.1.2.e], café\r\n".encode("cp1252")


def test_an_attached_pdf_keeps_its_form(place: Path, tmp_path: Path) -> None:
    with Dossier.open(place) as dossier:
        attached = next(view for view in dossier.documents() if view.attached_to)
        done = apply(dossier, tmp_path / "uit", ONE)
    made = next(one for one in done.files if one.documents == (attached.id,))
    assert "made-from-text" not in {note.key for note in made.notes}
    assert "Bijlage van" in text_of((tmp_path / "uit" / made.name).read_bytes())


def test_originals_stay_and_nothing_else_is_left_beside_the_folder(place: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in (place / "originals").rglob("*") if path.is_file()}
    with Dossier.open(place) as dossier:
        apply(dossier, tmp_path / "uit", ONE)
    assert {path: path.read_bytes() for path in (place / "originals").rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dossier", "in", "uit", "uit.manifest.json"]


def test_two_runs_with_any_number_of_processes_give_the_same_bytes(place: Path, tmp_path: Path) -> None:
    with Dossier.open(place) as dossier:
        apply(dossier, tmp_path / "een", ONE)
        apply(dossier, tmp_path / "twee", ApplyOptions(jobs=2))
    assert files_in(tmp_path / "een") == files_in(tmp_path / "twee")


def test_the_manifest_names_sources_and_no_withheld_word(place: Path, tmp_path: Path) -> None:
    with Dossier.open(place) as dossier:
        apply(dossier, tmp_path / "uit", ONE)
    told = manifest_of(tmp_path / "uit").read_text()
    assert SECRET not in told
    assert {one["documents"][0]["name"] for one in json.loads(told)["files"]} >= {"brief", "nota", "post"}


def test_withdrawn_acceptance_gives_the_text_back(place: Path, tmp_path: Path) -> None:
    with Dossier.open(place) as dossier:
        apply(dossier, tmp_path / "uit", ONE)
        views = dossier.redactions(RedactionFilter(statuses=("accepted",)))
        dossier.decide([(one.id, one.version, {"status": "rejected"}) for one in views], who="Anna", reach="place")
        apply(dossier, tmp_path / "uit", AGAIN)
    assert all(SECRET in shown(data) for data in files_in(tmp_path / "uit").values())


def test_documents_that_are_not_public_are_not_written(place: Path, tmp_path: Path) -> None:
    with Dossier.open(place) as dossier:
        names = {view.name: view.id for view in dossier.documents()}
        dossier.judge(names["brief"], {"judgement": "withheld"}, who="Anna")
        dossier.judge(names["nota"], {"suspended": True}, who="Anna")
        dossier.judge(names["post"], {"judgement": "already", "link": "https://voorbeeld.nl"}, who="Anna")
        done = apply(dossier, tmp_path / "uit", ONE)
    assert len(done.files) == 1
    assert done.left_out == {"already": 1, "suspended": 1, "withheld": 1}
    assert len(files_in(tmp_path / "uit")) == 1


def test_numbers_given_by_officers_name_the_files(place: Path, tmp_path: Path) -> None:
    with Dossier.open(place) as dossier:
        nota = next(view.id for view in dossier.documents() if view.name == "nota")
        dossier.judge(nota, {"number": "12a"}, who="Anna")
        apply(dossier, tmp_path / "uit", ONE)
    assert "12a.txt" in files_in(tmp_path / "uit")


@pytest.mark.parametrize("numbers", [("1-2", "12"), ("7a", "7A"), ("-", "3")])
def test_numbers_that_make_one_file_name_stop_it(place: Path, tmp_path: Path, numbers: tuple[str, str]) -> None:
    with Dossier.open(place) as dossier:
        for name, number in zip(("brief", "nota"), numbers, strict=True):
            dossier.judge(name, {"number": number}, who="Anna")
        with pytest.raises(UsageError):
            apply(dossier, tmp_path / "uit", ONE)
    assert not (tmp_path / "uit").exists()


def test_a_drawn_box_is_applied(place: Path, tmp_path: Path) -> None:
    with Dossier.open(place) as dossier:
        brief = next(view.id for view in dossier.documents() if view.name == "brief")
        box = NewRedaction(brief, None, 1, (50.0, 40.0, 300.0, 66.0), kind="box", ground="woo 5.1.1.c")
        dossier.add_redaction(box, who="Anna", reach="place")
        done = apply(dossier, tmp_path / "uit", ONE)
    made = next(one for one in done.files if brief in one.documents)
    text = text_of((tmp_path / "uit" / made.name).read_bytes())
    assert "Van: Piet" not in text
    assert "5.1.1.c" in text


def test_pseudonyms_stand_in_the_boxes_where_the_release_wants_them(place: Path, tmp_path: Path) -> None:
    with Dossier.open(place) as dossier:
        views = dossier.redactions(RedactionFilter(statuses=("accepted",)))
        brief = next(view.document for view in views if view.document_name == "brief")
        at = dossier.text(brief).index("collega")
        proposal = Proposal((at, at + 7), "person", "woo 5.1.2.e", 0.9, value="collega")
        dossier.put_proposals({brief: [proposal]})
        (own,) = dossier.redactions(RedactionFilter(statuses=("proposed",)))
        dossier.decide([(own.id, own.version, {"status": "accepted"})], who="Anna", reach="place")
        dossier.set_release_settings({"pseudonyms": True}, who="Anna")
        apply(dossier, tmp_path / "een", ONE)
        apply(dossier, tmp_path / "twee", ONE)
    assert "medewerker 1" in text_of(files_in(tmp_path / "een")["1.pdf"])
    assert files_in(tmp_path / "een") == files_in(tmp_path / "twee")


def test_a_pseudonym_does_not_tell_that_one_name_is_a_piece_of_another(tmp_path: Path) -> None:
    place = make(tmp_path, nota_txt=b"Nota van Tjitske Merel en Merel.\n")
    with Dossier.open(place) as dossier:
        (view,) = dossier.documents()
        for span in ((9, 22), (17, 22), (26, 31)):
            dossier.add_redaction(NewRedaction(view.id, span, kind="person"), who="Anna", reach="place")
        dossier.set_release_settings({"pseudonyms": True}, who="Anna")
        apply(dossier, tmp_path / "uit", ONE)
    (data,) = files_in(tmp_path / "uit").values()
    labels = re.fullmatch(r"Nota van \[(medewerker \d)\] en \[(medewerker \d)\]\.\n", data.decode())
    assert labels is not None
    assert labels[1] != labels[2]


# ── bundles ─────────────────────────────────────────────────────────────────────────────────────────────────


def bundle(tmp_path: Path, *pages: list[str]) -> Path:
    return make(tmp_path, bundel_pdf=pdf(*pages))


def head(day: int, to: str) -> list[str]:
    return ["From: Jan", f"Sent: Mon 3/{day}/2020 4:09:30 PM", f"To: {to}", f"Subject: Zaak {day}", ""]


def test_of_a_bundle_only_the_pages_of_released_documents_are_given_out(tmp_path: Path) -> None:
    place = bundle(
        tmp_path, *([*head(day, name), f"tekst {day}"] for day, name in ((2, "Piet"), (9, SECRET), (16, "Bo")))
    )
    with Dossier.open(place) as dossier:
        views = sorted(dossier.documents(), key=lambda view: view.part)
        assert len(views) == 3
        dossier.judge(views[1].id, {"judgement": "withheld"}, who="Anna")
        apply(dossier, tmp_path / "uit", ONE)
    made = files_in(tmp_path / "uit")
    assert len(made) == 2
    assert not any(holds(data) for data in made.values())


def test_documents_that_share_a_page_share_a_file_and_what_is_not_public_on_it_goes(tmp_path: Path) -> None:
    first = [*head(2, "Piet"), "tekst 2"]
    other = ["From: Kees", "Sent: Mon 3/9/2020 4:09:30 PM", "To: Bo", "Subject: Begroting", ""]
    second = [*other, "geheim stuk", *(f"Regel {n} van {SECRET} die geheim is" for n in range(3))]
    place = bundle(tmp_path, [*first, "", "", "", *second])
    with Dossier.open(place) as dossier:
        views = sorted(dossier.documents(), key=lambda view: view.part)
        assert len(views) == 2
        apply(dossier, tmp_path / "samen", ONE)
        assert len(files_in(tmp_path / "samen")) == 1
        dossier.judge(views[1].id, {"judgement": "withheld"}, who="Anna")
        apply(dossier, tmp_path / "een", ONE)
    (made,) = files_in(tmp_path / "een").values()
    assert not holds(made)
    assert "tekst 2" in text_of(made)
    assert "geheim" not in text_of(made)


# ── what stops a release ────────────────────────────────────────────────────────────────────────────────────


def test_open_proposals_stop_it_until_somebody_says_so(place: Path, tmp_path: Path) -> None:
    with Dossier.open(place) as dossier:
        nota = next(view.id for view in dossier.documents() if view.name == "nota")
        dossier.put_proposals({nota: [Proposal((0, 4), "person", "woo 5.1.2.e", 0.9)]})
        with pytest.raises(UndecidedError):
            apply(dossier, tmp_path / "uit", ONE)
        apply(dossier, tmp_path / "uit", ApplyOptions(jobs=1, despite_open=True))
    assert b"Nota" in files_in(tmp_path / "uit")["4.txt"]


def test_a_second_look_that_is_needed_and_missing_stops_it(place: Path, tmp_path: Path) -> None:
    with Dossier.open(place) as dossier:
        dossier.set_release_settings({"second_needed": True}, who="Anna")
        with pytest.raises(UndecidedError):
            apply(dossier, tmp_path / "uit", ONE)
        decided = dossier.redactions(RedactionFilter(statuses=("accepted",)))
        dossier.second_look([one.id for one in decided], who="Bert")
        apply(dossier, tmp_path / "uit", ONE)
    assert files_in(tmp_path / "uit")


def test_a_leak_stops_all_with_its_place_and_nothing_is_left(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from draad.release import making
    from draad.release.audit.records import finding

    def audit(_data: bytes, name: str, _options: object) -> list[object]:
        return [finding("under-box", "leak", page=1)] if name == "1.pdf" else []

    monkeypatch.setattr(making, "audit", audit)
    with Dossier.open(place) as dossier, pytest.raises(LeaksError) as raised:
        apply(dossier, tmp_path / "uit", ONE)
    assert [(name, one.page) for name, one in raised.value.found] == [("1.pdf", 1)]
    assert raised.value.exit_code == 10
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dossier", "in"]


def test_a_folder_of_somebody_else_is_never_replaced(place: Path, tmp_path: Path) -> None:
    (tmp_path / "uit").mkdir()
    (tmp_path / "uit" / "foto.jpg").write_bytes(b"x")
    with Dossier.open(place) as dossier:
        for options in (ONE, AGAIN):
            with pytest.raises(UsageError):
                apply(dossier, tmp_path / "uit", options)
        apply(dossier, tmp_path / "ander", ONE)
        with pytest.raises(UsageError):
            apply(dossier, tmp_path / "ander", ONE)
    assert files_in(tmp_path / "uit") == {"foto.jpg": b"x"}


def test_a_source_that_is_encrypted_is_an_error_that_names_it(tmp_path: Path) -> None:
    from draad.read import ReadOptions

    source = tmp_path / "in"
    source.mkdir()
    (source / "dicht.pdf").write_bytes(pdf(MAIL, password="geheim"))
    options = IngestOptions(jobs=1, read=ReadOptions(passwords=("geheim",)))
    ingest(tmp_path / "dossier", [source], options)
    with Dossier.open(tmp_path / "dossier") as dossier:
        accept(dossier, SECRET)
        with pytest.raises(EncryptedFileError, match=r"dicht\.pdf"):
            apply(dossier, tmp_path / "uit", ONE)
        apply(dossier, tmp_path / "uit", ApplyOptions(jobs=1, passwords=("geheim",)))
    assert not any(holds(data) for data in files_in(tmp_path / "uit").values())


def test_an_original_that_changed_under_the_dossier_is_an_error(place: Path, tmp_path: Path) -> None:
    with Dossier.open(place) as dossier:
        brief = next(view for view in dossier.documents() if view.name == "brief")
        original = dossier.original(brief.source)
        original.chmod(0o644)
        original.write_bytes(pdf([line.replace("collega", "vriend") for line in MAIL]))
        with pytest.raises(LayoutChangedError):
            apply(dossier, tmp_path / "uit", ONE)
    assert not (tmp_path / "uit").exists()


# ── accidents ───────────────────────────────────────────────────────────────────────────────────────────────


def dies(where: str) -> None:
    """Makes this process kill itself at a step of the work, as a power cut would."""
    from draad.release import making
    from draad.run import applying as work

    def die(*_args: object, **_options: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    kept, rename = making._kept, Path.rename
    if where == "before":
        work.tasks = die  # type: ignore[assignment]
    elif where == "written":
        making._kept = lambda *args: (kept(*args), die())  # type: ignore[assignment, return-value]
    elif where == "whole":
        work._synced = die  # type: ignore[assignment]
    elif where == "between":
        Path.rename = lambda self, target: (rename(self, target), die())  # type: ignore[assignment, method-assign]
    else:
        work.shutil.rmtree = die  # type: ignore[assignment]


@pytest.mark.parametrize("where", ["before", "written", "whole", "between", "after"])
def test_killed_while_writing_no_half_package_stands_there(place: Path, tmp_path: Path, where: str) -> None:
    out = tmp_path / "uit"
    with Dossier.open(place) as dossier:
        apply(dossier, out, ONE)
    whole = files_in(out)
    child = os.fork()
    if child == 0:
        with Dossier.open(place) as dossier:
            dies(where)
            apply(dossier, out, AGAIN)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert not out.exists() or files_in(out) == whole
    with Dossier.open(place) as dossier:
        apply(dossier, out, AGAIN)
    assert files_in(out) == whole
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dossier", "in", "uit", "uit.manifest.json"]


def test_while_it_is_made_and_in_the_manifest_nobody_else_reads(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from draad.release import making

    seen, kept = [], making._kept

    def looking(*args: Any) -> making.Made:
        seen.append(args[-1].stat().st_mode & 0o777)
        return kept(*args)

    monkeypatch.setattr(making, "_kept", looking)
    out, half = tmp_path / "uit", tmp_path / ".draad-uit.manifest.json-999999999"
    half.touch()
    with Dossier.open(place) as dossier:
        apply(dossier, out, ONE)
    assert not half.exists()  # of a run that was killed
    assert set(seen) == {0o700}  # what is not audited yet may still hold what was to go
    assert out.stat().st_mode == tmp_path.joinpath("in").stat().st_mode
    assert manifest_of(out).stat().st_mode & 0o777 == 0o600


def test_a_file_that_ends_its_process_is_named_and_nothing_stands(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = os.getpid()

    def killing(*_: Any) -> None:
        assert os.getpid() != own
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(applying, "make", killing)
    with Dossier.open(place) as dossier, pytest.raises(DamagedFileError, match=r"the process was ended.*SIGKILL"):
        apply(dossier, tmp_path / "uit", ApplyOptions(jobs=2))
    assert not (tmp_path / "uit").exists()


def test_a_full_disk_leaves_nothing(place: Path, tmp_path: Path) -> None:
    """A limit on the size of files fails a write as a full disk does."""
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        code = 1
        try:
            with Dossier.open(place) as dossier:
                apply(dossier, tmp_path / "uit", ONE)
        except DiskError:
            code = 42
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 42
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dossier", "in"]


def test_publish_gets_the_files_in_a_folder_of_its_own(place: Path, tmp_path: Path) -> None:
    with Dossier.open(place) as dossier:
        documents = [view.id for view in dossier.documents()]
        made = released_files(dossier, documents, tmp_path, ONE)
    assert {one for released in made for one in released.documents} == set(documents)
    assert all(released.path.is_file() for released in made)


def test_redactions_of_the_source_that_were_only_drawn_are_made_for_real(tmp_path: Path) -> None:
    from planted_files import changed

    def bar(one: object) -> None:
        one.pages[0].contents_add(b"0 g 80 745 120 16 re f")  # type: ignore[attr-defined]

    place = make(tmp_path, brief_pdf=changed(pdf(MAIL), bar))
    with Dossier.open(place) as dossier:
        (view,) = dossier.documents()
        assert SECRET not in dossier.text(view.id)
        apply(dossier, tmp_path / "uit", ONE)
    (made,) = files_in(tmp_path / "uit").values()
    assert not holds(made)
    assert "gelakt" in text_of(made)


def test_text_that_the_source_hid_beside_the_page_makes_it_an_image(tmp_path: Path) -> None:
    from planted_files import changed

    def beside(one: object) -> None:
        one.pages[0].contents_add(f"BT /F1 11 Tf 900 700 Td ({SECRET}) Tj ET".encode())  # type: ignore[attr-defined]

    place = make(tmp_path, brief_pdf=changed(pdf(["Openbaar stuk"]), beside))
    with Dossier.open(place) as dossier:
        done = apply(dossier, tmp_path / "uit", ONE)
    (made,) = files_in(tmp_path / "uit").values()
    assert done.files[0].rastered == (1,)
    assert not holds(made)
    assert "Openbaar" in text_of(made)
