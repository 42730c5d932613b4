"""For all tests: a property may take as long as the machine lets it, for machines are shared and no test is timed."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("draad", deadline=None)
settings.load_profile("draad")
