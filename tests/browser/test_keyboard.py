"""The whole way by keyboard: what has focus can always be seen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from docx import Document
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MANY = 250
GUIDE = "Risikoanalyse på en ettermiddag"
TEMPLATE = "Ramme og hendelsesliste"

# What a sighted keyboard user needs of the part that has focus: a mark of two pixels or more, in a colour, and the
# part itself on screen with nothing lying over it.
FOCUS = """() => {
  const part = document.activeElement;
  const box = [...part.getClientRects()].find((box) => box.width && box.height);
  const style = getComputedStyle(part);
  const name = (part.getAttribute("aria-label") || part.labels?.[0]?.firstChild.textContent || part.textContent).trim();
  const [x, y] = box ? [box.x + box.width / 2, box.y + box.height / 2] : [-1, -1];
  const top = document.elementFromPoint(x, y);
  return {
    name: name.replace(/\\s+/g, " "),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      && !["transparent", "rgba(0, 0, 0, 0)"].includes(style.outlineColor),
    uncovered: Boolean(top) && (part.contains(top) || top.contains(part)),
    body: part === document.body,
  };
}"""


def stops(page: Page) -> Iterator[str]:
    """The name of each part that Tab comes to, to the end of the page; each must be seen to have focus."""
    for _number in range(MANY):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["body"]:
            return
        assert focus["outlined"], f"{page.url}: «{focus['name']}» har fokus uten at det vises"
        assert focus["uncovered"], f"{page.url}: «{focus['name']}» har fokus, men er dekket"
        yield focus["name"]
    raise AssertionError(f"{page.url}: mer enn {MANY} stopp")


def tab_to(page: Page, name: str) -> None:
    passed = []
    for stop in stops(page):
        if stop == name:
            return
        passed.append(stop)
    raise AssertionError(f"{page.url}: fant ikke «{name}» blant {passed}")


def follow(page: Page, name: str) -> None:
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_stranger_opens_a_filled_template_and_a_comparison_that_includes_it_from_the_home_page(
    page: Page, tmp_path: Path
) -> None:
    page.goto("/")
    follow(page, GUIDE)
    expect(page.get_by_role("heading", level=1)).to_have_text(GUIDE)

    tab_to(page, TEMPLATE)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    document = Document(str(file))
    text = [part.text for part in document.paragraphs]
    text += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert file.suffix == ".docx"
    assert any("Folkeregisteret" in line for line in text)
    assert "Om skjemaet skal åpnes før hovedopptaket 1. august" in text

    follow(page, "Sammenlign to versjoner")
    comparison = page.get_by_role("region", name="Fra 1.1 til 2.0")
    expect(comparison).to_be_visible()
    file_change = comparison.get_by_role("region", name=TEMPLATE)
    expect(file_change.locator("ins").filter(has_text="Folkeregisteret")).not_to_have_count(0)
    expect(file_change.locator("del").filter(has_text="legeerklæring")).not_to_have_count(0)


def test_the_reader_chooses_which_versions_to_compare_by_keyboard(page: Page) -> None:
    page.goto("/beste-praksis/risikoanalyse-pa-en-ettermiddag/versjoner/")
    tab_to(page, "Eldre versjon")
    page.keyboard.press("End")
    follow(page, "Sammenlign")
    expect(page.get_by_role("heading", name="Fra 0.1 til 2.0")).to_be_visible()


def test_the_first_stop_leads_past_the_menu(page: Page) -> None:
    page.goto("/beste-praksis/")
    tab_to(page, "Hopp til innholdet")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_on_a_telephone_the_menu_opens_and_leads_on_by_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    tab_to(page, "Meny")
    page.keyboard.press("Enter")
    follow(page, "Maler")
    expect(page).to_have_url("/maler/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/", "/kommuner/3440/", "/sok/?q=risikoanalyse", "/metode/diemo/", "/begreper/"])
def test_every_stop_on_a_page_is_seen(page: Page, address: str, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    assert len(list(stops(page))) > 20
