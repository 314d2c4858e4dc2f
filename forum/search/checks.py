"""What `manage.py check` says of the search engine before anyone searches."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connection

from forum.search.engines import WRONG_DATABASE


def search_engine_fits_the_database(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """PostgreSQL is searched in the portal's own database, so that must be one."""
    engines = {options["BACKEND"] for options in settings.WAGTAILSEARCH_BACKENDS.values()}
    if "forum.search.engines.postgres" in engines and connection.vendor != "postgresql":
        return [Error(WRONG_DATABASE, id="search.E001")]
    return []
