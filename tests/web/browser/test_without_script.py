"""The same main tasks with JavaScript off: forms post, links lead on, nothing is hidden for good."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from draad.dossier import Dossier
from draad.sample import generate
from draad.sample.release import write_files
from web.browser.addresses import NAMES, Place
from web.browser.conftest import Open, Site

Plain = Callable[..., Any]
SEEN = [
    name for name in NAMES if name not in ("keys", "redact-change", "register-row-edit", "import-look", "login-wrong")
]
"""States that only script makes, or that take steps of their own, are not first views."""


@pytest.fixture
def plain(watched: Open) -> Plain:
    """A tab without script: ``plain(own_site)``."""
    return lambda site: watched(site=site, java_script_enabled=False).tab


@pytest.fixture(scope="package")
def scriptless(opens: Open) -> Any:
    """Tabs without script by who sits there, used again."""
    made: dict[str, Any] = {}

    def one(who: str) -> Any:
        if who not in made:
            made[who] = opens(who, java_script_enabled=False)
        return made[who]

    yield one
    for each in made.values():
        each.tab.context.close()


@pytest.mark.parametrize("name", SEEN)
def test_every_page_says_what_it_has_to_say(where: dict[str, Place], scriptless: Any, name: str) -> None:
    opened = scriptless(where[name].who)
    tab = opened.tab
    tab.goto(opened.url + where[name].path)
    assert tab.locator("h1").is_visible()
    assert len(tab.locator("main").inner_text()) > 40
    dead = [
        button.inner_text()
        for button in tab.locator("main button:visible, aside button:visible").all()
        if button.get_attribute("type") == "button"
    ]
    assert dead == [], "buttons that only script could press"


def test_searching_by_word_by_form_and_by_facet(site: Site, plain: Plain) -> None:
    tab = plain(site)
    tab.goto(f"{site.url}/zoeken")
    tab.fill("#zoekvraag", "overleg")
    tab.locator(".search-ask button").click()
    all_hits = int(re.sub(r"\D", "", tab.locator(".search-count").inner_text()))
    assert tab.locator(".search-hit").count() > 0
    tab.locator("#verfijnen a").first.click()
    fewer = int(re.sub(r"\D", "", tab.locator(".search-count").inner_text()))
    assert 0 < fewer <= all_hits
    tab.locator(".search-hit__title a").first.click()
    assert tab.locator("[data-message], [data-lines]").count() > 0


def test_a_search_is_kept_and_taken_away(own_site: Site, plain: Plain) -> None:
    tab = plain(own_site)
    tab.goto(f"{own_site.url}/zoeken?q=overleg")
    tab.locator("summary", has_text="Deze zoekvraag bewaren").click()
    tab.fill(".search-keep__save [name=naam]", "Alle overleggen")
    tab.locator(".search-keep__save button").click()
    assert tab.locator(".search-saved a").inner_text() == "Alle overleggen"
    tab.locator(".search-saved button").click()
    assert tab.locator(".search-saved").count() == 0


def test_a_document_its_folds_and_a_line_of_it(site: Site, where: dict[str, Place], plain: Plain) -> None:
    tab = plain(site)
    tab.goto(site.url + where["document-folded"].path)
    repeated = tab.locator(".draad-copy--repeated").first
    assert not repeated.locator(".draad-numbered__line").first.is_visible()
    repeated.locator("summary").click()
    assert repeated.locator(".draad-numbered__line").first.is_visible()
    number = tab.locator(".draad-numbered__number:visible").first
    line = number.inner_text()
    number.click()
    assert tab.locator(".draad-numbered__line--chosen").get_attribute("id") == f"r{line}"
    cited = tab.locator(".draad-cited__text").inner_text()
    assert f"regel {line}" in cited
    link = re.search(r"http://\S+", cited)
    assert link is not None
    tab.goto(link[0])
    assert tab.locator(f"#r{line}").is_visible()
    assert tab.locator(".draad-cited__text").inner_text() == cited


def test_the_reference_of_a_message_stands_in_its_fold(site: Site, where: dict[str, Place], plain: Plain) -> None:
    tab = plain(site)
    tab.goto(site.url + where["thread"].path)
    tab.locator(".draad-cite > summary").first.click()
    assert re.search(r"http://\S+", tab.locator(".draad-cite__text").first.inner_text())


def test_the_original_of_a_pdf_is_at_hand(site: Site, where: dict[str, Place], plain: Plain) -> None:
    tab = plain(site)
    tab.goto(site.url + where["document-of-pdf"].path)
    with tab.expect_download() as coming:
        tab.locator("main a[download]").first.click()
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF")


def test_an_item_is_accepted_rejected_and_taken_back(own_site: Site, plain: Plain) -> None:
    tab = plain(own_site)
    tab.goto(f"{own_site.url}/register?stand=proposed")
    one, two = (tab.locator("tr[data-item]").nth(at).get_attribute("data-item") for at in (0, 1))
    tab.locator(f"#p-{one} [data-do=accept]").click()
    assert "stand=proposed" in tab.url
    tab.locator(f"#p-{two} [data-do=reject]").click()
    assert _status(own_site, one) == "open"
    assert _status(own_site, two) == "rejected"
    tab.locator(".draad-flash button").click()
    assert _status(own_site, two) == "proposed"
    assert _status(own_site, one) == "open"


def test_items_are_decided_on_together_and_taken_back(own_site: Site, plain: Plain) -> None:
    tab = plain(own_site)
    tab.goto(f"{own_site.url}/register?stand=proposed")
    chosen = [tab.locator("tr[data-item]").nth(at).get_attribute("data-item") for at in range(10)]
    for item in chosen:
        tab.locator(f"#k-{item}").check()
    tab.locator("#besluit [value=accept]").click()
    assert {_status(own_site, item) for item in chosen} == {"open"}
    tab.locator(".draad-flash button").click()
    assert {_status(own_site, item) for item in chosen} == {"proposed"}


def test_a_due_date_is_corrected(own_site: Site, plain: Plain) -> None:
    tab = plain(own_site)
    tab.goto(f"{own_site.url}/register")
    row = tab.locator("tr[data-item]").first
    item = row.get_attribute("data-item")
    row.locator("[data-do=edit]").click()
    tab.fill("[name=termijn]", "ooit eens")
    tab.locator("main form.register-edit button").click()
    assert tab.locator("main [role=alert]").is_visible()
    assert tab.input_value("[name=termijn]") == "ooit eens"
    tab.fill("[name=termijn]", "2021-06-01")
    tab.locator("main form.register-edit button").click()
    assert "1 juni 2021" in tab.locator("main").inner_text()
    with Dossier.open(own_site.place) as dossier:
        assert dossier.item(item).due == "2021-06-01"


def test_files_are_sent_and_become_documents(own_site: Site, plain: Plain, tmp_path: Path) -> None:
    write_files(tmp_path / "new", ((file, "pdf") for file in list(generate(40, 97))[:1]))
    path = next(tmp_path.glob("new/*.pdf"))
    tab = plain(own_site)
    tab.goto(f"{own_site.url}/inlezen")
    tab.set_input_files("#f-files", str(path))
    tab.locator("[data-drop] button[type=submit]").click()
    for _ in range(300):
        if tab.locator("[data-job=done]").count():
            break
        tab.wait_for_timeout(200)
        tab.locator("#stapel a", has_text="Kijk").first.click()
    tab.goto(f"{own_site.url}/documenten?naam={path.stem}")
    assert tab.locator("main a", has_text=path.stem).count() >= 1


def test_language_and_theme_are_switched(site: Site, plain: Plain) -> None:
    tab = plain(site)
    tab.goto(f"{site.url}/dossier")
    tab.locator("button[name=taal]").click()
    assert tab.get_attribute("html", "lang") == "en"
    tab.locator("button[name=thema]").click()
    assert tab.get_attribute("html", "data-theme") == "dark"
    assert tab.url.endswith("/dossier")


def test_people_sign_in_and_out(team_site: Site, plain: Plain) -> None:
    tab = plain(team_site)
    tab.goto(f"{team_site.url}/register")
    assert "/aanmelden" in tab.url
    tab.fill("[name=naam]", "lezer")
    tab.fill("[name=wachtwoord]", "een lange zin die niemand raadt")
    tab.locator("main button").click()
    assert tab.url.endswith("/register")
    assert tab.locator("#besluit").count() == 0, "a reader decides nothing"
    tab.goto(f"{team_site.url}/account")
    tab.locator("form[action='/afmelden'] button").click()
    tab.goto(f"{team_site.url}/register")
    assert "/aanmelden" in tab.url


def _status(site: Site, item: str) -> str:
    with Dossier.open(site.place) as dossier:
        return dossier.item(item).status
