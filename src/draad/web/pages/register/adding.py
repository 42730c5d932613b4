"""A new item, added by a person: words of a document with what they ask for. Without a place it can't be (law 1)."""

from __future__ import annotations

from typing import Any

from draad.dossier.views import PlaceView
from draad.dossier.work import NewItem
from draad.errors import PlaceTakenError, UsageError
from draad.extract.records import KINDS
from draad.records import Span, short_id
from draad.register.fields import read_fields
from draad.register.words import cited
from draad.register.working import now, place_at
from draad.show import failures
from draad.web.ask import Ask
from draad.web.failures import in_form
from draad.web.pages.register import context, forms
from draad.web.respond import Answer, Page, Redirect
from draad.web.routes import Param, Route

_PLACE = (
    Param("document", length=200),
    Param("van", "int", least=1, most=10_000_000),
    Param("tot", "int", least=1, most=10_000_000),
)


def new(ask: Ask) -> Page:
    """The form, with the words that the item will stand on."""
    if not ask.values["document"] or not ask.values["van"]:
        raise UsageError(ask.say("web.register.new.no-place"), ask.say("web.register.new.no-place-cure"))
    return _form(ask, *_place(ask))


def add(ask: Ask) -> Answer:
    """Adds the item. Raises UsageError, NotFoundError for its place."""
    if not ask.values["document"] or not ask.values["van"]:
        raise UsageError(ask.say("web.register.new.no-place"), ask.say("web.register.new.no-place-cure"))
    document, span = _place(ask)
    kind = ask.values["soort"]
    try:
        if kind is None:
            raise UsageError(ask.say("web.register.new.no-kind"))
        fields = {name: value for name, value in forms.given(ask).items() if name != "kind"}
        one = NewItem(kind, document, span, **read_fields(fields, ask.today))
        added = ask.dossier.add_items([one], who=ask.user.name, at=now())[0]
    except UsageError as error:
        return _form(ask, document, span, error)
    name = short_id(added.id)
    return Redirect(ask.url("item", id=name), ("web.register.told.new", {}), undo=True, data={"id": name})


def _place(ask: Ask) -> tuple[int, Span]:
    first = ask.values["van"]
    last = max(first, ask.values["tot"] or first)
    found = place_at(ask.dossier, cited(ask.values["document"], (first, last)))
    assert found is not None, "a document with lines is a place"
    return found


def _form(ask: Ask, document: int, span: Span, error: UsageError | None = None) -> Page:
    view, text = ask.dossier.document(document), ask.dossier.text(document)
    first = view.first_line + text.count("\n", 0, span[0])
    lines = (first, first + text.count("\n", *span))
    place = PlaceView(document, view.name, None, None, span, lines, None, text[slice(*span)])
    names = [name for name in forms.FIELDS if error is not None]
    taken = error.message if isinstance(error, PlaceTakenError) else None
    data: dict[str, Any] = {
        "kinds": list(KINDS),
        "place": context.place_in(text, place),
        "document": short_id(document),
        "lines": list(lines),
        "form": {name: ask.values[name] or "" for name in names} or dict.fromkeys(forms.FIELDS, ""),
        "taken": taken,
        "error": None,
    }
    if error:
        said = {"message": failures.reason(ask.say, error.code, "")} if taken else {}
        data["error"] = in_form(ask.say, error) | said
    crumbs = ((ask.say("web.register.title"), ask.url("register")),)
    title = ask.say("web.register.new.title")
    return Page("register/new.html", data, title, status=400 if error else 200, crumbs=crumbs)


ROUTES = (
    Route("/register/nieuw", new, name="item-new", summary="web.register.about.new", role="team", params=_PLACE),
    Route(
        "/register/nieuw", add, name="item-add", summary="web.register.about.add",
        method="POST", role="team", scope="write", params=(*forms.PARAMS, *_PLACE),
    ),
)  # fmt: skip
