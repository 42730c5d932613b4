"""Pseudonyms of a dossier: the same everywhere, kept once printed, and never telling what is hidden now."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pseudonym_pile import PEOPLE

from draad.dossier import Dossier
from draad.dossier.redactions import NewRedaction, RedactionFilter
from draad.errors import PseudonymError, UsageError
from draad.records import Proposal, stable_id
from draad.release.pseudonyms.drawing import draw, draw_again, plan, set_unit
from draad.release.pseudonyms.labels import are_labels, noun, unit_of
from draad.release.publish.checks import checks
from draad.run import IngestOptions, ingest
from draad.run.applying import ApplyOptions, apply
from planted_files import pdf, text_of

ONE = ApplyOptions(jobs=1, force=True)
WIEBE, TJITSKE, OEDS, SJOUKJE = PEOPLE[:4]
LABEL = re.compile(r"medewerker (?:[A-Z]+ )?\d+")


def mail(day: int, sender: str, to: str, *body: str) -> list[str]:
    head = [f"Van: {sender}", f"Verzonden: maandag {day} maart 2020 17:00", f"Aan: {to}", f"Onderwerp: Zaak {day}"]
    return [*head, "", "Beste collega,", "", *body, "", "Groet"]


PILE = {
    "een": mail(2, f"{WIEBE} - DMO", f"{SJOUKJE}", "De sloot is gebaggerd."),
    "twee": mail(9, f"{TJITSKE} - DMO", f"{WIEBE}", f"Vraag het {OEDS} even."),
    "drie": mail(16, f"{OEDS} - DMO", f"{TJITSKE}", "Het hek staat."),
}


def propose(dossier: Dossier) -> None:
    """Every name accepted wherever it stands."""
    for view in dossier.documents():
        text = dossier.text(view.id)
        found = re.finditer("|".join(PEOPLE), text)
        dossier.put_proposals(
            {view.id: [Proposal(one.span(), "person", "woo 5.1.2.e", 0.9, value=one[0]) for one in found]}
        )
    waiting = dossier.redactions(RedactionFilter(statuses=("proposed",)))
    dossier.decide([(one.id, one.version, {"status": "accepted"}) for one in waiting], who="Anna", reach="place")


def make(folder: Path, **files: bytes) -> Path:
    source, place = folder / "in", folder / "dossier"
    source.mkdir(exist_ok=True)
    for name, data in files.items():
        (source / name.replace("_", ".")).write_bytes(data)
    ingest(place, [source], IngestOptions(jobs=1))
    return place


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pseudonyms")
    files = {f"{name}_txt": "\n".join(lines).encode() for name, lines in PILE.items()}
    with Dossier.open(make(folder, **files)) as dossier:
        propose(dossier)
        dossier.set_release_settings({"pseudonyms": True, "directorates": True}, who="Anna")
    return folder


@pytest.fixture
def dossier(ready: Path, tmp_path: Path) -> Iterator[Dossier]:
    shutil.copytree(ready, tmp_path, dirs_exist_ok=True)
    with Dossier.open(tmp_path / "dossier") as opened:
        yield opened


def number(name: str) -> int:
    return stable_id("value", "person", name)


def labels(dossier: Dossier) -> dict[str, str]:
    drawn = draw(dossier)
    return {name: drawn[number(name)] for name in PEOPLE[:4]}


def hide(dossier: Dossier, document: str, words: str) -> list[int]:
    text = dossier.text(document)
    at = text.index(words)
    new = NewRedaction(dossier.resolve(document, "document"), (at, at + len(words)))
    return dossier.add_redaction(new, who="Anna", reach="place")


def released(dossier: Dossier, out: Path) -> str:
    apply(dossier, out, ONE)
    return "\n".join(
        text_of(path.read_bytes()) if path.suffix == ".pdf" else path.read_text() for path in sorted(out.iterdir())
    )


def test_who_is_shown_with_a_directorate_bears_it_and_others_don_t(dossier: Dossier) -> None:
    made = labels(dossier)
    assert {made[name] for name in PEOPLE[:3]} == {"medewerker DMO 1", "medewerker DMO 2", "medewerker DMO 3"}
    assert made[SJOUKJE] == "medewerker 1"


def test_switched_off_nobody_bears_one(dossier: Dossier) -> None:
    dossier.set_release_settings({"directorates": False}, who="Anna")
    assert {unit_of(label) for label in labels(dossier).values()} == {""}
    dossier.set_release_settings({"pseudonyms": False}, who="Anna")
    assert draw(dossier) == {}


def test_the_same_person_has_the_same_label_in_every_file(dossier: Dossier, tmp_path: Path) -> None:
    text = released(dossier, tmp_path / "uit")
    made = labels(dossier)
    assert text.count(f"[{made[WIEBE]}]") == 2
    assert text.count(f"[{made[OEDS]}]") == 2
    assert f"[{made[WIEBE]}] - DMO" in text
    assert set(LABEL.findall(text)) == set(made.values())
    assert not any(name in text for name in PEOPLE)


def test_a_document_that_comes_later_changes_no_label(dossier: Dossier, tmp_path: Path) -> None:
    before = labels(dossier)
    later = mail(23, f"{SJOUKJE} - DMO", f"{WIEBE} - WJZ", "Nog iets.")
    make(tmp_path, vier_txt="\n".join(later).encode())
    propose(dossier)
    assert labels(dossier) == before


def test_what_was_printed_stays_when_a_document_comes_later(dossier: Dossier, tmp_path: Path) -> None:
    released(dossier, tmp_path / "uit")
    before = labels(dossier)
    make(tmp_path, vier_txt="\n".join(mail(23, "x", f"{WIEBE} - WJZ", "Nog iets.")).encode())
    propose(dossier)
    assert labels(dossier) == before


def test_hidden_before_anything_was_made_it_goes_quietly(dossier: Dossier) -> None:
    labels(dossier)
    hide(dossier, "een", "DMO")
    made = labels(dossier)
    assert {unit_of(made[name]) for name in PEOPLE[:3]} == {""}  # two are too few
    dossier.set_release_settings({"directorate_least": 2}, who="Anna")
    draw_again(dossier, "Anna")
    assert [unit_of(labels(dossier)[name]) for name in PEOPLE[:3]] == ["", "DMO", "DMO"]


def test_hidden_after_it_was_printed_nothing_is_made_until_somebody_decides(dossier: Dossier, tmp_path: Path) -> None:
    released(dossier, tmp_path / "uit")
    label = labels(dossier)[WIEBE]
    (hidden,) = hide(dossier, "een", "DMO")
    assert plan(dossier).telling == [label]
    assert [one.values["labels"] for one in checks(dossier) if one.key == "pseudonym"] == [label]
    with pytest.raises(PseudonymError) as caught:
        apply(dossier, tmp_path / "weer", ONE)
    assert label in str(caught.value)
    assert not (tmp_path / "weer").exists()
    set_unit(dossier, number(WIEBE), "", "Anna")
    text = released(dossier, tmp_path / "weer")
    assert label not in text
    assert unit_of(labels(dossier)[WIEBE]) == ""
    view = dossier.redaction(f"{hidden:016x}")
    dossier.decide([(hidden, view.version, {"status": "rejected"})], who="Anna", reach="place")
    set_unit(dossier, number(WIEBE), None, "Anna")
    assert labels(dossier)[WIEBE] != label  # it was given out once, and is nobody's now


def test_shown_again_the_printed_label_holds(dossier: Dossier, tmp_path: Path) -> None:
    before = released(dossier, tmp_path / "uit")
    (hidden,) = hide(dossier, "een", "DMO")
    view = dossier.redaction(f"{hidden:016x}")
    dossier.decide([(hidden, view.version, {"status": "rejected"})], who="Anna", reach="place")
    assert released(dossier, tmp_path / "uit") == before


def test_a_document_that_is_kept_back_shows_nothing(dossier: Dossier) -> None:
    dossier.judge("een", {"judgement": "withheld"}, who="Anna")
    assert {one.choice.why for one in plan(dossier).persons if one.names == (WIEBE,)} == {"unseen"}


def test_an_officer_chooses_among_what_is_shown_and_takes_away(dossier: Dossier) -> None:
    with pytest.raises(UsageError, match="WJZ"):
        set_unit(dossier, number(WIEBE), "WJZ", "Anna")
    with pytest.raises(UsageError):
        set_unit(dossier, 1, "DMO", "Anna")
    set_unit(dossier, number(SJOUKJE), "DMO", "Anna")
    assert unit_of(labels(dossier)[SJOUKJE]) == "DMO"
    set_unit(dossier, number(SJOUKJE), "", "Anna")
    assert unit_of(labels(dossier)[SJOUKJE]) == ""


def test_a_printed_pseudonym_can_only_lose_its_directorate(dossier: Dossier, tmp_path: Path) -> None:
    released(dossier, tmp_path / "uit")
    with pytest.raises(UsageError, match="medewerker 1"):
        set_unit(dossier, number(SJOUKJE), "DMO", "Anna")
    draw_again(dossier, "Anna")
    assert labels(dossier)[SJOUKJE] == "medewerker 1"
    draw_again(dossier, "Anna", printed=True)
    assert labels(dossier)[SJOUKJE] != "medewerker 1"


def test_a_box_on_the_line_hides_it(tmp_path: Path) -> None:
    place = make(tmp_path, **{f"{name}_pdf": pdf(lines) for name, lines in PILE.items()})
    with Dossier.open(place) as dossier:
        propose(dossier)
        dossier.set_release_settings({"pseudonyms": True, "directorates": True, "directorate_least": 2}, who="Anna")
        assert [unit_of(labels(dossier)[name]) for name in PEOPLE[:3]] == ["DMO"] * 3
        view = next(one for one in dossier.documents() if one.name == "een")
        box = dossier.boxes(view.id)[0]
        assert box is not None
        new = NewRedaction(view.id, page=1, box=(box.x1 - 25, box.y0, box.x1, box.y1), kind="box")
        dossier.add_redaction(new, who="Anna", reach="place")
        assert [unit_of(labels(dossier)[name]) for name in PEOPLE[:3]] == ["", "DMO", "DMO"]


def test_the_label_is_printed_in_boxes_of_one_width(tmp_path: Path) -> None:
    place = make(tmp_path, **{f"{name}_pdf": pdf(lines) for name, lines in PILE.items()})
    with Dossier.open(place) as dossier:
        propose(dossier)
        dossier.set_release_settings({"pseudonyms": True, "directorates": True}, who="Anna")
        text = released(dossier, tmp_path / "uit")
        made = labels(dossier)
    assert all(label in text for label in made.values())
    assert not any(name in text for name in PEOPLE)


def test_a_directorate_whose_number_could_be_printed_nowhere_beside_it_goes(
    dossier: Dossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the box beside the directorate is too small for more than the article."""
    from draad.run import applying

    real = applying.make

    def small(task: object, folder: Path) -> object:
        made = real(task, folder)  # type: ignore[arg-type]
        return [one._replace(labels=frozenset(x for x in one.labels if "DMO" not in x[1])) for one in made]

    monkeypatch.setattr(applying, "make", small)
    text = released(dossier, tmp_path / "uit")
    assert "medewerker DMO" not in text
    assert len(set(LABEL.findall(text))) == 4


def test_nothing_but_the_label_itself_stands_in_what_is_made(dossier: Dossier, tmp_path: Path) -> None:
    text = released(dossier, tmp_path / "uit")
    manifest = (tmp_path / "uit.manifest.json").read_text()
    for name in PEOPLE[:4]:
        for told in (name, f"{number(name):016x}", str(number(name))):
            assert told not in text
            assert told not in manifest
    assert "medewerker" not in manifest
    assert noun() == "medewerker"


def test_pseudonyms_alone_are_no_words_that_tell() -> None:
    for words in ("medewerker 3", "medewerker MO 12.", "medewerker 3; medewerker DCo 4", "[medewerker 3]"):
        assert are_labels(words)
    for words in ("medewerker", "medewerker 3 Jansen", "medewerker van Dijk", "Jansen medewerker 3", ""):
        assert not are_labels(words)


def test_a_box_too_small_for_its_pseudonym_is_no_difference_between_copies(tmp_path: Path) -> None:
    from draad.release.audit.across_dossier import findings

    place = make(
        tmp_path,
        een_txt="\n".join(mail(2, "Post", "x@voorbeeld.nl", "Graag hoort medewerker DMO 3 dat voor vrijdag.")).encode(),
        twee_txt="\n".join(mail(2, "Post", "x@voorbeeld.nl", "Graag hoort [5.1.2.e] dat voor vrijdag.")).encode(),
    )
    with Dossier.open(place) as dossier:
        assert findings(dossier) == []
