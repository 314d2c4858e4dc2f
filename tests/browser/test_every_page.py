"""What holds on every kind of page, in light and dark, on a screen and a telephone."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
SIZES = [(1280, 900), (360, 740)]
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
    "municipality": "/kommuner/0301/",
    "search start": "/sok/",
    "search with hits": "/sok/?q=risikoanalyse",
    "search without hits": "/sok/?q=finnesikke",
    "text page": "/personvern/",
    "page that is not there": "/finnes-ikke/",
    "guide in nynorsk": "/nn/beste-praksis/gevinstrealisering/",
    "front page in English": "/en/",
}


def findings(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def runs_out_of_the_window(page: Page) -> list[str]:
    """What reaches past the right edge, unless it scrolls by itself inside the page."""
    if page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        return []
    return page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
            .map((part) => part.outerHTML.slice(0, 150)).slice(0, 5)"""
    ) or ["the page itself"]


def faults(page: Page) -> dict[str, list[str]]:
    """By scheme and width: what axe finds and what runs out of the window."""
    found = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found[f"{scheme} {width}"] = findings(page) + runs_out_of_the_window(page)
    return {where: what for where, what in found.items() if what}


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_accessible_silent_and_within_the_window_in_light_and_dark_and_on_a_telephone(page, address):
    page.goto(address)
    found = faults(page)
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
