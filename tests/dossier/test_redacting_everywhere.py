"""Words that are withheld everywhere: found however a line, a soft hyphen or a typeface writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from draad.dossier import Dossier, NewRedaction
from draad.dossier.redaction_places import _folded, _form, _span
from draad.run import IngestOptions, ingest

WORD = "Zwaluwstaart"
FORMS = {
    "plain": "Zwaluwstaart",
    "capitals": "ZWALUWSTAART",
    "line": "Zwaluw-\nstaart",
    "early": "Zwa-\nluwstaart",
    "quoted": "Zwaluw-\n> > staart",
    "soft": "Zwaluw\u00adstaart",
    "softs": "Zwa\u00adluw\u00ad\nstaart",
    "softblank": "Zwaluw\u00ad staart",
    "wide": "\uff3a\uff57\uff41\uff4c\uff55\uff57\uff53\uff54\uff41\uff41\uff52\uff54",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_word_in_pieces_is_that_word(form: str) -> None:
    assert [match.group() for match in _form(WORD).finditer(_folded(f"Beste {FORMS[form]}, dank")[0])]


def test_a_word_marked_in_pieces_is_found_whole_and_hyphened() -> None:
    form = _form("Anne-\nMarijke")
    assert all(form.fullmatch(one) for one in ("Anne-Marijke", "Anne-\nMarijke", "Annemarijke"))
    assert _form("Anne-Marijke").fullmatch("Anne-\n> Marijke")


def test_what_is_no_break_of_one_word_is_not_found() -> None:
    form = _form("Vermeer")
    assert not any(form.search(one) for one in ("Ver meer", "Ver-meer", "Ver\nmeer", "Vermeeren", "Ver- meer"))
    assert not _form("Jan").search("Ja-\nn")


def test_accents_of_their_own_and_joined_letters() -> None:
    assert _form("Ren\u00e9e").fullmatch("Rene\u0301e")
    text = "over \ufb01liaal en o\ufb03ci\u00eble stukken van de \ufb01liaalhouder"
    folded, starts = _folded(text)
    assert starts is not None
    found = [_span(starts, match.span()) for match in _form("filiaalhouder").finditer(folded)]
    assert [text[start:end] for start, end in found] == ["\ufb01liaalhouder"]


def test_hostile_text_takes_no_longer_than_its_length() -> None:
    form = _form("a" * 29 + "b")
    for text in ("a-\n" * 100_000, "a\u00ad" * 150_000, "a-\n" + "> " * 150_000, "a" * 300_000):
        assert not form.search(text)


def test_everywhere_finds_each_of_them(tmp_path: Path) -> None:
    pile = tmp_path / "pile"
    pile.mkdir()
    for name, form in FORMS.items():
        (pile / f"{name}.txt").write_text(
            f"Verslag van het overleg\n\nAanwezig: {form} en anderen.\n", encoding="utf-8"
        )
    (pile / "other.txt").write_text("Verslag\n\nEen zwaluw met een staart.\n", encoding="utf-8")
    ingest(tmp_path / "d", [pile], IngestOptions(jobs=1))
    with Dossier.open(tmp_path / "d") as dossier:
        at = dossier.text("plain").index(WORD)
        new = NewRedaction(dossier.document("plain").id, span=(at, at + len(WORD)))
        dossier.add_redaction(new, who="Ans", reach="dossier")
        assert {one.document_name for one in dossier.redactions()} == set(FORMS)
