"""What all documents are held against, made once: lists, patterns, the tagger."""

from __future__ import annotations

import inspect
import sys

from draad.release.propose import witness

_CACHES = ("draad.release.propose.", "draad.split.")


def load() -> None:
    """Makes all that the finders make once and keep, so that processes forked after it share it.

    It takes a third of a second, which each of them would spend by itself in each pass. What a function without
    parameters keeps is found by that, so that a finder's new list is not forgotten here.
    """
    witness.own()
    for name, module in list(sys.modules.items()):
        if name.startswith(_CACHES):
            for made in list(vars(module).values()):
                if hasattr(made, "cache_info") and not inspect.signature(made).parameters:
                    made()
