"""Pages cost a fixed number of queries, however much the portal holds."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from bestpractice.models import GuidePage
from forum.organisations.models import Municipality
from forum.pages.models import GlossaryTerm, RelatedPage, Uptake
from forum.pages.services import share_experience
from tests.factories.pages import a_theme, make_guide, make_method, make_news, make_topic, stream, translate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

MOST_QUERIES = 12
FEW, MANY = 3, 30
CHOICES = "?tema=helse-og-omsorg&fase=definere&storrelse=under-5000&mal=ja"


@pytest.fixture
def index():
    """Call it when the pages are made."""
    get_search_backend().reset_indexes()
    yield lambda: call_command("update_index", verbosity=0, stdout=StringIO())
    get_search_backend().reset_indexes()


class Shelf:
    """Guides that have all that costs queries: themes, files, links in text, use, voices, relatives, versions."""

    def __init__(self):
        method, parts = make_method()
        for page in (method, *(page for part in parts for page in part)):
            translate(page)
        self.step = parts[0][1]
        self.users = list(Municipality.objects.current().exclude(organisation=None)[:MANY])
        self.guides = []
        translate(make_topic(a_theme(), title="Helse", slug="helse"))
        GlossaryTerm.objects.create(slug="varde", term="varde", definition="Et merke.")

    def fill(self, number):
        while len(self.guides) < number:
            self.guides.append(self._guide(len(self.guides)))
            make_news(title=f"Nyhet om skjema {len(self.guides)}", themes=[a_theme()])
        self._relate()

    def _guide(self, place):
        guide = make_guide(
            title=f"Skjema {place}",
            slug=f"skjema-{place}",
            themes=[a_theme(), a_theme("kultur-idrett-og-fritid")],
            files=["Mal", "Sjekkliste"],
            method_step=self.step,
            municipality_id=self.users[0].pk,
            publish=True,
        )
        for user in self.users[: place + 2]:
            Uptake.objects.create(page=guide, municipality=user, since=timezone.localdate())
            share_experience(page=guide, organisation=user.organisation, did="Brukte den.", result="Kortere tid.")
        return guide

    def _relate(self):
        """The first guide leads, in text and in rows, to all the others; each has a nynorsk page."""
        first, *rest = self.guides
        links = "".join(f'<p>Les om varde i <a linktype="page" id="{page.pk}">den</a>.</p>' for page in rest)
        guide = GuidePage.objects.get(pk=first.pk)
        guide.problem = links
        guide.steps = stream(*(("step", {"title": f"Steg {n}", "text": links}) for n in range(len(rest))))
        guide.body = stream(("links", [page.pk for page in rest]), ("text", links))
        guide.links = [RelatedPage(target=page.knowledgepage_ptr) for page in rest]
        guide.save_revision().publish()
        for page in self.guides:
            if not page.get_translations().exists():
                translate(page, title=f"{page.title} på nynorsk")


def cost(address):
    """Queries of a visitor's second request: the first fills what is remembered for a minute or more."""
    client = Client()
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


ADDRESSES = [
    "/",
    "/beste-praksis/skjema-0/",
    "/beste-praksis/skjema-1/",
    "/beste-praksis/",
    f"/beste-praksis/{CHOICES}",
    f"/beste-praksis/{CHOICES}&q=skjema&sorter=brukt",
    "/beste-praksis/?q=skjema",
    "/sok/",
    "/sok/?q=skjema",
    "/sok/?q=skjema&tema=helse-og-omsorg&type=guide",
    "/sok/?q=skjema&tema=helse-og-omsorg&type=guide&kommune=0301&sprak=nb&ar=2026",
    "/sok/?q=innhold+i+malen",
    "/sok/?q=skjemma+innhold+enhjørning",
]
#: Held to a fixed number of queries, whatever it is.
BESIDE = [
    "/metode/diemo/",
    "/metode/diemo/hele/",
    "/metode/diemo/definere/",
    "/metode/diemo/definere/steg-definere/",
    "/maler/",
    "/tema/",
    "/tema/helse/",
    "/aktuelt/",
    "/begreper/",
    "/feed/",
    "/sok/forslag/?q=skj",
    "/sok/strom/?q=skjema&type=guide",
]


def test_a_visitors_page_costs_at_most_twelve_queries_and_no_more_with_ten_times_the_content(index):
    """One test for all addresses: the portal is filled once, which takes longer than all the requests."""
    shelf, costs = Shelf(), {}
    addresses = [prefix + address for prefix in ("", "/nn") for address in (*ADDRESSES, *BESIDE)]
    for number in (FEW, MANY):
        shelf.fill(number)
        index()
        for address in addresses:
            costs.setdefault(address, []).append(cost(address))
    growing = {address: told for address, told in costs.items() if told[0] != told[1]}
    assert growing == {}
    budgeted = {prefix + address for prefix in ("", "/nn") for address in ADDRESSES}
    assert {address: told[0] for address, told in costs.items() if address in budgeted and told[0] > MOST_QUERIES} == {}
