"""What differs between the database and an index that should say the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from modelsearch.backends.base import get_model_root
from modelsearch.index import get_indexed_models

from forum.search.models import IndexChange

# Objects compared at a time.
CHUNK = 200


@dataclass
class Drift:
    """The differences for one model, as sets of primary keys."""

    model: str
    missing: set[str] = field(default_factory=set)
    superfluous: set[str] = field(default_factory=set)
    outdated: set[str] = field(default_factory=set)

    @property
    def keys(self) -> set[str]:
        """All objects that something is wrong with."""
        return self.missing | self.superfluous | self.outdated

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.keys)

    def __str__(self) -> str:
        return (
            f"{self.model}: {len(self.missing)} missing, {len(self.superfluous)} superfluous, "
            f"{len(self.outdated)} outdated"
        )


def find_drift(backend: Any, *, quick: bool = False) -> list[Drift]:
    """Each model's differences, where there are any; `quick` compares keys only.

    What waits in the outbox is not drift: the index will have it.
    """
    waiting = {
        (model, key)
        for model, key in IndexChange.objects.filter(backend=backend.name).values_list("model", "object_id")
    }
    indexed = _indexed_keys(backend)
    drifts = []
    for model in get_indexed_models():
        label = model._meta.label_lower
        drift = _compared(backend.get_index_for_model(model), model, indexed.pop(label, set()), quick=quick)
        root = get_model_root(model)._meta.label_lower
        drifts.append(_without(drift, {key for name, key in waiting if name == root}))
    # Models that are indexed no more.
    drifts += [Drift(label, superfluous=keys) for label, keys in indexed.items()]
    return [drift for drift in drifts if drift.count]


def note_drift(drifts: Iterable[Drift], name: str) -> None:
    """Put the objects in the outbox, to be written anew; the caller drains it."""
    changes = []
    for drift in drifts:
        try:
            root = get_model_root(apps.get_model(drift.model))._meta.label_lower
        except LookupError:
            continue
        changes += [IndexChange(backend=name, model=root, object_id=key) for key in drift.keys]
    IndexChange.objects.bulk_create(changes, batch_size=CHUNK)


def _indexed_keys(backend: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for index in backend.all_indexes():
        for label, keys in index.indexed_keys().items():
            found.setdefault(label, set()).update(keys)
    return found


def _compared(index: Any, model: Any, indexed: set[str], *, quick: bool) -> Drift:
    objects = model.get_indexed_objects()
    expected = {str(key) for key in objects.order_by().values_list("pk", flat=True)}
    drift = Drift(model._meta.label_lower, expected - indexed, indexed - expected)
    if not quick:
        for chunk in _chunks(objects):
            drift.outdated |= index.outdated(chunk)
        drift.outdated -= drift.missing
    return drift


def _chunks(objects: Any) -> Iterator[list[models.Model]]:
    """In order of key, from the last one seen: an object that comes or goes meanwhile moves nobody."""
    last: Any = None
    while chunk := list((objects if last is None else objects.filter(pk__gt=last)).order_by("pk")[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


def _without(drift: Drift, keys: set[str]) -> Drift:
    return Drift(drift.model, drift.missing - keys, drift.superfluous - keys, drift.outdated - keys)
