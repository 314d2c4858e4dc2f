"""The gate where it is used: what it costs, below a search, and for whoever asks for the address."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction
from wagtail.search.backends import get_search_backend

from forum.pages.models import KnowledgePage
from tests.factories.pages import close, make_guide, make_method, make_news, section, translate
from tests.pages.readers import VISITOR, make_people, seen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


@pytest.fixture
def people():
    return make_people()


# --- cost


def queries_to_list(reader):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        list(KnowledgePage.objects.visible_to(reader))
    return len(queries)


def close_some(number, group):
    for place in range(number):
        guide = make_guide()
        if place % 10 == 0:
            translate(guide)
            guide.create_alias(parent=section("aktuelt"), update_slug=f"{guide.slug}-alias")
        close(guide, group)


@pytest.mark.parametrize("role", ["visitor", "member of A"])
def test_a_list_costs_the_same_with_three_closed_subtrees_and_with_sixty(people, role):
    close_some(3, people["group B"])
    few = queries_to_list(people[role])
    close_some(57, people["group B"])
    assert queries_to_list(people[role]) == few <= 5


def test_a_thousand_closed_pages_at_many_depths_can_still_be_listed(people):
    method, parts = make_method()
    pages = [method, *(page for pair in parts for page in pair), *(make_guide() for _ in range(5))]
    PageViewRestriction.objects.bulk_create(
        PageViewRestriction(page=page, restriction_type="login") for page in pages for _ in range(300)
    )
    assert seen(VISITOR) == set()


def test_a_request_asks_only_once_what_is_closed(client, people):
    close(make_guide(), people["group A"])
    make_guide()
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/beste-praksis/").status_code == 200
    asked = [
        query["sql"]
        for query in queries.captured_queries
        if query["sql"].startswith('SELECT "wagtailcore_page"."path"')
        and 'FROM "wagtailcore_pageviewrestriction"' in query["sql"]
    ]
    assert len(asked) == 1


# --- search


def renew_index():
    get_search_backend().reset_indexes()
    call_command("update_index", verbosity=0, stdout=StringIO())


def found(reader, words):
    return {page.pk for page in KnowledgePage.objects.visible_to(reader).search(words)}


def test_search_finds_closed_pages_only_for_those_who_may_read_them(people):
    shown, hidden = make_guide(title="Bålplass for alle"), make_guide(title="Bålplass for få")
    nynorsk = translate(hidden, title="Bålplass for få, på nynorsk")
    close(hidden, people["group A"])
    renew_index()
    assert found(VISITOR, "bålplass") == {shown.pk}
    assert found(people["member of B"], "bålplass") == {shown.pk}
    assert found(people["member of A"], "bålplass") == {shown.pk, hidden.pk, nynorsk.pk}
    assert found(people["administrator"], "bålplass") == {shown.pk, hidden.pk, nynorsk.pk}


def test_search_forgets_a_page_the_moment_it_is_closed(people):
    page = make_guide(title="Bålplass for alle")
    renew_index()
    assert found(VISITOR, "bålplass") == {page.pk}
    close(page, people["group A"])
    assert found(VISITOR, "bålplass") == set()


def test_search_counts_and_facets_leave_closed_pages_out(people):
    make_guide(title="Bålplass for alle")
    close(make_guide(title="Bålplass for få"), people["group A"])
    renew_index()
    results = KnowledgePage.objects.visible_to(VISITOR).search("bålplass")
    assert results.count() == 1
    assert sum(results.facet("content_type").values()) == 1


# --- being served


@pytest.mark.parametrize(
    ("role", "status"),
    [("visitor", 404), ("signed in", 404), ("member of B", 404), ("member of A", 200), ("administrator", 200)],
)
def test_a_closed_page_answers_as_if_it_were_not_there(client, people, role, status):
    page = make_guide()
    nynorsk = translate(page)
    close(page, people["group A"])
    if role != "visitor":
        client.force_login(people[role])
    for address in (page.url, nynorsk.url):
        assert client.get(address).status_code == status
        assert client.get(f"{address}versjoner/").status_code == 404
        assert client.head(address).status_code == status
        assert client.post(address).status_code in (404, 405) or status == 200


def test_a_closed_page_and_one_that_never_was_answer_alike(client, people):
    page = make_news(slug="hemmelig")
    close(page, people["group A"])
    closed, never = client.get(page.url), client.get("/aktuelt/finnes-ikke/")
    assert closed.status_code == never.status_code == 404
    assert closed.content.replace(b"hemmelig", b"") == never.content.replace(b"finnes-ikke", b"")
    assert {k: v for k, v in closed.headers.items() if k != "Content-Length"} == {
        k: v for k, v in never.headers.items() if k != "Content-Length"
    }


def test_a_closed_section_page_is_not_served_either(client, people):
    close(section("beste-praksis"), people["group A"])
    assert client.get("/beste-praksis/").status_code == 404
    assert client.get("/nn/beste-praksis/").status_code == 404
    client.force_login(people["member of A"])
    assert client.get("/beste-praksis/").status_code == 200


def test_a_closed_portal_is_closed_at_the_front_door(client, people):
    make_guide()
    close(Page.objects.get(slug="forside"))
    assert client.get("/").status_code == 404
    assert client.get("/en/").status_code == 404
    assert seen(VISITOR) == set()
    client.force_login(people["signed in"])
    assert client.get("/").status_code == 200


def test_what_was_learnt_in_one_request_is_not_used_in_the_next(client, people):
    page = make_guide()
    assert client.get(page.url).status_code == 200
    restriction = close(page, people["group A"])
    assert client.get(page.url).status_code == 404
    restriction.delete()
    assert client.get(page.url).status_code == 200
