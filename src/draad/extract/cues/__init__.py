"""Items in running text and list items, by how Dutch says them: one scan for words, then rules on coded sentences.

``cues(unit)`` looks at prose and points; headings, table rows and speakers' turns have finders of their own.
"""

from __future__ import annotations

from draad.extract.cues.judge import Judged, cues, judged
from draad.extract.cues.patterns import grammar

__all__ = ["Judged", "cues", "grammar", "judged"]
