"""What the worker does for the index, and how it is asked to."""

from typing import Any

from django_tasks import task
from django_tasks_db.models import DBTaskResult
from modelsearch.conf import get_app_config

from forum.search.keeping.mending import catch_up, mend, mend_drift, tidy
from forum.search.language.word_list import grow_word_list


def ask_for(wanted: Any) -> None:
    """Enqueue one of the tasks below, unless one like it waits to be begun: that one will see all we have done.

    A task that has been begun doesn't count: it may have looked already, or have been killed.
    """
    if not DBTaskResult.objects.ready().filter(task_path=wanted.module_path).exists():
        wanted.enqueue()


def backend_names() -> list[str]:
    """All configured engines."""
    return list(get_app_config().get_search_backend_config())


@task()
def write_changes() -> None:
    """Bring what waits into the index; again soon where there is more than fits in one task."""
    outcomes = [catch_up(name) for name in backend_names()]
    if any(outcome.more for outcome in outcomes):
        ask_for(write_changes)


@task()
def mend_indexes() -> None:
    """Look closely at each index, and build it anew where it is damaged."""
    for name in backend_names():
        mend(name)
        catch_up(name)


@task()
def mend_all_drift() -> None:
    """Compare each index with the database, and write what differs."""
    for name in backend_names():
        mend_drift(name)


@task()
def tidy_indexes() -> None:
    """Deleted texts off the disk, and the word list as the texts are now."""
    built = [tidy(name) for name in backend_names()]
    if not any(built):
        grow_word_list()
