"""The demo content: what it holds, that it holds together, and that it is the same each time."""

import hashlib
import html
import re
from collections import Counter, defaultdict
from io import StringIO
from urllib.parse import urldefrag, urljoin

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from bestpractice.models import GuidePage, MethodPage, PhasePage, StepPage
from forum.accounts.models import User
from forum.home.demo.load import ADMINISTRATOR, EDITOR, load_demo
from forum.home.models import HomePage, NewsPage, TopicPage
from forum.pages.models import (
    DocumentVersion,
    Experience,
    GlossaryTerm,
    KnowledgePage,
    PageFile,
    PageTask,
    PortalDocument,
    PortalState,
)
from tests.addresses import LANGUAGES
from tests.conftest import furnished

# One worker for all of them: loading the demo and its index takes longer than what is asked of it.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]

PASSWORD = "en-lang-setning-som-passord"


def load():
    """Without indexing page by page, which takes twice as long as the rest and is done whole after."""
    backend = settings.WAGTAILSEARCH_BACKENDS["default"]
    backend["AUTO_UPDATE"] = False
    try:
        load_demo(password=PASSWORD, say=lambda what: None)
    finally:
        del backend["AUTO_UPDATE"]


@pytest.fixture(scope="module")
def demo(request, django_db_setup, django_db_blocker):
    """The demo portal, loaded once a worker."""
    with furnished(request, django_db_blocker, "demo", load):
        with django_db_blocker.unblock():
            get_search_backend().reset_indexes()
            call_command("update_index", verbosity=0, stdout=StringIO())
        yield


def guides():
    return list(GuidePage.objects.live().filter(locale__language_code="nb"))


# --- what it holds


def test_there_are_at_least_25_guides_a_fifth_of_them_in_nynorsk_too():
    assert len(guides()) >= 25
    assert GuidePage.objects.live().filter(locale__language_code="nn").count() >= len(guides()) / 5


def test_diemo_has_its_five_phases_in_order_each_with_steps():
    method = MethodPage.objects.live().get(locale__language_code="nb")
    phases = list(PhasePage.objects.live().child_of(method).order_by("path"))
    assert "".join(phase.letter for phase in phases) == "DIEMO"
    assert all(phase.get_children().live().exists() for phase in phases)


def test_there_are_eight_topics_and_something_on_each(client):
    topics = list(TopicPage.objects.live().filter(locale__language_code="nb"))
    assert len(topics) == 8
    for topic in topics:
        assert client.get(topic.url).context["latest"].paginator.count, topic


def test_something_is_always_ahead():
    assert NewsPage.objects.live().upcoming().exists()


def test_every_guide_tells_the_problem_the_steps_and_what_to_watch_for():
    for guide in guides():
        texts = guide.text_by_field()
        lacking = [name for name in ("summary", "problem", "steps", "pitfalls", "checklists") if not texts[name]]
        assert not lacking, (guide, lacking)
        assert guide.themes.exists(), guide
        assert guide.method_step_id, guide


def test_no_two_guides_share_a_paragraph():
    seen = defaultdict(set)
    for guide in guides():
        for lines in guide.text_by_field().values():
            for line in lines:
                seen[line.casefold()].add(guide.slug)
    shared = {line: slugs for line, slugs in seen.items() if len(slugs) > 1 and len(line.split()) > 5}
    assert not shared


def test_the_templates_are_filled_in_files_of_three_kinds_that_search_can_read():
    kinds = Counter(document.file_extension for document in PortalDocument.objects.all())
    assert kinds.keys() >= {"docx", "xlsx", "odt"}
    for file in PageFile.objects.select_related("document"):
        assert len(file.document.text.split()) > 40, file


def test_several_guides_have_a_change_log_with_drafts_and_official_versions():
    logs = defaultdict(list)
    for version in DocumentVersion.objects.order_by("page", "major", "minor"):
        logs[version.page_id].append(version)
    assert sum(len(log) > 1 for log in logs.values()) >= 10
    assert any(version.is_hearing_draft for log in logs.values() for version in log)
    for log in logs.values():
        assert [version.dated for version in log] == sorted(version.dated for version in log)
        assert all(version.note for version in log if version.minor == 0 and version is not log[0])


def test_two_versions_of_a_guide_differ_in_a_file_that_readers_can_compare(client):
    found = [
        page
        for page in guides()
        if page.versions.count() > 1 and client.get(f"{page.url}versjoner/").context["comparison"].files
    ]
    assert found


def test_the_label_on_each_page_is_that_of_its_latest_version():
    for page in [*guides(), MethodPage.objects.get(locale__language_code="nb")]:
        assert page.version_label == page.versions.first().label, page


def test_one_translation_shows_what_an_old_one_looks_like():
    old = [page.slug for page in GuidePage.objects.filter(locale__language_code="nn") if page.is_older_than_original]
    assert old == ["gevinstrealisering"]


def test_former_names_are_synonyms_that_lead_to_todays():
    synonyms = {word.casefold() for term in GlossaryTerm.objects.all() for word in term.synonyms}
    assert {"minside", "elmer"} <= synonyms
    assert any("noark" in word for word in synonyms)


def test_the_demo_has_two_who_can_sign_in_and_nobody_with_a_password_one_can_guess(client):
    assert set(User.objects.values_list("email", flat=True)) == {ADMINISTRATOR, EDITOR}
    for address in (ADMINISTRATOR, EDITOR):
        assert not client.login(username=address, password="demo")
        assert client.login(username=address, password=PASSWORD)
        assert client.get("/admin/").status_code == 200


def test_the_tree_is_sound_and_can_be_added_to():
    assert Page.find_problems() == ([], [], [], [], [])
    phase = PhasePage.objects.filter(locale__language_code="nb").first()
    phase.add_child(instance=StepPage(title="Enda et steg", slug="enda-et-steg"))


def test_reviews_that_are_past_are_things_to_check():
    assert (
        PageTask.objects.filter(kind="review").count()
        == KnowledgePage.objects.live().overdue().values("work").distinct().count()
    )


# --- that it holds together


class Crawler:
    """Follows every link of the site from the front pages, as a visitor."""

    def __init__(self):
        self.client = Client()
        self.answers = {}
        self.links = {}
        self.texts = {}
        self.follow([prefix + "/" for prefix in LANGUAGES])

    def follow(self, waiting):
        while waiting:
            address = waiting.pop()
            if address in self.answers:
                continue
            response = self.client.get(address)
            self.answers[address] = response.status_code
            if response.get("Content-Type", "").startswith("text/html") and response.status_code == 200:
                self.texts[address] = response.content.decode()
                self.links[address] = self.read(address, self.texts[address])
                waiting += sorted(self.links[address] - self.answers.keys())

    def read(self, address, text):
        """Addresses on this site that the page leads to; lists are followed without their choices."""
        found = {html.unescape(link) for link in re.findall(r'(?:href|src)="([^"]+)"', text)}
        found = {urldefrag(urljoin(address, link)).url for link in found}
        own = {link for link in found if link.startswith("/") and not link.startswith(("/static/", "/admin/"))}
        # The municipalities have tests of their own: what other pages lead to there will do.
        own = {link for link in own if not ("/kommuner/" in link and "/kommuner/" in address)}
        return {link for link in own if link.count("=") < 2}


@pytest.fixture(scope="module")
def crawled(demo, django_db_blocker):
    with django_db_blocker.unblock():
        cache.clear()
        return Crawler()


def test_every_link_on_every_page_leads_somewhere(crawled):
    lost = {address: code for address, code in crawled.answers.items() if code not in (200, 301, 302)}
    assert not lost, {address: [page for page, links in crawled.links.items() if address in links] for address in lost}
    assert len(crawled.links) > 200


def test_every_page_can_be_reached_by_links_from_the_front_page(crawled):
    pages = KnowledgePage.objects.visible_to(AnonymousUser())
    assert [page.url for page in pages if page.url not in crawled.links] == []


def test_every_page_says_that_it_is_example_data(crawled):
    assert PortalState.load().is_example_data
    silent = [address for address, text in crawled.texts.items() if "Eksempeldata" not in text]
    assert [address for address in silent if not address.startswith("/en/")] == []


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_every_language_says_so_in_its_own_words(client, prefix):
    words = {"": "Eksempeldata", "/nn": "Eksempeldata", "/en": "Example data"}[prefix]
    for address in ("/", "/beste-praksis/", "/kommuner/", "/sok/", "/feed/", "/finnes-ikke/"):
        assert words.casefold() in client.get(prefix + address).content.decode().casefold(), prefix + address


def test_feeds_and_the_api_say_so_too(client):
    entries = re.findall(r"<entry>.*?</entry>", client.get("/feed/").content.decode(), re.DOTALL)
    assert entries
    assert all("Eksempeldata" in entry for entry in entries)
    assert client.get("/api/v2/sider/").json()["meta"]["example_data"] is True


def test_no_heading_is_missing_and_no_name_of_a_field_is_shown(crawled):
    for address in [page.url for page in guides()]:
        text = crawled.texts[address]
        assert text.count("<h1") == 1, address
        assert "None" not in re.sub(r"<[^>]*>", "", text.split("<main")[1]), address


# --- the same each time


def digest():
    """Of all that a reader meets: titles, texts, dates, versions, voices and the bytes of every file."""
    rows = []
    for page in KnowledgePage.objects.order_by("locale__language_code", "url_path").specific():
        rows.append((page.url_path, str(page.translation_key), page.text_by_field(), page.version_label))
        rows.append([link.target.url_path for link in page.links.all()])
        rows.append(sorted(page.themes.values_list("uri", flat=True)))
    for version in DocumentVersion.objects.order_by("page__url_path", "major", "minor"):
        files = [
            (file.title, hashlib.sha256(file.document.file.read()).hexdigest())
            for file in version.files.select_related("document")
        ]
        rows.append((version.page.url_path, version.label, str(version.dated), version.note, version.digest, files))
    rows += Experience.objects.order_by("page__url_path", "organisation__number", "did").values_list(
        "page__url_path", "organisation__number", "did", "result"
    )
    rows += GlossaryTerm.objects.order_by("slug").values_list("slug", "term", "definition", "synonyms")
    rows += [(home.url_path, home.title, home.lead, home.frequent) for home in HomePage.objects.order_by("url_path")]
    return [repr(row) for row in rows]


@pytest.fixture(scope="module")
def two_digests(request, demo, django_db_blocker):
    with django_db_blocker.unblock():
        first = digest()
    with furnished(request, django_db_blocker, "demo again", load), django_db_blocker.unblock():
        second = digest()
    return first, second


def test_the_demo_is_the_same_each_time_it_is_loaded(two_digests):
    first, second = two_digests
    assert len(first) > 300
    assert [row for row in second if row not in set(first)] == []
    assert first == second


def test_the_demo_is_not_loaded_into_a_portal_that_has_people():
    with pytest.raises(CommandError, match="bare i en tom database"):
        call_command("load_demo")
