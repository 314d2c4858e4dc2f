"""What of a page it is found by: its parts, its files, what is said of it and who uses it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction

from bestpractice.models import GuidePage
from forum.pages.models import KnowledgePage, PageFile, PortalDocument, Uptake
from forum.pages.services import share_experience
from forum.search.whoosh_backend.documents import build_document
from tests.factories.organisations import MunicipalityFactory, OrganisationFactory
from tests.factories.pages import make_document, make_guide, make_news, stream, translate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


def found(words, language="nb"):
    return [page.title for page in KnowledgePage.objects.live().in_language(language).search(words)]


def test_a_heading_counts_more_than_a_mention(indexed):
    make_guide(title="Nevnt", body=stream(("text", "<p>Her nevnes arkivplan én gang, blant mye annet.</p>")))
    make_guide(title="Delen", body=stream(("heading", {"text": "Arkivplan", "level": "h2"}), ("text", "<p>Slik.</p>")))
    indexed()
    assert found("arkivplan") == ["Delen", "Nevnt"]


def test_titles_of_steps_and_boxes_are_headings():
    guide = make_guide(
        steps=stream(("step", {"title": "Ring leverandøren", "text": "<p>Nå</p>"})),
        body=stream(
            ("heading", {"text": "Historien bak", "level": "h2"}),
            ("fact", {"title": "Må være på plass", "text": "<p>x</p>"}),
        ),
    )
    assert guide.specific.headings().splitlines() == ["Ring leverandøren", "Historien bak", "Må være på plass"]


def test_the_kind_is_a_word_of_the_page(indexed):
    make_news(title="Innsyn")
    make_guide(title="Innsyn for alle")
    indexed()
    assert found("veileder innsyn") == ["Innsyn for alle"]


def test_a_page_is_found_by_what_is_written_inside_its_files_and_what_they_are_for(indexed):
    document = make_document(text="Sannsynlighetsmatrise", name="vurdering.docx")
    guide = make_guide(title="Risiko")
    guide.files.add(PageFile(document=document, title="Vurdering", kind=PageFile.Kind.TEMPLATE))
    guide.save()
    indexed()
    assert found("sannsynlighetsmatrise") == ["Risiko"]
    assert found("mal vurdering") == ["Risiko"]


def test_the_formulas_of_a_workbook_are_not_searched():
    text = "Gevinst | 12 | =SUM(G2:J2) | kroner\n=SUM(A1:A9)\nI alt"
    document = PortalDocument(title="Gevinst", file="gevinst.xlsx", text=text)
    assert document.open_text.split() == ["Gevinst", "|", "12", "|", "|", "kroner", "I", "alt"]


def test_the_text_of_a_file_is_not_found_once_its_collection_is_closed(django_capture_on_commit_callbacks):
    guide = make_guide(title="Risiko")
    with django_capture_on_commit_callbacks(execute=True):
        document = make_document(text="Sannsynlighetsmatrise", name="vurdering.docx")
        document.collection = Collection.get_first_root_node().add_child(name="Internt")
        document.save()
        guide.files.add(PageFile(document=document, title="Vurdering"))
        guide.save()
    assert found("sannsynlighetsmatrise") == ["Risiko"]
    with django_capture_on_commit_callbacks(execute=True):
        closing = CollectionViewRestriction.objects.create(
            collection=document.collection, restriction_type=CollectionViewRestriction.LOGIN
        )
    assert found("sannsynlighetsmatrise") == []
    with django_capture_on_commit_callbacks(execute=True):
        closing.delete()
    assert found("sannsynlighetsmatrise") == ["Risiko"]


def test_a_page_is_found_by_who_uses_it_in_every_language(django_capture_on_commit_callbacks):
    municipality = MunicipalityFactory(organisation=OrganisationFactory())
    guide = make_guide(title="Innsyn")
    with django_capture_on_commit_callbacks(execute=True):
        translate(guide, title="Innsyn på nynorsk")
    with django_capture_on_commit_callbacks(execute=True):
        share_experience(page=guide, organisation=municipality.organisation, did="Prøvde postlisteroboten.")
    assert found("postlisteroboten") == ["Innsyn"]
    assert found("postlisteroboten", "nn") == ["Innsyn på nynorsk"]
    assert found(municipality.name) == ["Innsyn"]


def test_a_hidden_experience_is_not_searched(django_capture_on_commit_callbacks):
    municipality = MunicipalityFactory(organisation=OrganisationFactory())
    guide = make_guide(title="Innsyn")
    with django_capture_on_commit_callbacks(execute=True):
        experience = share_experience(page=guide, organisation=municipality.organisation, did="Prøvde roboten.")
    with django_capture_on_commit_callbacks(execute=True):
        experience.hidden = True
        experience.save()
    assert found("roboten") == []


def test_a_search_can_be_narrowed_to_those_that_a_municipality_uses(django_capture_on_commit_callbacks):
    municipality = MunicipalityFactory()
    used = make_guide(title="Innsyn i bruk")
    with django_capture_on_commit_callbacks(execute=True):
        make_guide(title="Innsyn ellers")
        Uptake.objects.create(page=used, municipality=municipality, since="2026-01-01")
    pages = KnowledgePage.objects.live().in_language("nb").filter(work__uptake__municipality=municipality.pk)
    assert [page.title for page in pages.search("innsyn")] == ["Innsyn i bruk"]


def test_indexing_many_pages_costs_as_many_queries_as_indexing_few():
    def cost(many):
        for number in range(many):
            guide = make_guide(title=f"Nr {number}", files=["Mal"])
            Uptake.objects.create(page=guide, municipality=MunicipalityFactory(), since="2026-01-01")
        with CaptureQueriesContext(connection) as queries:
            for page in GuidePage.get_indexed_objects():
                build_document(page)
        return len(queries)

    assert cost(2) == cost(6)
