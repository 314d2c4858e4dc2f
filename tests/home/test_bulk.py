"""A portal filled for load tests is a portal like any other."""

from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from wagtail.models import Page, ReferenceIndex

from bestpractice.models import GuidePage
from forum.home.demo.bulk_text import BulkText
from forum.organisations.models import Municipality
from forum.pages.models import KnowledgePage, PageFile, PortalState, Uptake
from forum.pages.services import refresh_readers
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_guide, make_method, make_portal

pytestmark = pytest.mark.django_db

PAGES = 42


def fill(**options):
    told = StringIO()
    call_command("seed_bulk", stdout=told, **{"pages": PAGES, **options})
    return told.getvalue()


def guides(code="nb"):
    return GuidePage.objects.filter(locale__language_code=code)


def test_it_makes_as_many_pages_as_asked_for_counting_nynorsk():
    fill()
    assert GuidePage.objects.count() == PAGES
    assert guides("nb").count() == 35
    assert guides("nn").count() == 7


def test_an_empty_database_is_set_up_first():
    fill()
    assert Municipality.objects.current().count() == 357
    assert Page.objects.filter(slug="beste-praksis").count() == 3


def test_the_tree_is_sound():
    fill()
    fill(pages=9)
    assert Page.find_problems() == ([], [], [], [], [])
    for section in Page.objects.filter(slug="beste-praksis"):
        assert section.numchild == Page.objects.child_of(section).count()


def test_a_second_run_adds_other_guides():
    fill()
    fill()
    assert GuidePage.objects.count() == 2 * PAGES
    assert len(set(guides().values_list("title", flat=True))) == guides().count()


def test_an_editor_can_go_on_below_the_section():
    fill()
    made = make_guide(title="Skrevet etterpå")
    assert Page.find_problems() == ([], [], [], [], [])
    assert made.url_path.endswith(f"/{made.slug}/")


def test_the_same_seed_gives_the_same_portal():
    fill()
    first = sorted(GuidePage.objects.values_list("translation_key", "title", "slug"))
    Page.objects.filter(pk__in=GuidePage.objects.values("pk")).delete()
    Page.fix_tree()
    fill()
    assert sorted(GuidePage.objects.values_list("translation_key", "title", "slug")) == first


def test_every_work_is_listed_once_in_each_language():
    fill()
    for code in ("nb", "nn", "en"):
        listed = KnowledgePage.objects.visible_to(AnonymousUser()).in_language(code)
        assert listed.count() == guides("nb").count()
    in_nynorsk = GuidePage.objects.visible_to(AnonymousUser()).in_language("nn")
    assert in_nynorsk.filter(locale__language_code="nn").count() == guides("nn").count()


def test_its_rows_are_what_saving_would_have_made_them():
    fill()
    rows = list(KnowledgePage.objects.order_by("pk").values_list("pk", "work", "readers__language_code"))
    for guide in guides("nb"):
        refresh_readers(translation_key=guide.translation_key)
    again = list(KnowledgePage.objects.order_by("pk").values_list("pk", "work", "readers__language_code"))
    assert sorted(rows, key=str) == sorted(again, key=str)
    for guide in GuidePage.objects.all():
        assert guide.current_digest() == guide.text_digest


def test_text_dates_are_spread_and_some_translations_lag_behind():
    fill(pages=240)
    dates = {guide.text_changed_at.date() for guide in guides()}
    assert len(dates) > 100
    late = [guide.is_older_than_original for guide in guides("nn")]
    assert any(late)
    assert not all(late)


def test_guides_are_filed_used_reviewed_and_have_files():
    make_portal()
    PortalState.objects.create(is_example_data=True)
    make_method()
    fill(pages=120)
    made = GuidePage.objects.exclude(version_label="")
    assert not made.filter(themes=None).exists()
    assert not made.filter(method_step=None).exists()
    assert not made.filter(tags=None).exists()
    assert Uptake.objects.values("page").distinct().count() > 20
    assert KnowledgePage.objects.overdue().exists()
    assert PageFile.objects.filter(page__locale__language_code="nb").count() == 10
    assert PageFile.objects.values("document").distinct().count() <= 3


def test_the_pages_open_and_tell_what_they_hold(client):
    fill()
    guide = guides().filter(files__isnull=False).first()
    answer = client.get(guide.url)
    assert answer.status_code == 200
    text = answer.content.decode()
    for said in (guide.title, "Eksempeldata", "Versjon 1.0", guide.files.first().title):
        assert said in text
    assert client.get(guides("nn").first().url).status_code == 200


def test_its_files_can_be_fetched(client):
    fill()
    file = PageFile.objects.first()
    assert client.get(file.document.url).status_code == 200
    assert ReferenceIndex.objects.filter(to_object_id=str(file.document_id)).exists()


def test_search_finds_them():
    fill()
    guide = guides().first()
    found = KnowledgePage.objects.visible_to(AnonymousUser()).search(guide.title)
    assert guide.pk in [page.pk for page in found]


def test_closed_guides_are_for_those_who_are_signed_in(client):
    fill(closed=6)
    opened = GuidePage.objects.visible_to(AnonymousUser()).in_language("nb").count()
    assert opened == guides().count() - 6
    closed = guides().exclude(view_restrictions=None)
    assert {client.get(guide.url).status_code for guide in closed} == {404}
    translated = guides("nn").filter(work__in=closed).get()
    assert client.get(translated.url).status_code == 404
    client.force_login(UserFactory())
    assert client.get(closed.first().url).status_code == 200


def test_the_portal_is_marked_as_example_data():
    fill()
    assert PortalState.load().is_example_data


def test_a_portal_with_an_owners_own_content_is_left_alone():
    make_portal()
    make_guide()
    with pytest.raises(CommandError, match="ikke er eksempeldata"):
        fill()
    assert GuidePage.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"pages": 0}, {"pages": -1}, {"closed": -1}])
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
