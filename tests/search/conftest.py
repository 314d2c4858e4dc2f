"""An index of this test's own pages."""

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.search.backends import get_search_backend


@pytest.fixture
def indexed(portal, db):
    """Call it when the pages are made: what the queue does on a real site. Nothing of other tests is in it."""
    backend = get_search_backend()
    backend.reset_indexes()
    yield lambda: call_command("update_index", verbosity=0, stdout=StringIO())
    backend.reset_indexes()
