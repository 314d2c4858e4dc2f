"""The backend against modelsearch's own conformance suite: every test of it, none skipped or weakened."""

import shutil
import sys
import tempfile

import wagtail.search.models
from django.contrib.contenttypes.models import ContentType
from django.test import TestCase, override_settings

from tests.search.library import furnish

# wagtail.search has modelsearch's models under its own app; the suite imports them from where they'd be
# in a project without Wagtail, and Django refuses to make them there a second time.
sys.modules.setdefault("modelsearch.models", wagtail.search.models)

from modelsearch.test.testapp.models import Book  # noqa: E402
from modelsearch.tests.test_backends import BackendTests  # noqa: E402

PATH = tempfile.mkdtemp(prefix="conformance-")
BACKENDS = {"default": {"BACKEND": "forum.search.whoosh_backend", "PATH": PATH}}


@override_settings(MODELSEARCH_BACKENDS=BACKENDS, WAGTAILSEARCH_BACKENDS=BACKENDS)
class TestWhooshBackend(BackendTests, TestCase):
    backend_path = "forum.search.whoosh_backend"
    # The suite's own fixture isn't published: see library.py.
    fixtures = None

    @classmethod
    def setUpTestData(cls):
        furnish()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        shutil.rmtree(PATH, ignore_errors=True)

    def setUp(self):
        # The models' content types are made in a test and rolled back with it, but Django remembers them.
        ContentType.objects.clear_cache()
        super().setUp()

    def test_reset_indexes(self):
        self.backend.reset_indexes()
        assert self.backend.search("JavaScript", Book).count() == 0


del BackendTests
