"""page (MIT) as a program of its own: paths of PDFs as lines in, what it finds against PDF/A-2u as JSON lines out.

    .venv-peers/bin/python bench/pdfa_peer.py < paths.txt

An independent validator to measure beside, never a part of Draad: nothing here is imported by it.
"""

import json
import sys

import page


def main() -> None:
    """A line for each file: the rules it breaks, each with the first message; none where it keeps to PDF/A-2u."""
    for path in sys.stdin.read().splitlines():
        report = page.validate_pdf(path, profile=page.ValidationProfile.PDF_A_2U)
        broken = {}
        for one in report.failures:
            broken.setdefault(one.rule_id, one.message)
        print(json.dumps(broken), flush=True)


if __name__ == "__main__":
    main()
