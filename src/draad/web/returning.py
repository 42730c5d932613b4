"""Where a form goes when its work is done: the page it was sent from."""

from __future__ import annotations

from draad.web.accounts.origin import own_path
from draad.web.ask import Ask
from draad.web.routes import Param

BACK = Param("terug", default="")


def back(ask: Ask, otherwise: str) -> str:
    """The page the work was done on, if that is one of ours."""
    return own_path(str(ask.values.get(BACK.name) or ""), otherwise)
