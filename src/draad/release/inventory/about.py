"""What an inventory list says of itself: of which request, by whom, as of when, how many documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from draad.dossier.redactions import ReleaseSettings
from draad.release.inventory.rows import Row
from draad.release.inventory.table import day
from draad.texts import Texts


@dataclass(frozen=True, slots=True)
class About:
    """The release around a list."""

    settings: ReleaseSettings
    today: date

    def heading(self, say: Texts) -> str:
        """``Inventarislijst: …``."""
        title = self.settings.title.strip() or self.settings.matter.strip()
        return say("publish.heading-of", title=title) if title else say("publish.heading")

    def lines(self, say: Texts, rows: Sequence[Row]) -> list[tuple[str, str]]:
        """Name and value of what is known of the release."""
        settings = self.settings
        told = [
            (say("publish.about.organisation"), settings.organisation.partition("<")[0].strip()),
            (say("publish.about.matter"), settings.matter),
            (say("publish.about.request"), day(settings.request_date or None)),
            (say("publish.about.published"), day(settings.published or None)),
            (say("publish.about.made"), day(self.today.isoformat())),
            (say("publish.about.documents"), say.number(len(rows))),
        ]
        return [(name, value) for name, value in told if value]
