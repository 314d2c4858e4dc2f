"""The PostgreSQL engine against modelsearch's own conformance suite. Runs where the portal's database is PostgreSQL."""

import sys

import pytest
import wagtail.search.models
from django.contrib.contenttypes.models import ContentType
from django.test import TestCase, override_settings

from tests.search.library import furnish

# wagtail.search has modelsearch's models under its own app: see test_conformance.py.
sys.modules.setdefault("modelsearch.models", wagtail.search.models)

from modelsearch.tests.test_backends import BackendTests  # noqa: E402

pytestmark = pytest.mark.postgres

BACKENDS = {"default": {"BACKEND": "forum.search.engines.postgres", "SEARCH_CONFIG": "norwegian"}}


@override_settings(MODELSEARCH_BACKENDS=BACKENDS, WAGTAILSEARCH_BACKENDS=BACKENDS)
class TestPostgresBackend(BackendTests, TestCase):
    backend_path = "forum.search.engines.postgres"
    fixtures = None

    @classmethod
    def setUpTestData(cls):
        furnish()

    def setUp(self):
        ContentType.objects.clear_cache()
        super().setUp()


del BackendTests
