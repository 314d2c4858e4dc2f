"""An index of this test's own pages."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from wagtail.search.backends import get_search_backend

from tests.factories.pages import make_portal


@pytest.fixture(autouse=True, scope="session")
def suite_tables(django_db_setup, django_db_blocker):
    """Tables for the conformance suite's models, where the migrated template has none.

    Their own migrations need modelsearch as an app of its own, which Wagtail takes the place of.
    """
    with django_db_blocker.unblock():
        existing = connection.introspection.table_names()
        models = apps.get_app_config("searchtests").get_models()
        missing = [model for model in models if model._meta.db_table not in existing]
        with connection.schema_editor() as editor:
            for model in missing:
                editor.create_model(model)


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
