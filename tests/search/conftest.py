"""An index of this test's own pages."""

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.search.backends import get_search_backend

from tests.factories.pages import make_portal


@pytest.fixture
def portal(db):
    """An empty portal, with an index that holds nothing of other tests."""
    make_portal()
    backend = get_search_backend()
    backend.reset_indexes()
    yield
    backend.reset_indexes()


@pytest.fixture
def indexed(portal):
    """Call it when the pages are made: what the nightly rebuild and the queue do on a real site."""
    return lambda: call_command("update_index", verbosity=0, stdout=StringIO())
