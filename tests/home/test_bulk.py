"""A portal filled for load tests is a portal like any other."""

from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backend

from bestpractice.models import GuidePage
from forum.home.demo.bulk_text import BulkText
from forum.organisations.models import Municipality
from forum.pages.models import KnowledgePage, PageFile, PortalState, Uptake
from forum.pages.services import refresh_readers
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_guide, make_method, make_portal

PAGES = 120
CLOSED = 6
VISITOR = AnonymousUser()


def fill(**options):
    call_command("seed_bulk", stdout=StringIO(), **options)


@pytest.fixture(scope="class")
def filled_database(django_db_setup, django_db_blocker):
    """Filled once for the class and rolled back after it; each test's own changes are rolled back before that."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            make_portal()
            PortalState.objects.create(is_example_data=True)
            make_method()
            fill(pages=PAGES, closed=CLOSED)
            yield
            transaction.set_rollback(True)
        get_search_backend().reset_indexes()


@pytest.fixture
def filled(filled_database, db):
    """The filled portal, to read and to change."""


def guides(code="nb"):
    return GuidePage.objects.filter(locale__language_code=code)


def shown(code):
    return GuidePage.objects.visible_to(VISITOR).in_language(code)


@pytest.mark.usefixtures("filled")
class TestFilledPortal:
    """What was made."""

    def test_there_are_as_many_pages_as_asked_for_counting_nynorsk(self):
        assert (guides("nb").count(), guides("nn").count()) == (100, 20)

    def test_the_tree_is_sound(self):
        assert Page.find_problems() == ([], [], [], [], [])
        for section in Page.objects.filter(slug="beste-praksis"):
            assert section.numchild == Page.objects.child_of(section).count()

    def test_every_work_is_listed_once_in_each_language(self):
        assert [shown(code).count() for code in ("nb", "nn", "en")] == [100 - CLOSED] * 3
        assert shown("nn").filter(locale__language_code="nn").count() == 19  # one of the closed is in nynorsk too

    def test_its_rows_are_what_saving_would_have_made_them(self):
        columns = ("pk", "work", "readers__language_code")
        rows = set(KnowledgePage.objects.values_list(*columns))
        for guide in guides("nb"):
            refresh_readers(translation_key=guide.translation_key)
        assert set(KnowledgePage.objects.values_list(*columns)) == rows
        for guide in GuidePage.objects.all():
            assert guide.current_digest() == guide.text_digest

    def test_text_dates_are_spread_and_some_translations_lag_behind(self):
        assert len({guide.text_changed_at.date() for guide in guides()}) > 50
        assert {guide.is_older_than_original for guide in guides("nn")} == {True, False}

    def test_guides_are_filed_used_reviewed_and_have_files(self):
        assert not GuidePage.objects.filter(themes=None).exists()
        assert not GuidePage.objects.filter(method_step=None).exists()
        assert not GuidePage.objects.filter(tags=None).exists()
        assert Uptake.objects.values("page").distinct().count() > 20
        assert KnowledgePage.objects.overdue().exists()
        assert PageFile.objects.filter(page__locale__language_code="nb").count() == 10
        assert PageFile.objects.values("document").distinct().count() <= 3

    def test_a_page_opens_and_tells_what_it_holds(self, client):
        guide = shown("nb").filter(files__isnull=False).first()
        answer = client.get(guide.url)
        for said in (guide.title, "Eksempeldata", ">1.0<", guide.files.first().title, "Første utgave."):
            assert said in answer.content.decode()
        assert client.get(shown("nn").filter(locale__language_code="nn").first().url).status_code == 200

    def test_its_files_can_be_fetched(self, client):
        file = PageFile.objects.filter(page__in=shown("nb")).first()
        assert client.get(file.document.url).status_code == 200
        assert ReferenceIndex.objects.filter(to_object_id=str(file.document_id)).exists()

    def test_search_finds_them(self):
        guide = shown("nb").last()
        found = KnowledgePage.objects.visible_to(VISITOR).search(guide.title)
        assert guide.pk in [page.pk for page in found]

    def test_closed_guides_are_for_those_who_are_signed_in(self, client):
        closed = guides().exclude(view_restrictions=None)
        translated = guides("nn").filter(work__in=closed).get()
        addresses = [guide.url for guide in (*closed, translated)]
        assert len(addresses) == CLOSED + 1
        assert {client.get(address).status_code for address in addresses} == {404}
        client.force_login(UserFactory())
        assert {client.get(address).status_code for address in addresses} == {200}

    def test_an_editor_can_go_on_below_the_section(self):
        make_guide(title="Skrevet etterpå")
        assert Page.find_problems() == ([], [], [], [], [])

    def test_a_second_run_adds_other_guides(self):
        fill(pages=12)
        assert GuidePage.objects.count() == PAGES + 12
        assert len(set(guides().values_list("title", flat=True))) == guides().count()
        assert Page.find_problems() == ([], [], [], [], [])

    def test_the_same_seed_gives_the_same_guides(self):
        columns = ("translation_key", "title", "slug", "text_digest")
        first = set(guides().filter(files=None).values_list(*columns))
        for guide in GuidePage.objects.all():
            guide.delete()
        fill(pages=PAGES)
        assert set(guides().filter(files=None).values_list(*columns)) == first


@pytest.mark.django_db
def test_an_empty_database_is_set_up_and_marked_as_example_data():
    fill(pages=7)
    assert GuidePage.objects.count() == 7
    assert Municipality.objects.current().count() == 357
    assert PortalState.load().is_example_data


@pytest.mark.django_db
def test_a_portal_with_an_owners_own_content_is_left_alone():
    make_portal()
    make_guide()
    with pytest.raises(CommandError, match="ikke er eksempeldata"):
        fill(pages=5)
    assert GuidePage.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"pages": 0}, {"pages": -1}, {"pages": 5, "closed": -1}])
def test_a_number_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(CommandError):
        fill(**wrong)


def test_help_says_that_it_is_for_load_tests(capsys):
    with pytest.raises(SystemExit):
        call_command("seed_bulk", "--help")
    assert "BELASTNINGSPRØVER" in capsys.readouterr().out


def test_texts_fit_the_fields_they_are_for():
    texts = BulkText(1)
    for number in range(500):
        guide = texts.guide(number)
        for name in ("title", "summary", "audience", "effort", "gain"):
            assert len(getattr(guide, name)) <= GuidePage._meta.get_field(name).max_length
