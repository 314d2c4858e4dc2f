"""Searching as a visitor does it, in the portal as it is served."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

GUIDE = "Risikoanalyse på en ettermiddag"


def search(page: Page, words: str) -> None:
    page.goto("/")
    page.get_by_role("combobox", name="Hva skal dere i gang med?").fill(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Søk")).to_be_visible()


def titles(page: Page) -> list[str]:
    return page.locator(".entries .entry-title").all_inner_texts()


def test_an_inflected_form_finds_the_guide_and_marks_it(page: Page) -> None:
    search(page, "risikoanalysene")
    assert titles(page)[0] == GUIDE
    expect(page.locator(".entries > li").first.locator("mark").first).to_have_text(re.compile("risikoanalyse", re.I))
    expect(page.get_by_role("combobox")).to_have_value("risikoanalysene")


def test_a_word_that_stands_only_in_the_body_finds_the_guide_and_shows_where(page: Page) -> None:
    search(page, "skatteattest")
    hit = page.locator(".entries > li").filter(has_text=GUIDE)
    expect(hit).to_have_count(1)
    expect(hit.locator("p mark").first).to_have_text(re.compile("skatteattest", re.I))


def test_an_old_name_finds_what_is_written_with_the_new(page: Page) -> None:
    search(page, "MinSide")
    assert titles(page)


def test_a_facet_keeps_what_it_promises_and_is_taken_away_again(page: Page) -> None:
    search(page, "kommune")
    heading = page.locator("#hits-heading")
    everything = heading.inner_text()
    facet = page.get_by_role("navigation", name="Avgrens treffene").get_by_role(
        "link", name=re.compile("Nyhet|Aktuelt")
    )
    promised = facet.locator("data").inner_text()
    facet.click()
    expect(heading).to_contain_text(f"{promised} treff")
    assert len(titles(page)) == int(promised)
    page.get_by_role("link", name=re.compile("^Fjern valget")).click()
    expect(heading).to_have_text(everything)


def test_the_next_page_goes_on_where_the_first_ended(page: Page) -> None:
    search(page, "kommune")
    first = titles(page)
    page.get_by_role("navigation", name="Bla i treffene").get_by_role("link", name="Neste").click()
    expect(page.get_by_role("link", name="Side 2")).to_have_attribute("aria-current", "true")
    second = titles(page)
    assert second
    assert not set(first) & set(second)
    page.go_back()
    assert titles(page) == first


def test_the_newest_first_is_chosen_and_remembered_in_the_address(page: Page) -> None:
    search(page, "risiko")
    page.get_by_role("navigation", name="Sorter").get_by_role("link", name="nyeste").click()
    expect(page.get_by_role("link", name="nyeste")).to_have_attribute("aria-current", "true")
    dates = page.locator(".entries time").evaluate_all("all => all.map((time) => time.dateTime)")
    assert dates == sorted(dates, reverse=True)
    page.reload()
    expect(page.get_by_role("link", name="nyeste")).to_have_attribute("aria-current", "true")


def test_no_hits_help_further_and_keep_the_words(page: Page) -> None:
    search(page, "finnesikke")
    expect(page.get_by_role("heading", name="Her er det ingen treff")).to_be_visible()
    expect(page.get_by_role("combobox")).to_have_value("finnesikke")
    page.get_by_role("link", name="Se alle temaer").click()
    expect(page.get_by_role("heading", name="Eller bla deg fram")).to_be_visible()


@pytest.mark.parametrize(
    "words", ["**", "NOT NOT NOT", "((((", "group:secret", "<script>alert(1)</script>", '"', "%00"]
)
def test_nothing_that_is_typed_breaks_the_search(page: Page, words: str) -> None:
    search(page, words)
    expect(page.get_by_role("combobox")).to_have_value(words)


def test_a_question_of_many_words_is_answered_with_most_of_them_and_it_is_said(page: Page) -> None:
    search(page, "hvordan gjør vi risikoanalyse i romfarten")
    assert GUIDE in titles(page)
    expect(page.get_by_text("Ingen sider har alle ordene.")).to_be_visible()


def test_a_typing_error_is_mended_at_once_and_the_reader_can_insist(page: Page) -> None:
    search(page, "risikoanalse")
    expect(page.get_by_role("main")).to_contain_text("Vi viser treff på risikoanalyse i stedet.")
    assert GUIDE in titles(page)
    page.get_by_role("link", name="Søk nøyaktig slik jeg skrev").click()
    expect(page.get_by_role("heading", name="Her er det ingen treff")).to_be_visible()
    expect(page.get_by_role("combobox")).to_have_value("risikoanalse")


def test_several_choices_hold_together_and_are_taken_away_one_by_one(page: Page) -> None:
    search(page, "skjema")
    everything = page.locator("#hits-heading").inner_text()
    for group in ("Type", "Kommune", "Språk", "Sist endret"):
        choice = page.get_by_role("region", name=group).get_by_role("link").first
        promised = choice.locator("data").inner_text()
        choice.click()
        expect(page.locator("#hits-heading")).to_contain_text(f"{promised} treff")
    chips = page.get_by_role("link", name=re.compile("^Fjern valget"))
    expect(chips).to_have_count(4)
    for left in (3, 2, 1, 0):
        chips.first.click()
        expect(chips).to_have_count(left)
    expect(page.locator("#hits-heading")).to_have_text(everything)


def test_the_rest_of_the_municipalities_open_by_keyboard(page: Page) -> None:
    search(page, "skjema")
    places = page.get_by_role("region", name="Kommune")
    shown = places.get_by_role("link").count()
    places.locator("summary").focus()
    page.keyboard.press("Enter")
    assert places.get_by_role("link").count() > shown


def test_a_hit_in_an_attachment_leads_to_the_file(page: Page) -> None:
    search(page, "prosjekteier styringsgruppe")
    told = page.locator(".hit-file").first
    expect(told).to_contain_text("Funnet i vedlegget")
    assert page.request.get(told.get_by_role("link").get_attribute("href") or "").ok


def test_a_search_can_be_followed_as_a_feed(page: Page) -> None:
    search(page, "risikoanalyse")
    address = page.get_by_role("link", name="Følg dette søket som strøm").get_attribute("href") or ""
    feed = page.request.get(address)
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert GUIDE in feed.text()


def test_suggestions_come_by_the_beginning_of_words(page: Page) -> None:
    answer = page.request.get("/sok/forslag/", params={"q": "risikoan"})
    assert answer.ok
    found = answer.json()["suggestions"]
    address = "/beste-praksis/risikoanalyse-pa-en-ettermiddag/"
    assert {"type": "page", "title": GUIDE, "url": address, "kind": "Veileder"} in found


def test_a_reader_of_nynorsk_finds_each_work_once_and_in_nynorsk_where_it_is(page: Page) -> None:
    page.goto("/nn/sok/?q=gevinst")
    links = page.locator(".entries .entry-title a").evaluate_all("all => all.map((link) => link.getAttribute('href'))")
    assert "/nn/beste-praksis/gevinstrealisering/" in links
    assert "/beste-praksis/gevinstrealisering/" not in links
