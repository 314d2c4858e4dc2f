"""The canary: one word in every closed object, and every channel crawled as every role.

Channels are read from the URLconf: a pattern that no one has said how to crawl, or why it can not leak,
fails the test.
"""

import re
from dataclasses import dataclass
from io import BytesIO, StringIO
from urllib.parse import quote
from zipfile import ZipFile, is_zipfile

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.search.backends import get_search_backend

from forum.organisations.models import County
from forum.pages.models import GlossaryTerm, KnowledgePage, PortalDocument, PortalRendition
from tests.addresses import site_patterns
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_group
from tests.home.closed_world import NEVER, SILENT_MUNICIPALITY, SLUG, WORD, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

# As a reader who has heard a little would type: whole, in part, misspelt, beside another word, as a phrase.
HEARD = [WORD, WORD[:5], WORD.replace("kesl", "keslå"), f"tema {WORD}", f'"{WORD}"', NEVER, SLUG]


def pages(world):
    addresses = [address for _page, address in world.pages]
    routed = [f"{page.url}{rest}" for page in world.works for rest in ("versjoner/", "versjoner/?fra=0.1&til=9.9")]
    queries = ("?sorter=nyeste", "?sorter=brukt", "?mal=ja", "?tema=skole-og-utdanning", "?storrelse=over-20000")
    indexes = [
        f"{prefix}/beste-praksis/{query}"
        for prefix in ("", "/nn", "/en")
        for query in (*queries, *(f"?fase={phase.slug}" for phase in (world.method, world.parts[0][0])))
    ]
    indexes += [f"/beste-praksis/{query}" for query in searches()]
    return [*addresses, *routed, f"{world.method.url}hele/", *indexes, "/aktuelt/?side=2", f"{world.topic.url}?side=2"]


def searches():
    return [f"?q={quote(words)}" for words in HEARD]


def search_page(world):
    return [f"/sok/{query}" for query in ("", "?q=varde", *searches(), *narrowed_searches())]


def narrowed_searches():
    silent, year = f"kommune={SILENT_MUNICIPALITY}", f"ar={timezone.localdate().year}"
    choices = ["tema=skole-og-utdanning", "type=guide", "sorter=nyeste", silent, "sprak=nn", "sprak=nb", year]
    of_the_word = [f"?q={quote(WORD)}&{choice}" for choice in ("tema=helse-og-omsorg", "slik=1", silent, "sprak=nn")]
    of_more = [f"?q={quote(words)}" for words in (f"varde {WORD}", f"varde tjener {WORD}", f"varde -{WORD}")]
    return [*(f"?{choice}" for choice in choices), f"?type=guide&{silent}&sprak=nb&{year}", *of_the_word, *of_more]


def api_pages(world):
    ids = [page.pk for page in world.works]
    queries = [
        "?fields=*", "?limit=100&fields=*", "?order=-first_published_at", "?type=bestpractice.GuidePage&fields=*",
        "?type=home.NewsPage,home.TopicPage", "?locale=nn", f"?search={quote(WORD)}", f"?search={NEVER}",
        f"?title={quote('Veileder ' + WORD)}", "?limit=1&offset=3", "?ancestor_of=" + str(ids[-1]),
    ]  # fmt: skip
    relations = [f"?{name}={pk}" for name in ("child_of", "descendant_of", "translation_of") for pk in ids]
    return [f"/api/v2/sider/{query}" for query in ("", *queries, *relations)]


def api_find(world):
    return [
        *(f"/api/v2/sider/find/?id={page.pk}" for page in world.works),
        *(f"/api/v2/sider/find/?html_path={quote(page.url)}" for page in world.works),
    ]


def restrictions(name):
    def addresses(world):
        ids = list(PageViewRestriction.objects.values_list("pk", flat=True)) or [1]
        return [reverse(name, args=[pk, page.pk]) for pk in ids for page in world.works]

    return addresses


@dataclass(frozen=True)
class Channel:
    """How a pattern is crawled; ``told``: those with access meet the word there."""

    addresses: object
    told: bool = True


DOCUMENTS = r"documents/^(\d+)/(.*)$"

#: Patterns as `tests.addresses` tells them: how each is crawled, or why it can not leak.
CHANNELS = {
    DOCUMENTS: Channel(
        lambda world: [f"/documents/{file.pk}/{quote(file.filename)}" for file in PortalDocument.objects.all()]
    ),
    "documents/authenticate_with_password/<int:restriction_id>/": Channel(
        lambda world: [f"/documents/authenticate_with_password/{pk}/" for pk in range(1, 6)], told=False
    ),
    "healthz": "says ok and nothing else",
    "robots.txt": "names sections only, whatever they hold",
    "sitemap.xml": Channel(lambda world: ["/sitemap.xml"], told=False),
    "sitemap-<section>.xml": Channel(lambda world: ["/sitemap-sider.xml", "/sitemap-kommuner.xml"], told=False),
    "bilder/<int:rendition_id>/<str:name>": Channel(
        lambda world: [rendition.url for rendition in PortalRendition.objects.all()], told=False
    ),
    "api/v2/^sider/": Channel(api_pages),
    "api/v2/^sider/<int:pk>/": Channel(
        lambda world: [f"/api/v2/sider/{page.pk}/?fields=*" for page in world.works]
    ),
    "api/v2/^sider/find/": Channel(api_find, told=False),
    "begreper/": Channel(lambda world: ["/begreper/"], told=True),
    "forslag/<int:page_id>/": Channel(lambda world: [f"/forslag/{page.pk}/" for page in world.works]),
    "maler/": Channel(lambda world: ["/maler/", "/maler/?bruk=template", *(f"/maler/{q}" for q in searches())]),
    # A feed is what a visitor may see, whoever asks: readers of feeds pass it on.
    "feed/": Channel(lambda world: ["/feed/"], told=False),
    "feed/<slug:theme>/": Channel(
        lambda world: [f"/feed/{theme}/" for theme in ("helse-og-omsorg", "skole-og-utdanning", "naring")],
        told=False,
    ),
    "kommuner/": Channel(lambda world: ["/kommuner/", f"/kommuner/?q={quote(WORD)}"], told=False),
    "kommuner/fylke/<slug:slug>/": Channel(
        lambda world: [f"/kommuner/fylke/{county.slug}/" for county in County.objects.filter(slug="rogaland")],
        told=False,
    ),
    "kommuner/<str:number>/": Channel(
        lambda world: [f"/kommuner/{number}/" for number in (SILENT_MUNICIPALITY, "0301", "9999")]
    ),
    "sok/": Channel(search_page),
    "sok/strom/": Channel(
        lambda world: [f"/sok/strom/{q}" for q in ("", "?q=varde", *searches(), *narrowed_searches())], told=False
    ),
    "sok/forslag/": Channel(lambda world: [f"/sok/forslag/{query}" for query in ("?q=ve", *searches())]),
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": Channel(
        restrictions("wagtailcore_authenticate_with_password"), told=False
    ),
    "_util/login/": Channel(lambda world: ["/_util/login/", f"/_util/login/?next=/beste-praksis/{SLUG}/"], told=False),
    r"^((?:[\w\-]+/)*)$": Channel(pages),
}  # fmt: skip


def renew_index():
    get_search_backend().reset_indexes()
    call_command("update_index", verbosity=0, stdout=StringIO())


@pytest.fixture
def world():
    """Open and closed; a picture in one size; an index of it all."""
    group = make_group("Fagrådet")
    world = World(group)
    world.add_closed()
    world.image.get_rendition("width-840")
    renew_index()
    return world


def signed_in(user):
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def client_of(role, world):
    if role == "visitor":
        return signed_in(None)
    user = UserFactory(administrator=role == "administrator")
    if role != "administrator":
        user.groups.set([world.group if role == "member with access" else make_group("Et annet lag")])
    return signed_in(user)


def all_of(response):
    """Everything an answer carries: headers, text, and what is inside it where it is an office file."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    inside = b""
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as package:
            inside = b"".join(package.read(name) for name in package.namelist())
    return head + (body + inside).decode(errors="replace")


def crawl(world, client):
    """(channel, address, answer) for every address of every channel, in every language it has."""
    for pattern in site_patterns():
        channel = CHANNELS[pattern.text]
        if isinstance(channel, str):
            continue
        for address in channel.addresses(world):
            has_prefix = address.startswith(("/nn/", "/en/")) or pattern.text.startswith("^")
            for prefix in ("",) if has_prefix else pattern.prefixes:
                yield channel, pattern.text, prefix + address, client.get(prefix + address)


def without_echo(answer, address):
    """An address that is not there is shown again as it was asked for; what follows the ? is kept out before."""
    return answer.replace(address.partition("?")[0], "")


def asks_for_a_word(address):
    """A search shows what was searched for; that it shows no more is held by the byte-for-byte test."""
    return any(quote(word) in address.partition("?")[2] for word in (WORD, NEVER, SLUG))


def words_in(answer, words):
    """Which of the words the answer holds, as text or as part of an address."""
    folded = answer.casefold()
    return {word for word in words if word.casefold() in folded or quote(word).casefold() in folded}


def test_every_pattern_of_the_portal_is_crawled_or_known_to_be_harmless():
    listed = {pattern.text for pattern in site_patterns()}
    assert listed - CHANNELS.keys() == set(), "new addresses: say here how they are crawled, or why they can not leak"
    assert CHANNELS.keys() - listed == set(), "no longer there"


@pytest.mark.parametrize("role", ["visitor", "member without access"])
def test_who_may_not_read_closed_objects_meets_nothing_of_them(world, role):
    leaks = []
    for _channel, _pattern, address, response in crawl(world, client_of(role, world)):
        assert response.status_code < 500, address
        found = words_in(without_echo(all_of(response), address), [WORD, SLUG, NEVER])
        if found and not asks_for_a_word(address):
            leaks.append((address, response.status_code, found))
    assert not leaks


@pytest.mark.parametrize("role", ["member with access", "administrator"])
def test_who_may_read_closed_objects_meets_them_but_not_what_is_unfinished(world, role):
    told, leaks = set(), []
    for channel, pattern, address, response in crawl(world, client_of(role, world)):
        assert response.status_code < 500, address
        answer = without_echo(all_of(response), address)
        if response.status_code == 200 and words_in(answer, [WORD, SLUG]) and not asks_for_a_word(address):
            told.add(pattern)
        # Administrators may choose any file in the admin, and so may have it.
        may_have = role == "administrator" and channel is CHANNELS[DOCUMENTS]
        if words_in(answer, [NEVER]) and not may_have and not asks_for_a_word(address):
            leaks.append((address, response.status_code))
    assert not leaks
    assert told == {text for text, channel in CHANNELS.items() if not isinstance(channel, str) and channel.told}


# What differs between two answers to the same question at two moments.
VOLATILE = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|\d\d:\d\d:\d\d(\.\d+)?|Content-Length: \d+')
# Wagtail's own: says whether a restriction has this number, and nothing of what it restricts.
PASSWORDS = "authenticate_with_password"


def first_difference(one, other):
    pairs = zip(one.splitlines(), other.splitlines(), strict=False)
    return next(((a, b) for a, b in pairs if a != b), "one is longer")


@pytest.mark.parametrize("role", ["visitor", "member without access"])
def test_the_portal_is_byte_for_byte_the_same_with_and_without_what_is_closed(role):
    """So is then every count, every facet, every suggestion, and every search for the very word."""
    world = World(make_group("Fagrådet"))
    client = client_of(role, world)
    renew_index()
    before = {
        address: VOLATILE.sub("", all_of(response))
        for _channel, _pattern, address, response in crawl(world, client)
        if PASSWORDS not in address
    }
    world.add_closed()
    renew_index()
    cache.clear()
    differ = [a for a, answer in before.items() if VOLATILE.sub("", all_of(client.get(a))) != answer]
    assert not differ, first_difference(before[differ[0]], VOLATILE.sub("", all_of(client.get(differ[0]))))
    assert len(before) > 200


def test_the_canary_sings(world):
    """Control: with the gate open the same crawl meets the word in every channel that is made of pages."""
    PageViewRestriction.objects.all().delete()
    told = set()
    for _channel, pattern, address, response in crawl(world, signed_in(None)):
        heard = words_in(without_echo(all_of(response), address), [WORD, SLUG]) and not asks_for_a_word(address)
        if response.status_code == 200 and heard:
            told.add(pattern)
    made_of_pages = {text for text, channel in CHANNELS.items() if not isinstance(channel, str) and channel.told}
    assert made_of_pages | {"feed/", "feed/<slug:theme>/", "sok/strom/", "sitemap-<section>.xml"} <= told
    assert KnowledgePage.objects.count() > len(world.secrets)
    assert GlossaryTerm.objects.exists()
