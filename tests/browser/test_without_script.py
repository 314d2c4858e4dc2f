"""Everything works where JavaScript is shut off, blocked or has not come yet."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

GUIDE = "/beste-praksis/risikoanalyse-pa-en-ettermiddag/"


def test_the_menu_opens_on_a_telephone(plain_page: Page) -> None:
    plain_page.set_viewport_size({"width": 360, "height": 740})
    plain_page.goto("/")
    menu = plain_page.get_by_role("navigation", name="Hovedmeny, liten skjerm")
    expect(menu).to_be_hidden()
    plain_page.get_by_text("Meny", exact=True).click()
    menu.get_by_role("link", name="Kommuner").click()
    expect(plain_page).to_have_url("/kommuner/")


def test_a_search_from_the_home_page_finds_and_is_narrowed(plain_page: Page) -> None:
    plain_page.goto("/")
    plain_page.get_by_role("searchbox", name="Hva skal dere i gang med?").fill("risikoanalyse")
    plain_page.get_by_role("button", name="Søk").click()
    hits = plain_page.locator(".entries .entry-title")
    expect(hits.first).to_have_text("Risikoanalyse på en ettermiddag")
    before = hits.count()
    plain_page.get_by_role("navigation", name="Avgrens treffene").get_by_role("link", name="Veileder").click()
    expect(plain_page.get_by_role("link", name=re.compile("Fjern valget Veileder"))).to_be_visible()
    assert 0 < hits.count() <= before


def test_facets_of_the_guides_are_chosen_and_taken_away(plain_page: Page) -> None:
    plain_page.goto("/beste-praksis/")
    everything = plain_page.locator("#hits").inner_text()
    choice = plain_page.get_by_role("navigation", name="Avgrens veilederne").get_by_role("link", name="Overvåke")
    promised = choice.locator("data").inner_text()
    choice.click()
    assert plain_page.locator("#hits").inner_text().split()[0] == promised
    plain_page.get_by_role("link", name="Fjern valget Overvåke").click()
    assert plain_page.locator("#hits").inner_text() == everything


def test_two_versions_are_chosen_and_compared(plain_page: Page) -> None:
    plain_page.goto(GUIDE)
    plain_page.get_by_role("link", name="Sammenlign to versjoner").click()
    plain_page.get_by_label("Eldre versjon").select_option("1.0")
    plain_page.get_by_role("button", name="Sammenlign").click()
    comparison = plain_page.get_by_role("region", name="Fra 1.0 til 2.0")
    expect(comparison.locator("ins").first).to_be_visible()
    expect(comparison.locator("del").first).to_be_visible()


def test_a_checklist_is_ticked_and_promises_nothing_that_needs_script(plain_page: Page) -> None:
    plain_page.goto(GUIDE)
    checklist = plain_page.get_by_role("group", name="Er dere ferdige?")
    box = checklist.get_by_label("Personvernombudet har sett listen")
    box.check()
    expect(box).to_be_checked()
    expect(checklist.get_by_text("Kryssene blir bare lagret i din nettleser")).to_be_hidden()
    expect(checklist.get_by_role("button")).to_have_count(0)


def test_what_is_folded_can_be_opened(plain_page: Page) -> None:
    plain_page.goto(GUIDE)
    answer = plain_page.get_by_text("Når tjenesten behandler helseopplysninger om mange")
    expect(answer).to_be_hidden()
    plain_page.get_by_text("Når holder det ikke med en ettermiddag?").click()
    expect(answer).to_be_visible()


def test_a_suggestion_with_faults_keeps_what_was_typed_and_can_then_be_sent(plain_page: Page) -> None:
    plain_page.goto(GUIDE)
    plain_page.get_by_role("link", name="Foreslå en forbedring").first.click()
    text = plain_page.get_by_label("Hva kan bli bedre?")
    answer_to = plain_page.get_by_label(re.compile("E-post"))
    text.fill("Skriv hvem som inviterer personvernombudet.")
    answer_to.fill("kari uten krøllalfa")
    plain_page.get_by_role("button", name="Send forslaget").click()

    summary = plain_page.get_by_role("group", name="Forslaget er ikke sendt ennå. Rett ett felt:")
    expect(summary).to_contain_text("Det du skrev, er tatt vare på.")
    expect(text).to_have_value("Skriv hvem som inviterer personvernombudet.")
    expect(answer_to).to_have_value("kari uten krøllalfa")
    expect(answer_to).to_have_attribute("aria-invalid", "true")
    expect(plain_page).to_have_title(re.compile("^Feil: "))

    answer_to.fill("kari@example.org")
    plain_page.get_by_role("button", name="Send forslaget").click()
    expect(plain_page).to_have_url(GUIDE)
    expect(plain_page.get_by_text("Takk. Forslaget er sendt til dem som har ansvar for siden.")).to_be_visible()


def test_an_empty_suggestion_says_what_is_lacking(plain_page: Page) -> None:
    plain_page.goto(GUIDE)
    plain_page.get_by_role("link", name="Foreslå en forbedring").first.click()
    plain_page.get_by_label(re.compile("E-post")).fill("kari@example.org")
    plain_page.get_by_role("button", name="Send forslaget").click()
    expect(plain_page.get_by_role("group", name=re.compile("Forslaget er ikke sendt ennå"))).to_be_visible()
    expect(plain_page.get_by_label(re.compile("E-post"))).to_have_value("kari@example.org")


def test_a_municipality_is_found_by_name(plain_page: Page) -> None:
    plain_page.goto("/kommuner/")
    plain_page.get_by_role("searchbox", name="Søk etter kommune").fill("Øyer")
    plain_page.get_by_role("button", name="Søk", exact=True).click()
    plain_page.get_by_role("main").get_by_role("link", name=re.compile("^Øyer")).click()
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("Øyer")
