"""Real processes that write the index at once: one at a time, and nothing of either is lost."""

import multiprocessing
from contextlib import contextmanager

import pytest
from django.db import connections
from modelsearch.test.testapp.models import Book
from wagtail.search.backends import get_search_backend

from forum.search.keeping.drift import find_drift
from forum.search.keeping.mending import catch_up, rebuild
from forum.search.models import IndexChange
from forum.search.whoosh_backend.folders import IndexFolder
from tests.search.library import a_book

EACH = 8


@pytest.fixture
def own_index(committed_db, settings, tmp_path):
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "forum.search.whoosh_backend", "PATH": str(tmp_path / "index")}
    }
    rebuild("default")
    return get_search_backend()


def at_once(*works):
    """Each in a process of its own, begun together; their exit codes."""
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(len(works))

    def begin(work):
        connections.close_all()
        gate.wait(30)
        work()
        connections.close_all()

    connections.close_all()  # an open SQLite connection must not be carried over a fork
    processes = [context.Process(target=begin, args=(work,)) for work in works]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    return [process.exitcode for process in processes]


def write_some():
    """Each save is written at once, by the process that made it."""
    for number in range(EACH):
        a_book(f"Fole {number}")


def test_what_two_processes_write_at_once_is_all_there(own_index):
    assert at_once(write_some, write_some) == [0, 0]
    assert not IndexChange.objects.exists()
    assert own_index.search("fole", Book).count() == 2 * EACH
    assert find_drift(own_index) == []


def test_what_is_written_while_another_process_rebuilds_is_all_there(own_index):
    assert at_once(write_some, lambda: rebuild("default"), write_some) == [0, 0, 0]
    catch_up("default")
    assert own_index.search("fole", Book).count() == 2 * EACH
    assert find_drift(own_index) == []


def test_of_two_rebuilds_at_once_one_is_made(own_index, tmp_path):
    a_book("Fole")

    def only_one():
        rebuild("default")

    assert at_once(only_one, only_one) == [0, 0]
    assert own_index.search("fole", Book).count() == 1
    assert len(list((tmp_path / "index").glob("build-*"))) == 1


@contextmanager
def no_lock(self, timeout=0):
    """In the place of the lock."""
    self.prepare()
    yield


def test_without_the_lock_they_would_have_been_in_each_others_way(own_index, monkeypatch):
    """Control: Whoosh refuses a second writer at once, and what it had is left waiting."""
    monkeypatch.setattr(IndexFolder, "write_lock", no_lock)
    at_once(write_some, write_some, write_some)
    assert IndexChange.objects.exists() or find_drift(own_index)
