"""The API."""

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.search.backends import get_search_backend

from forum.pages.models import PortalState
from tests.factories.accounts import UserFactory
from tests.factories.pages import close, make_group, make_guide, make_method, make_news, translate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

LIST = "/api/v2/sider/"


@pytest.fixture
def index():
    """Call it when the pages are made."""
    get_search_backend().reset_indexes()
    yield lambda: call_command("update_index", verbosity=0, stdout=StringIO())
    get_search_backend().reset_indexes()


def asked(client, address=LIST, **query):
    response = client.get(address, query)
    assert response.status_code == 200, response.content
    return response.json()


def titles(client, **query):
    return sorted(item["title"] for item in asked(client, **query)["items"])


def test_a_list_says_of_each_page_what_it_is_and_where(client):
    page = make_guide(title="Risikoanalyse", summary="Kort.", publish=True)
    answer = asked(client)
    (item,) = answer["items"]
    assert (item["id"], item["title"], item["summary"]) == (page.pk, "Risikoanalyse", "Kort.")
    assert item["meta"]["type"] == "bestpractice.GuidePage"
    assert item["meta"]["html_url"].endswith(page.url)
    assert item["meta"]["locale"] == "nb"
    assert answer["meta"] == {"total_count": 1, "example_data": False}


def test_a_page_tells_its_version_licence_and_when_it_changed(client):
    page = make_guide(title="Risikoanalyse", publish=True)
    answer = asked(client, f"{LIST}{page.pk}/")
    assert answer["meta"]["version_label"] == "0.1"
    assert answer["meta"]["text_changed_at"]
    assert answer["licence"] == "CC-BY-4.0"
    assert answer["meta"]["example_data"] is False


def test_invented_content_says_so_in_the_list_and_of_each_page(client):
    PortalState.objects.create(pk=1, is_example_data=True)
    page = make_guide()
    assert asked(client)["meta"]["example_data"] is True
    assert asked(client, f"{LIST}{page.pk}/")["meta"]["example_data"] is True


def test_what_is_closed_is_there_only_for_those_who_may_read_it(client):
    group = make_group()
    page = make_guide(title="Lukket")
    nynorsk = translate(page, title="Lukka")
    make_guide(title="Kladd", live=False)
    make_guide(title="Åpen")
    close(page, group)
    assert titles(client) == ["Åpen"]
    for one in (page, nynorsk):
        assert client.get(f"{LIST}{one.pk}/").status_code == 404
        assert client.get(f"{LIST}find/", {"html_path": one.url}).status_code == 404
    member = UserFactory()
    member.groups.add(group)
    client.force_login(member)
    assert titles(client) == ["Lukka", "Lukket", "Åpen"]
    assert asked(client, f"{LIST}{page.pk}/")["title"] == "Lukket"


def test_a_closed_page_can_not_be_told_by_its_relatives(client):
    method, ((phase, step), _second) = make_method()
    close(phase)
    assert titles(client, child_of=method.pk) == ["Implementere"]
    assert client.get(LIST, {"descendant_of": phase.pk}).status_code == 400
    assert client.get(LIST, {"ancestor_of": step.pk}).status_code == 400
    children = asked(client, f"{LIST}{method.pk}/")
    assert "Definere" not in str(children)


def test_no_field_tells_what_readers_are_not_shown(client):
    page = make_guide(contact_name="Kari", contact_email="kari@eksempel.no", publish=True)
    owner = UserFactory(email="eier@eksempel.no")
    page.owner = owner
    page.save()
    text = str(asked(client, fields="*")) + str(asked(client, f"{LIST}{page.pk}/", fields="*"))
    assert "eier@eksempel.no" not in text
    assert "text_digest" not in text


def test_the_list_narrows_by_kind_language_and_words(client, index):
    page = make_guide(title="Risikoanalyse")
    translate(page, title="Risikoanalyse på nynorsk")
    make_news(title="Nyhet om risiko")
    index()
    assert titles(client, type="home.NewsPage") == ["Nyhet om risiko"]
    assert titles(client, locale="nn") == ["Risikoanalyse på nynorsk"]
    assert titles(client, search="risikoanalysen") == ["Risikoanalyse", "Risikoanalyse på nynorsk"]
    assert titles(client, search="risikoanalyse", locale="nb") == ["Risikoanalyse"]
    assert titles(client, slug=page.slug, locale="nb") == ["Risikoanalyse"]


def test_a_search_shows_a_visitor_nothing_that_is_closed(client, index):
    page = make_guide(title="Hemmelig risikoanalyse")
    close(page)
    index()
    assert titles(client, search="hemmelig") == []
    assert asked(client, search="hemmelig")["meta"]["total_count"] == 0


def test_a_long_list_comes_in_parts_with_a_true_total(client):
    for _ in range(25):
        make_guide()
    first, rest = asked(client), asked(client, offset=20)
    assert (len(first["items"]), len(rest["items"]), first["meta"]["total_count"]) == (20, 5, 25)
    assert not {i["id"] for i in first["items"]} & {i["id"] for i in rest["items"]}
    assert len(asked(client, limit=100)["items"]) == 25


@pytest.mark.parametrize(
    "query",
    [
        "limit=1000", "limit=101", "limit=abc", "limit=-1", "offset=abc", "offset=-1", "type=auth.User",
        "type=finnes.Ikke", "fields=passord", "fields=*,-finnesikke", "fields=((", "order=passord", "finnesikke=1",
        "child_of=999999", "child_of=abc", "descendant_of=-1", "id=abc", "translation_of=abc",
        "search_operator=xor&search=a", "order=random&offset=1",
    ],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_told_so(client, query):
    make_guide()
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 400, response.content
    assert response.json()["message"]


@pytest.mark.parametrize(
    "query",
    ["search=%00", "search=**", "search=" + "x" * 5000, "search=NOT+NOT", "title=%27+OR+1=1", "slug=%00", "fields=%00"],
)
def test_no_text_breaks_the_list(client, index, query):
    make_guide()
    index()
    assert client.get(f"{LIST}?{query}").status_code in (200, 400)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed_through_it(client, method):
    page = make_guide()
    client.force_login(UserFactory(administrator=True))
    for address in (LIST, f"{LIST}{page.pk}/"):
        assert getattr(client, method)(address, {"title": "Nei"}).status_code == 405


def test_a_page_that_is_not_there_answers_404(client):
    for rest in ("999999/", "?locale=xx", "find/?id=999999", "find/?html_path=/finnes/ikke/"):
        assert client.get(f"{LIST}{rest}").status_code == 404
