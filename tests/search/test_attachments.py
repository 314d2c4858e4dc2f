"""Pages that are found by what stands in the files they carry."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction

from forum.pages.models import PageFile, PortalDocument
from tests.factories.pages import close, make_document, make_guide
from tests.search.test_search_page import text_of, titles

pytestmark = pytest.mark.django_db


TABLE = "## Ark\n\n| Sjekk | Svar |\n| --- | --- |\n| {} | ja |"


def guide_with(title, *files, **fields):
    page = make_guide(title=title, **fields)
    for name, (text, ending) in files:
        page.files.add(
            PageFile(
                title=name,
                document=make_document(
                    title=name, text=TABLE.format(text) if ending == "xlsx" else text, name=f"{name}.{ending}"
                ),
            )
        )
    page.save()
    return page


@pytest.mark.parametrize("ending", ["docx", "odt", "xlsx", "pdf"])
def test_text_in_every_kind_of_office_file_finds_its_page(client, indexed, ending):
    guide_with("Prosjektdirektiv", ("Mal", ("Her vurderes restrisikoen samlet", ending)))
    indexed()
    response = client.get("/sok/?q=restrisiko")
    assert titles(response) == ["Prosjektdirektiv"]
    assert "Her vurderes <mark>restrisikoen</mark> samlet" in text_of(response)
    assert f'<span class="format" aria-hidden="true">{ending.upper()}</span>' in text_of(response)


def test_the_hit_says_which_file_and_leads_to_it(client, indexed):
    page = guide_with(
        "Prosjektdirektiv",
        ("Sjekkliste", ("Ting å huske", "docx")),
        ("Mal for risikoanalyse", ("Sannsynlighet og restrisiko", "xlsx")),
    )
    indexed()
    file = page.files.get(title="Mal for risikoanalyse")
    found = text_of(client.get("/sok/?q=restrisiko"))
    assert f'Funnet i vedlegget <a href="{file.document.url}">Mal for risikoanalyse</a>' in found
    found = text_of(client.get("/sok/?q=risikoanalyse"))
    assert f'<a href="{file.document.url}">Mal for <mark>risikoanalyse</mark></a>' in found
    assert "Slik gjorde vi det." in found


def test_a_page_that_answers_as_well_itself_does_not_point_to_its_file(client, indexed):
    guide_with("Direktiv", ("Mal", ("Om restrisiko", "docx")), problem="<p>Vurder restrisiko tidlig.</p>")
    indexed()
    found = text_of(client.get("/sok/?q=restrisiko"))
    assert "Vurder <mark>restrisiko</mark> tidlig." in found
    assert "Funnet i vedlegget" not in found


def test_a_file_that_was_taken_away_since_is_not_pointed_to(client, indexed):
    page = guide_with("Direktiv", ("Mal", ("Om restrisiko", "docx")))
    indexed()
    PageFile.objects.filter(page=page).delete()
    found = text_of(client.get("/sok/?q=restrisiko"))
    assert "Funnet i vedlegget" not in found
    assert "Om <mark>restrisiko" not in found


def test_the_files_of_a_closed_page_find_nothing(client, indexed):
    close(guide_with("Hemmelig", ("Mal", ("kanarifugl", "docx"))))
    indexed()
    assert titles(client.get("/sok/?q=kanarifugl")) == []


def test_a_file_in_a_closed_collection_finds_nothing_though_its_page_is_open(client, indexed):
    page = guide_with("Åpen veileder", ("Mal", ("kanarifugl", "docx")))
    vault = Collection.get_first_root_node().add_child(name="Hvelv")
    CollectionViewRestriction.objects.create(collection=vault, restriction_type=CollectionViewRestriction.LOGIN)
    PortalDocument.objects.filter(page_files__page=page).update(collection=vault)
    indexed()
    response = client.get("/sok/?q=kanarifugl")
    assert titles(response) == []
    assert titles(client.get("/sok/?q=åpen veileder")) == ["Åpen veileder"]


def test_markup_in_a_files_name_or_text_is_text(client, indexed):
    guide_with("Direktiv", ("<i>Mal</i> restrisiko", ("<b>restrisiko</b>", "docx")))
    indexed()
    page = client.get("/sok/?q=restrisiko").content.decode()
    assert "&lt;i&gt;Mal&lt;/i&gt; <mark>restrisiko</mark>" in page
    assert "&lt;b&gt;<mark>restrisiko</mark>&lt;/b&gt;" in page


def test_attachments_cost_the_same_however_many(client, indexed):
    costs = []
    for number in (1, 8):
        for place in range(number):
            guide_with(f"Direktiv {number}{place}", ("Mal", ("Om restrisiko", "docx")), ("To", ("restrisiko", "odt")))
        indexed()
        client.get("/sok/?q=restrisiko")
        with CaptureQueriesContext(connection) as queries:
            client.get("/sok/?q=restrisiko")
        costs.append(len(queries))
    assert costs[1] <= costs[0]
