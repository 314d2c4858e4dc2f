"""What makes a search engine follow the database through the outbox: two mixins, one for it and one for its indexes.

::

    class PortalIndex(QueuedIndex, PostgresIndex): ...

    class PortalBackend(QueuedBackend, PostgresSearchBackend):
        index_class = PortalIndex

From then on ``add``, ``add_bulk`` and ``delete`` only note what has changed, whoever calls them; `drain` calls
``write_now``. A rebuild writes through an index of its own or through ``write_now``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from modelsearch.backends.base import get_model_root
from modelsearch.conf import get_app_config
from modelsearch.index import class_is_indexed, get_indexed_models
from modelsearch.query import MATCH_ALL

from forum.search.keeping.mending import catch_up
from forum.search.keeping.outbox import note
from forum.search.models import WritingTurn


class QueuedBackend:
    """The engine's part. Every method but `name` is for an engine to answer better where it can."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)  # type: ignore[call-arg]
        self.params = dict(params)

    @property
    def name(self) -> str:
        """What this engine is called in the settings."""
        for name, options in get_app_config().get_search_backend_config().items():
            if {key: value for key, value in options.items() if key != "BACKEND"} == self.params:
                return str(name)
        return "default"

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Alone among all who write; raises `EngineBusyError` after a while of waiting.

        Here a locked row, which makes what is written and what is struck off the list one transaction.
        """
        WritingTurn.objects.get_or_create(backend=self.name)
        with transaction.atomic():
            WritingTurn.objects.select_for_update().get(backend=self.name)
            yield

    def ready(self) -> bool:
        """Whether there is an index that can be written to; asked within `turn()`."""
        return True

    def problem(self, *, thorough: bool) -> Any:
        """What is wrong with the index so that it must be built anew; None where it is well."""
        return None

    def holds_deleted_text(self) -> bool:
        """Whether texts that are no longer in the index still lie where the engine keeps it."""
        return False


class QueuedIndex:
    """An index's part. Stands before the engine's own index class."""

    backend: Any

    def add_items(self, model: type[models.Model], items: Iterable[models.Model]) -> None:
        """Note that the objects have changed."""
        if class_is_indexed(model):
            note(items, backends=[self.backend.name])

    def delete_item(self, item: models.Model) -> None:
        """Note that the object is to be taken out, whether or not the database still has it."""
        if class_is_indexed(type(item)):
            note([item], backends=[self.backend.name], unwanted=True)

    def refresh(self) -> None:
        """Write what waits at once, for tests and modelsearch's conformance suite: also what isn't committed."""
        catch_up(self.backend.name)
        super().refresh()  # type: ignore[misc]

    def write_now(self, objects: list[models.Model], gone: list[models.Model]) -> None:
        """Replace the objects' documents and take out those that are gone, which are stand-ins with a key only."""
        by_model: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        for obj in objects:
            by_model[type(obj)].append(obj)
        for model, own in by_model.items():
            super().add_items(model, own)  # type: ignore[misc]
        for stand_in in gone:
            for model in get_indexed_models():
                if get_model_root(model) is type(stand_in):
                    super().delete_item(model(pk=stand_in.pk))  # type: ignore[misc]

    def indexed_keys(self) -> dict[str, set[str]]:
        """The primary keys that the index has of each model (by label), for `check_index`.

        Asked by searching for everything, which tells what is missing but not what is there in vain.
        """
        found: dict[str, set[str]] = {}
        for model in get_indexed_models():
            results = self.backend.search(MATCH_ALL, model.get_indexed_objects())
            found[model._meta.label_lower] = {str(obj.pk) for obj in results}
        return found

    def outdated(self, objects: list[models.Model]) -> set[str]:
        """Keys of the objects whose document says something else than they do; for engines that can tell."""
        return set()
