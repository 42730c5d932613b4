"""A body as people read it: paragraphs, folds, marks; and not a letter that does not stand there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.dossier.codec import Lines, MarkCode
from draad.dossier.views import CopyView, MarkView
from draad.show.grounds import BLOCK, sign
from draad.show.pieces import Said
from draad.show.threads.bodies import LONG, body, characters

MARK = re.compile(r"5\.1\.2e|█+")


def copy(
    text: str, *, parts: tuple[tuple[str, str], ...] = (), header: str = "Van: x\n", first_line: int = 1
) -> CopyView:
    """A copy whose body is ``text``; ``parts`` are (words, kind)."""
    whole = header + text
    lines = Lines(whole, first_line)
    span = (len(header), len(whole))
    marks = tuple(
        MarkView(found.span(), lines.of(found.span()), MarkCode("ground", "woo", "5.1.2.e"))
        for found in MARK.finditer(whole)
    )
    told = tuple((whole.index(words), whole.index(words) + len(words), kind) for words, kind in parts)
    return CopyView(
        id=1, document=2, document_name="stuk", n=0, header=(0, len(header)), header_lines=(first_line, first_line),
        body=span, body_lines=lines.of(span), header_text=header, body_text=text, depth=0, sent=None, sent_at=None,
        sent_text=None, certainty=None, subject=None, bare="", sender=None, to=(), cc=(), to_known=True, cc_known=True,
        style="printed", parts=told, attachments=(), marks=marks, message=3, thread=3, parent=None, elsewhere=None,
    )  # fmt: skip


def text_of(blocks: list[dict[str, Any]]) -> str:
    """All words of blocks, folded ones too."""
    return "\n\n".join(
        text_of(block["blocks"]) if "blocks" in block else "".join(_text(piece) for piece in block["pieces"])
        for block in blocks
    )


def _text(piece: dict[str, Any]) -> str:
    return "".join(_text(one) for one in piece["pieces"]) if "pieces" in piece else piece["text"]


def test_blank_lines_part_paragraphs_and_each_tells_its_lines() -> None:
    blocks = body(copy("Dag Anna,\n\nEen regel.\nNog een.\n", first_line=10))
    assert [(block["lines"], _text(block)) for block in blocks] == [
        ([11, 11], "Dag Anna,"),
        ([13, 14], "Een regel.\nNog een."),
    ]


def test_lines_that_the_printer_broke_run_on_and_those_that_the_writer_ended_stay() -> None:
    printed = (
        "De vergadering van aanstaande donderdag kan niet doorgaan omdat de\n"
        "helft van de genodigden op die dag verhinderd is, en omdat de grote\n"
        "zaal al was verhuurd aan de fanfare.\n"
        "- neem de stukken mee\n"
        "- bel gerust\n"
        "Met vriendelijke groet en tot ziens bij een volgende gelegenheid op\n"
        "het gemeentehuis.\n"
    )
    text = text_of(body(copy(printed)))
    assert "omdat de helft van" in text
    assert "fanfare.\n- neem de stukken mee\n- bel gerust\nMet vriendelijke" in text


def test_signature_and_disclaimer_are_folded_and_page_edges_left_out() -> None:
    text = "Het is akkoord.\n\nPagina 2 van 3\n\nGroet,\nAnna\n\nDit bericht is vertrouwelijk.\n"
    parts = (
        ("Pagina 2 van 3", "furniture"),
        ("Groet,\nAnna", "signature"),
        ("Dit bericht is vertrouwelijk.", "disclaimer"),
    )
    blocks = body(copy(text, parts=parts))
    assert [(block["kind"], block.get("part")) for block in blocks] == [
        ("paragraph", None),
        ("fold", "signature"),
        ("fold", "disclaimer"),
    ]
    assert blocks[1]["count"] == 2
    assert "Pagina" not in text_of(blocks)


def test_a_mark_is_a_piece_of_its_own_as_printed() -> None:
    (block,) = body(copy("Dank aan 5.1.2e voor alles."))
    assert block["pieces"] == [
        {"kind": "text", "text": "Dank aan "},
        {"kind": "mark", "text": "5.1.2e", "code": "woo 5.1.2.e"},
        {"kind": "text", "text": " voor alles."},
    ]


@pytest.mark.parametrize("width", [1, 5, 17])
def test_a_black_block_is_always_as_wide_as_any_other(width: int) -> None:
    (block,) = body(copy(f"Dank aan {'█' * width} voor alles."))
    assert block["pieces"][1]["text"] == BLOCK == sign("█" * width)


def test_white_space_tells_nothing_of_what_was_whited_out() -> None:
    assert text_of(body(copy("Beste            , dank."))) == text_of(body(copy("Beste , dank.")))


def test_the_quotation_signs_of_a_whole_body_go_and_its_own_stay() -> None:
    quoted = "> Dag Anna,\n>\n> > Komt het uit?\n> Ja hoor.\n"
    assert text_of(body(copy(quoted))) == "Dag Anna,\n\n> Komt het uit?\nJa hoor."
    own = "Jij schreef:\n> Komt het uit?\nJa hoor.\n"
    assert "> Komt het uit?" in text_of(body(copy(own)))


def test_items_stand_on_their_words_even_over_a_mark_and_an_end_of_line() -> None:
    text = "Goed. Kan 5.1.2e dit\nmorgen sturen? Dank."
    said = Said((len("Van: x\n") + 6, len("Van: x\n") + text.index("?") + 1), "a" * 16, "question", "proposed")
    (block,) = body(copy(text), [said])
    item = block["pieces"][1]
    assert (item["kind"], item["ids"], item["begins"]) == ("item", ["a" * 16], ["a" * 16])
    assert _text(item) == "Kan 5.1.2e dit\nmorgen sturen?"
    assert [piece["kind"] for piece in item["pieces"]] == ["text", "mark", "text"]


def test_a_long_body_is_folded_after_its_first_screens_and_nothing_is_lost() -> None:
    text = "\n\n".join(f"Alinea {n} zegt iets dat er werkelijk toe doet, en wel het volgende." for n in range(300))
    blocks = body(copy(text))
    assert blocks[-1]["kind"] == "more"
    assert characters(blocks[:-1]) <= LONG
    assert text_of(blocks) == text


def test_a_body_that_is_one_endless_line_is_shown() -> None:
    (block,) = body(copy("woord " * 50_000))
    assert block["kind"] == "paragraph"


def test_a_copy_without_a_body_has_no_blocks() -> None:
    assert body(copy("")) == []


LETTERS = st.text(st.sampled_from("ab >\n-5.1e█\t "), max_size=200)


@given(LETTERS, st.lists(st.tuples(st.integers(0, 200), st.integers(1, 60)), max_size=4))
@settings(deadline=None)
def test_no_letter_is_added_moved_or_lost(text: str, spans: list[tuple[int, int]]) -> None:
    given_copy = copy(text)
    start = given_copy.header[1]
    said = [Said((start + a, start + a + size), f"{a:016x}", "action", "open") for a, size in spans]
    letters = re.sub(r"[^a-z0-9.]", "", text)
    rules = re.sub(r"(?m)^[^a-z0-9█]*$", "", text)  # lines without a word may go: they are rules of dashes
    shown = re.sub(r"[^a-z0-9.]", "", text_of(body(given_copy, said)))
    assert shown.replace(".", "") == letters.replace(".", "")
    assert len(shown) >= len(re.sub(r"[^a-z0-9.]", "", rules))
