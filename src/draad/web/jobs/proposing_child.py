"""In a process of its own: proposes anew what to withhold and tells how far it is, a line of JSON at a time.

Apart from the server, so that its work on the processor does not disturb readers. No word of a document is told: only
steps and figures. Run as ``python -m draad.web.jobs.proposing_child DOSSIER``.
"""

from __future__ import annotations

import json
import sys
import time

from draad.errors import DossierBusyError, DraadError

_BETWEEN = 0.2
"""Seconds between two lines of one step."""
_WAIT = 2.0
"""Seconds until the next try, where another process writes."""


def main(place: str) -> int:
    """Proposes; the last line says what came of it, or what stopped it."""
    from draad.dossier import Dossier
    from draad.run.proposing import run

    while True:
        try:
            with Dossier.open(place, write=True) as dossier:
                outcome = run(dossier, report=_Report())
        except DossierBusyError:
            _say(step="wait")
            time.sleep(_WAIT)
        except DraadError as error:
            _say(end="failed", code=error.code)
            return 1
        else:
            told = {"documents": outcome.documents, "proposals": outcome.proposals, "attention": outcome.attention}
            _say(end="done", **told, failed=len(outcome.failed))
            return 0


class _Report:
    """Tells how far a step is, not too often."""

    def __init__(self) -> None:
        self._step = ""
        self._at = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if step != self._step or now - self._at > _BETWEEN or done == total:
            self._step, self._at = step, now
            _say(step=step, done=done, total=total)


def _say(**told: object) -> None:
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
