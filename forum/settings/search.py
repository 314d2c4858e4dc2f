"""The search engine, by SEARCH_URL: Whoosh on disk (default) or PostgreSQL's own full text."""

from typing import Any

from forum.settings.environment import DATA_DIR, env

# The index holds pickles: it must never lie where a visitor can upload or download files.
SEARCH_URL = env.str("SEARCH_URL", default=f"whoosh://{DATA_DIR / 'index'}")


def _backend(address: str) -> dict[str, Any]:
    """A WAGTAILSEARCH_BACKENDS entry for a SEARCH_URL; raises ValueError for an unknown engine."""
    engine, _, place = address.partition("://")
    if engine == "whoosh":
        return {"BACKEND": "forum.search.whoosh_backend", "PATH": place}
    if engine == "database":
        return {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "norwegian"}
    raise ValueError(f"SEARCH_URL: unknown engine {engine!r}; use whoosh:///folder or database://")


WAGTAILSEARCH_BACKENDS = {"default": _backend(SEARCH_URL)}
