"""What search needs looked after by the clock. The clock only asks; the worker does what takes time."""

from datetime import timedelta

from modelsearch.backends import get_search_backend

from forum.jobs.registry import job
from forum.search import statistics
from forum.search.models import IndexChange
from forum.search.tasks import ask_for, backend_names, mend_all_drift, mend_indexes, tidy_indexes, write_changes


@job(every=timedelta(minutes=1))
def write_what_waits() -> None:
    """What a killed process left, and what is to be tried again."""
    if any(IndexChange.objects.due(name).exists() for name in backend_names()):
        ask_for(write_changes)


@job(every=timedelta(minutes=5))
def look_at_indexes() -> None:
    """Is each index there, of today's format, and of the size it was written in?"""
    _mend_if_needed(thorough=False)


@job(every=timedelta(hours=6))
def read_indexes_through() -> None:
    """Is every byte as it was written?"""
    _mend_if_needed(thorough=True)


@job(every=timedelta(days=1))
def forget_deleted_texts() -> None:
    """Texts that have been deleted or changed go from the disk too; the word list follows the texts."""
    ask_for(tidy_indexes)


@job(every=timedelta(days=1))
def forget_old_counts() -> None:
    """What readers looked for is kept no longer than we say on /personvern/."""
    statistics.forget_old_counts()


@job(every=timedelta(days=7))
def compare_with_database() -> None:
    """Whatever went past the outbox: bulk changes in the database, a save killed before it was noted."""
    ask_for(mend_all_drift)


def _mend_if_needed(*, thorough: bool) -> None:
    if any(get_search_backend(name).problem(thorough=thorough) for name in backend_names()):
        ask_for(mend_indexes)
