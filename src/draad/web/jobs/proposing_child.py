"""In a process of its own: proposes anew what to withhold and tells how far it is, a line of JSON at a time.

Apart from the server, so that its work on the processor does not disturb readers. No word of a document is told: only
steps and figures. Run as ``python -m draad.web.jobs.proposing_child DOSSIER``.
"""

from __future__ import annotations

import sys

from draad.errors import DraadError
from draad.web.jobs.telling import Report, say, when_free


def main(place: str) -> int:
    """Proposes; the last line says what came of it, or what stopped it."""
    from draad.dossier import Dossier
    from draad.run.proposing import Outcome, run

    def work() -> Outcome:
        with Dossier.open(place, write=True) as dossier:
            return run(dossier, report=Report())

    try:
        outcome = when_free(work)
    except DraadError as error:
        say(end="failed", code=error.code)
        return 1
    told = {"documents": outcome.documents, "proposals": outcome.proposals, "attention": outcome.attention}
    say(end="done", **told, failed=len(outcome.failed))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
