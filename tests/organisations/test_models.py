import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from forum.organisations.models import Municipality, SizeGroup
from tests.factories.organisations import MunicipalityFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("population", "group"),
    [(4_999, "under-5000"), (5_000, "5000-20000"), (20_000, "20000-50000"), (50_000, "over-50000")],
)
def test_the_size_group_follows_the_population(population, group):
    assert MunicipalityFactory(population=population).size_group == group
    assert SizeGroup.of(population) == group


def test_a_municipality_exists_from_its_first_day_to_the_day_before_its_last():
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    MunicipalityFactory(name="Ender i morgen", valid_to=today + day)
    MunicipalityFactory(name="Endte i dag", valid_to=today)
    MunicipalityFactory(name="Begynner i morgen", valid_from=today + day)
    MunicipalityFactory(name="Begynte i dag", valid_from=today)
    assert {m.name for m in Municipality.objects.current()} == {"Ender i morgen", "Begynte i dag"}


def test_those_of_like_size_come_nearest_first():
    here = MunicipalityFactory(population=3_000)
    MunicipalityFactory(name="Langt unna", population=4_900)
    MunicipalityFactory(name="Nær", population=2_900)
    MunicipalityFactory(name="Stor", population=80_000)
    assert [m.name for m in Municipality.objects.like(here)] == ["Nær", "Langt unna"]


def test_municipalities_are_listed_as_norwegians_sort():
    for name in ("Ås", "Øyer", "Alta"):
        MunicipalityFactory(name=name)
    assert [m.name for m in Municipality.objects.all()] == ["Alta", "Øyer", "Ås"]


def test_a_ring_of_successors_is_refused():
    first = MunicipalityFactory()
    second = MunicipalityFactory(successor=first)
    first.successor = second
    with pytest.raises(ValidationError, match="seg selv"):
        first.full_clean()


def test_an_organisation_number_needs_its_check_digit():
    with pytest.raises(ValidationError, match="kontrollsiffer"):
        OrganisationFactory.build(number="123456789").full_clean()
    OrganisationFactory.build(number="958935420").full_clean()
