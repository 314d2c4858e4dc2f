"""The list of guides: facets that count truly and combine, orders, and any text a stranger may put in the address."""

import html
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from forum.organisations.models import Municipality
from forum.pages.models import KnowledgePage, Uptake
from tests.factories.pages import a_theme, close, make_guide, make_method, translate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

INDEX = "/beste-praksis/"


@pytest.fixture
def indexed():
    """Call it when the pages are made: what the queue does on a real site."""
    get_search_backend().reset_indexes()
    yield lambda: call_command("update_index", verbosity=0, stdout=StringIO())
    get_search_backend().reset_indexes()


class Listing:
    """What the index shows, as the reader sees it."""

    def __init__(self, client, address=INDEX, **query):
        self.response = client.get(address, query)
        assert self.response.status_code == 200
        self.text = re.sub(r"\s+", " ", self.response.content.decode())

    @property
    def titles(self):
        found = re.findall(r'<h3 class="entry-title"><a [^>]*>(.*?)</a></h3>', self.text)
        return [html.unescape(title) for title in found]

    @property
    def total(self):
        return int(re.search(r'<h2 id="hits">(\d+) ', self.text).group(1))

    def facet(self, name):
        """{value as the reader reads it: count}"""
        section = re.search(rf'<section class="facets" aria-labelledby="facet-{name}">(.*?)</section>', self.text)
        pairs = re.findall(r'<span>(.*?)</span><data value="(\d+)">', section.group(1)) if section else []
        return {html.unescape(label): int(count) for label, count in pairs}

    @property
    def chosen(self):
        """{chip as the reader reads it: the address without it}"""
        found = re.findall(r'<a class="ds-chip" data-removable href="([^"]*)"[^>]*>(.*?)</a>', self.text)
        return {html.unescape(label): html.unescape(address) for address, label in found}


def municipality(size, place=0):
    return Municipality.objects.current().filter(size_group=size)[place]


def use(page, *municipalities):
    for one in municipalities:
        Uptake.objects.create(page=page, municipality=one, since=timezone.localdate())


def date(page, days_ago):
    KnowledgePage.objects.filter(pk=page.pk).update(text_changed_at=timezone.now() - timedelta(days=days_ago))


@pytest.fixture
def guides():
    """Five guides that differ in all that the list can be narrowed by."""
    health, culture = a_theme("helse-og-omsorg"), a_theme("kultur-idrett-og-fritid")
    _method, ((_define, first), (_implement, second)) = make_method()
    made = {
        "Alt": make_guide(title="Alt", themes=[health, culture], files=["Mal"], method_step=first),
        "Helse": make_guide(title="Helse", themes=[health], method_step=second),
        "Under": make_guide(title="Under", themes=[health.children.first()], method_step=first),
        "Kultur": make_guide(title="Kultur", themes=[culture], files=["Mal", "To"]),
        "Ingen": make_guide(title="Ingen"),
    }
    use(made["Alt"], municipality("under-5000"), municipality("under-5000", 1), municipality("over-50000"))
    use(made["Under"], municipality("under-5000"))
    return made


def test_each_facet_counts_how_many_guides_its_value_would_leave(client, guides):
    listing = Listing(client)
    assert listing.total == 5
    assert listing.facet("tema") == {"Helse og omsorg": 3, "Kultur, idrett og fritid": 2}
    assert listing.facet("fase") == {"Definere": 2, "Implementere": 1}
    assert listing.facet("storrelse") == {"Under 5 000": 2, "Over 50 000": 1}
    assert listing.facet("mal") == {"Har mal": 2}


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({"tema": "helse-og-omsorg"}, {"Alt", "Helse", "Under"}),
        ({"fase": "definere"}, {"Alt", "Under"}),
        ({"storrelse": "under-5000"}, {"Alt", "Under"}),
        ({"mal": "ja"}, {"Alt", "Kultur"}),
        ({"tema": "helse-og-omsorg", "fase": "definere", "storrelse": "over-50000", "mal": "ja"}, {"Alt"}),
        ({"fase": "implementere", "mal": "ja"}, set()),
    ],
)
def test_choices_narrow_the_list_and_combine(client, guides, query, left):
    listing = Listing(client, **query)
    assert set(listing.titles) == left
    assert listing.total == len(left)


def test_a_facet_counts_what_the_choices_in_the_others_leave_and_what_another_choice_in_it_would(client, guides):
    listing = Listing(client, fase="definere")
    assert listing.facet("fase") == {"Definere": 2, "Implementere": 1}
    assert listing.facet("tema") == {"Helse og omsorg": 2, "Kultur, idrett og fritid": 1}
    assert listing.facet("storrelse") == {"Under 5 000": 2, "Over 50 000": 1}
    assert listing.facet("mal") == {"Har mal": 1}
    assert Listing(client, fase="definere", mal="ja").facet("mal") == {"Har mal": 1}


def test_every_count_is_what_choosing_it_leaves(client, guides):
    for choices in ({}, {"mal": "ja"}, {"tema": "helse-og-omsorg", "storrelse": "under-5000"}):
        listing = Listing(client, **choices)
        links = re.findall(r'<li><a href="([^"]+)"[^>]*><span>[^<]+</span><data value="(\d+)">', listing.text)
        for address, count in links:
            if 'aria-current="true"' not in listing.text.partition(f'href="{address}"')[2][:40]:
                assert Listing(client, INDEX + html.unescape(address)).total == int(count), address


def test_a_sub_theme_narrows_to_its_own_guides_and_can_be_taken_away_again(client, guides):
    sub = a_theme().children.first()
    listing = Listing(client, tema=sub.slug)
    assert listing.titles == ["Under"]
    assert listing.chosen == {sub.name: "?"}


def test_every_choice_stands_above_the_list_with_a_link_that_takes_only_it_away(client, guides):
    listing = Listing(client, tema="helse-og-omsorg", fase="definere", storrelse="under-5000", mal="ja", side="2")
    assert listing.chosen == {
        "Helse og omsorg": "?fase=definere&storrelse=under-5000&mal=ja",
        "Definere": "?tema=helse-og-omsorg&storrelse=under-5000&mal=ja",
        "Under 5 000": "?tema=helse-og-omsorg&fase=definere&mal=ja",
        "Har mal": "?tema=helse-og-omsorg&fase=definere&storrelse=under-5000",
    }
    assert f'<a href="{INDEX}" class="ds-link small">Fjern alle valg</a>' in listing.text


def test_choices_that_leave_nothing_can_still_be_taken_away_one_by_one(client, guides):
    listing = Listing(client, tema="kultur-idrett-og-fritid", fase="implementere", storrelse="20000-50000")
    assert listing.titles == []
    assert "Ingen veiledere passer med valgene" in listing.text
    assert set(listing.chosen) == {"Kultur, idrett og fritid", "Implementere", "20 000–50 000"}
    assert listing.facet("tema")["Kultur, idrett og fritid"] == 0


def test_the_newest_text_is_first_unless_another_order_is_asked_for(client, guides):
    for days, page in enumerate(guides.values()):
        date(page, days)
    assert Listing(client).titles == ["Alt", "Helse", "Under", "Kultur", "Ingen"]
    date(guides["Ingen"], -1)
    assert Listing(client, sorter="nyeste").titles[0] == "Ingen"


def test_the_most_used_is_first_when_asked_for_and_says_by_how_many(client, guides):
    listing = Listing(client, sorter="brukt")
    assert listing.titles == ["Alt", "Under", "Helse", "Ingen", "Kultur"]
    assert "brukes av 3 kommuner" in listing.text
    assert "brukes av 1 kommune<" in listing.text


def test_a_search_within_guides_has_the_most_relevant_first_and_says_so(client, indexed):
    make_guide(title="Noe annet", problem="<p>Her nevnes arkiv én gang.</p>")
    make_guide(title="Arkiv for alle", summary="Om arkiv.")
    make_guide(title="Helt annet")
    indexed()
    listing = Listing(client, q="arkiv")
    assert listing.titles == ["Arkiv for alle", "Noe annet"]
    assert re.search(r'<a href="[^"]*sorter=relevans"[^>]* aria-current="true">mest relevant</a>', listing.text)
    assert listing.chosen == {"arkiv": "?"}
    assert "mest relevant" not in Listing(client).text


def test_a_search_combines_with_choices_and_orders(client, indexed, guides):
    make_guide(title="Skjema for helse", themes=[a_theme()])
    used = make_guide(title="Skjema i bruk", themes=[a_theme()], summary="Noe.")
    use(used, municipality("over-50000"))
    indexed()
    listing = Listing(client, q="skjema", tema="helse-og-omsorg", sorter="brukt")
    assert listing.titles == ["Skjema i bruk", "Skjema for helse"]
    assert listing.facet("tema") == {"Helse og omsorg": 2}
    assert listing.facet("storrelse") == {"Over 50 000": 1}


def test_each_work_is_one_row_in_the_readers_language_and_counted_once(client):
    first = make_guide(title="Gevinster", themes=[a_theme()], files=["Mal"])
    make_guide(title="Bare på bokmål", themes=[a_theme()])
    nynorsk = translate(first, title="Gevinstar")
    use(first, municipality("under-5000"), municipality("over-50000"))
    for address, title in ((INDEX, "Gevinster"), (f"/nn{INDEX}", "Gevinstar"), (f"/en{INDEX}", "Gevinster")):
        listing = Listing(client, address)
        assert sorted(listing.titles) == sorted(["Bare på bokmål", title])
        assert listing.total == 2
        assert list(listing.facet("tema").values()) == [2]
        assert list(listing.facet("storrelse").values()) == [1, 1]
        assert Listing(client, address, sorter="brukt").titles == [title, "Bare på bokmål"]
        assert Listing(client, address, mal="ja").titles == [title]
        assert Listing(client, address, tema=a_theme().slug, storrelse="under-5000").titles == [title]
    assert f'href="{nynorsk.url}"' in Listing(client, f"/nn{INDEX}").text
    assert 'lang="nb" hreflang="nb">Bare på bokmål' in Listing(client, f"/nn{INDEX}").text


def test_a_phase_is_one_choice_in_the_readers_language_whichever_step_its_guides_point_to(client):
    _method, ((phase, step), _second) = make_method()
    translate(_method, title="DIEMO på nynorsk")
    translate(phase, title="Definere på nynorsk")
    nynorsk_step = translate(step)
    translate(make_guide(title="Peker på bokmål", method_step=step))
    translate(make_guide(title="Peker på nynorsk", method_step=step), method_step=nynorsk_step)
    for address, title in ((INDEX, "Definere"), (f"/nn{INDEX}", "Definere på nynorsk")):
        listing = Listing(client, address)
        assert listing.facet("fase") == {title: 2}
        assert Listing(client, address, fase="definere").total == 2


def test_a_phase_that_is_closed_is_no_choice_and_does_not_narrow(client, guides):
    close(guides["Alt"].method_step.get_parent())
    assert Listing(client).facet("fase") == {"Implementere": 1}
    assert Listing(client, fase="definere").total == Listing(client, fase="finnes-ikke").total == 5


def test_closed_guides_are_neither_listed_nor_counted(client, guides):
    close(guides["Alt"])
    listing = Listing(client)
    assert "Alt" not in listing.titles
    assert listing.total == 4
    assert listing.facet("tema") == {"Helse og omsorg": 2, "Kultur, idrett og fritid": 1}
    assert listing.facet("storrelse") == {"Under 5 000": 1}


def test_a_long_list_comes_in_pages_that_keep_the_choices(client):
    for _ in range(23):
        make_guide(themes=[a_theme()])
    first, second = Listing(client, tema=a_theme().slug), Listing(client, tema=a_theme().slug, side="2")
    assert (first.total, len(first.titles), len(second.titles)) == (23, 20, 3)
    assert not set(first.titles) & set(second.titles)
    assert 'href="?tema=helse-og-omsorg&amp;side=2" rel="next"' in first.text


@pytest.mark.parametrize("side", ["abc", "-1", "0", "99999", "1e9", "9" * 400, "２", "", "\x00"])
def test_a_page_number_that_makes_no_sense_shows_a_page_that_is_there(client, guides, side):
    assert len(Listing(client, side=side).titles) == 5


HOSTILE = [
    "\x00",
    "\x01\x1f\x7f\u2028",
    "x" * 10_000,
    "' OR 1=1; DROP TABLE pages_knowledgepage; --",
    "%' UNION SELECT password FROM accounts_user --",
    "** NOT NOT (((( group:secret",
    "\ud83d\ude00 \u202e",
    "../../etc/passwd",
    "{{ 7*7 }}{% debug %}",
    "<script>alert(1)</script>",
    "[]",
    "-1",
]


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_no_value_in_the_address_breaks_the_list_or_comes_back_as_markup(client, indexed, guides, value):
    indexed()
    value = value.encode("utf-16", "surrogatepass").decode("utf-16")
    for name in ("q", "tema", "fase", "storrelse", "mal", "sorter", "side"):
        listing = Listing(client, **{name: value})
        assert "<script>alert(1)" not in listing.text
    every = dict.fromkeys(("q", "tema", "fase", "storrelse", "mal", "sorter", "side"), value)
    assert Listing(client, f"/nn{INDEX}", **every).response.status_code == 200


@pytest.mark.parametrize("query", ["?q=%ff%fe", "?tema=%00%ed%a0%80", "?side=%F0%9F", "?q=a&q=b&tema=&tema=x", "?=&&;"])
def test_bytes_that_are_no_text_break_nothing(client, guides, query):
    assert client.get(f"{INDEX}{query}").status_code == 200


def test_values_that_are_no_choice_are_taken_as_not_made(client, guides):
    for query in ({"storrelse": "enorm"}, {"sorter": "tilfeldig"}, {"mal": "kanskje"}, {"tema": ""}, {"fase": " "}):
        assert Listing(client, **query).total == 5, query


def test_a_list_that_is_narrowed_is_not_for_search_engines(client, guides):
    assert 'name="robots"' not in Listing(client).text
    assert '<meta name="robots" content="noindex, follow">' in Listing(client, mal="ja").text
