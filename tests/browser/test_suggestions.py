"""Suggestions while typing, as keyboard, mouse and screen reader meet them."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.test_every_page import findings, runs_out_of_the_window

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

GUIDE = "Risikoanalyse på en ettermiddag"
ADDRESS = "/beste-praksis/risikoanalyse-pa-en-ettermiddag/"
KINDS = [
    {"type": "page", "title": GUIDE, "url": ADDRESS, "kind": "Veileder"},
    {"type": "page", "title": "Risikovilje", "url": "/nn/beste-praksis/", "kind": "Veileder", "lang": "nn"},
    {"type": "theme", "title": "Personvern", "url": "/sok/?tema=personvern", "kind": "Tema"},
    {"type": "word", "title": "risikovurdering", "url": "/sok/?q=risikovurdering", "kind": "Søk"},
]


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name=re.compile("Hva skal dere i gang med|Søk i alt"))


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def status(page: Page) -> Locator:
    return page.locator("[data-suggestions-status]")


@pytest.fixture
def asked(page: Page) -> list[str]:
    """What the page has asked for suggestions for."""
    questions: list[str] = []

    def hear(request: Any) -> None:
        address = urlsplit(request.url)
        if address.path.endswith("/sok/forslag/"):
            questions.append(parse_qs(address.query)["q"][0])

    page.on("request", hear)
    return questions


@pytest.fixture
def four_kinds(page: Page) -> Page:
    """The front page with an answer of two pages, a theme and a word."""
    page.route("**/sok/forslag/*", lambda route: route.fulfill(json={"suggestions": KINDS}))
    page.goto("/")
    field(page).press_sequentially("risiko")
    expect(options(page)).to_have_count(4)
    return page


def marked(page: Page) -> str:
    """The title of the option that the field says is the active one; empty where it says none."""
    active = field(page).get_attribute("aria-activedescendant")
    selected = page.locator("[role=option][aria-selected=true]")
    if not active:
        assert selected.count() == 0
        return ""
    assert selected.count() == 1
    assert selected.get_attribute("id") == active
    return selected.locator("span").first.inner_text()


@pytest.mark.parametrize("address", ["/", "/sok/", "/sok/?q=gevinst", "/nn/", "/finnes-ikke/"])
def test_what_is_typed_in_the_portals_search_box_brings_suggestions(page: Page, address: str) -> None:
    page.goto(address)
    box = page.get_by_role("combobox")
    box.fill("")
    box.press_sequentially("risikoan")
    expect(options(page).first).to_contain_text(GUIDE if "/nn/" not in address else "isikoanalyse")
    expect(box).to_have_attribute("aria-expanded", "true")


@pytest.mark.parametrize("address", ["/maler/", "/beste-praksis/", "/kommuner/"])
def test_other_search_boxes_are_left_as_they_are(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("searchbox")).to_have_count(1)
    expect(page.get_by_role("combobox")).to_have_count(0)


def test_a_suggested_page_is_opened_by_keyboard(page: Page) -> None:
    page.goto("/")
    field(page).press_sequentially("risikoan")
    expect(options(page).filter(has_text=GUIDE)).to_be_visible()
    while marked(page) != GUIDE:
        page.keyboard.press("ArrowDown")
        assert marked(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(ADDRESS)


def test_enter_without_a_mark_searches_for_what_is_typed(four_kinds: Page) -> None:
    four_kinds.keyboard.press("Enter")
    expect(four_kinds).to_have_url("/sok/?q=risiko")


def test_a_suggestion_is_opened_by_mouse_and_does_not_pass_for_a_hit_of_the_search_before_it(four_kinds: Page) -> None:
    with four_kinds.expect_request(f"**{ADDRESS}") as opened:
        options(four_kinds).first.click()
    assert "referer" not in opened.value.headers
    expect(four_kinds).to_have_url(ADDRESS)


def test_the_field_tells_what_it_is_and_what_it_controls(page: Page) -> None:
    page.goto("/")
    box = field(page)
    expect(box).to_have_attribute("aria-autocomplete", "list")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_attribute("autocomplete", "off")
    listed = page.locator(f"[id='{box.get_attribute('aria-controls')}']")
    expect(listed).to_have_attribute("role", "listbox")
    expect(listed).to_have_attribute("aria-label", "Forslag")
    expect(listed).to_be_hidden()


def test_a_screen_reader_meets_named_groups_of_options_and_is_told_how_many(four_kinds: Page) -> None:
    expect(four_kinds.get_by_role("listbox", name="Forslag")).to_match_aria_snapshot(
        """
        - listbox "Forslag":
          - group "Sider":
            - text: Sider
            - option "Risikoanalyse på en ettermiddag Veileder"
            - option "Risikovilje Veileder"
          - group "Temaer":
            - text: Temaer
            - option "Personvern"
          - group "Ord":
            - text: Ord
            - option "risikovurdering"
        """
    )
    expect(status(four_kinds)).to_have_text("4 forslag. Bruk piltastene.")
    expect(status(four_kinds)).to_have_role("status")
    expect(options(four_kinds).nth(1).locator("span").first).to_have_attribute("lang", "nn")


def test_one_suggestion_is_told_of_as_one(page: Page) -> None:
    page.route("**/sok/forslag/*", lambda route: route.fulfill(json={"suggestions": KINDS[:1]}))
    page.goto("/")
    field(page).press_sequentially("risiko")
    expect(status(page)).to_have_text("Ett forslag. Bruk piltastene.")


def test_the_arrows_go_round_through_the_field_and_focus_stays_in_it(four_kinds: Page) -> None:
    titles = [str(kind["title"]) for kind in KINDS]
    passed = [marked(four_kinds)]
    for _press in range(5):
        four_kinds.keyboard.press("ArrowDown")
        passed.append(marked(four_kinds))
    assert passed == ["", *titles, ""]
    four_kinds.keyboard.press("ArrowUp")
    assert marked(four_kinds) == titles[-1]
    expect(field(four_kinds)).to_be_focused()
    expect(field(four_kinds)).to_have_value("risiko")


@pytest.mark.parametrize(("key", "place"), [("Home", 0), ("End", 6), ("ArrowLeft", 5)])
def test_keys_that_move_in_the_text_do_so_and_leave_the_mark(four_kinds: Page, key: str, place: int) -> None:
    four_kinds.keyboard.press("ArrowDown")
    four_kinds.keyboard.press(key)
    assert marked(four_kinds) == ""
    assert field(four_kinds).evaluate("box => box.selectionStart") == place
    expect(field(four_kinds)).to_have_attribute("aria-expanded", "true")


def test_escape_closes_and_the_second_time_clears(four_kinds: Page) -> None:
    four_kinds.keyboard.press("ArrowDown")
    four_kinds.keyboard.press("Escape")
    expect(options(four_kinds)).to_have_count(0)
    assert marked(four_kinds) == ""
    expect(field(four_kinds)).to_have_attribute("aria-expanded", "false")
    expect(field(four_kinds)).to_have_value("risiko")
    expect(status(four_kinds)).to_have_text("")
    four_kinds.keyboard.press("ArrowDown")
    expect(options(four_kinds)).to_have_count(4)
    four_kinds.keyboard.press("Escape")
    four_kinds.keyboard.press("Escape")
    expect(field(four_kinds)).to_have_value("")


def test_tab_leaves_and_closes_and_opens_nothing(four_kinds: Page) -> None:
    four_kinds.keyboard.press("ArrowDown")
    four_kinds.keyboard.press("Tab")
    expect(four_kinds.get_by_role("search").get_by_role("button", name="Søk")).to_be_focused()
    expect(options(four_kinds)).to_have_count(0)
    expect(four_kinds).to_have_url("/")


def test_a_click_elsewhere_closes(four_kinds: Page) -> None:
    four_kinds.mouse.click(5, 890)
    expect(options(four_kinds)).to_have_count(0)


def test_typing_fast_asks_once_and_nothing_is_asked_for_twice_or_for_a_single_letter(
    page: Page, asked: list[str]
) -> None:
    page.goto("/")
    field(page).press_sequentially("risiko", delay=10)
    expect(options(page).first).to_be_visible()
    assert asked == ["risiko"]
    page.keyboard.press("Space")
    page.keyboard.press("Backspace")
    page.wait_for_timeout(300)
    assert asked == ["risiko"]
    field(page).fill("r")
    page.wait_for_timeout(300)
    expect(options(page)).to_have_count(0)
    assert asked == ["risiko"]


def test_an_answer_that_comes_late_does_not_replace_a_newer_one(page: Page) -> None:
    waiting: list[Route] = []

    def answer(route: Route) -> None:
        if route.request.url.endswith("=ri"):
            waiting.append(route)
        else:
            route.fulfill(json={"suggestions": KINDS[:1]})

    page.route("**/sok/forslag/*", answer)
    page.goto("/")
    with page.expect_request("**/sok/forslag/?q=ri"):
        field(page).press_sequentially("ri")
    field(page).press_sequentially("siko")
    expect(options(page)).to_have_count(1)
    for route in waiting:
        route.fulfill(json={"suggestions": KINDS})
    page.wait_for_timeout(200)
    expect(options(page)).to_have_count(1)


@pytest.mark.parametrize("body", ["ikke json", "[]", "{}", '{"suggestions": []}'])
def test_the_box_is_an_ordinary_one_when_the_answer_is_none(page: Page, body: str) -> None:
    page.route("**/sok/forslag/*", lambda route: route.fulfill(body=body, content_type="application/json"))
    page.goto("/")
    with page.expect_response("**/sok/forslag/*"):
        field(page).press_sequentially("risiko")
    page.wait_for_timeout(100)
    expect(options(page)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page).to_have_url("/sok/?q=risiko")


def test_what_is_suggested_is_text_and_never_markup(page: Page) -> None:
    title = "<img src=x onerror=alert(1)> & <b>fet</b>"
    hostile = [{"type": "word", "title": title, "url": "/sok/?q=x", "kind": "Søk"}]
    page.route("**/sok/forslag/*", lambda route: route.fulfill(json={"suggestions": hostile}))
    page.goto("/")
    field(page).press_sequentially("risiko")
    expect(options(page)).to_have_text(title)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360, 320])
@pytest.mark.parametrize("address", ["/", "/sok/"])
def test_the_open_list_is_accessible_within_the_window_and_large_enough_to_touch(
    page: Page, address: str, width: int, scheme: Any
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme=scheme)
    page.route("**/sok/forslag/*", lambda route: route.fulfill(json={"suggestions": KINDS}))
    page.goto(address)
    field(page).press_sequentially("risiko")
    expect(options(page)).to_have_count(4)
    page.keyboard.press("ArrowDown")
    found = findings(page) + runs_out_of_the_window(page)
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
    for option in options(page).all():
        box = option.bounding_box()
        assert box
        assert box["height"] >= 24
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_the_marked_option_is_seen_in_any_colours_and_stays_in_sight(page: Page) -> None:
    many = [{**KINDS[0], "title": f"Veileder {number}"} for number in range(14)]
    page.route("**/sok/forslag/*", lambda route: route.fulfill(json={"suggestions": many}))
    page.set_viewport_size({"width": 320, "height": 480})
    page.emulate_media(forced_colors="active")
    page.goto("/sok/")
    field(page).press_sequentially("veileder")
    expect(options(page)).to_have_count(14)
    page.keyboard.press("ArrowUp")
    last = options(page).last
    expect(last).to_have_attribute("aria-selected", "true")
    expect(last).to_be_in_viewport(ratio=0.9)
    style = last.evaluate("part => [getComputedStyle(part).outlineStyle, getComputedStyle(part).outlineWidth]")
    assert style == ["solid", "3px"]
