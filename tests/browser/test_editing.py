"""What an editor does in Wagtail, and what readers then see."""

import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SLUG = "opplaeringsplan"
GUIDE = f"/beste-praksis/{SLUG}/"
BLOCKS = [
    *("Tekst", "Overskrift", "Nummererte steg", "Sjekkliste", "Faktaboks", "Sitat", "Tabell"),
    *("Figur", "Fil", "Lenker til sider", "Trekkspill"),
]


def number_of(page: Page, slug: str) -> int:
    return page.request.get("/api/v2/sider/", params={"slug": slug}).json()["items"][0]["id"]


def open_editor(page: Page, slug: str) -> None:
    page.goto(f"/admin/pages/{number_of(page, slug)}/edit/")
    expect(page.locator("[name=action-publish]")).to_be_attached()


def publish(page: Page) -> None:
    page.locator("footer .w-dropdown__toggle").click()
    with page.expect_navigation():
        page.locator("[name=action-publish]").click()


def panel(page: Page, name: str) -> None:
    page.locator(f"[data-side-panel-toggle={name}]").click()


def test_a_large_change_needs_a_note_and_readers_then_see_version_and_note_and_find_it(editors_page: Page, page: Page):
    page.goto(GUIDE)
    before = page.locator("#endringer ~ .log dt").first.inner_text()
    open_editor(editors_page, SLUG)
    summary = editors_page.get_by_role("textbox", name="Ingress")
    note = editors_page.get_by_role("textbox", name="Hva er endret")
    summary.fill("Blekksprutmetoden er prøvd i tre kommuner.")
    editors_page.get_by_label("Endringen er").select_option("major")
    publish(editors_page)

    expect(editors_page.get_by_text(re.compile("^Siden kunne ikke lagres"))).to_be_visible()
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

    for _attempt in range(25):
        page.goto("/sok/?q=blekksprutmetoden")
        if page.locator(f".entries a[href='{GUIDE}']").count():
            break
        page.wait_for_timeout(200)
    expect(page.locator(f".entries a[href='{GUIDE}']")).to_have_count(1)
    page.goto(f"{GUIDE}versjoner/?fra={before}&til={new}")
    expect(page.locator(".comparison ins").filter(has_text="Blekksprutmetoden")).not_to_have_count(0)


def test_the_next_change_is_small_again_unless_the_editor_says_otherwise(editors_page: Page):
    open_editor(editors_page, SLUG)
    expect(editors_page.get_by_label("Endringen er")).to_have_value("minor")
    expect(editors_page.get_by_role("textbox", name="Hva er endret")).to_have_value("")


def preview_of(page: Page) -> FrameLocator:
    panel(page, "preview")
    return page.frame_locator("#w-preview-iframe")


def test_what_is_being_written_is_previewed_as_readers_will_see_it(editors_page: Page):
    open_editor(editors_page, "kommunikasjonsplan")
    editors_page.get_by_role("textbox", name="Ingress").fill("Bare en prøve, ikke publisert.")
    preview = preview_of(editors_page)
    expect(preview.locator(".lead")).to_have_text("Bare en prøve, ikke publisert.", timeout=15_000)
    assert preview.locator("header.band").evaluate("band => getComputedStyle(band).backgroundColor") != "rgba(0, 0, 0, 0)"
    panel(editors_page, "checks")
    expect(editors_page.locator("[data-side-panel=checks]")).to_contain_text(re.compile(r"\d{3,}"), timeout=15_000)


def test_every_block_shows_what_it_looks_like_before_it_is_chosen(editors_page: Page):
    open_editor(editors_page, "kommunikasjonsplan")
    editors_page.locator("#panel-child-innhold-body-section .c-sf-add-button").last.click()
    options = editors_page.get_by_role("option")
    assert [name.strip() for name in options.all_inner_texts()] == BLOCKS
    for number, name in enumerate(BLOCKS):
        options.nth(number).locator("..").get_by_role("button").last.click()
        shown = editors_page.frame_locator("iframe.w-combobox-preview__iframe")
        expect(shown.locator("main, body").first).to_have_text(re.compile(r"\w{3}"))
        expect(editors_page.locator(".w-combobox-preview__label")).to_have_text(name)


def test_the_explorer_leads_down_to_the_guides(editors_page: Page):
    editors_page.goto("/admin/pages/")
    editors_page.get_by_role("button", name="Sider").click()
    editors_page.get_by_role("link", name=re.compile("Noen har gjort det før deg")).last.click()
    editors_page.get_by_role("link", name=re.compile("Beste praksis")).last.click()
    expect(editors_page.locator("table.listing")).to_contain_text("Risikoanalyse på en ettermiddag")


@pytest.mark.parametrize(
    "address",
    ["images/", "documents/", "reports/site-history/", "reports/aging-pages/", "pages/add_subpage/6/", "account/"],
)
def test_a_room_of_the_editor_opens_without_complaint(editors_page: Page, address: str):
    answer = editors_page.goto(f"/admin/{address}")
    assert answer is not None
    assert answer.ok
    expect(editors_page.get_by_role("heading", level=1).first).to_be_visible()


def test_the_editor_has_the_list_of_what_must_be_looked_at_and_the_experiences(editors_page: Page):
    editors_page.goto("/admin/")
    editors_page.get_by_role("button", name="Kunnskap").click()
    editors_page.get_by_role("link", name="Må kontrolleres").click()
    expect(editors_page.locator("table.listing")).to_be_visible()
    editors_page.get_by_role("button", name="Kunnskap").click()
    expect(editors_page.get_by_role("link", name="Erfaringer")).to_be_visible()
