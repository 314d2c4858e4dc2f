"""`check_index`: what search doesn't know, knows in vain, or knows wrongly; and that it is mended."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from modelsearch.query import MATCH_ALL
from modelsearch.test.testapp.models import Author, Book, Novel

from forum.search import jobs
from forum.search.keeping.drift import find_drift
from forum.search.models import IndexChange
from forum.search.whoosh_backend.writing import WhooshIndex
from tests.search.library import a_book, titles


def check(*options):
    """What it says, and whether it is content."""
    out = StringIO()
    try:
        call_command("check_index", *options, stdout=out)
    except CommandError:
        return out.getvalue(), False
    return out.getvalue(), True


@pytest.fixture
def unnoticed(library, settings):
    """Changes made here go past the outbox."""
    settings.WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
    yield library
    settings.WAGTAILSEARCH_BACKENDS["default"].pop("AUTO_UPDATE", None)


def drift_away():
    """One of each: missing, superfluous, outdated, and outdated in what belongs to them only (authors, characters)."""
    a_book("Sleipner")
    Novel.objects.get(title="Foundation").delete()
    Novel.objects.filter(title="The Hobbit").update(number_of_pages=311)
    Author.objects.filter(name="George R.R. Martin").update(name="Georg Martin")


def test_an_index_that_agrees_is_said_to_agree(library):
    text, content = check()
    assert content
    assert "stemmer med databasen" in text


def test_each_kind_of_difference_is_told_by_model(unnoticed):
    drift_away()
    text, content = check()
    assert not content
    assert "(searchtests.book): 1 mangler, 0 er til overs, 0 er utdatert" in text
    assert "(searchtests.novel): 0 mangler, 1 er til overs, 4 er utdatert" in text
    assert "(searchtests.author): 0 mangler, 0 er til overs, 3 er utdatert" in text


def test_a_quick_look_compares_keys_only(unnoticed):
    drift_away()
    text, content = check("--quick")
    assert not content
    assert "(searchtests.novel): 0 mangler, 1 er til overs, 0 er utdatert" in text


@pytest.mark.parametrize("mend", [lambda: check("--mend"), jobs.compare_with_database], ids=["command", "job"])
def test_what_differs_is_mended(unnoticed, mend):
    drift_away()
    mend()
    assert find_drift(unnoticed) == []
    assert titles(unnoticed.search(MATCH_ALL, Book.objects.filter(number_of_pages=311))) == ["The Hobbit"]
    assert unnoticed.search("sleipner", Book).count() == 1
    assert unnoticed.search("foundation", Book).count() == 0


def test_mending_succeeds_and_says_how_much_was_written(unnoticed):
    drift_away()
    text, content = check("--mend")
    assert content
    assert "10 objekter er skrevet på nytt" in text


def test_an_index_that_can_not_be_used_is_told_and_built(library, tmp_path):
    (tmp_path / "index" / "current").unlink()
    text, content = check()
    assert not content
    assert "kan ikke brukes (missing)" in text
    assert check("--mend")[1]
    assert check()[1]


def test_what_waits_is_no_drift_and_what_fails_is_told(library, monkeypatch):
    def down(self, objects, gone):
        raise OSError("disken er full")

    a_book("Sleipner")
    text, content = check()
    assert content
    assert "1 endring venter" in text
    with monkeypatch.context() as broken:
        broken.setattr(WhooshIndex, "write_now", down)
        library.refresh_indexes()
    assert IndexChange.objects.get().attempts == 1
    assert "OSError: disken er full" in check()[0]
