"""Signals by organisation and theme, and whether anything followed: whether they landed.

A signal landed where somebody was told, an action exists, or an answer went back; each with its evidence. Where none is
found, nothing in this dossier shows that it landed, which is not the same as that it did not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from draad.dossier.views import ItemView, LinkView, MessageView, PlaceView, ThreadView
from draad.extract.content import content, stems, words
from draad.fold import fold
from draad.knowledge import load
from draad.register.replies import Conversation, addressed, audience, conversations, day_of, domain, place_of, way

How = Literal["told", "action", "answered", "linked"]
_ACTS: Final = frozenset(("action", "commitment", "decision"))
_NEVER: Final = frozenset(("rejected",))
_COMMON: Final = 100
"""A word of so many themes of one organisation finds none of them."""
_MOST_ACTS: Final = 500
"""Items of one document or conversation that a signal is held against."""

_about = lru_cache(maxsize=1 << 14)(content)


class Landing(NamedTuple):
    """One thing that followed a signal."""

    how: How
    """``told``: passed on to others; ``action``: an action, promise or decision about it; ``answered``: a reply to
    where it came from; ``linked``: a person or a tie links something to it. In the catalogue: ``landed.told`` …"""
    day: date | None
    place: PlaceView | None
    item: ItemView | None = None
    """The action."""
    domains: tuple[str, ...] = ()
    """Who was told, of those who had not seen it yet; empty where it stayed within one organisation."""


class Signal(NamedTuple):
    """One signal and what followed it."""

    item: ItemView
    followed: tuple[Landing, ...]

    @property
    def landed(self) -> bool:
        """Anything followed."""
        return bool(self.followed)


class Theme(NamedTuple):
    """The signals of one organisation about one thing, in order of day."""

    organisation: str | None
    """Who reports, as the text names it, else the domain of the sender; None where neither is known."""
    words: tuple[str, ...]
    """What they are about: the words that most of them share and others don't, as they stand in the text."""
    signals: tuple[Signal, ...]

    @property
    def landed(self) -> bool:
        """Anything followed one of them."""
        return any(signal.landed for signal in self.signals)


def signals(
    items: Iterable[ItemView], links: Iterable[LinkView] = (), threads: Iterable[ThreadView] = ()
) -> list[Theme]:
    """Signals (all but rejected ones) by organisation and theme: those that did not land first, then the most frequent.

    ``items`` are those of the dossier, of every kind: actions among them are what may have followed. ``threads`` are
    the conversations of the signals, with their messages. A signal of several organisations stands under each.
    """
    known = sorted((i for i in items if i.status not in _NEVER), key=lambda i: (i.said or "", i.document, i.span, i.id))
    talks = conversations(threads)
    linked: dict[int, list[LinkView]] = {}
    for link in links:
        if link.status != "rejected" and link.kind in ("answers", "fulfils"):
            linked.setdefault(link.target, []).append(link)
    acts = _acts(known)
    by_owner: dict[str | None, list[Signal]] = {}
    for item in known:
        if item.kind == "signal":
            signal = Signal(item, tuple(_followed(item, talks, linked.get(item.id, ()), acts)))
            for name in _organisations(item, talks):
                by_owner.setdefault(name, []).append(signal)
    everywhere = Counter(stem for item in known if item.kind == "signal" for stem in _about(item.text))
    found = [
        Theme(name, _label(group, everywhere, name or ""), tuple(group))
        for name, reported in by_owner.items()
        for group in _themes(reported)
    ]
    return sorted(found, key=lambda t: (t.landed, -len(t.signals), t.organisation or "~", t.signals[0].item.id))


def _organisations(item: ItemView, talks: Mapping[int, Conversation]) -> tuple[str | None, ...]:
    if item.owner:
        return item.owner
    talk = talks.get(item.message) if item.message is not None else None
    return (domain(talk.messages[item.message]) if talk and item.message is not None else None,)


# ── themes ───────────────────────────────────────────────────────────────────────────────────────────────────────


class _Group(NamedTuple):
    number: int
    signals: list[Signal]
    times: Counter[str]
    """In how many of the signals each stem stands."""

    def fits(self, own: frozenset[str]) -> int:
        """The number of words in common; 0 where it is too few to be about one thing.

        Counted are words of at least half of the group's signals: else a group drifts from subject to subject.
        """
        known = load("register")["theme"]
        core = {stem for stem, times in self.times.items() if 2 * times >= len(self.signals)}
        common = len(own & core)
        return common if common >= known["words"] or common >= known["share"] * len(own | core) else 0


def _themes(reported: Sequence[Signal]) -> list[list[Signal]]:
    """Signals that share content words, directly or by one between, in the order given."""
    groups: list[_Group] = []
    by_stem: dict[str, dict[int, _Group]] = {}
    for signal in reported:
        own = _about(signal.item.text)
        near: dict[int, _Group] = {}
        for stem in own:
            with_it = by_stem.get(stem, {})
            near |= with_it if len(with_it) <= _COMMON else {}
        # The first of the best, whatever the order in which a set gives its words.
        best = max((near[n] for n in sorted(near)), key=lambda group: group.fits(own), default=None)
        if best is None or not best.fits(own):
            best = _Group(len(groups), [], Counter())
            groups.append(best)
        best.signals.append(signal)
        best.times.update(own)
        for stem in own:
            by_stem.setdefault(stem, {})[best.number] = best
    return [group.signals for group in groups]


def _label(group: Sequence[Signal], everywhere: Mapping[str, int], organisation: str) -> tuple[str, ...]:
    """The words that name a theme: shared by most of its signals, and by few others; as most often written.

    Those of the organisation itself are left out: it is named already. A capital counts but at the beginning.
    """
    own, named = {fold(word) for word in words(organisation)}, _about(organisation)
    written: dict[str, Counter[str]] = {}
    times: Counter[str] = Counter()
    for signal in group:
        times.update(_about(signal.item.text))
        for at, word in enumerate(words(signal.item.text)):
            if fold(word) in own:
                continue
            shown = word.lower() if at == 0 and not word.isupper() else word
            for stem in stems(word):
                written.setdefault(stem, Counter())[shown] += 1
    known = [stem for stem in times if stem in written and stem not in named]
    ranked = sorted(known, key=lambda stem: (-times[stem] * times[stem] / everywhere[stem], -len(stem), stem))
    label: dict[str, None] = {}
    for stem in ranked:
        word = min(written[stem], key=lambda form: (-written[stem][form], form != form.lower(), form))
        label.setdefault(word)
        if len(label) == load("register")["theme"]["label"]:
            break
    return tuple(label)


# ── what followed ────────────────────────────────────────────────────────────────────────────────────────────────


class _Acts(NamedTuple):
    by_thread: dict[int, list[ItemView]]
    by_document: dict[int, list[ItemView]]


def _acts(items: Iterable[ItemView]) -> _Acts:
    found = _Acts({}, {})
    for item in items:
        if item.kind in _ACTS:
            found.by_document.setdefault(item.document, []).append(item)
            if item.thread is not None:
                found.by_thread.setdefault(item.thread, []).append(item)
    return found


def _item_place(item: ItemView) -> PlaceView:
    return PlaceView(item.document, item.document_name, None, None, item.span, item.lines, None, item.text)


def _day(item: ItemView) -> date | None:
    return date.fromisoformat(item.said) if item.said else None


def _followed(
    item: ItemView, talks: Mapping[int, Conversation], links: Sequence[LinkView], acts: _Acts
) -> list[Landing]:
    found = [Landing("linked", None, link.place) for link in links]
    talk = talks.get(item.message) if item.message is not None else None
    if talk is not None and item.message is not None:
        found += _in_mail(talk, talk.messages[item.message])
    found += [Landing("action", _day(act), _item_place(act), act) for act in _actions(item, acts)]
    return found


def _in_mail(talk: Conversation, source: MessageView) -> list[Landing]:
    """Who was told, and whether an answer went back."""
    found = []
    knew = audience(source)
    for message in talk.descendants(source.id):
        strangers = tuple(sorted(addressed(message) - knew))
        if strangers:
            found.append(Landing("told", day_of(message), place_of(message), domains=strangers))
        elif way(source, message) == "on":
            found.append(Landing("told", day_of(message), place_of(message)))
        if way(source, message) == "back" and domain(source) and domain(message) not in (None, domain(source)):
            found.append(Landing("answered", day_of(message), place_of(message)))
        knew |= audience(message)
    return found


def _actions(item: ItemView, acts: _Acts) -> list[ItemView]:
    """Actions, promises and decisions after the signal, about it: in its conversation, or in its point of a report."""
    known = load("register")["landed"]
    own = _about(item.text)
    found = []
    if item.message is None:
        for act in acts.by_document.get(item.document, ())[:_MOST_ACTS]:
            after = item.span[0] <= act.span[0] <= item.span[1] + known["near"]
            if after and act.message is None and own & _about(act.text):
                found.append(act)
        return found
    for act in acts.by_thread.get(item.thread or -1, ())[-_MOST_ACTS:]:
        if act.message == item.message:
            after = act.document == item.document and act.span[0] >= item.span[0]
        else:
            after = bool(act.said and item.said and act.said >= item.said)
        if after and len(own & _about(act.text)) >= known["words"]:
            found.append(act)
    return found
