"""The backend beyond what modelsearch's suite asks: commits, damage, several writers, filters that leak nothing."""

import datetime
import multiprocessing
import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Q
from modelsearch.backends.base import FilterError
from modelsearch.query import MATCH_ALL, Fuzzy, Phrase
from modelsearch.test.testapp.models import Book, Novel, ProgrammingGuide
from wagtail.search.backends import get_search_backend

from forum.pages.models import KnowledgePage
from forum.search.whoosh_backend import WhooshSearchBackend
from forum.search.whoosh_backend.folders import IndexBusyError, IndexFolder
from tests.factories.pages import make_guide, make_news, make_portal
from tests.search.library import a_book, rebuild, titles

# Writing


def test_a_saved_object_is_found_once_its_transaction_has_committed(backend, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        a_book()
        assert backend.search("sølvfaks", Book).count() == 0
    assert titles(backend.search("sølvfaks", Book)) == ["Sølvfaks"]


def test_a_change_replaces_what_was_found_before(library, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        Book.objects.filter(title="Foundation").update(title="Grunnlaget")
        Book.objects.get(title="Grunnlaget").save()
    assert library.search("foundation", Book).count() == 0
    assert titles(library.search("grunnlaget", Novel)) == ["Grunnlaget"]


def test_a_deleted_object_is_gone_when_the_deletion_has_committed(library, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        Novel.objects.get(title="Foundation").delete()
        assert library.search("foundation", Book).count() == 1
    assert library.search("foundation", Book).count() == 0


def test_what_is_rolled_back_is_neither_written_nor_removed(committed_db, settings, tmp_path):
    options = {"BACKEND": "forum.search.whoosh_backend", "PATH": str(tmp_path / "index")}
    settings.WAGTAILSEARCH_BACKENDS = {"default": options}
    backend = get_search_backend()
    kept = a_book("Grane")
    with transaction.atomic():
        a_book("Sleipner")
        Book.objects.get(pk=kept.pk).delete()
        transaction.set_rollback(True)
    backend.refresh_indexes()
    assert titles(backend.search(MATCH_ALL, Book)) == ["Grane"]


def test_an_index_that_can_not_be_written_does_not_stop_a_page_from_being_saved(
    backend, settings, tmp_path, caplog, django_capture_on_commit_callbacks
):
    (tmp_path / "file").write_text("not a folder")
    settings.WAGTAILSEARCH_BACKENDS["default"]["PATH"] = str(tmp_path / "file" / "index")
    with django_capture_on_commit_callbacks(execute=True):
        a_book()
    assert Book.objects.filter(title="Sølvfaks").exists()
    assert "NotADirectoryError" in caplog.text


def test_many_single_changes_leave_few_segments(library):
    for number in range(30):
        library.add(a_book(f"Fole {number}"))
        library.refresh_indexes()
    assert len(library.opened().snapshot().segments) <= 10
    assert library.search("fole", Book).count() == 30


def test_the_folder_is_for_us_only(library, tmp_path):
    assert (tmp_path / "index").stat().st_mode & 0o777 == 0o700


def test_the_index_may_not_lie_among_the_media_files(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    with pytest.raises(ImproperlyConfigured):
        WhooshSearchBackend({"PATH": str(tmp_path / "index")})


def _write(path, first):
    folder = IndexFolder(Path(path))
    for _number in range(first, first + 10):
        with folder.write_lock():
            count = folder.path / "count"
            seen = int(count.read_text()) if count.exists() else 0
            count.write_text(str(seen + 1))
    os._exit(0)


def test_writers_in_several_processes_take_turns(tmp_path):
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write, args=(tmp_path / "index", start)) for start in (0, 10, 20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=30)
    assert (tmp_path / "index" / "count").read_text() == "30"


def test_a_writer_that_waits_too_long_is_told(tmp_path):
    folder = IndexFolder(tmp_path)
    with folder.write_lock(), pytest.raises(IndexBusyError), folder.write_lock(timeout=0.05):
        pass


# Filters: the same set as the database finds, for whatever may be asked


def hidden():
    return Book.objects.filter(number_of_pages__gt=500).values("pk")


@pytest.mark.parametrize(
    "queryset",
    [
        lambda: Novel.objects.exclude(id__in=hidden()),
        lambda: Novel.objects.exclude(pk__in=[1, 2, 3]),
        lambda: Novel.objects.filter(id__in=hidden()).exclude(id__in=[5]),
        lambda: Novel.objects.exclude(id__in=Book.objects.none().values("pk")),
        lambda: Novel.objects.filter(id=4),
        lambda: Novel.objects.exclude(Q(id=4) | Q(number_of_pages__lt=400)),
        lambda: Novel.objects.filter(id__gt=3, id__lte=6),
        lambda: Novel.objects.filter(id__range=(2, 5)),
        lambda: ProgrammingGuide.objects.exclude(id=9),
        lambda: Book.objects.filter(Q(title__startswith="The ") & ~Q(publication_date__year__gte=1955)),
        lambda: Book.objects.filter(title__in=["Foundation", "The Hobbit", "Læreboka"]),
        lambda: Book.objects.filter(authors__date_of_birth__isnull=True).distinct(),
        lambda: Novel.objects.filter(protagonist__isnull=False),
        Book.objects.none,
    ],
)
def test_a_search_finds_exactly_what_its_queryset_holds(library, queryset):
    expected = titles(queryset())
    results = library.search(MATCH_ALL, queryset())
    assert results.count() == len(expected)
    assert titles(results) == expected


def test_a_condition_that_can_not_be_judged_is_refused_not_dropped(library):
    with pytest.raises(FilterError):
        library.search(MATCH_ALL, Book.objects.filter(novel__isnull=False)).count()
    with pytest.raises(FilterError):
        list(library.search(MATCH_ALL, Novel.objects.filter(title__iregex="a")))


# Asking


def test_typing_errors_are_forgiven_when_asked_to(library):
    assert titles(library.search(Fuzzy("Hobit"), Book)) == ["The Hobbit"]
    assert titles(library.search(Fuzzy("Fundation"), Book)) == ["Foundation"]
    assert library.search(Fuzzy("xyz"), Book).count() == 0


def test_a_phrase_does_not_reach_from_one_field_into_the_next(backend):
    a_book("Barnehage", summary="Søknad om plass")
    rebuild()
    assert backend.search(Phrase("søknad om plass"), Book).count() == 1
    assert backend.search(Phrase("barnehage søknad"), Book).count() == 0


def test_facets_can_count_under_broader_values(library):
    pages = library.search(MATCH_ALL, ProgrammingGuide)
    counts = pages.facet("programming_language", broader={"js": ["web"], "py": ["web", "server"]})
    assert dict(counts) == {"js": 2, "py": 2, "rs": 1, "web": 4, "server": 2}


def test_facets_reach_related_objects(library):
    counts = library.search("tolkien", Novel).facet("authors__date_of_birth")
    assert dict(counts) == {datetime.date(1892, 1, 3): 4}


def test_slices_counts_and_facets_of_a_search_share_one_evaluation(library, django_assert_num_queries):
    results = library.search("the", Book.objects.exclude(id__in=hidden()))
    with django_assert_num_queries(1):  # the subquery
        results.count(), results.facet("tags"), results[:3].count(), results[3:].facet("authors")


def test_found_objects_can_carry_the_texts_they_were_found_in(library):
    (book,) = library.search("westeros kings", Novel).annotate_texts("texts")[:1]
    assert ("setting", "Westeros") in book.texts


def test_equal_hits_come_newest_first(backend):
    for name in ("én", "to", "tre"):
        a_book("Fole", summary=name)
    rebuild()
    assert [book.summary for book in backend.search("fole", Book)] == ["tre", "to", "én"]


def test_all_kinds_of_pages_are_searched_at_once_and_only_pages(backend):
    make_portal()
    make_guide(title="Fole i veileder")
    make_news(title="Fole i nyhet")
    a_book("Fole")
    rebuild()
    assert titles(backend.search("fole", KnowledgePage)) == ["Fole i nyhet", "Fole i veileder"]
