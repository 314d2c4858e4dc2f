"""/maler/: every template in one list."""

import html
import re

import pytest

from forum.pages.models import PageFile
from tests.factories.pages import close, make_document, make_guide, make_method, translate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


class Templates:
    """What the list shows, as the reader sees it."""

    def __init__(self, client, address="/maler/", **query):
        response = client.get(address, query)
        assert response.status_code == 200
        self.text = re.sub(r"\s+", " ", response.content.decode())

    @property
    def titles(self):
        (listed,) = re.findall(r'<ul class="files">(.*?)</ul>', self.text) or [""]
        return [html.unescape(title) for title in re.findall(r'<a href="/documents/[^"]+">(.*?)</a>', listed)]

    @property
    def uses(self):
        """{use: count}"""
        (section,) = re.findall(r'aria-labelledby="facet-bruk">(.*?)</section>', self.text) or [""]
        return {label: int(n) for label, n in re.findall(r'<span>(.*?)</span><data value="(\d+)">', section)}


def add_file(page, title, kind="template", *, description="", name="mal.docx"):
    file = PageFile(title=title, kind=kind, description=description, document=make_document(title=title, name=name))
    page.files.add(file)
    page.save()
    return file


@pytest.fixture
def guide():
    """A guide with a file of each use."""
    page = make_guide(title="Risikoanalyse")
    for title, kind in (("Matrise", "template"), ("Er dere klare", "checklist"), ("Krav", "requirements")):
        add_file(page, title, kind)
    return page


def test_an_empty_list_says_where_the_files_come_from(client):
    assert "Her kommer malene" in Templates(client).text


def test_every_file_stands_with_its_use_its_kind_and_the_page_it_belongs_to(client, guide):
    listed = Templates(client)
    assert listed.titles == ["Er dere klare", "Krav", "Matrise"]
    assert re.search(r"<span>Sjekkliste</span> <span>Word, [\d,]+ KB</span>", listed.text)
    assert f'Veileder: <a href="{guide.url}">Risikoanalyse</a>' in listed.text


def test_files_of_a_method_are_listed_too(client):
    method, _parts = make_method()
    add_file(method, "Plansje")
    assert Templates(client).titles == ["Plansje"]
    assert "Metode: " in Templates(client).text


def test_the_list_narrows_by_use_with_true_counts(client, guide):
    add_file(make_guide(), "Matrise to")
    assert Templates(client).uses == {"Mal": 2, "Sjekkliste": 1, "Kravspesifikasjon": 1}
    chosen = Templates(client, bruk="template")
    assert chosen.titles == ["Matrise", "Matrise to"]
    assert chosen.uses == {"Mal": 2, "Sjekkliste": 1, "Kravspesifikasjon": 1}


def test_a_use_that_nothing_has_can_be_taken_away_again(client, guide):
    listed = Templates(client, bruk="other")
    assert listed.titles == []
    assert "Ingen filer passer" in listed.text
    assert listed.uses["Annet"] == 0


def test_words_find_files_by_title_description_and_page(client, guide):
    add_file(guide, "Ark", description="Regner ut gevinst")
    assert Templates(client, q="matri").titles == ["Matrise"]
    assert Templates(client, q="GEVINST").titles == ["Ark"]
    assert Templates(client, q="risikoanalyse krav").titles == ["Krav"]
    assert Templates(client, q="%").titles == Templates(client, q="_").titles == []


def test_words_are_found_whatever_the_case_of_norwegian_letters(client):
    add_file(make_guide(title="Å måle tid"), "Årshjul", description="For ØKONOMI")
    for words in ("årshjul", "ÅRSHJUL", "økonomi", "å måle"):
        assert Templates(client, q=words).titles == ["Årshjul"], words


def test_files_stand_where_a_norwegian_looks_for_them(client):
    page = make_guide()
    for title in ("Årshjul", "Ærlig", "arket", "Zoner", "Øving", "Bud"):
        add_file(page, title, name="mal.txt")
    assert Templates(client).titles == ["arket", "Bud", "Zoner", "Ærlig", "Øving", "Årshjul"]


def test_a_file_that_both_languages_carry_is_listed_once(client, guide):
    translate(guide, title="Risikoanalyse på nynorsk")
    for address in ("/maler/", "/nn/maler/", "/en/maler/"):
        assert Templates(client, address).titles == ["Er dere klare", "Krav", "Matrise"]
    assert "Risikoanalyse på nynorsk" in Templates(client, "/nn/maler/").text


def test_files_of_drafts_and_closed_pages_are_neither_listed_nor_counted(client, guide):
    add_file(make_guide(live=False), "Kladd")
    close(guide)
    listed = Templates(client)
    assert listed.titles == []
    assert "Her kommer malene" in listed.text


def test_a_long_list_comes_in_pages_that_keep_the_search(client):
    page = make_guide()
    for number in range(43):
        add_file(page, f"Mal {number:02}", name="mal.txt")
    first, second = Templates(client, q="mal"), Templates(client, q="mal", side="2")
    assert (len(first.titles), len(second.titles)) == (40, 3)
    assert 'href="?q=mal&amp;side=2" rel="next"' in first.text


@pytest.mark.parametrize(
    "value", ["\x00", "\x01\u2028", "x" * 10_000, "'; DROP TABLE x; --", "<script>", "-1", "99999"]
)
def test_no_value_in_the_address_breaks_the_list(client, guide, value):
    for name in ("q", "bruk", "side"):
        assert "<script>" not in Templates(client, **{name: value}).text.partition("<main")[2]
