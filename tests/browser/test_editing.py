"""What an editor does in Wagtail, and what readers then see."""

import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.conftest import Served, sign_in
from tests.browser.test_every_page import assert_sound

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SLUG = "opplaeringsplan"
GUIDE = f"/beste-praksis/{SLUG}/"
BLOCKS = [
    *("Tekst", "Overskrift", "Nummererte steg", "Sjekkliste", "Faktaboks", "Sitat", "Tabell"),
    *("Figur", "Fil", "Lenker til sider", "Trekkspill"),
]
ROOMS = [
    *("images/", "documents/", "account/", "pages/", "pages/6/", "pages/6/add_subpage/"),
    *("reports/site-history/", "reports/aging-pages/", "reports/workflow/"),
]


def test_an_editor_comes_to_the_editors_room_from_the_portal_and_signs_out_there(page: Page, served: Served) -> None:
    page.goto("/")
    page.get_by_role("link", name="Logg inn").first.click()
    sign_in(page, served)
    page.goto("/")
    assert_sound(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Redaksjonen").first.click()
    expect(page).to_have_url(re.compile("/admin/$"))
    page.go_back()
    page.get_by_role("button", name="Logg ut").first.click()
    page.goto("/")
    expect(page.get_by_role("link", name="Logg inn").first).to_be_visible()


def number_of(page: Page, slug: str) -> int:
    return page.request.get("/api/v2/sider/", params={"slug": slug}).json()["items"][0]["id"]


def open_editor(page: Page, slug: str) -> None:
    page.goto(f"/admin/pages/{number_of(page, slug)}/edit/")
    expect(page.locator("[name=action-publish]")).to_be_attached()


def publish(page: Page) -> None:
    page.locator("footer .w-dropdown__toggle").click()
    with page.expect_navigation():
        page.locator("[name=action-publish]").click()


def open_panel(page: Page, name: str) -> None:
    """Wagtail remembers which panel was open last."""
    toggle = page.locator(f"[data-side-panel-toggle={name}]")
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()
    expect(page.locator(f"[data-side-panel={name}]")).to_be_visible()


def wait_until_found(page: Page, words: str, address: str) -> None:
    """What is published is found when the worker has taken its turn: within seconds."""
    found = page.locator(f".entries a[href='{address}']")
    for _attempt in range(25):
        page.goto(f"/sok/?q={words}")
        if found.count():
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"{address} ble ikke funnet med «{words}»")


def test_a_large_change_needs_a_note_which_readers_see_with_the_new_version_and_find(
    editors_page: Page, page: Page
) -> None:
    page.goto(GUIDE)
    before = page.locator("#endringer ~ .log dt").first.inner_text()
    open_editor(editors_page, SLUG)
    summary = editors_page.get_by_role("textbox", name="Ingress")
    note = editors_page.get_by_role("textbox", name="Hva er endret")
    summary.fill("Blekksprutmetoden er prøvd i tre kommuner.")
    editors_page.get_by_label("Endringen er").select_option("major")
    publish(editors_page)

    expect(editors_page.get_by_text("Siden kunne ikke lagres")).to_be_visible()
    versions = editors_page.locator("#panel-child-innhold-versjon-section")
    expect(versions).to_contain_text("Skriv hva som er endret. Leserne ser det i endringsloggen.")
    expect(note).to_be_visible()
    expect(summary).to_have_value("Blekksprutmetoden er prøvd i tre kommuner.")
    expect(editors_page.get_by_label("Endringen er")).to_have_value("major")
    page.reload()
    expect(page.locator(".lead")).not_to_contain_text("Blekksprutmetoden")

    note.fill("Opplæringen skjer nå med blekksprut.")
    publish(editors_page)
    expect(editors_page).to_have_url(re.compile(r"/admin/pages/\d+/$"))
    page.reload()
    expect(page.locator(".lead")).to_have_text("Blekksprutmetoden er prøvd i tre kommuner.")
    new = f"{int(before.split('.')[0]) + 1}.0"
    log = page.locator("#endringer ~ .log > div").first
    expect(log.locator("dt")).to_have_text(new)
    expect(log).to_contain_text("Opplæringen skjer nå med blekksprut.")

    wait_until_found(page, "blekksprutmetoden", GUIDE)
    page.goto(f"{GUIDE}versjoner/?fra={before}&til={new}")
    expect(page.locator(".comparison ins").filter(has_text="Blekksprutmetoden")).not_to_have_count(0)


def test_the_next_change_is_small_again_unless_the_editor_says_otherwise(editors_page: Page) -> None:
    open_editor(editors_page, SLUG)
    expect(editors_page.get_by_label("Endringen er")).to_have_value("minor")
    expect(editors_page.get_by_role("textbox", name="Hva er endret")).to_have_value("")


def preview_of(page: Page) -> FrameLocator:
    open_panel(page, "preview")
    return page.frame_locator("#w-preview-iframe")


def test_what_is_being_written_is_previewed_as_readers_will_see_it(editors_page: Page) -> None:
    open_editor(editors_page, "kommunikasjonsplan")
    editors_page.get_by_role("textbox", name="Ingress").fill("Bare en prøve, ikke publisert.")
    preview = preview_of(editors_page)
    expect(preview.locator(".lead")).to_have_text("Bare en prøve, ikke publisert.", timeout=15_000)
    assert (
        preview.locator("header.band").evaluate("band => getComputedStyle(band).backgroundColor") != "rgba(0, 0, 0, 0)"
    )
    open_panel(editors_page, "checks")
    expect(editors_page.locator("[data-side-panel=checks]")).to_contain_text(re.compile(r"\d{3,}"), timeout=15_000)


def test_every_block_shows_what_it_looks_like_before_it_is_chosen(editors_page: Page) -> None:
    open_editor(editors_page, "kommunikasjonsplan")
    editors_page.locator("#panel-child-innhold-body-section .c-sf-add-button").last.click()
    options = editors_page.locator(".w-combobox__option-row")
    expect(options).to_have_text(BLOCKS)
    for number, name in enumerate(BLOCKS):
        options.nth(number).get_by_role("button", name="Forhåndsvis").click()
        shown = editors_page.frame_locator("iframe.w-combobox-preview__iframe")
        expect(shown.locator("main, body").first).to_have_text(re.compile(r"\w{3}"))
        expect(editors_page.locator(".w-combobox-preview__label")).to_have_text(name)


def test_the_explorer_leads_down_to_the_guides(editors_page: Page) -> None:
    editors_page.goto("/admin/")
    editors_page.get_by_role("button", name="Sider").click()
    for title in ("Noen har gjort det før deg.", "Beste praksis"):
        item = editors_page.locator(".c-page-explorer__item").filter(has_text=title)
        item.get_by_role("link", name=re.compile("undersider")).click()
    guide = editors_page.locator(".c-page-explorer__item").filter(has_text="Risikoanalyse på en ettermiddag")
    guide.locator("a[href$='/edit/']").click()
    expect(editors_page).to_have_url(re.compile(r"/admin/pages/\d+/edit/$"))


@pytest.mark.parametrize(
    "address",
    [
        "images/",
        "documents/",
        "reports/site-history/",
        "reports/aging-pages/",
        "pages/6/",
        "pages/6/add_subpage/",
        "account/",
    ],
)
def test_a_room_of_the_editor_opens_without_complaint(editors_page: Page, address: str) -> None:
    answer = editors_page.goto(f"/admin/{address}")
    assert answer is not None
    assert answer.ok
    expect(editors_page.get_by_role("heading", level=1).first).to_be_visible()


def test_the_editor_has_the_list_of_what_must_be_looked_at_and_the_experiences(editors_page: Page) -> None:
    editors_page.goto("/admin/")
    editors_page.get_by_role("button", name="Kunnskap").click()
    editors_page.get_by_role("link", name="Må kontrolleres").click()
    expect(editors_page.locator("table.listing")).to_be_visible()
    editors_page.get_by_role("button", name="Kunnskap").click()
    expect(editors_page.get_by_role("link", name="Erfaringer")).to_be_visible()
