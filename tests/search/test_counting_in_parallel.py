"""Counting what people look for, where others write at the same time: with real commits, and so by itself."""

import multiprocessing
import sqlite3
import time

import pytest
from django.db import connection, connections
from django.test import Client

from forum.search.models import SearchCount
from tests.search.library import rebuild

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def index(committed_db):
    """A whole one: the first who met none would have it built, and hold the database meanwhile."""
    rebuild()


def search_many_times(times):
    client = Client(headers={"User-Agent": BROWSER})
    for _time in range(times):
        assert client.get("/sok/", {"q": "Brannvern"}).status_code == 200
    connections.close_all()


def test_two_processes_that_count_the_same_query_lose_none():
    context = multiprocessing.get_context("fork")
    connections.close_all()
    processes = [context.Process(target=search_many_times, args=[40]) for _number in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0]
    (row,) = SearchCount.objects.all()
    assert (row.query, row.searches, row.without_hits) == ("brannvern", 80, 80)


@pytest.mark.sqlite  # PostgreSQL locks rows, not the whole database
def test_a_locked_database_neither_breaks_the_page_nor_keeps_the_reader_waiting(client):
    client.get("/sok/", {"q": "brannvern"})
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    assert client.get("/sok/", {"q": "brannvern"}).status_code == 200
    assert time.monotonic() - began < 5
    other.execute("ROLLBACK")
    other.close()
    client.get("/sok/", {"q": "brannvern"})
    (row,) = SearchCount.objects.all()
    assert (row.query, row.searches, row.without_hits) == ("brannvern", 2, 2)
    (timeout,) = connection.connection.execute("PRAGMA busy_timeout").fetchone()
    assert timeout == 20_000
