"""The search engine, by SEARCH_URL: so far Whoosh, in a folder on disk."""

from typing import Any

from forum.settings.environment import DATA_DIR, env

# The index holds pickles: it must never lie where a visitor can upload or download files.
SEARCH_URL = env.str("SEARCH_URL", default=f"whoosh://{DATA_DIR / 'index'}")


def _backend(address: str) -> dict[str, Any]:
    """A WAGTAILSEARCH_BACKENDS entry for a SEARCH_URL; raises ValueError for an unknown engine."""
    engine, _, place = address.partition("://")
    if engine == "whoosh":
        return {"BACKEND": "forum.search.whoosh_backend", "PATH": place}
    raise ValueError(f"SEARCH_URL: unknown engine {engine!r}; use whoosh:///folder")


WAGTAILSEARCH_BACKENDS = {"default": _backend(SEARCH_URL)}
