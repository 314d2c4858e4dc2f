"""The front page."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from forum.home.models import HomePage
from forum.organisations.models import Municipality
from forum.pages.models import Experience, KnowledgePage, Uptake
from forum.pages.services import share_experience
from tests.factories.pages import a_theme, close, make_guide, make_method, make_news, stream, translate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


class Front:
    """What the front page shows, as the reader sees it."""

    def __init__(self, client, address="/"):
        response = client.get(address)
        assert response.status_code == 200
        self.text = re.sub(r"\s+", " ", response.content.decode())

    def listed(self, name):
        """Titles in the part that the heading with this id names."""
        part = self.text.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]
        return [html.unescape(t) for t in re.findall(r"<h3[^>]*><a [^>]*>(.*?)</a></h3>", part)]

    @property
    def themes(self):
        found = re.findall(r'tema=[\w-]+"><span>(.*?)</span><span class="number">(\d+)', self.text)
        return {html.unescape(label): int(count) for label, count in found}

    @property
    def shields(self):
        """(yellow, green, empty)"""
        told = re.search(r"hver kommune: (\d+) er gule, (\d+) er grønne, (\d+) er tomme", self.text)
        return tuple(map(int, told.groups()))


def municipalities(number):
    return Municipality.objects.current().exclude(organisation=None)[:number]


def use(page, *users):
    for user in users:
        Uptake.objects.create(page=page, municipality=user, since=timezone.localdate())


def test_search_is_the_first_thing_a_reader_can_do(client):
    text = Front(client).text
    assert text.index('role="search"') < text.index("<main")
    assert re.search(r'<form class="searchbox[^>]* action="/sok/"', text)
    assert 'action="/nn/sok/"' in Front(client, "/nn/").text


def test_the_newest_is_first_and_steps_of_a_method_are_not_news(client):
    old, new = make_guide(title="Gammel"), make_news(title="Ny")
    make_method()
    KnowledgePage.objects.filter(pk=old.pk).update(text_changed_at=timezone.now() - timedelta(days=2))
    KnowledgePage.objects.filter(pk=new.pk).update(text_changed_at=timezone.now())
    listed = Front(client).listed("nytt")
    assert listed[0] == "Ny"
    assert listed.index("Ny") < listed.index("Gammel")
    assert not [title for title in listed if title.startswith(("Steg", "Definere"))]


def test_the_most_used_is_first_and_what_nobody_uses_is_not_there(client):
    one, two = make_guide(title="Brukt av én"), make_guide(title="Brukt av to")
    make_guide(title="Brukt av ingen")
    use(one, *municipalities(1))
    use(two, *municipalities(2))
    front = Front(client)
    assert front.listed("used") == ["Brukt av to", "Brukt av én"]
    assert "brukes av 2 kommuner" in front.text


def test_what_has_a_date_ahead_stands_soonest_first_and_not_when_it_is_past(client):
    now = timezone.now()
    for title, days in (("Senere", 20), ("Snart", 2), ("I går", -1)):
        make_news(title=title, happens_at=now + timedelta(days=days))
    assert Front(client).listed("soon") == ["Snart", "Senere"]


def test_themes_stand_with_true_counts_each_work_once(client):
    health = a_theme()
    page = make_guide(themes=[health, health.children.first()])
    translate(page)
    make_guide(themes=[health])
    for address in ("/", "/nn/"):
        assert list(Front(client, address).themes.values()) == [2]


def test_a_shield_is_lit_for_each_municipality_that_shares_or_uses(client):
    sharing, using, both = municipalities(3)
    page = make_guide()
    share_experience(page=page, organisation=sharing.organisation, did="Brukte den.")
    use(page, using, both)
    share_experience(page=page, organisation=both.organisation, did="Brukte den.")
    front = Front(client)
    assert front.shields == (2, 1, 354)
    assert "2 kommuner deler," in front.text
    assert "1 bruker det andre deler." in front.text
    assert front.text.count("h12v8") == 357


def test_closed_and_hidden_voices_light_no_shield(client):
    page, hidden = make_guide(), make_guide()
    one, two = municipalities(2)
    share_experience(page=page, organisation=one.organisation, did="Brukte den.")
    close(page)
    voice = share_experience(page=hidden, organisation=two.organisation, did="Brukte den.")
    Experience.objects.filter(pk=voice.pk).update(hidden=True)
    Uptake.objects.filter(page=hidden).delete()
    assert Front(client).shields == (0, 0, 357)


def test_closed_pages_and_drafts_are_in_no_part(client):
    ahead = timezone.now() + timedelta(days=3)
    pages = [make_guide(title="Skjult én", themes=[a_theme()]), make_news(title="Skjult to", happens_at=ahead)]
    make_guide(title="Skjult tre", live=False, themes=[a_theme()])
    use(pages[0], *municipalities(2))
    for page in pages:
        close(page)
    front = Front(client)
    assert "Skjult" not in front.text
    assert front.themes == {}


def write_paths(*ways):
    home = HomePage.objects.get(slug="forside")
    way = {"who": "For alle", "steps": ["Les"], "mark": "guide", "address": "", "page": None}
    home.paths = stream(*(("path", way | one) for one in ways))
    home.lead, home.frequent = "Ny ingress.", "risikoanalyse, å søke & finne, "
    home.save_revision().publish()


def test_an_editors_words_show_at_once_also_after_the_page_was_read(client):
    assert "Ny ingress." not in Front(client).text
    guide = make_guide()
    write_paths(
        {"title": "Til veileder", "link_text": "Les veilederen", "page": guide.pk},
        {"title": "Til adresse", "link_text": "Finn kommunen", "address": "/kommuner/"},
    )
    text = Front(client).text
    assert "Ny ingress." in text
    assert f'<a class="go" href="{guide.url}">Les veilederen</a>' in text
    assert '<a class="go" href="/kommuner/">Finn kommunen</a>' in text
    assert '<a href="/sok/?q=risikoanalyse">risikoanalyse</a>' in text
    assert '<a href="/sok/?q=%C3%A5%20s%C3%B8ke%20%26%20finne">å søke &amp; finne</a>' in text
    assert text.count("/sok/?q=") == 2


def test_a_way_in_to_what_the_reader_may_not_see_has_no_link(client):
    guide = make_guide()
    write_paths({"title": "Lukket vei", "link_text": "Les lukket", "page": guide.pk})
    close(guide)
    text = Front(client).text
    assert "Lukket vei" in text
    assert "Les lukket" not in text


def test_a_front_page_that_is_taken_down_is_not_shown_though_it_was_read_just_now(client):
    assert client.get("/nn/").status_code == 200
    HomePage.objects.get(slug="forside-nn").unpublish()
    assert client.get("/nn/").status_code == 404


def test_a_former_address_and_a_page_that_is_not_there_answer_404_in_the_readers_language(client):
    for prefix, lang in (("", "nb"), ("/nn", "nn"), ("/en", "en")):
        response = client.get(f"{prefix}/finnes-ikke/her/")
        assert response.status_code == 404
        assert f'<html lang="{lang}"' in response.content.decode()
    assert client.get("/forside/").status_code == 404


def test_the_frame_leads_to_the_same_places_on_every_page(client):
    guide = make_guide()
    for address in ("/", "/beste-praksis/", guide.url, "/maler/"):
        text = Front(client, address).text
        for link in (
            "/beste-praksis/",
            "/metode/",
            "/maler/",
            "/tema/",
            "/aktuelt/",
            "/kommuner/",
            "/begreper/",
            "/om/",
        ):
            assert f'href="{link}"' in text
        assert f'<link rel="canonical" href="http://localhost:8000{address}">' in text
