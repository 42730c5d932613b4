"""Two copies beside each other: differences are seen, and nothing that either of them withholds."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from draad.aligning import align, near
from draad.show.threads.beside import Column, Sight, beside
from draad.show.threads.words import Word, key_of


def words(text: str) -> list[Word]:
    """Words of a text in which ``#`` stands for a mark, ``#w`` for one under another ground."""
    return [
        Word("5.1.2e", "", "woo 5.1.2.e" if word == "#" else "woo 5.1.2.i")
        if word.startswith("#")
        else Word(word, key_of(word))
        for word in text.split()
    ]


def seen(column: Column) -> str:
    """A column as text: ``▒`` where nothing is said, ``~`` before what differs a little, ``+`` before what is alone."""
    signs = {"near": "~", "only": "+"}
    return " ".join(
        "▒" if piece["kind"] == "neutral" else signs.get(piece["kind"], "") + piece["text"] for piece in column
    )


def columns(left: str, right: str, sight: Sight = "neutral", others: Sequence[str] = ()) -> tuple[str, str]:
    one, other = beside(words(left), words(right), [words(text) for text in others], sight)
    return seen(one), seen(other)


def test_what_one_copy_hides_is_a_neutral_sign_in_both() -> None:
    left = "Beste # kunt u dit voor vrijdag nakijken en aan # geven"
    right = "Beste Sybren kunt u dit voor vrijdag nakijken en aan # geven"
    told = "Beste ▒ kunt u dit voor vrijdag nakijken en aan ▒ geven"
    assert columns(left, right) == columns(right, left) == (told, told)


def test_nobody_can_tell_which_of_the_two_has_the_mark() -> None:
    open_copy, closed = "wij spraken Sybren gisteren nog even kort", "wij spraken # gisteren nog even kort"
    both = beside(words(closed), words(closed), [], "neutral")
    assert beside(words(open_copy), words(closed), [], "neutral") == both
    assert beside(words(closed), words(open_copy), [], "neutral") == both


def test_words_that_ocr_misread_are_shown_in_each_copy_as_they_stand() -> None:
    left, right = columns("de vergadering is op maandag in zaal drie", "de vergadering is op rnaandag in zaal drie")
    assert left == "de vergadering is op ~maandag in zaal drie"
    assert right == "de vergadering is op ~rnaandag in zaal drie"


def test_a_word_that_one_copy_alone_has_may_have_been_whited_out_in_the_other() -> None:
    told = "Beste ▒ hierbij de stukken voor morgen"
    assert columns("Beste hierbij de stukken voor morgen", "Beste Sybren hierbij de stukken voor morgen") == (
        told,
        told,
    )


def test_a_copy_that_is_not_shown_hides_its_names_too() -> None:
    text = "wij spraken Sybren gisteren nog even kort over de nota"
    hidden = "wij spraken # gisteren nog even kort over de nota"
    told = "wij spraken ▒ gisteren nog even kort over de nota"
    assert columns(text, text, others=[hidden]) == (told, told)


def test_a_name_shown_elsewhere_in_the_other_copy_is_not_shown_at_the_mark() -> None:
    left, right = columns("# en Jan", "Jan en #")
    assert left == right == "▒"


def test_a_message_without_marks_is_shown_with_all_its_differences() -> None:
    left, right = columns("tot morgen dan bij de ingang", "tot morgen dan om tien uur bij de ingang", "all")
    assert left == "tot morgen dan bij de ingang"
    assert right == "tot morgen dan +om tien uur bij de ingang"


def test_the_officer_sees_what_differs_and_an_alarm_where_one_copy_shows_what_the_other_hides() -> None:
    left, right = beside(words("aan # en # van hier"), words("aan Sybren en #w van hier"), [], "officer")
    assert [piece for piece in left if piece.get("hides")] == [
        {"kind": "mark", "text": "5.1.2e", "code": "woo 5.1.2.e", "before": " ", "hides": True}
    ]
    assert [piece for piece in right if piece.get("alarm")] == [
        {"kind": "only", "text": "Sybren", "before": " ", "alarm": True}
    ]
    assert [piece["code"] for piece in right if piece.get("ground")] == ["woo 5.1.2.i"]


# ── what must always hold ───────────────────────────────────────────────────────────────────────────────────

SIGHTS: tuple[Sight, ...] = ("neutral", "all", "officer")
FEW = ("de", "en", "aan", "wij", "nota", "overleg")
ANY_WORD = st.sampled_from((*FEW, "#", "Sybren", "Halbertsma", "morgen", "rnorgen", "nоta", "-"))
ANY_TEXT = st.lists(ANY_WORD, max_size=30).map(" ".join)


@given(ANY_TEXT, ANY_TEXT, st.lists(ANY_TEXT, max_size=2))
@settings(deadline=None)
def test_nothing_is_seen_in_one_column_that_the_other_does_not_show(left: str, right: str, others: list[str]) -> None:
    one, two = beside(words(left), words(right), [words(text) for text in others], "neutral")
    assert [piece["kind"] for piece in one] == [piece["kind"] for piece in two]
    for piece, other in zip(one, two, strict=True):
        assert piece["kind"] in ("same", "near", "neutral")
        keys = [[key_of(word) for word in piece["text"].split()] for piece in (piece, other)]
        if piece["kind"] == "same":
            assert keys[0] == keys[1]
        elif piece["kind"] == "near":
            assert near("".join(keys[0]), "".join(keys[1]))
        else:
            assert piece == other
            assert piece["text"] == ""


@given(ANY_TEXT, ANY_TEXT)
@settings(deadline=None)
def test_alignment_holds_every_word_of_both_texts_once_and_in_order(left: str, right: str) -> None:
    a, b = words(left), words(right)
    at = (0, 0)
    for stretch in align(a, b):
        assert (stretch.a0, stretch.b0) == at
        assert stretch.a1 > stretch.a0 or stretch.b1 > stretch.b0
        at = (stretch.a1, stretch.b1)
        holes = [word.hole for word in (*a[stretch.a0 : stretch.a1], *b[stretch.b0 : stretch.b1])]
        assert stretch.kind == "held" if any(holes) else stretch.kind != "held"
    assert at == (len(a), len(b))


NAMES = tuple(f"{first}{last}" for first in ("Sjoukje", "Wubbo", "Ymkje", "Tjibbe") for last in ("hof", "zand", "veen"))


@st.composite
def written(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """A text as it was written, and two prints of it: names withheld here or there, cut short, damaged by OCR.

    What is withheld is names and the words around them. Names stand in the text once or oftener; common words
    everywhere; other words once.
    """
    length = draw(st.integers(1, 40))
    common = st.sampled_from(FEW)
    base = [draw(st.one_of(common, st.just(f"woord{n}x{7 * n % 41}"), st.sampled_from(NAMES))) for n in range(length)]
    prints = []
    for _ in range(2):
        start, end = draw(st.integers(0, length // 3)), draw(st.integers(2 * length // 3, length))
        spans = draw(st.lists(st.tuples(st.integers(0, length), st.integers(1, 4)), max_size=5))
        hidden = {n for at, size in spans for n in range(at, at + size)}
        damaged = draw(st.sets(st.integers(0, length), max_size=4))
        made = [
            "#" if n in hidden else f"{word}q" if n in damaged else word
            for n, word in enumerate(base)
            if start <= n < end
        ]
        prints.append(made)
    return base, prints[0], prints[1]


def test_a_short_word_that_one_copy_lacks_is_no_damage_of_its_neighbour() -> None:
    one, two = beside(words("de planning0 de"), words("de planning0q"), [], "neutral")
    assert [piece["kind"] for piece in one] == [piece["kind"] for piece in two] == ["same", "neutral"]


@given(written())
@settings(max_examples=100, deadline=None)
def test_no_word_that_either_copy_withholds_everywhere_is_seen(case: tuple[list[str], list[str], list[str]]) -> None:
    _, left, right = case
    one, two = beside(words(" ".join(left)), words(" ".join(right)), [], "neutral")
    shown_left = {key_of(word) for word in left if word != "#"}
    shown_right = {key_of(word) for word in right if word != "#"}
    secret = {key for key in shown_right - shown_left if not any(near(key, other) for other in shown_left)}
    secret |= {key for key in shown_left - shown_right if not any(near(key, other) for other in shown_right)}
    told = {key_of(word) for column in (one, two) for piece in column for word in piece["text"].split()}
    assert not secret & told


@given(st.integers(0, 4_000))
@settings(max_examples=60, deadline=None)
def test_a_name_withheld_at_one_place_and_shown_at_another_is_not_seen_at_the_mark(seed: int) -> None:
    """In running text, where the words around a name tell its place, the mark is a neutral sign in both columns."""
    chance = random.Random(seed)
    base: list[str] = []
    for n in range(12):
        base += [f"w{n}a", f"w{n}b", chance.choice(FEW), f"w{n}c", chance.choice(NAMES)]
    left_hides = {n for n in range(4, 60, 5) if chance.random() < 0.5}
    right_hides = {n for n in range(4, 60, 5) if chance.random() < 0.5}
    left = ["#" if n in left_hides else word for n, word in enumerate(base)]
    right = ["#" if n in right_hides else word for n, word in enumerate(base)]
    told = ["▒" if n in left_hides | right_hides else word for n, word in enumerate(base)]
    assert columns(" ".join(left), " ".join(right)) == (" ".join(told), " ".join(told))


@given(ANY_TEXT, ANY_TEXT)
@settings(deadline=None)
def test_the_officer_sees_every_word_of_both_copies(left: str, right: str) -> None:
    one, two = beside(words(left), words(right), [], "officer")
    for text, column in ((left, one), (right, two)):
        told = " ".join("#" if piece["kind"] == "mark" else piece["text"] for piece in column)
        assert told.split() == text.split()


def test_hostile_texts_take_no_longer_than_their_length_allows() -> None:
    for text in ("de " * 8_000, "de # " * 4_000, " ".join(f"w{n}" for n in range(8_000)), "# " * 8_000):
        other = text.replace("de", "dc", 5)[: len(text) * 2 // 3]
        for sight in SIGHTS:
            one, _ = beside(words(text), words(other), [], sight)
            assert one
