"""Which engine searches in this run, by SEARCH_URL: `postgres` or `whoosh_backend`."""

from django.conf import settings

ENGINE = settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"].rpartition(".")[2]
IN_DATABASE = ENGINE == "postgres"
