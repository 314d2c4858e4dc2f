"""One row per work, in the reader's language first."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Locale

from bestpractice.models import GuidePage
from forum.pages.models import KnowledgePage, ReaderLanguage
from tests.factories.pages import close, make_group, make_guide, section, translate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

VISITOR = AnonymousUser()
CODES = ("nb", "nn", "en")


def shown_to(code):
    """What a visitor who reads this language is shown, by the work's bokmål title."""
    return list(KnowledgePage.objects.visible_to(VISITOR).in_language(code).order_by("pk"))


def titles(code):
    return [page.title for page in shown_to(code)]


def test_a_work_in_one_language_is_shown_once_to_every_reader():
    page = make_guide()
    assert [shown_to(code) for code in CODES] == [[page.knowledgepage_ptr]] * 3


def test_each_reader_gets_the_work_in_their_own_language_where_it_is():
    page = make_guide(title="Gevinster")
    translate(page, "nn", title="Gevinstar")
    translate(page, "en", title="Benefits")
    assert [titles(code) for code in CODES] == [["Gevinster"], ["Gevinstar"], ["Benefits"]]


def test_where_the_work_is_not_in_the_readers_language_they_get_bokmål():
    page = make_guide(title="Gevinster")
    translate(page, "nn", title="Gevinstar")
    assert titles("en") == ["Gevinster"]


def test_where_there_is_neither_the_readers_language_nor_bokmål_they_get_what_there_is():
    page = make_guide(title="Gevinster")
    translate(page, "nn", title="Gevinstar")
    page.unpublish()
    assert [titles(code) for code in CODES] == [["Gevinstar"]] * 3


def test_many_works_in_many_languages_are_each_counted_once():
    pages = [make_guide() for _ in range(4)]
    translate(pages[0], "nn")
    translate(pages[0], "en")
    translate(pages[1], "en")
    for code in CODES:
        keys = [page.translation_key for page in shown_to(code)]
        assert sorted(keys) == sorted(page.translation_key for page in pages)


def test_a_translation_takes_over_when_it_is_published_and_gives_way_when_it_is_not():
    page = make_guide(title="Gevinster")
    nynorsk = page.copy_for_translation(Locale.objects.get(language_code="nn"))
    assert titles("nn") == ["Gevinster"]
    nynorsk.title = "Gevinstar"
    nynorsk.save_revision().publish()
    assert titles("nn") == ["Gevinstar"]
    GuidePage.objects.get(pk=nynorsk.pk).unpublish()
    assert titles("nn") == ["Gevinster"]


def test_a_deleted_translation_leaves_the_original_to_its_readers():
    page = make_guide(title="Gevinster")
    nynorsk = translate(page, "nn")
    GuidePage.objects.get(pk=nynorsk.pk).delete()
    assert titles("nn") == ["Gevinster"]


def test_when_the_original_is_deleted_the_translation_stands_for_the_work():
    page = make_guide(title="Gevinster")
    nynorsk = translate(page, "nn", title="Gevinstar")
    GuidePage.objects.get(pk=page.pk).delete()
    assert [titles(code) for code in CODES] == [["Gevinstar"]] * 3
    left = GuidePage.objects.get(pk=nynorsk.pk)
    assert left.original.pk == left.pk
    assert not left.is_translation


def test_a_work_with_no_live_row_is_shown_to_no_one():
    page = make_guide()
    translate(page, "nn")
    for row in KnowledgePage.objects.filter(translation_key=page.translation_key):
        row.specific.unpublish()
    assert [titles(code) for code in CODES] == [[], [], []]
    assert not ReaderLanguage.objects.exists()


def test_a_reader_of_a_closed_work_is_not_given_another_language_of_it():
    page = make_guide()
    translate(page, "nn")
    close(page, make_group())
    assert [titles(code) for code in CODES] == [[], [], []]


def test_all_language_versions_belong_to_the_bokmål_page():
    page = make_guide()
    nynorsk, english = translate(page, "nn"), translate(page, "en")
    for row in (page, nynorsk, english):
        assert GuidePage.objects.get(pk=row.pk).original == page
    assert [GuidePage.objects.get(pk=row.pk).is_translation for row in (page, nynorsk, english)] == [
        False,
        True,
        True,
    ]


def test_a_work_written_in_nynorsk_first_gets_its_bokmål_page_as_original_later():
    parent = section("beste-praksis", "nn")
    first = GuidePage(title="Gevinstar", slug="gevinstar", locale=parent.locale)
    parent.add_child(instance=first)
    assert first.original == first
    bokmål = first.copy_for_translation(Locale.objects.get(language_code="nb"))
    first.refresh_from_db()
    assert GuidePage.objects.get(pk=first.pk).original.pk == bokmål.pk


def changed(page, days_ago):
    KnowledgePage.objects.filter(pk=page.pk).update(text_changed_at=timezone.now() - timedelta(days=days_ago))
    return GuidePage.objects.get(pk=page.pk)


def test_a_translation_older_than_its_original_says_so():
    page = make_guide()
    nynorsk = translate(page)
    changed(page, 1)
    assert changed(nynorsk, 5).is_older_than_original
    assert not changed(nynorsk, 0).is_older_than_original


def test_an_original_is_never_older_than_itself_and_nothing_is_said_of_what_is_not_known():
    page = make_guide()
    nynorsk = translate(page)
    assert not changed(page, 3).is_older_than_original
    KnowledgePage.objects.filter(pk=nynorsk.pk).update(text_changed_at=None)
    assert not GuidePage.objects.get(pk=nynorsk.pk).is_older_than_original


def test_publishing_the_original_with_new_text_makes_its_translation_old(client):
    page = make_guide(publish=True)
    nynorsk = translate(page)
    nynorsk.save_revision().publish()
    assert not GuidePage.objects.get(pk=nynorsk.pk).is_older_than_original
    assert "ds-alert" not in client.get(nynorsk.url).content.decode()
    page.summary = "Noe helt nytt."
    page.save_revision().publish()
    assert GuidePage.objects.get(pk=nynorsk.pk).is_older_than_original
    told = client.get(nynorsk.url).content.decode().split("ds-alert")[1].split("</div>")[0]
    assert f'href="{page.url}"' in told


def test_publishing_the_original_without_new_text_does_not():
    page = make_guide(publish=True)
    nynorsk = translate(page)
    nynorsk.save_revision().publish()
    page.review_by = timezone.localdate()
    page.save_revision().publish()
    assert not GuidePage.objects.get(pk=nynorsk.pk).is_older_than_original


def test_a_page_in_another_language_than_the_readers_says_so():
    page = make_guide()
    with override("nn"):
        assert page.is_in_other_language
    with override("nb"):
        assert not page.is_in_other_language


def test_an_index_in_nynorsk_lists_bokmål_works_and_marks_their_language(client):
    make_guide(title="Gevinster")
    translate(make_guide(title="Risiko"), title="Risikoar")
    page = client.get("/nn/beste-praksis/").content.decode()
    assert "Gevinster" in page
    assert "Risikoar" in page
    assert ">Risiko<" not in page
    assert 'lang="nb"' in page
