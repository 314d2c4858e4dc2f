import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.organisations.models import Municipality
from forum.pages import places
from tests.factories.organisations import (
    CountyFactory,
    CountyHelperFactory,
    MunicipalityFactory,
    OrganisationFactory,
    RegionFactory,
)

pytestmark = pytest.mark.django_db

MOST_QUERIES = 8


def text_of(response):
    assert response.status_code == 200, response
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def names(response):
    return [municipality.name for municipality in response.context["listing"].found]


def counts(response, parameter):
    facets = {facet.parameter: facet for facet in response.context["listing"].facets}
    return {choice.label: choice.count for choice in facets[parameter].choices}


@pytest.fixture
def three():
    hills = CountyFactory(number="61", name="Åsfylket")
    MunicipalityFactory(name="Øydal", population=3_000, language_form="nn", takes_part=True)
    MunicipalityFactory(name="Alvik", population=12_000)
    MunicipalityFactory(name="Åmot", population=2_000, language_form="nn", county=hills)


@pytest.mark.usefixtures("three")
def test_all_municipalities_are_listed_from_a_to_å(client):
    response = client.get("/kommuner/")
    assert names(response) == ["Alvik", "Øydal", "Åmot"]
    assert [group.heading for group in response.context["listing"].groups] == ["A", "Ø", "Å"]
    assert "3 kommuner" in text_of(response)


@pytest.mark.usefixtures("three")
def test_the_list_can_be_ordered_by_county(client):
    groups = client.get("/kommuner/?ordne=fylke").context["listing"].groups
    assert [(group.heading, len(group.municipalities)) for group in groups] == [("Midtfylket", 2), ("Åsfylket", 1)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("fylke=asfylket", ["Åmot"]),
        ("storrelse=under-5000", ["Øydal", "Åmot"]),
        ("malform=nb", ["Alvik"]),
        ("deltar=ja", ["Øydal"]),
        ("malform=nn&deltar=nei", ["Åmot"]),
        ("q=alv", ["Alvik"]),
        ("q=ØYDAL", ["Øydal"]),
        ("q=finnes-ikke", []),
    ],
)
@pytest.mark.usefixtures("three")
def test_the_list_is_narrowed_by_what_is_chosen(client, query, found):
    response = client.get(f"/kommuner/?{query}")
    assert names(response) == found


@pytest.mark.usefixtures("three")
def test_the_count_of_each_choice_is_what_choosing_it_gives(client):
    response = client.get("/kommuner/?malform=nn")
    assert counts(response, "fylke") == {"Midtfylket": 1, "Åsfylket": 1}
    assert counts(response, "malform") == {"Bokmål": 1, "Nynorsk": 2}
    for facet in response.context["listing"].facets:
        for choice in facet.choices:
            others = "" if facet.parameter == "malform" else "malform=nn&"
            chosen = client.get(f"/kommuner/?{others}{facet.parameter}={choice.value}")
            assert len(names(chosen)) == choice.count


@pytest.mark.parametrize(
    "query",
    ["fylke=atlantis", "storrelse=stor", "malform=svensk", "deltar=kanskje", "fylke=<script>", "malform=%00"],
)
@pytest.mark.usefixtures("three")
def test_a_choice_that_means_nothing_is_ignored_and_said(client, query):
    response = client.get(f"/kommuner/?{query}")
    assert "har sett bort fra det" in text_of(response)
    assert "<script>" not in response.content.decode().split("<main")[1]
    assert len(names(response)) == 3


@pytest.mark.usefixtures("three")
def test_an_odd_search_never_breaks_the_page(client):
    for query in ("%00", "*" * 5000, "'; DROP TABLE", "🙂", "%", "+"):
        assert client.get("/kommuner/", {"q": query}).status_code == 200
    assert client.get("/kommuner/?q=%FF%FE").status_code == 200


@pytest.mark.usefixtures("three")
def test_a_choice_can_be_taken_away_again_by_a_plain_link(client):
    page = text_of(client.get("/kommuner/?malform=nn&deltar=ja"))
    assert 'aria-label="Fjern valget Nynorsk"' in page
    assert 'href="?deltar=ja"' in page
    assert 'name="malform" value="nn"' in page  # the search box keeps what is chosen


def test_a_municipality_is_found_by_its_sami_name_and_by_its_number(client):
    MunicipalityFactory(number="6540", name="Kåfjord", official_name="Gáivuotna - Kåfjord - Kaivuono")
    MunicipalityFactory(name="Alvik")
    for query in ("gáivuotna", "gaivuotna", "6540"):
        assert names(client.get("/kommuner/", {"q": query})) == ["Kåfjord"]


def test_a_name_that_is_gone_leads_to_the_municipality_of_today(client):
    today = MunicipalityFactory(name="Nyvik")
    between = MunicipalityFactory(name="Mellomvik", valid_to=dt.date(2024, 1, 1), successor=today)
    MunicipalityFactory(name="Gamlevik", valid_to=dt.date(2020, 1, 1), successor=between)
    response = client.get("/kommuner/?q=gamlevik")
    assert f'Gamlevik er nå en del av <a href="/kommuner/{today.number}/">Nyvik</a>' in text_of(response)


def test_an_empty_portal_says_how_to_load_the_register(client):
    assert "import_municipalities" in text_of(client.get("/kommuner/"))


def test_every_municipality_in_the_register_has_a_page(client):
    call_command("import_municipalities", verbosity=0)
    assert len(names(client.get("/kommuner/"))) == 357
    page = text_of(client.get("/kommuner/1818/"))
    assert '<h1 class="title">Herøy (Nordland)</h1>' in page
    assert "1 842 innbyggere i Nordland." in page
    assert "mailto:postmottak@heroy-no.kommune.no" in page


def test_a_municipality_shows_where_it_is_and_whether_it_takes_part(client):
    MunicipalityFactory(
        number="6001",
        name="Tverrdal",
        takes_part=True,
        joined_on=dt.date(2026, 3, 1),
        coordinator="Hilde",
        organisation=OrganisationFactory(website="https://tverrdal.kommune.no"),
    )
    page = text_of(client.get("/kommuner/6001/"))
    assert "4 200 innbyggere i Midtfylket. Med i programmet siden mars 2026." in page
    assert "Hilde" in page
    assert '<a href="https://tverrdal.kommune.no">tverrdal.kommune.no</a>' in page
    assert 'href="/kommuner/fylke/midtfylket/"' in page


def test_a_municipality_that_has_shared_nothing_says_what_will_come(client):
    municipality = MunicipalityFactory(name="Tverrdal")
    page = text_of(client.get(f"/kommuner/{municipality.number}/"))
    assert "Her kommer det Tverrdal deler" in page
    assert "Skriv til redaksjonen" in page


def test_rooms_put_their_parts_on_a_municipalitys_page(client, monkeypatch, settings, tmp_path):
    (tmp_path / "part.html").write_text("<p>{{ words }} {{ subject.name }}</p>")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    monkeypatch.setattr(places, "_places", {"municipality": {}})
    places.section("municipality", order=1, template="part.html")(lambda request, subject: {"words": "Mer om"})
    municipality = MunicipalityFactory(name="Tverrdal")
    page = text_of(client.get(f"/kommuner/{municipality.number}/"))
    assert "<p>Mer om Tverrdal</p>" in page
    assert "Her kommer det" not in page


def test_eight_of_like_size_are_linked_the_nearest_first(client):
    here = MunicipalityFactory(population=3_000)
    for distance in range(1, 11):
        MunicipalityFactory(name=f"Nabo {distance}", population=3_000 + distance)
    MunicipalityFactory(name="Storby", population=90_000)
    response = client.get(f"/kommuner/{here.number}/")
    assert [m.name for m in response.context["neighbours"]] == [f"Nabo {distance}" for distance in range(1, 9)]
    assert "Storby" not in text_of(response)


def test_a_former_number_leads_to_todays_for_good_in_every_language(client):
    today = MunicipalityFactory(number="6009")
    between = MunicipalityFactory(number="6005", valid_to=dt.date(2024, 1, 1), successor=today)
    MunicipalityFactory(number="6001", valid_to=dt.date(2020, 1, 1), successor=between)
    for prefix in ("", "/nn", "/en"):
        response = client.get(f"{prefix}/kommuner/6001/")
        assert (response.status_code, response["Location"]) == (301, f"{prefix}/kommuner/6009/")


def test_a_number_goes_on_working_until_the_day_it_ends(client):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    MunicipalityFactory(number="6001", valid_to=tomorrow, successor=MunicipalityFactory())
    assert client.get("/kommuner/6001/").status_code == 200


@pytest.mark.parametrize("number", ["9999", "60", "abcd", "60011", "٦٠٠١", "6001'", "60%0001"])
def test_a_number_that_never_was_is_not_found(client, number):
    MunicipalityFactory(number="6001")
    assert client.get(f"/kommuner/{number}/").status_code == 404


def test_a_former_number_that_leads_nowhere_is_not_found(client):
    MunicipalityFactory(number="6001", valid_to=dt.date(2020, 1, 1))
    assert client.get("/kommuner/6001/").status_code == 404


def test_a_ring_of_former_numbers_does_not_spin(client):
    first = MunicipalityFactory(number="6001", valid_to=dt.date(2020, 1, 1))
    second = MunicipalityFactory(number="6002", valid_to=dt.date(2020, 1, 1), successor=first)
    Municipality.objects.filter(pk="6001").update(successor=second)
    assert client.get("/kommuner/6001/").status_code == 404
    assert client.get("/kommuner/?q=vik").status_code == 200


def test_a_county_shows_its_municipalities_regions_and_who_can_help(client):
    county = CountyFactory(number="61", name="Åsfylket")
    member = MunicipalityFactory(name="Åmot", county=county, population=2_000, takes_part=True)
    MunicipalityFactory(name="Gamlevik", county=county, valid_to=dt.date(2020, 1, 1))
    RegionFactory(name="Dalene", about="Felles servicekontor").municipalities.add(member)
    CountyHelperFactory(county=county, name="Berit Berg", email="berit@eksempel.no")
    page = text_of(client.get("/kommuner/fylke/asfylket/"))
    assert "1 kommune med 2 000 innbyggere." in page
    assert "1 deltar i programmet." in page
    assert "Felles servicekontor" in page
    assert "Berit Berg" in page
    assert 'href="mailto:berit@eksempel.no"' in page
    assert "Gamlevik" not in page


def test_a_county_without_helpers_says_who_to_write_to(client):
    CountyFactory(number="61", name="Åsfylket")
    assert "Skriv til redaksjonen" in text_of(client.get("/kommuner/fylke/asfylket/"))
    assert client.get("/kommuner/fylke/atlantis/").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/kommuner/", "/kommuner/?q=vik&malform=nb&ordne=fylke", "/kommuner/6100/", "/kommuner/fylke/midtfylket/"],
)
def test_thirty_municipalities_cost_no_more_queries_than_three(client, address):
    def costs(number):
        for n in range(number):
            municipality = MunicipalityFactory(number=f"{6100 + n}", organisation=OrganisationFactory())
            RegionFactory().municipalities.add(municipality)
            CountyHelperFactory(county=municipality.county)
            MunicipalityFactory(number=f"{6500 + n}", valid_to=dt.date(2020, 1, 1), successor=municipality)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    client.get("/kommuner/")  # what is remembered between requests is looked up now
    first, second = costs(3), costs(30)
    assert first == second <= MOST_QUERIES
