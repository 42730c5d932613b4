"""Releases that never were: our own generator of government correspondence, with the exact truth beside it.

It knows nothing of ``draad.split``: what it says is true was decided before a line was printed. Seeds 1 to 50 are for
looking at while rules are written; seeds from 1000 on are only scored.
"""

from draad.sample.demo import write_demo
from draad.sample.release import Format, Release, generate, write_release
from draad.sample.truth import Printed

__all__ = ["Format", "Printed", "Release", "generate", "write_demo", "write_release"]
