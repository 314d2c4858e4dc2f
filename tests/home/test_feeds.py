"""Feeds: everything new, or everything new on a theme, as an Atom reader takes it."""

from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from forum.home.feeds import ENTRIES, PortalFeed
from forum.pages.models import KnowledgePage, LosConcept, PortalState
from tests.factories.accounts import UserFactory
from tests.factories.pages import a_theme, close, make_guide, make_method, make_news, translate
from tests.feed_reading import ATOM, changed, titles
from tests.feed_reading import read as read_feed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


def read(client, address="/feed/", **parameters):
    return read_feed(client, address, **parameters)


def test_the_newest_text_comes_first(client):
    for days, title in ((3, "Gammel"), (1, "Ny"), (2, "Mellom")):
        changed(make_guide(title=title), days)
    assert titles(read(client)) == ["Ny", "Mellom", "Gammel"]


def test_an_empty_portal_has_an_empty_feed_and_not_an_error(client):
    assert titles(read(client)) == []


def test_a_feed_holds_no_more_than_a_reader_can_use(client):
    for _ in range(ENTRIES + 2):
        make_news()
    assert len(titles(read(client))) == ENTRIES


def test_an_entry_says_what_it_is_where_it_is_who_by_and_when(client):
    page = make_guide(
        title="Gevinst & «tall»", summary="Slik <gjør> dere.", contact_name="KS", themes=[a_theme()], publish=True
    )
    (entry,) = read(client).iter(f"{ATOM}entry")
    page = KnowledgePage.objects.get(pk=page.pk)
    assert entry.findtext(f"{ATOM}title") == "Gevinst & «tall»"
    assert entry.findtext(f"{ATOM}summary") == "Slik <gjør> dere."
    assert entry.find(f"{ATOM}link").get("href") == f"http://localhost:8000{page.get_url()}"
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{page.translation_key}"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "KS"
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) == page.text_changed_at
    assert [c.get("term") for c in entry.iter(f"{ATOM}category")] == ["Veileder", "Helse og omsorg"]


def test_each_work_is_there_once_in_the_readers_language(client):
    page = make_guide(title="Gevinster")
    translate(page, title="Gevinstar")
    assert titles(read(client)) == ["Gevinster"]
    assert titles(read(client, "/nn/feed/")) == ["Gevinstar"]
    ids = {read(client, address).findtext(f"{ATOM}entry/{ATOM}id") for address in ("/feed/", "/nn/feed/")}
    assert len(ids) == 1


def test_a_theme_has_a_feed_of_its_own_with_what_lies_below_it(client):
    theme = a_theme()
    below = theme.children.first()
    make_guide(title="På temaet", themes=[theme])
    make_guide(title="Under temaet", themes=[below])
    make_guide(title="Begge steder", themes=[theme, below])
    make_guide(title="Et annet sted", themes=[a_theme("skole-og-utdanning")])
    assert sorted(titles(read(client, f"/feed/{theme.slug}/"))) == ["Begge steder", "På temaet", "Under temaet"]
    assert theme.name in read(client, f"/feed/{theme.slug}/").findtext(f"{ATOM}title")


def test_a_theme_that_is_not_in_los_has_no_feed(client):
    assert client.get("/feed/finnes-ikke/").status_code == 404
    LosConcept.objects.filter(slug=a_theme().slug).update(deprecated=True)
    assert client.get("/feed/helse-og-omsorg/").status_code == 404


def test_a_feed_is_what_a_visitor_may_see_whoever_asks(client):
    make_guide(title="Åpen")
    close(make_guide(title="Lukket"))
    client.force_login(UserFactory(administrator=True))
    assert titles(read(client)) == ["Åpen"]


def test_two_readers_at_once_never_get_each_others_feed():
    """One feed object answers every request of a process, and threads take turns in the middle of it."""
    make_guide(title="Åpen")
    close(make_guide(title="Lukket"))
    feed, requests = PortalFeed(), RequestFactory()
    visitor, administrator = requests.get("/feed/"), requests.get("/feed/")
    administrator.user = UserFactory(administrator=True)
    asked = feed.get_object(visitor)
    feed.get_object(administrator)
    assert [page.title for page in feed.items(asked)] == ["Åpen"]


def test_a_sign_that_xml_can_not_hold_does_not_take_the_whole_feed_down(client):
    make_guide(title="Limt inn\x0bfra et skjema", summary="Med \x01 tegn")
    (title,) = titles(read(client))
    assert title.replace(" ", "") == "Limtinnfraetskjema"


def test_example_data_says_so_in_the_feed_and_in_each_entry(client):
    make_guide(title="Gevinster")
    assert "Eksempeldata" not in client.get("/feed/").content.decode()
    PortalState.objects.update_or_create(pk=PortalState.load().pk, defaults={"is_example_data": True})
    cache.clear()
    feed = read(client)
    assert feed.findtext(f"{ATOM}title").startswith("Eksempeldata")
    assert titles(feed) == ["Eksempeldata – Gevinster"]


def test_addresses_come_from_the_settings_and_never_from_the_request(client, settings):
    make_guide()
    settings.ALLOWED_HOSTS = ["*"]
    settings.PORTAL_URL = "https://ksikt-forum.no"
    text = client.get("/feed/", headers={"host": "ond.example"}).content.decode()
    assert "ond.example" not in text
    assert "https://ksikt-forum.no/feed/" in text


def test_the_parts_of_a_method_do_not_fill_the_feed(client):
    make_method()
    assert "Steg i Definere" not in titles(read(client))


def test_a_feed_costs_the_same_with_three_entries_and_with_thirty(client, django_assert_max_num_queries):
    client.get("/feed/")

    def queries():
        cache.clear()
        with django_assert_max_num_queries(12) as counted:
            read(client)
        return len(counted)

    for _ in range(3):
        make_guide(themes=[a_theme()])
    few = queries()
    for _ in range(27):
        make_guide(themes=[a_theme()])
    assert queries() == few
