"""From the outbox into the index: what waits is read anew from the database and written, a batch in one commit."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from modelsearch.backends import get_search_backend
from modelsearch.backends.base import get_model_root
from modelsearch.index import get_indexed_models
from wagtail.models import Page

from forum.search.keeping.noted import forget_noted
from forum.search.models import IndexChange

logger = logging.getLogger("forum.search")

# Rows read at a time; a batch is one commit, and what is lost if it fails is only time.
BATCH = 500
# Batches before other tasks get their turn.
MOST_BATCHES = 10
# So many objects failing in a row, and none written: the engine is at fault, not they.
HOPELESS = 5


class EngineBusyError(Exception):
    """Another process writes, and went on writing."""


class _EngineDownError(Exception):
    """Nothing can be written at all; the cause is the exception it was raised from."""


class Drained(Enum):
    """How it went."""

    ALL = "all that was due is written, or postponed"
    SOME = "more is due"
    BUSY = "another process writes"
    UNREADY = "there is no index that can be written to"

    @property
    def more(self) -> bool:
        """Whether to go on at once."""
        return self is Drained.SOME


@dataclass(frozen=True)
class Change:
    """All rows of one object."""

    model: str
    key: str
    unwanted: bool
    attempts: int
    rows: list[int]


def drain(name: str) -> Drained:
    """Write what is due in one engine's outbox. Never raises what the engine or an object raises."""
    backend = get_search_backend(name)
    for _number in range(MOST_BATCHES):
        if not IndexChange.objects.due(name).exists():
            return Drained.ALL
        try:
            # From before the rows are read until they are deleted: an older reading must not be written last.
            with backend.turn():
                if not backend.ready():
                    return Drained.UNREADY
                changes = _next_changes(name)
                forget_noted()
                if not _write_batch(backend, changes):
                    return Drained.ALL
        except EngineBusyError as error:
            logger.warning("What waits to be written to the search index goes on waiting: %s", error)
            return Drained.BUSY
        except Exception:
            logger.exception("The search index %s can't be written to", name)
            return Drained.ALL
    return Drained.SOME


def _next_changes(name: str) -> list[Change]:
    """The next objects, with every row of theirs, also those that were postponed."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for model, key in IndexChange.objects.due(name).values_list("model", "object_id")[:BATCH]:
        wanted[model].add(key)
    rows: dict[tuple[str, str], list[IndexChange]] = defaultdict(list)
    for model, keys in wanted.items():
        for row in IndexChange.objects.filter(backend=name, model=model, object_id__in=keys).order_by("pk"):
            rows[row.model, row.object_id].append(row)
    return [
        Change(model, key, own[-1].unwanted, max(row.attempts for row in own), [row.pk for row in own])
        for (model, key), own in rows.items()
    ]


def _write_batch(backend: Any, changes: list[Change]) -> bool:
    """False where the engine is down: what it was not tried with waits too."""
    try:
        _Writing(backend).write(changes)
    except _EngineDownError as error:
        logger.error("The search index can't be written to: %s", error.__cause__)
        left = [row for change in changes for row in change.rows]
        IndexChange.objects.filter(pk__in=left, attempts=0).postpone(error.__cause__ or error, 0)
        return False
    return True


class _Writing:
    """One batch. What can't be written is found by halving, so that the rest is."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend
        self.written = self.failed = 0

    def write(self, changes: list[Change]) -> None:
        """All of them in one commit; where that fails, each half by itself."""
        if not changes:
            return
        try:
            # A database error would spoil the transaction that we may stand in.
            with transaction.atomic() if transaction.get_connection().in_atomic_block else nullcontext():
                _write_together(self.backend, changes)
        except EngineBusyError:
            raise
        except Exception as error:
            if len(changes) == 1:
                self._failed(changes[0], error)
            else:
                middle = len(changes) // 2
                self.write(changes[:middle])
                self.write(changes[middle:])
            return
        IndexChange.objects.filter(pk__in=[row for change in changes for row in change.rows]).delete()
        self.written += len(changes)

    def _failed(self, change: Change, error: Exception) -> None:
        logger.exception("%s %s can't be written to the search index", change.model, change.key)
        IndexChange.objects.filter(pk__in=change.rows).postpone(error, change.attempts + 1)
        self.failed += 1
        if self.failed >= HOPELESS and not self.written:
            raise _EngineDownError from error


def _write_together(backend: Any, changes: list[Change]) -> None:
    """Each object as it is now; one commit for each of the engine's indexes (Whoosh has one for all)."""
    by_index: dict[Any, tuple[Any, list[models.Model], list[models.Model]]] = {}
    for root, own in _by_root(changes).items():
        index = backend.get_index_for_model(root)
        objects, gone = current_objects(root, [change.key for change in own if not change.unwanted])
        gone += [root(pk=change.key) for change in own if change.unwanted]
        _index, there, not_there = by_index.setdefault(index.get_key(), (index, [], []))
        there += objects
        not_there += gone
    for index, objects, gone in by_index.values():
        index.write_now(objects, gone)


def _by_root(changes: Iterable[Change]) -> dict[type[models.Model], list[Change]]:
    found: dict[type[models.Model], list[Change]] = defaultdict(list)
    for change in changes:
        try:
            found[apps.get_model(change.model)].append(change)
        except LookupError:
            logger.warning("%s is no longer a model: its changes are forgotten", change.model)
    return found


def current_objects(root: type[models.Model], keys: list[str]) -> tuple[list[models.Model], list[models.Model]]:
    """The objects as the database has them now, and stand-ins (a key, nothing more) for those to be taken out."""
    found: dict[str, models.Model] = {}
    for model in _kinds(root, keys) if keys else ():
        found.update({str(obj.pk): obj for obj in model.get_indexed_objects().filter(pk__in=keys)})
    return list(found.values()), [root(pk=key) for key in keys if key not in found]


def _kinds(root: type[models.Model], keys: list[str]) -> list[Any]:
    """The models that the objects may be of. Pages say which: asking all kinds of them is most of the work."""
    kinds = [model for model in get_indexed_models() if get_model_root(model) is root]
    if not issubclass(root, Page):
        return kinds
    types = root._default_manager.filter(pk__in=keys).order_by().values_list("content_type", flat=True).distinct()
    there = {ContentType.objects.get_for_id(number).model_class() for number in types}
    return [model for model in kinds if model in there]
