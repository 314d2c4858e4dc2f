"""What holds on every kind of page, in light and dark, on a screen and a telephone."""

import json
import re
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
SIZES = [(1280, 900), (360, 740)]
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]
GUIDE = "/beste-praksis/risikoanalyse-pa-en-ettermiddag/"

PAGES = {
    "home": "/",
    "guide": GUIDE,
    "guide index with a facet chosen": "/beste-praksis/?fase=definere",
    "guide index without hits": "/beste-praksis/?fase=definere&q=finnesikke",
    "two versions compared": f"{GUIDE}versjoner/?fra=1.1&til=2.0",
    "method index": "/metode/",
    "method": "/metode/diemo/",
    "whole method": "/metode/diemo/hele/",
    "phase": "/metode/diemo/definere/",
    "step": "/metode/diemo/definere/vurdere-risiko-og-gevinst/",
    "topic index": "/tema/",
    "topic": "/tema/personvern-og-sikkerhet/",
    "news index": "/aktuelt/",
    "news with a date": "/aktuelt/samling-for-kommunekoordinatorer/",
    "templates list": "/maler/",
    "glossary": "/begreper/",
    "municipalities": "/kommuner/",
    "municipality": "/kommuner/3440/",
    "county": "/kommuner/fylke/nordland/",
    "search start": "/sok/",
    "search with hits": "/sok/?q=risikoanalyse",
    "search with choices": "/sok/?q=skjema&type=guide&sprak=nb",
    "search corrected": "/sok/?q=risikoanalse",
    "search with most of the words": "/sok/?q=gevinst+barnehage+romfart",
    "search found in attachments": "/sok/?q=prosjekteier+styringsgruppe",
    "search without hits": "/sok/?q=finnesikke",
    "text page": "/personvern/",
    "page that is not there": "/finnes-ikke/",
    "guide in nynorsk": "/nn/beste-praksis/gevinstrealisering/",
    "front page in English": "/en/",
}


def findings(page: Page) -> list[str]:
    """What axe has to say; all that is folded is opened first, since axe reads only what is seen."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def runs_out_of_the_window(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    if page.evaluate("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"):
        return []
    return page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter((part) => part.getBoundingClientRect().right > document.scrollingElement.clientWidth + 1)
            .map((part) => `sideways: ${part.outerHTML.slice(0, 150)}`).slice(0, 5)"""
    ) or ["sideways: the page itself"]


def faults(page: Page) -> dict[str, list[str]]:
    """By scheme and width: what axe finds and what runs out of the window."""
    found = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found[f"{scheme} {width}"] = findings(page) + runs_out_of_the_window(page)
    return {where: what for where, what in found.items() if what}


def assert_sound(page: Page) -> None:
    found = faults(page)
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_accessible_silent_and_within_the_window_in_light_and_dark_and_on_a_telephone(
    page: Page, address: str
) -> None:
    page.goto(address)
    assert_sound(page)


def test_a_suggestion_with_faults_is_accessible_and_its_faults_are_read_first(page: Page) -> None:
    page.goto(GUIDE)
    page.get_by_role("link", name="Foreslå en forbedring").first.click()
    page.get_by_label(re.compile("E-post")).fill("kari uten krøllalfa")
    page.get_by_role("button", name="Send forslaget").click()
    expect(page.get_by_role("group", name=re.compile("Forslaget er ikke sendt ennå"))).to_be_focused()
    assert_sound(page)


def test_the_open_menu_of_a_telephone_is_accessible(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    page.get_by_text("Meny", exact=True).click()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert not findings(page) + runs_out_of_the_window(page)


@pytest.mark.parametrize("address", [GUIDE, f"{GUIDE}versjoner/", "/beste-praksis/", "/sok/?q=kommune", "/kommuner/"])
def test_a_page_enlarged_to_400_per_cent_never_scrolls_sideways(page: Page, address: str) -> None:
    """A window of 1280 pixels at 400 % is one of 320."""
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert not runs_out_of_the_window(page)


def test_the_checks_above_see_what_they_look_for(page: Page) -> None:
    page.goto("/personvern/")
    page.evaluate(
        """() => {
            const part = document.createElement("p");
            part.textContent = "Blek og bred";
            part.className = "test";
            document.querySelector("main .wrap").append(part);
            part.style.color = "light-dark(#ddd, #333)";
            part.style.width = "1300px";
        }"""
    )
    found = faults(page)
    assert found.keys() == {"light 1280", "light 360", "dark 1280", "dark 360"}
    for faults_found in found.values():
        assert {fault.split(":")[0] for fault in faults_found} == {"color-contrast", "sideways"}
