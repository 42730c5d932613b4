"""Overviews of the whole dossier, made once for each of its states and given to every reader.

An overview of 100,000 messages costs tenths of a second, a page may cost a fraction of that. So what was made is
kept with the dossier's version, and after a change the old one is given while a thread makes the new one
(stale-while-revalidate, RFC 5861 section 3).
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

from draad.dossier import Dossier

T = TypeVar("T")
_LOG = logging.getLogger(__name__)

MOST = 256
"""Overviews held; of more, the one asked for longest ago goes, but for those that ``warm`` was asked for."""
REST = 9.0
"""An overview that took a second to make is not made anew within nine: an ingest changes the dossier all the time,
and following it must leave the machine to the readers."""


WITHIN = 4.0
"""Seconds after which work on a reader's own words and filters is stopped: common words are sought in every item, and
who tries many would have all threads that make pages."""
QUICK = 0.1
"""Seconds: what was made quicker than this is made anew while the reader waits. In a small dossier a decision is then
seen in every overview at once."""


class Kept(NamedTuple, Generic[T]):
    """An overview as it is kept. The value is shared between threads: who takes it reads it and changes nothing."""

    value: T
    at: float
    """When it was made: seconds since 1970."""
    stale: bool
    """The dossier changed since; a newer one is being made, or its turn comes."""


@dataclass(slots=True)
class _Made:
    value: Any
    version: tuple[int, ...]
    at: float
    took: float
    """Seconds."""
    rested: float
    """By the monotonic clock: when it may be made anew."""


@dataclass(slots=True)
class _Slot:
    first: Lock = field(default_factory=Lock)
    made: _Made | None = None
    renewing: bool = False


class Keep:
    """Keeps overviews; for any number of threads."""

    def __init__(
        self, open_dossier: Callable[[], Dossier], most: int = MOST, rest: float = REST, quick: float = QUICK
    ) -> None:
        self._open = open_dossier
        self._most = most
        self._rest = rest
        self._quick = quick
        self._lock = Lock()
        self._slots: OrderedDict[tuple[Hashable, ...], _Slot] = OrderedDict()
        self._lasting: set[tuple[Hashable, ...]] = set()
        self._thread: ThreadPoolExecutor | None = None

    def get(
        self, key: tuple[Hashable, ...], make: Callable[[Dossier], T], dossier: Dossier, *, within: float | None = None
    ) -> Kept[T]:
        """What ``make`` gives of the dossier, made now if it never was; else as last made, perhaps ``stale``.

        Threads that ask for the same key at the same time wait for one of them to make it, which no
        ``Dossier.limit`` of the page stops: half an overview helps nobody. But what a reader's own words may make
        as long as they like is stopped after ``within`` seconds: TooSlowError, and nothing is kept. What ``make``
        raises goes to the one for whom it ran the first time; later it is logged, and the old value stays. ``make``
        gets a dossier of its own later on: it must take nothing from the page around it.
        """
        version = dossier.version()
        slot = self._slot(key)
        made = slot.made
        if made is None:
            with slot.first:
                made = slot.made
                if made is None:
                    with dossier.limit(within):
                        made = slot.made = self._make(make, dossier)
        if _is_stale(made, version) and made.took < self._quick:
            with slot.first:
                made = slot.made or made
                if _is_stale(made, version):
                    made = slot.made = self._make(make, dossier)
        if stale := _is_stale(made, version):
            self._renew(key, slot, make)
        return Kept(made.value, made.at, stale)

    def warm(self, key: tuple[Hashable, ...], make: Callable[[Dossier], Any]) -> None:
        """Has an overview made by the background thread, where it is not there: before the first reader asks for it.

        Who asks meanwhile waits for that one. An error is logged; the first reader then tries for himself. It stays
        however many others are asked for: one reader who tries all filters doesn't make all others wait.
        """
        with self._lock:
            self._lasting.add(key)
        slot = self._slot(key)
        with self._lock:
            if slot.made is None and not slot.renewing:
                slot.renewing = True
                self._thread = self._thread or ThreadPoolExecutor(1, thread_name_prefix="keep")
                self._thread.submit(self._remake, key, slot, make)

    def drop(self) -> None:
        """Forgets all; what is being made now is given to who waits for it, and not kept."""
        with self._lock:
            self._slots.clear()

    def close(self) -> None:
        """Forgets all, and waits for the overview that is being made now."""
        self.drop()
        with self._lock:
            thread, self._thread = self._thread, None
        if thread:
            thread.shutdown(cancel_futures=True)

    def _slot(self, key: tuple[Hashable, ...]) -> _Slot:
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            if len(self._slots) > self._most:
                passing = [old for old in self._slots if old not in self._lasting and old != key]
                for old in passing[: len(self._slots) - self._most]:
                    del self._slots[old]
            return slot

    def _make(self, make: Callable[[Dossier], Any], dossier: Dossier) -> _Made:
        began = time.monotonic()
        with dossier.snapshot():
            version = dossier.version()
            value = make(dossier)
        took = time.monotonic() - began
        return _Made(value, version, time.time(), took, began + took * (1 + self._rest))

    def _renew(self, key: tuple[Hashable, ...], slot: _Slot, make: Callable[[Dossier], Any]) -> None:
        with self._lock:
            if slot.renewing or self._slots.get(key) is not slot:
                return
            if slot.made is not None and time.monotonic() < slot.made.rested:
                return
            slot.renewing = True
            self._thread = self._thread or ThreadPoolExecutor(1, thread_name_prefix="keep")
            self._thread.submit(self._remake, key, slot, make)

    def _remake(self, key: tuple[Hashable, ...], slot: _Slot, make: Callable[[Dossier], Any]) -> None:
        try:
            with slot.first if slot.made is None else nullcontext(), self._open() as own:
                slot.made = self._make(make, own)
        except Exception:  # whatever it is: readers keep what they had, and the log tells
            _LOG.exception("The overview %s could not be made; what there was stays.", key)
            if slot.made is not None:
                slot.made.rested = time.monotonic() + self._rest
        finally:
            slot.renewing = False


def _is_stale(made: _Made, version: tuple[int, ...]) -> bool:
    return any(now > then for now, then in zip(version, made.version, strict=True))
