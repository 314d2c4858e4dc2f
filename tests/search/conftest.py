"""An index of this test's own pages, or of the conformance suite's books."""

import pytest
from django.conf import settings
from wagtail.search.backends import get_search_backend

from tests.search.engine import IN_DATABASE
from tests.search.library import furnish, rebuild


def pytest_collection_modifyitems(config, items):
    """Leave out what is about the engine or database not in use: it is no skip, it runs in the other run."""
    others = {"whoosh" if IN_DATABASE else "postgres"}
    if "postgres" in settings.DATABASES["default"]["ENGINE"]:
        others.add("sqlite")
    left_out = [item for item in items if any(mark.name in others for mark in item.iter_markers())]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture
def indexed(portal, db):
    """Call it when the pages are made: what the queue does on a real site. Nothing of other tests is in it."""
    backend = get_search_backend()
    backend.reset_indexes()
    yield rebuild
    backend.reset_indexes()


@pytest.fixture
def backend(db, settings, tmp_path):
    """A backend with an index of its own, in which every signal writes."""
    options = {"BACKEND": "forum.search.whoosh_backend", "PATH": str(tmp_path / "index")}
    settings.WAGTAILSEARCH_BACKENDS = {"default": options}
    return get_search_backend()


@pytest.fixture
def library(backend):
    furnish()
    rebuild()
    return backend
