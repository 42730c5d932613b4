"""What was asked of the page of searching, and what the index found of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from draad.dossier.query import parse
from draad.dossier.search import DEEPEST_PAGE, Results, Sort, search
from draad.dossier.tree import Node
from draad.web import paging
from draad.web.ask import Ask
from draad.web.pages.search.form import Form
from draad.web.routes import PAGE, Param

By = Literal["berichten", "documenten", "punten"]
BYS: tuple[By, ...] = ("berichten", "documenten", "punten")
SORTS: dict[str, Sort] = {"best": "score", "oud": "date", "nieuw": "-date"}
ON_A_PAGE = 20
GROUPED = 1000
"""Documents and items are gathered from this many best hits; the page says so where there are more."""

LONGEST = 4000
PARAMS = (
    Param("q", length=LONGEST),
    Param("als", "choice", BYS, default="berichten"),
    Param("volgorde", "choice", tuple(SORTS), default="best"),
)
FORM_PARAMS = (
    *(Param(name, length=500) for name in ("woorden", "zin", "zonder", "van", "aan")),
    Param("vanaf", "date"),
    Param("tot", "date"),
    Param("wat", "choice", ("message", "document")),
    Param("soort", length=40),
    Param("grond", length=60),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as it was asked."""

    query: str
    by: By
    sort: str
    page: int
    form: Form
    """What came from the form; empty where the query was typed."""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Asked:
        """The search in the values of a request; a form's fields are added to the query."""
        form = Form.of(values)
        typed = values["q"] or ""
        query = form.query() if form and not typed else typed
        if form and typed:
            query = Form(words=typed).joined(form)
        return cls(query.strip(), values["als"], values["volgorde"], values.get(PAGE.name, 1), form)

    def address(self, query: str | None = None) -> dict[str, str]:
        """What its address holds; without what is meant anyway."""
        whole = {"q": self.query if query is None else query, "als": self.by, "volgorde": self.sort}
        return {name: value for name, value in whole.items() if value not in ("", "berichten", "best")}

    def tree(self) -> Node:
        """The query as a tree. Raises WrongQueryError."""
        return parse(self.query)

    def find(self, ask: Ask, node: Node, *, most: int = 0, facets: bool = True) -> Results:
        """What the index finds for the page that is asked, or the first ``most``.

        Raises IndexMissing, TooSlowError, UsageError for a page that is too deep.
        """
        grouped = self.by != "berichten"
        limit = most or (GROUPED if grouped else ON_A_PAGE)
        offset = 0 if grouped or most else (self.page - 1) * ON_A_PAGE
        index, order = ask.room.index(), SORTS[self.sort]
        return ask.room.patience.run(lambda: search(index, node, limit=limit, offset=offset, sort=order, facets=facets))


def pages_of(number: int) -> int:
    """How many pages a number of rows takes, as far as they can be turned to."""
    return paging.pages_of(min(number, DEEPEST_PAGE), ON_A_PAGE)
