"""The same message gets the same proposals in all its copies, whatever the order of the work; marks stay marks."""

from __future__ import annotations

from itertools import pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st
from proposed_texts import mail, proposals, split_of

from draad.records import Split
from draad.release.propose import CopyOf, gather

_FIRST = mail(
    "Beste Broeliko,\n\nVraag het aan Mirve, 06 12345678. Volgens mij is dat goed.\n\nGroet,\nDokali Zwytra",
    to="B. Ventar <b.ventar@x.nl>",
)
_REPLY = mail("Dank.", to="Dokali Zwytra <d.zwytra@x.nl>") + "\n" + _FIRST
_DAMAGED = (mail("Ter info.") + "\n" + _FIRST).replace("Vraag het aan", "Vraag bet\n> aan")


def dossier() -> list[Split]:
    """A message that stands in three documents, once damaged."""
    return [split_of(_FIRST, "eerste"), split_of(_REPLY, "antwoord"), split_of(_DAMAGED, "beschadigd")]


def copies(splits: list[Split]) -> list[list[CopyOf]]:
    """The last copy of each document is the message that all hold."""
    return [[CopyOf(7, one.document.id, one.copies[-1].n) for one in splits]]


def of_message(splits: list[Split]) -> list[set[tuple[str, int]]]:
    """Kind and twin of all that is proposed in the body of the message, by document."""
    found = gather(splits, copies=copies(splits))
    return [
        {(one.kind, one.twin) for one in found[split.document.id] if one.span[0] > split.copies[-1].header[1]}
        for split in splits
    ]


def test_copies_are_alike() -> None:
    first, second, third = of_message(dossier())
    assert first == second == third
    assert len(first) == 5  # three names, a number, an opinion
    assert 0 not in {twin for _, twin in first}


def test_any_order_of_documents_gives_the_same() -> None:
    made = [gather(list(order), copies=copies(list(order))) for order in permutations(dossier())]
    assert all(one == made[0] for one in made)


def test_a_span_points_at_the_words_that_stand_there() -> None:
    shown = [split.document.text[slice(*one.span)] for split in dossier() for one in gather([split])[split.document.id]]
    assert shown
    assert all(words and words == words.strip() for words in shown)


@given(
    st.lists(
        st.sampled_from(
            ["[5.1.2e]", "Broeliko", "mevrouw", "(10)(2e)", "Zwytra", ",", "\n", "Beste", "groet", "@x.nl"]
        ),
        max_size=25,
    )
)
def test_marks_are_never_proposed_nor_touched(words: list[str]) -> None:
    split = split_of(mail(" ".join(words)))
    marks = [mark.span for copy in split.copies for mark in copy.marks] + [mark.span for mark in split.marks]
    found = gather([split])[split.document.id]
    spans = sorted(one.span for one in found if not one.attention)
    assert not any(a < end and start < b for a, b in marks for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_what_stands_behind_a_mark_says_nothing_of_it() -> None:
    assert proposals(mail("Beste [5.1.2e],\n\nVraag het [5.1.2e] even.\n\nGroet,\n[5.1.2e]")) == []


def test_opinions_are_points_of_attention_alone() -> None:
    split = split_of(mail("Beste allen,\n\nIk vind dit onverstandig."))
    (one,) = gather([split])[split.document.id]
    assert (one.kind, one.attention, one.ground) == ("opinion", True, "woo 5.2.1")


def test_copies_that_differ_in_names_lose_none_of_theirs() -> None:
    """Messages of one form are taken for copies of one another: what each says of its own people stays proposed."""
    one = mail("Beste Mirve,\n\nHet gaat door in zaal 7. Bel Dokali Zwytra op 06-12345671.\n\nGroet,\nDokali Zwytra")
    other = mail("Beste Dokali,\n\nHet gaat door in zaal 9. Bel Mirve van Brampa op 06-12345679.\n\nGroet,\nMirve")
    splits = [split_of(one, "een"), split_of(other, "ander")]
    alone = gather(splits)
    found = gather(splits, copies=copies(splits))
    for split in splits:
        text = split.document.text
        for proposal in alone[split.document.id]:
            if not proposal.attention:
                start, end = proposal.span
                assert any(a.span[0] <= start and end <= a.span[1] for a in found[split.document.id]), text[start:end]


def test_a_name_seen_whole_in_one_copy_is_whole_in_all() -> None:
    whole = _FIRST.replace("aan Mirve,", "aan mevrouw Mirve Brampa,")
    torn = mail("Ter info.") + "\n" + whole.replace("mevrouw", "nnevr0uw")
    splits = [split_of(whole, "heel"), split_of(torn, "beschadigd")]
    found = gather(splits, copies=copies(splits))
    for split in splits:
        assert "Mirve Brampa" in {split.document.text[slice(*one.span)] for one in found[split.document.id]}
