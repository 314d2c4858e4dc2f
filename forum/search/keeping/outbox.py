"""Changes on their way to the index: noted in the same transaction as the change, written by the worker.

modelsearch would enqueue a task for each save; a task that is killed at work stays RUNNING for ever, and its
page is lost to search. A row is deleted only when the index has what it speaks of.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import models, transaction
from modelsearch.backends.base import get_model_root
from modelsearch.conf import get_app_config

from forum.search.keeping.noted import Commit, Noted, OnCommit, to_come
from forum.search.models import IndexChange
from forum.search.tasks import ask_for, write_changes


def automatic_backends() -> list[str]:
    """Names of the engines that follow the database by themselves."""
    configured: dict[str, dict[str, Any]] = get_app_config().get_search_backend_config()
    return [name for name, options in configured.items() if options.get("AUTO_UPDATE", True)]


def note(objects: Iterable[models.Model], *, backends: Iterable[str], unwanted: bool = False) -> None:
    """These objects have changed or gone; `unwanted` ones are to be taken out even if they are still there.

    The rows live and die with the transaction. An object already noted in it is not noted twice.
    """
    before = to_come()
    noted: dict[Noted, bool] = {}
    for obj in objects:
        root, key = get_model_root(type(obj))._meta.label_lower, str(obj.pk)
        noted.update({(name, root, key): unwanted for name in backends})
    if not noted:
        return
    known = {one for one in noted if next((work.noted[one] for work in before if one in work.noted), None) is unwanted}
    IndexChange.objects.bulk_create(
        IndexChange(backend=name, model=root, object_id=key, unwanted=unwanted)
        for name, root, key in noted
        if (name, root, key) not in known
    )
    commit = before[0].commit if before else Commit(partial(ask_for, write_changes))
    transaction.on_commit(OnCommit(commit, noted), robust=True)
