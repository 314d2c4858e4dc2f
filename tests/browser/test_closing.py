"""A guide that an editor closes is gone for visitors, everywhere and at once, and comes back when it is opened."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_editing import open_editor, open_panel

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SLUG = "mal-tiden-for-dere-endrer"
GUIDE = f"/beste-praksis/{SLUG}/"
PLACES = {
    "home": "/",
    "home in nynorsk": "/nn/",
    "guide index": "/beste-praksis/?q=tiden",
    "search": "/sok/?q=mål+tiden",
    "search in nynorsk": "/nn/sok/?q=mål+tida",
    "suggestions": "/sok/forslag/?q=mål",
    "templates": "/maler/",
    "feed": "/feed/",
    "sitemap": "/sitemap-sider.xml",
    "api": f"/api/v2/sider/?slug={SLUG}",
}


def let_read(page: Page, who: str) -> None:
    """Through the editor's panel, as an editor does."""
    open_editor(page, SLUG)
    open_panel(page, "status")
    page.locator("[data-a11y-dialog-show=set-privacy]:visible").click()
    dialog = page.get_by_role("dialog")
    dialog.locator(f"[name=restriction_type][value={who}]").check()
    with page.expect_response(lambda response: "/privacy/" in response.url and response.request.method == "POST"):
        dialog.locator("[type=submit]").click()


@contextmanager
def closed_guide(page: Page) -> Iterator[None]:
    let_read(page, "login")
    try:
        yield
    finally:
        let_read(page, "none")


def seen_in(page: Page) -> set[str]:
    return {name for name, address in PLACES.items() if SLUG in page.request.get(address).text()}


def statuses(page: Page, addresses: list[str]) -> set[int]:
    return {page.request.get(address, max_redirects=0).status for address in addresses}


def test_a_closed_guide_answers_404_and_stands_nowhere_until_it_is_opened(editors_page: Page, page: Page) -> None:
    page.goto(GUIDE)
    number = page.get_by_role("link", name="Foreslå en forbedring").first.get_attribute("href")
    files = page.locator(".files a").evaluate_all("all => all.map((link) => link.getAttribute('href'))")
    assert files
    assert number
    addresses = [GUIDE, f"{GUIDE}versjoner/", f"/nn{GUIDE}", number, *files]
    assert statuses(page, addresses) == {200}
    assert seen_in(page) == PLACES.keys()

    with closed_guide(editors_page):
        assert statuses(page, addresses) == {404}
        assert seen_in(page) == set()
        answer = page.goto(GUIDE)
        assert answer is not None
        assert answer.status == 404
        expect(page.locator("body")).not_to_contain_text("Mål tiden før dere endrer")
        assert editors_page.request.get(GUIDE).ok

    assert statuses(page, addresses) == {200}
    assert seen_in(page) == PLACES.keys()
