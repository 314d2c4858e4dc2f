"""From a change to the index: nothing is lost, nothing is written twice, and one bad object stops no other."""

import datetime as dt

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from modelsearch import index
from modelsearch.query import MATCH_ALL
from modelsearch.test.testapp.models import Book
from wagtail.models import Page, PageViewRestriction
from wagtail.search.backends import get_search_backend

from forum.pages.models import KnowledgePage
from forum.search import jobs, tasks
from forum.search.keeping.changes import settled, waiting_ids
from forum.search.keeping.draining import Drained, drain
from forum.search.models import IndexChange
from forum.search.whoosh_backend.writing import WhooshIndex
from tests.factories.pages import make_guide
from tests.search.library import a_book, rebuild, titles

DATABASE_QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def waiting():
    return [(change.model, change.object_id) for change in IndexChange.objects.all()]


def asked():
    """Tasks that a worker has not begun."""
    return DBTaskResult.objects.ready().filter(task_path=tasks.write_changes.module_path).count()


@pytest.fixture
def committing(committed_db, settings, tmp_path):
    """An index of its own, and a worker that does nothing until it is asked: commits are real."""
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "forum.search.whoosh_backend", "PATH": str(tmp_path / "index")}
    }
    settings.TASKS = DATABASE_QUEUE
    rebuild()
    return get_search_backend()


# Noting


def test_a_change_is_noted_in_its_own_transaction_and_rolled_back_with_it(committing):
    with transaction.atomic():
        a_book()
        assert len(waiting()) == 1
        transaction.set_rollback(True)
    assert waiting() == []
    assert asked() == 0


def test_what_a_savepoint_took_back_is_noted_again(committing):
    book = a_book()
    drain("default")
    with transaction.atomic():
        with transaction.atomic():
            book.save()
            transaction.set_rollback(True)
        assert waiting() == []
        book.save()
        assert len(waiting()) == 1


def test_a_thousand_saves_of_a_page_in_one_transaction_are_one_row_and_one_task(committing):
    with transaction.atomic():
        book = a_book()
        for _time in range(1000):
            book.save()
    assert waiting() == [("searchtests.book", str(book.pk))]
    assert asked() == 1


def test_transactions_that_follow_share_a_task_that_is_not_begun(committing):
    a_book(), a_book()
    assert asked() == 1
    # A worker took it and was killed: nobody waits for that one.
    DBTaskResult.objects.update(status="RUNNING")
    a_book()
    assert asked() == 1


def test_the_job_asks_for_what_a_killed_worker_left(committing):
    jobs.write_what_waits()
    assert asked() == 0
    a_book()
    DBTaskResult.objects.update(status="RUNNING")
    jobs.write_what_waits()
    assert asked() == 1


def test_modelsearchs_own_functions_go_the_same_way(committing):
    book = a_book()
    drain("default")
    index.insert_or_update_object(book)
    assert waiting() == [("searchtests.book", str(book.pk))]
    drain("default")
    index.remove_object(book)
    assert waiting() == [("searchtests.book", str(book.pk))]
    drain("default")
    assert committing.search("sølvfaks", Book).count() == 0


def test_an_engine_that_does_not_follow_the_database_notes_nothing(committing, settings):
    settings.WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
    a_book()
    assert waiting() == []


def test_a_page_is_one_change_whichever_of_its_classes_speaks(indexed):
    guide = make_guide()
    indexed()
    guide.delete()
    assert {key for model, key in waiting() if model == "wagtailcore.page"} == {str(guide.pk)}
    assert not [model for model, _key in waiting() if model in ("pages.knowledgepage", "bestpractice.guidepage")]


# Writing


def test_what_waits_is_written_as_it_is_now(committing):
    book, other = a_book("Grane"), a_book("Sleipner")
    Book.objects.filter(pk=book.pk).update(title="Fåfne")
    other.delete()
    assert drain("default") is Drained.ALL
    assert titles(committing.search(MATCH_ALL, Book)) == ["Fåfne"]
    assert committing.search("fåfne", Book).count() == 1
    assert waiting() == []


def test_many_changes_are_one_commit(committing):
    with transaction.atomic():
        for number in range(30):
            a_book(f"Fole {number}")
    before = committing.opened().snapshot().generation[1]
    drain("default")
    assert committing.opened().snapshot().generation[1] == before + 1
    assert committing.search("fole", Book).count() == 30


def test_a_change_made_while_its_object_is_being_written_waits_for_the_next_time(committing, monkeypatch):
    book = a_book("Grane")
    write_now = WhooshIndex.write_now

    def written_to_meanwhile(self, objects, gone):
        monkeypatch.setattr(WhooshIndex, "write_now", write_now)
        Book.objects.filter(pk=book.pk).update(title="Fåfne")
        index.insert_or_update_object(book)
        write_now(self, objects, gone)

    monkeypatch.setattr(WhooshIndex, "write_now", written_to_meanwhile)
    drain("default")
    assert titles(committing.search("fåfne", Book)) == ["Fåfne"]
    assert waiting() == []


@pytest.fixture
def poison(monkeypatch):
    """Books of this title can't be read."""

    def summary(self):
        if self.title == "Gift":
            raise ValueError("kan ikke leses")
        return ""

    monkeypatch.setattr(Book, "get_programming_language_display", summary, raising=False)
    field = index.SearchField("get_programming_language_display")
    monkeypatch.setattr(Book, "search_fields", [*Book.search_fields, field])


@pytest.mark.usefixtures("poison")
def test_an_object_that_can_not_be_written_stops_no_other_and_is_tried_again(committing):
    with transaction.atomic():
        for number in range(20):
            a_book(f"Fole {number}")
        bad = a_book("Gift")
        for number in range(20, 40):
            a_book(f"Fole {number}")
    drain("default")
    assert committing.search("fole", Book).count() == 40
    (left,) = IndexChange.objects.all()
    assert (left.object_id, left.attempts, left.last_error) == (str(bad.pk), 1, "ValueError: kan ikke leses")
    assert left.next_attempt_at > timezone.now() + dt.timedelta(minutes=1)
    assert drain("default") is Drained.ALL
    first_delay = IndexChange.objects.get().next_attempt_at - timezone.now()
    IndexChange.objects.update(next_attempt_at=timezone.now())
    drain("default")
    again = IndexChange.objects.get()
    assert again.attempts == 2
    assert again.next_attempt_at - timezone.now() > first_delay
    Book.objects.filter(pk=bad.pk).update(title="Fole helbredet")
    IndexChange.objects.update(next_attempt_at=timezone.now())
    drain("default")
    assert committing.search("fole", Book).count() == 41
    assert waiting() == []


@pytest.mark.usefixtures("poison")
def test_a_rebuild_leaves_out_what_can_not_be_read_and_remembers_it(committing):
    a_book("Gift"), a_book("Fole")
    rebuild()
    assert titles(committing.search(MATCH_ALL, Book)) == ["Fole"]
    assert len(waiting()) == 1


def test_an_engine_that_is_down_is_given_up_soon_and_nothing_is_lost(committing, monkeypatch):
    tried = []

    def down(self, objects, gone):
        tried.append(len(objects))
        raise OSError("disken er full")

    with transaction.atomic():
        for number in range(100):
            a_book(f"Fole {number}")
    with monkeypatch.context() as broken:
        broken.setattr(WhooshIndex, "write_now", down)
        drain("default")
    assert len(tried) < 25
    assert IndexChange.objects.filter(last_error="OSError: disken er full").count() == 100
    IndexChange.objects.update(next_attempt_at=timezone.now())
    drain("default")
    assert committing.search("fole", Book).count() == 100
    assert waiting() == []


def test_changes_wait_while_another_process_writes(committing, monkeypatch, caplog):
    monkeypatch.setattr("forum.search.whoosh_backend.folders.IndexFolder.write_lock.__wrapped__.__defaults__", (0.05,))
    a_book()
    with committing.folder.write_lock():
        assert drain("default") is Drained.BUSY
    assert len(waiting()) == 1
    assert IndexChange.objects.get().attempts == 0
    assert "write.lock" in caplog.text
    assert drain("default") is Drained.ALL
    assert committing.search("sølvfaks", Book).count() == 1


# Reading


def found(**conditions):
    pages = settled(KnowledgePage.objects.live().filter(**conditions))
    return pages.search("fole").count()


def test_a_page_that_is_taken_down_or_deleted_is_counted_no_more_before_the_index_is_written(indexed):
    _kept, down, gone = (make_guide(title=f"Fole {number}") for number in range(3))
    indexed()
    assert found() == 3
    down.unpublish()
    assert found() == 2
    gone.delete()
    assert found() == 1
    assert KnowledgePage.objects.live().search("fole").count() == 3, "else this test says nothing"
    assert waiting_ids() == {down.pk, gone.pk}


def test_a_page_that_is_edited_is_still_found(indexed):
    guide = make_guide(title="Fole")
    indexed()
    guide.title = "Fole med hale"
    guide.save()
    assert waiting_ids() == {guide.pk}
    assert found() == 1


def test_a_page_that_is_moved_into_a_closed_part_is_counted_no_more(indexed, django_user_model):
    closed, guide = make_guide(title="Lukket"), make_guide(title="Fole")
    restriction = PageViewRestriction.objects.create(page=closed, restriction_type="login")
    indexed()
    anyone = type("Anyone", (), {"is_authenticated": False, "is_superuser": False, "groups": []})()

    def seen():
        return settled(KnowledgePage.objects.visible_to(anyone)).search("fole").count()

    assert seen() == 1
    Page.objects.get(pk=guide.pk).move(Page.objects.get(pk=closed.pk), pos="last-child")
    assert seen() == 0
    restriction.delete()


def test_with_nothing_waiting_it_costs_one_small_query(indexed, django_assert_num_queries):
    make_guide(title="Fole")
    indexed()
    pages = KnowledgePage.objects.live()
    with django_assert_num_queries(1):
        assert settled(pages) is pages
    with django_assert_num_queries(0):
        assert settled(pages, waiting=frozenset()) is pages


@override_settings(TASKS=DATABASE_QUEUE)
def test_a_change_in_another_model_hides_no_page(indexed):
    guide = make_guide(title="Fole")
    indexed()
    IndexChange.objects.create(model="searchtests.book", object_id=str(guide.pk))
    assert waiting_ids() == frozenset()
    assert found() == 1
