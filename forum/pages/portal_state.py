"""Whether what the portal says is invented: asked by every page, feed, answer and export."""

from django.core.cache import cache

from forum.pages.models import PortalState

EXAMPLE_KEY = "portal-is-example-data"
CACHE_SECONDS = 60


def is_example_data() -> bool:
    """Looked up at most once a minute in each process."""
    return bool(cache.get_or_set(EXAMPLE_KEY, lambda: PortalState.load().is_example_data, CACHE_SECONDS))
