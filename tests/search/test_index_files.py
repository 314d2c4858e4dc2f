"""The index on disk: rebuilt while it is searched, damaged while it is read."""

import logging
import os
import shutil

import pytest
from modelsearch.query import MATCH_ALL, Fuzzy, Phrase
from modelsearch.test.testapp.models import Book, Novel

from forum.search.whoosh_backend.folders import IndexBusyError
from forum.search.whoosh_backend.writing import Rebuilder
from tests.search.library import a_book, forget_what_is_open, rebuild, titles


def test_what_changes_during_a_rebuild_is_in_the_new_index(library):
    rebuilder = Rebuilder(library.get_index_for_model(Book))
    new = rebuilder.start()
    new.add_items(Book, list(Book.objects.filter(title="The Rust Programming Language")))
    new.add_items(Novel, list(Novel.objects.all()))
    added, changed, removed = a_book("Sleipner"), Novel.objects.get(pk=1), Novel.objects.get(pk=2)
    changed.title = "Hobbiten"
    changed.save()
    removed.delete()
    library.refresh_indexes()
    rebuilder.finish()
    assert titles(library.search("sleipner", Book)) == [added.title]
    assert titles(library.search("hobbiten", Novel)) == ["Hobbiten"]
    assert library.search("fellowship", Book).count() == 0
    assert library.search("towers", Book).count() == 1


def test_the_old_index_answers_until_the_new_one_is_ready(library):
    rebuilder = Rebuilder(library.get_index_for_model(Book))
    rebuilder.start()
    assert library.search("hobbit", Book).count() == 1
    rebuilder.finish()
    assert library.search("hobbit", Book).count() == 0


def test_two_rebuilds_at_once_are_refused(library):
    rebuilder = Rebuilder(library.get_index_for_model(Book))
    rebuilder.start()
    with pytest.raises(IndexBusyError):
        Rebuilder(library.get_index_for_model(Book)).start()
    rebuilder.finish()


def test_a_rebuild_leaves_one_folder(library, tmp_path):
    rebuild()
    rebuild()
    assert len(list((tmp_path / "index").glob("build-*"))) == 1


# Damage


def _largest_file(folder):
    return max((file for file in folder.glob("build-*/*") if file.is_file()), key=lambda file: file.stat().st_size)


def cut_short(folder):
    file = _largest_file(folder)
    os.truncate(file, file.stat().st_size // 2)


def emptied(folder):
    for file in folder.glob("build-*/*"):
        os.truncate(file, 0)


def scrambled(folder):
    for file in folder.glob("build-*/*"):
        file.write_bytes(bytes(byte ^ 0x55 for byte in file.read_bytes()))


def without_its_folder(folder):
    shutil.rmtree(folder)


def without_segments(folder):
    for file in folder.glob("build-*/*.seg"):
        file.unlink()


def pointing_nowhere(folder):
    (folder / "current").write_text("build-elsewhere")


@pytest.mark.parametrize("opened", [False, True], ids=["closed", "open"])
@pytest.mark.parametrize(
    "damage", [cut_short, emptied, scrambled, without_its_folder, without_segments, pointing_nowhere]
)
def test_a_damaged_index_answers_nothing_and_is_mended_by_a_rebuild(library, tmp_path, damage, opened, caplog):
    caplog.set_level(logging.CRITICAL, "forum.search")
    if opened:
        library.search("hobbit", Book).count()
    else:
        forget_what_is_open(library.folder)
    damage(tmp_path / "index")
    for question in ("hobbit", MATCH_ALL, Phrase("two towers"), Fuzzy("hobit"), "unknown"):
        results = library.search(question, Book.objects.filter(number_of_pages__gt=10))
        assert list(results[:10]) == [] or opened
        assert results.count() >= 0
        assert dict(results.facet("tags")) is not None
    assert list(library.autocomplete("hob", Book)) == [] or opened
    rebuild()
    assert titles(library.search("hobbit", Book)) == ["The Hobbit"]
