"""deduce (LGPL) as a program of its own: texts as JSON lines in, spans as JSON lines out. Run by the peers' Python.

    .venv-peers/bin/python bench/deduce_peer.py < texts.jsonl

It is a peer to measure beside, never a part of Draad: nothing here is imported by it.
"""

import contextlib
import json
import sys

from deduce import Deduce

KINDS = {
    "persoon": "person",
    "patient": "person",
    "emailadres": "mailbox",
    "telefoonnummer": "phone",
    "bsn": "bsn",
    "datum": "date",
    "locatie": "address",
}


def main() -> None:
    """One line for each text: ``[[start, end, kind], …]`` of the kinds that Draad proposes too."""
    with contextlib.redirect_stdout(sys.stderr):  # the first time it tells that it makes its tables
        deduce = Deduce()
    for line in sys.stdin:
        try:
            found = deduce.deidentify(json.loads(line)).annotations
        except Exception as error:  # whatever it breaks down on is its own affair: the text counts as unread
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            found = []
        spans = [[int(a.start_char), int(a.end_char), KINDS[a.tag]] for a in found if a.tag in KINDS]
        print(json.dumps(sorted(span for span in spans if span[2] not in ("date", "address"))), flush=True)


if __name__ == "__main__":
    main()
