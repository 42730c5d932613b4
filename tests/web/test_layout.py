"""The shortened ways of our templates lead where Jinja's own do."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from draad.texts import texts
from draad.web.layout import Layout, escaped

_TEMPLATES = {
    "parts.html": """
        {% macro one(item, tone="plain") %}
        <i class="{{ tone }}">{{ item.text }}{% if caller is defined %}{{ caller() }}{% endif %}</i>
        {% endmacro %}
        {% macro all(items) %}{% for item in items %}{{ one(item, tone=item.tone) }}{% endfor %}{% endmacro %}
    """,
    "page.html": """
        {% from "parts.html" import all, one with context %}
        {{ all(things) }} {% call one(things[0]) %}{{ say("kind.mail") }}<b>{{ owner.name }}</b>{% endcall %}
        {% for name, value in table.items() %}{{ name }}={{ value }};{% endfor %}
        {{ table["items"] }} {{ table.keys()|list }}
        {% set made = {} %}{% set _ = made.update({"a": one(things[0])}) %}{{ made.a }} {{ number }} {{ nothing }}
        {% for thing in things %}{{ owner.told(thing.text) }}{{ asked(thing.tone) }}{{ owner.seen() }}{% endfor %}
    """,
}


class _Owner:
    """Something whose methods templates call."""

    name = "<afdeling & co>"

    def told(self, text: str) -> str:
        return f"[{text}]"

    @pass_context
    def seen(self, context: Context) -> Any:
        return context["thing"]["text"] if "thing" in context else "?"


def _rendered(made: Environment, **more: Any) -> str:
    things = [{"text": "a < b", "tone": '"ja"'}, {"text": Markup("<u>c</u>"), "tone": "nee", "items": [1]}]
    held = {"things": things, "table": {"items": 3, "keys": 4}, "owner": _Owner(), "number": 1.5, "nothing": None}
    return made.get_template("page.html").render(
        **held, say=texts("nl"), asked=lambda tone: SimpleNamespace(tone=tone).tone, **more
    )


def _made(kind: type[Environment]) -> Environment:
    return kind(loader=DictLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)


def test_a_page_is_laid_out_as_jinja_does_it() -> None:
    assert _rendered(_made(Layout)) == _rendered(_made(Environment))


@given(st.one_of(st.text(), st.integers(), st.none(), st.text().map(Markup), st.lists(st.text())))
def test_every_value_is_escaped_as_ever(value: object) -> None:
    assert escaped(value) == escape(value)


def test_what_is_missing_is_a_fault_still() -> None:
    made = Layout(undefined=StrictUndefined)
    with pytest.raises(UndefinedError):
        made.from_string("{{ held.other }}").render(held={"one": 1})
