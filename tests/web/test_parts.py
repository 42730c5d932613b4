"""The macros of ``templates/parts/``: what they are given stays text; eyes, ears and keyboard get the same."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from draad.texts import LANGUAGES, of_pages
from draad.web.accounts.roles import User
from draad.web.static import OWN
from draad.web.words import TEMPLATES, environment

ENVIRONMENT = environment(
    url=lambda name, **values: f"/{name}",
    has=lambda name: True,
    static=lambda name: f"/static/{name}?v=1",
    asset=lambda name: f"/assets/{name}?v=1",
    dossier_name="Proef & meer",
    settings=SimpleNamespace(tokens=None, team=False),
)
HOSTILE = """"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 7 }}"""

EVERY = {
    "controls": """
        {{ heading(2, bad, id="a", count=bad) }}{{ link(bad, bad) }}{{ button(bad, "primary", name=bad, value=bad,
        key=bad, data={"copy": bad}) }}
        {{ button_link(bad, bad, icon=bad) }}{{ cite(bad) }}
        {{ tabs(bad, [{"text": bad, "href": bad, "current": true, "count": bad}]) }}
        {% call toolbar(bad) %}{{ bad }}{% endcall %}{% call folded(bad, count=bad) %}{{ bad }}{% endcall %}""",
    "form": """
        {{ csrf() }}{{ field("n", bad, bad, hint=bad, error=bad, required=true, attrs={"data-x": bad}) }}
        {{ textarea("t", bad, bad, hint=bad) }}{{ select("s", bad, [(bad, bad), "b"], bad) }}
        {{ checkbox("c", bad, value=bad) }}
        {{ choices("r", bad, [(bad, bad)], bad, hint=bad) }}{% call fieldset(bad, bad) %}{{ bad }}{% endcall %}
        {% call row() %}{{ bad }}{% endcall %}{{ search_box(bad, bad, label=bad, hidden={"a": bad}) }}""",
    "table": """
        {% call table(bad) %}<thead><tr>{{ sort_head(bad, bad, "up") }}</tr></thead><tbody><tr>
        <td>{{ bad }}</td></tr></tbody>{% endcall %}{{ pages(2, 9, again) }}{{ shown(1, 50, 1234) }}""",
    "marks": """
        {{ badge(bad, "ok") }}{{ kind_badge(bad) }}{{ status_badge(bad) }}
        {{ chip(bad, off=bad) }}{{ chip(bad, href=bad) }}
        {{ redaction(bad, bad, bad, "m1") }}{{ gap(bad) }}{{ pieces([(bad, true), (bad, false)]) }}
        {{ certain("chain", bad) }}""",
    "blocks": """
        {{ crumbs_nav([(bad, bad), (bad, bad)]) }}{% call alert("error", bad) %}{{ bad }}{% endcall %}
        {{ facts([(bad, bad)]) }}
        {% call panel(bad) %}{{ bad }}{% endcall %}
        {% call empty(bad) %}{{ bad }}{% endcall %}{{ number(bad, bad, bad) }}
        {{ facet("f", bad, [{"text": bad, "count": 3, "href": bad, "current": true}], more=4) }}
        {{ share(1, 3, bad) }}""",
    "bars": """{{ bars(bad, [{"label": bad, "value": 3, "href": bad, "tick": bad},
        {"label": "b", "value": 1}], (bad, bad)) }}
        {{ time_bars(bad, {"step": "year", "rows": [{"period": "2020", "messages": 3, "url": bad},
        {"period": "2021", "messages": 4, "url": ""}]}, (bad, bad), id="jaren") }}""",
    "keys": """<dl>{{ key_row("j k", bad) }}</dl>{{ keys_dialog("") }}""",
}


def names(part: str) -> list[str]:
    """The macros of a file that pages may call."""
    source = (TEMPLATES / "parts" / f"{part}.html").read_text("utf-8")
    return [name for name in re.findall(r"{%-? macro (\w+)", source) if not name.startswith("_")]


def show(part: str, source: str, language: str = "nl", **values: Any) -> str:
    """The HTML of a piece of template with all macros of a file."""
    head = f'{{% from "parts/{part}.html" import {", ".join(names(part))} with context %}}'
    template = ENVIRONMENT.from_string(head + source)
    say = of_pages(language)
    return template.render(
        say=say,
        user=User("B. Zoeker", "reader"),
        ask=SimpleNamespace(theme="", here="/zoeken", route=SimpleNamespace(name="search")),
        csrf_token="abc",
        again=lambda **changed: f"?pagina={changed['pagina']}",
        **values,
    )


def tree(part: str, source: str, **values: Any) -> html.HtmlElement:
    return html.fragment_fromstring(show(part, source, **values), create_parent="div")


@pytest.mark.parametrize("part", EVERY)
def test_what_a_macro_is_given_stays_text(part: str) -> None:
    shown = tree(part, EVERY[part], bad=HOSTILE)
    assert shown.xpath("//script | //img") == []
    assert [name for element in shown.iter() for name in element.attrib if name.startswith("on")] == []
    assert "<script>alert(1)</script>" in "".join(shown.itertext())
    assert "49" not in show(part, EVERY[part], bad="{{ 7 * 7 }}")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    for source in ("{{ badge(bad) }}", "{{ hit(bad) }}", "{{ gap(bad) }}"):
        assert "".join(tree("marks", source, bad=text).itertext()) == text


@pytest.mark.parametrize("part", EVERY)
def test_all_macros_of_a_file_are_tried_here(part: str) -> None:
    hidden = {"key_hint", "fact", "facts_list", "hit"}
    assert {name for name in names(part) if f"{name}(" not in EVERY[part]} <= hidden


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", EVERY)
def test_both_languages_have_the_words_of_the_parts(part: str, language: str) -> None:
    assert show(part, EVERY[part], language, bad="x")


def test_every_icon_is_decoration() -> None:
    shapes = ENVIRONMENT.get_template("parts/icon.html").module.shapes  # type: ignore[attr-defined]
    source = '{% from "parts/icon.html" import icon %}{% for name in shapes %}{{ icon(name) }}{% endfor %}'
    icons = html.fragment_fromstring(ENVIRONMENT.from_string(source).render(shapes=shapes), create_parent="div")
    assert len(icons) == len(shapes)
    assert {(icon.get("aria-hidden"), icon.get("focusable")) for icon in icons} == {("true", "false")}
    assert ENVIRONMENT.from_string('{% from "parts/icon.html" import icon %}{{ icon("none") }}').render() == ""


def test_every_icon_that_a_template_names_is_there() -> None:
    shapes = ENVIRONMENT.get_template("parts/icon.html").module.shapes  # type: ignore[attr-defined]
    used = set()
    for file in TEMPLATES.rglob("*.html"):
        used |= set(re.findall(r"""icon(?:\(|=)["'](\w+)["']""", file.read_text("utf-8")))
    assert used - set(shapes) == set()


def test_every_control_has_a_label_and_its_hint_and_error_are_tied_to_it() -> None:
    shown = tree("form", EVERY["form"], bad="woorden")
    labels = {label.get("for") for label in shown.xpath("//label")}
    controls = shown.xpath("//input[not(@type='hidden')] | //select | //textarea")
    assert {control.get("id") for control in controls} == labels
    ids = {element.get("id") for element in shown.xpath("//*[@id]")}
    told = [
        name for element in shown.xpath("//*[@aria-describedby]") for name in element.get("aria-describedby").split()
    ]
    assert len(told) >= 4
    assert set(told) <= ids
    assert shown.xpath("//input[@aria-invalid='true']")[0].get("name") == "n"


def test_a_table_can_be_reached_by_keyboard_and_has_a_name() -> None:
    region = tree("table", EVERY["table"], bad="Punten").xpath("//*[@role='region']")[0]
    assert (region.get("tabindex"), region.get("aria-label")) == ("0", "Punten")
    assert region.xpath(".//caption")[0].text == "Punten"
    assert region.xpath(".//th/@aria-sort") == ["ascending"]


@pytest.mark.parametrize(
    ("page", "of", "expected"),
    [(1, 1, ""), (1, 3, "123"), (5, 9, "1…456…9"), (2, 9, "123…9"), (9, 9, "1…89")],
)
def test_pages_lead_to_the_first_the_last_and_the_ones_beside(page: int, of: int, expected: str) -> None:
    shown = tree("table", "{{ pages(page, of, again) }}", page=page, of=of)
    words = shown.xpath("//li[not(a/@rel)]//text()[not(parent::span[@class='draad-unseen'])]")
    assert "".join("".join(words).split()) == expected
    assert len(shown.xpath("//*[@aria-current='page']")) == (of > 1)


def test_bars_say_the_same_numbers_as_their_table() -> None:
    rows = [{"label": f"maand {n}", "value": n * n, "href": f"/m{n}" if n % 2 else ""} for n in range(14)]
    shown = tree("bars", '{{ bars("Per maand", rows, ("Maand", "Berichten")) }}', rows=rows)
    assert [title.text for title in shown.xpath("//title")] == [
        f"maand {n}: {n * n} {'bericht' if n == 1 else 'berichten'}" for n in range(14)
    ]
    assert [int(cell.text) for cell in shown.xpath("//td")] == [row["value"] for row in rows]
    heights = [float(bar.get("height")) for bar in shown.xpath("//*[@class='draad-bars__bar']")]
    assert heights == sorted(heights)
    assert (heights[0], heights[-1]) == (0, 108)
    assert len(shown.xpath("//a[@aria-label]")) == 7


@pytest.mark.parametrize("rows", [[], [{"label": "maart", "value": 3}], [{"label": "a", "value": 0}] * 5])
def test_too_few_bars_are_a_table_only(rows: list[dict[str, Any]]) -> None:
    shown = tree("bars", '{{ bars("Per maand", rows, ("Maand", "Berichten")) }}', rows=rows)
    assert shown.xpath("//*[@class='draad-bars__picture']") == []
    assert len(shown.xpath("//details[@open]")) == 1


def test_a_redaction_is_read_out_with_its_ground_and_reached_by_keyboard() -> None:
    shown = tree("marks", '{{ redaction("512e", "Woo 5.1.2.e", "persoonlijke levenssfeer") }}')
    mark = shown[0]
    assert mark.get("tabindex") == "0"
    assert mark.get("aria-label") == "Gelakt: Woo 5.1.2.e, persoonlijke levenssfeer"
    assert mark[0].text == "512e", "as printed"
    assert mark.xpath(".//*[@title]") == [], "nothing that a mouse alone can reach"


def test_a_bar_without_a_letter_is_dark_all_over() -> None:
    classes = [
        tree("marks", f'{{{{ redaction("{printed}") }}}}')[0].xpath("string(span/@class)")
        for printed in ("█████", "   ", "[gelakt]", "█ 5.1.2.e")
    ]
    assert ["--bar" in one for one in classes] == [True, True, False, False]


def test_a_redaction_never_shows_a_width() -> None:
    """The mark is as wide as its own letters, whatever stood beneath it (law 2)."""
    assert not {"style", "width"} & set(tree("marks", '{{ redaction("[gelakt]") }}')[0].attrib)


def whole(language: str = "nl", **values: Any) -> html.HtmlElement:
    page = ENVIRONMENT.from_string(
        '{% extends "base.html" %}{% block content %}<h1>Proef</h1>{% endblock %}'
        "{% block aside %}{{ beside }}{% endblock %}"
    )
    asked = {"theme": "", "here": "/register/punt/1", "route": SimpleNamespace(name="register"), **values}
    return html.document_fromstring(
        page.render(
            say=of_pages(language),
            ask=SimpleNamespace(**asked),
            user=User("B. Zoeker", "reader"),
            page_title="<Proef>",
            crumbs=[("Dossier", "/dossier")],
            csrf_token="abc",
            flash=["web.base.copied", {}, True],
            beside=values.get("beside", ""),
        )
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_its_landmarks_and_one_heading(language: str) -> None:
    page = whole(language, beside="Ernaast")
    assert page.get("lang") == language
    for landmark in ("header", "main", "footer", "aside"):
        assert len(page.xpath(f"//body//{landmark}")) == 1
    assert len(page.xpath("//h1")) == 1
    target = page.xpath("//a[@class='draad-skip']/@href")[0]
    assert page.xpath(f"//main[@id='{target[1:]}'][@tabindex='-1']")
    assert len({nav.get("aria-label") for nav in page.xpath("//nav")}) == len(page.xpath("//nav"))
    assert page.xpath("//meta[@name='csrf']/@content") == ["abc"]
    assert page.xpath("//title")[0].text == "<Proef> · Proef & meer · Draad"


def test_an_empty_second_column_is_not_there() -> None:
    assert whole().xpath("//aside") == []


@pytest.mark.parametrize(("theme", "shown"), [("", None), ("licht", "light"), ("donker", "dark")])
def test_the_theme_stands_on_the_page_itself(theme: str, shown: str | None) -> None:
    assert whole(theme=theme).get("data-theme") == shown


def test_every_id_of_the_page_is_there_once() -> None:
    ids = whole().xpath("//@id")
    assert len(ids) == len(set(ids))


def test_nothing_stands_in_the_page_that_the_policy_would_refuse() -> None:
    """No inline script or style, no handler in an attribute, no template that switches escaping off."""
    bad = re.compile(
        r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)|javascript:|\|\s*safe\b|autoescape|hx-on", re.I
    )
    found = {
        (file.relative_to(TEMPLATES).as_posix(), match[0])
        for file in TEMPLATES.rglob("*.html")
        for match in bad.finditer(re.sub(r"{#.*?#}", "", file.read_text("utf-8"), flags=re.S))
    }
    assert found == set()


def test_pages_have_no_colours_of_their_own() -> None:
    """Only draad.css names colours; all else uses its properties, and so is right in the dark as well."""
    colour = re.compile(r":[^;{}]*(#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\()", re.I)
    files = sorted((OWN / "css" / "pages").glob("*.css"))
    assert {file.name for file in files if colour.search(file.read_text("utf-8"))} == set()


# ---- contrast, WCAG 2.2 1.4.3 and 1.4.11 ----

PALETTE = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--(?:voorbeeld-kleuren|draad)-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)",
        (OWN / "css" / "draad.css").read_text("utf-8"),
    )
}
HUES = ("blauw", "groen", "rood", "oranje", "violet")


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


TEXT_ON = [
    *[(f"grijs-{text}", on) for text in (700, 500, 400) for on in ("wit", "grijs-50", "grijs-100")],
    *[(f"{hue}-500", on) for hue in HUES for on in ("wit", "grijs-50", f"{hue}-100")],
    *[("wit", f"blauw-{step}") for step in (500, 600)],
    ("grijs-400", "blauw-100"),
    ("grijs-700", "geel-200"),
    ("grijs-700", "geel-50"),
    ("mark-text", "mark"),
]
"""Text and what it stands on."""
SEEN_ON = [("grijs-400", "wit"), ("grijs-400", "grijs-50"), ("blauw-400", "wit"), ("focus", "wit"), ("geel-400", "wit")]
"""Borders of controls, bars, the ring of the focus."""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "on"), TEXT_ON)
def test_text_can_be_read(theme: str, text: str, on: str) -> None:
    at = theme == "dark"
    assert contrast(PALETTE[text][at], PALETTE[on][at]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("line", "on"), SEEN_ON)
def test_controls_can_be_seen(theme: str, line: str, on: str) -> None:
    at = theme == "dark"
    assert contrast(PALETTE[line][at], PALETTE[on][at]) >= 3


def test_own_styles_and_scripts_are_small_enough_to_read() -> None:
    files = [file for file in Path(OWN).rglob("*") if file.suffix in {".js"}]
    assert {file.name: n for file in files if (n := len(file.read_text("utf-8").splitlines())) > 400} == {}
