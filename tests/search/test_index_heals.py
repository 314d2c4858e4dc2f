"""An index that is damaged, deleted or half written: pages answer, and it heals by itself."""

import ast
import json
import multiprocessing
import os
import random
import shutil
import signal
import time
import zlib
from contextlib import suppress

import pytest
from django.db import connections
from django.test import override_settings
from django_tasks_db.models import DBTaskResult
from modelsearch.query import MATCH_ALL
from wagtail.search.backends import get_search_backend

from bestpractice.models import GuidePage
from forum.pages.models import KnowledgePage
from forum.search import jobs, tasks
from forum.search.keeping.draining import drain
from forum.search.keeping.drift import find_drift
from forum.search.keeping.mending import catch_up, rebuild
from forum.search.models import IndexChange
from forum.search.services import forget_deleted_text
from forum.search.whoosh_backend import health
from forum.search.whoosh_backend.health import Problem
from tests.conftest import ROOT
from tests.factories.pages import make_guide, make_portal
from tests.search.library import forget_what_is_open

ADDRESS = "/sok/?q=fole"
REBUILDING = "bygges på nytt"


@pytest.fixture
def folder(indexed):
    """The index of a portal with one guide."""
    make_guide(title="Fole i skogen", slug="fole")
    indexed()
    return get_search_backend().folder


def largest(folder):
    return max(folder.current().glob("MAIN_*"), key=lambda file: file.stat().st_size)


def is_found(client):
    response = client.get(ADDRESS)
    assert response.status_code == 200
    return "Fole" in response.content.decode().split("<main")[1].replace("<mark>", "").replace("</mark>", "")


# Damage


def deleted(folder):
    shutil.rmtree(folder.path)


def truncated(folder):
    os.truncate(largest(folder), largest(folder).stat().st_size // 2)


def without_a_segment(folder):
    largest(folder).unlink()


def of_an_older_format(folder):
    seal = folder.current() / health.SEAL
    seal.write_text(json.dumps({**json.loads(seal.read_text()), "format": health.FORMAT - 1}))


def from_before_there_were_seals(folder):
    (folder.current() / health.SEAL).unlink()


def pointing_nowhere(folder):
    (folder.path / "current").write_text("build-elsewhere")


DAMAGES = [
    deleted,
    truncated,
    without_a_segment,
    of_an_older_format,
    from_before_there_were_seals,
    pointing_nowhere,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_page_that_meets_damage_is_served_first_and_then_the_index_is_mended(folder, client, damage):
    assert is_found(client)
    damage(folder)
    forget_what_is_open(folder)
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response.context["listing"].available is False
    assert is_found(client)


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_clock_mends_an_index_that_nobody_has_asked(folder, client, damage):
    damage(folder)
    jobs.look_at_indexes()
    assert get_search_backend().problem(thorough=True) is None
    assert is_found(client)


@pytest.mark.parametrize("seed", range(3))
def test_a_flipped_bit_is_found_by_reading_the_files_through(folder, client, seed):
    file = largest(folder)
    content = bytearray(file.read_bytes())
    place = random.Random(seed).randrange(len(content))
    content[place] ^= 1 << seed
    file.write_bytes(content)
    build = folder.current()
    jobs.look_at_indexes()
    assert client.get(ADDRESS).status_code == 200
    jobs.read_indexes_through()
    assert folder.current() != build
    assert is_found(client)


def test_a_sound_index_is_left_alone(folder):
    build = folder.current()
    jobs.look_at_indexes()
    jobs.read_indexes_through()
    assert folder.current() == build


def test_an_index_made_by_older_code_answers_until_the_new_one_is_built(folder, client, monkeypatch):
    build = folder.current()
    monkeypatch.setattr(health, "current_fingerprint", lambda: "another")
    assert get_search_backend().problem(thorough=False) is Problem.OUTDATED
    assert is_found(client)
    assert folder.current() == build
    jobs.look_at_indexes()
    assert folder.current() != build
    assert get_search_backend().problem(thorough=False) is None


def test_the_fingerprint_follows_the_fields_of_the_models(monkeypatch):
    before = health.current_fingerprint.__wrapped__()
    assert before == health.current_fingerprint.__wrapped__()
    monkeypatch.setattr(GuidePage, "search_fields", GuidePage.search_fields[1:])
    assert health.current_fingerprint.__wrapped__() != before


def imported_by(module):
    """Modules of search that it imports."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("forum.search"):
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return {name for name in found if (ROOT / f"{name.replace('.', '/')}.py").exists()}


def test_the_fingerprint_follows_all_code_that_makes_documents():
    known, unread = set(), {f"forum.search.whoosh_backend.{name}" for name in ("documents", "schema")}
    while unread:
        known.add(module := unread.pop())
        unread |= imported_by(module) - known
    files = {f"{name.removeprefix('forum.search.').replace('.', '/')}.py" for name in known}
    assert files == set(health.DECIDING)


def test_a_commit_whose_writer_died_before_it_sealed_is_not_damage(folder, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr("forum.search.whoosh_backend.writing.write_seal", lambda build: None)
        make_guide(title="Enda en fole")
        assert drain("default").value
    assert get_search_backend().problem(thorough=True) is None
    assert KnowledgePage.objects.search("fole").count() == 2


def test_what_waits_goes_into_the_index_that_is_built_anew(folder):
    make_guide(title="Enda en fole")
    deleted(folder)
    catch_up("default")
    assert KnowledgePage.objects.search("fole").count() == 2
    assert not IndexChange.objects.exists()


def test_pages_answer_while_the_index_is_locked(folder, client):
    with folder.write_lock():
        assert is_found(client)
        jobs.look_at_indexes()
        began = time.monotonic()
        make_guide(title="Enda en fole")
        assert time.monotonic() - began < 2


@override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})
def test_readers_that_meet_damage_ask_the_worker_once(folder, client):
    deleted(folder)
    for _reader in range(5):
        assert client.get(ADDRESS).status_code == 200
    asked = DBTaskResult.objects.ready().filter(task_path=tasks.mend_indexes.module_path)
    assert asked.count() == 1
    assert not (folder.path / "current").exists(), "a reader never builds the index himself"


def test_an_index_that_can_not_be_built_is_not_tried_at_once_again(folder, monkeypatch):
    tried = []

    def fails(*args, **options):
        tried.append(options["backend_name"])
        raise OSError("disken er full")

    deleted(folder)
    monkeypatch.setattr("forum.search.keeping.mending.call_command", fails)
    jobs.look_at_indexes()
    jobs.look_at_indexes()
    assert tried == ["default"]


# Deleted text on disk

CANARY = "Kanarifuglhemmelighet"


def bytes_on_disk(folder):
    """All bytes of the index's files, and all that is packed in them."""
    found = b""
    for file in folder.path.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            found += content + unpacked(content)
    return found.lower()


def unpacked(content):
    found, at = b"", content.find(b"x\x01")
    while at >= 0:
        with suppress(zlib.error):
            found += zlib.decompressobj().decompress(content[at:])
        at = content.find(b"x\x01", at + 1)
    return found


def delete(guide):
    guide.delete()


def edit(guide):
    guide.title, guide.summary = "Fole", "Ingenting"
    guide.save()


@pytest.mark.parametrize("removed", [delete, edit])
@pytest.mark.parametrize("way", [forget_deleted_text, jobs.forget_deleted_texts], ids=["at once", "by night"])
def test_deleted_text_is_gone_from_the_files(folder, removed, way):
    guide = make_guide(title=CANARY, summary=f"Om {CANARY}")
    rebuild("default")
    needle = CANARY.lower().encode()
    assert needle in bytes_on_disk(folder)
    removed(guide)
    catch_up("default")
    assert needle in bytes_on_disk(folder), "else this test says nothing"
    way()
    assert needle not in bytes_on_disk(folder)
    assert needle[:12] not in bytes_on_disk(folder)


def test_nothing_is_built_by_night_where_nothing_was_deleted(folder):
    build = folder.current()
    jobs.forget_deleted_texts()
    assert folder.current() == build


def test_what_a_killed_rebuild_left_goes_by_night(folder):
    (folder.path / "build-abandoned").mkdir()
    (folder.path / "build-abandoned" / "MAIN_x.seg").write_text(CANARY)
    jobs.forget_deleted_texts()
    assert CANARY.lower().encode() not in bytes_on_disk(folder)


# Killed


@pytest.fixture
def own_index(committed_db, settings, tmp_path):
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "forum.search.whoosh_backend", "PATH": str(tmp_path / "index")}
    }
    make_portal()
    return get_search_backend()


def save_for_ever(begun, guides, builds):
    """A process that publishes and writes the index, as a web process and a worker do between them."""
    connections.close_all()
    GuidePage.objects.get(pk=guides[0]).save()
    begun.set()
    for number in range(10_000):
        page = GuidePage.objects.get(pk=guides[number % len(guides)])
        page.title = f"Fole {os.getpid()} {number}"
        page.live = bool(number % 7)
        page.save()
        if builds and number % 4 == 0:
            rebuild("default")


def killed_at_a_random_instant(chance, work, *arguments):
    context = multiprocessing.get_context("fork")
    begun = context.Event()
    process = context.Process(target=work, args=(begun, *arguments))
    connections.close_all()  # an open SQLite connection must not be carried over a fork
    process.start()
    begun.wait(10)
    process.join(chance.uniform(0, 0.2))
    assert process.is_alive()
    os.kill(process.pid, signal.SIGKILL)
    process.join(10)


def test_after_25_kills_the_index_says_what_the_database_says(own_index):
    guides = [make_guide(title=f"Fole {number}").pk for number in range(6)]
    rebuild("default")
    chance = random.Random(25)
    generations = set()
    for number in range(25):
        killed_at_a_random_instant(chance, save_for_ever, guides, number % 5 == 4)
        generations.add((own_index.folder.current().name, health.latest_generation(own_index.folder.current())))
        assert own_index.search("fole", KnowledgePage).available
    assert len(generations) > 20, "most were killed while they wrote"
    jobs.write_what_waits()
    jobs.look_at_indexes()
    assert not IndexChange.objects.exists()
    assert find_drift(own_index) == []
    assert own_index.problem(thorough=True) is None
    live = set(KnowledgePage.objects.live().values_list("title", flat=True))
    assert {page.title for page in KnowledgePage.objects.live().search(MATCH_ALL)} == live
