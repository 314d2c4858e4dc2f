"""The empty portal of a new owner."""

import re
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from forum.home.models import HomePage, TextPage
from forum.organisations.models import County, Municipality
from forum.pages.addresses import RESERVED_SLUGS
from forum.pages.models import LosConcept, PortalState
from tests.addresses import all_patterns
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_guide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

SECTIONS = ["beste-praksis", "metode", "tema", "aktuelt"]
TEXTS = ["om", "personvern", "tilgjengelighetserklaering"]
PREFIXES = ("", "/nn", "/en")


def shown(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return re.sub(r"\s+", " ", response.content.decode())


def everything():
    """Every row of every table that setting up fills, but for the log of what was imported."""
    tables = [t for t in connection.introspection.table_names() if not t.startswith(("sqlite_", "django_migrations"))]
    with connection.cursor() as cursor:
        rows = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def test_setting_up_twice_changes_nothing():
    before = everything()
    call_command("setup_portal", stdout=StringIO())
    after = everything()
    assert {table for table in before if before[table] != after[table]} == set()


def test_setting_up_again_leaves_what_the_owner_has_written(client):
    home = HomePage.objects.get(slug="forside")
    home.lead = "Vår egen ingress."
    home.save()
    section = Page.objects.get(slug="aktuelt", depth=3, locale__language_code="nb").specific
    section.title = "Nytt fra oss"
    section.save_revision().publish()
    call_command("setup_portal", stdout=StringIO())
    assert "Vår egen ingress." in shown(client, "/")
    assert "Nytt fra oss" in shown(client, "/aktuelt/")


def test_the_command_says_what_comes_next():
    out = StringIO()
    call_command("setup_portal", stdout=out)
    assert "createsuperuser" in out.getvalue()
    assert "/admin/" in out.getvalue()


def test_the_register_and_los_are_in_place():
    assert (Municipality.objects.current().count(), County.objects.count()) == (357, 15)
    assert LosConcept.objects.main_themes().count() == 14


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_address_of_an_empty_portal_answers_and_none_says_example_data(client, prefix):
    addresses = ["/", *(f"/{slug}/" for slug in (*SECTIONS, *TEXTS)), "/maler/", "/begreper/", "/kommuner/", "/sok/"]
    for address in addresses:
        text = shown(client, prefix + address)
        assert "Eksempeldata" not in text
        assert text.count("<h1") == 1
    for machine in ("/feed/", "/sitemap.xml", "/sitemap-sider.xml", "/api/v2/sider/", "/healthz", "/robots.txt"):
        response = client.get(prefix + machine if machine == "/feed/" else machine)
        assert response.status_code == 200, machine
        assert "Eksempeldata" not in response.content.decode()
    assert not PortalState.load().is_example_data


@pytest.mark.parametrize(
    ("address", "title", "how"),
    [
        ("/beste-praksis/", "Her kommer veilederne", "Skriv den første veilederen"),
        ("/metode/", "Her kommer metodene", "Skriv den første metoden"),
        ("/tema/", "Her kommer temasidene", "Lag den første temasiden"),
        ("/aktuelt/", "Her kommer nyhetene", "Skriv den første nyheten"),
        ("/personvern/", "Teksten er ikke skrevet ennå", "Skriv teksten"),
        ("/om/", "Teksten er ikke skrevet ennå", "Skriv teksten"),
    ],
)
def test_an_empty_section_says_what_comes_and_leads_to_where_it_is_written(client, address, title, how):
    text = shown(client, address)
    assert title in text
    link = re.search(rf'<a class="ds-button"[^>]* href="(/admin/[^"]+)">{how}</a>', text).group(1)
    client.force_login(UserFactory(administrator=True))
    assert client.get(link).status_code == 200


def test_the_empty_front_page_says_what_will_be_there(client):
    text = shown(client, "/")
    for words in (
        "Her kommer det som er nytt",
        "Ingen har meldt fra om bruk ennå",
        "Ingen tema har innhold ennå",
        "Ingenting i kalenderen akkurat nå",
        "Ingen har delt noe ennå.",
    ):
        assert words in text
    assert "357 små skjold" in text


@pytest.mark.parametrize(
    ("prefix", "lead"),
    [
        ("", "Noen har gjort det før deg."),
        ("/nn", "Nokon har gjort det før deg."),
        ("/en", "Someone has done it before you."),
    ],
)
def test_each_language_has_its_front_page_and_links_within_it(client, prefix, lead):
    text = shown(client, f"{prefix}/")
    assert f'<html lang="{prefix.strip("/") or "nb"}"' in text
    assert lead in text
    menu = re.search(r'<nav class="nav".*?</nav>', text).group()
    assert all(address.startswith(f"{prefix}/") for address in re.findall(r'href="([^"]+)"', menu))
    for address in re.findall(r'href="([^"]+)"', menu):
        assert client.get(address).status_code == 200


def test_the_site_is_the_portals_own():
    site = Site.objects.get()
    assert site.is_default_site
    assert site.root_page.specific == HomePage.objects.get(locale=Locale.get_default())
    assert Page.objects.filter(depth=2).count() == 3


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS - {"robots.txt", "sitemap.xml"}))
def test_a_page_can_not_take_an_address_that_the_portal_answers_itself(slug):
    home = HomePage.objects.get(slug="forside")
    with override("nb"), pytest.raises(ValidationError, match=f"Adressen «{slug}» er opptatt. Velg en annen."):
        home.add_child(instance=TextPage(title="Tatt", slug=slug))


def test_a_page_deeper_down_may_take_any_address(client):
    page = make_guide(slug="sok")
    assert client.get(page.url).status_code == 200


def test_every_plain_view_on_the_first_level_is_reserved():
    first = {re.split(r"[/-]", pattern.text.lstrip("^"))[0] for pattern in all_patterns()}
    plain = {slug for slug in first if re.fullmatch(r"[a-z]+", slug)}
    assert plain - RESERVED_SLUGS - {"sitemap"} == set()


@pytest.mark.parametrize("slug", ["sok", "kommuner", "nn"])
def test_an_editor_who_chooses_a_reserved_address_is_told_in_the_form(client, slug):
    client.force_login(UserFactory(administrator=True))
    home = HomePage.objects.get(slug="forside")
    form = {"title": "Tatt", "slug": slug, "body-count": 0, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    address = reverse("wagtailadmin_pages:add", args=["home", "textpage", home.pk])
    for action in ({}, {"action-publish": "1"}):
        response = client.post(address, form | action)
        assert response.status_code == 200
        assert f"Adressen «{slug}» er opptatt. Velg en annen." in response.content.decode()
    page = Page.objects.get(slug="om", depth=3, locale__language_code="nb").specific
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client.post(edit, form | {"action-publish": "1"})
    assert f"Adressen «{slug}» er opptatt. Velg en annen." in response.content.decode()
    page.refresh_from_db()
    assert page.slug == "om"
