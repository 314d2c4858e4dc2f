"""Topic pages and news."""

import html
import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from forum.home.models import TopicPage
from forum.pages.models import KnowledgePage
from tests.factories.pages import a_theme, close, make_guide, make_method, make_news, make_topic, stream, translate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


class Shown:
    """A page as the reader sees it."""

    def __init__(self, client, address, **query):
        response = client.get(address, query)
        assert response.status_code == 200
        self.text = re.sub(r"\s+", " ", response.content.decode())

    def listed(self, name):
        """Titles in the part that the heading with this id names."""
        part = self.text.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]
        return [html.unescape(t) for t in re.findall(r"<h[23][^>]*><a [^>]*>(.*?)</a></h[23]>", part)]


def date(page, days_ago):
    KnowledgePage.objects.filter(pk=page.pk).update(text_changed_at=timezone.now() - timedelta(days=days_ago))


def pick(topic, *pages):
    topic = TopicPage.objects.get(pk=topic.pk)
    topic.picks = stream(*(("page", page.pk) for page in pages))
    topic.save()


def test_everything_on_the_theme_or_below_it_comes_by_itself_newest_first_whatever_kind(client):
    theme = a_theme()
    topic = make_topic(theme, themes=[theme])
    pages = [
        make_guide(title="Veileder", themes=[theme]),
        make_news(title="Nyhet", themes=[theme.children.first()]),
        make_guide(title="Under to", themes=list(theme.children.all()[:2])),
    ]
    make_guide(title="Et annet tema", themes=[a_theme("kultur-idrett-og-fritid")])
    for days, page in enumerate(pages):
        date(page, days)
    shown = Shown(client, topic.url)
    assert shown.listed("nytt") == ["Veileder", "Nyhet", "Under to"]
    assert "3 sider" in shown.text


def test_the_picks_stand_in_the_editors_order_and_in_the_readers_language(client):
    topic = make_topic(a_theme())
    first, second = make_guide(title="Først"), make_guide(title="Så")
    pick(topic, second, first, second)
    assert Shown(client, topic.url).listed("utvalg")[:2] == ["Så", "Først"]
    translate(second, title="Så på nynorsk")
    nynorsk = translate(topic)
    assert Shown(client, nynorsk.url).listed("utvalg")[:2] == ["Så på nynorsk", "Først"]


def test_a_page_picked_twice_stands_once(client):
    topic, page = make_topic(a_theme()), make_guide(title="Valgt")
    pick(topic, page, page)
    assert Shown(client, topic.url).listed("utvalg") == ["Valgt"]


def test_closed_and_deleted_picks_are_left_out(client):
    topic = make_topic(a_theme())
    pages = [make_guide(title=title) for title in ("Åpen", "Lukket", "Slettet", "Kladd")]
    pick(topic, *pages)
    close(pages[1])
    pages[2].delete()
    pages[3].unpublish()
    assert Shown(client, topic.url).listed("utvalg") == ["Åpen"]


def test_each_work_is_listed_once_under_the_theme_in_the_readers_language(client):
    theme = a_theme()
    topic, page = make_topic(theme), make_guide(title="Gevinster", themes=[theme])
    nynorsk, _page = translate(topic), translate(page, title="Gevinstar")
    assert Shown(client, topic.url).listed("nytt") == ["Gevinster"]
    assert Shown(client, nynorsk.url).listed("nytt") == ["Gevinstar"]


def test_a_topic_with_much_on_it_comes_in_pages_with_the_introduction_on_the_first(client):
    theme = a_theme()
    topic = make_topic(theme, intro="<p>Innledningen.</p>")
    for _ in range(17):
        make_guide(themes=[theme])
    first, second = Shown(client, topic.url), Shown(client, topic.url, side="2")
    assert (len(first.listed("nytt")), len(second.listed("nytt"))) == (15, 2)
    assert "<p>Innledningen.</p>" in first.text
    assert "<p>Innledningen.</p>" not in second.text


def test_a_topic_without_a_summary_is_described_by_whole_words_of_its_introduction(client):
    link = f'<a linktype="page" id="{make_guide().pk}">lenke</a>'
    topic = make_topic(a_theme(), intro=f"<p>{'Ord ' * 72}{link} til noe.</p>")
    (told,) = re.findall(r'<meta name="description" content="([^"]*)">', Shown(client, topic.url).text)
    assert re.fullmatch(r"(Ord )+lenke.*", told)
    assert "linktype" not in told


def test_a_topic_on_which_nothing_is_written_says_what_will_come_and_leads_on(client):
    shown = Shown(client, make_topic(a_theme()).url)
    assert "Ingenting er skrevet om temaet ennå" in shown.text
    assert 'href="/feed/helse-og-omsorg/"' in shown.text
    assert 'href="/sok/?tema=helse-og-omsorg"' in shown.text
    assert client.get("/feed/helse-og-omsorg/").status_code == 200


def test_the_list_of_topics_has_each_once_by_title_as_norwegians_sort(client):
    for title in ("Ærlighet", "Bygg", "Åpenhet", "Økonomi"):
        make_topic(a_theme(), title=title)
    translate(TopicPage.objects.get(title="Bygg"), title="Bygg på nynorsk")
    found = re.findall(r'<h2 class="entry-title"><a [^>]*>(.*?)</a>', Shown(client, "/tema/").text)
    assert found == ["Bygg", "Ærlighet", "Økonomi", "Åpenhet"]


def test_news_stand_newest_first_and_those_with_a_date_ahead_also_soonest_first(client):
    now = timezone.now()
    for title, days, happens in (("Eldst", 3, None), ("Samling", 2, 10), ("Nyest", 1, None), ("Kurs", 4, 5)):
        make_news(
            title=title,
            first_published_at=now - timedelta(days=days),
            happens_at=now + timedelta(days=happens) if happens else None,
        )
    make_news(title="Over", happens_at=now - timedelta(days=1), first_published_at=now - timedelta(days=9))
    shown = Shown(client, "/aktuelt/")
    assert shown.listed("nytt") == ["Nyest", "Samling", "Eldst", "Kurs", "Over"]
    assert shown.listed("soon") == ["Kurs", "Samling"]


def test_news_say_when_and_where_in_norwegian_time(client):
    summer = timezone.make_aware(datetime(2030, 7, 1, 10, 0))
    text = Shown(client, make_news(happens_at=summer, place="Trondheim").url).text
    assert "1. juli 2030, kl. 10.00" in text
    assert 'datetime="2030-07-01T10:00:00+02:00"' in text
    assert "Trondheim" in text


@pytest.mark.parametrize("side", ["abc", "-1", "99999", "\x00", "9" * 500])
def test_a_page_number_that_makes_no_sense_shows_a_page_that_is_there(client, side):
    make_news(title="Nyhet")
    topic = make_topic(a_theme())
    assert Shown(client, "/aktuelt/", side=side).listed("nytt") == ["Nyhet"]
    assert Shown(client, topic.url, side=side)


def test_closed_news_are_neither_listed_nor_announced(client):
    page = make_news(title="Lukket", happens_at=timezone.now() + timedelta(days=2))
    close(page)
    assert "Lukket" not in Shown(client, "/aktuelt/").text
    assert client.get(page.url).status_code == 404


def test_the_trail_of_a_topic_and_of_news_leads_home(client):
    _method, _parts = make_method()
    for page, above in ((make_topic(a_theme()), "Tema"), (make_news(), "Aktuelt")):
        trail = re.search(r'<nav class="ds-breadcrumbs".*?</nav>', Shown(client, page.url).text).group()
        assert re.findall(r"<li><a [^>]*>(.*?)</a></li>", trail) == ["Forside", above, page.title]
