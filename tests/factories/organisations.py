"""Municipalities and those around them. Names are invented, so that a test's result can not come from the register."""

import factory

from forum.organisations.alphabet import as_address
from forum.organisations.models import County, CountyHelper, Municipality, Organisation, Region

_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def organisation_number(start):
    """The first number from ``start`` on that has a right check digit (one head in eleven has none)."""
    for head in range(start, start + 10):
        digits = str(head)
        check = (11 - sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11) % 11
        if check < 10:
            return f"{digits}{check}"
    raise ValueError(start)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation
        django_get_or_create = ("number",)

    number = factory.Sequence(lambda n: organisation_number(90_000_000 + n * 10))
    name = factory.Sequence(lambda n: f"Leverandør {n}")
    kind = Organisation.Kind.SUPPLIER


class CountyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = County
        django_get_or_create = ("number",)

    number = factory.Sequence(lambda n: f"{60 + n % 40:02}")
    name = factory.LazyAttribute(lambda county: f"Fylke {county.number}")
    slug = factory.LazyAttribute(lambda county: as_address(county.name))


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality
        django_get_or_create = ("number",)

    number = factory.Sequence(lambda n: f"{6000 + n:04}")
    name = factory.LazyAttribute(lambda municipality: f"Vik {municipality.number}")
    county = factory.SubFactory(CountyFactory, number="60", name="Midtfylket")
    language_form = "nb"
    population = 4_200


class CountyHelperFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CountyHelper

    county = factory.SubFactory(CountyFactory)
    name = factory.Sequence(lambda n: f"Hjelper {n}")
    email = factory.Sequence(lambda n: f"hjelper{n}@eksempel.no")
    about = "Å komme i gang"


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region

    name = factory.Sequence(lambda n: f"Dalregionen {n}")
    slug = factory.LazyAttribute(lambda region: as_address(region.name))
