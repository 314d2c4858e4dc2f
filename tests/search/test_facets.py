"""Narrowing a search: counts that are true, that combine, and that can be taken away again."""

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from forum.organisations.models import Municipality
from forum.pages.models import KnowledgePage, Uptake
from tests.factories.pages import a_theme, close, make_guide, make_news, translate
from tests.search.test_search_page import text_of, titles

pytestmark = pytest.mark.django_db

FACET = re.compile(r'<section class="facets" aria-labelledby="facet-(\w+)">(.*?)</section>', re.DOTALL)
CHOICE = re.compile(r'<a href="([^"]*)"([^>]*)><span>(.*?)</span><data value="(\d+)">', re.DOTALL)


def facets(response):
    """{parameter: {label: (count, address, whether it is chosen)}}, folded choices among them."""
    return {
        name: {
            label: (int(count), address.replace("&amp;", "&"), "aria-current" in rest)
            for address, rest, label, count in CHOICE.findall(inside)
        }
        for name, inside in FACET.findall(response.content.decode())
    }


def counted(response, parameter):
    return {label: count for label, (count, _address, _chosen) in facets(response).get(parameter, {}).items()}


def use(page, *municipalities):
    for municipality in municipalities:
        Uptake.objects.create(page=page, municipality=municipality, since=timezone.localdate())


def dated(page, *moment):
    KnowledgePage.objects.filter(pk=page.pk).update(text_changed_at=datetime(*moment, tzinfo=UTC))


@pytest.fixture
def places():
    return list(Municipality.objects.current()[:15])


def test_a_municipality_is_counted_by_what_it_has_made_and_what_it_uses_each_work_once(client, indexed, places):
    one, two = places[:2]
    made_and_used = make_guide(title="Skjema én", municipality=one)
    used = make_guide(title="Skjema to")
    make_guide(title="Skjema tre", municipality=one)
    use(made_and_used, one, two)
    use(used, one)
    indexed()
    assert counted(client.get("/sok/?q=skjema"), "kommune") == {one.name: 3, two.name: 1}
    assert sorted(titles(client.get(f"/sok/?q=skjema&kommune={one.number}"))) == [
        "Skjema to",
        "Skjema tre",
        "Skjema én",
    ]
    assert titles(client.get(f"/sok/?q=skjema&kommune={two.number}")) == ["Skjema én"]


def test_a_translation_is_found_by_the_municipalities_that_use_the_work(client, indexed, places):
    guide = make_guide(title="Skjema")
    translate(guide, title="Skjema på nynorsk")
    use(guide, places[0])
    indexed()
    response = client.get(f"/nn/sok/?q=skjema&kommune={places[0].number}")
    assert titles(response) == ["Skjema på nynorsk"]
    assert counted(response, "kommune") == {places[0].name: 1}


def test_the_most_frequent_municipalities_are_shown_and_the_rest_folded_away(client, indexed, places):
    first, second = make_guide(title="Skjema én"), make_guide(title="Skjema to")
    use(first, *places)
    use(second, *places[:10])
    indexed()
    page = client.get("/sok/?q=skjema").content.decode()
    shown, _, folded = page.partition('<details class="more">')
    assert [place.name for place in places[:10] if f"<span>{place.name}</span>" not in shown] == []
    assert [place.name for place in places[10:] if f"<span>{place.name}</span>" not in folded] == []
    # The chosen one is never among those that are folded away.
    page = client.get(f"/sok/?q=skjema&kommune={places[14].number}").content.decode()
    assert f"<span>{places[14].name}</span>" in page.partition('<details class="more">')[0]


def test_a_language_is_counted_by_its_own_versions_and_shows_them(client, indexed):
    guide = make_guide(title="Skjema for barnehage")
    translate(guide, title="Skjema på nynorsk")
    make_guide(title="Skjema bare på bokmål")
    indexed()
    for address in ("/sok/?q=skjema", "/sok/?q=skjema&sprak=nn", "/nn/sok/?q=skjema"):
        assert counted(client.get(address), "sprak") == {"Bokmål": 2, "Nynorsk": 1}
    assert titles(client.get("/sok/?q=skjema&sprak=nn")) == ["Skjema på nynorsk"]
    assert sorted(titles(client.get("/nn/sok/?q=skjema&sprak=nb"))) == ["Skjema bare på bokmål", "Skjema for barnehage"]


def test_a_year_is_that_of_clocks_in_norway(client, indexed):
    for title, moment in (("Ett skjema", (2024, 12, 31, 22, 59)), ("To skjema", (2024, 12, 31, 23, 1))):
        dated(make_guide(title=title), *moment)
    indexed()
    assert list(counted(client.get("/sok/?q=skjema"), "ar").items()) == [("2025", 1), ("2024", 1)]
    assert titles(client.get("/sok/?q=skjema&ar=2024")) == ["Ett skjema"]
    assert titles(client.get("/sok/?q=skjema&ar=2025")) == ["To skjema"]


def test_every_count_is_what_its_link_gives_whatever_else_is_chosen(client, indexed, places):
    """Five facets at once, over pages that differ in all of them."""
    themes = [a_theme("helse-og-omsorg"), a_theme("kultur-idrett-og-fritid")]
    for number in range(8):
        make = make_guide if number % 2 else make_news
        page = make(title=f"Skjema {number}")
        page.themes.set([themes[number % 3 == 0]] if number % 4 else themes)
        page.municipality = places[number % 3] if number % 5 else None
        page.save()
        use(page, places[(number + 1) % 3])
        if number % 3:
            translate(page, title=f"Skjema {number} på nynorsk")
        dated(page, 2024 + number % 2, 6, 1)
    indexed()
    chosen = [
        "",
        "&type=guide",
        "&type=guide&tema=helse-og-omsorg",
        f"&kommune={places[1].number}&ar=2025",
        "&sprak=nn",
    ]
    chosen += [f"&type=guide&tema=helse-og-omsorg&kommune={places[2].number}&sprak=nb&ar=2025"]
    tried = 0
    for choices in chosen:
        response = client.get(f"/sok/?q=skjema{choices}")
        for parameter, found in facets(response).items():
            for label, (count, address, is_chosen) in found.items():
                own = address if not is_chosen else f"?q=skjema{choices}"
                given = client.get(f"/sok/{own}")
                assert f"{count} treff på" in text_of(given), (choices, parameter, label)
                assert len(titles(given)) == min(count, 10)
                tried += 1
    assert tried > 50


def test_each_choice_has_a_chip_that_takes_it_alone_away(client, indexed, places):
    guide = make_guide(title="Skjema", themes=[a_theme()], municipality=places[0])
    dated(guide, 2025, 6, 1)
    indexed()
    choices = {"type": "guide", "tema": "helse-og-omsorg", "kommune": places[0].number, "sprak": "nb", "ar": "2025"}
    page = client.get("/sok/", {"q": "skjema", "sorter": "nyeste", "annet": "x", **choices}).content.decode()
    chips = re.findall(r'data-removable href="([^"]*)" aria-label="Fjern valget ([^"]*)"', page)
    assert [strip_tags(label) for _address, label in chips] == [
        "Veileder",
        "Helse og omsorg",
        places[0].name,
        "Bokmål",
        "2025",
    ]
    for (address, _label), gone in zip(chips, choices, strict=True):
        kept = {name: value for name, value in choices.items() if name != gone}
        left = {name: values[0] for name, values in parse_qs(urlsplit(address.replace("&amp;", "&")).query).items()}
        assert left == {"q": "skjema", "sorter": "nyeste", "annet": "x", **kept}


@pytest.mark.parametrize(
    "choice",
    [
        {"kommune": "0000"}, {"kommune": "abc"}, {"kommune": "1" * 500}, {"kommune": "\x00"}, {"sprak": "xx"},
        {"sprak": "nn'"}, {"ar": "0"}, {"ar": "99999"}, {"ar": "-1"}, {"ar": "٢٠٢٥"}, {"ar": "1e3"}, {"slik": "ja"},
        {"tema": "helse-og-omsorg'--"}, {"type": "page"},
    ],
)  # fmt: skip
def test_a_choice_of_what_is_not_there_is_as_none(client, indexed, choice):
    make_guide(title="Skjema")
    indexed()
    response = client.get("/sok/", {"q": "skjema", **choice})
    assert titles(response) == ["Skjema"]
    assert "Valgt:" not in text_of(response)


def test_a_year_without_hits_is_a_choice_that_can_be_taken_away(client, indexed):
    dated(make_guide(title="Skjema"), 2025, 6, 1)
    indexed()
    response = client.get("/sok/?q=skjema&ar=1999")
    assert titles(response) == []
    assert "Fjern valget 1999" in text_of(response)
    assert "Uten valgene dine er det 1 treff." in text_of(response)


def test_a_new_search_keeps_the_choices(client, indexed, places):
    make_guide(title="Skjema", municipality=places[0])
    indexed()
    page = client.get(f"/sok/?q=skjema&kommune={places[0].number}&sorter=nyeste&slik=1").content.decode()
    form = re.search(r'<form class="searchbox.*?</form>', page, re.DOTALL)[0]
    assert f'<input type="hidden" name="kommune" value="{places[0].number}">' in form
    assert '<input type="hidden" name="sorter" value="nyeste">' in form
    assert 'name="slik"' not in form


def test_what_is_closed_is_counted_in_no_facet(client, indexed, places):
    theme = a_theme()
    secret = make_guide(title="Hemmelig skjema", themes=[theme], municipality=places[0])
    translate(secret, title="Hemmeleg skjema")
    use(secret, places[1])
    dated(secret, 2019, 6, 1)
    close(secret)
    make_news(title="Åpent skjema")
    indexed()
    for address in ("/sok/?q=skjema", "/sok/", f"/sok/?kommune={places[0].number}", "/sok/?ar=2019", "/sok/?sprak=nn"):
        found = facets(client.get(address))
        assert all(count <= 1 for choices in found.values() for count, _address, _chosen in choices.values())
        assert not {"Veileder", theme.name, places[1].name, "Nynorsk"} & {
            label for choices in found.values() for label, (count, _a, _c) in choices.items() if count
        }
