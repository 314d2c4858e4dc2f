"""Keeping each index whole: built anew where it is damaged, written where it differs, rid of what was deleted."""

import logging
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from modelsearch.backends import get_search_backend

from forum.search.keeping.draining import Drained, EngineBusyError, drain
from forum.search.keeping.drift import find_drift, note_drift

logger = logging.getLogger("forum.search")

# An index that can't be built (no room on the disk) isn't tried again and again.
SECONDS_BETWEEN_ATTEMPTS = 60


def catch_up(name: str) -> Drained:
    """Write what waits; where there is no index to write it to, build that first."""
    outcome = drain(name)
    if outcome is Drained.UNREADY and mend(name):
        outcome = drain(name)
    return outcome


def mend(name: str) -> bool:
    """Build the index anew where something is wrong with it; True when it was."""
    problem = get_search_backend(name).problem(thorough=True)
    if problem is None or not cache.add(f"search.rebuild.{name}", True, SECONDS_BETWEEN_ATTEMPTS):
        return False
    logger.warning("The search index %s is %s: it is built anew.", name, problem)
    built = rebuild(name)
    if built:
        cache.delete(f"search.rebuild.{name}")
    return built


def rebuild(name: str) -> bool:
    """`update_index` for one engine; False where another process is at it already."""
    try:
        call_command("rebuild_modelsearch_index", backend_name=name, verbosity=0)
    except EngineBusyError as error:
        logger.info("The search index %s is being built by another process: %s", name, error)
        return False
    logger.info("The search index %s has been built.", name)
    return True


def mend_drift(name: str) -> int:
    """Write what differs between the index and the database; how many objects that were."""
    drifts = find_drift(get_search_backend(name))
    for drift in drifts:
        logger.warning("The search index %s differs from the database: %s", name, drift)
    note_drift(drifts, name)
    drain(name)
    return sum(drift.count for drift in drifts)


def tidy(name: str) -> bool:
    """Deleted texts off the disk, where there are any; True when the index was built anew for it."""
    backend: Any = get_search_backend(name)
    return bool(backend.holds_deleted_text()) and rebuild(name)
