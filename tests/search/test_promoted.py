"""What the editors put first for a certain search."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from forum.search.models import Synonym
from tests.factories.accounts import UserFactory
from tests.factories.pages import close, make_group, make_guide, make_news, translate
from tests.search.test_search_page import text_of, titles

pytestmark = pytest.mark.django_db

MARK = "Anbefalt av redaksjonen"


def promote(query, page=None, **fields):
    return SearchPromotion.objects.create(query=Query.get(query), page=page, **fields)


def test_a_recommended_page_is_first_and_is_not_shown_again(client, indexed):
    for number in range(3):
        make_guide(title=f"Skjema {number}")
    chosen = make_guide(title="Noe annet", summary="Nevner et skjema.")
    promote("skjema", chosen, description="Begynn her.", sort_order=1)
    indexed()
    response = client.get("/sok/?q=skjema")
    assert titles(response)[0] == "Noe annet"
    assert titles(response).count("Noe annet") == 1
    assert text_of(response).count(MARK) == 1
    assert "Begynn her." in text_of(response)
    assert "4 treff på «skjema»" in text_of(response)


def test_a_page_that_the_words_would_not_find_can_be_recommended(client, indexed):
    promote("noark", make_guide(title="Arkiv fra første dag"))
    indexed()
    response = client.get("/sok/?q=Noark")
    assert titles(response) == ["Arkiv fra første dag"]
    assert "Slik gjorde vi det." in text_of(response)


@pytest.mark.parametrize("q", ["Digital Signatur", "signaturer digitale", "  digital   signatur ", "SIGNATUR digital"])
def test_case_order_and_inflection_do_not_matter(client, indexed, q):
    promote("digital signatur", make_guide(title="Skriv under på nett"))
    indexed()
    assert titles(client.get("/sok/", {"q": q})) == ["Skriv under på nett"]


@pytest.mark.parametrize("q", ["digital", "digital signatur barnehage", "signert"])
def test_another_search_is_another_search(client, indexed, q):
    promote("digital signatur", make_guide(title="Skriv under på nett"))
    indexed()
    assert MARK not in text_of(client.get("/sok/", {"q": q}))


@pytest.mark.parametrize("choice", ["&type=guide", "&side=2", "&tema=helse-og-omsorg"])
def test_it_is_for_the_first_page_of_a_search_without_choices(client, indexed, choice):
    for number in range(12):
        make_guide(title=f"Skjema {number}")
    promote("skjema", make_news(title="Anbefalt"))
    indexed()
    assert MARK in text_of(client.get("/sok/?q=skjema"))
    assert MARK not in text_of(client.get(f"/sok/?q=skjema{choice}"))


def test_a_closed_page_is_recommended_only_to_those_who_may_read_it(client, indexed):
    group = make_group()
    secret = make_guide(title="Lukket")
    promote("skjema", secret, description="kanarifugl")
    close(secret, group)
    indexed()
    assert MARK not in text_of(client.get("/sok/?q=skjema"))
    assert "kanarifugl" not in text_of(client.get("/sok/?q=skjema"))
    member = UserFactory()
    member.groups.add(group)
    client.force_login(member)
    assert titles(client.get("/sok/?q=skjema")) == ["Lukket"]


def test_an_unpublished_page_is_not_recommended(client, indexed):
    promote("skjema", make_guide(live=False))
    indexed()
    assert MARK not in text_of(client.get("/sok/?q=skjema"))


def test_a_work_is_recommended_in_the_readers_language(client, indexed):
    guide = make_guide(title="Skriv under")
    nynorsk = translate(guide, title="Skriv under, nynorsk")
    promote("signatur", guide)
    promote("underskrift", nynorsk)
    indexed()
    assert titles(client.get("/nn/sok/?q=signatur")) == ["Skriv under, nynorsk"]
    assert titles(client.get("/sok/?q=underskrift")) == ["Skriv under"]


def test_an_address_elsewhere_is_recommended_by_its_words_and_says_where_it_leads(client, indexed):
    promote(
        "altinn", external_link_url="https://info.altinn.no/a?b=1&c=2", external_link_text="Altinn <for> kommuner",
        description="Hos & Digdir",
    )  # fmt: skip
    indexed()
    page = text_of(client.get("/sok/?q=altinn"))
    assert '<a href="https://info.altinn.no/a?b=1&amp;c=2" rel="noopener">Altinn &lt;for&gt; kommuner</a>' in page
    assert "Hos &amp; Digdir" in page
    assert "<span>info.altinn.no</span>" in page


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//ond.example", "ftp://x", "http://[x", ""]
)
def test_what_is_no_address_on_the_web_is_not_shown(client, indexed, url):
    promote("altinn", external_link_url=url, external_link_text="Klikk")
    indexed()
    response = client.get("/sok/?q=altinn")
    assert response.status_code == 200
    assert "Klikk" not in text_of(response)


def test_the_editors_order_is_kept_and_nothing_is_there_twice(client, indexed):
    first, second = make_guide(title="Første"), make_guide(title="Andre")
    promote("skjema", second, sort_order=2)
    promote("skjema", first, sort_order=1)
    promote("skjemaer", first, sort_order=3)
    indexed()
    assert titles(client.get("/sok/?q=skjema")) == ["Første", "Andre"]


def test_recommendations_cost_at_most_two_queries(client, indexed):
    pages = [make_guide(title=f"Side {number}") for number in range(3)]
    indexed()
    client.get("/sok/?q=skjema")
    with CaptureQueriesContext(connection) as without:
        client.get("/sok/?q=skjema")
    for page in pages:
        promote("skjema", page)
    client.get("/sok/?q=skjema")
    with CaptureQueriesContext(connection) as recommended:
        client.get("/sok/?q=skjema")
    assert len(recommended) <= len(without) + 1


def test_the_examples_of_the_demo_are_loaded_once_and_only_for_pages_that_are_there(portal, db):
    make_guide(title="Enkel kost/nytte", slug="enkel-kost-nytte")
    for _time in range(2):
        call_command("load_search_examples")
    assert [(one.query.query_string, one.page.slug) for one in SearchPromotion.objects.all()] == [
        ("regnestykke", "enkel-kost-nytte")
    ]
    assert Synonym.objects.filter(word="helpdesk", means="brukerstøtte").count() == 1
