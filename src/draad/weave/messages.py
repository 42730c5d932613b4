"""What a message is, taken from its copies: its moment of sending, its fullest copy, whether it was released."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from draad.weave.features import Ints
from draad.weave.table import NEVER, Codes, Flags, Rows


@dataclass(frozen=True)
class Messages:
    """All messages, one a place, in order of their first copy (so of id). ``of`` gives each copy's message."""

    of: Ints
    first: Ints
    """The row of its first copy."""
    at: Ints
    offset: Codes
    certainty: Codes
    precision: Codes
    votes: Codes
    """How many copies give this very minute."""
    unsure: Flags
    """The zone of the moment is a guess."""
    fullest: Ints
    """The row of its fullest copy."""
    released: Flags
    prefix: Codes
    """The strongest reply or forward prefix on any copy."""
    subject: Ints
    """The row of the copy whose subject shows most; −1: none shows anything."""

    def __len__(self) -> int:
        return len(self.first)


def messages(rows: Rows, label: Ints) -> Messages:
    """Gather the copies of each message."""
    first, of = np.unique(label, return_inverse=True)
    of = of.astype(np.int64)
    clock, votes = _clock(rows, of, len(first))
    released = np.zeros(len(first), dtype=bool)
    released[of[rows.depth == 0]] = True
    prefix = np.zeros(len(first), dtype=np.int32)
    np.maximum.at(prefix, of, rows.prefix)
    shown = np.array([len(value.replace("¤", "").strip()) - value.count("¤") for value in rows.bare.values] + [-99])
    subject = best(of, shown[rows.bare.codes])
    subject[rows.bare.codes[subject] < 0] = -1
    return Messages(
        of=of,
        first=first,
        at=rows.at[clock],
        offset=rows.offset[clock],
        certainty=rows.certainty[clock],
        precision=rows.precision[clock],
        votes=votes,
        unsure=rows.unsure[clock],
        fullest=best(of, rows.features["words"].astype(np.int64), rows.length),
        released=released,
        prefix=prefix,
        subject=subject,
    )


def best(of: Ints, *ranks: Ints | Codes) -> Ints:
    """The row of each message that ranks highest, by the first rank, then the next; equal ones by the least id."""
    order = np.lexsort((np.arange(len(of)), *(-rank.astype(np.int64) for rank in reversed(ranks)), of))
    edge = np.append(True, of[order][1:] != of[order][:-1]) if len(of) else np.zeros(0, dtype=bool)
    result: Ints = order[edge]
    return result


def _clock(rows: Rows, of: Ints, count: int) -> tuple[Ints, Codes]:
    """The copy whose stamp is the message's, and how many copies say the same minute.

    Most copies win (a digit misread stands alone), then the surest zone, then the finest stamp.
    """
    minute = rows.minute
    order = np.lexsort((minute, of))
    new = np.ones(len(of), dtype=bool)
    new[1:] = (of[order][1:] != of[order][:-1]) | (minute[order][1:] != minute[order][:-1])
    group = np.cumsum(new) - 1
    size = np.bincount(group, minlength=1)
    agreeing = np.empty(len(of), dtype=np.int32)
    agreeing[order] = size[group] if len(of) else 0
    agreeing[~rows.timed] = 0
    known = (rows.at != NEVER).astype(np.int64)
    chosen = best(of, known, agreeing, rows.certainty, rows.precision)
    return chosen, agreeing[chosen]
