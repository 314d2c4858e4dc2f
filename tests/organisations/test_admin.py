import datetime as dt

import pytest
from django.urls import reverse

from forum.organisations.models import Municipality, Region
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    CountyFactory,
    CountyHelperFactory,
    MunicipalityFactory,
    OrganisationFactory,
    RegionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(administrator=True))
    return client


def address(model, view, *arguments):
    return reverse(f"wagtailsnippets_organisations_{model}:{view}", args=arguments)


@pytest.mark.parametrize(
    ("model", "make"),
    [
        ("municipality", MunicipalityFactory),
        ("organisation", OrganisationFactory),
        ("county", CountyFactory),
        ("countyhelper", CountyHelperFactory),
        ("region", RegionFactory),
    ],
)
def test_each_kind_of_row_can_be_listed_searched_and_opened(admin, model, make):
    row = make(name="Tverrdal")
    make(name="Sundøy")
    found = admin.get(address(model, "list"), {"q": "tverr"}).content.decode()
    assert "Tverrdal" in found
    assert "Sundøy" not in found
    assert admin.get(address(model, "edit", row.pk)).status_code == 200
    assert admin.get(address(model, "add")).status_code == 200


def test_the_menu_says_register(admin):
    assert "Register" in admin.get(reverse("wagtailadmin_home")).content.decode()


def test_saving_a_municipality_keeps_its_number(admin):
    municipality = MunicipalityFactory(name="Tverrdal")
    form = {
        "number": "9999",
        "name": "Nye Tverrdal",
        "county": municipality.county_id,
        "population": 6_000,
        "language_form": "nn",
        "takes_part": "on",
    }
    admin.post(address("municipality", "edit", municipality.pk), form)
    saved = Municipality.objects.get()
    assert (saved.number, saved.name, saved.size_group, saved.takes_part) == (
        municipality.number,
        "Nye Tverrdal",
        "5000-20000",
        True,
    )


def test_former_municipalities_can_be_asked_for_or_left_out(admin):
    MunicipalityFactory(name="Gamlevik", valid_to=dt.date(2020, 1, 1))
    MunicipalityFactory(name="Nyvik")
    former = admin.get(address("municipality", "list"), {"former": "true"}).content.decode()
    current = admin.get(address("municipality", "list"), {"former": "false"}).content.decode()
    assert "Gamlevik" in former
    assert "Nyvik" not in former
    assert "Nyvik" in current
    assert "Gamlevik" not in current


def test_a_region_is_made_of_municipalities_that_exist(admin):
    gone = MunicipalityFactory(name="Gamlevik", valid_to=dt.date(2020, 1, 1))
    here = MunicipalityFactory(name="Nyvik")
    form = {"name": "Dalene", "slug": "dalene", "municipalities": [here.pk]}
    assert "Gamlevik" not in admin.get(address("region", "add")).content.decode()
    admin.post(address("region", "add"), form | {"municipalities": [gone.pk]})
    assert not Region.objects.exists()
    admin.post(address("region", "add"), form)
    assert list(Region.objects.get().municipalities.all()) == [here]
