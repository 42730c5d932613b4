"""For all tests: no time limit on a property, and no language left over from the test before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from draad.texts import speak

# Machines are shared, and no test is timed.
settings.register_profile("draad", deadline=None)
settings.load_profile("draad")


@pytest.fixture(autouse=True)
def _usual_language() -> Iterator[None]:
    """Each test begins in the usual language, whatever the one before it asked for."""
    speak(None)
    yield
    speak(None)
