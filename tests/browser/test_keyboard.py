"""The whole way by keyboard: what has focus can always be seen."""

from pathlib import Path

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


def tab_to(page: Page, name: str) -> None:
    """Tab until the part so named has focus; every stop on the way must be seen."""
    passed = []
    for _number in range(MANY):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["body"]:
            break
        passed.append(focus["name"])
        assert focus["outlined"], f"{page.url}: «{focus['name']}» har fokus uten at det vises"
        assert focus["uncovered"], f"{page.url}: «{focus['name']}» har fokus, men er dekket"
        if focus["name"] == name:
            return
    raise AssertionError(f"{page.url}: fant ikke «{name}» blant {passed}")


def follow(page: Page, name: str) -> None:
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_stranger_opens_a_filled_template_and_a_comparison_that_includes_it_from_the_home_page(
    page: Page, tmp_path: Path
):
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


def test_the_reader_chooses_which_versions_to_compare_by_keyboard(page: Page):
    page.goto("/beste-praksis/risikoanalyse-pa-en-ettermiddag/versjoner/")
    tab_to(page, "Eldre versjon")
    page.keyboard.press("End")
    follow(page, "Sammenlign")
    expect(page.get_by_role("heading", name="Fra 0.1 til 2.0")).to_be_visible()


def test_the_first_stop_leads_past_the_menu(page: Page):
    page.goto("/beste-praksis/")
    tab_to(page, "Hopp til innholdet")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_on_a_telephone_the_menu_opens_and_leads_on_by_keyboard(page: Page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    tab_to(page, "Meny")
    page.keyboard.press("Enter")
    follow(page, "Maler")
    expect(page).to_have_url("/maler/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/", "/kommuner/0301/", "/sok/?q=risikoanalyse", "/metode/diemo/", "/begreper/"])
def test_every_stop_on_a_page_is_seen(page: Page, address: str, scheme: str):
    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    page.goto(address)
    with pytest.raises(AssertionError, match="fant ikke «en lenke som ikke finnes»"):
        tab_to(page, "en lenke som ikke finnes")
