"""The inventory list (inventarislijst) of a release: each document once, with what was decided of it and why.

``rows`` makes it out of a dossier; ``xlsx``, ``docx`` and ``html`` lay it out; ``production`` writes it as
nl-rdo-woo-web imports it; ``reading`` and ``compare`` take in a list that somebody else made.
"""

from draad.release.inventory.rows import Row, rows

__all__ = ["Row", "rows"]
