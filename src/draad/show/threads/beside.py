"""Two copies of one message beside each other, and what of that may be seen by whom (law 2).

Each copy by itself is released as it stands, and its document shows it so. What no page may do is put them together
where one has a mark: the words of the other at that place would fill it. Therefore, for all but the Woo officer:

- a mark, and whatever the other copy has at its place, is one neutral sign in *both* columns, so that nobody can tell
  which of the two has the mark;
- the marks of copies that are not shown count too, or a third copy would tell what two hide together;
- a word is shown only where the other copy shows the same word at the same place, or one that differs from it as OCR
  makes words differ. A word that only one copy has is a neutral sign as well: the other may have had it whited out,
  which leaves no mark. So nothing is ever seen in one column that the other does not show, however the two texts were
  laid beside each other.

Only a message of which no copy has a mark or a missing name is shown with all its differences. The officer sees every
difference, and an alarm where one copy shows what the other withholds.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any, Literal

from draad.aligning import Stretch, align
from draad.show.threads.words import Word

Column = list[dict[str, Any]]
"""Pieces ``{"kind", "text", "before"}``; ``before`` is nothing, a blank, the end of a line or of a paragraph. Kinds:

- ``same``, and ``near``: words that differ a little;
- ``neutral`` with ``why``: ``mark`` or ``unsure``, without text;
- ``only``: words that this copy alone has; for officers with ``alarm``: whether the other copy hides them;
- ``mark`` with its ``code``; for officers with ``ground``, where the other's ground differs, or ``hides``: whether the
  other copy shows words here.
"""
Sight = Literal["neutral", "all", "officer"]
"""What may be seen: as above for all, all differences of a message without marks, or the officer's."""
_HOLE = "\0"
"""Compares a mark with a mark: no word holds this sign."""


def beside(
    left: Sequence[Word], right: Sequence[Word], others: Sequence[Sequence[Word]], sight: Sight
) -> tuple[Column, Column]:
    """Two texts as columns; ``others`` are the texts of the message's further copies."""
    if sight == "neutral":
        return _neutral(masked(left, others), masked(right, others))
    stretches = align(left, right)
    if sight == "officer":
        stretches = [part for stretch in stretches for part in _looked_into(left, right, stretch)]
    columns: tuple[Column, Column] = ([], [])
    for stretch in stretches:
        for column, made in zip(columns, _seen(left, right, stretch), strict=True):
            column += made
    return columns


def masked(words: Sequence[Word], others: Sequence[Sequence[Word]]) -> list[Word]:
    """A text in which what stands at a mark of any of the others is a mark too."""
    hidden: set[int] = set()
    for other in others:
        if not any(word.hole for word in other):
            continue
        for stretch in align(words, other):
            if stretch.kind == "held" and any(word.hole for word in other[stretch.b0 : stretch.b1]):
                hidden.update(range(stretch.a0, stretch.a1))
    return [Word("", "", "", word.before) if n in hidden else word for n, word in enumerate(words)]


def _neutral(left: Sequence[Word], right: Sequence[Word]) -> tuple[Column, Column]:
    columns: tuple[Column, Column] = ([], [])
    for stretch in align(left, right):
        if stretch.kind == "same" or (stretch.kind == "near" and not _hides_a_word(left, right, stretch)):
            columns[0].extend(_words(stretch.kind, left[stretch.a0 : stretch.a1]))
            columns[1].extend(_words(stretch.kind, right[stretch.b0 : stretch.b1]))
            continue
        why = "mark" if stretch.kind == "held" else "unsure"
        for column in columns:
            _add_sign(column, why)
    return columns


def _add_sign(column: Column, why: str) -> None:
    """One sign for all that can't be seen in a row; its place in the lines tells nothing either."""
    if column and column[-1]["kind"] == "neutral":
        column[-1]["why"] = "mark" if "mark" in (why, column[-1]["why"]) else "unsure"
    else:
        column.append({"kind": "neutral", "why": why, "text": "", "before": " "})


def _hides_a_word(left: Sequence[Word], right: Sequence[Word], stretch: Stretch) -> bool:
    """Whether a word more on one side may be no blank that OCR lost: its letters are not all on the other side too."""
    ours, theirs = left[stretch.a0 : stretch.a1], right[stretch.b0 : stretch.b1]
    return len(ours) != len(theirs) and "".join(w.key for w in ours) != "".join(w.key for w in theirs)


def _words(kind: str, words: Sequence[Word], **more: Any) -> Column:
    """Words as pieces, those that stand in a line together."""
    made: Column = []
    for word in words:
        if word.hole:
            made.append({"kind": "mark", "text": word.text, "code": word.code, "before": word.before})
        elif made and made[-1]["kind"] == kind != "near" and word.before in (" ", ""):
            made[-1]["text"] += word.before + word.text
        else:
            made.append({"kind": kind, "text": word.text, "before": word.before, **more})
    return made


# ── for the officer, and for messages without marks ─────────────────────────────────────────────────────────


def _looked_into(left: Sequence[Word], right: Sequence[Word], stretch: Stretch) -> Sequence[Stretch]:
    """A stretch with marks, in which mark is laid beside mark and word beside word as far as they agree."""
    if stretch.kind != "held":
        return [stretch]
    ours = [_HOLE if word.hole else word.key for word in left[stretch.a0 : stretch.a1]]
    theirs = [_HOLE if word.hole else word.key for word in right[stretch.b0 : stretch.b1]]
    if len(ours) * len(theirs) > 1_000_000:
        return [stretch]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    return [
        Stretch(
            "same" if tag == "equal" else "held", stretch.a0 + a0, stretch.a0 + a1, stretch.b0 + b0, stretch.b0 + b1
        )
        for tag, a0, a1, b0, b1 in matcher.get_opcodes()
    ]


def _seen(left: Sequence[Word], right: Sequence[Word], stretch: Stretch) -> tuple[Column, Column]:
    ours, theirs = left[stretch.a0 : stretch.a1], right[stretch.b0 : stretch.b1]
    if stretch.kind == "same":
        return _same(ours, theirs), _same(theirs, ours)
    if stretch.kind == "near":
        return _words("near", ours), _words("near", theirs)
    return _apart(ours, theirs), _apart(theirs, ours)


def _same(ours: Sequence[Word], theirs: Sequence[Word]) -> Column:
    """What agrees; of two marks at one place the grounds may differ."""
    made: Column = []
    for word, other in zip(ours, theirs, strict=True):
        if word.hole and word.code != other.code:
            made += [{**piece, "ground": True} for piece in _words("same", [word])]
        elif made and made[-1]["kind"] == "same" and not word.hole and word.before in (" ", ""):
            made[-1]["text"] += word.before + word.text
        else:
            made += _words("same", [word])
    return made


def _apart(ours: Sequence[Word], theirs: Sequence[Word]) -> Column:
    """What one copy has where the other has something else, or nothing."""
    hidden_there = any(word.hole for word in theirs) and not any(word.hole for word in ours)
    shown_there = bool(theirs) and not any(word.hole for word in theirs)
    made = _words("only", ours, alarm=hidden_there)
    return [{**piece, "hides": shown_there} if piece["kind"] == "mark" else piece for piece in made]
