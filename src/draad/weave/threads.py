"""Who answers whom: each message's parent, and the threads that the parents make.

Three kinds of link, the surer first:

* ``reply``: the header of real mail names its parent (``In-Reply-To``, ``References``: RFC 5256, RFC 5322 §3.6.4);
* ``quoted``: a copy stands above the copy it quotes;
* ``inferred``: a reply or forward without either, tied to the last message before it with the same bare subject and a
  domain in common.

No message is its own ancestor. A parent is not later than its child; where a quotation says so all the same, a clock
is wrong (it is quoted, so it was there), and the message with the weaker stamp is marked ``unknown`` in certainty.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from draad.weave.components import components
from draad.weave.features import Ints
from draad.weave.messages import Messages
from draad.weave.table import NEVER, Codes, Flags, Rows

NONE, QUOTED, REPLY, INFERRED = 0, 1, 2, 3
LINKS = (None, "quoted", "reply", "inferred")

WINDOW = 60 * 86400
"""How long after a message, in seconds, an answer without any trace of it is still looked for."""
SHIFT = 2 * 3600 + 60
"""How far clocks that read local time for UTC, or the other way, are apart at most."""
LOOK_BACK = 3
"""How many earlier messages of its subject are looked at for a domain in common."""
TELLING = 10
"""Letters a bare subject must show before a link is inferred from it: "vraag" is nobody's in particular."""


@dataclass(frozen=True)
class Links:
    """Each message's parent (−1: none), how it is known, and the thread (its first message)."""

    parent: Ints
    link: Codes
    thread: Ints
    missing: Ints
    """Rows of mails whose ``In-Reply-To`` names a message that is not here."""


@dataclass(frozen=True)
class _Votes:
    """Proposed parents: the kind of link and how many copies say so."""

    child: Ints
    parent: Ints
    link: Codes
    count: Ints


def links(rows: Rows, messages: Messages) -> tuple[Links, Messages]:
    """Tie messages into threads; gives the messages back with doubtful clocks marked."""
    replies, missing, shared = _replies(rows, messages)
    votes = _merge(_quotations(rows, messages), replies)
    parent, link = _choose(votes, messages)
    _break_cycles(parent, link, messages)
    bare = subjects(rows, messages, parent)
    # A copy that shows no subject shows no prefix either: it may well be an answer.
    maybe = (messages.prefix > 0) | (messages.subject < 0)
    guess, tie = infer(rows, messages, bare, (parent < 0) & maybe)
    has = guess >= 0
    parent[has], link[has] = guess[has], INFERRED
    _break_cycles(parent, link, messages)
    child = np.flatnonzero(parent >= 0)
    talk = _beside(rows, messages)
    ends = (
        np.concatenate([child, shared[0], tie[0], talk[0]]),
        np.concatenate([parent[child], shared[1], tie[1], talk[1]]),
    )
    thread = components(len(messages), *ends)
    return Links(parent, link, thread, missing), _doubt_clocks(parent, messages)


def _quotations(rows: Rows, messages: Messages) -> _Votes:
    quoted = np.flatnonzero(rows.above >= 0)
    return _count(messages.of[rows.above[quoted]], messages.of[quoted], QUOTED)


def _beside(rows: Rows, messages: Messages) -> tuple[Ints, Ints]:
    """Pairs of messages that a document prints side by side: a chat or a conversation, of which none need answer any.

    Nobody says which message of a chat answers which, so they share a thread and have no parent.
    """
    printed = np.flatnonzero(rows.depth == 0)
    printed = printed[np.lexsort((rows.n[printed], rows.document[printed]))]
    same = np.flatnonzero(rows.document[printed[1:]] == rows.document[printed[:-1]])
    return messages.of[printed[same]], messages.of[printed[same + 1]]


def _count(child: Ints, parent: Ints, link: int) -> _Votes:
    packed, count = np.unique((child << 32 | parent)[child != parent], return_counts=True)
    return _Votes(packed >> 32, packed & 0xFFFFFFFF, np.full(len(packed), link, dtype=np.int32), count.astype(np.int64))


def _merge(one: _Votes, other: _Votes) -> _Votes:
    return _Votes(
        np.concatenate([one.child, other.child]),
        np.concatenate([one.parent, other.parent]),
        np.concatenate([one.link, other.link]),
        np.concatenate([one.count, other.count]),
    )


def _replies(rows: Rows, messages: Messages) -> tuple[_Votes, Ints, tuple[Ints, Ints]]:
    """Links of real mail: to the nearest reference that is here. Mails that name one absent mail are tied too.

    Gives the votes, the rows of which what they answer is neither here nor quoted, and pairs of messages of one thread.
    """
    owner = {rows.key.values[code]: at for at, code in enumerate(rows.key.codes.tolist()) if code >= 0}
    quoting = set(rows.above[rows.above >= 0].tolist())
    absent: dict[str, int] = {}
    child, parent, missing = [], [], []
    tied: list[tuple[int, int]] = []
    references = rows.references
    for at in np.flatnonzero(references.codes >= 0).tolist():
        names = references.values[references.codes[at]].split()
        if not names:
            continue
        message = int(messages.of[at])
        found = next((owner[name] for name in reversed(names) if name in owner), None)
        if names[-1] not in owner and at in quoting:
            # What it answers is not here as a mail but stands quoted beneath it: that is nearer than an ancestor.
            tied += [(int(messages.of[found]), message)] if found is not None else []
        elif found is not None:
            child.append(message)
            parent.append(int(messages.of[found]))
        if names[-1] not in owner and at not in quoting:
            missing.append(at)
        tied += [(absent.setdefault(name, message), message) for name in names if name not in owner]
    ends = np.array(tied, dtype=np.int64).reshape(-1, 2)
    votes = _count(np.array(child, dtype=np.int64), np.array(parent, dtype=np.int64), REPLY)
    return votes, np.array(missing, dtype=np.int64), (ends[:, 0], ends[:, 1])


def _choose(votes: _Votes, messages: Messages) -> tuple[Ints, Codes]:
    """One parent a message: one that is not later, then a reply header, then most votes, then the last one sent."""
    parent = np.full(len(messages), -1, dtype=np.int64)
    link = np.zeros(len(messages), dtype=np.int32)
    if not len(votes.child):
        return parent, link
    late = _later(votes.parent, votes.child, messages)
    order = np.lexsort(
        (
            messages.first[votes.parent],
            -messages.at[votes.parent],
            -votes.count,
            -votes.link,
            late > SHIFT,
            votes.child,
        )
    )
    first = np.append(True, votes.child[order][1:] != votes.child[order][:-1])
    chosen = order[first]
    parent[votes.child[chosen]] = votes.parent[chosen]
    link[votes.child[chosen]] = votes.link[chosen]
    return parent, link


def _later(parent: Ints, child: Ints, messages: Messages) -> Ints:
    """By how many seconds the parent is later than its child; 0 where it is not, or where a moment is unknown."""
    known = (messages.at[parent] != NEVER) & (messages.at[child] != NEVER)
    later = np.where(known, messages.at[parent] - messages.at[child], 0)
    # To the minute a stamp says "within this minute", to the day "on this day": that much is no contradiction.
    slack = np.where(np.minimum(messages.precision[parent], messages.precision[child]) > 0, 59, 86399)
    return np.where(later > slack, later, 0)


def _break_cycles(parent: Ints, link: Codes, messages: Messages) -> None:
    """Cut each cycle at its earliest message, in place: it answers none of the others."""
    reach = parent.copy()
    for _ in range(max(len(parent), 2).bit_length()):
        reach = np.where(reach >= 0, reach[reach], -1)
    pending = set(np.unique(reach[reach >= 0]).tolist())
    # After that many steps whoever has not come out at a root stands on a cycle.
    while pending:
        start = min(pending)
        cycle, at = [start], int(parent[start])
        while at != start:
            cycle.append(at)
            at = int(parent[at])
        first = min(cycle, key=lambda m: (messages.at[m] == NEVER, messages.at[m], m))
        parent[first], link[first] = -1, NONE
        pending -= set(cycle)


def subjects(rows: Rows, messages: Messages, parent: Ints) -> Codes:
    """Each message's bare subject (its code, −1: unknown); one that shows none has that of the message that quotes it.

    "Op … schreef …:" gives no subject, and an answer keeps that of what it answers.
    """
    bare = np.where(messages.subject >= 0, rows.bare.codes[messages.subject], -1)
    while True:
        child = np.flatnonzero((parent >= 0) & (bare >= 0))
        child = child[bare[parent[child]] < 0][::-1]
        if not len(child):
            return bare.astype(np.int32)
        bare[parent[child]] = bare[child]


def infer(rows: Rows, messages: Messages, bare: Codes, orphans: Flags) -> tuple[Ints, tuple[Ints, Ints]]:
    """For each orphan the last earlier message with its bare subject and a domain in common; −1: none.

    Messages are sorted by subject and time, so an orphan's candidates stand right before it: ``LOOK_BACK`` are looked
    at. An orphan without such a message was answered by somebody all the same: the next message of its subject is tied
    to its thread, without a parent (the second value: pairs of messages).
    """
    parent = np.full(len(messages), -1, dtype=np.int64)
    telling = rows.bare.letters >= TELLING
    usable = np.flatnonzero(telling[bare] & (messages.at != NEVER))
    order = usable[np.lexsort((usable, messages.at[usable], bare[usable]))]
    tied: list[tuple[int, int]] = []
    if orphans.any() and len(order):
        parties = _Parties(rows, messages, set(order.tolist()))
        for step in range(1, min(LOOK_BACK, len(order) - 1) + 1):
            early, late = order[:-step], order[step:]
            wait = messages.at[late] - messages.at[early]
            fits = (bare[early] == bare[late]) & (wait >= 0) & (wait <= WINDOW) & (orphans[late] | orphans[early])
            for one, two in zip(early[fits].tolist(), late[fits].tolist(), strict=True):
                if not parties.met(one, two):
                    continue
                tied.append((one, two))
                later = messages.at[one] < messages.at[two]
                if orphans[two] and parent[two] < 0 and later and parties.could_answer(two, one):
                    parent[two] = one
    ends = np.array(tied, dtype=np.int64).reshape(-1, 2)
    return parent, (ends[:, 0], ends[:, 1])


class _Parties:
    """The domains of each message's sender and of its addressees, from all its copies."""

    def __init__(self, rows: Rows, messages: Messages, wanted: set[int]) -> None:
        self.sender: dict[int, set[str]] = {}
        self.to: dict[int, set[str]] = {}
        columns = (messages.of, rows.sender.codes, rows.domains.codes)
        for message, sender, addressees in zip(*(column.tolist() for column in columns), strict=True):
            if message in wanted and sender >= 0:
                self.sender.setdefault(message, set()).add(rows.sender.values[sender])
            if message in wanted and addressees >= 0:
                self.to.setdefault(message, set()).update(rows.domains.values[addressees].split())

    def met(self, one: int, two: int) -> bool:
        """Whether a domain takes part in both; where nothing is known of one, yes."""
        first, second = (self.sender.get(m, set()) | self.to.get(m, set()) for m in (one, two))
        return not first or not second or bool(first & second)

    def could_answer(self, answer: int, question: int) -> bool:
        """Whether the answer's sender was addressed by the question (or sent it); where that is unknown, yes."""
        sender, asked = self.sender.get(answer), self.to.get(question)
        return not sender or not asked or bool(sender & (asked | self.sender.get(question, set())))


def _doubt_clocks(parent: Ints, messages: Messages) -> Messages:
    """Mark the weaker stamp of a parent that is later than its child."""
    child = np.flatnonzero(parent >= 0)
    wrong = child[_later(parent[child], child, messages) > 0]
    if not len(wrong):
        return messages
    certainty = messages.certainty.copy()
    strength = messages.certainty.astype(np.int64) * 1000 + np.minimum(messages.votes, 999)
    for one in wrong.tolist():
        other = int(parent[one])
        certainty[other if strength[other] <= strength[one] else one] = 0
    return replace(messages, certainty=certainty)
