"""A search that somebody follows, as an Atom reader takes it."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from forum.pages.feeds import ENTRIES
from forum.pages.models import PortalState
from tests.factories.accounts import UserFactory
from tests.factories.pages import a_theme, close, make_group, make_guide, make_news, translate
from tests.feed_reading import ATOM, changed, titles
from tests.feed_reading import read as read_feed

pytestmark = pytest.mark.django_db


def read(client, address="/sok/strom/", **parameters):
    return read_feed(client, address, **parameters)


def test_it_holds_what_the_search_finds_newest_text_first(client, indexed):
    for days, title in ((3, "Skjema skjema"), (1, "Nytt skjema"), (2, "Skjema imellom")):
        changed(make_guide(title=title), days)
    make_guide(title="Noe annet")
    indexed()
    assert titles(read(client, q="skjemaene")) == ["Nytt skjema", "Skjema imellom", "Skjema skjema"]


def test_it_follows_the_choices_and_is_called_by_them(client, indexed):
    make_guide(title="Skjema", themes=[a_theme()])
    make_news(title="Nyhet om skjema", themes=[a_theme()])
    indexed()
    feed = read(client, q="skjema", type="guide", tema="helse-og-omsorg", ar=str(timezone.localdate().year - 40))
    assert titles(feed) == []
    feed = read(client, q="skjema", type="guide", tema="helse-og-omsorg")
    assert titles(feed) == ["Skjema"]
    assert feed.findtext(f"{ATOM}title") == "ksikt-forum: søk etter «skjema», Veileder, Helse og omsorg"


def test_it_says_where_it_comes_from_in_the_portals_own_name(client, indexed, settings):
    settings.PORTAL_URL = "https://ksikt.example"
    indexed()
    feed = read(client, q="skjema & <mal>", sprak="nn")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    query = "?q=skjema+%26+%3Cmal%3E&sprak=nn"
    assert links == {
        "alternate": f"https://ksikt.example/sok/{query}",
        "self": f"https://ksikt.example/sok/strom/{query}",
    }


def test_an_empty_search_follows_everything_that_is_new(client, indexed):
    changed(make_guide(title="Gammel"), 2)
    changed(make_news(title="Ny"), 1)
    indexed()
    feed = read(client)
    assert titles(feed) == ["Ny", "Gammel"]
    assert feed.findtext(f"{ATOM}title") == "ksikt-forum: nytt og oppdatert"


def test_it_is_what_a_visitor_may_see_whoever_asks(client, indexed):
    group = make_group()
    close(make_guide(title="Hemmelig skjema"), group)
    make_guide(title="Åpent skjema")
    indexed()
    member = UserFactory(administrator=True)
    member.groups.add(group)
    client.force_login(member)
    assert titles(read(client, q="skjema")) == ["Åpent skjema"]


def test_each_work_is_there_once_in_the_language_of_the_address(client, indexed):
    translate(make_guide(title="Skjema"), title="Skjema på nynorsk")
    indexed()
    assert titles(read(client, q="skjema")) == ["Skjema"]
    assert titles(read(client, "/nn/sok/strom/", q="skjema")) == ["Skjema på nynorsk"]
    assert titles(read(client, q="skjema", sprak="nn")) == ["Skjema på nynorsk"]


def test_it_holds_no_more_than_a_reader_can_use(client, indexed):
    for number in range(ENTRIES + 2):
        make_news(title=f"Skjema {number}")
    indexed()
    assert len(titles(read(client, q="skjema"))) == ENTRIES


def test_a_search_that_is_too_long_is_an_empty_feed_that_says_why(client, indexed):
    feed = read(client, q="skjema " * 100)
    assert titles(feed) == []
    assert feed.findtext(f"{ATOM}subtitle") == "Søket er for langt: 699 tegn, og 200 er det meste."


@pytest.mark.whoosh
def test_without_an_index_it_says_that_search_is_being_rebuilt(client, indexed, settings, tmp_path):
    settings.WAGTAILSEARCH_BACKENDS["default"] = {
        **settings.WAGTAILSEARCH_BACKENDS["default"],
        "PATH": str(tmp_path / "nothing"),
    }
    feed = read(client, q="skjema")
    assert titles(feed) == []
    assert feed.findtext(f"{ATOM}subtitle") == "Søket bygges opp på nytt og er straks tilbake."


@pytest.mark.parametrize("q", ["\x0b\x0c\x1f", "\ud800", "\ufffe\uffff", "]]>&<!--", "🐎" * 90, '"' * 150])
def test_whatever_is_searched_for_the_answer_is_xml(client, indexed, q):
    indexed()
    read(client, q=q.encode("utf-8", "replace").decode())


def test_example_data_is_called_so(client, indexed):
    make_guide(title="Skjema")
    indexed()
    PortalState.objects.update_or_create(pk=PortalState.load().pk, defaults={"is_example_data": True})
    cache.clear()
    feed = read(client, q="skjema")
    assert feed.findtext(f"{ATOM}title").startswith("Eksempeldata – ")
    assert titles(feed) == ["Eksempeldata – Skjema"]


def test_a_feed_is_not_for_other_search_engines(client, indexed):
    indexed()
    assert client.get("/sok/strom/?q=skjema").headers["X-Robots-Tag"] == "noindex"


def test_the_search_page_leads_to_the_feed_of_just_that_search(client, indexed):
    make_guide(title="Skjema")
    make_news(title="Skjema i nyhetene")
    indexed()
    page = client.get("/sok/?q=skjema&type=guide&sorter=nyeste&side=1").content.decode()
    alternate = re.search(
        r'<link rel="alternate" type="application/atom\+xml" title="Dette søket[^>]*href="([^"]*)"', page
    )
    assert alternate[1] == "/sok/strom/?q=skjema&amp;type=guide"
    assert f'<a href="{alternate[1]}" rel="nofollow">Følg dette søket som strøm</a>' in page
    assert titles(read(client, alternate[1].replace("&amp;", "&"))) == ["Skjema"]


def test_it_costs_few_queries_however_much_there_is(client, indexed, django_assert_max_num_queries):
    for number in range(12):
        make_guide(title=f"Skjema {number}", themes=[a_theme()])
    indexed()
    client.get("/sok/strom/?q=skjema")
    with django_assert_max_num_queries(10):
        client.get("/sok/strom/?q=skjema")
