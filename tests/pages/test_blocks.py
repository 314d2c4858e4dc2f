"""The shared blocks as editors choose them and as readers meet them on a page."""

import re
from html import unescape
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from forum.pages.blocks import BodyBlock
from forum.pages.models import GlossaryTerm, PortalImage
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.pages import close, make_document, make_guide, make_news, stream, translate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

BODY = BodyBlock()
KINDS = list(BODY.child_blocks)


def read(page, client=None):
    """What a visitor's browser gets, parsed."""
    response = (client or Client()).get(page.get_url())
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def article(*blocks, **fields):
    """The article of a guide whose free part holds these blocks."""
    return read(make_guide(body=stream(*blocks), **fields)).article


@pytest.fixture(scope="module")
def editor_client(portal, django_db_blocker):
    client = Client()
    with django_db_blocker.unblock():
        user = UserFactory(administrator=True)
        assert client.login(username=user.email, password=PASSWORD)
    return client


@pytest.mark.parametrize("kind", KINDS)
def test_every_block_says_what_it_is_for(kind):
    block = BODY.child_blocks[kind]
    assert block.meta.icon not in ("", "placeholder")
    assert str(block.meta.label).strip()
    assert len(str(block.meta.description)) > 10
    assert get_template(block.meta.template)


def test_no_two_blocks_have_the_same_icon():
    icons = [block.meta.icon for block in BODY.child_blocks.values()]
    assert len(icons) == len(set(icons))


@pytest.mark.parametrize("kind", KINDS)
def test_an_editor_sees_each_block_in_the_look_of_the_portal_before_choosing_it(kind, editor_client):
    block = BODY.child_blocks[kind]
    response = editor_client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    assert page.find("link", href=re.compile("portal"))
    assert page.main.get_text(strip=True)
    assert not page.find(style=True)


def test_text_is_shown_with_its_lists_and_links():
    shown = article(("text", "<p>Skriv <b>kort</b>.</p><ul><li>Ett</li></ul>"))
    assert shown.find("b", string="kort")
    assert shown.find("li", string="Ett")


def test_main_headings_are_in_the_contents_list_and_lead_to_themselves():
    page = read(make_guide(body=stream(("heading", {"text": "Historien bak", "level": "h2"}))))
    link = page.find(class_="contents").find("a", string="Historien bak")
    target = page.find(id=link["href"].removeprefix("#"))
    assert target.name == "h2"
    assert target.get_text() == "Historien bak"


def test_sub_headings_are_left_out_of_the_contents_list():
    blocks = [
        ("heading", {"text": "Historien bak", "level": "h2"}),
        ("heading", {"text": "Før 2006", "level": "h3"}),
    ]
    page = read(make_guide(body=stream(*blocks)))
    assert page.article.find("h3", string="Før 2006")
    assert not page.find(class_="contents").find("a", string="Før 2006")


@pytest.mark.parametrize(
    "blocks",
    [
        [("fact", {"title": "Boks", "text": "<p>x</p>"})],
        [("heading", {"text": "Under", "level": "h3"}), ("fact", {"title": "Boks", "text": "<p>x</p>"})],
        [("heading", {"text": "Over", "level": "h2"}), ("steps", [{"title": "Gjør dette", "text": ""}])],
        [("steps", [{"title": "Gjør dette", "text": ""}]), ("heading", {"text": "Over", "level": "h2"})],
    ],
)
def test_headings_never_skip_a_level_whatever_order_the_editor_chose(blocks):
    for page in (make_news(body=stream(*blocks)), make_guide(body=stream(*blocks))):
        levels = [int(tag.name[1]) for tag in read(page).main.find_all(re.compile("^h[1-6]$"))]
        assert levels[0] == 1
        assert all(below - above <= 1 for above, below in pairwise(levels))


def test_steps_are_a_numbered_list():
    steps = article(("steps", [{"title": "Sett en ramme", "text": "<p>På én side.</p>"}])).find("ol", class_="steps")
    assert steps.li.find(["h3", "h4"]).get_text() == "Sett en ramme"
    assert steps.li.p.get_text() == "På én side."


def test_every_tick_has_a_label_and_two_lists_on_a_page_do_not_mix():
    checklist = ("checklist", {"title": "Er dere ferdige?", "items": ["Ja & nei", "Kanskje"]})
    lists = article(checklist, checklist).find_all("fieldset")
    boxes = [box for one in lists for box in one.find_all("input", type="checkbox")]
    assert len(boxes) == len({box["id"] for box in boxes}) == 4
    labels = [lists[0].find("label", attrs={"for": box["id"]}) for box in boxes[:2]]
    assert [label.get_text() for label in labels] == ["Ja & nei", "Kanskje"]
    assert lists[0]["data-checklist"] != lists[1]["data-checklist"]


def test_the_name_of_a_checklist_in_the_browser_outlives_a_new_version_of_the_page():
    page = make_guide(checklists=stream(("checklist", {"title": "Er dere ferdige?", "items": ["Ja"]})))
    before = read(page).find("fieldset")["data-checklist"]
    page.refresh_from_db()
    page.summary = "Ny ingress."
    page.save_revision().publish()
    assert read(page).find("fieldset")["data-checklist"] == before


def test_a_quote_says_who_said_it():
    quote = article(("quote", {"text": "Det nyttigste var å møtes.", "source": "En prosjektleder"})).find("figure")
    assert quote.blockquote.get_text(strip=True) == "Det nyttigste var å møtes."
    assert quote.figcaption.get_text(strip=True) == "En prosjektleder"


def test_a_table_has_a_caption_and_headers_both_ways():
    value = {
        "caption": "Tid per søknad",
        "header": "Steg | Før | Etter",
        "rows": "| Registrere | 12 min |\n\nSvare | 4 min | 3 min",
    }
    table = article(("table", value)).table
    assert table.caption.get_text() == "Tid per søknad"
    assert [cell.get_text() for cell in table.thead.find_all("th", scope="col")] == ["Steg", "Før", "Etter"]
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.tbody.find_all("tr")]
    assert rows == [["Registrere", "12 min", ""], ["Svare", "4 min", "3 min"]]
    assert all(row.th["scope"] == "row" for row in table.tbody.find_all("tr"))


def test_a_wide_table_scrolls_in_a_part_that_a_keyboard_reaches():
    value = {"caption": "Tid per søknad", "header": "Steg|Før", "rows": "Svare|4 min"}
    around = article(("table", value)).table.parent
    assert around["tabindex"] == "0"
    assert around["aria-label"] == "Tid per søknad"


def test_a_figure_carries_its_text_alternative_and_whose_it_is():
    image = PortalImage.objects.create(
        title="varde.png", file=get_test_image_file(), description="En varde i tåke", credit="Ola"
    )
    figure = article(("figure", {"image": image.pk, "caption": "Varden på toppen"})).find("figure")
    assert figure.img["alt"] == "En varde i tåke"
    assert figure.img["width"]
    assert "Varden på toppen" in figure.figcaption.get_text()
    assert "Ola" in figure.figcaption.get_text()


def test_a_file_shows_its_title_kind_and_size():
    document = make_document(title="Rammen", text="x" * 2048)
    entry = article(("file", {"document": document.pk, "title": "", "description": "Én side."})).find(class_="files").li
    assert entry.a.get_text() == "Rammen"
    assert entry.a["href"] == document.url
    assert "TXT" in entry.get_text()
    assert "2,0\xa0KB" in entry.get_text()
    assert "Én side." in entry.get_text()


def test_a_file_may_be_called_something_else_on_the_page():
    document = make_document(title="ramme_endelig_2")
    block = ("file", {"document": document.pk, "title": "Rammen", "description": ""})
    assert article(block).find(class_="files").a.get_text() == "Rammen"


def test_link_cards_lead_to_pages_in_the_order_the_editor_chose():
    first, second = make_guide(title="Åpen vei"), make_guide(title="Bred vei")
    cards = article(("links", [second.pk, first.pk])).find_all(class_="entry-title")
    assert [card.get_text() for card in cards] == ["Bred vei", "Åpen vei"]
    assert cards[0].a["href"] == second.get_url()


def test_link_cards_leave_out_pages_that_the_reader_may_not_see():
    shown, closed, draft = make_guide(title="Åpen"), make_guide(title="Lukket"), make_guide(title="Utkast", live=False)
    close(closed)
    page = make_guide(body=stream(("links", [shown.pk, closed.pk, draft.pk])))
    assert [card.get_text() for card in read(page).article.find_all(class_="entry-title")] == ["Åpen"]
    member = Client()
    assert member.login(username=UserFactory(email="medlem@eksempel.no").email, password=PASSWORD)
    seen = [card.get_text() for card in read(page, member).article.find_all(class_="entry-title")]
    assert seen == ["Åpen", "Lukket"]


def test_link_cards_lead_to_the_readers_language_where_there_is_one():
    original = make_guide(title="Måling")
    translate(original, title="Måling på nynorsk")
    only_bokmal = make_guide(title="Bare bokmål")
    links = stream(("links", [original.pk, only_bokmal.pk]))
    page = translate(make_guide(), body=links)
    cards = read(page).article.find_all(class_="entry-title")
    assert [card.get_text() for card in cards] == ["Måling på nynorsk", "Bare bokmål"]
    assert [card.a.get("lang") for card in cards] == [None, "nb"]


def test_an_accordion_opens_without_script():
    part = article(("accordion", [{"title": "Alt blir gult", "text": "<p>Ta pause.</p>"}])).details
    assert part.summary.get_text() == "Alt blir gult"
    assert "Ta pause." in part.get_text()


def test_a_word_is_explained_once_on_a_page_even_across_blocks():
    GlossaryTerm.objects.create(slug="varde", term="varde", definition="Steiner som viser vei.")
    shown = article(("text", "<p>En varde.</p>"), ("text", "<p>Enda en varde.</p>"), problem="<p>Ingen varde.</p>")
    assert [link["href"] for link in shown.find_all("a", class_="term")] == ["/begreper/#varde"]


def test_what_an_editor_writes_can_not_become_markup():
    nasty = '<script>alert(1)</script>"'
    shown = article(
        ("heading", {"text": nasty, "level": "h2"}),
        ("steps", [{"title": nasty, "text": ""}]),
        ("checklist", {"title": nasty, "items": [nasty]}),
        ("fact", {"title": nasty, "text": ""}),
        ("quote", {"text": nasty, "source": nasty}),
        ("table", {"caption": nasty, "header": nasty, "rows": nasty}),
        ("accordion", [{"title": nasty, "text": ""}]),
        title=f"Veileder </script>{nasty}",
    )
    assert not shown.find("script")
    assert str(shown).count("alert(1)") == unescape(shown.get_text()).count("alert(1)") + 1  # the table's aria-label


def test_the_data_for_machines_can_not_be_ended_by_a_title():
    page = make_guide(title="Slutt </script><b>fet</b> & ferdig")
    scripts = read(page).find_all("script", type="application/ld+json")
    assert len(scripts) == 1
    assert "Slutt \\u003c/script\\u003e" in scripts[0].string
