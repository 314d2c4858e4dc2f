"""Checklists that are ticked and printed, and what paper shows."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

GUIDE = "/beste-praksis/risikoanalyse-pa-en-ettermiddag/"
ITEM = "Personvernombudet har sett listen"
OTHER = "Alle røde hendelser har tiltak, eier og dato"


def test_ticks_last_through_a_reload_and_only_in_this_browser(page: Page, chromium: Browser, served: Served) -> None:
    sent: list[str] = []
    page.goto(GUIDE)
    page.wait_for_load_state("networkidle")  # the browser fetches the icon when it likes
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_label(ITEM).check()
    page.wait_for_timeout(200)
    assert not sent, "et kryss skal ikke sendes noe sted"
    assert ITEM in page.evaluate("Object.values(localStorage).join()")
    assert not page.context.cookies()

    page.reload()
    expect(page.get_by_label(ITEM)).to_be_checked()
    expect(page.get_by_label(OTHER)).not_to_be_checked()

    another = chromium.new_context(base_url=served.url)
    elsewhere = another.new_page()
    elsewhere.goto(GUIDE)
    expect(elsewhere.get_by_label(ITEM)).not_to_be_checked()
    another.close()


def test_a_tick_follows_its_words_and_not_its_place_in_the_list(page: Page) -> None:
    page.goto(GUIDE)
    page.get_by_label(OTHER).check()
    page.goto("/beste-praksis/prosjektdirektiv/")
    expect(page.locator("[data-checklist] input:checked")).to_have_count(0)
    page.goto(GUIDE)
    expect(page.get_by_label(OTHER)).to_be_checked()


def test_ticks_are_taken_away_together_and_stay_away(page: Page) -> None:
    page.goto(GUIDE)
    page.get_by_label(ITEM).check()
    page.get_by_label(OTHER).check()
    page.get_by_role("button", name="Fjern kryssene").click()
    page.reload()
    expect(page.locator("[data-checklist] input:checked")).to_have_count(0)
    assert page.evaluate("localStorage.length") == 0


def test_the_print_button_prints(page: Page) -> None:
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(GUIDE)
    page.get_by_role("group", name="Er dere ferdige?").get_by_role("button", name="Skriv ut").click()
    assert page.evaluate("window.printed")


def test_paper_shows_the_text_and_empty_boxes_but_nothing_to_click(page: Page) -> None:
    page.goto(GUIDE)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation", name="Hovedmeny", exact=True)).to_be_hidden()
    for hidden in (".contents", ".foot", ".tool", ".ds-breadcrumbs", ".ds-skip-link", "main button"):
        expect(page.locator(f"{hidden}:visible")).to_have_count(0)
    expect(page.get_by_text("Eksempeldata").first).to_be_visible()

    box = page.get_by_label(ITEM)
    expect(box).to_be_visible()
    look = box.evaluate(
        "box => { const s = getComputedStyle(box); return [s.borderTopWidth, s.borderTopStyle, box.offsetWidth]; }"
    )
    assert float(look[0].removesuffix("px")) >= 1, look
    assert look[1] == "solid"
    assert look[2] >= 12


def test_a_box_that_is_ticked_is_ticked_on_paper_too(page: Page) -> None:
    page.goto(GUIDE)
    page.emulate_media(media="print")
    box = page.get_by_label(ITEM)
    empty = box.screenshot()
    box.evaluate("box => { box.checked = true; }")
    assert box.screenshot() != empty


def test_what_is_folded_is_open_on_paper(page: Page) -> None:
    page.goto(GUIDE)
    answer = page.get_by_text("Når tjenesten behandler helseopplysninger om mange")
    expect(answer).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(answer).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(answer).to_be_hidden()


def test_what_is_folded_is_on_paper_without_script_too(plain_page: Page) -> None:
    plain_page.goto(GUIDE)
    plain_page.emulate_media(media="print")
    expect(plain_page.get_by_text("Når tjenesten behandler helseopplysninger om mange")).to_be_visible()


def test_the_whole_method_is_one_document_with_each_phase_on_a_page_of_its_own(page: Page) -> None:
    page.goto("/metode/diemo/hele/")
    page.emulate_media(media="print")
    for phase in ("Definere", "Implementere", "Utføre", "Overvåke", "Optimalisere"):
        expect(page.get_by_role("heading", name=re.compile(phase)).first).to_be_visible()
    breaks = page.locator(".whole .phase").evaluate_all("all => all.map((part) => getComputedStyle(part).breakBefore)")
    assert breaks == ["page"] * 5
    pages = page.pdf(format="A4").count(b"/Type /Page\n")
    assert pages >= 6, pages
