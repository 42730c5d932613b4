"""What people come to do on each page, done as they do it: with keys and pointer in a real browser."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from draad.dossier import Dossier
from draad.records import short_id
from draad.sample import generate
from draad.sample.release import write_files
from web.browser.addresses import Place
from web.browser.conftest import Open, Site

CLIPBOARD = ["clipboard-read", "clipboard-write"]
DARK = 100
"""Of 255: darker than this is ink."""


def here(tab: Any) -> str:
    """The words of what has the focus."""
    return str(tab.evaluate("document.activeElement.textContent"))


def goes(tab: Any, address: str) -> None:
    """To a page with keys of its own, which its script has heard of."""
    tab.goto(address)
    tab.wait_for_function("globalThis.draad?.keys.has('j')")


# ── finding and following ───────────────────────────────────────────────────────────────────────────────────────


def test_a_message_is_found_by_a_word_while_typing_and_followed_into_its_conversation(
    site: Site, watched: Open
) -> None:
    opened = watched()
    tab = opened.tab
    goes(tab, f"{site.url}/zoeken")
    tab.keyboard.press("/")
    tab.keyboard.type("overleg", delay=15)
    tab.wait_for_selector("#uitkomst .search-hit")
    tab.wait_for_url("**/zoeken?q=overleg*")
    assert tab.evaluate("document.activeElement.id") == "zoekvraag", "who types goes on typing"
    assert "overleg" in tab.locator(".search-hit mark").first.inner_text().lower()
    assert re.search(r"\d", tab.locator("#zoekstand").inner_text()), "it is said how many were found"
    tab.keyboard.press("Tab")
    tab.keyboard.press("j")
    subject = here(tab)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/gesprek/**")
    assert subject.strip()
    at = tab.evaluate("decodeURIComponent(location.hash.slice(1))")
    assert at.startswith("b-")
    assert tab.locator(f"[id='{at}']").bounding_box()["y"] < 500, "the message that was found is in sight"
    assert opened.wrong == []


def test_a_query_that_is_wrong_is_told_beside_the_box_and_the_hits_stay(site: Site, watched: Open) -> None:
    tab = watched().tab
    tab.goto(f"{site.url}/zoeken?q=overleg")
    hits = tab.locator(".search-hit").count()
    tab.focus("#zoekvraag")
    tab.keyboard.press("End")
    tab.keyboard.type(" (")
    tab.wait_for_selector("#zoekfout :text-matches('.')")
    assert tab.get_attribute("#zoekvraag", "aria-invalid") == "true"
    assert tab.locator(".search-hit").count() == hits


def test_a_conversation_is_read_from_message_to_message(site: Site, where: dict[str, Place], watched: Open) -> None:
    tab = watched().tab
    goes(tab, site.url + where["thread"].path)
    messages = tab.evaluate("[...document.querySelectorAll('[data-message]')].map((one) => one.id)")
    tab.keyboard.press("j")
    first = tab.evaluate("document.activeElement.id")
    tab.keyboard.press("j")
    second = tab.evaluate("document.activeElement.id")
    assert messages.index(second) == messages.index(first) + 1
    tab.keyboard.press("k")
    assert tab.evaluate("document.activeElement.id") == first
    tab.keyboard.press("Shift+J")
    assert tab.evaluate("document.activeElement.id") == messages[-1]
    tab.keyboard.press("Shift+K")
    assert tab.evaluate("document.activeElement.id") == messages[0]


def test_a_search_is_kept_used_again_and_taken_away(own_site: Site, watched: Open) -> None:
    opened = watched(site=own_site)
    tab = opened.tab
    tab.goto(f"{own_site.url}/zoeken?q=overleg")
    tab.locator("summary", has_text="Deze zoekvraag bewaren").click()
    tab.fill(".search-keep__save [name=naam]", "Alle overleggen")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".search-saved")
    tab.goto(f"{own_site.url}/zoeken")
    tab.locator(".search-saved a", has_text="Alle overleggen").click()
    tab.wait_for_selector(".search-hit")
    assert tab.input_value("#zoekvraag") == "overleg"
    tab.locator(".search-saved button").click()
    tab.wait_for_function("document.querySelector('.search-saved') === null")
    assert opened.wrong == []


# ── documents ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_in_a_document_what_is_new_stands_open_and_the_rest_is_folded(
    site: Site, where: dict[str, Place], watched: Open
) -> None:
    tab = watched().tab
    tab.goto(site.url + where["document-folded"].path)
    new = tab.locator(".draad-copy:not(.draad-copy--repeated, .draad-copy--none)")
    repeated = tab.locator(".draad-copy--repeated")
    assert new.count() >= 1
    assert new.first.locator("[data-box], .draad-numbered__line").first.is_visible()
    assert repeated.count() >= 1
    line = repeated.first.locator(".draad-numbered__line").first
    assert not line.is_visible()
    repeated.first.locator("summary").focus()
    tab.keyboard.press("Enter")
    assert line.is_visible()


def test_the_chosen_line_is_lit_on_the_picture_of_its_page(site: Site, where: dict[str, Place], watched: Open) -> None:
    opened = watched()
    tab = opened.tab
    tab.goto(site.url + where["document-of-pdf"].path)
    tab.wait_for_selector("[data-picture-page] canvas")
    ink = tab.evaluate(
        """most => {
          const canvas = document.querySelector("[data-picture-page] canvas");
          const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          let dark = 0;
          for (let at = 0; at < data.length; at += 4) if (data[at] < most && data[at + 3] > 200) dark += 1;
          return dark / (data.length / 4);
        }""",
        DARK,
    )
    assert 0.001 < ink < 0.6, "pdf.js drew letters on paper"
    number = tab.locator("[data-box]:visible").nth(2)
    box = [float(part) for part in number.get_attribute("data-box").split(",")]
    number.locator(".draad-numbered__number").click()
    rect = tab.locator("[data-picture-page] svg rect")
    rect.wait_for(state="attached")
    placed = [float(rect.get_attribute(one)) for one in ("x", "y", "width", "height")]
    assert placed[0] <= box[1] <= box[3] <= placed[0] + placed[2]
    assert placed[1] <= box[2] <= box[4] <= placed[1] + placed[3]
    drawn, canvas = rect.bounding_box(), tab.locator("[data-picture-page] canvas").bounding_box()
    high = tab.evaluate("document.querySelector('[data-picture-page] svg').viewBox.baseVal.height")
    assert drawn["y"] - canvas["y"] == pytest.approx(placed[1] / high * canvas["height"], abs=2), (
        "where it stands on paper"
    )
    line = tab.locator(".draad-numbered__line--chosen")
    assert line.count() == 1
    assert opened.wrong == []


def test_a_click_on_the_picture_chooses_the_line_that_stands_there(
    site: Site, where: dict[str, Place], watched: Open
) -> None:
    tab = watched().tab
    tab.goto(site.url + where["document-of-pdf"].path)
    canvas = tab.locator("[data-picture-page] canvas")
    canvas.wait_for()
    line = tab.locator("[data-box]:visible").nth(1)
    _, x0, y0, x1, y1 = (float(part) for part in line.get_attribute("data-box").split(","))
    size = tab.evaluate(
        "(({width, height}) => [width, height])(document.querySelector('[data-picture-page] svg').viewBox.baseVal)"
    )
    box = canvas.bounding_box()
    at = {"x": (x0 + x1) / 2 / size[0] * box["width"], "y": (y0 + y1) / 2 / size[1] * box["height"]}
    tab.locator("[data-picture-page]").click(position=at)
    tab.wait_for_selector(".draad-numbered__line--chosen")
    assert tab.locator(".draad-numbered__line--chosen").get_attribute("id") == line.get_attribute("id")


def test_a_line_is_cited_and_the_link_of_the_reference_opens_it(
    site: Site, where: dict[str, Place], watched: Open
) -> None:
    tab = watched(permissions=CLIPBOARD).tab
    tab.goto(site.url + where["document-of-pdf"].path)
    number = tab.locator(".draad-numbered__number:visible").nth(3)
    line = number.inner_text()
    number.click()
    copy = tab.locator("[data-cited] [data-copy]")
    copy.wait_for()
    name = tab.locator("h1").inner_text().split()[0]
    copy.click()
    tab.wait_for_selector("[data-said] p")
    held = tab.evaluate("navigator.clipboard.readText()")
    assert name in held
    assert f"regel {line}" in held
    assert re.search(r"blz\. \d", held)
    assert re.search(r"\b(?:19|20)\d\d\b", held)
    link = re.search(r"http://\S+", held)
    assert link is not None
    again = watched().tab
    again.goto(link[0])
    chosen = again.locator(".draad-numbered__line--chosen")
    assert chosen.get_attribute("id") == f"r{line}"
    assert chosen.is_visible()
    assert 0 <= chosen.bounding_box()["y"] < 900


def test_a_message_is_cited_from_its_conversation(site: Site, where: dict[str, Place], watched: Open) -> None:
    tab = watched(permissions=CLIPBOARD).tab
    tab.goto(site.url + where["thread"].path)
    tab.locator(".draad-cite > summary").first.click()
    tab.wait_for_selector("[data-said] p")
    held = tab.evaluate("navigator.clipboard.readText()")
    assert re.search(r"regels? \d", held)
    link = re.search(r"http://\S+", held)
    assert link is not None
    again = watched().tab
    again.goto(link[0])
    assert again.evaluate(
        "document.getElementById(decodeURIComponent(location.hash.slice(1))).matches('[data-message]')"
    )


def test_pdfs_sent_by_the_form_become_documents(own_site: Site, watched: Open, tmp_path: Path) -> None:
    write_files(tmp_path / "new", ((file, "pdf") for file in list(generate(40, 97))[:2]))
    files = sorted(tmp_path.glob("new/*.pdf"))
    before = _documents(own_site)
    opened = watched(site=own_site)
    tab = opened.tab
    tab.goto(f"{own_site.url}/inlezen")
    tab.set_input_files("#f-files", [str(path) for path in files])
    assert files[0].name in tab.locator("[data-chosen]").inner_text()
    tab.locator("main form button[type=submit]").first.click()
    tab.wait_for_url("**/inlezen/*")
    tab.wait_for_selector("[data-job=done]", timeout=60_000)
    assert _documents(own_site) > before
    tab.goto(f"{own_site.url}/documenten?naam={files[0].stem}")
    tab.locator("main table a, main li a", has_text=files[0].stem).first.click()
    tab.wait_for_selector("[data-picture-page] canvas")
    assert tab.locator(".draad-numbered__line:visible").count() > 0
    assert opened.wrong == []


# ── the register ────────────────────────────────────────────────────────────────────────────────────────────────


def _documents(site: Site) -> int:
    with Dossier.open(site.place) as dossier:
        return sum(dossier.count_documents().values())


def test_ten_items_are_accepted_by_keys_alone_and_the_last_is_taken_back(own_site: Site, watched: Open) -> None:
    opened = watched(site=own_site)
    tab = opened.tab
    goes(tab, f"{own_site.url}/register?stand=proposed")
    shown = tab.evaluate("[...document.querySelectorAll('tr[data-item]')].map((one) => one.dataset.item)")
    tab.keyboard.press("j")
    for number in range(10):
        tab.keyboard.press("a")
        tab.wait_for_selector(f"#p-{shown[number]}.register-row--open")
        tab.wait_for_function(f"document.activeElement.closest('tr')?.dataset.item === '{shown[number + 1]}'")
    assert "aangenomen" in tab.locator("[data-said]").inner_text()
    with Dossier.open(own_site.place) as dossier:
        items = [dossier.item(one) for one in shown[:11]]
    assert [one.status for one in items] == ["open"] * 10 + ["proposed"]
    who = own_site.room.settings.local.name
    tab.keyboard.press("u")
    tab.wait_for_selector(f"#p-{shown[9]}.register-row--proposed")
    with Dossier.open(own_site.place) as dossier:
        assert dossier.item(shown[9]).status == "proposed"
        assert {entry.who for one in shown[:9] for entry in dossier.item_changes(one)} == {who}
    assert opened.wrong == []


def test_an_item_is_rejected_and_the_next_one_is_there(own_site: Site, watched: Open) -> None:
    tab = watched(site=own_site).tab
    goes(tab, f"{own_site.url}/register?stand=proposed")
    shown = tab.evaluate("[...document.querySelectorAll('tr[data-item]')].map((one) => one.dataset.item)")
    for key in "jjr":
        tab.keyboard.press(key)
    tab.wait_for_selector(f"#p-{shown[1]}.register-row--rejected")
    tab.wait_for_function(f"document.activeElement.closest('tr')?.dataset.item === '{shown[2]}'")


def test_a_due_date_is_corrected_where_it_stands(own_site: Site, watched: Open) -> None:
    opened = watched(site=own_site)
    tab = opened.tab
    goes(tab, f"{own_site.url}/register")
    item = tab.locator("tr[data-item]").first.get_attribute("data-item")
    tab.keyboard.press("j")
    tab.keyboard.press("e")
    tab.wait_for_selector("[data-editing]")
    assert tab.evaluate("document.activeElement.name") == "eigenaar"
    tab.fill("[data-editing] [name=termijn]", "2021-06-01")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(f"#p-{item}:not([data-editing])")
    assert "1 juni 2021" in tab.locator(f"#p-{item}").inner_text()
    assert tab.evaluate("document.activeElement.closest('tr').dataset.item") == item
    with Dossier.open(own_site.place) as dossier:
        assert dossier.item(item).due == "2021-06-01"
    assert opened.wrong == []


def test_a_date_that_is_none_is_told_with_what_was_typed(own_site: Site, watched: Open) -> None:
    tab = watched(site=own_site).tab
    goes(tab, f"{own_site.url}/register")
    for key in "je":
        tab.keyboard.press(key)
    tab.wait_for_selector("[data-editing]")
    tab.fill("[data-editing] [name=termijn]", "ooit eens")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("[data-editing] [role=alert]")
    assert tab.input_value("[data-editing] [name=termijn]") == "ooit eens"
    tab.keyboard.press("Escape")
    tab.wait_for_selector("[data-editing]", state="detached")
    assert tab.locator("tr[data-item]").count() > 1


def test_what_two_people_change_at_once_is_shown_to_the_second(own_site: Site, watched: Open) -> None:
    one, two = watched(site=own_site).tab, watched(site=own_site).tab
    for tab in (one, two):
        goes(tab, f"{own_site.url}/register?stand=proposed")
        tab.keyboard.press("j")
    item = one.evaluate("document.activeElement.closest('tr').dataset.item")
    one.keyboard.press("r")
    one.wait_for_selector(f"#p-{item}.register-row--rejected")
    two.keyboard.press("a")
    two.wait_for_selector(f"#p-{item}[data-conflict]")
    with Dossier.open(own_site.place) as dossier:
        assert dossier.item(item).status == "rejected"


def test_items_are_chosen_decided_on_together_and_taken_back(own_site: Site, watched: Open) -> None:
    tab = watched(site=own_site).tab
    goes(tab, f"{own_site.url}/register?stand=proposed")
    before = tab.locator("tr.register-row--proposed").count()
    for key in "jxjxjx":
        tab.keyboard.press(key)
    assert re.search(r"\b3\b", tab.locator("[data-chosen]").inner_text())
    tab.locator("#besluit [value=accept]").click()
    tab.wait_for_selector(".draad-flash")
    assert re.search(r"\b3\b|drie", tab.locator(".draad-flash").inner_text())
    tab.locator(".draad-flash button").click()
    tab.wait_for_selector(".draad-flash")
    assert tab.locator("tr.register-row--proposed").count() == before


def test_what_is_filtered_goes_out_as_a_workbook(site: Site, watched: Open) -> None:
    tab = watched().tab
    tab.goto(f"{site.url}/register")
    tab.locator(".draad-facet a, aside a", has_text=re.compile(r"^\s*actie", re.I)).first.click()
    tab.wait_for_url("**soort=action**")
    total = int(re.sub(r"\D", "", tab.locator("h1 .draad-count").inner_text()))
    with tab.expect_download() as coming:
        tab.get_by_role("link", name="Excel", exact=True).click()
    download = coming.value
    assert download.suggested_filename.endswith(".xlsx")
    sheet = load_workbook(BytesIO(Path(download.path()).read_bytes()), read_only=True).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    kind = [str(one).lower() for one in rows[0]].index("soort")
    filled = [row for row in rows[1:] if row[kind]]
    assert len(filled) == total
    assert {row[kind] for row in filled} == {"actie"}


def test_an_item_leads_to_the_line_where_it_stands(site: Site, watched: Open) -> None:
    tab = watched().tab
    goes(tab, f"{site.url}/register")
    tab.keyboard.press("j")
    words = here(tab).strip()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/register/punt/**")
    assert words[:30] in re.sub(r"\s+", " ", tab.locator("main").inner_text())
    tab.locator("main a[href*='/document/']").first.click()
    tab.wait_for_url("**/document/**")
    chosen = tab.locator(".draad-numbered__line--chosen").first
    assert chosen.is_visible()
    assert chosen.inner_text().strip()


# ── the room ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_theme_and_language_are_switched_and_stay(site: Site, watched: Open) -> None:
    opened = watched()
    tab = opened.tab
    tab.goto(f"{site.url}/organisaties")
    light = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    with tab.expect_response("**/instellingen"):
        tab.locator("[data-theme-switch]").click()
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") != light
    tab.goto(f"{site.url}/dossier")
    assert tab.get_attribute("html", "data-theme") == "dark"
    tab.locator("button[name=taal]").click()
    tab.wait_for_selector("html[lang=en]")
    assert tab.url.endswith("/dossier")
    assert tab.get_attribute("html", "data-theme") == "dark"
    assert opened.wrong == []


def test_the_picture_of_who_writes_to_whom_leads_to_each(site: Site, watched: Open) -> None:
    tab = watched().tab
    tab.goto(f"{site.url}/organisaties")
    node = tab.locator(".organisations-network__node").first
    told = node.get_attribute("aria-label")
    tab.locator(".organisations-network__node circle").first.click()
    tab.wait_for_url("**/organisatie/**")
    heading = tab.locator("h1").inner_text()
    assert heading.split()[0].lower() in told.lower()


def test_a_bar_of_the_time_line_leads_to_its_month(site: Site, watched: Open) -> None:
    tab = watched().tab
    tab.goto(f"{site.url}/dossier")
    bars = tab.locator(".draad-bars__picture a")
    most = max(
        range(bars.count()),
        key=lambda at: int(re.sub(r"\D", "", bars.nth(at).get_attribute("aria-label").split(":")[1])),
    )
    told = bars.nth(most).get_attribute("aria-label")
    bars.nth(most).focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/(zoeken|gesprekken)\?"))
    assert re.sub(r"\D", "", told.split(":")[1]) in re.sub(r"\.", "", tab.locator("main").inner_text())


@pytest.mark.parametrize("name", ["thread", "document", "register", "item", "week"])
def test_paper_gets_the_text_and_nothing_to_press(
    site: Site, where: dict[str, Place], watched: Open, name: str
) -> None:
    tab = watched(width=800).tab
    tab.goto(site.url + where[name].path)
    tab.emulate_media(media="print")
    for gone in (".draad-menu", ".draad-settings", "[data-theme-switch]", ".draad-skip"):
        assert not tab.locator(gone).first.is_visible(), gone
    assert tab.locator("main button:visible").count() == 0
    assert tab.locator("h1").is_visible()
    assert len(tab.pdf(format="A4")) > 5_000


def test_the_officer_sees_where_copies_are_marked_otherwise_and_others_do_not(
    site: Site, where: dict[str, Place], watched: Open
) -> None:
    seen = {}
    for who in ("message", "message-officer"):
        opened = watched(where[who].who)
        opened.tab.goto(opened.url + where[who].path)
        seen[who] = opened.tab.locator("main").inner_text()
        assert opened.wrong == []
    assert short_id(1) not in seen["message"]
    assert seen["message"] != seen["message-officer"]
